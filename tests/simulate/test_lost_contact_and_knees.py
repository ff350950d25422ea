"""What a run says of cells that lose the contact of their anode, and of capacities that bend down."""

import copy
import re

import pytest

from brimstone.cell import Cell
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.solver.interface import CONTACT_LOST, LOWER_VOLTAGE
from tests.cells import SULFUR

LIBRARY = load()
QUICK = {"certain": True, "nodes": 5}


def cell(**changes):
    words = copy.deepcopy(SULFUR)
    words["cathode"] |= changes.pop("cathode", {})
    words["operation"] = {"temperature": "60 degC", "fixture": "constant pressure"} | changes.pop("operation", {})
    return Cell(Recipe.from_mapping({**words, **changes}), LIBRARY)


def cycles(count, rate, *window):
    return [{"cycles": count, "charge": rate, "discharge": rate, "window": list(window)}]


@pytest.mark.parametrize(
    "anode", [{"material": "Li", "thickness": "100 um"}, {"material": "Li-In", "thickness": "400 um"}]
)
def test_layers_that_part_in_a_gap_without_pressure_end_a_discharge_with_that_reason(anode):
    """Lithium leaves the anode and more volume than sulfur gains; a screwed frame does not follow."""

    def first(pressure, fixture):
        operation = {"temperature": "60 degC", "stack_pressure": pressure, "fixture": fixture}
        protocol = [{"discharge": "0.05C", "to": "1.0 V"}]
        made = cell(anode=anode, operation=operation, protocol=protocol, cathode={"loading": "6 mg/cm2"})
        return made.run(**QUICK).steps[0]

    parted = first("0 MPa", "constant gap")
    assert parted.status == CONTACT_LOST
    assert "anode still touches" in parted.stop_reason
    assert not parted.completed
    pressed = first("20 MPa", "constant gap")
    assert pressed.status == LOWER_VOLTAGE
    assert pressed.charges[0] > 2.0 * parted.charges[0]


def test_a_capacity_that_bends_down_says_in_which_cycle_and_why():
    """Until polarisation meets the cut-off a discharge has all the sulfur; without pores that is soon."""
    dense = {"porosity": "2 %", "pressed_at": None}

    def bend(rate):
        run = cell(cathode=dense, protocol=cycles(180, rate, "1.0 V", "3.0 V")).run(**QUICK)
        told = [note for note in run.notes if "bends down" in note]
        discharges = [step for step in run.steps if step.instruction.kind == "discharge"]
        return told, [float(step.charges[0]) for step in discharges]

    told, charges = bend("0.3C")
    place = int(re.search(r"in cycle (\d+)", told[0])[1]) - 1
    before, after = (charges[place - 20] - charges[place - 1]) / 19, (charges[place] - charges[place + 19]) / 19
    assert after > 3.0 * before > 0.0
    slow, _ = bend("0.1C")
    assert slow == []
