"""The recorded state of every row: green, or red with its distance, the reason, and what would settle it.

``python -m brimstone.verify`` carries out all rows and mutations and writes the file anew; reasons stay. A red
row without a reason is filled in by hand.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from brimstone.verify.checking import Outcome
from brimstone.verify.row import rows

FILE = Path(__file__).parent / "state.yaml"
_HEAD = "# The state of every row, as last recorded; reasons and what would settle a red row are written by hand.\n\n"


@dataclass(frozen=True)
class State:
    """What the repository records of a row.

    Attributes
    ----------
    green : bool
    distance, reason, settles : str
        Of a red row.
    mutations : mapping of str to bool
        By name whether the row turned red.
    seconds : float
        Time of a core that the row took.
    """

    green: bool
    distance: str = ""
    reason: str = ""
    settles: str = ""
    mutations: Mapping[str, bool] = field(default_factory=dict)
    seconds: float = 0.0


@functools.cache
def recorded() -> Mapping[str, State]:
    """The recorded states by the id of the row."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(FILE.read_text(encoding="utf-8"), loader) if FILE.is_file() else {}
    return {name: State(**entry) for name, entry in (content or {}).items()}


def write(outcomes: Iterable[Outcome], mutations: Mapping[str, Mapping[str, bool]]) -> None:
    """Record these outcomes and mutations; rows that are not among them stay as they are."""
    states = dict(recorded())
    for outcome in outcomes:
        name = outcome.row.id
        known = states.get(name, State(outcome.passed))
        states[name] = State(
            green=outcome.passed,
            distance=outcome.distance,
            reason="" if outcome.passed else known.reason,
            settles="" if outcome.passed else known.settles,
            mutations=mutations.get(name, known.mutations),
            seconds=round(outcome.seconds, 1),
        )
    entries = {row.id: _entry(states[row.id]) for row in rows() if row.id in states}
    FILE.write_text(_HEAD + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    recorded.cache_clear()


def _entry(state: State) -> dict[str, object]:
    entry: dict[str, object] = {"green": state.green}
    if not state.green:
        entry |= {"distance": state.distance, "reason": state.reason, "settles": state.settles}
    return entry | {"mutations": dict(state.mutations), "seconds": state.seconds}
