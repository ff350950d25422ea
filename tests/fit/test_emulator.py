"""Chains on the emulator of a fit, held against densities that are known."""

import numpy as np
import pytest

from brimstone.fit.emulator import Emulator, wander


def test_chains_spread_as_the_density_does():
    """A valley a hundred times longer than wide: all chains moving at once come out 7 % too narrow."""
    random = np.random.default_rng(1)
    root = random.normal(size=(5, 5)) @ np.diag([1.0, 0.5, 0.1, 0.03, 0.01])
    inverse = np.linalg.inv(root)
    widths = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        start = random.normal(size=(30, 5)) @ root.T
        chain = wander(lambda u: 0.5 * np.sum((u @ inverse.T) ** 2, axis=1), start, random)
        widths.append(np.std(chain @ inverse.T, axis=0))
    assert np.mean(widths) == pytest.approx(1.0, abs=0.01)
    assert np.mean(widths, axis=0) == pytest.approx(1.0, abs=0.025)


@pytest.mark.parametrize("count", [90, 400])
def test_an_emulator_of_few_or_many_candidates_repeats_polynomials(count):
    """Fewer candidates than residuals, and more."""
    random = np.random.default_rng(2)
    ways, parts = random.normal(size=(6, 150)), random.normal(size=6)

    def residuals(u):
        x, y = u.T
        return np.stack([x, y, x * y, x**2, y**3, parts[0] + 0.0 * x], axis=1) @ ways

    seen, asked = random.normal(size=(count, 2)), 0.5 * random.normal(size=(20, 2))
    emulator = Emulator.of(seen, residuals(seen), lambda u: u)
    truth = 0.5 * np.sum(residuals(asked) ** 2, axis=1) + 0.5 * np.sum(asked**2, axis=1)
    assert emulator.cost(asked) == pytest.approx(truth, rel=1e-9)
