"""The checks against the reviews on a page: how far each is off, and why."""

from collections.abc import Sequence

from brimstone.contract.verify import CheckRecord
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Document, Note, Row, Section, Table, Text, name_column, words_column
from brimstone.view.palette import LOSS_COLOURS

_KINDS = ("predicted", "shape", "by construction", "record")
_GREEN, _RED = LOSS_COLOURS["ionic path"], LOSS_COLOURS["kinetics"]


def checks_document(records: Sequence[CheckRecord], headline: str) -> Document:
    """Rows that are red first, each with its reason; then those that hold."""
    failed = [one for one in records if not one.passed]
    held = [one for one in records if one.passed]
    columns = (name_column("row"), words_column("what is checked"), name_column("kind"), words_column("computed"))
    sections = []
    if failed:
        rows = [(*_first(one), Text(one.distance, "bad"), _why(one)) for one in failed]
        table = Table.of((*columns, words_column("why, and what would settle it")), rows)
        sections.append(Section("Rows that do not hold", (table,)))
    if held:
        rows_held = [Row((*_first(one), *_decisive(one))) for one in held]
        shown = Table((*columns, words_column("demanded")), tuple(rows_held))
        sections.append(Section("Rows that hold", (shown,)))
    kinds = (
        "Predicted: no constant was taken from the number. Shape: after one anchor. By construction: the constant came "
        "from this very number, which is no evidence. Record: a fact of the library."
    )
    return Document("Checks against the reviews", headline, (*sections, Section("", (Note(kinds, "muted"),))))


def _first(record: CheckRecord) -> tuple[Cell, Cell, Cell]:
    return record.id, record.phenomenon, record.kind


def _decisive(record: CheckRecord) -> tuple[Cell, Cell]:
    """What is computed of the first claim, and what was demanded of it."""
    if not record.claims:
        return "", ""
    claim = record.claims[0]
    return f"{claim.what}: {claim.values}", claim.demand


def _why(record: CheckRecord) -> str:
    words = [
        record.reason.rstrip(".;"),
        f"It would be settled by: {record.settles.rstrip('.')}" if record.settles else "",
    ]
    return " ".join(f"{one}." for one in words if one)


def checks_charts(records: Sequence[CheckRecord]) -> list[Chart]:
    """How many rows of each kind hold."""
    kinds = [kind for kind in _KINDS if any(one.kind == kind for one in records)]
    if len(records) < len(_KINDS):
        return []
    series = [
        Series(name, kinds, [float(sum(one.kind == kind and one.passed is holds for one in records)) for kind in kinds],
               colour, "bars")
        for name, colour, holds in (("holds", _GREEN, True), ("does not", _RED, False))
    ]  # fmt: skip
    caption = (
        "Rows of the checklist by the kind of evidence they are. The page on checks of the documentation tells what "
        "each row asks, and what turns it red."
    )
    panel = Panel(Axis("Rows", whole=True), tuple(series))
    return [Chart("checks", Axis("", "category"), (panel,), caption, horizontal=True, aspect=0.5)]
