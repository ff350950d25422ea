"""Rows of parameters of a gel cell with a field of dissolved sulfur, that tests change name by name."""

import numpy as np

from brimstone.model.gel.depth import GEL_THROUGH_DEPTH
from brimstone.model.gel.depth.parameters import Parameter, State
from tests.model import cells, gels
from tests.model.gels import GUESS, INSIDE, WHOLE, one_c

__all__ = ["CHARGED", "GUESS", "INSIDE", "WHOLE", "one_c", "parameters", "row", "surroundings"]

CHARGED = np.append(gels.CHARGED, [[0.002, 0.996]], axis=1)


def parameters(**changes):
    """By name: that of a cell of two places whose way is a third in the cathode, a half in the separator."""
    values = {
        **gels.parameters(),
        "sulfur_charge": 0.0,
        "sulfur_outside_charge": 0.0,
        "shuttled_charge": 0.0,
        "polysulfide_charge": 0.0,
        "unmoved_charge": -0.25 * WHOLE,
        "exchange": 0.0,
        "shuttle_rate": 0.0,
        "mixing": 1e-2,
        "mixing_outside": 5e-3,
        "film_delay": 0.0,
        "reduction_rate": 1e-5,
    }
    return values | changes


def row(**changes):
    """The same in the order that the solver reads, shape (1, parameters)."""
    values = parameters(**changes)
    if values.keys() != Parameter.__members__.keys():
        raise ValueError(f"not parameters of the model: {values.keys() ^ Parameter.__members__.keys()}")
    return np.array([[values[name] for name in Parameter.__members__]])


def surroundings(members=1, **changes):
    """A lithium foil behind a gel, under constant pressure."""
    outside = {"anode_exchange_current": 10.0, "series_resistance": 5e-4} | changes
    return cells.surroundings(members, len(State), **outside)


def consistent(profile):
    """A profile of which every node holds what it would if nothing had moved."""
    profile, places = np.array(profile), [1 + State[name] for name in ("sulfur", "sulfur_outside", "shuttled")]
    profile[..., 1 + State["unmoved"], :] = sum(profile[..., place, :] for place in places)
    held = sum(GEL_THROUGH_DEPTH.held(profile).values())
    profile[..., 1 + State["polysulfide"], :] += 1.0 - held
    return profile
