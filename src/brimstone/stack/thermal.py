"""How much heat the layers of a cell take up, and how fast they give it away."""

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library import Ledger, Library
from brimstone.recipe import Recipe
from brimstone.stack.layers import Stack
from brimstone.stack.package import Package, build_package


@record
class Thermal:
    """A cell as one body that is everywhere as warm; arrays of shape (members,), per area of one cathode side.

    Attributes
    ----------
    capacity : ndarray
        Heat capacity [J/(m2 K)].
    loss : ndarray
        Heat that goes to the surroundings for each kelvin above them [W/(m2 K)].
    entropy : ndarray
        Change of sulfur's equilibrium potential with temperature [V/K].
    thickness : ndarray
        Of all layers that heat has to cross, from face to face [m].
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
        """Temperature difference within the cell over that to its surroundings, h L/(8 k): small for one body."""
        both_faces = self.loss * self.thickness / self.conductivity
        return both_faces / 8.0


def build_thermal(
    recipe: Recipe, library: Library, ledger: Ledger, composite: Composite, stack: Stack, package: Package | None
) -> Thermal:
    """Thermal body of a recipe's cell: its layers, or all of the package when it has one."""

    def constant(name: str) -> np.ndarray:
        return ledger.draw(library.constant(f"heat/{name}"), f"heat/{name}")

    def specific_heat(name: str) -> np.ndarray:
        material = library.material(name)
        if "specific_heat" not in material:
            return constant("specific_heat")
        return ledger.draw(material["specific_heat"], f"{material.name}.specific_heat")

    parts = [library.material(name) for name in recipe.cathode.composition.parts]
    shares = [composite.fractions[name] for name in recipe.cathode.composition.parts]
    weights = [
        share * ledger.draw(part["density"], f"{part.name}.density") for part, share in zip(parts, shares, strict=True)
    ]
    mixed = np.sum([w * specific_heat(p.name) for w, p in zip(weights, parts, strict=True)], axis=0)
    of_cathode = mixed / np.sum(weights, axis=0)
    capacity = sum(
        layer.areal_mass * (of_cathode if layer.role == "cathode" else specific_heat(layer.name))
        for layer in stack.layers
    )
    faces, thickness = np.full(ledger.samples, 2.0), stack.thickness
    if package is not None:
        of_layers = capacity / stack.areal_mass  # per mass, that of a unit with whole foils
        case = package.mass - package.layers_mass
        capacity = (of_layers * package.layers_mass + specific_heat("stainless steel") * case) / package.total_area
        faces = 2.0 * package.footprint / package.total_area
        thickness = package.thickness
    return Thermal(
        capacity=np.asarray(capacity),
        loss=faces * constant("transfer_coefficient"),
        entropy=constant("entropy"),
        thickness=np.asarray(thickness),
        conductivity=constant("thermal_conductivity"),
    )


def build_body(
    recipe: Recipe, library: Library, ledger: Ledger, composite: Composite, stack: Stack
) -> tuple[Package | None, Thermal]:
    """The cell as it is packed, if it is, and how it takes up and gives away heat."""
    package = build_package(recipe, library, ledger, stack)
    return package, build_thermal(recipe, library, ledger, composite, stack, package)
