"""One thing of the library and all that is known of it: what ``brimstone show`` prints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_letters
from typing import TYPE_CHECKING, Any

from brimstone.library import (
    LabRule,
    Material,
    MaterialClass,
    ReportedCell,
    ReviewQuote,
    Strategy,
    Treatment,
    Value,
    defects_told,
    load,
)
from brimstone.library.queries import conflicts
from brimstone.recipe import Recipe
from brimstone.view.elements import Cell, Column, Document, Note, Section, Table, Text, name_column, words_column
from brimstone.view.known import KnownValue, cell_values, how_known, material_values, value_table
from brimstone.view.library import step_words
from brimstone.view.words import listed

if TYPE_CHECKING:
    from brimstone.fit.parts import PartComparison


def _document(name: str, synonyms: Sequence[str], *sections: Section | None) -> Document:
    also = f"also: {', '.join(synonyms)}" if synonyms else ""
    return Document(name, also, tuple(section for section in sections if section is not None))


def _about(*sentences: str) -> Section:
    """What a thing is; all but the first sentence is beside the point."""
    return Section("", tuple(Note(text, "muted" if place else "plain") for place, text in enumerate(sentences) if text))


def _list(title: str, sentences: Iterable[str]) -> Section | None:
    notes = tuple(Note(sentence, mark="-") for sentence in sentences)
    return Section(title, notes) if notes else None


def _pairs(title: str, pairs: Mapping[str, str]) -> Section | None:
    width = max(map(len, pairs), default=0)
    notes = tuple(Note(words, mark=f"{name:<{width}} ") for name, words in pairs.items())
    return Section(title, notes) if notes else None


def _values(values: Mapping[str, Value]) -> Table:
    return value_table([KnownValue.of(name.replace("_", " "), value) for name, value in values.items()])


def _rules(rules: Mapping[str, Any]) -> Section | None:
    plain = {True: "yes", False: "no"}
    return _list("Rules", (f"{name.replace('_', ' ')}: {plain.get(word, word)}" for name, word in rules.items()))


def _material(material: Material) -> Document:
    values, named = material_values(material), (f"{material.name}.{name}" for name in material.properties)
    parts = (listed(material.kinds), f"class {material.class_}", material.formula, material.shape)
    return _document(
        material.name,
        material.synonyms,
        _about(", ".join(part for part in parts if part)),
        Section("", (value_table(values), Note(f"{how_known(values)}."))),
        _rules(material.rules),
        _list("Notes", material.notes),
        _list("What is wrong in the reviews", _defects([material.name, *named])),
        _list("Hazards", material.hazards),
        _list("Reports that contradict each other", conflicts(material)),
    )


def _cell(cell: ReportedCell) -> Document:
    paper = ", ".join(cell.paper[key] for key in ("authors", "journal", "year") if key in cell.paper)
    paper += f", doi:{cell.paper['doi']}" if "doi" in cell.paper else ""
    paper += f" ({cell.paper['note']})" if "note" in cell.paper else ""
    return _document(
        cell.name,
        cell.synonyms,
        _about(cell.about, paper),
        _pairs("As reported", {key.replace("_", " "): word for key, word in cell.setup.items()}),
        Section("", (value_table(cell_values(cell), "reported number"),)) if cell.figures else None,
        _computed(compared_parts(cell)),
        _list("Quotations from the reviews", (f'{one.review}: "{one.quote}"' for one in cell.quotes)),
        _list("Not reported", cell.missing),
        _list("Recalled or derived, not read in the reviews", cell.recalled),
        _list("Notes", cell.notes),
        _list("What is wrong in the reviews", _defects(sources=map(_reference, cell.quotes))),
        _about(
            f"It can be run: brimstone run cell:{cell.name}"
            if cell.runnable
            else f"A record only; it can't be run: {cell.cannot_run}."
        ),
    )


def compared_parts(cell: ReportedCell) -> "list[PartComparison]":
    """What was measured on parts of a cell that can't be run, compared with computed values."""
    if not cell.figures:
        return []
    from brimstone.fit.parts import compare_parts  # brings the model with it, which no other record needs

    return compare_parts(cell, load())


def _defects(names: Iterable[str] = (), sources: Iterable[str] = ()) -> list[str]:
    """What is wrong in the reviews about materials and numbers of these names, and numbers from these sources."""
    return defects_told(load().reviews(), names, sources)


