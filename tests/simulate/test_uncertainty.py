"""How samples are integrated: coarser only where it shows in nothing."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.protocol import Basis, compile_protocol
from brimstone.recipe import parse
from brimstone.simulate import Settings, uncertainty
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, solve_ensemble, solve_long
from brimstone.simulate.uncertainty import sample_options
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, NO_START, NOT_RUN, SHORT_CIRCUIT, SOLVED, STATUS, among

LIBRARY = load()
EVEN = """
cathode: {active: S, composition: {S: 60 wt%, Super P: 30 wt%, PVDF: 10 wt%}, loading: 1.5 mg/cm2, mixing: slurry}
separator: [{electrolyte: DOL-DME LiTFSI, thickness: 25 um, membrane: polyolefin separator}]
anode: Li
operation: {temperature: 25 degC}
protocol: [{cycles: CYCLES, charge: 0.2C, discharge: 0.2C, window: [1.8 V, 2.8 V]}]
"""
NARROW = """
cathode: {active: S, composition: {S: 30 wt%, LPSCl: 50 wt%, KB: 20 wt%}, loading: 6 mg/cm2, mixing: hand-ground}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: Li-In
operation: {temperature: 25 degC, stack_pressure: 50 MPa}
protocol: [{cycles: CYCLES, charge: 1C, discharge: 1C, window: [1.0 V, 2.8 V]}]
"""


def made(text, samples, cycles):
    recipe = parse(text.replace("CYCLES", str(cycles)))
    bench = Workbench.of(recipe, LIBRARY, Ledger(samples, 0))
    cell = derive(bench)
    charge, mass = cell.theoretical_charge[0], cell.active_mass[0]
    most = cell.equations.charge_limit * charge
    basis = Basis(charge, mass, cell.starts_charged, most, cell.counter_potential)
    return cell, compile_protocol(bench.recipe, basis)


def test_samples_of_an_even_reaction_take_fewer_nodes_and_give_the_same():
    cell, program = made(EVEN, 100, 30)
    options = sample_options(cell, program, 40)
    assert options.nodes == 8
    some = slice(10, 40)  # others than those that it was tested on, through more of the protocol
    fine, coarse = (
        np.abs(solve_ensemble(cell, program.controls_of(12), one, members=some).outcomes[:, :, CHARGE])
        for one in (SolverOptions(40, ENSEMBLE_TOLERANCE), options)
    )
    assert coarse == pytest.approx(fine, abs=3e-3 * fine.max())
    assert np.median(np.abs(coarse / fine - 1.0)) < 5e-4


def test_a_narrow_zone_of_reaction_and_a_short_run_keep_all_nodes():
    assert sample_options(*made(NARROW, 100, 30), 40).nodes > 8
    assert sample_options(*made(EVEN, 100, 20), 40) == SolverOptions(40, ENSEMBLE_TOLERANCE)


def test_a_member_that_is_lost_on_the_coarse_mesh_is_solved_on_the_fine_one(monkeypatch):
    cell, program = made(EVEN, 6, 2)
    coarse, settings = SolverOptions(8, 1e-4), Settings(members=5, checks=False, curves=False)
    fine = solve_ensemble(cell, program.controls, SolverOptions(settings.nodes, ENSEMBLE_TOLERANCE))
    lost = 3

    def lossy(*arguments):
        parts = solve_long(*arguments)
        parts.outcomes[lost, 1, STATUS], parts.outcomes[lost, 2:, STATUS] = NO_START, NOT_RUN
        return parts

    monkeypatch.setattr(uncertainty, "solve_long", lossy)
    every, _ = uncertainty.run_members(cell, program, settings, coarse, fine, None)
    outcomes = every.outcomes
    assert among(outcomes[:, :, STATUS], SOLVED).all()
    assert np.array_equal(outcomes[lost], fine.outcomes[lost])
    assert not np.array_equal(outcomes[1], fine.outcomes[1])  # what was not lost stays as it was
    assert np.any(every.ends[lost] != 0.0)
    assert np.any(every.means[lost] != 0.0)


STEEP = """
cathode:
  active: S
  composition: 'S : Li5.5PS4.5Cl1.5 : CNT : Super P = 35:45:10:10 by weight'
  loading: 2.5 mg/cm2
  mixing: ball-milled at 450 rpm for 6 h
  pressed_at: 300 MPa
