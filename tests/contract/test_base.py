import json
import math
from typing import Annotated

import pytest
from pydantic import ValidationError

from brimstone.contract.base import EXACT, CommandRecord, Measure, Number, Record, key, to_json
from brimstone.result import Figure


class Part(Record):
    mass_g: Measure = key("Mass.", "g")


class Cell(CommandRecord):
    name: str = key("Name.")
    voltage_V: Measure = key("Mean voltage.", "V")
    losses_mV: dict[str, Number] = key("Losses by name.", "mV")
    error: Annotated[float, EXACT] = key("Error.", "1")
    parts: list[Part] | None = key("Parts, of a packaged cell.", optional=True)


def cell(**changes):
    fields = {
        "name": "A",
        "voltage_V": Figure(2.123456789, 2.0, 2.2),
        "losses_mV": {"anode": 1 / 3, "contacts": math.nan},
        "error": 1 / 3,
    }
    return Cell(**fields | changes)


def test_a_measure_is_written_with_the_ends_of_its_interval():
    data = cell().to_dict()
    assert (data["voltage_V"], data["voltage_V_low"], data["voltage_V_high"]) == (2.123457, 2.0, 2.2)
    assert "voltage_V_low" not in cell(voltage_V=Figure(2.0)).to_dict()


def test_numbers_have_seven_digits_unless_they_are_exact_and_nan_is_null():
    data = cell().to_dict()
    assert data["losses_mV"] == {"anode": 0.3333333, "contacts": None}
    assert data["error"] == 1 / 3


def test_an_optional_key_is_left_out_when_there_is_nothing_to_say():
    assert "parts" not in cell().to_dict()
    assert cell(parts=[Part(mass_g=Figure(1.0))]).to_dict()["parts"] == [{"mass_g": 1.0}]


def test_the_schema_states_meaning_and_unit_of_every_number():
    properties = Cell.json_schema()["properties"]
    assert properties["voltage_V"] == {"type": ["number", "null"], "description": "Mean voltage.", "unit": "V"}
    assert properties["voltage_V_low"]["unit"] == "V"
    assert properties["losses_mV"]["additionalProperties"] == {"type": ["number", "null"]}
    assert set(Cell.json_schema()["required"]) == {"name", "voltage_V", "losses_mV", "error"}


def test_a_record_refuses_keys_that_it_does_not_declare_and_can_not_be_changed():
    with pytest.raises(ValidationError):
        cell(colour="red")
    with pytest.raises(ValidationError):
        cell().name = "B"


def test_a_list_of_records_is_a_list_of_json():
    assert json.loads(to_json([cell(), cell(name="B")]))[1]["name"] == "B"
    assert json.loads(cell().to_json())["version"]
