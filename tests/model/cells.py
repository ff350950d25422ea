"""A realistic cell as a row of parameters, without the way from a recipe."""

import numpy as np

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.model.solid import Parameter
from brimstone.model.solid import State as CathodeState
from brimstone.model.surroundings import Around, State, assembled, follow, scales_of
from brimstone.solver.ensemble import Surroundings

CHARGED = np.array([[0.002, 0.0, 0.0, 1e-4, 0.0, 0.0, 0.0, 0.0, 0.0]])
GUESS = np.array([2.3])  # V
WINDOW = {"lower": 1.0, "upper": 2.8}  # V


def parameters(**changes):
    """Parameters by name: 40 um with a quarter of sulfur by volume, argyrodite-like electrolyte, 25 degC."""
    half_inverse_thermal_voltage = FARADAY / (2 * GAS_CONSTANT * 298.15)
    charge = 0.25 * 2070 * 1672 * 3600  # C/m3
    electrolyte_charge = 0.4 * 1860 * 3600  # C/m3 for each mAh/g
    area, exchange = 1.3e7, 6.3e-4  # 1/m, A/m2
    film_conductivity, film_length = 1.6e-8, 7e-9  # S/m, m
    film = 2 * exchange * half_inverse_thermal_voltage * film_length / film_conductivity
    values = {
        "thickness": 40e-6,
        "conversion_charge": charge,
        "oxidised_charge": -0.4 * 499 * electrolyte_charge,
        "reduced_charge": 0.4 * 799 * electrolyte_charge,
        "opened_by_oxidation_charge": -0.3 * 0.4 * 499 * electrolyte_charge,
        "opened_by_reduction_charge": 0.6 * 0.4 * 799 * electrolyte_charge,
        "spent_charge": 0.0,
        "turnover_charge": 0.0,
        "damage_charge": 0.0,
        "sulfur_film_charge": 0.0,
        "half_inverse_thermal_voltage": half_inverse_thermal_voltage,
        "plateau": 2.105,
        "plateau_slope": 0.1,
        "plateau_step": 0.0,
        "conversion_rate": 2 * area * exchange / charge,
        "film_discharge": film,
        "film_charge": 0.02 * film,
        "film_growth": 1.787 * 0.25 / area / film_length,
        "charge_exchange": 0.5,
        "activation_barrier": 0.0,
        "activation_inverse_span": 10.0,
        "wear": 0.002,
        "damage_onset": 0.15,
        "damage_rate": 0.02,
        "isolation": 0.2,
        "stress_filled": 0.3,
        "stress_rigid": 0.0,
        "stress_yielding": 1 / 0.05,
        "redox_rate": 1 / 3600,
        "redox_half_inverse_width": 1 / 0.3,
        "oxidation_onset": 2.35,
        "oxidation_hardening": 1.0 / 0.3,
        "oxidation_bunching": 0.3,
        "oxidation_dead": 0.3,
        "reduction_onset": 1.35,
        "reduction_hardening": 0.7 / 0.3,
        "reduction_bunching": 0.6,
        "reduction_dead": 0.6,
        "oxidation_couple": 2.15,
        "couples_apart": np.exp(1.1 / 0.3),
        "oxidation_couple_speed": 0.6,
        "reduction_couple_speed": 0.2,
        "spending": 0.03,
        "covering": 2.0,
        "blocking": 0.4,
        "ionic_resistivity": 1 / 0.02,
        "ionic_dilution": 0.5,
        "electronic_resistivity": 1 / 3.0,
        "electronic_dilution": 0.2,
        **{name: 0.0 for name in Parameter.__members__ if name.startswith("own_curve")},
    }
    return values | changes


def row(**changes):
    """The same in the order that the solver reads, shape (1, parameters)."""
    values = parameters(**changes)
    if values.keys() != Parameter.__members__.keys():
        raise ValueError(f"not parameters of the model: {values.keys() ^ Parameter.__members__.keys()}")
    return np.array([[values[name] for name in Parameter.__members__]])


