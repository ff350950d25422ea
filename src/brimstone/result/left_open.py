"""How much the answer depends on each number that a recipe leaves open."""

from collections.abc import Sequence

from brimstone._records import record
from brimstone.constants import MAH_G
from brimstone.units import from_si

_NAMED = 3  # in a sentence
_LEAST = 0.02  # share of the capacity, below which nothing matters


@record
class LeftOpen:
    """One number that a recipe leaves open, or states as a range, and what the cell gives at its ends.

    Attributes
    ----------
    field : str
        Of the recipe, that would settle it.
    value, low, high : float
        As assumed, and the ends of its 80 % interval [SI].
    unit, dimension : str
        In which it is shown.
    capacity, at_low, at_high : float
        Per mass of active material, mean over the discharges of the protocol's first step [C/kg]: as assumed and at
        both ends, all else nominal; NaN where a run fails.
    """

    field: str
    value: float
    low: float
    high: float
    unit: str
    dimension: str
    capacity: float
    at_low: float
    at_high: float

    @property
    def effect(self) -> float:
        """Largest change of the capacity [C/kg]; 0 where neither end ran."""
        changes = [abs(end - self.capacity) for end in (self.at_low, self.at_high)]
        return max((change for change in changes if change == change), default=0.0)

    def words(self) -> str:
        """``operation.stack_pressure (30 to 100 MPa: 812 to 1105 mAh/g)``."""
        low, high = (f"{from_si(end, self.unit, self.dimension):.4g}" for end in (self.low, self.high))
        ends = " to ".join("no result" if end != end else f"{end / MAH_G:.0f}" for end in (self.at_low, self.at_high))
        return f"{self.field} ({low} to {high} {self.unit}".rstrip() + f": {ends} mAh g⁻¹)"


def sentence(numbers: Sequence[LeftOpen]) -> str:
    """What matters most of what a recipe leaves open; empty where nothing is."""
    if not numbers:
        return ""
    capacity = numbers[0].capacity
    mattering = [one for one in numbers if one.effect > _LEAST * capacity][:_NAMED]
    if not mattering:
        return (
            f"Of the {len(numbers)} numbers that the recipe leaves open, none alone moves the capacity by more than "
            f"{100 * _LEAST:.0f} %."
        )
    first, *others = (one.words() for one in mattering)
    more = f"; then {', '.join(others)}" if others else ""
    return (
        f"Of what the recipe leaves open, {first} matters most for the capacity, {capacity / MAH_G:.0f} mAh g⁻¹ of "
        f"active material as the mean of the first step's discharges{more}."
    )
