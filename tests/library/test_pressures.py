"""Pressures that a recipe does not state are the same for all who ask, and told once."""

import numpy as np
import pytest

import brimstone
from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.library import Ledger, load
from brimstone.library.pressures import assumed_pressures, fabrication_pressure, stack_pressure
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.surroundings import Around
from brimstone.recipe import parse

RECIPE = """
cathode:
  active: S
  composition: {{S: 30 wt%, {electrolyte}: 50 wt%, acetylene black: 20 wt%}}
  loading: 1 mg/cm2
  mixing: ball-milled
{pressed}
separator: [{{electrolyte: {separator}, thickness: 300 um}}]
anode: {anode}
operation: {{temperature: 25 degC{stack}}}
protocol: [{{discharge: 0.1C, to: 1.0 V}}]
"""


def recipe(electrolyte="Li6PS5Cl", separator=None, anode="Li-In", pressed="", stack=""):
    return parse(
        RECIPE.format(
            electrolyte=electrolyte, separator=separator or electrolyte, anode=anode, pressed=pressed, stack=stack
        )
    )


def stack_of(**fields):
    return 1e-6 * float(stack_pressure(Workbench.of(recipe(**fields), load()))[0])


@pytest.mark.parametrize(
    ("fields", "pressure"),
    [
        ({}, 60.0),
        ({"electrolyte": "Li3YCl6"}, 60.0),
        ({"anode": "Li"}, 15.0),
        ({"separator": "PEO-LiTFSI"}, 0.3),
        ({"separator": "LLZO", "anode": "Li"}, 0.3),
        ({"stack": ", stack_pressure: 12 MPa"}, 12.0),
    ],
)
def test_a_cell_without_a_stated_stack_pressure_has_what_is_usual_for_its_kind(fields, pressure):
    assert stack_of(**fields) == pytest.approx(pressure)


def test_all_that_depends_on_the_stack_pressure_takes_the_same():
    for fields in ({}, {"anode": "Li"}, {"electrolyte": "PEO-LiTFSI", "anode": "Li"}):
        run = Cell(recipe(**fields)).run(members=30)
        drawn = run.mechanics.initial_pressure
        assert np.array_equal(run.cell.interfaces.anode.pressure, drawn)
        assert np.array_equal(run.cell.interfaces.cathode.pressure, drawn)
        assert run.lithium.pressure is None  # lithium stands one pressure and not the next: none is taken for it
        assert np.unique(drawn).size > 20  # what is not known has its spread


@pytest.mark.parametrize("fields", [{}, {"electrolyte": "PEO-LiTFSI", "anode": "Li"}])
def test_what_is_assumed_computes_as_if_it_were_stated(fields):
    """Of nominal values; the numbers of contact, interfaces and layers all go into it."""
    found = stack_of(**fields)
    pressed = "" if "electrolyte" in fields else "  pressed_at: 370 MPa"
    stated = recipe(**fields, stack=f", stack_pressure: {found} MPa", pressed=pressed)
    runs = [run_record(Cell(one).run(certain=True)).to_dict() for one in (recipe(**fields), stated)]
    for run in runs:
        run["pressure"].pop("assumed")
        run.pop("warnings")
        run.pop("anode")
        run.pop("timing_s")
    assert runs[0] == runs[1]


def test_lithium_against_powder_opens_no_voids_and_no_cracks_at_a_pressure_that_nobody_stated():
    """It creeps shut at one pressure and grows through at the next: all else is as at the same pressure, stated."""
    found = stack_of(anode="Li")
    stated = recipe(anode="Li", stack=f", stack_pressure: {found} MPa", pressed="  pressed_at: 370 MPa")
    assumed, told = (derive(Workbench.of(one, load())) for one in (recipe(anode="Li"), stated))
    assert np.array_equal(assumed.parameters, told.parameters)
    rows = [cell.surroundings.parameters[0] for cell in (assumed, told)]
    differ = {name for name, place in Around.__members__.items() if rows[0][place] != rows[1][place]}
    acts = {"void_growth", "crack_growth", "crack_current", "crack_creep", "crack_squeeze"}
    beyond_reach = {"crack_stress", "crack_squeeze_pressure", "crack_squeeze_limit", "crack_exponent"}
    assert differ == acts | beyond_reach
    for name in acts:
        assert rows[0][Around[name]] == 0.0 < rows[1][Around[name]]


def test_a_pressed_powder_and_a_cast_film_are_made_otherwise():
    bench = Workbench.of(recipe(), load(), Ledger(20))
    pressed = fabrication_pressure(bench, None, [bench.material("S"), bench.material("LGPS")])
    assert pressed[0] == pytest.approx(370e6)
    assert fabrication_pressure(bench, None, [bench.material("PEO-LiTFSI")]) is None


def test_each_assumption_is_told_once_in_the_run_and_written_into_the_ledger():
    run = brimstone.Cell(recipe()).run(certain=True)
    told = [note for note in run.warnings if "_pressure:" in note or "pressed_at:" in note]
    assert told == list(assumed_pressures(Workbench.of(recipe(), load())))
    assert [sentence.split(":")[0] for sentence in told] == ["cathode.pressed_at", "operation.stack_pressure"]
    known = {entry.where: entry.known for entry in run.provenance}
    assert known["process/fabrication_pressure"] == known["process/pressed_stack_pressure"] == "estimate"
    stated = recipe(stack=", stack_pressure: 60 MPa", pressed="  pressed_at: 370 MPa")
    assert assumed_pressures(Workbench.of(stated, load())) == ()
