"""Ceramic grains in polymers: what they do below and above the melting point."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.library import load
from brimstone.physics.fillers import around_grains, crystals_left


def conductivity(name, celsius):
    return float(load().material(name)["ionic_conductivity"].at(celsius + 273.15))


def test_grains_that_conduct_nothing_take_three_halves_of_their_share_at_first():
    assert around_grains(1.0, 1e-4) == pytest.approx(1.0 - 1.5e-4, abs=1e-7)
    assert around_grains(2.0, 1.0) == 0.0


def test_few_grains_leave_crystals_and_many_leave_none():
    assert crystals_left(0.0, 0.015) == 1.0
    assert crystals_left(0.015, 0.015) == pytest.approx(1.0 / np.e)
    assert crystals_left(0.3, 0.015) < 1e-8


def test_filler_helps_a_crystalline_polymer_and_hinders_a_molten_one():
    assert 3.0 < conductivity("PEO-LLZTO-LiTFSI", 25.0) / conductivity("PEO-LiTFSI", 25.0) < 30.0
    lost = 1.0 - conductivity("PEO-LLZTO-LiTFSI", 70.0) / conductivity("PEO-LiTFSI", 70.0)
    share = load().material("PEO-LLZTO-LiTFSI")["ionic_conductivity"].filler_share.si
    assert lost == pytest.approx(1.5 * share, rel=0.05)


def test_conductivity_has_no_step_where_the_polymer_melts():
    melting = load().material("PEO-LLZTO-LiTFSI")["ionic_conductivity"].melting_temperature.si - 273.15
    below, above = (conductivity("PEO-LLZTO-LiTFSI", melting + side) for side in (-1e-6, 1e-6))
    assert below == pytest.approx(above, rel=1e-5)


def test_there_is_a_best_share_of_filler_below_the_melting_point_and_none_above():
    law = load().material("PEO-LLZTO-LiTFSI")["ionic_conductivity"]

    def best(celsius):
        shares = np.linspace(1e-3, 0.3, 100)
        made = [replace(law, filler_share=replace(law.filler_share, si=float(share))) for share in shares]
        return shares[np.argmax([float(one.at(celsius + 273.15)) for one in made])]

    assert 0.03 < best(25.0) < 0.1
    assert best(70.0) == 1e-3
