"""``brimstone explain``: every number that a run would use, and where it comes from."""

from brimstone.cell import Cell
from brimstone.cli.kept import kept_run
from brimstone.cli.screen import console, print_json, show_document
from brimstone.cli.sources import inspected, locating_errors
from brimstone.contract.library import ExplainRecord, NoteRecord, NumberRecord, PredictionRecord, value_fields
from brimstone.fit.causes import Prediction, predictions
from brimstone.library import Entry, Library
from brimstone.library.pressures import assumed_pressures
from brimstone.library.workbench import Workbench
from brimstone.recipe.kinds import MEASURED
from brimstone.view import Document, Note, Section
from brimstone.view.causes import prediction_items, step_label
from brimstone.view.known import KnownValue, how_known, value_table

CELL, CONSTANTS = "derived for this cell", "constants of all cells"


def explain(source: str, as_json: bool, *, members: int, seed: int) -> None:
    """Carry out ``brimstone explain``.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made.
    """
    run = kept_run(source)
    if run is None:
        recipe, notes = inspected(source, measured=True)
        cell = Cell(recipe)
        with locating_errors(source):
            entries = cell.provenance(members=members, seed=seed)
    else:
        recipe, cell, notes, entries = run.recipe, Cell(run.recipe), (), run.provenance
    groups = grouped(entries, cell.library)
    with locating_errors(source):
        predicted = [] if recipe.cell in MEASURED else predictions(cell.recipe, cell.library, members, seed)
    assumed = [*cell.recipe.assumptions, *assumed_pressures(Workbench.of(recipe, cell.library))]
    if as_json:
        print_json(
            ExplainRecord(
                recipe=recipe.name,
                numbers=[
                    NumberRecord(group=group, name=entry.where, **value_fields(entry))
                    for group, named in groups.items()
                    for _, entry in named
                ],
                notes=[NoteRecord(level=note.level, field=note.field, text=str(note)) for note in notes],
                assumptions=assumed,
                predictions=[_prediction_record(one) for one in predicted],
            )
        )
        return
    values = {group: [KnownValue.of(name, entry) for name, entry in named] for group, named in groups.items()}
    every = [value for group in values.values() for value in group]
    example = next((f"{group}.{named[0][0]}" for group, named in groups.items() if group not in (CONSTANTS, CELL)), "")
    closing = [
        Note(f"{len(every)} numbers: {how_known(every)}."),
        Note(f"A recipe can set what was not derived, by name: overrides: {{{example}: …}}", "muted"),
        *(Note(sentence, "warning") for sentence in assumed),
        *(Note(str(note), "warning" if note.level == "warning" else "muted", "!") for note in notes),
    ]
    tables = [Section(group, (value_table(named, "quantity"),)) for group, named in values.items()]
    if predicted:
        tables.append(Section("What the uncertainty of each capacity is made of", prediction_items(predicted)))
    show_document(console(), Document(recipe.name, recipe.note or "", (*tables, Section("", tuple(closing)))))


def _prediction_record(one: Prediction) -> PredictionRecord:
    capacity = one.capacity.to("mAh/g")
    return PredictionRecord(
        step=step_label(one.step),
        per=one.per,
        capacity=capacity.value,
        low=capacity.low,
        high=capacity.high,
        causes=one.decision.shares,
        measure=one.decision.measurement or None,
        narrower=one.decision.narrower,
    )


def grouped(entries: tuple[Entry, ...], library: Library) -> dict[str, list[tuple[str, Entry]]]:
    """Entries by what they belong to: one group a material, then constants, then what was derived for the cell.

    Each comes with its name within the group.
    """
    materials: dict[str, list[tuple[str, Entry]]] = {}
    constants: list[tuple[str, Entry]] = []
    derived: list[tuple[str, Entry]] = []
    names = sorted((material.name for material in library.materials()), key=len, reverse=True)
    known = library.constants()
    for entry in entries:
        material = next((name for name in names if entry.where.startswith(f"{name}.")), None)
        if material is not None:
            materials.setdefault(material, []).append((entry.where.removeprefix(f"{material}."), entry))
        elif entry.where in known:
            constants.append((entry.where, entry))
        else:
            derived.append((entry.where, entry))
    return {**materials, **({CONSTANTS: constants} if constants else {}), **({CELL: derived} if derived else {})}
