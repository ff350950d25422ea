import numpy as np
import pytest

from brimstone.instrument.voltammetry import peaks

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
