"""What predictions are held to: a miss is told with reason and experiment, and nothing is told that is reached."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from brimstone.errors import LibraryError
from brimstone.fit.records import validate_record
from brimstone.fit.reported import Account, read_account, read_table
from brimstone.fit.targets import CAPACITIES, ONE_ANCHOR, Target, aims, missed, outdated, read_targets
from brimstone.fit.validate import OTHERS, Anchored, Compared, Validation
from brimstone.result import Figure
from brimstone.view.targets import missed_section, target_section

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
TOLD = Account("lithium crosses the grains", "a thinner cathode")


@pytest.fixture(scope="module")
def cells(library):
    one, *_, other = read_table(library).cells
    return one, other


def compared(cell, ratio, account=None):
    figure = Figure.of(1000.0 * ratio * np.array([1.0, 0.8, 1.0, 1.2]), np.ones(4, dtype=bool), "mAh/g")
    return Compared(
        cell=replace(cell, recipe_known=True, apart=""),
        kind="discharge capacity",
        condition="0.1C",
        unit="mAh/g",
        measured=1000.0,
        computed=figure,
        dead=ratio < 0.05,
        cell_class="sulfur, milled",
        decision=None,
        limit="largest loss: kinetics (100 mV)",
        account=account,
    )


def validation(*rows, anchored=()):
    return Validation(rows, anchored, (), (), (), (), 3)


def held(figure, most, account=None):
    return Target(CAPACITIES, "", figure, -np.inf, most, account)


def test_a_number_that_is_far_off_has_its_own_reason_first_and_its_experiment(cells):
    one, other = cells
    row = compared(one, 0.5, TOLD)
    assert row.reason.startswith(f"{TOLD.because}; largest loss: kinetics")
    found = missed(validation(row, compared(other, 1.0)), ())
    assert [(each.rows, each.account) for each in found] == [((row,), TOLD)]
    record = validate_record(validation(row)).to_dict()
    assert record["rows"][0]["experiment"] == TOLD.experiment
    assert record["not_reached"][0]["because"] == TOLD.because
    assert record["not_reached"][0]["rows"][0]["ratio"] == pytest.approx(0.5)


@pytest.mark.parametrize("ratio", [1.45, 1 / 1.45])
def test_a_number_within_the_factor_is_told_as_before(cells, ratio):
    row = compared(cells[0], ratio, TOLD)
    assert TOLD.because not in row.reason
    assert missed(validation(row), ()) == []


def test_a_cell_that_works_and_is_computed_dead_is_told_even_where_it_does_not_count(cells):
    row = compared(cells[0], 0.04)
    guessed = replace(row, cell=replace(row.cell, recipe_known=False))
    assert missed(validation(guessed), ())[0].rows == (guessed,)
    assert "no reason is told yet" in str(missed_section(validation(guessed)))


def test_figures_of_sets_are_held_to_their_bounds(cells):
    one, other = cells
    both = validation(compared(one, 0.7), compared(other, 0.9))
    error = held("median error", 0.15, TOLD)
    (aim,) = aims(both, [error])
    assert aim.value == pytest.approx(0.2)
    assert not aim.reached
    assert missed(both, [error])[0].aims == (aim,)
    assert aims(both, [held("median error", 0.25)])[0].reached
    assert aims(both, [held("dead", 0.0)])[0].reached
    assert aims(validation(compared(one, 0.5)), [error]) == []  # of one paper nothing is told


def test_a_cell_with_an_anchor_is_held_to_its_largest_error(cells):
    one, _ = cells
    figures = [Figure(900.0), Figure(1300.0)]
    given = [Anchored(one, "1C", rate, 1000.0, figure) for rate, figure in zip(("2C", "5C"), figures, strict=True)]
    target = Target(f"{one.paper}: {one.name}", "1C", "largest error", -np.inf, 0.15, TOLD)
    (aim,) = aims(validation(anchored=tuple(given)), [target])
    assert aim.value == pytest.approx(0.3)
    assert aims(validation(anchored=tuple(given)), [replace(target, anchor="2C")]) == []


def test_what_is_predicted_from_all_other_points_is_scored_apart(cells):
    one, _ = cells
    single = Anchored(one, "1C", "2C", 1000.0, Figure(900.0))
    several = Anchored(one, OTHERS, "2C", 1000.0, Figure(1300.0))
    found = validation(anchored=(single, several))
    assert found.with_one_anchor().median_error == pytest.approx(0.1)
    assert found.with_all_others().median_error == pytest.approx(0.3)
    assert validation(anchored=(single,)).with_all_others() is None


def test_what_is_told_and_reached_by_now_is_named(cells):
    one, other = cells
    both = validation(compared(one, 1.1, TOLD), compared(other, 1.0))
    assert list(outdated(both, [held("median error", 0.25, TOLD)])) == [
        f"median error of {CAPACITIES}",
        f"discharge capacity of {one.paper}: 0.1C",
    ]
    near = validation(compared(one, 1.3, TOLD), compared(other, 1.1))
    assert list(outdated(near, [held("median error", 0.21, TOLD)])) == []  # near the bound both hold


def test_the_page_has_the_figures_and_what_misses_them(cells):
    one, other = cells
    both = validation(compared(one, 0.3, TOLD), compared(other, 0.9))
    figures = str(target_section(both))
    assert "median error" in figures
    assert "at most 25 %" in figures
    assert TOLD.experiment in str(missed_section(both))


def test_an_account_has_a_reason_and_an_experiment():
    with pytest.raises(LibraryError, match="has 'because' and 'experiment', here because"):
        read_account({"because": "for some reason"}, "paper.yaml")


def test_targets_are_about_sets_and_cells_that_there_are(library):
    names = {f"{cell.paper}: {cell.name}": cell for cell in read_table(library).cells}
    for target in read_targets():
        if target.anchor:
            assert target.anchor in [number.at for number in names[target.of].numbers]
        else:
            assert target.of in (CAPACITIES, ONE_ANCHOR)


def test_every_miss_of_the_page_is_told_and_nothing_that_is_reached():
    text = PAGE.read_text(encoding="utf-8")
    assert "## What is not reached" in text
    assert "no reason is told yet" not in text
    assert "Told as not reached, and reached" not in text
