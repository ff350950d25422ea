"""Engine against PyBaMM: same equations, same mesh, same error of the voltage, one discharge and many."""

import os
import shutil
from dataclasses import dataclass

import numpy as np

from benchmarks import engine, peer
from benchmarks.problems import Problem
from benchmarks.timing import Timing, best
from brimstone.solver.interface import ELAPSED

NODES = 40
MILLIVOLTS = 0.1  # root mean square over the discharge, against a run at 1e-11
LEVELS = (0.1, 0.01, 0.001)  # mV
LADDER = (1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6, 5e-7, 2e-7, 1e-7)
DEFAULT = 1e-5  # the engine's tolerance
MEMBERS = 1000


@dataclass(frozen=True)
class Row:
    """One way to solve a discharge to the error asked for."""

    name: str
    form: str
    options: dict[str, object]
    tolerance: float
    error: float  # mV
    timing: Timing  # of the call from Python, set-up done before
    inside: float | None = None  # s, within IDA

    def __str__(self) -> str:
        inside = "" if self.inside is None else f"{1e3 * self.inside:.3f}"
        times = f"{1e3 * self.timing.wall:10.3f}{1e3 * self.timing.processor:10.3f}{inside:>12s}"
        return f"  {self.name:46s}{self.tolerance:10.0e}{self.error:10.4f}{times}"


