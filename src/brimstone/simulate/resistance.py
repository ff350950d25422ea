"""Resistance of the cell as assembled, from the equations linearised about that state."""

from collections.abc import Mapping

import numpy as np

from brimstone.instrument.porous_electrode import porous_electrode_resistance
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import laws
from brimstone.physics.anode import charge_transfer_slope
from brimstone.result.resistance import REACTION

_LEAST_CONDUCTANCE = 1e-9  # [S/m3]; of a cathode in which nothing reacts, so that its resistance is a number


def start_resistances(cell: DerivedCell) -> Mapping[str, np.ndarray]:
    """dV/dI of a cell as assembled, by `brimstone.result.RESISTANCES`; each (members,) [ohm m2].

    The equations are linearised about the state of assembly, with the local states held: what a short and small step of
    current shows, or the width of all arcs of an impedance. Fresh Li2S has the barrier of its first charge in it, so
    that nearly all of a measured spectrum is the capacitance beside that.
    """
    equations = cell.equations
    p = cell.parameters.T[:, :, None]
    profile = np.concatenate([cell.initial_potential[:, None], cell.initial_states], axis=1)[:, :, None]
    ionic, electronic = (np.broadcast_to(rho, (len(profile), 1))[:, 0] for rho in equations.resistivities(p, profile))
    conductance = np.maximum(equations.conductance(p, profile)[:, 0], _LEAST_CONDUCTANCE)
    electrode = porous_electrode_resistance(cell.parameter("thickness"), ionic, electronic, conductance)
    series, nothing = cell.resistances, np.zeros_like(conductance)
    return {
        "anode": charge_transfer_slope(
            0.0, cell.parameter("anode_exchange_current"), cell.parameter("half_inverse_thermal_voltage")
        )
        + series["anode_interface"]
        + laws.depletion(0.0, nothing, list(cell.surroundings.parameters.T))[1],
        "electrolyte layer": sum((r for name, r in series.items() if name.startswith("separator")), nothing),
        "contacts": series["cathode_interface"] + series["collector_contact"],
        "ionic path": electrode.ionic,
        "electronic path": electrode.electronic + series.get("dry_cathode", nothing),
        REACTION: electrode.reaction,
    }


def series_resistance(cell: DerivedCell) -> np.ndarray:
    """Of all that is in series with the reaction of a cell as assembled, (members,) [ohm m2]."""
    return np.sum([values for name, values in start_resistances(cell).items() if name != REACTION], axis=0)
