"""Steps of a run from what the solver recorded of each instruction."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from brimstone._records import nominal
from brimstone.model.derive import DerivedCell
from brimstone.protocol import Instruction, Program
from brimstone.result import Band, Profile, Step
from brimstone.result.figures import Figure
from brimstone.result.step import Amounts
from brimstone.simulate.checks import Checks
from brimstone.simulate.nominal import Nominal
from brimstone.simulate.package import packed
from brimstone.simulate.pressure import step_changes
from brimstone.simulate.uncertainty import Members, volumes
from brimstone.solver.interface import (
    CHARGE,
    ELAPSED,
    ENERGY,
    LEFT_OUT,
    NOT_RUN,
    PRESSURE_REACHED,
    SHORT_CIRCUIT,
    STATUS,
    among,
)
from brimstone.stack import Package


def build_steps(
    cell: DerivedCell,
    program: Program,
    solved: Nominal,
    every: Members,
    bands: Sequence[Band | None],
    checks: Checks,
    detail: bool,
) -> tuple[Step, ...]:
    """Steps of a run, without what depends on the steps before them.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    solved : Nominal
    every : Members
    bands : sequence of Band or None
        One an instruction.
    checks : Checks
    detail : bool
        As of `Settings`.
    """
    amounts = Amounts(
        sulfur=cell.sulfur_mass,
        active=cell.active_mass,
        electrode=cell.composite.density * cell.composite.thickness,
        layers=cell.stack.areal_mass,
        thickness=cell.stack.thickness,
        counter_potential=cell.counter_potential,
        volume=_volume(cell, solved),
    )
    outcomes = every.outcomes.copy()
    by_sulfur = _sulfur_charges(cell, every.means, every.outcomes[:, :, CHARGE])
    nothing = _profile(cell, np.empty((0, *solved.profiles[0].shape[1:])), np.empty(0), detail)
    dead = _shorted(outcomes[:, :, STATUS]) | _kept(program, outcomes, by_sulfur)
    steps = []
    for number, instruction in enumerate(program.instructions):
        profile = solved.profiles[number]
        steps.append(
            Step(
                instruction=_driven(instruction, solved.outcomes[0, number]),
                outcomes=outcomes[:, number],
                curve=solved.curves[number],
                band=bands[number],
                profile=_profile(cell, profile, solved.outside[number].contact, detail) if len(profile) else nothing,
                losses=solved.losses[number],
                regained=checks.regained(solved.outcomes[0], number),
                amounts=amounts,
                outside=solved.outside[number],
                sulfur_charges=by_sulfur[:, number],
                ionic_conductivity=_ionic_conductivity(cell, profile, solved.outside[number].contact),
                dead=dead[:, number],
            )
        )
    return tuple(steps)


def _shorted(status: np.ndarray) -> np.ndarray:
    """Where members have ended by a short circuit: the last that they ran (members, instructions)."""
    away = among(status, (NOT_RUN, LEFT_OUT))
    place = np.maximum.accumulate(np.where(away, 0, np.arange(status.shape[1])), axis=1)
    return np.asarray(away & (np.take_along_axis(status, place, axis=1) == SHORT_CIRCUIT))


def _kept(program: Program, outcomes: np.ndarray, by_sulfur: np.ndarray) -> np.ndarray:
    """Where samples have ended a loop that the nominal member goes on with, not by a short circuit.

    What they passed in the last turn that they ran is kept in place of nothing, being the most that they still give:
    an interval of those alone that last would rise as the others end.
    """
    status = outcomes[:, :, STATUS]
    ended = (status == LEFT_OUT) & (status[0] != LEFT_OUT) & ~_shorted(status)
    before: dict[tuple[int, int, str], int] = {}
    for number, one in enumerate(program.instructions):
        key = one.rows[0].loop, one.step, one.label
        earlier, left = before.get(key), ended[:, number]
        if earlier is None or not key[0]:
            left[:] = False
        else:
            outcomes[left, number, CHARGE] = outcomes[left, earlier, CHARGE]
            outcomes[left, number, ENERGY] = outcomes[left, earlier, ENERGY]
            by_sulfur[left, number] = by_sulfur[left, earlier]
        before[key] = number
    return np.asarray(ended)


def _volume(cell: DerivedCell, solved: Nominal) -> float:
    """Charge of the sulfur in one finite volume [C/m2]; zero where a solution reacts alike in all of them."""
    nodes = next((profile.shape[-1] for profile in solved.profiles if profile.size), 0)
    return nominal(volumes(cell, nodes)) if nodes else 0.0


def _driven(instruction: Instruction, outcome: np.ndarray) -> Instruction:
    """An instruction by power or load with the mean current that it came to."""
    if instruction.kind not in ("charge", "discharge") or np.isfinite(instruction.current) or outcome[ELAPSED] <= 0.0:
        return instruction
    current = float(outcome[CHARGE] / outcome[ELAPSED])
    return replace(instruction, current=current)


def loop_notes(steps: Sequence[Step]) -> list[str]:
    """Sentences on cycles and loops that ended before their count, by what ended them."""
    first: dict[int, Step] = {}
    last: dict[int, Step] = {}
    left: dict[int, int] = {}
    for step in steps:
        number = step.instruction.rows[0].loop
        if step.instruction.until and step.status == LEFT_OUT:
            left[number] = step.instruction.turn
        elif step.instruction.until:
            first.setdefault(number, step)
            last[number] = step
    return [
        f"protocol.step {first[number].instruction.step + 1}: ended in cycle {last[number].instruction.turn} of "
        f"{count}, {_reason(last[number])}"
        for number, count in left.items()
        if number in last
    ]


def _reason(step: Step) -> str:
    """What ended a loop of several ends, by the last step of it that was run."""
    until = step.instruction.until
    if step.status == SHORT_CIRCUIT:
        asked = "" if "short" in until else f", not at {until}"
        return f"by a short circuit{asked}: lithium grew through the separator"
    others = [one for one in until.split(", ") if ("Pa" in one) == (step.status == PRESSURE_REACHED)]
    return f"at {', '.join(one for one in others if 'short' not in one) or until}"


def follow_stack(
    steps: Sequence[Step],
    ends: np.ndarray,
    cell: DerivedCell,
    package: Package | None,
    lithiated_volume: np.ndarray | None,
) -> tuple[Step, ...]:
    """The steps with what each does to pressure and thickness of the stack, and with figures of the packaged cell.

    `ends` are the surroundings (members, instructions, 2, 1 + states) at the start and at the end of each.
    """
    compliance = np.sum(list(cell.mechanics.compliance.values()), axis=0)
    pressures, thicknesses = step_changes(cell.surroundings, compliance, ends)
    followed = []
    for step, pressure, thickness in zip(steps, pressures.T, thicknesses.T, strict=True):
        valid = step.valid
        inside = None if package is None or lithiated_volume is None else packed(step, package, lithiated_volume)
        followed.append(
            replace(
                step,
                pressure_change=Figure.of(pressure, valid, "Pa"),
                thickness_change=Figure.of(thickness, valid, "m"),
                packed=inside,
            )
        )
    return tuple(followed)


def _profile(cell: DerivedCell, values: np.ndarray, contact: np.ndarray, detail: bool) -> Profile:
    model, p, nodes = cell.equations, cell.parameters[0], values.shape[2]
    touching = model.at_contact(p, contact[:, None])
    return Profile(
        depth=nominal(cell.parameter("thickness")) * (np.arange(nodes) + 0.5) / nodes,
        states=tuple(state.name for state in model.states),
        values=values,
        conversion=model.conversion(values),
        progress=model.progress(p, values),
        reaction=model.current(touching, values) if detail and len(values) else np.empty((0, nodes)),
        dissolved=model.dissolved(p, values),
    )


def _sulfur_charges(cell: DerivedCell, means: np.ndarray, passed: np.ndarray) -> np.ndarray:
    """Charge that sulfur's conversion passed [C/m2], (members, instructions); counted like `passed`."""
    model, places = cell.equations, list(cell.equations.of_sulfur)
    per_state = np.stack([model.charges(row)[places] for row in cell.parameters[: len(means)]])
    change = means[:, :, 1, places] - means[:, :, 0, places]
    thickness = cell.parameter("thickness")[: len(means), None]
    return np.copysign(1.0, passed) * np.einsum("mis,ms->mi", change, per_state) * thickness


def _ionic_conductivity(cell: DerivedCell, profile: np.ndarray, contact: np.ndarray) -> float:
    if not len(profile):
        return math.nan
    ionic, _ = cell.equations.resistivities(cell.equations.at_contact(cell.parameters[0], contact[-1]), profile[-1])
    return float(1.0 / np.mean(ionic))
