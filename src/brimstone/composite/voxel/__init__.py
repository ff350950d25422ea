"""The voxel tier: composites made of voxels, conduction through them, and their pictures."""

from brimstone.composite.voxel.colours import part_colours, phase_colours
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
from brimstone.composite.voxel.mesh import interactive_figure
from brimstone.composite.voxel.pictures import block_picture, conduction_picture, slice_picture
from brimstone.composite.voxel.render import render
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
    "block_picture",
    "conduct",
    "conduction_picture",
    "connection",
    "generate",
    "interactive_figure",
    "interface_area",
    "mark_isolated",
    "part_colours",
    "phase_colours",
    "reachable_fraction",
    "read_image",
    "render",
    "representative_size",
    "representative_volume",
    "slice_picture",
    "triple_phase_length",
]
