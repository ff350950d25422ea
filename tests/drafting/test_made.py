"""How a cell was made, in the words of a paper: each number in its field, and none in a field that it is not of."""

import pytest

from brimstone.drafting import draft

CATHODE = "S, Li6PS5Cl and C65 (30:50:20 by weight) were milled at 300 rpm for 5 h. The sulfur loading was 1 mg cm-2. "
SLURRY = "S, Li6PS5Cl, C65 and NBR (40:45:10:5 by weight) were dispersed in toluene. The slurry was cast on Al foil. "
PRESSED = "100 mg of Li6PS5Cl was pressed at 100 MPa in a 10 mm die to form the separator. "
CYCLED = "The cells were cycled between 1.0 and 2.8 V at 60 °C and 0.1C. "


def placed(text):
    return {one.field: one.value for one in draft(text).placed}


#: What is written, and the fields that it belongs in.
PLACED = {
    "The cathode was pressed on it at 375 MPa for 3 min.": {"cathode.pressing_time": "3 min"},
    "The cathode was pressed on it for 3 min at 80 °C and 375 MPa.": {
        "cathode.pressed_at": "375 MPa",
        "cathode.pressing_time": "3 min",
        "cathode.pressing_temperature": "80 degC",
    },
    "A lithium disc (8 mm in diameter, 100 μm thick) was the anode.": {
        "anode.diameter": "8 mm",
        "anode.thickness": "100 μm",
    },
    "In foil (9 mm in diameter, 100 μm thick) and Li foil (6 mm in diameter, 50 μm thick) were the anode.": {
        "anode.foil_diameters.In": "9 mm",
        "anode.foil_diameters.Li": "6 mm",
    },
    "Disks of 16 mm diameter (membrane), 14 mm (cathode) and 15.6 mm (Li) were punched.": {
        "diameter": "14 mm",
        "anode.diameter": "15.6 mm",
    },
}


@pytest.mark.parametrize("words", PLACED)
def test_how_layers_were_pressed_and_how_wide_they_are(words):
    start = CATHODE if "Disks" in words else CATHODE + PRESSED
    fields = placed(f"{start}{words}")
    assert {name: fields.get(name) for name in PLACED[words]} == PLACED[words]


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        (
            "It was dried at room temperature for 2 h and then at 80 °C under vacuum overnight.",
            [{"temperature": "RT", "time": "2 h"}, {"temperature": "80 degC", "time": "12 h", "vacuum": True}],
        ),
        ("After drying at 60 °C in vacuo, discs were cut.", [{"temperature": "60 degC", "vacuum": True}]),
        (
            "The electrodes were vacuum-dried at 60 °C for 6 h.",
            [{"temperature": "60 degC", "time": "6 h", "vacuum": True}],
        ),
    ],
)
def test_how_a_cathode_was_dried(words, steps):
    fields = placed(SLURRY + words)
    expected = {f"cathode.drying.step {n}.{name}": one for n, step in enumerate(steps, 1) for name, one in step.items()}
    assert {name: value for name, value in fields.items() if "drying" in name} == expected


@pytest.mark.parametrize(
    "words",
    [
        "S and C65 were dried at 50 °C and 110 °C, respectively.",
        "The PEO membrane was dried at 50 °C for 24 h.",
        "The precipitate was washed and dried at 80 °C for 12 h.",
    ],
)
def test_what_was_dried_otherwise_is_no_drying_of_the_cathode(words):
    assert not any("drying" in name for name in placed(f"{SLURRY}{words}"))


def test_a_coating_that_is_calendered_is_no_dry_film():
    fields = placed(f"{SLURRY}It was dried at 60 °C for 12 h and calendered at 90 °C to a thickness of 55 μm.")
    methods = [value for name, value in fields.items() if name.endswith(".method")]
    assert methods == ["slurry"]
    assert fields["cathode.pressing_temperature"] == "90 degC"


def test_solids_gap_and_batch_are_of_their_step():
    text = SLURRY.replace("in toluene.", "in toluene with a solid content of 40 wt%.").replace(
        "cast on", "cast with a blade gap of 150 μm on"
    )
    fields = placed(text)
    assert fields["cathode.mixing.step 1.solids"] == "40 wt%"
    assert fields["cathode.mixing.step 1.gap"] == "150 μm"
    assert placed(CATHODE.replace("were milled", "(1 g in total) were milled"))["cathode.mixing.step 1.powder"] == "1 g"


def test_the_carbon_of_a_melt_stands_for_the_c_of_its_ratio():
    text = "Sulfur was melt-infiltrated into Ketjen Black (S:C = 7:3 by weight) at 155 °C for 12 h. The S/C powder, "
    fields = placed(text + "Li6PS5Cl and Super P in a weight ratio of 45:45:10 were milled at 300 rpm for 5 h.")
    assert fields["cathode.host.carbon"] == "Ketjen Black"
    assert fields["cathode.composition"] == {"ratio": {"S/Ketjen Black": "45", "Li6PS5Cl": "45", "Super P": "10"}}


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("Five cycles each were run at 0.05, 0.1 and 0.2C.", "cycles_each", "5"),
        ("The rate was 0.05, 0.1 and 0.2C, with 3 cycles at each.", "cycles_each", "3"),
        ("The rate was raised to 0.05, 0.1 and 0.2C every 10 cycles.", "cycles_each", "10"),
    ],
)
def test_cycles_at_each_rate(words, field, value):
    fields = placed(f"{CATHODE}{PRESSED}The cells were cycled between 1.0 and 2.8 V at 60 °C. {words}")
    assert [one for name, one in fields.items() if name.endswith(f".{field}")] == [value]


