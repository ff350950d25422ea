"""A third electrode: both potentials, and that their difference is the voltage of the cell."""

import numpy as np
import pytest

from tests.cells import run

STEPS = [{"discharge": "0.2C", "to": "1.0 V"}, {"charge": "0.1C", "to": "2.8 V"}, {"rest": "1 h"}]


@pytest.mark.parametrize(
    ("anode", "rests_at"), [({"material": "Li", "thickness": "100 um"}, 0.0), ({"material": "Li-In"}, 0.62)]
)
def test_both_electrodes_differ_by_the_voltage_of_the_cell_and_rest_at_their_equilibria(anode, rests_at):
    found = run(anode=anode, operation={"stack_pressure": "2 MPa"}, protocol=STEPS)
    for step, sign in zip(found.shown, (1.0, -1.0, 0.0), strict=True):
        for place in (0.0, 0.5, 1.0):
            cathode, negative = step.electrodes(place)
            assert cathode - negative == pytest.approx(step.curve.voltage - rests_at, abs=1e-12)
        # stripped it lies above its equilibrium, plated below
        assert np.all(sign * (negative[1:] - rests_at) >= 0.0)
    cathode, negative = found.shown[2].electrodes()
    assert negative[-1] == pytest.approx(rests_at, abs=1e-9)
    assert cathode[-1] == pytest.approx(found.shown[2].curve.voltage[-1], abs=1e-9)


def test_moving_the_reference_through_the_separator_moves_both_by_its_resistance():
    found = run(protocol=STEPS)
    step = found.shown[0]
    near, far = step.electrodes(0.0)[1], step.electrodes(1.0)[1]
    layer = sum(float(value[0]) for name, value in found.cell.resistances.items() if name.startswith("separator"))
    assert far - near == pytest.approx(step.curve.current * layer, rel=1e-6)
    assert near[1:] - 0.62 == pytest.approx(step.losses.volts["anode"][1:], rel=1e-6)


def test_tables_hold_both_electrodes():
    table = run(protocol=STEPS[:1]).shown[0].to_frame()
    assert (table["cathode_V"] - table["anode_V"]).to_numpy() == pytest.approx(table["voltage_V"].to_numpy() - 0.62)
