"""Which of the numbers that a recipe leaves open matters most: each at both ends of its interval, all else nominal."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from brimstone._records import nominal
from brimstone.library.ledger import AtEnds
from brimstone.library.left_open import left_open
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.protocol import Program, compile_protocol
from brimstone.result.left_open import LeftOpen
from brimstone.result.step import PULSE
from brimstone.simulate.basis import basis_of
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, SOLVED, STATUS, among

_MOST = 12  # discharges that are weighed
_SAME = 1e-9  # relative difference of charges that need no currents of their own
_LONGEST = 450  # instructions of a protocol, beyond which its currents are not written anew for each member


def weigh_left_open(
    bench: Workbench, program: Program, options: SolverOptions, conditioned: Mapping[str, np.ndarray]
) -> tuple[LeftOpen, ...]:
    """Weigh what a recipe leaves open by what it does to the discharges of the protocol's first step.

    Parameters
    ----------
    bench : Workbench
        With which the cell was derived.
    program : Program
    options : SolverOptions
        Of the samples of the run.
    conditioned : mapping of str to ndarray
        Samples that an anchor has set.

    Returns
    -------
    tuple of LeftOpen
        The one that matters most first; empty where nothing is open or nothing is discharged.
    """
    fields = left_open(bench.recipe, bench.ledger)
    discharges = _discharges(program)
    if not fields or not discharges or len(program.instructions) > _LONGEST:
        return ()
    names = list(fields)
    ledger = AtEnds(names, bench.recipe.overrides, conditioned)
    cell = derive(Workbench.of(bench.recipe, bench.library, ledger, bench.temperature))
    controls = _controls(bench, cell, program, discharges[-1] + 1)
    outcomes = solve_ensemble(cell, controls, options).outcomes[:, discharges]
    given = np.where(among(outcomes[..., STATUS], SOLVED), np.abs(outcomes[..., CHARGE]), 0.0).mean(axis=1)
    ran = among(outcomes[:, 0, STATUS], SOLVED)
    capacities = np.where(ran, given / cell.active_mass, np.nan)
    if not ran[0] or capacities[0] <= 0.0:
        return ()
    entries = {entry.where: entry for entry in ledger.entries}
    weighed = []
    for number, name in enumerate(names):
        entry, (at_low, at_high) = entries[name], capacities[2 * number + 1 : 2 * number + 3].tolist()
        low, high = (float("nan") if end is None else end for end in (entry.low, entry.high))
        weighed.append(
            LeftOpen(
                field=fields[name],
                value=entry.value,
                low=low,
                high=high,
                unit=entry.unit,
                dimension=entry.dimension,
                capacity=nominal(capacities),
                at_low=at_low,
                at_high=at_high,
            )
        )
    return tuple(sorted(weighed, key=lambda one: -one.effect))


def _discharges(program: Program) -> list[int]:
    """Places of the discharges of the first step of the protocol that has any; pulses are none."""
    found = [
        number
        for number, one in enumerate(program.instructions)
        if one.kind == "discharge" and one.shown and not one.label.startswith(PULSE)
    ]
    return [number for number in found if program.instructions[number].step == program.instructions[found[0]].step][
        :_MOST
    ]


def _controls(bench: Workbench, cell: DerivedCell, program: Program, count: int) -> np.ndarray:
    """Controls of the first `count` instructions for each member, with rates of its own charge."""
    charges = np.broadcast_to(cell.theoretical_charge, (len(cell.parameters),))
    masses = np.broadcast_to(cell.active_mass, charges.shape)
    usual = program.controls_of(count)[0]
    basis, rows = basis_of(cell, bench.recipe), []
    for charge, mass in zip(charges.tolist(), masses.tolist(), strict=True):
        if abs(charge / charges[0] - 1.0) < _SAME:
            rows.append(usual)
            continue
        most = cell.equations.charge_limit * charge
        own = replace(basis, charge=charge, mass=mass, most_charge=most)
        rows.append(compile_protocol(bench.recipe, own).controls_of(count)[0])
    return np.stack(rows)
