"""What took a lost capacity: the protocol repeated with one mechanism absent at a time."""

import pytest

from tests.cells import run

CYCLES = [{"cycles": 8, "discharge": "0.5C", "charge": "0.5C", "window": ["1.0 V", "2.8 V"]}]
WARM = {"temperature": "60 degC", "stack_pressure": "20 MPa"}
ONE = {"redox/reach": "1e-9 nm", "contact/damage": "1e-9"}


def test_with_one_mechanism_at_work_it_takes_all_that_is_lost():
    fade = run(protocol=CYCLES, operation=WARM, overrides=ONE, nodes=6).fade
    assert (fade.first, fade.last) == (2, 8)
    worn = fade.by["contact worn by swelling"]
    assert fade.by["redox of the electrolyte"] == pytest.approx(0.0, abs=1e-4 * fade.before)
    assert fade.by["cracks and isolated sulfur"] == pytest.approx(0.0, abs=1e-4 * fade.before)
    assert worn + fade.interaction == pytest.approx(fade.lost, abs=2e-4 * fade.before)
    assert "cycle 2 to 8" in fade.sentence()


def test_shares_and_interaction_add_up_to_the_loss():
    fade = run(protocol=CYCLES, operation=WARM, nodes=6).fade
    assert sum(fade.by.values()) + fade.interaction == pytest.approx(fade.lost)
    assert fade.by["redox of the electrolyte"] > 0.0


def test_a_single_discharge_fades_nowhere():
    assert run(nodes=10).fade is None
