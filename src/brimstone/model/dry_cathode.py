"""A cathode without electrolyte, laid against one: how much of it ions reach."""

import numpy as np

from brimstone.composite import Composite, reached
from brimstone.errors import RecipeError
from brimstone.interface import Interface
from brimstone.library import Ledger, Library, Material
from brimstone.physics.interface_contact import pressed_share
from brimstone.recipe import Recipe

_LEAST_DEPTH = 10e-9  # [m]; an electrolyte that fills less of a cathode's surface is not in contact with it
_FLOWS = 1.0  # [Pa]; hardness of a liquid


def reached_surface(recipe: Recipe, library: Library, ledger: Ledger, whole: Composite, beside: Interface) -> Composite:
    """The part of a cathode without electrolyte into which the layer beside it conforms.

    As deep as the relief of the electrode where it touches and has yielded to the highest pressure, 1 - exp(-P/H), on
    the mean over all of the face; sulfur further in is out of reach, its carbon a conductor in series.

    Parameters
    ----------
    recipe, library, ledger
        As everywhere.
    whole : Composite
        The cathode.
    beside : Interface
        Between the cathode and the separator.

    Raises
    ------
    RecipeError
        When a layer that conducts no ions lies between, or next to nothing touches.
    """
    name = beside.layers[-1].name if beside.layers else recipe.separator[0].electrolyte
    material = library.material(name)
    relief = ledger.draw(library.constant("interface/relief"), "interface/relief")
    yielded = pressed_share(beside.pressure, beside.highest_pressure, _hardness(material, library, ledger), 1.0)
    depth = np.minimum(beside.contact * yielded * relief, whole.thickness)
    blocked = "ionic_conductivity" not in material
    if blocked or depth[0] < _LEAST_DEPTH:
        why = f"{name} lies between it and the separator" if blocked else f"{name} hardly touches it"
        raise RecipeError(
            f"has no electrolyte, and {why}: lithium ions can't reach its active material. Mix an electrolyte in, for "
            "example  Li6PS5Cl: 40 wt%, or bring one into its pores:  infiltrated: {electrolyte: PEO-LiTFSI}",
            "cathode.composition",
            recipe.source,
        )
    why = f"{name} conforms to the surface of a cathode without electrolyte: contact, yielding and relief"
    ledger.note("cathode.reached_depth", depth, "length", why)
    return reached(recipe, library, ledger, whole, name, depth)


def _hardness(material: Material, library: Library, ledger: Ledger) -> np.ndarray:
    """Of an electrolyte [Pa], where none is known a share of its modulus; what has neither flows."""
    if "hardness" in material:
        return ledger.draw(material["hardness"], f"{material.name}.hardness")
    if "young_modulus" not in material:
        return np.full(ledger.samples, _FLOWS)
    share = ledger.draw(library.constant("composite/hardness_over_modulus"), "composite/hardness_over_modulus")
    return ledger.draw(material["young_modulus"], f"{material.name}.young_modulus") * share
