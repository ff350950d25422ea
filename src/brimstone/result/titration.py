"""Intermittent titration (GITT): relaxed voltages, and what each pulse loses at once and slowly."""

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
