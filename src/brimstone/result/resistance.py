"""Resistance of the cell as assembled against a small direct current: what is read off before the first cycle."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from brimstone.instrument.porous_electrode import porous_electrode_resistance
from brimstone.model import solid
from brimstone.model.equations import SOLID
from brimstone.physics.anode import charge_transfer_slope
from brimstone.physics.conversion import exchange
from brimstone.physics.electrolyte_redox import branch_rate_slopes
from brimstone.physics.film import film_resistance
from brimstone.physics.thermodynamics import amount_left, equilibrium_potential

if TYPE_CHECKING:
    from brimstone.model.derive import DerivedCell

#: Part of the resistance -> what it is.
RESISTANCES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the cathode, and through what ions do not reach of it",
    "charge transfer": "sulfur's conversion at the reaction area, and beside it the electrolyte's own redox",
}
_STEP = 1e-4  # [V]; of the potential, for a slope that has no form of its own
_LEAST_CONDUCTANCE = 1e-9  # [S/m3]; of a cathode in which nothing reacts, so that its resistance is a number


def start_resistance(cell: "DerivedCell") -> Mapping[str, np.ndarray]:
    """dV/dI of a cell as assembled, in the direction it goes first, by `RESISTANCES`; each (members,) [ohm m2].

    The equations linearised about the state of assembly, with the local states held: what a short and small step of
    current shows, or the width of all arcs of an impedance. Fresh Li2S has the barrier of its first charge in it.

    Notes
    -----
    Kinetics behind a film, dx/dt = k g sinh(u) with u + r sinh(u) = v, have the slope k g/(1 + r) at rest. The law of
    the direction is taken down to rest; that a run lets the more hindered one of discharge and charge act within 10 mV
    of it is a convention, and left out.
    """
    equations = cell.equations
    p = {name: cell.parameters[:, place, None] for name, place in equations.index.items()}
    profile = np.concatenate([cell.initial_potential[:, None], cell.initial_states], axis=1)[:, :, None]
    ionic, electronic = (np.broadcast_to(rho, (len(profile), 1))[:, 0] for rho in equations.resistivities(p, profile))
    conductance = np.maximum(_conductance(p, cell, profile), _LEAST_CONDUCTANCE)
    p = {name: values[:, 0] for name, values in p.items()}
    electrode = porous_electrode_resistance(p["thickness"], ionic, electronic, conductance)
    series, nothing = cell.resistances, np.zeros_like(conductance)
    return {
        "anode": charge_transfer_slope(0.0, p["anode_exchange_current"], p["half_inverse_thermal_voltage"])
        + series["anode_interface"],
        "electrolyte layer": sum((r for name, r in series.items() if name.startswith("separator")), nothing),
        "contacts": series["cathode_interface"] + series["collector_contact"],
        "ionic path": electrode.ionic,
        "electronic path": electrode.electronic + series.get("dry_cathode", nothing),
        "charge transfer": electrode.reaction,
    }


def _conductance(p: Mapping[str, np.ndarray], cell: "DerivedCell", profile: np.ndarray) -> np.ndarray:
    """Of all that reacts, current per volume over potential [S/m3]."""
    if cell.equations is SOLID:
        each = {name: values[:, 0] for name, values in p.items()}
        return _conversion(each, cell) + _redox(each, cell)
    above, below = profile.copy(), profile.copy()
    above[:, 0] += _STEP
    below[:, 0] -= _STEP
    change = cell.equations.current(p, below) - cell.equations.current(p, above)
    return np.asarray(change[:, 0] / (2.0 * _STEP))


def _conversion(p: Mapping[str, np.ndarray], cell: "DerivedCell") -> np.ndarray:
    """Conductance of sulfur's conversion [S/m3]."""
    conversion = cell.initial_states[:, solid.CONVERSION]
    nothing = np.zeros_like(conversion)
    rate, (film_discharge, film_charge, growth, hindrance) = solid.conversion_constants(p, nothing, nothing)
    reacts = rate * exchange(conversion)
    if cell.starts_charged:
        film = film_discharge * film_resistance(amount_left(conversion), growth)
    else:
        film, reacts = hindrance * film_charge * growth * amount_left(1.0 - conversion), hindrance * reacts
    return np.asarray(
        p["conversion_charge"] * p["half_inverse_thermal_voltage"] * reacts / (1.0 + exchange(conversion) * film)
    )


def _redox(p: Mapping[str, np.ndarray], cell: "DerivedCell") -> np.ndarray:
    """Conductance of the electrolyte's reversible redox [S/m3]."""
    conversion = cell.initial_states[:, solid.CONVERSION]
    thermodynamic = (p["plateau"], p["plateau_slope"], p["plateau_step"], p["half_inverse_thermal_voltage"])
    potential = equilibrium_potential(conversion, *thermodynamic)
    found = np.zeros_like(potential)
    for branch, sign, state in (("reduction", 1.0, solid.REDUCTION), ("oxidation", -1.0, solid.OXIDATION)):
        constants = solid.branch_constants(p, branch, sign)
        found -= p[f"{branch}_charge"] * branch_rate_slopes(potential, cell.initial_states[:, state], *constants)[1]
    return found
