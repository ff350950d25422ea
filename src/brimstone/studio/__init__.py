"""The live page: a cell on one side, what it does on the other. It needs the extra ``studio``."""

from brimstone.studio.serve import serve

__all__ = ["serve"]
