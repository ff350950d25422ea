"""Engine against PyBaMM in one run, then the engine's own scaling; `make bench`. Ratios, no pass or fail.

Both sides are warm: compiled, set up, solved before. "Call" is a whole call from Python, ours of the ensemble of one,
PyBaMM's of `IDAKLUSolver.solve`, best of many repeats; "in IDA" is what PyBaMM itself reports as integration time,
without its Python. Ratios are of the fastest calls by the clock and, less troubled by other work on the machine, by CPU
time. Each side takes its loosest tolerance that keeps the voltage within 0.1 mV of a run at 1e-11.
"""

import subprocess
import sys

from benchmarks import comparison, impedance, scaling
from benchmarks.problems import cell, gel, reference


def main() -> None:
    """Print everything."""
    print(__doc__)
    for problem in (cell(0.5), cell(0.5, alive=False), *(reference(case) for case in "ABC")):
        comparison.ensembles(problem, *comparison.single(problem))
    comparison.single(gel(0.5))
    comparison.precision(cell(0.5))
    impedance.compare()
    scaling.nodes(cell(0.5))
    scaling.members(cell(0.5))
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "benchmarks.scaling"], check=True)
    scaling.cold_start()
    sys.stdout.flush()
    # a process counts as its own the peak memory of the one that starts it
    subprocess.run([sys.executable, "-m", "benchmarks.startup"], check=True)


if __name__ == "__main__":
    main()
