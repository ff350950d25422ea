"""Where the voltage goes, point by point, and the energy with it.

For every recorded state the discrete electrode obeys, exactly,

    U(x_mean) - V = anode + separator + contacts + ionic path + electronic path + reaction + film
                    + uneven reaction + electrolyte redox,

each term a power over the current. Uneven reaction and redox are no resistances: charge that sulfur takes up at a depth
whose equilibrium differs from the mean, and charge that the electrolyte takes up at potentials of its own. They alone
can be negative.
"""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record


@record
class Losses:
    """Voltage lost at each recorded point of a step.

    Attributes
    ----------
    volts : mapping of str to ndarray (points,)
        By the names of `brimstone.model.LOSSES`; positive is lost, whatever the direction of the current [V].
    equilibrium : ndarray (points,)
        Equilibrium potential at the mean conversion [V].
    released : float
        Free energy that sulfur's conversion released during the step [J/m2].
    redox_work : ndarray (points,)
        Power that other reactions than sulfur's in the cathode deliver [W/m2]: the electrolyte's own redox, and less
        than nothing what the shuttle turns to heat.
    dissipation : ndarray (points,)
        Power lost to resistances, kinetics and films [W/m2].
    """

    volts: Mapping[str, np.ndarray]
    equilibrium: np.ndarray
    released: float
    redox_work: np.ndarray
    dissipation: np.ndarray

    def mean(self, charge: np.ndarray) -> dict[str, float]:
        """Means over the charge passed [V]."""
        total = charge[-1] - charge[0]
        if total == 0.0:
            return dict.fromkeys(self.volts, 0.0)
        return {name: float(np.trapezoid(volts, charge) / total) for name, volts in self.volts.items()}
