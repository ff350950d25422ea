"""Recipes in the words of experimental sections: they are understood, made and written back."""

from pathlib import Path

import pytest

from brimstone.errors import RecipeError
from brimstone.inspect import check
from brimstone.library import load
from brimstone.recipe import Recipe, parse, read
from brimstone.units import from_si

LAB = sorted((Path(__file__).parent / "lab").glob("*.yaml"))


def build(**sections):
    mapping = {
        "cathode": {"active": "S", "composition": {"S": "50 wt%", "LGPS": "50 wt%"}, "loading": "1 mg/cm2"},
        "separator": {"electrolyte": "LGPS", "thickness": "300 um"},
        "anode": "Li",
        **sections,
    }
    return Recipe.from_mapping(mapping)


def cathode(**fields):
    return build(
        cathode={"active": "S", "composition": {"S": "50 wt%", "LGPS": "50 wt%"}, "loading": "1 mg/cm2"} | fields
    ).cathode


@pytest.mark.parametrize("path", LAB, ids=lambda path: path.stem)
def test_a_recipe_in_the_words_of_a_lab_is_understood_and_can_be_made(path):
    recipe = read(path)
    assert check(recipe, load())
    assert parse(recipe.to_yaml()) == recipe


@pytest.mark.parametrize(
    ("words", "method", "speed", "hours", "celsius"),
    [
        ("planetary ball mill, 510 rpm, 10 h", "ball-milled", 510, 10, None),
        ("ball milled at 400 rpm for 30 min", "ball-milled", 400, 0.5, None),
        ("high energy ball mill (SPEX, 2 h)", "ball-milled", None, 2, None),
        ("mechanochemical synthesis", "ball-milled", None, None, None),
        ("vibratory milling", "ball-milled", None, None, None),
        ("melt diffusion at 155 °C for 12 h", "melt-milled", None, 12, 155),
        ("hand mixing in an agate mortar, 20 minutes", "hand-ground", None, 1 / 3, None),
        ("hand-mixed", "hand-ground", None, None, None),
        ("mortar and pestle", "hand-ground", None, None, None),
        ("Thinky mixer 2000 rpm 5 min", "hand-ground", 2000, 1 / 12, None),
        ("slurry coating with a doctor blade", "slurry", None, None, None),
        ("dry-mixed with PTFE", "hand-ground", None, None, None),
        ("gas phase mixing, 300 °C", "vapour-mixed", None, None, 300),
        ("dissolved in ethanol, co-precipitated", "solution", None, None, None),
    ],
)
def test_a_way_of_mixing_is_read_from_a_phrase(words, method, speed, hours, celsius):
    (step,) = cathode(mixing=words).mixing
    assert step.method == method
    assert (step.speed and step.speed.si * 60) == (speed and pytest.approx(speed))
    assert (step.time and step.time.si / 3600) == (hours and pytest.approx(hours))
    assert (step.temperature and step.temperature.si - 273.15) == (celsius and pytest.approx(celsius))


def test_the_solvent_of_a_phrase_is_kept():
    (step,) = cathode(mixing="wet milling in anhydrous toluene, 300 rpm").mixing
    assert (step.method, step.solvent) == ("ball-milled", "toluene")
    (step,) = cathode(mixing={"type": "slurry coating in THF"}).mixing
    assert (step.method, step.solvent) == ("slurry", "THF")
    (step,) = cathode(mixing="milled in a zirconia jar").mixing
    assert (step.method, step.solvent) == ("ball-milled", None)


@pytest.mark.parametrize("words", ["ball-miled", "magic", "grindng", "mil"])
def test_a_misspelt_way_of_mixing_is_no_phrase(words):
    with pytest.raises(RecipeError, match="is not a way of mixing"):
        cathode(mixing=words)


