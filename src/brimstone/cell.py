"""One cell: from a recipe to its run."""

import functools
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import brimstone
from brimstone.constants import MA_CM2
from brimstone.inspect import check
from brimstone.instrument.sensors import Grating, usual_grating
from brimstone.library import Entry, Ledger, Library
from brimstone.library import load as load_library
from brimstone.library.own import with_own_materials
from brimstone.library.pressures import assumed_pressures
from brimstone.library.workbench import Workbench
from brimstone.model import air_exposure, polymerisation
from brimstone.model.capacitance import capacitances
from brimstone.model.derive import DerivedCell, derive
from brimstone.model.lithium import AnodeLimits, anode_limits
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR, theoretical_capacity
from brimstone.protocol import Program, compile_protocol
from brimstone.recipe import Impedance, Recipe, read
from brimstone.result import Band, Curve, Losses, Run, Step
from brimstone.result.balances import LARGEST_ERROR, energy_error, lithium_error, sulfur_error
from brimstone.result.figures import INTERVAL
from brimstone.result.losses import losses
from brimstone.result.package import package_notes
from brimstone.result.pressure import pressure_notes, pressure_trace, volume_error
from brimstone.result.shuttle import MOST_CHARGE
from brimstone.simulate.anchor import condition
from brimstone.simulate.spectra import spectra
from brimstone.solver import ensemble
from brimstone.solver.ensemble import Ensemble
from brimstone.solver.interface import CHARGE, COMPLETED, ENERGY, STATUS
from brimstone.stack import build_body

MEMBERS = 200  #: samples of an uncertain run, beside the nominal one
_LONG = 100_000  # steps of all members together, above which there are fewer members
_LEAST_MEMBERS = 25
NODES = 40  #: finite volumes through the depth
ENSEMBLE_TOLERANCE = 1e-5  #: of the time steps of the other members
DETAILED = 40  #: instructions, from the first, whose losses and profiles are kept and whose energy is balanced
_TOLERANCES = (1e-7, 1e-8, 1e-9, 1e-10, 1e-11)  # of the nominal member, tightened until its balances close
_PROFILE_POINTS = 40_000  # room for recorded points a step; memory is taken only for those that are filled
_CURVE_TOLERANCE, _CURVE_POINTS = 1e-6, 4000  # of runs that keep no profiles
_NOTEWORTHY = 0.02  # [V]; what ion conduction in the cathode may cost without a word
_BAND_POINTS = 260
_BAND_MEMORY = 4e7  # numbers kept for bands

#: What is computed, and the share of it that is done.
Progress = Callable[[str, float], None]


