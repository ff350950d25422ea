"""What a physicist would call wrong: a library with one thing broken, or a law with another strength.

Each row names mutations that must turn it red. A mutation is data:

- ``{constant: film/conductivity, times: 0.3}``, or ``to`` a value in SI;
- ``{material: LLZO, property: ionic_conductivity, times: 0.3}``; a part of a law as ``ionic_conductivity.reference``;
- ``{material: LLZO, rule: wetted_by_lithium, to: true}``, ``{lab_rule: order, to: info}``;
- ``{material: rGO, field: shape, to: tube}``, what else a material is;
- ``{treatment: graphite layer, field: contact, times: 0.3}``;
- ``{function: brimstone.physics.wetting.contact_angle, times: 3}``, whose result is multiplied, or returned as ``to``.

Each quantity is broken both ways. A break that the row can't notice says why as ``unseen``: no number outside of the
program would tell it.

With ``only: joint`` it has to break a joint comparison and none of the claims, each of which it leaves as it is.

Values of the library are multiplied with their intervals.
"""

import functools
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from brimstone._executor import Executor, Form, Work
from brimstone.errors import BrimstoneError
from brimstone.library import Library, Value
from brimstone.library import load as load_library
from brimstone.verify.checking import Found, Outcome, check
from brimstone.verify.parallel import each, key_of
from brimstone.verify.row import Row

_CHANGES = ("times", "to", "plus")


def name_of(mutation: Mapping[str, Any]) -> str:
    """A mutation in words."""
    parts = [part for part in (mutation, *mutation.get("and", ())) if part]
    return " and ".join(_one_name(part) for part in parts) + (", seen jointly alone" if "only" in mutation else "")


def unseen(row: Row) -> dict[str, str]:
    """Why a row does not notice the mutations that it says it does not, by their names."""
    return {name_of(mutation): mutation["unseen"] for mutation in row.mutations if "unseen" in mutation}


def subject_of(mutation: Mapping[str, Any]) -> str:
    """What a mutation breaks, in words."""
    what = next(iter(mutation))
    owner = mutation[what]
    return {
        "constant": f"{owner}",
        "material": f"{mutation.get('property') or mutation.get('rule') or mutation.get('field')} of {owner}".replace(
            "_", " "
        ),
        "lab_rule": f"level of the rule {owner}",
        "treatment": f"{mutation.get('field', '')} of {owner}".replace("_", " "),
        "function": _law_name(str(owner), mutation),
    }[what]


def _one_name(mutation: Mapping[str, Any]) -> str:
    subject = subject_of(mutation)
    if "times" in mutation:
        return f"{subject} × {mutation['times']:g}"
    if "plus" in mutation:
        return f"{subject} {mutation['plus']:+g}"
    return f"{subject} set to {mutation['to']}"


def check_mutations(
    outcomes: Sequence[Outcome], place: Executor | None = None
) -> Iterator[tuple[str, dict[str, bool]]]:
    """For each row whether its mutations turn it red, on all cores; what can't be carried out is an error."""
    tasks = [(outcome, mutation) for outcome in outcomes for mutation in outcome.row.mutations]
    form: Form[_Task, bool] = Form(
        lambda task: key_of(task[0].row, task[1]),
        lambda task, red: {"row": task[0].row.id, "mutation": name_of(task[1]), "red": float(red), "failed": ""},
    )
    red = each(tasks, Work(_kills, _lost, form), lambda task: task[0].seconds, place)
    for outcome in outcomes:
        yield outcome.row.id, {name_of(mutation): next(red) for mutation in outcome.row.mutations}


_Task = tuple[Outcome, Mapping[str, Any]]


def _kills(task: _Task) -> bool:
    return kills(*task)


def _lost(task: _Task, reason: str) -> bool:
    raise BrimstoneError(f"{task[0].row.id}, {name_of(task[1])}: {reason}")


def kills(intact: Outcome, mutation: Mapping[str, Any], library: Library | None = None) -> bool:
    """Whether a row notices that something is broken: a claim that held does no more, or can no longer be computed.

    Parameters
    ----------
    intact : Outcome
        Of the row with nothing broken.
    mutation : mapping
    library : Library, optional
        The one of the package by default.

    Raises
    ------
    BrimstoneError
        When the mutation names something that is not there.
    """
    held = [one.passed for one in intact.found]
    jointly = len(intact.row.claims) if mutation.get("only") == "joint" else 0
    lost: set[int] = set()

    def enough(found: Found, place: int) -> bool:
        if place < len(held) and held[place] and not found.passed:
            lost.add(place)
        return bool(lost) and (not jointly or min(lost) < jointly)

    with mutated(mutation, library or load_library()) as broken:
        outcome = check(intact.row, broken, enough)
    if outcome.problem and not intact.problem:
        return not jointly
    return bool(lost) and min(lost) >= jointly


def _law_name(path: str, mutation: Mapping[str, Any]) -> str:
    """Of ``physics.transport.area_resistance`` "the law area resistance", of a table its entry."""
    name = path.rpartition(".")[2].strip("_")
    words = (name.lower() if "_" in name else name).replace("_", " ")
    if "part" in mutation:
        return f"{mutation['part']}, {words}"
    part = mutation.get("field")
    return f"{part} in {words}" if part else f"the law {words}" if name != name.upper() else words


