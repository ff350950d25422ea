"""Measurements on parts of cells, and what is computed of them."""

import pytest
from pages.parts import parts_page

from brimstone.fit.parts import PREDICTIONS, compare_parts
from brimstone.library import load

LIBRARY = load()


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ("Masias2019", 7),
        ("Kasemchainan2019", 2),
        ("Sharafi2016", 4),
        ("Doux2020", 14),
        ("Fu2017", 2),
        ("Lu2018", 2),
        ("Sakuma2016", 1),
    ],
)
def test_every_report_that_can_be_computed_is_compared(cell, rows):
    assert len(compare_parts(LIBRARY.cell(cell), LIBRARY)) == rows


def test_every_comparison_finds_what_it_compares():
    for prediction in PREDICTIONS:
        rows = compare_parts(LIBRARY.cell(prediction.cell), LIBRARY)
        assert any(row.reported.quantity == prediction.quantity for row in rows)


def test_a_bound_has_no_ratio_and_is_kept():
    rows = compare_parts(LIBRARY.cell("Doux2020"), LIBRARY)
    long = next(row for row in rows if row.bound and row.reported.quantity == "time")
    assert long.ratio is None
    assert long.computed.value / 3600 > 1000


def test_the_critical_current_of_a_garnet_rises_with_temperature_as_measured_from_30_to_160_degrees():
    rows = compare_parts(LIBRARY.cell("Sharafi2016"), LIBRARY)
    cold, hot = (row for row in rows if row.reported.quantity == "critical current density")
    assert hot.computed.value / cold.computed.value == pytest.approx(400, rel=0.7)  # 0.05 to 20 mA/cm2


def test_the_page_shows_what_does_not_agree():
    page = parts_page(LIBRARY)
    assert "| no |" in page
    assert "typically" in page


def test_resistance_against_pressure_and_back_follows_doux_2020_with_one_set_of_constants():
    rows = [row for row in compare_parts(LIBRARY.cell("Doux2020"), LIBRARY) if row.reported.quantity == "resistance"]
    assert len(rows) == 7
    measured = {row.reported.at: row.ratio for row in rows if row.ratio is not None}
    assert len(measured) == 6
    assert all(0.8 < ratio < 1.35 for ratio in measured.values()), measured
    fresh, back = (
        next(row for row in rows if row.reported.at == f"stack pressure {words}").computed.value
        for words in ("5 MPa", "5 (after 25) MPa")
    )
    assert back < 0.7 * fresh
