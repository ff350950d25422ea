"""Fields of a recipe by their path, and recipes with one of them changed.

A path is written as messages write it: ``cathode.loading``, ``separator.1.thickness`` (entries count from one; without
a number where there is only one), ``cathode.composition.S`` (the other parts keep their ratio),
``overrides.film/conductivity``. ``rate`` is the current of the first discharge.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from brimstone.errors import RecipeError, UnknownNameError, nearest_names
from brimstone.library import Library
from brimstone.library.own import with_own_materials
from brimstone.library.workbench import Workbench
from brimstone.recipe import Composition, Recipe
from brimstone.recipe.anode import Anode
from brimstone.recipe.base import Written
from brimstone.recipe.cell import Cathode, Handling, Host, Infiltration, Layer, Operation
from brimstone.recipe.fields import NUMBER
from brimstone.recipe.format import Format
from brimstone.recipe.protocol import STEPS
from brimstone.simulate.discharge import at_rate, first_rate

RATE = "rate"  #: the path that stands for the current of the first discharge

_PARTS: Mapping[type[Written], Mapping[str, type[Written]]] = {
    Recipe: {"cathode": Cathode, "anode": Anode, "operation": Operation, "format": Format, "handling": Handling},
    Cathode: {"host": Host, "infiltrated": Infiltration},
}
_LISTS = {"separator": "layer", "protocol": "step"}
_BY_NAME = ("composition", "particle_size", "overrides")
_OWN = "materials"
_FIXED = ("name", "note", "reported", "anchor", "reference")  # what no result depends on, or what it is told against
_NEEDS_A_LIST = ("rates",)
#: What a field takes the place of where both stand.
_INSTEAD = {
    "anode.thickness": ("np_ratio",),
    "anode.np_ratio": ("thickness",),
    "separator.thickness": ("mass", "diameter"),
    "separator.mass": ("thickness",),
    "area": ("diameter",),
    "diameter": ("area",),
}
_WHOLE_HOST = 0.02  # relative; how far a host's carbon may be from all of that carbon
_SHARE = re.compile(rf"({NUMBER.pattern})\s*(wt|w|mass|vol|v|)\.?\s*-?\s*%?")


def changed(recipe: Recipe, path: str, text: str, library: Library) -> Recipe:
    """The recipe with one field written anew.

    Parameters
    ----------
    recipe : Recipe
    path : str
    text : str
        What stands there now, with its unit.
    library : Library
        Knows the other names of the parts of a composition.

    Raises
    ------
    RecipeError
        When there is no such field (with the nearest), or it can't be what `text` says.
    """
    words, library = path.strip(), with_own_materials(library, recipe)
    if words == RATE:
        return at_rate(recipe, text)
    tree = _tree(recipe)
    holder, key, plain = _found(recipe, tree, words)
    if plain.startswith("overrides."):
        _check_override(recipe, library, key)
    if plain.startswith("cathode.composition."):
        _set_part(recipe, tree["cathode"], key, text, library, words)
    elif plain == "cathode.host.sulfur":
        holder[key] = text
        _refill(recipe, tree["cathode"], text)
    else:
        for other in _INSTEAD.get(plain, ()):
            holder.pop(other, None)
        if plain == "cathode.loading":
            text = _of_the_same(recipe, text)
        holder[key] = [text] if key in _NEEDS_A_LIST else text
    if plain == "cathode.loading" and "thickness" in holder:
        made = _composite(recipe, library)
        holder.pop("thickness")
        holder["porosity"] = f"{100.0 * float(made.porosity[0]):.9f} %"  # what loading and thickness made it
    return Recipe.from_mapping(tree, recipe.source)


def written(recipe: Recipe, path: str) -> str | None:
    """What a recipe says at a path, in its words; None where it says nothing.

    Raises
    ------
    RecipeError
        When there is no such field.
    """
    words = path.strip()
    if words == RATE:
        return first_rate(recipe)
    holder, key, plain = _found(recipe, _tree(recipe), words)
    if plain.startswith("cathode.composition."):
        composition = recipe.cathode.composition
        if key in composition.parts:
            return f"{100.0 * composition.parts[key]:.6g} {_unit(composition)}"
    value = holder.get(key) if isinstance(holder, Mapping) else None
    if isinstance(value, list | tuple):
        value = ", ".join(str(one.get("method", one) if isinstance(one, Mapping) else one) for one in value)
    if isinstance(value, Mapping):
        value = value.get("value")  # of a property that is told with its interval
    return None if value is None else str(value)


def paths(recipe: Recipe) -> Iterator[str]:
    """All paths that can be changed in a recipe; those of particles, overrides and formats only as far as written."""
    yield RATE
    yield from _paths_of(Recipe, recipe, "")


def _paths_of(kind: type[Written], value: Any, before: str) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        key = field.alias or name
        inside = getattr(value, name, None)
        if not before and key in _FIXED:
            continue
        if key in _PARTS.get(kind, {}):
            yield from _paths_of(_PARTS[kind][key], inside, f"{before}{key}.")
        elif not before and key in _LISTS:
            entries = inside or ()
            for number, entry in enumerate(entries, 1):
                place = f"{key}." if len(entries) == 1 else f"{key}.{number}."
                yield from _paths_of(type(entry), entry, f"{before}{place}")
        elif key == _OWN:
            yield from (f"{key}.{name}.{one}" for name, own in (inside or {}).items() for one in own.properties)
        elif key in _BY_NAME:
            named = inside.parts if isinstance(inside, Composition) else inside or {}
            yield from (f"{before}{key}.{name}" for name in named)
        else:
            yield f"{before}{key}"


def _found(recipe: Recipe, tree: dict[str, Any], path: str) -> tuple[dict[str, Any], str, str]:
    """The mapping that holds a field, its key there, and the path without numbers of entries."""
    kind: type[Written] = Recipe
    holder: Any = tree
    plain: list[str] = []
    rest = path
    while True:
        head, _, rest = rest.partition(".")
        head = head.strip()
        fields = {field.alias or name for name, field in kind.model_fields.items()} - (
            set(_FIXED) if kind is Recipe else set()
        )
        if head not in fields:
            raise _unknown(recipe, path)
        plain.append(head)
        if head == _OWN and rest:
            own = max((name for name in recipe.materials if rest.startswith(f"{name}.")), key=len, default=None)
            if own is None:
                raise _unknown(recipe, path)
            return holder[head][own], rest[len(own) + 1 :].strip(), path
        if head in _BY_NAME and rest:
            if head == "composition" and not isinstance(holder.get(head), dict):
                holder[head] = _percentages(recipe.cathode.composition)
            return holder.setdefault(head, {}), rest.strip(), ".".join([*plain, rest.strip()])
        if kind is Recipe and head in _LISTS:
            entries = holder.setdefault(head, _default_steps(recipe) if head == "protocol" else [])
            number, rest = _number(recipe, path, head, rest, len(entries))
            holder = entries[number]
            kind = Layer if head == "separator" else next(STEPS[key] for key in STEPS if key in holder)
        elif head in _PARTS.get(kind, {}):
            kind = _PARTS[kind][head]
            holder = holder.setdefault(head, {})
        elif not rest and head not in (*_BY_NAME, _OWN):
            return holder, head, ".".join(plain)
        else:
            raise _unknown(recipe, path)
        if not rest:
            raise _unknown(recipe, path)


def _number(recipe: Recipe, path: str, head: str, rest: str, count: int) -> tuple[int, str]:
    """Which entry of a list is meant, from 0, and what of the path comes after it."""
    match = re.match(rf"(?:{_LISTS[head]}\s*)?(\d+)\.(.+)", rest)
    if match is None:
        if count == 1 or not rest:
            return 0, rest
        each = " or ".join(f"{head}.{number}.{rest}" for number in range(1, count + 1))
        raise RecipeError(f"the recipe has {count} {_LISTS[head]}s; write {each}", path, recipe.source)
    number = int(match[1])
    if not 1 <= number <= count:
        raise RecipeError(f"there is no {_LISTS[head]} {number}; the recipe has {count}", path, recipe.source)
    return number - 1, match[2]


def _unknown(recipe: Recipe, path: str) -> RecipeError:
    known = list(paths(recipe))
    inside = [name for name in known if name.startswith(f"{path}.")]
    if inside:
        return RecipeError(f"has fields of its own: {', '.join(inside)}", path, recipe.source)
    first = path.partition(".")[0]
    beside = [name for name in known if name.partition(".")[0] == first] or known
    near = nearest_names(path, known)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return RecipeError(f"is no field of this recipe.{hint} There is {', '.join(beside)[:600]}", path, recipe.source)


def _tree(recipe: Recipe) -> dict[str, Any]:
    """The recipe as dicts, lists and words, free to be changed."""
    tree = {key: value for key, value in recipe.to_mapping().items() if not (key in _FIXED and value in ((), []))}
    return {key: _copied(value) for key, value in tree.items()}


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list | tuple) else value


def _default_steps(recipe: Recipe) -> list[dict[str, Any]]:
    return [step.model_dump(exclude_unset=True, exclude_none=True) for step in recipe.protocol]


def _composite(recipe: Recipe, library: Library) -> Any:
    from brimstone.composite import build

    return build(Workbench.of(recipe, library))


def _check_override(recipe: Recipe, library: Library, name: str) -> None:
    """Refuse names that nothing is drawn under: a misspelt one would change nothing, and nobody would see it."""
    if name in recipe.overrides or name in library.constants():
        return
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):  # names of materials have dots in them
        try:
            material = library.material(".".join(parts[:end]))
        except UnknownNameError:
            continue
        if parts[end] in material:
            return
    near = nearest_names(name, library.constants())
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    words = f"nothing is drawn under this name.{hint} `brimstone explain` shows all names of a cell"
    raise RecipeError(words, f"overrides.{name}", recipe.source)


def _of_the_same(recipe: Recipe, text: str) -> str:
    """A loading that does not say what it is of is of what the recipe's is."""
    loading = recipe.cathode.loading
    plain = re.fullmatch(rf"\s*{NUMBER.pattern}\s*\S+\s*", text)
    return f"{text} of {loading.basis}" if plain and loading is not None and loading.basis != "active" else text


