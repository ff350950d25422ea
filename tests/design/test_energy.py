"""The energy report: what it changes, in which order, and that it adds up."""

import numpy as np
import pytest

from brimstone.design.energy import energy_gap, gap_of_run, needed_loading, review_goals
from brimstone.library import load
from tests.cells import recipe, run

LAB = {
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "600 um"}],
    "anode": {"material": "Li", "thickness": "500 um"},
    "operation": {"temperature": "60 degC"},
}


@pytest.fixture(scope="module")
def gap():
    return energy_gap(recipe(**LAB), load())


def test_a_laboratory_cell_has_every_gap_that_the_reviews_name(gap):
    names = [stage.name for stage in gap.stages]
    assert names[:5] == [
        "as written",
        "thin electrolyte",
        "less lithium",
        "more sulfur per area",
        "more sulfur in the cathode",
    ]
    assert gap.excess > 40
    assert gap.assumed_format


def test_every_change_of_the_design_adds_energy(gap):
    for before, after in zip(gap.stages[:-1], gap.stages[1:], strict=True):
        assert after.packed > before.packed
    last = gap.stages[-1]
    assert last.packed > 10 * gap.stages[0].packed
    assert last.utilisation >= 0.88


def test_the_first_stage_is_the_cell_as_it_runs(gap):
    # Packed in the pouch, whose aluminium takes the place of the steel of a laboratory die.
    whole = run(**LAB, cathode={"collector": "Al"})
    stage, step = gap.stages[0], whole.shown[0]
    assert stage.layers == pytest.approx(step.specific_energy.value, rel=0.01)  # fewer nodes
    assert stage.simulated == stage.packed


def test_what_a_cell_has_already_is_not_changed():
    good = {
        "cathode": {
            "composition": {"S": "50 wt%", "Li6PS5Cl": "40 wt%", "Ketjenblack": "10 wt%"},
            "loading": "6 mg/cm2",
        },
        "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "25 um"}],
        "anode": {"material": "Li", "np_ratio": 1.2, "thickness": None},
        "format": {"kind": "pouch", "layers": 30, "width": "10 cm", "height": "20 cm"},
    }
    found = energy_gap(recipe(**good), load(), simulate=False)
    assert {"thin electrolyte", "less lithium", "more sulfur per area", "more sulfur in the cathode", "package"} <= set(
        found.met
    )
    assert not found.assumed_format


def test_thick_cathodes_give_less_than_the_arithmetic_says(gap):
    by_name = {stage.name: stage for stage in gap.stages}
    richer = by_name["more sulfur in the cathode"]
    assert richer.simulated < richer.packed


def test_the_loading_that_is_needed_gives_the_target(gap):
    last = gap.stages[-1]
    needed = needed_loading(last, load(), 500 * 3600.0)
    assert 0.01 < needed < 0.15
    assert needed_loading(last, load(), 2000 * 3600.0) is None
    more = needed_loading(last, load(), 550 * 3600.0)
    assert more is None or more > needed


def test_the_reported_run_has_the_same_gap_without_running_again():
    whole = run(**LAB)
    told, full = gap_of_run(whole, load()), energy_gap(recipe(**LAB), load(), simulate=False)
    assert [stage.name for stage in told.stages] == [stage.name for stage in full.stages]
    assert told.stages[-1].packed == pytest.approx(full.stages[-1].packed, rel=0.02)


def test_a_run_without_a_discharge_has_no_gap():
    assert gap_of_run(run(protocol=[{"rest": "1 h"}]), load()) is None


def test_objectives_are_numbers_of_this_cell():
    found = {one.name: one for one in review_goals(recipe(**LAB), load())}
    assert set(found) == {"energy", "high loading", "low pressure", "ion pathways", "stable electrolyte"}
    assert all(np.isfinite(one.value) for one in found.values())
    warm, cold = (
        {one.name: one for one in review_goals(recipe(**{**LAB, "operation": {"temperature": t}}), load())}[
            "ion pathways"
        ]
        for t in ("60 degC", "0 degC")
    )
    assert warm.value > cold.value


def test_what_a_changed_cell_retains_is_nothing_where_it_ends_at_once():
    cold = review_goals(recipe(**LAB | {"operation": {"temperature": "-20 degC"}}), load())
    nothing = {one.name: one for one in cold}["high loading"]
    assert nothing.value == 0.0
    assert "not known" not in nothing.words


def test_an_anode_of_stated_thickness_grows_with_the_loading():
    thin = {"anode": {"material": "Li", "thickness": "30 um"}}  # of too little lithium for five times the sulfur
    there = {one.name: one for one in review_goals(recipe(**LAB | thin), load())}["high loading"]
    as_many_times = {one.name: one for one in review_goals(recipe(**LAB), load())}["high loading"]
    assert "not known" not in there.words
    assert there.value == pytest.approx(as_many_times.value, rel=0.2)
