"""Spectra and pressure traces in a fit: a cell that is known goes out as files and its parameters come back."""

import dataclasses

import numpy as np
import pytest

from brimstone.bridge import read_data, synthetic, to_bdf
from brimstone.bridge.laboratory import NO_ERRORS, Errors
from brimstone.cell import Cell
from brimstone.errors import DataError
from brimstone.fit import compared
from brimstone.fit.compared import Problem, groups
from brimstone.fit.estimate import estimate
from brimstone.fit.experiments import After, after_the_steps, experiment
from brimstone.fit.fitted import Fitted, fit, readings
from brimstone.fit.free import chosen
from brimstone.instrument.sensors import Imperfection
from brimstone.recipe import Recipe, parse
from brimstone.result import Measured
from brimstone.view.fit import fit_charts

RECIPE = """
name: small
area: 1 cm2
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: {material: LTO}
operation: {temperature: 60 degC, stack_pressure: 20 MPa, fixture: constant gap}
protocol:
  - {discharge: 0.5C, to: 1.2 V}
  - {rest: 30 min}
  - {charge: 0.5C, to: 2.8 V}
  - {rest: 30 min}
  - {impedance: [100 kHz, 10 mHz], points: 30}
"""
FREE = ("kinetics/exchange_current_density", "mechanics/frame_stiffness", "impedance/reaction_capacitance")
TRUE = (0.6, -0.7, 0.8)  # distances from the library's values, in standard deviations of the prior
AREA = 1e-4


@pytest.fixture(scope="module")
def free(library):
    return chosen(FREE, parse(RECIPE), library)


@pytest.fixture(scope="module")
def true_run(free, library):
    """The run of the cell that is to be found."""
    values = {one.name: one.shown(float(one.value(u)), 10) for one, u in zip(free, TRUE, strict=True)}
    recipe = parse(RECIPE)
    known = Recipe.from_mapping({**recipe.to_mapping(), "overrides": values}, "known")
    return Cell(known, library).run(certain=True, checks=False, nodes=20)


def experiments(measured):
    return after_the_steps([experiment(measured, AREA)])


def test_without_errors_the_truth_leaves_no_residual_in_voltage_pressure_and_impedance(
    true_run, free, library, monkeypatch
):
    problem = Problem(parse(RECIPE), library, experiments(synthetic(true_run, NO_ERRORS)), free)

    def largest():
        (residuals,) = problem.residuals(np.array([TRUE]))
        parts = {name.split(": ")[1].split()[0]: residuals[part] for name, part in groups(problem.experiments)}
        assert set(parts) == {"discharge", "charge", "stack", "spectrum"}
        return max(np.abs(part).max() for part in parts.values())

    # Of the instruments' errors: at the tolerance of a search the error of the time steps shows, most on charge; it
    # vanishes with the tolerance.
    assert largest() < 1.2
    monkeypatch.setattr(compared, "TOLERANCE", 1e-6)
    assert largest() < 0.6
    monkeypatch.undo()
    (wrong,) = problem.residuals(np.array([[0.0, 0.0, 0.0]]))
    for name, part in groups(problem.experiments):
        assert np.abs(wrong[part]).max() > 1.5, name


def test_a_spectrum_is_compared_in_the_state_where_it_was_taken(true_run, free, library):
    """Taken for one of the cell as assembled, it would be off by far more than it errs."""
    measured = synthetic(true_run, NO_ERRORS)
    there = Problem(parse(RECIPE), library, experiments(measured), free)
    elsewhere = dataclasses.replace(there, experiments=(experiment(measured, AREA),))
    sizes = [np.abs(problem.residuals(np.array([TRUE]))[0][groups(problem.experiments)[-1][1]]).max()
             for problem in (there, elsewhere)]  # fmt: skip
    assert sizes[0] < 0.5
    assert sizes[1] > 10.0


@pytest.fixture(scope="module")
def files(true_run, tmp_path_factory):
    """What a laboratory recorded of it, read from the files that it wrote."""
    folder = tmp_path_factory.mktemp("files")
    measured = synthetic(true_run, Errors(every=20.0, pressure=Imperfection(noise=2e3)), seed=3)
    (folder / "cycling.csv").write_text(to_bdf(measured))
    (folder / "eis.csv").write_text(to_bdf(Measured("x", "x", None, measured.spectra, ())))
    return after_the_steps([experiment(read_data(folder / name), AREA) for name in ("cycling.csv", "eis.csv")])


def test_the_best_candidate_lies_where_the_truth_is(files, free, library):
    best = estimate(Problem(parse(RECIPE), library, files, free))
    errors = np.sqrt(np.diag(best.covariance))
    assert np.all(np.abs(best.u - TRUE) < 3.5 * errors)
    assert np.all(errors < 0.35)  # each is known by something
    found = readings(best)
    assert {one.what for one in found} == {"spectrum", "stack pressure"}
    assert all(one.error < 0.05 for one in found)
    charts = {chart.name: chart for chart in fit_charts(Fitted(best, None, (), (), found))}
    assert set(charts) == {"fit-nyquist", "fit-spectra", "fit-pressure"}
    for name, most in (("fit-spectra", 5.0), ("fit-pressure", 0.05)):  # [%], [MPa]
        (left,) = charts[name].panels[1].series
        assert 0.0 < np.max(np.abs(left.y)) < most


@pytest.mark.slow
def test_the_posterior_holds_the_truth(files, free, library):
    fitted = fit(Problem(parse(RECIPE), library, files, free))
    low, high = np.quantile(fitted.posterior.u, (0.005, 0.995), axis=0)
    assert np.all((low < TRUE) & (TRUE < high))
    assert np.all(fitted.posterior.deviations < 0.35)


