"""What ``brimstone list``, ``show`` and ``explain`` print with ``--json``: the library, and the numbers of a run."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from brimstone.contract.base import EXACT, CommandRecord, Number, Record, key
from brimstone.library import Entry, Value
from brimstone.units import from_si

Exact = Annotated[Number, EXACT]
_OWN = "see key unit"  # such numbers come with their unit in another key


class ValueRecord(Record):
    """A number of the library, with what is needed to trust it or not."""

    value: Number = key("Nominal value.", _OWN)
    unit: str = key("Unit of value, low and high; empty for a plain number.")
    low: Number = key("Lower end of the 80 % interval, where there is one.", _OWN, optional=True)
    high: Number = key("Upper end of the 80 % interval, where there is one.", _OWN, optional=True)
    temperature_degC: Number = key("Temperature that it holds at.", "degC", optional=True)
    known: str = key("How it is known: measured, estimate and so on.")
    source: str = key("Where it comes from.")
    note: str | None = key("What else a reader should know.", optional=True)


class LawRecord(Record):
    """A law of temperature, with the values it is made of."""

    law: str = key("Arrhenius, or Vogel-Tammann-Fulcher.", enum=["Arrhenius", "VTF"])
    at_25_degC: ValueRecord | None = key("Conductivity at 25 degC.", optional=True)
    activation_energy: ValueRecord | None = key("Activation energy.", optional=True)
    reference: ValueRecord | None = key("Conductivity in the molten state.", optional=True)
    pseudo_activation_energy: ValueRecord | None = key("Pseudo-activation energy.", optional=True)
    ideal_glass_temperature: ValueRecord | None = key("Ideal glass transition temperature.", optional=True)
    melting_temperature: ValueRecord | None = key("Below it the polymer is crystalline.", optional=True)
    crystalline_activation_energy: ValueRecord | None = key("Of the crystalline polymer.", optional=True)
    filler_share: ValueRecord | None = key("Volume that ceramic grains take.", optional=True)
    filler_scale: ValueRecord | None = key("Share of grains that leaves 37 % of the crystals.", optional=True)


def value_fields(value: Value | Entry) -> dict[str, Any]:
    """Fields of a `ValueRecord`, in the unit that the value is shown in."""
    nominal = value.si if isinstance(value, Value) else value.value
    numbers = {"value": nominal, "low": value.low, "high": value.high}
    fields: dict[str, Any] = {
        name: None if si is None else float(from_si(si, value.unit, value.dimension)) for name, si in numbers.items()
    }
    if fields["low"] is None or fields["high"] is None:
        fields["low"] = fields["high"] = None
    if isinstance(value, Value) and value.temperature is not None:
        fields["temperature_degC"] = float(from_si(value.temperature, "degC", "temperature"))
    return fields | {"unit": value.unit, "known": value.known, "source": value.source, "note": value.note or None}


def _quantity(thing: Any) -> Any:
    """The record of a value or a law of the library; records pass."""
    if isinstance(thing, Value):
        return ValueRecord(**value_fields(thing))
    if isinstance(thing, Record) or not hasattr(thing, "parts"):
        return thing
    return LawRecord(law=type(thing).__name__, **{name: _quantity(part) for name, part in thing.parts.items()})


#: A value or a law of the library.
Quantity = Annotated[ValueRecord | LawRecord, BeforeValidator(_quantity)]


class NumberRecord(ValueRecord):
    """A number that a run would use."""

    group: str = key("Material that it belongs to, or a heading.")
    name: str = key("Name, as overrides of a recipe take it.")


class NoteRecord(Record):
    """A note of a design rule on the recipe."""

    level: str = key("error, warning or info.")
    field: str = key("Field of the recipe.")
    text: str = key("The note with its review.")


class PredictionRecord(Record):
    """What the uncertainty of the capacity of a step is made of."""

    step: str = key("The step in words.")
    per: str = key("What the capacity is per gram of: sulfur or active.")
    capacity: Number = key("Capacity as computed.", "mAh/g")
    low: Number = key("Lower end of the 80 % interval.", "mAh/g", optional=True)
    high: Number = key("Upper end of the 80 % interval.", "mAh/g", optional=True)
    causes: Annotated[Mapping[str, Number], EXACT] = key("Share of the uncertainty by cause.", "1")
    measure: str | None = key("The one measurement that would narrow the interval most; null where none stands out.")
    narrower: Number = key("Width of the interval with it, as a logarithm, over the width without.", "1")


class ExplainRecord(CommandRecord):
    """Every number that a run would use, and where it comes from."""

    recipe: str = key("Name of the recipe.")
    numbers: list[NumberRecord] = key("The numbers.")
    notes: list[NoteRecord] = key("Notes from the design rules.")
    assumptions: list[str] = key("What the recipe leaves open and is assumed: sentences.")
    predictions: list[PredictionRecord] = key(
        "What the uncertainty of each capacity is made of; empty with fewer than 50 samples or over 60 half cycles."
    )


class ListedMaterialRecord(CommandRecord):
    """A material in a list."""

    name: str = key("Name.")
    synonyms: list[str] = key("Other names that find it.")
    kinds: list[str] = key("Parts of a cell that it can be.")
    class_: str = key("Class.", name="class")
    formula: str | None = key("Formula.")
    properties: dict[str, Quantity] = key("Properties by name.")


class MaterialRecord(ListedMaterialRecord):
    """All that is known of a material."""

    shape: str | None = key("Shape of its particles.")
    gaps: dict[str, str] = key("Properties that are not known, with the reason.")
    records: dict[str, list[Quantity]] = key("Reported values of a property side by side.")
    rules: dict[str, Any] = key("Rules by name.")
    notes: list[str] = key("Notes.")
    hazards: list[str] = key("Hazards.")
    conflicts: list[str] = key("Reports that contradict each other.")


class ListedCellRecord(CommandRecord):
    """A reported cell in a list."""

    name: str = key("Name.")
    synonyms: list[str] = key("Other names that find it.")
    about: str = key("What it is.")
    runnable: bool = key("Whether it can be run.")
    cannot_run: str | None = key("Why it can't be run; null where it can.")


class QuoteRecord(Record):
    """What a review says of a cell."""

    entry: str = key("Review and reference number.")
    review: str = key("Which review.")
    quote: str = key("Its words.")


class ReportedValueRecord(ValueRecord):
    """A reported number."""

    quantity: str = key("What it is.")
    basis: str | None = key("What a specific quantity refers to.")
    at: str = key("Conditions in words.")
    cycle: int | None = key("Cycle.", "1")


class ComparedPartRecord(Record):
    """A number measured on a part of a cell, against the computed one."""

    quantity: str = key("What it is.")
    at: str = key("Conditions in words.")
    unit: str = key("Unit of the numbers.")
    measured: Exact = key("Measured value.", _OWN)
    bound: str = key("Empty for a value, or the sign of a bound.")
    computed: Exact = key("Computed value.", _OWN)
    low: Exact = key("Lower end of the 80 % interval.", _OWN)
    high: Exact = key("Upper end of the 80 % interval.", _OWN)
    agrees: bool = key("Whether they agree.")


class CellRecord(CommandRecord):
    """All that is known of a reported cell."""

    name: str = key("Name.")
    synonyms: list[str] = key("Other names that find it.")
    about: str = key("What it is.")
    paper: dict[str, Any] = key("Authors, year, journal, doi, as far as known.")
    quotes: list[QuoteRecord] = key("Statements of the reviews.", name="said")
    setup: dict[str, str] = key("Electrodes and electrolyte as reported.")
    figures: list[ReportedValueRecord] = key("Its reported numbers.")
    compared: list[ComparedPartRecord] = key("Numbers measured on its parts against computed ones.")
    missing: list[str] = key("What was not reported and a simulation would need.")
    recalled: list[str] = key("Recalled or derived, not read in the reviews.")
    notes: list[str] = key("Notes.")
    recipe: str | None = key("Recipe as YAML, where it can be run.")
    cannot_run: str | None = key("Why it can't be run; null where it can.")


class ListedStrategyRecord(CommandRecord):
    """A strategy in a list."""

    name: str = key("Name.")
    sides: list[str] = key("Electrodes that it applies to.")
    scalability: str = key("In a word of the reviews.")
    readiness: Exact = key("For production; an estimate.", "1")
    variants: int = key("Number of its treatments.", "1")
    asks: dict[str, float] = key("What its treatments need, as shares of them.", "1")
    about: str = key("What it is.")


class ListedTreatmentRecord(CommandRecord):
    """A treatment in a list."""

    name: str = key("Name.")
    strategy: str = key("Strategy that it is a variant of.")
    sides: list[str] = key("Electrodes that it applies to.")
    acts: list[str] = key("What it does to the interface.")
    reported_factor: Exact = key("Resistance after it over that before, as reported.", "1")
    reported: str = key("Resistance before and after, in the words of the papers; empty when none was reported.")


class TreatmentRecord(CommandRecord):
    """All that is known of a treatment."""

    name: str = key("Name.")
    strategy: str = key("Strategy that it is a variant of.")
    synonyms: list[str] = key("Other names that find it.")
    sides: list[str] = key("Electrodes that it applies to.")
    acts: list[str] = key("What it does to the interface.")
    applies_to: list[str] = key("Classes of electrolyte that it is meant for; empty for all.")
    layer: str | None = key("Material that it leaves at the interface.")
    solvents: list[str] = key("Solvents that it needs.")
    additives: list[str] = key("Additives that it needs.")
    vacuum: bool = key("Whether it needs a vacuum.")
    values: dict[str, Quantity] = key("Its conditions, and resistances as reported.")
    cells: list[str] = key("Reported cells that used it.")
    quotes: list[str] = key("Words of the review.")
    notes: list[str] = key("Notes.")


class ScalabilityRecord(Record):
    """How well a strategy scales."""

    word: str = key("In a word.")
    quote: str = key("The sentence of the review behind it.")


class StrategyRecord(CommandRecord):
    """All that is known of a strategy."""

    name: str = key("Name.")
    synonyms: list[str] = key("Other names that find it.")
    sides: list[str] = key("Electrodes that it applies to.")
    section: str = key("Section of the review.")
    about: str = key("What it is.")
    order: list[str] = key("Steps in order.")
    scalability: ScalabilityRecord = key("How well it scales.")
    hazards: list[str] = key("What can go wrong.")
    quotes: list[str] = key("Words of the review.")
    variants: list[TreatmentRecord] = key("Its treatments.")


class ConstantRecord(CommandRecord, ValueRecord):
    """A constant that holds for all cells."""

    name: str = key("Name, as overrides of a recipe take it.")


class ListedClassRecord(CommandRecord):
    """A class of materials in a list."""

    name: str = key("Name.")
    kind: str = key("Part of a cell.")
    about: str = key("What it is.")


class ClassRecord(ListedClassRecord):
    """All that is known of a class of materials."""

    rules: dict[str, Any] = key("Rules by name.")
    defaults: dict[str, Quantity] = key("For materials without a value of their own.")
    quotes: list[str] = key("Words of the reviews.")


class RuleRecord(CommandRecord):
    """A design rule."""

    name: str = key("Name.")
    level: str = key("error stops a recipe, warning and info do not.", enum=["error", "warning", "info"])
    reason: str = key("Why.")
    review: str = key("Where the review says so.")
    quote: str | None = key("Its words.", optional=True)


class DefectRecord(CommandRecord):
    """A misprint, a gap or a contradiction of a review that the library is based on."""

    review: str = key("Short name of the review.")
    what: str = key("What is wrong.")
    references: list[str] = key("Numbers of the review's references whose cells it is of.")
    names: list[str] = key("Materials and numbers of the library that it is of; a run that draws them tells it.")
    citation: str = key("The review.")
    licence: str = key("Licence under which it is quoted.")


class ListedProtocolRecord(CommandRecord):
    """A step of a protocol in a list."""

    name: str = key("First key of the step.")
    about: str = key("What it does.")
    example: str = key("Example.")


class StepFieldRecord(Record):
    """A field of a step of a protocol."""

    name: str = key("Key.")
    about: str = key("What it takes.")
    required: bool = key("Whether it must be given.")


class ProtocolRecord(ListedProtocolRecord):
    """A step of a protocol."""

    fields: list[StepFieldRecord] = key("Its fields.")


class ProcessRecord(CommandRecord):
    """A way to make a layer."""

    name: str = key("Name.")
    makes: str = key("What it makes.")
    classes: list[str] = key("Classes of material.")
    least: Quantity = key("Thinnest layer.")
    needs: list[str] = key("What it needs.")
    quote: str = key("Words of the review.")


class LimitRecord(CommandRecord):
    """How thin, how large and how flexible layers of a class can be."""

    name: str = key("Class.")
    toughness: Exact = key("Fracture toughness.", "MPa m^0.5", name="fracture_toughness_MPa_m0.5")
    young_modulus_GPa: Exact = key("Young's modulus.", "GPa")
    least_thickness_um: Exact = key("Thinnest free-standing layer.", "um")
    rolls: bool | None = key("Whether that can be wound; null when unknown.")
    bending_radius_mm: Exact = key("Smallest bending radius.", "mm")
    rolling_thickness_um: Exact = key("Thickness below which it could be wound.", "um")
    pellet_area_cm2: Exact = key("Largest pellet of a laboratory press.", "cm2")
    film_rolls: bool | None = key("Whether the thinnest film of any process can be wound.")
    processes: list[str] = key("Ways to make it.")


class PolymerRecord(CommandRecord):
    """A polymer or gel at 25 degC."""

    name: str = key("Name.")
    conductivity_mS_cm: Exact = key("Ionic conductivity.", "mS/cm")
    young_modulus_MPa: Exact = key("Young's modulus.", "MPa")
    polysulfide_diffusivity_cm2_s: Exact = key("Diffusivity of polysulfides.", "cm2/s")
    on_front: bool = key("Whether no other is better in one and as good in the rest.")


class InstrumentRecord(CommandRecord):
    """An instrument that looks into a cell."""

    name: str = key("Name.")
    gives: str = key("What it measures.")
    virtual: str | None = key("Where the same is computed here.")
