"""What a section says of hardware, collectors, powders and conductivities stands with what it is of."""

import pytest

from brimstone.drafting import draft

CATHODE = "S, Li6PS5Cl and C65 (30:50:20 by weight) were milled at 300 rpm for 5 h. The sulfur loading was 1 mg cm-2. "
PRESSED = "100 mg of Li6PS5Cl was pressed at 100 MPa in a 10 mm die to form the separator. "


def placed(text):
    return {one.field: one.value for one in draft(text).placed}


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("The cells were built in a PEEK sleeve.", "hardware.body", "PEEK"),
        ("The cells were built in a polyether ether ketone tube.", "hardware.body", "PEEK"),
        ("Titanium plungers closed the cell.", "hardware.plungers", "Titanium"),
        ("CR2032 coin cells were assembled with Li foil.", "hardware.case", "CR2032"),
        ("Swagelok-type cells were used.", "hardware.case", "Swagelok cell"),
        ("The slurry was coated on nickel foil.", "cathode.collector", "Ni"),
        ("The slurry was coated on carbon-primed Al.", "cathode.collector", "carbon-coated Al"),
    ],
)
def test_hardware_and_collectors_are_placed(words, field, value):
    assert placed(PRESSED + CATHODE + words)[field] == value


def test_a_jar_is_no_body_of_a_cell():
    assert "hardware.body" not in placed(CATHODE + "The powders were milled in a PTFE tube for 5 h." + PRESSED)


def test_the_size_of_a_powder_stands_with_its_chemical_and_a_film_is_none():
    text = (
        "Li6PS5Cl (d50 = 3 um) was used. " + CATHODE + PRESSED + "Li (40 um on 10 um Cu) was sputtered with 200 nm LiF."
    )
    sizes = {field: value for field, value in placed(text).items() if field.endswith("particle_size")}
    assert list(sizes.values()) == ["3 um"]


def test_a_conductivity_of_it_is_of_the_material_that_was_made():
    text = (
        "Li6PS5Cl was obtained by dissolving Li2S, Li3PS4 and LiCl in ethanol. Its conductivity was 1.4 mS cm-1. "
        + CATHODE
        + PRESSED
    )
    assert list(placed(text)["materials"]) == ["Li6PS5Cl"]


def test_the_temperature_of_a_furnace_is_not_that_of_a_conductivity():
    text = "Li6PS5Cl was annealed at 510 °C and had a conductivity of 6 mS cm-1. " + CATHODE + PRESSED
    assert placed(text)["materials"]["Li6PS5Cl"]["ionic_conductivity"] == "6 mS/cm"


def test_a_current_told_in_two_units_is_no_step():
    text = CATHODE + PRESSED + "Cells were cycled at C/20 for 5 cycles. 1C = 1672 mA g-1, C/10 = 0.217 mA cm-2."
    rates = {value for field, value in placed(text).items() if field.endswith((".charge", ".discharge"))}
    assert rates == {"C/20"}


def test_a_quarter_of_an_hour_is_no_hour():
    text = PRESSED + "S, Li6PS5Cl and C65 (30:50:20 by weight) were hand-ground for a quarter of an hour."
    assert placed(text)["cathode.mixing.step 1.time"] == "0.25 h"


def test_polymer_and_salt_name_the_membrane():
    text = (
        "PEO and LiTFSI (EO:Li = 16:1) were dissolved in acetonitrile and cast. The membrane was 120 um thick. "
        "S, C65 and PVDF (60:30:10 by weight) were mixed in NMP and coated on Al foil."
    )
    assert placed(text)["separator.layer 1.electrolyte"] == "PEO-LiTFSI"


def test_a_mixture_in_the_next_list_is_the_filled_host():
    text = (
        "Sulfur and acetylene black (75:25 by weight) were ball-milled at 400 rpm for 4 h. The mixture was then "
        "hand-ground with Li6PS5Cl (50:50 wt%) for 20 min. " + PRESSED
    )
    read = placed(text)
    assert (read["cathode.host.carbon"], read["cathode.host.sulfur"]) == ("acetylene black", "75 wt%")
    assert list(read["cathode.composition"]["ratio"].values()) == ["50", "50"]


@pytest.mark.parametrize("number", ["3.1e9990", "1" * 400])
@pytest.mark.parametrize(
    "words",
    [
        "Cells were cycled between 1.0 and {} V at 0.1C.",
        "discharged at 0.1C to 1.0 V and charged at 0.1C to {} V, repeated twice",
        "100 mg of Li6PS5Cl was pressed at {} MPa in a {} mm die at {} °C.",
        "EIS from {} MHz to 1 Hz, {} points per decade. The conductivity was {} mS/cm.",
    ],
)
def test_a_number_that_is_none_stops_nothing(words, number):
    assert draft(words.replace("{}", number)).to_yaml()


def test_an_activation_energy_goes_to_the_conductivity_of_its_own_sentence():
    mixed = (
        "S, Li6PS5Cl and carbon black were mixed 3:5:2 by weight. The cell used 100 mg of Li3PS4 and an In-Li anode. "
    )
    own = "Li6PS5Cl showed an ionic conductivity of 3 mS/cm with an activation energy of 0.35 eV. "
    other = "Li3PS4 showed an ionic conductivity of 0.3 mS/cm with an activation energy of 0.40 eV. "
    held = "The membrane holding 1 M LiTFSI had an ionic conductivity of 1 mS/cm with Ea = 0.12 eV. "
    materials = placed(mixed + own + other)["materials"]
    assert {name: one["activation_energy"] for name, one in materials.items()} == {
        "Li6PS5Cl": "0.35 eV",
        "Li3PS4": "0.40 eV",
    }
    alone = draft(mixed + "Li6PS5Cl had an ionic conductivity of 3 mS/cm. " + held)
    assert "activation_energy" not in alone.value_of("materials")["Li6PS5Cl"]
    assert any("0.12 eV" in each for each in alone.unused)
