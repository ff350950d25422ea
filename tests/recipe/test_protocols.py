"""Protocols as experimental sections, cyclers' manuals and PyBaMM write them; and what is no protocol."""

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import Charge, Cycles, Discharge, Drive, Hold, Pulse, Rates, Recipe, Rest, read
from tests.cells import recipe

AREA = {"diameter": "10 mm"}
BOLTED = {"stack_pressure": "50 MPa", "fixture": "constant gap"}
#: What is written, and what it means: kind of step, and some of its fields in SI.
WRITTEN = {
    # PyBaMM's experiments
    "Discharge at C/10 until 1.0 V": (Discharge, {"discharge": 0.1, "to": 1.0}),
    "Discharge at C/10 for 10 hours or until 1.0 V": (Discharge, {"discharge": 0.1, "to": 1.0, "or_": 36000.0}),
    "Charge at 1 A until 2.8 V": (Charge, {"charge": 1.0, "to": 2.8}),
    "Charge at 200 mA for 45 minutes": (Charge, {"charge": 0.2, "to": 2700.0}),
    "Discharge at 1 W for 10 minutes": (Discharge, {"discharge": 1.0, "to": 600.0}),
    "Discharge at 4 Ohm until 1.2 V": (Discharge, {"discharge": 4.0, "to": 1.2}),
    "Hold at 2.8 V until 50 mA": (Hold, {"hold": 2.8, "until": 0.05}),
    "Hold at 2.8 V until C/50": (Hold, {"hold": 2.8, "until": 0.02}),
    "Hold at 2.8 V for 30 min or until C/50": (Hold, {"hold": 2.8, "until": 0.02, "or_": 1800.0}),
    "Rest for 1 hour": (Rest, {"rest": 3600.0}),
    "Rest for 10 minutes (5 minute period)": (Rest, {"rest": 600.0}),
    "Discharge at 1C until 1.2 V (1 minute period)": (Discharge, {"discharge": 1.0, "to": 1.2}),
    # cyclers' manuals
    "CC discharge 0.1C, 1.0 V": (Discharge, {"discharge": 0.1, "to": 1.0}),
    "CP discharge 5 mW/cm2 to 1.0 V": (Discharge, {"discharge": 50.0, "to": 1.0}),
    "CR discharge 1000 ohm cm2 to 1 V": (Discharge, {"discharge": 0.1, "to": 1.0}),
    "OCV 12 h": (Rest, {"rest": 43200.0}),
    "storage for 7 d": (Rest, {"rest": 604800.0}),
    # experimental sections
    "galvanostatically discharged at 0.13 mA cm-2 to 1.3 V": (Discharge, {"discharge": 1.3, "to": 1.3}),
    "charged at 50 mA/g with a cut-off voltage of 2.8 V": (Charge, {"charge": 50.0, "to": 2.8}),
    "discharge at 0.5 W/g down to 1.0 V": (Discharge, {"discharge": 500.0, "to": 1.0}),
    "discharge at 0.1C to 1000 mAh/g": (Discharge, {"discharge": 0.1, "to": 3.6e6}),
    "charge at 0.2 mA/cm2 to 1 mAh/cm2": (Charge, {"charge": 2.0, "to": 36000.0}),
    "50 cycles at 0.5C between 1.0 and 2.8 V": (Cycles, {"cycles": 50, "charge": 0.5}),
    "5 cycles each at 0.05, 0.1 and 0.2C, 1.0-2.8 V": (Rates, {"cycles_each": 5, "rates": (0.05, 0.1, 0.2)}),
    "three cycles at each of 0.13 mA/cm2, 0.26 mA/cm2": (Rates, {"cycles_each": 3, "rates": (1.3, 2.6)}),
}
#: The same as mappings.
MAPPED = [
    ({"discharge": "2 mW/cm2", "to": "1.0 V", "or": ["10 h", "60 MPa"]}, Discharge),
    ({"charge": "0.1C", "until": "2.8 V", "or": "1 mAh/cm2"}, Charge),
    ({"hold": "2.8 V", "until": "0.02C", "or": "5 h"}, Hold),
    ({"cycles": 200, "charge": "0.2C", "discharge": "1C", "until": "80 % retention"}, Cycles),
    ({"cycles": 200, "rate": "0.2C", "until": {"coulombic efficiency": "95 %"}}, Cycles),
    ({"cycles": 200, "rate": "0.2 mA/cm2", "capacity": "0.5 mAh/cm2", "until": ["short circuit", "60 MPa"]}, Cycles),
    ({"cycles": 10, "charge": "0.2C", "discharge": "3 mW/cm2"}, Cycles),
    ({"rates": ["0.1C", "1C"], "cycles_each": 3}, Rates),
    ({"rates": ["0.1C", "1C"], "cycles": 3, "charge": "0.1C"}, Rates),
    ({"rates": ["1 mW/cm2", "2 mW/cm2", "5 mW/cm2"], "window": "1.0-2.8 V"}, Rates),
    ({"pulse": "3 mW/cm2", "for": "10 s", "rest": "10 min", "to": "1.0 V"}, Pulse),
    ({"interrupted": "0.1C", "every": "5 min", "for": "10 s", "to": "1.0 V"}, Pulse),
    ({"store": "30 d"}, Rest),
    ({"drive": [[0, 1], [60, 3], [120, 0]], "unit": "mW/cm2", "times": 3, "window": "1.0-2.8 V"}, Drive),
    ({"drive": [[0, 0.1], [60, -0.3], [120, 0]], "unit": "mA/cm2", "between": "lines", "positive": "charge"}, Drive),
]


