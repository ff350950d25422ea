"""The voxel model: voxel composites and conduction through them."""

from brimstone.composite.voxel.conduction import Conduction, conduct
from brimstone.composite.voxel.connectivity import Connection, connection
from brimstone.composite.voxel.generate import Blobs, Coating, Fibres, Mixing, Sheets, Spheres, generate
from brimstone.composite.voxel.image import read_image
from brimstone.composite.voxel.measure import (
    STAIRCASE_AREA,
    STAIRCASE_LINE,
    SizeStatistics,
    interface_area,
    mark_isolated,
    reachable_fraction,
    representative_size,
    representative_volume,
    triple_phase_length,
)
from brimstone.composite.voxel.structure import Structure

__all__ = [
    "STAIRCASE_AREA",
    "STAIRCASE_LINE",
    "Blobs",
    "Coating",
    "Conduction",
    "Connection",
    "Fibres",
    "Mixing",
    "Sheets",
    "SizeStatistics",
    "Spheres",
    "Structure",
    "conduct",
    "connection",
    "generate",
    "interface_area",
    "mark_isolated",
    "reachable_fraction",
    "read_image",
    "representative_size",
    "representative_volume",
    "triple_phase_length",
]
