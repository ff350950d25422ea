"""Whatever is done to a recipe, it is read, or refused in words; it never crashes."""
# ruff: noqa: E501  (typographic signs are the subject)

import copy
import itertools
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brimstone.errors import RecipeError
from brimstone.inspect import find_problems
from brimstone.library import load as library
from brimstone.recipe import Recipe, parse
from brimstone.recipe.yaml_text import load
from tests.recipe import phrasings
from tests.recipe.conftest import CELL

LINES = CELL.splitlines()
some = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1e999 um", "nan V", "C/0", "-0 MPa"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def read_or_refused(make):
    try:
        return make()
    except RecipeError as problem:
        lines = str(problem).split("\n")
    assert len(lines) <= 20
    assert all(line.isprintable() for line in lines)
    return None


@given(position=st.integers(0, len(CELL)), removed=st.integers(0, 12), inserted=st.text(max_size=6))
@some
def test_a_recipe_with_a_slip_of_the_pen_is_read_or_refused(position, removed, inserted):
    read_or_refused(lambda: parse(CELL[:position] + inserted + CELL[position + removed :]))


@given(order=st.permutations(range(len(LINES))), kept=st.integers(1, len(LINES)))
@some
def test_a_recipe_with_lines_shuffled_is_read_or_refused(order, kept):
    read_or_refused(lambda: parse("\n".join(LINES[index] for index in sorted(order[:kept]))))


@given(data=st.data(), value=junk)
@some
def test_a_recipe_with_anything_in_the_place_of_a_field_is_read_or_refused(data, value):
    tree = copy.deepcopy(load(CELL))
    place = tree
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    recipe = read_or_refused(lambda: Recipe.from_mapping(tree))
    if recipe is not None:
        assert parse(recipe.to_yaml()) == recipe


@pytest.mark.parametrize("place", ["name", "material", "words", "key"])
def test_a_control_character_is_refused_wherever_a_recipe_comes_from(place):
    tree = load(CELL)
    if place == "name":
        tree["name"] = "cell \x1b"
    elif place == "material":
        tree["anode"]["material"] = "Li\x00"
    elif place == "words":
        tree["protocol"] = ["rest 1 h\x07"]
    else:
        tree["cathode"]["composition"] = {"S": "50 wt%", "C\x1b": "50 wt%"}
    with pytest.raises(RecipeError, match="has the control character U\\+00"):
        Recipe.from_mapping(tree)


#: What a slip, a paste from a PDF or a wish to break things puts into a recipe.
PIECES = (
    "−", "–", "\u00a0", "\u200b", "\ufeff", "·", "±", "~", "≈", "<", "1,000", "1.2-1.4", "(", ")", "[", "]", "{", "}", ":", ": ",
    ",", "/", "|", "%", "wt%", "mol%", "0", "-", "1e300", "nan", "∞", "S", "Li", "C", "rpm", "then", "and", "on", "off", "2 h",
    "in all", "mm", "t", "MPa", "mAh/cm2", "°C", "K", "vs.", "\n", "  ", "\t", "#", "'", '"', "&a ", "*a", "!", "null", "é", "硫",
    "\x00", "x" * 300, "9" * 400, "(1" * 50,
)  # fmt: skip


def mutated(text, generator):
    """The text with one to four places removed, doubled, swapped or written over."""
    for _ in range(generator.randint(1, 4)):
        start = generator.randrange(len(text) + 1)
        end = min(len(text), start + generator.randint(0, 12))
        kind = generator.randrange(4)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:start] + generator.choice(PIECES) + text[end:]
        elif kind == 2:
            text = text[:end] + text[start:]
        else:
            other = generator.randrange(len(text) + 1)
            text = text[:start] + text[other : other + 8] + text[end:]
    return text


def sources():
    """Recipes: the one with every step, the examples, those of laboratories, and ones in the words of papers."""
    folder = Path(__file__).parent
    files = [*(folder.parents[1] / "examples").glob("*.yaml"), *(folder / "lab").glob("*.yaml")]
    words = [
        f"cathode:\n  active: S\n  composition: {composition}\n  loading: {loading[0]}\n  mixing: {mixing[0]}\n"
        f"separator: {layer[0]}\nanode: {anode[0]}\nprotocol: ['{step[0]}']\n"
        for composition, loading, mixing, layer, anode, step in zip(
            (row[0] for row in phrasings.COMPOSITIONS),
            itertools.cycle(phrasings.QUANTITIES["cathode.loading"]),
            itertools.cycle(phrasings.MIXING),
            itertools.cycle(phrasings.LAYERS),
            itertools.cycle(phrasings.ANODES),
            itertools.cycle(phrasings.STEPS),
            strict=False,
        )
    ]
    return [CELL, *(path.read_text("utf-8") for path in sorted(files)), *words]


def fuzz(count, seed):
    generator = random.Random(seed)
    texts = sources()
    for _ in range(count):
        text = mutated(generator.choice(texts), generator)
        begin = time.process_time()
        recipe = read_or_refused(lambda text=text: parse(text))
        if recipe is not None and generator.random() < 0.1:
            assert parse(recipe.to_yaml()) == recipe
        assert time.process_time() - begin < 5.0, text
        if generator.random() < 0.05:
            assert all(problem.message for problem in find_problems(text, library()))


def test_two_thousand_mutations_are_read_or_refused():
    fuzz(2_000, 17)


@pytest.mark.slow
def test_fifty_thousand_mutations_are_read_or_refused():
    fuzz(50_000, 50)
