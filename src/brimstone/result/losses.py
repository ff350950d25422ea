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
from brimstone.model import gel, solid
from brimstone.model.equations import GEL, Equations
from brimstone.physics import polysulfide, polysulfide_equilibrium
from brimstone.physics.anode import charge_transfer_overpotential
from brimstone.physics.conversion import conversion_drive, film_blocking, turnover_rate
from brimstone.physics.film import activation_left
from brimstone.physics.thermodynamics import conversion_energy, end, equilibrium_potential

#: Name of each loss -> what it is.
LOSSES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the composite cathode",
    "kinetics": "charge transfer at the reaction area",
    "product film": "conduction through what the reaction has covered itself with",
    "uneven reaction": "sulfur converting unevenly through the depth",
    "electrolyte redox": "charge that goes into the electrolyte's own redox, at other potentials than sulfur's",
    "shuttle": "polysulfides that lithium reduces by itself; costs charge, not voltage",
}


@record
class Losses:
    """Voltage lost at each recorded point of a step.

    Attributes
    ----------
    volts : mapping of str to ndarray (points,)
        By the names of `LOSSES`; positive is lost, whatever the direction of the current [V].
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


def losses(
    equations: Equations,
    parameters: np.ndarray,
    resistances: Mapping[str, float],
    profile: np.ndarray,
    current: np.ndarray,
) -> Losses:
    """Split the voltage of one member at every recorded point.

    Parameters
    ----------
    equations : Equations
    parameters : ndarray
        Row of the member, see `Equations.parameters`.
    resistances : mapping of str to float
        Series resistances [ohm m2]; those whose name begins with ``separator`` make up the electrolyte layer;
        ``dry_cathode`` is that of a part that ions do not get into.
    profile : ndarray (points, 1 + states, nodes)
    current : ndarray (points,)
        [A/m2]
    """
    p = equations.named(parameters)
    powers = _on_the_way(equations, p, resistances, profile, current)
    return (_of_gel if equations is GEL else _of_solid)(p, powers, profile, current)


def _on_the_way(
    equations: Equations,
    p: Mapping[str, float],
    resistances: Mapping[str, float],
    profile: np.ndarray,
    current: np.ndarray,
) -> dict[str, np.ndarray]:
    """Power lost to conduction and at the anode [W/m2], by the names of `LOSSES`."""
    h, potential = p["thickness"] / profile.shape[2], profile[:, 0]
    ionic, electronic = equations.resistivities(p, profile)
    face_ionic = 0.5 * h * (ionic[:, 1:] + ionic[:, :-1])
    face_electronic = 0.5 * h * (electronic[:, 1:] + electronic[:, :-1])
    whole = current[:, None]
    through = (np.diff(potential, axis=1) + whole * face_electronic) / (face_electronic + face_ionic)
    square = current * current
    at_anode = charge_transfer_overpotential(current, p["anode_exchange_current"], p["half_inverse_thermal_voltage"])
    return {
        "anode": current * at_anode + square * resistances["anode_interface"],
        "electrolyte layer": square * sum(r for name, r in resistances.items() if name.startswith("separator")),
        "contacts": square * (resistances["cathode_interface"] + resistances["collector_contact"]),
        "ionic path": (through**2 * face_ionic).sum(axis=1) + square * 0.5 * h * ionic[:, 0],
        "electronic path": ((whole - through) ** 2 * face_electronic).sum(axis=1)
        + square * (0.5 * h * electronic[:, -1] + resistances.get("dry_cathode", 0.0)),
    }


def _of_solid(
    p: Mapping[str, float], powers: dict[str, np.ndarray], profile: np.ndarray, current: np.ndarray
) -> Losses:
    """What is lost beyond the way in a composite with a single-ion electrolyte."""
    h, b = p["thickness"] / profile.shape[2], p["half_inverse_thermal_voltage"]
    potential, conversion, interphase, turnover = (
        profile[:, 1 + row] for row in (-1, solid.CONVERSION, solid.INTERPHASE, solid.TURNOVER)
    )
    thermodynamic = (p["plateau"], p["plateau_slope"], p["plateau_step"], b)
    _, films = solid.conversion_constants(p, interphase, turnover)
    sulfur, redox = (h * source for source in solid.source_currents(p, profile))
    drive = conversion_drive(potential, conversion, *thermodynamic)
    active = activation_left(drive, film_blocking(drive, conversion, *films))
    powers["kinetics"] = (sulfur * active).sum(axis=1) / b
    powers["product film"] = (sulfur * (drive - active)).sum(axis=1) / b
    dissipation = np.sum(list(powers.values()), axis=0)
    equilibrium = equilibrium_potential(conversion.mean(axis=1), *thermodynamic)
    redox_work = (redox * potential).sum(axis=1)
    local = equilibrium_potential(conversion, *thermodynamic)
    powers["uneven reaction"] = (sulfur * (equilibrium[:, None] - local)).sum(axis=1)
    powers["electrolyte redox"] = equilibrium * redox.sum(axis=1) - redox_work
    stored = conversion_energy(profile[[0, -1], 1], *thermodynamic).sum(axis=1)
    released = float(h * p["conversion_charge"] * (stored[1] - stored[0]))
    return Losses(_volts(powers, current), equilibrium, released, redox_work, dissipation)


def _of_gel(p: Mapping[str, float], powers: dict[str, np.ndarray], profile: np.ndarray, current: np.ndarray) -> Losses:
    """What is lost beyond the way where sulfur reacts through a solution.

    The equilibrium potential is that of the steps that take place, by their currents, at the mean composition. What
    lithium reduces by itself gives off its free energy as heat.
    """
    h, b = p["thickness"] / profile.shape[2], p["half_inverse_thermal_voltage"]
    whole = h * p["sulfide_charge"] / polysulfide_equilibrium.LOWER
    potential, sulfide, sulfur = (profile[:, row] for row in (0, 1 + gel.SULFIDE, 1 + gel.SULFUR))
    left = gel.polysulfide(profile)
    upper_rate, lower_rate, shuttle = gel.step_rates(p, profile)
    upper, lower = (
        polysulfide_equilibrium.UPPER * whole * upper_rate,
        polysulfide_equilibrium.LOWER * whole * lower_rate,
    )
    of_upper = (p["upper_potential"], p["crowding"], b)
    upper_here = polysulfide_equilibrium.upper_potential(sulfur, left, *of_upper)
    drive = polysulfide.lower_drive(potential, left, sulfide, p["lower_potential"], b)
    blocking = polysulfide.lower_blocking(drive, left, sulfide, p["seeds"], p["film"], p["film_growth"])
    active = activation_left(drive, blocking)
    powers["kinetics"] = (upper * (upper_here - potential) + lower * active / b).sum(axis=1)
    powers["product film"] = (lower * (drive - active)).sum(axis=1) / b
    dissipation = np.sum(list(powers.values()), axis=0)
    means = [part.mean(axis=1) for part in (sulfur, left, sulfide)]
    upper_mean = polysulfide_equilibrium.upper_potential(means[0], means[1], *of_upper)[:, None]
    lower_mean = polysulfide_equilibrium.lower_potential(means[1], means[2], p["lower_potential"], b)[:, None]
    lower_here = potential + drive / b
    powers["uneven reaction"] = (upper * (upper_mean - upper_here) + lower * (lower_mean - lower_here)).sum(axis=1)
    flowing = np.where(current == 0.0, np.inf, current)
    equilibrium = (upper * upper_mean + lower * lower_mean).sum(axis=1) / flowing
    taken_along = p["lost_share"] * polysulfide_equilibrium.free_energy_of_polysulfide(left, b)
    shuttle_heat = whole * (shuttle * (polysulfide_equilibrium.UPPER * upper_here + taken_along)).sum(axis=1)
    ends = profile[[0, -1]]
    shares = (ends[:, 1 + gel.SULFUR], left[[0, -1]], ends[:, 1 + gel.SULFIDE])
    stored = polysulfide_equilibrium.free_energy(*shares, *of_upper[:1], p["lower_potential"], p["crowding"], b)
    # Dead Li2S is worth what Li2S is, without the end that keeps what is left of it from being used up.
    stored = (stored - polysulfide_equilibrium.LOWER * p["lower_potential"] * ends[:, 1 + gel.DEAD]).sum(axis=1)
    dying = polysulfide_equilibrium.LOWER * whole * p["dead_share"] * turnover_rate(lower_rate) * end(sulfide) / b
    released = float(whole * (stored[0] - stored[1]))
    return Losses(_volts(powers, current), equilibrium, released, dying.sum(axis=1) - shuttle_heat, dissipation)


def _volts(powers: Mapping[str, np.ndarray], current: np.ndarray) -> dict[str, np.ndarray]:
    magnitude = np.where(current == 0.0, np.inf, np.abs(current))
    return {name: power / magnitude for name, power in powers.items()}
