"""Rows carried out: each claim with what is computed, its interval and its distance from what is outside."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from brimstone.design.polymers import pareto_front, polymer_electrolytes
from brimstone.design.process import class_limits, readiness
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.library.tables import instruments, processes
from brimstone.result.figures import INTERVAL
from brimstone.verify._cells import make
from brimstone.verify._expression import evaluate
from brimstone.verify.joint import Agreement, agreement
from brimstone.verify.row import Claim, Joint, Row, bases


@dataclass(frozen=True)
class Finding:
    """What came of a claim.

    Attributes
    ----------
    claim : Claim
    computed : float
        In the unit of the claim; of a list the member that is farthest off.
    low, high : float or None
        Ends of the 80 % interval.
    expected : float
        The outside number, or the limit.
    passed : bool
    words : str
        What is computed, every member of a list.
    values : tuple of float
        The same as numbers; of an ensemble the nominal one.
    """

    claim: Claim
    computed: float
    low: float | None
    high: float | None
    expected: float
    passed: bool
    words: str
    values: tuple[float, ...] = ()

    @property
    def demand(self) -> str:
        """What has to come out, in words."""
        return _demand(self.claim, self.expected)

    @property
    def distance(self) -> str:
        """How far off it is, in words; empty when it holds."""
        return "" if self.passed else self.apart

    @property
    def apart(self) -> str:
        """What is computed against what is outside, in words, whether it holds or not."""
        if self.claim.holds:
            return "does not hold"
        if not math.isfinite(self.computed):
            return "is no number"
        if self.passed and math.isclose(self.computed, self.expected, rel_tol=5e-4, abs_tol=1e-12):
            return "none"
        if self.computed > 0.0 and self.expected > 0.0 and self.claim.within is None:
            ratio = self.computed / self.expected
            if ratio == 1.0:
                return "interval too wide"
            where = ("above it", "below it") if self.passed else ("too high", "too low")
            return f"{_times(ratio)} {where[ratio < 1.0]}"
        return f"off by {self.computed - self.expected:+.3g} {self.claim.unit}".strip()


#: What came of a claim or of a joint comparison.
Found = Finding | Agreement


@dataclass(frozen=True)
class Outcome:
    """What came of a row.

    Attributes
    ----------
    row : Row
    findings : tuple of Finding
        In the order of the claims; those before the one that could not be computed.
    joint : tuple of Agreement
        In the order of the joint comparisons.
    problem : str
        Why a claim could not be computed; empty when all were.
    seconds : float
        Time of a core.
    """

    row: Row
    findings: tuple[Finding, ...]
    problem: str = ""
    seconds: float = field(default=0.0, compare=False)
    joint: tuple[Agreement, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every claim holds, and every joint comparison."""
        return not self.problem and all(one.passed for one in self.found)

    @property
    def found(self) -> list[Found]:
        """What came of all that is compared, joint comparisons last."""
        return [*self.findings, *self.joint]

    @property
    def decisive(self) -> Finding | None:
        """The first claim that does not hold, else the first."""
        failed = [finding for finding in self.findings if not finding.passed]
        return next(iter([*failed, *self.findings]), None)

    @property
    def distance(self) -> str:
        """How far off the row is, claim by claim, in words."""
        off = [f"{one.claim.what}: {one.distance}" for one in self.findings if not one.passed]
        off += [f"{one.joint.what}: {one.apart}" for one in self.joint if not one.passed]
        return "; ".join([*off, *([self.problem] if self.problem else [])])


