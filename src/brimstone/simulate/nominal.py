"""The nominal member: solved until its balances close, with profiles and losses of some instructions."""

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from brimstone._records import nominal, record
from brimstone.model.derive import DerivedCell
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR, theoretical_capacity
from brimstone.protocol import Program
from brimstone.result import Curve, Losses
from brimstone.result.outside import Outside
from brimstone.result.run import LARGEST_ERROR
from brimstone.simulate.balances import electrolyte_error, energy_error, lithium_error, sulfur_error
from brimstone.simulate.chosen import Stretch, stretches
from brimstone.simulate.curves import curve_of
from brimstone.simulate.losses import losses
from brimstone.simulate.outside import NOTHING, outsides_of
from brimstone.simulate.parts import Parts, Recorder
from brimstone.simulate.settings import TOLERANCE, Progress, Settings
from brimstone.simulate.solve import CURVE_POINTS, CURVE_TOLERANCE, solve_long, solve_nominal
from brimstone.solver.ensemble import NOW, Ensemble, SolverOptions, charge_balance
from brimstone.solver.interface import CHARGE, ENERGY, SOLVED, STATUS, among

DETAILED = 40  #: instructions, from the first, whose losses and profiles are kept whatever cycles are chosen
_TIGHTER = (1.0, 0.1, 0.01, 1e-3, 1e-4)  # times the tolerance, until the balances close
_PROFILE_POINTS = 40_000  # room for recorded points a step; memory is taken only for those that are filled


@record
class Nominal:
    """The nominal member's run: everything for the first `DETAILED` instructions and chosen cycles, curves for all.

    Attributes
    ----------
    outcomes : ndarray (1, instructions, columns)
        As the solver wrote them.
    ends : ndarray (1, instructions, 2, 1 + states)
        Surroundings at the start and at the end of each, as the solver wrote them.
    means : ndarray (1, instructions, 2, states)
        Local states averaged over the depth, likewise.
    curves : list of Curve
    profiles : list of ndarray (points, 1 + states, nodes)
        Empty of those that are not looked at closely.
    outside : list of Outside
    losses : list of Losses or None
    balances : dict of str to float
        Relative errors of charge, lithium, sulfur, electrolyte and energy.
    stretches : tuple of Stretch
        Chosen cycles beyond the first instructions.
    """

    outcomes: np.ndarray
    ends: np.ndarray
    means: np.ndarray
    curves: list[Curve]
    profiles: list[np.ndarray]
    outside: list[Outside]
    losses: list[Losses | None]
    balances: dict[str, float]
    stretches: tuple[Stretch, ...] = ()


def run_nominal(
    cell: DerivedCell,
    program: Program,
    settings: Settings,
    progress: Progress | None,
    recorder: Recorder | None = None,
) -> Nominal:
    """Run the nominal member, tightening its tolerance until its balances close."""
    nodes = settings.nodes
    if settings.curves or _goes_back(program):
        first = Stretch(0, min(DETAILED, len(program.instructions)), None)
        best = _tightened(functools.partial(_attempt, cell, program, nodes, settings.losses, first), settings.tolerance)
    else:
        best = _tightened(functools.partial(_attempt_scalars, cell, program, nodes), settings.tolerance)
    rest = range(len(best.curves), len(program.instructions))
    if not rest:
        return best
    options = SolverOptions(nodes, CURVE_TOLERANCE, points=CURVE_POINTS)
    whole = solve_long(cell, program.controls, options, recorder, report_to(progress, "nominal values"), alone=True)
    curves = [Curve(*whole.recorded[number][:, :4].T) for number in rest]
    outside = outsides_of(
        cell.surroundings, [whole.recorded[number][:, 4:] for number in rest], [curve.current for curve in curves]
    )
    nothing = np.empty((0, *best.profiles[0].shape[1:]))
    found = Nominal(
        np.concatenate([best.outcomes, whole.outcomes[:, rest.start :]], axis=1),
        np.concatenate([best.ends, whole.ends[:, rest.start :]], axis=1),
        np.concatenate([best.means, whole.means[:, rest.start :]], axis=1),
        best.curves + curves,
        best.profiles + [nothing] * len(rest),
        best.outside + outside,
        best.losses + [None] * len(rest),
        _worst(best.balances, _long_balances(cell, program, whole)),
        tuple(stretches(cell, program, whole, replace(options, points=0, final=True), settings.cycles, rest.start)),
    )
    for stretch in found.stretches:
        closer = _tightened(
            functools.partial(_attempt, cell, program, nodes, settings.losses, stretch), settings.tolerance
        )
        found = _with(found, stretch, closer)
    return found


