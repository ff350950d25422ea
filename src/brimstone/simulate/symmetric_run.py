"""A symmetric cell through the protocol of its recipe."""

from math import nan

import numpy as np

from brimstone._records import nominal
from brimstone._version import __version__
from brimstone.library import Library
from brimstone.model.capacitance import Arc, Capacitances, capacitances
from brimstone.model.derive import derive
from brimstone.model.surroundings import Followed, State, follow
from brimstone.model.symmetric.cell import SymmetricCell
from brimstone.protocol import Basis, Program, compile_protocol
from brimstone.recipe import Recipe
from brimstone.recipe.kinds import SYMMETRIC
from brimstone.result.figures import Figure
from brimstone.result.impedance import Impedance
from brimstone.result.symmetric import SymmetricRun, SymmetricStep
from brimstone.simulate.impedance import Taken, peak_of, spectrum
from brimstone.simulate.measured import bench_of, notes_of, provenance_of
from brimstone.simulate.settings import ERROR_STATE, Settings
from brimstone.simulate.symmetric import run_through
from brimstone.solver.ensemble import Ensemble, charge_balance
from brimstone.solver.interface import COMPLETED, LEFT_OUT, NOT_RUN, STATUS, VOLTAGE_END, among

_MOST_POINTS = 400_000  # recorded in all
_POINTS = (20, 400)  # least and most of a step
_SMALL = 1e-3  # [A/m2]; current by which a slope is taken


@np.errstate(**ERROR_STATE)
def run_symmetric(recipe: Recipe, library: Library, settings: Settings | None = None) -> SymmetricRun:
    """Carry out the protocol of a symmetric cell.

    Parameters
    ----------
    recipe : Recipe
        Whose `cell` is ``"symmetric"``.
    library : Library
    settings : Settings, optional
        Samples and seed.

    Raises
    ------
    RecipeError
        For another kind of cell, and where it can't be made or its protocol can't be carried out.
    """
    bench = bench_of(recipe, library, settings, SYMMETRIC)
    recipe = bench.recipe
    derived = derive(bench)
    cell = SymmetricCell.of(derived)
    program = compile_protocol(recipe, Basis(0.0, 0.0, starts_charged=True, mirrored=True))
    points = int(np.clip(_MOST_POINTS / max(1, len(program.instructions)), *_POINTS))
    solved, outcomes, ends = run_through(cell, program.controls, points)
    asked = any(one.frequencies for one in program.instructions)
    stored = capacitances(bench, derived) if asked else None
    steps = tuple(_step(cell, program, solved, outcomes, number) for number in range(len(program.instructions)))
    return SymmetricRun(
        recipe=recipe,
        steps=steps,
        resistance=Figure.of(cell.resistance, unit="ohm m2"),
        interface=Figure.of(cell.interface, unit="ohm m2"),
        separator=Figure.of(cell.separator, unit="ohm m2"),
        impedance=() if stored is None else tuple(_spectra(cell, stored, program, outcomes, ends)),
        lithium=nominal(_side(cell, 0, np.concatenate([cell.initial, cell.initial], axis=1), 0.0).lithium),
        balances={
            "charge": float(charge_balance(solved.outcomes).max()),
            "lithium": _lithium_error(cell, ends[:1, _last(outcomes), 1, 1:]),
        },
        provenance=provenance_of(bench),
        members=bench.samples,
        notes=notes_of(bench),
        version=__version__,
    )


def _last(outcomes: np.ndarray) -> int:
    """The last instruction that the nominal member ran."""
    return int(np.flatnonzero(~among(outcomes[0, :, STATUS], (NOT_RUN, LEFT_OUT)))[-1])


def _side(cell: SymmetricCell, side: int, states: np.ndarray, current: np.ndarray | float) -> Followed:
    """What follows at one side from the states of both, of one member along its points or of all members.

    A positive current strips the first side.
    """
    rows = cell.side if len(states) == len(cell.side) else cell.side[:1]
    own = states[:, side * len(State) :][:, : len(State)]
    return follow(0.0, current if side == 0 else -current, list(own.T), list(rows.T))


def _step(cell: SymmetricCell, program: Program, solved: Ensemble, outcomes: np.ndarray, number: int) -> SymmetricStep:
    count = solved.counts[0, number]
    rows, states = solved.curves[0, number, :count], solved.traces[0, number, :count, 1:]
    sides = [_side(cell.alone, side, states, rows[:, 2]) for side in (0, 1)]

    def both(name: State) -> np.ndarray:
        return np.stack([states[:, side * len(State) + name] for side in (0, 1)])

    return SymmetricStep(
        instruction=program.instructions[number],
        outcomes=outcomes[:, number],
        time=rows[:, 0],
        voltage=rows[:, 1],
        current=-rows[:, 2],
        voids=both(State.voids),
        cracks=both(State.crack),
        contact=np.stack([np.broadcast_to(side.anode_contact, (count,)) for side in sides]),
        lithium=np.stack([np.broadcast_to(side.lithium, (count,)) for side in sides]),
        pressure=np.array(np.broadcast_to(sides[0].pressure, (count,))),
    )


def _lithium_error(cell: SymmetricCell, states: np.ndarray) -> float:
    """Change of the lithium on both sides and in their interphases, over all of it, nominal."""
    start = np.concatenate([cell.initial, cell.initial], axis=1)[:1]

    def held(states: np.ndarray) -> float:
        interphases = states[0, State.interphase] + states[0, len(State) + State.interphase]
        return float(interphases + sum(float(np.ravel(_side(cell, side, states, 0.0).lithium)[0]) for side in (0, 1)))

    return abs(held(states) - held(start)) / held(start)


def _spectra(
    cell: SymmetricCell, stored: Capacitances, program: Program, outcomes: np.ndarray, ends: np.ndarray
) -> list[Impedance]:
    """Of every instruction that requests one and was reached: both interfaces, and the separator between them."""
    arcs = [
        arc if arc.part == "electrolyte layer" else arc.on_both_sides
        for arc in stored.arcs
        if arc.part in ("electrolyte layer", "anode")
    ]
    fresh = _slope(cell, np.concatenate([cell.initial, cell.initial], axis=1))
    nothing, ideal = np.zeros(len(fresh)), np.ones(len(fresh))
    found = []
    for number, one in enumerate(program.instructions):
        if not one.frequencies or outcomes[0, number, STATUS] not in COMPLETED:
            continue
        valid = among(outcomes[:, number, STATUS], COMPLETED)
        added = _slope(cell, ends[:, number, 1, 1:]) - fresh
        parts = [(arc, peak_of(arc)) for arc in arcs]
        if np.any(added):
            parts.append((Arc("anode", "what changed at both sides", added, nothing, ideal), nan))
        frequency = np.array(one.frequencies)
        whole = np.sum([arc.impedance(frequency) for arc, _ in parts], axis=0)
        found.append(
            spectrum(Taken(one.label, one.step, frequency, outcomes[:, number, VOLTAGE_END], valid), whole, parts)
        )
    return found


def _slope(cell: SymmetricCell, states: np.ndarray) -> np.ndarray:
    """Resistance to a small current in a state (members, states of both sides) [ohm m2], (members,)."""
    slope = np.zeros(len(states))
    for side in (0, 1):
        more, less = (_side(cell, side, states, sign * _SMALL).loss for sign in (1.0, -1.0))
        slope = slope + np.abs(more - less) / (2.0 * _SMALL)
    return slope
