"""What the numbers of a cathode are made from: recipe, library, ledger and what was derived of them already."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.constants import ROOM_TEMPERATURE
from brimstone.library import Ledger, Library, Material
from brimstone.model.setting import Setting
from brimstone.physics.temperature import arrhenius_factor
from brimstone.recipe import Recipe


@record
class Making:
    """What the numbers of a cathode are made from.

    Attributes
    ----------
    recipe, library, ledger
        As everywhere.
    composite : Composite
        The cathode, electrolyte in its pores.
    thicknesses : sequence of ndarray
        Of the layers of the separator, from the cathode [m].
    settings : mapping of str to Setting
        Precursors that set in the cell.
    temperature : float
        [K]
    """

    recipe: Recipe
    library: Library
    ledger: Ledger
    composite: Composite
    thicknesses: Sequence[np.ndarray]
    settings: Mapping[str, Setting]
    temperature: float

    def constant(self, name: str) -> np.ndarray:
        """A constant of the library, drawn."""
        return self.ledger.draw(self.library.constant(name), name)

    def property(self, material: Material, name: str) -> np.ndarray:
        """A property of a material, drawn."""
        return self.ledger.draw(material[name], f"{material.name}.{name}")

    def arrhenius(self, energy_name: str) -> np.ndarray:
        """Factor by which a rate with this activation energy is faster than at room temperature."""
        return arrhenius_factor(self.constant(energy_name), self.temperature, ROOM_TEMPERATURE)

    def mean(self, name: str, which: Callable[[Material], bool]) -> np.ndarray:
        """Mean of a property over the electrolytes in the cathode that are of a kind and have it, by volume."""
        parts = [
            (share, self.property(material, name))
            for electrolyte, share in self.composite.electrolyte_shares.items()
            if which(material := self.library.material(electrolyte)) and name in material
        ]
        whole = sum((share for share, _ in parts), np.zeros(self.ledger.samples))
        return np.asarray(sum(share * value for share, value in parts) / whole)
