"""Nyquist plots: what a spectrum shows is large enough to be seen."""

import numpy as np
import pytest

import brimstone
from brimstone.view.instruments import before_tail, nyquist_axes, nyquist_chart

PLATES = """
cell: ion-blocking
name: composite
cathode:
  active: S
  composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}
  thickness: 500 um
operation: {temperature: 25 degC}
"""


def test_the_arc_of_ions_fills_the_figure_where_electrons_carry_the_current():
    """Electrons pass the composite beside ions that the plates block: the arc is 0.3 % of the resistance."""
    chart = nyquist_chart(brimstone.load(PLATES).measure(certain=True))
    (line,) = chart.panels[0].series
    left, right = chart.x.limits
    below, above = chart.panels[0].axis.limits
    assert np.ptp(line.x) < 0.01 * np.max(line.x)
    assert np.ptp(line.x) > 0.8 * (right - left)
    assert 0.5 * above < np.max(line.y) < above
    assert below < np.min(line.y)
    assert left > 0.0
    assert "does not begin at zero" in chart.caption


def test_an_arc_that_can_be_seen_is_drawn_from_zero_and_so_is_a_resistor():
    wide = 100.0 + 20.0 / (1.0 + 1j * np.logspace(-2, 2, 30))
    for z in (wide, np.full(3, 5.0 + 0j)):
        (left, right), (_, above) = nyquist_axes(z)
        assert left == 0.0
        assert right > np.max(z.real)
        assert above > np.max(-z.imag)
    (left, _), _ = nyquist_axes(wide + 1e4)
    assert left == pytest.approx(1e4 + 100.0, abs=5.0)


def test_a_tail_a_hundred_times_higher_than_the_arcs_leaves_them_their_room():
    omega = 2.0 * np.pi * np.logspace(6, -2, 60)
    arc = 5.0 + 50.0 / (1.0 + 1j * omega * 1e-4)
    seen = before_tail(arc + 1.0 / (1j * omega * 3e-3))
    assert np.ptp(seen.real) == pytest.approx(50.0, abs=2.0)
    (_, right), (_, above) = nyquist_axes(seen, -0.02)
    assert right < 100.0
    assert 25.0 < above < 40.0
    assert before_tail(arc) is arc, "without a tail all is seen"
    alone = 1.0 / (1j * omega * 3e-3)
    assert before_tail(alone) is alone, "of nothing but a tail as well"
    assert before_tail(arc[:0]).size == 0
