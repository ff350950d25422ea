"""Parameters of the surroundings, from recipe and library."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.interface import Interfaces, film_speed
from brimstone.library.workbench import Workbench
from brimstone.model.cathode_model import CathodeModel, rows_of
from brimstone.model.mechanics import Contact
from brimstone.model.surroundings.anode import anode_values
from brimstone.model.surroundings.kernels import assembled, follow
from brimstone.model.surroundings.parameters import Around, State, scales_of
from brimstone.solver.ensemble import Surroundings
from brimstone.stack import Mechanics, Stack

_ASSEMBLED = ("assembled_contact", "anode_pressed", "separator_pressed", "assembled_collector")
_NEVER = 1e12  # [Pa]; flow pressure of an anode that does not flow
_FOLLOWING = 1.0 / 60.0  # [1/s]; how fast an anode flows that bears no more pressure: at once, to a cell
_LEAST = 1.0  # [Pa]; a pressure that nothing feels, so that ratios stay finite
_LEAST_PORES = 1e-12  # [m]


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
    bench: Workbench,
    electrode: Electrode,
    mechanics: Mechanics,
    stack: Stack,
    state: Interfaces,
    values: Mapping[str, np.ndarray],
) -> Surroundings:
    """What lies around the cathode of a recipe's cell.

    Parameters
    ----------
    bench : Workbench
    electrode : Electrode
    mechanics : Mechanics
    stack : Stack
    state : Interfaces
    values : mapping of str to ndarray
        Those parameters that are known already, by their names in `Around`.
    """
    swells = _swells(electrode, mechanics)
    contact, stiffness = electrode.contact, mechanics.stiffness
    moves = stiffness > 0.0
    known: dict[str, np.ndarray] = {
        **values,
        "initial_pressure": mechanics.initial_pressure,
        "stiffness": stiffness,
        "fresh_swelling": (swells * electrode.initial_states).sum(axis=1),
        "into_thickness": mechanics.into_thickness,
        "pores": np.maximum(mechanics.pore_thickness, _LEAST_PORES),
        **_anode_growth(electrode, mechanics),
        "flow_pressure": np.minimum(mechanics.flow_pressure, _NEVER),
        "flowing": np.where(moves, _FOLLOWING / np.where(moves, stiffness, 1.0), 0.0),
        # Screws and insulation creep by a length, of which a soft spring makes little pressure.
        "relaxing_share": bench.constant("mechanics/relaxing_share")
        * np.minimum(mechanics.fixture_stiffness / bench.constant("mechanics/frame_stiffness"), 1.0),
        "relaxation_rate": 1.0 / bench.constant("mechanics/relaxation_time"),
        "cathode_made": np.maximum(contact.highest_pressure, _LEAST),
        "contact_pressure": np.maximum(contact.contact_pressure, _LEAST),
        "retained": contact.retained,
        "recovery": contact.recovery,
        "wetted": contact.wetted,
        "parting": np.where(moves, 1.0 / (bench.constant("contact/parting") * np.where(moves, stiffness, 1.0)), 0.0),
        "memory": np.clip(bench.constant("interface/memory"), 0.0, 1.0),
        "separator_made": state.cathode.highest_pressure,
        "separator_open": state.cathode.open_share,
        "separator_pressure": state.cathode.contact_pressure,
        "separator_full": state.cathode.full_contact,
        "column": state.cathode.column,
        "contact_series": sum((one.resistance for one in state.cathode.layers), bench.full(0.0)),
        "collector_resistance": state.collector.resistance,
        "collector_pressure": state.collector.pressure,
        "collector_exponent": state.collector.exponent,
        **_films(state.collector.film_growth, film_speed(bench)),
        **anode_values(bench, stack, state, electrode.reach),
    }
    known |= dict.fromkeys(_ASSEMBLED, bench.full(1.0)) | {"anode_contact": bench.full(1.0)}
    rows = rows_of(Around, known, bench.samples)
    initial = np.zeros((bench.samples, len(State)))
    initial[:, State.highest] = mechanics.initial_pressure
    # an interphase takes no more than there is
    initial[:, State.interphase] = np.minimum(state.anode.growth.charge, known["lithium"])
    for name, start in zip(_ASSEMBLED, assembled(_columns(rows)), strict=True):
        rows[:, Around[name]] = start
    around = _columns(rows)
    start = follow(around[Around.fresh_swelling], 0.0, _columns(initial), around)
    rows[:, Around.anode_contact] = start.anode_contact
    return Surroundings(scales_of(rows[0]), rows, swells, initial)


def _films(at_collector: np.ndarray, inside: np.ndarray) -> dict[str, np.ndarray]:
    """Films in series, each growing with the root of time, are one that does; and what share of it is inside."""
    whole = np.sqrt(at_collector) + inside
    return {
        "corrosion": whole * whole,
        "film_inside": np.where(whole > 0.0, inside / np.where(whole > 0.0, whole, 1.0), 0.0),
    }


def _columns(rows: np.ndarray) -> list[Any]:
    """What each column holds, of all members; of a single one as numbers, with which Python counts faster."""
    return list(rows[0]) if len(rows) == 1 else list(rows.T)


def _units(model: CathodeModel) -> np.ndarray:
    """Profiles of one node: all states zero, then each of them alone one; shares of lithium are linear in them."""
    states = len(model.states)
    profiles = np.zeros((1 + states, 1 + states, 1))
    profiles[1:, 1:, 0] = np.eye(states)
    return profiles


def _anode_growth(electrode: Electrode, mechanics: Mechanics) -> dict[str, np.ndarray]:
    """By what the anode gives lithium and grows: charge, or what the sulfur holds where it takes some without."""
    still = np.zeros_like(mechanics.anode_volume)
    by_charge = {"anode_growth": mechanics.anode_volume, "anode_by_swelling": still}
    if not np.any(electrode.equations.from_anode(_units(electrode.equations))):
        return {**by_charge, "given_by_charge": still + 1.0, "given_by_swelling": still}
    return {
        "anode_growth": still,
        "anode_by_swelling": mechanics.anode_volume / mechanics.cathode_volume,
        "given_by_charge": still,
        "given_by_swelling": 1.0 / mechanics.cathode_volume,
    }


def _swells(electrode: Electrode, mechanics: Mechanics) -> np.ndarray:
    """Volume per area that the solids of the cathode gain per unit of each local state [m], (members, states)."""
    conversion = electrode.equations.conversion(_units(electrode.equations))[:, 0]
    return (electrode.reach * mechanics.cathode_volume)[:, None] * (conversion[1:] - conversion[0])


def anode_resistance(around: Surroundings) -> np.ndarray:
    """Area resistance of the anode's interface as assembled [ohm m2], (members,)."""
    q = around.parameters.T
    bare = q[Around.anode_full] + q[Around.interphase_resistance] * around.initial[:, State.interphase]
    bare = bare + q[Around.anode_column]
    return np.asarray(bare / q[Around.anode_contact] - q[Around.anode_column] + q[Around.anode_series])
