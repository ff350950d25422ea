"""Fields whose usual range is narrower than that of their dimension: a value outside is possible, and warned of."""

from typing import Annotated

from brimstone.recipe.fields import AT_NIGHT, THIN
from brimstone.recipe.reading import positive_number, quantity_of
from brimstone.recipe.values import Reader
from brimstone.units import Quantity


def _length(example: str, low: str, high: str) -> Reader:
    return quantity_of("length", (example,), None, (low, high), above="0 um", **THIN)


def _time(example: str, low: str, high: str) -> Reader:
    return quantity_of("time", (example,), AT_NIGHT, (low, high), at_least="0.000001 s", at_most="100000 h")


CathodeThickness = Annotated[Quantity, _length("60 um", "1 um", "2 mm")]
AnodeThickness = Annotated[Quantity, _length("100 um", "0.5 um", "3 mm")]
BladeGap = Annotated[Quantity, _length("300 um", "10 um", "5 mm")]
MadeThickness = Annotated[Quantity, _length("50 um", "1 um", "10 mm")]
MadeDiameter = Annotated[Quantity, _length("10 mm", "2 mm", "10 cm")]
GrainSize = Annotated[Quantity, _length("3 um", "5 nm", "200 um")]
Overhang = Annotated[Quantity, _length("1 mm", "0.1 mm", "3 cm")]
PlateThickness = Annotated[Quantity, _length("5 mm", "0.2 mm", "5 cm")]
BendingRadius = Annotated[Quantity, _length("25 mm", "1 mm", "1 m")]
MixingTime = Annotated[Quantity, _time("2 h", "30 s", "500 h")]
MakingTime = Annotated[Quantity, _time("6 h", "30 s", "500 h")]
PressingTime = Annotated[Quantity, _time("3 min", "1 s", "48 h")]
DryingTime = Annotated[Quantity, _time("12 h", "1 min", "300 h")]
IntervalTime = Annotated[Quantity, _time("15 min", "5 s", "5 h")]
RestTime = Annotated[Quantity, _time("2 h", "10 s", "1500 h")]
HalfCycleTime = Annotated[Quantity, _time("1 h", "10 s", "300 h")]
PulseTime = Annotated[Quantity, _time("10 min", "1 s", "50 h")]
StorageTime = Annotated[Quantity, _time("7 d", "1 h", "20000 h")]
ExposureTime = Annotated[Quantity, _time("30 min", "10 s", "400 h")]
MillFrequency = Annotated[
    Quantity, quantity_of("frequency", ("30 Hz",), usual=("2 Hz", "200 Hz"), at_least="1e-9 Hz", at_most="1e12 Hz")
]
Amplitude = Annotated[
    Quantity, quantity_of("voltage", ("10 mV",), usual=("0.1 mV", "0.5 V"), at_least="-5 V", at_most="7 V")
]
ActiveShare = Annotated[
    Quantity, quantity_of("fraction", ("70 wt%", "0.7"), usual=("2 %", "97 %"), above="0", below="1")
]
SolidsShare = Annotated[
    Quantity, quantity_of("fraction", ("40 wt%", "0.4"), usual=("2 %", "90 %"), above="0", below="1")
]
CapacityRatio = Annotated[float, positive_number("a plain number such as 1.5", usual=(0.3, 200.0))]
BallToPowder = Annotated[float, positive_number("a plain number such as 30", usual=(0.5, 200.0))]
