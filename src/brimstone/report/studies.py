"""Figures of studies over many cells: curves side by side, sweeps as lines or maps, tornadoes."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brimstone._records import nominal
from brimstone.constants import MAH_CM2, MAH_G
from brimstone.report.paper import new, write_drawn
from brimstone.result import LOSSES
from brimstone.study.axes import split_number
from brimstone.view.palette import LOSS_COLOURS, ordered, scale
from brimstone.view.words import number, unit

if TYPE_CHECKING:
    from brimstone.study.comparing import RecipeComparison
    from brimstone.study.metrics import Metric
    from brimstone.study.optimising import Optimum
    from brimstone.study.sensitivities import Sensitivity
    from brimstone.study.sweeping import Sweep

_MOST_STEPS = 3  # of a comparison whose curves are drawn
_MOST_BARS = 10
_LEAST = 0.005  # of the largest charge, from which there is a curve to show
_LESS, _MORE = LOSS_COLOURS["electrolyte layer"][0], LOSS_COLOURS["kinetics"][0]
_GROUP = LOSS_COLOURS["ionic path"][0]
_BAR = 1e-4  # of the value, from which a change has a bar
_LEAST_SHARE = 0.01
_NOTHING = "#dddddd"  # behind cells without a number
_LARGE = 0.05  # of the voltage lost or of the mass, from which a part is named
_STYLES = ("-", "--", ":")


def write_comparison(compared: "RecipeComparison", folder: Path | str) -> list[Path]:
    """Write the voltage curves of recipes side by side, ``compare.png`` and ``compare.svg``.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_drawn({"compare": lambda: _comparison(compared)}, folder)


def write_sweep(sweep: "Sweep", folder: Path | str) -> list[Path]:
    """Write a sweep as lines (one axis) or maps (two), ``sweep.png`` and ``sweep.svg``.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_drawn({"sweep": lambda: _lines(sweep) if len(sweep.axes) == 1 else _maps(sweep)}, folder)


def write_sensitivity(found: "Sensitivity", folder: Path | str) -> list[Path]:
    """Write what moves a cell as tornadoes, ``sensitivity.png`` and ``sensitivity.svg``.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_drawn({"sensitivity": lambda: _tornado(found)}, folder)