def only(step, **changes):
    (found,) = recipe(protocol=[step], **{**AREA, **changes}).protocol
    return found


@pytest.mark.parametrize("words", WRITTEN)
def test_words_of_papers_and_cyclers_are_steps(words):
    kind, expected = WRITTEN[words]
    found = only(words)
    assert type(found) is kind
    for name, value in expected.items():
        field = getattr(found, name)
        if isinstance(value, tuple):
            assert [one.si for one in field] == pytest.approx(list(value)), name
            continue
        field = field[0] if isinstance(field, tuple) else field
        assert getattr(field, "si", field) == pytest.approx(value), name


@pytest.mark.parametrize(("step", "kind"), MAPPED, ids=lambda one: str(one)[:60] if isinstance(one, dict) else "")
def test_steps_in_fields_are_read_and_written_back(step, kind):
    whole = recipe(protocol=[step], **AREA, operation=BOLTED)
    assert type(whole.protocol[0]) is kind
    assert Recipe.from_mapping(whole.to_mapping()) == whole


def test_charge_with_a_hold_after_it_is_two_steps():
    first, second = recipe(protocol=["CCCV charge at 0.1C to 2.8 V until 0.02C"]).protocol
    assert (first.to.si, second.hold.si, second.until.si) == (2.8, 2.8, 0.02)


