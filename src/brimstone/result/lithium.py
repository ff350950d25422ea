"""Limits of the anode of a run, and whether the protocol exceeds them."""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR, MA_CM2, MPA
from brimstone.result.figures import Figure

_DEPLETION = "salt depletion"
_RIGHT_ANGLE = 90.0  # [degrees]
_LONGEST = 1e4 * HOUR  # no test of a cell took longer


@record
class Demand:
    """The largest current of a protocol in one direction, against the limit of the anode.

    Attributes
    ----------
    direction : str
        ``"charge"`` (lithium is plated) or ``"discharge"`` (stripped).
    current : float
        Magnitude [A/m2].
    label : str
        The step that asks it, in the words of the recipe.
    limited_by : str
        Name of the least limit in this direction.
    limit : Figure
        [A/m2]
    """

    direction: str
    current: float
    label: str
    limited_by: str
    limit: Figure

    @property
    def exceeded(self) -> bool:
        """Whether the current is above the nominal limit."""
        return self.current > self.limit.value


@record
class Recharge:
    """A charge that a cell does not survive, of what a discharge gave and at its current.

    Attributes
    ----------
    current : float
        The least of the discharges' currents that is too much [A/m2].
    label : str
        Of that discharge, or of the charge that ended the run.
    through : float
        Time until lithium is through the separator [s].
    takes : float or None
        What the charge would take [s]; None of one that was run.
    """

    current: float
    label: str
    through: float
    takes: float | None

    def sentence(self) -> str:
        """In words."""
        at = f"this cell could not be recharged at {_short(self.current / MA_CM2)} mA/cm2"
        if self.takes is None:
            return f"{at} ({self.label}): lithium grows through the separator after {_hours(self.through)}"
        return (
            f"{at}, the current of its {self.label}: lithium grows through the separator in "
            f"{_hours(self.through)}, and the charge takes {_hours(self.takes)}"
        )


@record
class Wetted:
    """How lithium wets what it was melted or pressed on.

    Attributes
    ----------
    on : str
        The electrolyte, or the layer deposited on it.
    adhesion : Figure
        Work of adhesion [J/m2].
    angle : Figure
        Contact angle of molten lithium [rad].
    filled : Figure
        Fraction of the rough surface that is filled [-].
    """

    on: str
    adhesion: Figure
    angle: Figure
    filled: Figure

    def sentence(self) -> str:
        """Adhesion, angle and contact, one from the other."""
        degrees, adhesion = float(np.degrees(self.angle.value)), self.adhesion.value
        wets = "wets" if degrees < _RIGHT_ANGLE else "does not wet"
        return (
            f"lithium {wets} {self.on}: a work of adhesion of {adhesion:.2g} J/m2 makes a contact angle of "
            f"{degrees:.0f} degrees, and {100 * self.filled.value:.0f} % of the rough surface is filled"
        )


