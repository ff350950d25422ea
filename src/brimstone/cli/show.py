"""``brimstone show``: all that is known of one thing, by any of its names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from brimstone.cli.screen import console, indented, print_json, show_document
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
from brimstone.library import Library, Material, ReportedCell, Strategy, load
from brimstone.library.queries import conflicts
from brimstone.recipe.protocol import STEPS
from brimstone.view.library import step_words
from brimstone.view.things import DOCUMENTS, compared_parts, step_fields
from brimstone.view.words import listed


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
    show_document(screen, DOCUMENTS[kind](thing))
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
    matches: list[tuple[str, Any]] = []
    for kind, finder in finders.items():
        try:
            matches.append((kind, finder(name)))
        except UnknownNameError:
            continue
    if not matches:
        near = nearest_names(name, _every_name(library))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        others = listed(plural(kind) for kind in finders if kind != "material")
        raise BrimstoneError(
            f"there is nothing named '{name}'.{hint} `brimstone list materials` (or {others}) shows all."
        )
    kind, thing = matches[0]
    return kind, thing, [other for other, _ in matches[1:]]


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


def _protocol_record(named: tuple[str, type]) -> ProtocolRecord:
    name, step = named
    about, example = step_words(step)
    fields = [StepFieldRecord(name=field, about=words, required=needed) for field, words, needed in step_fields(step)]
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
        for row in compared_parts(cell)
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
