"""Intermittent titration (GITT) and current interruption (ICI): relaxed voltages, and what each pulse loses."""

import math

import numpy as np

from brimstone._records import record
from brimstone.result.figures import Figure


@record
class Pulse:
    """One pulse and the rest after it; voltages of the cathode against Li/Li+.

    Attributes
    ----------
    number : int
        Counted from 1.
    charge : Figure
        Passed from the first pulse to the end of this one, positive [C/m2].
    before, relaxed : Figure
        At rest before and after, the latter the quasi open-circuit voltage of the composition reached [V].
    start, end : Figure
        Under current, when it has just been switched on and just before it is off [V].
    instant : Figure
        Resistance that shows when the current is switched on, (before - start)/I: conduction and kinetics [ohm m2].
    total : Figure
        Resistance at the end of the pulse, (relaxed - end)/I [ohm m2].
    slow : Figure
        What of `total` comes back during the rest only, as composition evens out [ohm m2].
    losses : dict of str to float
        Voltage lost at the end of the pulse by the names of `brimstone.result.LOSSES`, nominal [V]; empty beyond the
        instructions whose losses are kept.
    interrupted : float
        Resistance read off the first part of the rest, by extrapolation in the square root of time to the moment of
        interruption, nominal [ohm m2]; see `brimstone.instrument.relaxation_in_time.read_interruption`.
    interrupted_slope : float
        Of the same line, nominal [ohm m2/s0.5].
    linear : float
        Share of the variance that this line explains.
    diffusion_time : float
        L2/D by the law of Weppner and Huggins, nominal [s]; NaN for the first pulse from an unrelaxed state.
    """

    number: int
    charge: Figure
    before: Figure
    relaxed: Figure
    start: Figure
    end: Figure
    instant: Figure
    total: Figure
    slow: Figure
    losses: dict[str, float]
    interrupted: float = math.nan
    interrupted_slope: float = math.nan
    linear: float = math.nan
    diffusion_time: float = math.nan

    def diffusivity(self, length: float) -> float:
        """Apparent diffusivity over a diffusion length [m2/s], `length` in m: a third of the radius of spheres.

        A cathode that converts has no single diffusivity; on a plateau it says nothing.
        """
        return length**2 / self.diffusion_time


@record
class Titration:
    """A series of pulses.

    Attributes
    ----------
    label : str
        In the words of the recipe.
    step : int
        Place of the recipe's step, from 0.
    direction : str
        ``"discharge"`` or ``"charge"``.
    current : float
        Of the pulses [A/m2], discharge positive.
    sulfur : float
        Mass that capacities are given per: of sulfur, or of active material without any, nominal [kg/m2].
    pulses : tuple of Pulse
        All that have a rest after them.
    """

    label: str
    step: int
    direction: str
    current: float
    sulfur: float
    pulses: tuple[Pulse, ...]

    def open_circuit(self) -> tuple[np.ndarray, np.ndarray]:
        """Charge passed [C/m2] and voltage at rest [V] from before the first pulse to after the last, nominal."""
        if not self.pulses:
            return np.empty(0), np.empty(0)
        charge = [0.0, *(pulse.charge.value for pulse in self.pulses)]
        return np.array(charge), np.array([self.pulses[0].before.value, *(one.relaxed.value for one in self.pulses)])
