"""A fit as a person reads it."""

import numpy as np
import pytest

from brimstone.fit.fitted import FittedCurve, FittedReading
from brimstone.view.fit import _by_figure, _tied


def curve(file, label="discharge 1 mA/cm2"):
    nothing = np.zeros(3)
    return FittedCurve(file, label, nothing, nothing, nothing, nothing, nothing, 1.0)


def test_parameters_of_one_valley_share_a_sentence():
    along = np.array([1.0, -1.0, -1.0, 0.0, 0.0])
    correlation = 0.99 * np.outer(along, along)
    correlation[3, 4] = correlation[4, 3] = 0.95
    np.fill_diagonal(correlation, 1.0)
    assert _tied("abcde", correlation) == [
        "a rises as b and c fall: correlation 0.990",
        "d and e rise together: correlation 0.950",
    ]
    assert _tied("ab", np.array([[1.0, -0.92], [-0.92, 1.0]])) == ["a rises as b falls: correlation 0.920"]
    assert _tied("ab", np.array([[1.0, 0.5], [0.5, 1.0]])) == []


def test_files_of_few_steps_stand_in_one_figure_and_rests_in_none():
    rates = [curve(f"{rate}C.csv") for rate in range(4)]
    cycles = [curve("cycles.csv") for _ in range(5)]
    found = _by_figure([*rates, curve("0C.csv", "rest"), *cycles])
    assert [len(one) for one in found] == [4, 5]
    assert _by_figure([]) == []


def test_the_error_of_one_change_of_pressure_is_relative_to_it():
    one = FittedReading("a.csv", "stack pressure", np.array([1.0]), np.array([-2e6]), np.array([-2.1e6]))
    assert one.error == pytest.approx(0.05)