@contextmanager
def mutated(mutation: Mapping[str, Any], library: Library) -> Iterator[Library]:
    """The library with what a mutation breaks; laws are broken while the context lasts."""
    with _one(mutation, library) as broken:
        others: Sequence[Mapping[str, Any]] = mutation.get("and", ())
        if not others:
            yield broken
            return
        with mutated({**others[0], "and": others[1:]}, broken) as further:
            yield further


@contextmanager
def _one(mutation: Mapping[str, Any], library: Library) -> Iterator[Library]:
    match mutation:
        case {"constant": name}:
            # A calibrated constant has a second value, for papers that the calibration has seen.
            broken = {name: _changed(library.constant(name), mutation)}
            priors = {name: _changed(library._priors[name], mutation)} if name in library._priors else {}
            yield replace(library, _constants={**library._constants, **broken}, _priors={**library._priors, **priors})
        case {"material": name, "rule": rule}:
            yield _with_material(library, name, rules={**library.material(name).rules, rule: mutation["to"]})
        case {"material": name, "field": field}:
            yield _with_material(library, name, **{field: mutation["to"]})
        case {"material": name, "property": path}:
            yield _with_property(library, name, path, mutation)
        case {"lab_rule": name}:
            rule = replace(library.rule(name), level=mutation["to"])
            yield replace(library, _rules={**library._rules, name: rule})
        case {"treatment": name, "field": path}:
            treatments = library._treatments
            proper = library.treatment(name).name
            yield replace(library, _treatments={**treatments, proper: _set(treatments[proper], path, mutation)})
        case {"function": path}:
            yield from _with_function(library, path, mutation)
        case _:
            raise BrimstoneError(f"{dict(mutation)} is no mutation")


def _with_material(library: Library, name: str, **fields: Any) -> Library:
    material = library.material(name)
    return replace(library, _materials={**library._materials, material.name: replace(material, **fields)})


def _with_property(library: Library, name: str, path: str, mutation: Mapping[str, Any]) -> Library:
    prop, _, part = path.partition(".")
    properties = library.material(name).properties
    if prop not in properties:
        raise BrimstoneError(f"{name} has no {prop}")
    law = properties[prop]
    if not isinstance(law, Value) and not part:
        part = next(iter(law.parts))  # what it conducts where it is known
    changed = _set(law, part, mutation) if part else _changed(law, mutation)
    return _with_material(library, name, properties={**properties, prop: changed})


def _set(owner: Any, path: str, mutation: Mapping[str, Any]) -> Any:
    """A frozen dataclass or mapping with one of its parts changed."""
    name, _, rest = path.partition(".")
    part = owner[name] if isinstance(owner, Mapping) else getattr(owner, name)
    changed = _set(part, rest, mutation) if rest else _changed(part, mutation)
    return {**owner, name: changed} if isinstance(owner, Mapping) else replace(owner, **{name: changed})


def _changed(value: Any, mutation: Mapping[str, Any]) -> Any:
    if not isinstance(value, Value):
        return value * mutation["times"] if "times" in mutation else mutation["to"]
    if "times" in mutation:
        times = mutation["times"]
        low, high = (None if end is None else end * times for end in (value.low, value.high))
        low, high = (high, low) if times < 0.0 and low is not None else (low, high)
        return replace(value, si=value.si * times, low=low, high=high)
    if "plus" in mutation:
        low, high = (None if end is None else end + mutation["plus"] for end in (value.low, value.high))
        return replace(value, si=value.si + mutation["plus"], low=low, high=high)
    return replace(value, si=mutation["to"], low=None, high=None)


def _with_function(library: Library, path: str, mutation: Mapping[str, Any]) -> Iterator[Library]:
    """A law, a number or an entry of a table replaced wherever it is used, while the context lasts."""
    owner, name = _owner(path)
    law = getattr(owner, name)
    if isinstance(law, Mapping):
        entry = mutation["field"]
        cast("dict[str, Any]", law)[entry], before = _changed(law[entry], mutation), law[entry]
        try:
            yield library
        finally:
            cast("dict[str, Any]", law)[entry] = before
        return

    broken = _changed(law, mutation) if isinstance(law, float) else _broken(law, mutation)
    # It is bound anew in every module that imported it, under whatever name.
    users = [(user, bound) for user in (owner, *_modules()) for bound, one in list(vars(user).items()) if one is law]
    for user, bound in users:
        setattr(user, bound, broken)
    try:
        yield library
    finally:
        for user, bound in users:
            setattr(user, bound, law)


def _broken(law: Any, mutation: Mapping[str, Any]) -> Any:
    @functools.wraps(law)
    def broken(*arguments: Any, **named: Any) -> Any:
        if "to" in mutation:
            return mutation["to"]
        result = law(*arguments, **named)
        if "part" in mutation:
            return {**result, mutation["part"]: result[mutation["part"]] * mutation["times"]}
        return result * mutation["times"]

    return broken


def _owner(path: str) -> tuple[Any, str]:
    """The module or class that holds what a dotted path names, and its name there."""
    *parts, name = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            owner = getattr(owner, part, None)
        if hasattr(owner, name):
            return owner, name
    raise BrimstoneError(f"there is no {path} to break")


def _modules() -> list[Any]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("brimstone.") and module]
