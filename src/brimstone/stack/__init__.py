"""The cell as layers with mass and thickness."""

from brimstone.stack.layers import Layer, Stack, build_stack

__all__ = ["Layer", "Stack", "build_stack"]
