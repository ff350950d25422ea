"""One cell: from a recipe to its run."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import brimstone
from brimstone.library import Ledger, Library
from brimstone.library import load as load_library
from brimstone.model import solid
from brimstone.model.derive import SolidCell, derive
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR, theoretical_capacity
from brimstone.protocol import Program, compile_protocol
from brimstone.recipe import Recipe, read
from brimstone.result import Band, Curve, Run, Step
from brimstone.result.balances import energy_error, lithium_error, sulfur_error
from brimstone.result.losses import losses
from brimstone.solver import ensemble
from brimstone.solver.interface import CHARGE, COMPLETED, ENERGY, LEFT_OUT, STATUS
from brimstone.stack import build_stack

MEMBERS = 200  #: samples of an uncertain run, beside the nominal one
NODES = 40  #: finite volumes through the depth
TOLERANCE = 1e-6  #: of the nominal member's time steps, tight enough for its balances
ENSEMBLE_TOLERANCE = 1e-5
_POINTS = 1000  # recorded a step for the nominal member, at most
_BAND_POINTS = 260
_BAND_MEMORY = 4e7  # numbers kept for bands
_PROFILE_MEMORY = 2e7

#: Losses that can be taken away one at a time -> the parameters that go, and what they become.
_REMOVABLE: Mapping[str, Mapping[str, float]] = {
    "ionic path": {"ionic_resistivity": 1e-6},
    "electronic path": {"electronic_resistivity": 1e-6},
    "kinetics": {"conversion_rate": 1e3, "film_discharge": 1e3, "film_charge": 1e3},
    "product film": {"film_discharge": 0.0, "film_charge": 0.0},
}


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
        self.library = library or load_library()

    def run(self, *, certain: bool = False, members: int = MEMBERS, nodes: int = NODES, seed: int = 0) -> Run:
        """Carry out the recipe's protocol.

        Parameters
        ----------
        certain : bool
            Nominal values only: no ensemble, no intervals.
        members : int
            Samples over the stated uncertainties.
        nodes : int
            Finite volumes through the depth of the cathode.
        seed : int
            Of the samples.

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
        ledger = Ledger(1 if certain else 1 + members, seed, self.recipe.overrides)
        cell = derive(self.recipe, self.library, ledger)
        charge, mass = float(cell.theoretical_charge[0]), float(cell.active_mass[0])
        program = compile_protocol(self.recipe, charge, mass, cell.starts_charged)
        stack = build_stack(
            self.recipe,
            self.library,
            ledger,
            cell.composite.thickness,
            cell.composite.density,
            list(cell.separator_thicknesses),
            cell.theoretical_charge,
        )
        clock.lap("derive")
        nominal = _nominal(cell, program, nodes)
        clock.lap("solve")
        finer = _finer(cell, program, 2 * nodes)
        without = _without_losses(cell, program, nodes)
        clock.lap("losses")
        outcomes, bands = nominal.outcomes, [None] * len(program.instructions)
        if not certain:
            outcomes, bands = _uncertain(cell, program, nodes, nominal)
        clock.lap("ensemble")
        steps = []
        for number, instruction in enumerate(program.instructions):
            curve = Curve.of(nominal, 0, number)
            profile = nominal.profiles[0, number, : curve.time.size]
            resistances = {name: float(values[0]) for name, values in cell.resistances.items()}
            flows = curve.time.size > 1 and instruction.kind != "rest"
            split = losses(cell.parameters[0], resistances, profile, curve.current) if flows else None
            steps.append(
                Step(
                    instruction=instruction,
                    outcomes=outcomes[:, number],
                    curve=curve,
                    band=bands[number],
                    profile=profile,
                    losses=split,
                    regained={name: _regained(nominal, other, number) for name, other in without.items()},
                    cell=cell,
                    areal_mass=stack.areal_mass,
                    stack_thickness=stack.thickness,
                )
            )
        notes = [*self.recipe.assumptions, *program.notes]
        notes += [
            f"overrides.{name}: nothing is drawn under this name"
            + (f"; did you mean {' or '.join(near)}?" if near else "")
            for name, near in ledger.unused_overrides().items()
        ]
        run = Run(
            recipe=self.recipe,
            cell=cell,
            steps=tuple(steps),
            provenance=tuple(ledger.entries),
            balances=_balances(cell, steps, nominal),
            mesh_error=_mesh_error(nominal, finer, program),
            members=ledger.samples,
            notes=tuple(notes),
            version=brimstone.__version__,
        )
        clock.lap("results")
        return replace(run, timings=clock.laps)


def load(source: str | Path, library: Library | None = None) -> Cell:
    """Read a recipe file and return its cell.

    Raises
    ------
    RecipeError
        When the file is no valid recipe.
    """
    return Cell(read(source), library)


class _Clock:
    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self.last = now - self.last, now
        self.laps["total"] = now - self.started


def _solve(cell: SolidCell, parameters: np.ndarray, program: Program, members: slice | np.ndarray, **options):
    return ensemble.run(
        solid.FUNCTIONS,
        parameters,
        cell.initial_potential[members],
        cell.initial_states[members],
        program.controls,
        scales=solid.TOLERANCE_SCALES,
        **options,
    )


