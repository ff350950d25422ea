"""How far the cell is from a practical one: a waterfall of changes."""

from brimstone.design.energy import EnergyGap, gap_of_run
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.report.plotly import Spec, specification
from brimstone.result import Run
from brimstone.view.design import energy_chart


def energy_of(run: Run) -> EnergyGap | None:
    """From the run's cell to a practical one, without further simulation; None where no discharge completed."""
    return gap_of_run(run, with_own_materials(load(), run.recipe))


def energy_figure(gap: EnergyGap) -> Spec:
    """Energy of the packaged cell after each change, and what the change adds."""
    return specification(energy_chart(gap))
