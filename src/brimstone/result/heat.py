"""Heat that a run sets free, where it comes from, and how warm the cell would get."""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record


@record
class StepHeat:
    """Heat of one step, nominal member.

    Attributes
    ----------
    label : str
    time, power : ndarray (points,)
        From the start of the step [s]; all heat [W/m2].
    heat : mapping of str to float
        By the names of `brimstone.model.HEAT_SOURCES` [J/m2].
    temperature : ndarray (points,)
        Above the surroundings, with the heat given away at the cell's faces [K].
    adiabatic_rise : float
        Had the cell kept all heat of this step [K].
    error : float
        Enthalpy released, less heat and electrical energy, over the largest of them.
    """

    label: str
    time: np.ndarray
    power: np.ndarray
    heat: Mapping[str, float]
    temperature: np.ndarray
    adiabatic_rise: float
    error: float

    @property
    def total(self) -> float:
        """[J/m2]"""
        return sum(self.heat.values())

    @property
    def mean_power(self) -> float:
        """[W/m2]"""
        return self.total / float(self.time[-1])
