import dataclasses

import jsonschema
import numpy as np
import pytest

from brimstone.contract import json_schema
from brimstone.fit.calibrate import _evaluate, _spreads, calibrate, fit, paper_weights
from brimstone.fit.calibration_record import calibrate_record
from brimstone.fit.keep import calibration_yaml, fold_samples, shipped_folds, slug
from brimstone.fit.problem import OF_CLASSES, UNIVERSAL, Problem, prior
from brimstone.fit.reported import OpenTable, read_table
from brimstone.library import Ledger
from brimstone.library.calibration import read_calibration
from brimstone.view.calibration import full_calibration


@pytest.fixture(scope="module")
def table(library):
    return read_table(library)


@pytest.fixture(scope="module")
def small(library, table):
    """Two papers, quick to compute."""
    return Problem(library, table.of(("Kobayashi 2008", "Wang 2023")))


@pytest.fixture(scope="module")
def made(library, table, small):
    """The same with capacities that the model itself made, and the candidate that made them."""
    generator = np.random.default_rng(3)
    truth, laboratories = generator.normal(0.0, 0.35, len(small.free)), np.array([[0.3, 0.1], [-0.3, 0.0]])
    factors = np.exp(small.logarithms(truth[None], laboratories[None])[0])
    numbers = dict(zip(((point.cell.name, point.number.at) for point in small.points), factors, strict=True))
    cells = tuple(
        dataclasses.replace(
            cell,
            trust=0.2,
            numbers=tuple(
                dataclasses.replace(number, si=number.si * float(numbers.get((cell.name, number.at), 1.0)))
                for number in cell.numbers
            ),
        )
        for cell in table.of(("Kobayashi 2008", "Wang 2023")).cells
    )
    return Problem(library, OpenTable(cells, ())), truth


@pytest.fixture(scope="module")
def fitted(made):
    return fit(made[0])


def test_every_open_capacity_is_fitted_or_says_why_not(library, table):
    problem = Problem(library, table)
    cells = [cell for cell in table.cells if any(number.is_capacity and number.at for number in cell.numbers)]
    fitted = {point.cell.name for point in problem.points}
    for cell in cells:
        assert cell.name in fitted or any(cell.name in one.numbers for one in problem.left_out)


def test_a_fit_explains_capacities_that_the_model_made_itself(made, fitted):
    problem, _ = made
    before = problem.logarithms(np.zeros((1, len(fitted.standard))), np.zeros((1, 2, 2)))[0]
    errors = problem.logarithms(fitted.standard[None], fitted.laboratories[None])[0]
    assert np.abs(before).max() > 0.2
    assert np.abs(errors).max() < 0.1


def test_the_truth_lies_within_the_spread_of_the_fit(made, fitted):
    off = (fitted.standard - made[1]) @ np.linalg.solve(fitted.covariance, fitted.standard - made[1])
    assert off < 2.0 * len(made[1])


def test_what_only_a_product_decides_is_correlated(fitted):
    """Conductivity of the film and exchange current, or reaction area and conductivity: only products are known."""
    spread = np.sqrt(np.diag(fitted.covariance))
    correlation = fitted.covariance / np.outer(spread, spread) - np.eye(len(spread))
    assert np.abs(correlation).max() > 0.3
    assert spread.max() <= 1.0 + 1e-6


def test_more_reaction_area_gives_more_capacity(small):
    nothing = np.zeros((2, len(small.free)))
    laboratories = np.zeros((2, 2, 2))
    laboratories[1, :, 0] = 0.5
    less, more = small.logarithms(nothing, laboratories)
    assert np.max(more - less) > 0.3
    assert np.all(more > less - 0.02)  # at the ceiling, a cell that polarises less sees less of the electrolyte's redox


def test_spreads_between_laboratories_do_not_depend_on_where_they_begin(small):
    settled = []
    for start in (0.05, 1.5):
        state = _evaluate(small, np.zeros(len(small.free)), np.array([[0.3, 0.0], [-0.3, 0.0]]), np.full(2, start))
        settled.append(_spreads(small, state))
    assert settled[0] == pytest.approx(settled[1], rel=0.02)
    assert settled[0][0] > 0.3 > settled[0][1]  # the second is not known at all, and stays with its prior


def test_laboratories_that_differ_more_are_found_to(small):
    found = []
    for apart in (0.0, 1.2):
        state = _evaluate(small, np.zeros(len(small.free)), np.array([[apart, 0.0], [-apart, 0.0]]), np.full(2, 0.4))
        found.append(_spreads(small, state)[0])
    assert found[1] > 1.2 * np.sqrt(2.0 / 3.0)  # of two, beside the one that a prior weighs as
    assert found[0] < 0.6 * found[1]