DISCHARGES, CHARGES = {"discharge": "0.1C", "to": "1.0 V"}, {"charge": "0.1C", "to": "2.8 V"}
TITRATES = {"pulse": "0.1C", "for": "10 min", "rest": "1 h", "to": "1.0 V"}
#: What is refused, and a piece of the words in which it is.
REFUSED = [
    ("Discharge at C/10 until", "no step|is not a step|expected a step"),
    ("Discharge until 1 V", "expected a step"),
    ("Wait for 1 hour", "expected a step"),
    ("Charge at 1 A until 2.8 V or until 3 V or until 4 V", "expected a step"),
    ("Rest for a while", "expected a step"),
    ("Hold at 2.8 V", "expected a step"),
    ("CCCV charge at 0.1C to 2.8 V", "expected a step"),
    ("Discharge at 1 furlong until 1 V", "expected a step"),
    ({"discharge": "0 mW/cm2", "to": "1 V"}, "out of range"),
    ({"discharge": "-1 mW/cm2", "to": "1 V"}, "out of range"),
    ({"discharge": "1 mWh/cm2", "to": "1 V"}, "is not a power"),
    ({"discharge": "1 W/cm3", "to": "1 V"}, "is not a power"),
    ({"discharge": "100 ohm m", "to": "1 V"}, "is not a load"),
    ({"discharge": "0 ohm", "to": "1 V"}, "out of range"),
    ({"discharge": "1e12 ohm cm2", "to": "1 V"}, "out of range"),
    ({"discharge": "2", "to": "1 V"}, "has no unit"),
    ({"discharge": "fast", "to": "1 V"}, "is not a rate"),
    ({"discharge": "0.1C", "to": "1 bar"}, "is not a limit"),
    ({"discharge": "0.1C", "to": "1 V", "or": "soon"}, "is not a limit"),
    ({"discharge": "0.1C", "to": "1 V", "or": "-1 h"}, "out of range"),
    ({"discharge": "0.1C", "to": "1 V", "or": []}, "is empty"),
    ({"discharge": "0.1C", "to": "1 V", "or": "0 MPa"}, "out of range"),
    ({"discharge": "0.1C", "to": "1 V", "and": "10 h"}, "unknown field"),
    ({"discharge": "0.1C", "to": "2000 mAh/cm2"}, "out of range"),
    ({"discharge": "0.1C", "to": "90000 mAh/g"}, "out of range"),
    ({"discharge": "0.1C", "charge": "0.1C"}, "two steps"),
    ({"charge": "1000 mW/kg3", "to": "2.8 V"}, "is not a power"),
    ({"hold": "2.8 V", "until": "0.02C", "or": "3 V"}, "which a hold keeps"),
    ({"hold": "2.8 V", "until": "3 V"}, "is not a limit"),
    ({"hold": "2.8 V"}, "is missing"),
    ({"cycles": 10, "until": "80 %"}, "does not say of what"),
    ({"cycles": 10, "until": "80 % of the moon"}, "does not say of what"),
    ({"cycles": 10, "until": "0 % retention"}, "out of range"),
    ({"cycles": 10, "until": "120 % retention"}, "out of range"),
    ({"cycles": 10, "until": "it breaks"}, "ends no cycles"),
    ({"cycles": 10, "until": ["80 % retention", "95 % coulombic efficiency"]}, "keep one of both"),
    ({"cycles": 10, "until": {"retention": "80 %", "pressure": "60 MPa"}}, "ends no cycles|what ends the cycles"),
    ({"cycles": 10, "capacity": "0 mAh/cm2"}, "out of range"),
    ({"cycles": 10, "capacity": "1 h"}, "is not a limit"),
    ({"cycles": 0}, "whole number of cycles"),
    ({"rates": ["0.1C", "2 mW/cm2"]}, "mixes current and power"),
    ({"rates": ["1000 ohm cm2", "2 mW/cm2"]}, "mixes load and power"),
    ({"rates": []}, "is empty"),
    ({"drive": [[0, 1]], "unit": "mA/cm2"}, "2 to 5000"),
    ({"drive": [[0, 1], [0, 2]], "unit": "mA/cm2"}, "not after the one before"),
    ({"drive": [[0, 1], [10, "a"]], "unit": "mA/cm2"}, "is no point"),
    ({"drive": [[0, 1], [10]], "unit": "mA/cm2"}, "is no point"),
    ({"drive": [[0, 1], [10, float("inf")]], "unit": "mA/cm2"}, "not finite"),
    ({"drive": [[0, 1], [10, 2]]}, "need the unit"),
    ({"drive": [[0, 1], [10, 2]], "unit": "V"}, "no unit of a current or a power"),
    ({"drive": [[0, 1], [10, 2]], "unit": "ohm"}, "no unit of a current or a power"),
    ({"drive": [0, 1, 2], "unit": "mA/cm2"}, "points of time"),
    ({"drive": 7, "unit": "mA/cm2"}, "points of time"),
    ({"drive": [[0, 1], [10, 2]], "unit": "mA/cm2", "between": "curves"}, "between"),
    ({"drive": [[0, 1], [10, 2]], "unit": "mA/cm2", "positive": "up"}, "direction"),
    ({"drive": [[0, 1], [10, 2]], "unit": "mA/cm2", "times": 0}, "whole number"),
    ({"drive": [[0, 1], [10, 2]], "unit": "mA/cm2", "window": ["2.8 V", "1.0 V"]}, "wrong order"),
    ({"pulse": "1 mW/cm2", "for": "10 s", "to": "1.0 V"}, "is missing"),
    ({"pulse": "1 mW/cm2", "for": "10 V", "rest": "10 s", "to": "1.0 V"}, "time"),
    ({"store": "cold"}, "time"),
    ({"dischrage": "0.1C", "to": "1 V"}, "Did you mean discharge"),
    ({"repeat": 3, "steps": [{"rest": "1 h"}], "ends": "80 % retention"}, "next to repeat"),
    ({"repeat": 3, "steps": [CHARGES], "until": "80 % retention"}, "no discharge among its steps .charge."),
    ({"repeat": 3, "steps": [DISCHARGES, "Rest for 1 h"], "until": "80 % retention"}, "no charge among its steps"),
    ({"repeat": 3, "steps": [CHARGES], "until": "95 % coulombic efficiency"}, "no discharge among its steps"),
    ({"repeat": 3, "steps": [DISCHARGES], "until": "95 % coulombic efficiency"}, "no charge among its steps"),
    ({"repeat": 3, "steps": [TITRATES, CHARGES], "until": "80 % retention"}, "no discharge .* .pulse, charge."),
    ({"repeat": 3, "steps": [DISCHARGES, CHARGES], "until": "60 MPa"}, "the fixture holds the stack pressure"),
    ({"cycles": 3, "rate": "0.1C", "until": "60 MPa"}, "the fixture holds the stack pressure"),
    ({"rates": ["0.1C"], "cycles_each": 3, "restore": True}, "cycles go on from those before"),
    ({"rates": ["0.1C"], "cycles_each": 3, "cycles": 3}, "unknown field"),
    ({**CHARGES, "or": "60 MPa"}, "the fixture holds the stack pressure"),
]


