"""Impedance of a porous electrode: closed forms, the discrete equations linearised by differences, causality."""

import time

import numpy as np
import pytest

from brimstone.instrument._response import respond, room_for
from brimstone.instrument.impedance import electrode_response
from brimstone.instrument.porous_electrode import porous_electrode_resistance
from brimstone.model.gel import GEL
from brimstone.model.solid import SOLID, State
from brimstone.physics.dielectric import arc_impedance, boundary_capacitance, layer_capacitance
from brimstone.physics.thermodynamics import equilibrium_potential
from brimstone.physics.transmission_line import two_rail_line
from brimstone.solver.interface import CHARGES, THICKNESS
from tests.model import cells, gels
from tests.model.compiled import call_jacobian
from tests.solver import reference_problem as reference

BLOCKED = {"conversion_rate": 0.0, **cells.SULFUR_ALONE}
THICK = 40e-6  # m
CAPACITANCE = 3e6  # F/m3


def blocked(ionic, electronic, frequency, nodes=40):
    """Impedance of the double layers alone."""
    changes = {"ionic_resistivity": ionic, "ionic_dilution": 0.0, "electronic_resistivity": electronic}
    row = cells.row(**BLOCKED, **changes, electronic_dilution=0.0, blocking=0.0)
    profile = np.concatenate([[2.1], cells.CHARGED[0]])[None, :, None] * np.ones(nodes)
    return electrode_response(SOLID.functions, row, profile, CAPACITANCE, frequency)


def two_rails(ionic, electronic, frequency):
    """Ions enter at one end, electrons at the other, capacitors between (Devan, Subramanian and White 2004)."""
    ions, electrons = ionic * THICK, electronic * THICK
    v = np.sqrt(2j * np.pi * frequency * CAPACITANCE * THICK * (ions + electrons))
    decay = np.exp(-v)
    inverse_sinh, coth = 2.0 * decay / (1.0 - decay**2), (1.0 + decay**2) / (1.0 - decay**2)
    parallel = ions * electrons / (ions + electrons)
    return parallel * (1.0 + (2.0 * inverse_sinh + (ions / electrons + electrons / ions) * coth) / v)


@pytest.mark.parametrize(("ionic", "electronic"), [(100.0, 1e-3), (100.0, 30.0), (1.0, 200.0), (1e4, 1.0)])
@pytest.mark.parametrize("nodes", [1, 10, 40])
def test_a_blocked_electrode_is_the_transmission_line_over_twelve_decades(ionic, electronic, nodes):
    frequency = np.logspace(-4, 8, 97)
    found = blocked(ionic, electronic, frequency, nodes).impedance[0]
    expected = two_rails(ionic, electronic, frequency)
    assert np.abs(found / expected - 1.0).max() < 1e-9
    between = 1.0 / (2j * np.pi * frequency * CAPACITANCE * THICK)
    assert two_rail_line(ionic * THICK, electronic * THICK, between) == pytest.approx(expected, rel=1e-12)


def test_with_electrons_free_a_third_of_the_ions_resistance_is_left_at_low_frequency():
    found = blocked(100.0, 1e-9, np.array([1e-6])).impedance[0, 0]
    assert found.real == pytest.approx(100.0 * THICK / 3.0, rel=1e-3)
    assert found.imag == pytest.approx(-1.0 / (2e-6 * np.pi * CAPACITANCE * THICK), rel=1e-6)


def test_where_ions_enter_the_line_rises_at_45_degrees():
    steep = blocked(100.0, 1e-9, np.array([1e2, 1e3, 1e4])).impedance[0]
    assert np.degrees(np.angle(steep)) == pytest.approx(np.full(3, -45.0), abs=0.5)


def test_at_high_frequency_both_rails_carry_side_by_side():
    found = blocked(100.0, 50.0, np.array([1e9])).impedance[0, 0]
    assert found.real == pytest.approx(THICK * 100.0 * 50.0 / 150.0, rel=2e-3)


