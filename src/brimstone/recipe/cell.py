"""The layers of a cell and the conditions it works in, as the lab made them."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, ValidationInfo, field_serializer, field_validator, model_validator

from brimstone.recipe.base import PRESSURES, Written, list_of, overspecified, word_for
from brimstone.recipe.composition import (
    Composition,
    CompositionField,
    dissolved_in,
    filled_host,
    is_readable,
    only_active,
    with_active,
    with_host,
)
from brimstone.recipe.fields import (
    CellTemperature,
    Concentration,
    DewPoint,
    Diameter,
    ElectrolyteAmount,
    Filling,
    LayerThickness,
    LoadingField,
    Mass,
    Name,
    Porosity,
    Pressure,
    ProcessTemperature,
    StackPressure,
    Torque,
    of_active,
)
from brimstone.recipe.fixture import read_fixture, unusual_fixture
from brimstone.recipe.making import Collector, DryingField, Level
from brimstone.recipe.mixing import MixingField, MixingStep
from brimstone.recipe.moles import named_by_moles
from brimstone.recipe.phrases import host_words, polymerised_words, without_additives
from brimstone.recipe.problems import Place
from brimstone.recipe.ranges import ActiveShare, CathodeThickness, ExposureTime, MakingTime, PressingTime, StorageTime
from brimstone.recipe.sizes import Sizes
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.recipe.words import FIXTURES, active_word, fold
from brimstone.units import NUMERAL, Quantity, parse

_COMPONENTS = ("carbon", "electrolyte", "solid_electrolyte", "conductive_additive", "additive", "binder")
_NAME_IT = (
    " Components stand in the composition, such as  composition: {S: 40 wt%, Li6PS5Cl: 40 wt%, C65: 20 wt%};  the "
    "carbon of a filled host stands under host."
)
_BESIDE = ("separator", "that of the separator", "electrolyte of the separator")


class Host(Written):
    """A porous carbon that holds the active material.

    Attributes
    ----------
    carbon : str
        Its name.
    sulfur : Quantity
        Weight of active material over weight of the filled host, between 0 and 1.
    """

    carbon: Name = Field(description="the carbon of the host, such as mesoporous carbon")
    sulfur: ActiveShare = Field(description="the active material's share of the filled host, such as 70 wt%")

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, data: Any) -> Any:
        return host_words(data) if isinstance(data, str) else data


class Infiltration(Written):
    """Electrolyte that was brought into the pores of a finished cathode: dropped, cast or soaked in, then dried or set.

    Attributes
    ----------
    electrolyte : str
        Its name, or ``"separator"`` (default) for that of the first layer of the separator.
    filled : Quantity, optional
        Share of the pores that it fills, above 0 and at most 1.
    solvent : str, optional
        The liquid it was brought in with.
    """

    electrolyte: Name = Field(default="separator", description="such as PEO-LiTFSI")
    filled: Filling | None = None
    solvent: Name | None = None

    @property
    def of_separator(self) -> bool:
        """Whether it is the electrolyte of the separator's first layer."""
        return self.electrolyte.strip().lower() in _BESIDE


def _active_or_composition(schema: dict[str, Any]) -> None:
    """The active material is required only where no composition names it."""
    schema["required"].remove("active")
    schema["anyOf"] = [{"required": ["active"]}, {"required": ["composition"]}]


