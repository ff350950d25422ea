"""``brimstone show``: all that is known of one thing, found by the name a person has for it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.facts import how_known, print_rows
from brimstone.cli.screen import console, heading, indented, number, print_json, table
from brimstone.contract.base import CommandRecord
from brimstone.contract.library import (
    CellRecord,
    ClassRecord,
    ComparedPartRecord,
    ConstantRecord,
    MaterialRecord,
    ProtocolRecord,
    ReportedValueRecord,
    RuleRecord,
    ScalabilityRecord,
    StepFieldRecord,
    StrategyRecord,
    TreatmentRecord,
    value_fields,
)
from brimstone.errors import BrimstoneError, UnknownNameError, nearest_names, plural
from brimstone.library import LabRule, Library, Material, MaterialClass, ReportedCell, Strategy, Treatment, Value, load
from brimstone.library.show import cell_rows, conflicts, material_rows, value_row
from brimstone.recipe import Recipe
from brimstone.recipe.protocol import STEPS
from brimstone.view.library import step_words
from brimstone.view.words import listed

if TYPE_CHECKING:
    from brimstone.fit.parts import PartComparison


def show_one(words: list[str], as_json: bool) -> None:
    """Carry out ``brimstone show``.

    Parameters
    ----------
    words : list of str
        A name, or the kind of thing (``cell``, ``cells``) and a name; a name may have blanks.
    as_json : bool

    Raises
    ------
    BrimstoneError
        When nothing bears the name; the message gives the nearest ones.
    """
    library = load()
    kind, thing, others = find(library, words)
    if as_json:
        print_json(RECORDS[kind](thing))
        return
    screen = console()
    PRINT[kind](screen, thing)
    for other in others:
        screen.print(indented(f"There is also a {other} of this name: brimstone show {other} '{' '.join(words)}'."))


def find(library: Library, words: list[str]) -> tuple[str, Any, list[str]]:
    """The thing that `words` name: its kind, itself, and other kinds in which the name means something, too."""
    finders: dict[str, Callable[[str], Any]] = {
        "material": library.material,
        "cell": library.cell,
        "strategy": library.strategy,
        "treatment": library.treatment,
        "protocol": _step,
        "constant": lambda name: (name, library.constant(name)),
        "class": library.material_class,
        "rule": library.rule,
    }
    kinds = {**{kind: kind for kind in finders}, **{plural(kind): kind for kind in finders}}
    first = words[0].lower()
    if len(words) > 1 and first in kinds:
        return kinds[first], finders[kinds[first]](" ".join(words[1:])), []
    if first in kinds:
        kind = kinds[first]
        raise BrimstoneError(
            f"which {kind}? `brimstone list {plural(kind)}` shows all, `brimstone show {kind} NAME` one."
        )
    name = " ".join(words).removeprefix("cell:")
    found: list[tuple[str, Any]] = []
    for kind, finder in finders.items():
        try:
            found.append((kind, finder(name)))
        except UnknownNameError:
            continue
    if not found:
        near = nearest_names(name, _every_name(library))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        others = listed(plural(kind) for kind in finders if kind != "material")
        raise BrimstoneError(f"nothing is called '{name}'.{hint} `brimstone list materials` (or {others}) shows all.")
    kind, thing = found[0]
    return kind, thing, [other for other, _ in found[1:]]


def _step(name: str) -> tuple[str, type]:
    if name not in STEPS:
        raise UnknownNameError("protocol", name, STEPS)
    return name, STEPS[name]


def _every_name(library: Library) -> Iterable[str]:
    yield from library.material_names()
    for things in (library.cells(), library.strategies()):
        for thing in things:
            yield from (thing.name, *thing.synonyms)
    for strategy in library.strategies():
        for variant in strategy.variants:
            yield from (variant.name, *variant.synonyms)
    yield from STEPS
    yield from library.constants()
    yield from {material.class_ for material in library.materials()}
    yield from (rule.name for rule in library.rules())


def _material(screen: Console, material: Material) -> None:
    _title(screen, material.name, material.synonyms)
    parts = [listed(material.kinds), f"class {material.class_}", material.formula or "", material.shape or ""]
    screen.print(indented(", ".join(part for part in parts if part)))
    screen.print()
    rows = material_rows(material)
    print_rows(screen, rows)
    screen.print()
    screen.print(indented(how_known(row for row in rows if row.known) + "."))
    _list(screen, "Rules", [_rule_words(name, word) for name, word in material.rules.items()])
    _list(screen, "Notes", material.notes)
    _list(screen, "Hazards", material.hazards)
    _list(screen, "Reports that contradict each other", conflicts(material))


def _rule_words(name: str, word: Any) -> str:
    return f"{name.replace('_', ' ')}: {'yes' if word is True else 'no' if word is False else word}"


def _cell(screen: Console, cell: ReportedCell) -> None:
    _title(screen, cell.name, cell.synonyms)
    screen.print(indented(cell.about))
    paper = ", ".join(cell.paper[key] for key in ("authors", "journal", "year") if key in cell.paper)
    paper += f", doi:{cell.paper['doi']}" if "doi" in cell.paper else ""
    screen.print(indented(paper + (f" ({cell.paper['note']})" if "note" in cell.paper else ""), style="dim"))
    _pairs(screen, "As reported", {key.replace("_", " "): word for key, word in cell.setup.items()})
    if cell.figures:
        screen.print()
        print_rows(screen, cell_rows(cell), "reported number")
        _beside(screen, cell)
    _list(screen, "In the words of the reviews", [f'{one.review}: "{one.quote}"' for one in cell.said])
    _list(screen, "Not reported", cell.missing)
    _list(screen, "Recalled or derived, not read in the reviews", cell.recalled)
    _list(screen, "Notes", cell.notes)
    screen.print()
    screen.print(
        indented(
            f"It can be run: brimstone run cell:{cell.name}" if cell.runnable else "A record only; it can't be run."
        )
    )


def _beside(screen: Console, cell: ReportedCell) -> None:
    """What is computed of the parts of the cell that were measured."""
    rows = _compared(cell)
    if not rows:
        return
    shown = table(("measured on its parts", {"overflow": "fold"}), number("value"), number("computed"), number("80 %"))
    for row in rows:
        measured = f"{row.bound} {row.words(row.reported.value.si)} {row.unit}".strip()
        shown.add_row(
            f"{row.reported.quantity}, {row.reported.at}",
            measured,
            Text(row.words(row.computed.value), style="green" if row.agrees else "yellow"),
            row.interval,
        )
    screen.print()
    screen.print(shown)


def _compared(cell: ReportedCell) -> list["PartComparison"]:
    if cell.runnable or not cell.figures:
        return []
    from brimstone.fit.parts import compare_parts  # brings the model with it, which no other record needs

    return compare_parts(cell, load())


def _strategy(screen: Console, strategy: Strategy) -> None:
    _title(screen, strategy.name, strategy.synonyms)
    screen.print(indented(strategy.about))
    screen.print(indented(f"{listed(strategy.sides)} side; {strategy.section}", style="dim"))
    _list(screen, "Order of work", strategy.order)
    word, quote = strategy.scalability
    _list(screen, "Scalability", [f'{word}: "{quote}"'])
    _list(screen, "Hazards", strategy.hazards)
    _list(screen, "In the words of the review", [f'"{quote}"' for quote in strategy.quotes])
    screen.print()
    screen.print(heading("Variants, what each does to the interface, and the resistance reported"))
    made = table("treatment", "does", "reported")
    for variant in strategy.variants:
        made.add_row(variant.name, ", ".join(variant.acts), variant.reported_resistance)
    screen.print(made)


def _treatment(screen: Console, treatment: Treatment) -> None:
    _title(screen, treatment.name, treatment.synonyms)
    screen.print(indented(f"a variant of {treatment.strategy}, done on the {listed(treatment.sides)} side"))
    conditions = {
        "does": listed(treatment.acts),
        "meant for": listed(treatment.applies_to) or "all electrolytes",
        "leaves a layer of": treatment.layer or "",
        "solvents": listed(treatment.solvents),
        "additives": listed(treatment.additives),
        "vacuum": "needed" if treatment.vacuum else "",
        "used in": listed(treatment.cells),
    }
    _pairs(screen, "", {key: word for key, word in conditions.items() if word})
    screen.print()
    print_rows(screen, [value_row(name.replace("_", " "), value) for name, value in treatment.values.items()])
    _list(screen, "In the words of the review", [f'"{quote}"' for quote in treatment.quotes])
    _list(screen, "Notes", treatment.notes)
    field = "anode: {interface: …}" if "anode" in treatment.sides else "cathode: {treatment: …}"
    screen.print()
    screen.print(indented(f"In a recipe: {field.replace('…', treatment.name)}"))


def _protocol(screen: Console, named: tuple[str, type]) -> None:
    name, step = named
    about, example = step_words(step)
    _title(screen, name, ())
    screen.print(indented(about))
    screen.print()
    screen.print(Text(f"    protocol:\n      - {example}"))
    screen.print()
    fields = table(("field", {"no_wrap": True}), ("must", {"no_wrap": True}), "what it takes")
    for field, words, needed in _fields(step):
        fields.add_row(field, "yes" if needed else "", words)
    screen.print(fields)


def _fields(step: type) -> list[tuple[str, str, bool]]:
    definition = Recipe.json_schema()["$defs"][step.__name__]
    needed = definition.get("required", ())
    return [
        (field, part.get("description", part.get("type", "")), field in needed)
        for field, part in definition["properties"].items()
    ]


def _constant(screen: Console, named: tuple[str, Value]) -> None:
    name, value = named
    _title(screen, name, ())
    screen.print(indented("one constant for all cells"))
    screen.print()
    print_rows(screen, [value_row(name, value)], "constant")
    screen.print()
    screen.print(indented(f"In a recipe: overrides: {{{name}: {value.text}}}"))


def _class(screen: Console, class_: MaterialClass) -> None:
    _title(screen, class_.name, ())
    screen.print(indented(class_.about))
    _list(screen, "Rules", [_rule_words(name, word) for name, word in class_.rules.items()])
    if class_.defaults:
        screen.print()
        screen.print(heading("Where a material of the class has no value of its own"))
        print_rows(screen, [value_row(name.replace("_", " "), value) for name, value in class_.defaults.items()])
    _list(screen, "In the words of the reviews", class_.quotes)


def _rule(screen: Console, rule: LabRule) -> None:
    _title(screen, rule.name, ())
    screen.print(indented(f"{rule.level}: {rule.reason}"))
    screen.print(indented(f'{rule.review}: "{rule.quote}"', style="dim"))


def _title(screen: Console, name: str, synonyms: Iterable[str]) -> None:
    screen.print(Text(name, style="bold"))
    others = ", ".join(synonyms)
    if others:
        screen.print(indented(f"also: {others}", style="dim"))


def _list(screen: Console, title: str, sentences: Iterable[str]) -> None:
    sentences = list(sentences)
    if sentences:
        screen.print()
        screen.print(heading(title))
        for sentence in sentences:
            screen.print(indented(sentence, mark="-"))


def _pairs(screen: Console, title: str, pairs: Mapping[str, str]) -> None:
    if pairs:
        screen.print()
        if title:
            screen.print(heading(title))
        width = max(len(key) for key in pairs)
        for key, word in pairs.items():
            screen.print(indented(word, mark=f"{key:<{width}} "))


#: Kind of thing -> how it is printed.
PRINT: Mapping[str, Callable[[Console, Any], None]] = {
    "material": _material,
    "cell": _cell,
    "strategy": _strategy,
    "treatment": _treatment,
    "protocol": _protocol,
    "constant": _constant,
    "class": _class,
    "rule": _rule,
}


def _protocol_record(named: tuple[str, type]) -> ProtocolRecord:
    name, step = named
    about, example = step_words(step)
    fields = [StepFieldRecord(name=field, about=words, required=needed) for field, words, needed in _fields(step)]
    return ProtocolRecord(name=name, about=about, example=example, fields=fields)


def _material_record(material: Material) -> MaterialRecord:
    return MaterialRecord.model_validate(_Extended(material, conflicts=conflicts(material)))


def _cell_record(cell: ReportedCell) -> CellRecord:
    figures = [
        ReportedValueRecord(
            quantity=one.quantity, basis=one.basis, at=one.at, cycle=one.cycle, **value_fields(one.value)
        )
        for one in cell.figures
    ]
    compared = [
        ComparedPartRecord(
            quantity=row.reported.quantity,
            at=row.reported.at,
            unit=row.unit,
            measured=row.in_unit(row.reported.value.si),
            bound=row.bound,
            computed=row.in_unit(row.computed.value),
            low=row.in_unit(row.computed.low),
            high=row.in_unit(row.computed.high),
            agrees=row.agrees,
        )
        for row in _compared(cell)
    ]
    return CellRecord.model_validate(_Extended(cell, figures=figures, compared=compared))


def _strategy_record(strategy: Strategy) -> StrategyRecord:
    word, quote = strategy.scalability
    return StrategyRecord.model_validate(_Extended(strategy, scalability=ScalabilityRecord(word=word, quote=quote)))


class _Extended:
    """A thing of the library with some attributes added or replaced."""

    def __init__(self, thing: Any, **attributes: Any):
        self.__dict__ = {"thing": thing, **attributes}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.thing, name)


#: Kind of thing -> its record, for ``--json``.
RECORDS: Mapping[str, Callable[[Any], CommandRecord]] = {
    "material": _material_record,
    "cell": _cell_record,
    "strategy": _strategy_record,
    "treatment": TreatmentRecord.model_validate,
    "protocol": _protocol_record,
    "constant": lambda named: ConstantRecord(name=named[0], **value_fields(named[1])),
    "class": ClassRecord.model_validate,
    "rule": RuleRecord.model_validate,
}
