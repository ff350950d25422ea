"""Kept runs in place of recipes, and runs that are kept as they are made."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from brimstone.errors import StoreError
from brimstone.store.place import OFF, default_place, place_named

if TYPE_CHECKING:
    from brimstone.recipe import Recipe
    from brimstone.result import MeasuredRun, Run
    from brimstone.simulate import Settings
    from brimstone.store import Checkpoints, Kept, Store

KEPT = "run:"  #: before the name of a kept run, where a file of that name is in the way
_log = logging.getLogger("brimstone")


def opened(place: str | None) -> "Store":
    """The store that `place` names, or the usual one.

    Raises
    ------
    StoreError
        When it can't be read, or keeping is switched off.
    """
    from brimstone.store import Store

    folder = default_place() if place is None else place_named(place)
    if folder is None:
        raise StoreError(f"there is no store: it is set to '{OFF}'; name one with --store DIR")
    return Store(folder)


def kept_run(source: str, place: str | None = None) -> "Run | MeasuredRun | None":
    """The kept run that `source` names; None where it names a file or a cell.

    Raises
    ------
    StoreError
        When it is damaged, or ``run:NAME`` names none.
    """
    name = source.removeprefix(KEPT)
    if name == source and (":" in source or Path(source).suffix in (".yaml", ".yml") or _exists(source)):
        return None
    if name != source:
        return opened(place).load(name)
    try:
        store = opened(place)
        kept = store.entry(name)
    except StoreError:
        return None  # a file that is not there, of which its reader has more to say
    return store.load(kept.name)


def _exists(source: str) -> bool:
    try:
        return Path(source).exists()
    except OSError:
        return False


class Keeper:
    """Keeps what a command computes; where that is not possible, it says so once and the command goes on.

    Parameters
    ----------
    place : str or None
        As typed after ``--store``: a folder, or ``off``.
    what : str
        Is kept, in words.
    """

    def __init__(self, place: str | None, what: str = "the run"):
        self.what = what
        self.store: Store | None = None
        asked = place is not None
        folder = default_place() if place is None else place_named(place)
        if folder is None:
            return
        try:
            self.store = opened(str(folder))
        except StoreError as problem:
            if asked:
                raise
            _log.warning("%s is not kept: %s", self.what, problem)

    def find(self, identity: str) -> "tuple[Run | MeasuredRun, Kept] | None":
        """An equal run that is kept."""
        if self.store is None:
            return None
        try:
            kept = self.store.find(identity)
            return None if kept is None else (self.store.load(kept.name), kept)
        except StoreError:  # of a version with other data, or removed a moment ago: computed anew
            return None

    def checkpoints(self, again: bool) -> "Checkpoints":
        """Where a long run is written down as it goes; `again` forgets what was."""
        from brimstone.store import Checkpoints

        if self.store is None:
            raise ValueError("nothing is kept")
        return Checkpoints(self.store.place, again)

    def keep(self, run: "Run | MeasuredRun", settings: "Settings", identity: str, name: str) -> "Kept | None":
        """Keep a run; None where that is not possible."""
        if self.store is None:
            return None
        try:
            return self.store.keep(run, settings, identity, name)
        except StoreError as problem:
            _log.warning("%s is not kept: %s", self.what, problem)
            return None


def identity_of(recipe: "Recipe", settings: "Settings") -> str:
    """As `brimstone.store.identity`, imported when it is needed."""
    from brimstone.store import identity

    return identity(recipe, settings)
