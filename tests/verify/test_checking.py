"""What a claim accepts and refuses, the language it is written in, and the cells it speaks of."""

import dataclasses
import math

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.verify import Claim, Row, check
from brimstone.verify._cells import make
from brimstone.verify._expression import evaluate
from brimstone.verify.row import bases


def outcome(of, values=None, **limits):
    row = Row("A0", "p", ("q",), "s", "record", "d", (Claim("x", of, **limits),), values=values or {})
    return check(row)


@pytest.mark.parametrize(
    ("of", "limits", "green"),
    [
        ("2.0", {"equals": 2.1, "within": 0.2}, True),
        ("2.4", {"equals": 2.1, "within": 0.2}, False),
        ("3.0", {"equals": 1.0, "factor": 3.01}, True),
        ("1 / 3.1", {"equals": 1.0, "factor": 3.0}, False),
        ("-1.0", {"equals": 1.0, "factor": 3.0}, False),
        ("[1, 2, 5]", {"below": 4}, False),
        ("[1, 2, 5]", {"above": 0, "below": 6}, True),
        ("[1, 1.2, 1.5]", {"rises": 1.1}, True),
        ("[1, 1.05, 1.5]", {"rises": 1.1}, False),
        ("[1, 1]", {"rises": 1.0}, False),
        ("[3, 2, 1]", {"falls": 1.4}, True),
        ("[1, 2, 3]", {"falls": 1.0}, False),
        ("[True, True]", {"holds": True}, True),
        ("[True, False]", {"holds": True}, False),
        ("log(-1)", {"above": -100}, False),
    ],
)
def test_a_claim_holds_within_its_limits_and_not_beyond(of, limits, green):
    assert outcome(of, **limits).passed is green


def test_the_member_that_is_farthest_off_is_reported_with_its_distance():
    finding = outcome("[1, 2, 9]", equals=3, factor=1.5).findings[0]
    assert finding.computed == 1.0 or finding.computed == 9.0
    assert "3 times too" in finding.distance


def test_how_far_a_claim_that_holds_is_from_its_number_is_told():
    assert outcome("2.2", equals=2.0, factor=1.5).findings[0].apart == "1.1 times above it"
    assert outcome("1.9", equals=2.0, within=0.5, unit="V").findings[0].apart == "off by -0.1 V"
    assert outcome("2.0", equals=2.0, within=0.5).findings[0].apart == "none"
    assert outcome("2.02", below=2.0).findings[0].distance == "1 % too high"
    assert outcome("0.96", above=1.0).findings[0].distance == "4 % too low"
    assert outcome("1.02", equals=1.0, factor=1.5).findings[0].apart == "2 % above it"
    assert outcome("2.2", equals=2.0, factor=1.5).findings[0].distance == ""


def test_an_interval_must_hold_the_number_and_not_be_wide():
    members, values = "array(drawn)", {"drawn": str([1.0, *(round(0.8 + 0.004 * place, 3) for place in range(100))])}
    assert outcome(members, values, equals=1.1, factor=1.2, spread=2).passed
    assert not outcome(members, values, equals=1.1, factor=1.2, spread=1.2).passed
    assert not outcome(members, values, equals=1.19, factor=1.2, spread=2).passed
    finding = outcome(members, values, equals=1.1, factor=1.2, spread=2).findings[0]
    assert finding.low == pytest.approx(0.8396, abs=1e-3)
    assert finding.high == pytest.approx(1.1564, abs=1e-3)


def test_what_cannot_be_computed_is_red_and_says_why():
    broken = outcome("1 / 0", above=0)
    assert not broken.passed
    assert "could not be computed" in broken.problem
    assert "division" in broken.distance


@pytest.mark.parametrize("text", ["__import__('os')", "x.__class__", "(lambda: 1)()", "open('f')", "x if x else 1"])
def test_an_expression_is_arithmetic_and_no_program(text):
    with pytest.raises(BrimstoneError, match="has no value"):
        evaluate(text, {"x": 1.0})


