"""Surroundings of the cathode as a run recorded them."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from brimstone.model.surroundings import Around, Followed, State, follow, laws
from brimstone.result.outside import Outside
from brimstone.solver.ensemble import Surroundings

#: Of a step of which nothing was recorded.
NOTHING = Outside(*[np.empty(0)] * len(fields(Outside)))

_AT_ONCE = 200  # steps whose surroundings are computed together: fast, and little memory


def followed(around: Surroundings, recorded: np.ndarray, current: np.ndarray | float = 0.0) -> Followed:
    """What follows from recorded surroundings: of one member along its points, or of all members.

    Parameters
    ----------
    around : Surroundings
    recorded : ndarray (points or members, 1 + states)
        Swelling and states, as the solver writes them.
    current : float or ndarray
        [A/m2]
    """
    rows = around.parameters if len(recorded) == len(around.parameters) else around.parameters[:1]
    return follow(recorded[:, 0], current, list(recorded[:, 1:].T), list(rows.T))


def slope_outside(around: Surroundings, recorded: np.ndarray, current: float) -> np.ndarray:
    """Resistance outside the cathode to a small change of the current [ohm m2], as of `followed`."""
    step = 1e-3 * (1.0 + abs(current))
    less, more = (followed(around, recorded, current + side * step).loss for side in (-1.0, 1.0))
    return np.asarray((more - less) / (2.0 * step))


def outside_of(around: Surroundings, recorded: np.ndarray, current: np.ndarray) -> Outside:
    """Surroundings of the nominal member at the points (points, 1 + states) of one step."""
    q, states = around.parameters[0], dict(zip(State, recorded[:, 1:].T, strict=True))
    then = follow(recorded[:, 0], current, list(recorded[:, 1:].T), list(q))
    return Outside(
        charge=states[State.charge],
        lithium=then.lithium,
        pressure=then.pressure,
        highest_pressure=states[State.highest],
        contact=then.theta,
        anode_contact=then.anode_contact,
        contact_left=laws.voided(states[State.voids], q)[0],
        voids=states[State.voids],
        interphase=states[State.interphase],
        crack=states[State.crack],
        anode_loss=then.anode,
        series_loss=then.series,
        contact_loss=then.contacts,
        cathode_growth=recorded[:, 0] - q[Around.fresh_swelling] - then.pores_filled,
        anode_growth=laws.anode_growth(recorded[:, 0], list(recorded[:, 1:].T), list(q)),
        pores_filled=then.pores_filled,
        squeezed_out=states[State.flowed],
    )


def outsides_of(around: Surroundings, recorded: Sequence[np.ndarray], currents: Sequence[np.ndarray]) -> list[Outside]:
    """As `outside_of`, of several steps at once."""
    found: list[Outside] = []
    for first in range(0, len(recorded), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        joined = outside_of(around, np.concatenate(recorded[here]), np.concatenate(currents[here]))
        cuts = np.cumsum([len(rows) for rows in recorded[here]])[:-1]
        parts = [np.split(getattr(joined, one.name), cuts) for one in fields(Outside)]
        found += [Outside(*each) for each in zip(*parts, strict=True)]
    return found
