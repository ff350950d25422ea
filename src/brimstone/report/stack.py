"""The stack between its plates: pressure and thickness against time."""

import numpy as np

from brimstone._records import record
from brimstone.report import data
from brimstone.report._specification import Spec, axis, layout, numbers, text
from brimstone.result import Run
from brimstone.view.palette import MEASURED, ordered


@record
class StackTrace:
    """The stack against time: [h], [MPa], and changes of thickness [um] of cathode, anode and all layers."""

    time: np.ndarray
    pressure: np.ndarray
    cathode: np.ndarray
    anode: np.ndarray
    stack: np.ndarray

    @property
    def held(self) -> bool:
        """Whether the fixture holds the pressure."""
        return bool(np.ptp(self.pressure) < 1e-9 * max(1.0, float(self.pressure[0])))


def stack_trace(run: Run) -> StackTrace | None:
    """Pressure and thickness against time; None when nothing moves, or no step that passes charge has completed."""
    if not data.completed_halves(run) and not any(
        step.instruction.kind in ("hold", "ramp") and step.completed for step in run.shown
    ):
        return None
    trace = run.pressure()
    moving = [values for values in (trace.cathode, trace.anode) if values.size and np.ptp(values) > 0.0]
    if not moving:
        return None
    most = max(12, data.TRACE_POINTS // max(1, len(run.steps)))
    kept = []
    for step in np.unique(trace.step):
        here = np.flatnonzero(trace.step == step)
        kept.append(here[data.visible(trace.time[here], (trace.cathode - trace.anode)[here], most)])
    keep = np.concatenate(kept)
    return StackTrace(
        trace.time[keep] / 3600.0,
        1e-6 * trace.pressure[keep],
        *(1e6 * values[keep] for values in (trace.cathode, trace.anode, trace.thickness_change)),
    )


def stack_figure(run: Run) -> Spec | None:
    """Stack pressure and changes of thickness against time."""
    trace = stack_trace(run)
    if trace is None:
        return None
    common = {"type": "scatter", "mode": "lines", "x": numbers(trace.time)}
    parts = [
        ("cathode", trace.cathode, ordered(0.25), "solid"),
        (run.recipe.anode.material, trace.anode, ordered(0.8), "solid"),
        ("all layers", trace.stack, MEASURED, "4px,2px"),
    ]
    lines = [
        common
        | {
            "y": numbers(values),
            "name": text(name),
            "line": {"width": 2 if name == "all layers" else 1.5, "dash": dash},
            "hovertemplate": "%{y:+.3~g} µm",
            "meta": {"role": "line", "colour": colour},
        }
        for name, values, colour, dash in parts
    ]
    drawn = layout("Time (h)", "Change of thickness (µm)", hovermode="x unified")
    if trace.held:
        return {"data": lines, "layout": drawn}
    pressure = common | {
        "y": numbers(trace.pressure),
        "yaxis": "y2",
        "name": "stack pressure",
        "showlegend": False,
        "line": {"width": 2},
        "hovertemplate": "%{y:.4~g} MPa",
        "meta": {"role": "line", "colour": ordered(0.5)},
    }
    drawn["yaxis"]["domain"] = [0.0, 0.54]
    drawn["yaxis2"] = axis("Stack pressure (MPa)") | {"domain": [0.66, 1.0]}
    return {"data": [*lines, pressure], "layout": drawn}
