"""What an anode stands, from recipe and library: the laws that act in a run."""

import copy

import numpy as np
import pytest

from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.lithium import anode_limits, critical_currents, time_to_short
from brimstone.model.surroundings import Around
from brimstone.model.surroundings.laws import opening_current
from brimstone.physics.dendrites import dendrite_current
from brimstone.recipe import Recipe, parse
from tests.cells import SULFUR

MA_CM2, HOUR = 10.0, 3600.0
FOIL = {"material": "Li", "pressed_at": "25 MPa"}  #: as in doi:10.1002/aenm.201903253, before the pressure was set


def recipe(anode="Li", pressure="5 MPa", temperature="25 degC", overrides=None, **layer):
    words = copy.deepcopy(SULFUR)
    words |= {"overrides": overrides} if overrides else {}
    words["anode"] = anode if isinstance(anode, dict) else {"material": anode}
    words["operation"] |= {"temperature": temperature} | ({"stack_pressure": pressure} if pressure else {})
    words["separator"][0] |= layer
    return Recipe.model_validate(words)


def derived(*arguments, samples=1, **fields):
    words = recipe(*arguments, **fields)
    bench = Workbench.of(words, load(), Ledger(samples, 0, words.overrides))
    return bench, derive(bench)


def limits(*arguments, **fields):
    return anode_limits(*derived(*arguments, **fields))


def around(*arguments, **fields):
    return derived(*arguments, **fields)[1].surroundings.parameters


@pytest.mark.parametrize(
    ("megapascals", "celsius", "measured", "within"),
    [(1, 60, 0.25, 1.3), (1, 80, 0.5, 1.3), (5, 80, 2.5, 1.3), (3, 25, 0.2, 1.5), (7, 25, 1.0, 3.0)],
)
def test_voids_appear_at_the_published_currents_of_stripping(megapascals, celsius, measured, within):
    """doi:10.1021/acsami.1c06706 and, by 25 degC, doi:10.1038/s41563-019-0438-9, a factor of two apart."""
    rows = around(pressure=f"{megapascals} MPa", temperature=f"{celsius} degC")
    voids = critical_currents(rows, megapascals * 1e6)["voids"][0] / MA_CM2
    assert measured / within < voids < measured * within


def test_no_more_is_granted_beyond_the_pressures_that_were_tested():
    rows = around()
    tested, beyond = (critical_currents(rows, pressure)["voids"][0] for pressure in (11e6, 300e6))
    assert beyond == pytest.approx(tested, rel=0.1)


@pytest.mark.parametrize(("megapascals", "least", "most"), [(75, 0.0, 24.0), (25, 24.0, 96.0), (5, 1000.0, np.inf)])
def test_the_published_times_to_a_short_come_out(megapascals, least, most):
    """doi:10.1002/aenm.201903253: 1 mm of an argyrodite 82 % dense, cycled at 75 uA/cm2."""
    rows = around(FOIL, pressure=f"{megapascals} MPa", thickness="1 mm", porosity="18 %")
    hours = time_to_short(rows, megapascals * 1e6, 0.75)[0] / HOUR
    assert least <= hours <= most


def test_lithium_of_three_times_the_strength_voids_sooner_and_is_squeezed_later():
    """Each law asks for a pressure over what lithium withstands, by the exponent it has in the pressure."""
    cell = {"anode": FOIL, "pressure": "25 MPa", "thickness": "1 mm", "porosity": "18 %"}
    usual, stiff, slow = (
        around(**cell, overrides=said)
        for said in ({}, {"Li.yield_strength": "2.31 MPa"}, {"Li.creep_stress": "1.2 MPa"})
    )

    def over(rows, law):
        return rows[0, Around[law]] / usual[0, Around[law]]

    assert over(stiff, "crack_squeeze") == pytest.approx(3.0**-4)
    assert over(slow, "crack_creep") == pytest.approx(3.0**-6.56)
    assert over(slow, "creep_current") == pytest.approx(1 / 3)
    assert [over(stiff, law) for law in ("creep_current", "crack_creep", "crack_stress")] == pytest.approx([1.0] * 3)
    hours = [time_to_short(rows, 25e6, 0.75)[0] for rows in (usual, stiff)]
    assert hours[1] > 3.0 * hours[0]
    assert time_to_short(slow, 75e6)[0] > 100.0 * time_to_short(usual, 75e6)[0]


def test_pressure_alone_shorts_at_75_and_not_at_25_megapascals():
    rows = around(pressure="75 MPa", thickness="1 mm", porosity="18 %")
    assert 5.0 < time_to_short(rows, 75e6)[0] / HOUR < 25.0
    assert time_to_short(rows, 25e6)[0] == np.inf


