"""Measurements of a cell that is known: the engine's curves with the errors of a cycler."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from brimstone.constants import HOUR
from brimstone.fit.compared import Problem
from brimstone.library import load
from brimstone.recipe import Recipe, read
from brimstone.result import Cycling, Measured
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CURRENT, Control

RECIPE = "examples/yao2017.yaml"
AREA = 1e-4
#: Errors of a cycler: random and systematic of the voltage [V], systematic of the current; resolution [V].
NOISE, OFFSET, GAIN, RESOLUTION = 1e-3, 1e-3, 5e-4, 1e-4
RATES = (0.05, 0.1, 0.5, 1.0, 2.0, 5.0)
WINDOW = (1.5, 2.8)


def recipe() -> Recipe:
    return read(RECIPE)


def measured(free, u, seed, rates=RATES, *, records=600):
    """Discharges of fresh cells whose parameters are at `u`, one file a rate."""
    random = np.random.default_rng(seed)
    cell, _ = Problem(recipe(), load(), (), tuple(free)).cell(np.asarray(u, dtype=float)[None])
    files = []
    for rate in rates:
        current = rate * float(cell.theoretical_charge[0]) / HOUR
        row = Control(CURRENT, current, lower=WINDOW[0], upper=5.0)
        solved = solve_ensemble(cell, np.array([[row]]), SolverOptions(30, 1e-6, points=1500))
        curve = solved.curves[0, 0, : solved.counts[0, 0]]
        kept = np.append(True, np.diff(curve[:, 0]) > 0.0)
        if kept.sum() < 3:  # over before there is a second record, at a rate that this cell can't carry
            continue
        ends = float(curve[-1, 0])
        time = np.append(np.arange(0.0, ends, max(2.0, ends / records)), ends)
        voltage = PchipInterpolator(curve[kept, 0], curve[kept, 1])(time)
        voltage = voltage + random.normal(0.0, OFFSET) + random.normal(0.0, NOISE, time.size)
        voltage = np.round(voltage / RESOLUTION) * RESOLUTION
        flows = np.full(time.size, -current * AREA * (1.0 + random.normal(0.0, GAIN)))
        one = np.ones(time.size, dtype=int)
        discharged = np.concatenate([[0.0], np.cumsum(-flows[1:] * np.diff(time))])
        cycling = Cycling(time, voltage, flows, one, one, np.zeros(time.size), discharged)
        files.append(Measured(f"{rate:g}C.csv", "BDF csv", cycling, (), ()))
    return files
