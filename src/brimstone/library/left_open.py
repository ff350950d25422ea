"""Which numbers of a calculation stand for what a recipe leaves open, and which field would settle each."""

import re
from collections.abc import Mapping

from brimstone.library.ledger import Ledger
from brimstone.recipe import Recipe

#: Constants of the library that stand for a field of the recipe.
_FIELDS = (
    (r"process/fabrication_pressure", "cathode.pressed_at"),
    (r"process/\w+_stack_pressure", "operation.stack_pressure"),
    (r"milling/\w+_speed", "cathode.mixing.speed"),
    (r"milling/\w+_time", "cathode.mixing.time"),
    (r"milling/ball_to_powder", "cathode.mixing.ball_to_powder"),
    (r"milling/ball_size", "cathode.mixing.balls"),
)
#: Quantities of a recipe, under the names with which they are drawn.
_LAYER = re.compile(r"separator_(\d+)\.thickness")
_SIZE = re.compile(r"(.+)\.particle_size")


def left_open(recipe: Recipe, ledger: Ledger) -> Mapping[str, str]:
    """Name of every drawn number with a spread that the recipe leaves open or states as a range -> its field.

    Parameters
    ----------
    recipe : Recipe
        Completed.
    ledger : Ledger
        After the cell was derived with it.
    """
    found: dict[str, str] = {}
    in_cathode = set(recipe.cathode.composition.parts)
    for entry in ledger.entries:
        if entry.where not in ledger.drawn or entry.low is None or entry.low == entry.high:
            continue
        constant = next((field for words, field in _FIELDS if re.fullmatch(words, entry.where)), None)
        if constant is not None:
            if (field := _unstated(constant, recipe)) is not None:
                found[entry.where] = field
        elif (layer := _LAYER.fullmatch(entry.where)) is not None:
            found[entry.where] = f"separator.layer {layer[1]}.thickness"
        elif entry.known == "given":
            found[entry.where] = re.sub(r"^(pressed_at|cathode\.mixing\.\w+) .*", r"\1", entry.where)
        elif (size := _SIZE.fullmatch(entry.where)) is not None and size[1] in in_cathode:
            found[entry.where] = f"cathode.particle_size.{size[1]}"
    return found


def _unstated(field: str, recipe: Recipe) -> str | None:
    """The field that a constant stands for, unless the recipe states it: constants are also drawn as a reference."""
    if field == "cathode.pressed_at" and recipe.cathode.pressed_at is not None:
        return "separator.pressed_at" if any(layer.pressed_at is None for layer in recipe.separator) else None
    if field == "operation.stack_pressure":
        return field if recipe.operation.stack_pressure is None else None
    name = field.rpartition(".")[2]
    milled = [step for step in recipe.cathode.mixing if step.method in ("ball-milled", "melt-milled")]
    if not field.startswith("cathode.mixing") or not recipe.cathode.mixing:
        return field
    stated = [getattr(step, name) is not None or (name == "speed" and step.frequency is not None) for step in milled]
    return None if all(stated) else field
