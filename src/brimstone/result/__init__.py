"""What came of a run: plain data that can be pickled, copied, compared, stored and shown."""

from brimstone.model import LOSSES
from brimstone.result.blocking import BlockingRun, Polarisation
from brimstone.result.comparison import Comparison, comparison
from brimstone.result.figures import Band, Curve, DifferentialBand, Figure, Profile
from brimstone.result.heat import StepHeat
from brimstone.result.impedance import Element, Impedance, Rails
from brimstone.result.lithium import Demand, Lithium, Wetted
from brimstone.result.losses import Losses
from brimstone.result.measured import CycleTotals, Cycling, Measured, MeasuredSpectrum
from brimstone.result.pressure import BraggTrace, PressureTrace
from brimstone.result.resistance import INTERFACES, RESISTANCES
from brimstone.result.run import Run
from brimstone.result.shuttle import Shuttle
from brimstone.result.step import Amounts, Packed, Step
from brimstone.result.symmetric import SymmetricRun, SymmetricStep
from brimstone.result.titration import Pulse, Titration
from brimstone.result.voltammetry import Hysteresis, ScanRates

#: A run of a cell that is measured, not discharged.
MeasuredRun = SymmetricRun | BlockingRun

__all__ = [
    "INTERFACES",
    "LOSSES",
    "RESISTANCES",
    "Amounts",
    "Band",
    "BlockingRun",
    "BraggTrace",
    "Comparison",
    "Curve",
    "CycleTotals",
    "Cycling",
    "Demand",
    "DifferentialBand",
    "Element",
    "Figure",
    "Hysteresis",
    "Impedance",
    "Lithium",
    "Losses",
    "Measured",
    "MeasuredRun",
    "MeasuredSpectrum",
    "Packed",
    "Polarisation",
    "PressureTrace",
    "Profile",
    "Pulse",
    "Rails",
    "Run",
    "ScanRates",
    "Shuttle",
    "Step",
    "StepHeat",
    "SymmetricRun",
    "SymmetricStep",
    "Titration",
    "Wetted",
    "comparison",
]
