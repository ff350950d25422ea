"""Blocks of voxels drawn: pictures for a paper, and a block to turn on a page."""

from brimstone.report.blocks.colours import part_colours, phase_colours
from brimstone.report.blocks.mesh import block_data, interactive_figure
from brimstone.report.blocks.pictures import block_picture, conduction_picture, slice_picture
from brimstone.report.blocks.render import render

__all__ = [
    "block_data",
    "block_picture",
    "conduction_picture",
    "interactive_figure",
    "part_colours",
    "phase_colours",
    "render",
    "slice_picture",
]
