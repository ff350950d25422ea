"""Films that grow where a liquid or gel touches a solid electrolyte."""

import itertools

import numpy as np

from brimstone.composite.soaking import soaking
from brimstone.constants import DAY, ROOM_TEMPERATURE
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics.temperature import arrhenius_factor

_FLUID = ("liquid", "gel")


def fluid_faces(bench: Workbench) -> int:
    """How many faces a cell has at which a liquid or gel touches a solid electrolyte, from cathode to anode."""
    row = [bench.material(layer.electrolyte) for layer in bench.recipe.separator]
    soaked = soaking(bench)
    if soaked is not None:
        row.insert(0, soaked.material)
    for one in bench.library.treatments(bench.recipe.anode.interface):
        layer = one.treatment.layer
        if layer is not None and "ionic_conductivity" in bench.material(layer):
            row.append(bench.material(layer))
    return sum(_meet(*pair) or _meet(*reversed(pair)) for pair in itertools.pairwise(row))


def film_speed(bench: Workbench) -> np.ndarray:
    """Growth of those films, all in series, with the root of time [ohm m2/s^0.5], shape (samples,).

    They form from both sides: solvent and salt are reduced or hydrolysed on the ceramic, which gives lithium or takes
    protons, and grow by diffusion through themselves. One law for all pairs, as hardly any was followed for days.
    """
    faces = fluid_faces(bench)
    if not faces:
        return bench.full(0.0)
    warm = np.sqrt(bench.arrhenius("interface/interphase_activation_energy"))
    conducts = arrhenius_factor(bench.constant("interface/activation_energy"), bench.temperature, ROOM_TEMPERATURE)
    speed = faces * bench.constant("interface/liquid_film") * warm / conducts / np.sqrt(DAY)
    bench.note(
        "separator.liquid_film", speed * np.sqrt(DAY), "area resistance", f"in a day, {faces} faces of liquid and solid"
    )
    return np.asarray(speed)


def _meet(fluid: Material, solid: Material) -> bool:
    return fluid.class_ in _FLUID and bool(solid.rules.get("single_ion"))
