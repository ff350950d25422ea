"""Membranes that hold a liquid or a gel: by how much they hinder what moves in it, and how much of it they hold."""

import numpy as np

from brimstone.errors import RecipeError
from brimstone.library.workbench import Workbench
from brimstone.recipe import Layer


def membrane_number(bench: Workbench, layer: Layer) -> np.ndarray:
    """MacMullin number of the membrane that holds a layer: by how much it hinders ions and polysulfides [-].

    Raises
    ------
    RecipeError
        For a membrane that the library knows none of.
    """
    if layer.membrane is None:
        return bench.full(1.0)
    material = bench.material(layer.membrane)
    if "macmullin_number" not in material:
        raise RecipeError(
            f"{material.name} is no membrane that holds a liquid: the library knows no MacMullin number of it; "
            "polyolefin separator is one",
            "separator.membrane",
            bench.recipe.source,
        )
    return bench.property(material, "macmullin_number")


def held_share(macmullin_number: np.ndarray) -> np.ndarray:
    """Share of a membrane's volume that is pores, from its MacMullin number by Bruggeman's law, N = e^(-3/2) [-]."""
    return np.asarray(macmullin_number ** (-2.0 / 3.0))
