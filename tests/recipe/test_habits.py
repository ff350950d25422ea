"""Recipes as somebody writes them who has read nothing but the README."""

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import Recipe, find_problems, parse

CATHODE = "cathode: {active: S, composition: {S: 30, LPSCl: 50, KB: 20}, loading: 1 mg/cm2}\n"
CELL = CATHODE + "separator: LPSCl\nanode: Li-In\n"
SHARES = {"S": 0.3, "LPSCl": 0.5, "KB": 0.2}


@pytest.mark.parametrize(
    "cathode",
    [
        "cathode: {S: 30, LPSCl: 50, KB: 20, loading: 1 mg/cm2}",
        "cathode: {S: 30 %, LPSCl: 50 %, KB: 20 %, areal loading: 1 mg/cm2}",
        "cathode: {composition: {S: 0.3, LPSCl: 0.5, KB: 0.2}, loading: 1 mg/cm2}",
        "cathode: S/LPSCl/KB 30:50:20, 1 mg/cm2",
        "cathode: S, LPSCl and KB (30:50:20), loading of 1 mg cm-2, pressed at 360 MPa",
        "cathode: [S: 30 %, LPSCl: 50 %, KB: 20 %]\nloading: 1 mg/cm2",
        "cathode: {material: S, composition: 30% S, 50% LPSCl, 20% KB, loading: 1 mg/cm2}".replace(
            "30% S, 50% LPSCl, 20% KB", "'30% S, 50% LPSCl, 20% KB'"
        ),
        "cell:\n  cathode: {S: 30, LPSCl: 50, KB: 20, loading: 1 mg/cm2}\n  separator: LPSCl\n  anode: Li-In",
        "composition: {S: 30, LPSCl: 50, KB: 20}\nloading: 1 mg/cm2",
        "active: S\ncomposition: {S: 30, LPSCl: 50, KB: 20}\ncathode: {loading: 1 mg/cm2}",
    ],
)
def test_a_cathode_is_understood_however_it_is_laid_out(cathode):
    recipe = parse(cathode if cathode.startswith("cell") else f"{cathode}\nseparator: LPSCl\nanode: Li-In\n")
    assert recipe.cathode.active == "S"
    assert recipe.cathode.composition.parts == pytest.approx(SHARES)
    assert recipe.cathode.loading.amount.si == pytest.approx(0.01)


def test_an_areal_capacity_is_a_loading():
    recipe = parse(CELL.replace("loading: 1 mg/cm2", "capacity: 2 mAh/cm2"))
    assert recipe.cathode.loading.text == "2 mAh/cm2"


def test_temperature_and_stack_pressure_at_the_top_are_those_of_operation():
    recipe = parse(CELL + "Temperature: 60 degC\nStack pressure: 50 MPa\noperation: {fixture: constant gap}\n")
    assert recipe.operation.temperature.si == pytest.approx(333.15)
    assert recipe.operation.stack_pressure.si == pytest.approx(5e7)
    assert recipe.operation.fixture == "constant gap"


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("cycles: 50\nC-rate: 0.1C", [{"cycles": "50", "charge": "0.1C", "discharge": "0.1C"}]),
        ("rates: [0.1C, 1C]\nwindow: [1.0 V, 2.8 V]", [{"rates": ["0.1C", "1C"], "window": ["1.0 V", "2.8 V"]}]),
        ("rate: 0.2C\nvoltage: 1.0-2.8 V", [{"cycles": "1", "rate": "0.2C", "window": "1.0-2.8 V"}]),
        ("cycling: 100 cycles at 0.2C between 1.7 and 2.8 V", ["100 cycles at 0.2C between 1.7 and 2.8 V"]),
        ("test: {cycles: 5, rate: 0.1C, voltage: 1.0-2.8 V}", [{"cycles": 5, "rate": "0.1C", "window": "1.0-2.8 V"}]),
    ],
)
def test_a_test_is_understood_at_the_top_of_a_recipe(words, steps):
    assert parse(CELL + words).protocol == parse(CELL + f"protocol: {steps}").protocol


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (CELL.replace("loading: 1 mg/cm2", "loading: 1.5"), "1.5 mg/cm2"),
        (CELL + "temperature: 60\n", "'60 degC'"),
        (CELL.replace("separator: LPSCl", "separator: {electrolyte: LPSCl, pressure: 200 MPa}"), "pressed_at"),
        (CELL + "temperature: 60 degC\noperation: {temperature: 25 degC}\n", "It stands under operation"),
        ("cathode: {S: 30, LPSCl: 50, KB: 30, loading: 1 mg/cm2}\nseparator: LPSCl\n", "are a mass ratio"),
        (CELL.replace("loading: 1 mg/cm2", "loadin: 1, porositty: 12 %"), "Did you mean loading?"),
        ("cathode: {S: 30, LPSCl: 50, KB: 20}\nseparator: LPSCl\n", "loading: is missing"),
    ],
)
def test_what_may_mean_two_things_or_lacks_one_is_told(words, told):
    with pytest.raises(RecipeError) as problem:
        parse(words)
    assert told in str(problem.value)


