"""Numbers that stand near the word for one thing and are of another: each in its own field, or told apart."""

import math

import pytest

from brimstone.drafting import draft
from brimstone.recipe import parse
from tests.drafting.test_drafts import CATHODE, PRESSED

MILLED = "S, LPSCl and C65 (30:50:20 by weight) were milled at 300 rpm for 5 h. "
SULFIDE = "Li2S, LPSCl and C65 (30:50:20 by weight) were milled at 300 rpm for 5 h. "


def told(drafted):
    return " ".join((*drafted.questions, *drafted.assumed, *drafted.unused))


@pytest.mark.parametrize(
    "words",
    [
        "A graphite anode with an areal capacity of 3.4 mAh cm-2 was put on the other side. ",
        "On the other side was a silicon negative electrode (3.4 mAh/cm2). ",
        "An areal capacity of 3.4 mAh cm-2 for the graphite anode was chosen. ",
    ],
)
def test_a_capacity_stated_of_the_anode_is_no_loading_of_the_cathode(words):
    drafted = draft(MILLED + PRESSED + words)
    assert drafted.value_of("cathode.loading") is None
    assert "a capacity of the anode" in told(drafted)


def test_a_capacity_stated_of_the_cathode_stays_its_loading_beside_an_anode():
    drafted = draft(
        MILLED + PRESSED + "Opposite to a graphite anode, the cathode had an areal capacity of 2.0 mAh/cm2."
    )
    assert drafted.value_of("cathode.loading") == "2.0 mAh/cm2"


def test_liquid_per_lithium_sulfide_is_converted_to_liquid_per_sulfur_by_the_formula():
    drafted = draft(SULFIDE + "The liquid electrolyte was 8 μL per mg of Li2S.")
    amount = float(drafted.value_of("cathode.electrolyte_to_sulfur").split()[0])
    assert amount == pytest.approx(8 * (2 * 6.94 + 32.06) / 32.06, rel=5e-3)
    assert any(one.startswith("cathode.electrolyte_to_sulfur: 8 μL/mg of Li2S") for one in drafted.assumed)


@pytest.mark.parametrize("mass", ["SPAN", "active material", "the cathode"])
def test_liquid_per_another_mass_than_sulfur_is_asked_about(mass):
    drafted = draft(SULFIDE + f"The liquid electrolyte was 8 μL per mg of {mass}.")
    assert drafted.value_of("cathode.electrolyte_to_sulfur") is None
    assert any(one.startswith("cathode.electrolyte_to_sulfur") for one in drafted.questions)


def test_liquid_per_sulfur_stays_as_it_is_stated():
    drafted = draft(MILLED + "The liquid electrolyte was 8 μL per mg of sulfur.")
    assert drafted.value_of("cathode.electrolyte_to_sulfur").startswith("8 ")
    assert "cathode.electrolyte_to_sulfur" not in told(drafted)


def test_lithium_behind_another_anode_gives_that_anode_no_thickness():
    drafted = draft(CATHODE + PRESSED + "A Si anode was used, with a 40 μm Li foil laid behind it.")
    assert drafted.value_of("anode.thickness") is None
    assert "lithium beside the anode" in told(drafted)


@pytest.mark.parametrize("way", ["kneaded in acetone", "mixed on a three-roll mill in acetone"])
def test_what_is_coated_from_a_solvent_is_no_dry_film(way):
    drafted = draft(f"S, C65 and LPSCl (40:20:40 by weight) were {way}, coated onto aluminium mesh and dried.")
    assert drafted.value_of("cathode.mixing.step 1.method") == "slurry"


def test_what_is_kneaded_without_a_solvent_stays_a_dry_film():
    drafted = draft("S, C65, LPSCl and PTFE (40:20:38:2 by weight) were kneaded for 10 min and rolled to a film.")
    assert drafted.value_of("cathode.mixing.step 1.method") == "dry film"


@pytest.mark.parametrize(
    ("mass", "basis"), [("sulfur", "sulfur"), ("Li2S", "active"), ("the cathode composite", "electrode")]
)
def test_a_mass_on_each_electrode_is_of_what_it_is_said_to_be_of(mass, basis):
    first = SULFIDE if mass == "Li2S" else MILLED
    drafted = draft(f"{first}{PRESSED}Each electrode held 0.95 mg of {mass}.")
    assert drafted.value_of("cathode.loading") == f"0.95 mg of {basis}"


def test_an_areal_mass_behind_the_name_and_a_colon_is_of_that_name():
    assert draft(f"{MILLED}S: 1.74 mg cm-2.").value_of("cathode.loading") == "1.74 mg cm-2 of sulfur"


@pytest.mark.parametrize("same", [", equal to 3.4 mA/cm2", ", i.e. 3.4 mA cm-2", " = 3.4 mA cm-2"])
def test_what_1c_is_defined_as_is_no_rate_of_the_test(same):
    drafted = draft(f"{CATHODE}Cells were cycled at C/10 between 1.0 and 3.0 V (1C = 1675 mA/g{same}).")
    step = drafted.to_mapping()["protocol"][0]
    assert (step["charge"], step["discharge"]) == ("C/10", "C/10")


@pytest.mark.parametrize(
    "words", ["discharged at C/10 with charging at C/20", "run with a discharge rate of C/10 and a charge rate of C/20"]
)
def test_a_rate_of_charge_and_one_of_discharge_are_one_step(words):
    drafted = draft(f"{CATHODE}Cells were {words} between 1.0 and 3.0 V.")
    step = drafted.to_mapping()["protocol"][0]
    assert (step["charge"], step["discharge"]) == ("C/20", "C/10")


def test_a_force_on_the_cell_in_operation_is_put_over_its_die():
    drafted = draft(f"{CATHODE}{PRESSED}A Li foil was the anode. In cycling the cell was held at 4 kN.")
    assert drafted.value_of("operation.stack_pressure") == "4 kN on 10 mm"
    pressure = parse(drafted.to_yaml()).operation.stack_pressure.si
    assert pressure == pytest.approx(4e3 / (math.pi * 0.005**2), rel=1e-3)
    assert not any(one.startswith("operation.stack_pressure") for one in drafted.questions)


def test_a_temperature_of_the_test_is_placed_wherever_it_is_told():
    drafted = draft(f"{CATHODE}{PRESSED}A Li foil was the anode. Test temperature 65 °C.")
    assert drafted.value_of("operation.temperature") == "65 degC"


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Formation was done at C/20, cycling at C/5 between 1.0 and 3.0 V.", ("1", "1")),
        ("After formation at C/20, cells were cycled at C/5 for 50 cycles.", ("1", "50")),
    ],
)
def test_formation_and_the_cycles_after_it_are_two_steps(words, counts):
    steps = draft(CATHODE + words).to_mapping()["protocol"]
    assert [one["discharge"] for one in steps] == ["C/20", "C/5"]
    assert tuple(str(one["cycles"]) for one in steps) == counts