def test_pressure_alone_knows_the_frame_and_nothing_of_the_capacitance(true_run, free, library):
    measured = synthetic(true_run, Errors(every=20.0), seed=1)
    alone = dataclasses.replace(measured, spectra=())
    problem = Problem(parse(RECIPE), library, (experiment(alone, AREA),), free)
    moved = np.array([TRUE, TRUE, TRUE]) + np.array([[0.0] * 3, [0.0, 0.5, 0.0], [0.0, 0.0, 0.5]])
    base, frame, capacitance = problem.residuals(moved)
    (pressure,) = [part for name, part in groups(problem.experiments) if "pressure" in name]
    assert np.abs(frame - base)[pressure].max() > 1.0
    assert capacitance == pytest.approx(base, abs=1e-9)


def test_spectra_after_steps_need_a_file_with_steps_and_one_that_is_said_or_their_own(true_run):
    measured = synthetic(true_run, NO_ERRORS)
    both = experiment(measured, AREA)
    steps = experiment(dataclasses.replace(measured, spectra=(), source="a.csv"), AREA)
    other = dataclasses.replace(steps, name="b.csv")
    spectra = experiment(dataclasses.replace(measured, cycling=None, source="eis.csv"), AREA)
    count = steps.controls.shape[1]
    assert after_the_steps([steps, spectra])[0].after == (count,) * len(spectra.spectra)
    for wrong in ([steps], [spectra]):
        with pytest.raises(DataError, match="a file with steps and a spectrum"):
            after_the_steps(wrong)
    with pytest.raises(DataError, match=r"eis.csv: after the steps of which file.*a.csv, b.csv.*a.csv:2"):
        after_the_steps([steps, other, spectra])
    with pytest.raises(DataError, match=r"no file called 'c.csv' with steps"):
        after_the_steps([steps, other, spectra], [After.of("c.csv:2")])
    with pytest.raises(DataError, match=r"2 files called 'a.csv'"):
        after_the_steps([steps, steps, spectra], [After.of("a.csv:2")])
    first, last = after_the_steps([steps, other, spectra], [After(steps.numbers[1], "b.csv")])
    assert (first.name, first.spectra, first.after) == ("a.csv", (), ())
    assert (last.name, last.spectra, last.after) == ("b.csv", spectra.spectra, (2,))
    assert [one.after for one in after_the_steps([both, other, both])] == [(count,), (), (count,)]
    for wrong in ("two", "a.csv", "a.csv:", "-1", "²"):
        with pytest.raises(DataError, match="is no step"):
            After.of(wrong)


MIDWAY = RECIPE.replace("to: 1.2 V}\n  - {rest: 30 min}", "to: 400 mAh/g}\n  - {rest: 30 min}", 1).replace(
    "  - {charge", "  - {impedance: [100 kHz, 10 mHz], points: 20}\n  - {discharge: 0.5C, to: 1.2 V}\n  - {charge", 1
)


def test_spectra_midway_are_compared_in_the_states_where_they_were_taken(free, library):
    values = {one.name: one.shown(float(one.value(u)), 10) for one, u in zip(free, TRUE, strict=True)}
    known = Recipe.from_mapping({**parse(MIDWAY).to_mapping(), "overrides": values}, "known")
    measured = synthetic(Cell(known, library).run(certain=True, checks=False, nodes=20), NO_ERRORS)
    one = experiment(measured, AREA)
    assert len(one.spectra) == 2
    first, last = one.numbers[1], one.numbers[-1]

    def largest(at):
        problem = Problem(parse(MIDWAY), library, after_the_steps([one], [After(step) for step in at]), free)
        (residuals,) = problem.residuals(np.array([TRUE]))
        return [np.abs(residuals[part]).max() for name, part in groups(problem.experiments) if "spectrum" in name]

    assert max(largest([first, last])) < 0.6
    swapped = largest([last, first])
    assert min(swapped) > 5.0
    with pytest.raises(DataError, match="no step 99"):
        after_the_steps([one], [After(first), After(99)])
    with pytest.raises(DataError, match="2 spectra"):
        after_the_steps([one], [After(first)])


def test_spectra_after_the_steps_of_several_files_are_each_compared_in_the_state_of_their_file(true_run, free, library):
    """Two cells alike, one of which stops midway: each spectrum belongs to what its own cell went through."""
    whole = synthetic(true_run, NO_ERRORS)
    values = {one.name: one.shown(float(one.value(u)), 10) for one, u in zip(free, TRUE, strict=True)}
    text = RECIPE[: RECIPE.index("  - {charge")].replace("to: 1.2 V", "to: 400 mAh/g")
    short = parse(text + "  - {impedance: [100 kHz, 10 mHz], points: 30}\n")
    known = Recipe.from_mapping({**short.to_mapping(), "overrides": values}, "known")
    half = synthetic(Cell(known, library).run(certain=True, checks=False, nodes=20), NO_ERRORS)

    def largest(*files):
        problem = Problem(parse(RECIPE), library, after_the_steps([experiment(one, AREA) for one in files]), free)
        (residuals,) = problem.residuals(np.array([TRUE]))
        return [np.abs(residuals[part]).max() for name, part in groups(problem.experiments) if "spectrum" in name]

    assert max(largest(whole, half)) < 0.6
    swapped = (dataclasses.replace(one, spectra=other.spectra) for one, other in ((whole, half), (half, whole)))
    assert min(largest(*swapped)) > 5.0
