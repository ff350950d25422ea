"""Measured curves lie where their charge and the mass of the cell put them; the mass is never guessed."""

from pathlib import Path

import numpy as np
import pytest

from brimstone.constants import MAH_G
from brimstone.result import Cycling, Measured
from brimstone.studio.engine import live
from brimstone.studio.overlay import overlay
from brimstone.studio.sheet import Sheet

EXAMPLES = Path(__file__).parents[2] / "examples"
MASS = 1.2e-6  # [kg]


@pytest.fixture(scope="module")
def run():
    sheet = Sheet.of((EXAMPLES / "yao2017.yaml").read_text("utf-8"))
    return live(sheet.recipe, sheet.library)


@pytest.fixture
def measured():
    hours = np.linspace(0.0, 10.0, 101)
    current = np.full(101, -1e-4)
    passed = 1e-4 * 3600.0 * hours
    same = np.ones(101, dtype=int)
    cycling = Cycling(3600.0 * hours, 2.3 - 0.1 * hours, current, same, same, np.zeros(101), passed)
    return Measured("cell.csv", "BDF", cycling, (), ())


def test_without_a_mass_nothing_is_drawn_over_the_curves_but_a_question(run, measured):
    chart, words = overlay(run, measured, "")
    assert "mass of active material" in words
    assert not any(series.dashed for series in chart.panels[0].series)


def test_a_measured_discharge_ends_at_its_charge_over_the_mass_of_sulfur(run, measured):
    chart, words = overlay(run, measured, "1.2 mg")
    assert words == ""
    drawn = [series for series in chart.panels[0].series if series.dashed]
    assert [series.name for series in drawn] == ["measured, cycle 1"]
    assert drawn[0].x[-1] == pytest.approx(1e-4 * 36000.0 / MASS / MAH_G)  # S is all of the active material
    assert drawn[0].y[-1] == pytest.approx(1.3)


@pytest.mark.parametrize("mass", ["1.2", "-1 mg", "1.2 cm", "0 mg"])
def test_a_mass_that_is_none_is_refused_in_words(run, measured, mass):
    assert overlay(run, measured, mass)[1]
