"""The cell as layers with mass and thickness."""

from brimstone.stack.layers import Layer, Stack, build_stack
from brimstone.stack.mechanics import Mechanics, build_mechanics

__all__ = ["Layer", "Mechanics", "Stack", "build_mechanics", "build_stack"]
