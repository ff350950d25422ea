"""A fit finds the cell that was measured, and knows how far to trust what it found."""

import time
from dataclasses import replace

import numpy as np
import pytest

from brimstone._executor import Processes
from brimstone.errors import DataError, UnknownNameError
from brimstone.fit.compared import Problem
from brimstone.fit.estimate import estimate, propose
from brimstone.fit.experiments import area_of, experiment
from brimstone.fit.fitted import fit
from brimstone.fit.free import chosen, uncertain
from brimstone.fit.posterior import sample
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe
from tests.fit import synthetic

KINETICS, FILM, AREA = "kinetics/exchange_current_density", "film/conductivity", "laboratory/ln_area"
#: The film's length makes only products with its conductivity and the area known.
FIVE = (FILM, AREA, "LGPS.ionic_conductivity.at_25_degC", KINETICS, "film/length")
TRUTH = (0.6, -0.8)


def problem(names, u, seed=3, rates=synthetic.RATES, records=600):
    library = load()
    free = chosen(names, synthetic.recipe(), library)
    files = synthetic.measured(free, u, seed, rates, records=records)
    experiments = tuple(experiment(one, synthetic.AREA) for one in files)
    return Problem(synthetic.recipe(), library, experiments, free)


@pytest.fixture(scope="module")
def fitted():
    return fit(problem((AREA, KINETICS), TRUTH, rates=(0.2, 2.0), records=200))


def test_a_fit_finds_the_cell_that_was_measured(fitted):
    assert fitted.estimate.u == pytest.approx(TRUTH, abs=0.1)
    low, high = np.quantile(fitted.posterior.u, (0.005, 0.995), axis=0)
    assert np.all((low < TRUTH) & (np.array(TRUTH) < high))
    assert np.all(fitted.posterior.deviations < 0.1)
    assert fitted.posterior.together() == []
    assert np.mean(fitted.estimate.residuals**2) < 1.5


def test_a_fit_is_asked_for_parameters_intervals_and_a_report(fitted):
    kinetics = fitted.params[KINETICS]
    (low, high), (least, most) = (fitted.ci((0.68, 0.95))[KINETICS][share] for share in (0.68, 0.95))
    assert least < low < kinetics.value < high < most
    assert kinetics.stderr == pytest.approx(0.5 * (high - low), rel=0.3)
    assert kinetics.unit == "A/cm2"
    assert kinetics.prior_low < kinetics.value < kinetics.prior_high
    assert kinetics.correl == {AREA: pytest.approx(fitted.params[AREA].correl[KINETICS])}
    report = fitted.report()
    assert f"{KINETICS}: {kinetics.value:.4g} ± {kinetics.stderr:.2g} A/cm2 (library" in report
    assert f"{AREA}, {KINETICS}: {kinetics.correl[AREA]:+.3f}" in report
    assert "0.2C.csv, discharge" in report
    assert fitted.report(least_correlation=0.9999).count(KINETICS) == 1
    with pytest.raises(ValueError, match="95 is no share"):
        fitted.ci((95,))


@pytest.mark.slow
def test_walkers_on_the_engine_find_the_same_posterior(fitted, caplog):
    pytest.importorskip("emcee")
    walked = sample(fitted.estimate, emcee=True)
    assert not caplog.records, "what emcee would warn of is dealt with"
    assert walked.effective > 100
    assert walked.deviations == pytest.approx(fitted.posterior.deviations, rel=0.3)
    apart = (walked.u.mean(axis=0) - fitted.posterior.u.mean(axis=0)) / fitted.posterior.u.std(axis=0)
    assert apart == pytest.approx(0.0, abs=0.5)


def test_a_cell_that_the_library_hardly_expects_is_found_and_told(fitted):
    """Five standard deviations out: a search that ends at four leaves the curves unmet and gives them no weight."""
    far = estimate(problem((AREA, KINETICS), (5.2, -2.7), rates=(0.2, 2.0), records=200))
    assert far.u == pytest.approx((5.2, -2.7), abs=0.1)
    assert np.mean(far.residuals**2) < 1.5
    posterior = sample(far)
    low, high = np.quantile(posterior.u, (0.005, 0.995), axis=0)
    assert np.all((low < (5.2, -2.7)) & ((5.2, -2.7) < high))
    (told,) = posterior.unlikely()
    assert told.startswith(f"{AREA} lies 5.")
    assert fitted.posterior.unlikely() == []


def test_curves_of_a_fit_lie_on_the_measured_ones(fitted):
    assert [one.label[:12] for one in fitted.curves] == ["discharge 0.", "discharge 1."]
    for one in fitted.curves:
        assert one.error < 5e-3
        assert one.ratio == pytest.approx(1.0, abs=3e-3)
        assert np.all(one.low <= one.high + 1e-12)


@pytest.mark.slow
def test_a_process_that_shaped_the_data_is_missed_when_it_is_left_out():
    (film,) = fit(problem((AREA, KINETICS), TRUTH, rates=(0.1, 1.0, 3.0)), ["product film"]).hypotheses
    assert film.difference > 10.0
    assert "can't be explained without it" in film.sentence


