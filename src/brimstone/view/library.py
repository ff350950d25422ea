"""Lists of what the library knows: records for programs, and the tables that are made from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brimstone.constants import UM
from brimstone.contract.base import CommandRecord
from brimstone.contract.library import (
    ConstantRecord,
    DefectRecord,
    InstrumentRecord,
    LimitRecord,
    ListedCellRecord,
    ListedClassRecord,
    ListedMaterialRecord,
    ListedProtocolRecord,
    ListedStrategyRecord,
    ListedTreatmentRecord,
    PolymerRecord,
    ProcessRecord,
    RuleRecord,
    ValueRecord,
    value_fields,
)
from brimstone.library import Library, Material, Value
from brimstone.library.queries import nominal
from brimstone.units import from_si
from brimstone.view.elements import Cell, Column, Number, Table, Text, name_column, words_column
from brimstone.view.provenance import DOUBTFUL
from brimstone.view.words import given, number

#: Properties in the list of materials: name -> (title, dimension, unit).
_PROPERTIES = {
    "ionic_conductivity": ("mS cm⁻¹, 25 °C", "conductivity", "mS/cm"),
    "theoretical_capacity": ("mAh g⁻¹", "specific charge", "mAh/g"),
    "electronic_conductivity": ("e⁻ S cm⁻¹", "conductivity", "S/cm"),
    "bet_area": ("m² g⁻¹", "specific area", "m2/g"),
    "density": ("g cm⁻³", "density", "g/cm3"),
    "young_modulus": ("GPa", "pressure", "GPa"),
}
_ON_A_NARROW_SCREEN = 3


@dataclass(frozen=True)
class Listing:
    """A list of one kind of thing.

    Attributes
    ----------
    records : callable
        Gives the records for a library.
    columns : mapping of str to Column
        By the field of the record that each shows.
    note : str
        What a reader should know; ``{count}`` and ``{marked}`` are the numbers of records and of those that are
        marked: cells that run, instruments that can be simulated.
    """

    records: Callable[[Library], Sequence[CommandRecord]]
    columns: Mapping[str, Column]
    note: str = ""

    def table(self, records: Sequence[CommandRecord]) -> Table:
        """The records as a table."""
        rows = [[_cell(record, name) for name in self.columns] for record in records]
        marked = sum(bool(getattr(record, "runnable", getattr(record, "virtual", None))) for record in records)
        return Table.of(list(self.columns.values()), rows, self.note.format(count=len(records), marked=marked))


def _cell(record: Any, name: str) -> Cell:
    """What a table shows of a field of a record."""
    value = getattr(record, name)
    if isinstance(record, ConstantRecord) and name in ("value", "low"):
        if name == "value":
            return f"{given(value)} {record.unit}".strip()
        return "" if record.low is None else f"{given(record.low)}–{given(record.high)}"
    if name in ("rolls", "film_rolls"):
        return {True: "yes", False: "no", None: "?"}[value]
    if isinstance(value, bool):
        return {"on_front": "best"}.get(name, "yes") if value else ""
    if isinstance(value, float):
        return Number(value, digits=2)
    if isinstance(value, ValueRecord):
        return f"{given(value.value)} {value.unit}".strip()
    return "" if value is None else ", ".join(value) if isinstance(value, list) else str(value)


def material_table(materials: Sequence[Material]) -> Table:
    """Materials with the properties that any of them has; estimates are marked."""
    names = [name for name in _PROPERTIES if any(name in material for material in materials)]
    known = {name: sum(not _doubtful(material.get(name)) for material in materials) for name in names}
    best = sorted(names, key=lambda name: -known[name])[:_ON_A_NARROW_SCREEN]
    columns = [words_column("material"), name_column("class")]
    columns += [Column(_PROPERTIES[name][0], wide=name not in best) for name in names]
    rows = [[material.name, material.class_, *(_property(material, name) for name in names)] for material in materials]
    words = f"{len(materials)} materials; ~ is an estimate or recalled. `brimstone show NAME` prints all with sources."
    return Table.of(columns, rows, words)


def _doubtful(value: Any) -> bool:
    """Whether a value is no better than an estimate, or missing."""
    if value is None:
        return True
    return (value if isinstance(value, Value) else next(iter(value.parts.values()))).known in DOUBTFUL


def _property(material: Material, name: str) -> Cell:
    value: Any = material.get(name)
    si = nominal(value)
    if si is None:
        return ""
    _, dimension, unit = _PROPERTIES[name]
    shown = number(float(from_si(si, unit, dimension)))
    return Text(f"~{shown}", "warning") if _doubtful(value) else shown


def step_words(step: type) -> tuple[str, str]:
    """What a step of a protocol does, and an example, from the first line of its docstring."""
    line = " ".join((step.__doc__ or "").split("\n\n")[0].split())
    about, _, example = line.partition(": ``")
    return about, example.removesuffix(".").removesuffix("``")


def _strategies(library: Library) -> list[ListedStrategyRecord]:
    from brimstone.design.process import readiness

    scores = {one.strategy.name: one for one in readiness(library)}
    return [
        ListedStrategyRecord(
            name=one.name,
            sides=list(one.sides),
            scalability=one.scalability[0],
            readiness=scores[one.name].score,
            variants=len(one.variants),
            asks=dict(scores[one.name].requirements),
            about=one.about,
        )
        for one in library.strategies()
    ]


def _treatments(library: Library) -> list[ListedTreatmentRecord]:
    return [
        ListedTreatmentRecord(
            name=one.name,
            strategy=one.strategy,
            sides=list(one.sides),
            acts=list(one.acts),
            reported_factor=one.reported_factor,
            reported=one.reported_resistance,
        )
        for strategy in library.strategies()
        for one in strategy.variants
    ]


def _classes(library: Library) -> list[ListedClassRecord]:
    names = sorted({material.class_ for material in library.materials()})
    return [ListedClassRecord.model_validate(library.material_class(name)) for name in names]


def _defects(library: Library) -> list[DefectRecord]:
    return [
        DefectRecord(
            review=review.name,
            what=one.what,
            references=list(one.references),
            names=list(one.names),
            citation=review.citation,
            licence=review.licence,
        )
        for review in library.reviews()
        for one in review.defects
    ]


def _protocols(library: Library) -> list[ListedProtocolRecord]:
    from brimstone.recipe.protocol import STEPS

    words = {name: step_words(step) for name, step in sorted(STEPS.items())}
    return [ListedProtocolRecord(name=name, about=about, example=example) for name, (about, example) in words.items()]


def _processes(library: Library) -> list[ProcessRecord]:
    from brimstone.library.tables import processes

    return [ProcessRecord.model_validate(one) for one in processes()]


def _instruments(library: Library) -> list[InstrumentRecord]:
    from brimstone.library.tables import instruments

    return [InstrumentRecord(name=one.name, gives=one.gives, virtual=one.virtual or None) for one in instruments()]


def _limits(library: Library) -> list[LimitRecord]:
    from brimstone.design.process import class_limits

    def times(value: float | None, factor: float) -> float | None:
        return None if value is None else factor * value

    return [
        LimitRecord(
            name=one.name,
            toughness=times(one.toughness, 1e-6),
            young_modulus_GPa=times(one.modulus, 1e-9),
            least_thickness_um=one.least_thickness / UM,
            rolls=one.rolls,
            bending_radius_mm=times(one.bending_radius, 1e3),
            rolling_thickness_um=times(one.rolling_thickness, 1e6),
            pellet_area_cm2=times(one.pellet_area, 1e4),
            film_rolls=one.film_rolls,
            processes=[process.name for process in one.processes],
        )
        for one in class_limits(library)
    ]


def _polymers(library: Library) -> list[PolymerRecord]:
    from brimstone.design.polymers import pareto_front, polymer_electrolytes

    polymers = polymer_electrolytes(library)
    front = pareto_front(polymers)
    return [
        PolymerRecord(
            name=one.material.name,
            conductivity_mS_cm=10.0 * one.conductivity,
            young_modulus_MPa=1e-6 * one.modulus,
            polysulfide_diffusivity_cm2_s=1e4 * one.polysulfide_diffusivity,
            on_front=one in front,
        )
        for one in polymers
    ]


#: What can be listed besides materials.
LISTINGS: Mapping[str, Listing] = {
    "cells": Listing(
        lambda library: [ListedCellRecord.model_validate(one) for one in library.cells()],
        {"name": name_column("cell"), "runnable": name_column("runs"), "about": words_column("about")},
        "{count} cells; {marked} run with `brimstone run cell:NAME`. `brimstone show cell NAME` says why one can't.",
    ),
    "strategies": Listing(
        _strategies,
        {
            "name": name_column("strategy"),
            "sides": words_column("sides"),
            "scalability": words_column("scalability"),
            "readiness": Column("readiness"),
            "variants": Column("variants"),
        },
        "Scalability is quoted from the reviews; readiness counts down from 10 by what the treatments require "
        "(`brimstone show scaling/vacuum` and others, estimates). `brimstone list treatments` shows their variants.",
    ),
    "treatments": Listing(
        _treatments,
        {"name": name_column("treatment"), "acts": words_column("does"), "reported": name_column("reported")},
        "Reported: resistance before and after, as the reviews state it.",
    ),
    "constants": Listing(
        lambda library: [ConstantRecord(name=name, **value_fields(one)) for name, one in library.constants().items()],
        {
            "name": words_column("constant"),
            "value": Column("value"),
            "low": Column("80 %"),
            "known": name_column("known"),
        },
        "`brimstone show NAME` prints the source; a recipe can set a constant under overrides.",
    ),
    "classes": Listing(
        _classes,
        {"name": name_column("class"), "kind": name_column("part"), "about": words_column("about")},
        "`brimstone list materials --class NAME` lists the materials of one.",
    ),
    "rules": Listing(
        lambda library: [RuleRecord.model_validate(one) for one in library.rules()],
        {"name": name_column("rule"), "level": name_column("level"), "reason": words_column("reason")},
    ),
    "reviews": Listing(
        _defects,
        {
            "review": name_column("review"),
            "what": words_column("what is wrong in it"),
            "references": name_column("its ref."),
            "names": words_column("of"),
        },
        "Told with each run that draws a number named here, or is compared with a number of a reference; nothing is "
        "corrected silently. --json has the citations.",
    ),
    "protocols": Listing(
        _protocols,
        {"name": name_column("step"), "about": words_column("what it does"), "example": words_column("example")},
        "{{repeat: 3, steps: [...]}} loops over steps; {{interrupted: 0.1C, every: 5 min, for: 10 s, to: 1.0 V}} is a "
        "pulse with a short rest.",
    ),
    "processes": Listing(
        _processes,
        {
            "name": words_column("process"),
            "makes": words_column("makes"),
            "classes": words_column("of"),
            "least": Column("thinnest"),
            "needs": words_column("needs"),
        },
        "`brimstone list limits` has the classes.",
    ),
    "limits": Listing(
        _limits,
        {
            "name": words_column("class"),
            "toughness": Column("K_IC\nMPa m½"),
            "least_thickness_um": Column("thinnest\nµm"),
            "rolls": Column("wound"),
            "bending_radius_mm": Column("bends\nmm"),
            "rolling_thickness_um": Column("wound\nbelow µm"),
            "pellet_area_cm2": Column("pellet\ncm²"),
            "film_rolls": Column("film\nwound"),
        },
        "For a free-standing layer: smallest thickness, whether it can be wound around a core, smallest bending "
        "radius, and the thickness below which it could be wound. Pellet: largest area that a laboratory press can "
        "load. Film: whether the thinnest film of any process can be wound. Estimates for classes.",
    ),
    "polymers": Listing(
        _polymers,
        {
            "name": words_column("polymer or gel"),
            "conductivity_mS_cm": Column("mS cm⁻¹"),
            "young_modulus_MPa": Column("MPa"),
            "polysulfide_diffusivity_cm2_s": Column("polysulfides\ncm²/s"),
            "on_front": name_column(""),
        },
        "At 25 °C. Best: no other is better in one property and as good in the rest. Many moduli are class estimates.",
    ),
    "instruments": Listing(
        _instruments,
        {
            "name": words_column("instrument"),
            "gives": words_column("what it measures"),
            "virtual": words_column("here"),
        },
        "{marked} of {count} can be simulated here, as the last column says.",
    ),
}


def material_records(materials: Sequence[Material]) -> list[ListedMaterialRecord]:
    """Materials as records."""
    return [ListedMaterialRecord.model_validate(material) for material in materials]
