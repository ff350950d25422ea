"""Every reported cell of the library that has a recipe is run by its name, and the numbers make sense."""

from statistics import median

import pytest

from brimstone.cell import Cell
from brimstone.constants import MAH_G
from brimstone.library import load
from brimstone.recipe import parse
from brimstone.recipe.kinds import FULL, SYMMETRIC
from brimstone.result import comparison

RUNNABLE = {cell.name: parse(cell.recipe, cell.name) for cell in load().cells(runnable=True)}
CELLS = [name for name, recipe in RUNNABLE.items() if recipe.cell == FULL]
SYMMETRIC_CELLS = [name for name, recipe in RUNNABLE.items() if recipe.cell == SYMMETRIC]


@pytest.fixture(scope="module")
def runs():
    library = load()
    return {name: Cell(RUNNABLE[name], library).run(certain=True, nodes=8, checks=False) for name in CELLS}


@pytest.mark.parametrize("name", CELLS)
def test_a_reported_cell_completes_its_protocol(runs, name):
    assert runs[name].status == "completed"
    assert all(step.completed for step in runs[name].shown)


@pytest.mark.parametrize("name", CELLS)
def test_a_reported_cell_gives_a_capacity_between_nothing_and_theory(runs, name):
    first = next(step for step in runs[name].shown if step.instruction.kind == "discharge")
    theory = float(runs[name].cell.theoretical_charge[0] / runs[name].cell.active_mass[0]) / MAH_G
    # the electrolyte in the cathode is reduced too, which adds up to a quarter where there is twice as much of it
    assert 0.1 * theory < first.capacity("active").value / MAH_G < 1.3 * theory


def test_what_no_paper_gave_is_in_the_notes_of_the_run(runs):
    notes = " ".join(runs["Kwon2022"].notes)
    for field in ("cathode.loading", "cathode.composition", "separator.layer 1.thickness", "operation.temperature"):
        assert f"{field}: not given" in notes


def test_computed_and_measured_capacities_agree_within_a_factor_of_two_in_the_middle(runs):
    ratios = [
        median(row.ratio.value for row in rows)
        for run in runs.values()
        if (rows := [row for row in comparison(run, any_cycle=True) if row.ratio is not None])
    ]
    assert len(ratios) >= 14
    assert 0.7 < median(ratios) < 1.4


@pytest.mark.parametrize("name", SYMMETRIC_CELLS)
def test_a_reported_symmetric_cell_plates_and_strips_what_its_protocol_asks_for(name):
    run = Cell(RUNNABLE[name], load()).measure(certain=True)
    assert max(run.balances.values()) < 1e-6
    # the first step at least is carried out: a current at which a cell shorts is one of the things that are reported
    assert run.shown[0].completed
    assert 0 < run.interface.value < run.resistance.value


def test_a_treated_interface_resists_less_than_the_same_one_untreated():
    treated = RUNNABLE["Lu2018"]
    bare = parse(treated.to_yaml().replace("gold and molten lithium", "lithium pressed on the pellet"))
    before, after = (Cell(recipe, load()).measure(certain=True).interface.value for recipe in (bare, treated))
    assert after < 0.5 * before


def test_a_cell_tells_what_is_wrong_in_the_review_about_its_numbers_and_no_other_does(runs):
    def told(name):
        return [note for note in runs[name].notes if note.startswith(("Qi 2024: ", "Zhu 2023: "))]

    assert ["630 ohm cm2" in note for note in told("Yuan2020")] == [True]
    assert told("Yao2017") == []
