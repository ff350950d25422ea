"""The steps of a protocol. They run in the order written; the state of the cell is carried on from step to step."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic.json_schema import SkipJsonSchema

from brimstone.errors import nearest_names
from brimstone.recipe.base import Before, Written, list_of
from brimstone.recipe.fields import (
    CapacityLimit,
    Count,
    CycleCount,
    Frequency,
    LimitField,
    PointCount,
    Text,
    Voltage,
    VoltageLimit,
    VoltageRate,
    VoltageWindow,
    YesNo,
    read_rate,
    read_window,
)
from brimstone.recipe.problems import Unknown
from brimstone.recipe.ranges import Amplitude, HalfCycleTime, PulseTime, RestTime
from brimstone.recipe.reading import shown, vocabulary
from brimstone.recipe.steps import (
    cycle_of_current,
    pulse_of_interruptions,
    rates_of_words,
    steps_of_words,
    stored,
    unrolled,
)
from brimstone.recipe.terminals import (
    ConditionField,
    DriveField,
    HoldLimit,
    OtherEnd,
    ProfileField,
    UnitField,
    sort_of,
)
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import DIRECTIONS

_RATE = "a current (0.1C, 0.13 mA/cm2, 50 mA/g, 1 mA), a power (2 mW/cm2) or, to discharge, a load (1000 ohm cm2)"
_WINDOW = "a window such as [1.0 V, 2.8 V]"
_END = "where the step ends: a voltage (2.8 V), a time (10 h) or a capacity (1000 mAh/g, 1 mAh/cm2)"
_OR = "other ends, of which the first counts: a time, a capacity, a voltage or a stack pressure (60 MPa)"
_WINDOWS = dict.fromkeys(
    ("voltage_window", "voltage_range", "potential_window", "potential_range", "voltage", "voltages", "potential"),
    "window",
)
Direction = Annotated[str, vocabulary(DIRECTIONS, "direction")]
OtherEnds = Annotated[tuple[OtherEnd, ...], list_of("ends such as [10 h, 60 MPa]", single=True)]


_Conditions = Annotated[tuple[ConditionField, ...], list_of("ends such as [80 % retention, 60 MPa]", single=True)]


class Repeat(Written):
    """Steps that are run several times: ``{repeat: 50, steps: [{discharge: 0.1C, to: 1.0 V}, …], until: 60 MPa}``.

    They are read as the steps of all turns, one after the other.

    Attributes
    ----------
    repeat : int
        How often they are run.
    steps : tuple
        Steps, and loops of steps.
    until : tuple of Condition
        What ends them before their count, such as 80 % retention of the last discharge of each turn.
    """

    repeat: Count
    steps: tuple[Any, ...] = Field(examples=[[{"discharge": "0.1C", "to": "1.0 V"}, {"charge": "0.1C", "to": "2.8 V"}]])
    until: _Conditions = ()


class Loop(Written):
    """The turn of a loop with conditions that a step belongs to; the program writes it.

    Attributes
    ----------
    of, turn : int
        Which loop of the protocol, and which of its turns, from 1.
    until : tuple of Condition
        What ends it before its count.
    """

    of: Count
    turn: Count
    until: _Conditions


class _Step(Written):
    """What all steps of a protocol have."""

    HIDDEN: ClassVar[tuple[str, ...]] = ("loop",)

    loop: SkipJsonSchema[Loop | None] = None


class Rest(_Step):
    """No current for a time: ``{rest: 2 h}``."""

    rest: RestTime = Field(description="a time such as 2 h")


class Charge(_Step):
    """Constant current or power until a limit: ``{charge: 0.05C, to: 3.5 V, or: 30 h}``.

    It ends where the first of its ends is met. In Python the key ``or`` is `or_`.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"until": "to", "cut_off": "to", "cutoff": "to"}

    charge: DriveField = Field(description=_RATE)
    to: LimitField = Field(default=None, description=_END)  # type: ignore[assignment]  # usual end, by the library
    or_: OtherEnds = Field(default=(), alias="or", description=_OR)


