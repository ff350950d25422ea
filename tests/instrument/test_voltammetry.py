import numpy as np
import pytest

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.instrument.voltammetry import peaks
from brimstone.model.solid import SOLID
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import VOLTAGE, Control
from tests.model import cells

TIME = np.linspace(0.0, 20_000.0, 4001)  # s
RATE = 1e-4  # V/s


def bell(voltage, centre, width, charge):
    """Current of a bell over voltage that passes `charge` [A/m2]."""
    return charge * RATE * np.exp(-(((voltage - centre) / width) ** 2)) / (width * np.sqrt(np.pi))


def test_the_peaks_of_a_sweep_are_found_with_place_height_and_area():
    voltage = 1.0 + RATE * TIME
    found = peaks(TIME, voltage, bell(voltage, 1.6, 0.08, 40.0) + bell(voltage, 2.5, 0.1, 90.0))
    assert [peak.voltage for peak in found] == pytest.approx([1.6, 2.5], abs=2e-3)
    assert [peak.charge for peak in found] == pytest.approx([40.0, 90.0], rel=1e-3)
    assert [peak.current for peak in found] == pytest.approx([bell(1.6, 1.6, 0.08, 40), bell(0, 0, 0.1, 90)], rel=1e-3)
    assert all(peak.oxidation for peak in found)


def test_on_the_way_down_peaks_are_those_of_reduction():
    voltage = 3.0 - RATE * TIME
    current = -bell(voltage, 1.6, 0.08, 40.0) + bell(voltage, 2.6, 0.1, 90.0)  # still oxidised at first
    (peak,) = peaks(TIME, voltage, current)
    assert peak.voltage == pytest.approx(1.6, abs=2e-3)
    assert peak.charge == pytest.approx(40.0, rel=1e-3)
    assert not peak.oxidation


def test_a_current_that_still_grows_at_the_end_is_no_peak():
    voltage = 1.0 + RATE * TIME
    assert peaks(TIME, voltage, np.exp(voltage)) == ()
    assert peaks(TIME, voltage, np.exp(-voltage)) == ()


def test_nothing_recorded_has_no_peaks():
    assert peaks(np.zeros(1), np.ones(1), np.ones(1)) == ()


@pytest.mark.parametrize("rate", [5e-8, 2e-7])
def test_a_fast_reaction_without_resistance_gives_the_reversible_peak_of_a_thin_layer(rate):
    """Two electrons without a film: height n F Q v/(4 R T), at the equilibrium, 3.53 R T/(n F) wide at half of it."""
    fast = {
        **cells.SULFUR_ALONE,
        "plateau_slope": 0.0,
        "film_discharge": 0.0,
        "film_charge": 0.0,
        "charge_exchange": 1.0,
        "damage_rate": 0.0,
        "conversion_rate": 1e3 * cells.parameters()["conversion_rate"],
        "ionic_resistivity": 1e-4,
        "electronic_resistivity": 1e-4,
    }
    around = cells.surroundings(series_resistance=1e-8, anode_exchange_current=1e8)
    start, end = 2.3, 1.9
    down = Control(VOLTAGE, start, slope=-rate, duration=(start - end) / rate)
    settle = Control(VOLTAGE, start, duration=3600.0)
    row, steps = cells.row(**fast), [[settle, down]]
    solved = run(
        Problem(SOLID.functions, SOLID.scales, row, cells.GUESS, cells.CHARGED, steps, around),
        SolverOptions(nodes=6, points=2000),
    )
    curve = solved.curves[0, 1, : solved.counts[0, 1]]
    voltage, current = curve[:, 1], curve[:, 2]
    thermal = GAS_CONSTANT * 298.15 / (2.0 * FARADAY)
    charge = cells.parameters()["conversion_charge"] * cells.parameters()["thickness"]
    top = int(np.argmax(current))
    assert current[top] == pytest.approx(charge * rate / (4.0 * thermal), rel=0.02)
    assert voltage[top] == pytest.approx(cells.parameters()["plateau"], abs=3e-3)  # of which pressure gives 1.4 mV
    half = voltage[current > 0.5 * current[top]]
    assert np.ptp(half) == pytest.approx(3.53 * thermal, rel=0.03)
