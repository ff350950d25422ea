"""Ends of steps and loops that can never come, refused before anything is computed."""

from collections.abc import Mapping, Sequence

from brimstone.recipe.protocol import Charge, Cycles, Discharge, Loop, Rates
from brimstone.recipe.terminals import Condition
from brimstone.recipe.values import FieldProblem

#: What is compared by a share -> what it is compared with.
_COMPARED: Mapping[str, str] = {"retention": "that of an earlier turn", "coulombic efficiency": "the charge before it"}
_EXAMPLES = {"discharge": "{discharge: 0.1C, to: 1.0 V}", "charge": "{charge: 0.1C, to: 2.8 V}"}


def refuse_unmet(protocol: Sequence[object], fixture: object) -> None:
    """Refuse a share that compares what the steps of its loop have not, and a stack pressure that a fixture holds.

    Raises
    ------
    FieldProblem
        With the step.
    """
    turns: dict[int, tuple[Loop, list[tuple[int, object]]]] = {}
    for number, step in enumerate(protocol):
        loop = getattr(step, "loop", None)
        if loop is not None and loop.turn == 1:
            turns.setdefault(loop.of, (loop, []))[1].append((number, step))
        if fixture == "constant pressure":
            ends = (*getattr(step, "or_", ()), *_conditions(step), *(() if loop is None else loop.until))
            if held := next((end for end in ends if end.kind == "pressure"), None):
                raise FieldProblem(
                    f"'{held}' can never end this: the fixture holds the stack pressure. Write  fixture: constant gap  "
                    "or a stiffness such as 2 MPa/um under operation, or leave this end out",
                    "protocol",
                    number,
                )
    for loop, turn in turns.values():
        _refuse_share(turn, loop)


def _conditions(step: object) -> tuple[Condition, ...]:
    return step.until if isinstance(step, Cycles) else ()


def _refuse_share(turn: Sequence[tuple[int, object]], loop: Loop) -> None:
    """Refuse a share of a loop whose turns have no discharge or no charge to compare."""
    share = next((one for one in loop.until if one.kind in _COMPARED), None)
    if share is None:
        return
    there = {direction for _, step in turn for direction in _directions(step)}
    for direction, example in _EXAMPLES.items():
        if direction not in there:
            names = ", ".join(dict.fromkeys(type(step).__name__.lower() for _, step in turn))
            raise FieldProblem(
                f"'{share}' can never end this loop: {share.kind} compares the discharge of a turn with "
                f"{_COMPARED[share.kind]}, and there is no {direction} among its steps ({names}). Add one, such as "
                f"{example}, or end the loop by its count",
                "protocol",
                turn[0][0],
            )


def _directions(step: object) -> tuple[str, ...]:
    """Whether a step is a discharge, a charge or both; pulses of a titration are neither."""
    if isinstance(step, Cycles):
        return ("discharge", "charge")
    if isinstance(step, Rates):
        other = step.charge if step.direction == "discharge" else step.discharge
        return (step.direction,) if other is None and step.cycles_each is None else ("discharge", "charge")
    return ("discharge",) if isinstance(step, Discharge) else ("charge",) if isinstance(step, Charge) else ()