class Discharge(_Step):
    """Constant current, power or load until a limit: ``{discharge: 2 mW/cm2, to: 1.0 V, or: [10 h, 60 MPa]}``.

    It ends where the first of its ends is met. In Python the key ``or`` is `or_`.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"until": "to", "cut_off": "to", "cutoff": "to"}

    discharge: DriveField = Field(description=_RATE)
    to: LimitField = Field(default=None, description=_END)  # type: ignore[assignment]  # usual end, by the library
    or_: OtherEnds = Field(default=(), alias="or", description=_OR)


class Hold(_Step):
    """Constant voltage until the current has fallen, or for a time: ``{hold: 3.5 V, until: 0.02C, or: 5 h}``."""

    hold: Voltage = Field(description="a voltage such as 3.5 V")
    until: HoldLimit = Field(description="a current (0.02C, 10 uA/cm2) or a time (2 h)")
    or_: OtherEnds = Field(default=(), alias="or", description=_OR)

    @model_validator(mode="after")
    def _check_ends(self) -> "Hold":
        if wrong := next((end for end in self.or_ if end.kind == "voltage"), None):
            raise FieldProblem(
                f"'{wrong}' is a voltage, which a hold keeps; expected a time, a capacity or a pressure", "or"
            )
        return self


class Rates(_Step):
    """A list of rates: ``{rates: [0.1C, 1C], charge: 0.1C, window: [1.0 V, 2.8 V]}``.

    With ``cycles_each: 5`` the cell is cycled as often at each rate, one after the other, as in a usual test of rates.

    Attributes
    ----------
    rates : tuple of Rate
    cycles_each : int, optional
        Charged and discharged at it unless `charge` or `discharge` is given.
    window : Window
        Where each discharge and charge ends.
    direction : str
        ``"discharge"`` (default) or ``"charge"``: what the rates are for.
    charge, discharge : Rate, optional
        The other half of each cycle, when the rates are for the first: bring the cell back at this rate.
    restore : bool
        Whether each rate starts from the state the cell had before the first (yes by default), or from what the
        previous rates have left; cycles always go on from those before.
    rest : Quantity, optional
        After every half cycle [s]; only with `cycles_each`.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        **_WINDOWS,
        **dict.fromkeys(("each", "cycles_per_rate", "cycles_at_each", "cycles_at_each_rate"), "cycles_each"),
    }

    rates: Annotated[tuple[DriveField, ...], list_of("rates such as [0.1C, 1C]")] = Field(
        description="a list of rates such as [0.1C, 1C]"
    )
    cycles_each: CycleCount | None = Field(default=None, description="full cycles at each rate, such as 5")
    charge: DriveField | None = None
    discharge: DriveField | None = None
    window: VoltageWindow = Field(default=None, description=_WINDOW)  # type: ignore[assignment]  # usual one
    direction: Direction = "discharge"
    restore: YesNo = True
    rest: RestTime | None = None

    @model_validator(mode="after")
    def _check_other_half(self) -> "Rates":
        if len(sorts := {sort_of(rate.kind) for rate in self.rates}) > 1:
            raise FieldProblem(f"mixes {' and '.join(sorted(sorts))}; give one list for each", "rates")
        if self.cycles_each is not None and self.restore and "restore" in self.model_fields_set:
            raise FieldProblem(
                "conflicts with cycles_each: cycles go on from those before; leave out one of the two", "restore"
            )
        if self.cycles_each is None and self.rest is not None:
            raise FieldProblem(
                "is after every half cycle of a rate: give cycles_each, too, such as  cycles_each: 1", "rest"
            )
        own = self.charge if self.direction == "charge" else self.discharge
        if own is not None:
            other = "discharge" if self.direction == "charge" else "charge"
            raise FieldProblem(
                f"'{own}' conflicts with a list of rates that already apply to {self.direction}; "
                f"give the rate of the opposite step as '{other}'. If the rates are for {other}, add  "
                f"direction: {other}.",
                self.direction,
            )
        return self


