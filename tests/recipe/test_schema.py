import json
import re

import pytest

from brimstone.recipe import Recipe
from tests.recipe.conftest import CELL

SCHEMA = Recipe.json_schema()


def nodes(tree):
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def test_the_schema_is_plain_json_and_all_its_references_resolve():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    references = {node["$ref"] for node in nodes(SCHEMA) if "$ref" in node}
    assert references == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_every_mapping_of_the_language_refuses_unknown_fields():
    for part in [SCHEMA, *SCHEMA["$defs"].values()]:
        assert part["additionalProperties"] is False
        assert set(part.get("required", ())) <= set(part["properties"])


def test_every_word_of_the_language_stands_in_the_schema():
    definitions = SCHEMA["$defs"]
    assert {"cathode", "separator", "anode", "operation", "protocol", "reported", "anchor"} <= set(SCHEMA["properties"])
    assert "for" in definitions["Pulse"]["properties"]
    assert {"Rest", "Charge", "Discharge", "Hold", "Rates", "Cycles", "Ramp", "Pulse", "Impedance"} <= set(definitions)


def test_every_field_is_described_without_units_of_python():
    for part in [SCHEMA, *SCHEMA["$defs"].values()]:
        assert part["description"]
        for name, field in part["properties"].items():
            assert field.get("description"), name
            assert not re.search(r"\[(?:K|m|s|Pa|kg|V)\]", field["description"]), name


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("Cathode", "thickness"),
        ("Cathode", "pressed_at"),
        ("Cathode", "porosity"),
        ("Infiltration", "filled"),
        ("Layer", "mass"),
        ("MixingStep", "speed"),
        ("MixingStep", "temperature"),
        ("Operation", "temperature"),
        ("Operation", "fixture"),
        ("Anode", "thickness"),
    ],
)
def test_the_examples_of_a_field_are_accepted_by_the_field(section, field):
    from brimstone.recipe import Anode, Cathode, Infiltration, Layer, MixingStep, Operation, parse

    classes = {
        "Cathode": Cathode,
        "Infiltration": Infiltration,
        "Layer": Layer,
        "MixingStep": MixingStep,
        "Operation": Operation,
        "Anode": Anode,
    }
    cell = parse(CELL)
    bases = {
        "Cathode": {"active": "S", "composition": cell.cathode.composition, "loading": "1 mg/cm2"},
        "Infiltration": {},
        "Layer": {"electrolyte": "LGPS", "thickness": "1 um"},
        "MixingStep": {"method": "slurry"},
        "Operation": {},
        "Anode": {"material": "Li"},
    }
    for example in SCHEMA["$defs"][section]["properties"][field]["examples"]:
        built = classes[section](**{**bases[section], field: example})
        assert str(getattr(built, field)) == example


def test_a_word_or_a_mapping_may_stand_for_a_format_and_nothing_else():
    allowed = SCHEMA["properties"]["format"]["anyOf"]
    assert {"type": "null"} not in allowed
    assert {"type": "string"} in allowed
