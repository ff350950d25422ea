"""The interactive figures as plain plotly specifications: lists and dicts, ready for JSON.

Colours are given twice, on light and on dark, in each trace's ``meta``; the page paints them. Text is escaped here,
because plotly reads a little HTML in it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.report import data, instruments, stack
from brimstone.report._specification import VOLTAGE as _VOLTAGE
from brimstone.report._specification import Spec
from brimstone.report._specification import axis as _axis
from brimstone.report._specification import layout as _layout
from brimstone.report._specification import numbers as _numbers
from brimstone.report._specification import text as _text
from brimstone.result import LOSSES, Figure, Run
from brimstone.result.comparison import Comparison, same_temperature
from brimstone.view.palette import LOSS_COLOURS, MEASURED, ordered

_MOST_BANDS = 3  # curves whose bands are drawn at first; more hide each other


def figures(
    run: Run,
    curves: Sequence[data.VoltageCurve],
    losses: Sequence[data.StepLosses],
    fronts: Sequence[data.Front],
    compared: Sequence[Comparison],
) -> dict[str, Spec]:
    """All figures of the page that this run has data for, by the name of their place."""
    drawn = {
        "voltage": voltage_figure(run, curves, compared),
        "rates": rate_figure(run, compared),
        "cycles": cycle_figure(run),
        "time": time_figure(run),
        "stack": stack.stack_figure(run),
        "voltammogram": voltammogram_figure(run),
        "differential": differential_figure(run),
        "nyquist": instruments.nyquist_figure(run),
        "bode": instruments.bode_figure(run),
        "titration": instruments.titration_figure(run),
        "losses": loss_figure(losses),
        "front": front_figures(run, fronts),
    }
    return {name: spec for name, spec in drawn.items() if spec is not None}


def voltage_figure(run: Run, curves: Sequence[data.VoltageCurve], compared: Sequence[Comparison]) -> Spec | None:
    """Voltage against capacity, the band of each curve, and where measured curves end."""
    if not curves:
        return None
    bases = data.bases(run)
    both_ways = len({curve.step.instruction.kind for curve in curves}) > 1
    bands = [_band(place, curve, bases[0]) for place, curve in enumerate(curves) if curve.band is not None]
    if len(bands) > _MOST_BANDS:
        for band in bands[1:-1]:
            band["visible"] = False
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _numbers(curve.charge * bases[0].factor),
            "y": _numbers(curve.voltage),
            "name": _text(data.legend_name(curve, both_ways)),
            "legendgroup": str(place),
            "line": {"width": 2, "dash": "4px,2px" if both_ways and curve.charging else "solid"},
            "showlegend": not (both_ways and curve.charging and curve.step.instruction.cycle > 0),
            "hovertemplate": f"%{{y:.3f}} V at %{{x:.4~g}} {_text(bases[0].unit)}",
            "meta": {"role": "line", "colour": ordered(curve.shade)},
        }
        for place, curve in enumerate(curves)
    ]
    return {
        "data": bands + lines + _measured_ends(run, compared, curves, bases[0]),
        "layout": _layout(f"Capacity ({bases[0].unit})", _VOLTAGE, hovermode="closest"),
        "bases": [{"unit": _text(basis.unit), "scale": basis.factor / bases[0].factor} for basis in bases],
    }


def _group(place: int, curve: data.VoltageCurve) -> str:
    """What is hidden and shown together: a curve with its band, and both halves of a cycle."""
    cycle = curve.step.instruction.cycle
    return f"cycle {cycle}" if cycle else str(place)


def _band(place: int, curve: data.VoltageCurve, basis: data.Basis) -> Spec:
    charge, low, high = curve.band or (np.empty(0),) * 3
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _numbers(np.concatenate([charge, charge[::-1]]) * basis.factor),
        "y": _numbers(np.concatenate([high, low[::-1]])),
        "fill": "toself",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": _group(place, curve),
        "visible": True,
        "meta": {"role": "band", "colour": ordered(curve.shade), "curve": place},
    }


def _measured_ends(
    run: Run, compared: Sequence[Comparison], curves: Sequence[data.VoltageCurve], basis: data.Basis
) -> list[Spec]:
    """Where measured curves end: their capacity at the voltage where the computed one ends."""
    places = {id(curve.step): place for place, curve in enumerate(curves)}
    traces = []
    for row in compared:
        if row.step is None or row.quantity != "capacity" or id(row.step) not in places:
            continue
        place = places[id(row.step)]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": _numbers([row.areal_charge(run) * basis.factor]),
                "y": _numbers([row.step.curve.voltage[-1]]),
                "name": "measured",
                "legendgroup": _group(place, curves[place]),
                "showlegend": False,
                "cliponaxis": False,
                "marker": {"symbol": "circle-open", "size": 10, "line": {"width": 2}},
                "hovertemplate": f"measured at {_text(str(row.reported.rate))}: %{{x:.4~g}} {_text(basis.unit)}"
                "<extra></extra>",
                "meta": {"role": "marker", "colour": ordered(curves[place].shade)},
            }
        )
    return traces


def _both_ways(curves: Sequence[data.VoltageCurve]) -> bool:
    return len({curve.step.instruction.kind for curve in curves}) > 1


def rate_figure(run: Run, compared: Sequence[Comparison]) -> Spec | None:
    """Capacity against rate, computed with its interval, and measured."""
    directions, basis = data.rate_points(run), data.bases(run)[0]
    if not directions:
        return None
    traces: list[Spec] = []
    for direction, points in directions.items():
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": _numbers([point.rate for point in points]),
                "y": _numbers([point.capacity.value for point in points]),
                "error_y": _error_bars([point.capacity for point in points]),
                "customdata": [_text(point.label) for point in points],
                "name": "computed" if len(directions) == 1 else f"computed, {direction}",
                "line": {"width": 1.5, "dash": "solid" if direction == "discharge" else "4px,2px"},
                "marker": {"size": 8, "symbol": "circle" if direction == "discharge" else "square"},
                "hovertemplate": f"%{{customdata}}: %{{y:.4~g}} {_text(basis.unit)}<extra></extra>",
                "meta": {"role": "line", "colour": ordered(0.25)},
            }
        )
    traces += _measured_rates(run, compared, set(directions), basis)
    ticks = sorted({point.rate for points in directions.values() for point in points})
    layout = _layout("Rate (C)", f"Capacity ({basis.unit})", hovermode="closest")
    layout["xaxis"] |= {"type": "log", "tickvals": _numbers(ticks), "ticktext": [f"{rate:.3g}" for rate in ticks]}
    layout["yaxis"]["rangemode"] = "tozero"
    return {"data": traces, "layout": layout}


def _measured_rates(run: Run, compared: Sequence[Comparison], directions: set[str], basis: data.Basis) -> list[Spec]:
    """Measured capacities of this temperature; those of later cycles with another symbol."""
    groups: dict[str, list[Comparison]] = {}
    for row in compared:
        same = same_temperature(run, row.reported)
        if row.quantity == "capacity" and same and math.isfinite(row.rate) and row.reported.direction in directions:
            cycle = row.reported.cycle or 1
            groups.setdefault("measured" if cycle == 1 else f"measured, cycle {cycle}", []).append(row)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": _numbers([row.rate for row in rows]),
            "y": _numbers([row.areal_charge(run) * basis.factor for row in rows]),
            "customdata": [_text(row.reported.source) for row in rows],
            "name": name,
            "marker": {
                "symbol": "circle-open" if name == "measured" else "diamond-open",
                "size": 11,
                "line": {"width": 2},
            },
            "hovertemplate": f"measured: %{{y:.4~g}} {_text(basis.unit)}<br>%{{customdata}}<extra></extra>",
            "meta": {"role": "marker", "colour": MEASURED},
        }
        for name, rows in groups.items()
    ]


def cycle_figure(run: Run) -> Spec | None:
    """Capacity and coulombic efficiency against cycle."""
    points, basis = data.cycle_points(run), data.bases(run)[0]
    if not points:
        return None
    traces: list[Spec] = []
    for direction, shade in (("discharge", 0.25), ("charge", 0.8)):
        halves = [(point.cycle, getattr(point, direction)) for point in points]
        taken = [(cycle, figure) for cycle, figure in halves if figure is not None]
        if not taken:
            continue
        x = [cycle for cycle, _ in taken]
        bounds = [(figure.low, figure.high) for _, figure in taken]
        if direction == "discharge" and all(low is not None for low, _ in bounds):
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": x + x[::-1],
                    "y": _numbers([high for _, high in bounds] + [low for low, _ in bounds][::-1]),
                    "fill": "toself",
                    "line": {"width": 0},
                    "hoverinfo": "skip",
                    "name": "80 % of discharges",
                    "meta": {"role": "band", "colour": ordered(shade)},
                }
            )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": x,
                "y": _numbers([figure.value for _, figure in taken]),
                "name": direction,
                "marker": {"size": 5, "symbol": "circle" if direction == "discharge" else "circle-open"},
                "hovertemplate": f"cycle %{{x}}: %{{y:.4~g}} {_text(basis.unit)}",
                "meta": {"role": "marker", "colour": ordered(shade)},
            }
        )
    layout = _layout("Cycle", f"Capacity ({basis.unit})", hovermode="closest")
    layout["yaxis"]["rangemode"] = "tozero"
    efficient = [(point.cycle, 100 * point.efficiency) for point in points if point.efficiency is not None]
    if efficient:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [cycle for cycle, _ in efficient],
                "y": _numbers([value for _, value in efficient]),
                "yaxis": "y2",
                "name": "coulombic efficiency",
                "marker": {"size": 5, "symbol": "diamond-open"},
                "hovertemplate": "cycle %{x}: %{y:.2f} %",
                "meta": {"role": "marker", "colour": LOSS_COLOURS["kinetics"]},
            }
        )
        layout["yaxis"]["domain"] = [0.0, 0.66]
        layout["yaxis2"] = _axis("CE (%)") | {"domain": [0.74, 1.0]}
    return {"data": traces, "layout": layout}


def time_figure(run: Run) -> Spec | None:
    """Voltage and current against time."""
    trace = data.time_trace(run)
    if trace is None:
        return None
    layout = _layout("Time (h)", _VOLTAGE, hovermode="x unified")
    layout["yaxis"]["domain"] = [0.36, 1.0]
    layout["yaxis2"] = _axis("Current (mA cm⁻²)") | {"domain": [0.0, 0.28]}
    layout["xaxis"]["anchor"] = "y2"
    common = {"type": "scatter", "mode": "lines", "x": _numbers(trace.time), "showlegend": False}
    return {
        "data": [
            common
            | {
                "y": _numbers(trace.voltage),
                "name": "voltage",
                "line": {"width": 1.5},
                "hovertemplate": "%{y:.3f} V",
                "meta": {"role": "line", "colour": ordered(0.25)},
            },
            common
            | {
                "y": _numbers(trace.current),
                "yaxis": "y2",
                "name": "current, discharge positive",
                "line": {"width": 1.5},
                "hovertemplate": "%{y:.3~g} mA cm⁻²",
                "meta": {"role": "line", "colour": ordered(0.8)},
            },
        ],
        "layout": layout,
    }


def voltammogram_figure(run: Run) -> Spec | None:
    """Current against voltage of the ramps, with the peaks of the last."""
    ramps = data.voltammograms(run)
    if not ramps:
        return None
    traces: list[Spec] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _numbers(ramp.voltage),
            "y": _numbers(ramp.current),
            "name": _text(ramp.name),
            "line": {"width": 1.75},
            "hovertemplate": "%{y:.3~g} mA cm⁻² at %{x:.3f} V",
            "meta": {"role": "line", "colour": ordered(place / max(1, len(ramps) - 1))},
        }
        for place, ramp in enumerate(ramps)
    ]
    if found := ramps[-1].peaks:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": _numbers([voltage for voltage, _, _ in found]),
                "y": _numbers([current for _, current, _ in found]),
                "text": [f"{voltage:.2f} V".replace("-", "−") for voltage, _, _ in found],
                "textposition": ["top center" if current > 0.0 else "bottom center" for _, current, _ in found],
                "customdata": _numbers([charge for _, _, charge in found]),
                "name": f"peaks, {_text(ramps[-1].name)}",
                "showlegend": False,
                "marker": {"size": 6, "symbol": "circle-open"},
                "hovertemplate": "%{x:.3f} V, %{y:.3~g} mA cm⁻², area %{customdata:.3~g} mAh cm⁻²",
                "cliponaxis": False,
                "meta": {"role": "marker", "colour": ordered(1.0)},
            }
        )
    layout = _layout(_VOLTAGE, "Current density (mA cm⁻²)", hovermode="closest")
    return {"data": traces, "layout": layout}


def differential_figure(run: Run) -> Spec | None:
    """Differential capacity of charges and discharges against voltage."""
    told, basis = data.differential_capacities(run), data.bases(run)[0]
    if not told:
        return None
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _numbers(voltage),
            "y": _numbers(per_volt),
            "name": _text(name),
            "line": {"width": 1.5},
            "hovertemplate": f"%{{y:.4~g}} {_text(basis.unit)} V⁻¹ at %{{x:.3f}} V",
            "meta": {"role": "line", "colour": ordered(shade)},
        }
        for name, shade, voltage, per_volt in told
    ]
    layout = _layout(_VOLTAGE, f"dQ/dV ({basis.unit} V⁻¹)", hovermode="closest")
    return {"data": traces, "layout": layout}


def loss_figure(steps: Sequence[data.StepLosses]) -> Spec | None:
    """Mean voltage lost in each step, stacked."""
    if not steps:
        return None
    names = [_text(step.name) for step in steps]
    traces = [
        {
            "type": "bar",
            "x": names,
            "y": _numbers([step.millivolts[loss] for step in steps]),
            "name": loss,
            "hovertemplate": "%{y:.3~g} mV",
            "meta": {"role": "bar", "colour": LOSS_COLOURS[loss]},
        }
        for loss in LOSSES
        if loss in steps[0].millivolts
    ]
    layout = _layout("", "Mean voltage lost (mV)", hovermode="x unified")
    layout["barmode"], layout["bargap"] = "relative", 0.35
    layout["xaxis"] |= {"type": "category", "showgrid": False}
    return {"data": traces, "layout": layout}


def front_figures(run: Run, fronts: Sequence[data.Front]) -> Spec | None:
    """Conversion and local reaction rate through depth and state of discharge, a pair of heatmaps a step."""
    if not fronts:
        return None
    basis, state = data.bases(run)[0], data.state_name(run)
    steps = [
        {
            "x": _numbers(front.charge * basis.factor),
            "y": _numbers(front.depth),
            "state": _numbers(front.state.T, 3),
            "reaction": _numbers(front.reaction.T, 4),
            "reaction_range": _numbers([min(0.0, front.reaction.min()), front.reaction.max()]),
        }
        for front in fronts
    ]
    layouts = [
        _layout(f"Capacity passed ({basis.unit})", "Depth from the electrolyte layer (µm)", hovermode="closest")
        for _ in range(2)
    ]
    for layout in layouts:
        layout["xaxis"] |= {"showgrid": False, "zeroline": False}
        layout["yaxis"] |= {"showgrid": False, "zeroline": False, "range": [0.0, _end(fronts[0])]}
    place = f"%{{x:.4~g}} {_text(basis.unit)}, %{{y:.3~g}} µm"
    bar = {"thickness": 12, "outlinewidth": 0}
    return {
        "state": {
            "data": [
                {
                    "type": "heatmap",
                    "zmin": 0,
                    "zmax": 1,
                    "zsmooth": "best",
                    "colorscale": "Cividis",
                    "reversescale": True,
                    "colorbar": bar | {"title": {"text": state, "side": "right"}},
                    "hovertemplate": f"%{{z:.3f}}<br>{place}<extra></extra>",
                }
            ],
            "layout": layouts[0],
        },
        "reaction": {
            "data": [
                {
                    "type": "heatmap",
                    "zsmooth": "best",
                    "colorscale": "Viridis",
                    "colorbar": bar | {"title": {"text": "Local reaction current (mA cm⁻³)", "side": "right"}},
                    "hovertemplate": f"%{{z:.3~g}} mA cm⁻³<br>{place}<extra></extra>",
                }
            ],
            "layout": layouts[1],
        },
        "steps": steps,
    }


def _end(front: data.Front) -> float:
    return float(f"{front.depth[-1] + front.depth[0]:.5g}")


def _error_bars(found: Sequence[Figure]) -> Mapping[str, Any]:
    if any(figure.low is None or figure.high is None for figure in found):
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": _numbers([(figure.high or 0.0) - figure.value for figure in found]),
        "arrayminus": _numbers([figure.value - (figure.low or 0.0) for figure in found]),
        "thickness": 1.5,
        "width": 5,
    }