class Cycles(_Step):
    """Repeated charge and discharge: ``{cycles: 100, charge: 0.2C, discharge: 0.5C, window: [1.0 V, 2.8 V]}``.

    A charged cell begins with the discharge, a discharged one with the charge. With ``capacity: 500 mAh/g`` or
    ``for: 1 h`` (in Python `for_`) a half cycle ends there, unless its voltage comes first. With ``rest: 10 min`` the
    cell rests after every half cycle. ``until: 80 % retention`` ends the cycles before their count; retention counts
    from the first discharge after a charge, coulombic efficiency is that discharge over this charge.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {**_WINDOWS, "half_cycle": "for", "each": "for", "each_half": "for"}

    cycles: CycleCount = Field(description="a whole number of cycles")
    charge: DriveField = Field(default=None, description=_RATE)  # type: ignore[assignment]  # usual one
    discharge: DriveField = Field(default=None, description=_RATE)  # type: ignore[assignment]  # usual one
    window: VoltageWindow = Field(default=None, description=_WINDOW)  # type: ignore[assignment]  # usual one
    capacity: CapacityLimit | None = None
    for_: HalfCycleTime | None = Field(
        default=None, alias="for", description="the longest time of a half cycle, such as 1 h"
    )
    rest: RestTime | None = Field(default=None, description="the time of rest after every half cycle, such as 10 min")
    until: _Conditions = Field(
        default=(), description="what ends the cycles before their count, such as 80 % retention"
    )

    @model_validator(mode="after")
    def _check_conditions(self) -> "Cycles":
        shares = [one for one in self.until if one.kind in ("retention", "coulombic efficiency")]
        if len(shares) > 1:
            raise FieldProblem(
                f"'{shares[0]}' and '{shares[1]}' compare one discharge with two; keep one of both", "until"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _same_rate(cls, data: Any) -> Any:
        """Take one rate for both halves: ``{cycles: 3, rate: 0.1C, window: …}``."""
        named = next((key for key in ("rate", "current", "at") if isinstance(data, Mapping) and key in data), None)
        if named is None or "charge" in data or "discharge" in data:
            return data
        others = {key: value for key, value in data.items() if key != named}
        return {**others, "charge": data[named], "discharge": data[named]}


class Ramp(_Step):
    """Voltage ramp up and down, as in voltammetry: ``{ramp: 0.1 mV/s, window: [1.0 V, 3.0 V], cycles: 3}``."""

    ramp: VoltageRate = Field(description="a voltage rate such as 0.1 mV/s")
    window: VoltageWindow = Field(description=_WINDOW)
    cycles: CycleCount = 1


class Pulse(_Step):
    """Intermittent titration (GITT): ``{pulse: 0.1C, for: 10 min, rest: 1 h, to: 1.0 V}``.

    Pulse and rest alternate until the voltage of `to` is met under current. In Python the key ``for`` is `for_`.
    """

    pulse: DriveField = Field(description=_RATE)
    for_: PulseTime = Field(alias="for", description="the time of a pulse, such as 10 min")
    rest: RestTime = Field(description="the time of rest after each pulse, such as 1 h")
    to: VoltageLimit = Field(description="a voltage such as 1.0 V")
    direction: Direction = "discharge"


class Impedance(_Step):
    """Impedance at the state reached, over a range of frequencies: ``{impedance: [1 MHz, 1 mHz], points: 60}``.

    Attributes
    ----------
    impedance : tuple of Quantity
        First and last frequency [Hz].
    points : int
        Frequencies in all, spaced evenly in the logarithm.
    amplitude : Quantity, optional
        Of the voltage [V]; the response is that of a small one.
    """

    RECORDED: ClassVar[tuple[str, ...]] = ("amplitude",)

    impedance: Annotated[tuple[Frequency, ...], list_of("two frequencies such as [1 MHz, 1 mHz]")] = Field(
        description="first and last frequency, such as [1 MHz, 1 mHz]"
    )
    points: PointCount = 60
    amplitude: Amplitude | None = None

    @model_validator(mode="after")
    def _check_range(self) -> "Impedance":
        if len(self.impedance) != 2:
            raise FieldProblem(
                f"has {len(self.impedance)} entries; expected first and last frequency, such as [1 MHz, 1 mHz]",
                "impedance",
            )
        first, last = self.impedance
        if first.si == last.si:
            raise FieldProblem(
                f"first and last frequency are both {first}; expected a range such as [1 MHz, 1 mHz]", "impedance"
            )
        return self


class Drive(_Step):
    """A profile of current or power over time: ``{drive: profile.csv, between: lines, window: [1.0 V, 2.8 V]}``.

    A profile is a CSV file beside the recipe, whose header names a time and a value with their units, or points
    ``[[0, 1], [60, 3], [120, 0]]`` of time in s and value in `unit`. Between its points the value is held, so that the
    last point only says where the profile ends, or follows a straight line.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = _WINDOWS

    drive: ProfileField = Field(description="a profile such as profile.csv")
    unit: UnitField | None = Field(default=None, description="unit of the values, such as mA/cm2, mW/cm2 or C")
    between: Annotated[
        str, vocabulary({"steps": ("step", "hold"), "lines": ("line", "linear")}, "way between points")
    ] = "steps"
    positive: Annotated[str, vocabulary(DIRECTIONS, "direction")] = Field(
        default="discharge", description="what a positive value is: discharge or charge"
    )
    times: Count = Field(default=1, description="how often the profile is run")
    window: VoltageWindow | None = Field(default=None, description="voltages that end the step; none by default")
    or_: OtherEnds = Field(default=(), alias="or", description=_OR)
    file: Text | None = Field(default=None, description="the file that the points were read from")

    @model_validator(mode="after")
    def _check_unit(self) -> "Drive":
        if self.drive.times and self.unit is None:
            raise FieldProblem("is missing: points need the unit of their values, such as mA/cm2 or mW/cm2", "unit")
        return self