def _tightened(attempt: Callable[[float], Nominal], tolerance: float) -> Nominal:
    """The first attempt whose balances close, as far as a tolerance lets them, or the best of all."""
    attempts = list[Nominal]()
    closed = 0.5 * LARGEST_ERROR * max(1.0, tolerance / TOLERANCE)
    for tighter in _TIGHTER:
        attempts.append(attempt(tighter * tolerance))
        if max(attempts[-1].balances.values()) <= closed:
            break
    # A tighter run may do worse: one with more time steps than there is room for loses its middle.
    return min(attempts, key=lambda one: max(one.balances.values()))


def _with(found: Nominal, stretch: Stretch, closer: Nominal) -> Nominal:
    """A run with a stretch of it as it was seen closely."""
    here = slice(stretch.first, stretch.end)
    for name in ("outcomes", "ends", "means"):
        getattr(found, name)[:, here] = getattr(closer, name)
    for name in ("curves", "profiles", "outside", "losses"):
        getattr(found, name)[here] = getattr(closer, name)
    return replace(found, balances=_worst(found.balances, closer.balances))


def _worst(*balances: dict[str, float]) -> dict[str, float]:
    """The largest error of each balance."""
    return {name: max(one.get(name, 0.0) for one in balances) for name in balances[0]}


def _long_balances(cell: DerivedCell, program: Program, whole: Parts) -> dict[str, float]:
    """Balances of a long run from part to part, counted from the states themselves; none where a state was kept."""
    errors = [{"charge": float(charge_balance(whole.outcomes).max())}]
    places = sorted(whole.standing)
    for before, after in itertools.pairwise(places):
        goes_back = any(row.restore for one in program.instructions[before:after] for row in one.rows)
        outcomes = whole.outcomes[0, before:after]
        if not goes_back and np.all(among(outcomes[:, STATUS], SOLVED)):
            states = [whole.standing[place].states[0, NOW] for place in (before, after)]
            errors.append(_scalar_balances(cell, np.stack(states), float(outcomes[:, CHARGE].sum())))
    return {name: max(one.get(name, 0.0) for one in errors) for name in ("charge", "lithium", "sulfur", "electrolyte")}


def report_to(progress: Progress | None, words: str) -> Callable[[float], None] | None:
    """What the solver calls with the fraction that is done; `words` say of what."""
    return None if progress is None else functools.partial(progress, words)


def _attempt(
    cell: DerivedCell, program: Program, nodes: int, split_losses: bool, stretch: Stretch, tolerance: float
) -> Nominal:
    """Some instructions at one tolerance of the time steps, with profiles and losses."""
    detailed = program.instructions[stretch.first : stretch.end]
    dry = nominal(cell.resistances["dry_cathode"]) if "dry_cathode" in cell.resistances else 0.0
    solved = solve_nominal(
        cell,
        program.controls_of(stretch.end, stretch.first),
        SolverOptions(nodes, tolerance, points=_PROFILE_POINTS, profiles=True),
        start=stretch.start,
    )
    curves = [curve_of(solved, number) for number in range(len(detailed))]
    profiles = [solved.profiles[0, number, : curve.time.size] for number, curve in enumerate(curves)]
    outside = _outside(cell, solved)
    split = [
        losses(
            cell.equations,
            cell.equations.at_contact(cell.parameters[0], beside.contact[:, None]),
            beside,
            dry,
            profile,
            curve.current,
        )
        if split_losses and curve.time.size > 1 and instruction.kind != "rest"
        else None
        for instruction, curve, profile, beside in zip(detailed, curves, profiles, outside, strict=True)
    ]
    balances = _balances(cell, solved, curves, profiles, split)
    return Nominal(solved.outcomes, solved.ends, solved.means, curves, profiles, outside, split, balances)


def _outside(cell: DerivedCell, solved: Ensemble) -> list[Outside]:
    """What happens around the cathode in each step of the first member solved."""
    recorded = [solved.traces[0, step, :points] for step, points in enumerate(solved.counts[0])]
    return outsides_of(cell.surroundings, recorded, [curve_of(solved, step).current for step in range(len(recorded))])


