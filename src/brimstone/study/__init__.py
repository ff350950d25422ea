"""Many cells: compare, sweep, sensitivity, optimisation, critical currents."""

from brimstone._deprecation import moved_names
from brimstone.study.comparing import compare
from brimstone.study.critical import critical_currents
from brimstone.study.fronts import pareto
from brimstone.study.optimising import Search, optimise
from brimstone.study.sensitivities import sensitivity
from brimstone.study.sweeping import sweep

__all__ = ["Search", "compare", "critical_currents", "optimise", "pareto", "sensitivity", "sweep"]

__getattr__ = moved_names(
    __name__,
    {
        "calibrate": "brimstone.fit.calibrate",
        "energy": "brimstone.design.energy",
        "evenness": "brimstone.design.current",
        "parts": "brimstone.fit.parts",
        "polymers": "brimstone.design.polymers",
        "process": "brimstone.design.process",
        "safety": "brimstone.design.safety",
        "strategies": "brimstone.design.strategies",
        "ternary": "brimstone.design.composition_map",
    },
)
