"""The --json contract: what a program may rely on."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from brimstone.contract import json_schema
from brimstone.recipe import Recipe
from brimstone.result import LOSSES
from brimstone.solver.interface import OUTCOMES
from tests.cli.conftest import CELL, QUICK

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
RUN = json_schema("run")
EVERY_KIND = CELL[: CELL.index("protocol:")] + (
    "protocol:\n"
    "  - {rest: 1 h}\n"
    "  - {impedance: [1 MHz, 1 mHz], points: 12}\n"
    "  - {discharge: 0.2C, to: 1.2 V}\n"
    "  - {cycles: 2, charge: 0.2C, discharge: 0.2C, window: [1.0 V, 2.8 V]}\n"
    "  - {charge: 0.2C, to: 2.6 V}\n"
    "  - {hold: 2.6 V, until: 0.05C}\n"
    "  - {pulse: 0.5C, for: 30 min, rest: 10 min, to: 1.0 V}\n"
    "  - {ramp: 1 mV/s, window: [1.0 V, 3.0 V]}\n"
    "  - {drive: [[0, 0.5], [600, 0]], unit: mW/cm2}\n"
)


def complaints(data):
    return [
        f"{'.'.join(map(str, found.path))}: {found.message}" for found in Draft202012Validator(RUN).iter_errors(data)
    ]


def test_both_schemas_are_schemas(brimstone):
    for what in ("run", "recipe"):
        printed = json.loads(brimstone("schema", what).stdout)
        Draft202012Validator.check_schema(printed)
    assert brimstone("schema").stdout == brimstone("schema", "recipe").stdout
    assert json.loads(brimstone("schema", "recipe").stdout) == Recipe.json_schema()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_run_keeps_the_contract(asked, example):
    assert complaints(asked("run", example, *QUICK)) == []


@pytest.mark.parametrize("options", [QUICK, ("--members", 20, "--nodes", 8)], ids=["certain", "uncertain"])
def test_every_kind_of_step_keeps_the_contract(asked, tmp_path, options):
    path = tmp_path / "cell.yaml"
    path.write_text(EVERY_KIND)
    data = asked("run", path, *options)
    assert complaints(data) == []
    kinds = {step["kind"] for step in data["steps"]}
    assert kinds == set(RUN["$defs"]["StepRecord"]["properties"]["kind"]["enum"])


def test_the_contract_knows_every_loss():
    assert RUN["properties"]["losses_mV"]["propertyNames"]["enum"] == list(LOSSES)


def test_every_figure_has_its_interval():
    step = RUN["$defs"]["StepRecord"]["properties"]
    for key in ("capacity_mAh_g_sulfur", "capacity_mAh_g_active", "areal_capacity_mAh_cm2", "mean_voltage_V"):
        assert {key, f"{key}_low", f"{key}_high"} <= set(step)


def test_the_schema_refuses_what_is_no_run(asked, recipe):
    data = asked("run", recipe, *QUICK)
    assert complaints(data) == []
    assert complaints({**data, "status": "fine"})
    assert complaints({**data, "extra": 1})
    assert complaints({key: value for key, value in data.items() if key != "balances"})
    assert complaints({**data, "steps": [{**data["steps"][0], "capacity_mAh_g_sulfur": "much"}]})


def test_the_words_of_a_status_are_those_of_the_solver(asked, recipe):
    assert asked("run", recipe, *QUICK)["steps"][0]["status"] in {word for word, _ in OUTCOMES.values()}


def test_numbers_are_in_the_units_of_their_keys(asked, recipe):
    data = asked("run", recipe, *QUICK)
    for step in data["steps"]:
        loading = 1.0  # mg of sulfur per cm2
        assert step["areal_capacity_mAh_cm2"] == pytest.approx(step["capacity_mAh_g_sulfur"] * loading * 1e-3, rel=1e-5)
        assert step["current_mA_cm2"] == pytest.approx(step["rate_C"] * 1.672 * loading, rel=2e-3)
        passed = step["duration_h"] * step["current_mA_cm2"]
        assert step["areal_capacity_mAh_cm2"] == pytest.approx(passed, rel=1e-5)
