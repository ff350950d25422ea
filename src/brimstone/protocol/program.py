"""Translate the steps of a recipe into a sequence of cycler instructions."""

import math
from typing import Any, NamedTuple

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR
from brimstone.errors import RecipeError
from brimstone.recipe import Recipe
from brimstone.recipe.problems import path_in_words
from brimstone.recipe.protocol import Charge, Cycles, Discharge, Hold, Impedance, Pulse, Ramp, Rates, Rest
from brimstone.recipe.values import Limit, Rate, Window
from brimstone.solver.interface import CURRENT, VOLTAGE, Control

#: Safety limits for steps without a voltage limit, against Li/Li+ [V].
SAFE_WINDOW = (0.0, 5.0)
_MOST_INSTRUCTIONS = 20_000


@record
class Instruction:
    """One instruction for the cycler.

    Attributes
    ----------
    kind : str
        ``"discharge"``, ``"charge"``, ``"rest"``, ``"hold"``, ``"ramp"`` or ``"impedance"``.
    step : int
        Index of the recipe step it belongs to, from 0.
    label : str
        In the wording of the recipe, such as ``"discharge 0.5C"``.
    rate : float
        C-rate relative to the theoretical capacity of the active material; discharge positive, NaN if not applicable.
    current : float
        Current density [A/m2], discharge positive; NaN under voltage control.
    row : Control
        The instruction in the solver's form.
    cycle : int
        Counted from 1 within its step; 0 outside cycles.
    shown : bool
        Whether the recipe requested this step, as opposed to preparation for the next one.
    frequencies : tuple of float
        Of an impedance measurement, in the order requested [Hz].
    """

    kind: str
    step: int
    label: str
    rate: float
    current: float
    row: Control
    cycle: int = 0
    shown: bool = True
    frequencies: tuple[float, ...] = ()


@record
class Program:
    """All instructions of a protocol, with notes on added preparation steps."""

    instructions: tuple[Instruction, ...]
    notes: tuple[str, ...]

    @property
    def controls(self) -> np.ndarray:
        """Controls for the solver, common to all members, shape (1, instructions, columns)."""
        return np.array([[instruction.row for instruction in self.instructions]], dtype=float)


def compile_protocol(
    recipe: Recipe,
    theoretical_charge: float,
    active_mass: float,
    starts_charged: bool,
    most_charge: float = math.inf,
) -> Program:
    """Compile a recipe's protocol into instructions.

    Parameters
    ----------
    recipe : Recipe
    theoretical_charge : float
        Areal charge of the active material [C/m2]; 1C passes it in one hour.
    active_mass : float
        [kg/m2]
    starts_charged : bool
    most_charge : float
        Upper limit for a charge to a voltage [C/m2]; with a strong shuttle the voltage is never reached.

    Raises
    ------
    RecipeError
        For a step that is meaningless for this cell, or a protocol of more than 20,000 instructions.
    """
    writer = _Writer(recipe, theoretical_charge, active_mass, starts_charged, most_charge)
    for number, step in enumerate(recipe.protocol):
        writer.write(number, step)
    if len(writer.instructions) > _MOST_INSTRUCTIONS:
        raise RecipeError(
            f"expands to {len(writer.instructions)} instructions; the limit is {_MOST_INSTRUCTIONS}. "
            "Request fewer cycles.",
            "protocol",
            recipe.source,
        )
    return Program(tuple(writer.instructions), tuple(writer.notes))


class _End(NamedTuple):
    """Where a half cycle ends: at a voltage, or earlier at a charge."""

    voltage: float
    charge: Limit | None


