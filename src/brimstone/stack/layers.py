"""Mass and thickness of the layers of a cell, without a package.

One side of each: a collector counts whole, as in a single cell. Energies per mass and volume are of these layers.
"""

import numpy as np

from brimstone._records import record
from brimstone.library import Ledger, Library
from brimstone.physics.stoichiometry import lithium_thickness
from brimstone.recipe import Recipe


@record
class Layer:
    """One layer.

    Attributes
    ----------
    name : str
    role : str
        ``"collector"``, ``"cathode"``, ``"separator"``, ``"anode"``, or ``"electrolyte"`` beyond what these hold.
    thickness, areal_mass : ndarray (members,)
        [m], [kg/m2]
    """

    name: str
    role: str
    thickness: np.ndarray
    areal_mass: np.ndarray


@record
class Stack:
    """The layers from the cathode's collector to that of the anode."""

    layers: tuple[Layer, ...]

    @property
    def thickness(self) -> np.ndarray:
        """Of all layers [m]."""
        return np.sum([layer.thickness for layer in self.layers], axis=0)

    @property
    def areal_mass(self) -> np.ndarray:
        """Of all layers [kg/m2]."""
        return np.sum([layer.areal_mass for layer in self.layers], axis=0)


def build_stack(
    recipe: Recipe,
    library: Library,
    ledger: Ledger,
    cathode_thickness: np.ndarray,
    cathode_density: np.ndarray,
    separator_thicknesses: list[np.ndarray],
    theoretical_charge: np.ndarray,
) -> Stack:
    """Layers of a recipe's cell.

    Parameters
    ----------
    recipe, library, ledger
        As everywhere.
    cathode_thickness, cathode_density : ndarray (members,)
        [m], [kg/m3]
    separator_thicknesses : list of ndarray
        One a layer of the recipe [m].
    theoretical_charge : ndarray
        Of the cathode [C/m2]; an anode given by its N/P ratio is made to it.
    """
    samples = ledger.samples

    def draw(material, name):
        return ledger.draw(material[name], f"{material.name}.{name}")

    def collector(name):
        material = library.material(name)
        thickness = draw(material, "thickness")
        return Layer(material.name, "collector", thickness, thickness * draw(material, "density"))

    layers = [
        collector(recipe.cathode.collector.to_word()),
        Layer("composite cathode", "cathode", cathode_thickness, cathode_thickness * cathode_density),
    ]
    for layer, thickness in zip(recipe.separator, separator_thicknesses, strict=True):
        material = library.material(layer.electrolyte)
        pores = (
            layer.porosity.si
            if layer.porosity
            else ledger.draw(library.constant("transport/porosity"), "transport/porosity")
        )
        mass = thickness * draw(material, "density") * (1.0 - pores)
        layers.append(Layer(material.name, "separator", thickness, mass))
    anode = library.material(recipe.anode.material)
    density = draw(anode, "density")
    if recipe.anode.thickness is not None:
        thickness = np.full(samples, recipe.anode.thickness.si)
    elif recipe.anode.np_ratio is not None and "theoretical_capacity" in anode:
        charge = recipe.anode.np_ratio * theoretical_charge
        plain = anode.name == "Li"
        thickness = (
            lithium_thickness(charge, density) if plain else charge / (draw(anode, "theoretical_capacity") * density)
        )
        ledger.note("anode.thickness", thickness, "length", "from the N/P ratio and the theory of the cathode")
    else:
        thickness = draw(anode, "thickness")
    layers.append(Layer(anode.name, "anode", thickness, thickness * density))
    layers.append(collector("Cu"))
    return Stack(tuple(layers))
