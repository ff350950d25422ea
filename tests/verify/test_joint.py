"""Several numbers of one cell at once: what the joint comparison sees that single ones do not, and at what level."""

import numpy as np
import pytest

from brimstone.library import load
from brimstone.verify import Claim, Row, check, rows
from brimstone.verify.joint import LEVEL, agreement
from brimstone.verify.mutations import kills, mutated
from brimstone.verify.row import Joint

RNG = np.random.default_rng(3)
COMMON, OWN = RNG.standard_normal((2, 200))


def members(apart=0.05):
    """Two capacities that go up and down together by a third, and apart by little; the nominal first."""
    rows = (np.exp(0.3 * COMMON + apart * sign * OWN) for sign in (1.0, -1.0))
    return [np.concatenate([[1.0], 1000.0 * row]) for row in rows]


def joint(*measured, scatter=0.05, spread=5.0):
    return Joint("two capacities", "", measured, scatter, spread, "mAh/g")


@pytest.mark.parametrize(("measured", "holds"), [((1300, 1300), True), ((750, 750), True), ((1250, 800), False)])
def test_numbers_that_go_together_are_seen_together(measured, holds):
    """Each of them lies inside its own interval, whichever way they go."""
    drawn = members()
    ends = [np.quantile(row[1:], (0.1, 0.9)) for row in drawn]
    assert all(low < one < high for one, (low, high) in zip(measured, ends, strict=True))
    assert agreement(joint(*measured), drawn).passed is holds


@pytest.mark.parametrize("skewed", [False, True])
def test_a_cell_that_is_one_of_the_members_agrees_as_often_as_is_stated(skewed):
    """Of a model that is right, the stated share of measurements agrees, whatever the shape of the distribution."""
    rng = np.random.default_rng(5)

    def drawn(count):
        common, own = rng.standard_normal((2, count))
        common = np.exp(common) if skewed else common
        return np.exp(np.array([0.2 * common, 0.2 * common + 0.1 * own, 0.1 * own - 0.1 * common]))

    held = 0
    for _ in range(150):
        measured = drawn(1)[:, 0] * np.exp(0.05 * rng.standard_normal(3))
        ensemble = [np.concatenate([[1.0], row]) for row in drawn(40)]
        held += agreement(joint(*measured, spread=1e9), ensemble).passed
    assert held / 150 == pytest.approx(LEVEL, abs=0.08)


def test_the_scatter_of_a_measurement_is_allowed_and_no_more():
    drawn = members(apart=0.001)
    assert agreement(joint(1050, 1000), drawn).passed
    assert not agreement(joint(1050, 1000, scatter=0.01), drawn).passed
    assert not agreement(joint(1300, 1000), drawn).passed


def test_members_that_know_nothing_are_no_agreement():
    drawn = [np.exp(np.concatenate([[0.0], 1.5 * row])) for row in (COMMON, OWN)]
    wide = agreement(joint(1.0, 1.0), drawn)
    assert wide.distance < wide.edge
    assert not wide.passed
    assert "times wide" in wide.apart
    assert agreement(joint(1.0, 1.0, spread=200.0), drawn).passed


def test_dead_members_are_as_far_as_a_decade_and_lost_ones_are_left_out():
    drawn = members()
    dead = [row * np.where(np.arange(201) % 10 == 5, 0.0, 1.0) for row in drawn]
    decade = [np.where(row == 0.0, 100.0, row) for row in dead]
    assert agreement(joint(1000, 1000), dead).distance == pytest.approx(
        agreement(joint(1000, 1000), decade).distance, rel=1e-9
    )
    lost = [row * np.where(np.arange(201) % 10 == 5, np.nan, 1.0) for row in drawn]
    kept = [np.delete(row, range(5, 201, 10)) for row in drawn]
    assert agreement(joint(1100, 1000), lost) == agreement(joint(1100, 1000), kept)
    nothing = agreement(joint(1000, 1000), [row * np.nan for row in drawn])
    assert not nothing.passed
    assert nothing.apart == "is no number"


def shape(drawn, **more):
    values = {name: str(list(map(float, row))) for name, row in zip(("a", "b"), drawn, strict=True)}
    claims = (Claim("first", "array(a) * tilt", unit="mAh/g", equals=1300.0, factor=2.0, spread=5.0),)
    together = Joint("both", "[array(a) * tilt, b]", (1300.0, 1300.0), 0.05, 5.0)
    values["tilt"] = "library.constant('film/length').si / 7e-9"
    return Row("A0", "p", ("q",), "s", "predicted", "d", claims, values=values, joint=(together,), **more)


def test_a_mutation_that_only_the_joint_comparison_sees():
    """One of two numbers shifted inside its interval; one that breaks a claim as well is not seen jointly alone."""
    drawn = members()
    drawn[0][0] = 1000.0
    one = shape(drawn, mutations=())
    at = 7e-9
    length = {"constant": "film/length"}
    with mutated({**length, "to": at}, load()) as library:
        intact = check(one, library)
        assert intact.passed, intact.distance
        assert kills(intact, {**length, "to": 1.35 * at, "only": "joint"}, library)
        assert not kills(intact, {**length, "to": 1.01 * at, "only": "joint"}, library)
        assert not kills(intact, {**length, "to": 5 * at, "only": "joint"}, library)
        assert kills(intact, {**length, "to": 5 * at}, library)


@pytest.mark.parametrize("row", [row for row in rows() if row.joint], ids=lambda row: row.id)
def test_a_joint_comparison_says_what_it_allows(row):
    for one in row.joint:
        assert len(one.measured) >= 2
        assert 0.0 < one.scatter <= 0.1
        assert 1.0 < one.spread <= 10.0
