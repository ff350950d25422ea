"""The limits of an anode against what the protocol asks of it."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.interface import Wetting
from brimstone.model.lithium import LIMITS, AnodeLimits, time_through, time_to_short
from brimstone.model.surroundings import Around
from brimstone.result import Demand, Figure, Lithium, Step, Wetted
from brimstone.result.lithium import Recharge
from brimstone.solver.interface import NOT_RUN, SHORT_CIRCUIT


def lithium_of(limits: AnodeLimits, wetting: Wetting | None, steps: Sequence[Step], members: int) -> Lithium:
    """What the limits of an anode mean for the steps of a run, and how it was wetted."""
    figures = {name: Figure.of(current, unit="A/m2") for name, current in limits.currents.items()}
    least = np.minimum.reduce(list(limits.currents.values())) if figures else np.full(members, np.nan)
    demands = tuple(
        demand for direction in ("discharge", "charge") if (demand := _demand(direction, limits, steps)) is not None
    )
    passed = [step.curve.current for step in steps if step.curve.current.size]
    charged, discharged = (max((float(np.max(way * one)) for one in passed), default=0.0) for way in (-1.0, 1.0))
    cycled = charged if charged > 0.0 else max(discharged, 0.0)  # a cell may be short-circuited before it is charged
    short = time_to_short(limits.around, limits.pressure or 0.0, cycled)
    return Lithium(
        limits=figures,
        critical_current=Figure.of(least, unit="A/m2") if figures else None,
        limited_by=min(figures, key=lambda name: figures[name].value) if figures else None,
        time_to_short=None if short is None else _time(short),
        stiffness_ratio=_figure(limits.stiffness_ratio),
        contact_left=_contact_left(steps),
        demands=demands,
        pressure=limits.pressure,
        shorted=any(step.status == SHORT_CIRCUIT for step in steps),
        flaw_pressure=_figure(limits.flaw_pressure, "Pa"),
        consequences={name: LIMITS[name][1] for name in figures},
        critical_currents=least,
        wetting=None if wetting is None else _wetted(wetting),
        recharge=_recharge(limits, steps),
    )


def _recharge(limits: AnodeLimits, steps: Sequence[Step]) -> Recharge | None:
    """A charge that the nominal member did not survive; without any, one back at a discharge's current."""
    ran = [step for step in steps if step.status != NOT_RUN and not step.pulse]
    charges = [step for step in ran if step.instruction.kind == "charge"]  # those between rates, too
    for step in charges:
        if step.status == SHORT_CIRCUIT:
            return Recharge(abs(step.instruction.current), step.instruction.label, step.duration, None)
    back = [] if charges else [step for step in ran if step.instruction.kind == "discharge" and step.solved]
    for step in sorted(back, key=lambda step: abs(step.instruction.current)):
        current, charge = abs(step.instruction.current), step.charge.value
        through = time_through(limits.around, limits.around[:, Around.initial_pressure], current)
        if through is not None and nominal(through) * current < charge:
            return Recharge(current, step.instruction.label, nominal(through), charge / current)
    return None


def _wetted(of: Wetting) -> Wetted:
    return Wetted(of.on, Figure.of(of.adhesion, unit="J/m2"), Figure.of(of.angle, unit="rad"), Figure.of(of.filled))


def _demand(direction: str, limits: AnodeLimits, steps: Sequence[Step]) -> Demand | None:
    """The largest current in a direction, with the least limit there; None without either."""
    sign = 1.0 if direction == "discharge" else -1.0
    there = {name: current for name, current in limits.currents.items() if LIMITS[name][0] in (direction, "both")}
    largest = [(float(np.max(sign * step.curve.current)), step) for step in steps if step.curve.current.size]
    if not there or not largest:
        return None
    current, step = max(largest, key=lambda one: one[0])
    if current <= 0.0:
        return None
    least = min(there, key=lambda name: nominal(there[name]))
    limit = Figure.of(np.minimum.reduce(list(there.values())), unit="A/m2")
    return Demand(direction, current, step.instruction.label, least, limit)


def _contact_left(steps: Sequence[Step]) -> float | None:
    """Least share that voids left of the contact between anode and electrolyte, nominal member."""
    left = [float(np.min(step.outside.contact_left)) for step in steps if step.outside.contact_left.size]
    return min(left, default=None)


def _time(members: np.ndarray) -> Figure | None:
    """A time with its interval; None where it is endless in the nominal member."""
    return Figure.of(members, np.isfinite(members), "s") if np.isfinite(members[0]) else None


def _figure(members: np.ndarray | None, unit: str = "") -> Figure | None:
    return None if members is None else Figure.of(members, unit=unit)
