"""Energy against power: what a cell delivers the faster it is discharged."""

from collections.abc import Sequence

from brimstone.constants import HOUR, WH_KG
from brimstone.result import Figure, Run, Step
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.palette import ordered
from brimstone.view.steps import completed_halves, label

_LEAST_RATES = 3
_LEAST_ENERGY = 1e-3  # of the largest, below which a discharge is no point of a logarithmic figure


def ragone_chart(run: Run) -> Chart | None:
    """Specific energy of the discharges at different currents against their mean specific power; None for few."""
    first: dict[float, Step] = {}
    for step in completed_halves(run):
        if step.instruction.kind == "discharge" and step.duration > 0.0:
            first.setdefault(round(abs(step.instruction.rate), 6), step)
    packed = bool(first) and all(step.packed is not None for step in first.values())
    energies = {rate: _energy(step, packed=packed) for rate, step in first.items()}
    most = max((energy.value for energy in energies.values()), default=0.0)
    rates = sorted(rate for rate, energy in energies.items() if energy.value > _LEAST_ENERGY * most)
    if len(rates) < _LEAST_RATES:
        return None
    series = _points([first[rate] for rate in rates], [energies[rate] for rate in rates])
    what = "the packaged cell" if packed else "all layers, without a package"
    caption = (
        "Energy against mean power of the first discharge at each current (Ragone plot), per mass of "
        f"{what}{'; bars hold 80 % of the samples' if run.members > 1 else ''}."
    )
    x, y = Axis("Specific power (W kg⁻¹)", "log"), Axis("Specific energy (Wh kg⁻¹)", from_zero=True)
    return Chart("ragone", x, (Panel(y, (series,)),), caption)


def _energy(step: Step, *, packed: bool) -> Figure:
    """Energy per mass [Wh/kg]."""
    energy = step.packed.specific_energy if packed and step.packed is not None else step.specific_energy
    return energy.times(1.0 / WH_KG)


def _points(steps: Sequence[Step], energies: Sequence[Figure]) -> Series:
    certain = any(energy.low is None for energy in energies)
    return Series(
        "discharge",
        [energy.value * HOUR / step.duration for step, energy in zip(steps, energies, strict=True)],
        [energy.value for energy in energies],
        ordered(0.25),
        "line and points",
        None if certain else [energy.low or 0.0 for energy in energies],
        None if certain else [energy.high or 0.0 for energy in energies],
        size=8,
        hover=[label(step) for step in steps],
        legend=False,
    )
