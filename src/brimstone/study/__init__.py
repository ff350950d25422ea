"""Many cells: compare, sweep, sensitivity, optimisation."""

from brimstone.study.comparing import compare
from brimstone.study.optimising import Search, optimise
from brimstone.study.sensitivities import sensitivity
from brimstone.study.sweeping import sweep

__all__ = ["Search", "compare", "optimise", "sensitivity", "sweep"]
