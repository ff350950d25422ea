"""Brimstone: what a solid-state lithium-sulfur cell will do, from its recipe."""

from typing import TYPE_CHECKING, Any

from brimstone._version import __version__

if TYPE_CHECKING:
    from brimstone.cell import Cell, load

__all__ = ["Cell", "__version__", "load"]


def __getattr__(name: str) -> Any:
    # The engine is imported when it is first used, so that --help is quick.
    if name in ("Cell", "load"):
        from brimstone import cell

        return getattr(cell, name)
    raise AttributeError(f"module 'brimstone' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
