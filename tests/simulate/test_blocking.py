"""A composite between blocking electrodes: against a network of resistors and capacitors, and against its own rails."""

import numpy as np
import pytest
from scipy.linalg import expm

from brimstone import Cell
from brimstone.errors import RecipeError
from brimstone.instrument.polarisation import polarised, read_steps, step_response
from brimstone.physics.transmission_line import blocked_line, two_rail_line
from brimstone.recipe import Recipe

PASSING, BLOCKED, STORED, ACROSS = 0.02, 0.35, 4.0, 0.05  # [ohm m2], [F/m2]
CELLS = 400
COMPOSITE = {
    "active": "S",
    "composition": {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "acetylene black": "20 wt%"},
    "thickness": "500 um",
}
SPECTRUM = {"impedance": ["1 MHz", "0.1 mHz"], "points": 40}
HOLDS = [{"hold": f"{step} mV", "until": "2 h"} for step in (10, 20, 50)]


def measured(kind, *steps, composite=COMPOSITE, **changes):
    given = {"name": "a composite", "cell": kind, "cathode": composite, "protocol": list(steps), **changes}
    if kind == "electron-blocking":
        given |= {"separator": [{"electrolyte": "Li6PS5Cl", "thickness": "300 um"}], "anode": "Li-In"}
    return Cell(Recipe.from_mapping(given)).measure(certain=True)


def network(s):
    """Impedance of a ladder of resistors with capacitors across, whose ends join one rail only [ohm m2]."""
    step = 1.0 / CELLS
    across = s * STORED * step
    size = 2 * (CELLS + 1)
    matrix = np.zeros((size, size), dtype=complex)

    def join(one, other, conductance):
        for a, b in ((one, other), (other, one)):
            matrix[a, a] += conductance
            matrix[a, b] -= conductance

    for k in range(CELLS):
        join(2 * k, 2 * k + 2, 1.0 / (PASSING * step))
        join(2 * k + 1, 2 * k + 3, 1.0 / (BLOCKED * step))
    for k in range(CELLS + 1):
        join(2 * k, 2 * k + 1, across * (0.5 if k in (0, CELLS) else 1.0))
    kept = [one for one in range(size) if one != 2 * CELLS]  # the far end of the passing rail is earth
    source = np.zeros(size, dtype=complex)
    source[0] = 1.0
    return np.linalg.solve(matrix[np.ix_(kept, kept)], source[kept])[0]


@pytest.mark.parametrize("omega", [1e-4, 0.3, 3.0, 50.0])
def test_the_closed_form_is_that_of_a_ladder_of_resistors_and_capacitors(omega):
    s = 1j * omega
    assert blocked_line(PASSING, BLOCKED, 1.0 / (s * STORED)) == pytest.approx(network(s), rel=1e-4)


def test_the_ends_of_a_blocked_line_are_both_rails_and_one():
    both = PASSING * BLOCKED / (PASSING + BLOCKED)
    assert blocked_line(PASSING, BLOCKED, 1e-12 + 0j) == pytest.approx(both, rel=1e-4)
    assert blocked_line(PASSING, BLOCKED, 1e12 + 0j) == pytest.approx(PASSING, rel=1e-9)


def test_two_half_lines_back_to_back_make_the_blocked_one():
    # By symmetry both rails have the same potential in the middle: a half line ends there with its rails joined.
    between = 1.0 / (1j * 2.0 * STORED)
    nu = np.sqrt((PASSING + BLOCKED) / between)
    half = blocked_line(PASSING, BLOCKED, between)
    rails = PASSING * BLOCKED / (PASSING + BLOCKED)
    assert half == pytest.approx(rails + PASSING**2 / (PASSING + BLOCKED) * np.tanh(nu / 2.0) / (nu / 2.0), rel=1e-12)
    assert half != pytest.approx(two_rail_line(PASSING, BLOCKED, between), rel=0.1)


def test_the_current_after_a_step_is_that_of_a_resistor_and_a_capacitor():
    time = np.geomspace(1e-3, 30.0, 20)
    found = step_response(lambda s: 2.0 + 3.0 / (1.0 + 3.0 * 0.5 * s), time)  # 2 ohm, then 3 ohm beside 0.5 F
    rate = 1.0 / (0.5 * 2.0 * 3.0 / 5.0)
    assert found == pytest.approx(0.2 + 0.3 * np.exp(-rate * time), rel=1e-7)


