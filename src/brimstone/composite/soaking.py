"""Electrolyte in the pores of a finished cathode: what the recipe says of it."""

from dataclasses import dataclass

from brimstone.library import Library, Material
from brimstone.recipe import Recipe


@dataclass(frozen=True)
class Soaking:
    """What fills pores that the cathode had when it was finished.

    Attributes
    ----------
    name : str
        As the recipe spells it.
    material : Material
    filled : float or None
        Share of the pores [-]; None where nothing is said.
    solvents : tuple of str
        Proper names of the liquids that it was brought in with.
    dissolved : bool
        Whether it was brought in with a liquid; a separator that creeps in was not.
    why : str
        From where this is known.
    """

    name: str
    material: Material
    filled: float | None
    solvents: tuple[str, ...]
    dissolved: bool
    why: str


def soaking(recipe: Recipe, library: Library) -> Soaking | None:
    """What fills the pores of a recipe's cathode; None where nothing does.

    Said by ``infiltrated``. A cathode without any electrolyte is also soaked by a treatment that lets a slurry or a
    precursor run into it, and by a liquid beside it.
    """
    cathode, beside = recipe.cathode, recipe.separator[0].electrolyte
    applied = library.treatments(cathode.treatment)
    solvents = [name for one in applied for name in ([one.solvent] if one.solvent else one.treatment.solvents)]
    if cathode.infiltrated is not None:
        said = cathode.infiltrated
        name = beside if said.of_separator else said.electrolyte
        solvents = solvents if said.solvent is None else [library.material(said.solvent).name]
        filled = None if said.filled is None else said.filled.si
        return Soaking(name, library.material(name), filled, tuple(dict.fromkeys(solvents)), True, "as infiltrated")
    if not is_dry(recipe, library):
        return None
    for one in applied:
        if {"soaked", "in situ"} & set(one.treatment.acts):
            layer = one.treatment.layer
            name = layer if layer is not None and "ionic_conductivity" in library.material(layer) else beside
            why = f"by {one.treatment.name}"
            return Soaking(name, library.material(name), None, tuple(dict.fromkeys(solvents)), True, why)
    material = library.material(beside)
    if recipe.separator[0].polymerised is not None:
        return Soaking(beside, material, None, (), True, "by the precursor of the layer beside it")
    return Soaking(beside, material, None, (), False, "a liquid beside it") if material.class_ == "liquid" else None


def is_dry(recipe: Recipe, library: Library) -> bool:
    """Whether nothing that was mixed into the cathode conducts lithium ions."""
    return not any(library.material(name).kind == "electrolyte" for name in recipe.cathode.composition.parts)
