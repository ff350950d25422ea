"""The composite of a recipe."""

from brimstone.composite.assemble import assemble
from brimstone.composite.composite import Composite
from brimstone.composite.gather import gather
from brimstone.library import Ledger, Library
from brimstone.recipe import Recipe


def build(recipe: Recipe, library: Library, ledger: Ledger) -> Composite:
    """Structure, transport and interfaces of the cathode composite of a recipe.

    Parameters
    ----------
    recipe : Recipe
        What was made.
    library : Library
        What is known about its materials, and the constants.
    ledger : Ledger
        Draws the members of the ensemble and keeps account of all numbers used, and of the results here.

    Raises
    ------
    UnknownNameError
        When the library has no material of a name in the recipe.
    LibraryError
        When a material lacks a property that there is no way around.
    RecipeError
        When loading and thickness leave no room for the solids.
    """
    composite = assemble(gather(recipe, library, ledger))
    for name, value, dimension, why in (
        (
            "porosity",
            composite.porosity,
            "fraction",
            "as given, or from the fabrication pressure, or (cast) transport/porosity",
        ),
        ("thickness", composite.thickness, "length", "areal mass over density, or as given"),
        ("ionic_factor", composite.ionic_factor, "number", "effective over bulk ionic conductivity, charged state"),
        ("ionic_dilution", composite.ionic_dilution, "number", "growth of the ionic resistivity on full discharge"),
        ("electronic_conductivity", composite.electronic_conductivity, "conductivity", "carbon network, charged state"),
        (
            "electronic_dilution",
            composite.electronic_dilution,
            "number",
            "growth of the electronic resistivity on full discharge",
        ),
        (
            "reaction_area",
            composite.reaction_area,
            "area per volume",
            "calibrated closure; a gauge, not a surface one could measure",
        ),
        (
            "electrolyte_carbon_area",
            composite.electrolyte_carbon_area,
            "area per volume",
            "BET area times share in contact",
        ),
        ("reachable", composite.reachable, "fraction", "active material in reach of ions and electrons"),
    ):
        ledger.note(f"cathode.{name}", value, dimension, why)
    return composite
