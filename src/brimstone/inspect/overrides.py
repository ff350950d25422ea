"""Values that an expert sets by name, read as the calculation will read them."""

from brimstone.errors import RecipeError, UnknownNameError
from brimstone.library import Ledger
from brimstone.library.library import Library
from brimstone.library.values import Arrhenius, Value
from brimstone.recipe import Recipe


def refused_overrides(recipe: Recipe, library: Library) -> list[RecipeError]:
    """Overrides of constants and of properties of materials that have no unit, a wrong one, or an impossible value.

    Names of neither are left to the run, which knows what it draws and names the nearest.
    """
    refused = []
    for name in recipe.overrides:
        value = _value(name, library)
        if value is None:
            continue
        try:
            Ledger(1, 0, recipe.overrides).draw(value, name)
        except RecipeError as problem:
            refused.append(problem)
    return refused


def _value(name: str, library: Library) -> Value | None:
    """What the library holds under a name such as ``film/conductivity`` or ``S.density``; None for other names."""
    try:
        if "/" in name:
            return library.constant(name)
        material, _, part = name.rpartition(".")
        law, _, under = material.rpartition(".")
        if part in ("at_25_degC", "activation_energy") and under:
            found = library.material(law).get(under)
            return getattr(found, part) if isinstance(found, Arrhenius) else None
        found = library.material(material).get(part)
    except UnknownNameError:
        return None
    return found if isinstance(found, Value) else None
