"""Loops of steps that a condition ends before their count."""

from collections.abc import Container, Sequence
from dataclasses import replace

from brimstone.errors import RecipeError
from brimstone.protocol.instruction import Instruction
from brimstone.recipe import Recipe
from brimstone.recipe.problems import path_in_words
from brimstone.recipe.terminals import Condition
from brimstone.solver.interface import PRESSURE_REACHED, SHORT_CIRCUIT


def with_loops(recipe: Recipe, instructions: Sequence[Instruction], used: int) -> list[Instruction]:
    """Instructions of a protocol whose loops end by their conditions, with their cycles counted through.

    Retention and coulombic efficiency are those of the last discharge of each turn; retention counts from the first of
    them that follows a charge, coulombic efficiency is the discharge over the charge before it. Pulses of a titration
    are neither.

    Parameters
    ----------
    recipe : Recipe
    instructions : sequence of Instruction
    used : int
        Numbers of loops that cycles have taken.

    Raises
    ------
    RecipeError
        For cycles with conditions of their own in such a loop.
    """
    written, own = list(instructions), {one.step for one in instructions if one.turn}
    places: dict[int, dict[int, list[int]]] = {}
    for place, one in enumerate(written):
        loop = recipe.protocol[one.step].loop
        if loop is not None:
            places.setdefault(loop.of, {}).setdefault(loop.turn, []).append(place)
    for number, turns in enumerate(places.values(), used + 1):
        _close(recipe, written, list(turns.values()), number)
    return _counted(recipe, written, own)


def _counted(recipe: Recipe, instructions: Sequence[Instruction], own: Container[int]) -> list[Instruction]:
    """Instructions with their cycles counted through; `own` are the steps that count turns without a loop."""
    apart = {one.step for one in instructions if one.kind == "ramp" or any(row.group for row in one.rows)}
    numbers: dict[tuple[int, ...], int] = {}
    counted = []
    for one in instructions:
        cycle, loop = one.turn, recipe.protocol[one.step].loop
        if cycle and one.step not in apart:
            key = (one.step, cycle) if loop is None or one.step in own else (-1, loop.of, loop.turn)
            cycle = numbers.setdefault(key, len(numbers) + 1)
        counted.append(replace(one, cycle=cycle))
    return counted


def _close(recipe: Recipe, written: list[Instruction], turns: list[list[int]], number: int) -> None:
    """Give the instructions of one loop, by turns, its number and its conditions."""
    loop = recipe.protocol[written[turns[0][0]].step].loop
    until = () if loop is None else loop.until
    kinds = {one.kind: one for one in until}
    for turn, places in enumerate(turns, 1):
        for place in places:
            one = _in_loop(recipe, written[place], number, until)
            written[place] = replace(one, turn=one.turn or turn)
    compared = [
        max((place for place in places if _passes(written[place], "discharge")), default=None) for places in turns
    ]
    charges = [place for place, one in enumerate(written) if _passes(one, "charge")]
    marked = False
    for last in compared:
        before = [charge for charge in charges if last is not None and charge < last]
        if last is None or not before:
            continue
        if "coulombic efficiency" in kinds:
            _last_row(written, before[-1], mark=True)
            _last_row(written, last, least=kinds["coulombic efficiency"].si)
        elif "retention" in kinds:
            _last_row(written, last, mark=not marked, least=kinds["retention"].si if marked else 0.0)
        marked = True


def _passes(one: Instruction, direction: str) -> bool:
    """Whether an instruction is a charge or a discharge; pulses of a titration are none."""
    return one.kind == direction and not one.rows[-1].group


def _in_loop(recipe: Recipe, one: Instruction, number: int, until: Sequence[Condition]) -> Instruction:
    if any(row.loop for row in one.rows):
        raise RecipeError(
            "has an  until  of its own in a loop that has one; keep that of one of both",
            path_in_words(("protocol", one.step)),
            recipe.source,
        )
    asked = set(one.asked)
    rows = [row._replace(loop=number) for row in one.rows]
    for condition in until:
        if condition.kind == "pressure":
            rows = [row._replace(pressure=condition.si) for row in rows]
            asked.add(PRESSURE_REACHED)
        elif condition.kind == "short circuit":
            asked.add(SHORT_CIRCUIT)
    return replace(one, rows=tuple(rows), asked=tuple(sorted(asked)), until=", ".join(map(str, until)))


def _last_row(written: list[Instruction], place: int, **changes: object) -> None:
    """Change the last row of an instruction."""
    *others, last = written[place].rows
    written[place] = replace(written[place], rows=(*others, last._replace(**changes)))  # type: ignore[arg-type]
