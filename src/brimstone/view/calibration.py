"""The joint fit: constants and how far they are known, errors of every number, and what each decides."""

from brimstone.contract.calibrate import CalibrateRecord
from brimstone.view.elements import (
    Cell,
    Column,
    Document,
    Note,
    Number,
    Section,
    Table,
    Text,
    name_column,
    words_column,
)
from brimstone.view.words import fixed, unit

_LEVELS = {"known": "good", "in part": "plain", "prior": "muted"}


def calibration_document(record: CalibrateRecord) -> Document:
    """Errors, constants and the spread between laboratories."""
    return Document("Calibration", _summary(record), (_error_section(record), _constant_section(record)))


def full_calibration(record: CalibrateRecord) -> Document:
    """The same with every number, and with what was not fitted."""
    document = calibration_document(record)
    sections = (
        *document.sections,
        Section("Every number, and what it decides", (_point_table(record),)),
        Section("Not fitted", (_not_fitted_table(record),)),
    )
    return Document(document.title, document.summary, sections)


def _summary(record: CalibrateRecord) -> str:
    papers = len(record.laboratories)
    return (
        f"{len(record.constants)} constants fitted jointly to {len(record.points)} open capacities of {papers} papers. "
        "A paper left out is computed from its recipe alone, with constants fitted from the priors to all other papers."
    )


def _error_section(record: CalibrateRecord) -> Section:
    rows: list[list[Cell]] = [
        [
            one.name,
            Number(None if one.median_error is None else 100.0 * one.median_error, digits=2),
            Number(one.rms_ln, digits=2),
        ]
        for one in record.errors
    ]
    table = Table.of([words_column("constants"), Column("median error", "%"), Column("rms ln")], rows)
    note = Note(
        "Spread between laboratories: "
        + ", ".join(f"{name.removeprefix('laboratory/')} {spread:.2f}" for name, spread in record.spreads.items())
        + "."
    )
    return Section("Errors", (table, note))


def _constant_section(record: CalibrateRecord) -> Section:
    columns = [
        name_column("constant"),
        Column("value"),
        Column("80 %"),
        Column("prior, 80 %", wide=True),
        Column("spread over prior's", "%"),
        name_column("known"),
        words_column("by", wide=True),
        words_column("least apart from", wide=True),
    ]
    rows: list[list[Cell]] = []
    for one in record.constants:
        value = f"{one.value:.3g} {unit(one.unit)}".strip()
        level = _LEVELS.get(one.verdict, "warning")
        rows.append(
            [
                one.name,
                value,
                f"{one.low:.3g} to {one.high:.3g}",
                f"{one.prior_low:.3g} to {one.prior_high:.3g}",
                Number(100.0 * one.share, digits=2),
                Text(one.verdict, level),  # type: ignore[arg-type]
                one.decided_by,
                f"{one.twin} ({fixed(one.correlation, 2, change=True)})",
            ]
        )
    note = Note(
        "Known: the data narrow the prior to less than half. Prior: they hardly narrow it. Open below or above: along "
        "the ridge on which all other constants follow, the posterior does not fall to that side.",
        "muted",
    )
    return Section("Constants", (Table.of(columns, rows), note))


def _point_table(record: CalibrateRecord) -> Table:
    columns = [
        words_column("paper"),
        words_column("point"),
        Column("reported"),
        Column("priors"),
        Column("joint fit"),
        Column("paper left out"),
        Column("weight"),
        words_column("decides most of"),
    ]
    rows: list[list[Cell]] = [
        [
            one.paper,
            one.point,
            f"{one.reported:.4g} {unit(one.unit)}",
            *(Number(error, digits=2, change=True) for error in (one.before, one.in_sample, one.unseen)),
            Number(one.weight, digits=2),
            f"{one.constant} ({100.0 * one.share:.0f} %)",
        ]
        for one in record.points
    ]
    return Table.of(columns, rows, "Errors are ln(computed over reported).")


def _not_fitted_table(record: CalibrateRecord) -> Table:
    columns = [words_column("paper"), words_column("numbers"), words_column("why")]
    return Table.of(columns, [[one.paper, one.numbers, one.why] for one in record.not_fitted])