@pytest.mark.parametrize(
    "composition",
    [
        "S:LGPS:KB = 30:50:20",
        "S : LGPS : KB (30:50:20)",
        "S:LGPS:KB in a weight ratio of 30:50:20",
        "S/LGPS/KB 30/50/20 wt%",
        "S, LGPS, KB = 3:5:2 by mass",
        "S/LGPS/KB (weight ratio 3:5:2)",
        "S:LGPS:KB = 30:50:20 (wt%)",
        "30 wt% S, 50 wt% LGPS and 20 wt% KB",
        "S 30 %, LGPS 50 %, KB 20 %",
        {"S": 30, "LGPS": 50, "KB": 20},
        {"ratio": "30:50:20", "of": ["S", "LGPS", "KB"]},
        {"ratio": [30, 50, 20], "components": "S, LGPS, KB"},
    ],
)
def test_a_composition_is_read_as_papers_print_it(composition):
    read = cathode(composition=composition).composition
    assert read.basis == "weight"
    assert read.parts == pytest.approx({"S": 0.3, "LGPS": 0.5, "KB": 0.2})


@pytest.mark.parametrize("composition", ["S:LGPS = 1:2:3", "S LGPS", "S 30 %, LGPS", {"ratio": "1:2", "of": ["S"]}])
def test_a_composition_that_does_not_say_how_much_of_what_is_refused(composition):
    with pytest.raises(RecipeError, match="composition"):
        cathode(composition=composition)


@pytest.mark.parametrize(
    ("loading", "milligrams", "basis"),
    [
        ("1.5 mg cm^-2", 1.5, "active"),
        ("2 mg/cm2 sulfur", 2.0, "sulfur"),
        ("2 mg/cm2 (S)", 2.0, "sulfur"),
        ("4 mgS cm-2", 4.0, "sulfur"),
        ("5 mg S/cm2", 5.0, "sulfur"),
        ("3.6 mg/cm² Li2S", 3.6, "active"),
        ("6 mg/cm2 of composite cathode", 6.0, "electrode"),
        ("3 mg of composite", 3.0 / 0.785398, "electrode"),
        ("2 mg sulfur", 2.0 / 0.785398, "sulfur"),
        ("7.5 mg/0.785 cm2 of electrode", 7.5 / 0.785, "electrode"),
    ],
)
def test_a_loading_is_read_by_area_or_by_mass_on_the_cell(loading, milligrams, basis):
    made = build(
        diameter="10 mm",
        cathode={"active": "S", "composition": {"S": "50 wt%", "LGPS": "50 wt%"}, "loading": loading},
    )
    read = made.cathode.loading
    assert from_si(read.amount.si, "mg/cm2", "areal mass") == pytest.approx(milligrams, rel=1e-5)
    assert (read.basis, str(read)) == (basis, loading)


def test_a_mass_without_the_size_of_the_cell_is_refused_with_the_remedy():
    with pytest.raises(RecipeError, match="diameter or area of the cell"):
        cathode(loading="3 mg of composite")


@pytest.mark.parametrize(
    "words", ["25 C", "25°C", "25 degrees C", "25 ± 2 °C", "RT", "room temperature", "Ambient temperature", "298.15 K"]
)
def test_room_temperature_has_many_names(words):
    assert build(operation={"temperature": words}).operation.temperature.si == pytest.approx(298.15)


@pytest.mark.parametrize(
    ("words", "electrolyte", "micrometres", "milligrams"),
    [
        ("Li3PS4, 800 um", "Li3PS4", 800, None),
        ("Li6PS5Cl 500 µm thick", "Li6PS5Cl", 500, None),
        ("100 mg of 80Li2S-20P2S5, 10 mm diameter", "80Li2S-20P2S5", None, 100),
        ("LGPS pellet (0.7 mm)", "LGPS", 700, None),
    ],
)
def test_a_layer_may_be_one_line(words, electrolyte, micrometres, milligrams):
    (layer,) = build(separator=words).separator
    assert layer.electrolyte == electrolyte
    assert (layer.thickness and layer.thickness.si * 1e6) == (micrometres and pytest.approx(micrometres))
    assert (layer.mass and layer.mass.si * 1e6) == (milligrams and pytest.approx(milligrams))