class Cathode(Written):
    """The composite cathode.

    Attributes
    ----------
    active : str
        What stores the charge: S, Li2S, SeS2 …; the electrolyte itself in a half cell without sulfur. Spelled as in
        `composition`.
    composition : Composition
        Components and their shares; the active material is one of them, also when it came inside a host.
    host : Host, optional
        Carbon that holds the active material.
    loading : Loading, optional
        Of active material unless it says otherwise. At least one of `loading` and `thickness` is given.
    thickness : Quantity, optional
        After pressing [m].
    porosity : Quantity, optional
        Volume fraction of pores after pressing. Not with both `loading` and `thickness`, which fix it.
    infiltrated : Infiltration, optional
        Electrolyte brought into the pores that the cathode had when it was finished. Composition, loading, thickness
        and porosity are of the cathode before.
    electrolyte_to_sulfur : Quantity, optional
        Volume of liquid, or of the precursor of a gel, in the whole cell over the mass of sulfur [m3/kg].
    mixing : tuple of MixingStep
        In order; empty when nothing was reported.
    pressed_at : Quantity, optional
        Fabrication pressure [Pa].
    pressing_time, pressing_temperature : Quantity, optional
        How long [s] and how warm [K] it was pressed.
    drying : tuple of Drying
        Of the powders before they were mixed, or of the finished cathode, in order.
    particle_size : Mapping[str, Quantity]
        Diameter by component [m]; empty for those of the library.
    collector : Collector
        Stainless steel, the piston of a pellet cell, by default.
    treatment : str, optional
        What was done to the interface between cathode and separator.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "active_material": "active",
        "material": "active",
        "am": "active",
        "capacity": "loading",
        "areal_capacity": "loading",
        "current_collector": "collector",
        "fabrication_pressure": "pressed_at",
        "pressing_pressure": "pressed_at",
        "pressing": "pressed_at",
        "pressed": "pressed_at",
        "ratio": "composition",
        "e_s": "electrolyte_to_sulfur",
        "e_s_ratio": "electrolyte_to_sulfur",
        "electrolyte_sulfur_ratio": "electrolyte_to_sulfur",
        "dried": "drying",
        "active_loading": "loading",
        "mass_loading": "loading",
        "areal_loading": "loading",
        "mass": "loading",
    }

    AMBIGUOUS: ClassVar[Mapping[str, str]] = {**PRESSURES, **dict.fromkeys(_COMPONENTS, _NAME_IT)}
    DRAWN: ClassVar[tuple[str, ...]] = ("loading", "thickness", "pressed_at")
    RECORDED: ClassVar[tuple[str, ...]] = ("pressing_time", "pressing_temperature", "drying")

    model_config = ConfigDict(json_schema_extra=_active_or_composition)

    active: Name = Field(description="the active material, such as S or Li2S, unless the composition names just one")
    host: Host | None = None
    composition: CompositionField = Field(
        default_factory=lambda known: Composition(
            "weight", FrozenMapping({known.get("active", ""): 1.0}), "percent", FrozenMapping()
        ),
        description="such as {S: 40 wt%, LGPS: 40 wt%, acetylene black: 20 wt%}, or a range such as 28-32 wt%; a "
        "typical one by default",
    )
    loading: LoadingField | None = None
    thickness: CathodeThickness | None = None
    porosity: Porosity | None = None
    infiltrated: Annotated[Infiltration, word_for("electrolyte")] | None = Field(
        default=None, description="such as {filled: 90 %}, or the name of the electrolyte"
    )
    electrolyte_to_sulfur: ElectrolyteAmount | None = Field(
        default=None, description="liquid in the cell over sulfur, such as 10 uL/mg"
    )
    mixing: MixingField = ()
    pressed_at: Pressure | None = None
    pressing_time: PressingTime | None = None
    pressing_temperature: ProcessTemperature | None = None
    drying: DryingField = ()
    particle_size: Sizes = Field(default_factory=FrozenMapping, description="diameter by component")
    collector: Annotated[Collector, word_for("material")] = Field(
        default_factory=lambda: Collector(material="stainless steel")
    )
    treatment: Name | None = None

    @classmethod
    def _by_field(cls, data: Mapping[Any, Any], fields: Mapping[str, Any]) -> dict[Any, Any]:
        """Read the fields; the active material may be left out where the composition names just one."""
        named = super()._by_field(data, fields)
        if "host" not in named and (read := with_host(named.get("composition"))):
            composition, filled = read
            named |= {"composition": composition, "host": {"carbon": filled.carbon, "sulfur": filled.share}}
            given = named.get("active")
            if (
                not isinstance(given, str)
                or fold(given) in filled.names
                or active_word(given) == active_word(filled.active)
            ):
                named["active"] = filled.active
        if "active" not in named and "composition" in named:
            if active := only_active(named["composition"]):
                named["active"] = active
            elif not is_readable(named["composition"]):
                named["active"] = "S"  # what is wrong is the composition, and told there
        if isinstance(given := named.get("active"), str) and (held := dissolved_in(named.get("composition"), given)):
            named["active"] = held
        if isinstance(loading := named.get("loading"), str) and isinstance(active := named.get("active"), str):
            named["loading"] = of_active(loading, active)
        return named

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What a reader should know of the fields."""
        yield from super().remarks()
        if self.loading is not None and re.fullmatch(rf"(?:~\s*)?{NUMERAL}\s*m?g", self.loading.text.strip()):
            yield (
                ("loading",),
                f"'{self.loading}' is taken as the mass of active material; if it is that of all powders, write "
                f"{self.loading} of composite",
            )

    @field_validator("composition", mode="after")
    @classmethod
    def _resolve_host(cls, composition: Composition, info: ValidationInfo) -> Composition:
        active, host = info.data.get("active"), info.data.get("host")
        if active is None or "host" not in info.data:  # reported as errors of their own
            return composition
        if host is not None:
            return filled_host(composition, active, host.carbon, host.sulfur.si)
        return with_active(composition, active)

    @field_serializer("mixing")
    def _mixing_to_words(self, mixing: tuple[MixingStep, ...]) -> Any:
        steps = [step.model_dump(exclude_unset=True, exclude_none=True) for step in mixing]
        words = [step["method"] if len(step) == 1 else step for step in steps]
        return words[0] if len(words) == 1 and isinstance(words[0], str) else words

    @field_serializer("collector")
    def _collector_to_word(self, collector: Collector) -> Any:
        word = collector.to_word()
        return word if collector.thickness is None else {"material": word, "thickness": collector.thickness.text}

    @model_validator(mode="after")
    def _check_amount(self) -> "Cathode":
        dissolved = "Li2S" in self.active and active_word(self.active) != "Li2S"  # 80Li2S-20LiI
        if dissolved and self.loading is not None and "Li2S" in self.loading.text:
            raise FieldProblem(
                f"'{self.loading}' is of Li2S, and the active material is {self.active}: give the mass of all of it",
                "loading",
            )
        if self.loading is None and self.thickness is None:
            raise FieldProblem(
                "is missing; expected a loading such as 1.5 mg/cm2, or a thickness such as 60 um", "loading"
            )
        if self.loading is not None and self.thickness is not None and self.porosity is not None:
            raise overspecified("porosity", self.porosity, loading=self.loading, thickness=self.thickness)
        return self


