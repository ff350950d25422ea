"""How far the cell is from a practical one: a waterfall of changes."""

from brimstone.design.energy import EnergyGap, gap_of_run
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.report._specification import Spec, layout, numbers, text
from brimstone.result import Run
from brimstone.view.palette import MEASURED, ordered
from brimstone.view.words import quantity

_WH_KG = 3600.0  # [J/kg]
TARGETS = (400.0, 500.0)  #: [Wh/kg]: what lithium-ion cells hardly pass, and the goal of Qi 2024, section 4.1


def energy_of(run: Run) -> EnergyGap | None:
    """From the run's cell to a practical one, nothing simulated anew; None where no discharge completed."""
    return gap_of_run(run, with_own_materials(load(), run.recipe))


def energy_figure(gap: EnergyGap) -> Spec:
    """Energy of the packed cell after each change, and what the change adds."""
    names = [text(stage.name) for stage in gap.stages]
    ends = [stage.packed / _WH_KG for stage in gap.stages]
    starts = [0.0, *ends[:-1]]
    bars = {
        "type": "bar",
        "x": names,
        "y": numbers([end - start for start, end in zip(starts, ends, strict=True)]),
        "base": numbers(starts),
        "customdata": [
            [text(quantity(stage.change)), f"{end:.3g}"] for stage, end in zip(gap.stages, ends, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br>%{y:+.3~g} to %{customdata[1]} Wh kg⁻¹<extra></extra>",
        "showlegend": False,
        "meta": {"role": "bar", "colour": ordered(0.5)},
    }
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [names[0], names[-1]],
            "y": [target, target],
            "name": f"{target:g} Wh kg⁻¹",
            "line": {"width": 1.5, "dash": dash},
            "hoverinfo": "skip",
            "meta": {"role": "line", "colour": MEASURED},
        }
        for target, dash in zip(TARGETS, ("2px,3px", "5px,3px"), strict=True)
    ]
    return {"data": [bars, *lines], "layout": layout("", "Energy of the packed cell (Wh kg⁻¹)", barmode="overlay")}
