"""The figures of the report for a paper: PNG at 300 dpi and SVG, one column wide."""

import functools
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from brimstone.report import data, instruments
from brimstone.report._files import write_whole
from brimstone.result import Run
from brimstone.result.comparison import Comparison, comparison, same_temperature
from brimstone.view.palette import LOSS_COLOURS, ordered

_WIDTH = 85.0 / 25.4  # one column of a journal [in]
_GOLDEN = 0.68  # height over width of a single panel
_FRONT_LINES = 5
_VOLTAGE = "Voltage vs. Li/Li⁺ (V)"

#: Those that are there are tried in turn for every letter; the last comes with matplotlib and has them all.
_FONTS = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans")

_STYLE: dict[str, Any] = {
    "font.size": 7.5,
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "lines.linewidth": 1.1,
    "lines.markersize": 4,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    "legend.labelspacing": 0.3,
    "legend.columnspacing": 1.0,
    "legend.handletextpad": 0.5,
    "text.parse_math": False,  # names of a recipe are no formulas
    "svg.fonttype": "none",
    "svg.hashsalt": "brimstone",
    "savefig.dpi": 300,
}


def write_figures(run: Run, folder: Path | str) -> list[Path]:
    """Write the figures of a run for a paper.

    Parameters
    ----------
    run : Run
    folder : Path or str
        Made when it isn't there.

    Returns
    -------
    list of Path
        ``voltage.png``, ``voltage.svg`` and so on for ``rates``, ``cycles``, ``voltammogram``,
        ``differential``, ``nyquist``, ``bode``, ``titration``, ``losses`` and ``front``: those that the run has data
        for. Each is 85 mm wide, written whole or not at all.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    drawings: dict[str, Callable[[Run], Any]] = {
        "voltage": _voltage,
        "rates": _rates,
        "cycles": _cycles,
        "voltammogram": _voltammogram,
        "differential": _differential,
        "nyquist": functools.partial(instruments.draw_nyquist, new=new),
        "bode": functools.partial(instruments.draw_bode, new=new),
        "titration": functools.partial(instruments.draw_titration, new=new),
        "losses": _losses,
        "front": _front,
    }
    return write_drawn({name: functools.partial(draw, run) for name, draw in drawings.items()}, folder)


def write_drawn(drawings: Mapping[str, Callable[[], Any]], folder: Path | str) -> list[Path]:
    """Write figures in the house style as PNG and SVG, each whole or not at all.

    Parameters
    ----------
    drawings : mapping of str to callable
        By the name of the file; gives a figure of matplotlib, or None where there is nothing to draw.
    folder : Path or str
        Made when it isn't there.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    import matplotlib
    from matplotlib import font_manager

    present = set(font_manager.get_font_names())
    style: Any = _STYLE | {"font.family": [name for name in _FONTS if name in present]}
    written = []
    with matplotlib.rc_context(style):
        for name, draw in drawings.items():
            figure = draw()
            if figure is None:
                continue
            for kind in ("png", "svg"):
                buffer = io.BytesIO()
                metadata = {"Date": None} if kind == "svg" else {"Software": "Brimstone"}
                figure.savefig(buffer, format=kind, metadata=metadata)
                written.append(write_whole(Path(folder) / f"{name}.{kind}", buffer.getvalue()))
    return written


def new(rows: int = 1, columns: int = 1, height: float = _GOLDEN, **more: Any) -> tuple[Any, Any]:
    """A figure one column wide, `height` times as high, and its axes."""
    # No pyplot: no window system and no figures kept alive behind the scenes.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, _WIDTH * height), layout="constrained")
    return figure, figure.subplots(rows, columns, **more)


def _voltage(run: Run) -> Any:
    curves, basis = data.voltage_curves(run), data.bases(run)[0]
    if not curves:
        return None
    figure, axes = new()
    both_ways = len({curve.charging for curve in curves}) > 1
    banded = [curve for curve in curves if curve.band is not None]
    for curve in {id(curve): curve for curve in (*banded[:1], *banded[-1:])}.values():
        charge, low, high = curve.band or (np.empty(0),) * 3
        axes.fill_between(charge * basis.factor, low, high, color=ordered(curve.shade)[0], alpha=0.15, linewidth=0)
    for curve in curves:
        style = "--" if both_ways and curve.charging else "-"
        colour = ordered(curve.shade)[0]
        named = not (both_ways and curve.charging and curve.step.instruction.cycle)
        name = data.legend_name(curve, both_ways) if named else None
        axes.plot(curve.charge * basis.factor, curve.voltage, style, color=colour, label=name)
    places = {id(curve.step): curve for curve in curves}
    for row in comparison(run):
        if row.step is not None and row.quantity == "capacity" and id(row.step) in places:
            colour = ordered(places[id(row.step)].shade)[0]
            x, y = row.areal_charge(run) * basis.factor, row.step.curve.voltage[-1]
            axes.plot(x, y, "o", color=colour, markerfacecolor="none", clip_on=False, zorder=5)
    axes.set_xlim(left=0)
    axes.set_xlabel(f"Capacity ({basis.unit})")
    axes.set_ylabel(_VOLTAGE)
    axes.legend(ncols=1 if len(curves) <= 6 else 2, loc="best")
    return figure


