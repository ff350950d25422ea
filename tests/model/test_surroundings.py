"""The surroundings of a cathode: compiled functions, their derivatives, and what they do to a cell."""

import numpy as np
import pytest

from brimstone._compile import function_at, kernel
from brimstone.model.surroundings import SCALES, Around, State, surround, surround_slopes
from brimstone.solver.interface import EVENTS, SURROUND, SURROUND_SLOPES
from tests.model import cells

_surround_at, _slopes_at = function_at(SURROUND), function_at(SURROUND_SLOPES)
M = len(State)


@kernel()
def _call(address, swelling, current, z, q, out):
    _surround_at(address, swelling, current, z, q, out)


@kernel()
def _call_slopes(address, swelling, current, z, q, out, by):
    _slopes_at(address, swelling, current, z, q, out, by)


def values(swelling, current, z, q):
    out = np.empty(3 + M + len(EVENTS))
    surround.__wrapped__(swelling, current, z, q, out)
    return out


def random_case(seed):
    """States over their ranges, parameters a factor of a few about realistic ones, fixtures of all kinds."""
    random = np.random.default_rng(seed)
    named = cells.around(**cells.LIVELY)
    q = np.array([named[name] for name in Around.__members__]) * np.exp(0.2 * random.standard_normal(len(Around)))
    for name in ("wetted", "retained", "memory", "anode_open", "separator_open", "into_thickness"):
        q[Around[name]] = random.uniform(0.05, 0.95)
    q[Around.stiffness] = random.choice([2e10, 2e11, 2e12])
    z = np.zeros(M)
    z[State.charge] = random.uniform(-1.0, 1.0) * q[Around.lithium]
    z[State.relaxed] = random.uniform(0.0, 0.1) * q[Around.initial_pressure]
    z[State.highest] = random.uniform(0.5, 3.0) * q[Around.initial_pressure]
    z[State.flowed] = random.uniform(0.0, 1e-6)
    z[State.interphase] = random.uniform(0.0, 5e3)
    z[State.voids] = random.uniform(0.0, 1.1) * q[Around.void_depth]
    z[State.crack] = random.uniform(0.0, 1.0) * q[Around.separator_depth]
    z[State.film] = random.uniform(0.0, 1e-3)
    z[[State.salt_slow, State.salt_middle, State.salt_fast]] = random.uniform(-80.0, 80.0, 3)
    return random.uniform(-2e-6, 10e-6), random.choice([-1.0, 1.0]) * 10 ** random.uniform(-1, 2), z, q


@pytest.mark.parametrize("seed", range(40))
def test_compiled_values_and_slopes_are_those_of_plain_functions_and_their_differences(seed):
    swelling, current, z, q = random_case(seed)
    expected = values(swelling, current, z, q)
    out, by = np.empty_like(expected), np.zeros((2 + M, 2 + M))
    _call(surround.address, swelling, current, z, q, out)
    assert out == pytest.approx(expected, rel=1e-11, abs=1e-30)
    _call_slopes(surround_slopes.address, swelling, current, z, q, out, by)
    assert out == pytest.approx(expected, rel=1e-11, abs=1e-30)
    steps = np.array([1e-6, 1.0, *SCALES]) * 1e-4
    point = np.array([swelling, current, *z])
    for column, step in enumerate(steps):
        sides = []
        for way in (-2.0, -1.0, 1.0, 2.0):
            moved = point.copy()
            moved[column] += way * step
            sides.append(values(moved[0], moved[1], moved[2:], q)[: 2 + M])
        slope = (sides[0] - 8.0 * sides[1] + 8.0 * sides[2] - sides[3]) / (12.0 * step)
        rough = 1e-13 * np.abs(expected[: 2 + M]).max(initial=0.0) / step
        scale = np.abs(slope).max()
        assert by[:, column] == pytest.approx(slope, rel=1e-5, abs=1e-9 * scale + rough), column
