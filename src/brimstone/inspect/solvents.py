"""What a polar solvent does to an electrolyte that is sensitive to it."""

from brimstone.library.library import Library
from brimstone.library.materials import Material
from brimstone.recipe import Recipe
from brimstone.recipe.making import hottest


def solvent_rule(recipe: Recipe, library: Library, electrolyte: Material, solvent: Material) -> tuple[str, str]:
    """Name of the rule for an electrolyte that a polar solvent damages, and what it keeps of its conductivity.

    One that hardly keeps any is destroyed, unless what came out of the solvent was heated until a sulfide forms again.
    """
    kept = electrolyte.left_by(solvent)
    left = "" if kept is None else f"; about {100 * kept.si:.0f} % of its conductivity remains ({kept.known})"
    if kept is None or kept.si >= library.constant("process/least_retention").si:
        return "polar_solvent_on_sulfide" if electrolyte.class_ == "sulfide" else "polar_solvent_on_electrolyte", left
    steps = (*recipe.cathode.mixing, *recipe.made)
    forms = hottest(steps) >= library.constant("process/forming_temperature").si
    return "solvent_then_heat" if forms else "solvent_destroys_electrolyte", left