class Comparison:
    """One problem on both sides, with the curve that errors are measured against."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.times = engine.grid(problem, NODES)
        self.exact = engine.voltages(problem, NODES, 1e-11, self.times)
        self.end = 1.5 * self.times[-1]

    def error(self, voltages: np.ndarray) -> float:
        """Root mean square error [mV]."""
        return 1e3 * float(np.sqrt(np.mean((voltages - self.exact) ** 2)))

    def ours(self, name: str, tolerance: float) -> Row:
        """The engine at one tolerance."""
        error = self.error(engine.voltages(self.problem, NODES, tolerance, self.times))
        timing = best(lambda: engine.discharge(self.problem, NODES, tolerance), 500, 1.5)
        return Row(name, "", {}, tolerance, error, timing)

    def loosest(self, level: float = MILLIVOLTS) -> Row:
        """The engine at its loosest tolerance with the error asked for."""
        for tolerance in LADDER:
            if self.error(engine.voltages(self.problem, NODES, tolerance, self.times)) <= level:
                break
        return self.ours("engine", tolerance)

    def theirs(self, form: str, setting: str, options: dict[str, object], level: float = MILLIVOLTS) -> Row | None:
        """IDAKLU at its loosest tolerance with the error asked for; none if no tolerance reaches it."""
        discretised = peer.model(self.problem, form, NODES)
        for tolerance in LADDER:
            run = peer.Peer(discretised, tolerance, options, self.end)
            voltages = run.voltages(self.times)
            if voltages is None or self.error(voltages) > level:
                continue
            timing = best(run.solve, 200, 1.5)
            name = f"PyBaMM, {form}, {setting}"
            return Row(name, form, options, tolerance, self.error(voltages), timing, run.integration_seconds(50))
        return None


def single(problem: Problem) -> tuple[Row, list[Row]]:
    """Print one discharge on both sides; return the engine's row and PyBaMM's as it comes and at its fastest."""
    comparison = Comparison(problem)
    print(f"\n{problem.name}\n  one discharge, {NODES} nodes, loosest tolerance with at most {MILLIVOLTS} mV of error")
    print(f"  {'':46s}{'tolerance':>10s}{'error mV':>10s}{'call ms':>10s}{'CPU ms':>10s}{'in IDA ms':>12s}")
    mine, default = comparison.loosest(), comparison.ours("engine at its default tolerance", DEFAULT)
    settings = dict(peer.SETTINGS)
    if shutil.which("cc"):
        settings["compiled by cc"] = {"compile": True}
    rows = [comparison.theirs(form, *setting) for form in peer.FORMS for setting in settings.items()]
    rivals = [row for row in rows if row is not None]
    for row in (mine, default, *rivals):
        print(row)
    compiled = [row for row in rivals if "compile" in row.options]
    plain = [row for row in rivals if row not in compiled]
    kinds = {
        "PyBaMM as it comes": [row for row in plain if row.form == peer.FORMS[0] and not row.options],
        "its fastest setting": [row for row in plain if row.form == peer.FORMS[0]],
        "with our reduction": [row for row in plain if row.form == peer.FORMS[1]],
        "that, compiled by cc": [row for row in compiled if row.form == peer.FORMS[1]],
    }
    fastest = {
        name: min(candidates, key=lambda row: row.timing.wall) for name, candidates in kinds.items() if candidates
    }
    for name, row in fastest.items():
        calls, used = row.timing.wall, row.timing.processor
        usual = f"{calls / default.timing.wall:.1f} and {used / default.timing.processor:.1f}"
        print(
            f"  times faster than {name:22s} call to call {calls / mine.timing.wall:5.1f} by the clock, "
            f"{used / mine.timing.processor:5.1f} by CPU time (at our default tolerance {usual}); its time in IDA to "
            f"our call {(row.inside or np.nan) / mine.timing.wall:5.1f}"
        )
    return mine, [row for row in fastest.values() if row not in compiled]


def precision(problem: Problem) -> None:
    """Print the times of both sides against the error of the voltage that is allowed."""
    comparison = Comparison(problem)
    print(f"\n{problem.name}\n  calls of one discharge against the error allowed, {NODES} nodes")
    for level in LEVELS:
        mine = comparison.loosest(level)
        rows = [
            comparison.theirs(peer.FORMS[0], setting, options, level) for setting, options in peer.SETTINGS.items()
        ]  # fmt: skip
        theirs = min((row for row in rows if row is not None), key=lambda row: row.timing.wall)
        times = theirs.timing.wall / mine.timing.wall
        print(
            f"  {level:6g} mV: engine {1e3 * mine.timing.wall:.3f} ms at {mine.tolerance:.0e}, PyBaMM as one writes it "
            f"{1e3 * theirs.timing.wall:.3f} ms at {theirs.tolerance:.0e}: {times:.1f} times"
        )


def ensembles(problem: Problem, mine: Row, theirs: list[Row]) -> None:
    """Print an ensemble on all cores on both sides, at the tolerances of the single discharge."""
    cores = os.cpu_count() or 1
    rows = engine.scattered(problem, MEMBERS)
    ours = best(lambda: engine.ensemble(problem, rows, NODES, mine.tolerance), 20)
    ends = engine.ensemble(problem, rows, NODES, 1e-8).outcomes[:, 0, ELAPSED]
    solved = engine.ensemble(problem, rows, NODES, mine.tolerance).outcomes[:, 0, ELAPSED]
    print(f"  {MEMBERS} members with scattered constants, {cores} cores, the same tolerances")
    print(f"  {'':46s}{'wall s':>10s}{'CPU s':>10s}{'ends right to 0.1 %':>22s}")
    _print_ensemble("engine", ours, solved, ends)
    inputs = [{f"p{place}": row[place] for place in problem.varied} for row in rows]
    for row in theirs:
        discretised = peer.model(problem, row.form, NODES, inputs=True)
        run = peer.Peer(discretised, row.tolerance, {**row.options, "num_threads": cores}, 2 * ends.max())
        solved = np.array([solution.t[-1] for solution in run.solve(inputs=inputs)])
        timing = best(lambda run=run: run.solve(inputs=inputs), 3, 15.0)
        _print_ensemble(row.name, timing, solved, ends)
        by_clock, by_processor = timing.wall / ours.wall, timing.processor / ours.processor
        print(f"  times faster: {by_clock:.1f} by the clock, {by_processor:.1f} by CPU time")


def _print_ensemble(name: str, timing: Timing, ends: np.ndarray, exact: np.ndarray) -> None:
    right = 100 * np.mean(np.abs(ends / exact - 1) < 1e-3)
    print(f"  {name:46s}{timing.wall:10.3f}{timing.processor:10.3f}{right:20.1f} %")