def test_a_loop_that_can_meet_its_condition_is_taken():
    for steps in ([DISCHARGES, CHARGES], [{"rates": ["0.1C"], "charge": "0.1C"}], [{"cycles": 2, "rate": "0.1C"}]):
        found = recipe(protocol=[{"repeat": 3, "steps": steps, "until": "80 % retention"}])
        assert len(found.protocol) == 3 * len(steps)


@pytest.mark.parametrize(("step", "words"), REFUSED, ids=lambda one: str(one)[:50])
def test_what_is_no_step_is_refused_in_words(step, words):
    with pytest.raises(RecipeError, match=words) as refused:
        only(step)
    assert len(str(refused.value)) < 1500


@pytest.mark.parametrize(
    "step",
    [{"discharge": "1 mA", "to": "1 V"}, {"drive": [[0, 1], [9, 2]], "unit": "W"}, "Discharge at 4 ohm until 1 V"],
)
def test_what_is_of_the_whole_cell_needs_its_area(step):
    with pytest.raises(RecipeError, match="give area or diameter"):
        recipe(protocol=[step])
    assert only(step)


YAML = """
cathode: {active: S, composition: {S: 40 wt%, Li6PS5Cl: 40 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: {electrolyte: Li6PS5Cl, thickness: 500 um}
anode: Li-In
protocol: [{drive: trip.csv, between: lines}]
"""


def beside(folder, text, name="trip.csv"):
    (folder / "cell.yaml").write_text(YAML, encoding="utf-8")
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    return read(folder / "cell.yaml")


@pytest.mark.parametrize(
    "header",
    ["time [s],power [mW/cm2]", "time_s,power_mW_cm2", "Time / s, Power / mW cm-2", "power (mW/cm2); time (s)"],
)
def test_a_profile_is_read_from_a_file_beside_the_recipe(tmp_path, header):
    swapped = header.startswith("power")
    rows = "1.5; 0\n3; 30\n0; 60\n" if swapped else "0, 1.5\n30, 3\n60, 0\n"
    found = beside(tmp_path, f"{header}\n{rows}").protocol[0]
    assert (found.drive.times, found.drive.values) == ((0.0, 30.0, 60.0), (1.5, 3.0, 0.0))
    assert found.file == "trip.csv"


def test_minutes_of_a_profile_are_minutes(tmp_path):
    found = beside(tmp_path, "time [min],rate [C]\n0,1\n10,0.5\n20,0\n").protocol[0]
    assert found.drive.times == (0.0, 600.0, 1200.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "no text file"),
        ("", "no two columns"),
        ("time,power\n0,1\n", "unit of its time"),
        ("time [s],power\n0,1\n", "unit of its value"),
        ("time [s],power [mW/cm2]\n0,1\nten,2\n", "line 3"),
        ("a [s],b [V]\n0,1\n", "has the header"),
        ("time [s],voltage [V]\n0,1\n10,2\n", "no unit of a current or a power"),
    ],
)
def test_a_file_without_a_profile_is_refused_in_words(tmp_path, text, words):
    with pytest.raises(RecipeError, match=words):
        beside(tmp_path, text)


@pytest.mark.parametrize("name", ["../trip.csv", "/etc/passwd", "sub/trip.csv"])
def test_only_a_file_beside_the_recipe_is_read(tmp_path, name):
    (tmp_path / "cell.yaml").write_text(YAML.replace("trip.csv", name), encoding="utf-8")
    with pytest.raises(RecipeError, match="not the name of a file beside"):
        read(tmp_path / "cell.yaml")
