"""What came of a run: curves, figures with intervals, losses, balances, provenance."""

from brimstone.model import LOSSES
from brimstone.result.comparison import Comparison, comparison
from brimstone.result.figures import Band, Curve, Figure
from brimstone.result.impedance import Element, Impedance
from brimstone.result.lithium import Demand, Lithium
from brimstone.result.losses import Losses
from brimstone.result.resistance import RESISTANCES, start_resistance
from brimstone.result.run import Run, Step
from brimstone.result.titration import Pulse, Titration

__all__ = [
    "LOSSES",
    "RESISTANCES",
    "Band",
    "Comparison",
    "Curve",
    "Demand",
    "Element",
    "Figure",
    "Impedance",
    "Lithium",
    "Losses",
    "Pulse",
    "Run",
    "Step",
    "Titration",
    "comparison",
    "start_resistance",
]
