"""Every number that went into a run, how it is known and where it comes from; and the checks of a run on itself."""

from collections.abc import Mapping, Sequence

from brimstone.library import KNOWN, Entry
from brimstone.result import Run
from brimstone.result.run import LARGEST_ERROR
from brimstone.units import from_si
from brimstone.view.elements import Column, Number, Row, Table, Text, words_column
from brimstone.view.words import number, unit

#: How a number can be known -> what that means, also for those that a recipe sets.
WAYS_OF_KNOWING = {**KNOWN, "override": "set by hand in the recipe"}
#: Ways of knowing that a reader should not take at face value.
DOUBTFUL = ("estimate", "recalled")


def provenance_table(entries: Sequence[Entry]) -> Table:
    """Every number used, in the unit of its field."""
    columns = (
        words_column("Name"), Column("value", interval=True), words_column("unit"), words_column("known as"),
        words_column("Source"),
    )  # fmt: skip
    return Table(columns, tuple(_row(entry) for entry in entries))


def _row(entry: Entry) -> Row:
    value, low, high = (
        None if bound is None else float(from_si(bound, entry.unit, entry.dimension))
        for bound in (entry.value, entry.low, entry.high)
    )
    source = f"{entry.source} ({entry.note})" if entry.note and entry.source else entry.source or entry.note
    known = Text(entry.known, "warning" if entry.known in DOUBTFUL else "plain")
    return Row((entry.where, Number(value, low, high), unit(entry.unit), known, source))


def known_counts(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    """How many of the numbers are known which way, the most frequent first."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.known] = counts.get(entry.known, 0) + 1
    return sorted(counts.items(), key=lambda item: -item[1])


def check_table(run: Run) -> Table:
    """Balances, and the errors of mesh and time step."""
    closed = balance_table(run.balances)
    residual = max((step.residual for step in run.steps), default=0.0)
    errors = {
        "error of the mesh, voltage": Number(1e3 * run.mesh_error, unit="mV", digits=2),
        "error of the time steps, residual over current": Number(residual, digits=2),
    }
    return Table(closed.columns, (*closed.rows, *(Row((name, value, "", "")) for name, value in errors.items())))


def balance_table(balances: Mapping[str, float]) -> Table:
    """Relative errors of balances, beside what they may be."""
    columns = (words_column("Check"), Column("relative error"), Column("at most"), words_column(""))
    rows = []
    for name, error in balances.items():
        closes = error <= LARGEST_ERROR
        verdict = Text("passed", "good") if closes else Text("failed", "bad")
        cells = (f"balance of {name}", Number(error, digits=2), Number(LARGEST_ERROR, digits=1), verdict)
        rows.append(Row(cells, "plain" if closes else "bad"))
    return Table(columns, tuple(rows))


def run_sentence(run: Run) -> str:
    """What was run: steps, samples, seconds."""
    steps = len(run.shown)
    ensemble = f"{run.members - 1} samples over the stated uncertainties" if run.members > 1 else "nominal values only"
    words = [f"{steps} step{'' if steps == 1 else 's'} of the protocol", ensemble]
    if "total" in run.timings:
        words.append(f"computed in {number(run.timings['total'], 2)} s")
    return ", ".join(words)
