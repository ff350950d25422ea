"""Runs that last: kept whole or not at all, found again by what they rest on, open to SQL."""

from brimstone.store.checkpoints import Checkpoints
from brimstone.store.identity import identity
from brimstone.store.kept import Kept
from brimstone.store.store import Store

__all__ = ["Checkpoints", "Kept", "Store", "identity"]
