"""Materials of a recipe's own: like one of the library, with what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from brimstone.recipe.reading import shown, text_of
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader

_MOST = 50
_EXPECTED = "a mapping of names to materials such as {MySE: {like: Li6PS5Cl, ionic_conductivity: 5 mS/cm}}"
_PARTS = ("value", "low", "high", "temperature", "source", "known", "note")
#: A property as written: its words, or the parts of it, by `_PARTS`.
Written = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnMaterial:
    """A material that a recipe defines.

    Attributes
    ----------
    like : str
        Library material that supplies every property not given here.
    properties : Mapping[str, str or Mapping[str, str]]
        Name of each property that differs -> its words, read by whoever knows the property.
    """

    like: str
    properties: Mapping[str, Written]

    def to_words(self) -> dict[str, Any]:
        """Return the mapping that a person wrote."""
        given = {name: dict(one) if isinstance(one, Mapping) else one for name, one in self.properties.items()}
        return {"like": self.like, **given}


def _read_property(value: Any, *path: str) -> Written:
    try:
        if not isinstance(value, Mapping):
            return text_of(value, "a value such as 5 mS/cm")
        for part in value:
            if part not in _PARTS:
                raise ValueError(f"'{str(part)[:40]}' is not a known key; expected {', '.join(_PARTS)}")
        if "value" not in value:
            raise ValueError("has no value; expected {value: 5 mS/cm, low: 4 mS/cm, high: 6 mS/cm}")
        return FrozenMapping({part: text_of(words, "words") for part, words in value.items()})
    except ValueError as problem:
        raise FieldProblem(str(problem), *path) from None


def read_materials(value: Any) -> FrozenMapping[str, OwnMaterial]:
    """Materials of a recipe's own as written, by name.

    Raises
    ------
    ValueError, FieldProblem
        For what is no such mapping, or a material that is like nothing.
    """
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"expected {_EXPECTED}, got {shown(value)}")
    if len(value) > _MOST:
        raise ValueError(f"has {len(value)} materials; at most {_MOST} are possible")
    own: dict[str, OwnMaterial] = {}
    for name, given in value.items():
        name = str(name).strip()
        if isinstance(given, OwnMaterial):
            own[name] = given
            continue
        if not name or len(name) > 200:
            raise ValueError(f"{shown(name)} is not a material name; expected {_EXPECTED}")
        if not isinstance(given, Mapping):
            raise FieldProblem(
                f"expected a mapping such as {{like: Li6PS5Cl, density: 1.9 g/cm3}}, got {shown(given)}", name
            )
        if "like" not in given:
            raise FieldProblem("is missing; expected the material of the library that it is like", name, "like")
        try:
            like = text_of(given["like"], "the name of a material such as Li6PS5Cl")
        except ValueError as problem:
            raise FieldProblem(str(problem), name, "like") from None
        properties = {str(key): _read_property(words, name, str(key)) for key, words in given.items() if key != "like"}
        own[name] = OwnMaterial(like, FrozenMapping(properties))
    return FrozenMapping(own)


_PROPERTY = {
    "anyOf": [
        {"type": ["string", "number"], "examples": ["5 mS/cm", "5 ± 1 mS/cm"]},
        {
            "type": "object",
            "properties": {part: {"type": ["string", "number"]} for part in _PARTS},
            "required": ["value"],
            "additionalProperties": False,
        },
    ]
}

OwnMaterials = Annotated[
    Mapping[str, OwnMaterial],
    Reader(
        read_materials,
        {
            "type": "object",
            "minProperties": 1,
            "description": "materials of this recipe's own, by name: what each is like, and which properties differ",
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "like": {"type": "string", "description": "a material of the library"},
                },
                "required": ["like"],
                "additionalProperties": _PROPERTY,
            },
            "examples": [{"MySE": {"like": "Li6PS5Cl", "ionic_conductivity": "5 mS/cm", "density": "1.9 g/cm3"}}],
        },
        write=lambda own: {name: one.to_words() for name, one in own.items()},
    ),
]