# --- compositions


def _unit(composition: Composition) -> str:
    return "vol%" if composition.basis == "volume" else "wt%"


def _percentages(composition: Composition) -> dict[str, str]:
    return {name: f"{100.0 * part:.9g} {_unit(composition)}" for name, part in composition.parts.items()}


def _set_part(recipe: Recipe, cathode: dict[str, Any], name: str, text: str, library: Library, path: str) -> None:
    """One part of the composition takes `text`; what shares a host with it moves along, the others keep their ratio."""
    composition = recipe.cathode.composition
    share = _share(recipe, composition, text, path)
    name = part_called(recipe, name, library, path)
    together = moved_with(recipe, name)
    parts = dict(composition.parts)
    moved = {one: share * parts[one] / parts[name] for one in together} if name in parts else {name: share}
    left = sum(part for one, part in parts.items() if one not in moved)
    free = 1.0 - sum(moved.values())
    if left <= 0.0 or free < 0.0:
        raise RecipeError(f"'{text}' leaves nothing for the other parts", path, recipe.source)
    scaled = {one: moved[one] if one in moved else part * free / left for one, part in parts.items()} | moved
    cathode["composition"] = {
        one: f"{100.0 * part:.9g} {_unit(composition)}" for one, part in scaled.items() if part > 0.0
    }


