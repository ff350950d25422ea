"""Whether a short circuit that is to end the cycles of a recipe can come by the laws that act in it."""

from collections.abc import Sequence

from brimstone.library.materials import Material
from brimstone.recipe import Recipe

_SOFT = ("gel", "polymer")


def short_that_never_comes(recipe: Recipe, layers: Sequence[Material], anode: Material) -> tuple[int, str] | None:
    """The step that is to end with a short circuit, and why it never does; None where it may.

    Parameters
    ----------
    recipe : Recipe
    layers : sequence of Material
        Electrolytes of the separator, the one at the anode last.
    anode : Material
    """
    ends = [
        (number, getattr(loop, "until", ()))
        for number, step in enumerate(recipe.protocol)
        for loop in (step, getattr(step, "loop", None))
    ]
    # What a hold lasts until is one limit or rate.
    conditions = [(number, until) for number, until in ends if isinstance(until, tuple)]
    asking = [number for number, until in conditions if any(one.kind == "short circuit" for one in until)]
    if not asking:
        return None
    adjacent = layers[-1]
    soft = all(one.class_ in _SOFT for one in layers) and "salt_concentration" in adjacent
    why = None
    if soft and anode.class_ != "lithium metal":
        why = f"no lithium grows from {anode.name} through {adjacent.name}; only that of lithium metal is computed"
    elif not soft and not adjacent.rules.get("single_ion"):
        why = f"lithium that grows through {adjacent.name} is not computed"
    elif not soft and recipe.operation.stack_pressure is None:
        why = "cracks are computed for a stated pressure only; give operation.stack_pressure"
    elif not soft and "fracture_toughness" not in adjacent:
        why = f"the fracture toughness of {adjacent.name} is not known; give it under materials"
    return None if why is None else (asking[0], f"a short circuit never ends these cycles: {why}")
