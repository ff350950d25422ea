"""Measured numbers next to computed ones."""

import math
from collections.abc import Sequence

from brimstone._records import nominal, record
from brimstone.constants import HOUR, MAH_CM2, MAH_G
from brimstone.recipe import Reported
from brimstone.recipe.values import Rate
from brimstone.result.figures import Figure
from brimstone.result.run import Run
from brimstone.result.step import Step

_SAME_RATE = 0.02  # relative; papers round their rates
_SAME_TEMPERATURE = 1.0  # [K]


@record
class Comparison:
    """One reported number and what the run says to it.

    Attributes
    ----------
    reported : Reported
        As written in the recipe.
    quantity : str
        ``"capacity"`` or ``"mean voltage"``.
    unit : str
        In which `measured` and `computed` are given: ``"mAh/g"``, ``"mAh/cm2"`` or ``"V"`` (against Li/Li+).
    measured : float
    rate : float
        C-rate of the measurement, NaN when none is given.
    step : Step or None
        The step it is compared with.
    computed : Figure or None
    reason : str
        Why there is nothing to compare with; empty otherwise.
    """

    reported: Reported
    quantity: str
    unit: str
    measured: float
    rate: float
    step: Step | None
    computed: Figure | None
    reason: str

    @property
    def ratio(self) -> Figure | None:
        """Computed over measured."""
        return None if self.computed is None else self.computed.times(1 / self.measured)

    @property
    def inside(self) -> bool | None:
        """Whether the measured number lies in the 80 % interval; None without either."""
        if self.computed is None or self.computed.low is None or self.computed.high is None:
            return None
        return self.computed.low <= self.measured <= self.computed.high

    def areal_charge(self, run: Run) -> float:
        """The measured capacity per area [C/m2]."""
        if self.unit == "mAh/cm2":
            return self.measured * MAH_CM2
        return self.measured * MAH_G * nominal(run.steps[0].amounts.mass(self.reported.per))


def comparison(run: Run, *, any_cycle: bool = False) -> list[Comparison]:
    """All numbers reported in the recipe, each with the computed one where the protocol has its rate.

    A number is compared with the first step of its direction whose current is within 2 % of its rate, in the cycle it
    belongs to (or, with `any_cycle`, in the first there is); one measured at another temperature is not compared.
    """
    rows = []
    for reported in run.recipe.reported:
        current = _current(run, reported.rate)
        rate = current * HOUR / nominal(run.cell.theoretical_charge) if current else math.nan
        step, reason = _counterpart(run, reported, current, any_cycle)
        if reported.capacity is not None:
            areal = reported.capacity.kind == "areal charge"
            unit, scale = ("mAh/cm2", MAH_CM2) if areal else ("mAh/g", MAH_G)
            figure = None if step is None else (step.charge if areal else step.capacity(reported.per)).times(1 / scale)
            if figure is not None and not math.isfinite(figure.value):
                step, figure, reason = None, None, f"there is no mass of {reported.per} in this cell"
            measured = reported.capacity.si / scale
            rows.append(Comparison(reported, "capacity", unit, measured, rate, step, figure, reason))
        if reported.mean_voltage is not None:
            measured = reported.mean_voltage.si + run.recipe.reference_potential
            figure = None if step is None else step.mean_voltage
            rows.append(Comparison(reported, "mean voltage", "V", measured, rate, step, figure, reason))
    return rows


def same_temperature(run: Run, reported: Reported) -> bool:
    """Whether it was measured at the temperature of the run, the default."""
    return reported.temperature is None or abs(reported.temperature.si - run.cell.temperature) <= _SAME_TEMPERATURE


def _current(run: Run, rate: Rate | None) -> float:
    """Magnitude of a rate as a current density [A/m2]; zero without a rate."""
    if rate is None:
        return 0.0
    factors = {
        "C": nominal(run.cell.theoretical_charge) / HOUR,
        "specific current": nominal(run.cell.active_mass),
        "current density": 1.0,
    }
    return rate.si * factors[rate.kind]


def _counterpart(run: Run, reported: Reported, current: float, any_cycle: bool) -> tuple[Step | None, str]:
    """The step that a reported number belongs to, or why there is none."""
    if not current:
        return None, "no rate is given with it"
    if reported.temperature is not None and not same_temperature(run, reported):
        return None, f"measured at {reported.temperature.si - 273.15:.0f} °C, not the temperature of this run"
    steps = [step for step in run.shown if step.instruction.kind == reported.direction]
    steps = [step for step in steps if abs(abs(step.instruction.current) / current - 1.0) <= _SAME_RATE]
    if not steps:
        return None, f"the protocol has no {reported.direction} at this rate"
    cycle = reported.cycle or min(max(1, step.instruction.turn) for step in steps)  # of rates in cycles, the first
    steps = [step for step in steps if any_cycle or max(1, step.instruction.turn) == cycle]
    if not steps:
        return None, f"the protocol has no cycle {cycle} at this rate"
    if not steps[0].solved:
        return None, f"the step failed: {steps[0].stop_reason}"
    return steps[0], ""


def spread(rows: Sequence[Comparison]) -> tuple[float, float, float] | None:
    """Geometric mean, lowest and highest of computed over measured capacity; None when nothing is compared."""
    ratios = [row.ratio.value for row in rows if row.quantity == "capacity" and row.ratio is not None]
    ratios = [ratio for ratio in ratios if ratio > 0.0]
    if not ratios:
        return None
    return math.exp(math.fsum(map(math.log, ratios)) / len(ratios)), min(ratios), max(ratios)
