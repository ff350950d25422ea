"""Values that an expert sets by name, read as the calculation will read them."""

import contextlib
from collections.abc import Iterator

from brimstone.errors import RecipeError, UnknownNameError, nearest_names
from brimstone.library import Ledger
from brimstone.library.library import Library
from brimstone.library.values import Arrhenius, Value
from brimstone.recipe import Recipe
from brimstone.recipe.overrides import OPEN_CIRCUIT
from brimstone.units import from_si

_AT_LEAST, _AT_MOST = 10.0, 500.0  # by what factor an override may differ from the library without a word
_DEGREES = 150.0  # [K] by which a temperature may


def refused_overrides(recipe: Recipe, library: Library) -> list[RecipeError]:
    """Overrides of constants and of properties of materials that have no unit, a wrong one, or an impossible value.

    So are names of no constant; names of properties are left to the run, which knows what it draws and names the
    nearest.
    """
    refused = []
    for name in recipe.overrides:
        if "/" in name and not name.startswith(f"{OPEN_CIRCUIT}/") and name not in library.constants():
            near = nearest_names(name, library.constants())
            hint = f" Did you mean {' or '.join(near)}?" if near else " `brimstone list constants` lists all of them."
            refused.append(
                RecipeError(f"there is no constant '{name[:60]}'.{hint}", f"overrides.{name}", recipe.source)
            )
            continue
        value = _value(name, library)
        if value is None:
            continue
        try:
            Ledger(1, 0, recipe.overrides).draw(value, name)
        except RecipeError as problem:
            refused.append(problem)
    return refused


def unusual_overrides(recipe: Recipe, library: Library) -> Iterator[tuple[str, str]]:
    """Name of each override that is far from what the library has, and what to say of it; none switches one off."""
    for name in recipe.overrides:
        value = _value(name, library)
        if value is None or value.si == 0.0:
            continue
        with contextlib.suppress(RecipeError):
            stated = float(Ledger(1, 0, recipe.overrides).draw(value, name)[0])
            low, high = _usual(value)
            if stated != 0.0 and not low <= stated <= high:
                ends = " to ".join(f"{from_si(one, value.unit, value.dimension):.2g}" for one in (low, high))
                told = (
                    f"'{recipe.overrides[name]}' is unusual; the library has {value.shown()}, and {ends} {value.unit}"
                )
                yield name, f"{told.rstrip()} is usual"


def _usual(value: Value) -> tuple[float, float]:
    """Between what an override may lie without a word [SI]: the square of the spread, and a factor of ten at least."""
    if value.dimension == "temperature":
        return value.si - _DEGREES, value.si + _DEGREES
    ends = [abs(one) for one in (value.low, value.high) if one]
    spread = max((max(end / abs(value.si), abs(value.si) / end) ** 2 for end in ends), default=_AT_LEAST)
    factor = min(max(spread, _AT_LEAST), _AT_MOST)
    low, high = sorted((value.si / factor, value.si * factor))
    return low, high


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
