"""Runs of cells that are measured, not discharged, side by side."""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from brimstone.constants import HOUR, MS_CM, OHM_CM2
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.result import BlockingRun, Figure, MeasuredRun, Run, SymmetricRun
from brimstone.study.comparing import MetricComparison, RecipeComparison, changes
from brimstone.study.metrics import Metric


def compare_measured(runs: Sequence[Run | MeasuredRun], *, library: Library | None = None) -> RecipeComparison:
    """Set finished runs of symmetric cells, or of composites between blocking electrodes, side by side.

    Parameters
    ----------
    runs : sequence of SymmetricRun or BlockingRun
        Two or more of one kind; differences are from the first.
    library : Library, optional

    Raises
    ------
    BrimstoneError
        When there are fewer than two runs, or runs of different kinds.
    """
    if len(runs) < 2:
        raise BrimstoneError(f"{len(runs)} runs can't be compared; give two or more, of cells of one kind")
    if len({type(one) for one in runs}) > 1:
        kinds = dict.fromkeys("symmetric" if isinstance(one, SymmetricRun) else one.recipe.cell for one in runs)
        raise BrimstoneError(
            f"cells of different kinds have no number in common: {', '.join(kinds)}; compare cells of one kind"
        )
    measured = [one for one in runs if not isinstance(one, Run)]
    rows = [
        _row(name, unit, step, figures)
        for (name, unit, step), figures in _common([dict(_figures(one)) for one in measured]).items()
    ]
    notes = ["each interval is its cell's own; differences are of nominal values"] if measured[0].members > 1 else []
    notes += [
        f"recipe {number} {one.status}: {next(iter(one.warnings[len(one.notes) :]), 'see its report')}"
        for number, one in enumerate(measured, 1)
        if one.status != "completed"
    ]
    recipes = [one.recipe for one in measured]
    return RecipeComparison(
        recipes=tuple(recipes),
        runs=tuple(measured),
        changes=tuple(changes(recipes, library or load_library())),
        rows=tuple(rows),
        steps=(),
        members=measured[0].members,
        notes=tuple(notes),
    )


_Key = tuple[str, str, str]  # name, unit and step


def _figures(run: MeasuredRun) -> Iterator[tuple[_Key, Figure]]:
    """What a run tells, each in its unit."""
    ohms = "ohm cm2"
    if isinstance(run, BlockingRun):
        conductivities = {
            "ionic conductivity": run.ionic,
            "electronic conductivity": run.electronic,
            "conductivity read off the currents": Figure(run.polarised),
            "conductivity read off the spectrum": Figure(run.spectral),
        }
        yield from (((name, "mS/cm", ""), figure.times(1 / MS_CM)) for name, figure in conductivities.items())
        yield ("resistance outside", ohms, ""), run.outside.times(1 / OHM_CM2)
        return
    for step in run.shown:
        label = f"{step.instruction.label}{f', cycle {step.instruction.cycle}' if step.instruction.cycle else ''}"
        yield ("polarisation", "mV", label), step.polarisation.times(1e3)
    yield ("resistance", ohms, ""), run.resistance.times(1 / OHM_CM2)
    yield ("resistance of an interface", ohms, ""), run.interface.times(1 / OHM_CM2)
    yield ("resistance of the separator", ohms, ""), run.separator.times(1 / OHM_CM2)
    yield ("time to a short circuit", "h", ""), Figure(float(run.shorted[0]) / HOUR)


def _common(tables: Sequence[Mapping[_Key, Figure]]) -> dict[_Key, list[Figure]]:
    """Numbers that all runs tell, and of which one at least is there."""
    common = {key: [table[key] for table in tables] for key in tables[0] if all(key in table for table in tables)}
    return {key: each for key, each in common.items() if any(math.isfinite(one.value) for one in each)}


def _row(name: str, unit: str, step: str, figures: Sequence[Figure]) -> MetricComparison:
    def nominal(*_: object) -> np.ndarray:
        raise BrimstoneError(f"{name} is of a cell that is measured, not discharged")

    key = f"{name} {unit}".replace("/", "_").replace(" ", "_")
    metric = Metric(name, name, unit, key, 1.0, nominal, of_step=bool(step))
    gaps = tuple(Figure(one.value - figures[0].value) for one in figures)
    return MetricComparison(metric, step, tuple(figures), gaps, (None,) * len(figures))
