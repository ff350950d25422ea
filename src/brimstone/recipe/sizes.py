"""Sizes by name: of the grains of each component, of the foils that an anode was pressed from."""

from collections.abc import Mapping
from typing import Annotated, Any

from brimstone.recipe.reading import shown, text_of
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.units import Quantity, parse


def read_sizes(value: Any) -> FrozenMapping[str, Quantity]:
    """Read ``{S: 1 um, LGPS: 3 um}``."""
    expected = "a mapping of components to sizes such as {S: 1 um}"
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"expected {expected}, got {shown(value)}")
    sizes: dict[str, Quantity] = {}
    for name, size in value.items():
        text = text_of(size, "a length such as 1 um")
        sizes[str(name)] = parse(text, "length")
        if not 0 < sizes[str(name)].si <= 1e-3:
            raise FieldProblem(f"'{text}' is out of range: a particle size is above 0 um and at most 1 mm", str(name))
    return FrozenMapping(sizes)


Sizes = Annotated[
    Mapping[str, Quantity],
    Reader(
        read_sizes,
        {"type": "object", "additionalProperties": {"type": "string", "examples": ["1 um"]}},
        write=lambda sizes: {name: size.text for name, size in sizes.items()},
    ),
]
