"""Reported numbers beside computed ones: tables and parity plots."""

from collections.abc import Sequence

import numpy as np

from brimstone.fit.statistics import Score, score
from brimstone.fit.validate import OTHERS, Anchored, Compared, Validation, scores
from brimstone.view.charts import Axis, Chart, Panel, Series, Symbol
from brimstone.view.elements import Cell, Column, Document, Item, Note, Number, Section, Table, Text, words_column
from brimstone.view.palette import MEASURED, ordered
from brimstone.view.targets import missed_section, target_section
from brimstone.view.words import listed, number, unit

_FEW = 3  # ratios, below which no figure is needed
_LEAST = 10.0  # of a capacity on the axis of a parity plot [mAh/g]


def validation_document(validation: Validation) -> Document:
    """Scores, the worst rows, what decides the predictions, dead cells, and what is not compared."""
    held_to = target_section(validation)
    sections = [
        Section("How far off", (score_table(scores(validation)), *_how(validation))),
        *([held_to] if held_to else []),
        Section(f"The worst {len(validation.worst())}", (_worst_table(validation.worst()),)),
        Section("What the uncertainty is made of", tuple(_decisions(validation))),
    ]
    if validation.dead():
        sections.append(Section("Cells that work and are computed not to", (_worst_table(validation.dead()),)))
    return Document("Reported and computed", summary_sentence(validation), tuple(sections))


def full_document(validation: Validation) -> Document:
    """The same with every row, the numbers predicted from one point, and all that is not compared."""
    document = validation_document(validation)
    sections = [
        *document.sections,
        missed_section(validation),
        Section("All numbers", (_all_table(validation.rows),)),
        Section("From points of the same cell", (_anchored_scores(validation), _anchored_table(validation))),
        Section("Not compared", (_left_out_table(validation),)),
    ]
    return Document(document.title, document.summary, tuple(sections))


def summary_sentence(validation: Validation) -> str:
    """The headline in words."""
    head, paper = validation.headline(), validation.headline(by_paper=True)
    words = (
        f"{head.rows} discharge capacities of {head.papers} papers with enough of a recipe: median error "
        f"{100 * head.median_error:.0f} % (one vote a paper: {100 * paper.median_error:.0f} %), rank correlation "
        f"{head.rank_correlation:.2f}, {100 * head.coverage:.0f} % within 80 % intervals that span a factor of "
        f"{head.width:.1f}; {head.dead} dead."
    )
    if validation.papers_left_out:
        words += f" Constants were fitted without the paper for {len(validation.papers_left_out)} of the papers."
    return words


def score_table(rows: Sequence[Score]) -> Table:
    """A row for each set of numbers."""
    columns = [
        words_column("numbers"),
        Column("n"),
        Column("papers", wide=True),
        Column("dead"),
        Column("median error", "%"),
        Column("rms ln"),
        Column("bias ln", wide=True),
        Column("rank"),
        Column("held", "%"),
        Column("high/low"),
    ]
    return Table.of(columns, [_score_cells(one) for one in rows])


def _score_cells(of: Score) -> list[Cell]:
    return [
        of.name,
        str(of.rows),
        str(of.papers),
        Text(str(of.dead), "bad") if of.dead else "0",
        Number(100.0 * of.median_error, digits=2),
        Number(of.rms_ln, digits=2),
        Number(of.bias_ln, digits=2, change=True),
        Number(of.rank_correlation, digits=2),
        Number(100.0 * of.coverage, digits=2),
        Number(of.width, digits=2),
    ]


def _how(validation: Validation) -> list[Note]:
    return [
        Note(
            "Held is the share of the 80 % intervals that hold the reported number, high/low their median width. "
            "Rank is Spearman's correlation. A cell reported above 300 mAh g⁻¹ and computed below 50 is dead: it "
            "counts in the median and the rank, and not in rms and bias.",
            "muted",
        ),
        Note(f"Computed is the median of {validation.members} samples a cell.", "muted"),
    ]


