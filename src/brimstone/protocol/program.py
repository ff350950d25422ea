"""Translate the steps of a recipe into a sequence of cycler instructions."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR
from brimstone.errors import RecipeError
from brimstone.protocol.instruction import Instruction
from brimstone.protocol.loops import with_loops
from brimstone.recipe import Recipe
from brimstone.recipe.problems import path_in_words
from brimstone.recipe.protocol import Charge, Cycles, Discharge, Drive, Hold, Impedance, Pulse, Ramp, Rates, Rest
from brimstone.recipe.terminals import Condition, sort_of, unit_of
from brimstone.recipe.values import Limit, Rate, Window
from brimstone.solver.interface import (
    CURRENT,
    LOAD,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    POWER,
    PRESSURE_REACHED,
    SHORT_CIRCUIT,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE,
    Control,
)
from brimstone.stack.package import electrode_area

#: Safety limits for steps without a voltage limit, against Li/Li+ [V].
SAFE_WINDOW = (0.0, 5.0)
NOTHING: Mapping[str, Any] = MappingProxyType({})
_MOST_INSTRUCTIONS = 20_000


@record
class Program:
    """All instructions of a protocol.

    Attributes
    ----------
    instructions : tuple of Instruction
    notes : tuple of str
        On added preparation steps.
    compared : bool
        Whether the recipe names measured files that the steps are held against.
    """

    instructions: tuple[Instruction, ...]
    notes: tuple[str, ...]
    compared: bool = False

    @property
    def largest_current(self) -> float:
        """Largest of the currents that it sets, either way [A/m2]; zero where it sets none."""
        return max((abs(one.current) for one in self.instructions if math.isfinite(one.current)), default=0.0)

    @property
    def controls(self) -> np.ndarray:
        """Controls for the solver, common to all members, shape (1, rows of all instructions, columns)."""
        return self.controls_of(len(self.instructions))

    def controls_of(self, count: int, first: int = 0, through: bool = False) -> np.ndarray:
        """Controls of the first `count` instructions, or of those among them from place `first` on.

        Loops that are run `through` do not end before their count, as of a variant of a run that ended there.
        """
        rows = [row for one in self.instructions[first:count] for row in one.rows]
        return np.array([[row._replace(loop=0, least=0.0) if through else row for row in rows]], dtype=float)


@record
class Basis:
    """What turns the rates of a recipe into currents, powers and loads per area.

    Attributes
    ----------
    charge : float
        Areal charge of the active material [C/m2]; 1C passes it in one hour.
    mass : float
        Of the active material [kg/m2].
    starts_charged : bool
    most_charge : float
        Upper limit for a charge to a voltage [C/m2]; with a strong shuttle the voltage is never reached.
    counter_potential : float
        Of the negative electrode against Li/Li+ [V]: the voltage of the cell is that of the cathode less this.
    mirrored : bool
        Whether both electrodes are alike: voltages have the sign of the current, negative on discharge.
    at_rest : float
        Voltage of the cell as assembled [V], where a first ramp starts; NaN if not known.
    """

    charge: float
    mass: float
    starts_charged: bool
    most_charge: float = math.inf
    counter_potential: float = 0.0
    mirrored: bool = False
    at_rest: float = math.nan

    @property
    def safe(self) -> tuple[float, float]:
        """Limits of steps without a voltage limit [V]."""
        return (-SAFE_WINDOW[1], SAFE_WINDOW[1]) if self.mirrored else SAFE_WINDOW


def current_of_one_c(recipe: Recipe, basis: Basis) -> float:
    """The current density of 1C [A/m2]: as the recipe defines it, else the charge of the active material in an hour."""
    if recipe.one_c is None:
        return basis.charge / HOUR
    return recipe.one_c.si * (basis.mass if recipe.one_c.kind == "specific current" else 1.0)


def compile_protocol(recipe: Recipe, basis: Basis) -> Program:
    """Compile a recipe's protocol into instructions.

    Raises
    ------
    RecipeError
        For a step that is meaningless for this cell, or a protocol of more than 20,000 instructions.
    """
    writer = _Writer(recipe, basis)
    for number, step in enumerate(recipe.protocol):
        writer.write(number, step)
    writer.instructions = with_loops(recipe, writer.instructions, writer.loops)
    if len(writer.instructions) > _MOST_INSTRUCTIONS:
        raise RecipeError(
            f"expands to {len(writer.instructions)} instructions; the limit is {_MOST_INSTRUCTIONS}. "
            "Request fewer cycles.",
            "protocol",
            recipe.source,
        )
    compared = any(one.file is not None for one in recipe.reported)
    return Program(tuple(writer.instructions), tuple(writer.notes), compared)


class _Writer:
    short_ends = False  # whether the cycles being written end with a short circuit

    def __init__(self, recipe: Recipe, basis: Basis):
        self.recipe, self.basis, self.charged = recipe, basis, basis.starts_charged
        self.instructions: list[Instruction] = []
        self.notes: list[str] = []
        self.step = self.groups = self.loops = 0

    def write(self, number: int, step: object) -> None:
        self.step = number
        match step:
            case Rest():
                self.rest(step.rest.si)
            case Charge():
                self.run("charge", step.charge, (step.to, *step.or_))
            case Discharge():
                self.run("discharge", step.discharge, (step.to, *step.or_))
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
            case Drive():
                self.drive(step)
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

    def size(self, kind: str, si: float) -> float:
        """A current, power or load as one per area [A/m2, W/m2 or ohm m2]."""
        if self.basis.mirrored and kind in ("C", "specific current", "specific power"):
            raise self.error(
                "has a rate by the active material, which a symmetric cell has not; give a current per area, such as "
                "0.5 mA/cm2"
            )
        match kind:
            case "C":
                return si * current_of_one_c(self.recipe, self.basis)
            case "specific current" | "specific power":
                return si * self.basis.mass
            case "current" | "power" | "resistance":
                area = total_area(self.recipe)
                if area is None:
                    raise self.error("is of the whole cell, whose area is not given; give area or diameter")
                return si * area if kind == "resistance" else si / area
            case _:
                return si

    def current(self, rate: Rate) -> float:
        """Magnitude of a rate that is a current, as a current density [A/m2]; NaN of a power or a load."""
        return self.size(rate.kind, rate.si) if mode_of(rate.kind) == CURRENT else math.nan

    def add(self, kind: str, label: str, current: float, *rows: Control, **more: Any) -> None:
        rate = current / current_of_one_c(self.recipe, self.basis) if self.basis.charge > 0.0 else math.nan
        self.instructions.append(Instruction(kind, self.step, label, rate, current, rows, **more))
        if kind in ("charge", "discharge"):
            self.charged = kind == "charge"

    def gentlest(self, rates: Sequence[Rate]) -> Rate:
        """The smallest of several currents or powers, the largest of several loads."""
        choose = max if mode_of(rates[0].kind) == LOAD else min
        return choose(rates, key=lambda rate: self.size(rate.kind, rate.si))

    def at(self, direction: str, rate: Rate) -> Control:
        """What is set at the terminals by a rate in one direction.

        Raises
        ------
        RecipeError
            For a charge through a load.
        """
        mode, size = mode_of(rate.kind), self.size(rate.kind, rate.si)
        if mode == LOAD and direction == "charge":
            raise self.error(f"'{rate}' is a load, through which a cell only discharges; give a current or a power")
        signed = -size if direction == "charge" else size
        return Control(mode, signed, counter=self.basis.counter_potential)

    def until(self, row: Control, ends: Sequence[Limit | float]) -> tuple[Control, set[int]]:
        """A row with its ends, and the statuses by which it ends as asked. A number is a voltage [V]."""
        asked: set[int] = set()
        limits = row._asdict()
        for end in ends:
            kind, si = (end.kind, end.si) if isinstance(end, Limit) else ("voltage", end)
            if kind == "voltage":
                side, status = ("lower", LOWER_VOLTAGE) if self.discharges(row) else ("upper", UPPER_VOLTAGE)
                limits[side] = self.end_voltage(si, row)
                asked.add(status)
            elif kind == "pressure":
                limits["pressure"] = si
                asked.add(PRESSURE_REACHED)
            elif kind == "time":
                limits["duration"] = min(limits["duration"], si)
                asked.add(TIME)
            elif self.basis.mirrored and kind == "specific charge":
                raise self.error(f"'{end}' is per active material, which a symmetric cell has not; give it per area")
            else:
                charge = si * self.basis.mass if kind == "specific charge" else si
                if row.mode == CURRENT:
                    limits["duration"] = min(limits["duration"], charge / abs(row.value))
                limits["most_charge"] = limits["most_charge"] if row.mode == CURRENT else charge
                asked.add(TIME)
        return Control(**limits), asked

    def end_voltage(self, si: float, row: Control) -> float:
        """Voltage at which a row ends [V]; that of a symmetric cell has the sign of its current, however written."""
        if self.basis.mirrored:
            return -abs(si) if self.discharges(row) else abs(si)
        return self.voltage(si)

    def discharges(self, row: Control) -> bool:
        """Whether a row passes charge in the direction of a discharge."""
        return row.value > 0.0

    def run(
        self, direction: str, rate: Rate, ends: Sequence[Limit | float], row: Mapping[str, Any] = NOTHING, **more: Any
    ) -> None:
        """A current, power or load in one direction until the first of its ends; `row` is more of the control."""
        lower, upper = self.basis.safe
        start = self.at(direction, rate)._replace(lower=lower, upper=upper, **row)
        control, asked = self.until(start, ends)
        most = self.basis.most_charge
        if direction == "charge" and TIME not in asked and most < math.inf:
            if control.mode == CURRENT:
                control = control._replace(duration=most / abs(control.value))
            else:
                control = control._replace(most_charge=most)
        if row.get("loop") and self.short_ends:
            asked.add(SHORT_CIRCUIT)
        goal = " or ".join(str(end) if isinstance(end, Limit) else f"{end:g} V" for end in ends)
        current = control.value if control.mode == CURRENT else math.nan
        self.add(direction, f"{direction} {rate}", current, control, asked=tuple(sorted(asked)), goal=goal, **more)

    def rest(self, time: float, *, group: int = 0, loop: int = 0, **more: Any) -> None:
        self.add("rest", "rest", 0.0, Control(CURRENT, 0.0, duration=time, group=group, loop=loop), **more)

    def hold(self, step: Hold) -> None:
        row = Control(VOLTAGE, self.voltage(step.hold.si))
        if isinstance(step.until, Limit):
            row, asked = self.until(row, (step.until, *step.or_))
        else:
            row, asked = self.until(row._replace(current_floor=self.current(step.until)), step.or_)
            asked.add(LOW_CURRENT)
        self.add("hold", f"hold {step.hold}", math.nan, row, asked=tuple(sorted(asked)))

    def prepare(self, charged: bool, rate: Rate, window: Window) -> None:
        """First charge or discharge the cell if the next step requires the opposite state."""
        if self.charged == charged:
            return
        direction = "charge" if charged else "discharge"
        self.notes.append(
            f"{self.place}: the cell is {'discharged' if charged else 'charged'} at this point; "
            f"a {direction} at {rate} is inserted first"
        )
        self.run(direction, rate, [window.upper.si if charged else window.lower.si], shown=False)

    def rates(self, step: Rates) -> None:
        direction, other = step.direction, "charge" if step.direction == "discharge" else "discharge"
        return_rate = step.charge if direction == "discharge" else step.discharge
        end = {"discharge": step.window.lower.si, "charge": step.window.upper.si}
        if step.cycles_each is not None:
            self.rates_in_cycles(step, step.cycles_each, return_rate)
            return
        slowest = self.gentlest(step.rates)
        self.prepare(direction == "discharge", return_rate or slowest, step.window)
        for number, rate in enumerate(step.rates):
            if number and not step.restore:
                self.prepare(direction == "discharge", return_rate or slowest, step.window)
            restored = step.restore and number > 0
            self.run(direction, rate, [end[direction]], {"save": step.restore and number == 0, "restore": restored})
            if return_rate is not None:
                self.run(other, return_rate, [end[other]], shown=False)

    def rates_in_cycles(self, step: Rates, count: int, return_rate: Rate | None) -> None:
        """As many cycles at each rate, numbered through; a discharged cell begins with the charge."""
        ends = {"discharge": step.window.lower.si, "charge": step.window.upper.si}
        ways = ("discharge", "charge") if self.charged else ("charge", "discharge")
        for number, rate in enumerate(step.rates):
            for turn in range(1, count + 1):
                for way in ways:
                    each = rate if way == step.direction or return_rate is None else return_rate
                    self.run(way, each, [ends[way]], turn=number * count + turn)
                    if step.rest is not None:
                        self.rest(step.rest.si, turn=number * count + turn)

    def cycles(self, step: Cycles) -> None:
        halves = [("discharge", step.discharge, step.window.lower.si), ("charge", step.charge, step.window.upper.si)]
        if not self.charged:
            halves.reverse()
        limits = [] if step.capacity is None else [step.capacity]
        if step.for_ is not None:
            limits.append(Limit(step.for_.text, step.for_.si, "time"))
        if step.until:
            self.loops += 1
        self.short_ends = any(one.kind == "short circuit" for one in step.until)
        for cycle in range(1, step.cycles + 1):
            for direction, rate, end in halves:
                row = self.conditions(step.until, cycle, direction, first=2 if halves[0][0] == "discharge" else 1)
                until = ", ".join(map(str, step.until))
                self.run(direction, rate, [end, *limits], row, turn=cycle, until=until)
                if step.rest is not None:
                    self.rest(step.rest.si, loop=row.get("loop", 0), turn=cycle)
        self.short_ends = False

    def conditions(self, until: Sequence[Condition], cycle: int, direction: str, first: int) -> dict[str, Any]:
        """What of a row may end the cycles; retention counts from the discharge of cycle `first`."""
        row: dict[str, Any] = {"loop": self.loops} if until else {}
        for one in until:
            if one.kind == "pressure":
                row["pressure"] = one.si
            elif one.kind == "retention" and direction == "discharge":
                row |= {"mark": cycle == first, "least": one.si if cycle > first else 0.0}
            elif one.kind == "coulombic efficiency":
                row |= {
                    "mark": direction == "charge",
                    "least": one.si if direction == "discharge" and cycle >= first else 0.0,
                }
        return row

    def drive(self, step: Drive) -> None:
        """A profile: one instruction of as many rows as it has stretches, each of which joins the one before.

        Raises
        ------
        RecipeError
            When its file was not read.
        """
        profile = step.drive
        if not profile.times or step.unit is None:
            raise self.error(f"'{profile.text}' is read beside the file of a recipe; give its points here")
        kind, unit = unit_of(step.unit)
        size, mode = self.size(kind, unit) * (1.0 if step.positive == "discharge" else -1.0), mode_of(kind)
        times, values = np.tile(np.diff(profile.times), step.times), size * np.array(profile.values)
        heights, slopes = np.tile(values[:-1], step.times), np.zeros(times.size)
        if step.between == "lines":
            slopes = np.tile(np.diff(values), step.times) / times
        lower, upper = (
            self.basis.safe
            if step.window is None
            else [self.voltage(one.si) for one in (step.window.lower, step.window.upper)]
        )
        limits, asked = self.until(Control(mode, 1.0), step.or_)
        asked |= {TIME} | ({LOWER_VOLTAGE, UPPER_VOLTAGE} if step.window is not None else set())
        rows = [
            limits._replace(
                value=height, slope=slope, duration=time, lower=lower, upper=upper,
                counter=self.basis.counter_potential, joins=number > 0,
            )
            for number, (time, height, slope) in enumerate(zip(times, heights, slopes, strict=True))
        ]  # fmt: skip
        name = step.file or f"{len(profile.times)} points"
        self.add("drive", f"drive {name}", math.nan, *rows, asked=tuple(sorted(asked)), goal="the end of the profile")

    def ramp(self, step: Ramp) -> None:
        """Sweeps down and up, or up and down where the cell is discharged; the first one from where the cell is.

        As assembled it is at rest; after a charge or a discharge it is about the vertex that this went towards.
        """
        low, high = self.voltage(step.window.lower.si), self.voltage(step.window.upper.si)
        down = self.charged
        start = high if down else low
        if all(one.kind in ("rest", "impedance") for one in self.instructions) and self.basis.at_rest < math.inf:
            start = min(max(self.basis.at_rest, low), high)
        for cycle in range(1, step.cycles + 1):
            for falls in (down, not down):
                end = low if falls else high
                slope = -step.ramp.si if falls else step.ramp.si
                if end == start:  # the cell lies beyond this vertex
                    continue
                row = Control(VOLTAGE, start, slope=slope, duration=(end - start) / slope)
                self.add("ramp", f"ramp {'down' if falls else 'up'} {step.ramp}", math.nan, row, turn=cycle)
                start = end

    def impedance(self, step: Impedance) -> None:
        """Zero current and zero duration: the spectrum is taken in the state reached."""
        first, last = step.impedance
        frequencies = tuple(np.geomspace(first.si, last.si, step.points).tolist())
        row = Control(CURRENT, 0.0, duration=0.0)
        self.add("impedance", f"impedance {first} to {last}", 0.0, row, shown=False, frequencies=frequencies)

    def pulses(self, step: Pulse) -> None:
        if self.basis.mirrored:
            raise self.error("is a titration, whose end a symmetric cell never meets; repeat a charge and a rest")
        self.groups += 1
        row = self.at(step.direction, step.pulse)
        if row.mode == LOAD:
            raise self.error(f"'{step.pulse}' is a load, which draws less with every pulse; give a current or a power")
        # A power passes at least what it would at the highest voltage that a cell here has.
        per_pulse = abs(row.value) / (1.0 if row.mode == CURRENT else SAFE_WINDOW[1]) * step.for_.si
        # The electrolyte's own redox can deliver as much as the active material, hence twice the theoretical charge.
        count = math.ceil(2.0 * self.basis.charge / per_pulse) + 1
        if 2 * count > _MOST_INSTRUCTIONS:
            raise self.error(f"would take {count} pulses of {step.for_}; use longer or larger pulses")
        lower, upper = self.basis.safe
        row, _ = self.until(row._replace(lower=lower, upper=upper, duration=step.for_.si, group=self.groups), [step.to])
        current = row.value if row.mode == CURRENT else math.nan
        self.rest(0.0, shown=False)  # the voltage before the first pulse
        for pulse in range(1, count + 1):
            self.add(step.direction, f"pulse {step.pulse}", current, row, turn=pulse)
            self.rest(step.rest.si, group=self.groups, turn=pulse)


def mode_of(kind: str) -> float:
    """What a rate of a kind sets at the terminals."""
    return {"power": POWER, "load": LOAD, "current": CURRENT}[sort_of(kind)]


def total_area(recipe: Recipe) -> float | None:
    """Area of all cathodes of a recipe's cell, one side each [m2]; None if not stated."""
    area, packed = electrode_area(recipe), recipe.format
    return area if area is None or packed is None else area * max(1, packed.layers)