class Cell:
    """A cell as written in a recipe.

    Parameters
    ----------
    recipe : Recipe
    library : Library, optional
        That of the package unless given.
    """

    def __init__(self, recipe: Recipe, library: Library | None = None):
        self.recipe = recipe
        self.library = with_own_materials(library or load_library(), recipe)

    def run(
        self,
        *,
        certain: bool = False,
        members: int | None = None,
        nodes: int = NODES,
        seed: int = 0,
        progress: Progress | None = None,
        checks: bool = True,
        conditioned: Mapping[str, np.ndarray] | None = None,
    ) -> Run:
        """Carry out the recipe's protocol.

        Parameters
        ----------
        certain : bool
            Nominal values only: no ensemble, no intervals.
        members : int, optional
            Samples over the stated uncertainties: 200, or fewer for a protocol of more than 500 steps, with a note.
        nodes : int
            Finite volumes through the depth of the cathode.
        seed : int
            Of the samples.
        progress : callable, optional
            Told what is being computed, and which share of it is done.
        checks : bool
            Also run on a finer mesh and without each loss; else `Run.mesh_error` is NaN and `Step.regained` empty.
        conditioned : mapping of str to ndarray, optional
            Samples by name, narrowed by what was measured in this laboratory, in place of the recipe's own anchors.

        Returns
        -------
        Run
            A step that failed says so in its status; nothing is raised for it.

        Raises
        ------
        BrimstoneError
            When the recipe can't be made or its protocol can't be carried out.
        """
        clock = _Clock()
        checked = [str(note) for note in check(self.recipe, self.library) if note.level == "warning"]
        asked, members = members, affordable_members(self.recipe) if members is None else members
        samples = 1 if certain else 1 + members
        anchored: list[str] = []
        if conditioned is None:
            conditioned, anchored = condition(self.recipe, self.library, samples, seed)
        bench = Workbench.of(self.recipe, self.library, Ledger(samples, seed, self.recipe.overrides, conditioned))
        cell, anode, grating = _derived(bench)
        package, thermal = build_body(bench, cell.composite, cell.stack)
        charge, mass = float(cell.theoretical_charge[0]), float(cell.active_mass[0])
        most = math.inf if cell.polysulfides is None else MOST_CHARGE * charge
        program = compile_protocol(self.recipe, charge, mass, cell.starts_charged, most)
        clock.lap("derive")
        nominal = _nominal(cell, program, nodes, progress)
        clock.lap("solve")
        first = program.controls[:, :DETAILED]
        without, mesh_error = dict[str, np.ndarray](), math.nan
        if checks:
            finer = _solve(cell, first, nodes=2 * nodes, tolerance=_CURVE_TOLERANCE, points=_CURVE_POINTS)
            mesh_error = _mesh_error(nominal.curves, finer, program)
            without = _without_losses(cell, first, nodes)
        clock.lap("losses")
        outcomes, bands = nominal.outcomes, [None] * len(program.instructions)
        if not certain:
            outcomes, bands = _uncertain(cell, program, nodes, nominal.outcomes, progress)
        clock.lap("ensemble")
        measured = spectra(bench, cell, program, nominal.profiles, outcomes, ENSEMBLE_TOLERANCE)
        clock.lap("impedance")
        steps = tuple(
            Step(
                instruction=instruction,
                outcomes=outcomes[:, number],
                curve=nominal.curves[number],
                band=bands[number],
                profile=nominal.profiles[number],
                losses=nominal.losses[number],
                regained=_regained(nominal.outcomes[0], without, number),
                cell=cell,
                areal_mass=cell.stack.areal_mass,
                stack_thickness=cell.stack.thickness,
            )
            for number, instruction in enumerate(program.instructions)
        )
        long = []
        if not certain and asked is None and members < MEMBERS:
            long.append(
                f"the protocol has {len(program.instructions)} steps: intervals are of {members} samples instead of "
                f"{MEMBERS}, and voltage bands are left out; ask for more with members ({MEMBERS} take some "
                f"{MEMBERS / members:.0f} times as long)"
            )
        nominal_bench = Workbench.of(self.recipe, self.library)
        notes = [
            *checked,
            *long,
            *self.recipe.assumptions,
            *assumed_pressures(nominal_bench),
            *air_exposure.sentences(nominal_bench),
            *polymerisation.sentences(nominal_bench),
            *anchored,
            *program.notes,
            *self._network_notes(cell, steps),
            *_dry_notes(cell),
        ]
        notes += [*self._limit_notes(cell, steps), *package_notes(package)]
        trace = pressure_trace(steps, cell, cell.mechanics)
        notes += pressure_notes(trace, cell.mechanics, self.library.constant("process/stack_pressure_limit").si)
        notes += [
            f"overrides.{name}: nothing is drawn under this name"
            + (f"; did you mean {' or '.join(near)}?" if near else "")
            for name, near in bench.ledger.unused_overrides().items()
        ]
        run = Run(
            recipe=self.recipe,
            cell=cell,
            package=package,
            thermal=thermal,
            steps=steps,
            anode=anode,
            grating=grating,
            provenance=tuple(bench.ledger.entries),
            balances={**nominal.balances, "volume": volume_error(steps, trace, cell, cell.mechanics)},
            mesh_error=mesh_error,
            members=bench.samples,
            notes=tuple(notes),
            version=brimstone.__version__,
            spectra=measured,
        )
        clock.lap("results")
        return replace(run, timings=clock.laps)

    def provenance(self, *, members: int = MEMBERS, seed: int = 0) -> tuple[Entry, ...]:
        """Every number that a run would use and where it comes from, without running.

        Raises
        ------
        BrimstoneError
            When the recipe can't be made.
        """
        bench = Workbench.of(self.recipe, self.library, Ledger(1 + members, seed, self.recipe.overrides))
        cell, *_ = _derived(bench)
        if any(isinstance(step, Impedance) for step in self.recipe.protocol):
            capacitances(bench, cell)
        build_body(bench, cell.composite, cell.stack)
        return tuple(bench.ledger.entries)

    def _network_notes(self, cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
        """A word on the ionic network where it costs voltage and the two tiers of the composite disagree on it."""
        trusted = self.library.constant("composite/trusted_electrolyte_fraction").si
        if not cell.composite.electrolyte_shares:
            return []
        fraction = float(cell.composite.phi_electrolyte[0])
        costs = [step.losses.mean(step.curve.charge)["ionic path"] for step in steps if step.losses is not None]
        if fraction >= trusted or max(costs, default=0.0) < _NOTEWORTHY:
            return []
        return [
            f"the cathode holds {100 * fraction:.0f} vol% of electrolyte; below {100 * trusted:.0f} vol% its ionic "
            "network is near its threshold, where formulas and voxels differ by more than 25 %, and ion conduction "
            f"costs {1e3 * max(costs):.0f} mV here"
        ]

    def _limit_notes(self, cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
        """A word on currents that a layer with a salt could not carry for long; the model does not deplete it."""
        drawn = max((float(np.max(np.abs(step.curve.current))) for step in steps if step.curve.current.size), default=0)
        return [
            f"{drawn / MA_CM2:.3g} mA/cm2 is drawn through layer {number + 1} of the separator "
            f"({self.recipe.separator[number].electrolyte}), whose salt is used up at one electrode above "
            f"{float(limit[0]) / MA_CM2:.3g} mA/cm2: it would end earlier than computed"
            for number, limit in cell.limiting_currents.items()
            if drawn > float(limit[0])
        ]


def load(source: str | Path, library: Library | None = None) -> Cell:
    """Read a recipe file and return its cell.

    Raises
    ------
    RecipeError
        When the file is no valid recipe.
    """
    return Cell(read(source), library)


def _derived(bench: Workbench) -> tuple[DerivedCell, AnodeLimits, Grating]:
    """The cell's parameters, the limits of its anode, and a sensor in it."""
    cell = derive(bench)
    return cell, anode_limits(bench, cell), usual_grating(bench)


def _dry_notes(cell: DerivedCell) -> list[str]:
    """A word on a cathode without electrolyte, of which ions reach the surface only."""
    if cell.composite.electrolyte_shares:
        return []
    depth, whole = cell.parameter("thickness"), cell.composite.thickness
    low, high = 1e6 * np.quantile(depth[1:] if depth.size > 1 else depth, INTERVAL)
    spread = f" ({low:.2g} to {high:.2g})" if depth.size > 1 else ""
    return [
        f"the cathode has no electrolyte in it: ions reach {1e6 * float(depth[0]):.2g} um{spread} of its "
        f"{1e6 * float(whole[0]):.0f} um, as deep as the layer beside it conforms to its surface, and sulfur further "
        "in takes no part. What dissolves in a polymer and moves to the surface is not computed. An electrolyte mixed "
        "in, or brought into the pores (infiltrated), reaches all of it"
    ]


class _Clock:
    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self.last = now - self.last, now
        self.laps["total"] = now - self.started


def _solve(cell: DerivedCell, controls: np.ndarray, parameters: np.ndarray | None = None, **options) -> Ensemble:
    """Integrate the nominal member, or members that share its start, or with `parameters` of the whole ensemble all."""
    parameters = cell.parameters[:1] if parameters is None else parameters
    whole = parameters is cell.parameters
    chosen = np.arange(len(parameters)) if whole else np.zeros(len(parameters), dtype=int)
    return ensemble.run(
        cell.equations.functions,
        parameters,
        cell.initial_potential[chosen],
        cell.initial_states[chosen],
        controls,
        scales=cell.equations.scales,
        **options,
    )


@dataclass(frozen=True)
class _Nominal:
    """The nominal member's run: everything for the first instructions, curves for all."""

    outcomes: np.ndarray
    curves: list[Curve]
    profiles: list[np.ndarray]
    losses: list[Losses | None]
    balances: dict[str, float]


def _nominal(cell: DerivedCell, program: Program, nodes: int, progress: Progress | None) -> _Nominal:
    """Run the nominal member, tightening its tolerance until its balances close."""
    detailed = program.instructions[:DETAILED]
    controls = program.controls[:, :DETAILED]
    resistances = {name: float(values[0]) for name, values in cell.resistances.items()}
    tried = []
    for tolerance in _TOLERANCES:
        solved = _solve(cell, controls, nodes=nodes, tolerance=tolerance, points=_PROFILE_POINTS, profiles=True)
        curves = [Curve.of(solved, 0, number) for number in range(len(detailed))]
        profiles = [solved.profiles[0, number, : curve.time.size] for number, curve in enumerate(curves)]
        split = [
            losses(cell.equations, cell.parameters[0], resistances, profile, curve.current)
            if curve.time.size > 1 and instruction.kind != "rest"
            else None
            for instruction, curve, profile in zip(detailed, curves, profiles, strict=True)
        ]
        balances = _balances(cell, solved, curves, profiles, split)
        tried.append((solved.outcomes, curves, profiles, split, balances))
        if max(balances.values()) <= 0.5 * LARGEST_ERROR:
            break
    # A tighter run may do worse: one with more time steps than there is room for loses its middle.
    outcomes, curves, profiles, split, balances = min(tried, key=lambda one: max(one[-1].values()))
    rest = len(program.instructions) - len(detailed)
    if rest:
        whole = _solve(
            cell,
            program.controls,
            nodes=nodes,
            tolerance=_CURVE_TOLERANCE,
            points=_CURVE_POINTS,
            progress=_telling(progress, "nominal values"),
        )
        numbers = range(len(detailed), len(program.instructions))
        curves += [Curve.of(whole, 0, number) for number in numbers]
        profiles += [np.empty((0, *profiles[0].shape[1:]))] * rest
        split += [None] * rest
        outcomes = np.concatenate([outcomes, whole.outcomes[:, len(detailed) :]], axis=1)
        balances["charge"] = max(balances["charge"], float(whole.charge_balance.max()))
    return _Nominal(outcomes, curves, profiles, split, balances)


def _without_losses(cell: DerivedCell, controls: np.ndarray, nodes: int) -> dict[str, np.ndarray]:
    """Charge of every instruction with one loss taken away at a time, nominal member."""
    rows: dict[str, np.ndarray] = {}
    base = cell.parameters[0]
    for name, changes in cell.equations.removable.items():
        rows[name] = base.copy()
        for parameter, factor in changes.items():
            rows[name][cell.equations.index[parameter]] *= factor
    series = cell.equations.index["series_resistance"]
    parts = {name: float(values[0]) for name, values in cell.resistances.items()}
    groups = {
        "anode": parts["anode_interface"],
        "electrolyte layer": sum(r for name, r in parts.items() if name.startswith("separator")),
        "contacts": parts["cathode_interface"] + parts["collector_contact"],
    }
    for name, resistance in groups.items():
        rows[name] = base.copy()
        rows[name][series] -= resistance
        if name == "anode":
            rows[name][cell.equations.index["anode_exchange_current"]] = 1e9
    solved = _solve(cell, controls, np.stack(list(rows.values())), nodes=nodes, tolerance=ENSEMBLE_TOLERANCE)
    return {name: solved.outcomes[place] for place, name in enumerate(rows)}


def _regained(nominal: np.ndarray, without: Mapping[str, np.ndarray], number: int) -> dict[str, float]:
    """Charge won by taking each loss away [C/m2]; zero where either run has nothing to compare."""
    if any(number >= len(other) for other in without.values()):
        return {}
    completed = nominal[number, STATUS] in COMPLETED
    return {
        name: float(abs(other[number, CHARGE]) - abs(nominal[number, CHARGE]))
        if completed and other[number, STATUS] in COMPLETED
        else 0.0
        for name, other in without.items()
    }


def _telling(progress: Progress | None, words: str) -> Callable[[float], None] | None:
    """What the solver tells its progress to."""
    return None if progress is None else functools.partial(progress, words)


def affordable_members(recipe: Recipe) -> int:
    """Samples that a run of a recipe has unless told otherwise: `MEMBERS`, or fewer where the protocol is long."""
    steps = 0
    for step in recipe.protocol:
        cycles = getattr(step, "cycles", 1)
        steps += 2 * cycles if isinstance(cycles, int) else 1
    return max(_LEAST_MEMBERS, min(MEMBERS, _LONG // steps))


def _uncertain(cell: DerivedCell, program: Program, nodes: int, nominal: np.ndarray, progress: Progress | None):
    """Outcomes of all members with the nominal one first, and the band of each instruction."""
    members, instructions = cell.parameters.shape[0], len(program.instructions)
    points = _BAND_POINTS if members * instructions * _BAND_POINTS * 4 < _BAND_MEMORY else 0
    solved = _solve(
        cell,
        program.controls,
        cell.parameters,
        nodes=nodes,
        tolerance=ENSEMBLE_TOLERANCE,
        points=points,
        progress=_telling(progress, f"{members - 1} samples"),
    )
    valid = solved.completed
    bands = [Band.of(solved, number, valid[:, number]) if points else None for number in range(instructions)]
    outcomes = solved.outcomes
    outcomes[0] = nominal[0]
    return outcomes, bands


def _balances(
    cell: DerivedCell,
    solved: Ensemble,
    curves: Sequence[Curve],
    profiles: Sequence[np.ndarray],
    split: Sequence[Losses | None],
) -> dict[str, float]:
    """Relative errors of the nominal member; instructions that did not run have none."""
    outcomes = solved.outcomes[0]
    ran = [
        number for number, curve in enumerate(curves) if outcomes[number, STATUS] in COMPLETED and curve.time.size > 1
    ]
    if not ran:
        return {"charge": 0.0, "lithium": 0.0, "sulfur": 0.0, "energy": 0.0}
    throughput = np.max(np.abs(outcomes[ran, CHARGE]))
    reachable = float(cell.reach[0])
    moles = reachable / theoretical_capacity(ELECTRONS_PER_SULFUR, 1.0)
    taken = [profiles[number] for number in ran]
    energies = [
        energy_error(curves[number], part, float(outcomes[number, ENERGY]))
        for number in ran
        if (part := split[number]) is not None and abs(outcomes[number, CHARGE]) > 1e-3 * throughput
    ]
    return {
        "charge": float(np.max(solved.charge_balance[0, ran])),
        "lithium": lithium_error(
            cell.equations, cell.parameters[0], taken, [float(outcomes[number, CHARGE]) for number in ran], moles
        ),
        "sulfur": sulfur_error(
            cell.equations, taken, reachable / float(cell.theoretical_charge[0]), cell.charge_by_mass
        ),
        "energy": max(energies, default=0.0),
    }


def _mesh_error(curves: Sequence[Curve], finer: Ensemble, program: Program) -> float:
    """Root mean square of the voltage error of the mesh, the largest over the shown steps [V].

    The mesh is of second order, so the run on half the width differs by three quarters of the error.
    """
    worst = 0.0
    for number, instruction in enumerate(program.instructions[:DETAILED]):
        if not instruction.shown or instruction.kind not in ("charge", "discharge"):
            continue
        coarse, fine = curves[number], Curve.of(finer, 0, number)
        if min(coarse.charge.size, fine.charge.size) < 5:
            continue
        end = 0.998 * min(abs(coarse.charge[-1]), abs(fine.charge[-1]))
        grid = np.linspace(0.0, end, 400)
        difference = np.interp(grid, np.abs(coarse.charge), coarse.voltage) - np.interp(
            grid, np.abs(fine.charge), fine.voltage
        )
        worst = max(worst, 4.0 / 3.0 * float(np.sqrt(np.mean(difference**2))))
    return worst