def around(**changes):
    """Surroundings by name: a lithium foil of 50 um on a glass-like sulfide, 20 MPa held constant, no interphase."""
    lithium = 12.97e-6 / FARADAY  # m3/C
    values = {
        "half_inverse_thermal_voltage": FARADAY / (2 * GAS_CONSTANT * 298.15),
        "anode_exchange_current": 10.0,
        "series_resistance": 40e-4,
        "initial_pressure": 20e6,
        "stiffness": 0.0,
        "pressure_voltage": 7.1e-11,
        "fresh_swelling": 0.002 * SWELLING,
        "into_thickness": 0.5,
        "pores": 0.15 * 40e-6,
        "anode_growth": -lithium,
        "anode_by_swelling": 0.0,
        "flow_pressure": 80e6,
        "flowing": 0.0,
        "relaxing_share": 0.0,
        "relaxation_rate": 1 / 36000,
        "parting": 0.0,
        "cathode_made": 360e6,
        "contact_pressure": 15e6,
        "retained": 0.8,
        "recovery": 0.15,
        "wetted": 0.0,
        "memory": 0.58,
        "separator_made": 360e6,
        "separator_open": 0.3,
        "separator_pressure": 15e6,
        "separator_full": 2e-4,
        "column": 10e-4,
        "contact_series": 0.0,
        "collector_resistance": 1e-4,
        "collector_pressure": 60e6,
        "collector_exponent": 0.7,
        "corrosion": 0.0,
        "film_inside": 0.0,
        "given_by_charge": 1.0,
        "given_by_swelling": 0.0,
        "plated_loss": 0.0,
        "protected_loss": 0.0,
        "nitrate_use": 0.0,
        "nitrate_half": 1.0,
        **dict.fromkeys(SALT, 0.0),
        "lithium": 50e-6 / lithium,
        "lithium_density": 1 / lithium,
        "thin": 0.5e-6 / lithium,
        "anode_made": 20e6,
        "anode_open": 0.9,
        "anode_pressure": 7e6,
        "anode_full": 10e-4,
        "anode_column": 10e-4,
        "anode_series": 0.0,
        "interphase_resistance": 8e-7,
        "interphase_reaction": 10.0,
        "interphase_diffusion": 0.6,
        "interphase_grows": 0.0,
        "void_growth": 0.0,
        "creep_current": 0.6,
        "creep_pressure": 1e6,
        "creep_exponent": 1.0,
        "creep_limit": 10e6,
        "void_depth": 3e-6,
        "void_filling": 0.5,
        "crack_growth": 0.0,
        "crack_stress": 44e6,
        "crack_current": 3e-8,
        "crack_least": 0.0,
        "crack_creep": 0.0,
        "crack_squeeze": 0.0,
        "crack_squeeze_pressure": 25e6,
        "crack_squeeze_limit": 75e6,
        "crack_exponent": 4.0,
        "separator_depth": 500e-6,
        "host_edge": 1e4,
        "host_rise": 0.0,
        "host_full": 1e12,
        "host_plateau": 0.0,
        "depleted_depth": 0.0,
        "depleted_start": 5e-6,
        "depleted_supply": 1e6,
    } | changes
    z = np.zeros(len(State))
    z[State.highest] = values["initial_pressure"]
    row = [values.get(name, 1.0) for name in Around.__members__]
    for name, start in zip(ASSEMBLED, assembled(row), strict=True):
        values.setdefault(name, float(start))
        row[Around[name]] = values[name]
    then = follow(values["fresh_swelling"], 0.0, z, row)
    return {"anode_contact": float(then.anode_contact)} | values


#: Parameters of the salt: none in a cell of single-ion conductors.
SALT = ("salt_voltage", "salt_rate", "anode_slow", "anode_middle", "anode_fast")
SALT += ("cathode_slow", "cathode_middle", "cathode_fast")

#: Parameters that follow from others.
ASSEMBLED = ("assembled_contact", "anode_pressed", "separator_pressed", "assembled_collector")

#: What makes every law of the surroundings act.
LIVELY = {
    "stiffness": 2e11,
    "flow_pressure": 30e6,
    "flowing": 1 / 60 / 2e11,
    "relaxing_share": 0.06,
    "parting": 5e-6,
    "wetted": 0.1,
    "corrosion": 1e-13,
    "film_inside": 0.3,
    "given_by_charge": 0.4,
    "given_by_swelling": 3e9,
    "plated_loss": 0.03,
    "protected_loss": 0.005,
    "nitrate_use": 2e-5,
    "nitrate_half": 0.25,
    "interphase_grows": 1.0,
    "void_growth": 12.97e-6 / FARADAY,
    "crack_growth": 130 * 12.97e-6 / FARADAY,
    "crack_least": 0.1,
    "crack_creep": 3e-8,
    "crack_squeeze": 10 * 12.97e-6 / FARADAY,  # a tenth, so that a charge at 20 MPa comes to its end
    "host_rise": 0.5,
    "host_full": 5e5,
    "host_plateau": 0.62,
    "depleted_depth": 1.6e-10,
    "depleted_supply": 5e-4,
    "salt_voltage": 0.04,
    "salt_rate": 0.03,
    "anode_slow": 0.016,
    "anode_middle": 2e-3,
    "anode_fast": 1e-3,
    "cathode_slow": 0.016,
    "cathode_middle": 2e-3,
    "cathode_fast": 1e-3,
}


#: Of the solids of that cathode, from sulfur to Li2S [m].
SWELLING = 0.787 * 0.25 * 40e-6


def surroundings(members=1, states=None, **changes):
    """The same in the order that the solver reads."""
    values = around(**changes)
    if values.keys() != Around.__members__.keys():
        raise ValueError(f"not parameters of the surroundings: {values.keys() ^ Around.__members__.keys()}")
    rows = np.array([[values[name] for name in Around.__members__]] * members)
    initial = np.zeros((members, len(State)))
    initial[:, State.highest] = values["initial_pressure"]
    swelling = np.zeros((members, states or len(CathodeState)))
    swelling[:, 0] = SWELLING
    return Surroundings(scales_of(rows[0]), rows, swelling, initial)


#: Changes that leave only the conversion of sulfur.
SULFUR_ALONE = {"redox_rate": 0.0}


def one_c(values=None):
    """Current density that drains the sulfur in an hour [A/m2]."""
    values = values or parameters()
    return values["thickness"] * values["conversion_charge"] / 3600
