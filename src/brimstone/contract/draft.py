"""What ``brimstone draft --json`` prints: values with the words they came from, and what is open."""

from collections.abc import Mapping

from pydantic import Field

from brimstone.contract.base import CommandRecord, Record, key


class PlacedRecord(Record):
    """A value of the drafted recipe."""

    field: str = key("Dotted path of the field, such as cathode.loading.")
    value: str | list[str] | Mapping[str, str | Mapping[str, str]] = Field(
        description="As written in the recipe: words, a list of words, or words by name."
    )
    words: str = key("Words of the section it came from; empty when it is assumed.")


class CellDraftRecord(Record):
    """A recipe drafted of one cell of an experimental section."""

    cell: str = key("What the section calls the cell; empty where it tells of one only.")
    placed: list[PlacedRecord] = key("Values in the order of the section.")
    questions: list[str] = key("What only the author can answer; these fields are left open.")
    not_understood: list[str] = key("Numbers that were put nowhere, each with the words around it.")
    unused: list[str] = key("What was understood and has no field in a recipe.")
    assumed: list[str] = key("What was taken for granted.")
    recipe: str = key("The recipe as commented YAML.")


class DraftRecord(CommandRecord, CellDraftRecord):
    """The recipe of the cell that an experimental section is mostly about, and those of its other cells."""

    other_cells: list[CellDraftRecord] = key("The recipes of the other cells of the section.")
