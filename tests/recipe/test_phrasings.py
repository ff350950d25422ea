"""What laboratories and journals write is understood, or asked about; never misread."""

import pytest

from brimstone.errors import RecipeError, UnknownNameError
from brimstone.inspect import check
from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.recipe import Recipe
from brimstone.units import from_si
from tests.recipe import phrasings

CATHODE = {"active": "S", "composition": {"S": "30 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"}, "loading": "1 mg/cm2"}
CELL = {"cathode": CATHODE, "separator": {"electrolyte": "LPSCl", "thickness": "500 um"}, "anode": "Li-In"}


def build(**sections):
    """The completed recipe of a cell with some sections replaced."""
    return complete(Recipe.from_mapping({**CELL, **sections}), load())


def cathode(**fields):
    return build(cathode={**CATHODE, **fields}).cathode


def understood(due, read):
    """What `read` gives; when a question is due, that it is asked with all that it has to mention."""
    if not isinstance(due, phrasings.Ask):
        return read()
    with pytest.raises((RecipeError, UnknownNameError)) as question:
        read()
    for words in due.mentions:
        assert words in str(question.value)
    return due


def shares(composition):
    return {name: pytest.approx(100 * share) for name, share in composition.parts.items()}


@pytest.mark.parametrize(("words", "due"), phrasings.COMPOSITIONS)
def test_a_composition_is_read(words, due):
    active = next(iter(due)) if isinstance(due, dict) else "S"
    assert understood(due, lambda: shares(cathode(active=active, composition=words).composition)) == due


@pytest.mark.parametrize(("active", "words", "due"), phrasings.SAME)
def test_one_material_under_two_names_is_one(active, words, due):
    def read():
        composition = cathode(active=active, composition=words).composition
        assert active in composition.parts
        return {load().material(name).name: share for name, share in shares(composition).items()}

    assert understood(due, read) == due


DIMENSIONS = {
    "mg/cm2": "areal mass",
    "um": "length",
    "MPa": "pressure",
    "degC": "temperature",
    "mAh/g": "specific charge",
    "mA/cm2": "current density",
    "mA/g": "specific current",
    "h": "time",
}


def stated(field, words):
    """The quantity that `words` are read as in `field`."""
    section, _, name = field.partition(".")
    if section == "cathode":
        quantity = getattr(cathode(**{name: words}), name)
        return getattr(quantity, "amount", quantity)
    if section == "separator":
        return build(separator={"electrolyte": "LPSCl", name: words}).separator[0].thickness
    if section == "operation":
        return getattr(build(operation={name: words}).operation, name)
    if section == "anchor":
        return build(anchor={"capacity": words, "rate": "0.1C"}).anchor[0].capacity
    if section == "discharge":
        return build(protocol=[{"discharge": words, "to": "1 V"}]).protocol[0].discharge
    return build(protocol=[{"rest": words}]).protocol[0].rest


@pytest.mark.parametrize(
    ("field", "row"), [(field, row) for field, rows in phrasings.QUANTITIES.items() for row in rows], ids=str
)
def test_a_quantity_is_read_with_its_spread(field, row):
    words, *due = row
    if isinstance(due[0], phrasings.Ask):
        understood(due[0], lambda: stated(field, words))
        return
    unit, value, low, high = due
    quantity = stated(field, words)

    def shown(si):
        return None if si is None else si if unit == "C" else from_si(si, unit, DIMENSIONS[unit])

    assert shown(quantity.si) == pytest.approx(value, rel=1e-3)
    assert (shown(quantity.low), shown(quantity.high)) == (low and pytest.approx(low), high and pytest.approx(high))


@pytest.mark.parametrize(("words", "due"), phrasings.MIXING)
def test_a_way_of_mixing_is_read(words, due):
    def read():
        return [
            (
                step.method,
                step.machine_class,
                step.speed and pytest.approx(60 * step.speed.si),
                step.time and pytest.approx(step.time.si / 3600),
            )
            for step in cathode(mixing=words).mixing
        ]

    assert understood(due, read) == due


@pytest.mark.parametrize(("words", "due"), phrasings.ANODES)
def test_an_anode_is_read(words, due):
    def read():
        anode = build(anode=words).anode
        foils = {name: pytest.approx(1e6 * size.si) for name, size in (anode.foils or {}).items()}
        thickness = {} if foils or anode.thickness is None else {"": pytest.approx(1e6 * anode.thickness.si)}
        atoms = dict(anode.atoms or {}) if isinstance(due, tuple) and due[2] else {}
        return load().material(anode.material).name, foils or thickness, atoms

    assert understood(due, read) == due