LAWS_OF_CRACKS = [name for name in Around.__members__ if name.startswith("crack_")]
#: Of Li6PS5Cl, by four laboratories, 0.4 to 2.0 mA/cm2 (doi:10.1016/j.xcrp.2022.101043, two kinds of grains;
#: doi:10.1016/j.mattod.2023.10.003; doi:10.1038/s41563-019-0438-9, of plating).
CRITICAL = np.exp(np.mean(np.log([0.4, 0.9, 1.5, 2.0])))

PRESSED_AT_5_MPA = 0.5  #: contact of lithium that was never pressed more, 110 ohm of a cell that has 32 at 25 MPa


@pytest.mark.parametrize("law", sorted(set(LAWS_OF_CRACKS) - {"crack_least", "crack_squeeze_limit"}))
def test_a_third_or_three_times_of_a_law_of_cracks_is_seen_in_what_was_measured(law):
    """Critical current, times to a short at 5, 25 and 75 MPa, and the charge that a crack takes."""
    pellets = [around(FOIL, pressure=f"{p} MPa", thickness="1 mm", porosity="18 %") for p in (25, 5)]

    def agrees(factor):
        at_25, at_5 = (rows.copy() for rows in pellets)
        for rows in (at_25, at_5):
            rows[:, Around[law]] *= factor
        slow, full_cell = (time_to_short(rows, p, 0.75)[0] / HOUR for rows, p in ((at_25, 25e6), (at_5, 5e6)))
        critical = opening_current(5e6, PRESSED_AT_5_MPA, list(at_5.T))[0][0]
        fast = time_to_short(at_5, 5e6, 30.0)[0] / HOUR * 1.5
        return (
            24.0 < slow < 96.0
            and 229 * 0.65 / 0.0375 < full_cell < 1e6  # cycles without a short, and some day a pellet of pores has one
            and 5.0 < time_to_short(at_25, 75e6)[0] / HOUR < 25.0
            and CRITICAL / 2.0 < critical / MA_CM2 < 2.0 * CRITICAL
            and 0.6 < fast < 3.2  # mAh/cm2; from what a step of a test plates to 15.6 h of 0.2 mA/cm2
        )

    assert agrees(1.0)
    assert not agrees(1.0 / 3.0)
    assert not agrees(3.0)


@pytest.mark.parametrize(("temperature", "current"), [("25 degC", 0.2), ("45 degC", 0.37)])
def test_lithium_on_an_argyrodite_bears_hundreds_of_cycles_at_5_megapascals(temperature, current):
    """As open cells do: 229 cycles at 25 degC and 5 MPa (doi:10.1002/aenm.201903253)."""
    rows = around(pressure="5 MPa", temperature=temperature, thickness="450 um")
    hours = time_to_short(rows, 5e6, current * MA_CM2)[0] / HOUR
    assert hours * current / 2.0 > 200.0  # mAh/cm2


@pytest.mark.parametrize("electrolyte", ["75Li2S-25P2S5 glass", "beta-Li3PS4", "LGPS"])
def test_less_known_sulfides_crack_at_no_more_than_a_few_times_less_than_an_argyrodite(electrolyte):
    """What is estimated of the interface holds an interphase, which fresh lithium in a flaw has not."""
    known, other = (around(electrolyte=name, pressure="5 MPa") for name in ("Li6PS5Cl", electrolyte))
    known, other = (critical_currents(rows, 5e6)["flaws"][0] / MA_CM2 for rows in (known, other))
    assert 0.3 < other < known < 5.0 * other


def test_without_a_stated_pressure_neither_voids_nor_cracks_are_told():
    found = limits(pressure=None)
    assert found.currents == {}
    assert found.pressure is None


@pytest.mark.parametrize("anode", ["Li-In", "Li-Al", "Li-Sn", "Li-Si", "LTO"])
def test_no_critical_current_of_an_alloy_is_told_that_nobody_measured(anode):
    assert limits(anode, samples=20).currents == {}


def test_a_polymer_is_too_soft_and_is_limited_by_its_salt():
    found = limits(electrolyte="PEO-LiTFSI", pressed_at=None, temperature="60 degC")
    assert found.currents.keys() == {"salt depletion", "dendrites"}
    assert found.stiffness_ratio[0] < 1e-2


def test_warmth_helps_against_voids_and_against_cracks():
    cold, warm = limits(), limits(temperature="60 degC")
    assert all(np.all(warm.currents[name] > cold.currents[name]) for name in ("voids", "flaws"))


