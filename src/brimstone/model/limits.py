"""Currents that a separator can't carry, whatever the voltage."""

import numpy as np

from brimstone.library import Ledger, Library, Value
from brimstone.physics.transport import limiting_current
from brimstone.recipe import Recipe


def limiting_currents(
    recipe: Recipe, library: Library, ledger: Ledger, thicknesses: list[np.ndarray], temperature: float
) -> dict[int, np.ndarray]:
    """Limiting current of each layer of the separator that has a salt [A/m2]; single-ion conductors have none.

    Parameters
    ----------
    recipe, library, ledger
        As everywhere.
    thicknesses : list of ndarray
        One a layer [m].
    temperature : float
        [K]; the salt diffuses with temperature as it conducts (Nernst and Einstein).

    Returns
    -------
    dict of int to ndarray (samples,)
        By the number of the layer, counted from the cathode and from zero.
    """
    found = {}
    for number, (layer, thickness) in enumerate(zip(recipe.separator, thicknesses, strict=True)):
        material = library.material(layer.electrolyte)
        if material.rules.get("single_ion") or "diffusivity" not in material or "salt_concentration" not in material:
            continue
        known: Value = material["diffusivity"]
        faster, law = 1.0, material["ionic_conductivity"]
        if known.temperature is not None and not isinstance(law, Value):
            warm, usual = (float(law.at(at)) * at for at in (temperature, known.temperature))
            faster = warm / usual
        salt, mobile = (
            ledger.draw(material[name], f"{material.name}.{name}") for name in ("salt_concentration", "diffusivity")
        )
        lithium = ledger.draw(material["transference_number"], f"{material.name}.transference_number")
        limit = limiting_current(mobile * faster, salt, thickness, lithium)
        if not np.all(np.isfinite(limit)):
            continue
        found[number] = limit
        ledger.note(
            f"separator_{number + 1}.limiting_current",
            limit,
            "current density",
            f"salt used up at one electrode, at {temperature - 273.15:.0f} degC",
        )
    return found
