"""Voxels seen from outside: a picture of a block, from one ray for each point of the picture.

Orthographic, seen from the corner (far x, near y, top z), so that x runs to the right. Light: that of the sky, as far
as the surroundings let it in, and a lamp that casts shadows. Inner surfaces are shaded as if smooth, while steps of
voxels stay visible at their outlines; the faces of the block and of a cut are flat.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy import ndimage

from brimstone._jit import kernel, numba
from brimstone._records import record
from brimstone.composite.voxel.structure import Structure
from brimstone.errors import StructureError

_prange = numba.prange

#: Direction of view: from the right, from the front, from above.
_AZIMUTH, _ELEVATION = np.radians(-52.0), np.radians(27.0)
#: Where the lamp is: left of the viewer, in front and high.
_LAMP = np.array([0.36, -0.58, 0.73])
#: Colours are mixed in linear light; this exponent converts from screen values.
_GAMMA = 1.8
#: Rays along each edge of a pixel.
_RAYS = 2
#: Distances over which solid voxels keep ambient light away [voxels].
_NEARBY = (1.5, 6.0)


@record
class Camera:
    """Where points of a block appear in its picture.

    Attributes
    ----------
    right, up, forward : ndarray (3,)
        Directions of the picture and of the view, in space.
    centre : ndarray (3,)
        Point of the block that the picture's centre shows [m].
    pixel : float
        Length that a pixel shows [m].
    width, height : int
        Of the picture, in pixels.
    """

    right: np.ndarray
    up: np.ndarray
    forward: np.ndarray
    centre: np.ndarray
    pixel: float
    width: int
    height: int

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return pixel coordinates (column, row) of points (n, 3) [m]."""
        offset = (np.asarray(points) - self.centre) / self.pixel
        return np.stack([self.width / 2 + offset @ self.right, self.height / 2 - offset @ self.up], axis=-1)


def camera(structure: Structure, width: int) -> Camera:
    """Return the camera that sees the whole block in a picture of that `width` [pixels], with a narrow margin."""
    backward = np.array(
        [np.cos(_AZIMUTH) * np.cos(_ELEVATION), np.sin(_AZIMUTH) * np.cos(_ELEVATION), np.sin(_ELEVATION)]
    )
    right = np.array([-np.sin(_AZIMUTH), np.cos(_AZIMUTH), 0.0])
    up = np.cross(backward, right)
    size = np.array(structure.size)
    across, along = np.abs(right) @ size, np.abs(up) @ size
    pixel = across / (0.97 * width)
    return Camera(right, up, -backward, size / 2, pixel, width, int(np.ceil(along / pixel + 0.03 * width)))


