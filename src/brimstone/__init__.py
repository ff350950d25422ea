"""Brimstone: what a solid-state lithium-sulfur cell will do, from its recipe."""

__version__ = "0.1.0"