def test_a_reference_may_stand_with_the_voltages():
    recipe = build(protocol=[{"cycles": 2, "charge": "0.1C", "discharge": "0.1C", "window": "0.4 to 2.4 V vs. Li-In"}])
    assert recipe.reference == "Li-In"
    assert recipe.protocol[0].window.upper.si == 2.4
    other = build(protocol=[{"discharge": "0.1C", "until": "0.5 V (vs. Li⁺/Li)"}], reference="Li")
    assert (other.reference, other.protocol[0].to.si) == ("Li/Li+", 0.5)


def test_an_anode_may_be_told_by_its_foils():
    anode = build(anode={"material": "Li-In", "foils": {"In": "100 um", "Li": "50 um"}}).anode
    assert anode.thickness.si == pytest.approx(150e-6)
    assert build(anode={"material": "Si", "np_ratio": 2}).anode.material == "Si anode"


@pytest.mark.parametrize(
    ("words", "megapascals"),
    [
        ("360 MPa, 5 min", 360),
        ("360 MPa for 3 minutes", 360),
        ("~50 MPa", 50),
        ("ca. 2 bar", 0.2),
        ("300 ± 20 MPa", 300),
    ],
)
def test_a_pressure_may_come_with_its_time_and_its_doubt(words, megapascals):
    assert cathode(pressed_at=words).pressed_at.si == pytest.approx(megapascals * 1e6)
    assert (cathode(pressed_at=words).pressing_time is not None) == ("min" in words)


@pytest.mark.parametrize(
    ("section", "words", "remedy"),
    [("cathode.pressed_at", "3 t", "load over the area"), ("protocol.step 1.discharge", "0.5 mA", "0.13 mA/cm2")],
)
def test_what_needs_an_area_says_so(section, words, remedy):
    made = {"active": "S", "composition": {"S": "50 wt%", "LGPS": "50 wt%"}, "loading": "1 mg/cm2"}
    wrong = {"protocol": [{"discharge": words, "to": "1 V"}]}
    if section.startswith("cathode"):
        wrong = {"cathode": {**made, "pressed_at": words}}
    with pytest.raises(RecipeError, match=remedy) as problem:
        build(**wrong)
    assert problem.value.field == section


@pytest.mark.parametrize("words", ["S/KB 70 wt%", "KB with 70 wt% sulfur", "KB, 70 % of S"])
def test_a_host_may_be_a_phrase(words):
    made = cathode(host=words, composition={"S/KB": "50 wt%", "LGPS": "50 wt%"})
    assert (made.host.carbon, made.host.sulfur.si) == ("KB", pytest.approx(0.7))


def test_an_anode_in_words_may_have_its_thickness():
    anode = build(anode="Li metal (100 um)").anode
    assert (anode.material, anode.thickness.si) == ("Li metal", pytest.approx(1e-4))


def test_a_cycle_may_have_one_rate_for_both_halves():
    (step,) = build(protocol=[{"cycles": 3, "current": "0.1C", "voltage range": "1.0-2.8 V"}]).protocol
    assert step.charge == step.discharge
    assert step.window.lower.si == 1.0


def test_fields_have_the_names_that_people_type():
    recipe = Recipe.from_mapping(
        {
            "cathode": {
                "active material": "S",
                "composition": "S:LGPS = 1:1",
                "Loading": "1 mg/cm2",
                "pressed at": "360 MPa",
                "current collector": "Al foil",
                "mixing": {"method": "ball mill", "rpm": "500 rpm", "duration": "2 h"},
            },
            "electrolyte": "LGPS, 500 um",
            "anode": "Li",
            "operation": {"pressure": "50 MPa"},
        }
    )
    assert recipe.cathode.pressed_at.si == 360e6
    assert recipe.cathode.mixing[0].time.si == 7200
    assert recipe.operation.stack_pressure.si == 50e6
    with pytest.raises(RecipeError, match="given twice"):
        build(operation={"pressure": "50 MPa", "stack_pressure": "20 MPa"})


def test_a_cell_without_any_lithium_is_refused():
    recipe = build(anode={"material": "Si", "thickness": "20 um"})
    with pytest.raises(RecipeError, match="neither Si anode nor S contains lithium"):
        check(recipe, load())
