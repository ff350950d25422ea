"""Cells and runs sent between processes and threads."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from brimstone.cell import Cell
from tests.cells import recipe, run

SPECTRUM = {"impedance": ["1 MHz", "0.1 Hz"], "points": 13}
PROTOCOL = [{"discharge": "0.2C", "to": "1.0 V"}, SPECTRUM, {"rest": "1 h"}]


@pytest.fixture(scope="module")
def made():
    """A run with everything in it."""
    packed = {"kind": "pouch", "layers": 4, "width": "5 cm", "height": "5 cm"}
    return run(certain=False, nodes=8, members=12, protocol=PROTOCOL, format=packed)


def untimed(of):
    return replace(of, timings={})


def coarse(cell):
    return untimed(cell.run(certain=True, nodes=6))


def test_a_run_survives_pickle_and_deepcopy(made):
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.deepcopy(made) == made
    assert copy.copy(made) == made


def test_runs_are_equal_when_their_numbers_are(made):
    again = Cell(made.recipe).run(nodes=8, members=12)
    assert untimed(again) == untimed(made)
    other = Cell(made.recipe).run(nodes=8, members=12, seed=1)
    assert untimed(other) != untimed(made)
    assert made.steps[0] != made.steps[1]


def test_a_run_refuses_to_be_hashed(made):
    for one in (made, made.steps[0], made.cell, made.steps[0].curve):
        with pytest.raises(TypeError, match="can't be hashed"):
            hash(one)


def test_what_a_run_is_made_of_is_shown_in_a_few_lines(made):
    for one in (made, made.steps[0], made.cell, Cell(made.recipe), *made.impedance):
        assert len(repr(one)) < 2000


def test_a_cell_survives_pickle():
    cell = Cell(recipe())
    copied = pickle.loads(pickle.dumps(cell))
    assert copied == cell
    assert copied != Cell(recipe(name="another cell"))


def test_a_cell_with_its_own_materials_survives_pickle():
    own = {"Li6PS5Cl-fast": {"like": "Li6PS5Cl", "ionic_conductivity": "9 mS/cm"}}
    cell = Cell(recipe(materials=own, separator=[{"electrolyte": "Li6PS5Cl-fast", "thickness": "300 um"}]))
    copied = pickle.loads(pickle.dumps(cell))
    assert copied == cell
    assert copied.library.material("Li6PS5Cl-fast").name == "Li6PS5Cl-fast"


def test_threads_and_spawned_processes_give_what_one_process_gives():
    cells = [Cell(recipe(cathode={"loading": f"{loading} mg/cm2"})) for loading in (0.5, 2)]
    expected = [coarse(cell) for cell in cells]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(coarse, cells)) == expected
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(coarse, cells)) == expected
