"""The cell as layers with mass and thickness."""

from brimstone.stack.layers import Stack, StackLayer, build_stack
from brimstone.stack.mechanics import Mechanics, build_mechanics
from brimstone.stack.package import Package, Part, build_package
from brimstone.stack.thermal import Thermal, build_body, build_thermal

__all__ = [
    "Mechanics",
    "Package",
    "Part",
    "Stack",
    "StackLayer",
    "Thermal",
    "build_body",
    "build_mechanics",
    "build_package",
    "build_stack",
    "build_thermal",
]