def _rates(run: Run) -> Any:
    directions, basis = data.rate_points(run), data.bases(run)[0]
    if not directions:
        return None
    figure, axes = new()
    for direction, points in directions.items():
        rates = [point.rate for point in points]
        values = np.array([point.capacity.value for point in points])
        low, high = (
            np.array([point.capacity.value if bound is None else bound for point, bound in pairs])
            for pairs in ([(p, p.capacity.low) for p in points], [(p, p.capacity.high) for p in points])
        )
        axes.errorbar(
            rates,
            values,
            # A nominal value outside its interval has a bar on one side only.
            yerr=[np.maximum(values - low, 0.0), np.maximum(high - values, 0.0)],
            fmt="o-" if direction == "discharge" else "s--",
            color=ordered(0.25)[0],
            elinewidth=0.8,
            capsize=2,
            label="computed" if len(directions) == 1 else f"computed, {direction}",
        )
    for cycle, rows in sorted(_measured(run, set(directions)).items()):
        axes.plot(
            [row.rate for row in rows],
            [row.areal_charge(run) * basis.factor for row in rows],
            "o" if cycle == 1 else "D",
            color="#111111",
            markerfacecolor="none",
            label="measured" if cycle == 1 else f"measured, cycle {cycle}",
        )
    ticks = sorted({point.rate for points in directions.values() for point in points})
    axes.set_xscale("log")
    axes.set_xticks(ticks, [f"{tick:.3g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel("Rate (C)")
    axes.set_ylabel(f"Capacity ({basis.unit})")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1])
    return figure


def _measured(run: Run, directions: set[str]) -> dict[int, list[Comparison]]:
    """Measured capacities at a rate and the temperature of the run, by cycle."""
    groups: dict[int, list[Comparison]] = {}
    for row in comparison(run):
        usable = row.quantity == "capacity" and np.isfinite(row.rate) and row.reported.direction in directions
        if usable and same_temperature(run, row.reported):
            groups.setdefault(row.reported.cycle or 1, []).append(row)
    return groups


def _cycles(run: Run) -> Any:
    points, basis = data.cycle_points(run), data.bases(run)[0]
    if not points:
        return None
    figure, (upper, lower) = new(2, 1, height=0.9, sharex=True, height_ratios=[1, 2.4])
    for direction, shade in (("discharge", 0.25), ("charge", 0.8)):
        taken = [(point.cycle, half) for point in points if (half := getattr(point, direction)) is not None]
        if not taken:
            continue
        cycles, colour = [cycle for cycle, _ in taken], ordered(shade)[0]
        if direction == "discharge" and all(half.low is not None for _, half in taken):
            bounds = ([half.low for _, half in taken], [half.high for _, half in taken])
            lower.fill_between(cycles, *bounds, color=colour, alpha=0.15, linewidth=0)
        filled = colour if direction == "discharge" else "none"
        values = [half.value for _, half in taken]
        lower.plot(cycles, values, "o", color=colour, markerfacecolor=filled, markersize=2.5, label=direction)
    efficient = [(point.cycle, 100 * point.efficiency) for point in points if point.efficiency is not None]
    if efficient:
        upper.plot(
            *zip(*efficient, strict=True), "D", color=LOSS_COLOURS["kinetics"][0], markersize=2, markerfacecolor="none"
        )
    upper.set_ylabel("CE (%)")
    lower.set_ylim(bottom=0)
    lower.set_xlabel("Cycle")
    lower.set_ylabel(f"Capacity ({basis.unit})")
    lower.legend()
    return figure