@record
class Lithium:
    """Limits of the anode of a run.

    Attributes
    ----------
    limits : mapping of str to Figure
        Critical current densities by what limits them, the keys of `consequences` [A/m2].
    critical_current : Figure or None
        The least of them in each member [A/m2]; None when the library knows too little.
    limited_by : str or None
        Which limit that is, in the nominal member.
    time_to_short : Figure or None
        Of lithium through the separator at the stack pressure and the largest current of charge, cycled [s]; None where
        it does not grow.
    stiffness_ratio : Figure or None
        Shear modulus of the electrolyte next to the lithium over twice that of lithium; Monroe and Newman ask for one.
    contact_left : float or None
        Least share that voids left of the contact in the run, nominal member [-].
    demands : tuple of Demand
        Largest currents of the protocol, one a direction.
    pressure : float or None
        Stack pressure [Pa].
    shorted : bool
        Whether lithium grew through the separator in the run, nominal member.
    flaw_pressure : Figure or None
        Of lithium plated into flaws of the electrolyte, from which they crack it [Pa].
    consequences : mapping of str to str
        What happens above each limit, in words.
    critical_currents : ndarray (members,)
        `critical_current` of all members [A/m2]; NaN when the library knows too little.
    wetting : Wetted or None
        Of lithium on the electrolyte or a deposited layer, where it was melted or pressed on one.
    recharge : Recharge or None
        A charge that the cell did not survive, or, of a protocol without one, would not; nominal member.
    """

    limits: Mapping[str, Figure]
    critical_current: Figure | None
    limited_by: str | None
    time_to_short: Figure | None
    stiffness_ratio: Figure | None
    contact_left: float | None
    demands: tuple[Demand, ...]
    pressure: float | None
    shorted: bool
    flaw_pressure: Figure | None
    consequences: Mapping[str, str]
    critical_currents: np.ndarray
    wetting: Wetted | None = None
    recharge: Recharge | None = None

    @property
    def exceeded(self) -> bool:
        """Whether the protocol exceeds a current limit of the anode."""
        return any(demand.exceeded for demand in self.demands)

    def sentences(self) -> list[str]:
        """Limits of the anode in sentences."""
        lines = [] if self.wetting is None else [self.wetting.sentence()]
        if self.critical_current is not None and self.limited_by is not None:
            words = f"critical current {_current(self.critical_current)}, limited by {self.limited_by}"
            if self.critical_current.value <= 0.0:
                words = f"no current is safe at {self._pressure()}, for {self.limited_by}"
            if self.limited_by == _DEPLETION:
                words = f"limiting current {_current(self.critical_current)}"
            lines.append(f"{words}: {self.consequences[self.limited_by]}")
            if self.limited_by == "voids":
                lines[-1] += (
                    "; this is the limit of stripping. A symmetric cell whose current is stepped up (`brimstone ccd`) "
                    "may also end by a short circuit, as lithium plates, or at its limit of voltage, so at another "
                    "current"
                )
            if self.limits.keys() == {_DEPLETION}:
                lines[-1] += "; the current at which lithium begins to grow through a liquid is not known"
        if self.time_to_short is not None:
            at = f" at {self._pressure()}" if self.pressure else ""
            lines.append(f"lithium grows through the electrolyte in {_time(self.time_to_short)} of cycling{at}")
        return lines

    def warnings(self) -> list[str]:
        """Warnings where the protocol exceeds the limits of the anode."""
        sentences = []
        if self.recharge is not None and self.recharge.takes is not None:  # else the run itself tells
            sentences.append(self.recharge.sentence())
        for demand in self.demands:
            if demand.exceeded and demand.limited_by != _DEPLETION:  # of which the run itself speaks
                words = (
                    f"{demand.label}: {demand.current / MA_CM2:.3g} mA/cm2 is above the critical current of "
                    f"{demand.direction}, {_current(demand.limit)}; {self.consequences[demand.limited_by]}"
                )
                if demand.limited_by == "voids" and self.contact_left is not None:
                    words += f" ({100 * self.contact_left:.0f} % of the contact is left at the least)"
                if demand.limited_by == "flaws" and self.flaw_pressure is not None:
                    bearable = self.flaw_pressure.value / MPA
                    words += f" (they withstand {bearable:.2g} MPa, of which the stack presses {self._pressure()})"
                sentences.append(words)
        return sentences

    def _pressure(self) -> str:
        return f"{(self.pressure or 0.0) / MPA:.3g} MPa"


def _current(figure: Figure) -> str:
    scaled = figure.times(1 / MA_CM2)
    words = f"{_short(scaled.value)} mA/cm2"
    if scaled.low is None or scaled.high is None:
        return words
    return f"{words} (80 %: {_short(scaled.low)} to {_short(scaled.high)})"


def _short(number: float) -> str:
    return f"{number:.2g}" if number < 99.5 else f"{number:.0f}"


def _time(figure: Figure) -> str:
    if figure.value > _LONGEST:
        return "more than 10,000 h"
    words = _hours(figure.value)
    if figure.low is None or figure.high is None:
        return words
    return f"{words} (80 %: {_hours(figure.low)} to {_hours(figure.high)})"


def _hours(seconds: float) -> str:
    return f"{seconds / 60.0:.2g} min" if seconds < 0.5 * HOUR else f"{seconds / HOUR:.3g} h"
