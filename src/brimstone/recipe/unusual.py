"""What is said of currents, ends of steps, capacities and windows that few cells have."""

import math
from collections.abc import Callable
from typing import Any

from brimstone.recipe.values import Loading, Window
from brimstone.units import from_si, parse

#: Where each kind of current, power, end or capacity of a cell lies.
_USUAL = {
    "C": ("0.002C", 0.002, "40C", 40.0),
    "current density": ("0.002 mA/cm2", 0.02, "50 mA/cm2", 500.0),
    "specific current": ("2 mA/g", 2.0, "20 A/g", 2e4),
    "areal power": ("0.005 mW/cm2", 0.05, "100 mW/cm2", 1e3),
    "specific power": ("2 mW/g", 2.0, "50 W/g", 5e4),
    "area resistance": ("10 ohm cm2", 1e-3, "5e5 ohm cm2", 50.0),
    "voltage": ("0.05 V", 0.05, "5 V", 5.0),
    "time": ("1 min", 60.0, "1500 h", 5.4e6),
    "specific charge": ("5 mAh/g", 1.8e4, "4500 mAh/g", 1.62e7),
    "areal charge": ("0.01 mAh/cm2", 360.0, "50 mAh/cm2", 1.8e6),
    "retention": ("5 %", 0.05, "100 %", 1.0),
    "coulombic efficiency": ("5 %", 0.05, "110 %", 1.1),
    "pressure": ("0.2 MPa", 2e5, "1 GPa", 1e9),
}


_LOW_WINDOW, _MILLIVOLTS, _LOWEST = 0.3, 0.02, 2.0  # [V]
_DIED_AWAY = 1.0  # [C]
_AREAL = ("0.05 mAh/cm2", "40 mAh/cm2")


def unusual(value: Any) -> str | None:
    """What to say of a rate, an end of a step, a capacity or a window that few cells have; None of all others."""
    if isinstance(value, Window):
        odd = value.upper.si < _LOW_WINDOW or value.upper.si > _USUAL["voltage"][3]
        told = f"{value.lower} to {value.upper} is unusual; the upper voltage is 0.3 to 5 V in most cells"
        return told if odd else None
    if getattr(value, "kind", "") == "voltage":  # against another electrode than lithium it may be none, or below
        odd = 0.0 < abs(value.si) < _MILLIVOLTS or not -_LOWEST <= value.si <= _USUAL["voltage"][3]
        return f"{value} is unusual; 0.05 V to 5 V is the usual range" if odd else None
    low, least, high, most = _USUAL.get(getattr(value, "kind", ""), ("", -math.inf, "", math.inf))
    if not math.isfinite(least) or least <= value.si <= most:
        return None
    return f"{value} is unusual; {low} to {high} is the usual range"


def unusual_end(value: Any) -> str | None:
    """As `unusual`, of what ends a hold: a current that has died away, or a time."""
    if getattr(value, "kind", "") == "C" and value.si > _DIED_AWAY:
        return f"{value} is unusual; a hold ends at 0.002C to 1C"
    return unusual(value)


def unusual_current(text: str, amperes: float, area: float) -> str | None:
    """As `unusual`, of the current of a whole cell [A] with its area [m2]."""
    low, least, high, most = _USUAL["current density"]
    density = amperes / area
    if least <= density <= most:
        return None
    shown = from_si(density, "mA/cm2", "current density")
    return f"{text} is {shown:.3g} mA/cm2 here, which is unusual; {low} to {high} is the usual range"


def unusual_loading(loading: Any, of_mass: Callable[[Any], str | None]) -> str | None:
    """As `unusual`, of a loading; `of_mass` says so of a mass per area."""
    if not isinstance(loading, Loading) or loading.basis == "usual":
        return None
    if loading.basis != "capacity":
        return of_mass(loading.amount)
    low, high = (parse(one, "areal charge").si for one in _AREAL)
    usual = low <= loading.amount.si <= high
    return None if usual else f"{loading} is unusual; {_AREAL[0]} to {_AREAL[1]} is the usual range"
