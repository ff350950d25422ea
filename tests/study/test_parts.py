"""Measurements on parts of cells beside what is computed."""

import pytest

from brimstone.library import load
from brimstone.study.parts import COMPARISONS, beside, table

LIBRARY = load()


@pytest.mark.parametrize(("cell", "rows"), [("Masias2019", 7), ("Kasemchainan2019", 2), ("Sharafi2016", 2)])
def test_every_report_that_can_be_computed_is_compared(cell, rows):
    assert len(beside(LIBRARY.cell(cell), LIBRARY)) == rows


def test_every_comparison_finds_what_it_compares():
    for comparison in COMPARISONS:
        rows = beside(LIBRARY.cell(comparison.cell), LIBRARY)
        assert any(row.reported.quantity == comparison.quantity for row in rows)


def test_a_bound_has_no_ratio_and_is_kept():
    long = next(row for row in beside(LIBRARY.cell("Doux2020"), LIBRARY) if row.bound)
    assert long.ratio is None
    assert long.agrees
    assert long.computed.low / 3600 > 1000


def test_the_critical_current_of_a_garnet_follows_its_resistance_from_30_to_160_degrees():
    cold, hot = beside(LIBRARY.cell("Sharafi2016"), LIBRARY)
    assert cold.agrees
    assert hot.agrees
    assert hot.computed.value / cold.computed.value == pytest.approx(400, rel=0.7)  # 0.05 to 20 mA/cm2


def test_the_page_shows_what_does_not_agree():
    page = table(LIBRARY)
    assert "| no |" in page
    assert "typically 1.36" in page
