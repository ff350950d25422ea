"""One discharge of a recipe's cell: a quick way to see what a change of the recipe does."""

import numpy as np

from brimstone.errors import BrimstoneError, RecipeError
from brimstone.library import Library
from brimstone.recipe import Cycles, Discharge, Rate, Rates, Recipe, Step
from brimstone.recipe.fields import read_rate
from brimstone.recipe.protocol import default_protocol
from brimstone.result import Run
from brimstone.result import Step as Done
from brimstone.simulate.run import simulate
from brimstone.simulate.settings import Settings

NODES = 20  #: finite volumes: a comparison needs less than a result
_STEP = 0.05  # of the current, to either side, between which the resistance is taken


def first_discharge(recipe: Recipe, faster: float = 1.0) -> Recipe:
    """The recipe with its protocol up to the first discharge, of rates and cycles the first, at so much more current.

    A recipe whose protocol never discharges gets one usual cycle.
    """
    steps: list[Step] = []
    for step in recipe.protocol:
        if isinstance(step, Discharge):
            return _with(recipe, [*steps, step.model_copy(update={"discharge": _scaled(step.discharge, faster)})])
        if isinstance(step, Cycles):
            return _with(recipe, [*steps, _one_cycle(step, faster)])
        if isinstance(step, Rates) and step.direction == "discharge":
            first = step.model_copy(update={"rates": (_scaled(step.rates[0], faster),), "cycles_each": None})
            return _with(recipe, [*steps, first])
        steps.append(step)
    (usual,) = default_protocol()
    return _with(recipe, [_one_cycle(usual, faster)] if isinstance(usual, Cycles) else [usual])


def first_rate(recipe: Recipe) -> str:
    """Rate of the first discharge, in the words of the recipe."""
    return _discharge_of(first_discharge(recipe))[1].text


def at_rate(recipe: Recipe, rate: str) -> Recipe:
    """The recipe with its protocol up to the first discharge, that one at `rate`, such as ``1C`` or ``0.5 mA/cm2``.

    Raises
    ------
    RecipeError
        When `rate` is none.
    """
    try:
        requested = read_rate(rate)
    except (ValueError, BrimstoneError) as problem:
        raise RecipeError(str(problem), "rate", recipe.source) from None
    recipe = first_discharge(recipe)
    key, _ = _discharge_of(recipe)
    last = recipe.protocol[-1].model_copy(update={key: (requested,) if key == "rates" else requested})
    return recipe.model_copy(update={"protocol": (*recipe.protocol[:-1], last)})


def _discharge_of(recipe: Recipe) -> tuple[str, Rate]:
    """Field and rate of the discharge that ends a protocol made by `first_discharge`."""
    last = recipe.protocol[-1]
    if isinstance(last, Rates):
        return "rates", last.rates[0]
    if isinstance(last, Cycles | Discharge):
        return "discharge", last.discharge
    raise ValueError("the protocol does not end with a discharge")


def _one_cycle(step: Cycles, faster: float) -> Cycles:
    return step.model_copy(update={"cycles": 1, "discharge": _scaled(step.discharge, faster)})


def _with(recipe: Recipe, steps: list[Step]) -> Recipe:
    return recipe.model_copy(update={"protocol": tuple(steps), "reported": (), "anchor": ()})


def _scaled(rate: Rate, factor: float) -> Rate:
    return rate if factor == 1.0 else Rate(f"{factor:g} times {rate.text}", rate.si * factor, rate.kind)


def discharged(
    recipe: Recipe, library: Library, faster: float = 1.0, nodes: int = NODES, *, empty: bool = False
) -> tuple[Run, Done]:
    """Nominal run of the first discharge of a recipe, and that step.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    faster : float
        Current over that of the recipe.
    nodes : int
    empty : bool
        Whether a discharge that ends as the protocol says without having passed any charge is an answer.

    Raises
    ------
    BrimstoneError
        When the cell can't be made, its discharge does not get to its end, or, unless `empty`, gives no charge.
    """
    run = simulate(first_discharge(recipe, faster), library, Settings(certain=True, nodes=nodes))
    # The protocol ends with it; what discharges before are pulses, or the way back to a charge.
    last = next((step for step in reversed(run.shown) if step.instruction.kind == "discharge"), None)
    if last is not None and last.completed and (empty or last.charge.value > 0.0):
        return run, last
    if last is not None and not last.completed:
        raise BrimstoneError(f"{recipe.name}: the first discharge does not get to its end: {last.stop_reason}")
    raise BrimstoneError(f"{recipe.name}: the cell gives no charge in its first discharge")


def area_resistance(recipe: Recipe, library: Library) -> tuple[float, float]:
    """How much the voltage falls with the current, -dV/dj at half of the first discharge, and its current density.

    Between discharges at 5 % less and 5 % more current, at equal charge: what layers, interfaces, kinetics and film
    resist together once the current has settled.

    Returns
    -------
    tuple of float
        [ohm m2], [A/m2]

    Raises
    ------
    BrimstoneError
        As of `discharged`.
    """
    steps = [discharged(recipe, library, 1.0 + side * _STEP)[1] for side in (-1.0, 1.0)]
    charge = 0.5 * min(step.charge.value for step in steps)
    voltages = [float(np.interp(charge, step.curve.charge, step.curve.voltage)) for step in steps]
    currents = [abs(step.instruction.current) for step in steps]
    return (voltages[0] - voltages[1]) / (currents[1] - currents[0]), 0.5 * sum(currents)