class Polymerisation(Written):
    """How a liquid precursor was polymerised inside the cell.

    Attributes
    ----------
    initiator : str
        What starts it, such as LiPF6 or AIBN.
    concentration : Quantity, optional
        Of the initiator in the precursor [mol/m3]; a typical one by default.
    temperature : Quantity
        [K]; 25 °C by default.
    time : Quantity
        [s]
    precursor : str, optional
        The liquid that polymerises; the usual ether electrolyte by default.
    """

    initiator: Name = Field(description="what starts it, such as LiPF6, AIBN or Al(OTf)3")
    concentration: Concentration | None = None
    temperature: ProcessTemperature = Field(default_factory=lambda: parse("25 degC", "temperature"))
    time: MakingTime = Field(description="how long it was left to polymerise, such as 2 h")
    precursor: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, data: Any) -> Any:
        return polymerised_words(data) if isinstance(data, str) else data


class Layer(Written):
    """One layer of the separator.

    Attributes
    ----------
    electrolyte : str
        Its name.
    thickness : Quantity, optional
        [m]; from `mass` if that is given, else a typical value for the electrolyte.
    mass : Quantity, optional
        [kg], spread over a disc of `diameter`, or over the cell's area.
    diameter : Quantity, optional
        [m]; a mass is spread over it, beside a thickness nothing is computed from it.
    pressed_at : Quantity, optional
        Fabrication pressure [Pa].
    pressing_time, pressing_temperature : Quantity, optional
        How long [s] and how warm [K] it was pressed.
    pressed_before : Quantity, optional
        At which it was pressed alone, before it was pressed again with the cathode [Pa].
    porosity : Quantity, optional
        Volume fraction of pores. Not with both `thickness` and `mass`, which fix it.
    membrane : str, optional
        Porous membrane that holds a liquid or gel, such as polyolefin separator.
    additives : tuple of str
        What was dissolved in it besides the salt, such as LiNO3.
    binder : str, optional
        What holds a film together, with its share.
    polymerised : Polymerisation, optional
        How it was set inside the cell.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "material": "electrolyte",
        "name": "electrolyte",
        "fabrication_pressure": "pressed_at",
        "pressing_pressure": "pressed_at",
        "pressing": "pressed_at",
        "pressed": "pressed_at",
    }

    AMBIGUOUS: ClassVar[Mapping[str, str]] = {
        **PRESSURES,
        **dict.fromkeys(
            ("conductivity", "ionic_conductivity", "density", "activation_energy"),
            " That is of the material: give it at the top of the recipe, as in  materials: {MySE: {like: Li6PS5Cl, "
            "ionic_conductivity: 3 mS/cm}},  and name MySE here.",
        ),
    }
    DRAWN: ClassVar[tuple[str, ...]] = ("thickness", "pressed_at")
    RECORDED: ClassVar[tuple[str, ...]] = ("pressing_time", "pressing_temperature", "pressed_before", "binder")

    electrolyte: Name = Field(description="the name of an electrolyte, such as Li6PS5Cl or PETEA gel")
    thickness: LayerThickness | None = None
    mass: Mass | None = None
    diameter: Diameter | None = None
    pressed_at: Pressure | None = None
    pressing_time: PressingTime | None = None
    pressing_temperature: ProcessTemperature | None = None
    pressed_before: Pressure | None = None
    porosity: Porosity | None = None
    membrane: Name | None = None
    additives: Annotated[tuple[Name, ...], list_of("additives such as [LiNO3]", single=True)] = ()
    binder: Name | None = Field(default=None, description="such as 2 wt% PTFE")
    polymerised: Polymerisation | None = None

    @classmethod
    def _by_field(cls, data: Mapping[Any, Any], fields: Mapping[str, Any]) -> dict[Any, Any]:
        """Read the fields; ``with 2 wt% LiNO3`` in the name of a liquid is an additive."""
        named = super()._by_field(data, fields)
        if isinstance(name := named.get("electrolyte"), str):
            named["electrolyte"] = name = named_by_moles(name)
        if isinstance(name, str) and "additives" not in named:
            named["electrolyte"], added = without_additives(name)
            named |= {"additives": added} if added else {}
        return named

    @model_validator(mode="after")
    def _check_amount(self) -> "Layer":
        if self.thickness is not None and self.mass is not None and self.porosity is not None:
            raise overspecified("porosity", self.porosity, thickness=self.thickness, mass=self.mass)
        if self.diameter is not None and self.mass is None and self.thickness is None:
            raise FieldProblem(
                f"'{self.diameter}' is given without a mass or a thickness; write the cell diameter at the top of the "
                "recipe",
                "diameter",
            )
        return self


class Handling(Written):
    """The air that the electrolytes met before the cell was closed; a glove box by default.

    Attributes
    ----------
    dew_point : Quantity, optional
        Of the air [K]; over ice below 0 °C.
    time : Quantity, optional
        How long the powders lay in it [s]; with the dew point it says what the moisture did.
    gas : str, optional
        Of the glove box, or ``dry air`` of a dry room.
    water, oxygen : str, optional
        What was left of them in the gas, in parts per million.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"atmosphere": "gas", "h2o": "water", "o2": "oxygen"}
    RECORDED: ClassVar[tuple[str, ...]] = ("gas", "water", "oxygen")

    dew_point: DewPoint | None = None
    time: ExposureTime | None = None
    gas: Name | None = Field(default=None, description="such as Ar")
    water: Level | None = None
    oxygen: Level | None = None

    @model_validator(mode="after")
    def _check_exposure(self) -> "Handling":
        if self.time is not None and self.dew_point is None:
            raise FieldProblem("is missing; expected the dew point of the air, such as -50 degC", "dew_point")
        return self

    def recorded(self) -> Iterator[Place]:
        """The dew point, too, where nothing says how long the powders lay in the air."""
        yield from super().recorded()
        if self.dew_point is not None and self.time is None:
            yield ("dew_point",)


