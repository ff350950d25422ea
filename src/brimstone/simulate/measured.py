"""What runs of cells that are measured, not discharged, have in common."""

from brimstone.errors import RecipeError
from brimstone.library import Entry, Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe
from brimstone.recipe.kinds import stands_in
from brimstone.simulate.notes import rule_notes
from brimstone.simulate.settings import Settings


def bench_of(recipe: Recipe, library: Library, settings: Settings | None, *kinds: str) -> Workbench:
    """The workbench of a cell of one of these kinds.

    Raises
    ------
    RecipeError
        For another kind of cell.
    """
    if recipe.cell not in kinds:
        raise RecipeError(f"is {recipe.cell}, not {' or '.join(kinds)}", "cell", recipe.source)
    settings = settings or Settings()
    return Workbench.of(recipe, library, Ledger(settings.sample_count(recipe), settings.seed, recipe.overrides))


def provenance_of(bench: Workbench) -> tuple[Entry, ...]:
    """Every number used, but for those of parts that stand in for what such a cell has not."""
    return tuple(entry for entry in bench.ledger.entries if not stands_in(entry.where, bench.recipe.cell))


def notes_of(bench: Workbench) -> tuple[str, ...]:
    """Warnings of the design rules and assumptions, but for those of parts that stand in."""
    every = (*rule_notes(bench), *bench.recipe.assumptions)
    return tuple(one for one in every if not stands_in(one, bench.recipe.cell))
