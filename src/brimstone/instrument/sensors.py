"""Sensors for the volume change of a cell: on the plates outside, or a fibre inside."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone._typing import Numeric
from brimstone.constants import HOUR
from brimstone.library.workbench import Workbench


@dataclass(frozen=True)
class Sensor:
    """What a sensor measures, and the effort it takes.

    Attributes
    ----------
    reads : str
        The quantity.
    place : str
        ``"outside"`` or ``"inside"`` the cell.
    direction : str
        ``"through the stack"`` or ``"in the plane of its layer"``.
    whole_cell : bool
        Whether it measures all layers together, or only the one it is embedded in.
    damages : bool
        Whether it disturbs the material.
    effort : str
        Of installation, in words.
    """

    reads: str
    place: str
    direction: str
    whole_cell: bool
    damages: bool
    effort: str


@dataclass(frozen=True)
class Imperfection:
    """What a sensor adds to what it measures; by default nothing.

    Attributes
    ----------
    every : float
        Time between readings [s]; zero for those that are there.
    noise : float
        Standard deviation of independent errors, in the unit of the signal.
    drift : float
        Change of its zero in an hour.
    resolution : float
        Smallest step that it shows; zero for none.
    """

    every: float = 0.0
    noise: float = 0.0
    drift: float = 0.0
    resolution: float = 0.0


PERFECT = Imperfection()  #: a sensor that adds nothing


def read_out(
    time: np.ndarray, signal: np.ndarray, imperfection: Imperfection, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """What a sensor shows of a signal.

    Parameters
    ----------
    time : ndarray (points,)
        [s], not decreasing.
    signal : ndarray (points,)
    imperfection : Imperfection
        In the unit of the signal.
    random : numpy.random.Generator

    Returns
    -------
    tuple of ndarray (readings,)
        Times [s] and readings.

    Raises
    ------
    ValueError
        For a negative time, noise or resolution.
    """
    one = imperfection
    if min(one.every, one.noise, one.resolution) < 0.0:
        raise ValueError("time between readings, noise and resolution can't be negative")
    at = time
    if one.every > 0.0 and time.size > 1:
        at = np.append(np.arange(time[0], time[-1], one.every), time[-1])
    shown = np.interp(at, time, signal) + one.drift * (at - (at[0] if at.size else 0.0)) / HOUR
    if one.noise > 0.0:
        shown = shown + random.normal(0.0, one.noise, at.size)
    if one.resolution > 0.0:
        shown = np.round(shown / one.resolution) * one.resolution
    return at, shown


#: Sensors available for a run.
SENSORS: Mapping[str, Sensor] = {
    "pressure sensor": Sensor("stack pressure", "outside", "through the stack", True, False, "simple: a load cell"),
    "dilatometer": Sensor("thickness", "outside", "through the stack", True, False, "simple: a displacement gauge"),
    "fibre Bragg grating": Sensor(
        "strain and temperature", "inside", "in the plane of its layer", False, True, "demanding: a fibre in the cell"
    ),
}


@record
class Grating:
    """A fibre Bragg grating and the layer it is embedded in; arrays of shape (members,).

    Attributes
    ----------
    poisson_ratio : ndarray
        Of the layer [-].
    wavelength : ndarray
        Unstrained [m].
    photoelastic : ndarray
        p_e [-].
    expansion, thermo_optic : ndarray
        alpha and xi [1/K].
    """

    poisson_ratio: np.ndarray
    wavelength: np.ndarray
    photoelastic: np.ndarray
    expansion: np.ndarray
    thermo_optic: np.ndarray


def usual_grating(bench: Workbench) -> Grating:
    """The default grating of the library, sampled by the ledger."""
    names = (
        "mechanics/poisson_ratio",
        "instrument/bragg_wavelength",
        "instrument/photoelastic_coefficient",
        "instrument/fibre_expansion",
        "instrument/thermo_optic_coefficient",
    )
    return Grating(*(bench.constant(name) for name in names))


def bragg_shift(
    strain: Numeric,
    temperature_change: Numeric,
    wavelength: Numeric,
    photoelastic: Numeric,
    expansion: Numeric,
    thermo_optic: Numeric,
) -> Numeric:
    """Shift of the wavelength reflected by a fibre Bragg grating [m].

    Parameters
    ----------
    strain : float or array
        Along the fibre [-].
    temperature_change : float or array
        [K]
    wavelength : float or array
        Unstrained [m].
    photoelastic : float or array
        p_e [-].
    expansion, thermo_optic : float or array
        alpha and xi [1/K].

    Notes
    -----
    d lambda/lambda = (1 - p_e) eps + (alpha + xi) dT. At 1550 nm a microstrain shifts it by 1.2 pm, a kelvin by 11 pm:
    a single grating cannot separate the two.
    """
    relative = (1.0 - photoelastic) * np.asarray(strain) + (expansion + thermo_optic) * np.asarray(temperature_change)
    return wavelength * relative
