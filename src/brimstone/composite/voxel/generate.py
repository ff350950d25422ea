"""Synthetic composites: phases of given shape, size and amount in a block of voxels.

Phases are placed one after another, each into what the earlier ones have left; the matrix takes the rest. Volume
fractions are met to one voxel. Everything is periodic across the faces of the block, so that no face is special, and a
seed fixes the result.

Mixing (equation of the analytic tier, too): of a phase that is badly mixed, the local fraction varies over regions as
large as the agglomerates with the variance (1 - M) phi (1 - phi) of a beta distribution; M = 1 is well mixed, M = 0 has
pure regions only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import fft, ndimage, special

from brimstone._records import record
from brimstone.composite.voxel._particles import stamp
from brimstone.composite.voxel.structure import Structure
from brimstone.errors import StructureError

#: Thinner particles would be full of holes or fall apart [voxels].
_THINNEST = 1.5
#: Local fractions of a badly mixed phase are kept off 0 and 1 by this, where the density of particles has no bounds.
_EXTREME = 0.02
#: A beta distribution with parameters this small has all its weight at 0 and 1.
_PUREST = 1e-2


@dataclass(frozen=True)
class Blobs:
    """Irregular clusters, from a Gaussian random field: pores, ductile electrolyte, sulfur that has been molten.

    Attributes
    ----------
    fraction : float
        Volume fraction.
    size : float
        Mean chord of the clusters where they fill half of the volume [m]; thinner phases have shorter chords.
    """

    fraction: float
    size: float


@dataclass(frozen=True)
class Spheres:
    """Round particles that may overlap (Boolean model).

    Attributes
    ----------
    fraction : float
        Volume fraction.
    diameter : float
        Median diameter by volume, the D50 of a data sheet [m].
    spread : float
        Standard deviation of the logarithm of the diameter (lognormal distribution); 0 for equal spheres.
    """

    fraction: float
    diameter: float
    spread: float = 0.0


@dataclass(frozen=True)
class Fibres:
    """Straight rods of any direction that may cross: carbon fibres, bundles of nanotubes.

    Attributes
    ----------
    fraction : float
        Volume fraction.
    diameter, length : float
        Of each rod, round ends included [m].
    """

    fraction: float
    diameter: float
    length: float


@dataclass(frozen=True)
class Sheets:
    """Round plates of any direction that may cross: graphene, flakes.

    Attributes
    ----------
    fraction : float
        Volume fraction.
    diameter, thickness : float
        Of each plate [m].
    """

    fraction: float
    diameter: float
    thickness: float


@dataclass(frozen=True)
class Coating:
    """What lies on another phase: sulfur deposited on carbon, pores along the surface of particles.

    Attributes
    ----------
    fraction : float
        Volume fraction.
    on : str
        Phase that carries it; placed earlier.
    patchiness : float
        0 for an even film; otherwise the typical variation of its thickness [m], in patches three times as wide.
    """

    fraction: float
    on: str
    patchiness: float = 0.0


Shape = Blobs | Spheres | Fibres | Sheets | Coating


@dataclass(frozen=True)
class Mixing:
    """How well the phases are mixed.

    Attributes
    ----------
    quality : float
        From 0 (pure regions) to 1 (well mixed).
    agglomerate : float
        Size of the regions [m], as the `size` of `Blobs`.
    """

    quality: float
    agglomerate: float


def generate(
    shape: tuple[int, int, int],
    contents: Mapping[str, Shape],
    *,
    matrix: str,
    voxel: float,
    seed: int,
    mixing: Mixing | None = None,
) -> Structure:
    """Generate a synthetic composite.

    Parameters
    ----------
    shape : tuple of three int
        Number of voxels along x, y and z.
    contents : mapping of phase name to shape
        In the order in which they are placed; the earlier keep their place.
    matrix : str
        Phase that fills the remaining space.
    voxel : float
        Edge length of a voxel [m].
    seed : int
        The same seed gives the same structure.
    mixing : Mixing, optional
        How well the phases are mixed; well when left out. A coating follows what carries it.

    Returns
    -------
    Structure
        Its phases are numbered in the order of `contents`, the matrix last.

    Raises
    ------
    StructureError
        When fractions exceed 1, a size isn't positive or too small for the voxels, or a carrier is missing.
    """
    names = (*contents, matrix)
    _check(shape, contents, matrix, voxel, mixing)
    total = int(np.prod(shape))
    rest = names.index(matrix)
    block = _Block(np.full(shape, rest, np.uint8), rest, voxel)
    wanted = _counts([kind.fraction for kind in contents.values()], total)
    for number, (kind, count, stream) in enumerate(
        zip(contents.values(), wanted, np.random.SeedSequence(seed).spawn(len(contents)), strict=True)
    ):
        if count == 0:
            continue
        random = np.random.default_rng(stream)
        if isinstance(kind, Coating):
            carrier = block.phases == names.index(kind.on)
            _fill_highest(block, number, count, _closeness(carrier, kind, voxel, random))
            continue
        local = None if mixing is None else _local_quantile(shape, kind.fraction, mixing, voxel, random)
        if isinstance(kind, Blobs):
            score = _gaussian_field(shape, kind.size / voxel, random)
            if local is not None:
                score += local
            _fill_highest(block, number, count, score)
        else:
            _place_particles(block, number, count, kind, local, random)
    return Structure(block.phases, names, (voxel, voxel, voxel))


def _check(
    shape: tuple[int, int, int], contents: Mapping[str, Shape], matrix: str, voxel: float, mixing: Mixing | None
) -> None:
    """Raise StructureError for what can't be made."""
    if len(shape) != 3 or min(shape) < 1:
        raise StructureError(f"a block needs three positive numbers of voxels, not {shape}.")
    if matrix in contents:
        raise StructureError(f"'{matrix}' is the matrix, which fills the remaining space; it cannot also be placed.")
    if not voxel > 0.0:
        raise StructureError(f"a voxel's edge must be a positive length in m, not {voxel}.")
    total = sum(kind.fraction for kind in contents.values())
    if min((kind.fraction for kind in contents.values()), default=0.0) < 0.0 or not total <= 1.0 + 1e-9:
        parts = " + ".join(f"{name} {kind.fraction:g}" for name, kind in contents.items())
        raise StructureError(f"volume fractions must be positive and add up to 1 at most: {parts} = {total:g}.")
    if mixing is not None and not (0.0 <= mixing.quality <= 1.0 and mixing.agglomerate > 0.0):
        raise StructureError(f"mixing needs a quality from 0 to 1 and a positive agglomerate size, not {mixing}.")
    placed: set[str] = set()
    for name, kind in contents.items():
        if isinstance(kind, Coating):
            if kind.on not in placed:
                raise StructureError(f"{name} lies on '{kind.on}', which must be placed first, with a fraction > 0.")
            if not kind.patchiness >= 0.0:
                raise StructureError(f"{name}: the thickness of a film cannot vary by {kind.patchiness} m.")
        else:
            _check_size(name, kind, voxel)
        if kind.fraction > 0.0:
            placed.add(name)


