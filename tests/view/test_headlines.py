"""The few numbers that a reader wants first."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.solver.interface import CHARGE, NOT_RUN, STATUS
from brimstone.view.curves import cycle_chart, voltage_chart, voltage_curves
from brimstone.view.steps import _retention, bases, completed_halves, headlines, short_names, step_table
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


def test_a_cathode_of_which_more_than_sulfur_reacts_is_counted_per_gram_of_all_of_it():
    cathode = {"active": "SeS2", "composition": {"SeS2": "35 wt%", "Li6PS5Cl": "50 wt%", "Ketjenblack": "15 wt%"}}
    cathode["loading"] = "2 mg/cm2"
    done = run(cathode=cathode, protocol=[{"discharge": "0.1C", "to": "1.0 V"}], nodes=8)
    assert [one.per for one in bases(done)] == ["active", "sulfur", "area"]
    table = step_table(done, done.shown, endings=False)
    assert [(column.title, column.unit) for column in table.columns[2:4]] == [("", "mAh g⁻¹ SeS2"), ("by SeS2", "")]
    assert table.rows[0].cells[3].value < 1130.0  # theory


def test_blocks_of_cycles_are_told_apart_by_their_rates_and_counted_through():
    blocks = [
        {"cycles": 2, "charge": rate, "discharge": rate, "window": ["1.5 V", "2.8 V"]}
        for rate in ("0.2C", "1C", "0.2C")
    ]
    done = run(protocol=blocks, nodes=8)
    assert [one.instruction.cycle for one in completed_halves(done)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert [one.instruction.turn for one in completed_halves(done)] == [1, 1, 2, 2] * 3
    names = short_names(completed_halves(done))
    assert names[:4:3] == ["discharge 0.2C, cycle 1", "charge 0.2C, cycle 2"]
    assert names[4] == "discharge 1C, cycle 3"
    assert len(set(names)) == 12
    (discharge,) = (one for one in cycle_chart(done).panels[-1].series if one.name == "discharge")
    assert list(discharge.x) == [1, 2, 3, 4, 5, 6]
    legend = {one.name for one in voltage_chart(done, voltage_curves(done)).panels[0].series if one.legend}
    assert {"0.2C, cycle 1", "1C, cycle 4", "0.2C, cycle 6"} <= legend


def test_retention_has_an_interval_and_samples_that_shorted_kept_nothing():
    cycles = [{"cycles": 3, "charge": "0.2C", "discharge": "0.2C", "window": ["1.5 V", "2.8 V"]}]
    done = run(protocol=cycles, nodes=8, certain=False, members=12)
    ((name, kept),) = [(name, one) for name, one in headlines(done) if "over cycle" in name]
    assert name == "capacity of cycle 3 over cycle 2"
    assert kept.low < kept.high
    _, second, third = (one for one in completed_halves(done) if one.instruction.kind == "discharge")
    assert kept.value == pytest.approx(100.0 * third.charge.value / second.charge.value)
    dead = np.zeros(len(second.charges), dtype=bool)
    dead[1:6] = True
    outcomes = third.outcomes.copy()
    outcomes[dead, CHARGE], outcomes[dead, STATUS] = 0.0, NOT_RUN
    assert _retention(second, replace(third, outcomes=outcomes, dead=dead)).low == 0.0