def _voltammogram(run: Run) -> Any:
    ramps = data.voltammograms(run)
    if not ramps:
        return None
    figure, axes = new()
    for place, ramp in enumerate(ramps):
        axes.plot(ramp.voltage, ramp.current, color=ordered(place / max(1, len(ramps) - 1))[0], label=ramp.name)
    for voltage, current, _ in ramps[-1].peaks:
        axes.annotate(
            f"{voltage:.2f} V",
            (voltage, current),
            (0, 3 if current > 0.0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if current > 0.0 else "top",
            fontsize=6,
        )
    axes.margins(y=0.12)
    axes.set_xlabel(_VOLTAGE)
    axes.set_ylabel("Current density (mA cm⁻²)")
    axes.legend()
    return figure


def _differential(run: Run) -> Any:
    told, basis = data.differential_capacities(run), data.bases(run)[0]
    if not told:
        return None
    figure, axes = new()
    for name, shade, voltage, per_volt in told:
        axes.plot(voltage, per_volt, color=ordered(shade)[0], label=name)
    axes.set_xlabel(_VOLTAGE)
    axes.set_ylabel(f"dQ/dV ({basis.unit} V⁻¹)")
    axes.legend(ncols=1 if len(told) <= 6 else 2)
    return figure


def _losses(run: Run) -> Any:
    steps, basis = data.step_losses(run), data.bases(run)[0]
    if not steps:
        return None
    figure, (upper, lower) = new(2, 1, height=1.35, height_ratios=[1.25, 1])
    places = np.arange(len(steps))
    above, below = np.zeros(len(steps)), np.zeros(len(steps))
    for loss in steps[0].millivolts:
        values = np.array([step.millivolts[loss] for step in steps])
        start = np.where(values >= 0.0, above, below)
        upper.bar(places, values, bottom=start, width=0.62, color=LOSS_COLOURS[loss][0], label=loss, linewidth=0)
        above, below = above + np.maximum(values, 0.0), below + np.minimum(values, 0.0)
    names_below = [_two_lines(step.name) for step in steps]
    turned = 0 if len(steps) * max(len(line) for name in names_below for line in name.split("\n")) < 72 else 90
    upper.set_xticks(places, names_below)
    upper.tick_params(axis="x", length=0, rotation=turned)
    upper.set_ylabel("Mean voltage lost (mV)")
    handles, labels = upper.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3)
    names = data.regained_names(steps)
    gains = np.array([[step.regained.get(name, 0.0) for step in steps] for name in names])
    relative = [[step.gain_share(name) for step in steps] for name in names]
    lower.imshow(relative, cmap=_tint(), vmin=0.0, vmax=1.0, aspect="auto")
    for row, column in np.ndindex(*gains.shape):
        gain = gains[row, column]
        words = "0" if abs(gain) < 0.5 else f"{gain:+.0f}".replace("-", "−")
        lower.text(column, row, words, ha="center", va="center", fontsize=6.5 if len(steps) <= 7 else 5)
    lower.set_xticks(places, names_below)
    lower.set_yticks(range(len(names)), names)
    lower.tick_params(length=0)
    lower.tick_params(axis="x", rotation=turned)
    lower.spines[:].set_visible(False)
    lower.set_xlabel(f"Won without the loss ({basis.unit})")
    return figure


def _two_lines(name: str) -> str:
    """The name of a step with its kind on a line of its own."""
    return name.replace(", ", "\n") if ", " in name else name.replace("charge ", "charge\n")


def _tint() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("sulfur", ["#ffffff", LOSS_COLOURS["product film"][0]])


def _front(run: Run) -> Any:
    fronts = data.fronts(run)
    if not fronts:
        return None
    chosen = fronts if len(fronts) == 1 else [fronts[0], fronts[-1]]
    figure, grid = new(2, len(chosen), height=1.15, sharex=True, squeeze=False)
    for column, front in enumerate(chosen):
        upper, lower = grid[:, column]
        places = np.linspace(0, front.charge.size - 1, _FRONT_LINES).round().astype(int)
        for line, place in enumerate(places):
            share = line / (_FRONT_LINES - 1)
            colour = ordered(share)[0]
            upper.plot(front.depth, front.state[place], color=colour, label=f"{100 * share:.0f} %")
            lower.plot(front.depth, front.reaction[place], color=colour)
        upper.set_title(front.name, fontsize=7.5)
        upper.set_ylim(-0.02, 1.02)
        lower.set_ylim(min(0.0, 1.1 * float(front.reaction.min())), 1.1 * float(front.reaction.max()))
        lower.set_xlabel("Depth (µm)")
        lower.set_xlim(0, float(front.depth[-1] + front.depth[0]))
    grid[0, 0].set_ylabel("Converted share" if data.converts(run) else "Reduced share")
    grid[1, 0].set_ylabel("Reaction (mA cm⁻³)")
    handles, labels = grid[0, 0].get_legend_handles_labels()
    title = "of the capacity of the step has passed"
    figure.legend(handles, labels, loc="outside upper center", ncols=_FRONT_LINES, title=title, title_fontsize=6.5)
    return figure
