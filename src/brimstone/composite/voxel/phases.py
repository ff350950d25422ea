"""Each phase of a segmented image as the only conductor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brimstone.composite.voxel.conduction import Conduction, conduct
from brimstone.composite.voxel.connectivity import connection
from brimstone.composite.voxel.structure import AXES, Structure

_ALL_AXES = 5_000_000  # voxels up to which conduction is solved along all axes, and not along x alone


@dataclass(frozen=True)
class PhaseConduction:
    """One phase as the only conductor.

    Attributes
    ----------
    name : str
    fraction : float
        Volume fraction.
    connected : float
        Share of the phase in a path through the image.
    along : mapping of str to Conduction
        By axis.
    """

    name: str
    fraction: float
    connected: float
    along: Mapping[str, Conduction]


def conduction_by_phase(structure: Structure) -> Iterator[PhaseConduction]:
    """Conduction through each phase alone, along all axes, or along x through a large structure."""
    axes = AXES if structure.phases.size <= _ALL_AXES else AXES[:1]
    for name in structure.names:
        along = {axis: conduct(structure, {name: 1.0}, axis) for axis in axes}
        yield PhaseConduction(name, structure.fractions[name], connection(structure, name).through, along)