def _worst_table(rows: Sequence[Compared]) -> Table:
    columns = [
        words_column("cell"),
        Column("kind", numeric=False, wide=True),
        Column("reported"),
        Column("computed", interval=True),
        Column("ratio"),
        Column("probably because", numeric=False, footnote=True),
    ]
    return Table.of(columns, [[*_row_cells(row), row.reason] for row in rows])


def _row_cells(row: Compared) -> list[Cell]:
    return [
        f"{row.cell.paper}: {row.condition}",
        row.kind,
        f"{number(row.measured)} {unit(row.unit)}".strip(),
        Number.of(row.computed),
        Text(number(row.ratio, 2), "plain" if row.covered is None else "good" if row.covered else "warning"),
    ]


def _all_table(rows: Sequence[Compared]) -> Table:
    columns = [
        words_column("cell"),
        Column("kind", numeric=False, wide=True),
        Column("reported"),
        Column("computed", interval=True),
        Column("ratio"),
        words_column("counts"),
        words_column("largest cause"),
        words_column("would narrow it"),
    ]
    return Table.of(columns, [[*_row_cells(row), _counts(row), *_cause_cells(row)] for row in rows])


def _counts(row: Compared) -> str:
    return row.cell.apart or ("yes" if row.cell.recipe_known else "no: shares or materials guessed")


def _cause_cells(row: Compared) -> list[Cell]:
    if row.decision is None or not row.decision.first:
        return ["", ""]
    share = row.decision.shares[row.decision.first]
    return [f"{row.decision.first} ({100 * share:.0f} %)", row.decision.measurement]


def _decisions(validation: Validation) -> list[Item]:
    """Mean shares of all causes over the capacities, and what would narrow most of them."""
    rows = [row for row in validation.capacities if row.decision is not None]
    if not rows:
        return [Note("Not told: that takes 50 samples a cell or more.", "muted")]
    names = dict.fromkeys(name for row in rows for name in (row.decision.shares if row.decision else ()))
    mean = {
        name: float(np.mean([row.decision.shares.get(name, 0.0) for row in rows if row.decision])) for name in names
    }
    ordered_names = sorted(mean, key=lambda name: -mean[name])
    table = Table.of(
        [
            words_column("cause"),
            Column("mean share", "%"),
            Column("first in"),
            words_column("measurement that settles it"),
        ],
        [
            [
                name,
                Number(100.0 * mean[name], digits=2),
                f"{len(first)} of {len(rows)}",
                next((row.decision.measurement for row in first if row.decision), ""),
            ]
            for name in ordered_names
            for first in [[row for row in rows if row.decision and row.decision.first == name]]
        ],
    )
    rest = max(0.0, 1.0 - sum(mean.values()))
    return [table, Note(f"{100 * rest:.0f} % belong to several causes together, or to none that stands out.", "muted")]


def _anchored_scores(validation: Validation) -> Table:
    """A row for each cell of which a point was given."""
    by_cell: dict[str, list[Anchored]] = {}
    for one in validation.anchored:
        if one.anchor == OTHERS:
            continue
        by_cell.setdefault(f"{one.cell.paper}: {one.cell.name}", []).append(one)
    return score_table([score(name, [one.pair() for one in each]) for name, each in by_cell.items()])


def _anchored_table(validation: Validation) -> Table:
    columns = [
        words_column("cell"),
        Column("given"),
        Column("predicted"),
        Column("reported", "mAh g⁻¹"),
        Column("computed", "mAh g⁻¹", interval=True),
    ]
    rows: list[list[Cell]] = [
        [f"{one.cell.paper}: {one.cell.name}", one.anchor, one.condition, number(one.measured), Number.of(one.computed)]
        for one in validation.anchored
    ]
    return Table.of(columns, rows)


def _left_out_table(validation: Validation) -> Table:
    columns = [words_column("paper"), words_column("numbers"), words_column("why")]
    rows: list[list[Cell]] = [[one.paper, one.numbers, one.why] for one in validation.left_out]
    rows += [[one.cell.paper, f"all of {one.cell.name}", one.why] for one in validation.failed]
    return Table.of(columns, rows)