def test_a_recipe_that_was_put_in_order_is_written_in_order():
    recipe = parse("cathode: S/LPSCl/KB 30:50:20, 1 mg/cm2\nseparator: LPSCl\ntemperature: 60 degC\n")
    assert set(recipe.to_mapping()) == {"cathode", "separator", "operation"}
    assert Recipe.from_mapping(recipe.to_mapping()) == recipe


def test_a_problem_of_a_field_at_the_top_is_told_with_its_line():
    problems = find_problems(CELL + "temperature: 60\n")
    assert [(one.field, one.line) for one in problems] == [("operation.temperature", 4)]


FIRST = "cathode:\n  active: S\n  composition: {}\n  loading: 1 mg/cm2\nseparator: LPSCl\nanode: Li-In\n"


@pytest.mark.parametrize(
    "composition",
    [
        "S 30 LPSCl 50 KB 20",
        "30 S / 50 LPSCl / 20 KB",
        "S 30, LPSCl 50, KB 20",
        "[S 30%, LPSCl 50%, KB 20%]",
        "[S: 30%, LPSCl: 50%, KB: 20%]",
    ],
)
def test_names_and_numbers_in_turn_are_a_composition(composition):
    assert parse(FIRST.format(composition)).cathode.composition.parts == pytest.approx(SHARES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("separator: [LPSCl, 200 um]", "separator: {electrolyte: LPSCl, thickness: 200 um}"),
        ("separator:\n  - LPSCl: 0.2 mm", "separator: {electrolyte: LPSCl, thickness: 0.2 mm}"),
        ("separator: {name: LPSCl, mass: 80 mg}", "separator: {electrolyte: LPSCl, mass: 80 mg}"),
        ("anode: [Li, 50 um]", "anode: {material: Li, thickness: 50 um}"),
        ("Operation: RT, 70 MPa", "operation: {temperature: RT, stack_pressure: 70 MPa}"),
        ("T: 60 C", "operation: {temperature: 60 C}"),
        ("cell diameter: 10 mm", "diameter: 10 mm"),
        ("format: pouch 5x4 cm\nn_layers: 10", "format: {kind: pouch, width: 5 cm, height: 4 cm, layers: 10}"),
        ("rates: 0.1, 0.5, 1C", "protocol: [{rates: [0.1 C, 0.5 C, 1C]}]"),
        (
            "protocol: CC 0.1C 1-3V 20 cycles",
            "protocol: [{cycles: 20, charge: 0.1C, discharge: 0.1C, window: 1 to 3V}]",
        ),
        (
            "protocol: first charge 0.05C to 3.6 V then 0.1C 1.5-2.8 V",
            "protocol: [{charge: 0.05C, to: 3.6 V}, {cycles: 1, charge: 0.1C, discharge: 0.1C, window: 1.5 to 2.8 V}]",
        ),
    ],
)
def test_a_first_recipe_is_read_as_its_fields(written, meant):
    def read(words):
        part = words.partition(":")[0].strip()
        kept = [line for line in FIRST.format("S 30 LPSCl 50 KB 20").splitlines() if not line.startswith(f"{part}:")]
        return parse("\n".join([*kept, words])).to_mapping()

    assert read(written) == read(meant)


def test_a_ratio_of_electrolyte_to_sulfur_at_the_top_is_of_the_cathode():
    recipe = parse(FIRST.format("S 30 LPSCl 50 KB 20") + "E/S: 10 uL/mg\n")
    assert recipe.cathode.electrolyte_to_sulfur.text == "10 uL/mg"


def test_a_cathode_in_one_line_says_how_it_was_made():
    recipe = parse("cathode: S/C/LPSCl 30/20/50, ball milled 10 h 500 rpm, 2 mg/cm2\nseparator: LPSCl\nanode: LiIn\n")
    assert recipe.cathode.mixing[0].method == "ball-milled"
    assert recipe.cathode.mixing[0].time.si == pytest.approx(36000)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("diameter: 12.7", "write, for example, '12.7 mm'"),
        ("E/S: 10", "write, for example, '10 uL/mg'"),
        ("type: all-solid-state", "unknown field. Allowed here"),
        ("separator: {electrolyte: LPSCl, conductivity: 3 mS/cm}", "materials: {MySE"),
        ("anode: {material: Li, pressure: 25 MPa}", "Write pressed_at"),
    ],
)
def test_what_a_first_recipe_leaves_open_is_told_in_a_way_that_helps(text, told):
    part = text.partition(":")[0]
    lines = [line for line in FIRST.format("S 30 LPSCl 50 KB 20").splitlines() if not line.startswith(f"{part}:")]
    with pytest.raises(RecipeError, match=told):
        parse("\n".join([*lines, text]))
