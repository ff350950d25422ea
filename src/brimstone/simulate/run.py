"""From a recipe to its run."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from brimstone._version import __version__
from brimstone.errors import RecipeError
from brimstone.instrument.sensors import Grating, usual_grating
from brimstone.library import Entry, Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.capacitance import capacitances
from brimstone.model.derive import DerivedCell, derive
from brimstone.model.lithium import AnodeLimits, anode_limits
from brimstone.protocol import compile_protocol
from brimstone.recipe import Impedance, Recipe
from brimstone.recipe.kinds import refuse_measured
from brimstone.result import Band, Run
from brimstone.simulate.ageing import fades_of
from brimstone.simulate.anchor import condition
from brimstone.simulate.basis import basis_of
from brimstone.simulate.checks import Checks, run_checks
from brimstone.simulate.chosen import refuse_other_cycles
from brimstone.simulate.contact import name_lost_contact
from brimstone.simulate.heat import heat_of_steps
from brimstone.simulate.knee import knee_notes
from brimstone.simulate.left_open import weigh_left_open
from brimstone.simulate.lithium import lithium_of
from brimstone.simulate.mesh import enough_nodes
from brimstone.simulate.nominal import run_nominal
from brimstone.simulate.notes import (
    above_theory_notes,
    cell_notes,
    depth_notes,
    ensemble_notes,
    faster_notes,
    gain_notes,
    limit_notes,
    mesh_notes,
    override_notes,
    recipe_notes,
    review_notes,
    rule_notes,
    solid_notes,
)
from brimstone.simulate.package import lithiated_growth, package_notes
from brimstone.simulate.parts import Recorder
from brimstone.simulate.pressure import bragg_trace, pressure_notes, pressure_trace, volume_error
from brimstone.simulate.resistance import start_resistances
from brimstone.simulate.settings import ERROR_STATE, Progress, Settings
from brimstone.simulate.shuttle import shuttle_of
from brimstone.simulate.spectra import spectra
from brimstone.simulate.steps import build_steps, follow_stack, loop_notes
from brimstone.simulate.titration import titrations_of
from brimstone.simulate.uncertainty import Members, run_members, sample_options
from brimstone.solver.interface import STATUS
from brimstone.stack import build_body
from brimstone.stack.package import electrode_area


@np.errstate(**ERROR_STATE)
def simulate(
    recipe: Recipe,
    library: Library,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    conditioned: Mapping[str, np.ndarray] | None = None,
    recorder: Recorder | None = None,
) -> Run:
    """Carry out a recipe's protocol.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    settings : Settings, optional
    progress : callable, optional
        Called with what is being computed and the fraction of it that is done.
    conditioned : mapping of str to ndarray, optional
        Samples by name, conditioned on what was measured in this laboratory, in place of the recipe's own anchors.
    recorder : Recorder, optional
        Where a long run is written down as it goes; one that was broken off goes on from there, to the same digits.

    Returns
    -------
    Run
        A step that failed says so in its status; nothing is raised for it.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made or its protocol can't be carried out.
    """
    settings, watch = settings or Settings(), _Stopwatch()
    refuse_measured(recipe.cell, recipe.source)
    nominal_bench = Workbench.of(recipe, library)
    recipe = nominal_bench.recipe
    noted = settings.curves and settings.notes
    rules = rule_notes(nominal_bench) if noted else []
    samples = settings.sample_count(recipe)
    anchor_notes: list[str] = []
    if conditioned is None:
        conditioned, anchor_notes = condition(recipe, library, samples, settings.seed)
    told = settings.curves or settings.detail
    bench = Workbench.of(recipe, library, Ledger(samples, settings.seed, recipe.overrides, conditioned, told))
    cell, anode, grating = _derive(bench)
    package, thermal = build_body(bench, cell.composite, cell.stack)
    program = compile_protocol(recipe, basis_of(cell, recipe))
    watch.lap("derive")
    refuse_other_cycles(program, settings.cycles)
    meshed = replace(settings, nodes=enough_nodes(cell, program, settings))
    solved = run_nominal(cell, program, meshed, progress, recorder)
    watch.lap("solve")
    checks = Checks()
    if settings.checks:
        checks = run_checks(cell, program, solved.curves, meshed.nodes, solved.stretches)
    watch.lap("losses")
    every = Members(solved.outcomes, solved.ends, solved.means)
    bands: Sequence[Band | None] = [None] * len(program.instructions)
    options = sample_options(cell, program, settings.nodes)
    if not settings.certain:
        every, bands = run_members(cell, program, settings, options, solved, progress, recorder)
    every = name_lost_contact(cell.surroundings, program.instructions, every)
    watch.lap("ensemble")
    fades = fades_of(cell, program, settings, options, solved.outcomes[0, :, STATUS]) if settings.checks else ()
    watch.lap("fade")
    opened = weigh_left_open(bench, program, options, conditioned) if _weighs(settings) else ()
    watch.lap("left open")
    measured = spectra(bench, cell, program, solved, every.outcomes)
    watch.lap("impedance")
    steps = build_steps(cell, program, solved, every, bands, checks, settings.detail)
    trace = pressure_trace(steps, cell)
    lithiated = None if package is None else package.volume(lithiated_growth(cell))
    if settings.detail:
        steps = follow_stack(steps, every.ends, cell, package, lithiated)
    notes = (
        []
        if not noted
        else [
            *rules,
            *ensemble_notes(recipe, settings, len(steps)),
            *recipe_notes(nominal_bench),
            *anchor_notes,
            *program.notes,
            *loop_notes(steps),
            *cell_notes(library, cell, steps),
            *solid_notes(bench, cell),
            *gain_notes(cell, steps),
            *above_theory_notes(cell, steps),
            *knee_notes(cell, program.instructions, every),
            *mesh_notes(checks.mesh_error, meshed.nodes),
            *limit_notes(recipe, cell, steps),
            *depth_notes(cell, steps),
            *faster_notes(cell, steps),
            *package_notes(package),
            *pressure_notes(trace, cell.mechanics, library.constant("process/stack_pressure_limit").si),
            *review_notes(bench),
            *override_notes(bench.ledger),
        ]
    )
    run = Run(
        recipe=recipe,
        cell=cell,
        steps=steps,
        area=electrode_area(recipe) if package is None else package.total_area,
        package=package,
        lithiated_volume=lithiated,
        thermal=thermal,
        resistances=start_resistances(cell) if settings.detail else {},
        lithium=lithium_of(anode, cell.interfaces.anode.wetting, steps, bench.samples),
        shuttle=shuttle_of(cell, steps),
        pressure=trace,
        fibre_bragg_grating=bragg_trace(trace, cell.mechanics, grating) if settings.detail else None,
        heat=heat_of_steps(steps, cell, thermal) if settings.detail else (),
        impedance=measured,
        gitt=titrations_of(steps),
        provenance=tuple(bench.ledger.entries) if told else (),
        balances={**solved.balances, **({"volume": volume_error(steps, trace, cell)} if settings.curves else {})},
        mesh_error=checks.mesh_error,
        members=bench.samples,
        notes=tuple(notes),
        version=__version__,
        fades=fades,
        left_open=opened,
    )
    watch.lap("results")
    return replace(run, timings=watch.laps)


@np.errstate(**ERROR_STATE)
def provenance(recipe: Recipe, library: Library, settings: Settings | None = None) -> tuple[Entry, ...]:
    """Every number that a run would use and where it comes from, without running.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made.
    """
    settings = settings or Settings()
    bench = Workbench.of(recipe, library, Ledger(settings.sample_count(recipe), settings.seed, recipe.overrides))
    cell, *_ = _derive(bench)
    if any(isinstance(step, Impedance) for step in recipe.protocol):
        capacitances(bench, cell)
    build_body(bench, cell.composite, cell.stack)
    return tuple(bench.ledger.entries)


def _derive(bench: Workbench) -> tuple[DerivedCell, AnodeLimits, Grating]:
    """The cell's parameters, the limits of its anode, and a sensor in it.

    Raises
    ------
    RecipeError
        For an active material that reacts in a way that no equations here hold.
    """
    active = bench.material(bench.recipe.cathode.active)
    if active.rules.get("reaction") == "insertion":
        raise RecipeError(
            f"{active.name} takes up lithium by insertion, which is not computed: cathodes here convert sulfur, "
            "selenium or a sulfide to Li2S and its kin. Its energy per mass is estimated by `brimstone energy`; "
            "`brimstone list materials` shows what converts",
            "cathode.active",
        )
    cell = derive(bench)
    return cell, anode_limits(bench, cell), usual_grating(bench)


def _weighs(settings: Settings) -> bool:
    """Whether a run also says which open number of the recipe matters most."""
    return settings.checks and settings.curves and not settings.certain


class _Stopwatch:
    """Time that each part of a run takes [s]."""

    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self.last = now - self.last, now
        self.laps["total"] = now - self.started
