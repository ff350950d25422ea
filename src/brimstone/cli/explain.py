"""``brimstone explain``: every number that a run would use, and where it comes from."""

from rich.text import Text

from brimstone.cell import Cell
from brimstone.cli.facts import entry_row, how_known, print_rows
from brimstone.cli.screen import console, heading, indented, print_json
from brimstone.cli.sources import inspected, naming
from brimstone.contract.library import ExplainRecord, NoteRecord, NumberRecord, value_fields
from brimstone.library import Entry, Library
from brimstone.library.pressures import assumed_pressures
from brimstone.library.show import Row
from brimstone.library.workbench import Workbench

CELL, CONSTANTS = "derived for this cell", "constants of all cells"


def explain(source: str, as_json: bool, *, members: int, seed: int) -> None:
    """Carry out ``brimstone explain``.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made.
    """
    recipe, notes = inspected(source)
    cell = Cell(recipe)
    with naming(source):
        entries = cell.provenance(members=members, seed=seed)
    groups = grouped(entries, cell.library)
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
            )
        )
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    if recipe.note:
        screen.print(indented(" ".join(recipe.note.split()), style="dim"))
    every: list[Row] = []
    for group, named in groups.items():
        rows = [entry_row(name, entry) for name, entry in named]
        every += rows
        screen.print()
        screen.print(heading(group))
        print_rows(screen, rows, "quantity")
    screen.print()
    screen.print(indented(f"{len(every)} numbers: {how_known(every)}."))
    example = next((f"{group}.{named[0][0]}" for group, named in groups.items() if group not in (CONSTANTS, CELL)), "")
    screen.print(indented(f"A recipe can set what was not derived, by name: overrides: {{{example}: …}}", style="dim"))
    for sentence in assumed:
        screen.print(indented(sentence, style="yellow", mark="!"))
    for note in notes:
        screen.print(indented(str(note), style="yellow" if note.level == "warning" else "dim", mark="!"))


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
