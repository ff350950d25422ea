"""Slopes of a fit's residuals against complex steps through the engine, as the Python that it is written in."""

import numpy as np
import pytest

from brimstone.bridge import synthetic
from brimstone.bridge.laboratory import NO_ERRORS
from brimstone.cell import Cell
from brimstone.fit import compared
from brimstone.fit.compared import Problem, groups
from brimstone.fit.experiments import after_the_steps, experiment
from brimstone.fit.free import chosen
from brimstone.model.gel import GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID
from brimstone.recipe import parse
from brimstone.simulate.solve import Rows, _problem
from brimstone.solver.ensemble import Ensemble, SolverOptions, Standing, run
from tests.solver import plain

#: Weights of symmetric differences of sixth order, the places that they weigh, and steps between these: of what a
#: recipe says of a cell, and of what is compared of a curve. Neither takes a time step.
WEIGHTS = np.array([-1 / 60, 3 / 20, -3 / 4, 3 / 4, -3 / 20, 1 / 60])
PLACES = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
OF_CELLS, OF_CURVES = 1e-3, 1e-6
U, ALONG = np.array([0.3, -0.2, 0.1, 0.2]), np.array([0.5, 0.4, -0.6, 0.3])
AREA = 1e-4

SOLID_CELL = """
name: solid
area: 1 cm2
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: {material: LTO}
operation: {temperature: 60 degC, stack_pressure: 20 MPa, fixture: constant gap}
protocol: [{discharge: 0.5C, to: 1.2 V}, {rest: 30 min}, {charge: 0.5C, to: 2.8 V}, {impedance: [100 kHz, 10 mHz]}]
"""
GEL = """
name: gel
area: 1 cm2
cathode: {active: S, composition: {S: 60 wt%, Super P: 30 wt%, PVDF: 10 wt%}, loading: 5 mg/cm2, mixing: slurry,
  collector: Al}
separator:
  - {electrolyte: PETEA gel, thickness: 25 um, membrane: polyolefin separator, additives: [LiNO3],
     polymerised: {initiator: AIBN, concentration: 6.5 mM, temperature: 70 degC, time: 2 h}}
anode: {material: Li, thickness: 250 um}
operation: {temperature: 25 degC}
overrides: {DOL-DME LiTFSI.polysulfide_diffusivity: 1e-12 m2/s}
protocol: [{discharge: 0.5C, to: 1.7 V}, {rest: 30 min}, {charge: 0.2C, to: 2.6 V}]
"""
CASES = {
    "a solid in a press, with pressure and impedance": (
        SOLID_CELL, SOLID,
        ("kinetics/exchange_current_density", "mechanics/frame_stiffness", "impedance/reaction_capacitance",
         "Li6PS5Cl.ionic_conductivity.at_25_degC"),
    ),
    "a gel through its depth": (
        GEL, GEL_THROUGH_DEPTH,
        ("laboratory/ln_area", "solution/lower_exchange_current", "solution/carbon_exponent",
         "PETEA gel.ionic_conductivity.reference"),
    ),
}  # fmt: skip


def ensemble(ran, far):
    """Members at some distances along the tangent of what a row with an imaginary step came to."""

    def members(values):
        return np.stack([values.real + each * values.imag / 1e-30 for each in far])

    count = len(far)
    final, none = members(ran.final), np.zeros((count, 0))
    standing = Standing(np.stack([final, final], axis=1), np.zeros((count, 2, 0)), np.ones((count, 4)))
    counts = np.repeat(ran.counts[None], count, axis=0)
    return Ensemble(
        members(ran.outcomes), members(ran.curves), none, none, counts, members(ran.ends), none, standing, none
    )


def by_complex_steps(problem):
    """Change of the residuals of a candidate along a direction, (size,)."""
    cell, _ = problem.cell(U + OF_CELLS * np.append(0.0, PLACES)[:, None] * ALONG)

    def solve(_, controls, options):
        posed = [
            _problem(cell, one, Rows(cell.parameters[one], cell.surroundings.parameters[one]), controls)
            for one in np.arange(7)[:, None]
        ]
        pace = run(posed[0], SolverOptions(options.nodes, options.tolerance, paced=True)).paces[0]
        here, *beside = map(plain.Row.of, posed)
        changes = [np.tensordot(WEIGHTS, np.array(each), 1) / OF_CELLS for each in zip(*beside, strict=True)]
        moved = plain.Row(*(now + 1e-30j * change for now, change in zip(here, changes, strict=True)))
        return ensemble(plain.run(posed[0], moved, options, pace), OF_CURVES * PLACES)

    around, stored = problem.cell(U + OF_CURVES * PLACES[:, None] * ALONG)
    residuals = [compared._residuals(around, stored, one, solve) for one in problem.experiments]
    return np.tensordot(WEIGHTS, np.concatenate(residuals, axis=1), 1) / OF_CURVES


@pytest.mark.parametrize("name", CASES)
def test_slopes_are_the_derivatives_that_complex_steps_give(name, library, monkeypatch):
    words, model, names = CASES[name]
    monkeypatch.setattr(compared, "NODES", 3)
    recipe = parse(words)
    measured = synthetic(Cell(recipe, library).run(certain=True, checks=False, nodes=10), NO_ERRORS)
    one = experiment(measured, AREA)
    experiments = after_the_steps([one]) if one.spectra else (one,)
    problem = Problem(recipe, library, experiments, chosen(names, recipe, library))
    assert problem.cell(U[None])[0].equations is model
    slopes, exact = problem.slopes(U) @ ALONG, by_complex_steps(problem)
    for what, part in groups(experiments):
        assert slopes[part] == pytest.approx(exact[part], abs=1e-6 * np.max(np.abs(exact[part]))), what