def _check_size(name: str, kind: Blobs | Spheres | Fibres | Sheets, voxel: float) -> None:
    """Raise StructureError for particles that voxels can't show."""
    smallest = kind.size if isinstance(kind, Blobs) else kind.diameter
    if isinstance(kind, Sheets):
        smallest = min(smallest, kind.thickness)
    if not smallest >= _THINNEST * voxel:
        raise StructureError(
            f"{name}: {smallest:.3g} m is too fine for voxels of {voxel:.3g} m, "
            f"particles must be at least {_THINNEST:g} voxels across."
        )
    if isinstance(kind, Fibres) and not kind.length >= kind.diameter:
        raise StructureError(f"{name}: a fibre of {kind.length:.3g} m is shorter than it is thick.")
    if isinstance(kind, Spheres) and not kind.spread >= 0.0:
        raise StructureError(f"{name}: the spread of diameters cannot be {kind.spread}.")


def _counts(fractions: list[float], total: int) -> list[int]:
    """Voxels of each phase; rounding the running sum keeps each within one voxel and all within the block."""
    edges = np.rint(np.minimum(np.cumsum([0.0, *fractions]), 1.0) * total).astype(int)
    return np.diff(edges).tolist()


def _gaussian_field(shape: tuple[int, int, int], size: float, random: np.random.Generator) -> np.ndarray:
    """Periodic Gaussian random field, mean 0, variance 1, float32; `size` [voxels] is the mean chord at level 0.

    The correlation is exp(-r^2/(2 l^2)); the mean distance between zeros along a line is then pi l (Rice's formula).
    """
    noise = fft.rfftn(random.standard_normal(shape, dtype=np.float32), workers=-1)
    width = size / np.pi
    for axis, count in enumerate(shape):
        frequency = fft.rfftfreq(count) if axis == 2 else fft.fftfreq(count)
        damping = np.exp(-((np.pi * frequency * width) ** 2)).astype(np.float32)
        noise *= damping.reshape([-1 if a == axis else 1 for a in range(3)])
    field = fft.irfftn(noise, shape, workers=-1)
    field -= field.mean()
    deviation = field.std()
    return field / deviation if deviation > 0.0 else field


