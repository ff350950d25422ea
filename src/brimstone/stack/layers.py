"""Mass and thickness of the layers of a cell, without a package.

One side of each: a collector counts whole, as in a single cell. Energies per mass and volume are of these layers. The
plunger of a press that takes the current of a cell without a format belongs to the press, and the steel of a coin cell
to its case: neither is a layer.
"""

from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics.stoichiometry import lithium_thickness
from brimstone.stack.pellets import layer_porosity
from brimstone.units import Quantity


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

    def collector(name: str, stated: Quantity | None, field: str) -> StackLayer:
        material = bench.material(name)
        thickness = bench.property(material, "thickness") if stated is None else bench.stated(stated, "length", field)
        return StackLayer(material.name, "collector", thickness, thickness * bench.property(material, "density"))

    foil, own = recipe.cathode.collector.to_word(), recipe.cathode.collector.thickness
    plunger = bench.material(foil).shape == "bulk"
    if plunger and recipe.format is not None and recipe.format.kind == "pouch":
        foil, own, plunger = "Al", None, False
    # Of a coin cell the steel is can and spacer, which the package counts.
    layers = [] if plunger else [collector(foil, own, "cathode.collector.thickness")]
    layers.append(
        StackLayer("composite cathode", "cathode", composite.thickness, composite.thickness * composite.density)
    )
    for layer, thickness in zip(recipe.separator, separator_thicknesses, strict=True):
        material = bench.material(layer.electrolyte)
        mass = thickness * bench.property(material, "density") * (1.0 - layer_porosity(bench, layer))
        layers.append(StackLayer(material.name, "separator", thickness, mass))
    anode, thickness = bench.material(recipe.anode.material), _anode_thickness(bench, theoretical_charge)
    density = bench.property(anode, "density")
    layers.append(StackLayer(anode.name, "anode", thickness, thickness * density))
    held = recipe.anode.collector
    behind = ("Cu", None) if held is None else (held.to_word(), held.thickness)
    if bench.material(behind[0]).shape == "bulk":  # a piston, as behind the cathode
        behind = ("Cu", None)
    layers.append(collector(*behind, "anode.collector.thickness"))
    return Stack(tuple(layers))


def _anode_thickness(bench: Workbench, charge: np.ndarray) -> np.ndarray:
    """Of the anode [m]: as stated, to its N/P ratio, or a usual one, and enough for the charge of the cathode [C/m2].

    Nobody makes the counter electrode of a test so thin that it ends the discharge, and leaves that unsaid.
    """
    recipe = bench.recipe.anode
    anode = bench.material(recipe.material)
    if recipe.thickness is not None:
        return bench.stated(recipe.thickness, "length", "anode.thickness")
    if recipe.np_ratio is not None and "theoretical_capacity" in anode:
        thickness = _anode_of(bench, anode, recipe.np_ratio * charge)
        bench.note("anode.thickness", thickness, "length", "from the N/P ratio and the theory of the cathode")
        return thickness
    usual = bench.property(anode, "thickness")
    if "theoretical_capacity" not in anode:
        return usual
    least = _anode_of(bench, anode, bench.constant("usual/anode_excess") * charge)
    if np.any(least > usual):
        usual = np.maximum(usual, least)
        bench.note("anode.thickness", usual, "length", "usual, or in excess of the theory of the cathode", "estimate")
    return usual


def _anode_of(bench: Workbench, anode: Material, charge: np.ndarray) -> np.ndarray:
    """Thickness of an anode that gives this charge [m]."""
    density = bench.property(anode, "density")
    if anode.name == "Li":
        return np.asarray(lithium_thickness(charge, density))
    return np.asarray(charge / (bench.property(anode, "theoretical_capacity") * density))
