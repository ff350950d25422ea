"""What a cathode is mixed from: per cent by weight or volume, or a ratio of weights, as printed in the paper."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from brimstone.errors import nearest_names
from brimstone.recipe.amounts import (
    PERCENT,
    TOLERANCE,
    are_percentages,
    in_plain_words,
    range_of,
    weighed,
    with_rest,
)
from brimstone.recipe.filled import Filled, host_in
from brimstone.recipe.reading import NUMBER, shown, text_of
from brimstone.recipe.sentences import components
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.recipe.words import ACTIVES, OTHER_ACTIVES, active_word, fold
from brimstone.units import Quantity, plain

_MOST_PARTS = 20
_EXPECTED = "a composition such as {S: 40 wt%, LGPS: 40 wt%, Super P: 20 wt%} or {ratio: {S: 20, LGPS: 30, Super P: 3}}"
_LISTS = ("of", "parts", "components", "materials")
_UNITS = {"weight": "wt%", "volume": "vol%"}
_ANY_ACTIVE = ("active material", "am", "cam", "active", "active mass", "cathode active material")


@dataclass(frozen=True, slots=True)
class Spread:
    """A share that is known within a range.

    Attributes
    ----------
    value, low, high : float
        Share as written, and the ends of its 80 % interval.
    of : tuple of str
        Parts that it is of: one, or both that a filled host is split into.
    """

    value: float
    low: float
    high: float
    of: tuple[str, ...]

    def renamed(self, names: Mapping[str, str]) -> "Spread":
        """Return the spread with its parts under other names."""
        return replace(self, of=tuple(names.get(name, name) for name in self.of))


@dataclass(frozen=True, slots=True)
class Composition:
    """Shares of the components of a composite.

    Attributes
    ----------
    basis : str
        ``"weight"`` or ``"volume"``.
    parts : Mapping[str, float]
        Share of each component; they add up to 1. A host filled with active material is split into both.
    form : str
        ``"percent"`` or ``"ratio"``: how it was written.
    written : Mapping[str, str]
        The components and numbers as written.
    spreads : Mapping[str, Spread]
        Shares that were stated or assumed as a range, by the name of the component; the others take up what is left.
    """

    basis: str
    parts: Mapping[str, float]
    form: str
    written: Mapping[str, str]
    spreads: Mapping[str, Spread] = FrozenMapping()

    def renamed(self, names: Mapping[str, str]) -> "Composition":
        """Return the composition with parts under other names, those of one name added up."""
        parts: dict[str, float] = {}
        for name, share in self.parts.items():
            parts[names.get(name, name)] = parts.get(names.get(name, name), 0.0) + share
        spreads = {name: spread.renamed(names) for name, spread in self.spreads.items()}
        return replace(self, parts=FrozenMapping(parts), spreads=FrozenMapping(spreads))

    def to_words(self) -> dict[str, Any]:
        """Return the mapping that a person wrote."""
        return {"ratio": dict(self.written)} if self.form == "ratio" else dict(self.written)


def read_composition(value: Any) -> Composition:
    """Read a composition from a mapping of percentages, a ratio, or words such as ``S:LGPS:C = 20:30:3``.

    Raises
    ------
    ValueError
        With the sum, the parts and what to write instead.
    """
    if isinstance(value, Composition):
        value = value.to_words()
    if isinstance(value, (list, tuple)) and value:
        if all(isinstance(one, str) for one in value):
            value = ", ".join(value)
        elif all(isinstance(one, Mapping) and len(one) == 1 for one in value):
            value = {name: share for one in value for name, share in one.items()}
    if isinstance(value, str):
        return _read_words(value)
    if not isinstance(value, Mapping):
        raise ValueError(f"expected {_EXPECTED}, got {shown(value)}")
    if not value:
        raise ValueError(f"is empty; expected {_EXPECTED}")
    if "ratio" in value and len(value) == 2 and (named := next((key for key in value if key in _LISTS), None)):
        return _read_ratio(_mapping_of_lists(value[named], value["ratio"]))
    if "ratio" in value:
        others = [str(name) for name in value if name != "ratio"]
        if others:
            raise ValueError(f"has {', '.join(others)[:80]} next to a ratio; put all components into the ratio")
        ratio = value["ratio"]
        return _read_words(ratio) if isinstance(ratio, str) else _read_ratio(ratio)
    return _read_percentages(value)


def _read_words(text: str) -> Composition:
    if len(text) > 500:
        raise ValueError(f"{shown(text)} is too long; expected {_EXPECTED}")
    try:
        shares, are_ratio = components(text)
    except ValueError as problem:
        raise ValueError(f"{problem}; expected {_EXPECTED}") from None
    return _read_ratio(shares) if are_ratio else _read_percentages(shares)


def _mapping_of_lists(names: Any, numbers: Any) -> dict[str, Any]:
    """Components and numbers in two lists: ``{ratio: 30:20:50, of: [S, VGCF, LPSCl]}``."""
    names, numbers = (re.split("[:,]", one) if isinstance(one, str) else one for one in (names, numbers))
    if not (isinstance(names, (list, tuple)) and isinstance(numbers, (list, tuple)) and len(names) == len(numbers)):
        raise FieldProblem(
            "the ratio needs one number per component, such as {ratio: 30:20:50, of: [S, VGCF, LPSCl]}", "ratio"
        )
    words = [str(name).strip() for name in names]
    if len(set(words)) != len(words):
        raise ValueError("names a component twice")
    return dict(zip(words, (str(number).strip() for number in numbers), strict=True))


def _check_names(value: Mapping[Any, Any]) -> None:
    if len(value) > _MOST_PARTS:
        raise ValueError(f"has {len(value)} components; at most {_MOST_PARTS} are possible")
    seen: dict[str, str] = {}
    for name in value:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"{shown(name)} is not a component name; expected {_EXPECTED}")
        if fold(name) in seen:
            raise ValueError(f"'{name}' and '{seen[fold(name)]}' are the same component; list it once")
        seen[fold(name)] = name


def _read_ratio(value: Any) -> Composition:
    if not isinstance(value, Mapping) or not value:
        raise FieldProblem(
            f"expected a mapping of components to numbers such as {{S: 20, LGPS: 30, C: 3}}, got {shown(value)}",
            "ratio",
        )
    _check_names(value)
    numbers: dict[str, float] = {}
    for name, amount in value.items():
        text = text_of(amount, "a plain number such as 20")
        if not NUMBER.fullmatch(text):
            raise FieldProblem(
                f"'{text}' is not a plain number; a ratio is by weight and has no units, such as 20", "ratio", name
            )
        number = float(text)
        if not 0 < number < math.inf:
            raise FieldProblem(
                f"'{text}' is out of range: it must be above 0; leave out absent components", "ratio", name
            )
        numbers[name.strip()] = number
    total = sum(numbers.values())
    if total == math.inf:
        raise FieldProblem("numbers are too large to add", "ratio")
    return _composition("weight", numbers, total, "ratio", value)


def _read_percentages(value: Mapping[Any, Any]) -> Composition:
    _check_names(value)
    numbers: dict[str, float] = {}
    bases: dict[str, str] = {}
    value = with_rest(in_plain_words(value))
    if are_percentages(value):
        return _read_ratio(value)
    if masses := weighed(value):
        return _composition("weight", masses, sum(masses.values()), "percent", value)
    ranges: dict[str, Quantity] = {}
    for name, amount in value.items():
        text = re.sub(r"^(?:~|≈|ca\.?|about)\s*", "", plain(text_of(amount, "a share such as 40 wt%")))
        match = PERCENT.fullmatch(text)
        stated = None if match is not None else range_of(text)
        if match is None and stated is None:
            raise FieldProblem(_no_percentage(text, value), name)
        number = float(match[1]) if match is not None else 100.0 * stated.si if stated is not None else 0.0
        if not 0 < number < math.inf:
            raise FieldProblem(f"'{text}' is out of range: it must be above 0 %; leave out absent components", name)
        numbers[name.strip()] = number
        bases[name] = "volume" if re.search(r"\bv(?:ol)?\.?\s*-?\s*%", text) else "weight"
        if stated is not None:
            ranges[name.strip()] = stated
    if len(set(bases.values())) > 1:
        odd = ", ".join(f"{name} {value[name]}" for name in bases)
        raise ValueError(f"mixes wt% and vol%: {odd}. Write all of them in one of the two.")
    basis = next(iter(bases.values()))
    total = sum(numbers.values())
    lows, highs = (sum(_end(ranges.get(name), number, up) for name, number in numbers.items()) for up in (False, True))
    if not lows - TOLERANCE * (1 + 1e-9) <= 100 <= highs + TOLERANCE * (1 + 1e-9):
        raise ValueError(_wrong_sum(numbers, total, basis))
    spreads = {
        name: Spread(one.si, one.low, one.high, (name,))
        for name, one in ranges.items()
        if one.low is not None and one.high is not None
    }
    return replace(_composition(basis, numbers, total, "percent", value), spreads=FrozenMapping(spreads))


def _end(stated: Quantity | None, number: float, upper: bool) -> float:
    """Upper or lower end of a share in per cent; the share itself where it is no range."""
    end = None if stated is None else stated.high if upper else stated.low
    return number if end is None else 100.0 * end


def _composition(
    basis: str, numbers: dict[str, float], total: float, form: str, value: Mapping[str, Any]
) -> Composition:
    parts = FrozenMapping({name: number / total for name, number in numbers.items()})
    return Composition(
        basis, parts, form, FrozenMapping({name.strip(): text_of(amount, "") for name, amount in value.items()})
    )


def _no_percentage(text: str, value: Mapping[Any, Any]) -> str:
    if NUMBER.fullmatch(text):
        problem = f"'{text}' has no unit; expected wt% or vol%: write '{text} wt%'."
        if not all(NUMBER.fullmatch(str(amount).strip()) for amount in value.values()):
            return problem
        ratio = ", ".join(f"{name}: {amount}" for name, amount in value.items())
        return f"{problem}\nIf the numbers are a mass ratio, write  composition: {{ratio: {{{ratio[:300]}}}}}."
    if "mol" in text or re.search(r"\d\s*[µumk]?g\b", text):
        return f"'{text}' is not a share; expected wt% or vol%, or a mass ratio {{ratio: {{…}}}} with plain numbers"
    return f"'{text}' is not a share; expected wt% or vol%, such as 40 wt%"


def _wrong_sum(numbers: dict[str, float], total: float, basis: str) -> str:
    unit = _UNITS[basis]
    parts = " + ".join(f"{name} {number:g} {unit}" for name, number in numbers.items())
    problem = f"fractions add up to {total:.6g} {unit}, they must add up to 100 {unit} (within {TOLERANCE:g}).\n{parts}"
    if basis == "volume":
        return problem
    ratio = ":".join(f"{number:g}" for number in numbers.values())
    entries = ", ".join(f"{name}: {number:g}" for name, number in numbers.items())
    return f"{problem}\nIf {ratio} is a mass ratio, write  composition: {{ratio: {{{entries}}}}}."


def filled_host(composition: Composition, active: str, carbon: str, share: float) -> Composition:
    """Resolve a carbon host that holds the active material.

    Parameters
    ----------
    composition : Composition
        Either lists the active material and the carbon, or the filled host as one part whose name holds the active
        material's (``S/KB``, ``rGO@S``).
    active, carbon : str
        Names of the active material and of the carbon.
    share : float
        Weight of active material over weight of the filled host.

    Returns
    -------
    Composition
        With the filled host split into both.

    Raises
    ------
    ValueError
        When the host is not in the composition, or not enough of its carbon.
    """
    if active in composition.parts:
        _check_host_carbon(composition, active, carbon, share)
        return composition
    filled = [name for name in composition.parts if _holds(name, active)]
    if len(filled) > 1:  # Li2S/KB with Li2S-P2S5 glass
        filled = [name for name in filled if _holds(name, carbon)]
    if len(filled) != 1:
        raise ValueError(
            f"has neither '{active}' nor a filled host such as '{active}/{carbon}'; {_list(composition.parts)}. "
            f"Name the filled host '{active}/{carbon}' or list {active} and {carbon} one by one."
        )
    if composition.basis == "volume":
        raise ValueError(
            f"'{filled[0]}' in vol% can't be split into {active} and {carbon} by weight; give wt%, or list both"
        )
    parts: dict[str, float] = {}
    for name, part in composition.parts.items():
        pieces = {active: part * share, carbon: part * (1 - share)} if name == filled[0] else {name: part}
        for piece, amount in pieces.items():
            parts[piece] = parts.get(piece, 0.0) + amount
    spreads = {
        name: replace(spread, of=(active, carbon)) if name == filled[0] else spread
        for name, spread in composition.spreads.items()
    }
    return replace(composition, parts=FrozenMapping(parts), spreads=FrozenMapping(spreads))


def _check_host_carbon(composition: Composition, active: str, carbon: str, share: float) -> None:
    if carbon not in composition.parts:
        raise ValueError(
            f"has '{active}' but not the carbon of its host, '{carbon}'; {_list(composition.parts)}."
            f"{_nearest(carbon, composition.parts)} List the carbon too, or name the filled host '{active}/{carbon}'."
        )
    if composition.basis == "volume":
        return
    needed = composition.parts[active] * (1 - share) / share
    if needed > composition.parts[carbon] * 1.01:
        raise ValueError(
            f"has too little {carbon} for its host: {100 * composition.parts[active]:.3g} wt% {active} at "
            f"{100 * share:.3g} wt% in the host needs {100 * needed:.3g} wt% {carbon}, "
            f"and there are {100 * composition.parts[carbon]:.3g} wt%"
        )


def _holds(name: str, active: str) -> bool:
    """Whether the name of a part, such as ``S/KB`` or ``rGO@S``, has the active material in it as a word of its own."""
    edge = r"[\s/@+\-–_()]"
    return re.search(rf"(?:^|{edge}){re.escape(active)}(?:$|{edge})", name) is not None


def with_active(composition: Composition, active: str) -> Composition:
    """Return the composition with the active material under the name `active`, such as S for sulfur.

    Raises
    ------
    ValueError
        When it is not in there.
    """
    if active in composition.parts:
        return composition
    same = [name for name in composition.parts if active_word(name) == active_word(active)]
    same = same or [name for name in composition.parts if fold(name) in _ANY_ACTIVE]
    if len(same) == 1:
        return composition.renamed({same[0]: active})
    composite = [name for name in composition.parts if _holds(name, active)]
    hint = _nearest(active, composition.parts)
    if composite:
        hint = f" If '{composite[0]}' is {active} in a carbon host, add  host: {{carbon: its name, sulfur: its wt%}}."
    raise ValueError(f"does not have the active material '{active}'; {_list(composition.parts)}.{hint}")


def is_readable(value: Any) -> bool:
    """Whether a composition can be read."""
    try:
        read_composition(value)
    except ValueError:
        return False
    return True


def only_active(value: Any) -> str | None:
    """The active material that a composition names, as it is written there; None unless it names just one."""
    try:
        parts = read_composition(value).parts
    except ValueError:
        return None
    named = [name for name in parts if active_word(name) in ACTIVES]
    if not named:
        named = [name for name in parts if fold(name) in map(fold, OTHER_ACTIVES)]
    return named[0] if len(named) == 1 else None


def dissolved_in(value: Any, active: str) -> str | None:
    """The component that has the active material in it with a salt, 80Li2S-20LiI for Li2S; None without one."""
    try:
        parts = read_composition(value).parts
    except ValueError:
        return None
    named = [name for name in parts if re.fullmatch(rf"[\d.]*{re.escape(active)}[-·][\d.]*\w+", name)]
    known = [name for name in named if fold(name) in map(fold, OTHER_ACTIVES)]
    return known[0] if len(known) == 1 and active not in parts else None


def with_host(value: Any) -> tuple[dict[str, Any], Filled] | None:
    """A composition with a filled host and its share, ``{S/KB (70 wt% S): 80 wt%, …}``, as both; None without one."""
    try:
        written = read_composition(value)
    except ValueError:
        return None
    found = host_in(written.written)
    if found is None:
        return None
    name, filled = found
    words = {(filled.name if key == name else key): share for key, share in written.written.items()}
    return ({"ratio": words} if written.form == "ratio" else words), filled


def check_part(name: str, composition: Composition) -> None:
    """Raise ValueError unless `name` is a component."""
    if name not in composition.parts and name not in composition.written:
        raise ValueError(
            f"'{name[:60]}' is not a component of this cathode; {_list(composition.parts)}."
            f"{_nearest(name, composition.parts)}"
        )


def _nearest(name: str, parts: Mapping[str, float]) -> str:
    near = nearest_names(name, parts, count=1)
    return f" Did you mean {near[0]}?" if near else ""


def _list(parts: Mapping[str, float]) -> str:
    return "it has: " + ", ".join(parts)[:300]


CompositionField = Annotated[
    Composition,
    Reader(
        read_composition,
        {
            "description": "components and their shares: wt%, vol%, or a ratio of weights",
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        "ratio": {
                            "type": "object",
                            "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
                            "minProperties": 1,
                        }
                    },
                    "additionalProperties": {"type": "string", "examples": ["40 wt%", "30 vol%"]},
                    "minProperties": 1,
                    "examples": [
                        {"S": "40 wt%", "LGPS": "40 wt%", "acetylene black": "20 wt%"},
                        {"ratio": {"S": 20, "LGPS": 30, "acetylene black": 3}},
                    ],
                },
                {"type": "string", "examples": ["S:LGPS:acetylene black = 20:30:3"]},
            ],
        },
        write=Composition.to_words,
    ),
]
