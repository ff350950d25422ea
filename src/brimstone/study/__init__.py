"""Many cells: compare, sweep, sensitivity, optimisation."""

from brimstone.study.comparing import compare
from brimstone.study.optimising import optimise
from brimstone.study.sensitivities import sensitivity
from brimstone.study.sweeping import sweep

__all__ = ["compare", "optimise", "sensitivity", "sweep"]
