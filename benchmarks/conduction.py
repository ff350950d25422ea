"""Conduction through voxels against PoreSpy and TauFactor, on one block, to one residual, in one run.

Run with ``python -m benchmarks.conduction``. The peers are timed when they are installed beside Brimstone:
``pip install porespy openpnm`` and ``pip install taufactor`` (the latter brings torch). Each time is that of the whole
call, from the array to the answer; residuals are |b - A x| / |b| of each solver's own equations. PoreSpy holds the
outermost voxels at the potentials of the ends, the others hold the ends half a voxel beyond: its answer may differ.
"""

import argparse
import contextlib
import io
import logging
import resource
import time
from importlib import import_module, metadata
from importlib.util import find_spec

import numpy as np

from brimstone.composite.voxel import Blobs, conduct, generate


def timed(function, repeats):
    best, answer = np.inf, None
    for _ in range(repeats):
        start = time.perf_counter()
        answer = function()
        best = min(best, time.perf_counter() - start)
    return best, answer


def block_of(edge):
    return generate((edge,) * 3, {"phase": Blobs(0.5, 8.0)}, matrix="blocked", voxel=1.0, seed=1)


def brimstone(block, residual):
    """Conductivity and residual. The estimated error of the field is about ten times the residual."""
    answer = conduct(block, {"phase": 1.0}, tolerance=10 * residual)
    if answer.residual > residual:
        answer = conduct(block, {"phase": 1.0}, tolerance=residual)
    return answer.conductivity, answer.residual


def porespy(block, residual):
    """Conductivity and residual, as asked of its algebraic multigrid (PyAMG, Ruge-Stuben)."""
    simulations = import_module("porespy.simulations")
    logging.disable(logging.WARNING)  # it warns that its currents at the two ends differ
    answer = simulations.tortuosity_fd(block.mask("phase"), 0, tol=residual)
    return answer.effective_porosity / answer.tortuosity, residual


def taufactor(block, residual):
    """Conductivity and residual, after as many sweeps of its over-relaxation as that takes."""
    phase = block.mask("phase")
    with contextlib.redirect_stdout(io.StringIO()):  # it prints
        solver = import_module("taufactor").Solver(phase.astype(np.uint8), device="cpu")
        while (reached := _residual(solver, phase)) > residual and solver.iter < 5_000:
            solver.solve(iter_limit=solver.iter + 100, verbose=False, conv_crit=0.0)
    return float(phase.mean() / solver.tau[0]), reached


def _residual(solver, phase):
    """Relative residual of TauFactor's field, ends at -1/2 and 1/2 half a voxel beyond the outermost voxels."""
    field = solver.field[0, 1:-1, 1:-1, 1:-1].numpy().astype(float)
    current = np.zeros(phase.shape)
    for axis in range(3):
        conducts, potential, leaving = (np.moveaxis(array, axis, 0) for array in (phase, field, current))
        flow = (conducts[1:] & conducts[:-1]) * (potential[:-1] - potential[1:])
        leaving[:-1] += flow
        leaving[1:] -= flow
    current[0] += 2 * phase[0] * (field[0] + 0.5)
    current[-1] += 2 * phase[-1] * (field[-1] - 0.5)
    return np.linalg.norm(current[phase]) / np.sqrt(np.sum(phase[0]) * 4.0)  # |b| with the inlet at 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--edge", type=int, default=128, help="voxels along an edge for the comparison")
    parser.add_argument("--residual", type=float, default=1e-5, help="largest residual")
    parser.add_argument("--repeats", type=int, default=3, help="the shortest of so many runs counts")
    parser.add_argument(
        "--large", action="store_true", help="also time 200 and 256 voxels along an edge, without peers"
    )
    options = parser.parse_args()

    brimstone(block_of(16), options.residual)  # compile
    block = block_of(options.edge)
    own, (conductivity, residual) = timed(lambda: brimstone(block, options.residual), options.repeats)
    print(f"{options.edge}^3 voxels, half of them conducting, residual at most {options.residual:g}")
    print(f"  {'Brimstone':22s} {own:8.2f} s              conductivity {conductivity:.5f}, residual {residual:.1e}")
    for peer, package in ((porespy, "porespy"), (taufactor, "taufactor")):
        if find_spec(package) is None:
            print(f"  {package:22s} not installed")
            continue
        spent, (conductivity, residual) = timed(lambda peer=peer: peer(block, options.residual), 1)
        name = f"{package} {metadata.version(package)}"
        ratio = f"{spent / own:6.1f} times"
        print(f"  {name:22s} {spent:8.2f} s {ratio} conductivity {conductivity:.5f}, residual {residual:.1e}")
    if options.large:
        for edge in (200, 256):
            block = block_of(edge)
            spent, _ = timed(lambda block=block: brimstone(block, options.residual), 1)
            print(f"{edge}^3 voxels: {spent:.2f} s")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
