"""A composite as voxels: which phase sits where, what the phases are called, how large a voxel is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from brimstone.errors import StructureError, nearest_names

#: Names of the three axes, in the order of the array's axes. A cathode's thickness runs along x: separator at x = 0.
AXES = ("x", "y", "z")


@dataclass(frozen=True, eq=False)
class Structure:
    """Phases on a regular grid.

    Parameters
    ----------
    phases : ndarray of uint8, shape (nx, ny, nz)
        Index into `names` of the phase in each voxel. Stored read-only.
    names : tuple of str
        Names of the phases.
    spacing : tuple of three floats
        Edge lengths of a voxel along x, y and z [m]; slices of an ion beam are often thicker than pixels are wide.

    Raises
    ------
    StructureError
        When the array isn't three-dimensional uint8, holds an index without a name, or lengths aren't positive.
    """

    phases: np.ndarray
    names: tuple[str, ...]
    spacing: tuple[float, float, float]

    def __post_init__(self) -> None:
        phases = self.phases
        if phases.ndim != 3 or phases.size == 0 or phases.dtype != np.uint8:
            raise StructureError(
                "a structure is a three-dimensional array of uint8; "
                f"this one has shape {phases.shape} and type {phases.dtype}."
            )
        if len(set(self.names)) != len(self.names) or not 0 < len(self.names) <= 256:
            raise StructureError(f"phases need 1 to 256 different names, not {', '.join(self.names)}.")
        if phases.max() >= len(self.names):
            raise StructureError(f"phase number {phases.max()} has no name; the names are {', '.join(self.names)}.")
        if len(self.spacing) != 3 or not all(np.isfinite(self.spacing)) or min(self.spacing) <= 0:
            raise StructureError(f"voxel edges must be three positive lengths in m, not {self.spacing}.")
        frozen = phases.view()
        frozen.flags.writeable = False
        object.__setattr__(self, "phases", frozen)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels along x, y and z."""
        nx, ny, nz = self.phases.shape
        return nx, ny, nz

    @property
    def size(self) -> tuple[float, float, float]:
        """Edge lengths of the whole block [m]."""
        lx, ly, lz = (n * h for n, h in zip(self.shape, self.spacing, strict=True))
        return lx, ly, lz

    @property
    def counts(self) -> dict[str, int]:
        """Number of voxels of each phase."""
        return {name: int(np.count_nonzero(self.phases == number)) for number, name in enumerate(self.names)}

    @property
    def fractions(self) -> dict[str, float]:
        """Volume fraction of each phase."""
        return {name: count / self.phases.size for name, count in self.counts.items()}

    def index(self, name: str) -> int:
        """Return the number of the phase `name` in `phases`; StructureError if there is none."""
        if name not in self.names:
            nearest = nearest_names(name, self.names)
            hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
            raise StructureError(f"there is no phase '{name}'; the phases are {', '.join(self.names)}.{hint}")
        return self.names.index(name)

    def chosen(self, names: str | Iterable[str]) -> np.ndarray:
        """Return for each phase whether it is one of `names`; StructureError if a name is unknown."""
        return self.per_phase(dict.fromkeys([names] if isinstance(names, str) else names, True), False)

    def mask(self, names: str | Iterable[str]) -> np.ndarray:
        """Return a boolean array, true where the phase is one of `names`."""
        return self.chosen(names)[self.phases]

    def per_phase(self, values: Mapping[str, float | bool], otherwise: float | bool) -> np.ndarray:
        """Return `values` as an array in the order of `names`; `otherwise` for phases that aren't mentioned.

        Raises
        ------
        StructureError
            When a name isn't a phase of this structure.
        """
        table = np.full(len(self.names), otherwise)
        for name, value in values.items():
            table[self.index(name)] = value
        return table


def axis_number(axis: str) -> int:
    """Return the array axis for ``x``, ``y`` or ``z``; StructureError otherwise."""
    if axis not in AXES:
        raise StructureError(f"an axis must be x, y or z, not '{axis}'.")
    return AXES.index(axis)
