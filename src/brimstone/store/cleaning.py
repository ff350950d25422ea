"""What may go: by age, by number, by size, and what is damaged; nothing is ever removed unasked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from brimstone.constants import DAY
from brimstone.errors import StoreError, UnitError
from brimstone.store.kept import Kept
from brimstone.store.store import Store
from brimstone.units import parse

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


@dataclass(frozen=True)
class Cleaning:
    """What to remove; the oldest go first.

    Attributes
    ----------
    older_than : float or None
        Age [s].
    most : int or None
        How many may stay.
    quota : int or None
        Bytes that may stay.
    damaged : bool
        Whether what can't be read any more goes.
    names : tuple of str
        That go in any case.
    """

    older_than: float | None = None
    most: int | None = None
    quota: int | None = None
    damaged: bool = False
    names: tuple[str, ...] = ()

    def chosen(self, store: Store, now: datetime | None = None) -> list[Kept]:
        """What would be removed. What seems to come from the future, after a jump of the clock, has no age."""
        now = now or datetime.now(UTC)
        entries = store.entries()
        gone = {store.entry(name).name for name in self.names}
        if self.damaged:
            gone |= {kept.name for kept in entries if store.damage(kept)}
        if self.older_than is not None:
            gone |= {kept.name for kept in entries if _age(kept, now) > self.older_than}
        left = [kept for kept in entries if kept.name not in gone]
        if self.most is not None:
            gone |= {kept.name for kept in left[: max(0, len(left) - self.most)]}
        if self.quota is not None:
            gone |= set(_beyond([one for one in left if one.name not in gone], store, self.quota))
        return [kept for kept in entries if kept.name in gone]


def _beyond(entries: Sequence[Kept], store: Store, quota: int) -> list[str]:
    sizes: Mapping[str, int] = {kept.name: store.size_of(kept) for kept in entries}
    total, gone = sum(sizes.values()), []
    for kept in entries:
        if total <= quota:
            break
        gone.append(kept.name)
        total -= sizes[kept.name]
    return gone


def _age(kept: Kept, now: datetime) -> float:
    try:
        created = datetime.fromisoformat(kept.created)
        return (now - created).total_seconds()
    except (ValueError, TypeError):
        return 0.0


def read_age(words: str) -> float:
    """An age such as ``30 d``, ``12 h`` or ``2 weeks`` [s].

    Raises
    ------
    StoreError
        When it is none.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(d|days?|w|weeks?)\s*", words)
    if match is not None:
        return float(match[1]) * (7 * DAY if match[2][0] == "w" else DAY)
    try:
        age = float(parse(words, "time").si)
    except UnitError:
        age = -1.0
    if age < 0.0:
        raise StoreError(f"'{words}' is no age; expected one such as 30 d, 12 h or 2 weeks")
    return age


def read_size(words: str) -> int:
    """A size such as ``2 GB`` in bytes.

    Raises
    ------
    StoreError
        When it is none.
    """
    match = _SIZE.fullmatch(words)
    if match is None or match[2].upper() not in _UNITS:
        raise StoreError(f"'{words}' is no size; expected one such as 500 MB or 2 GB")
    return int(float(match[1]) * _UNITS[match[2].upper()])
