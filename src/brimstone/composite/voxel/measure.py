"""Measurements on voxel structures: interfaces, triple-phase lines, accessible volume, and required block size.

Voxels have steps where a real surface is smooth, so that areas and lengths of random direction are counted too large:
divide them by `STAIRCASE_AREA` and `STAIRCASE_LINE`. Flat layers along the axes are counted exactly.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import ndimage

from brimstone.composite.voxel.connectivity import reached_from
from brimstone.composite.voxel.structure import Structure
from brimstone.errors import StructureError

#: Counted over true area, for surfaces of random direction: the mean of |nx| + |ny| + |nz|.
STAIRCASE_AREA = 1.5
#: Counted over true length, for lines where surfaces of random directions meet. 1.5 as for areas, times what narrow
#: angles add; measured: 1.70 to 1.74 for overlapping spheres of 10 to 36 voxels, 1.66 for balls on planes.
STAIRCASE_LINE = 1.7

#: One phase or several taken together.
Phases = str | Iterable[str]


def interface_area(structure: Structure, first: Phases, second: Phases) -> float:
    """Area where two sets of phases touch, per volume [m2/m3], counted by voxel faces inside the block."""
    flags = _flags(structure, first, second)
    area = 0.0
    for axis, step in enumerate(structure.spacing):
        low, high = _shifted(flags, axis)
        area += np.count_nonzero((low | high) == 3) / step
    return area / flags.size


def triple_phase_length(structure: Structure, first: Phases, second: Phases, third: Phases) -> float:
    """Length of the lines where three sets of phases meet, per volume [m/m3].

    Counted by voxel edges inside the block: an edge belongs to a line when all three are among its four voxels.
    """
    flags = _flags(structure, first, second, third)
    volume = np.prod(structure.spacing)
    length = 0.0
    for axis, step in enumerate(structure.spacing):
        faces = np.bitwise_or(*_shifted(flags, (axis + 1) % 3))
        edges = np.bitwise_or(*_shifted(faces, (axis + 2) % 3))
        length += np.count_nonzero(edges == 7) * step / volume
    return float(length / flags.size)


def mark_isolated(
    structure: Structure, names: Phases, axis: str = "x", end: Literal["near", "far"] = "near"
) -> Structure:
    """Rename what is cut off: voxels of `names` that don't reach an end through each other get a phase of their own.

    Parameters
    ----------
    structure : Structure
        The block.
    names : str or iterable of str
        Phases that conduct together, such as the electrolytes or the carbons.
    axis : {"x", "y", "z"}
        Direction of the current.
    end : {"near", "far"}
        The end that counts: near, at coordinate 0, for ions (separator), far for electrons (collector).

    Returns
    -------
    Structure
        With one phase more for each of `names` that has such voxels, called ``isolated <name>``.
    """
    chosen = [names] if isinstance(names, str) else list(names)
    lost = structure.mask(chosen) & ~reached_from(structure, chosen, axis, end)
    phases, all_names = structure.phases.copy(), list(structure.names)
    for name in chosen:
        cut_off = lost & (structure.phases == structure.index(name))
        if cut_off.any():
            phases[cut_off] = len(all_names)
            all_names.append(f"isolated {name}")
    return Structure(phases, tuple(all_names), structure.spacing)


def reachable_fraction(
    structure: Structure, active: Phases, ionic: Phases, electronic: Phases, reach: float, axis: str = "x"
) -> float:
    """Share of the active material within `reach` [m] of both working networks (NaN without active material).

    Ions must come from the near end of `axis` through `ionic` phases, electrons from the far end through `electronic`
    ones. `reach` is how far the reaction can go into the active material: the thickness of a product film that still
    conducts.
    """
    material = structure.mask(active)
    count = np.count_nonzero(material)
    for network, end in ((ionic, "near"), (electronic, "far")):
        connected = reached_from(structure, network, axis, end)
        if not connected.any():
            return 0.0 if count else np.nan
        # distance to the surface of the network, half a voxel from its centres, to that of a voxel's middle
        distance = ndimage.distance_transform_edt(~connected, sampling=structure.spacing)
        material &= distance <= reach + 0.5 * min(structure.spacing)
    return np.count_nonzero(material) / count if count else np.nan


@dataclass(frozen=True)
class SizeStatistics:
    """What blocks of one size gave.

    Attributes
    ----------
    size : int
        Voxels along an edge.
    values : tuple of float
        One for each seed.
    """

    size: int
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over the seeds."""
        return float(np.mean(self.values))

    @property
    def deviation(self) -> float:
        """Standard deviation of one block from another."""
        return float(np.std(self.values, ddof=1)) if len(self.values) > 1 else np.nan

    @property
    def spread(self) -> float:
        """Deviation over the mean."""
        return self.deviation / abs(self.mean) if self.mean else np.inf


def representative_volume(
    make: Callable[[int, int], Structure],
    quantity: Callable[[Structure], float],
    sizes: Sequence[int],
    seeds: Iterable[int],
) -> tuple[SizeStatistics, ...]:
    """Measure a quantity on many blocks of several sizes.

    Parameters
    ----------
    make : callable
        Gives a structure for a size [voxels] and a seed.
    quantity : callable
        Gives a number for a structure, such as ``lambda block: conduct(block, sigma).conductivity``.
    sizes : sequence of int
        Edges of the blocks, in voxels.
    seeds : iterable of int
        One block is made for each seed and size.
    """
    repeats = tuple(seeds)
    if not repeats:
        raise StructureError("statistics need at least one seed.")
    return tuple(
        SizeStatistics(size, tuple(float(quantity(make(size, seed))) for seed in repeats)) for size in sorted(sizes)
    )


def representative_size(statistics: Sequence[SizeStatistics], within: float) -> int | None:
    """Smallest size from which on blocks agree: spread and bias against the largest size stay `within` (relative).

    None when even the largest blocks differ by more than that.
    """
    answer = None
    ordered = sorted(statistics, key=lambda entry: entry.size)
    for entry in reversed(ordered):
        bias = abs(entry.mean - ordered[-1].mean)
        if not (entry.spread <= within and bias <= within * abs(ordered[-1].mean)):
            break
        answer = entry.size
    return answer


def _flags(structure: Structure, *groups: Phases) -> np.ndarray:
    """One bit for each group of phases, per voxel."""
    table = np.zeros(len(structure.names), np.uint8)
    for bit, group in enumerate(groups):
        for name in [group] if isinstance(group, str) else group:
            number = structure.index(name)
            if table[number]:
                raise StructureError(f"'{name}' is on both sides of the requested interface.")
            table[number] = 1 << bit
    return table[structure.phases]


def _shifted(array: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Views of an array without its last and without its first layer along an axis."""
    along = np.moveaxis(array, axis, 0)
    return np.moveaxis(along[:-1], 0, axis), np.moveaxis(along[1:], 0, axis)
