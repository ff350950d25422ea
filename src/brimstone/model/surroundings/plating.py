"""Lithium that reacts with a solution as it is plated, from recipe and library."""

from collections.abc import Sequence

import numpy as np

from brimstone.constants import FARADAY
from brimstone.library.workbench import Workbench
from brimstone.physics.wasting import nitrate_use

_FLUID = ("liquid", "gel")
_LEAST = 1e-9  # [m]; of solution, so that its LiNO3 has an amount


def plating_loss(
    bench: Workbench, thicknesses: Sequence[np.ndarray], volume: np.ndarray | None
) -> dict[str, np.ndarray]:
    """Parameters of `Around` that are of that loss.

    Beside a ceramic lithium has a solution of its own, or none; otherwise it is that of the cathode.

    Parameters
    ----------
    bench : Workbench
    thicknesses : sequence of ndarray
        Of the layers of the separator, from the cathode [m].
    volume : ndarray or None
        Solution of the cathode that reaches the anode, over the area of the cell [m]; None where none does.
    """
    nothing, recipe = bench.full(0.0), bench.recipe
    none = {"plated_loss": nothing, "protected_loss": nothing, "nitrate_use": nothing, "nitrate_half": bench.full(1.0)}
    if bench.material(recipe.anode.material).class_ not in ("lithium metal", "lithium alloy"):
        return none
    layers, treated = recipe.separator, bench.treatments()
    if volume is None:
        fluid = [bench.material(layer.electrolyte).class_ in _FLUID for layer in layers]
        beside = next((place for place, one in enumerate(reversed(fluid)) if not one), len(fluid))
        if beside == 0:
            return none
        layers, treated = layers[-beside:], bench.library.treatments(recipe.anode.interface)
        volume = np.asarray(sum(thicknesses[-beside:], nothing))
    additives = [name for layer in layers for name in layer.additives]
    additives += [name for one in treated for name in one.treatment.additives]
    loss, concentration = bench.constant("solution/lithium_loss"), bench.constant("solution/nitrate_concentration")
    kept = np.minimum(bench.constant("solution/protected_loss") / loss, 1.0)
    protects = any("shuttle_retention" in bench.material(name) for name in additives)
    amount = concentration * np.maximum(volume, _LEAST)
    return {
        "plated_loss": loss,
        "protected_loss": loss * kept if protects else loss,
        "nitrate_use": np.asarray(nitrate_use(1.0 / FARADAY, amount, bench.constant("solution/nitrate_share"))),
        "nitrate_half": bench.constant("solution/nitrate_half") / concentration,
    }