def _points(program: Program, nodes: int) -> int:
    room = _PROFILE_MEMORY / (len(program.instructions) * nodes * (1 + len(solid.STATES)))
    return int(min(_POINTS, max(room, 65)))


def _nominal(cell: SolidCell, program: Program, nodes: int):
    options = {"nodes": nodes, "tolerance": TOLERANCE, "points": _points(program, nodes), "profiles": True}
    return _solve(cell, cell.parameters[:1], program, slice(1), **options)


def _finer(cell: SolidCell, program: Program, nodes: int):
    points = _points(program, 8)
    return _solve(cell, cell.parameters[:1], program, slice(1), nodes=nodes, tolerance=TOLERANCE, points=points)


def _without_losses(cell: SolidCell, program: Program, nodes: int) -> dict[str, np.ndarray]:
    """Charge of every instruction with one loss taken away at a time, nominal member."""
    rows: dict[str, np.ndarray] = {}
    base = cell.parameters[0]
    for name, changes in _REMOVABLE.items():
        rows[name] = base.copy()
        for parameter, factor in changes.items():
            rows[name][solid.PARAMETER_INDEX[parameter]] *= factor
    series = solid.PARAMETER_INDEX["series_resistance"]
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
            rows[name][solid.PARAMETER_INDEX["anode_exchange_current"]] = 1e9
    same = np.zeros(len(rows), dtype=int)
    solved = _solve(cell, np.stack(list(rows.values())), program, same, nodes=nodes, tolerance=ENSEMBLE_TOLERANCE)
    return {name: solved.outcomes[place] for place, name in enumerate(rows)}


def _regained(nominal, without: np.ndarray, number: int) -> float:
    """Charge won by taking a loss away [C/m2]; zero where either run has nothing to compare."""
    if nominal.outcomes[0, number, STATUS] not in COMPLETED or without[number, STATUS] not in COMPLETED:
        return 0.0
    return float(abs(without[number, CHARGE]) - abs(nominal.outcomes[0, number, CHARGE]))


def _uncertain(cell: SolidCell, program: Program, nodes: int, nominal):
    """Outcomes of all members with the nominal one first, and the band of each instruction."""
    members, instructions = cell.parameters.shape[0], len(program.instructions)
    points = _BAND_POINTS if members * instructions * _BAND_POINTS * 4 < _BAND_MEMORY else 0
    solved = _solve(
        cell, cell.parameters, program, slice(None), nodes=nodes, tolerance=ENSEMBLE_TOLERANCE, points=points
    )
    bands = [Band.of(solved, number, solved.completed[:, number]) if points else None for number in range(instructions)]
    outcomes = solved.outcomes
    outcomes[0] = nominal.outcomes[0]
    return outcomes, bands


def _balances(cell: SolidCell, steps: Sequence[Step], nominal) -> dict[str, float]:
    """Relative errors of the nominal member; a step that did not run has none."""
    ran = [
        (number, step)
        for number, step in enumerate(steps)
        if step.completed and step.status != LEFT_OUT and step.curve.time.size > 1
    ]
    if not ran:
        return {"charge": 0.0, "lithium": 0.0, "sulfur": 0.0, "energy": 0.0}
    throughput = max(abs(step.outcomes[0, CHARGE]) for _, step in ran) or 1.0
    charge = max(nominal.charge_balance[0, number] for number, _ in ran)
    profiles = [step.profile for _, step in ran]
    charges = [float(step.outcomes[0, CHARGE]) for _, step in ran]
    reachable = cell.parameters[0, solid.PARAMETER_INDEX["conversion_charge"]] * cell.composite.thickness[0]
    moles = reachable / theoretical_capacity(ELECTRONS_PER_SULFUR, 1.0)
    energies = [
        energy_error(step.curve, step.losses, float(step.outcomes[0, ENERGY]))
        for _, step in ran
        if step.losses is not None and abs(step.outcomes[0, CHARGE]) > 1e-3 * throughput
    ]
    return {
        "charge": float(charge),
        "lithium": lithium_error(cell.parameters[0], profiles, charges, moles),
        "sulfur": sulfur_error(profiles),
        "energy": max(energies, default=0.0),
    }


def _mesh_error(nominal, finer, program: Program) -> float:
    """Root mean square of the voltage error of the mesh, the largest over the shown steps [V].

    The mesh is of second order, so the run on half the width differs by three quarters of the error.
    """
    worst = 0.0
    for number, instruction in enumerate(program.instructions):
        if not instruction.shown or instruction.kind not in ("charge", "discharge"):
            continue
        coarse, fine = Curve.of(nominal, 0, number), Curve.of(finer, 0, number)
        if min(coarse.charge.size, fine.charge.size) < 5:
            continue
        end = 0.998 * min(abs(coarse.charge[-1]), abs(fine.charge[-1]))
        grid = np.linspace(0.0, end, 400)
        difference = np.interp(grid, np.abs(coarse.charge), coarse.voltage) - np.interp(
            grid, np.abs(fine.charge), fine.voltage
        )
        worst = max(worst, 4.0 / 3.0 * float(np.sqrt(np.mean(difference**2))))
    return worst
