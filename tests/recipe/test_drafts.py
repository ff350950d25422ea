"""Drafts of ten experimental sections, in the styles of ten journals."""

import re
from pathlib import Path

import pytest
import yaml

from brimstone.recipe import parse
from brimstone.recipe.drafting import draft
from brimstone.recipe.composition import read_composition
from brimstone.recipe.fields import read_rate
from brimstone.recipe.problems import place_of
from brimstone.recipe.words import active_word, fold
from brimstone.units import DIMENSIONS, parse_stated

SECTIONS = sorted((Path(__file__).parent / "sections").glob("*.txt"))
SAME_NAME = {
    "lpscl": "li6ps5cl", "lgps": "li10gep2s12", "lpsc": "li5.5ps4.5cl1.5", "ab": "acetylene black", "sulphur": "S",
    "sulfur": "S", "aluminium": "Al",
}  # fmt: skip


def expectation(path):
    return yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))


def si(text):
    """A quantity in SI, whatever it is one of."""
    words = re.sub(r" of \w+$", "", str(text))
    for dimension in DIMENSIONS:
        try:
            return parse_stated(words, dimension).si
        except Exception:
            continue
    return None


def same(field, value, expected):
    if field == "cathode.composition":
        found = {name_of(name): share for name, share in read_composition(value).parts.items()}
        return found == {name_of(name): pytest.approx(share / 100) for name, share in expected.items()}
    if isinstance(expected, list):
        return len(value) == len(expected) and all(map(same, ["entry"] * len(value), value, expected))
    if name_of(value) == name_of(expected):
        return True
    if str(expected).partition(" of ")[2] != str(value).partition(" of ")[2]:
        return False
    try:
        return read_rate(str(value)).si == read_rate(str(expected)).si
    except ValueError:
        return si(value) is not None and si(value) == pytest.approx(si(expected))


def name_of(words):
    return SAME_NAME.get(fold(str(words)), active_word(str(words)))


def score(path):
    """How many stated values are in the right field, how many there are, and what is wrong."""
    told = expectation(path)["expected"]
    told = {key: value for key, value in told.items() if key != "anode.atoms"}
    drafted = draft(path.read_text("utf-8"))
    placed = {one.field: one.value for one in drafted.placed}
    right = [field for field, value in told.items() if field in placed and same(field, placed[field], value)]
    marked = [one.partition(":")[0] for one in (*drafted.questions, *drafted.assumed)]
    wrong = [
        f"{path.stem}: {field} = {value}, expected {told.get(field)}"
        for field, value in placed.items()
        if field not in right and field not in marked and not field.startswith("anode.atoms")
    ]
    missed = [f"{path.stem}: {field} = {told[field]}" for field in told if field not in right]
    return right, told, wrong, missed, drafted


if __name__ == "__main__":
    import sys
    total = hit = 0
    for path in SECTIONS:
        right, told, wrong, missed, drafted = score(path)
        total += len(told); hit += len(right)
        print(f"== {path.stem} {len(right)}/{len(told)}")
        for line in (*(f"WRONG {w}" for w in wrong), *(f"MISSED {m}" for m in missed)):
            print("  ", line)
        for name in ("questions", "not_understood", "unused", "assumed"):
            for one in getattr(drafted, name):
                print("     ", name[:3], one[:200])
        if sys.argv[1:] and sys.argv[1] in path.stem: print(drafted.to_yaml())
    print(hit, total, hit / total)
