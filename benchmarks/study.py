"""Many cells through the whole path, from a table to the store; `python -m benchmarks.study [CELLS] [SAMPLES] [dask]`.

Every cell is another: loading, temperature, thickness of the separator and rate at random. Where two cores are free,
cells a second are by the clock; processor time of a cell, of all processes together, is less troubled by other work.
A study of twice as many cells tells whether time and memory grow with their number. The digest is of all figures.
With `dask` the same cells also go to a Dask cluster of two worker processes on this machine, in the same run.
"""

import argparse
import hashlib
import json
import random
import resource
import tempfile
import time
from pathlib import Path

from brimstone._executor import Dask, Executor, Local
from brimstone.recipe import read
from brimstone.simulate import Settings
from brimstone.store import Store
from brimstone.study.keeping import kept_sweep
from brimstone.study.sweeping import Plan, PreparedSweep, Sweep, SweepRequest

_RECIPE = Path(__file__).parents[1] / "examples" / "yao2017.yaml"
_FIELDS = "cathode.loading,operation.temperature,separator.1.thickness,rate"
_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_RATES = ("0.05C", "0.1C", "0.2C", "0.5C", "1C")


def table(cells: int) -> str:
    """As CSV, always the same for a number of cells."""
    any_of = random.Random(1)
    rows = (
        f"{any_of.uniform(0.3, 4.0):.4g} mg/cm2,{any_of.uniform(25.0, 60.0):.4g} degC,"
        f"{any_of.uniform(30.0, 300.0):.4g} um,{any_of.choice(_RATES)}"
        for _ in range(cells)
    )
    return "\n".join([_FIELDS, *rows])


def study(cells: int, samples: int, place: Executor) -> tuple[float, str]:
    """Print how long a study takes; nominal values only without samples. Returns cells a second and the digest."""
    settings = Settings(certain=not samples, members=samples or None)
    before, began = _processor_time(), time.perf_counter()
    prepared = PreparedSweep.of(read(_RECIPE), SweepRequest(Plan.of_table(table(cells))), None, settings)
    with tempfile.TemporaryDirectory() as folder, kept_sweep(prepared, Store(Path(folder)), "benchmark") as kept:
        done = prepared.run(None, kept, place)
    seconds, spent = time.perf_counter() - began, _processor_time() - before
    whole, of_each = (resource.getrusage(who).ru_maxrss / 1024 for who in _PROCESSES)
    print(
        f"{cells:8d}{samples:9d}{cells / seconds:10.0f}{1e3 * spent / cells:14.2f}{whole:11.0f}{of_each:11.0f}"
        f"{len(done.failed):8d}  {_digest(done)}",
        flush=True,
    )
    return cells / seconds, _digest(done)


def cluster(cells: int, samples: int, here: tuple[float, str]) -> None:
    """Print the same study on a Dask cluster of two processes, and its ratio to that of this machine alone."""
    import logging

    from distributed import LocalCluster

    logging.getLogger("distributed").setLevel(logging.ERROR)
    before = _processor_time()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers:
        place = Dask(workers.scheduler_address)
        there = study(cells, samples, place)
        place.close()
    spent = _processor_time() - before  # that of workers counts when they have ended
    same = "the same numbers" if there[1] == here[1] else "OTHER NUMBERS"
    print(
        f"on the cluster: {100 * there[0] / here[0]:.0f} % of the cells a second of processes alone, {same}, "
        f"{1e3 * spent / cells:.2f} ms CPU a cell, start and end of the cluster included",
        flush=True,
    )


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _digest(done: Sweep) -> str:
    figures = [[figure.value for figure in point.evaluation.figures.values()] for point in done.points]
    return hashlib.blake2b(json.dumps(figures).encode(), digest_size=8).hexdigest()


def main() -> None:
    """Print studies of as many cells as asked for, and of twice as many."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study", description=__doc__.splitlines()[0])
    parser.add_argument("cells", type=int, nargs="?", default=1000)
    parser.add_argument("samples", type=int, nargs="?", default=0, help="of each cell; nominal values only without")
    parser.add_argument("where", nargs="?", choices=["dask"], help="also on a cluster of two worker processes")
    parser.add_argument("--once", action="store_true", help="not of twice as many cells as well")
    asked = parser.parse_args()
    print("   cells  samples   cells/s  CPU ms a cell  parent MB  worker MB  failed  digest")
    for number in (asked.cells,) if asked.once else (asked.cells, 2 * asked.cells):
        here = study(number, asked.samples, Local())
        if asked.where:
            cluster(number, asked.samples, here)


if __name__ == "__main__":
    main()
