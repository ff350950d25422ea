"""The critical current of lithium as it is measured: stepped symmetric cycling, by pressure and temperature."""

import json
from collections.abc import Sequence
from functools import partial

import numpy as np

from brimstone._executor import Executor, Form, Work, executor
from brimstone._records import record
from brimstone.constants import MA_CM2, MPA, ZERO_CELSIUS
from brimstone.errors import BrimstoneError
from brimstone.library import Ledger, Library, load
from brimstone.library.complete import complete
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.symmetric.cell import SymmetricCell
from brimstone.recipe import Recipe
from brimstone.result import Figure
from brimstone.simulate.settings import ERROR_STATE, Settings
from brimstone.simulate.symmetric import CriticalCurrent, SteppedTest, critical_current
from brimstone.store.answers import columns_of
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


def critical_currents(
    recipe: Recipe,
    test: SteppedTest,
    *,
    pressures: Sequence[Quantity] = (),
    temperatures: Sequence[Quantity] = (),
    library: Library | None = None,
    settings: Settings | None = None,
    place: Executor | None = None,
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
    place : Executor, optional
        Where tests are computed; this machine by default.

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
    tests = []
    for temperature in temperatures or (recipe.operation.temperature,):
        for pressure in pressures or (recipe.operation.stack_pressure,):
            changed = recipe.operation.model_copy(update={"temperature": temperature, "stack_pressure": pressure})
            tests.append(recipe.model_copy(update={"operation": changed, "reported": (), "anchor": ()}))
    work = Work(partial(_point, library=library, test=test, members=members, seed=settings.seed), _lost, _FORM)
    points = dict((place or executor()).results(work, tests, len(tests)))
    return CriticalCurrents(recipe, test, tuple(points[number] for number in range(len(tests))), members)


@np.errstate(**ERROR_STATE)
def _point(held: Recipe, library: Library, test: SteppedTest, members: int, seed: int) -> CriticalPoint:
    held = complete(held, library)
    bench = Workbench.of(held, library, Ledger(members, seed, held.overrides))
    cell = SymmetricCell.of(derive(bench))
    return CriticalPoint(cell.pressure, cell.temperature, critical_current(cell, test))


def _lost(held: Recipe, reason: str) -> CriticalPoint:
    raise BrimstoneError(f"{held.name}: {reason}")


def _columns(_: Recipe, point: CriticalPoint) -> dict[str, str | float | None]:
    figure = Figure.of(point.result.passed / MA_CM2)
    return {
        "stack_pressure_MPa": point.pressure / MPA,
        "temperature_K": point.temperature,
        **columns_of([("critical_current_mA_cm2", figure)], ""),
    }


_FORM: Form[Recipe, CriticalPoint] = Form(
    lambda held: json.dumps(held.to_mapping(), default=str), _columns, (CriticalPoint,)
)


def in_words(point: CriticalPoint) -> str:
    """Conditions of a test, ``5 MPa, 25 °C``."""
    return f"{point.pressure / MPA:.3g} MPa, {point.temperature - ZERO_CELSIUS:.3g} °C"
