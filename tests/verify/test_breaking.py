"""The machinery of mutations: what is broken is broken everywhere, and whole again afterwards."""

import pytest

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.physics import stoichiometry
from brimstone.recipe import words
from brimstone.verify import Claim, Row, check
from brimstone.verify.mutations import kills, mutated, name_of


def row(*claims):
    return Row("A0", "p", ("q",), "s", "record", "d", tuple(claims))


SIGMA = Claim("sigma", "library.material('LLZO')['ionic_conductivity'].at_25_degC.si", equals=0.04, factor=1.1)
SMALL = Claim("small", "library.constant('film/conductivity').si", below=1e-6)


def test_a_value_is_multiplied_with_its_interval():
    library = load()
    with mutated({"constant": "film/conductivity", "times": 3.0}, library) as broken:
        value, was = broken.constant("film/conductivity"), library.constant("film/conductivity")
        assert (value.si, value.low, value.high) == pytest.approx((3 * was.si, 3 * was.low, 3 * was.high))
    assert load().constant("film/conductivity") == was


def test_a_law_is_broken_wherever_it_is_used_and_whole_afterwards():
    from brimstone.stack import layers

    law = stoichiometry.lithium_thickness
    with mutated({"function": "brimstone.physics.stoichiometry.lithium_thickness", "times": 2}, load()):
        assert layers.lithium_thickness(1.0, 534.0) == pytest.approx(2 * law(1.0, 534.0))
    assert layers.lithium_thickness is law


def test_a_law_that_is_imported_under_another_name_is_broken_there_too():
    from brimstone.library import pressures
    from brimstone.stack import mechanics

    law = pressures.stack_pressure
    with mutated({"function": "brimstone.library.pressures.stack_pressure", "times": 2}, load()):
        assert mechanics.assembled_pressure is pressures.stack_pressure is not law
    assert mechanics.assembled_pressure is law


def test_an_entry_of_a_table_is_put_back():
    was = words.REFERENCE_POTENTIALS["LTO"]
    with mutated({"function": "brimstone.recipe.words.REFERENCE_POTENTIALS", "field": "LTO", "to": 9.0}, load()):
        assert words.REFERENCE_POTENTIALS["LTO"] == 9.0
    assert words.REFERENCE_POTENTIALS["LTO"] == was


def test_two_things_are_broken_at_once():
    both = {"constant": "film/length", "times": 2, "and": [{"constant": "film/conductivity", "times": 5}]}
    with mutated(both, load()) as broken:
        assert broken.constant("film/length").si == pytest.approx(2 * load().constant("film/length").si)
        assert broken.constant("film/conductivity").si == pytest.approx(5 * load().constant("film/conductivity").si)
    assert name_of(both) == "film/length × 2 and film/conductivity × 5"


def test_a_mutation_kills_when_a_claim_that_held_no_longer_does():
    intact = check(row(SIGMA, SMALL))
    assert intact.passed
    assert kills(intact, {"material": "LLZO", "property": "ionic_conductivity", "times": 3})
    assert not kills(intact, {"material": "LAGP", "property": "ionic_conductivity", "times": 3})


def test_a_mutation_kills_when_a_claim_can_no_longer_be_computed():
    intact = check(row(Claim("sum", "log(library.constant('film/length').si)", below=0.0)))
    assert intact.passed
    assert kills(intact, {"constant": "film/length", "to": "nothing"})


def test_a_claim_that_is_red_already_is_no_kill():
    wrong = Claim("wrong", "1.0", above=2.0)
    assert not kills(check(row(wrong, SMALL)), {"constant": "film/length", "times": 3})


@pytest.mark.parametrize(
    "mutation",
    [
        {"material": "LLZO", "property": "colour", "times": 2},
        {"constant": "film/colour", "times": 2},
        {"function": "brimstone.physics.stoichiometry.colour", "times": 2},
        {"weather": "rain", "times": 2},
    ],
)
def test_a_mutation_of_nothing_is_an_error_and_no_kill(mutation):
    with pytest.raises(BrimstoneError), mutated(mutation, load()):
        pass
