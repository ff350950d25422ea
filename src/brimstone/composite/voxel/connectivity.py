"""What hangs together in a voxel structure: clusters joined by faces, and the ends that they touch.

Voxels that share only an edge or a corner are not connected: that is what the conduction solver sees, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from brimstone.composite.voxel.structure import Structure, axis_number
from brimstone.errors import StructureError

#: Kinds of voxels: not among the selected phases, or in a cluster that touches both ends, one of them or neither.
OUTSIDE, THROUGH, NEAR, FAR, ISOLATED = range(5)


@dataclass(frozen=True)
class Connection:
    """How the volume of some phases hangs together, as fractions that add up to 1 (all 0 when there is no such volume).

    Attributes
    ----------
    through : float
        In clusters that join both ends.
    near, far : float
        In clusters that touch the end at coordinate 0 only (the separator's side along x), or the other end only.
    isolated : float
        In clusters that touch neither.
    """

    through: float
    near: float
    far: float
    isolated: float


def connection(structure: Structure, names: str | Iterable[str], axis: str = "x") -> Connection:
    """Return how the phases `names`, taken together, are connected to the two ends along `axis`."""
    kinds = cluster_kinds(np.moveaxis(structure.phases, axis_number(axis), 0), structure.chosen(names))
    counts = [int(np.count_nonzero(kinds == kind)) for kind in (THROUGH, NEAR, FAR, ISOLATED)]
    return Connection(*(count / max(1, sum(counts)) for count in counts))


def reached_from(structure: Structure, names: str | Iterable[str], axis: str, end: str) -> np.ndarray:
    """Return a boolean array: voxels of phases `names` joined through each other to one end, ``near`` or ``far``."""
    if end not in ("near", "far"):
        raise StructureError(f"an end must be near or far, not '{end}'.")
    along = axis_number(axis)
    kinds = cluster_kinds(np.moveaxis(structure.phases, along, 0), structure.chosen(names))
    return np.moveaxis((kinds == THROUGH) | (kinds == (NEAR if end == "near" else FAR)), 0, along)


def cluster_kinds(phases: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Kind of cluster each voxel belongs to, by what the cluster touches along the first axis.

    Parameters
    ----------
    phases : uint8 array (nx, ny, nz)
        Number of the phase in each voxel.
    chosen : bool array (phases,)
        Which phases make up the clusters.

    Returns
    -------
    uint8 array (nx, ny, nz)
        ``OUTSIDE``, ``THROUGH``, ``NEAR``, ``FAR`` or ``ISOLATED``.
    """
    if chosen.all():
        return np.full(phases.shape, THROUGH, np.uint8)
    label, count = ndimage.label(chosen[phases])
    near, far = (np.isin(np.arange(count + 1), label[end]) for end in (0, -1))
    kinds = np.select([near & far, near, far], [THROUGH, NEAR, FAR], ISOLATED).astype(np.uint8)
    kinds[0] = OUTSIDE
    return kinds[label]
