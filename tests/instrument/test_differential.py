import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.instrument.differential import averaged, charge_below, differential_capacity, lattice


def test_a_straight_line_has_its_slope_everywhere():
    charge = np.linspace(0.0, 100.0, 57)
    voltage, per_volt = differential_capacity(2.5 - 0.01 * charge, charge)
    assert per_volt == pytest.approx(np.full(per_volt.size, 100.0))
    assert voltage[0] == pytest.approx(1.505)


def test_a_curve_that_ends_within_an_interval_has_no_kink_there():
    charge = np.linspace(0.0, 100.0, 200)
    _, per_volt = differential_capacity(2.0 - 0.00513 * charge, charge)
    assert per_volt == pytest.approx(np.full(per_volt.size, 1.0 / 0.00513))


@given(seed=st.integers(0, 1000), width=st.floats(1e-3, 0.5))
def test_its_integral_is_the_charge_passed_even_when_the_voltage_turns_back(seed, width):
    random = np.random.default_rng(seed)
    voltage = 2.0 + np.cumsum(random.normal(0.0, 0.05, 80))
    charge = np.cumsum(random.uniform(0.0, 3.0, 80))
    middles, per_volt = differential_capacity(voltage, charge, width)
    assert np.all(per_volt >= 0.0)
    own = middles[1] - middles[0] if middles.size > 1 else float(np.ptp(voltage))
    assert own <= width * (1.0 + 1e-9)
    assert per_volt.sum() * own == pytest.approx(charge[-1] - charge[0], rel=1e-10)


def test_a_plateau_stands_in_its_interval():
    charge = np.array([0.0, 10.0, 60.0, 70.0])
    voltage, per_volt = differential_capacity(np.array([2.4, 2.105, 2.105, 1.8]), charge)
    assert voltage[np.argmax(per_volt)] == pytest.approx(2.105, abs=0.01)
    assert per_volt.max() * 0.01 > 50.0


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="width"):
        differential_capacity(np.ones(3), np.ones(3), 0.0)
    with pytest.raises(ValueError, match="3 voltages but 4 charges"):
        differential_capacity(np.ones(3), np.ones(4))
    assert differential_capacity(np.ones(1), np.ones(1))[0].size == 0


def test_the_average_over_a_window_leaves_a_line_and_takes_a_ripple_of_its_length():
    charge = np.linspace(0.0, 100.0, 4001)
    line = 2.4 - 0.004 * charge
    assert averaged(line, -charge, 2.5) == pytest.approx(line, abs=1e-12)
    rippled = line + 0.03 * np.sin(2.0 * np.pi * charge / 2.5)
    found = averaged(rippled, charge, 2.5)
    inside = (charge > 2.5) & (charge < 97.5)
    assert found[inside] == pytest.approx(line[inside], abs=1e-4)
    assert found[[0, -1]].tolist() == rippled[[0, -1]].tolist()
    assert averaged(rippled, charge, 0.0) is rippled
    # the differential capacity is that of the line again, and its integral the charge all the same
    _, per_volt = differential_capacity(found, charge)
    assert per_volt[5:-5] == pytest.approx(np.full(per_volt.size - 10, 250.0), rel=0.02)
    assert np.ptp(differential_capacity(rippled, charge)[1]) > 50.0


@given(seed=st.integers(0, 1000))
def test_charge_below_an_edge_is_the_same_whether_or_not_the_voltage_turns_back(seed):
    random = np.random.default_rng(seed)
    charge = np.cumsum(random.uniform(0.0, 3.0, 40))
    voltage = 2.5 - np.cumsum(random.uniform(1e-3, 0.05, 40))
    edges = np.linspace(1.0, 2.6, 30)
    falls = charge_below(voltage, charge, edges)
    assert falls == pytest.approx(charge_below(voltage[::-1], -charge[::-1], edges))
    back = voltage[-2::-1], 2.0 * charge[-1] - charge[-2::-1]
    both = charge_below(np.append(voltage, back[0]), np.append(charge, back[1]), edges)
    assert both == pytest.approx(2.0 * falls, abs=1e-9)


def test_intervals_of_several_curves_have_the_same_edges():
    assert lattice(1.503, 1.538, outward=False) == pytest.approx([1.51, 1.52, 1.53])
    assert lattice(1.503, 1.538, outward=True) == pytest.approx([1.5, 1.51, 1.52, 1.53, 1.54])
    assert lattice(1.5, 1.52, outward=False) == pytest.approx(lattice(1.5, 1.52, outward=True))
    assert lattice(1.501, 1.509, outward=False).size < 2
