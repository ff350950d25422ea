"""Of a test of rates, cycles are compared with those at the same current."""

import itertools

import numpy as np
import pytest

from brimstone.view.steps import completed_halves, headlines, turns_of
from tests.cells import run

RATES = [{"rates": ["0.1C", "1C", "0.1C"], "cycles_each": 3, "window": ["1.0 V", "2.8 V"]}]


@pytest.fixture(scope="module")
def rated():
    return run(protocol=RATES, operation={"temperature": "60 degC", "stack_pressure": "20 MPa"}, nodes=6)


def test_each_rate_has_its_own_cycles_and_nothing_above_what_its_first_gave(rated):
    cycles = rated.cycles()
    assert [one.cycle.tolist() for one in cycles] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for one in cycles:
        assert one.retention[0, 1] == 1.0
        assert one.retention[0, 2] == pytest.approx(one.discharge[0, 2] / one.discharge[0, 1])
        assert np.isnan(one.discharge_over_charge[0, 0])  # the charge before it was at another current


def test_capacity_lost_to_a_higher_current_is_no_fade(rated):
    assert (rated.fade.first, rated.fade.last) == (2, 3)
    assert rated.fade.lost < 0.05 * rated.fade.before
    (kept,) = [number for words, number in headlines(rated) if "over cycle" in words]
    assert kept.value == pytest.approx(100.0 * rated.fade.after / rated.fade.before, rel=1e-3)


def test_no_efficiency_is_told_across_a_change_of_the_current(rated):
    turns = list(itertools.chain.from_iterable(turns_of(completed_halves(rated))))
    assert [after.instruction.cycle for _, after in turns] == [2, 3, 5, 6, 8, 9]
    assert all(0.8 < after.charge.value / before.charge.value < 1.05 for before, after in turns)
