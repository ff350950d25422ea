"""Particles stamped into a voxel array: spheres, rods with round ends and round plates."""

import numpy as np

from brimstone._jit import kernel


@kernel()
def _depth(dx, dy, dz, axis, half_length, radius, half_thickness):
    """How far out a point lies in a particle around the origin: 0 in its middle, 1 on its surface.

    Rods are all points within `radius` of a segment of `half_length` (spheres: of length 0); plates, which have a
    `half_thickness`, all points within that of a disc of `radius`.
    """
    along = abs(dx * axis[0] + dy * axis[1] + dz * axis[2])
    across = max(0.0, dx * dx + dy * dy + dz * dz - along * along)
    if half_thickness > 0.0:
        return max(along / half_thickness, np.sqrt(across) / radius)
    beyond = max(0.0, along - half_length)
    return np.sqrt(across + beyond * beyond) / radius


@kernel()
def stamp(phases, vacant, phase, wanted, centres, axes, half_lengths, radii, half_thickness):
    """Write `phase` into the voxels of phase `vacant` that particles cover, until `wanted` have been written.

    Lengths are in voxels; what leaves the block on one side enters it on the other. The particle that would exceed the
    number is shrunk to fit, so that the number is met exactly, provided there are particles enough.

    Returns
    -------
    int
        How many voxels were written.
    """
    nx, ny, nz = phases.shape
    written = 0
    for n in range(centres.shape[0]):
        radius, half_length, axis = radii[n], half_lengths[n], axes[n]
        low, high = np.empty(3, np.int64), np.empty(3, np.int64)
        for a in range(3):
            if half_thickness > 0.0:
                reach = radius * np.sqrt(max(0.0, 1.0 - axis[a] ** 2)) + half_thickness * abs(axis[a])
            else:
                reach = radius + half_length * abs(axis[a])
            low[a] = np.int64(np.ceil(centres[n, a] - reach))
            high[a] = np.int64(np.floor(centres[n, a] + reach))
        room = (high[0] - low[0] + 1) * (high[1] - low[1] + 1) * (high[2] - low[2] + 1)
        places = np.empty((room, 3), np.int32)
        depth = np.empty(room)
        found = 0
        for x in range(low[0], high[0] + 1):
            for y in range(low[1], high[1] + 1):
                for z in range(low[2], high[2] + 1):
                    i, j, k = x % nx, y % ny, z % nz
                    if phases[i, j, k] != vacant:
                        continue
                    dx, dy, dz = x - centres[n, 0], y - centres[n, 1], z - centres[n, 2]
                    here = _depth(dx, dy, dz, axis, half_length, radius, half_thickness)
                    if here < 1.0:
                        places[found, 0], places[found, 1], places[found, 2] = i, j, k
                        depth[found] = here
                        found += 1
        order = np.argsort(depth[:found]) if found > wanted - written else np.arange(found)
        for m in order:
            i, j, k = places[m, 0], places[m, 1], places[m, 2]
            if phases[i, j, k] == vacant:  # a particle larger than the block meets itself
                phases[i, j, k] = phase
                written += 1
                if written == wanted:
                    return written
    return written
