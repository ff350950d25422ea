"""Materials chosen and sorted by what is known of them, and reports of one of them that contradict each other."""

import itertools
import math
from collections.abc import Callable, Iterable
from typing import Any

from brimstone.constants import BOLTZMANN_EV
from brimstone.errors import UnknownNameError
from brimstone.library._schema import EXPECTED
from brimstone.library.library import Library
from brimstone.library.materials import Material
from brimstone.library.values import Law, Value

#: Reports of one conductivity that differ by more than this are noted.
_APART = 10.0
#: Activation energies that conduction in a solid electrolyte can have [eV].
_POSSIBLE_ENERGIES = (0.1, 0.44)


def nominal(value: Value | Law | None, temperature: float = 298.15) -> float | None:
    """The SI number of a value, or of a law at `temperature` [K]; None for None."""
    if value is None or isinstance(value, Value):
        return None if value is None else value.si
    return float(value.at(temperature))


def _property_key(name: str, sign: float) -> Callable[[Material], Any]:
    def key(material: Material) -> Any:
        number = nominal(material.get(name))
        return (number is None, 0.0 if number is None else sign * number, material.name.lower())

    return key


#: How a list of materials can be sorted; what lacks the property comes last.
SORT_KEYS: dict[str, Callable[[Material], Any]] = {
    "name": lambda material: material.name.lower(),
    "class": lambda material: (material.class_, material.name.lower()),
    "kind": lambda material: (material.kind, material.name.lower()),
    "conductivity": _property_key("ionic_conductivity", -1.0),
    "electronic conductivity": _property_key("electronic_conductivity", -1.0),
    "capacity": _property_key("theoretical_capacity", -1.0),
    "area": _property_key("bet_area", -1.0),
    "density": _property_key("density", 1.0),
    "modulus": _property_key("young_modulus", 1.0),
    "potential": _property_key("reference_potential", 1.0),
}


def list_materials(
    library: Library, kind: str | None = None, class_: str | None = None, sort: str = "name"
) -> list[Material]:
    """Materials that can play the role `kind` and are of `class_`, sorted by one of `SORT_KEYS`.

    Raises
    ------
    UnknownNameError
        When no material has that kind or class, or `sort` is not a key.
    """
    every = library.materials()
    _one_of("kind", kind, {word for material in every for word in material.kinds})
    _one_of("class", class_, {material.class_ for material in every})
    _one_of("sort key", sort, SORT_KEYS)
    return sorted(library.materials(kind, class_), key=SORT_KEYS[sort])


def _one_of(what: str, word: str | None, known: Iterable[str]) -> None:
    words = sorted(known)
    if word is not None and word not in words:
        raise UnknownNameError(what, word, words)


def not_known(material: Material) -> dict[str, str]:
    """Properties that a user would look for and nobody reported, with the reason where there is one."""
    return {name: "" for name in EXPECTED[material.kind] if name not in material} | dict(material.gaps)


def conflicts(material: Material) -> list[str]:
    """Sentences on reports of one conductivity that can't all hold for one material.

    Two kinds are looked for: reports at one temperature that differ by more than a factor ten, and reports at two
    temperatures that would need an impossible activation energy. Nothing is averaged.
    """
    groups: dict[float, list[Value]] = {}
    for report in material.records.get("ionic_conductivity", ()):
        groups.setdefault(report.temperature or 298.15, []).append(report)
    sentences = []
    for reports in groups.values():
        low, high = min(reports, key=float), max(reports, key=float)
        if high.si / low.si > _APART:
            sentences.append(f"{_with_source(high)} and {_with_source(low)} differ by a factor {high.si / low.si:.3g}")
    for cold, warm in itertools.combinations(sorted(groups), 2):
        one, other = groups[warm][0], groups[cold][0]
        span = (1.0 / cold - 1.0 / warm) / BOLTZMANN_EV
        least, most = (math.log(ratio) / span for ratio in _ratios(one, other))
        if not _POSSIBLE_ENERGIES[0] <= least <= most <= _POSSIBLE_ENERGIES[1]:
            sentences.append(
                f"{_with_source(one)} and {_with_source(other)} would need an activation energy of {least:.2g} to "
                f"{most:.2g} eV if they were of one material; they are kept apart"
            )
    return sentences


def _with_source(report: Value) -> str:
    return f"{report.shown()} ({report.source})"


def _ratios(warm: Value, cold: Value) -> tuple[float, float]:
    """Least and greatest ratio of two conductivities within their intervals."""
    return (warm.low or warm.si) / (cold.high or cold.si), (warm.high or warm.si) / (cold.low or cold.si)
