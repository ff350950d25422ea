"""What is valid of a recipe that has faults, so that the rest of it is looked at, too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brimstone.errors import RecipeError
from brimstone.recipe.base import other_names
from brimstone.recipe.problems import InvalidRecipe, Place, key_of
from brimstone.recipe.recipe import Recipe, as_written
from brimstone.units import NUMERAL

_NUMBER = re.compile(NUMERAL)
_ROUNDS = 8  # faults that show only when others are out of the way
#: What stands in for an entry of a list that has a fault, so that the others keep their places, and the field whose
#: fault does that; any, where none is named.
_ENTRIES: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "protocol": ({"rest": "1 s"}, ""),
    "separator": ({"electrolyte": "Li6PS5Cl"}, "electrolyte"),
    "mixing": ({"method": "ball-milled"}, ""),
}
#: What stands in for what a recipe can't be without.
_CATHODE = {"active": "S", "loading": "usual"}


@dataclass
class Salvaged:
    """What is left of a recipe without its faults.

    Attributes
    ----------
    recipe : Recipe or None
        None where too little is left.
    faults : list of (Place, str)
        All that were found, those that show without the others at the end.
    gone : set of Place
        What was left out or replaced; what is said of these places means nothing.
    data : dict
        The words of `recipe`.
    """

    recipe: Recipe | None = None
    faults: list[tuple[Place, str]] = field(default_factory=list)
    gone: set[Place] = field(default_factory=set)
    data: dict[Any, Any] = field(default_factory=dict)

    def is_of_what_is_left(self, place: Place) -> bool:
        """Whether a place is none that was left out, nor in one, nor around one."""
        return not any(place[: len(gone)] == gone or gone[: len(place)] == place for gone in self.gone)

    def leave_out(self, faults: Sequence[tuple[Place, str]]) -> None:
        """Leave out what is wrong, and what is wrong without it, until the rest can be read.

        Faults that show on the way are added to those that were found.
        """
        self.recipe = None
        for _ in range(_ROUNDS):
            for place, message in faults:
                _leave_out(self.data, place, message, self)
            _stand_in(self.data, self)
            try:
                self.recipe = Recipe.from_mapping(self.data)
                return
            except InvalidRecipe as problem:
                faults = problem.problems
                known = {place for place, _ in self.faults}
                self.faults += [one for one in faults if one[0] not in known and self.is_of_what_is_left(one[0])]
            except RecipeError:
                return


def salvage(tree: Mapping[str, Any], first: InvalidRecipe) -> Salvaged:
    """Leave out what is wrong until the rest of a recipe can be read.

    Parameters
    ----------
    tree : mapping
        The recipe as it was written.
    first : InvalidRecipe
        What is wrong with it.
    """
    found = Salvaged(faults=list(first.problems))
    if isinstance(tree, Mapping):
        found.data = _copied(as_written(tree))
        found.leave_out(first.problems)
    found.faults = _without_those_of_a_slip(found.faults)
    return found


def whole(tree: Mapping[str, Any]) -> Salvaged:
    """A recipe of which nothing has to be left out.

    Raises
    ------
    RecipeError
        When it is not valid.
    """
    recipe = Recipe.from_mapping(tree)
    return Salvaged(recipe, data=_copied(as_written(tree)))


def _copied(tree: Any) -> Any:
    if isinstance(tree, Mapping):
        return {key: _copied(value) for key, value in tree.items()}
    return [_copied(one) for one in tree] if isinstance(tree, (list, tuple)) else tree


def _named(tree: Mapping[Any, Any], part: str) -> Any:
    """The key of a mapping under which a field stands, in whatever spelling; None without one."""
    if part in tree:
        return part
    known = other_names()
    return next((key for key in tree if key_of(str(key)) == part or part in known.get(key_of(str(key)), ())), None)


def _leave_out(data: dict[Any, Any], place: Place, message: str, found: Salvaged) -> None:
    """Take the value at a place out, or put something harmless in the place of the entry of a list that it is in."""
    parts = tuple(part for part in place if not (isinstance(part, str) and part.startswith("step:")))
    here: Any = data
    for depth, part in enumerate(parts):
        last = depth == len(parts) - 1 or parts[: depth + 1] == ("cathode", "composition")
        if isinstance(part, int):
            if isinstance(here, dict):  # one entry without a list around it
                continue
            stand_in, inner = _ENTRIES.get(str(parts[depth - 1])), parts[depth + 1] if not last else ""
            if not isinstance(here, list) or part >= len(here) or stand_in is None:
                break
            if inner == stand_in[1] or inner == "" or stand_in[1] == "" or not isinstance(here[part], dict):
                here[part] = dict(stand_in[0])
                found.gone.add(parts[: depth + 1])
                return
            here = here[part]
            continue
        key = _named(here, part) if isinstance(here, dict) else None
        if key is None or (last and parts[0] == "materials"):
            break
        if last or not isinstance(here[key], (dict, list)):
            meant = _meant(message)
            if message.startswith("is missing"):
                return  # and was found under a misspelt name
            if meant and meant not in here and not meant.startswith(str(key)):
                here[meant] = here.pop(key)  # a slip of the pen: what stands there is read under the right name
            elif "{ratio: {" in message and isinstance(here[key], dict) and "ratio" not in here[key]:
                here[key] = {"ratio": {name: _NUMBER.findall(str(share))[0] for name, share in here[key].items()}}
            else:
                del here[key]
                found.gone.add(parts[: depth + 1])
            return
        here = here[key]
    found.gone.add(parts)
    _leave_out_whole(data, parts, found)


def _leave_out_whole(data: dict[Any, Any], parts: Sequence[Any], found: Salvaged) -> None:
    """Leave out the part that lacks something, unless a recipe can't be without it."""
    top = _named(data, str(parts[0])) if parts else None
    if top is None or parts[0] == "cathode" or len(parts) < 2:
        return
    if parts[0] == "materials" and isinstance(data[top], dict):
        data[top].pop(parts[1], None)
        found.gone.add(("materials", parts[1]))
    if parts[0] != "materials" or not data[top]:
        del data[top]
        found.gone.add((parts[0],))


def _meant(message: str) -> str:
    """The field that an unknown one was meant to be."""
    _, said, rest = message.partition("Did you mean ")
    return rest.partition("?")[0] if said and message.startswith("unknown field") else ""


def _stand_in(data: dict[Any, Any], found: Salvaged) -> None:
    """Give a recipe what it can't be without."""
    cathode = data.get("cathode")
    if not isinstance(cathode, dict):
        data["cathode"] = dict(_CATHODE)
        found.gone.add(("cathode",))
    else:
        if _named(cathode, "active") is None and _named(cathode, "composition") is None:
            cathode["active"] = "S"
            found.gone.add(("cathode", "active"))
        if _named(cathode, "loading") is None and _named(cathode, "thickness") is None:
            cathode["loading"] = "usual"
            found.gone.add(("cathode", "loading"))
    if not data.get(_named(data, "separator")):
        data["separator"] = [dict(_ENTRIES["separator"][0])]
        found.gone.add(("separator",))
    anode = data.get(_named(data, "anode"))
    if isinstance(anode, dict) and "material" not in anode:
        anode["material"] = "Li-In"
        found.gone.add(("anode", "material"))


def _without_those_of_a_slip(faults: list[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """Faults without the fields that are missing since their names are misspelt."""
    meant = {(*place[:-1], _meant(message)) for place, message in faults if _meant(message)}
    return [one for one in faults if not (one[0] in meant and one[1].startswith("is missing"))]
