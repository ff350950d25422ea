"""Intermittent titrations among the steps of a run."""

from collections.abc import Iterator, Sequence

import numpy as np

from brimstone.instrument.relaxation_in_time import diffusion_time, read_interruption
from brimstone.result import Figure, Pulse, Step, Titration
from brimstone.solver.interface import CHARGE, COMPLETED, LEFT_OUT, STATUS, VOLTAGE_END, VOLTAGE_START, among


def titrations_of(steps: Sequence[Step]) -> tuple[Titration, ...]:
    """The titrations among the steps of a run, in order."""
    pulses: dict[int, list[int]] = {}
    for place, step in enumerate(steps):
        if step.pulse and step.instruction.kind in ("charge", "discharge"):
            pulses.setdefault(step.instruction.step, []).append(place)
    titrations = []
    for number, places in pulses.items():
        first = steps[places[0]]
        done = tuple(_pulses(steps, places))
        if done:
            instruction = first.instruction
            label, direction, current = instruction.label, instruction.kind, instruction.current
            titrations.append(Titration(label, number, direction, current, first.amounts.reference, done))
    return tuple(titrations)


def _pulses(steps: Sequence[Step], places: Sequence[int]) -> Iterator[Pulse]:
    passed = np.zeros(len(steps[places[0]].outcomes))
    for number, place in enumerate(places, 1):
        before, pulse, after = (steps[place + shift].outcomes for shift in (-1, 0, 1))
        rows = np.stack([before, pulse, after])[:, :, STATUS]
        valid = np.all(among(rows, COMPLETED) & (rows != LEFT_OUT), axis=0)
        if not valid[0]:
            return
        passed = passed + np.abs(pulse[:, CHARGE])
        current = steps[place].instruction.current
        rested, on, off = before[:, VOLTAGE_END], pulse[:, VOLTAGE_START], pulse[:, VOLTAGE_END]
        at_once, relaxed = after[:, VOLTAGE_START], after[:, VOLTAGE_END]
        rest = steps[place + 1].curve
        lasted = steps[place].duration
        read = read_interruption(rest.time, rest.voltage, float(off[0]), current, lasted)
        loaded = float((off - on)[0])
        yield Pulse(
            number=number,
            charge=Figure.of(passed, valid, "C/m2"),
            before=Figure.of(rested, valid, "V"),
            relaxed=Figure.of(relaxed, valid, "V"),
            start=Figure.of(on, valid, "V"),
            end=Figure.of(off, valid, "V"),
            instant=Figure.of((rested - on) / current, valid, "ohm m2"),
            total=Figure.of((relaxed - off) / current, valid, "ohm m2"),
            slow=Figure.of((relaxed - at_once) / current, valid, "ohm m2"),
            losses=_at_the_end(steps[place]),
            interrupted=read.resistance,
            interrupted_slope=read.slope,
            linear=read.linear,
            diffusion_time=diffusion_time(lasted, float((relaxed - rested)[0]), loaded),
        )


def _at_the_end(step: Step) -> dict[str, float]:
    return {} if step.losses is None else {name: float(volts[-1]) for name, volts in step.losses.volts.items()}
