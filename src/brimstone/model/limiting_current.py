"""Currents that a separator can't carry, whatever the voltage."""

from collections.abc import Sequence

import numpy as np

from brimstone.constants import ZERO_CELSIUS
from brimstone.library.workbench import Workbench
from brimstone.model.membranes import membrane_number
from brimstone.model.mobility import mobility
from brimstone.model.salt import has_salt
from brimstone.physics.transport import limiting_current
from brimstone.recipe import Layer


def layer_limit(bench: Workbench, layer: Layer, thickness: np.ndarray) -> np.ndarray | None:
    """Limiting current of a layer of the separator [A/m2]; None of one without a salt, and where it has no end."""
    material = bench.material(layer.electrolyte)
    if not has_salt(material):
        return None
    salt, lithium = (bench.property(material, name) for name in ("salt_concentration", "transference_number"))
    mobile = mobility(bench, material, "diffusivity") / membrane_number(bench, layer)
    limit = limiting_current(mobile, salt, thickness, lithium)
    return limit if np.all(np.isfinite(limit)) else None


def limiting_currents(bench: Workbench, thicknesses: Sequence[np.ndarray]) -> dict[int, np.ndarray]:
    """Limiting current of each layer of the separator that has a salt [A/m2]; single-ion conductors have none.

    Parameters
    ----------
    bench : Workbench
    thicknesses : sequence of ndarray
        One a layer [m].

    Returns
    -------
    dict of int to ndarray (samples,)
        By the number of the layer, counted from the cathode and from zero.
    """
    limits = {}
    for number, (layer, thickness) in enumerate(zip(bench.recipe.separator, thicknesses, strict=True)):
        limit = layer_limit(bench, layer, thickness)
        if limit is None:
            continue
        limits[number] = limit
        why = f"salt used up at one electrode, at {bench.temperature - ZERO_CELSIUS:.0f} degC"
        bench.note(f"separator_{number + 1}.limiting_current", limit, "current density", why)
    return limits
