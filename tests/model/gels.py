"""Rows of parameters of a gel cell that tests change name by name."""

import numpy as np

from brimstone.model.gel import Parameter, State
from tests.model import cells

WHOLE = 0.015 * 1672 * 3600 / 50e-6  #: charge of the sulfur, 1.5 mg/cm2 in 50 um [C/m3]
INSIDE = 0.4  #: share of the solution in the pores of the cathode
CHARGED = np.array([[0.002, 0.996 * INSIDE, 0.0, 0.0, 0.0, 0.0, 0.0, 0.996 * (1 - INSIDE), 0.0]])
GUESS = np.array([2.4])
_ONE = 50e-6 * WHOLE / 3600  # 1C [A/m2]


def parameters(**changes):
    """By name."""
    values = {
        "thickness": 50e-6,
        "sulfide_charge": 0.75 * WHOLE,
        "sulfur_charge": -0.25 * WHOLE,
        "lost_charge": 0.0,
        "shuttled_charge": -0.25 * WHOLE,
        "dead_charge": 0.75 * WHOLE,
        "stranded_charge": 0.75 * WHOLE,
        "reacted_charge": 0.0,
        "sulfur_outside_charge": -0.25 * WHOLE,
        "polysulfide_outside_charge": 0.0,
        "half_inverse_thermal_voltage": 19.46,
        "upper_potential": 2.33,
        "lower_potential": 2.20,
        "saturation": 0.5,
        "fresh_saturation": 0.5,
        "upper_rate": 1e-2,
        "lower_rate": 5e-2,
        "lower_charge_ratio": 1e-3,
        "growth_rate": 1e-5,
        "dissolution_rate": 1e-3,
        "seeds": 0.003,
        "dead_blocking": 3.0,
        "film": 3e3,
        "film_growth": 4.0,
        "shuttle_rate": 1e-5,
        "shuttle_passage": 0.1,
        "exchange": 1e-2,
        "nitrate_retention": 0.999,
        "nitrate_half": 0.25,
        "nitrate_use": 0.5,
        "bare_loss": 0.03,
        "protected_loss": 0.005,
        "solvent_use": 0.05,
        "pore_share": INSIDE,
        "wet_share": INSIDE,
        "lost_share": 0.03,
        "dead_share": 1e-3,
        "dead_most": 0.3,
        "stranded_share": 0.0,
        "recovery": 0.0,
        "ionic_resistivity": 3.0,
        "ionic_dilution": 1.0,
        "thickening": 1.0,
        "electronic_resistivity": 1.0,
        "electronic_dilution": 1.0,
    }
    return values | changes


def row(**changes):
    """The same in the order that the solver reads, shape (1, parameters)."""
    values = parameters(**changes)
    if values.keys() != Parameter.__members__.keys():
        raise ValueError(f"not parameters of the model: {values.keys() ^ Parameter.__members__.keys()}")
    return np.array([[values[name] for name in Parameter.__members__]])


def one_c():
    """Current density that drains the sulfur in an hour [A/m2]."""
    return _ONE


def surroundings(members=1, **changes):
    """A lithium foil behind a gel, under constant pressure."""
    outside = {"anode_exchange_current": 10.0, "series_resistance": 5e-4} | changes
    return cells.surroundings(members, len(State), **outside)
