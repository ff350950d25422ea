"""Sizes by name: of the grains of each component, of the foils that an anode was pressed from."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from brimstone.recipe.reading import shown, text_of
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.units import Quantity, parse_stated, plain


def read_sizes(value: Any) -> FrozenMapping[str, Quantity]:
    """Read ``{S: 1 um, LGPS: 3 um}``."""
    return _lengths(value, "{S: 1 um}", 1e-3, "a particle size is above 0 um and at most 1 mm")


def _read_diameters(value: Any) -> FrozenMapping[str, Quantity]:
    return _lengths(value, "{In: 9 mm}", 1.0, "a diameter is above 0 mm and at most 1 m")


def _read_masses(value: Any) -> FrozenMapping[str, Quantity]:
    return _by_names(value, "{Li: 1.5 mg}", 1.0, "a foil weighs above 0 mg and at most 1 kg", "mass")


def _lengths(value: Any, example: str, most: float, allowed: str) -> FrozenMapping[str, Quantity]:
    return _by_names(value, example, most, allowed, "length")


def _by_names(value: Any, example: str, most: float, allowed: str, dimension: str) -> FrozenMapping[str, Quantity]:
    expected = f"a mapping of names to sizes such as {example}"
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"expected {expected}, got {shown(value)}")
    sizes: dict[str, Quantity] = {}
    for name, size in value.items():
        text = text_of(size, f"a {dimension} as in {example}")
        sizes[str(name)] = parse_stated(plain(text), dimension)
        if not 0 < sizes[str(name)].si <= most:
            raise FieldProblem(f"'{text}' is out of range: {allowed}", str(name))
    return FrozenMapping(sizes)


def _by_name(read: Callable[[Any], FrozenMapping[str, Quantity]], example: str) -> Reader:
    return Reader(
        read,
        {"type": "object", "additionalProperties": {"type": "string", "examples": [example]}},
        write=lambda sizes: {name: size.text for name, size in sizes.items()},
    )


Sizes = Annotated[Mapping[str, Quantity], _by_name(read_sizes, "1 um")]
Masses = Annotated[Mapping[str, Quantity], _by_name(_read_masses, "1.5 mg")]
Diameters = Annotated[Mapping[str, Quantity], _by_name(_read_diameters, "9 mm")]
