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
    "pareto": [
        "--vary",
        LOADING,
        "--vary",
        "rate=0.1..1C",
        "--for",
        "Wh/kg",
        "--for",
        "rate=high",
        "--evaluations",
        20,
    ],
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


def test_what_validate_prints_is_valid_by_its_schema(asked):
    data = asked("validate", "Kobayashi", "--members", 50)
    jsonschema.validate(data, contract.json_schema("validate"))
    assert data["headline"]["rows"] == 2
