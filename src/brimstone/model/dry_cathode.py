"""A cathode without electrolyte, laid against one: how much of it ions reach."""

import numpy as np

from brimstone.composite import Composite, hardness, reached
from brimstone.errors import RecipeError
from brimstone.interface import Interface
from brimstone.library.workbench import Workbench
from brimstone.physics.interface_contact import pressed_share

_LEAST_DEPTH = 10e-9  # [m]; an electrolyte that fills less of a cathode's surface is not in contact with it
_FLOWS = 1.0  # [Pa]; hardness of a liquid


def reached_surface(bench: Workbench, whole: Composite, adjacent: Interface) -> Composite:
    """The part of a cathode without electrolyte into which the adjacent layer conforms.

    As deep as the relief of the electrode where it touches and has yielded to the highest pressure, 1 - exp(-P/H), on
    the mean over all of the face; sulfur further in is out of reach, its carbon a conductor in series.

    Parameters
    ----------
    bench : Workbench
    whole : Composite
        The cathode.
    adjacent : Interface
        Between the cathode and the separator.

    Raises
    ------
    RecipeError
        When a layer that conducts no ions lies between, or next to nothing touches.
    """
    name = adjacent.layers[-1].name if adjacent.layers else bench.recipe.separator[0].electrolyte
    material = bench.material(name)
    relief = bench.constant("interface/relief")
    hard = hardness(bench, material)
    yielded = pressed_share(adjacent.pressure, adjacent.highest_pressure, _FLOWS if hard is None else hard, 1.0)
    depth = np.minimum(adjacent.contact * yielded * relief, whole.thickness)
    blocked = "ionic_conductivity" not in material
    if blocked or depth[0] < _LEAST_DEPTH:
        why = f"{name} lies between it and the separator" if blocked else f"{name} hardly touches it"
        raise RecipeError(
            f"has no electrolyte, and {why}: lithium ions can't reach its active material. Mix an electrolyte in, for "
            "example  Li6PS5Cl: 40 wt%, or infiltrate its pores:  infiltrated: {electrolyte: PEO-LiTFSI}",
            "cathode.composition",
            bench.recipe.source,
        )
    why = f"{name} conforms to the surface of a cathode without electrolyte: contact, yielding and relief"
    bench.note("cathode.reached_depth", depth, "length", why)
    return reached(bench, whole, name, depth)
