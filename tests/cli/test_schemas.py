"""What the commands over many cells and of designs print is what their schemas promise."""

import jsonschema
import pytest

from brimstone import contract

LOADING = "cathode.loading=1..3 mg/cm2:2"
COMMANDS = {
    "compare": ["cell:Yao2017", "--certain"],
    "sweep": ["--vary", LOADING, "--members", 12, "--of", "capacity, loss"],
    "sensitivity": ["--members", 100, "--of", "energy"],
    "optimise": ["--vary", LOADING, "--evaluations", 20],
    "strategies": [],
    "energy": [],
    "package": [],
    "structure": ["--voxels", 30, "--ternary", "sigma_ion"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_is_valid_by_its_schema(command, asked, recipe):
    data = asked(command, recipe, *COMMANDS[command])
    jsonschema.validate(data, contract.json_schema(command))
    assert data["version"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_number_of_a_schema_has_a_unit(command):
    schema = contract.json_schema(command)
    records = [schema, *schema.get("$defs", {}).values()]
    for record in records:
        for name, described in record.get("properties", {}).items():
            assert described.get("unit") or not is_number(described), (record.get("title"), name)


def is_number(schema):
    """Whether a number may stand there, at any depth."""
    kinds = schema.get("type", [])
    if {"number", "integer"} & set([kinds] if isinstance(kinds, str) else kinds):
        return True
    parts = [*schema.get("anyOf", []), schema.get("items", {}), schema.get("additionalProperties", {})]
    return any(is_number(part) for part in parts if isinstance(part, dict) and part)