def _local_quantile(
    shape: tuple[int, int, int], fraction: float, mixing: Mixing, voxel: float, random: np.random.Generator
) -> np.ndarray | None:
    """Normal quantile of the local volume fraction of a phase; None where it is the same everywhere."""
    if mixing.quality == 1.0 or not 0.0 < fraction < 1.0:
        return None
    field = _gaussian_field(shape, mixing.agglomerate / voxel, random)
    levels = np.linspace(-5.0, 5.0, 401)
    # beta distribution of variance v phi (1 - phi): parameters phi (1/v - 1) and (1 - phi) (1/v - 1)
    weight = max(1.0 / (1.0 - mixing.quality) - 1.0, _PUREST)
    local = special.betaincinv(fraction * weight, (1.0 - fraction) * weight, special.ndtr(levels))
    quantile = special.ndtri(np.clip(local, _EXTREME, 1.0 - _EXTREME))
    return np.interp(field, levels, quantile).astype(np.float32)


@record
class _Block:
    """Voxels being filled: their phases so far, the phase number of those still vacant, and their edge [m]."""

    phases: np.ndarray
    vacant: int
    voxel: float


def _fill_highest(block: _Block, phase: int, count: int, score: np.ndarray) -> None:
    """Give `phase` the `count` vacant voxels with the highest score."""
    places = np.flatnonzero(block.phases == block.vacant)
    if count < places.size:
        places = places[np.argpartition(score.reshape(-1)[places], places.size - count)[places.size - count :]]
    block.phases.reshape(-1)[places] = phase


def _closeness(carrier: np.ndarray, kind: Coating, voxel: float, random: np.random.Generator) -> np.ndarray:
    """Score by which a coating takes its voxels: nearness to the carrier, lifted here and there into patches."""
    score = -ndimage.distance_transform_edt(~carrier).astype(np.float32)
    if kind.patchiness > 0.0:
        score += kind.patchiness / voxel * _gaussian_field(carrier.shape, 3.0 * kind.patchiness / voxel, random)
    return score


def _place_particles(
    block: _Block,
    phase: int,
    count: int,
    kind: Spheres | Fibres | Sheets,
    local: np.ndarray | None,
    random: np.random.Generator,
) -> None:
    """Stamp particles at random places, or with the density given by `local`, until they cover `count` voxels."""
    phases, vacant, voxel = block.phases, block.vacant, block.voxel
    room = int(np.count_nonzero(phases == vacant))
    if count >= room:
        phases[phases == vacant] = phase
        return
    density = None if local is None else -np.log1p(-special.ndtr(local))
    left = count
    while left:
        # a random point stays uncovered with probability exp(-number x volume / block)
        number = int(-np.log1p(-left / room) * phases.size * voxel**3 / _volume(kind)) + 16
        centres = _places(phases.shape, number, density, random)
        axes = random.standard_normal((number, 3))
        axes /= np.linalg.norm(axes, axis=1, keepdims=True)
        if isinstance(kind, Spheres):
            diameters = kind.diameter * np.exp(kind.spread * random.standard_normal(number) - 3.0 * kind.spread**2)
        else:
            diameters = np.full(number, kind.diameter)
        half_length = (kind.length - kind.diameter) / (2.0 * voxel) if isinstance(kind, Fibres) else 0.0
        written = stamp(
            phases,
            vacant,
            phase,
            left,
            centres,
            axes,
            np.full(number, half_length),
            diameters / (2.0 * voxel),
            kind.thickness / (2.0 * voxel) if isinstance(kind, Sheets) else 0.0,
        )
        left -= written
        room -= written


def _volume(kind: Spheres | Fibres | Sheets) -> float:
    """Mean volume of a particle [m3]."""
    if isinstance(kind, Spheres):  # mean of d^3: exp(9/2 s^2) above the cube of the number median
        return np.pi / 6.0 * kind.diameter**3 * np.exp(-4.5 * kind.spread**2)
    if isinstance(kind, Fibres):
        return np.pi / 4.0 * kind.diameter**2 * (kind.length - kind.diameter / 3.0)
    return np.pi / 4.0 * kind.diameter**2 * kind.thickness


def _places(shape: tuple[int, ...], number: int, density: np.ndarray | None, random: np.random.Generator) -> np.ndarray:
    """Random points in the block, in voxels from the first one's centre; uniform or in proportion to `density`."""
    if density is None:
        return random.uniform(-0.5, np.array(shape) - 0.5, (number, 3))
    cumulative = np.cumsum(density, dtype=np.float64)
    chosen = np.searchsorted(cumulative, random.uniform(0.0, cumulative[-1], number))
    return np.stack(np.unravel_index(chosen, shape), axis=1) + random.uniform(-0.5, 0.5, (number, 3))