def parity_charts(validation: Validation) -> list[Chart]:
    """Computed against reported: capacities by class of cell, shapes, and everything else as ratios."""
    capacities = [row for row in validation.rows if row.kind == "discharge capacity" and row.unit == "mAh/g"]
    shapes = [row for row in validation.rows if row.kind == "rate shape"]
    charts = [
        _parity("parity-capacity", "Discharge capacity", capacities, (_LEAST, 3000.0), "mAh/g"),
        _parity("parity-shape", "Capacity over that at the lowest rate", shapes, (0.05, 2.0), ""),
        _ratios(validation),
    ]
    return [chart for chart in charts if chart.panels[0].series]


def _parity(name: str, title: str, rows: Sequence[Compared], limits: tuple[float, float], of: str) -> Chart:
    classes = list(dict.fromkeys(_class(row) for row in rows))
    series = [
        _points(one, [row for row in rows if _class(row) == one], limits[0], ordered(place / max(1, len(classes) - 1)))
        for place, one in enumerate(sorted(classes))
    ]
    if series:
        series.insert(0, Series("equal", limits, limits, MEASURED, legend=False))
        for factor in (0.5, 2.0):
            ends = [end * factor for end in limits]
            series.insert(1, Series("factor of two", limits, ends, MEASURED, dashed=True, legend=False))
    words = f" ({unit(of)})" if of else ""
    y = Axis(f"Computed{words}", "log", limits=limits)
    x = Axis(f"{title}, reported{words}", "log", limits=limits)
    caption = (
        f"{title}, computed against reported. Bars hold 80 % of the samples; dashed lines are a factor of two off."
    )
    return Chart(name, x, (Panel(y, tuple(series)),), caption, square=True, aspect=1.0)


def _class(row: Compared) -> str:
    return row.cell_class if row.scored else "not counted"


def _points(name: str, rows: Sequence[Compared], least: float, colour: tuple[str, str]) -> Series:
    values = [max(row.computed.value, least) for row in rows]
    low = [
        max(value if row.computed.low is None else row.computed.low, least)
        for row, value in zip(rows, values, strict=True)
    ]
    high = [value if row.computed.high is None else row.computed.high for row, value in zip(rows, values, strict=True)]
    hover = [f"{row.cell.paper}: {row.condition}" for row in rows]
    return Series(name, [row.measured for row in rows], values, colour, "points", low=low, high=high, hover=hover)


def _ratios(validation: Validation) -> Chart:
    """Computed over reported of all other kinds, on one axis."""
    rows = [
        row
        for row in validation.rows
        if row.kind not in ("discharge capacity", "rate shape") and row.computed.value > 0.0
    ]
    kinds = list(dict.fromkeys(row.kind for row in rows))
    series = []
    counted = [row.ratio for row in rows if row.scored]
    limits = (min([0.4, *(0.8 * one for one in counted)]), max([2.5, *(1.25 * one for one in counted)]))
    for place, (kind, scored) in enumerate((kind, scored) for kind in kinds for scored in (True, False)):
        shown = [row for row in rows if row.kind == kind and row.scored is scored]
        ratios = np.clip([row.ratio for row in shown], *limits)
        hover = [f"{row.cell.paper}: {row.condition}" for row in shown]
        colour = ordered(place // 2 / max(1, len(kinds) - 1))
        symbol: Symbol = "circle" if scored else "circle-open"
        if shown:
            at = [kind] * len(shown)
            series.append(Series(kind, at, ratios, colour, "points", symbol=symbol, hover=hover, legend=False))
    if len(rows) < _FEW:  # the table says it
        series = []
    for factor in (1.0, 0.5, 2.0) if series else ():
        level = [factor] * len(kinds)
        series.append(Series("level", kinds, level, MEASURED, dashed=factor != 1.0, legend=False))
    caption = f"Computed over reported of {listed(kinds)}; dashed lines are a factor of two off."
    if len(counted) < len(rows):
        caption += " Open circles do not count, for reasons in the table; beyond the axis they are at its end."
    panel = Panel(Axis("Computed over reported", "log", limits=limits), tuple(series))
    return Chart("ratios", Axis("", "category"), (panel,), caption)
