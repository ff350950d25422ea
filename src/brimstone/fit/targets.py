"""What predictions are held to, and what is told of the numbers that miss it.

``targets.yaml`` has the figures that are demanded of sets of numbers. A single number that counts is held to the factor
`brimstone.fit.validate.FAR`, and none that was reported above 300 mAh/g may come out below 50. Whatever misses is told
with the likely reason and the experiment that would settle it: that of a set beside its target, that of a number beside
the reported one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from brimstone._records import record
from brimstone.fit.reported import Account, read_account
from brimstone.fit.statistics import Score
from brimstone.fit.validate import Anchored, Compared, Validation

_FILE = Path(__file__).with_name("targets.yaml")

#: Factor within which a number is not off, so that nothing is to be told of it; between that and `FAR` it may be.
NEAR = 1.2
#: Share of a bound by which a figure has to be within it before nothing is to be told of it.
CLEARLY = 0.1

CAPACITIES, ONE_ANCHOR = "discharge capacities", "other rates of a cell with one anchor"


@dataclass(frozen=True)
class Target:
    """What a figure of a set of numbers has to be.

    Attributes
    ----------
    of : str
        `CAPACITIES`, `ONE_ANCHOR`, or the name of a cell.
    anchor : str
        Rate of the point that is given of that cell; empty for sets.
    figure : str
        One of `FIGURES`, or ``"largest error"`` for a cell.
    least, most : float
        Bounds of the figure, infinite where there is none [as the figure].
    account : Account or None
        What is told while it is not reached.
    """

    of: str
    anchor: str
    figure: str
    least: float
    most: float
    account: Account | None


#: Figures of a set: name -> field of `Score`.
FIGURES = {
    "median error": "median_error",
    "rank correlation": "rank_correlation",
    "share held": "coverage",
    "high over low": "width",
    "dead": "dead",
}


@record
class Aim:
    """A target and the figure as it is.

    Attributes
    ----------
    target : Target
    value : float
    """

    target: Target
    value: float

    @property
    def reached(self) -> bool:
        """Whether the figure is within its bounds."""
        return self.target.least <= self.value <= self.target.most

    @property
    def clearly_reached(self) -> bool:
        """Whether it will stay so when constants are fitted anew."""
        return self.target.least * (1.0 + CLEARLY) <= self.value <= self.target.most * (1.0 - CLEARLY)


@record
class Missed:
    """Figures or numbers that miss what is demanded, for the same reason.

    Attributes
    ----------
    aims : tuple of Aim
    rows : tuple of Compared
    account : Account or None
        None where no reason is told yet.
    """

    aims: tuple[Aim, ...]
    rows: tuple[Compared, ...]
    account: Account | None


def read_targets(path: Path = _FILE) -> tuple[Target, ...]:
    """Read the targets.

    Raises
    ------
    LibraryError
        Where an account lacks its reason or its experiment.
    """
    return tuple(
        Target(
            entry["of"],
            entry.get("anchor", ""),
            entry["figure"],
            float(entry.get("at_least", -math.inf)),
            float(entry.get("at_most", math.inf)),
            read_account(entry.get("account"), f"{path.name}: {entry['of']}"),
        )
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def aims(validation: Validation, targets: Sequence[Target] | None = None) -> list[Aim]:
    """The figures that targets are about; sets of numbers of a single paper have none."""
    found = []
    for target in read_targets() if targets is None else targets:
        value = _figure(validation, target)
        if value is not None:
            found.append(Aim(target, value))
    return found


def _figure(validation: Validation, target: Target) -> float | None:
    if target.anchor:
        errors = [_error(one) for one in validation.anchored if _is_of(one, target)]
        return max(errors) if errors else None
    score = _score(validation, target.of)
    return None if score is None else float(getattr(score, FIGURES[target.figure]))


def _score(validation: Validation, of: str) -> Score | None:
    if len({row.cell.paper for row in validation.capacities}) < 2:
        return None
    if of == CAPACITIES:
        return validation.headline()
    return validation.with_one_anchor() if validation.anchored else None


def _is_of(one: Anchored, target: Target) -> bool:
    return f"{one.cell.paper}: {one.cell.name}" == target.of and one.anchor == target.anchor


def _error(one: Anchored) -> float:
    return abs(one.computed.value / one.measured - 1.0)


def missed(validation: Validation, targets: Sequence[Target] | None = None) -> list[Missed]:
    """Targets of sets that are not reached, then numbers that are off, those of one reason together."""
    off_aims = [aim for aim in aims(validation, targets) if not aim.reached]
    by_account: dict[Account | None, tuple[list[Aim], list[Compared]]] = {}
    for aim in off_aims:
        by_account.setdefault(aim.target.account, ([], []))[0].append(aim)
    for row in off_rows(validation):
        by_account.setdefault(row.account, ([], []))[1].append(row)
    return [Missed(tuple(of_sets), tuple(rows), account) for account, (of_sets, rows) in by_account.items()]


def off_rows(validation: Validation) -> list[Compared]:
    """Numbers that count and are off by more than `FAR`, and all of cells that work and are computed not to."""
    return [row for row in validation.rows if row.dead or (row.scored and row.is_far)]


def outdated(validation: Validation, targets: Sequence[Target] | None = None) -> Iterator[str]:
    """What is told as not reached and is reached, in words."""
    for aim in aims(validation, targets):
        if aim.clearly_reached and aim.target.account is not None:
            yield f"{aim.target.figure} of {aim.target.of}"
    told: dict[Account, list[Compared]] = {}
    for row in validation.rows:
        if row.account is not None:
            told.setdefault(row.account, []).append(row)
    for rows in told.values():
        if all(row.error < math.log(NEAR) for row in rows):
            yield f"{rows[0].kind} of {rows[0].cell.paper}: {rows[0].condition}"
