"""The one discharge by which a cell is judged."""

import pytest

from brimstone.library import load
from brimstone.simulate.discharge import area_resistance, discharged, first_discharge
from tests.cells import recipe

WINDOW = ["1.5 V", "2.8 V"]
PULSES = [
    {"pulse": "0.5C", "for": "6 min", "rest": "10 min", "to": "2 V"},
    {"cycles": 2, "charge": "0.2C", "discharge": "0.2C", "window": WINDOW},
]


def test_pulses_are_not_taken_for_the_discharge():
    cell = recipe(protocol=PULSES)
    _, step = discharged(cell, load(), nodes=8)
    assert step.instruction.rate == pytest.approx(0.2)
    assert first_discharge(cell).protocol[-1].cycles == 1


def test_a_cell_whose_protocol_begins_with_pulses_has_a_resistance():
    resistance, current = area_resistance(recipe(protocol=PULSES), load())
    _, step = discharged(recipe(protocol=PULSES), load())
    assert resistance > 0.0
    assert current == pytest.approx(step.instruction.current)