def check(row: Row, library: Library | None = None, enough: Callable[[Found, int], bool] | None = None) -> Outcome:
    """Carry out a row; one that can't be carried out has failed, with the reason.

    Parameters
    ----------
    row : Row
    library : Library, optional
        The one of the package by default.
    enough : callable, optional
        Takes a finding and the place of its claim, joint comparisons after the claims; what comes after one for which
        it is true is left out.
    """
    started = time.process_time()
    library = library or load_library()
    findings: list[Finding] = []
    joint: list[Agreement] = []
    problem = ""
    try:
        with np.errstate(all="ignore"):
            names = {**_tables(library), **make(row.cells, bases(), library)}
            for name, text in row.values.items():
                names[name] = evaluate(text, names)
            compared: list[Claim | Joint] = [*row.claims, *row.joint]
            for place, claim in enumerate(compared):
                found: Found
                if isinstance(claim, Claim):
                    findings.append(found := _finding(claim, names))
                else:
                    joint.append(found := agreement(claim, evaluate(claim.of, names)))
                if enough is not None and enough(found, place):
                    break
    except (BrimstoneError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as refusal:
        problem = f"could not be computed: {refusal}"
    return Outcome(row, tuple(findings), problem, time.process_time() - started, tuple(joint))


def _tables(library: Library) -> dict[str, Any]:
    """What commands list, for rows to read."""
    return {
        "library": library,
        "classes": _Lazy(lambda: {one.name: one for one in class_limits(library)}),
        "scores": _Lazy(lambda: {one.strategy.name: one.score for one in readiness(library)}),
        "polymers": _Lazy(lambda: polymer_electrolytes(library)),
        "front": _Lazy(lambda: pareto_front(polymer_electrolytes(library))),
        "processes": _Lazy(lambda: {one.name: one for one in processes()}),
        "instruments": _Lazy(lambda: {one.name: one for one in instruments()}),
    }


@dataclass(frozen=True)
class _Lazy:
    """A table that is made when a row calls it."""

    make: Callable[[], Any]

    def __call__(self) -> Any:
        return self.make()


def _finding(claim: Claim, names: Mapping[str, Any]) -> Finding:
    value = evaluate(claim.of, names)
    if claim.holds:
        truth = bool(np.all(value))
        return Finding(claim, float(truth), None, None, 1.0, truth, "true" if truth else "not true")
    limits = {name: _limit(getattr(claim, name), names) for name in ("equals", "above", "below")}
    values = np.atleast_1d(np.asarray(value, dtype=float))
    if claim.spread is not None:
        return _uncertain(claim, values, limits)
    words = _numbers(values, claim.unit)
    if claim.rises is not None or claim.falls is not None:
        least = claim.rises if claim.rises is not None else claim.falls or 1.0
        ordered = values if claim.rises is not None else values[::-1]
        ratio = float(np.min(ordered[1:] / ordered[:-1]))
        inside = bool(np.all(ordered >= 0.0)) and (ratio > least if least == 1.0 else ratio >= least)
        return Finding(claim, ratio, None, None, least, inside, words, tuple(values))
    worst = max(values, key=lambda one: _off(claim, one, limits))
    expected = next(limit for limit in _nearest(worst, limits) if limit is not None)
    return Finding(claim, float(worst), None, None, expected, _off(claim, worst, limits) <= 1.0, words, tuple(values))


def _uncertain(claim: Claim, members: np.ndarray, limits: Mapping[str, float | None]) -> Finding:
    low, high = (float(end) for end in np.nanquantile(members[1:], INTERVAL))
    nominal = float(members[0])
    expected = next(limit for limit in _nearest(nominal, limits) if limit is not None)
    passed = _off(claim, nominal, limits) <= 1.0 and high <= (claim.spread or math.inf) * low
    if limits["equals"] is not None:
        passed = passed and low <= limits["equals"] <= high
    words = f"{nominal:.4g} ({low:.3g} to {high:.3g}) {claim.unit}".rstrip()
    return Finding(claim, nominal, low, high, expected, passed, words, (nominal,))


def _times(ratio: float) -> str:
    """How far two numbers are apart: by a share of the one outside where that is small, else by a factor."""
    off = max(ratio, 1.0 / ratio)
    return f"{100.0 * abs(ratio - 1.0):.2g} %" if off < 1.095 else f"{off:.3g} times"


def _limit(written: float | str | None, names: Mapping[str, Any]) -> float | None:
    return float(evaluate(written, names)) if isinstance(written, str) else written


def _nearest(value: float, limits: Mapping[str, float | None]) -> list[float | None]:
    """The outside number if there is one, else the limit nearer to being broken."""
    above, below = limits["above"], limits["below"]
    if above is not None and below is not None and abs(value - below) < abs(value - above):
        return [limits["equals"], below]
    return [limits["equals"], above, below]


def _off(claim: Claim, value: float, limits: Mapping[str, float | None]) -> float:
    """Distance in units of what is allowed: up to 1 it holds."""
    if not math.isfinite(value):
        return math.inf
    worst = 0.0
    target, above, below = limits["equals"], limits["above"], limits["below"]
    if target is not None:
        if claim.factor is not None:
            ratio = value / target if value * target > 0.0 else math.inf
            worst = abs(math.log(ratio)) / math.log(claim.factor) if math.isfinite(ratio) else math.inf
        else:
            allowed = claim.within or 0.0
            worst = abs(value - target) / allowed if allowed else (0.0 if value == target else math.inf)
    if above is not None and value <= above:
        worst = max(worst, 2.0 + above - value)
    if below is not None and value >= below:
        worst = max(worst, 2.0 + value - below)
    return worst


def _numbers(values: Sequence[float] | np.ndarray, unit: str) -> str:
    return f"{', '.join(f'{one:.4g}' for one in values)} {unit}".rstrip()


def _demand(claim: Claim, expected: float) -> str:
    if claim.holds:
        return "that it is true"
    if claim.rises is not None or claim.falls is not None:
        word = "rises" if claim.rises is not None else "falls"
        least = claim.rises if claim.rises is not None else claim.falls
        return f"{word} from each to the next" + (
            f", by a factor of {least:g} at least" if (least or 1.0) > 1.0 else ""
        )
    parts = []
    if claim.equals is not None:
        near = f"within a factor of {claim.factor:g}" if claim.factor else f"within {claim.within or 0.0:g}"
        parts.append(f"{expected:.4g} {claim.unit}".rstrip() + f", {near}")
    for word in ("above", "below"):
        limit = getattr(claim, word)
        if limit is not None:
            parts.append(f"{word} {limit if isinstance(limit, str) else f'{limit:.4g}'} {claim.unit}".rstrip())
    if claim.spread is not None:
        parts.append(f"inside the 80 % interval, its ends at most {claim.spread:g} times apart")
    return "; ".join(parts)
