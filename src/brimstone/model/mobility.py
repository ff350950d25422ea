"""How fast salt and polysulfides move in what holds them."""

import numpy as np

from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics.shuttle import held_diffusivity

#: The liquid that gels hold unless they say otherwise.
HELD_LIQUID = "DOL-DME LiTFSI"


def is_mobile(material: Material, name: str) -> bool:
    """Whether a diffusivity of a material, ``diffusivity`` or ``polysulfide_diffusivity``, is known or follows."""
    return name in material or (material.class_ == "gel" and "ionic_conductivity" in material)


def mobility(bench: Workbench, material: Material, name: str) -> np.ndarray:
    """Diffusivity in an electrolyte at the temperature of the cell [m2/s].

    It goes with temperature as conduction does, where the temperature that it was given at is known. In a gel of which
    the library knows none, what is dissolved is slowed as the ions are that conduct in it (:eq:`eq-held-diffusivity`).

    Parameters
    ----------
    bench : Workbench
    material : Material
        Of which `is_mobile` holds.
    name : str
        ``diffusivity`` of the salt, or ``polysulfide_diffusivity``.

    Returns
    -------
    ndarray (samples,)
    """
    if name in material:
        return bench.property(material, name) * bench.diffusion_factor(material, name)
    liquid = bench.material(HELD_LIQUID)
    moves = held_diffusivity(
        mobility(bench, liquid, name),
        bench.conductivity(material),
        bench.conductivity(liquid),
        bench.constant("solution/gel_mobility"),
    )
    bench.note(
        f"{material.name}.{name}", moves, "diffusivity", f"in {liquid.name}, by their conductivities", "estimate"
    )
    return moves
