"""The nominal member: solved until its balances close, with profiles and losses of the first instructions."""

import functools
from collections.abc import Callable, Sequence

import numpy as np

from brimstone._records import nominal, record
from brimstone.model.derive import DerivedCell
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR, theoretical_capacity
from brimstone.protocol import Program
from brimstone.result import Curve, Losses
from brimstone.result.outside import Outside
from brimstone.result.run import LARGEST_ERROR
from brimstone.simulate.balances import electrolyte_error, energy_error, lithium_error, sulfur_error
from brimstone.simulate.curves import curve_of
from brimstone.simulate.losses import losses
from brimstone.simulate.outside import NOTHING, outsides_of
from brimstone.simulate.parts import Recorder
from brimstone.simulate.settings import Progress, Settings
from brimstone.simulate.solve import CURVE_POINTS, CURVE_TOLERANCE, solve_long, solve_nominal
from brimstone.solver.ensemble import Ensemble, SolverOptions, charge_balance
from brimstone.solver.interface import CHARGE, ENERGY, SOLVED, STATUS, among

DETAILED = 40  #: instructions, from the first, whose losses and profiles are kept and whose energy is balanced
_TOLERANCES = (1e-7, 1e-8, 1e-9, 1e-10, 1e-11)  # tightened until the balances close
_PROFILE_POINTS = 40_000  # room for recorded points a step; memory is taken only for those that are filled


@record
class Nominal:
    """The nominal member's run: everything for the first `DETAILED` instructions, curves for all.

    Attributes
    ----------
    outcomes : ndarray (1, instructions, columns)
        As the solver wrote them.
    ends : ndarray (1, instructions, 2, 1 + states)
        Surroundings at the start and at the end of each, as the solver wrote them.
    curves : list of Curve
    profiles : list of ndarray (points, 1 + states, nodes)
        Empty beyond the first instructions.
    outside : list of Outside
    losses : list of Losses or None
    balances : dict of str to float
        Relative errors of charge, lithium, sulfur and energy.
    """

    outcomes: np.ndarray
    ends: np.ndarray
    curves: list[Curve]
    profiles: list[np.ndarray]
    outside: list[Outside]
    losses: list[Losses | None]
    balances: dict[str, float]


def run_nominal(
    cell: DerivedCell,
    program: Program,
    settings: Settings,
    progress: Progress | None,
    recorder: Recorder | None = None,
) -> Nominal:
    """Run the nominal member, tightening its tolerance until its balances close."""
    nodes, attempts = settings.nodes, list[Nominal]()
    attempt = _attempt if settings.curves or _goes_back(program) else _attempt_scalars
    for tolerance in _TOLERANCES:
        attempts.append(attempt(cell, program, nodes, tolerance, settings.losses))
        if max(attempts[-1].balances.values()) <= 0.5 * LARGEST_ERROR:
            break
    # A tighter run may do worse: one with more time steps than there is room for loses its middle.
    best = min(attempts, key=lambda one: max(one.balances.values()))
    rest = range(len(best.curves), len(program.instructions))
    if not rest:
        return best
    whole = solve_long(
        cell,
        program.controls,
        SolverOptions(nodes, CURVE_TOLERANCE, points=CURVE_POINTS),
        recorder,
        report_to(progress, "nominal values"),
        alone=True,
    )
    curves = [Curve(*whole.recorded[number][:, :4].T) for number in rest]
    outside = outsides_of(
        cell.surroundings, [whole.recorded[number][:, 4:] for number in rest], [curve.current for curve in curves]
    )
    nothing = np.empty((0, *best.profiles[0].shape[1:]))
    return Nominal(
        np.concatenate([best.outcomes, whole.outcomes[:, rest.start :]], axis=1),
        np.concatenate([best.ends, whole.ends[:, rest.start :]], axis=1),
        best.curves + curves,
        best.profiles + [nothing] * len(rest),
        best.outside + outside,
        best.losses + [None] * len(rest),
        {**best.balances, "charge": max(best.balances["charge"], float(charge_balance(whole.outcomes).max()))},
    )


def report_to(progress: Progress | None, words: str) -> Callable[[float], None] | None:
    """What the solver calls with the fraction that is done; `words` say of what."""
    return None if progress is None else functools.partial(progress, words)


def _attempt(cell: DerivedCell, program: Program, nodes: int, tolerance: float, split_losses: bool) -> Nominal:
    """The first instructions at one tolerance of the time steps."""
    detailed = program.instructions[:DETAILED]
    dry = nominal(cell.resistances["dry_cathode"]) if "dry_cathode" in cell.resistances else 0.0
    solved = solve_nominal(
        cell,
        program.controls_of(DETAILED),
        SolverOptions(nodes, tolerance, points=_PROFILE_POINTS, profiles=True),
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
    return Nominal(solved.outcomes, solved.ends, curves, profiles, outside, split, balances)


def _outside(cell: DerivedCell, solved: Ensemble) -> list[Outside]:
    """What happens around the cathode in each step of the first member solved."""
    recorded = [solved.traces[0, step, :points] for step, points in enumerate(solved.counts[0])]
    return outsides_of(cell.surroundings, recorded, [curve_of(solved, step).current for step in range(len(recorded))])


def _goes_back(program: Program) -> bool:
    """Whether the state at the end is not that of all steps before it, or beyond those that are balanced."""
    return len(program.instructions) > DETAILED or any(
        row.restore for each in program.instructions for row in each.rows
    )


def _attempt_scalars(cell: DerivedCell, program: Program, nodes: int, tolerance: float, _: bool) -> Nominal:
    """All instructions at one tolerance of the time steps, without curves and profiles."""
    solved = solve_nominal(cell, program.controls, SolverOptions(nodes, tolerance, final=True))
    count, states = len(program.instructions), cell.initial_states.shape[1]
    outcomes = solved.outcomes[0]
    balances = {"charge": 0.0, "lithium": 0.0, "sulfur": 0.0, "electrolyte": 0.0}
    if np.all(among(outcomes[:, STATUS], SOLVED)):
        start = np.insert(cell.initial_states[0], 0, cell.initial_potential[0])
        ends = np.stack([np.repeat(start[:, None], nodes, axis=1), solved.final[0]])
        charge, reachable = nominal(cell.theoretical_charge), nominal(cell.reach)
        moles = reachable / theoretical_capacity(ELECTRONS_PER_SULFUR, 1.0)
        passed = [float(outcomes[:, CHARGE].sum())]
        balances = {
            "charge": float(np.max(solved.charge_balance[0])),
            "lithium": lithium_error(cell.equations, cell.parameters[0], [ends], passed, moles),
            "sulfur": sulfur_error(cell.equations, [ends], reachable / charge, cell.charge_by_mass),
            "electrolyte": electrolyte_error(cell.equations, cell.parameters[0], [ends], passed, _stock(cell)),
        }
    nothing, empty = np.empty(0), np.empty((0, 1 + states, nodes))
    curve = Curve(nothing, nothing, nothing, nothing)
    outside = [NOTHING] * count
    return Nominal(solved.outcomes, solved.ends, [curve] * count, [empty] * count, outside, [None] * count, balances)


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