def _goes_back(program: Program) -> bool:
    """Whether the state at the end is not that of all steps before it, or beyond those that are balanced."""
    return len(program.instructions) > DETAILED or any(
        row.restore for each in program.instructions for row in each.rows
    )


def _attempt_scalars(cell: DerivedCell, program: Program, nodes: int, tolerance: float) -> Nominal:
    """All instructions at one tolerance of the time steps, without curves and profiles."""
    solved = solve_nominal(cell, program.controls, SolverOptions(nodes, tolerance, final=True))
    count, states = len(program.instructions), cell.initial_states.shape[1]
    outcomes = solved.outcomes[0]
    balances = {"charge": 0.0, "lithium": 0.0, "sulfur": 0.0, "electrolyte": 0.0}
    if np.all(among(outcomes[:, STATUS], SOLVED)):
        start = np.insert(cell.initial_states[0], 0, cell.initial_potential[0])
        ends = np.stack([np.repeat(start[:, None], nodes, axis=1), solved.final[0]])
        balances = {
            "charge": float(np.max(solved.charge_balance[0])),
            **_scalar_balances(cell, ends, float(outcomes[:, CHARGE].sum())),
        }
    nothing, empty = np.empty(0), np.empty((0, 1 + states, nodes))
    curve = Curve(nothing, nothing, nothing, nothing)
    curves, profiles, nowhere = [curve] * count, [empty] * count, [NOTHING] * count
    return Nominal(solved.outcomes, solved.ends, solved.means, curves, profiles, nowhere, [None] * count, balances)


def _scalar_balances(cell: DerivedCell, ends: np.ndarray, passed: float) -> dict[str, float]:
    """Of the states (2, 1 + states, nodes) before and after a charge has passed [C/m2]."""
    charge, reachable = nominal(cell.theoretical_charge), nominal(cell.reach)
    moles, row = reachable / theoretical_capacity(ELECTRONS_PER_SULFUR, 1.0), cell.parameters[0]
    return {
        "lithium": lithium_error(cell.equations, row, [ends], [passed], moles),
        "sulfur": sulfur_error(cell.equations, [ends], reachable / charge, cell.charge_by_mass),
        "electrolyte": electrolyte_error(cell.equations, row, [ends], [passed], _stock(cell)),
    }


def _stock(cell: DerivedCell) -> tuple[float, float]:
    """Charge of all accessible electrolyte, oxidised and reduced [C/m2]."""
    if cell.electrolyte is None:
        return 0.0, 0.0
    thickness = nominal(cell.parameter("thickness"))
    return thickness * nominal(cell.electrolyte.oxidation), thickness * nominal(cell.electrolyte.reduction)


def _balances(
    cell: DerivedCell,
    solved: Ensemble,
    curves: Sequence[Curve],
    profiles: Sequence[np.ndarray],
    split: Sequence[Losses | None],
) -> dict[str, float]:
    """Relative errors of the nominal member; instructions that did not run have none."""
    outcomes = solved.outcomes[0]
    ran = [number for number, curve in enumerate(curves) if outcomes[number, STATUS] in SOLVED and curve.time.size > 1]
    if not ran:
        return {"charge": 0.0, "lithium": 0.0, "sulfur": 0.0, "electrolyte": 0.0, "energy": 0.0}
    throughput = np.max(np.abs(outcomes[ran, CHARGE]))
    reachable = nominal(cell.reach)
    moles = reachable / theoretical_capacity(ELECTRONS_PER_SULFUR, 1.0)
    taken, passed = [profiles[number] for number in ran], [float(outcomes[number, CHARGE]) for number in ran]
    energies = [
        energy_error(curves[number], part, float(outcomes[number, ENERGY]))
        for number in ran
        if (part := split[number]) is not None and abs(outcomes[number, CHARGE]) > 1e-3 * throughput
    ]
    return {
        "charge": float(np.max(solved.charge_balance[0, ran])),
        "lithium": lithium_error(cell.equations, cell.parameters[0], taken, passed, moles),
        "sulfur": sulfur_error(
            cell.equations, taken, reachable / nominal(cell.theoretical_charge), cell.charge_by_mass
        ),
        "electrolyte": electrolyte_error(cell.equations, cell.parameters[0], taken, passed, _stock(cell)),
        "energy": max(energies, default=0.0),
    }
