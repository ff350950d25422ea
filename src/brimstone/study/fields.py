"""Fields of a recipe by their path, and recipes with one of them changed.

A path is written as messages write it: ``cathode.loading``, ``separator.1.thickness`` (entries count from one; without
a number where there is only one), ``cathode.composition.S`` (the other parts keep their ratio),
``overrides.film/conductivity``. ``rate`` is the current of the first discharge.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from brimstone.composite import build
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
from brimstone.recipe.recipe import READ_WITH_OTHERS
from brimstone.simulate.discharge import at_rate, first_rate
from brimstone.units import parse

RATE = "rate"  #: the path that stands for the current of the first discharge

_PARTS: Mapping[type[Written], Mapping[str, type[Written]]] = {
    Recipe: {"cathode": Cathode, "anode": Anode, "operation": Operation, "format": Format, "handling": Handling},
    Cathode: {"host": Host, "infiltrated": Infiltration},
}
_LISTS = {"separator": "layer", "protocol": "step"}
_BY_NAME = ("composition", "particle_size", "overrides")
_MATERIALS = "materials"
_FIXED = (
    "name",
    "note",
    "reported",
    "anchor",
    "reference",
)  # no result depends on these, or they are what it is compared with
_LISTED = ("rates",)
#: Parts that are changed without a look at the others.
_ALONE = ("cathode", "separator", "anode", "operation", "handling")
_OF_LOOPS = "loop"  #: the field of a step that the reader fills in, which nobody writes
#: Fields that a field replaces, because a recipe may hold only one of them.
_REPLACES = {
    "anode.thickness": ("np_ratio",),
    "anode.np_ratio": ("thickness",),
    "separator.thickness": ("mass", "diameter"),
    "separator.mass": ("thickness",),
    "area": ("diameter",),
    "diameter": ("area",),
}
_WHOLE_HOST = 0.02  # relative; tolerance on the host taking up all of its carbon
_SHARE = re.compile(rf"({NUMBER.pattern})\s*(wt|w|mass|vol|v|)\.?\s*-?\s*%?")


def with_field(recipe: Recipe, path: str, text: str, library: Library) -> Recipe:
    """The recipe with one field rewritten.

    Parameters
    ----------
    recipe : Recipe
    path : str
    text : str
        The new value, with its unit.
    library : Library
        Resolves synonyms of the materials in a composition.

    Raises
    ------
    RecipeError
        When there is no such field (with the nearest), or `text` is no value for it.
    """
    return with_fields(recipe, {path: text}, library)


def with_fields(recipe: Recipe, fields: Mapping[str, str], library: Library) -> Recipe:
    """The recipe with several fields rewritten, one after the other; parts that changed are read together.

    Parameters
    ----------
    recipe : Recipe
    fields : mapping of str to str
        The new values, with their units, by path.
    library : Library
        Resolves synonyms of the materials in a composition.

    Raises
    ------
    RecipeError
        As `with_field`.
    """
    changed: dict[str, Any] = {}  # parts in words that are not read yet
    for path, text in fields.items():
        words = path.strip()
        part = words.partition(".")[0].strip()
        alone = part in _ALONE and not (part == "cathode" and recipe.cathode.thickness is not None)
        if part in changed or not alone:
            recipe, changed = recipe.with_parts(changed), {}
        if words == RATE:
            recipe = at_rate(recipe, text)
            continue
        tree = _changed(recipe, words, text, library)
        if part in READ_WITH_OTHERS:
            recipe = Recipe.from_mapping(tree, recipe.source)
        elif alone:
            changed[part] = tree[part]
        else:
            recipe = recipe.with_parts({part: tree[part]})
    return recipe.with_parts(changed)


def _changed(recipe: Recipe, path: str, text: str, library: Library) -> dict[str, Any]:
    """The part of a recipe that a path begins with, with that field rewritten, in words; see `_tree`."""
    library = with_own_materials(library, recipe)
    tree = _tree(recipe, path)
    holder, key, plain = _locate(recipe, tree, path)
    if plain.startswith("overrides."):
        _check_override(recipe, library, key)
    if plain.startswith("cathode.composition."):
        _with_part(recipe, tree["cathode"], key, text, library, path)
    elif plain == "cathode.host.sulfur":
        holder[key] = text
        _fill_host(recipe, tree["cathode"], text)
    else:
        for other in _REPLACES.get(plain, ()):
            holder.pop(other, None)
        if plain == "cathode.loading":
            text = _same_basis(recipe, text)
        holder[key] = [text] if key in _LISTED else text
    if plain == "cathode.loading" and "thickness" in holder:
        made = build(Workbench.of(recipe, library))
        holder.pop("thickness")
        holder["porosity"] = f"{100.0 * float(made.porosity[0]):.9f} %"  # that of the given loading and thickness
    return tree


def field_text(recipe: Recipe, path: str) -> str | None:
    """The value of a field in the recipe's own words; None where it is not written.

    Raises
    ------
    RecipeError
        When there is no such field.
    """
    words = path.strip()
    if words == RATE:
        return first_rate(recipe)
    tree = _tree(recipe, words)
    holder, key, plain = _locate(recipe, tree, words)
    if plain.startswith("cathode.composition."):
        composition = recipe.cathode.composition
        if key in composition.parts:
            return f"{100.0 * composition.parts[key]:.6g} {_unit(composition)}"
    value = holder.get(key) if isinstance(holder, Mapping) else None
    if isinstance(value, list | tuple):
        value = ", ".join(str(one.get("method", one) if isinstance(one, Mapping) else one) for one in value)
    if isinstance(value, Mapping):
        value = value.get("value")  # of a property with an interval
    return None if value is None else str(value)


def field_paths(recipe: Recipe) -> Iterator[str]:
    """All paths that can be rewritten in a recipe; of particle sizes, overrides and formats those that are written."""
    yield RATE
    yield from _paths_within(Recipe, recipe, "")


def _paths_within(kind: type[Written], value: Any, before: str) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        key = field.alias or name
        inside = getattr(value, name, None)
        if (not before and key in _FIXED) or key == _OF_LOOPS:
            continue
        if key in _PARTS.get(kind, {}):
            yield from _paths_within(_PARTS[kind][key], inside, f"{before}{key}.")
        elif not before and key in _LISTS:
            entries = inside or ()
            for number, entry in enumerate(entries, 1):
                place = f"{key}." if len(entries) == 1 else f"{key}.{number}."
                yield from _paths_within(type(entry), entry, f"{before}{place}")
        elif key == _MATERIALS:
            yield from (f"{key}.{name}.{one}" for name, own in (inside or {}).items() for one in own.properties)
        elif key in _BY_NAME:
            named = inside.parts if isinstance(inside, Composition) else inside or {}
            yield from (f"{before}{key}.{name}" for name in named)
        else:
            yield f"{before}{key}"


def _locate(recipe: Recipe, tree: dict[str, Any], path: str) -> tuple[dict[str, Any], str, str]:
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
        if head == _MATERIALS and rest:
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
        elif not rest and head not in (*_BY_NAME, _MATERIALS):
            return holder, head, ".".join(plain)
        else:
            raise _unknown(recipe, path)
        if not rest:
            raise _unknown(recipe, path)


def _number(recipe: Recipe, path: str, head: str, rest: str, count: int) -> tuple[int, str]:
    """Which entry of a list is meant, counted from 0, and the rest of the path."""
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
    known = list(field_paths(recipe))
    inside = [name for name in known if name.startswith(f"{path}.")]
    if inside:
        return RecipeError(f"is a group of fields: {', '.join(inside)}", path, recipe.source)
    first = path.partition(".")[0]
    related = [name for name in known if name.partition(".")[0] == first] or known
    near = nearest_names(path, known)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return RecipeError(f"is not a field of this recipe.{hint} Fields: {', '.join(related)[:600]}", path, recipe.source)


def _tree(recipe: Recipe, path: str) -> dict[str, Any]:
    """The recipe in words, free to be changed: only the field that a path begins with, unless others depend on it."""
    part = path.partition(".")[0].strip()
    tree = recipe.to_mapping(None if part in READ_WITH_OTHERS else part)
    if "protocol" in tree:  # steps are numbered as they are run, also those of a loop
        tree["protocol"] = _default_steps(recipe)
    return {key: _copy(value) for key, value in tree.items()}


def _copy(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _copy(one) for key, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list | tuple) else value


def _default_steps(recipe: Recipe) -> list[dict[str, Any]]:
    return [step.model_dump(exclude_unset=True, exclude_none=True) for step in recipe.protocol]


def _check_override(recipe: Recipe, library: Library, name: str) -> None:
    """Refuse names that nothing is drawn under: a typo would silently change nothing."""
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
    words = f"nothing is drawn under this name.{hint} `brimstone explain` lists all names of a cell"
    raise RecipeError(words, f"overrides.{name}", recipe.source)


def _same_basis(recipe: Recipe, text: str) -> str:
    """A loading without a basis keeps that of the recipe."""
    loading = recipe.cathode.loading
    plain = re.fullmatch(rf"\s*{NUMBER.pattern}\s*\S+\s*", text)
    if plain is None or loading is None or loading.basis in ("active", "usual"):
        return text
    return f"{text} of {loading.basis}"


# --- compositions


def _unit(composition: Composition) -> str:
    return "vol%" if composition.basis == "volume" else "wt%"


def _percentages(composition: Composition) -> dict[str, str]:
    return {name: f"{100.0 * part:.9g} {_unit(composition)}" for name, part in composition.parts.items()}


def _with_part(recipe: Recipe, cathode: dict[str, Any], name: str, text: str, library: Library, path: str) -> None:
    """Set one part of the composition; what shares a host with it moves along, the others keep their ratio."""
    composition = recipe.cathode.composition
    share = _share(recipe, composition, text, path)
    name = resolve_part(recipe, name, library, path)
    together = coupled_parts(recipe, name)
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
    wanted = {"": unit, "vol": "vol%", "v": "vol%"}.get(match[2], "wt%")
    if wanted != unit:
        raise RecipeError(f"'{text}' is in {wanted}, the recipe in {unit}; write it in {unit}", path, recipe.source)
    share = float(match[1]) / 100.0
    if "%" not in text:
        raise RecipeError(f"'{text}' has no unit; write it in {unit}: {text} {unit}", path, recipe.source)
    if not 0.0 <= share < 1.0:
        raise RecipeError(f"'{text}' is out of range: a share is from 0 to below 100 {unit}", path, recipe.source)
    return share


def resolve_part(recipe: Recipe, name: str, library: Library, path: str) -> str:
    """The part of the composition that `name` means, by any synonym; the name itself for a material not yet in it.

    Raises
    ------
    RecipeError
        When there is no such material, with the nearest part; `path` is the field named in the error.
    """
    composition, library = recipe.cathode.composition, with_own_materials(library, recipe)
    if name in composition.parts:
        return name
    if name in composition.written:
        raise RecipeError(
            f"is a filled host; name one of its parts: {', '.join(composition.parts)}", path, recipe.source
        )
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


def coupled_parts(recipe: Recipe, name: str) -> tuple[str, ...]:
    """The parts that change with `name`: active material and the carbon of its host keep the filling of the host."""
    host = recipe.cathode.host
    if host is None or host.carbon not in recipe.cathode.composition.parts:
        return (name,)
    pair = (recipe.cathode.active, host.carbon)
    return pair if name in pair and _host_holds_all_carbon(recipe) else (name,)


def _host_holds_all_carbon(recipe: Recipe) -> bool:
    """Whether the host takes up all of its carbon in the composition."""
    host, parts = recipe.cathode.host, recipe.cathode.composition.parts
    if host is None or host.carbon not in parts or recipe.cathode.active not in parts:
        return False
    needed = parts[recipe.cathode.active] * (1.0 - host.sulfur.si) / host.sulfur.si
    return abs(needed / parts[host.carbon] - 1.0) < _WHOLE_HOST


def _fill_host(recipe: Recipe, cathode: dict[str, Any], text: str) -> None:
    """Change the filling of the host: the filled host keeps its share of the composition."""
    if not _host_holds_all_carbon(recipe) or recipe.cathode.host is None:
        return
    composition, active, carbon = recipe.cathode.composition, recipe.cathode.active, recipe.cathode.host.carbon
    whole, filling = composition.parts[active] + composition.parts[carbon], parse(text, "fraction").si
    parts = {**composition.parts, active: whole * filling, carbon: whole * (1.0 - filling)}
    cathode["composition"] = {name: f"{100.0 * part:.9g} {_unit(composition)}" for name, part in parts.items()}
