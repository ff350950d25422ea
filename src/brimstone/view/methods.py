"""What a paper says of how its numbers were computed: a paragraph of methods, and the references it cites."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brimstone._version import __version__
from brimstone.constants import MPA, ZERO_CELSIUS
from brimstone.library import Entry
from brimstone.library.citations import bibtex
from brimstone.recipe import Recipe
from brimstone.result import MeasuredRun, Run, SymmetricRun
from brimstone.view.provenance import known_counts
from brimstone.view.words import listed, number

#: How a number can be known -> what a paper calls such numbers, be it one or many.
_CALLED = {
    "measured": "measured",
    "database": "from databases of measurements",
    "computed": "computed from first principles",
    "reported": "reported by reviews",
    "recalled": "from handbooks",
    "derived": "derived from others",
    "estimate": "estimated",
    "calibrated": "from one joint fit to published cells",
    "definition": "true by definition",
    "given": "given in the recipe",
    "override": "set by hand",
}


_CYCLED = "integrates lithium, voids and cracks at both electrodes through the protocol"


@dataclass(frozen=True)
class Methods:
    """How something was computed, ready to paste into a paper.

    Attributes
    ----------
    paragraph : str
    references : str
        BibTeX of Brimstone and of the sources of the numbers that were used.
    """

    paragraph: str
    references: str


def methods_of_run(run: Run) -> Methods:
    """Methods of one run, with how well it closes."""
    words = [_cells([run.recipe]), _numbers(run.provenance), _spread(run.members - 1)]
    if closes := _closes(run.balances):
        words.append(closes)
    if math.isfinite(run.mesh_error):
        error = number(1e3 * run.mesh_error, 2)
        words.append(f"The mesh adds {error} mV of error (root mean square of the voltage).")
    return Methods(" ".join(words), run.citation())


def methods_of_measured(run: MeasuredRun) -> Methods:
    """Methods of a symmetric cell, or of a composite between blocking electrodes."""
    way = (
        _CYCLED
        if isinstance(run, SymmetricRun)
        else "solves the transmission line of the composite between its electrodes, linear about rest"
    )
    subject = (
        f"{_subject([run.recipe])} with Brimstone {__version__}, which derives the cell from its recipe and {way}."
    )
    words = [subject, _numbers(run.provenance), _spread(run.members - 1)]
    if isinstance(run, SymmetricRun):
        words.insert(2, _closes(run.balances))
    return Methods(" ".join(filter(None, words)), run.citation())


def methods_of_study(recipes: Sequence[Recipe], entries: Iterable[Entry], varied: Iterable[str] = ()) -> Methods:
    """Methods of a study of one recipe or several.

    Parameters
    ----------
    recipes : sequence of Recipe
        The cells that it starts from.
    entries : iterable of Entry
        Every number that they use.
    varied : iterable of str
        Paths of the fields that the study varies: what it does not hold is no condition of it.
    """
    used = tuple(entries)
    return Methods(f"{_cells(recipes, frozenset(varied))} {_numbers(used)}".strip(), bibtex(used))


def methods_of_structure(edge: int, entries: Iterable[Entry]) -> Methods:
    """Methods of a composite that was made from voxels.

    Parameters
    ----------
    edge : int
        Voxels along each edge of a block.
    entries : iterable of Entry
        Every number that it was made of.
    """
    used = tuple(entries)
    subject = (
        f"The composite was made with Brimstone {__version__}: by formulas of effective media and percolation, and of "
        f"{edge} × {edge} × {edge} voxels, through which stationary conduction was solved by finite volumes."
    )
    return Methods(f"{subject} {_numbers(used)}".strip(), bibtex(used))


def methods_of_work(words: str) -> Methods:
    """Methods of a page that is of no recipe: what was done, and Brimstone to cite for it."""
    return Methods(f"{words} with Brimstone {__version__}.", bibtex(()))


def _closes(balances: Mapping[str, float]) -> str:
    worst = max(balances.values(), default=0.0)
    return f"The balances of {listed(balances)} close to {number(worst, 1)} of their amounts." if worst > 0.0 else ""


def _cells(recipes: Sequence[Recipe], varied: frozenset[str] = frozenset()) -> str:
    if all(recipe.cell == "symmetric" for recipe in recipes):
        return (
            f"{_subject(recipes)} with Brimstone {__version__}, which derives the cell from its recipe and {_CYCLED}."
        )
    return (
        f"{_subject(recipes, varied)} with Brimstone {__version__}, which derives structure, transport and kinetics "
        "from the recipe and resolves transport and conversion through the depth of the cathode."
    )


def _subject(recipes: Sequence[Recipe], varied: frozenset[str] = frozenset()) -> str:
    """What was simulated, and at what conditions where all cells share them."""
    subject = "The cell was" if len(recipes) == 1 else "The cells were"
    (operation, *others) = [recipe.operation for recipe in recipes]
    place = ""
    if all(other == operation for other in others):
        pressure = operation.stack_pressure
        at = {"operation.temperature": f"{operation.temperature.si - ZERO_CELSIUS:.3g} °C"}
        if pressure is not None:
            at["operation.stack_pressure"] = f"a stack pressure of {number(pressure.si / MPA)} MPa"
        held = [words for path, words in at.items() if path not in varied]
        place = f" at {listed(held)}" if held else ""
    return f"{subject} simulated{place}"


def _numbers(entries: Sequence[Entry]) -> str:
    if not entries:
        return ""
    parts = [f"{count} {_CALLED.get(known, known)}" for known, count in known_counts(entries)]
    return f"{len(entries)} numbers went in ({', '.join(parts)}); each has its source in the record of the run."


def _spread(samples: int) -> str:
    if samples < 1:
        return "Values are nominal."
    return (
        f"Intervals hold 80 % of {samples:,} samples over the uncertainties of all of these numbers and the scatter "
        "between laboratories."
    )
