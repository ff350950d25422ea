"""What a person reads when something is wrong: field, what came, what may come, nearest name. Never a traceback."""
# ruff: noqa: E501  (a row of the table is easier to read on one line)

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import parse
from tests.recipe.conftest import CELL

SCREEN = 20
PROTOCOL = CELL[CELL.index("protocol:") :]


def changed(*replacements):
    text = CELL
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def with_protocol(steps):
    return CELL.replace(PROTOCOL, f"protocol: {steps}\n")


COMPOSITION = "{S: 40 wt%, LGPS: 40 wt%, acetylene black: 20 wt%}"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# fmt: off
BAD = [
    # composition
    (
        "fractions of 103 %",
        changed(("S: 40 wt%", "S: 43 wt%")),
        ["cathode.composition: fractions add up to 103 wt%, they must add up to 100 wt% (within 0.1)", "S 43 wt% + LGPS 40 wt%",
         "composition: {ratio: {S: 43, LGPS: 40, acetylene black: 20}}"],
    ),
    ("fractions of 99.8 %", changed(("S: 40 wt%", "S: 39.8 wt%")), ["cathode.composition", "99.8 wt%", "100 wt%"]),
    (
        "volume fractions that don't add up",
        changed((COMPOSITION, "{S: 40 vol%, LGPS: 40 vol%}")),
        ["cathode.composition", "80 vol%", "100 vol%"],
    ),
    (
        "weight and volume mixed",
        changed(("LGPS: 40 wt%", "LGPS: 40 vol%")),
        ["cathode.composition", "mixes wt% and vol%", "LGPS 40 vol%", "acetylene black 20 wt%"],
    ),
    (
        "shares without a unit",
        changed((COMPOSITION, "{S: 20, LGPS: 30, C: 3}")),
        ["cathode.composition.S", "'20' has no unit", "20 wt%", "{ratio: {S: 20, LGPS: 30, C: 3}}"],
    ),
    ("a share in milligrams", changed(("S: 40 wt%", "S: 40 mg")), ["cathode.composition.S", "'40 mg'", "wt% or vol%", "ratio"]),
    ("a share in mol%", changed(("S: 40 wt%", "S: 40 mol%")), ["cathode.composition.S", "'40 mol%'", "all of them in wt%"]),
    ("a negative share", changed(("S: 40 wt%", "S: -40 wt%")), ["cathode.composition.S", "'-40 wt%'", "above 0"]),
    ("a share of nothing", changed(("S: 40 wt%", "S: 0 wt%")), ["cathode.composition.S", "'0 wt%'", "leave out absent components"]),
    ("a ratio of zero", changed((COMPOSITION, "{ratio: {S: 20, LGPS: 0}}")), ["cathode.composition.ratio.LGPS", "'0'", "above 0"]),
    ("a ratio with units", changed((COMPOSITION, "{ratio: {S: 20 mg}}")), ["cathode.composition.ratio.S", "'20 mg'", "no unit"]),
    ("a ratio beside shares", changed(("{S: 40 wt%,", "{ratio: {S: 1},")), ["cathode.composition", "LGPS", "next to a ratio"]),
    ("a ratio without names (no 3723, either)", changed((COMPOSITION, "1:2:3")), ["cathode.composition", "'1:2:3'", "which component"]),
    ("more names than numbers", changed((COMPOSITION, "S:LGPS:C = 1:2")), ["cathode.composition", "3 components", "2 numbers"]),
    ("infinite share", changed(("S: 40 wt%", "S: 1e999 wt%")), ["cathode.composition.S", "1e999", "out of range"]),
    ("empty composition", changed((COMPOSITION, "{}")), ["cathode.composition: is empty", "40 wt%"]),
    ("one component twice", changed(("LGPS: 40 wt%", "s: 40 wt%")), ["cathode.composition", "'s' and 'S' are the same"]),
    ("a key twice", changed(("LGPS: 40 wt%", "S: 40 wt%")), ["cathode.composition.S", "given twice"]),
    (
        "active material that is not in the composition",
        changed(("active: S", "active: Li2S")),
        ["cathode.composition", "'Li2S'", "it has: S, LGPS, acetylene black"],
    ),
    (
        "a filled host without its share",
        changed(("{S: 40 wt%", "{S/KB: 40 wt%")),
        ["cathode.composition", "'S'", "host: {carbon: its name, sulfur: its wt%}"],
    ),
    (
        "host that is not in the composition",
        changed(("  loading", "  host: {carbon: CMK-3, sulfur: 70 wt%}\n  loading")),
        ["cathode.composition", "'CMK-3'", "it has: S, LGPS, acetylene black", "S/CMK-3"],
    ),
    (
        "too little carbon for the host",
        changed(("  loading", "  host: {carbon: acetylene black, sulfur: 50 wt%}\n  loading")),
        ["cathode.composition", "too little acetylene black", "needs 40 wt%", "there are 20 wt%"],
    ),
    (
        "host share as a bare per cent",
        changed(("  loading", "  host: {carbon: acetylene black, sulfur: 70}\n  loading")),
        ["cathode.host.sulfur", "'70'", "below 1", "write 70 %"],
    ),
    # quantities
    ("negative loading", changed(("0.45 mg/cm2", "-0.45 mg/cm2")), ["cathode.loading", "'-0.45 mg/cm2'", "above 0 mg/cm2"]),
    ("loading without unit", changed(("0.45 mg/cm2", "0.45")), ["cathode.loading", "'0.45' has no unit", "mg/cm2"]),
    ("loading in the wrong unit", changed(("0.45 mg/cm2", "0.45 mAh/g")), ["cathode.loading", "'0.45 mAh/g'", "mg/cm2"]),
    ("loading as a mass", changed(("0.45 mg/cm2", "0.45 mg")), ["cathode.loading", "'0.45 mg' is a mass", "divide it by the area"]),
    ("loading per something else", changed(("0.45 mg/cm2", "{binder: 1 mg/cm2}")), ["cathode.loading", "'binder'", "sulfur"]),
    ("loading out of this world", changed(("0.45 mg/cm2", "0.45 kg/cm2")), ["cathode.loading", "'0.45 kg/cm2'", "at most 500 mg/cm2"]),
    ("neither loading nor thickness", changed(("  loading: 0.45 mg/cm2\n", "")), ["cathode.loading: is missing", "thickness"]),
    (
        "loading, thickness and porosity",
        changed(("  mixing", "  thickness: 9 um\n  porosity: 12 %\n  mixing")),
        ["cathode.porosity", "'12 %' is over-specified", "loading 0.45 mg/cm2 and thickness 9 um"],
    ),
    ("an unknown unit", changed(("300 um", "300 mym")), ["separator.layer 1.thickness", "unknown unit 'mym' in '300 mym'", "mm"]),
    ("thickness in megapascal", changed(("300 um", "300 MPa")), ["separator.layer 1.thickness", "'300 MPa'", "um, nm or mm"]),
    ("zero thickness", changed(("300 um", "0 um")), ["separator.layer 1.thickness", "'0 um'", "above 0 um"]),
    ("thickness as a word", changed(("300 um", "thin")), ["separator.layer 1.thickness", "'thin'", "1 um"]),
    ("thickness as a list", changed(("300 um", "[300, um]")), ["separator.layer 1.thickness", "300 um", "a list of 2"]),
    ("porosity over 100 %", changed(("  mixing", "  porosity: 120 %\n  mixing")), ["cathode.porosity", "'120 %'", "below 1"]),
    ("pressure without unit", changed(("pressed_at: 360 MPa", "pressed_at: 360")), ["cathode.pressed_at", "'360' has no unit", "MPa"]),
    ("not a number", changed(("60 degC", ".nan")), ["operation.temperature", "'.nan'", "degC"]),
    ("infinite", changed(("300 um", "1e999 um")), ["separator.layer 1.thickness", "'1e999 um'", "finite"]),
    ("below absolute zero", changed(("60 degC", "-300 degC")), ["operation.temperature", "'-300 degC'", "at least -120 degC"]),
    ("kelvin for Celsius", changed(("60 degC", "60 K")), ["operation.temperature", "'60 K'", "write 60 degC"]),
    ("volts for a temperature", changed(("60 degC", "60 V")), ["operation.temperature", "'60 V'", "degC or K"]),
    ("negative stack pressure", changed(("50 MPa", "-5 MPa")), ["operation.stack_pressure", "'-5 MPa'", "at least 0 MPa"]),
    ("unknown fixture", changed(("50 MPa}", "50 MPa, fixture: constant gas}")), ["operation.fixture", "'constant gas'", "Did you mean constant gap?"]),
    ("spring over no area", changed(("50 MPa}", "50 MPa, fixture: 4000 N/mm}")), ["operation.fixture", "'4000 N/mm'", "area of the electrode", "over 10 cm2, for example, it is 4 MPa/mm"]),
    ("spring of no stiffness", changed(("50 MPa}", "50 MPa, fixture: disc springs}")), ["operation.fixture", "'disc springs'", "how stiff is it", "2 MPa/um"]),
    ("fixture without unit", changed(("50 MPa}", "50 MPa, fixture: 20}")), ["operation.fixture", "'20' has no unit", "MPa/um"]),
    # names and shape
    ("a misspelt field", changed(("loading", "laoding")), ["cathode.laoding", "unknown field", "Did you mean loading?", "Allowed here: active"]),
    ("a misspelt section", changed(("operation:", "opperation:")), ["opperation", "Did you mean operation?", "Allowed here: name"]),
    ("a field of another section", changed(("{material: Li,", "{material: Li, temperature: 60 degC,")), ["anode.temperature", "unknown field"]),
    ("a misspelt way of mixing", changed(("ball-milled", "ball-miled")), ["cathode.mixing", "'ball-miled'", "Did you mean ball-milled?", "dry film"]),
    ("speed in hours", changed(("ball-milled", "[{method: slurry, speed: 3 h}]")), ["cathode.mixing.step 1.speed", "'3 h'", "rpm"]),
    ("size in hours", changed(("  mixing", "  particle_size: {S: 1 h}\n  mixing")), ["cathode.particle_size", "'1 h'", "um, nm or mm"]),
    ("a condition at the top", CELL + "temperature: 45 degC\n", ["temperature", "unknown field", "It stands under operation."]),
    ("a pressure at the top", CELL + "pressure: 60 MPa\n", ["pressure", "It stands under operation (as stack_pressure)."]),
    ("a thickness at the top", CELL + "thickness: 60 um\n", ["thickness", "It stands under cathode or separator or anode."]),
    ("an area in the cathode", changed(("loading", "area: 1 cm2\n  loading")), ["cathode.area", "It stands under the level above (as area)"]),
    ("no cathode", CELL.replace("cathode:", "note: x\nanode2:"), ["anode2", "unknown field", "Did you mean anode?"]),
    ("no separator", CELL[: CELL.index("separator:")] + CELL[CELL.index("anode:") :], ["separator: is missing", "layers"]),
    ("no layers", CELL[: CELL.index("separator:")] + "separator: []\n" + CELL[CELL.index("anode:") :], ["separator: is empty", "Li6PS5Cl"]),
    ("a word for the separator's thickness", changed(("thickness: 300 um", "thikness: 300 um")), ["separator.layer 1.thikness", "Did you mean thickness?"]),
    ("diameter without mass", changed(("thickness: 300 um", "diameter: 10 mm")), ["separator.layer 1.diameter", "without a mass"]),
    ("thickness and N/P", changed(("100 um, interface", "100 um, np_ratio: 2, interface")), ["anode.np_ratio", "'2.0' is over-specified", "thickness 100 um"]),
    ("N/P that is no number", changed(("thickness: 100 um, interface", "np_ratio: much, interface")), ["anode.np_ratio", "'much'", "1.5"]),
    ("area and diameter", CELL + "area: 1 cm2\ndiameter: 10 mm\n", ["area", "'1 cm2' is over-specified", "diameter 10 mm"]),
    ("unknown reference", CELL + "reference: Li-Inn\n", ["reference", "'Li-Inn'", "Did you mean Li-In?", "LTO, SHE"]),
    ("a cathode that is a word", CELL[: CELL.index("cathode:")] + "cathode: S\n" + CELL[CELL.index("separator:") :], ["cathode", "mapping", "'S'"]),
    ("override without number", CELL + "overrides: {film/conductivity: high}\n", ["overrides.film/conductivity", "'high'", "1e-9 S/cm"]),
    ("anchor without rate", CELL + "anchor: {capacity: 1000 mAh/g}\n", ["anchor.entry 1.rate: is missing", "0.1C"]),
    ("reported without figure", CELL + "reported: {rate: 1C, source: x}\n", ["reported.entry 1.capacity: is missing", "mAh/g"]),
    ("reported in volts", CELL + "reported: {capacity: 3 V, source: x}\n", ["reported.entry 1.capacity", "'3 V'", "mAh/g", "mAh/cm2"]),
    # protocol
    ("empty protocol", with_protocol("[]"), ["protocol: is empty", "{discharge: 0.1C, to: 1.0 V}"]),
    ("protocol as a word", with_protocol("cycling"), ["protocol.step 1", "'cycling'", "{rest: 2 h}"]),
    ("a step that is a word", with_protocol("[rest]"), ["protocol.step 1", "'rest'", "{rest: 2 h}"]),
    ("a misspelt step", with_protocol("[{rest: 1 h}, {dischrge: 1C, to: 1 V}]"), ["protocol.step 2", "dischrge", "Did you mean discharge?"]),
    ("a step that is empty", with_protocol("[{}]"), ["protocol.step 1", "is not a step", "rates, pulse"]),
    ("two steps in one", with_protocol("[{charge: 1C, discharge: 1C}]"), ["protocol.step 1", "both charge and discharge", "cycles: 1"]),
    ("discharge until amperes", with_protocol("[{discharge: 1C, to: 3 A}]"), ["protocol.step 1.to", "'3 A'", "voltage (V or mV)", "mAh/g"]),
    ("a bare number as end", with_protocol("[{discharge: 1C, to: 1.0}]"), ["protocol.step 1.to", "'1.0' has no unit", "mAh/g"]),
    ("end at no time", with_protocol("[{discharge: 1C, to: 0 h}]"), ["protocol.step 1.to", "'0 h'", "above 0"]),
    ("kilovolts", with_protocol("[{charge: 1C, to: 2800 V}]"), ["protocol.step 1.to", "'2800 V'", "at most 7 V"]),
    ("a voltage with a reference that is none", with_protocol("[{charge: 1C, to: 2 V vs Li-Inn}]"), ["protocol.step 1.to", "reference: Li-In"]),
    ("voltages with two references", with_protocol("[{charge: 1C, to: 2 V vs Li-In}, {discharge: 1C, to: 1 V vs Li/Li+}]"), ["protocol", "'2 V vs Li-In'", "one"]),
    ("a voltage with another reference than the recipe's", with_protocol("[{charge: 1C, to: 2 V vs Li-In}]") + "reference: LTO\n", ["reference", "'LTO'", "Li-In"]),
    ("a step against a reference that is none", with_protocol("[{charge: 1C, to: 2 V, versus: Li-Inn}]"), ["protocol", "versus", "Li-In"]),
    ("a bare number as rate", with_protocol("[{discharge: 1, to: 1 V}]"), ["protocol.step 1.discharge", "'1' has no unit", "C/10", "mA/cm2"]),
    ("a current as rate", with_protocol("[{discharge: 1 mA, to: 1 V}]"), ["protocol.step 1.discharge", "'1 mA'", "mA/g"]),
    ("a negative rate", with_protocol("[{discharge: -1 mA/g, to: 1 V}]"), ["protocol.step 1.discharge", "'-1 mA/g'", "above 0"]),
    ("a rate of C/0", with_protocol("[{discharge: C/0, to: 1 V}]"), ["protocol.step 1.discharge", "'C/0'", "0.1C"]),
    ("hold without until", with_protocol("[{hold: 3.5 V}]"), ["protocol.step 1.until: is missing", "0.02C", "2 h"]),
    ("hold until a voltage", with_protocol("[{hold: 3.5 V, until: 3 V}]"), ["protocol.step 1.until", "'3 V'", "a time (h or min or s)"]),
    ("window in the wrong order", changed(("[1.5 V, 2.8 V]", "[2.8 V, 1.5 V]")), ["protocol.step 1.window", "wrong order", "[1.5 V, 2.8 V]"]),
    ("an empty window", changed(("[1.5 V, 2.8 V]", "[2 V, 2.0 V]")), ["protocol.step 1.window", "both bounds are 2 V"]),
    ("a window of one voltage", changed(("[1.5 V, 2.8 V]", "[2.8 V]")), ["protocol.step 1.window", "1 entries", "[1.0 V, 2.8 V]"]),
    ("a window without units", changed(("[1.5 V, 2.8 V]", "[1.5, 2.8]")), ["protocol.step 1.window", "'1.5' has no unit", "V or mV"]),
    ("no rates", with_protocol("[{rates: [], window: [1 V, 2 V]}]"), ["protocol.step 1.rates: is empty", "0.1C"]),
    ("one bad rate", with_protocol("[{rates: [1C, 2 V], window: [1 V, 2 V]}]"), ["protocol.step 1.rates.rate 2", "'2 V'", "mA/cm2"]),
    (
        "discharge beside discharge rates",
        with_protocol("[{rates: [1C], discharge: 1C, window: [1 V, 2 V]}]"),
        ["protocol.step 1.discharge", "'1C'", "'charge'", "direction: charge"],
    ),
    ("a fraction of a cycle", changed(("cycles: 100", "cycles: 1.5")), ["protocol.step 6.cycles", "'1.5'", "whole number"]),
    ("no cycle", changed(("cycles: 100", "cycles: 0")), ["protocol.step 6.cycles", "'0'", "from 1"]),
    ("a pulse without rest", changed((", rest: 1 h, to", ", to")), ["protocol.step 8.rest: is missing", "1 h"]),
    ("one frequency", changed(("[1 MHz, 1 mHz]", "[1 MHz]")), ["protocol.step 9.impedance", "1 entries", "[1 MHz, 1 mHz]"]),
    ("a frequency in seconds", changed(("1 mHz", "1 s")), ["protocol.step 9.impedance", "'1 s'", "Hz"]),
    ("restore by half", with_protocol("[{rates: [1C], window: [1 V, 2 V], restore: maybe}]"), ["protocol.step 1.restore", "yes or no", "'maybe'"]),
    ("two references", with_protocol("{reference: Li-In, steps: [{rest: 1 h}]}") + "reference: LTO\n", ["protocol.reference", "'Li-In'", "give one"]),
    # the file
    ("nothing", "", ["is empty", "cathode, separator and anode"]),
    ("comments only", "# nothing\n", ["is empty"]),
    ("a list", "- a\n- b\n", ["expected a mapping", "a list of 2"]),
    ("a word", "cathode", ["expected a mapping", "'cathode'"]),
    ("bracket left open", changed(("100 um, interface: mechanical pressing}", "100 um")), ["is not valid YAML in line", "operation", "Check brackets"]),
    ("tabs", changed(("  active: S", "\tactive: S")), ["is not valid YAML in line", "tabs"]),
    ("no blank after the colon", changed(("{S: 40 wt%", "{S:40 wt%")), ["cathode.composition.S:40 wt%", "after a space"]),
    ("an empty field", changed(("loading: 0.45 mg/cm2", "loading:")), ["cathode.loading: is empty", "leave the line out"]),
    ("a field of null", changed(("300 um", "null")), ["separator.layer 1.thickness: is empty"]),
    ("two documents", CELL + "---\n" + CELL, ["more than one document"]),
    ("a Python object", changed(("360 MPa", "!!python/object/apply:os.system [ls]")), ["cathode.pressed_at", "has the tag", "no tags"]),
    ("an alias of nothing", changed(("360 MPa", "*pressure")), ["cathode.pressed_at", "'*pressure'"]),
    ("an alias of itself", "cathode: &a {active: *a}", ["cathode.active", "'*a'"]),
    ("a bomb of aliases", BOMB, ["more than 10000 entries", "aliases"]),
    ("nested brackets", "cathode: " + "[" * 5000, ["nested more than 20 levels deep"]),
    ("a million entries", "cathode: [" + "1," * 400_000 + "1]", ["more than 10000 entries"]),
    ("a file too large", "note: " + "x" * 1_000_001, ["1000007 characters", "at most 1000000"]),
    ("a note too long", "note: " + "x" * 5001 + "\n" + CELL, ["note", "5001 characters, at most 5000"]),
    ("control characters", changed(("name: ", "name: \x00")), ["other than text"]),
    ("a key that is a list", "? [a, b]\n: c\n", ["key that is not a word"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "fragments"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_recipe_is_answered_with_field_value_and_remedy_on_one_screen(text, fragments):
    with pytest.raises(RecipeError) as caught:
        parse(text, "cell.yaml")
    message = str(caught.value)
    assert message.startswith("cell.yaml: ")
    for fragment in fragments:
        assert fragment in message
    assert len(message.splitlines()) <= SCREEN
    assert len(message) < 2000
    assert "pydantic" not in message
    assert "Traceback" not in message


def test_the_table_holds_at_least_sixty_malformed_recipes():
    assert len({text for _, text, _ in BAD}) >= 60


def test_several_problems_are_told_at_once_and_the_first_names_the_field():
    text = changed(("0.45 mg/cm2", "0.45"), ("60 degC", "60 V"), ("thickness: 100 um,", "thickness: 100 MPa,"))
    with pytest.raises(RecipeError) as caught:
        parse(text, "cell.yaml")
    assert caught.value.field == "cathode.loading"
    assert "Also, anode.thickness" in str(caught.value)
    assert "Also, operation.temperature" in str(caught.value)


def test_the_message_about_fractions_reads_as_agreed():
    composition = "{S: 33 wt%, LPSCl: 50 wt%, acetylene black: 20 wt%}"
    with pytest.raises(RecipeError) as caught:
        parse(changed((COMPOSITION, composition)), "cell.yaml")
    assert str(caught.value) == (
        "cell.yaml: cathode.composition: fractions add up to 103 wt%, they must add up to 100 wt% (within 0.1).\n"
        "  S 33 wt% + LPSCl 50 wt% + acetylene black 20 wt%\n"
        "  If 33:50:20 is a mass ratio, write  composition: {ratio: {S: 33, LPSCl: 50, acetylene black: 20}}."
    )
