"""Default pressures for recipes that state none, the same wherever they are needed.

The defaults follow from how such cells are made. Powders of single-ion conductors are pressed. If they deform at room
temperature (sulfides, halides, hydrides), the stack is also assumed to be under about the pressure at which the
constants of the reaction area were fitted; on lithium metal, which creeps, under less. Polymers, gels, liquids and
sintered plates are assumed to be in coin or pouch cells.
"""

from collections.abc import Iterable

import numpy as np

from brimstone.constants import MPA
from brimstone.library.materials import Material
from brimstone.library.values import Value
from brimstone.library.workbench import Workbench
from brimstone.units import Quantity

_FABRICATION = "process/fabrication_pressure"


def stack_pressure(bench: Workbench) -> np.ndarray:
    """Stack pressure of a cell as assembled [Pa], shape (samples,): as stated, or typical of its kind."""
    stated = bench.recipe.operation.stack_pressure
    if stated is None:
        return bench.constant(_usual_stack(bench))
    return bench.stated(stated, "pressure", "operation.stack_pressure")


def fabrication_pressure(bench: Workbench, stated: Quantity | None, materials: Iterable[Material]) -> np.ndarray | None:
    """Fabrication pressure of a composite or a layer [Pa], shape (samples,).

    Parameters
    ----------
    bench : Workbench
    stated : Quantity or None
        `pressed_at` of the recipe.
    materials : iterable of Material
        Its components.

    Returns
    -------
    ndarray or None
        As stated, or typical of powders; a higher stack pressure that is stated densifies as well. None for cast
        layers without a powder to press.
    """
    if stated is None and not _is_powder(materials):
        return None
    pressed = (
        bench.constant(_FABRICATION) if stated is None else bench.stated(stated, "pressure", f"pressed_at {stated}")
    )
    return pressed if bench.recipe.operation.stack_pressure is None else np.maximum(pressed, stack_pressure(bench))


def assumed_pressures(bench: Workbench) -> tuple[str, ...]:
    """One sentence for each pressure that is assumed."""
    recipe, library, sentences = bench.recipe, bench.library, []
    composition = [library.material(name) for name in recipe.cathode.composition.parts]
    if recipe.cathode.pressed_at is None and _is_powder(composition):
        sentences.append(f"cathode.pressed_at: not given; {_in_words(library.constant(_FABRICATION))} assumed")
    if recipe.operation.stack_pressure is None:
        name = _usual_stack(bench)
        sentences.append(
            f"operation.stack_pressure: not given; {_in_words(library.constant(name))} assumed, {_WHY[name]}"
        )
    return tuple(sentences)


_WHY = {
    "process/pressed_stack_pressure": "as in most pressed cells",
    "process/lithium_stack_pressure": "as in most pressed cells with lithium metal",
    "process/soft_stack_pressure": "as in coin and pouch cells",
}


def _usual_stack(bench: Workbench) -> str:
    """Name of the constant for the stack pressure of this type of cell."""
    layers = [bench.material(layer.electrolyte) for layer in bench.recipe.separator]
    if not any(layer.rules.get("single_ion") and layer.rules.get("densifies_cold") for layer in layers):
        return "process/soft_stack_pressure"
    metal = bench.material(bench.recipe.anode.material).class_ == "lithium metal"
    return "process/lithium_stack_pressure" if metal else "process/pressed_stack_pressure"


def _is_powder(materials: Iterable[Material]) -> bool:
    return any(material.kind == "electrolyte" and material.rules.get("single_ion") for material in materials)


def _in_words(value: Value) -> str:
    if value.low is None or value.high is None:
        return value.text
    return f"{value.text} (80 %: {value.low / MPA:.3g} to {value.high / MPA:.3g} MPa)"
