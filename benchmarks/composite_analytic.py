"""Time of the composite's analytic tier, per member of the ensemble.

Run with ``python benchmarks/composite_analytic.py``.
"""

import time

from brimstone.composite import build, ternary_map
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.recipe import parse

RECIPE = """
name: benchmark
cathode:
  active: S
  composition: {S: 30 wt%, Ketjenblack: 10 wt%, Super P: 10 wt%, Li6PS5Cl: 50 wt%}
  loading: 1 mg/cm2
  mixing: ball-milled
  pressed_at: 370 MPa
separator: [{electrolyte: Li6PS5Cl, thickness: 600 um}]
anode: {material: Li-In}
operation: {temperature: 25 degC}
protocol: [{discharge: 0.1C, to: 1.0 V}]
"""


def main():
    library, recipe = load(), parse(RECIPE)
    build(Workbench.of(recipe, library, Ledger(2)))
    for samples in (1, 200, 2_000, 20_000):
        repeats = 5
        start = time.perf_counter()
        for seed in range(repeats):
            build(Workbench.of(recipe, library, Ledger(samples, seed)))
        elapsed = (time.perf_counter() - start) / repeats
        print(f"{samples:6d} members: {elapsed * 1e3:7.2f} ms, {elapsed / samples * 1e6:8.2f} us per composite")
    start = time.perf_counter()
    points = ternary_map(Workbench.of(recipe, library), "reaction_area", 101).values.size
    print(f"ternary map of {points} compositions: {(time.perf_counter() - start) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
