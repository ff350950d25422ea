"""What a person holds in Python is plain data: pickled, copied, compared, hashed or refused, shown in a few lines."""

import copy
import functools
import pickle
from dataclasses import replace

import pytest

from brimstone.cell import Cell
from brimstone.design.energy import energy_gap
from brimstone.design.strategies import compare_treatments
from brimstone.library import load
from brimstone.simulate import Settings
from brimstone.study import Search, compare, optimise, sensitivity, sweep
from tests.cells import recipe, run

PROTOCOL = [{"discharge": "0.2C", "to": "1.0 V"}, {"impedance": ["1 MHz", "0.1 Hz"], "points": 13}, {"rest": "1 h"}]
POUCH = {"kind": "pouch", "layers": 4, "width": "5 cm", "height": "5 cm"}
SETTINGS = Settings(members=30, nodes=6)
LOADINGS = "cathode.loading=[1 mg/cm2, 2 mg/cm2]"
WARM = {"temperature": "60 degC"}


@functools.cache
def full_run():
    """A run with everything in it."""
    return run(certain=False, nodes=8, members=12, protocol=PROTOCOL, format=POUCH)


MAKERS = {
    "recipe": recipe,
    "material": lambda: load().material("Li6PS5Cl"),
    "cell": lambda: Cell(recipe()),
    "derived cell": lambda: full_run().cell,
    "run": full_run,
    "step": lambda: full_run().steps[0],
    "curve": lambda: full_run().steps[0].curve,
    "spectrum": lambda: full_run().impedance[0],
    "comparison": lambda: compare(recipe(), recipe(operation=WARM), settings=SETTINGS),
    "sweep": lambda: sweep(recipe(), LOADINGS, settings=SETTINGS),
    "sensitivity": lambda: sensitivity(recipe(), settings=SETTINGS),
    "optimum": lambda: optimise(recipe(), Search(LOADINGS, "energy", evaluations=4), settings=SETTINGS),
    "energy gap": lambda: energy_gap(recipe(), load(), simulate=False),
    "treatments": lambda: compare_treatments(recipe(), load(), nodes=6),
}

#: Made of words, numbers and immutable tuples alone.
HASHED = ("recipe", "cell")


@pytest.fixture(scope="module", params=MAKERS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def one(kind):
    return MAKERS[kind]()


def test_it_survives_pickle_and_copies(one):
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert copy.copy(one) == one
    assert one != "a word"


def test_it_is_hashed_by_its_content_or_refuses(kind, one):
    if kind in HASHED:
        assert hash(pickle.loads(pickle.dumps(one))) == hash(one)
    else:
        with pytest.raises(TypeError, match=r"can't be hashed|unhashable"):
            hash(one)


def test_it_is_shown_in_a_few_lines(one):
    assert len(repr(one)) < 2000


def test_a_changed_number_or_name_makes_a_difference(kind, one):
    match kind:
        case "recipe":
            assert one != recipe(name="another cell")
        case "cell":
            assert one != Cell(recipe(name="another cell"))
        case "step" | "run":
            step = one if kind == "step" else one.steps[0]
            other = replace(step, curve=replace(step.curve, voltage=step.curve.voltage + 1e-9))
            assert other != step
            assert kind == "step" or replace(one, steps=(other, *one.steps[1:])) != one
        case "spectrum":
            assert replace(one, impedance=one.impedance * (1 + 1e-12)) != one
        case "derived cell":
            assert replace(one, parameters=one.parameters * (1 + 1e-12)) != one