def test_expressions_read_lists_families_and_loops():
    names = {"x": [1.0, 2.0, 4.0], "y": np.array([3.0, 12.0, 48.0])}
    assert evaluate("exponent(x, y)", names) == pytest.approx(2.0)
    assert evaluate("[a * b for a in x for b in x if a > b]", names) == [2.0, 4.0, 8.0]
    assert evaluate("max(x[1:]) - y[-1]", names) == -44.0
    assert evaluate("1 < x[1] <= 2 and not 3 in x", names) is True


def test_where_values_first_reach_a_share_of_the_largest_lies_between_places():
    assert evaluate("first_reach([2.0, 2.1, 2.2, 2.3], [0, 1, 4, 2], 0.25)", {}) == pytest.approx(2.1)
    assert evaluate("first_reach([3.0, 2.9, 2.8], [0, 2, 4], 0.75)", {}) == pytest.approx(2.85)
    assert evaluate("first_reach([2.0, 2.1], [4, 1], 0.25)", {}) == 2.0


def test_a_cell_changes_its_base_and_a_family_runs_over_its_domain():
    written = {
        "one": {"cathode.loading": "2 mg/cm2", "anode": "Li"},
        "many": {"like": "one", "for": {"t": ["25 degC", "60 degC"]}, "operation.temperature": "<t>", "alone": True},
    }
    cells = make(written, bases(), load())
    assert str(cells["one"].recipe.cathode.loading) == "2 mg/cm2"
    assert [str(one.recipe.operation.temperature) for one in cells["many"]] == ["25 degC", "60 degC"]
    assert [str(one.recipe.anode.material) for one in cells["many"]] == ["Li", "Li"]
    assert "redox/reach" in cells["many"][0].recipe.overrides
    assert bases()["solid"]["anode"] == "Li-In"


def test_a_cell_is_read_as_a_user_reads_it():
    written = {"cell": {"protocol": [{"discharge": "0.1C", "to": "1.0 V"}], "nodes": 8}}
    cell = make(written, bases(), load())["cell"]
    assert cell.steps[0].capacity_mAh_g_sulfur == pytest.approx(cell.metric("capacity")[0], rel=1e-6)
    assert cell.total[0] == pytest.approx(sum(cell.resistances.values()))
    assert cell.number("cathode.porosity") == pytest.approx(cell.metric("porosity")[0] / 100)
    assert cell.refused == ""
    assert math.isfinite(cell.separator[0])
    with pytest.raises(AttributeError, match="the record has no 'capacity'"):
        _ = cell.record.capacity
    with pytest.raises(AttributeError, match=r"the numbers of the cell have no 'cathode.colour'"):
        cell.number("cathode.colour")


def test_what_needs_no_curve_is_run_without_one_and_is_the_same():
    written = {"cell": {"nodes": 8, "protocol": [{"cycles": 2, "discharge": "0.2C", "charge": "0.2C",
                                                  "window": ["1.0 V", "2.8 V"]}]}}  # fmt: skip
    lean, whole = (make(written, bases(), load())["cell"] for _ in range(2))
    assert lean.steps[0].capacity_mAh_g_sulfur == pytest.approx(whole.record.steps[0].capacity_mAh_g_sulfur, rel=1e-6)
    assert lean.steps[1].mean_voltage_V == pytest.approx(whole.record.steps[1].mean_voltage_V, rel=1e-6)
    pressures = [[one.stack_pressure_change_MPa for one in steps] for steps in (lean.steps, whole.record.steps)]
    assert pressures[0] == pytest.approx(pressures[1], rel=1e-4)
    assert lean.efficiency() == pytest.approx(whole.run.coulombic_efficiency(), rel=1e-6)
    assert "run" not in lean.__dict__
    assert lean.steps[0].losses_mV.anode == pytest.approx(whole.record.steps[0].losses_mV.anode)
    assert "run" in lean.__dict__


def test_a_row_is_the_same_when_it_is_carried_out_again():
    row = Row("A0", "p", ("q",), "s", "record", "d", (Claim("x", "c.separator[0]", above=0),), {"c": {}})
    first, second = check(row), check(row)
    assert dataclasses.replace(first, seconds=0.0) == dataclasses.replace(second, seconds=0.0)
