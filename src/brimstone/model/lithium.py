"""Limits of an anode: the currents and the pressure that it can be run at, by the laws that act in a run."""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around, laws
from brimstone.physics import dendrites

#: What can limit the current: name -> (direction in which it does, what happens beyond, in words).
LIMITS: Mapping[str, tuple[str, str]] = {
    "voids": ("discharge", "stripping leaves voids, and what still touches carries more"),
    "flaws": ("charge", "plated lithium cracks the electrolyte from its flaws"),
    "dendrites": ("charge", "plated lithium grows through the electrolyte"),
    "salt depletion": ("both", "the salt is used up on one side"),
}


@record
class AnodeLimits:
    """Limits of the anode of a cell as assembled; arrays of shape (members,).

    Attributes
    ----------
    currents : mapping of str to ndarray
        Critical current densities by what limits them, names of `LIMITS` [A/m2].
    stiffness_ratio : ndarray or None
        Of the electrolyte next to lithium over what keeps plating flat [-].
    pressure : float or None
        Stack pressure as stated [Pa]. Lithium tolerates one pressure and not the next, so none is assumed: without one
        neither voids nor cracks are computed.
    flaw_pressure : ndarray or None
        Of lithium in flaws of the electrolyte, that of the stack included, from which they crack it [Pa].
    around : ndarray (members, parameters)
        Of the surroundings, by `Around`.
    """

    currents: Mapping[str, np.ndarray]
    stiffness_ratio: np.ndarray | None
    pressure: float | None
    flaw_pressure: np.ndarray | None
    around: np.ndarray


def anode_limits(bench: Workbench, cell: DerivedCell) -> AnodeLimits:
    """Limits of the anode of a recipe's cell at its temperature and stack pressure.

    Raises
    ------
    LibraryError
        When the library lacks what the anode needs.
    """
    stated, rows = bench.recipe.operation.stack_pressure, cell.surroundings.parameters
    currents = critical_currents(rows, rows[:, Around.initial_pressure])
    if cell.limiting_currents:
        currents["salt depletion"] = np.minimum.reduce(list(cell.limiting_currents.values()))
    for name, current in currents.items():
        bench.note(f"anode.critical_current.{name.replace(' ', '_')}", current, "current density", LIMITS[name][1])
    flaw_pressure = None
    if "flaws" in currents:
        flaw_pressure = rows[:, Around.crack_stress]
        bench.note("anode.flaw_pressure", flaw_pressure, "pressure", "of lithium in flaws, from which they crack")
    ratio = _stiffness_ratio(bench) if bench.material(bench.recipe.anode.material).class_ == "lithium metal" else None
    return AnodeLimits(currents, ratio, None if stated is None else stated.si, flaw_pressure, rows)


def critical_currents(rows: np.ndarray, pressure: np.ndarray | float) -> dict[str, np.ndarray]:
    """Critical current densities of an anode by what limits them; the least of them is the cell's.

    Parameters
    ----------
    rows : ndarray (members, parameters)
        Of the surroundings, by `Around`.
    pressure : float or ndarray
        Stack pressure [Pa].

    Returns
    -------
    dict of str to ndarray
        By the names of `LIMITS` [A/m2]; what does not limit this anode, or is not known, is left out.
    """
    q, currents = list(rows.T), {}
    if np.any(q[Around.void_growth] > 0.0):
        currents["voids"] = np.asarray(laws.creep_supply(np.asarray(pressure, dtype=float), q)[0])
    if np.any(q[Around.crack_current] > 0.0):
        currents["flaws"] = np.asarray(laws.opening_current(pressure, q[Around.anode_contact], q)[0])
    elif np.any(q[Around.crack_growth] > 0.0) and not np.any(q[Around.host_rise] > 0.0):  # beneath lithium, no flaws
        currents["dendrites"] = q[Around.crack_least]
    return currents


def time_to_short(rows: np.ndarray, pressure: np.ndarray | float, current: float = 0.0) -> np.ndarray | None:
    """Time until lithium has grown through the separator of a cell that is cycled [s]; infinite where it does not.

    Parameters
    ----------
    rows : ndarray (members, parameters)
        Of the surroundings, by `Around`.
    pressure : float or ndarray
        Stack pressure [Pa].
    current : float
        Of charge and discharge alike, half of the time each [A/m2].

    Returns
    -------
    ndarray or None
        None where nothing is known to let lithium through: neither flaws nor a salt.
    """
    return _time_to_grow(rows, pressure, (-current, current))


def time_through(rows: np.ndarray, pressure: np.ndarray | float, current: float) -> np.ndarray | None:
    """Time until lithium has grown through the separator in one charge [s]; infinite where it does not.

    Parameters
    ----------
    rows, pressure
        As of `time_to_short`.
    current : float
        Of the charge [A/m2].

    Returns
    -------
    ndarray or None
        As of `time_to_short`.
    """
    return _time_to_grow(rows, pressure, (-current,))


def _time_to_grow(rows: np.ndarray, pressure: np.ndarray | float, currents: tuple[float, ...]) -> np.ndarray | None:
    """Time to grow through the separator at currents that flow equally long, positive on discharge."""
    q = list(rows.T)
    if not np.any(q[Around.crack_growth] > 0.0):
        return None
    at, contact, depth = np.asarray(pressure, dtype=float), q[Around.anode_contact], q[Around.separator_depth]
    speed = np.mean([laws.crack_rate(current, at, contact, q)[0] for current in currents], axis=0)
    return np.asarray(np.where(speed > 0.0, depth / np.where(speed > 0.0, speed, 1.0), np.inf))


def _stiffness_ratio(bench: Workbench) -> np.ndarray | None:
    """Shear modulus of the layer over what keeps plating lithium flat [-]; an isotropic solid has E/(2(1 + nu))."""
    material: Material = bench.material(bench.recipe.separator[-1].electrolyte)
    if "shear_modulus" in material:
        modulus = bench.property(material, "shear_modulus")
    elif "young_modulus" in material and "poisson_ratio" in material:
        young, poisson = (bench.property(material, name) for name in ("young_modulus", "poisson_ratio"))
        modulus = young / (2.0 * (1.0 + poisson))
    else:
        return None
    return dendrites.stiffness_ratio(modulus, bench.property("Li", "shear_modulus"))
