"""Studies over many cells in words and tables."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from brimstone.result import LOSSES, Figure
from brimstone.solver.interface import OUTCOMES
from brimstone.study.axes import Range, split_number
from brimstone.study.comparing import MetricComparison, RecipeComparison
from brimstone.study.fronts import Front, Objective
from brimstone.study.metrics import Metric
from brimstone.study.optimising import OptimisedField, Optimum
from brimstone.study.sensitivities import DEGREES, STEP, Choice, Sensitivity, significant
from brimstone.study.sweeping import Sweep, SweepPoint
from brimstone.view import words
from brimstone.view.elements import (
    Cell,
    Column,
    Document,
    Note,
    Number,
    Row,
    Section,
    Table,
    words_column,
)
from brimstone.view.fields import field_words, within

_MOST_STEPS = 6  # of a comparison on a screen; files have all
_MOST_FRONT = 20  # cells of a front on a screen
_MOST_CELLS = 60  # of a sweep on a screen
_MOST_CHOICES, _MOST_CONSTANTS = 8, 8
_MOST_LETTERS = 44  # of a recipe's name in a legend
_REASON = 300  # letters of a reason
_MOST_PLACES = 4  # cells that a reason names
_NOTHING = 1e-3  # of what an outlook tells, in its units
_LEAST_LOSS = 1.0  # [mV]; losses below this in every cell are left out
LEAST_SHARE = 0.01  #: of the spread, below which a group is left out
_ALIKE = 0.01  # of the best value: cells that differ by less are alike
_LARGE = 0.05  # of the voltage lost or of the mass, above which a part is named


def unit_of(metric: Metric) -> str:
    """Unit of a metric as printed: ``mAh g⁻¹ S`` is per gram of sulfur."""
    plain = metric.unit.removesuffix(" S")
    return words.unit(plain) + metric.unit[len(plain) :]


# --- compare


def compare_document(comparison: RecipeComparison) -> Document:
    """What differs between recipes, and what the differences do."""
    samples = comparison.members - 1
    how = f"{samples} samples with the same constants in all cells" if samples else "nominal values"
    labels = list(dict.fromkeys(row.step for row in comparison.rows if row.step))
    sections = [Section("Differences between the recipes", (_changes(comparison),))]
    for label in [*labels[:_MOST_STEPS], ""]:
        rows = [row for row in comparison.rows if row.step == label and _relevant(row)]
        if rows:
            table = _compared(rows, len(comparison.recipes))
            sections.append(Section(words.capital(label) or "The cells as made", (table,)))
    notes = []
    if len(labels) > _MOST_STEPS:
        notes.append(Note(f"{len(labels) - _MOST_STEPS} more steps are in the files.", "muted"))
    if any(share is not None for row in comparison.rows for share in row.above):
        notes.append(
            Note(
                "Differences are computed sample by sample; because the cells share constants and laboratory, a "
                "difference has its own interval. above: share of the samples in which the cell is above the first.",
                "muted",
            )
        )
    notes += [Note(note, "warning") for note in comparison.notes]
    names = recipe_names(comparison)
    return Document(f"Comparison of {len(names)} cells", "; ".join([*names, how]), (*sections, *_section("", notes)))


def _section(title: str, items: Sequence) -> list[Section]:
    """A section, unless it is empty."""
    return [Section(title, tuple(items))] if items else []


def recipe_names(comparison: RecipeComparison) -> list[str]:
    """Short names of the recipes, numbered; where names are the same, their files or else what they differ in."""
    ambiguous = len({recipe.name for recipe in comparison.recipes}) < len(comparison.recipes)
    names = []
    for number, recipe in enumerate(comparison.recipes, 1):
        if ambiguous and not recipe.source and comparison.changes:
            change = comparison.changes[0]
            names.append(
                f"{number}  {field_words(change.field)}: {words.quantity(change.texts[number - 1] or 'not given')}"
            )
            continue
        file = f" ({Path(recipe.source).name})" if ambiguous and recipe.source else ""
        name = recipe.name if len(recipe.name) <= _MOST_LETTERS else f"{recipe.name[: _MOST_LETTERS - 1]}…"
        names.append(f"{number}  {name}{file}")
    return names


def _changes(comparison: RecipeComparison) -> Table | Note:
    if not comparison.changes:
        return Note("None: they mean the same.")
    columns = [words_column("field"), *(words_column(str(n)) for n in range(1, len(comparison.recipes) + 1))]
    return Table.of(
        columns,
        [[change.field, *(text or words.MISSING for text in change.texts)] for change in comparison.changes],
    )


def _relevant(row: MetricComparison) -> bool:
    """Whether a row is more than a negligible loss."""
    return not row.metric.name.endswith(" loss") or any(abs(figure.value) >= _LEAST_LOSS for figure in row.figures)


def _compared(rows: list[MetricComparison], cells: int) -> Table:
    if cells == 2:
        columns = [words_column("quantity"), Column("1"), Column("2"), Column("2 − 1", interval=True), Column("above")]
        return Table.of(
            columns,
            [
                [
                    f"{row.metric.name}, {unit_of(row.metric)}",
                    *(Number(figure.value) for figure in row.figures),
                    _change(row.differences[1]),
                    "" if row.above[1] is None else words.percent(row.above[1]),
                ]
                for row in rows
            ],
        )
    numbered = [Column(str(number)) for number in range(1, cells + 1)]
    table: list[list[Cell]] = []
    for row in rows:
        table.append([row.metric.name, unit_of(row.metric), *(Number(figure.value) for figure in row.figures)])
        if row.differences[1].low is not None:
            table.append(["  difference from 1", "", "", *(_change(each).interval for each in row.differences[1:])])
    return Table.of([words_column("quantity"), Column("unit"), *numbered], table)


def _change(figure: Figure) -> Number:
    return Number(figure.value, figure.low, figure.high, change=True)


# --- sweep


def sweep_document(sweep: Sweep) -> Document:
    """Each cell of a sweep, the best ones, and why cells failed."""
    how = f"80 % intervals of {sweep.members - 1} samples" if sweep.members > 1 else "nominal values"
    sections = []
    if len(sweep.axes) == 2 and len(sweep.axes[1].texts) <= 8 and sweep.members == 1 and not sweep.listed:
        sections = [Section(f"{words.capital(m.words)}, {unit_of(m)}", (_grid(sweep, m.name),)) for m in sweep.metrics]
    else:
        items: list[Table | Note] = [_cells(sweep)]
        if len(sweep.points) > _MOST_CELLS:
            items.append(Note(f"{len(sweep.points) - _MOST_CELLS} more cells are in the files.", "muted"))
        sections = [Section("", tuple(items))]
    notes = [*_best_cells(sweep), *_broken_off(sweep.points), *_failures(sweep.failed)]
    summary = f"{len(sweep.points)} cells, first discharge, {how}"
    return Document(sweep.recipe.name, summary, (*sections, *_section("", notes)))


def _cells(sweep: Sweep) -> Table:
    columns = [words_column(field_words(axis.path)) for axis in sweep.axes]
    columns += [Column(f"{metric.name}\n{unit_of(metric)}", interval=True) for metric in sweep.metrics]
    rows: list[list[Cell]] = [
        [
            *map(_short, point.texts),
            *(Number.of(point.evaluation.figure(metric.name)) for metric in sweep.metrics),
        ]
        for point in sweep.points[:_MOST_CELLS]
    ]
    return Table.of(columns, rows)


def _grid(sweep: Sweep, name: str) -> Table:
    down, across = sweep.axes
    heads = f"{field_words(down.path)} ↓ {within(across.path)} →"
    columns = [words_column(heads), *(Column(_short(text)) for text in across.texts)]
    values = zip(down.texts, sweep.values(name), strict=True)
    return Table.of(columns, [[_short(text), *(Number(float(value)) for value in row)] for text, row in values])


def _short(text: str) -> str:
    """A value of a field as it is read: four digits, its unit as printed."""
    parts = split_number(text)
    return words.quantity(text if parts is None else f"{parts[0]:.4g}{parts[1]}{parts[2]}")


def _best_cells(sweep: Sweep) -> Iterator[Note]:
    for metric in sweep.metrics:
        best = sweep.best(metric)
        if best is not None and len(sweep.points) > 1:
            places = zip(sweep.axes, best.texts, strict=True)
            where = ", ".join(f"{within(axis.path)} {_short(text)}" for axis, text in places)
            top = best.evaluation.figure(metric.name).value
            values = [point.evaluation.figure(metric.name).value for point in sweep.points]
            alike = sum(abs(value - top) <= _ALIKE * abs(top) for value in values) - 1
            others = f"; {alike} other{'s' * (alike > 1)} within {words.percent(_ALIKE)} of it" if alike else ""
            yield Note(f"{metric.name}: best {words.amount(top, unit_of(metric))} at {where}{others}")


def _broken_off(points: Iterable[SweepPoint]) -> Iterator[Note]:
    """Cells whose discharge ended before it came to its end, and what ended it."""
    for word, reason in OUTCOMES.values():
        places = [", ".join(map(_short, point.texts)) for point in points if word in point.evaluation.warnings]
        if places:
            yield Note(f"{_places(places)}: the discharge ended early: {reason.partition(';')[0]}", "warning")


def _places(places: Sequence[str]) -> str:
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"{'; '.join(places[:_MOST_PLACES])}{more}"


def _failures(points: Iterable[SweepPoint]) -> Iterator[Note]:
    reasons: dict[str, list[str]] = {}
    for point in points:
        reasons.setdefault(point.evaluation.failure, []).append(", ".join(point.texts))
    for reason, places in reasons.items():
        yield Note(f"{_places(places)}: {reason[:_REASON]}", "warning")


# --- front


def _aim(objective: Objective) -> str:
    """What an objective is of, in the words of a table."""
    return within(objective.path) if objective.metric is None else objective.metric.words


def pareto_document(front: Front) -> Document:
    """The cells of a front, spread over it where there are many."""
    columns = [words_column(field_words(free.path)) for free in front.ranges]
    told = [place for place, each in enumerate(front.objectives) if each.metric is not None]  # fields have columns
    aims = [front.objectives[place] for place in told]
    columns += [Column(f"{_aim(each)}\n{words.unit(each.unit)}") for each in aims]
    step = max(1, -(-len(front.cells) // _MOST_FRONT))
    shown = front.cells[::step]
    table = Table.of(
        columns, [[*map(_short, cell.texts), *(Number(cell.values[place]) for place in told)] for cell in shown]
    )
    candidates = sum(not cell.failure for cell in front.tried)
    ways = ", ".join(f"{_aim(each)} {each.better}" for each in front.objectives)
    notes = [Note(f"Better: {ways}. No cell here is better than another in all of these; nominal values.", "muted")]
    if step > 1:
        notes.append(Note(f"{len(front.cells) - len(shown)} more cells of the front are in the files.", "muted"))
    summary = f"{len(front.cells)} cells on the front of {candidates} possible ones, {len(front.tried)} evaluated"
    return Document(front.start.name, summary, (Section("", (table, *notes)),))


# --- sensitivity


def sensitivity_document(result: Sensitivity) -> Document:
    """The strongest choices, and what the interval of each metric consists of."""
    summary = f"first discharge; choices changed by {100 * STEP:.0f} % or {DEGREES:.0f} K, {result.members} samples"
    sections = []
    for metric in result.metrics:
        figure = result.base.figure(metric.name)
        items: list[Table | Note] = [_choices(result, metric)]
        if figure.low is not None:
            items.append(Note(f"Its interval comes from: {_spread(result, metric)}"))
            constants = ", ".join(_significant_constants(result, metric))
            alone = f"By constant: {constants}" if constants else "No constant alone stands out from chance."
            items.append(Note(alone, "muted"))
        sections.append(Section(f"{words.capital(metric.words)}: {Number.of(figure, unit_of(metric))}", tuple(items)))
    failed: dict[str, list[str]] = {}
    for choice in result.choices:
        if choice.failure:
            failed.setdefault(choice.failure, []).append(choice.path)
    notes = [Note(f"{', '.join(paths)}: {reason}", "warning") for reason, paths in failed.items()]
    explained = (
        "Choices change the nominal cell. Shares are of the variance of the ranks, one constant at a time; an arrow "
        "shows which way more of it moves the result."
    )
    return Document(result.recipe.name, summary, (*sections, Section("", (*notes, Note(explained, "muted")))))


def _choices(result: Sensitivity, metric: Metric) -> Table:
    unit = unit_of(metric)
    columns = [
        words_column("choice"),
        Column("less to more"),
        Column(f"with less\n{unit}"),
        Column(f"with more\n{unit}"),
    ]
    strongest = result.sorted_choices(metric.name)[:_MOST_CHOICES]
    return Table.of(
        columns,
        [
            [choice.path, _from_to(choice), *(Number(change, change=True) for change in choice.changes[metric.name])]
            for choice in strongest
            if choice.effect(metric.name) > 0.0
        ],
    )


def _from_to(choice: Choice) -> str:
    """``45 to 55 wt%``."""
    first, last = choice.less.partition(" of ")[0], choice.more.partition(" of ")[0]
    parts = split_number(first)
    unit = "" if parts is None else parts[1] + parts[2]
    return f"{first.removesuffix(unit) if unit else first} to {words.quantity(last)}"


def _spread(result: Sensitivity, metric: Metric) -> str:
    shares = result.groups(metric.name).items()
    parts = [f"{group} {_percent(share)}" for group, share in shares if share >= LEAST_SHARE]
    return ", ".join([*parts, f"{_percent(result.interactions(metric.name))} from combinations"])


def _percent(share: float) -> str:
    """A share in whole per cent, which stays on one line."""
    return f"{100.0 * share:.0f}\u00a0%"


def _significant_constants(result: Sensitivity, metric: Metric) -> Iterator[str]:
    for constant in result.sorted_constants(metric.name)[:_MOST_CONSTANTS]:
        share = constant.shares.get(metric.name, 0.0)
        if significant(share, result.members, len(result.constants)):
            arrow = "↑" if constant.correlations[metric.name] > 0.0 else "↓"
            yield f"{constant.name} {_percent(share)}\u00a0{arrow}"


# --- optimise


def optimise_document(optimum: Optimum) -> Document:
    """The best values, what they gain, and what limits further gains."""
    objective = optimum.objective
    end = "lower" if objective.better == "higher" else "upper"
    what = f"{end} end of its 80 % interval" if optimum.robust else "nominal"
    fields = Table.of(
        [words_column("field"), Column("before"), Column("best"), Column("range")],
        [
            [each.path, words.quantity(each.before or words.MISSING), words.quantity(each.best), _range(each)]
            for each in optimum.fields
        ],
    )
    gains = Table(
        (words_column("quantity"), Column("unit"), Column("before"), Column("best"), Column("gain", interval=True)),
        tuple(
            Row(
                (
                    gain.metric.name,
                    unit_of(gain.metric),
                    Number(gain.before.value),
                    Number(gain.after.value),
                    _change(gain.difference),
                ),
                "strong" if gain.metric is objective else "plain",
            )
            for gain in optimum.gains
        ),
    )
    items: list[Table | Note] = [gains]
    after = optimum.gain.after
    if after.low is not None:
        band = f"{words.interval(after.low, after.high)} {unit_of(objective)}"
        items.append(
            Note(
                f"80 % interval of the best cell's {objective.name}: {band}. The gain is computed sample by sample, in "
                "one laboratory, and has its own interval.",
                "muted",
            )
        )
    gain = optimum.gain.difference
    if gain.low is not None and gain.high is not None and gain.low < 0.0 < gain.high:
        items.append(
            Note("The interval of the gain holds zero: that the best cell is better is not certain.", "warning")
        )
    directions = Table.of(
        [words_column("direction"), Column("before"), Column("best"), Column("unit"), words_column("description")],
        [
            [
                before.name,
                _told(before.value),
                _told(after.value),
                words.unit(before.unit),
                (after if after.value is None else before).words,
            ]
            for before, after in optimum.outlook
        ],
    )
    outlook = [directions] if optimum.outlook else []
    limits = [Note(sentence) for sentence in limit_sentences(optimum)]
    return Document(
        optimum.start.name,
        f"best {objective.words} ({what}) of {len(optimum.trials)} cells",
        (
            Section("", (fields,)),
            Section("", tuple(items)),
            Section("What limits further gains", tuple(limits)),
            *_section("Directions that the reviews name", outlook),
        ),
    )


def _told(value: float | None) -> str:
    """A number of a sentence, where one that is next to nothing is nothing, and one that is not known a dash."""
    if value is None:
        return words.MISSING
    return words.number(value if abs(value) >= _NOTHING else 0.0)


def _range(field: OptimisedField) -> str:
    if isinstance(field.range, Range):
        return f"{field.range.low:g} to {words.quantity(field.range.text(field.range.high))}"
    return f"{len(field.range.texts)} values"


def limit_sentences(optimum: Optimum) -> list[str]:
    """What limits further gains, in sentences."""
    limits, objective = optimum.limits, optimum.objective
    sentences = [
        f"{path} is at the end of its range, {words.quantity(text)}: a wider range may gain more"
        for path, text in limits.at_end.items()
    ]
    sentences += [
        f"cells with up to {words.amount(value, unit_of(objective), 4)} were evaluated but excluded: {why}"
        for why, value in limits.excluded.items()
    ]
    least = max(_LARGE * math.fsum(limits.losses.values()), 1e-3)
    large = [f"{LOSSES[name]} ({1e3 * volts:.3g} mV)" for name, volts in limits.losses.items() if volts > least]
    if large:
        sentences.append(f"voltage is lost to {', '.join(large[:3])}")
    redox = ", including the electrolyte's own redox" if limits.utilisation > 1.0 else ""
    sentences.append(
        f"{_percent(limits.utilisation)} of the theoretical charge is delivered{redox}; "
        f"{_percent(limits.reachable)} of the active material is within reach"
    )
    if objective.unit == "Wh/kg":
        heavy = ", ".join(f"{name} {_percent(share)}" for name, share in limits.masses.items() if share > _LARGE)
        sentences.append(f"mass of the layers: {heavy}")
    return sentences