def test_the_current_of_a_blocked_line_after_a_step_is_that_of_the_ladder_in_time():
    cells, step = 60, 1.0 / 60
    # local voltages v: stored dv/dt = d/dx of the passing current; the whole current follows from the voltage held
    both = PASSING + BLOCKED
    laplace = np.zeros((cells, cells))
    for k in range(cells):
        for other in (k - 1, k + 1):
            if 0 <= other < cells:
                laplace[k, other] += 1.0 / (both * step)
                laplace[k, k] -= 1.0 / (both * step)
    # ends: half a volume of the blocked rail carries nothing; the whole current I enters the passing rail
    ends = np.zeros(cells)
    ends[0], ends[-1] = 1.0, -1.0
    share = BLOCKED / both  # of a current that runs in the passing rail alone, over both
    # U = I R_parallel' + difference of local voltages at both ends, times the share of the passing rail
    inside = PASSING * BLOCKED / both * (1.0 - step) + PASSING * step
    weight = np.zeros(cells)
    weight[0], weight[-1] = PASSING / both, -PASSING / both
    # charge balance: C h dv/dt = laplace v + I * (what the passing rail brings at the ends, less what it takes inside)
    brings = ends * (1.0 - share)
    matrix = (laplace - np.outer(brings, weight) / inside) / (STORED * step)
    drive = brings / inside / (STORED * step)
    times = np.array([0.02, 0.2, 1.0])
    steady = -np.linalg.lstsq(matrix, drive, rcond=None)[0]  # all volumes may rise alike
    expected = [(1.0 - weight @ (steady - expm(matrix * time) @ steady)) / inside for time in times]
    found = step_response(lambda s: blocked_line(PASSING, BLOCKED, 1.0 / (s * STORED)), times)
    assert found == pytest.approx(expected, rel=2e-2)


def test_steps_add_up_to_one_of_the_same_height():
    def line(s):
        return blocked_line(PASSING, BLOCKED, 1.0 / (s * STORED))

    twice = polarised(line, np.array([0.01, 0.02]), np.array([50.0, 50.0]))
    assert twice[1][1, -1] == pytest.approx(2.0 * twice[0][1, -1], rel=1e-6)
    reading = read_steps(np.array([0.01, 0.02]), twice)
    assert reading.resistance == pytest.approx(PASSING, rel=1e-6)
    assert reading.steady
    slow = polarised(lambda s: blocked_line(BLOCKED, PASSING, 1.0 / (s * STORED)), np.array([0.01]), np.array([0.05]))
    assert not read_steps(np.array([0.01]), slow).steady


def test_metal_plates_tell_the_electrons_and_layers_of_electrolyte_the_ions():
    electrons, ions = (measured(kind, SPECTRUM, *HOLDS) for kind in ("ion-blocking", "electron-blocking"))
    assert electrons.polarised == pytest.approx(electrons.electronic.value, rel=1e-3)
    assert electrons.spectral == pytest.approx(electrons.electronic.value, rel=1e-2)
    assert ions.polarised == pytest.approx(ions.ionic.value, rel=0.06)
    assert ions.ionic.value < ions.polarised < ions.spectral < 1.2 * ions.ionic.value
    # sulfur that converts carries current from one rail to the other until its composition has followed
    patient = measured("electron-blocking", {"hold": "10 mV", "until": "2000 h"})
    assert patient.polarised == pytest.approx(ions.ionic.value, rel=0.01)
    assert ions.ionic.value == electrons.ionic.value
    assert ions.ionic.value < 0.1 * ions.electronic.value
    # the other carrier shows at the highest frequency, worse the larger the ratio
    assert electrons.other == pytest.approx(electrons.ionic.value, rel=0.2)


def test_what_lies_outside_is_both_layers_and_all_four_interfaces():
    run = measured("electron-blocking", SPECTRUM)
    given = {"name": "a full cell", "cathode": COMPOSITE, "anode": "Li-In", "protocol": [{"rest": "1 s"}]}
    layer = [{"electrolyte": "Li6PS5Cl", "thickness": "300 um"}]
    full = Cell(Recipe.from_mapping({**given, "separator": layer})).run(certain=True, checks=False, nodes=8)
    one_side = full.resistance["electrolyte layer"].value + full.resistance["anode"].value
    one_side += full.cell.resistances["cathode_interface"][0]
    assert run.outside.value == pytest.approx(2.0 * one_side, rel=1e-6)
    assert run.impedance[0].resistance.value == pytest.approx(run.outside.value + run.thickness.value / run.ionic.value)


def test_less_electrolyte_conducts_fewer_ions_and_more_carbon_more_electrons():
    lean = {**COMPOSITE, "composition": {"S": "30 wt%", "Li6PS5Cl": "40 wt%", "acetylene black": "30 wt%"}}
    before, after = (measured("electron-blocking", *HOLDS, composite=one) for one in (COMPOSITE, lean))
    assert after.polarised < before.polarised
    before, after = (measured("ion-blocking", *HOLDS, composite=one) for one in (COMPOSITE, lean))
    assert after.polarised > before.polarised


@pytest.mark.parametrize("step", [{"discharge": "0.1 mA/cm2", "to": "1 h"}, {"hold": "10 mV", "until": "1 uA/cm2"}])
def test_other_steps_are_refused(step):
    with pytest.raises(RecipeError, match="blocking electrodes") as refused:
        measured("ion-blocking", step)
    assert refused.value.field == "protocol.step 1"


def test_a_composite_without_electrolyte_is_refused():
    dry = {**COMPOSITE, "composition": {"S": "70 wt%", "acetylene black": "30 wt%"}}
    with pytest.raises(RecipeError, match="no electrolyte"):
        measured("ion-blocking", *HOLDS, composite=dry)
