"""What every command prints is what its schema says."""

import json

import pytest
from jsonschema import Draft202012Validator

from brimstone import contract

#: Words of a command -> what is asked, where more than the command is needed.
ARGUMENTS = {
    "explain": ["cell:Yao2017", "--members", "10"],
    "show material": ["Li6PS5Cl"],
    "show cell": ["Yao2017"],
    "show strategy": ["slurry casting"],
    "show treatment": ["mechanical pressing"],
    "show constant": ["laboratory/ln_area"],
    "show class": ["sulfide"],
    "show rule": ["sulfur share"],
    "show protocol": ["rates"],
    "check": ["examples/yao2017.yaml"],
    "verify": ["A1"],
}
QUICK = [
    command
    for command in contract.COMMANDS
    if command.split()[0] in ("list", "show", "explain", "check", "verify") and command != "show rule"
]


def numeric(schema, definitions):
    """Every part of a schema that is a number, with its path."""
    stack = [("", schema)]
    while stack:
        path, part = stack.pop()
        if "$ref" in part:
            continue
        kinds = part.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if {"number", "integer"} & set(kinds):
            yield path, part
        for name, child in part.get("properties", {}).items():
            if not any(word in child for word in ("unit",)):
                stack.append((f"{path}.{name}", child))
        for name in ("items", "additionalProperties"):
            if isinstance(part.get(name), dict) and "unit" not in part[name]:
                stack.append((f"{path}[]", part[name]))
        stack += [(path, child) for child in part.get("anyOf", [])]


@pytest.mark.parametrize("command", contract.COMMANDS)
def test_every_number_of_every_schema_has_a_unit(command):
    schema = contract.json_schema(command)
    Draft202012Validator.check_schema(schema)
    top = schema.get("items", schema)
    definitions = schema.get("$defs", {})
    for name, record in {command: top, **definitions}.items():
        assert list(numeric(record, definitions)) == [], name
        for key, part in record.get("properties", {}).items():
            assert part.get("description"), f"{name}.{key}"


@pytest.mark.parametrize("command", contract.COMMANDS)
def test_every_record_has_the_version(command):
    assert "version" in contract.record_of(command).model_fields


@pytest.mark.parametrize("command", QUICK)
def test_what_a_command_prints_is_what_its_schema_says(brimstone, command):
    done = brimstone(*command.split(), *ARGUMENTS.get(command, ()), "--json")
    assert done.exit_code == 0, done.output
    found = [
        f"{list(error.path)}: {error.message}"
        for error in Draft202012Validator(contract.json_schema(command)).iter_errors(json.loads(done.stdout))
    ]
    assert found == []


SIGNED = ("current_mA_cm2", "currents_mA_cm2", "charge_mAh_cm2")
#: What tells the sign of a current or a charge, or that it has none.
TELLS = ("ositive", "agnitude", "Charging current", "Area between", "Highest current")


def test_every_current_and_charge_says_which_sign_it_has():
    read = 0
    for command in contract.COMMANDS:
        schema = contract.json_schema(command)
        for name, record in {command: schema.get("items", schema), **schema.get("$defs", {})}.items():
            for key, part in record.get("properties", {}).items():
                if key in SIGNED:
                    read += 1
                    assert any(words in part["description"] for words in TELLS), f"{name}.{key}: {part['description']}"
    assert read > 6
