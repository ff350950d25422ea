"""Polymers that dissolve sulfur: more current may give more, and bands follow long discharges to their end."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.recipe import parse

POLYMER = """
cathode:
  active: S
  composition: {S: 50 wt%, Ketjenblack: 15 wt%, PEO-LiTFSI: 35 wt%}
  loading: 2 mg/cm2 of sulfur
  mixing: slurry
separator: [{electrolyte: PEO-LiTFSI, thickness: 60 um}]
anode: {material: Li, thickness: 100 um}
operation: {temperature: 70 degC, stack_pressure: 0.5 MPa}
protocol:
  - {rates: [0.02C, 0.1C, 0.2C], window: [1.5 V, 2.8 V]}
"""


@pytest.fixture(scope="module")
def run():
    return Cell(parse(POLYMER)).run(members=60, nodes=20, checks=False)


def test_a_discharge_that_gives_more_than_a_slower_one_says_where_the_sulfur_of_that_one_is(run):
    slow, fast = (step.capacity().value for step in run.steps[1:])
    assert fast > 1.05 * slow
    (said,) = (note for note in run.notes if " more than discharge " in note)
    assert said.startswith("discharge 0.2C gives ")
    left = [float(run.cell.equations.held(step.profile.values[-1])["polysulfide"].mean()) for step in run.steps]
    assert left[0] < left[2] < left[1]


def test_the_nominal_curve_of_a_long_discharge_lies_within_its_band(run):
    """A table that keeps the first of its points draws a straight line from there to the end."""
    for step in run.steps:
        charge, low, high = step.band.charge, step.band.low, step.band.high
        there = charge < 0.9 * step.curve.charge[-1]
        nominal = np.interp(charge[there], step.curve.charge, step.curve.voltage)
        assert np.mean((nominal > low[there]) & (nominal < high[there])) > 0.9
