"""States and parameters of the surroundings: name, place in a row, unit and meaning of each, defined once."""

import numpy as np

from brimstone._compile import Column


class State(Column):
    """States of the surroundings, one of each a cell."""

    charge = "C/m2", "that the anode gave through the circuit since assembly"
    relaxed = "Pa", "stack pressure that fixture and soft parts have given up"
    highest = "Pa", "highest stack pressure that the cell has felt since assembly"
    flowed = "m", "thickness of the anode that has flowed out between the plates since assembly"


#: Absolute tolerance of each state, in units of the tolerance.
SCALES = np.array([1e4, 1e5, 1e5, 1e-6])


class Around(Column):
    """A row of parameters of the surroundings."""

    half_inverse_thermal_voltage = "1/V", "F/(2RT)"
    anode_exchange_current = "A/m2", "of the negative electrode"
    series_resistance = "ohm m2", "of separator, interfaces and contacts"
    lithium = "C/m2", "that the anode can give as assembled"
    initial_pressure = "Pa", "of the stack as assembled"
    stiffness = "Pa/m", "of stack and fixture in series; zero holds the pressure"
    fresh_swelling = "m", "of the solids of the cathode as assembled"
    into_thickness = "1", "share of the swelling that thickens a cathode with all of its pores"
    pores = "m", "of the cathode as assembled, volume per area"
    anode_growth = "m3/C", "of the anode by what it gives; negative for lithium"
    flow_pressure = "Pa", "at which the anode flows out between the plates"
    flowing = "m/(Pa s)", "speed at which it does, over the pressure beyond that"
    lithium_density = "C/m3", "of the anode"
    relaxing_share = "1", "of the pressure that relaxes"
    relaxation_rate = "1/s", "of the pressure"
    cathode_made = "Pa", "highest pressure on the cathode before the cell was assembled"
    contact_pressure = "Pa", "at which 63 % of the cathode's inner interface touches on first loading"
    retained = "1", "share of those contacts that stay flat without pressure"
    recovery = "1", "share of a flat contact that opens on full release"
    wetted = "1", "share of the contact that is closed whatever presses"
    assembled_contact = "1", "inside the cathode as assembled"