class _Writer:
    def __init__(
        self, recipe: Recipe, theoretical_charge: float, active_mass: float, starts_charged: bool, most_charge: float
    ):
        self.recipe, self.charge, self.mass, self.most = recipe, theoretical_charge, active_mass, most_charge
        self.charged = starts_charged
        self.instructions: list[Instruction] = []
        self.notes: list[str] = []
        self.step = 0
        self.groups = 0

    def write(self, number: int, step: object) -> None:
        self.step = number
        match step:
            case Rest():
                self.rest(step.rest.si)
            case Charge():
                self.run("charge", step.charge, step.to)
            case Discharge():
                self.run("discharge", step.discharge, step.to)
            case Hold():
                self.hold(step)
            case Rates():
                self.rates(step)
            case Cycles():
                self.cycles(step)
            case Ramp():
                self.ramp(step)
            case Pulse():
                self.pulses(step)
            case Impedance():
                self.impedance(step)

    @property
    def place(self) -> str:
        """Path in the recipe of the step being compiled."""
        return path_in_words(("protocol", self.step))

    def error(self, problem: str) -> RecipeError:
        return RecipeError(problem, self.place, self.recipe.source)

    def voltage(self, value: float) -> float:
        return value + self.recipe.reference_potential

    def current(self, rate: Rate) -> float:
        """Magnitude of a rate as a current density [A/m2]."""
        match rate.kind:
            case "C":
                return rate.si * self.charge / HOUR
            case "specific current":
                return rate.si * self.mass
            case _:
                return rate.si

    def add(self, kind: str, label: str, current: float, row: Control, **more: Any) -> None:
        rate = current * HOUR / self.charge if self.charge > 0.0 else math.nan
        self.instructions.append(Instruction(kind, self.step, label, rate, current, row, **more))
        if kind in ("charge", "discharge"):
            self.charged = kind == "charge"

    def run(
        self,
        direction: str,
        rate: Rate,
        to: "Limit | float | _End",
        *,
        save: bool = False,
        restore: bool = False,
        group: int = 0,
        **more: Any,
    ) -> None:
        """Constant current in one direction until a voltage, a time or a charge is reached."""
        magnitude = self.current(rate)
        sign = 1.0 if direction == "discharge" else -1.0
        lower, upper = SAFE_WINDOW
        duration = math.inf
        to, most = (to.voltage, to.charge) if isinstance(to, _End) else (to, None)
        if isinstance(to, Limit) and to.kind == "time":
            duration = to.si
        elif isinstance(to, Limit) and to.kind == "specific charge":
            duration = to.si * self.mass / magnitude
        else:
            end = self.voltage(to.si if isinstance(to, Limit) else to)
            lower, upper = (end, upper) if direction == "discharge" else (lower, end)
            duration = self.most / magnitude if direction == "charge" else math.inf
            if most is not None:
                duration = min(duration, most.si * self.mass / magnitude)
        row = Control(
            CURRENT,
            sign * magnitude,
            lower=lower,
            upper=upper,
            duration=duration,
            save=save,
            restore=restore,
            group=group,
        )
        self.add(direction, f"{direction} {rate}", sign * magnitude, row, **more)

    def rest(self, time: float, *, group: int = 0, **more: Any) -> None:
        self.add("rest", "rest", 0.0, Control(CURRENT, 0.0, duration=time, group=group), **more)

    def hold(self, step: Hold) -> None:
        until = step.until
        floor, duration = (math.nan, until.si) if isinstance(until, Limit) else (self.current(until), math.inf)
        row = Control(VOLTAGE, self.voltage(step.hold.si), duration=duration, current_floor=floor)
        self.add("hold", f"hold {step.hold}", math.nan, row)

    def prepare(self, charged: bool, rate: Rate, window: Window) -> None:
        """First charge or discharge the cell if the next step requires the opposite state."""
        if self.charged == charged:
            return
        direction = "charge" if charged else "discharge"
        self.notes.append(
            f"{self.place}: the cell is {'discharged' if charged else 'charged'} at this point; "
            f"a {direction} at {rate} is inserted first"
        )
        self.run(direction, rate, window.upper.si if charged else window.lower.si, shown=False)

    def rates(self, step: Rates) -> None:
        direction, other = step.direction, "charge" if step.direction == "discharge" else "discharge"
        return_rate = step.charge if direction == "discharge" else step.discharge
        end = {"discharge": step.window.lower.si, "charge": step.window.upper.si}
        slowest = min(step.rates, key=self.current)
        self.prepare(direction == "discharge", return_rate or slowest, step.window)
        for number, rate in enumerate(step.rates):
            if number and not step.restore:
                self.prepare(direction == "discharge", return_rate or slowest, step.window)
            restored = step.restore and number > 0
            self.run(direction, rate, end[direction], save=step.restore and number == 0, restore=restored)
            if return_rate is not None:
                self.run(other, return_rate, end[other], shown=False)

    def cycles(self, step: Cycles) -> None:
        halves = [("discharge", step.discharge, step.window.lower.si), ("charge", step.charge, step.window.upper.si)]
        if not self.charged:
            halves.reverse()
        for cycle in range(1, step.cycles + 1):
            for direction, rate, end in halves:
                self.run(direction, rate, _End(end, step.capacity), cycle=cycle)

    def ramp(self, step: Ramp) -> None:
        low, high = self.voltage(step.window.lower.si), self.voltage(step.window.upper.si)
        time = (high - low) / step.ramp.si
        for cycle in range(1, step.cycles + 1):
            for start, slope in ((high, -step.ramp.si), (low, step.ramp.si)):
                row = Control(VOLTAGE, start, slope=slope, duration=time)
                self.add("ramp", f"ramp {'down' if slope < 0 else 'up'} {step.ramp}", math.nan, row, cycle=cycle)

    def impedance(self, step: Impedance) -> None:
        """Zero current and zero duration: the spectrum is taken in the state reached."""
        first, last = step.impedance
        frequencies = tuple(np.geomspace(first.si, last.si, step.points).tolist())
        row = Control(CURRENT, 0.0, duration=0.0)
        self.add("impedance", f"impedance {first} to {last}", 0.0, row, shown=False, frequencies=frequencies)

    def pulses(self, step: Pulse) -> None:
        self.groups += 1
        per_pulse = self.current(step.pulse) * step.for_.si
        # The electrolyte's own redox can deliver as much as the active material, hence twice the theoretical charge.
        count = math.ceil(2.0 * self.charge / per_pulse) + 1
        if 2 * count > _MOST_INSTRUCTIONS:
            raise self.error(f"would take {count} pulses of {step.for_}; use longer or larger pulses")
        end = self.voltage(step.to.si)
        sign = 1.0 if step.direction == "discharge" else -1.0
        magnitude = self.current(step.pulse)
        lower, upper = (end, SAFE_WINDOW[1]) if sign > 0 else (SAFE_WINDOW[0], end)
        self.rest(0.0, shown=False)  # the voltage before the first pulse
        for pulse in range(1, count + 1):
            row = Control(CURRENT, sign * magnitude, lower=lower, upper=upper, duration=step.for_.si, group=self.groups)
            self.add(step.direction, f"pulse {step.pulse}", sign * magnitude, row, cycle=pulse)
            self.rest(step.rest.si, group=self.groups, cycle=pulse)