@pytest.mark.parametrize("electronic", [0.3, 80.0])
def test_resistances_with_the_states_held_are_those_of_the_closed_form(electronic):
    changes = {**cells.SULFUR_ALONE, "electronic_resistivity": electronic, "ionic_resistivity": 200.0}
    p, at = cells.parameters(**changes), 0.4
    thermodynamic = (p["plateau"], p["plateau_slope"], p["plateau_step"], p["half_inverse_thermal_voltage"])
    profile = np.array([equilibrium_potential(at, *thermodynamic), at, *np.zeros(len(State) - 1)])
    profiles = profile[None, :, None] * np.ones(80)
    found = electrode_response(SOLID.functions, cells.row(**changes), profiles, 0.0, np.array([1.0]))
    resistivities = SOLID.resistivities(cells.row(**changes)[0], profile[:, None])
    expected = porous_electrode_resistance(THICK, *(rho.item() for rho in resistivities), found.conductance[0])
    assert [found.ionic[0], found.electronic[0], found.reaction[0]] == pytest.approx(list(expected), rel=1e-3)


def equations(functions, p, y, current):
    """Rates, balances of charge and voltage inside the electrode, as the solver's documentation writes them."""
    n, nodes = y.shape[0] - 1, y.shape[1]
    rate, rho = np.zeros((n, nodes)), np.zeros((2, nodes))
    call_jacobian(
        functions[1].address,
        np.ascontiguousarray(y),
        p,
        1.0,
        rate,
        rho,
        np.zeros((n, 1 + n, nodes)),
        np.zeros((2, n, nodes)),
        np.zeros((n, nodes)),
        np.zeros((2, nodes)),
    )
    h = p[THICKNESS] / nodes
    rs, re = (0.5 * h * (rho[row, 1:] + rho[row, :-1]) for row in (1, 0))
    flow = np.concatenate([[current], (np.diff(y[0]) + current * rs) / (rs + re), [0.0]])
    balance = np.diff(flow) + h * p[CHARGES : CHARGES + n] @ rate
    voltage = y[0, 0] - 0.5 * h * current * (rho[0, 0] + rho[1, -1]) - ((current - flow[1:-1]) * rs).sum()
    return np.concatenate([balance[None], rate]), voltage


def by_differences(functions, p, y, current, capacitance, frequency):
    """The same response from a dense matrix of central differences."""
    size, rows = y.size, y.shape[0]
    jacobian, along = np.empty((size, size)), np.empty(size)
    for place in range(size):
        step = 1e-6
        above, below = y.copy().reshape(-1), y.copy().reshape(-1)
        above[place] += step
        below[place] -= step
        (f_above, v_above), (f_below, v_below) = (
            equations(functions, p, changed.reshape(y.shape), current) for changed in (above, below)
        )
        jacobian[:, place] = ((f_above - f_below) / (2 * step)).reshape(-1)
        along[place] = (v_above - v_below) / (2 * step)
    step = 1e-3
    (f_above, v_above), (f_below, v_below) = (equations(functions, p, y, current + s) for s in (step, -step))
    by_current = ((f_above - f_below) / (2 * step)).reshape(-1)
    mass = np.ones((rows, y.shape[1]))
    mass[0] = capacitance * p[THICKNESS] / y.shape[1]
    found = []
    for omega in 2 * np.pi * frequency:
        change = np.linalg.solve(1j * omega * np.diag(mass.reshape(-1)) - jacobian, by_current)
        found.append(-(along @ change + (v_above - v_below) / (2 * step)))
    return np.array(found)


STATES = {
    "solid": (
        SOLID.functions,
        cells.row(electronic_resistivity=30.0, damage_onset=0.1)[0],
        [0.4, 0.2, 0.1, 0.3, 0.15, 0.05, 1.5, 0.2, 0.25],
    ),
    "gel": (GEL.functions, gels.row(electronic_resistivity=20.0)[0], [0.3, 0.1, 0.05, 0.4, 0.02, 0.1, 0.05, 0.1, 0.1]),
    "reference": (reference.FUNCTIONS, reference.parameters("B")[0], [0.4, 0.3]),
}


