"""Names that moved keep working for two releases, with a warning that says where they are now."""

import importlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any


def moved_names(module: str, moved: Mapping[str, str]) -> Callable[[str], Any]:
    """A module's ``__getattr__`` for names that it no longer has.

    Parameters
    ----------
    module : str
        Name of the module that had them.
    moved : mapping of str to str
        Name as it was -> where it is now: ``module`` or ``module:name``.

    Returns
    -------
    callable
        Returns the object from its new place and warns; raises AttributeError for any other name.
    """

    def lookup(name: str) -> Any:
        if name not in moved:
            raise AttributeError(f"module '{module}' has no attribute '{name}'")
        place, _, inner = moved[name].partition(":")
        warnings.warn(
            f"{module}.{name} is now {moved[name].replace(':', '.')}; the old name goes after two releases",
            DeprecationWarning,
            stacklevel=2,
        )
        thing = importlib.import_module(place)
        return getattr(thing, inner) if inner else thing

    return lookup
