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