def test_rates_with_a_number_of_cycles_behind_each_are_steps_of_their_own():
    fields = placed(
        f"{CATHODE}{PRESSED}Cells ran within 1.0-2.8 V. Rates of 0.05C (5 cycles), 0.1C (4 cycles), 0.2C (3 cycles) "
        "and back to 0.05C were applied."
    )
    steps = [(fields[f"protocol.step {n}.discharge"], fields[f"protocol.step {n}.cycles"]) for n in (1, 2, 3, 4)]
    assert steps == [("0.05C", "5"), ("0.1C", "4"), ("0.2C", "3"), ("0.05C", "1")]


def test_a_rest_between_half_cycles_is_of_the_cycles():
    fields = placed(f"{CATHODE}{PRESSED}{CYCLED}There were rests of 10 min after each half cycle.")
    assert fields["protocol.step 1.rest"] == "10 min"
    assert fields["protocol.step 1.discharge"] == "0.1C"


def test_what_is_pressed_against_lithium_names_no_reference():
    text = f"{CATHODE}{PRESSED}An In foil (50 μm) was pressed against Li. "
    assert "reference" not in placed(text)
    assert placed(f"{text}The window was 0.4-2.4 V versus the Li-In counter electrode.")["reference"] == "Li-In"


def test_what_brackets_tell_of_a_powder_does_not_hide_the_layer():
    text = "150 mg of Li6PS5Cl (BET surface 2 m2 g-1) was poured into a die of 13 mm diameter and pressed at 40 MPa."
    fields = placed(CATHODE + text)
    assert fields["separator.layer 1.mass"] == "150 mg"
    assert fields["separator.layer 1.pressed_at"] == "40 MPa"


def test_how_an_electrolyte_was_made_stands_in_its_steps_and_not_in_the_mixing_of_the_cathode():
    text = (
        "Li6PS5Cl was prepared from Li2S, P2S5 and LiCl (dried at 200 °C for 12 h under vacuum) in a molar ratio of "
        "5:1:2 by milling at 550 rpm for 15 h in an 80 mL zirconia jar, then annealed at 520 °C for 6 h (2 °C/min). "
    )
    fields = placed(text + CATHODE + PRESSED)
    steps = [fields[f"made.step {n}.material"] for n in (1, 2, 3)]
    assert steps == ["LiCl", "Li6PS5Cl", "Li6PS5Cl"]
    assert (fields["made.step 2.speed"], fields["made.step 2.time"]) == ("550 rpm", "15 h")
    assert (fields["made.step 3.temperature"], fields["made.step 3.heating_rate"]) == ("520 degC", "2 K/min")
    assert fields["cathode.mixing.step 1.speed"] == "300 rpm"
    assert "cathode.mixing.step 2.method" not in fields


def test_what_was_annealed_after_the_mill_is_annealed_last_whatever_comes_first_in_the_sentence():
    fields = placed("Li7P3S11 was made by annealing at 260 °C for 2 h after milling at 500 rpm for 20 h. " + CATHODE)
    assert [fields[f"made.step {n}.method"] for n in (1, 2)] == ["ball-milled", "annealed"]


def test_polymers_are_made_of_their_parts():
    text = (
        "PEO and LiTFSI were dried at 50 and 110 °C for 24 h. PEO and LiTFSI (EO:Li = 16:1) were stirred in "
        "acetonitrile for 12 h, cast on a PTFE dish and dried at 60 °C for 24 h under vacuum. "
    )
    fields = placed(text + "S, Super P and PEO/LiTFSI (6:2:2 by weight) were ground by hand for 20 min. ")
    made = [fields[f"made.step {n}.amounts"] for n in range(1, 6) if f"made.step {n}.amounts" in fields]
    assert {"EO": "16", "Li": "1"} in made
    assert not any("mixing" in name and value == "12 h" for name, value in fields.items())


def test_what_is_recorded_beside_the_cell_has_its_fields():
    fields = placed(
        "All was done in an argon-filled glove box (H2O, O2 < 0.1 ppm). Li2S (99.9 %, Alfa Aesar) was used. "
        "Li6PS5Cl had an ionic conductivity of 2.4 ± 0.3 mS cm-1 at 25 °C. "
        + CATHODE
        + PRESSED
        + CYCLED
        + "Impedance spectra of the fresh cells were recorded from 3 MHz to 100 mHz with 10 mV. 1C = 1672 mA g-1. "
    )
    assert (fields["handling.water"], fields["handling.oxygen"]) == ("< 0.1 ppm", "< 0.1 ppm")
    assert (fields["chemicals.entry 1.name"], fields["chemicals.entry 1.purity"]) == ("Li2S", "99.9 %")
    assert fields["materials"]["Li6PS5Cl"]["ionic_conductivity"]["value"] == "2.4 ± 0.3 mS/cm"
    assert fields["protocol.step 1.impedance"] == ["3 MHz", "100 mHz"]
    assert fields["one_c"] == "1672 mA/g"


def test_a_separator_by_its_mass_is_a_layer_and_no_making_of_an_electrolyte():
    fields = placed(CATHODE + "The separator was 100 mg of Li6PS5Cl, pressed at 120 MPa in a die of 12 mm diameter. ")
    assert fields["separator.layer 1.mass"] == "100 mg"
    assert not any(name.startswith("made") for name in fields)


def test_what_one_rate_is_in_another_unit_is_no_step():
    text = (
        f"{CATHODE}{PRESSED}{CYCLED}"
        + "Then 50 cycles at 0.5C followed (1C = 1672 mA g-1; 0.5C corresponds to 0.8 mA cm-2)."
    )
    assert not any("0.8 mA" in str(value) for value in placed(text).values())
