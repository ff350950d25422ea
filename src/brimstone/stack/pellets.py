"""How dense a layer of the separator is, and what its pores cost."""

import numpy as np

from brimstone.composite.conduction import network_factor
from brimstone.composite.densification import heckel_density
from brimstone.library import Material
from brimstone.library.pressures import fabrication_pressure
from brimstone.library.workbench import Workbench
from brimstone.recipe import Layer

_HECKEL = ("heckel_intercept", "heckel_pressure", "maximum_density")
_MOST_PORES = 0.75  # of a powder that nothing pressed; below that the network of grains is no pellet


def pellet_pressure(bench: Workbench, layer: Layer) -> np.ndarray | None:
    """Highest pressure that made a layer of the separator [Pa]; None for one that is cast.

    A cathode of powders is pressed onto its separator, which so sees the pressure of both.
    """
    cathode = bench.recipe.cathode
    powders = [bench.material(name) for name in cathode.composition.parts]
    pressures = (
        fabrication_pressure(bench, layer.pressed_at, [bench.material(layer.electrolyte)]),
        fabrication_pressure(bench, cathode.pressed_at, powders),
    )
    known = [one for one in pressures if one is not None]
    return np.max(known, axis=0) if known else None


def layer_porosity(bench: Workbench, layer: Layer) -> np.ndarray:
    """Porosity of a layer of the separator [-]: as given, or as pressed, or usual.

    Notes
    -----
    The library's porosity is that of pellets pressed as usual. Another pressure changes the relative density in the
    ratio of Heckel's law at both.
    """
    if layer.porosity is not None:
        return bench.full(max(layer.porosity.si, 1e-3))
    usual = bench.constant("transport/porosity")
    recipe, material = bench.recipe, bench.material(layer.electrolyte)
    stated = (layer.pressed_at, recipe.cathode.pressed_at, recipe.operation.stack_pressure)
    if not _is_pellet(material) or "heckel_pressure" not in material or not any(stated):
        return usual
    pressed = pellet_pressure(bench, layer)
    law = [bench.property(material, name) for name in _HECKEL]
    usually = bench.library.constant("process/fabrication_pressure").si
    denser = heckel_density(pressed, *law) / heckel_density(usually, *law)
    return np.clip(1.0 - (1.0 - usual) * denser, 1e-3, _MOST_PORES)


def pellet_factor(bench: Workbench, layer: Layer) -> np.ndarray:
    """Conductivity of a pressed layer over that of a pellet pressed as usual, to which the library's belongs [-].

    One for layers that are not cold-pressed: their conductivity is measured as they are.
    """
    if not _is_pellet(bench.material(layer.electrolyte)):
        return bench.full(1.0)
    threshold, exponent = bench.constant("transport/ionic_threshold"), bench.constant("transport/ionic_exponent")
    made, usual = (
        network_factor(1.0 - pores, threshold, exponent)
        for pores in (layer_porosity(bench, layer), bench.constant("transport/porosity"))
    )
    return made / usual


def _is_pellet(material: Material) -> bool:
    """Whether its powder is pressed cold: polymers, gels and liquids flow, oxides are sintered."""
    return bool(material.rules.get("single_ion") and material.rules.get("densifies_cold"))
