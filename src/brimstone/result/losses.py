"""Where the voltage goes, point by point, and the energy with it.

For every recorded state the discrete electrode obeys, exactly,

    U(x_mean) - V = anode + separator + contacts + ionic path + electronic path + reaction + film
                    + uneven reaction + electrolyte redox,

each term a power over the current. The last two are no resistances: charge that sulfur takes up at a depth whose
equilibrium differs from the mean, and charge that the electrolyte takes up at potentials of its own. They alone can be
negative.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brimstone.model import solid
from brimstone.physics.anode import charge_transfer_overpotential
from brimstone.physics.conversion import conversion_drive, film_blocking
from brimstone.physics.film import activation_left
from brimstone.physics.thermodynamics import conversion_energy, equilibrium_potential

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
}


@dataclass(frozen=True)
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
        Power that the electrolyte's own redox delivers to the electrode [W/m2].
    dissipation : ndarray (points,)
        Power lost to all but the last two [W/m2].
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
    parameters: np.ndarray, resistances: Mapping[str, float], profile: np.ndarray, current: np.ndarray
) -> Losses:
    """Split the voltage of one member at every recorded point.

    Parameters
    ----------
    parameters : ndarray
        Row of the member, see `brimstone.model.solid`.
    resistances : mapping of str to float
        Series resistances [ohm m2]; those whose name begins with ``separator`` make up the electrolyte layer.
    profile : ndarray (points, 1 + states, nodes)
    current : ndarray (points,)
        [A/m2]
    """
    p = {name: float(parameters[place]) for name, place in solid.PARAMETER_INDEX.items()}
    nodes = profile.shape[2]
    h, b = p["thickness"] / nodes, p["half_inverse_thermal_voltage"]
    potential, conversion, interphase, turnover = (
        profile[:, 1 + row] for row in (-1, solid.CONVERSION, solid.INTERPHASE, solid.TURNOVER)
    )
    thermodynamic = (p["plateau"], p["plateau_slope"], p["plateau_step"], b)
    _, films = solid.conversion_constants(p, interphase, turnover)
    sulfur, redox = (h * source for source in solid.source_currents(p, profile))
    drive = conversion_drive(potential, conversion, *thermodynamic)
    active = activation_left(drive, film_blocking(drive, conversion, *films))
    ionic, electronic = solid.resistivities(p, conversion, interphase, turnover)
    face_ionic = 0.5 * h * (ionic[:, 1:] + ionic[:, :-1])
    face_electronic = 0.5 * h * (electronic[:, 1:] + electronic[:, :-1])
    whole = current[:, None]
    through = (np.diff(potential, axis=1) + whole * face_electronic) / (face_electronic + face_ionic)
    square = current * current
    powers = {
        "anode": current * charge_transfer_overpotential(current, p["anode_exchange_current"], b)
        + square * resistances["anode_interface"],
        "electrolyte layer": square * sum(r for name, r in resistances.items() if name.startswith("separator")),
        "contacts": square * (resistances["cathode_interface"] + resistances["collector_contact"]),
        "ionic path": (through**2 * face_ionic).sum(axis=1) + square * 0.5 * h * ionic[:, 0],
        "electronic path": ((whole - through) ** 2 * face_electronic).sum(axis=1)
        + square * 0.5 * h * electronic[:, -1],
        "kinetics": (sulfur * active).sum(axis=1) / b,
        "product film": (sulfur * (drive - active)).sum(axis=1) / b,
    }
    equilibrium = equilibrium_potential(conversion.mean(axis=1), *thermodynamic)
    redox_work = (redox * potential).sum(axis=1)
    dissipation = np.sum(list(powers.values()), axis=0)
    local = equilibrium_potential(conversion, *thermodynamic)
    powers["uneven reaction"] = (sulfur * (equilibrium[:, None] - local)).sum(axis=1)
    powers["electrolyte redox"] = equilibrium * redox.sum(axis=1) - redox_work
    magnitude = np.where(current == 0.0, np.inf, np.abs(current))
    stored = conversion_energy(profile[[0, -1], 1], *thermodynamic).sum(axis=1)
    return Losses(
        volts={name: power / magnitude for name, power in powers.items()},
        equilibrium=equilibrium,
        released=float(h * p["conversion_charge"] * (stored[1] - stored[0])),
        redox_work=redox_work,
        dissipation=dissipation,
    )