def write_optimum(found: "Optimum", folder: Path | str) -> list[Path]:
    """Write all cells of a search against each free field, ``optimum.png`` and ``optimum.svg``.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_drawn({"optimum": lambda: _search(found)}, folder)


def _search(found: "Optimum") -> Any:
    """What every tried cell gave, over each field; refused ones grey, the best one ringed."""
    free = [(place, one) for place, one in enumerate(found.fields)]
    figure, grid = new(len(free), 1, height=0.1 + 0.52 * len(free), squeeze=False)
    wanted = found.objective
    good = [one for one in found.trials if not one.failure and np.isfinite(one.value)]
    bad = [one for one in found.trials if one.failure and np.isfinite(one.value)]
    for axes, (place, choice) in zip(grid[:, 0], free, strict=True):
        words = list(dict.fromkeys(one.texts[place] for one in found.trials))
        parts = [split_number(text) for text in words]
        texts = getattr(choice.range, "texts", None)
        where = {
            text: float(texts.index(text)) if texts is not None else part[0] if part is not None else 0.0
            for text, part in zip(words, parts, strict=True)
        }
        for some, colour, label in ((bad, "#c4c2bc", "not within what must hold"), (good, ordered(0.3)[0], "tried")):
            axes.plot([where[one.texts[place]] for one in some], [one.value for one in some], ".", color=colour,
                      markersize=3, label=label if some else None)  # fmt: skip
        best = [one.value for one in good if one.texts[place] == choice.best]
        if best and choice.best in where:
            top = max(best) if wanted.better == "higher" else min(best)
            axes.plot(where[choice.best], top, "o", color=_MORE, markerfacecolor="none", markersize=7, label="best")
        if texts is not None:
            axes.set_xticks(range(len(texts)), texts)
        elif getattr(choice.range, "logarithmic", False):
            _by_ratios(axes)
        axes.set_xlabel(_axis_words(choice.path, getattr(choice.range, "unit", "")))
        axes.set_ylabel(_title(wanted).replace(" (", "\n("))
    handles, labels = grid[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=3)
    return figure


def limit_sentences(found: "Optimum") -> list[str]:
    """What limits further gains, in sentences."""
    limits, unit_of = found.limits, found.objective.unit
    said = [
        f"{path} is at the end of its range, {text}: a wider range may gain more"
        for path, text in limits.at_end.items()
    ]
    said += [
        f"cells with up to {value:.4g} {unit_of} were tried but excluded: {why}"
        for why, value in limits.excluded.items()
    ]
    least = max(_LARGE * math.fsum(limits.losses.values()), 1e-3)
    large = [f"{LOSSES[name]} ({1e3 * volts:.3g} mV)" for name, volts in limits.losses.items() if volts > least]
    if large:
        said.append(f"voltage is lost to {', '.join(large[:3])}")
    redox = ", including the electrolyte's own redox" if limits.utilisation > 1.0 else ""
    said.append(
        f"{100 * limits.utilisation:.0f} % of the theoretical charge is delivered{redox}; "
        f"{100 * limits.reachable:.0f} % of the active material is within reach"
    )
    if unit_of == "Wh/kg":
        heavy = ", ".join(f"{name} {100 * share:.0f} %" for name, share in limits.masses.items() if share > _LARGE)
        said.append(f"mass of the layers: {heavy}")
    return said


def _title(quantity: "Metric") -> str:
    return f"{quantity.words[:1].upper()}{quantity.words[1:]} ({_unit(quantity.unit)})"


def _unit(words: str) -> str:
    """A unit as printed; what it is per gram of stays as it is."""
    return f"{unit(words.removesuffix(' S'))} S" if words.endswith(" S") else unit(words)


def _comparison(compared: "RecipeComparison") -> Any:
    steps = [steps for steps in compared.steps if steps[0].instruction.kind in ("charge", "discharge")]
    if not steps:
        return None
    shown = steps if len(steps) <= _MOST_STEPS else [steps[0], steps[len(steps) // 2], steps[-1]]
    figure, axes = new(height=0.82)
    per_sulfur = all(np.all(run.cell.sulfur_mass > 0.0) for run in compared.runs)
    count = max(1, len(compared.runs) - 1)
    most = max(step.charge.value for together in shown for step in together)
    for style, together in zip(_STYLES, shown, strict=False):
        for place, step in enumerate(together):
            mass = nominal(step.amounts.sulfur) if per_sulfur else 0.0
            factor = 1.0 / (mass * MAH_G) if per_sulfur else 1.0 / MAH_CM2
            if step.charge.value < _LEAST * most:
                continue  # one that stops at once has a point below the window, and no curve
            colour = ordered(place / count)[0]
            if step.band is not None and together is shown[0]:
                charge, low, high = np.abs(step.band.charge) * factor, step.band.low, step.band.high
                axes.fill_between(charge, low, high, color=colour, alpha=0.13, linewidth=0)
            axes.plot(np.abs(step.curve.charge) * factor, step.curve.voltage, style, color=colour)
    for place, name in enumerate(names(compared)):
        axes.plot([], [], color=ordered(place / count)[0], label=name)
    if len(shown) > 1:
        for style, together in zip(_STYLES, shown, strict=False):
            axes.plot([], [], style, color="#555555", label=together[0].instruction.label)
    axes.set_xlim(left=0)
    axes.set_xlabel("Capacity (mAh g⁻¹ S)" if per_sulfur else "Capacity (mAh cm⁻²)")
    axes.set_ylabel("Voltage vs. Li/Li⁺ (V)")
    figure.legend(loc="outside upper left", fontsize=6)
    return figure


def names(compared: "RecipeComparison") -> list[str]:
    """Short names of the recipes, told apart by a number, and by their files where names are the same."""
    alike = len({one.name for one in compared.recipes}) < len(compared.recipes)
    found = []
    for number_, one in enumerate(compared.recipes, 1):
        file = f" ({Path(one.source).name})" if alike and one.source else ""
        found.append(f"{number_}  {_short(one.name)}{file}")
    return found


def _short(name: str, length: int = 44) -> str:
    return name if len(name) <= length else f"{name[: length - 1]}…"


def _axis_words(path: str, unit_words: str) -> str:
    plain = _of(unit_words)
    return f"{path} ({plain})" if unit_words else path


def _of(words: str) -> str:
    """A unit with what it is of, such as mg cm⁻² of sulfur."""
    plain, of, what = words.partition(" of ")
    return unit(plain) + of + what


def _lines(sweep: "Sweep") -> Any:
    (axis,) = sweep.axes
    shown = [one for one in sweep.metrics if np.isfinite(sweep.values(one.name)).any()]
    if not shown:
        return None
    figure, grid = new(len(shown), 1, height=0.28 + 0.4 * len(shown), sharex=True, squeeze=False)
    places = np.arange(len(axis.texts)) if axis.numbers is None else np.array(axis.numbers)
    for place, (axes, quantity) in enumerate(zip(grid[:, 0], shown, strict=True)):
        colour = ordered(place / max(1, len(shown) - 1))[0]
        values, (low, high) = sweep.values(quantity.name), sweep.interval(quantity.name)
        if axis.numbers is None:
            reach = np.nan_to_num(np.abs(np.array([values - low, high - values])))
            axes.errorbar(places, values, yerr=reach, fmt="o", color=colour, elinewidth=0.8, capsize=2)
        else:
            axes.fill_between(places, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(places, values, "o-", color=colour, markersize=2.5)
        axes.set_ylabel(_title(quantity).replace(" (", "\n("))
        if np.nanmin(values) >= 0.0 and np.nanmin(values) < 0.5 * np.nanmax(values):
            axes.set_ylim(bottom=0)
    last = grid[-1, 0]
    if axis.numbers is None:
        last.set_xticks(places, axis.texts, rotation=30 if max(map(len, axis.texts)) > 8 else 0, ha="right")
    elif axis.logarithmic:
        _by_ratios(last)
    last.set_xlabel(_axis_words(axis.path, axis.unit))
    figure.align_ylabels()
    return figure


def _by_ratios(axes: Any) -> None:
    """A logarithmic axis with plain numbers: figures read no formulas."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.3g}")
    axes.xaxis.set_minor_formatter(NullFormatter())