#: The keys that say what a step is. Their order decides when there are several: a ramp has `cycles`, these a `charge`.
STEPS: Mapping[str, type[Written]] = {
    "drive": Drive,
    "ramp": Ramp,
    "cycles": Cycles,
    "rates": Rates,
    "pulse": Pulse,
    "impedance": Impedance,
    "hold": Hold,
    "charge": Charge,
    "discharge": Discharge,
    "rest": Rest,
}
_TAG = "step:"  # marks the name of a union's member in the path of an error, where it is left out


def _kind(step: Any) -> str | None:
    if isinstance(step, Written):
        return next((_TAG + key for key, kind in STEPS.items() if type(step) is kind), None)
    return next((_TAG + key for key in STEPS if key in step), None) if isinstance(step, Mapping) else None


def _problem_of_kind(step: Any) -> str | None:
    if isinstance(step, tuple(STEPS.values())):
        return None
    if not isinstance(step, Mapping):
        return f"expected a step such as {{discharge: 0.1C, to: 1.0 V}} or {{rest: 2 h}}, got {shown(step)}"
    if _kind(step) is None:
        near = [match for key in step for match in nearest_names(str(key), STEPS, count=1)]
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"{shown(step)} is not a step.{hint} A step has one of the keys {', '.join(STEPS)}."
    if _kind(step) == _TAG + "charge" and "discharge" in step:
        return "has both charge and discharge; write two steps, or {cycles: 1, charge: …, discharge: …, window: […, …]}"
    return None


def _read_steps(value: Any) -> Any:
    steps: list[Any] = []
    for number, step in enumerate(unrolled([value] if isinstance(value, str) else _STEP_LIST.read(value))):
        if isinstance(step, Mapping) and len(step) == 1 and _kind(step) is None:  # GITT: 0.1C for 10 min, …
            ((name, words),) = step.items()
            step = f"{name}: {words}" if isinstance(words, str) and steps_of_words(f"{name}: {words}") else step
        if isinstance(step, str):
            try:
                steps += steps_of_words(step) or [step]
            except ValueError as problem:
                raise FieldProblem(str(problem), number) from None
        elif isinstance(step, Mapping) and _kind(step) is None:
            steps.append(cycle_of_current(stored(pulse_of_interruptions(step)), number))
        else:
            steps.append(rates_of_words(step) if isinstance(step, Mapping) else step)
    return [step if (wrong := _problem_of_kind(step)) is None else Unknown(wrong) for step in steps]


_STEP_LIST = list_of("steps such as [{discharge: 0.1C, to: 1.0 V}, {charge: 0.1C, to: 2.8 V}]", single=True)
#: One step of a protocol, of any kind.
Step = Annotated[
    Annotated[Rest, Tag("step:rest")]
    | Annotated[Drive, Tag("step:drive")]
    | Annotated[Charge, Tag("step:charge")]
    | Annotated[Discharge, Tag("step:discharge")]
    | Annotated[Hold, Tag("step:hold")]
    | Annotated[Rates, Tag("step:rates")]
    | Annotated[Cycles, Tag("step:cycles")]
    | Annotated[Ramp, Tag("step:ramp")]
    | Annotated[Pulse, Tag("step:pulse")]
    | Annotated[Impedance, Tag("step:impedance")],
    Discriminator(_kind),
]


def _also_with_reference(schema: dict[str, Any]) -> dict[str, Any]:
    steps = _STEP_LIST.also(schema)
    named = {"type": "object", "properties": {"reference": {"type": "string"}, "steps": schema}, "required": ["steps"]}
    return {"anyOf": [*steps["anyOf"], {**named, "additionalProperties": False}]}


Steps = Annotated[tuple[Step, ...], Before(_read_steps, _also_with_reference)]


def default_protocol() -> tuple[Cycles]:
    """Return what is run when a recipe names no protocol: one cycle at 0.1C between 1.0 V and 2.8 V."""
    return (
        Cycles(cycles=1, charge=read_rate("0.1C"), discharge=read_rate("0.1C"), window=read_window(["1.0 V", "2.8 V"])),
    )
