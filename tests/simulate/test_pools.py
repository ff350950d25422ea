"""Cells and runs sent between processes and threads."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from brimstone.cell import Cell
from tests.cells import recipe


def untimed(of):
    return replace(of, timings={})


def coarse(cell):
    return untimed(cell.run(certain=True, nodes=6))


def test_runs_are_equal_when_their_numbers_are():
    cell = Cell(recipe())
    first, again, other = (cell.run(nodes=8, members=12, seed=seed) for seed in (0, 0, 1))
    assert untimed(again) == untimed(first)
    assert untimed(other) != untimed(first)


def test_a_cell_with_its_own_materials_survives_pickle():
    own = {"Li6PS5Cl-fast": {"like": "Li6PS5Cl", "ionic_conductivity": "9 mS/cm"}}
    cell = Cell(recipe(materials=own, separator=[{"electrolyte": "Li6PS5Cl-fast", "thickness": "300 um"}]))
    copied = pickle.loads(pickle.dumps(cell))
    assert copied == cell
    assert copied.library.material("Li6PS5Cl-fast").name == "Li6PS5Cl-fast"


def test_threads_and_spawned_processes_give_what_one_process_gives():
    """What is solved, to the last digit; numpy's loops round the last one of a trace by where its arrays lie."""
    cells = [Cell(recipe(cathode={"loading": f"{loading} mg/cm2"})) for loading in (0.5, 2)]
    expected = [coarse(cell) for cell in cells]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(coarse, cells)) == expected
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for one, other in zip(pool.map(coarse, cells), expected, strict=True):
            assert one.provenance == other.provenance
            for step, same in zip(one.steps, other.steps, strict=True):
                assert np.array_equal(step.outcomes, same.outcomes)
                assert step.curve == same.curve
                assert step.losses == same.losses
            assert one.pressure.cathode == pytest.approx(other.pressure.cathode, rel=1e-13, abs=1e-20)