def test_stock_and_thickness_mean_what_they_say():
    for anode, expected in (
        ({"material": "Li", "thickness": "20 um"}, 20e-6 * 534.0 / 6.94e-3 * 96485.0),
        ({"material": "Li-In", "np_ratio": 0.5}, None),
        ({"material": "Li", "np_ratio": 0.5}, None),
        ({"material": "LTO", "np_ratio": 0.5}, None),
    ):
        _, cell = derived(anode)
        stock = cell.surroundings.parameters[0, Around.lithium]
        assert stock == pytest.approx(0.5 * cell.theoretical_charge[0] if expected is None else expected, rel=2e-3)


def soft(electrolyte, thickness="25 um", loading="1 mg/cm2", temperature="25 degC"):
    text = f"""
cathode:
  active: S
  composition: {{S: 60 wt%, KB: 30 wt%, PVDF: 10 wt%}}
  loading: {loading}
  infiltrated: {electrolyte}
separator: [{{electrolyte: {electrolyte}, thickness: {thickness}}}]
anode: Li
operation: {{temperature: {temperature}}}
protocol: [{{discharge: 0.1C, to: 1.8 V}}]
"""
    bench = Workbench.of(parse(text), load(), Ledger(1))
    cell = derive(bench)
    return anode_limits(bench, cell).currents, cell


def test_lithium_under_a_polymer_bears_less_than_under_a_gel_and_less_the_thicker_it_is():
    """Some tenths of a mA/cm2 on poly(ethylene oxide) at 60 degC, some mA/cm2 under gels."""
    gel, polymer, thick, deep = (
        soft(*of)[0]["dendrites"][0] / MA_CM2
        for of in (
            ("AHE",),
            ("PEO-LiTFSI", "50 um", "1 mg/cm2", "60 degC"),
            ("PEO-LiTFSI", "300 um", "1 mg/cm2", "60 degC"),
            ("PEO-LiTFSI", "50 um", "6 mg/cm2", "60 degC"),
        )
    )
    assert 0.1 < thick < polymer < 1.0 < gel < 10.0
    assert deep < 0.75 * polymer
    assert "dendrites" not in limits().currents  # a ceramic has flaws instead


def test_dendrites_cross_a_polymer_while_its_anions_do():
    """Chazalviel: v = (1 - t) i/(F c), 50 um of 1.2 mol/L and t = 0.2 in 7234 C/m2."""
    _, cell = soft("PEO-LiTFSI", "50 um", "1 mg/cm2", "60 degC")
    rows = cell.surroundings.parameters
    limit = critical_currents(rows, 0.0)["dendrites"][0]
    anions = 96485.0 * 1200.0 * 50e-6 / 0.8
    for times in (1.5, 4.0):
        assert 0.5 * time_to_short(rows, 0.0, times * limit)[0] * times * limit == pytest.approx(anions, rel=1e-3)
    assert time_to_short(rows, 0.0, 0.9 * limit)[0] > 1e6 * HOUR
    assert time_to_short(rows, 50e6, 2.0 * limit)[0] == time_to_short(rows, 0.0, 2.0 * limit)[0]


def test_a_ceramic_stops_what_grows_through_a_polymer_and_an_alloy_grows_none():
    of = {"pressed_at": None, "temperature": "60 degC"}
    words = copy.deepcopy(SULFUR)
    words["anode"] = {"material": "Li"}
    words["separator"] = [
        {"electrolyte": "LLZO", "thickness": "30 um"},
        {"electrolyte": "PEO-LiTFSI", "thickness": "2 um"},
    ]
    bench = Workbench.of(Recipe.model_validate(words), load(), Ledger(1))
    assert derive(bench).surroundings.parameters[0, Around.crack_growth] == 0.0
    assert around(electrolyte="PEO-LiTFSI", **of)[0, Around.crack_growth] > 0.0
    assert around("Li-In", electrolyte="PEO-LiTFSI", **of)[0, Around.crack_growth] == 0.0


def test_uneven_plating_uses_the_salt_up_at_a_third_of_the_limit():
    assert dendrite_current(9.0, 3.0, 1e9, 1.0, 0.3) == pytest.approx(3.0)
    assert dendrite_current(np.inf, 3.0, 20.0, 1.0, 0.3) == pytest.approx(20.0)
    assert dendrite_current(np.inf, 3.0, 20.0, 10.0, 0.3) == pytest.approx(20.0 / 10.0**0.3)