def _reference(quote: ReviewQuote) -> str:
    """Review and reference of a quotation; entries end in a letter where a reference has several cells."""
    return f"{quote.review}, ref. {quote.entry.strip(ascii_letters)}"


def _computed(parts: "Sequence[PartComparison]") -> Section | None:
    if not parts:
        return None
    columns = [words_column("measured on its parts"), Column("value"), Column("computed"), Column("80 %")]
    rows: list[list[Cell]] = [
        [
            f"{one.reported.quantity}, {one.reported.at}",
            f"{one.bound} {one.words(one.reported.value.si)} {one.unit}".strip(),
            Text(one.words(one.computed.value), "good" if one.agrees else "warning"),
            one.interval,
        ]
        for one in parts
    ]
    return Section("", (Table.of(columns, rows),))


def _strategy(strategy: Strategy) -> Document:
    word, quote = strategy.scalability
    columns = [words_column("treatment"), words_column("does"), words_column("reported")]
    rows = [[one.name, ", ".join(one.acts), one.reported_resistance] for one in strategy.variants]
    return _document(
        strategy.name,
        strategy.synonyms,
        _about(strategy.about, f"{listed(strategy.sides)} side; {strategy.section}"),
        _list("Order of work", strategy.order),
        _list("Scalability", [f'{word}: "{quote}"']),
        _list("Hazards", strategy.hazards),
        _list("In the words of the review", (f'"{quote}"' for quote in strategy.quotes)),
        Section("Variants, what each does to the interface, and the resistance reported", (Table.of(columns, rows),)),
    )


def _treatment(treatment: Treatment) -> Document:
    conditions = {
        "does": listed(treatment.acts),
        "meant for": listed(treatment.applies_to) or "all electrolytes",
        "leaves a layer of": treatment.layer,
        "solvents": listed(treatment.solvents),
        "additives": listed(treatment.additives),
        "vacuum": "needed" if treatment.vacuum else "",
        "used in": listed(treatment.cells),
    }
    field = "anode: {interface: …}" if "anode" in treatment.sides else "cathode: {treatment: …}"
    return _document(
        treatment.name,
        treatment.synonyms,
        _about(f"a variant of {treatment.strategy}, done on the {listed(treatment.sides)} side"),
        _pairs("", {name: words for name, words in conditions.items() if words}),
        Section("", (_values(treatment.values),)),
        _list("In the words of the review", (f'"{quote}"' for quote in treatment.quotes)),
        _list("Notes", treatment.notes),
        _about(f"In a recipe: {field.replace('…', treatment.name)}"),
    )


def _protocol(named: tuple[str, type]) -> Document:
    name, step = named
    about, example = step_words(step)
    columns = [name_column("field"), name_column("must"), words_column("what it takes")]
    rows = [[field, "yes" if needed else "", words] for field, words, needed in step_fields(step)]
    return _document(
        name, (), _about(about), _about(f"In a recipe: protocol: [{example}]"), Section("", (Table.of(columns, rows),))
    )


def step_fields(step: type) -> list[tuple[str, str, bool]]:
    """Fields of a step of a protocol: name, what it takes, and whether it must be given."""
    definition = Recipe.json_schema()["$defs"][step.__name__]
    needed = definition.get("required", ())
    return [
        (field, part.get("description", part.get("type", "")), field in needed)
        for field, part in definition["properties"].items()
    ]


def _constant(named: tuple[str, Value]) -> Document:
    name, value = named
    return _document(
        name,
        (),
        _about("one constant for all cells"),
        Section("", (value_table([KnownValue.of(name, value)], "constant"),)),
        _about(f"In a recipe: overrides: {{{name}: {value.text}}}"),
    )


def _class(class_: MaterialClass) -> Document:
    defaults = Section("Where a material of the class has no value of its own", (_values(class_.defaults),))
    return _document(
        class_.name,
        (),
        _about(class_.about),
        _rules(class_.rules),
        defaults if class_.defaults else None,
        _list("Quotations from the reviews", class_.quotes),
    )


def _rule(rule: LabRule) -> Document:
    return _document(rule.name, (), _about(f"{rule.level}: {rule.reason}", f'{rule.review}: "{rule.quote}"'))


#: Kind of thing -> all that is known of one.
DOCUMENTS: Mapping[str, Callable[[Any], Document]] = {
    "material": _material,
    "cell": _cell,
    "strategy": _strategy,
    "treatment": _treatment,
    "protocol": _protocol,
    "constant": _constant,
    "class": _class,
    "rule": _rule,
}
