"""What must hold of the run of any recipe, whatever cell it makes."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from jsonschema import Draft202012Validator

from brimstone.cell import Cell
from brimstone.contract import json_schema
from brimstone.contract.run import run_record
from brimstone.inspect import check
from brimstone.recipe import parse
from brimstone.result import Run
from brimstone.result.run import LARGEST_ERROR
from brimstone.solver.interface import EVENTS, LEFT_OUT, NOT_RUN, SHORT_CIRCUIT, SOLVED
from tests.property.recipes import LIBRARY, recipe

#: What an anode may give beyond its lithium while the end is looked for [C/m2]; a micrometre has 7.4e3.
LEAST_LITHIUM = 1.0

#: How far a state may pass its end while a time step is pulled back [-]: a hundred times the tolerance of the time
#: steps, whose estimate of the error sees one side only of the point where the electrolyte begins to open. It vanishes
#: with the tolerance: 6e-6, 9e-7 and 3e-8 at 1e-7, 2e-8 and 5e-9 in the recipe that passes furthest.
OVERSHOOT = 1e-5


_SCHEMA = Draft202012Validator(json_schema("run"))


def run(text: str) -> Run:
    """Nominal run of a recipe, by the way a user takes: read, written back, inspected, carried out."""
    read = parse(text)
    assert parse(read.to_yaml()) == read
    check(read, LIBRARY)
    return Cell(read, LIBRARY).run(certain=True)


def faults(of: Run) -> list[str]:
    """Everything about a run that no cell may show."""
    found, shorted = [], False
    for number, step in enumerate(of.steps):
        if step.status == LEFT_OUT or (shorted and step.status == NOT_RUN):
            continue
        name, shorted = f"step {number} ({step.instruction.label})", shorted or step.status == SHORT_CIRCUIT
        if step.status not in SOLVED:
            found.append(f"{name}: {step.stop_reason}")
            continue
        curve, states = step.curve, step.profile.values[:, 1:]
        if not all(np.isfinite(values).all() for values in (curve.time, curve.voltage, curve.current, curve.charge)):
            found.append(f"{name}: a curve that is not finite")
        if np.any(np.diff(curve.time) < 0.0):
            found.append(f"{name}: time runs backwards")
        if not np.isfinite(step.profile.values).all():
            found.append(f"{name}: a profile that is not finite")
        elif of.cell.equations.fields is not None and len(
            step.profile.values
        ):  # what comes from other nodes is no share of what a node began with
            held = {one: float(share.min()) for one, share in of.cell.equations.held(step.profile.values).items()}
            found += [f"{name}: {share:.3g} of {one}" for one, share in held.items() if share < -OVERSHOOT]
        elif states.size and (states.min() < -OVERSHOOT or states[:, :3].max() > 1.0 + OVERSHOOT):
            found.append(f"{name}: states between {states.min():.3g} and {states[:, :3].max():.9g}")
        if step.outside.lithium.min(initial=0.0) < -LEAST_LITHIUM:
            found.append(f"{name}: {step.outside.lithium.min():.3g} C/m2 of lithium left")
        capacity, energy = step.capacity("active").value, step.cell_energy.value
        if not (math.isfinite(capacity) and math.isfinite(energy) and capacity >= 0.0):
            found.append(f"{name}: capacity {capacity}, energy {energy}")
        if step.losses is not None and not all(math.isfinite(v) for v in step.losses.mean(curve.charge).values()):
            found.append(f"{name}: losses {step.losses.mean(curve.charge)}")
    found += [f"balance of {name} {error:.1e}" for name, error in of.balances.items() if not error <= LARGEST_ERROR]
    if not math.isfinite(of.mesh_error):
        found.append(f"mesh error {of.mesh_error}")
    soft = all(LIBRARY.material(layer.electrolyte).class_ in ("gel", "polymer") for layer in of.recipe.separator)
    stated = soft or of.recipe.operation.stack_pressure is not None  # dendrites in gels and polymers ask for none
    if shorted and (of.recipe.anode.material != "Li" or not stated):
        found.append("lithium grew through without lithium, or at a pressure that nobody stated")
    written = json.loads(run_record(of).to_json())
    found += [f"{'.'.join(map(str, error.path))}: {error.message[:200]}" for error in _SCHEMA.iter_errors(written)]
    return found


@dataclass
class Survey:
    """What came of many recipes.

    An anode that is empty, parted or through the separator ends a step as a voltage does, and so does a voltage before
    the charge that was asked for: that is an answer.
    """

    ended: dict[int, list[str]] = field(default_factory=dict)
    unsolved: dict[int, list[str]] = field(default_factory=dict)
    wrong: dict[int, list[str]] = field(default_factory=dict)
    largest: Counter = field(default_factory=Counter)

    def add(self, number: int, write: Callable[[int], str]) -> None:
        of = run(write(number))
        found = faults(of)
        ends = [step.stop_reason for step in of.steps if step.status in EVENTS]
        if ends:
            self.ended[number] = ends
        if any(step.status not in (*SOLVED, NOT_RUN) for step in of.steps):
            self.unsolved[number] = found
        elif found:
            self.wrong[number] = found
        for name, error in of.balances.items():
            self.largest[name] = max(self.largest[name], error)


def survey(numbers: Iterable[int], write: Callable[[int], str] = recipe) -> Survey:
    """Carry out the recipes of these numbers."""
    found = Survey()
    for number in numbers:
        found.add(number, write)
    return found
