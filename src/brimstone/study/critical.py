"""The critical current of lithium as it is measured: stepped symmetric cycling, by pressure and temperature."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.constants import MPA, ZERO_CELSIUS
from brimstone.errors import BrimstoneError
from brimstone.library import Ledger, Library, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.symmetric import SymmetricCell
from brimstone.recipe import Recipe
from brimstone.simulate.settings import ERROR_STATE, Settings
from brimstone.simulate.symmetric import CriticalCurrent, SteppedTest, critical_current
from brimstone.units import Quantity

_MEMBERS = 200


@record
class CriticalPoint:
    """A test at one stack pressure and temperature.

    Attributes
    ----------
    pressure : float
        [Pa]
    temperature : float
        [K]
    result : CriticalCurrent
    """

    pressure: float
    temperature: float
    result: CriticalCurrent


@record
class CriticalCurrents:
    """Stepped tests of the anode and the separator of a recipe.

    Attributes
    ----------
    recipe : Recipe
    test : SteppedTest
    points : tuple of CriticalPoint
        By temperature, then by pressure.
    members : int
        Of each ensemble with the nominal one.
    """

    recipe: Recipe
    test: SteppedTest
    points: tuple[CriticalPoint, ...]
    members: int

    @property
    def electrode(self) -> str:
        """The material on both sides."""
        return self.recipe.anode.material

    @property
    def layers(self) -> str:
        """The layers between them."""
        return " | ".join(layer.electrolyte for layer in self.recipe.separator)


@np.errstate(**ERROR_STATE)
def critical_currents(
    recipe: Recipe,
    test: SteppedTest,
    *,
    pressures: Sequence[Quantity] = (),
    temperatures: Sequence[Quantity] = (),
    library: Library | None = None,
    settings: Settings | None = None,
) -> CriticalCurrents:
    """Carry out a stepped test of the critical current on the symmetric cell of a recipe.

    Its anode is on both sides of its separator, interlayers included; the cathode of the recipe takes no part.

    Parameters
    ----------
    recipe : Recipe
    test : SteppedTest
    pressures, temperatures : sequence of Quantity
        At which it is carried out; those of the recipe by default [Pa], [K].
    library : Library, optional
    settings : Settings, optional

    Raises
    ------
    BrimstoneError
        When the anode is not lithium metal, whose voids and cracks are what limits the current.
    """
    library, settings = load() if library is None else library, settings or Settings()
    anode = library.material(recipe.anode.material)
    if anode.class_ != "lithium metal":
        raise BrimstoneError(
            f"the anode of {recipe.name} is {anode.name}: a critical current is that of lithium metal, which is plated "
            "and stripped; write  anode: Li"
        )
    members = 1 if settings.certain else 1 + (settings.members or _MEMBERS)
    points = []
    for temperature in temperatures or (recipe.operation.temperature,):
        for pressure in pressures or (recipe.operation.stack_pressure,):
            changed = recipe.operation.model_copy(update={"temperature": temperature, "stack_pressure": pressure})
            held = recipe.model_copy(update={"operation": changed, "reported": (), "anchor": ()})
            bench = Workbench.of(held, library, Ledger(members, settings.seed, recipe.overrides))
            cell = SymmetricCell.of(derive(bench))
            points.append(CriticalPoint(cell.pressure, cell.temperature, critical_current(cell, test)))
    return CriticalCurrents(recipe, test, tuple(points), members)


def in_words(point: CriticalPoint) -> str:
    """Conditions of a test, ``5 MPa, 25 °C``."""
    return f"{point.pressure / MPA:.3g} MPa, {point.temperature - ZERO_CELSIUS:.3g} °C"
