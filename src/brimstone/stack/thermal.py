"""Heat capacity of the layers of a cell, and heat loss to the surroundings."""

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library.workbench import Workbench
from brimstone.stack.layers import Stack
from brimstone.stack.package import Package, build_package


@record
class Thermal:
    """Lumped thermal model of a cell; arrays of shape (members,), per area of one cathode side.

    Attributes
    ----------
    capacity : ndarray
        Heat capacity [J/(m2 K)].
    loss : ndarray
        Heat loss to the surroundings per kelvin above ambient [W/(m2 K)].
    entropy : ndarray
        Change of sulfur's equilibrium potential with temperature [V/K].
    thickness : ndarray
        Of all layers that heat crosses, from face to face [m].
    conductivity : ndarray
        Of the layers, through their thickness [W/(m K)].
    """

    capacity: np.ndarray
    loss: np.ndarray
    entropy: np.ndarray
    thickness: np.ndarray
    conductivity: np.ndarray

    @property
    def inner_share(self) -> np.ndarray:
        """Temperature difference within the cell over that to its surroundings, h L/(8 k), small for a lumped body."""
        both_faces = self.loss * self.thickness / self.conductivity
        return both_faces / 8.0


def build_thermal(bench: Workbench, composite: Composite, stack: Stack, package: Package | None) -> Thermal:
    """Lumped thermal model of a recipe's cell: its layers, or the whole package if it has one."""

    def specific_heat(name: str) -> np.ndarray:
        return bench.property(name, "specific_heat", "heat/specific_heat")

    names = tuple(bench.recipe.cathode.composition.parts)
    weights = [composite.fractions[name] * bench.property(name, "density") for name in names]
    mixed = np.sum([weight * specific_heat(name) for weight, name in zip(weights, names, strict=True)], axis=0)
    of_cathode = mixed / np.sum(weights, axis=0)
    capacity = sum(
        layer.areal_mass * (of_cathode if layer.role == "cathode" else specific_heat(layer.name))
        for layer in stack.layers
    )
    faces, thickness = bench.full(2.0), stack.thickness
    if package is not None:
        of_layers = capacity / stack.areal_mass  # per mass, that of a unit with whole foils
        case = package.mass - package.layers_mass
        capacity = (of_layers * package.layers_mass + specific_heat("stainless steel") * case) / package.total_area
        faces = 2.0 * package.footprint / package.total_area
        thickness = package.thickness
    return Thermal(
        capacity=np.asarray(capacity),
        loss=faces * bench.constant("heat/transfer_coefficient"),
        entropy=bench.constant("heat/entropy"),
        thickness=np.asarray(thickness),
        conductivity=bench.constant("heat/thermal_conductivity"),
    )


def build_body(bench: Workbench, composite: Composite, stack: Stack) -> tuple[Package | None, Thermal]:
    """Package of the cell, if any, and its thermal model."""
    package = build_package(bench, stack)
    return package, build_thermal(bench, composite, stack, package)
