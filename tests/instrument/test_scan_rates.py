"""Voltage ramps: the exponent of the scan rate, hysteresis between the sweeps, and the scale of the peaks."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.instrument.voltammetry import scan_rate_exponent
from brimstone.recipe import parse
from brimstone.view.voltammetry import items, peak_table

RECIPE = """
name: small
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 0.3 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 100 um}]
anode: {material: Li-In}
operation: {temperature: 60 degC}
protocol:
  - {ramp: 0.02 mV/s, window: [1.4 V, 2.9 V]}
  - {ramp: 0.1 mV/s, window: [1.4 V, 2.9 V], cycles: 2}
  - {ramp: 0.5 mV/s, window: [1.4 V, 2.9 V]}
"""


@pytest.mark.parametrize("exponent", [0.5, 0.8, 1.0])
def test_the_exponent_is_that_of_the_power_law(exponent):
    rates = np.geomspace(1e-5, 1e-3, 5)
    found, misfit = scan_rate_exponent(rates, -3.0 * rates**exponent)
    assert found == pytest.approx(exponent)
    assert misfit < 1e-9


def test_one_rate_has_no_exponent():
    with pytest.raises(ValueError, match="two scan rates"):
        scan_rate_exponent(np.array([1e-4, 1e-4]), np.array([1.0, 1.1]))


@pytest.fixture(scope="module")
def run():
    return Cell(parse(RECIPE)).run(certain=True, checks=False, nodes=10)


def test_each_cycle_has_a_hysteresis_that_grows_with_the_rate(run):
    pairs = run.hysteresis()
    assert [(pair.step, pair.cycle) for pair in pairs] == [(0, 1), (1, 1), (1, 2), (2, 1)]
    assert [pair.rate for pair in pairs] == pytest.approx([2e-5, 1e-4, 1e-4, 5e-4])
    assert pairs[0].mean > 0.0
    assert pairs[0].mean < pairs[2].mean < pairs[3].mean


def test_the_mean_distance_is_the_energy_lost_over_the_charge(run):
    """Energy put in over charge less energy taken out over charge, of a cycle that takes back what it gave."""
    down, up = (step.curve for step in run.shown[:2])
    (pair, *_) = run.hysteresis()
    parts = []
    for curve, side in ((down, 1.0), (up, -1.0)):
        forward = np.maximum(side * curve.current, 0.0)
        parts.append(np.trapezoid(forward * curve.voltage, curve.time) / np.trapezoid(forward, curve.time))
    assert pair.mean == pytest.approx(parts[1] - parts[0])


def test_the_scan_rates_tell_an_exponent_between_a_surface_and_less_than_diffusion(run):
    found = {one.oxidation: one for one in run.scan_rates()}
    reduction = found[False]
    assert reduction.rates == pytest.approx((2e-5, 1e-4, 5e-4))
    assert 0.1 < reduction.exponent < 1.05
    assert reduction.shift < 0.0  # later, as more voltage is lost
    currents = np.abs([peak.current for peak in reduction.peaks])
    assert np.all(np.diff(currents) > 0.0)
    assert "power of" in reduction.sentence


def test_a_resistance_of_a_thousand_ohm_lowers_the_exponent_and_moves_the_peak(run):
    text = RECIPE + "overrides: {interface/cathode_separator_resistance: 1000 ohm cm2}\n"
    resisting = Cell(parse(text)).run(certain=True, checks=False, nodes=10)
    plain, worse = (next(one for one in of.scan_rates() if not one.oxidation) for of in (run, resisting))
    assert worse.exponent < plain.exponent
    assert worse.peaks[-1].voltage < plain.peaks[-1].voltage


def test_peaks_name_their_scale_and_the_counter_electrode(run):
    ramps = [step for step in run.shown if step.peaks()]
    table = peak_table(ramps)
    titles = [(column.title, column.unit) for column in table.columns]
    assert ("peak", "V vs Li/Li⁺") in titles
    assert ("peak", "V vs counter") in titles
    against_lithium, against_counter = (table.rows[0].cells[place].value for place in (2, 3))
    assert against_lithium - against_counter == pytest.approx(run.cell.counter_potential)
    assert any("scan rate" in str(getattr(item, "text", "")) for item in items(run, ramps))