def _maps(sweep: "Sweep") -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    shown = [one for one in sweep.metrics if np.isfinite(sweep.values(one.name)).any()]
    if not shown:
        return None
    colours = LinearSegmentedColormap.from_list("ordered", scale())
    figure, grid = new(len(shown), 1, height=0.75 * len(shown), sharex=True, squeeze=False)
    across, up = sweep.axes
    for axes, quantity in zip(grid[:, 0], shown, strict=True):
        axes.set_facecolor(_NOTHING)
        values = sweep.values(quantity.name).T
        drawn = axes.imshow(np.ma.masked_invalid(values), origin="lower", aspect="auto", cmap=colours)
        bar = figure.colorbar(drawn, ax=axes)
        bar.set_label(_title(quantity), fontsize=7)
        bar.outline.set_linewidth(0.5)
        if np.isfinite(values).sum() > 3 and min(values.shape) > 3 and np.nanmin(values) < np.nanmax(values):
            lines = axes.contour(np.ma.masked_invalid(values), levels=6, colors="#ffffff", linewidths=0.4, alpha=0.7)
            axes.clabel(lines, fontsize=5, fmt=lambda value: number(value, 3))
        _ticks(axes.yaxis, up.texts, up.numbers)
        axes.set_ylabel(_axis_words(up.path, up.unit))
        axes.tick_params(length=0)
    _ticks(grid[-1, 0].xaxis, across.texts, across.numbers)
    grid[-1, 0].set_xlabel(_axis_words(across.path, across.unit))
    return figure


def _ticks(axis: Any, texts: tuple[str, ...], numbers: tuple[float, ...] | None) -> None:
    step = max(1, -(-len(texts) // 8))
    places = list(range(0, len(texts), step))
    axis.set_ticks(places, [texts[place] if numbers is None else f"{numbers[place]:.3g}" for place in places])


def _tornado(found: "Sensitivity") -> Any:
    shown = [one for one in found.metrics if np.isfinite(found.base.figure(one.name).value)]
    if not shown:
        return None
    figure, grid = new(2 * len(shown), 1, height=1.02 * len(shown), squeeze=False, height_ratios=[1.5, 1] * len(shown))
    for place, quantity in enumerate(shown):
        upper, lower = grid[2 * place, 0], grid[2 * place + 1, 0]
        value = found.base.figure(quantity.name).value
        knobs = [knob for knob in found.sorted_choices(quantity.name) if knob.effect(quantity.name) > _BAR * abs(value)]
        knobs = knobs[:_MOST_BARS]
        places = np.arange(len(knobs))[::-1]
        pairs = np.array([knob.changes[quantity.name] for knob in knobs]).reshape(-1, 2)
        upper.barh(places, pairs[:, 0], color=_LESS, height=0.62, label="with less")
        upper.barh(places, pairs[:, 1], color=_MORE, height=0.62, alpha=0.85, label="with more")
        upper.axvline(0.0, color="#222222", linewidth=0.6)
        upper.set_yticks(places, [_plain_path(knob.path) for knob in knobs])
        upper.set_xlabel(f"Change of {quantity.name} ({_unit(quantity.unit)})")
        shares = {name: share for name, share in found.groups(quantity.name).items() if share > _LEAST_SHARE}
        shares["only together"] = found.interactions(quantity.name)
        rows = np.arange(len(shares))[::-1]
        lower.barh(rows, [100.0 * share for share in shares.values()], color=_GROUP, height=0.62)
        lower.set_yticks(rows, shares)
        lower.set_xlabel(f"Share of the spread of {quantity.name} (%)")
        for axes in (upper, lower):
            axes.tick_params(axis="y", length=0, labelsize=6)
            axes.xaxis.label.set_size(7)
    handles, labels = grid[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2)
    return figure


def _plain_path(path: str) -> str:
    return path.removeprefix("cathode.").removeprefix("operation.").replace("composition.", "share of ")
