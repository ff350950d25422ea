"""Where something is used up, no time step goes beyond it."""

import numpy as np
import pytest

from brimstone.model.gel import GEL, Parameter
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import (
    COMPLETED,
    CURRENT,
    RESIDUAL,
    STATUS,
    Control,
    among,
)
from tests.model import gels

MEMBERS = 100
SCATTERED = ("lower_rate", "upper_rate", "growth_rate", "exchange", "film", "ionic_resistivity")


@pytest.fixture(scope="module")
def gel():
    """Gels whose long chains, polysulfides and Li2S are used up in turn, with constants that differ by factors."""
    random, rows = np.random.default_rng(3), np.repeat(gels.row(), MEMBERS, axis=0)
    for name in SCATTERED:
        rows[:, Parameter[name]] *= np.exp(random.standard_normal(MEMBERS))
    rate = 0.5 * gels.one_c()
    cycle = [Control(CURRENT, rate, lower=1.8, duration=2e4), Control(CURRENT, -rate, upper=2.8, duration=2e4)]
    guess, start = np.repeat(gels.GUESS, MEMBERS), np.repeat(gels.CHARGED, MEMBERS, axis=0)
    return Problem(GEL.functions, GEL.scales, rows, guess, start, [2 * cycle], gels.surroundings(MEMBERS))


@pytest.mark.parametrize("tolerance", [1e-3, 1e-4])
def test_no_time_step_ends_where_no_potentials_fit_the_states(gel, tolerance):
    outcomes = run(gel, SolverOptions(8, tolerance)).outcomes
    assert among(outcomes[:, :, STATUS], COMPLETED).all()
    assert outcomes[:, :, RESIDUAL].max() <= 1.0  # of the current
    assert np.all(np.isfinite(outcomes))
