"""States and parameters of the surroundings: name, place in a row, unit and meaning of each, defined once."""

import numpy as np

from brimstone._compile import Column
from brimstone.solver.interface import VOLTS


class State(Column):
    """States of the surroundings, one of each a cell."""

    charge = "C/m2", "that the anode gave through the circuit since assembly"
    relaxed = "Pa", "stack pressure that fixture and soft parts have given up"
    highest = "Pa", "highest stack pressure that the cell has felt since assembly"
    flowed = "m", "thickness of the anode that has flowed out between the plates since assembly"
    interphase = "C/m2", "lithium that the interphase on the anode, or reaction with a solution, has taken"
    voids = "m", "volume of voids between anode and electrolyte, per area"
    crack = "m", "depth to which lithium has grown into the separator"
    film = "ohm m2", "films that corrosion grows on the cathode's collector, and a liquid on a solid electrolyte"
    salt_slow = "A/m2", "current that the slowest part of the salt's profile has followed"
    salt_middle = "A/m2", "the same of a faster part"
    salt_fast = "A/m2", "the same of the fastest part"


#: Least absolute tolerance of each state, in units of the tolerance.
SCALES = np.array([1e4, 1e5, 1e5, 1e-6, 1e2, 1e-7, 1e-5, 1e-4, 10.0, 10.0, 10.0])


