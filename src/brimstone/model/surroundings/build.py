"""Parameters of the surroundings, from recipe and library."""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record
from brimstone.constants import FARADAY
from brimstone.library.workbench import Workbench
from brimstone.model.cathode_model import CathodeModel
from brimstone.model.mechanics import Contact
from brimstone.model.surroundings.parameters import SCALES, Around, State
from brimstone.solver.ensemble import Surroundings
from brimstone.stack import Mechanics, Stack, StackLayer

_NEVER = 1e12  # [Pa]; flow pressure of an anode that does not flow
_FOLLOWING = 1.0 / 60.0  # [1/s]; how fast an anode flows that bears no more pressure: at once, to a cell
_LEAST = 1.0  # [Pa]; a pressure that nothing feels, so that ratios stay finite
_LEAST_PORES = 1e-12  # [m]
_MUCH = 1e12  # [C/m2]; of an anode that is known not to run out, or whose capacity is not known


@record
class Electrode:
    """What the surroundings need to know of the cathode; arrays of shape (members,).

    Attributes
    ----------
    equations : CathodeModel
    reach : ndarray
        Charge of all sulfur in reach [C/m2].
    initial_states : ndarray (members, states)
    contact : Contact
        Inside the cathode.
    """

    equations: CathodeModel
    reach: np.ndarray
    initial_states: np.ndarray
    contact: Contact


def build_surroundings(
    bench: Workbench, electrode: Electrode, mechanics: Mechanics, stack: Stack, values: Mapping[str, np.ndarray]
) -> Surroundings:
    """What lies around the cathode of a recipe's cell.

    Parameters
    ----------
    bench : Workbench
    electrode : Electrode
    mechanics : Mechanics
    stack : Stack
    values : mapping of str to ndarray
        Those parameters that are known already, by their names in `Around`.
    """
    swells = _swells(electrode, mechanics)
    contact, stiffness = electrode.contact, mechanics.stiffness
    moves = stiffness > 0.0
    anode = next(layer for layer in stack.layers if layer.role == "anode")
    lithium = _lithium(bench, anode)
    known: dict[str, np.ndarray] = {
        **values,
        "lithium": lithium,
        "initial_pressure": mechanics.initial_pressure,
        "stiffness": stiffness,
        "fresh_swelling": (swells * electrode.initial_states).sum(axis=1),
        "into_thickness": mechanics.into_thickness,
        "pores": np.maximum(mechanics.pore_thickness, _LEAST_PORES),
        "anode_growth": mechanics.anode_volume,
        "flow_pressure": np.minimum(mechanics.flow_pressure, _NEVER),
        "flowing": np.where(moves, _FOLLOWING / np.where(moves, stiffness, 1.0), 0.0),
        "lithium_density": lithium / anode.thickness,
        "relaxing_share": np.where(moves, bench.constant("mechanics/relaxing_share"), 0.0),
        "relaxation_rate": 1.0 / bench.constant("mechanics/relaxation_time"),
        "cathode_made": np.maximum(contact.highest_pressure, _LEAST),
        "contact_pressure": np.maximum(contact.contact_pressure, _LEAST),
        "retained": contact.retained,
        "recovery": contact.recovery,
        "wetted": contact.wetted,
        "assembled_contact": contact.fraction,
    }
    samples = (bench.samples,)
    rows = np.stack([np.broadcast_to(known[parameter.name], samples) for parameter in Around], axis=1)
    initial = np.zeros((bench.samples, len(State)))
    initial[:, State.highest] = mechanics.initial_pressure
    return Surroundings(SCALES, rows, swells, initial)


def _swells(electrode: Electrode, mechanics: Mechanics) -> np.ndarray:
    """Volume per area that the solids of the cathode gain per unit of each local state [m], (members, states)."""
    model = electrode.equations
    states = len(model.states)
    profiles = np.zeros((1 + states, 1 + states, 1))
    profiles[1:, 1:, 0] = np.eye(states)  # conversion is linear in the states
    conversion = model.conversion(profiles)[:, 0]
    return (electrode.reach * mechanics.cathode_volume)[:, None] * (conversion[1:] - conversion[0])


def _lithium(bench: Workbench, layer: StackLayer) -> np.ndarray:
    """Lithium that the anode can give as assembled [C/m2]."""
    recipe, anode = bench.recipe, bench.material(bench.recipe.anode.material)
    cathode = bench.material(recipe.cathode.active)
    charged = cathode.rules.get("as_made") != "discharged"
    if anode.rules.get("as_made") == "discharged":
        return bench.full(0.0)
    if anode.class_ == "lithium metal":
        return layer.thickness / bench.property(anode, "molar_volume") * FARADAY
    if not charged or "theoretical_capacity" not in anode:  # what the cathode brings comes first
        return bench.full(_MUCH)
    return layer.areal_mass * bench.property(anode, "theoretical_capacity")
