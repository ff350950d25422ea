"""Cycles that a run is looked at closely in, and where the nominal member stands before them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from brimstone._records import record
from brimstone.errors import RecipeError
from brimstone.model.derive import DerivedCell
from brimstone.protocol import Program
from brimstone.result.step import PULSE
from brimstone.simulate.parts import Parts
from brimstone.simulate.solve import solve_nominal
from brimstone.solver.ensemble import SolverOptions, Standing
from brimstone.solver.interface import LEFT_OUT, SOLVED, STATUS, among


@record
class Stretch:
    """Instructions of a long run that follow each other and are solved anew with all that is known of the first ones.

    Attributes
    ----------
    first, end : int
        Their places in the protocol, the end being the next one's.
    start : Standing or None
        Of the nominal member before the first; None as assembled.
    """

    first: int
    end: int
    start: Standing | None


def pulsed_steps(program: Program) -> set[int]:
    """Steps of the recipe that are titrations, whose pulses are no cycles."""
    return {one.step for one in program.instructions if one.label.startswith(PULSE)}


def cycling(program: Program) -> Mapping[int, Mapping[int, Sequence[int]]]:
    """Places of the instructions by step of the recipe and by cycle; pulses of a titration are no cycles."""
    steps: dict[int, dict[int, list[int]]] = {}
    pulsed = pulsed_steps(program)
    for number, one in enumerate(program.instructions):
        if one.cycle and one.step not in pulsed:
            steps.setdefault(one.step, {}).setdefault(one.cycle, []).append(number)
    return steps


def refuse_other_cycles(program: Program, cycles: Iterable[int]) -> None:
    """Refuse cycles that a protocol doesn't have.

    Raises
    ------
    RecipeError
        When one is asked for.
    """
    most = max((max(numbers) for numbers in cycling(program).values()), default=0)
    for one in cycles:
        if one > max(most, 1):
            has = f"cycles 1 to {most:,}" if most else "no cycles"
            raise RecipeError(f"cycle {one:,} can't be looked at: this protocol has {has}", "protocol")


def chosen_cycles(numbers: Iterable[int], cycles: Iterable[int]) -> list[int]:
    """The chosen ones of the cycles that were run, in order; negative ones count from the last."""
    most = max(numbers, default=0)
    places = {one if one > 0 else most + 1 + one for one in cycles}
    return sorted(one for one in places if 1 <= one <= most)


def stretches(
    cell: DerivedCell, program: Program, whole: Parts, options: SolverOptions, cycles: Iterable[int], beyond: int
) -> list[Stretch]:
    """Stretches of the chosen cycles that lie beyond so many instructions.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    whole : Parts
        The nominal run of all instructions.
    options : SolverOptions
        With which it was solved, the states at the end being kept, so that what leads from a part to a cycle comes to
        its digits.
    cycles : iterable of int
        Negative ones count from the last.
    beyond : int
    """
    status = whole.outcomes[0, :, STATUS]
    ran = among(status, SOLVED) & (status != LEFT_OUT)
    places: set[int] = set()
    for numbers in cycling(program).values():
        there = {cycle: those for cycle, those in numbers.items() if ran[those].all()}
        for cycle in chosen_cycles(there, cycles):
            places.update(one for one in there.get(cycle, ()) if one >= beyond)
    found: list[Stretch] = []
    ordered = np.array(sorted(places), dtype=int)
    for run in np.split(ordered, 1 + np.flatnonzero(np.diff(ordered) > 1)):
        if run.size:
            first, end = int(run[0]), int(run[-1]) + 1
            found.append(Stretch(first, end, _standing(cell, program, whole, options, first)))
    return found


def _standing(cell: DerivedCell, program: Program, whole: Parts, options: SolverOptions, number: int) -> Standing:
    """Where the nominal member stands before an instruction: from the end of the part before it on."""
    known = max((done for done in whole.standing if done <= number), default=0)
    start = whole.standing.get(known)
    if known == number and start is not None:
        return start
    return solve_nominal(cell, program.controls_of(number, known), options, start=start).standing
