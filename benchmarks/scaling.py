"""How the engine's time and memory grow, and how long a whole process takes."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks import engine
from benchmarks.problems import Problem, cell
from benchmarks.timing import best
from brimstone.solver.interface import ACCEPTED, REJECTED

TOLERANCE = 1e-5
_ENSEMBLE_NODES = 20


def nodes(problem: Problem) -> None:
    """Print the time of a discharge and of its attempted time steps against the number of nodes."""
    print(
        "\nnodes: one discharge at the default tolerance\n"
        "   nodes   call ms  attempts  us per attempt  ns per node and attempt"
    )
    for count in (20, 40, 80, 100, 200, 400):
        attempts = engine.discharge(problem, count, TOLERANCE).outcomes[0, 0, [ACCEPTED, REJECTED]].sum()
        wall = best(lambda count=count: engine.discharge(problem, count, TOLERANCE), 300, 1.0).wall
        step = wall / attempts
        print(f"  {count:6d}{1e3 * wall:10.3f}{attempts:10.0f}{1e6 * step:16.2f}{1e9 * step / count:25.1f}")


def members(problem: Problem) -> None:
    """Print the time of ensembles that keep scalars only."""
    print(
        f"\nmembers: {_ENSEMBLE_NODES} nodes, default tolerance, all cores\n"
        "  members    wall s     CPU s  us a member (wall)  (CPU)"
    )
    for count in (10, 100, 1_000, 10_000, 100_000):
        rows = engine.scattered(problem, count)
        timing = best(lambda rows=rows: engine.ensemble(problem, rows, _ENSEMBLE_NODES, TOLERANCE), 20)
        each = 1e6 / count
        print(
            f"  {count:7d}{timing.wall:10.3f}{timing.processor:10.3f}"
            f"{each * timing.wall:20.1f}{each * timing.processor:7.1f}"
        )


def _peak_megabytes() -> float:
    """Largest resident memory of this process so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def memory(problem: Problem) -> None:
    """Solve the largest ensemble and print the peak memory of this process; to be run in one of its own."""
    engine.discharge(problem, _ENSEMBLE_NODES, TOLERANCE)
    before = _peak_megabytes()
    rows = engine.scattered(problem, 100_000)
    solved = engine.ensemble(problem, rows, _ENSEMBLE_NODES, TOLERANCE)
    print(
        f"\nmemory: 100,000 members, scalars only: peak {_peak_megabytes():.0f} MB, of it {before:.0f} MB the program; "
        f"{100 * solved.completed.mean():.2f} % completed"
    )


_OURS = """
from benchmarks import engine, problems
engine.discharge(problems.cell(0.5), 40, 1e-5)
"""
_THEIRS = """
from benchmarks import peer, problems
problem = problems.cell(0.5)
peer.Peer(peer.model(problem, "both potentials", 40), 1e-4, {}, 2e4).solve()
"""


def cold_start() -> None:
    """Print how long whole processes take, from the shell to a finished discharge."""
    print("\ncold start: a whole process from the shell to one finished discharge, compiled code at hand")
    for name, program in (("engine", _OURS), ("PyBaMM", _THEIRS)):
        walls = []
        for _ in range(4):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
            walls.append(time.perf_counter() - begin)
        print(f"  {name:8s}{min(walls):6.2f} s")


if __name__ == "__main__":
    memory(cell(0.5))
