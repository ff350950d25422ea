"""Where reported cells stand on the road to 500 Wh/kg: their measured capacity, packed like any other cell."""

from collections.abc import Callable

from brimstone._records import record
from brimstone.design.energy import design_energy
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe, parse
from brimstone.recipe.kinds import FULL
from brimstone.result.comparison import comparison
from brimstone.simulate import Settings, simulate
from brimstone.simulate.discharge import first_discharge

_SETTINGS = Settings(certain=True, checks=False, detail=False, losses=False, nodes=10)


@record
class Standing:
    """A cell by what it holds and what it weighs.

    Attributes
    ----------
    name : str
    charge : float
        Areal capacity of the first discharge [C/m2].
    energy : float
        Of the packaged cell per mass [J/kg].
    measured : bool
        Whether the capacity is a reported one; else it is computed. The voltage is reported where it is known.
    """

    name: str
    charge: float
    energy: float
    measured: bool


def standing(name: str, recipe: Recipe, library: Library, *, measured: bool) -> Standing | None:
    """Where a cell stands by its first discharge; None where it gives no charge, or nothing is reported of it.

    Parameters
    ----------
    name : str
    recipe : Recipe
        Complete.
    library : Library
    measured : bool
        Whether to take the reported capacity in place of the computed one.

    Raises
    ------
    BrimstoneError
        When the cell is impossible.
    """
    once = first_discharge(recipe).model_copy(update={"reported": recipe.reported})
    run = simulate(once, library, _SETTINGS)
    step = next((one for one in reversed(run.shown) if one.instruction.kind == "discharge"), None)
    if step is None or not step.completed or step.charge.value <= 0.0:
        return None
    charge, voltage = step.charge.value, step.mean_voltage.value
    if measured:
        rows = [row for row in comparison(run) if row.step is step]
        charge = next((row.areal_charge(run) for row in rows if row.quantity == "capacity"), 0.0)
        voltage = next((row.measured for row in rows if row.quantity == "mean voltage"), voltage)
    if charge <= 0.0:
        return None
    stage = design_energy(recipe, library, charge / float(run.cell.theoretical_charge[0]), voltage)
    return Standing(name, charge, stage.packed, measured)


def reported_standings(library: Library, progress: Callable[[int, int], None] | None = None) -> tuple[Standing, ...]:
    """The reported cells of a library that run and whose first discharge was measured, the one of most energy first.

    Parameters
    ----------
    library : Library
    progress : callable, optional
        Called with how many cells are done, and how many there are.
    """
    cells = [(cell.name, cell.recipe) for cell in library.cells(runnable=True) if cell.recipe is not None]
    found = []
    for done, (name, text) in enumerate(cells):
        if progress is not None:
            progress(done, len(cells))
        try:
            recipe = parse(text, name)
            if recipe.cell != FULL:
                continue
            own = with_own_materials(library, recipe)
            found.append(standing(name, complete(recipe, own), own, measured=True))
        except BrimstoneError:
            continue  # a kind of cell that cannot be packed
    return tuple(sorted((one for one in found if one is not None), key=lambda one: -one.energy))
