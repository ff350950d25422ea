import dataclasses

import numpy as np
import pytest

from brimstone.fit.calibrate import FREE, CalibrationProblem, prior, read_measurements
from brimstone.library import load


@pytest.fixture(scope="module")
def library():
    return load()


def test_every_measurement_becomes_a_recipe_that_runs(library):
    problem = CalibrationProblem(library)
    capacities = problem.capacities(np.zeros((1, problem.size)))
    assert capacities.shape == (1, len(problem.points))
    assert np.all(capacities > 0.0)


def test_calibrated_constants_lie_within_three_deviations_of_their_priors(library):
    for name, wider in FREE.items():
        free = prior(library, name, wider)
        value = library.constant(name).si
        distance = ((np.log(value) if free.logarithmic else value) - free.centre) / free.deviation
        assert abs(distance) < 3.0, name
        assert library.constant(name).known == "calibrated"


def test_a_fit_explains_capacities_that_the_model_made_itself(library):
    cells = [cell for cell in read_measurements(library) if cell.paper == "Wang 2023"]
    problem = CalibrationProblem(library, cells)
    truth = np.random.default_rng(3).normal(0.0, 0.7, problem.size)
    made = iter(problem.capacities(truth[None])[0])
    known = [
        dataclasses.replace(
            cell,
            points=tuple(dataclasses.replace(point, measured=next(made), deviation=0.02) for point in cell.points),
        )
        for cell in cells
    ]
    fit = CalibrationProblem(library, known).fit(starts=1)
    assert max(abs(error) for _, error in fit.errors()) < 0.03


def test_the_laboratory_factor_moves_capacity_the_right_way(library):
    problem = CalibrationProblem(
        library, [cell for cell in read_measurements(library) if cell.paper == "Kobayashi 2008"]
    )
    candidates = np.zeros((2, problem.size))
    candidates[1, -1] = 1.0  # one standard deviation more reaction area
    less, more = problem.capacities(candidates)
    assert np.all(more > less)


def test_the_file_that_a_fit_writes_names_constants_of_the_library(library):
    cells = [cell for cell in read_measurements(library) if cell.paper == "Kobayashi 2008"]
    text = CalibrationProblem(library, cells).fit(starts=1).to_yaml()
    names = [line.split(":")[0] for line in text.splitlines() if not line.startswith("#")]
    assert set(FREE) <= set(names)
    for name in names:
        library.prior(name)
