"""What runs of cells that are measured, not discharged, have in common."""

from brimstone.errors import RecipeError
from brimstone.library import Entry, Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe
from brimstone.recipe.kinds import SYMMETRIC, stands_in
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


#: How names begin of numbers that only a cathode has.
_OF_CATHODES = (
    "activation/", "area/", "cell.cathode", "composite/carbon", "composite/sulfur", "conversion/", "film/",
    "impedance/carbon", "impedance/reaction", "interface/cathode", "kinetics/", "laboratory/", "milling/", "mixing/",
    "promoter/", "redox/", "transport/carbon", "transport/coating", "transport/electronic", "transport/ionic",
)  # fmt: skip


def provenance_of(bench: Workbench) -> tuple[Entry, ...]:
    """Every number used, but for those of parts that stand in for what such a cell has not."""
    recipe = bench.recipe
    absent: tuple[str, ...] = ()
    if recipe.cell == SYMMETRIC:
        cathode = {*recipe.cathode.composition.parts, recipe.cathode.active, "Li2S"}
        there = {recipe.anode.material, *(layer.electrolyte for layer in recipe.separator)}
        absent = (*_OF_CATHODES, *(f"{name}." for name in sorted(cathode - there)))
    return tuple(
        entry
        for entry in bench.ledger.entries
        if not stands_in(entry.where, recipe.cell) and not entry.where.startswith(absent)
    )


def notes_of(bench: Workbench) -> tuple[str, ...]:
    """Warnings of the design rules and assumptions, but for those of parts that stand in."""
    every = (*rule_notes(bench), *bench.recipe.assumptions)
    return tuple(one for one in every if not stands_in(one, bench.recipe.cell))
