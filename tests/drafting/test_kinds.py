"""Numbers that look like one thing of a cell and are another: each in its own field, or beside the recipe."""

import pytest

from brimstone.drafting import draft
from tests.drafting.test_drafts import CATHODE, PRESSED

CELL = CATHODE + PRESSED + "The anode was Li foil. "


@pytest.mark.parametrize(
    "words",
    [
        "The LPSCl was milled to <8 um. ",
        "LPSCl was ground to below 8 um before use. ",
        "The LPSCl powder, sieved to less than 8 um, was used. ",
    ],
)
def test_how_fine_a_powder_is_is_no_thickness_of_a_layer(words):
    assert draft(CELL + words).value_of("separator.layer 1.thickness") is None


@pytest.mark.parametrize("part", ["tabs", "tags", "lugs"])
def test_the_width_of_a_tab_is_no_diameter(part):
    drafted = draft(CATHODE + f"Pouch cells had a LPSCl film of 40 um. Nickel {part}, 6 mm wide, were welded on.")
    assert drafted.value_of("diameter") is None


def test_a_foil_for_prelithiation_is_no_anode():
    drafted = draft(CATHODE + PRESSED + "For prelithiation, a 15 um lithium foil was pressed on the silicon electrode.")
    assert drafted.value_of("anode.material") != "Li"
    assert drafted.value_of("anode.thickness") is None
    assert any(one.startswith("anode.material") for one in drafted.questions)


def test_the_drying_of_a_salt_is_none_of_the_cathode():
    drafted = draft("PEO, LiTFSI and sulfur were bought and the salt was dried at 110 °C for 20 h. " + CATHODE)
    assert not any(one.field.startswith("cathode.drying") for one in drafted.placed)


def test_a_spread_is_no_amount():
    drafted = draft("SPAN was made by heating PAN and S at 350 °C for 4 h. Analysis gave 44 ± 0.7 wt% S. " + CELL)
    assert not any("0.7 wt%" in str(one.value) for one in drafted.placed)


def test_shares_in_a_bracket_are_no_purity():
    drafted = draft(CELL + "The anode was Graphite (SLP30, 94 %; CMC 3 %; C45 3 %).")
    assert not any(one.field.endswith("purity") for one in drafted.placed)


def test_what_a_cell_stored_is_no_current():
    drafted = draft(CELL + "With 500 mA h g-1, one cell stored 3.9 mA h. It was cycled at 0.1C.")
    assert not any("3.9" in str(one.value) for one in drafted.placed)


@pytest.mark.parametrize(
    "words", ["Impedance: 100 kHz-50 mHz, galvanostatic, 80 mA.", "GEIS from 1 MHz to 1 Hz, 80 mA."]
)
def test_the_current_of_a_spectrum_is_none_of_a_cycle(words):
    drafted = draft(CELL + "Cells were cycled at 0.1C for 20 cycles. " + words)
    assert not any("80 mA" in str(one.value) for one in drafted.placed)


@pytest.mark.parametrize(
    ("words", "value"), [("1C = 1123 mA gSeS2-1", "1123 mA/g"), ("1C = 1.123 A/g(SeS2)", "1123 mA/g")]
)
def test_what_1c_is_is_no_step(words, value):
    drafted = draft(CATHODE.replace("S,", "SeS2,") + PRESSED + f"Cells were run at 0.1C for 20 cycles; {words}.")
    assert drafted.value_of("one_c") == value
    assert drafted.value_of("protocol.step 2.charge") is None


def test_cycles_behind_a_sign_of_multiplication_are_counted():
    drafted = draft(CELL + "Cells were cycled between 1.5 and 2.8 V: 0.05C × 3, then 0.2C × 40.")
    steps = [drafted.value_of(f"protocol.step {number}.cycles") for number in (1, 2)]
    assert steps == ["3", "40"]


def test_a_composition_that_begins_within_a_name_is_asked_about():
    drafted = draft("Ni-N-C/S, C65 and LPSCl (40:15:45) were milled at 300 rpm for 5 h. " + PRESSED)
    assert any("Ni-N-C/S" in one for one in drafted.questions)


@pytest.mark.parametrize(
    "words",
    [
        "Li-In (In 0.2 mm, 9 mm wide; Li 0.1 mm, 6 mm wide)",
        "In foil (thickness: 0.2 mm, diameter: 9 mm) and Li foil (thickness: 0.1 mm, diameter: 6 mm)",
        "In (0.2 mm thickness × 9 mmφ) and Li (0.1 mm thickness × 6 mmφ)",
    ],
)
def test_both_foils_of_an_alloy_have_their_own_thickness_and_width(words):
    drafted = draft(CATHODE + PRESSED + f"The anode was a Li-In alloy: {words}.")
    sizes = {one.field: one.value for one in drafted.placed if ".foil" in one.field}
    assert sizes == {
        "anode.foils.In": "0.2 mm",
        "anode.foil_diameters.In": "9 mm",
        "anode.foils.Li": "0.1 mm",
        "anode.foil_diameters.Li": "6 mm",
    }
    assert not any(one.startswith("anode") for one in drafted.questions)


@pytest.mark.parametrize("words", ["Its σ(30 °C) = 2.2 mS cm-1", "The conductivity at 30 °C was 2.2 mS cm-1"])
def test_the_temperature_of_a_conductivity_may_stand_before_it(words):
    drafted = draft("Li6PS5Cl was bought. " + words + ". " + CELL.replace("LPSCl", "Li6PS5Cl"))
    assert drafted.value_of("materials") == {
        "Li6PS5Cl": {"like": "Li6PS5Cl", "ionic_conductivity": {"value": "2.2 mS/cm", "temperature": "30 degC"}}
    }