def render(
    structure: Structure,
    colours: Mapping[str, str],
    *,
    hidden: Iterable[str] = (),
    values: np.ndarray | None = None,
    colour_map: str = "viridis",
    cut: float = 0.0,
    width: int = 1000,
) -> np.ndarray:
    """Draw a block of voxels.

    Parameters
    ----------
    structure : Structure
        The block.
    colours : mapping of phase name to colour
        In any matplotlib colour format.
    hidden : iterable of str
        Phases that are left out, such as pores.
    values : array (nx, ny, nz), optional
        Values from 0 to 1 to colour voxels by, instead of by phase; voxels where it is NaN are left out.
    colour_map : str
        Name of a matplotlib colour map, for `values`.
    cut : float
        Share of each edge of the block that is cut away at the corner towards the viewer, to show the inside.
    width : int
        Of the picture, in pixels; the height follows.

    Returns
    -------
    uint8 array (height, width, 4)
        Red, green, blue and opacity; transparent around the block.
    """
    import matplotlib
    from matplotlib.colors import to_rgb

    if not 0.0 <= cut <= 1.0:
        raise StructureError(f"the part cut away must be a fraction from 0 to 1, not {cut}.")
    shown = ~structure.mask(hidden)
    if values is None:
        missing = [name for name in structure.names if name not in colours and name not in set(hidden)]
        if missing:
            raise StructureError(f"no colour for {', '.join(missing)}.")
        paint = np.array([to_rgb(colours.get(name, "white")) for name in structure.names])
        colour = structure.phases
    else:
        shown &= np.isfinite(values)
        paint = matplotlib.colormaps[colour_map](np.linspace(0.0, 1.0, 256))[:, :3]
        colour = np.rint(255 * np.clip(np.nan_to_num(values), 0.0, 1.0)).astype(np.uint8)
    notch = np.rint(cut * np.array(structure.shape)).astype(np.int64)
    shown[structure.shape[0] - notch[0] :, : notch[1], structure.shape[2] - notch[2] :] = False
    solid = shown.astype(np.float32)
    skin, crowd = (ndimage.gaussian_filter(solid, reach, mode="constant") for reach in _NEARBY)
    crowd += skin
    eye = camera(structure, width)
    picture = np.zeros((eye.height * _RAYS, eye.width * _RAYS, 4), np.float32)
    step = eye.pixel / _RAYS
    corner = eye.centre - 0.5 * eye.pixel * (eye.width * eye.right - eye.height * eye.up)
    corner = corner + 0.5 * step * (eye.right - eye.up) - 2.0 * np.linalg.norm(structure.size) * eye.forward
    spacing = np.array(structure.spacing)
    _cast(
        shown,
        colour.copy(),
        paint**_GAMMA,
        notch,
        skin,
        crowd,
        corner / spacing,
        step * eye.right / spacing,
        -step * eye.up / spacing,
        eye.forward / spacing * spacing.min(),
        _LAMP / np.linalg.norm(_LAMP),
        spacing / spacing.min(),
        picture,
    )
    # mean over the rays of a pixel, weighted by opacity so that edges keep their colour
    rays = picture.reshape(eye.height, _RAYS, eye.width, _RAYS, 4)
    opacity = rays[..., 3].mean(axis=(1, 3))
    light = (rays[..., :3] * rays[..., 3:]).mean(axis=(1, 3)) / np.maximum(opacity, 1e-6)[..., None]
    light = np.clip(light, 0.0, 1.0) ** (1.0 / _GAMMA)
    return np.rint(255 * np.dstack([light, opacity])).astype(np.uint8)


@kernel()
def _first_hit(shown, start, direction):
    """Follow a ray through the voxels (Amanatides and Woo, Eurographics 1987) to the first one that is shown.

    Returns
    -------
    x, y, z, axis, distance
        The voxel, the axis across which the ray entered it, and how far the ray had come; x = -1 when it met none,
        axis = -1 when it began there.
    """
    near, far, axis = 0.0, 1e30, -1
    for a in range(3):  # where the ray is within the block
        if abs(direction[a]) < 1e-12:
            if start[a] < 0.0 or start[a] >= shown.shape[a]:
                return -1, -1, -1, -1, 0.0
            continue
        one, two = -start[a] / direction[a], (shown.shape[a] - start[a]) / direction[a]
        if min(one, two) > near:
            near, axis = min(one, two), a
        far = min(far, max(one, two))
    if near >= far:
        return -1, -1, -1, -1, 0.0
    place, way, crossing, pace = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3), np.empty(3)
    for a in range(3):
        place[a] = min(max(np.int64(np.floor(start[a] + near * direction[a] + 1e-9)), 0), shown.shape[a] - 1)
        way[a] = 1 if direction[a] > 0.0 else -1
        if abs(direction[a]) < 1e-12:
            crossing[a], pace[a] = 1e30, 1e30
        else:
            pace[a] = 1.0 / abs(direction[a])
            crossing[a] = (place[a] + (1 if way[a] > 0 else 0) - start[a]) / direction[a]
    distance = near
    while True:
        if shown[place[0], place[1], place[2]]:
            return place[0], place[1], place[2], axis, distance
        axis = 0
        if crossing[1] < crossing[axis]:
            axis = 1
        if crossing[2] < crossing[axis]:
            axis = 2
        distance = crossing[axis]
        place[axis] += way[axis]
        crossing[axis] += pace[axis]
        if place[axis] < 0 or place[axis] >= shown.shape[axis]:
            return -1, -1, -1, -1, 0.0