class Around(Column):
    """A row of parameters of the surroundings."""

    half_inverse_thermal_voltage = "1/V", "F/(2RT)"
    anode_exchange_current = "A/m2", "of the negative electrode"
    series_resistance = "ohm m2", "of the separator, and of a part of the cathode that ions do not get into"
    # salt
    salt_voltage = "V", "of a concentration cell, per logarithm of the ratio of concentrations; zero without a salt"
    salt_rate = "1/s", "at which the slowest part of the profile follows the current"
    anode_slow = "m2/A", "rise at the anode with the slowest part, over the mean concentration"
    anode_middle = "m2/A", "the same of a faster part"
    anode_fast = "m2/A", "the same of the fastest part"
    cathode_slow = "m2/A", "fall in the cathode with the slowest part, over the mean concentration"
    cathode_middle = "m2/A", "the same of a faster part"
    cathode_fast = "m2/A", "the same of the fastest part"
    # stack
    initial_pressure = "Pa", "of the stack as assembled"
    stiffness = "Pa/m", "of stack and fixture in series, per unit cell; zero holds the pressure"
    pressure_voltage = "V/Pa", "rise of the cell's equilibrium voltage with the pressure on all of its solids"
    fresh_swelling = "m", "of the solids of the cathode as assembled"
    into_thickness = "1", "share of the swelling that thickens a cathode with all of its pores"
    pores = "m", "of the cathode as assembled, volume per area"
    anode_growth = "m3/C", "of the anode by what it gives through the circuit; negative for lithium"
    anode_by_swelling = "1", "of the anode by the swelling, where sulfur also takes lithium without current; else zero"
    given_by_charge = "1", "share of the charge that the anode gave as lithium; zero where sulfur takes some without"
    given_by_swelling = "C/m3", "lithium that the anode gave by the swelling, where sulfur takes some without current"
    flow_pressure = "Pa", "at which the anode flows out between the plates"
    flowing = "m/(Pa s)", "speed at which it does, over the pressure beyond that"
    relaxing_share = "1", "of the pressure that relaxes"
    relaxation_rate = "1/s", "of the pressure"
    parting = "1/Pa", "inverse of the pull at which layers that part lose contact; zero where the pressure is held"
    # cathode
    cathode_made = "Pa", "highest pressure on the cathode before the cell was assembled"
    contact_pressure = "Pa", "at which 63 % of the cathode's inner interface touches on first loading"
    retained = "1", "share of those contacts that stay flat without pressure"
    recovery = "1", "share of a flat contact that opens on full release"
    wetted = "1", "share of the contact that is closed whatever presses"
    assembled_contact = "1", "inside the cathode as assembled"
    # contacts of layers
    memory = "1", "share of what the highest pressure closed that stays closed"
    separator_made = "Pa", "highest pressure on the cathode's interface before the cell was assembled"
    separator_open = "1", "share of the cathode's interface that only pressure closes"
    separator_pressure = "Pa", "at which 63 % of that is closed"
    separator_pressed = "1", "contact of the cathode's interface as assembled"
    separator_full = "ohm m2", "resistance of the cathode's interface at full contact"
    column = "ohm m2", "of the electrolyte beside an interface, part of which a patchy contact leaves idle"
    contact_series = "ohm m2", "of layers between cathode and separator"
    collector_resistance = "ohm m2", "of the collector's contact at the pressure below"
    collector_pressure = "Pa", "that the collector's contact resistance is for"
    assembled_collector = "ohm m2", "resistance of the collector's contact as assembled"
    collector_exponent = "1", "fall of that resistance with pressure"
    corrosion = "ohm2 m4/s", "square of the growth of films with the root of time"
    film_inside = "1", "share of those films that lies between liquid and solid electrolytes"
    # anode
    lithium = "C/m2", "that the anode can give as assembled"
    lithium_density = "C/m3", "of the anode"
    thin = "C/m2", "of an anode so thin that half of it no longer touches"
    anode_made = "Pa", "highest pressure on the anode before the cell was assembled"
    anode_open = "1", "share of the anode's interface that only pressure closes"
    anode_pressure = "Pa", "at which 63 % of that is closed"
    anode_pressed = "1", "contact of a thick anode as assembled"
    anode_contact = "1", "that of the anode as assembled"
    anode_full = "ohm m2", "resistance of the anode at full contact, without an interphase"
    anode_column = "ohm m2", "as `column`, at the anode"
    anode_series = "ohm m2", "of layers between anode and separator"
    interphase_resistance = "ohm m4/C", "of the interphase by the lithium in it"
    interphase_reaction = "m2 s/C", "inverse of the speed at which a fresh interphase grows"
    interphase_diffusion = "m4 s/C2", "what its own thickness adds to that"
    interphase_grows = "1", "one where there is an interphase, else zero"
    plated_loss = "1", "of the lithium that is plated, that reacts with a solution, without LiNO3"
    protected_loss = "1", "the same with fresh LiNO3"
    nitrate_use = "m2/C", "inverse of the reacted lithium that uses up all LiNO3"
    nitrate_half = "1", "share of the LiNO3 at which half of the effect of an excess is left"
    void_growth = "m3/C", "volume of what is stripped where voids may form, else zero"
    creep_current = "A/m2", "that creep supplies at the pressure for which it is known"
    creep_pressure = "Pa", "that it is known for"
    creep_exponent = "1", "with which it rises"
    creep_limit = "Pa", "pressure beyond which it is not known to rise"
    void_depth = "m", "of voids that leave no contact"
    void_filling = "1", "share of what is plated that fills voids where there are many"
    crack_growth = "m3/C", "depth of a crack by what is plated beyond the critical current, else zero"
    crack_stress = "Pa", "at which flaws of the separator open; very large where they are not known to"
    crack_current = "A/(m2 Pa)", "that presses lithium in a flaw, over the pressure it builds up"
    crack_least = "A/m2", "of plating that no flaw turns into a crack"
    crack_squeeze = "m3/C", "depth of lithium squeezed into flaws by what is plated, at the pressure below, else zero"
    crack_squeeze_pressure = "Pa", "at which that is known"
    crack_squeeze_limit = "Pa", "pressure beyond which it is not known to rise"
    crack_exponent = "1", "with which it rises"
    crack_creep = "m/s", "speed of lithium pressed into cracks, at twice the pressure that opens them"
    separator_depth = "m", "of the separator"
    host_edge = "C/m2", "lithium left at which the potential of an alloy leaves its plateau"
    host_rise = "V", "of that potential at the end; zero for lithium"
    host_full = "C/m2", "lithium at which an alloy is full"
    host_plateau = "V", "potential of an alloy above lithium, that falls when it is full"
    depleted_depth = "m3/C", "depth of an alloy that gives its lithium, by charge"
    depleted_start = "m", "of that depth as assembled"
    depleted_supply = "A/m", "what diffusion through that depth supplies, times depth; very large for lithium"


#: What each part of the salt's profile changes at the anode and in the cathode.
_SALT = {
    State.salt_slow: (Around.anode_slow, Around.cathode_slow),
    State.salt_middle: (Around.anode_middle, Around.cathode_middle),
    State.salt_fast: (Around.anode_fast, Around.cathode_fast),
}


def scales_of(row: np.ndarray) -> np.ndarray:
    """Absolute tolerance of each state, in units of the tolerance, of surroundings with a row of `Around`.

    Parts of the salt's profile are followed as closely as the voltage that they take: they are over within seconds of
    a change of the current, and in a thin layer of liquid hardly felt.
    """
    scales = SCALES.copy()
    for state, strengths in _SALT.items():
        felt = row[Around.salt_voltage] * sum(abs(row[strength]) for strength in strengths)
        scales[state] = max(scales[state], VOLTS / felt if felt > 0.0 else 0.0)
    return scales
