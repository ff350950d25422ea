"""Charts of studies over many cells: curves side by side, sweeps, tornadoes and searches."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.constants import MAH_CM2, MAH_G
from brimstone.result import Run, Step
from brimstone.study.axes import Axis as Values
from brimstone.study.axes import Range, split_number
from brimstone.study.comparing import RecipeComparison
from brimstone.study.fronts import Front, Objective
from brimstone.study.metrics import Metric
from brimstone.study.optimising import OptimisedField, Optimum
from brimstone.study.sensitivities import DEGREES, STEP, Choice, Sensitivity
from brimstone.study.sweeping import Sweep
from brimstone.view import words
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series, key_line
from brimstone.view.fields import field_words
from brimstone.view.palette import LOSS_COLOURS, ordered
from brimstone.view.studies import LEAST_SHARE, recipe_names, unit_of

_MOST_CURVES = 2  # steps of a comparison whose curves are drawn
_MOST_BARS = 10
_LEAST_CHARGE = 0.005  # of the largest, below which a step has no curve to show
_LEAST_BAR = 1e-4  # of the value, below which a change has no bar
_SEEN = 0.004  # of the longest bar
_LESS, _MORE = LOSS_COLOURS["electrolyte layer"], LOSS_COLOURS["kinetics"]
_SPREAD = LOSS_COLOURS["ionic path"]
_EXCLUDED = ("#c4c2bc", "#55534e")


def _title(metric: Metric) -> str:
    return f"{words.capital(metric.words)} ({unit_of(metric)})"


def _unit_of_field(unit: str) -> str:
    """Unit of a field as printed, with what it is of: mg cm⁻² of sulfur."""
    plain, of, what = unit.partition(" of ")
    return words.unit(plain) + of + what


def _field_axis(path: str, values: Values | Range) -> Axis:
    """An axis over the values of a field; words and unordered numbers are at equal distances."""
    title = f"{field_words(path)} ({_unit_of_field(values.unit)})" if values.unit else field_words(path)
    if isinstance(values, Values) and values.numbers is None:
        return Axis(title, ticks=dict(enumerate(values.texts)))
    return Axis(title, "log" if values.logarithmic else "linear")


def _file_name(prefix: str, name: str) -> str:
    return f"{prefix}-{name.replace(' ', '-').replace('/', '-')}"


def compare_charts(comparison: RecipeComparison) -> list[Chart]:
    """Voltage curves of the recipes side by side."""
    common = [steps for steps in comparison.steps if steps[0].instruction.kind in ("charge", "discharge")]
    if not common:
        return []
    shown = words.some(common, _MOST_CURVES)
    per_sulfur = all(np.all(run.cell.sulfur_mass > 0.0) for run in comparison.runs if isinstance(run, Run))
    largest = max(step.charge.value for steps in shown for step in steps)
    names = recipe_names(comparison)
    series = []
    for steps in shown:
        first = steps is shown[0]
        for place, (name, step) in enumerate(zip(names, steps, strict=True)):
            if step.charge.value < _LEAST_CHARGE * largest:
                continue  # a step that stops at once is a point below the window
            colour = ordered(place / max(1, len(names) - 1))
            scale = _charge_scale(step, per_sulfur)
            if first and step.band is not None:
                charge = np.abs(step.band.charge) / scale
                series.append(
                    Series(name, charge, step.band.low, colour, "band", step.band.low, step.band.high, legend=False)
                )
            label = name if first else f"{name}, {step.instruction.label}"
            charge = np.abs(step.curve.charge) / scale
            series.append(Series(label, charge, step.curve.voltage, colour, dashed=not first, legend=first))
    if len(shown) > 1:
        series += [key_line(_step_names(steps), dashed=bool(place)) for place, steps in enumerate(shown)]
    x = Axis("Capacity (mAh g⁻¹ S)" if per_sulfur else "Capacity (mAh cm⁻²)", from_zero=True)
    caption = f"Voltage curves of the compared cells: {' and, dashed, '.join(map(_step_names, shown))}."
    if any(one.style == "band" for one in series):
        caption += " Bands hold 80 % of the samples."
    return [Chart("compare", x, (Panel(Axis(VOLTAGE), tuple(series)),), caption, aspect=0.82)]


def _step_names(steps: Sequence[Step]) -> str:
    """What the cells do, one name where all do the same."""
    return words.listed(dict.fromkeys(words.label(step.instruction.label) for step in steps))


def _charge_scale(step: Step, per_sulfur: bool) -> float:
    """One mAh per gram of sulfur, or per cm2, in SI."""
    return nominal(step.amounts.sulfur) * MAH_G if per_sulfur else MAH_CM2


def sweep_charts(sweep: Sweep) -> list[Chart]:
    """Lines of a sweep over one field, a map of each metric for one over two."""
    shown = [metric for metric in sweep.metrics if np.isfinite(sweep.values(metric.name)).any()]
    if not shown or sweep.listed:
        return []
    if len(sweep.axes) == 2:
        return [_map(sweep, metric) for metric in shown]
    (axis,) = sweep.axes
    panels = tuple(_line(sweep, metric, place / max(1, len(shown) - 1)) for place, metric in enumerate(shown))
    caption = f"First discharge against {_in_sentence(axis.path)}."
    if sweep.members > 1:
        caption += f" {'Bars' if axis.numbers is None else 'Bands'} hold 80 % of the samples."
    return [Chart("sweep", _field_axis(axis.path, axis), panels, caption, aspect=0.28 + 0.4 * len(shown))]


def _line(sweep: Sweep, metric: Metric, shade: float) -> Panel:
    (axis,) = sweep.axes
    x = np.arange(len(axis.texts)) if axis.numbers is None else np.array(axis.numbers)
    values, (low, high) = sweep.values(metric.name), sweep.interval(metric.name)
    colour, uncertain = ordered(shade), sweep.members > 1
    if axis.numbers is None:
        bottom, top = (low, high) if uncertain else (None, None)
        series: tuple[Series, ...] = (
            Series(metric.name, x, values, colour, "points", low=bottom, high=top, legend=False),
        )
    else:
        band = (Series(metric.name, x, values, colour, "band", low, high, legend=False),) if uncertain else ()
        series = (*band, Series(metric.name, x, values, colour, "line and points", legend=False))
    from_zero = 0.0 <= np.nanmin(values) < 0.5 * np.nanmax(values)
    return Panel(Axis(_title(metric).replace(" (", "\n("), from_zero=bool(from_zero)), series)


def _map(sweep: Sweep, metric: Metric) -> Chart:
    across, up = sweep.axes
    x, y = (np.arange(len(axis.texts), dtype=float) for axis in (across, up))
    axes = [Axis(_field_axis(axis.path, axis).title, ticks=_ticks(axis)) for axis in (across, up)]
    series = Series(metric.name, x, y, style="map", scale="range", z=np.ma.masked_invalid(sweep.values(metric.name).T))
    over = f"{_in_sentence(across.path)} and {_in_sentence(up.path)}"
    caption = f"{words.capital(metric.words)} over {over}; empty where a cell has none."
    name = _file_name("sweep", metric.name)
    return Chart(name, axes[0], (Panel(axes[1], (series,)),), caption, aspect=0.75, bar_title=_title(metric))


def _ticks(axis: Values) -> dict[float, str]:
    """At most eight places and their words."""
    step = max(1, -(-len(axis.texts) // 8))
    texts = axis.texts if axis.numbers is None else tuple(f"{number:.3g}" for number in axis.numbers)
    return {float(place): texts[place] for place in range(0, len(texts), step)}


def sensitivity_charts(result: Sensitivity) -> Iterator[Chart]:
    """Of each metric a tornado of the choices, and the groups of constants in its spread."""
    for metric in result.metrics:
        value = result.base.figure(metric.name).value
        if not math.isfinite(value):
            continue
        every = [each.effect(metric.name) for each in result.sorted_choices(metric.name)]
        least = max(_LEAST_BAR * abs(value), _SEEN * max((one for one in every if math.isfinite(one)), default=0.0))
        choices = [each for each in result.sorted_choices(metric.name) if each.effect(metric.name) > least]
        if choices:
            yield _tornado(metric, choices[:_MOST_BARS])
        yield _shares(result, metric)


def _tornado(metric: Metric, choices: list[Choice]) -> Chart:
    names = [field_words(choice.path) for choice in choices]
    less, more = zip(*(choice.changes[metric.name] for choice in choices), strict=True)
    zeros = [0.0] * len(names)
    series = (
        Series("with less", names, less, _LESS, "bars", base=zeros),
        Series("with more", names, more, _MORE, "bars", base=zeros),
    )
    panel = Panel(Axis(f"Change of {metric.name} ({unit_of(metric)})"), series)
    caption = (
        f"Change of {metric.words} as one choice of the recipe is lowered or raised by {100 * STEP:.0f} % "
        f"(temperatures by {DEGREES:.0f} K), all else as written; nominal values."
    )
    return Chart(
        _file_name("sensitivity", metric.name), Axis("", "category"), (panel,), caption, horizontal=True, aspect=0.75
    )


def _shares(result: Sensitivity, metric: Metric) -> Chart:
    shares = {group: share for group, share in result.groups(metric.name).items() if share > LEAST_SHARE}
    if (together := result.interactions(metric.name)) > LEAST_SHARE:
        shares["combinations"] = together
    percents = [100.0 * share for share in shares.values()]
    series = Series("share of the spread", list(shares), percents, _SPREAD, "bars")
    panel = Panel(Axis(f"Share of the spread of {metric.name} (%)"), (series,))
    caption = (
        f"What the interval of {metric.words} comes from: share of the variance of its ranks that one group of "
        "constants explains alone."
    )
    return Chart(
        _file_name("spread", metric.name), Axis("", "category"), (panel,), caption, horizontal=True, aspect=0.6
    )


def _in_sentence(path: str) -> str:
    words_of = field_words(path)
    return words_of[0].lower() + words_of[1:]


def optimise_charts(optimum: Optimum) -> Iterator[Chart]:
    """All cells of a search against each free field."""
    objective = optimum.objective
    known = [trial for trial in optimum.trials if math.isfinite(trial.value)]
    for place, field in enumerate(optimum.fields):
        series = []
        for name, colour, excluded in (("excluded", _EXCLUDED, True), ("candidates", ordered(0.3), False)):
            cells = [trial for trial in known if bool(trial.failure) is excluded]
            if cells:
                x = [_place(field, trial.texts[place]) for trial in cells]
                series.append(Series(name, x, [trial.value for trial in cells], colour, "points", size=5))
        values = [t.value for t in known if not t.failure and t.texts[place] == field.best]
        if values:
            best = min(values, key=objective.cost)
            x = [_place(field, field.best)]
            series.append(Series("best", x, [best], _MORE, "points", symbol="circle-open", size=14))
        panel = Panel(Axis(_title(objective).replace(" (", "\n(")), tuple(series))
        caption = (
            f"{words.capital(objective.words)} of every cell that was evaluated, against {_in_sentence(field.path)}; "
            "excluded are cells that break a rule or a constraint. Nominal values."
        )
        yield Chart(_file_name("optimum", field.path), _field_axis(field.path, field.range), (panel,), caption)


def pareto_charts(front: Front) -> list[Chart]:
    """All cells of a search for a front, and the front, over its first two objectives."""
    across, up = front.objectives[:2]
    axes = [Axis(f"{_objective(one)} ({words.unit(one.unit)})") for one in (across, up)]
    candidates = [cell for cell in front.tried if cell.values and not cell.failure]
    series = []
    for name, cells, colour, style in (
        ("other cells", candidates, _EXCLUDED, "points"),
        ("front", front.cells, _MORE, "line and points" if len(front.objectives) == 2 else "points"),
    ):
        x, y = ([cell.values[place] for cell in cells] for place in (0, 1))
        order = np.argsort(x, kind="stable")
        series.append(
            Series(name, np.array(x)[order], np.array(y)[order], colour, style, size=5)  # type: ignore[arg-type]
        )
    caption = (
        f"Cells that were evaluated. Better: {_in_words(across)} {across.better}, {_in_words(up)} {up.better}; no "
        "cell of the front is better than another in all."
    )
    return [Chart("pareto", axes[0], (Panel(axes[1], tuple(series)),), caption)]


def _objective(one: Objective) -> str:
    return field_words(one.path) if one.metric is None else words.capital(one.metric.words)


def _in_words(one: Objective) -> str:
    words_of = _objective(one)
    return words_of[0].lower() + words_of[1:]


def _place(field: OptimisedField, text: str) -> float:
    """Position of a value of a field on its axis."""
    if isinstance(field.range, Values) and field.range.numbers is None:
        return float(field.range.texts.index(text))
    parts = split_number(text)
    return math.nan if parts is None else parts[0]
