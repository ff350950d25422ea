"""Derivatives of what the engine computes: differences of compiled runs against complex steps through its Python."""

from typing import NamedTuple

import numpy as np
import pytest

from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.gel import Parameter as OfGels
from brimstone.model.gel.depth.parameters import Parameter as OfDepths
from brimstone.model.solid import SOLID
from brimstone.model.solid import Parameter as OfSolids
from brimstone.solver.ensemble import Problem, SolverOptions, Surroundings
from brimstone.solver.ensemble import run as run_compiled
from brimstone.solver.interface import (
    ACCEPTED,
    CHARGE,
    CURRENT,
    ELAPSED,
    ENERGY,
    LOWER_VOLTAGE,
    REJECTED,
    STATUS,
    TIME,
    VOLTAGE_END,
    Control,
)
from tests.model import cells, depths, gels
from tests.solver import plain

NODES, TOLERANCE = 3, 3e-5
_STEP = 1e-4  # so short that no time step is repeated in one run and not in another
FIGURES = [ELAPSED, CHARGE, ENERGY, VOLTAGE_END]
#: Weights of the symmetric differences of sixth order, from the nearest pair outwards.
SIXTH = (3 / 4, -3 / 20, 1 / 60)


class Case(NamedTuple):
    """An electrode of one model, its parameters and what surrounds it."""

    model: object
    parameters: object
    row: np.ndarray
    start: tuple
    one_c: float
    cutoff: float
    around: object


#: Pressure, contact, interphase, voids and a salt act; no crack, which would end the protocol early.
AROUND = cells.surroundings(**cells.LIVELY | {"crack_growth": 0.0, "crack_squeeze": 0.0})
CASES = {
    "solid": Case(SOLID, OfSolids, cells.row(), (cells.GUESS, cells.CHARGED), cells.one_c(), 1.6, AROUND),
    "gel": Case(GEL, OfGels, gels.row(), (gels.GUESS, gels.CHARGED), gels.one_c(), 1.9, gels.surroundings()),
    "gel through depth": Case(
        GEL_THROUGH_DEPTH, OfDepths, depths.row(), (depths.GUESS, depths.CHARGED), depths.one_c(), 1.9,
        depths.surroundings(),
    ),
}  # fmt: skip
FREE = [
    ("solid", "ionic_resistivity"),
    ("solid", "thickness"),
    ("gel", "lower_rate"),
    ("gel through depth", "mixing"),
]


def problem(case, rows):
    """A discharge to its cut-off, a rest and a charge, by every row of parameters."""
    count, current = len(rows), 0.3 * case.one_c
    controls = [
        Control(CURRENT, current, lower=case.cutoff, duration=1e5),
        Control(CURRENT, 0.0, duration=3600.0),
        Control(CURRENT, -current, duration=1800.0),
    ]
    around = case.around
    parts = (np.repeat(part, count, axis=0) for part in (around.parameters, around.swells, around.initial))
    starts = (np.repeat(part, count, axis=0) for part in case.start)
    return Problem(
        case.model.functions, case.model.scales, rows, *starts, [controls], Surroundings(around.scales, *parts),
        case.model.fields,
    )  # fmt: skip


def compiled(case, rows):
    return run_compiled(problem(case, np.array(rows)), SolverOptions(NODES, TOLERANCE)).outcomes


def by_differences(case, name):
    """Change with the logarithm of a parameter by compiled runs, (steps, figures)."""
    rows = np.repeat(case.row, 2 * len(SIXTH), axis=0)
    rows[:, case.parameters[name]] *= np.exp(_STEP * np.array([sign * far for far in (1, 2, 3) for sign in (1, -1)]))
    found = compiled(case, rows)[..., FIGURES]
    return sum(weight * (found[2 * place] - found[2 * place + 1]) for place, weight in enumerate(SIXTH)) / _STEP


def by_complex_step(case, name):
    """The outcomes, and their change with the logarithm of a parameter (steps, figures)."""
    posed = problem(case, case.row)
    row = plain.Row.of(posed)
    parameters = row.parameters.astype(complex)
    parameters[case.parameters[name]] *= 1.0 + 1e-30j
    found = plain.run(posed, row._replace(parameters=parameters), SolverOptions(NODES, TOLERANCE)).outcomes
    return found.real, found[:, FIGURES].imag / 1e-30


@pytest.fixture(scope="module", params=FREE, ids=", ".join)
def found(request):
    """Outcomes of a compiled run, those by complex numbers, and their changes with a parameter, of the same steps."""
    electrode, name = request.param
    case = CASES[electrode]
    outcomes, exact = by_complex_step(case, name)
    return compiled(case, case.row)[0], outcomes, exact, by_differences(case, name)


def test_the_python_of_the_engine_takes_the_steps_that_the_compiled_one_takes(found):
    expected, outcomes, _, _ = found
    assert expected[:, STATUS].tolist() == [LOWER_VOLTAGE, TIME, TIME]
    for column in (STATUS, ACCEPTED, REJECTED):
        assert outcomes[:, column].tolist() == expected[:, column].tolist()
    assert outcomes[:, FIGURES] == pytest.approx(expected[:, FIGURES], rel=1e-9)


def test_differences_are_the_derivatives_that_complex_steps_give(found):
    expected, _, exact, differences = found
    assert np.all(np.abs(differences - exact) <= 1e-8 * np.abs(expected[:, FIGURES]))
    energy = FIGURES.index(ENERGY)
    assert differences[0, energy] == pytest.approx(exact[0, energy], rel=1e-5), "of the discharge alone"
