"""What the page computes: of uploaded files, whose mass is never guessed, and of the composite."""

import numpy as np
import pytest

import brimstone
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.result import Cycling, Measured
from brimstone.studio import engine
from brimstone.studio.engine import measured, with_mass
from brimstone.view.curves import voltage_chart, voltage_curves


class Silent:
    """Takes reports and says nothing."""

    def tell(self, words, share):
        pass

    def count(self, done, of):
        pass


ONE = np.ones(4, dtype=int)
CYCLING = Cycling(np.arange(4.0), np.full(4, 2.0), np.full(4, -1e-3), ONE, ONE, np.zeros(4), 1e-3 * np.arange(4.0))
FILE = Measured("cell.csv", "BDF", CYCLING, (), ())


def test_a_mass_goes_with_each_file_and_no_words_are_no_mass():
    assert with_mass([FILE], "1.2 mg")[0][0].mass.si == pytest.approx(1.2e-6)
    assert with_mass([FILE], " ")[0][0].mass is None


@pytest.mark.parametrize("mass", ["1.2", "-1 mg", "1.2 cm", "0 mg"])
def test_a_mass_that_is_none_is_refused_in_words(mass):
    with pytest.raises(BrimstoneError, match="mass"):
        with_mass([FILE], mass)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "", "\0", "x" * 400])
def test_a_hostile_name_of_an_upload_is_a_name(name):
    with pytest.raises(BrimstoneError, match="no table of measurements"):
        measured(b"Dear colleague,\nthe cell died.\n", name)


def test_a_cut_through_the_composite_is_a_picture_with_both_tiers_in_numbers(monkeypatch):
    monkeypatch.setattr(engine, "_EDGE", 24)
    recipe = brimstone.load("examples/yao2017.yaml").recipe
    picture, document = engine.cut(recipe, load(), Silent())
    assert picture.startswith(b"\x89PNG")
    table, *notes = document.sections[0].items
    assert table.columns[1].title == "formulas"
    assert any("24 voxels along each edge" in note.text for note in notes)


def test_what_is_stopped_ends_at_its_next_report():
    class Stopping(Silent):
        def __init__(self):
            self.reports = 0

        def count(self, done, of):
            self.reports += 1
            if self.reports > 2:
                raise BrimstoneError("stopped")

    job = Stopping()
    with pytest.raises(BrimstoneError, match="stopped"):
        engine.strategies(brimstone.load("examples/yao2017.yaml").recipe, load(), job)
    assert job.reports == 3


def test_a_figure_is_a_file_for_a_paper():
    run = brimstone.load("examples/yao2017.yaml").run(certain=True, checks=False)
    chart = voltage_chart(run, voltage_curves(run))
    assert engine.figure_file(chart, "png").startswith(b"\x89PNG")
    assert b"<svg" in engine.figure_file(chart, "svg")


@pytest.mark.parametrize("path", ["yao2017", "xu2019", "song2025"])
def test_a_cell_is_aged_at_its_own_rate(path):
    run = engine.ageing(brimstone.load(f"examples/{path}.yaml").recipe, load(), 3, Silent())
    assert [step.instruction.cycle for step in run.shown] == [1, 1, 2, 2, 3, 3]
