"""What was measured on a cell: points that the prediction goes through, numbers to compare it with."""

from typing import Annotated

from pydantic import Field, model_validator

from brimstone.recipe.base import Written
from brimstone.recipe.fields import CapacityField, CellTemperature, CycleCount, RateField, Text, Voltage
from brimstone.recipe.protocol import Direction
from brimstone.recipe.reading import vocabulary
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import BASES

Basis = Annotated[str, vocabulary(BASES, "basis of a capacity")]


class Anchor(Written):
    """One measured point of this very cell, which the prediction is made to go through.

    Attributes
    ----------
    capacity : Capacity
        Of the discharge unless `direction` says otherwise.
    rate : Rate
    per : str
        The mass of a specific capacity: ``"active"`` (default), ``"sulfur"`` or ``"electrode"``.
    temperature : Quantity, optional
        [K]; that of the operation by default.
    direction : str
    cycle : int
        The first by default.
    """

    capacity: CapacityField = Field(description="a capacity such as 1000 mAh/g")
    rate: RateField = Field(description="a rate such as 0.1C")
    per: Basis = "active"
    temperature: CellTemperature | None = None
    direction: Direction = "discharge"
    cycle: CycleCount = 1


class Reported(Written):
    """A number that was reported for this cell, to compare with the computed one.

    Attributes
    ----------
    capacity : Capacity, optional
        At least one of `capacity` and `mean_voltage` is given.
    mean_voltage : Quantity, optional
        [V], against the reference of the recipe.
    rate : Rate, optional
    per : str
        The mass of a specific capacity: ``"active"`` (default), ``"sulfur"`` or ``"electrode"``.
    temperature : Quantity, optional
        [K]; that of the operation by default.
    direction : str
    cycle : int, optional
        Counted from one.
    source : str
        Where it was published.
    quote : str, optional
        The words that say so.
    note : str, optional
        What the reader should know of it.
    """

    rate: RateField | None = None
    capacity: CapacityField | None = None
    per: Basis = "active"
    mean_voltage: Voltage | None = None
    temperature: CellTemperature | None = None
    direction: Direction = "discharge"
    cycle: CycleCount | None = None
    source: Text = Field(description="source, such as doi:10.1016/j.jpowsour.2008.03.030")
    quote: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _check_figure(self) -> "Reported":
        if self.capacity is None and self.mean_voltage is None:
            raise FieldProblem("is missing; expected a capacity such as 1000 mAh/g (or a mean_voltage)", "capacity")
        return self