def _share(recipe: Recipe, composition: Composition, text: str, path: str) -> float:
    match = _SHARE.fullmatch(text.strip())
    unit = _unit(composition)
    if match is None:
        raise RecipeError(f"'{text}' is no share; expected {unit}, such as 40 {unit}", path, recipe.source)
    asked = {"": unit, "vol": "vol%", "v": "vol%"}.get(match[2], "wt%")
    if asked != unit:
        raise RecipeError(f"'{text}' is in {asked}, the recipe in {unit}; write it in {unit}", path, recipe.source)
    share = float(match[1]) / 100.0
    if "%" not in text:
        raise RecipeError(f"'{text}' has no unit; write it in {unit}: {text} {unit}", path, recipe.source)
    if not 0.0 <= share < 1.0:
        raise RecipeError(f"'{text}' is out of range: a share is from 0 to below 100 {unit}", path, recipe.source)
    return share


def part_called(recipe: Recipe, name: str, library: Library, path: str) -> str:
    """The part that `name` means by any name of its material; a material that is not there yet is one more part.

    Raises
    ------
    RecipeError
        When there is no such material, with the nearest part; `path` is the field that is told.
    """
    composition, library = recipe.cathode.composition, with_own_materials(library, recipe)
    if name in composition.parts:
        return name
    if name in composition.written:
        raise RecipeError(f"is a filled host; name what is in it: {', '.join(composition.parts)}", path, recipe.source)
    try:
        material = library.material(name)
    except UnknownNameError:
        near = nearest_names(name, composition.parts)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise RecipeError(
            f"'{name}' is no part of the cathode and no material.{hint} It has: {', '.join(composition.parts)}",
            path,
            recipe.source,
        ) from None
    for part in composition.parts:
        if library.material(part) is material:
            return part
    return name


def moved_with(recipe: Recipe, name: str) -> tuple[str, ...]:
    """What moves with a part: active material and the carbon that holds it keep the filling of the host."""
    host = recipe.cathode.host
    if host is None or host.carbon not in recipe.cathode.composition.parts:
        return (name,)
    pair = (recipe.cathode.active, host.carbon)
    return pair if name in pair and _host_is_all(recipe) else (name,)


def _host_is_all(recipe: Recipe) -> bool:
    """Whether all of the host's carbon holds active material."""
    host, parts = recipe.cathode.host, recipe.cathode.composition.parts
    if host is None or host.carbon not in parts or recipe.cathode.active not in parts:
        return False
    needed = parts[recipe.cathode.active] * (1.0 - host.sulfur.si) / host.sulfur.si
    return abs(needed / parts[host.carbon] - 1.0) < _WHOLE_HOST


def _refill(recipe: Recipe, cathode: dict[str, Any], text: str) -> None:
    """Another filling of the host: the filled host keeps its share, active material and carbon are shifted in it."""
    if not _host_is_all(recipe) or recipe.cathode.host is None:
        return
    from brimstone.units import parse

    composition, active, carbon = recipe.cathode.composition, recipe.cathode.active, recipe.cathode.host.carbon
    whole, filling = composition.parts[active] + composition.parts[carbon], parse(text, "fraction").si
    parts = {**composition.parts, active: whole * filling, carbon: whole * (1.0 - filling)}
    cathode["composition"] = {name: f"{100.0 * part:.9g} {_unit(composition)}" for name, part in parts.items()}
