import numpy as np
import pytest

from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.air_exposure import exposures, sentences
from brimstone.model.derive import derive
from brimstone.recipe import parse

CELL = """
cathode:
  active: S
  composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}
  loading: 1 mg/cm2
  mixing: [{method: slurry, solvent: dodecane}]
separator: [{electrolyte: Li6PS5Cl, thickness: 100 um}, {electrolyte: LLZO, thickness: 100 um}]
anode: Li-In
"""
AIR = "handling: {dew_point: -40 degC, time: 30 min}\n"


def bench(text, samples=1):
    return Workbench.of(parse(text), load(), Ledger(samples))


def made(text):
    return derive(bench(text))


def test_without_handling_nothing_happens():
    assert exposures(bench(CELL)) == ()
    assert sentences(bench(CELL)) == ()


def test_the_liquid_of_a_slurry_shields_the_cathode_and_not_the_separator():
    cathode, separator = exposures(bench(CELL + AIR))
    assert (cathode.place, separator.place) == ("cathode", "separator")
    assert cathode.hydrogen_sulfide[0] == 0.0
    assert separator.hydrogen_sulfide[0] == pytest.approx(1e-4, rel=1e-2)


def test_moist_air_raises_the_resistance_of_the_sulfide_layer_alone():
    fresh, moist = (made(text).resistances for text in (CELL, CELL + AIR))
    assert moist["separator_1_Li6PS5Cl"][0] > 2 * fresh["separator_1_Li6PS5Cl"][0]
    assert moist["separator_2_LLZO"][0] == fresh["separator_2_LLZO"][0]


def test_finer_powder_gives_more_gas_and_its_finer_surface_no_more_loss():
    sized = CELL.replace("mixing: [{method: slurry, solvent: dodecane}]", "mixing: dry film") + AIR
    fine = sized.replace("cathode:", "cathode:\n  particle_size: {Li6PS5Cl: 0.5 um}")
    usual, finer = (exposures(bench(text))[0] for text in (sized, fine))
    assert finer.hydrogen_sulfide[0] > usual.hydrogen_sulfide[0]
    assert finer.conductivity_left[0] == pytest.approx(usual.conductivity_left[0], rel=1e-2)


def test_every_member_of_an_ensemble_has_its_own_loss():
    cathode, separator = exposures(bench(CELL + AIR, 50))
    assert np.ptp(separator.conductivity_left) > 0.05
    assert np.all(cathode.conductivity_left <= 1.0)
