"""`make bench`: the engine against PyBaMM, in one run; ratios, and no pass or fail."""

from benchmarks.comparison import ensembles, single
from benchmarks.problems import cell, reference


def main() -> None:
    for problem in (cell(1.0), cell(0.2), reference("A"), reference("B"), reference("C")):
        mine, theirs = single(problem)
        if problem.name.startswith("solid cell at 1C"):
            ensembles(problem, mine, theirs)


if __name__ == "__main__":
    main()