class Operation(Written):
    """The conditions a cell works in.

    Attributes
    ----------
    temperature : Quantity
        [K]; 25 °C by default.
    stack_pressure : Quantity, optional
        [Pa]; by default the usual one for the kind of cell.
    stored : Quantity, optional
        Time from closing the cell to its first use [s].
    torque : Quantity, optional
        With which the screws of the frame were fastened [N m].
    fixture : str or Quantity
        ``"constant pressure"`` (default), ``"constant gap"``, or a stiffness per area [Pa/m].
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "pressure": "stack_pressure",
        "operating_pressure": "stack_pressure",
        "external_pressure": "stack_pressure",
        "applied_pressure": "stack_pressure",
    }

    DRAWN: ClassVar[tuple[str, ...]] = ("stack_pressure",)
    RECORDED: ClassVar[tuple[str, ...]] = ("torque",)

    temperature: CellTemperature = Field(default_factory=lambda: parse("25 degC", "temperature"))
    stack_pressure: StackPressure | None = None
    torque: Torque | None = None
    stored: Annotated[StorageTime | None, Field(description="from closing the cell to its first use, such as 7 d")] = (
        None
    )
    fixture: Annotated[
        str | Quantity,
        Reader(
            read_fixture,
            {"type": "string", "description": "a word, or a stiffness per area", "examples": [*FIXTURES, "2 MPa/um"]},
            unusual=unusual_fixture,
        ),
    ] = "constant pressure"
