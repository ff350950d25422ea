"""The workbench: a recipe, the library as that recipe sees it, the ledger that draws its numbers, a temperature.

Everything that derives numbers of a cell takes one; a recipe's own materials enter the library here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone.constants import ROOM_TEMPERATURE
from brimstone.library.complete import complete
from brimstone.library.ledger import Ledger
from brimstone.library.library import Library
from brimstone.library.materials import Material
from brimstone.library.own import with_own_materials
from brimstone.library.strategies import Applied
from brimstone.library.values import Value
from brimstone.physics.temperature import arrhenius_factor
from brimstone.physics.transport import carried_share
from brimstone.recipe import Recipe
from brimstone.units import DIMENSIONS, Quantity


@dataclass(frozen=True, eq=False)
class Workbench:
    """What is needed to derive the numbers of a cell. Build it with `Workbench.of`.

    Attributes
    ----------
    recipe : Recipe
        What was made.
    library : Library
        What is known, the recipe's own materials included.
    ledger : Ledger
        Draws the members of the ensemble and keeps account of every number used.
    temperature : float
        Of the cell [K].
    """

    recipe: Recipe
    library: Library
    ledger: Ledger
    temperature: float

    @classmethod
    def of(
        cls, recipe: Recipe, library: Library, ledger: Ledger | None = None, temperature: float | None = None
    ) -> "Workbench":
        """Set up the bench for a recipe.

        Parameters
        ----------
        recipe : Recipe
        library : Library
            With or without the recipe's own materials.
        ledger : Ledger, optional
            Nominal values, with the overrides of the recipe, by default.
        temperature : float, optional
            [K]; that of the recipe by default.

        Raises
        ------
        RecipeError
            When one of the recipe's own materials is not valid.
        """
        library = with_own_materials(library, recipe)
        recipe = complete(recipe, library)
        return cls(
            recipe,
            library,
            Ledger(1, 0, recipe.overrides) if ledger is None else ledger,
            recipe.operation.temperature.si if temperature is None else temperature,
        )

    @property
    def samples(self) -> int:
        """Members of the ensemble, the nominal one first."""
        return self.ledger.samples

    def full(self, value: float) -> np.ndarray:
        """`value` for every member, shape (samples,)."""
        values = np.empty(self.ledger.samples)
        values.fill(value)
        return values

    def stated(self, quantity: Quantity, dimension: str, where: str) -> np.ndarray:
        """Samples of a quantity of the recipe [SI], shape (samples,): all alike unless a spread was stated with it."""
        if quantity.low is None or quantity.high is None:
            return self.full(quantity.si)
        unit = DIMENSIONS[dimension][1][0]
        value = Value(quantity.si, quantity.low, quantity.high, dimension, unit, quantity.text, "recipe", "given")
        return self.ledger.draw(value, where)

    def material(self, name: str) -> Material:
        """The material that a recipe calls `name`."""
        return self.library.material(name)

    def treatments(self) -> tuple[Applied, ...]:
        """What was done to both interfaces of the separator, the cathode's first."""
        recipe = self.recipe
        return (*self.library.treatments(recipe.cathode.treatment), *self.library.treatments(recipe.anode.interface))

    def electron_path(self, applied: Iterable[Applied]) -> np.ndarray:
        """How far the layers that treatments leave are paths for electrons, 0 to 1; 0 without any."""
        best = self.full(0.0)
        for _, _, carried in self._paths(applied):
            best = np.maximum(best, carried)
        return best

    def layer_area(self, applied: Iterable[Applied]) -> np.ndarray:
        """Surface to which the layers that treatments leave bring electrons, over the area of the cell.

        As powders have it by adsorption, or spheres of its size; as far as the layer carries a current.
        """
        total = self.full(0.0)
        for layer, thick, carried in self._paths(applied):
            if "bet_area" in layer:
                surface = self.property(layer, "bet_area") * self.property(layer, "density")
            elif "particle_size" in layer:
                surface = 6.0 / self.property(layer, "particle_size")
            else:
                continue
            total = total + carried * self.constant("interface/layer_solids") * surface * thick
        return total

    def _paths(self, applied: Iterable[Applied]) -> Iterator[tuple[Material, np.ndarray, np.ndarray]]:
        """Layers that conduct electrons, their thickness, and what share of a current they carry."""
        for one in applied:
            thickness, name = one.treatment.values.get("layer_thickness"), one.treatment.layer
            if thickness is None or name is None or "electronic_conductivity" not in (layer := self.material(name)):
                continue
            thick = self.ledger.draw(thickness, f"{one.treatment.name}.layer_thickness")
            conducts, current = self.property(layer, "electronic_conductivity"), self.constant("interface/path_current")
            yield layer, thick, np.asarray(carried_share(conducts, thick, current, self.temperature))

    def constant(self, name: str) -> np.ndarray:
        """Samples of a constant of the library [SI], shape (samples,)."""
        return self.ledger.draw(self.library.constant(name), name)

    def property(self, material: Material | str, name: str, default: str | float | None = None) -> np.ndarray:
        """Samples of a property of a material [SI], shape (samples,).

        `default` is for materials without this property: a number, or the name of a constant.
        """
        if isinstance(material, str):
            material = self.material(material)
        if default is not None and name not in material:
            return self.constant(default) if isinstance(default, str) else self.full(default)
        return self.ledger.draw(material[name], f"{material.name}.{name}")

    def left_by(self, solvent: str, electrolyte: Material) -> np.ndarray:
        """Samples of the share of its conductivity that a solvent leaves an electrolyte, shape (samples,)."""
        of = self.material(solvent)
        if of.name in electrolyte.after_solvent:
            return self.ledger.draw(electrolyte.after_solvent[of.name], f"{electrolyte.name}.after_{of.name}")
        return self.property(of, "conductivity_retention")

    def conductivity(self, material: Material) -> np.ndarray:
        """Samples of the ionic conductivity of a material at the temperature of the cell [S/m]."""
        where = f"{material.name}.ionic_conductivity"
        return self.ledger.conductivity(material["ionic_conductivity"], self.temperature, where)

    def arrhenius(self, energy: str) -> np.ndarray:
        """Rate at the temperature of the cell over that at room temperature; `energy` is the name of a constant."""
        return arrhenius_factor(self.constant(energy), self.temperature, ROOM_TEMPERATURE)

    def diffusion_factor(self, material: Material, name: str) -> float:
        """Diffusivity at the temperature of the cell over that at which property `name` is known (Nernst-Einstein).

        One where that temperature, or the law of the conductivity, is not known.
        """
        known_at, law = material[name].temperature, material.get("ionic_conductivity")
        if known_at is None or law is None or isinstance(law, Value):
            return 1.0
        warm, reference = (float(law.at(at)) * at for at in (self.temperature, known_at))
        return warm / reference

    def note(self, name: str, value: Any, dimension: str, why: str, known: str = "derived") -> None:
        """Record a number that was derived or assumed, see `Ledger.note`."""
        self.ledger.note(name, value, dimension, why, known)
