"""Mass and thickness of the layers of a cell, without a package.

One side of each: a collector counts whole, as in a single cell. Energies per mass and volume are of these layers. The
plunger of a press that takes the current of a cell without a format belongs to the press, and to no layer.
"""

from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library.workbench import Workbench
from brimstone.physics.stoichiometry import lithium_thickness
from brimstone.stack.pellets import layer_porosity


@record
class StackLayer:
    """One layer of the stack.

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

    layers: tuple[StackLayer, ...]

    @property
    def thickness(self) -> np.ndarray:
        """Of all layers [m]."""
        return np.sum([layer.thickness for layer in self.layers], axis=0)

    @property
    def areal_mass(self) -> np.ndarray:
        """Of all layers [kg/m2]."""
        return np.sum([layer.areal_mass for layer in self.layers], axis=0)


def build_stack(
    bench: Workbench, composite: Composite, separator_thicknesses: Sequence[np.ndarray], theoretical_charge: np.ndarray
) -> Stack:
    """Layers of a recipe's cell.

    Parameters
    ----------
    bench : Workbench
    composite : Composite
        The cathode.
    separator_thicknesses : sequence of ndarray
        One a layer of the recipe [m].
    theoretical_charge : ndarray
        Of the cathode [C/m2]; an anode given by its N/P ratio is made to it.
    """
    recipe = bench.recipe

    def collector(name: str) -> StackLayer:
        material = bench.material(name)
        thickness = bench.property(material, "thickness")
        return StackLayer(material.name, "collector", thickness, thickness * bench.property(material, "density"))

    foil = recipe.cathode.collector.to_word()
    plunger = bench.material(foil).shape == "bulk"
    if plunger and recipe.format is not None and recipe.format.kind == "pouch":
        foil, plunger = "Al", False
    layers = [] if plunger and recipe.format is None else [collector(foil)]
    layers.append(
        StackLayer("composite cathode", "cathode", composite.thickness, composite.thickness * composite.density)
    )
    for layer, thickness in zip(recipe.separator, separator_thicknesses, strict=True):
        material = bench.material(layer.electrolyte)
        mass = thickness * bench.property(material, "density") * (1.0 - layer_porosity(bench, layer))
        layers.append(StackLayer(material.name, "separator", thickness, mass))
    anode = bench.material(recipe.anode.material)
    density = bench.property(anode, "density")
    if recipe.anode.thickness is not None:
        thickness = bench.stated(recipe.anode.thickness, "length", "anode.thickness")
    elif recipe.anode.np_ratio is not None and "theoretical_capacity" in anode:
        charge = recipe.anode.np_ratio * theoretical_charge
        if anode.name == "Li":
            thickness = lithium_thickness(charge, density)
        else:
            thickness = charge / (bench.property(anode, "theoretical_capacity") * density)
        bench.note("anode.thickness", thickness, "length", "from the N/P ratio and the theory of the cathode")
    else:
        thickness = bench.property(anode, "thickness")
    layers.append(StackLayer(anode.name, "anode", thickness, thickness * density))
    layers.append(collector("Cu"))
    return Stack(tuple(layers))
