"""A titration as an experiment of a fit: pulses and rests of a cell that is known."""

import numpy as np
import pytest

from brimstone.bridge import synthetic
from brimstone.bridge.laboratory import Errors
from brimstone.cell import Cell
from brimstone.fit.compared import Problem
from brimstone.fit.estimate import estimate
from brimstone.fit.experiments import experiment
from brimstone.fit.free import chosen
from brimstone.recipe import Recipe, parse

pytestmark = pytest.mark.slow  # half a minute on a busy machine

RECIPE = """
name: small
area: 1 cm2
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: {material: LTO}
operation: {temperature: 60 degC}
protocol: [{pulse: 0.2C, for: 20 min, rest: 30 min, to: 1.5 V}]
"""
FREE = ("kinetics/exchange_current_density", "film/conductivity", "Li6PS5Cl.ionic_conductivity.at_25_degC")
TRUE = (0.6, -0.7, 0.5)  # distances from the library's values, in standard deviations of the prior


@pytest.fixture(scope="module")
def found(library):
    recipe = parse(RECIPE)
    free = chosen(FREE, recipe, library)
    values = {one.name: one.shown(float(one.value(u)), 10) for one, u in zip(free, TRUE, strict=True)}
    known = Recipe.from_mapping({**recipe.to_mapping(), "overrides": values}, "known")
    run = Cell(known, library).run(certain=True, checks=False, nodes=20)
    measured = experiment(synthetic(run, Errors(every=30.0), seed=2), 1e-4)
    labels = {segment.label for segment in measured.segments}
    assert len(labels) == 2
    assert "rest" in labels
    return estimate(Problem(recipe, library, (measured,), free))


def test_it_finds_kinetics_and_film(found):
    errors = np.sqrt(np.diag(found.covariance))
    assert np.all(np.abs(found.u - TRUE)[:2] < 3.0 * errors[:2])
    assert np.all(errors[:2] < 0.1)


def test_it_does_not_claim_to_know_what_a_thin_cathode_hides(found):
    assert np.sqrt(found.covariance[2, 2]) > 0.3
    assert abs(found.u[2] - TRUE[2]) < 3.0 * np.sqrt(found.covariance[2, 2])
