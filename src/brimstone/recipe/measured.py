"""What was measured on a cell: points that the prediction goes through, numbers to compare it with."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from brimstone.recipe.base import Written
from brimstone.recipe.fields import CapacityField, CellTemperature, Count, RateField, Text, Voltage, WeighedMass
from brimstone.recipe.patterns import expression
from brimstone.recipe.protocol import Direction
from brimstone.recipe.reading import quantity_of, vocabulary
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import BASES
from brimstone.units import NUMERAL, Quantity, plain

_CYCLE = expression(
    r"[\s,;(]*\b(?:(?:after|at|in|of|for)\s+)?(?:the\s+)?(?:(?P<first>first|initial|1st)(?:\s+(?:cycle|discharge))?|"
    r"(?P<number>\d+)(?:st|nd|rd|th)?\s*cycles?|cycle\s+(?P<last>\d+))\b\s*\)?",
    re.IGNORECASE,
)
_AT_RATE = expression(
    rf"(?:[\s,;(]*\bat\s+|\s*[(;]\s*|,\s+)({NUMERAL}\s*C|C\s*/\s*{NUMERAL}|{NUMERAL}\s*[mμu]?A(?!\s?h)\s*\S+)\s*\)?"
)


def told_with_capacity(fields: Mapping[Any, Any]) -> dict[str, str]:
    """Rate and cycle that stand beside a capacity in one phrase, and the capacity alone; empty where none does."""
    words = fields.get("capacity")
    if not isinstance(words, str) or len(words) > 200:
        return {}
    rest, told = plain(words), {}
    for name, pattern in (("cycle", _CYCLE), ("rate", _AT_RATE)):
        match = pattern.search(rest)
        if match is None or name in fields:
            continue
        told[name] = match[1] if name == "rate" else match["number"] or match["last"] or "1"
        rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip(" ,;")
    return {**told, "capacity": rest} if told else {}


Basis = Annotated[str, vocabulary(BASES, "basis of a capacity")]


_AreaResistance = Annotated[
    Quantity,
    quantity_of("area resistance", ("80 ohm cm2",), usual=("1 ohm cm2", "20000 ohm cm2"), at_least="0 ohm cm2"),
]


class Anchor(Written):
    """One measured point of this very cell, which the prediction is made to agree with.

    Attributes
    ----------
    capacity : Capacity, optional
        Of the discharge unless `direction` says otherwise. One of `capacity`, `mean_voltage` and `resistance` is given.
    voltage : Quantity, optional
        After this capacity, against the reference of the recipe: a point of a curve [V].
    mean_voltage : Quantity, optional
        Of the discharge at this rate, against the reference of the recipe [V].
    resistance : Quantity, optional
        Of the cell as assembled without the arc of the sulfur's reaction: anode, electrolyte, contacts, paths [ohm m2].
    rate : Rate, optional
        Of a capacity or a mean voltage.
    per : str
        The mass of a specific capacity: ``"active"`` (default), ``"sulfur"`` or ``"electrode"``.
    temperature : Quantity, optional
        [K]; that of the operation by default.
    direction : str
    cycle : int
        The first by default.
    """

    BESIDE: ClassVar[bool] = True

    capacity: CapacityField | None = Field(default=None, description="a capacity such as 1000 mAh/g")
    voltage: Voltage | None = None
    mean_voltage: Voltage | None = None
    resistance: _AreaResistance | None = None
    rate: RateField | None = Field(default=None, description="a rate such as 0.1C")
    per: Basis = "active"
    temperature: CellTemperature | None = None
    direction: Direction = "discharge"
    cycle: Count = 1

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, data: Any) -> Any:
        return {**data, **told_with_capacity(data)} if isinstance(data, Mapping) else data

    @model_validator(mode="after")
    def _check_figure(self) -> "Anchor":
        given = [name for name in ("capacity", "mean_voltage", "resistance") if getattr(self, name) is not None]
        if not given:
            raise FieldProblem("is missing; expected a capacity such as 1000 mAh/g", "capacity")
        if len(given) > 1:
            raise FieldProblem(f"has {' and '.join(given)}; write one entry for each", given[1])
        if self.voltage is not None and self.capacity is None:
            raise FieldProblem("goes with the capacity after which it was read; a mean is a mean_voltage", "voltage")
        if self.rate is None and self.resistance is None:
            raise FieldProblem("is missing; expected a rate such as 0.1C", "rate")
        if self.rate is not None and self.resistance is not None:
            raise FieldProblem("belongs to no resistance: that is of the cell as assembled", "rate")
        return self

    @property
    def words(self) -> str:
        """What was measured, for a sentence."""
        if self.resistance is not None:
            return f"of {self.resistance}"
        if self.voltage is not None:
            return f"of {self.voltage} after {self.capacity} at {self.rate}"
        return f"of {self.capacity or self.mean_voltage} at {self.rate}"


class Reported(Written):
    """A number that was reported for this cell, or a file that was measured on it, to compare with what is computed.

    Attributes
    ----------
    capacity : Capacity, optional
        At least one of `capacity`, `mean_voltage` and `file` is given.
    mean_voltage : Quantity, optional
        [V], against the reference of the recipe.
    rate : Rate, optional
    per : str
        The mass of a specific capacity: ``"active"`` (default), ``"sulfur"`` or ``"electrode"``.
    temperature : Quantity, optional
        [K]; that of the operation by default.
    direction : str
    cycle : int, optional
        Counted from one in the step of the protocol that is at this rate.
    file : str, optional
        Of a cycler or an impedance analyser, beside the recipe: ``{file: cell.mpt, mass: 1.2 mg}``.
    mass : Quantity, optional
        Of what `per` names, in the electrode that was measured [kg]; needed with a file, unless the recipe has an area.
    step : int, optional
        Step of the protocol that the file is of, from 1; by default any of the same current.
    source : str
        Where it was published; by default the name of the file, if there is one.
    quote : str, optional
        The words that say so.
    note : str, optional
        What the reader should know of it.
    """

    BESIDE: ClassVar[bool] = True

    rate: RateField | None = None
    capacity: CapacityField | None = None
    per: Basis = "active"
    mean_voltage: Voltage | None = None
    temperature: CellTemperature | None = None
    direction: Direction = "discharge"
    cycle: Count | None = None
    file: Text | None = None
    mass: WeighedMass | None = None
    step: Count | None = None
    source: Text = Field(
        default="no source given", description="where it was published, such as doi:10.1016/j.jpowsour.2008.03.030"
    )
    quote: Text | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, data: Any) -> Any:
        """The name of a file is its source; ``980 mAh/g at 0.1C after 50 cycles`` tells rate and cycle."""
        if not isinstance(data, Mapping):
            return data
        if isinstance(data.get("file"), str) and "source" not in data:
            data = {**data, "source": data["file"]}
        return {**data, **told_with_capacity(data)}

    @model_validator(mode="after")
    def _check_figure(self) -> "Reported":
        if self.capacity is None and self.mean_voltage is None and self.file is None:
            raise FieldProblem(
                "is missing; expected a capacity such as 1000 mAh/g (or a mean_voltage, or a file)", "capacity"
            )
        if self.file is None and (self.mass is not None or self.step is not None):
            raise FieldProblem(
                "goes with a file, as in {file: cell.mpt, mass: 1.2 mg}", "mass" if self.mass else "step"
            )
        return self
