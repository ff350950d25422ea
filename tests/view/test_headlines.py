"""The few numbers that a reader wants first."""

import pytest

from brimstone.view.steps import headlines
from tests.cells import run


def test_capacity_kept_is_counted_from_the_first_discharge_after_a_charge():
    cycles = {"cycles": 4, "charge": "0.2C", "discharge": "0.2C", "window": ["1.5 V", "2.8 V"]}
    done = run(protocol=[cycles], nodes=8)
    second, *_, last = [step for step in done.shown if step.instruction.kind == "discharge"][1:]
    (kept,) = [number for name, number in headlines(done) if "over cycle" in name]
    assert kept.value == pytest.approx(100 * last.charge.value / second.charge.value)
    assert kept.value < 101.0  # counted from the fresh cell it would be 118


def test_cycles_that_give_nothing_are_compared_with_none():
    cycles = {"cycles": 3, "discharge": "1C", "charge": "0.1C", "window": ["2.75 V", "2.9 V"]}
    done = run(protocol=[cycles], nodes=8)
    assert [step.charge.value for step in done.shown if step.instruction.kind == "discharge"] == [0.0, 0.0, 0.0]
    assert not [name for name, _ in headlines(done) if "over cycle" in name]
