"""The spread of current over an electrode, against what can be solved by hand."""

import numpy as np
import pytest

from brimstone.stack.current import Tab, spread_of_current

FOIL = 300.0  # S; 10 um of copper has 600
R = 0.01  # ohm m2, 100 ohm cm2


def whole(top=True, width=0.1):
    return Tab(top, 0.0, width)


def strip(cells=60, sheets=(3.0, 5.0), height=0.3, resistance=R, tabs=None):
    return spread_of_current(0.05, height, sheets, resistance, tabs or (whole(width=0.05), whole(width=0.05)), cells)


def by_hand(y, sheets=(3.0, 5.0), height=0.3, resistance=R, width=0.05):
    length = np.sqrt(resistance / (1.0 / sheets[0] + 1.0 / sheets[1]))
    current = height / length * np.cosh(y / length) / np.sinh(height / length)
    return current, resistance / (width * length * np.tanh(height / length))


def test_a_strip_with_tabs_over_its_width_is_a_hyperbolic_cosine():
    found = strip()
    current, resistance = by_hand(found.y)
    assert found.current[:, 0] == pytest.approx(current, rel=2e-3)
    assert np.ptp(found.current, axis=1).max() < 1e-10
    assert found.resistance == pytest.approx(resistance, rel=1e-3)
    assert found.in_plane == pytest.approx(resistance - R / (0.05 * 0.3), rel=3e-3)


def test_the_grid_is_of_second_order():
    errors = [abs(strip(cells).resistance / by_hand(0.0)[1] - 1.0) for cells in (15, 30, 60)]
    orders = np.log2(np.divide(errors[:-1], errors[1:]))
    assert np.all(orders > 1.9)


def test_tabs_on_opposite_sides_of_like_foils_mirror():
    tabs = (whole(True, 0.05), whole(False, 0.05))
    found = strip(sheets=(4.0, 4.0), tabs=tabs)
    assert found.current == pytest.approx(found.current[::-1], rel=1e-9)
    same = strip(sheets=(4.0, 4.0))
    assert found.spread < same.spread


def test_opposite_tabs_are_a_parabola_where_foils_resist_little():
    # To first order in h2/l2 the potential between like foils is a parabola in y, lowest in the middle.
    found = strip(sheets=(FOIL, FOIL), tabs=(whole(True, 0.05), whole(False, 0.05)), cells=120)
    h, ratio = 0.3, 0.3**2 / (FOIL * R)
    y = found.y / h
    potential = y * (1 - y) * ratio
    expected = 1.0 + (potential.mean() - potential)
    assert found.current[:, 0] == pytest.approx(expected, abs=0.1 * np.ptp(expected))


@pytest.mark.parametrize("sheets", [(FOIL, FOIL), (FOIL, 30.0), (10.0, 1000.0)])
def test_the_mean_is_one_and_foils_only_add_resistance(sheets):
    found = spread_of_current(0.1, 0.15, sheets, R, (Tab(True, 0.01, 0.03), Tab(True, 0.07, 0.09)))
    assert found.current.mean() == pytest.approx(1.0, rel=1e-12)
    assert np.all(found.current > 0.0)
    assert found.in_plane > 0.0


def test_perfect_foils_let_the_current_be_even():
    found = spread_of_current(0.1, 0.1, (1e9, 1e9), R, (whole(), whole()))
    assert found.spread < 1e-6
    assert found.resistance == pytest.approx(R / 0.01)


def test_the_spread_rises_with_area_and_falls_with_the_resistance_of_the_cell():
    def spread(edge, resistance=R):
        tabs = (Tab(True, 0.0, edge / 4), Tab(True, 0.75 * edge, edge))
        return spread_of_current(edge, edge, (FOIL, FOIL), resistance, tabs).spread

    rising = [spread(edge) for edge in (0.01, 0.03, 0.1, 0.3)]
    assert rising == sorted(rising)
    assert rising[1] / rising[0] == pytest.approx(9.0, rel=0.05)  # small spreads go with the area
    assert spread(0.1, 10 * R) < spread(0.1) < spread(0.1, R / 10)


def test_the_hottest_place_is_at_the_tabs():
    found = spread_of_current(0.1, 0.2, (FOIL, 2 * FOIL), R / 10, (Tab(True, 0.01, 0.03), Tab(True, 0.07, 0.09)))
    x, y, most = found.hottest
    assert y > 0.19
    assert 0.0 < x < 0.04  # by the tab of the poorer foil
    assert most > 1.0
