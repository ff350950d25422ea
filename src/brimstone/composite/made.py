"""What the making of an electrolyte left of its conductivity: milled last, it is in the state that a mill leaves."""

import contextlib

import numpy as np

from brimstone.composite.milling import amorphised_share, milled_conductivity, milling
from brimstone.errors import UnknownNameError
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.recipe.making import left_milled

_NOTABLE = 0.02  # of the conductivity; less is not worth a word


def milled_share(bench: Workbench, material: Material) -> np.ndarray:
    """Share of the way from crystal to milled state that the making left an electrolyte at [-], shape (members,).

    Zero where the recipe says nothing of it, where it was annealed after the mill, and for what is no sulfide: the
    values of the library are of annealed sulfides, and of other electrolytes as they are usually made.
    """
    if material.class_ != "sulfide" or "milled_conductivity_ratio" not in material:
        return bench.full(0.0)
    steps = [
        bench.recipe.made[number]
        for name, numbers in left_milled(bench.recipe.made).items()
        if _is(bench, name, material)
        for number in numbers
    ]
    if not steps:
        return bench.full(0.0)
    breaking = sum((milling(step, bench.constant).breaking for step in steps), bench.full(0.0))
    return amorphised_share(breaking, bench.constant("milling/amorphisation_dose"))


def _is(bench: Workbench, name: str, material: Material) -> bool:
    """Whether a name of the recipe, which the library may not know, is that of a material."""
    with contextlib.suppress(UnknownNameError):
        return bench.material(name).name == material.name
    return False


def conductivity_left(bench: Workbench, material: Material) -> np.ndarray:
    """Conductivity as made over that of the library [-], shape (members,); one where the recipe states it itself."""
    own = bench.recipe.materials.get(material.name)
    share = milled_share(bench, material)
    if not np.any(share) or (own is not None and any("conductivity" in name for name in own.properties)):
        return bench.full(1.0)
    left = milled_conductivity(share, 0.0, bench.property(material, "milled_conductivity_ratio"))
    why = "milled after its last heat treatment, by the steps in which the recipe says it was made"
    bench.note(f"{material.name}.conductivity_as_made", left, "fraction", why)
    return left


def sentences(bench: Workbench) -> list[str]:
    """Which electrolytes conduct otherwise for having been milled last, nominal values."""
    recipe = bench.recipe
    named = (*recipe.cathode.composition.parts, *(layer.electrolyte for layer in recipe.separator))
    told = []
    for material in {one.name: one for one in map(bench.material, named)}.values():
        left = float(conductivity_left(bench, material)[0]) if "ionic_conductivity" in material else 1.0
        if abs(left - 1.0) > _NOTABLE:
            told.append(
                f"made: {material.name} was milled and not annealed after it: it conducts {100 * left:.0f} % of what "
                "the library has for it"
            )
    return told