def test_the_numbers_of_one_paper_weigh_as_four_at_most(library, table):
    problem = Problem(library, table.of(("Kobayashi 2008", "Song 2025")))
    weights = np.bincount(problem.paper_of, weights=paper_weights(problem))
    assert weights.max() == pytest.approx(4.0)
    assert weights.min() == pytest.approx(2.0)


def test_the_file_that_a_fit_writes_is_read_back_with_its_correlations(library, fitted, tmp_path):
    path = tmp_path / "fitted.yaml"
    path.write_text(calibration_yaml(library, fitted, 9), encoding="utf-8")
    values = read_calibration(path, library.priors())
    assert {*UNIVERSAL, *OF_CLASSES} <= set(values)
    names = [free.name for free in fitted.free]
    drawn = fold_samples(values, 4001)
    spread = np.sqrt(np.diag(fitted.covariance))
    expected = fitted.covariance / np.outer(spread, spread)
    one, other = np.unravel_index(np.argmax(np.abs(expected - np.eye(len(spread)))), expected.shape)
    columns = []
    for place in (one, other):
        samples = drawn[names[place]][1:]
        columns.append(np.log(samples) if fitted.free[place].logarithmic else samples)
    assert np.corrcoef(*columns)[0, 1] == pytest.approx(expected[one, other], abs=0.06)


def test_constants_of_the_library_lie_within_three_deviations_of_their_priors(library):
    for name, wider in {**UNIVERSAL, **OF_CLASSES}.items():
        if library.constant(name) == library.prior(name):
            continue
        free = prior(library, name, wider)
        value = library.constant(name).si
        distance = ((np.log(value) if free.logarithmic else value) - free.centre) / free.deviation
        assert abs(distance) < 3.0, name
        assert library.constant(name).known == "calibrated", name


def test_a_fit_that_is_kept_is_not_done_again(library, monkeypatch, tmp_path):
    def two_papers(_):
        return read_table(library).of(("Kobayashi 2008", "Zhang 2026"))

    monkeypatch.setattr("brimstone.fit.calibrate.read_table", two_papers)
    said: list[str] = []
    first = calibrate(library, tmp_path, said.append)
    assert len(said) == 3
    (tmp_path / f"without-{slug('Zhang 2026')}.json").unlink()
    again = calibrate(library, tmp_path, said.append)
    assert len(said) == 4
    assert np.array_equal(first.joint.standard, again.joint.standard)
    assert np.allclose(first.unseen, again.unseen)
    monkeypatch.setattr("brimstone.fit.calibrate.equations", lambda: "another way to fit")
    calibrate(library, tmp_path, said.append)
    assert len(said) == 7  # what was fitted in another way is no longer kept
    record = calibrate_record(library, again, tmp_path).to_dict()
    jsonschema.validate(record, json_schema("calibrate"))
    assert len(record["points"]) == 3
    titles = [section.title for section in full_calibration(calibrate_record(library, again, tmp_path)).sections]
    assert titles == ["Errors", "Constants", "Every number, and what it decides", "Not fitted"]


def test_draws_that_are_known_together_keep_their_own_intervals(library):
    value = library.constant("film/conductivity")
    samples = Ledger(2001).draw(value, "film/conductivity")[1:]
    low, high = np.quantile(samples, [0.1, 0.9])
    assert low == pytest.approx(value.low, rel=0.12)
    assert high == pytest.approx(value.high, rel=0.12)


def test_shipped_constants_that_never_saw_a_paper_differ_from_those_that_did(library, table):
    folds = shipped_folds(library, table.papers)
    for paper, fold in folds.items():
        drawn = fold(3)
        different = [abs(drawn[name][0] / library.constant(name).si - 1.0) > 1e-4 for name in UNIVERSAL]
        assert any(different), paper


def test_what_recipes_leave_open_is_no_part_of_the_spread_between_laboratories(fitted):
    """Wang states speed and time of the mill, Kobayashi grinds by hand: both leave less open than a factor of 1.5."""
    assert 0.08 < fitted.left_open < 0.4
    wide = dataclasses.replace(fitted, spreads=np.array([0.5, 0.2]), left_open=0.3)
    assert wide.own_spreads == pytest.approx([0.4, 0.2])  # variances add up
    assert dataclasses.replace(wide, left_open=0.9).own_spreads == pytest.approx([0.25, 0.2])  # half is theirs
