"""A whole recipe: the cell, what is done with it, and what was measured on it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, PrivateAttr, ValidationError, ValidationInfo, field_validator, model_validator

from brimstone.errors import RecipeError
from brimstone.recipe.anode import Anode
from brimstone.recipe.base import Written, list_of, overspecified, word_for
from brimstone.recipe.cell import (
    Cathode,
    Handling,
    Host,
    Infiltration,
    Layer,
    MixingStep,
    Operation,
    Polymerisation,
)
from brimstone.recipe.ends import refuse_unmet
from brimstone.recipe.fields import (
    Area,
    Diameter,
    Name,
    OneC,
    Text,
    die_of,
    loading_of_mass,
    on_die,
    per_sulfur,
)
from brimstone.recipe.format import Format, refuse_other_size
from brimstone.recipe.habits import as_meant
from brimstone.recipe.kinds import FULL, KINDS, kind_of, protocol_assumed, stands_in, with_stand_ins
from brimstone.recipe.making import Chemical, Collector, Drying, Hardware, MakingStep, left_milled
from brimstone.recipe.materials import OwnMaterials
from brimstone.recipe.measured import Anchor, Reported
from brimstone.recipe.overrides import read_overrides, written
from brimstone.recipe.phrases import layer_words, without_reference
from brimstone.recipe.problems import InvalidRecipe, Place, invalid, path_in_words
from brimstone.recipe.protocol import (
    STEPS,
    Charge,
    Cycles,
    Drive,
    Hold,
    Pulse,
    Ramp,
    Rates,
    Repeat,
    Steps,
    default_protocol,
)
from brimstone.recipe.reading import shown, vocabulary
from brimstone.recipe.schema import tidy_schema, with_choice
from brimstone.recipe.steps import rolled
from brimstone.recipe.terminals import odd_sizes, refuse_whole_cells
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.recipe.words import REFERENCE_POTENTIALS, REFERENCES, active_word, find_word, fold
from brimstone.recipe.yaml_text import dump
from brimstone.units import Quantity

_LOADINGS = ("mass", "mass loading", "active loading", "areal loading")
_CATHODE_FIELDS = frozenset((*Cathode.model_fields, *Cathode.OTHER_NAMES))
_PI_OVER_4 = 0.7853981633974483
#: Fields with which others are read: the size of the cell spreads a mass over it and a load over its die, and its kind
#: decides what stands in for what it has not.
READ_WITH_OTHERS = ("cell", "area", "diameter")


class Recipe(Written):
    """A cell as described in the experimental section of a paper.

    Attributes
    ----------
    name : str
        What reports call the cell.
    note : str, optional
        What the reader should know, such as what was assumed because nothing was reported.
    cell : str
        ``"full"`` (default), ``"symmetric"`` (the anode on both sides of the separator), ``"half"`` (an electrolyte
        with carbon as the cathode), ``"ion-blocking"`` (the composite between two metal plates) or
        ``"electron-blocking"`` (the composite between two separators, and the anode on both sides).
    cathode : Cathode
    separator : tuple of Layer
        From the cathode to the anode.
    anode : Anode
    operation : Operation
        The conditions in which the cell works.
    format : Format, optional
        What the cell is packed in; without it, masses and energies are of the layers alone.
    handling : Handling, optional
        Moist air that the electrolytes met; none by default.
    hardware : Hardware, optional
        Case, body and plungers of the cell, recorded.
    materials : Mapping[str, OwnMaterial]
        Materials of this recipe's own: name -> what it is like in the library, and which properties differ. They
        are valid wherever a material is named; one with a name of the library replaces it in this recipe.
    made : tuple of MakingStep
        How the materials were made before they came into the cell, in order.
    chemicals : tuple of Chemical
        What was bought, how pure and from whom.
    reference : str
        Electrode against which the voltages of protocol and reported figures are given: ``"Li/Li+"`` (default),
        ``"Li-In"``, ``"LTO"`` or ``"SHE"``.
    one_c : Rate, optional
        What 1C is, per mass of active material or per area; by default the theoretical capacity in an hour.
    protocol : tuple of steps
        What is done with the cell, in this order; one cycle at 0.1C between 1.0 V and 2.8 V by default.
    area : Quantity, optional
        Of the electrodes [m2]; computed when `diameter` is given.
    diameter : Quantity, optional
        [m]; in place of the area.
    overrides : Mapping[str, str]
        Parameters that an expert sets by name: number and unit as text, read by whoever knows the parameter; a law or a
        table of the temperature; or an ``open circuit`` curve, as points or as a law of the conversion x.
    anchor : tuple of Anchor
        Measured points that the prediction is conditioned on.
    reported : tuple of Reported
        Measured numbers to compare with.
    source : str
        File the recipe was read from; no part of its meaning, so left out of comparison and of `to_yaml`.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "electrolyte": "separator",
        "solid_electrolyte": "separator",
        "electrolyte_layer": "separator",
        "counter_electrode": "anode",
        "reference_electrode": "reference",
        "versus": "reference",
        "cell_diameter": "diameter",
        "die_diameter": "diameter",
        "cell_area": "area",
        "electrode_area": "area",
    }

    name: Name = "unnamed cell"
    note: Text | None = None
    cell: Annotated[str, vocabulary(KINDS, "kind of cell")] = FULL
    diameter: Diameter | None = None
    area: Area | None = Field(default=None, validate_default=True)
    cathode: Cathode = Field(description="a mapping with the cathode's active material, composition and loading")
    separator: Annotated[
        tuple[Layer, ...],
        list_of("layers such as [{electrolyte: Li6PS5Cl, thickness: 500 um}]", single=True, phrase=layer_words),
    ] = Field(description="a list of layers such as [{electrolyte: Li6PS5Cl, thickness: 500 um}]")
    anode: Annotated[Anode, word_for("material")] = Field(
        default_factory=lambda: Anode(material="Li-In"),
        description="such as {material: Li, thickness: 100 um}; by default the usual anode for the electrolyte",
    )
    operation: Operation = Field(default_factory=Operation)
    format: Annotated[Format, word_for("kind")] | None = None
    handling: Handling | None = None
    hardware: Hardware | None = None
    materials: OwnMaterials = Field(default_factory=FrozenMapping)
    made: Annotated[
        tuple[MakingStep, ...],
        list_of(
            "steps such as [{material: Li6PS5Cl, method: annealed, temperature: 550 degC, time: 6 h}]", single=True
        ),
    ] = ()
    chemicals: Annotated[
        tuple[Chemical, ...], list_of("chemicals such as [{name: Li2S, purity: 99.9 %}]", single=True)
    ] = ()
    reference: Annotated[str, vocabulary(REFERENCES, "reference electrode", before="vs|versus|against")] = "Li/Li+"
    one_c: OneC | None = Field(default=None, description="what 1C is, such as 1672 mA/g")
    protocol: Steps = Field(default_factory=default_protocol)
    overrides: Annotated[
        Mapping[str, str],
        Reader(
            read_overrides,
            {
                "type": "object",
                "additionalProperties": {"type": ["string", "number", "object", "array"]},
                "description": "parameters set by name",
            },
            write=written,
        ),
    ] = Field(default_factory=FrozenMapping)
    anchor: Annotated[
        tuple[Anchor, ...],
        list_of("measured points such as [{capacity: 1000 mAh/g, rate: 0.1C}]", single=True, word="capacity"),
    ] = ()
    reported: Annotated[tuple[Reported, ...], list_of("reported figures", single=True, word="capacity")] = ()
    _source: str = PrivateAttr(default="")
    _assumed: tuple[str, ...] | None = PrivateAttr(default=None)

    def __init__(self, /, **fields: Any):
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise invalid(error) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and self.__dict__ == other.__dict__

    def __repr__(self) -> str:
        return f"Recipe({self.name!r})"

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    @model_validator(mode="wrap")
    @classmethod
    def _put_stand_ins(cls, data: Any, handler: Any) -> "Recipe":
        """Fill in what a cell of its kind has not."""
        if not isinstance(data, Mapping):
            return handler(data)
        kind = kind_of(data)
        if kind == FULL:
            return handler(data)
        given, filled = with_stand_ins(data, kind)
        recipe: Recipe = handler(given)
        recipe.model_fields_set.difference_update(filled)
        return recipe

    @model_validator(mode="before")
    @classmethod
    def _unfold_protocol(cls, data: Any) -> Any:
        """Take the reference out of ``protocol: {reference: Li-In, steps: [...]}``."""
        protocol = data.get("protocol") if isinstance(data, Mapping) else None
        if not isinstance(protocol, Mapping) or not ("steps" in protocol or "reference" in protocol):
            return data
        if set(protocol) - {"steps", "reference"} or "steps" not in protocol:
            raise FieldProblem(
                f"expected a list of steps, or a mapping with reference and steps, got {shown(protocol)}", "protocol"
            )
        fields = {**data, "protocol": protocol["steps"]}
        if "reference" in protocol:
            if "reference" in data and data["reference"] != protocol["reference"]:
                raise FieldProblem(
                    f"{shown(protocol['reference'])} differs from that of the recipe; give one", "protocol", "reference"
                )
            fields["reference"] = protocol["reference"]
        return fields

    @model_validator(mode="before")
    @classmethod
    def _take_reference(cls, data: Any) -> Any:
        """Take the reference out of voltages such as ``2.4 V vs Li-In``."""
        if not isinstance(data, Mapping) or "protocol" not in data:
            return data
        protocol, reference = without_reference(data["protocol"])
        if reference is None:
            return data
        if "reference" in data and find_word(str(data["reference"]), REFERENCES, "reference electrode") != reference:
            raise FieldProblem(
                f"{shown(data['reference'])} is not {reference}, against which a voltage of the protocol is given; "
                "give all voltages against one",
                "reference",
            )
        return {**data, "protocol": protocol, "reference": reference}

    @model_validator(mode="before")
    @classmethod
    def _spread_mass(cls, data: Any) -> Any:
        """Divide a loading that is a mass by the area of the cell."""
        cathode = data.get("cathode") if isinstance(data, Mapping) else None
        if not isinstance(cathode, Mapping):
            return data
        name = next((key for key in cathode if key == "loading" or fold(str(key)) in _LOADINGS), None)
        if name is None:
            return data
        loading = loading_of_mass(cathode[name], data.get("area"), data.get("diameter"))
        return data if loading is None else {**data, "cathode": {**cathode, name: loading}}

    @model_validator(mode="before")
    @classmethod
    def _put_loads_on_the_die(cls, data: Any) -> Any:
        """Read a press load such as ``4 t`` with the diameter of the cell, or that of its area, as that of the die."""
        if not isinstance(data, Mapping):
            return data
        die = die_of(data.get("area"), data.get("diameter"))
        pressed = ("cathode", "separator", "anode")
        return {key: on_die(part, die) if key in pressed else part for key, part in data.items()}

    @field_validator("area", mode="after")
    @classmethod
    def _area_of_diameter(cls, area: Quantity | None, info: ValidationInfo) -> Quantity | None:
        diameter = info.data.get("diameter")
        if diameter is None:
            return area
        if area is not None:
            raise overspecified("area", area, diameter=diameter)
        return Quantity(f"disc of {diameter}", _PI_OVER_4 * diameter.si**2)

    @model_validator(mode="after")
    def _check_mass_basis(self) -> "Recipe":
        """Refuse mA/gS where the active material is not sulfur itself: the recipe counts per active material."""
        if active_word(self.cathode.active) == "S":
            return self
        if self.one_c is not None and per_sulfur(self.one_c.text):
            raise FieldProblem(
                f"'{self.one_c.text}' is per mass of sulfur, and the active material is {self.cathode.active}: convert "
                "it to the mass of active material",
                "one_c",
            )
        for section in ("protocol", "anchor", "reported"):
            for number, part in enumerate(getattr(self, section)):
                for name, value in part:
                    stated = [
                        one.text
                        for one in (value if isinstance(value, tuple) else (value,))
                        if isinstance(one, Quantity)
                    ]
                    counted = name == "capacity" and getattr(part, "per", "") == "sulfur"
                    if not counted and any(map(per_sulfur, stated)):
                        raise FieldProblem(
                            f"'{stated[0]}' is per mass of sulfur, and the active material is {self.cathode.active}: "
                            "convert it to the mass of active material"
                            + (", or add  per: sulfur" if name == "capacity" else ""),
                            section,
                            number,
                            name,
                        )
        return self

    @model_validator(mode="after")
    def _check_whole_cells(self) -> "Recipe":
        if self.area is None and not self.has_edges:
            refuse_whole_cells(self.protocol)
        return self

    @model_validator(mode="after")
    def _check_ends(self) -> "Recipe":
        refuse_unmet(self.protocol, self.operation.fixture)
        return self

    @model_validator(mode="after")
    def _check_format(self) -> "Recipe":
        refuse_other_size(self.format, self.area)
        return self

    @property
    def has_edges(self) -> bool:
        """Whether the format says how large the electrodes are."""
        return self.format is not None and self.format.width is not None and self.format.height is not None

    @property
    def source(self) -> str:
        """File the recipe was read from; empty when built in Python."""
        return self._source

    @property
    def reference_potential(self) -> float:
        """Potential of the reference electrode against Li/Li+ [V]; add it to a voltage of the recipe."""
        return REFERENCE_POTENTIALS[self.reference]

    @property
    def highest_voltage(self) -> float | None:
        """Highest voltage that the protocol charges to, against Li/Li+ [V]; None if it names none."""
        named = []
        for step in self.protocol:
            if isinstance(step, (Rates, Cycles, Ramp, Drive)) and step.window is not None:
                named.append(step.window.upper.si)
            elif isinstance(step, Hold):
                named.append(step.hold.si)
            elif isinstance(step, Charge) and step.to is not None and step.to.kind == "voltage":
                named.append(step.to.si)
            elif isinstance(step, Pulse) and step.direction == "charge":
                named.append(step.to.si)
        return max(named) + self.reference_potential if named else None

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the recipe left open and the language filled in, one sentence each, for reports."""
        open_fields = (
            (self, "protocol", f"protocol: not given; {protocol_assumed(self.cell)} assumed"),
            (self.operation, "temperature", "operation.temperature: not given; 25 degC assumed"),
            (self.operation, "fixture", "operation.fixture: not given; constant pressure assumed"),
            (self.cathode, "collector", "cathode.collector: not given; stainless steel assumed"),
        )
        left_open = [sentence for part, field, sentence in open_fields if field not in part.model_fields_set]
        return tuple(one for one in (*left_open, *(self._assumed or ())) if not stands_in(one, self.cell))

    @property
    def is_complete(self) -> bool:
        """Whether the library has filled in what was left out."""
        return self._assumed is not None

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What a reader should know of the fields, and of the current of a cell over its area."""
        yield from super().remarks()
        yield from odd_sizes(self.area, self.format, self.protocol)

    def recorded(self) -> Iterator[Place]:
        """Places of what is stated, and from which nothing is computed."""
        acting = {number for numbers in left_milled(self.made).values() for number in numbers}
        yield from (place for place in super().recorded() if place[:1] != ("made",) or place[1] not in acting)

    def records(self) -> Iterator[tuple[Place, str]]:
        """The first place of what is recorded and not computed with, and one sentence that names the others."""
        if places := list(self.recorded()):
            others = ", ".join(path_in_words(place) for place in places[1:])
            so = f"; so {'is' if len(places) == 2 else 'are'} {others}" if others else ""
            yield places[0], f"recorded, and not computed with{so}"

    def completed(self, assumed: tuple[str, ...]) -> "Recipe":
        """Return a copy that says what the library assumed for it, one sentence each."""
        copy = self.model_copy()
        copy._assumed = assumed
        return copy

    def moved(self, source: str) -> "Recipe":
        """Return a copy that was read from another file, or from none."""
        copy = self.model_copy()
        copy._source = source
        return copy

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], source: str = "") -> "Recipe":
        """Build a recipe from dicts, lists and words, as in a file.

        Raises
        ------
        RecipeError
            With field, what came, what is allowed and the nearest name.
        """
        if not isinstance(mapping, Mapping):
            raise RecipeError(
                f"expected a mapping with cathode, separator, anode and more, got {shown(mapping)}", source=source
            )
        try:
            recipe = cls(**as_written(mapping))
        except InvalidRecipe as problem:
            raise problem.in_file(source) from None
        recipe._source = source
        return recipe

    def with_parts(self, words: Mapping[str, Any]) -> "Recipe":
        """Return the recipe with some of its fields in other words, such as those of `to_mapping`.

        Only those are read, and the others are taken as they were read; all are read again where others depend on one
        of them, or the library has filled something in.

        Raises
        ------
        RecipeError
            As `from_mapping`.
        """
        if not words:
            return self
        if any(name in READ_WITH_OTHERS for name in words) or self.cell != FULL or self.is_complete:
            return Recipe.from_mapping({**self.to_mapping(), **words}, self._source)
        parts = {field: value for field, value in self if field in self.model_fields_set and _is_read(value)}
        return Recipe.from_mapping({**self._written(exclude={*words, *parts}), **parts, **words}, self._source)

    def to_mapping(self, only: str | None = None) -> dict[str, Any]:
        """Return the recipe as dicts, lists, numbers and words; `from_mapping` reads it back to an equal recipe.

        `only` is the name of a field, in place of all that are written.
        """
        return self._written(include=None if only is None else {only})

    def _written(self, **which: Any) -> dict[str, Any]:
        tree = self.model_dump(**which, exclude_unset=True, exclude_none=True)
        if "protocol" in tree:
            tree["protocol"] = rolled(tree["protocol"])
        return {
            name: part for name, part in tree.items() if part not in ([], ())
        }  # an empty list is said by saying nothing

    def to_yaml(self) -> str:
        """Return the recipe as YAML, unchanged in meaning, the quantities in the words they were written in."""
        return dump(self.to_mapping())

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of a recipe, for editors that check and complete while one types."""
        schema = cls.model_json_schema(by_alias=True, mode="validation")
        schema["$defs"]["Repeat"] = Repeat.model_json_schema(by_alias=True, mode="validation")
        with_choice(schema["properties"]["protocol"], {"$ref": "#/$defs/Repeat"})
        parts: tuple[type[Written], ...] = (
            cls, Anchor, Reported, Host, Infiltration, MixingStep, Collector, Drying, MakingStep, Chemical, Cathode,
            Layer, Polymerisation, Anode, Operation, Format, Handling, Hardware, Repeat, *STEPS.values(),
        )  # fmt: skip
        schema = tidy_schema(schema, {part.__name__: str(part.__doc__) for part in parts})
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Brimstone recipe"}


def as_written(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """A recipe with each of its fields in the part that has it."""
    return as_meant({str(key): value for key, value in mapping.items()}, _CATHODE_FIELDS)


def _is_read(value: Any) -> bool:
    """Whether a value is a part of a recipe, or several, which are not read again."""
    parts = value if isinstance(value, tuple) else (value,)
    return bool(parts) and all(isinstance(part, Written) for part in parts)
