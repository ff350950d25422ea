"""What must hold of the run of any recipe, whatever cell it makes."""

import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.inspect import check
from brimstone.recipe import parse
from brimstone.result import Run
from brimstone.result.run import LARGEST_ERROR
from brimstone.solver.interface import LEFT_OUT
from tests.property.recipes import LIBRARY, recipe

#: How far a state may pass its end while a time step is pulled back [-].
OVERSHOOT = 1e-6


def run(text: str) -> Run:
    """Nominal run of a recipe, by the way a user takes: read, written back, inspected, carried out."""
    read = parse(text)
    assert parse(read.to_yaml()) == read
    check(read, LIBRARY)
    return Cell(read, LIBRARY).run(certain=True)


def faults(of: Run) -> list[str]:
    """Everything about a run that no cell may show."""
    found = []
    for number, step in enumerate(of.steps):
        if step.status == LEFT_OUT:
            continue
        name = f"step {number} ({step.instruction.label})"
        if not step.completed:
            found.append(f"{name}: {step.stop_reason}")
            continue
        curve, states = step.curve, step.profile.values[:, 1:]
        if not all(np.isfinite(values).all() for values in (curve.time, curve.voltage, curve.current, curve.charge)):
            found.append(f"{name}: a curve that is not finite")
        if np.any(np.diff(curve.time) < 0.0):
            found.append(f"{name}: time runs backwards")
        if not np.isfinite(step.profile.values).all():
            found.append(f"{name}: a profile that is not finite")
        elif states.size and (states.min() < -OVERSHOOT or states[:, :3].max() > 1.0 + OVERSHOOT):
            found.append(f"{name}: states between {states.min():.3g} and {states[:, :3].max():.9g}")
        capacity, energy = step.capacity("active").value, step.cell_energy.value
        if not (math.isfinite(capacity) and math.isfinite(energy) and capacity >= 0.0):
            found.append(f"{name}: capacity {capacity}, energy {energy}")
        if step.losses is not None and not all(math.isfinite(v) for v in step.losses.mean(curve.charge).values()):
            found.append(f"{name}: losses {step.losses.mean(curve.charge)}")
    found += [f"balance of {name} {error:.1e}" for name, error in of.balances.items() if not error <= LARGEST_ERROR]
    if not math.isfinite(of.mesh_error):
        found.append(f"mesh error {of.mesh_error}")
    run_record(of).to_dict()
    return found


@dataclass
class Survey:
    """What came of many recipes."""

    unsolved: dict[int, list[str]] = field(default_factory=dict)
    wrong: dict[int, list[str]] = field(default_factory=dict)
    largest: Counter = field(default_factory=Counter)

    def add(self, number: int) -> None:
        of = run(recipe(number))
        found = faults(of)
        if of.status == "failed":
            self.unsolved[number] = found
        elif found:
            self.wrong[number] = found
        for name, error in of.balances.items():
            self.largest[name] = max(self.largest[name], error)


def survey(numbers: range) -> Survey:
    """Carry out the recipes of these numbers."""
    found = Survey()
    for number in numbers:
        found.add(number)
    return found
