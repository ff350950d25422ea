"""How materials were made: kept in the recipe, told, and computed with where a sulfide was milled last."""

import numpy as np
import pytest

from brimstone.composite.made import conductivity_left, sentences
from brimstone.errors import RecipeError
from brimstone.library import load
from brimstone.library.workbench import Workbench
from brimstone.protocol.program import Basis, compile_protocol
from brimstone.recipe import Recipe, find_problems
from tests.cells import recipe

MILLED = {"material": "Li6PS5Cl", "method": "ball-milled", "speed": "500 rpm", "time": "20 h", "jar": "45 mL ZrO2"}
ANNEALED = {"material": "Li6PS5Cl", "method": "annealed at 550 degC for 6 h under Ar", "heating_rate": "5 °C/min"}


def made(*steps, **more):
    return recipe(**({"made": list(steps)} if steps else {}), **more)


def left(*steps, **more):
    bench = Workbench.of(made(*steps, **more), load())
    return float(conductivity_left(bench, bench.material("Li6PS5Cl"))[0])


def test_steps_are_read_and_written_back():
    one = made({**MILLED, "amounts": {"Li2S": "5", "P2S5": 1, "LiCl": "2"}}, ANNEALED)
    assert Recipe.from_mapping(one.to_mapping()) == one
    second = one.made[1]
    assert (second.method, second.temperature.si, second.time.si, second.atmosphere) == (
        "annealed",
        823.15,
        21600,
        "Ar",
    )
    assert second.heating_rate.si == pytest.approx(5 / 60)


def test_a_sulfide_that_was_milled_last_conducts_as_milled():
    assert left() == left(MILLED, ANNEALED) == 1.0
    assert 0.2 < left(MILLED) < 0.6
    assert left(ANNEALED, MILLED) == left(MILLED)
    assert left({**MILLED, "time": "1 min"}) > left(MILLED)


def test_a_conductivity_that_the_recipe_states_is_that_of_what_was_made():
    own = {"Li6PS5Cl": {"like": "Li6PS5Cl", "ionic_conductivity": "1.5 mS/cm"}}
    assert left(MILLED, materials=own) == 1.0


def test_what_acts_is_told_and_the_rest_is_said_to_be_recorded():
    bench = Workbench.of(made(MILLED), load())
    assert "milled and not annealed" in sentences(bench)[0]
    assert not any(place[0] == "made" for place in made(MILLED).recorded())
    told = [one for one in find_problems(made(MILLED, ANNEALED).to_yaml()) if "recorded" in one.message]
    assert "made.step 1" in f"{told[0].field} {told[0].message}"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"material": "Li6PS5Cl"}, "what was done"),
        ({"material": "Li6PS5Cl", "method": "sung to"}, "is not a way of making"),
        ({"material": "Li6PS5Cl", "method": "mixed", "amounts": {"Li2S": "some"}}, "is no amount"),
        ({"method": "annealed"}, "what was made"),
    ],
)
def test_what_is_no_step_is_refused(step, message):
    with pytest.raises(RecipeError, match=message):
        made(step)


@pytest.mark.parametrize(("field", "value"), [("purity", "120 %"), ("purity", "good")])
def test_what_is_no_purity_is_refused(field, value):
    with pytest.raises(RecipeError, match="purity"):
        recipe(chemicals=[{"name": "Li2S", field: value}])


def test_a_glove_box_needs_no_dew_point_and_an_exposure_does():
    assert recipe(handling={"gas": "Ar", "water": "< 0.5 ppm"}).handling.time is None
    with pytest.raises(RecipeError, match="dew point"):
        recipe(handling={"time": "1 h"})


def test_one_c_is_what_the_recipe_says_it_is():
    basis = Basis(charge=60.0, mass=0.01, starts_charged=True)
    cycle = {"protocol": [{"cycles": 1, "charge": "0.1C", "discharge": "0.1C", "window": ["1 V", "3 V"]}]}
    usual, own = (
        [abs(one.current) for one in compile_protocol(recipe(**cycle, **more), basis).instructions]
        for more in ({}, {"one_c": "1000 mA/g"})
    )
    assert np.allclose(usual, 0.1 * 60.0 / 3600)
    assert np.allclose(own, 0.1 * 1000.0 * 0.01)
    with pytest.raises(RecipeError, match="does not say what 1C is"):
        recipe(one_c="0.1C")
