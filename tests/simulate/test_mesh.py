"""Fronts get the nodes that they need, other cells keep theirs."""

import numpy as np
import pytest

from brimstone.recipe import parse
from brimstone.simulate import Settings, simulate
from tests.property.recipes import LIBRARY

LI2S = """
cathode:
  active: Li2S
  composition: Li2S, LPSCl and Ketjenblack in a weight ratio of 40:40:20
  mixing: milled at 500 rpm for 20 h
  loading: 3 mg/cm2
separator: {electrolyte: LPSCl, thickness: 600 um}
anode: Li-In
operation: {temperature: 60 degC}
protocol: [{charge: 0.2C, to: 3.6 V}]
"""
SULFUR = LI2S.replace("Li2S", "S").replace("charge: 0.2C, to: 3.6 V", "discharge: 0.2C, to: 1.2 V")


def curve(text, nodes, checks=True):
    run = simulate(parse(text), LIBRARY, Settings(certain=True, nodes=nodes, checks=checks, detail=False))
    (step,) = run.shown
    return run, step.profile.depth.size, np.abs(step.curve.charge), step.curve.voltage


def test_the_first_charge_of_li2s_does_not_ripple_node_by_node():
    run, nodes, charge, voltage = curve(LI2S, 40)
    assert nodes == 80
    assert run.mesh_error < 5e-4
    _, most, fine_charge, fine = curve(LI2S, 160, checks=False)
    assert most == 160
    at = np.linspace(0.05, 0.8, 1000) * charge[-1]
    off = np.abs(np.interp(at, charge, voltage) - np.interp(at, fine_charge, fine))
    assert off.max() < 2e-3
    assert charge[-1] == pytest.approx(fine_charge[-1], rel=1e-5)


def test_a_discharge_whose_sulfur_is_used_up_layer_by_layer_does_not_ripple():
    thick = SULFUR.replace("40:40:20", "30:50:20").replace("loading: 3", "loading: 8").replace("60 degC", "25 degC")
    run, nodes, *_ = curve(thick, 40)
    assert nodes > 40
    assert run.mesh_error < 6e-4


def test_a_cell_without_a_front_and_runs_without_checks_or_on_few_nodes_keep_theirs():
    assert curve(SULFUR, 40)[1] == 40
    assert curve(LI2S, 40, checks=False)[1] == 40
    assert curve(LI2S, 20)[1] == 20  # fewer than usual are meant
