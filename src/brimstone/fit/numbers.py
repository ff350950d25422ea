"""What a run says to each number that was reported of its cell."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from brimstone.fit.reported import OpenCell, OpenNumber
from brimstone.result import Run, Step, comparison


def computed_numbers(cell: OpenCell, run: Run) -> Iterator[tuple[np.ndarray | None, Step | None]]:
    """Members of each number of a cell [SI], and the step it belongs to; None where there is nothing to compare."""
    of_steps = iter(comparison(run))
    for number in cell.numbers:
        if number.at:
            step = next(of_steps).step
            yield (None, None) if step is None else (_of_step(number, step), step)
        else:
            yield _OF_RUN[number.quantity](run, number), None


def _of_step(number: OpenNumber, step: Step) -> np.ndarray:
    if not number.is_capacity:
        return step.mean_voltages
    charges = np.where(step.valid, np.abs(step.charges), np.nan)
    charges[0] = step.charge.value
    return charges if number.quantity == "areal capacity" else charges / step.amounts.mass(number.per)


def _retention(run: Run, number: OpenNumber) -> np.ndarray | None:
    discharges = [step for step in run.steps if step.instruction.kind == "discharge"]
    first = 0 if run.cell.starts_charged and len(discharges) < 3 else 1 if run.cell.starts_charged else 0
    if len(discharges) < number.cycle:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(discharges[number.cycle - 1].charges / discharges[first].charges))


def _efficiency(run: Run, _: OpenNumber) -> np.ndarray | None:
    kinds = [step.instruction.kind for step in run.steps]
    if "charge" not in kinds or "discharge" not in kinds:
        return None
    charge, discharge = (run.steps[kinds.index(kind)] for kind in ("charge", "discharge"))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(discharge.charges / charge.charges))


def _swing(run: Run, _: OpenNumber) -> np.ndarray:
    return np.array([run.pressure.swing])


def _conductivity(name: str) -> Callable[[Run, OpenNumber], np.ndarray | None]:
    def compute(run: Run, _: OpenNumber) -> np.ndarray | None:
        return None if run.cell.polysulfides is not None else 1.0 / run.cell.parameter(name)

    return compute


_OF_RUN: Mapping[str, Callable[[Run, OpenNumber], np.ndarray | None]] = {
    "capacity retention": _retention,
    "coulombic efficiency": _efficiency,
    "pressure swing": _swing,
    "ionic conductivity": _conductivity("ionic_resistivity"),
    "electronic conductivity": _conductivity("electronic_resistivity"),
    "thickness": lambda run, _: np.sum(run.cell.separator_thicknesses, axis=0),
    "area resistance": lambda run, _: run.cell.resistances["anode_interface"],
}
