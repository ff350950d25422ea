"""The rules of the lab: a recipe held against the library before anything is computed."""

from brimstone.inspect.check import check

__all__ = ["check"]
