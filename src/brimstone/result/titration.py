"""Intermittent titration (GITT): relaxed voltages, and what each pulse loses at once and slowly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brimstone.result.figures import Figure
from brimstone.solver.interface import CHARGE, COMPLETED, LEFT_OUT, STATUS, VOLTAGE_END, VOLTAGE_START

if TYPE_CHECKING:
    from brimstone.result.run import Step

#: How a label of a pulse begins.
PULSE = "pulse"


@dataclass(frozen=True)
class Pulse:
    """One pulse and the rest after it; voltages of the cathode against Li/Li+.

    Attributes
    ----------
    number : int
        Counted from 1.
    charge : Figure
        Passed from the first pulse to the end of this one, positive [C/m2].
    before, relaxed : Figure
        At rest before and after, the latter the quasi open-circuit voltage of the composition reached [V].
    begin, end : Figure
        Under current, when it has just been switched on and just before it is off [V].
    instant : Figure
        Resistance that shows when the current is switched on, (before - begin)/I: conduction and kinetics [ohm m2].
    total : Figure
        Resistance at the end of the pulse, (relaxed - end)/I [ohm m2].
    slow : Figure
        What of `total` comes back during the rest only, as composition evens out [ohm m2].
    losses : dict of str to float
        Voltage lost at the end of the pulse by the names of `brimstone.result.LOSSES`, nominal [V]; empty beyond the
        instructions whose losses are kept.
    """

    number: int
    charge: Figure
    before: Figure
    relaxed: Figure
    begin: Figure
    end: Figure
    instant: Figure
    total: Figure
    slow: Figure
    losses: dict[str, float]


@dataclass(frozen=True)
class Titration:
    """A series of pulses.

    Attributes
    ----------
    label : str
        In the words of the recipe.
    step : int
        Place of the recipe's step, from 0.
    direction : str
        ``"discharge"`` or ``"charge"``.
    current : float
        Of the pulses [A/m2], discharge positive.
    sulfur : float
        What capacities are told per: sulfur, or active material without any, nominal [kg/m2].
    pulses : tuple of Pulse
        All that have a rest after them.
    """

    label: str
    step: int
    direction: str
    current: float
    sulfur: float
    pulses: tuple[Pulse, ...]


def titrations(steps: Sequence["Step"]) -> tuple[Titration, ...]:
    """The titrations among the steps of a run, in order."""
    series: dict[int, list[int]] = {}
    for place, step in enumerate(steps):
        if step.instruction.label.startswith(PULSE) and step.instruction.kind in ("charge", "discharge"):
            series.setdefault(step.instruction.step, []).append(place)
    found = []
    for number, places in series.items():
        first = steps[places[0]]
        mass = float(first.cell.sulfur_mass[0]) or float(first.cell.active_mass[0])
        pulses = tuple(_pulses(steps, places))
        if pulses:
            instruction = first.instruction
            label, direction, current = instruction.label, instruction.kind, instruction.current
            found.append(Titration(label, number, direction, current, mass, pulses))
    return tuple(found)


def _pulses(steps: Sequence["Step"], places: Sequence[int]) -> Iterator[Pulse]:
    passed = np.zeros(len(steps[places[0]].outcomes))
    for number, place in enumerate(places, 1):
        before, pulse, after = (steps[place + shift].outcomes for shift in (-1, 0, 1))
        rows = np.stack([before, pulse, after])[:, :, STATUS]
        valid = np.all(np.isin(rows, COMPLETED) & (rows != LEFT_OUT), axis=0)
        if not valid[0]:
            return
        passed = passed + np.abs(pulse[:, CHARGE])
        current = steps[place].instruction.current
        rested, on, off = before[:, VOLTAGE_END], pulse[:, VOLTAGE_START], pulse[:, VOLTAGE_END]
        at_once, relaxed = after[:, VOLTAGE_START], after[:, VOLTAGE_END]
        yield Pulse(
            number=number,
            charge=Figure.of(passed, valid),
            before=Figure.of(rested, valid),
            relaxed=Figure.of(relaxed, valid),
            begin=Figure.of(on, valid),
            end=Figure.of(off, valid),
            instant=Figure.of((rested - on) / current, valid),
            total=Figure.of((relaxed - off) / current, valid),
            slow=Figure.of((relaxed - at_once) / current, valid),
            losses=_at_the_end(steps[place]),
        )


def _at_the_end(step: "Step") -> dict[str, float]:
    return {} if step.losses is None else {name: float(volts[-1]) for name, volts in step.losses.volts.items()}