@kernel()
def _interpolated(field, point):
    """Trilinear interpolation between the centres of voxels; zero outside."""
    total = 0.0
    low = np.empty(3, np.int64)
    part = np.empty(3)
    for a in range(3):
        low[a] = np.int64(np.floor(point[a] - 0.5))
        part[a] = point[a] - 0.5 - low[a]
    for i in range(2):
        for j in range(2):
            for k in range(2):
                x, y, z = low[0] + i, low[1] + j, low[2] + k
                if 0 <= x < field.shape[0] and 0 <= y < field.shape[1] and 0 <= z < field.shape[2]:
                    weight = (part[0] if i else 1.0 - part[0]) * (part[1] if j else 1.0 - part[1])
                    total += weight * (part[2] if k else 1.0 - part[2]) * field[x, y, z]
    return total


@kernel()
def _is_flat(point, axis, shape, notch):
    """Whether a point just outside a voxel's face lies outside the block or within the notch cut out of it."""
    if point[axis] < 0.0 or point[axis] > shape[axis]:
        return True
    return point[0] > shape[0] - notch[0] and point[1] < notch[1] and point[2] > shape[2] - notch[2]


@kernel(parallel=True)
def _cast(shown, colour, paint, notch, skin, crowd, corner, right, down, forward, lamp, spacing, picture):
    """Fill `picture` with what the rays from `corner`, one step `right` and `down` apart, meet.

    Lengths are in voxels, but for the direction `lamp` and the `spacing` that relates the two.
    """
    height, width = picture.shape[0], picture.shape[1]
    to_lamp = lamp / spacing
    for line in _prange(height):
        row = np.int64(line)
        start, hit, normal, probe = np.empty(3), np.empty(3), np.empty(3), np.empty(3)
        for column in range(width):
            for a in range(3):
                start[a] = corner[a] + column * right[a] + row * down[a]
            x, y, z, axis, distance = _first_hit(shown, start, forward)
            if x < 0:
                continue
            side = -1.0 if forward[axis] > 0.0 else 1.0
            for a in range(3):
                hit[a] = start[a] + distance * forward[a]
                normal[a] = 0.0
            hit[axis] += 0.01 * side
            normal[axis] = side
            if not _is_flat(hit, axis, shown.shape, notch):
                for a in range(3):
                    probe[:] = hit
                    probe[a] += 1.0
                    ahead = _interpolated(skin, probe)
                    probe[a] -= 2.0
                    normal[a] += 6.0 * (_interpolated(skin, probe) - ahead) / spacing[a]
                normal /= np.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2)
            for a in range(3):
                probe[a] = hit[a] + 1.5 * normal[a]
            # around such a point beside a flat face without surroundings, solid is about 0.3 of 1 (twice)
            sky = 1.0 - min(max((0.5 * _interpolated(crowd, probe) - 0.3) / 0.7, 0.0), 1.0)
            facing = normal[0] * lamp[0] + normal[1] * lamp[1] + normal[2] * lamp[2]
            if facing > 0.0:
                for a in range(3):
                    probe[a] = hit[a] + 0.8 * normal[a]
                blocked, _, _, _, _ = _first_hit(shown, probe, to_lamp)
                if blocked >= 0:
                    facing *= 0.08
            light = (0.20 + 0.08 * normal[2]) * (0.05 + 0.95 * sky) + 0.98 * max(facing, 0.0) * (0.25 + 0.75 * sky)
            for c in range(3):
                picture[row, column, c] = paint[colour[x, y, z], c] * light
            picture[row, column, 3] = 1.0