separator: 120 mg of Li6PS5Cl, 10 mm die, pressed at 300 MPa
anode: Li-In
operation: {temperature: 30 degC, stack_pressure: 40 MPa}
protocol: [{discharge: 0.5C, to: 1.0 V}, {charge: 0.05C, to: 2.8 V}]
"""


def test_a_charge_starts_from_whatever_front_the_discharge_before_left():
    """Newton's method alone found no potentials for one of these samples, on any mesh and at any tolerance."""
    run = Cell(parse(STEEP), LIBRARY).run()
    assert [int(np.sum(step.failed)) for step in run.steps] == [0, 0]
    assert not any("failed" in words for words in run.warnings)


def test_what_is_said_of_steps_that_follow_each_other_is_said_once():
    run = Cell(parse(STEEP.replace("{charge: 0.05C, to: 2.8 V}", "{repeat: 3, steps: [{rest: 1 h}]}")), LIBRARY).run()
    lost = [replace(step, outcomes=step.outcomes.copy()) for step in run.steps]
    for step in (lost[0], *lost[2:]):
        step.outcomes[5, STATUS] = NO_START
    said = [words for words in replace(run, steps=tuple(lost)).warnings if "samples failed" in words]
    why = "1 of 200 samples failed: no potential carries this current from the states given"
    assert said == [f"step 1 (discharge 0.5C): {why}", f"steps 3 to 4: {why}"]


def test_what_is_said_of_every_other_step_is_said_once():
    run = Cell(parse(STEEP.replace("{charge: 0.05C, to: 2.8 V}", "{repeat: 4, steps: [{rest: 1 h}]}")), LIBRARY).run()
    lost = [replace(step, outcomes=step.outcomes.copy()) for step in run.steps]
    for step in lost[::2]:
        step.outcomes[5, STATUS] = NO_START
    said = [words for words in replace(run, steps=tuple(lost)).warnings if "samples failed" in words]
    assert said == [
        "3 of steps 1 to 5: 1 of 200 samples failed: no potential carries this current from the states given"
    ]


def test_samples_that_are_lost_are_told_with_what_ended_most_of_them():
    run = Cell(parse(STEEP.replace("{charge: 0.05C, to: 2.8 V}", "{repeat: 3, steps: [{rest: 1 h}]}")), LIBRARY).run()
    lost = [replace(step, outcomes=step.outcomes.copy()) for step in run.steps]
    lost[0].outcomes[3:5, STATUS] = SHORT_CIRCUIT
    lost[0].outcomes[5, STATUS] = NO_START
    for step in lost[1:]:
        step.outcomes[3:6, STATUS] = NOT_RUN
    first, later = (words for words in replace(run, steps=tuple(lost)).warnings if "samples failed" in words)
    assert first.endswith("1 of 200 samples failed: no potential carries this current from the states given")
    assert later == "steps 2 to 4: 3 of 200 samples failed, 2 of them as lithium grew through the separator"


def test_samples_that_end_for_one_reason_step_after_step_are_told_in_one_sentence():
    run = Cell(parse(STEEP.replace("{charge: 0.05C, to: 2.8 V}", "{repeat: 3, steps: [{rest: 1 h}]}")), LIBRARY).run()
    lost = [replace(step, outcomes=step.outcomes.copy()) for step in run.steps]
    for number, step in enumerate(lost):
        step.outcomes[3 : 3 + number, STATUS] = NOT_RUN
        step.outcomes[3 + number, STATUS] = SHORT_CIRCUIT
    (said,) = (words for words in replace(run, steps=tuple(lost)).warnings if "samples failed" in words)
    assert said == "steps 2 to 4: 1 to 3 of 200 samples failed: lithium grew through the separator"