def test_the_fitted_recipe_is_a_recipe_and_narrows(fitted):
    again = Recipe.from_mapping(fitted.recipe().to_mapping())
    assert set(again.overrides) == {AREA, KINETICS}
    library = load()
    ledger, before = Ledger(200, 0, again.overrides), Ledger(200)
    for one in (ledger, before):
        bench = Workbench.of(synthetic.recipe(), library, one)
        bench.constant(AREA), bench.constant(KINETICS)
    middle = np.median(fitted.posterior.values(), axis=0)
    for place, name in enumerate((AREA, KINETICS)):
        assert ledger.drawn[name][0] == pytest.approx(middle[place], rel=1e-3)
        assert 0.0 < np.std(ledger.drawn[name]) < 0.5 * np.std(before.drawn[name])
        expected = np.std(fitted.posterior.values()[:, place])
        assert np.std(ledger.drawn[name]) == pytest.approx(expected, rel=0.5)


@pytest.mark.slow
def test_parameters_that_are_known_together_only_are_said_to_be():
    exponent = "area/carbon_exponent"  # scales the area of one composite as the laboratory does
    (told,) = sample(estimate(problem((AREA, exponent), (0.3, -0.2), rates=(1.0,)))).together()
    assert set(told.names) == {AREA, exponent}
    assert told.sentence.startswith("only a ")
    assert "is known, not each of them" in told.sentence


def test_parameters_that_data_can_know_are_proposed():
    one = problem((), (), rates=(0.2, 2.0), records=200)
    proposals = propose(one.recipe, one.library, one)
    assert 1 <= len(proposals) <= 6
    assert proposals[0].telling > 10.0
    names = [each.parameter.name for each in proposals]
    assert len(set(names)) == len(names)
    assert not {AREA, "area/carbon_exponent"} <= set(names), "they are known together only"


def test_the_prior_of_a_parameter_is_what_the_ledger_draws():
    known = uncertain(synthetic.recipe(), load())
    for name in (FILM, AREA, "LGPS.contact_fraction"):
        free = known[name]
        samples = Ledger(2001).draw(free.prior, name)[1:]
        own = free.value(free.u(np.random.default_rng(0).normal(size=20000)))
        assert np.quantile(own, (0.1, 0.5, 0.9)) == pytest.approx(
            np.quantile(samples, (0.1, 0.5, 0.9)), rel=0.05, abs=0.02
        )


def test_where_candidates_are_computed_changes_no_digit_of_theirs():
    """What two candidates do differs in the last digit with those beside them, and a chain may turn on that."""
    here = problem((AREA, KINETICS), TRUTH, rates=(2.0,), records=100)
    candidates = np.random.default_rng(0).normal(size=(100, 2))
    there = replace(here, place=Processes(2, 1))
    assert np.array_equal(there.residuals(candidates), here.residuals(candidates))


def test_names_and_masses_are_asked_for():
    with pytest.raises(UnknownNameError, match="film/conductivity"):
        chosen(["film/conductivty"], synthetic.recipe(), load())
    with pytest.raises(DataError, match="named twice"):
        chosen([FILM, FILM], synthetic.recipe(), load())
    with pytest.raises(DataError, match="It is not guessed"):
        area_of(synthetic.recipe(), None, "active", {"active": 1.0})
    with pytest.raises(DataError, match="there is none"):
        area_of(synthetic.recipe(), 1e-6, "sulfur", {"active": 1.0, "sulfur": 0.0})
    assert area_of(synthetic.recipe(), 1e-6, "active", {"active": 0.01}) == pytest.approx(1e-4)


@pytest.mark.slow
def test_five_parameters_lie_in_their_intervals_as_often_as_these_say():
    """60 cells drawn from the prior, six discharges each with the errors of a cycler."""
    random = np.random.default_rng(2026)
    library, recipe = load(), synthetic.recipe()
    free = chosen(FIVE, recipe, library)
    inside, fits, posteriors = [], [], []
    for number in range(60):
        truth = np.array([one.u(z) for one, z in zip(free, np.clip(random.normal(size=5), -2.5, 2.5), strict=True)])
        files = synthetic.measured(free, truth, number)
        one = Problem(recipe, library, tuple(experiment(file, synthetic.AREA) for file in files), free)
        began = time.perf_counter()
        best = estimate(one)
        found = time.perf_counter()
        posterior = sample(best)
        fits.append(found - began)
        posteriors.append(time.perf_counter() - found)
        low, high = np.quantile(posterior.u, (0.025, 0.975), axis=0)
        inside.append((low <= truth) & (truth <= high))
        if posterior.deviations[4] > 0.5:
            assert any({FILM, "film/length"} <= set(told.names) for told in posterior.together()), number
    shares = np.mean(inside, axis=0)
    assert np.mean(shares) >= 0.90
    assert np.mean(shares) <= 0.99
    assert np.median(fits) < 10.0
    assert np.median(posteriors) < 60.0
