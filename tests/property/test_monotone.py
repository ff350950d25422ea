"""What physics says must never help does not help, in any cell: cold, a thicker separator, more resistance."""

import copy
from typing import Any

import numpy as np
import pytest
import yaml

from brimstone.cell import Cell
from brimstone.recipe import Recipe
from brimstone.result import Run
from tests.property import solutions
from tests.property.recipes import LIBRARY, recipe

NUMBERS = range(40)
MANY = range(40, 500)
SHORT = "lithium grew through the separator"
SPENT = "the anode gave all of its lithium"
ROUNDING = 1e-5  # of the theoretical charge: what step control leaves open
NO_REDOX = {"redox/reach": "1e-9 nm"}


def one_step(number: int) -> dict[str, Any]:
    """A random recipe with one step: the discharge of a charged cell, the charge of a discharged one."""
    mapping = yaml.safe_load(recipe(number))
    rate = f"{np.exp(np.random.default_rng([number, 7]).uniform(np.log(0.02), np.log(10.0))):.3g}C"
    # Against LTO a cell below 1.55 V would take energy instead of giving it.
    discharge = {"discharge": rate, "to": "1.7 V" if mapping["anode"]["material"] == "LTO" else "1.2 V"}
    mapping["protocol"] = [{"charge": rate, "to": "3.0 V"}] if mapping["cathode"]["active"] == "Li2S" else [discharge]
    return mapping


def run(mapping: dict[str, Any], **overrides: str) -> Run:
    overridden = mapping.get("overrides", {}) | overrides
    return Cell(Recipe.from_mapping(mapping | ({"overrides": overridden} if overridden else {})), LIBRARY).run(
        certain=True
    )


def capacity(of: Run) -> float:
    """Charge of the step over theory [-]."""
    return of.steps[0].charge.value / float(of.cell.theoretical_charge[0])


def colder(mapping: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(mapping)
    changed["operation"]["temperature"] = f"{float(mapping['operation']['temperature'].split()[0]) - 20.0} degC"
    return changed


def thicker(mapping: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(mapping)
    for layer in changed["separator"]:
        for key in {"thickness", "mass"} & set(layer):
            amount, unit = layer[key].split()
            layer[key] = f"{3.0 * float(amount)} {unit}"
    return changed


def held_up(mapping: dict[str, Any]) -> dict[str, Any]:
    """The cell with lithium that neither creeps through pores nor is used up by its interphase, as warm lithium is."""
    changed = copy.deepcopy(mapping)
    kept = {key: value for key, value in changed["anode"].items() if key not in ("thickness", "np_ratio")}
    changed["anode"] = kept | {"np_ratio": 50.0}
    changed["overrides"] = changed.get("overrides", {}) | {"anode/crack_creep_time": "1e9 h"}
    return changed


def check(number: int) -> None:
    mapping = one_step(number)
    here = run(mapping)

    lasting = held_up(mapping) if any(end in here.steps[0].stop_reason for end in (SHORT, SPENT)) else mapping
    # The electrolyte oxidises by itself while warm, at the cost of sulfur: that is left out where cold is judged.
    assert capacity(run(colder(lasting), **NO_REDOX)) <= capacity(run(lasting, **NO_REDOX)) + ROUNDING
    assert capacity(run(colder(lasting))) <= capacity(run(lasting)) + 0.1

    there = run(thicker(mapping))
    assert there.cell.parameter("series_resistance")[0] > here.cell.parameter("series_resistance")[0]
    if SHORT in here.steps[0].stop_reason:  # a thicker separator holds lithium up for longer
        assert there.steps[0].duration > here.steps[0].duration
    else:
        assert capacity(there) <= capacity(here) + ROUNDING

    resisted = run(mapping, **{"interface/cathode_separator_resistance": "300 ohm cm2"})
    assert capacity(resisted) <= capacity(here) + ROUNDING
    if here.steps[0].instruction.kind == "discharge":
        energy = resisted.steps[0].cell_energy.value - here.steps[0].cell_energy.value
        assert energy <= ROUNDING * float(here.cell.theoretical_charge[0])


@pytest.mark.parametrize("number", NUMBERS)
def test_cold_thickness_and_resistance_never_help(number):
    check(number)


@pytest.mark.slow
@pytest.mark.parametrize("number", MANY)
def test_cold_thickness_and_resistance_never_help_many_more_cells(number):
    check(number)


def through_a_solution(number: int) -> dict[str, Any]:
    """A random cell with dissolved sulfur, discharged once."""
    mapping = yaml.safe_load(solutions.recipe(number))
    rate = f"{np.exp(np.random.default_rng([number, 7]).uniform(np.log(0.02), np.log(2.0))):.3g}C"
    mapping["protocol"] = [{"discharge": rate, "to": "1.7 V"}]
    return mapping


@pytest.mark.parametrize("number", [24, 52, 59, 79, 108, 170])
def test_a_colder_solution_gives_more_by_what_the_shuttle_spares_and_hardly_by_anything_else(number):
    """In the cold lithium reduces fewer chains; what sulfur leaves the cathode meanwhile makes half a per cent."""
    warm, cold = through_a_solution(number), colder(through_a_solution(number))
    still = {"solution/shuttle_reaction": "1e-20 cm/s"}
    assert capacity(run(cold, **still)) <= capacity(run(warm, **still)) + 5e-3
    assert capacity(run(cold)) <= capacity(run(warm, **still)) + 5e-3