@pytest.mark.parametrize("current", [0.0, 20.0, -20.0])
@pytest.mark.parametrize("model", STATES)
def test_it_is_the_linear_response_of_the_discrete_equations_at_any_state_and_current(model, current):
    functions, p, states = STATES[model]
    nodes, frequency = 6, np.array([1e-5, 1e-3, 0.1, 10.0, 1e4])
    depth = np.linspace(-1.0, 1.0, nodes)
    y = np.concatenate([[2.08 + 0.03 * depth], np.array(states)[:, None] * (1.0 + 0.1 * depth)])
    impedance, parts = np.empty((1, frequency.size), dtype=complex), np.empty((1, 4))
    room = room_for(functions[1], len(states), nodes)
    respond(
        room.address, p[None], np.ones(1), y[None], np.array([current]), np.array([CAPACITANCE]),
        2 * np.pi * frequency, False, impedance, parts,
    )  # fmt: skip
    expected = by_differences(functions, p, y, current, CAPACITANCE, frequency)
    assert np.abs(impedance[0] / expected - 1.0).max() < 1e-5


def test_the_number_of_volumes_changes_nothing_where_the_electrode_is_uniform():
    row, frequency = cells.row(), np.logspace(-3, 8, 23)
    profile = np.concatenate([[2.1], [0.4], np.zeros(len(State) - 1)])[None, :, None]
    coarse, fine = (
        electrode_response(SOLID.functions, row, profile * np.ones(nodes), CAPACITANCE, frequency).impedance[0]
        for nodes in (3, 160)
    )
    assert np.abs(coarse / fine - 1.0).max() < 1e-9


def test_sixty_frequencies_take_no_longer_than_a_few_milliseconds():
    row, frequency = cells.row(), np.geomspace(1e6, 1e-3, 60)
    profile = np.concatenate([[2.1], [0.4], np.zeros(len(State) - 1)])[None, :, None] * np.ones(40)
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        electrode_response(SOLID.functions, row, profile, CAPACITANCE, frequency)
        times.append(time.perf_counter() - begin)
    assert min(times) < 5e-3  # 1.1 ms on an idle core; a busy machine counts, too


def test_real_and_imaginary_part_belong_together():
    """Kramers and Kronig: of a causal response each part is an integral over the other."""
    row = cells.row(ionic_resistivity=300.0)
    profile = np.concatenate([[2.1], [0.4, 0.1, 0.05, 0.2, 0.1, 0.02, 1.0, 0.1, 0.3]])[None, :, None] * np.ones(40)
    frequency = np.logspace(-9, 9, 18 * 60 + 1)
    z = electrode_response(SOLID.functions, row, profile, CAPACITANCE, frequency).impedance[0]
    z = z + arc_impedance(np.array([1e-3]), np.array([0.02]), np.array([0.88]), frequency)
    omega = 2 * np.pi * frequency
    stored = -1.0 / (omega[0] * z[0].imag)  # what is charged without end has no share in the real part
    for place in range(5 * 60, 14 * 60, 60):
        others = np.delete(np.arange(omega.size), place)
        integrand = (z.real[others] - z.real[place]) / (omega[others] ** 2 - omega[place] ** 2)
        expected = 2 * omega[place] / np.pi * np.trapezoid(integrand, omega[others])
        assert z[place].imag + 1.0 / (omega[place] * stored) == pytest.approx(expected, abs=0.01 * abs(z[place]))


def test_layers_and_grain_boundaries_store_what_their_width_tells():
    bulk = layer_capacitance(10.0, 1e-3)
    assert bulk == pytest.approx(8.854e-8, rel=1e-3)
    assert boundary_capacitance(10.0, 1e-3, 2e-6, 2e-9) == pytest.approx(1e3 * bulk)


def test_an_arc_is_highest_at_the_inverse_of_its_time_constant():
    frequency = np.logspace(-3, 6, 901)
    arc = arc_impedance(np.array([2.0]), np.array([1e-3]), np.array([0.8]), frequency)
    assert frequency[np.argmin(arc.imag)] == pytest.approx(1.0 / (2 * np.pi * 2e-3), rel=0.02)
    assert arc[0].real == pytest.approx(2.0, rel=1e-2)
    assert arc_impedance(np.array([2.0]), np.array([0.0]), np.array([1.0]), frequency) == pytest.approx(2.0)
