"""Optima: they beat their neighbours, keep what must hold, and say what stands against more."""

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.recipe import parse
from brimstone.study import optimise, sweep
from brimstone.study.fields import changed
from tests.cells import recipe

QUICK = {"nodes": 20, "members": 40, "evaluations": 60}
LOADING = "cathode.loading=0.5..12 mg/cm2"


def cold(**more):
    """A cell that is better not too thick."""
    return recipe(operation={"temperature": "0 degC"}, protocol=[{"discharge": "0.5C", "to": "1.0 V"}], **more)


@pytest.fixture(scope="module")
def found():
    return optimise(cold(), "Wh/kg", vary=LOADING, **QUICK)


def energies(start, *loadings):
    listed = ", ".join(f"{loading:.6g} mg/cm2" for loading in loadings)
    return sweep(start, f"cathode.loading=[{listed}]", of="energy", certain=True, nodes=20).values("energy")


def test_an_optimum_beats_its_neighbours(found):
    (choice,) = found.choices
    best = float(choice.text.split()[0])
    assert choice.at == ""
    less, here, more = energies(cold(), 0.93 * best, best, 1.07 * best)
    assert here > less
    assert here > more
    assert found.gain.after.value == pytest.approx(here, rel=1e-6)


def test_an_optimum_beats_a_whole_sweep(found):
    assert found.gain.after.value >= energies(cold(), *np.linspace(0.5, 12.0, 13)).max() * (1.0 - 1e-9)


def test_its_recipe_is_the_cell_that_was_found(found):
    again = parse(found.recipe.to_yaml())
    assert again == found.recipe
    assert again == changed(cold(), "cathode.loading", found.choices[0].text, load())
    assert found.gain.difference.value == pytest.approx(found.gain.after.value - found.gain.before.value)
    assert found.gain.difference.low < found.gain.difference.high


def test_no_more_cells_are_tried_than_asked_for(found):
    assert len(found.tried) <= 1.2 * QUICK["evaluations"]


def test_two_fields_beat_one(found):
    both = optimise(cold(), "Wh/kg", vary=[LOADING, "cathode.composition.S=10..40 wt%"], **QUICK)
    assert both.gain.after.value > found.gain.after.value
    for place in range(2):
        texts = [choice.text for choice in both.choices]
        value, unit = texts[place].split(" ", 1)
        for factor in (0.9, 1.1):
            moved = texts.copy()
            moved[place] = f"{factor * float(value):.6g} {unit}"
            axes = [f"{choice.path}=[{text}]" for choice, text in zip(both.choices, moved, strict=True)]
            near = sweep(cold(), axes, of="energy", certain=True, nodes=20)
            assert near.values("energy").item() < both.gain.after.value * 1.002


def test_what_must_hold_holds_and_is_told():
    held = optimise(cold(), "energy", vary=LOADING, within=["capacity=1500..2000 mAh/g"], **QUICK)
    assert held.gains[1].quantity.name == "capacity"
    assert held.gains[1].after.value >= 1499.0
    assert any("capacity=1500" in why for why in held.limits.refused)
    assert any("not within what must hold" in sentence for sentence in held.limits.sentences(held.objective))


def test_a_rule_of_the_lab_that_the_recipe_keeps_is_kept():
    thin = optimise(recipe(), "energy", vary="separator.thickness=10..300 um", **QUICK)
    assert float(thin.choices[0].text.split()[0]) >= 199.9
    assert any("pellet too thin" in why for why in thin.limits.refused)


def test_an_end_of_a_range_is_told():
    warm = optimise(recipe(), "capacity", vary="operation.temperature=-20..60 degC", at="1C", **QUICK)
    assert warm.choices[0].at == "upper"
    assert warm.choices[0].text == "60 degC"
    assert "stands at the end of its range" in warm.limits.sentences(warm.objective)[0]


def test_words_can_be_chosen_among():
    mixed = optimise(cold(), "capacity", vary="cathode.mixing=[hand-ground, ball-milled]", **QUICK)
    assert mixed.choices[0].text == "ball-milled"


def test_less_is_better_of_a_resistance():
    thin = optimise(recipe(), "resistance", vary="separator.thickness=250..900 um", **QUICK)
    assert thin.choices[0].text == "250 um"
    assert thin.gain.difference.value < 0.0


def test_a_robust_optimum_has_the_better_lower_end():
    plain, robust = (
        optimise(cold(), "energy", vary=LOADING, robust=robust, seed=1, **QUICK) for robust in (False, True)
    )
    assert robust.gain.after.low > plain.gain.after.low
    assert robust.gain.after.value < plain.gain.after.value


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"vary": "cathode.loadin=1..2 mg/cm2"}, "Did you mean cathode.loading"),
        ({"vary": "cathode.loading=1 mg/cm2"}, "expected a range"),
        ({"vary": [LOADING, LOADING]}, "varied twice"),
        ({"vary": LOADING, "objective": "porosity"}, "neither"),
        ({"vary": LOADING, "objective": "Wh/kgg"}, "Did you mean energy"),
        ({"vary": LOADING, "within": ["capcity=1..2 mAh/g"]}, "Did you mean capacity"),
        ({"vary": LOADING, "within": ["voltage=1..2 mV"]}, "is told in V"),
        ({"vary": LOADING, "within": ["cathode.composition.Q=1..2 wt%"]}, "no part of the cathode"),
        ({"vary": "cathode.loading=1..2 um"}, "cathode.loading: '1 um' is not an areal mass"),
        ({"vary": LOADING, "within": ["porosity=1..2 %"]}, "keeps what must hold (porosity=1..2 %)"),
        ({"vary": "anode.material=[LGPS, LPSCl]"}, "no cell within these ranges"),
    ],
)
def test_what_can_not_be_is_refused_in_words(more, told):
    with pytest.raises(BrimstoneError) as problem:
        optimise(recipe(), **{**QUICK, **more})
    assert told in str(problem.value)