@pytest.mark.parametrize(("words", "due"), phrasings.LAYERS)
def test_a_layer_is_read(words, due):
    def read():
        recipe = Recipe.from_mapping({**CELL, "separator": words, "diameter": "10 mm"})
        (layer,) = recipe.separator
        assert check(recipe, load()) is not None
        assert complete(recipe, load()).separator[0].thickness or layer.mass
        sizes = ((layer.thickness, 1e6), (layer.mass, 1e6), (layer.pressed_at, 1e-6))
        return (
            load().material(layer.electrolyte).name,
            *(size and pytest.approx(scale * size.si) for size, scale in sizes),
        )

    if isinstance(due, tuple) and not isinstance(due, phrasings.Ask):
        due = (load().material(due[0]).name, *due[1:])
    assert understood(due, read) == due


@pytest.mark.parametrize(("written", "due"), phrasings.STEPS, ids=str)
def test_a_step_is_read(written, due):
    def read():
        steps = []
        for step in build(protocol=[written]).protocol:
            kind = type(step).__name__
            parts = {
                "Rest": lambda step: [step.rest],
                "Hold": lambda step: [step.hold, step.until],
                "Rates": lambda step: [step.rates[0], step.window.lower, step.window.upper],
                "Cycles": lambda step: [step.charge, step.window.lower, step.window.upper],
                "Charge": lambda step: [step.charge, step.to],
                "Discharge": lambda step: [step.discharge, step.to],
            }[kind](step)
            steps.append((kind, *(str(part) for part in parts)))
        return steps

    def words(steps):
        return [tuple(word.removesuffix(" V") for word in step) for step in steps]

    read_as = understood(due, read)
    if read_as != due:
        assert words(step[: len(row)] for step, row in zip(read_as, due, strict=True)) == words(due)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in phrasings.NAMES.items() for name in names])
def test_a_name_is_known(kind, name):
    assert kind in load().material(name).kinds or kind == "active"


def test_what_is_understood_can_be_made():
    recipe = Recipe.from_mapping({"cathode": {"active": "S", "loading": "2 mAh/cm2"}, "electrolyte": "LPSCl"})
    assert check(recipe, load())
    sentences = " ".join(complete(recipe, load()).assumptions)
    for word in ("composition", "thickness", "anode", "loading", "mixing", "protocol"):
        assert word in sentences
    assert "thickness" not in recipe.to_yaml()


@pytest.mark.parametrize(
    ("section", "words", "mentions"),
    [
        ({"mixing": "milled at 300 rpm for 1 h and 500 rpm for 5 h"}, "two speeds", "500 rpm"),
        ({"mixing": "milled for 10 h, 5 min rest"}, "two times", "5 min"),
        ({"loading": "maximum loading of 5 mg/cm2"}, "is a bound", "loading of 5"),
        ({"pressed_at": "3 t, 2 mm thick"}, "pressed_at", "3 t"),
    ],
)
def test_words_that_would_lose_their_meaning_are_asked_about(section, words, mentions):
    with pytest.raises(RecipeError, match=words) as question:
        cathode(**section)
    assert mentions in str(question.value)


def test_a_rate_of_its_own_and_a_thousand_with_a_point_are_asked_about():
    with pytest.raises(RecipeError, match="defines its own C rate"):
        build(protocol=[{"discharge": "0.1C (1C = 1000 mA/g)", "to": "1 V"}])
    with pytest.raises(RecipeError, match=r"write 1200 mAh/g or 1\.2 mAh/g"):
        build(anchor={"capacity": "1.200 mAh/g", "rate": "0.1C"})


def test_the_components_of_a_step_are_those_before_the_verb():
    first, second = cathode(mixing="S and KB were ball-milled at 500 rpm for 2 h, then LPSCl was added by hand").mixing
    assert (first.of, first.method) == (("S", "KB"), "ball-milled")
    assert (second.of, second.method) == ((), "hand-ground")
    with pytest.raises(RecipeError, match="'CNT' is not a component"):
        cathode(mixing="S and CNT were ball-milled for 2 h, then ground by hand")


@pytest.mark.parametrize("sign", ["-", " - ", "–", " to ", "~"])
def test_a_range_in_a_phrase_is_read_as_a_range(sign):
    (step,) = cathode(mixing=f"milled at 300{sign}500 rpm for 1{sign}2 h").mixing
    assert [60 * size for size in (step.speed.low, step.speed.high)] == pytest.approx([300, 500])
    assert [step.time.low, step.time.si, step.time.high] == pytest.approx([3600, 5400, 7200])


@pytest.mark.parametrize("key", ["versus", "vs", "against", "reference"])
def test_the_reference_of_a_step_is_that_of_the_recipe(key):
    step = {"discharge": "0.1C", "to": "0.4 V", key: "Li-In"}
    assert build(protocol=[step]) == build(protocol=[{"discharge": "0.1C", "to": "0.4 V"}], reference="Li-In")


@pytest.mark.parametrize(
    ("machine", "method"),
    [
        ("planetary", "ball-milled"),
        ("SPEX 8000M", "ball-milled"),
        ("Thinky", "hand-ground"),
        ("agate mortar", "hand-ground"),
    ],
)
def test_a_machine_alone_tells_how_it_mixes(machine, method):
    assert cathode(mixing={"machine": machine, "time": "2 h"}).mixing[0].method == method
