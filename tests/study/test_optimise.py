"""Optima: they beat their neighbours, keep what must hold, and say what stands against more."""

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.recipe import parse
from brimstone.simulate import Settings
from brimstone.study import Search, optimise, sweep
from brimstone.study.fields import with_field
from brimstone.view.studies import limit_sentences
from tests.cells import recipe

SETTINGS = Settings(members=40, nodes=20)
CERTAIN = Settings(certain=True, nodes=20)
EVALUATIONS = 60
LOADING = "cathode.loading=0.5..12 mg/cm2"


def search(start, vary, objective="energy", *, settings=SETTINGS, **more):
    return optimise(start, Search(vary, objective, evaluations=EVALUATIONS, **more), settings=settings)


def cold(**more):
    """A cell that is better not too thick."""
    return recipe(operation={"temperature": "0 degC"}, protocol=[{"discharge": "0.5C", "to": "1.0 V"}], **more)


@pytest.fixture(scope="module")
def found():
    return search(cold(), LOADING, "Wh/kg")


def energies(start, *loadings):
    listed = ", ".join(f"{loading:.6g} mg/cm2" for loading in loadings)
    return sweep(start, f"cathode.loading=[{listed}]", of="energy", settings=CERTAIN).values("energy")


def test_an_optimum_beats_its_neighbours(found):
    (choice,) = found.fields
    best = float(choice.best.split()[0])
    assert choice.end == ""
    less, here, more = energies(cold(), 0.93 * best, best, 1.07 * best)
    assert here > less
    assert here > more
    assert found.gain.after.value == pytest.approx(here, rel=1e-6)


def test_an_optimum_beats_a_whole_sweep(found):
    assert found.gain.after.value >= energies(cold(), *np.linspace(0.5, 12.0, 13)).max() * (1.0 - 1e-9)


def test_its_recipe_is_the_cell_that_was_found(found):
    again = parse(found.recipe.to_yaml())
    assert again == found.recipe
    assert again == with_field(cold(), "cathode.loading", found.fields[0].best, load())
    assert found.gain.difference.value == pytest.approx(found.gain.after.value - found.gain.before.value)
    assert found.gain.difference.low < found.gain.difference.high


def test_no_more_cells_are_tried_than_asked_for(found):
    assert len(found.trials) <= 1.2 * EVALUATIONS


def test_two_fields_beat_one(found):
    both = search(cold(), [LOADING, "cathode.composition.S=10..40 wt%"], "Wh/kg")
    assert both.gain.after.value > found.gain.after.value
    for place in range(2):
        texts = [choice.best for choice in both.fields]
        value, unit = texts[place].split(" ", 1)
        for factor in (0.9, 1.1):
            moved = texts.copy()
            moved[place] = f"{factor * float(value):.6g} {unit}"
            axes = [f"{choice.path}=[{text}]" for choice, text in zip(both.fields, moved, strict=True)]
            near = sweep(cold(), axes, of="energy", settings=CERTAIN)
            assert near.values("energy").item() < both.gain.after.value * 1.002


def test_what_must_hold_holds_and_is_told():
    held = search(cold(), LOADING, within=["capacity=1000..2000 mAh/g"])
    assert held.gains[1].metric.name == "capacity"
    assert held.gains[1].after.value >= 999.0
    assert any("capacity=1000" in why for why in held.limits.excluded)
    assert any("evaluated but excluded" in sentence for sentence in limit_sentences(held))


def test_a_rule_of_the_lab_that_the_recipe_keeps_is_kept():
    thin = search(recipe(), "separator.thickness=10..300 um")
    assert float(thin.fields[0].best.split()[0]) >= 199.9
    assert any("pellet too thin" in why for why in thin.limits.excluded)


def test_an_end_of_a_range_is_told():
    warm = search(recipe(), "operation.temperature=-20..30 degC", "capacity", at="1C")
    assert warm.fields[0].end == "upper"
    assert warm.fields[0].best == "30 degC"
    assert "is at the end of its range" in limit_sentences(warm)[0]


def test_words_can_be_chosen_among():
    mixed = search(cold(), "cathode.mixing=[hand-ground, ball-milled]", "capacity")
    assert mixed.fields[0].best == "ball-milled"


def test_less_is_better_of_a_resistance():
    thin = search(recipe(), "separator.thickness=250..900 um", "resistance")
    assert thin.fields[0].best == "250 um"
    assert thin.gain.difference.value < 0.0


def test_a_robust_optimum_has_the_better_lower_end():
    plain, robust = (
        search(cold(), LOADING, robust=robust, settings=Settings(members=40, nodes=20, seed=1))
        for robust in (False, True)
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
        ({"vary": LOADING, "within": ["voltage=1..2 mV"]}, "has the unit V"),
        ({"vary": LOADING, "within": ["cathode.composition.Q=1..2 wt%"]}, "no part of the cathode"),
        ({"vary": "cathode.loading=1..2 um"}, "cathode.loading: '1 um' is not an areal mass"),
        ({"vary": LOADING, "within": ["porosity=1..2 %"]}, "satisfies every constraint (porosity=1..2 %)"),
        ({"vary": "anode.material=[LGPS, LPSCl]"}, "no cell within these ranges"),
    ],
)
def test_what_can_not_be_is_refused_in_words(more, told):
    with pytest.raises(BrimstoneError) as problem:
        search(recipe(), **more)
    assert told in str(problem.value)
