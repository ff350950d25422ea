"""What an anode stands, from recipe and library."""

import copy

import numpy as np
import pytest

from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.lithium import anode_limits, anode_numbers, critical_currents, time_to_short
from brimstone.recipe import Recipe
from tests.cells import SULFUR

MA_CM2, HOUR = 10.0, 3600.0


def recipe(anode="Li", pressure="5 MPa", temperature="25 degC", **layer):
    words = copy.deepcopy(SULFUR)
    words["anode"] = {"material": anode}
    words["operation"] |= {"temperature": temperature} | ({"stack_pressure": pressure} if pressure else {})
    words["separator"][0] |= layer
    return Recipe.model_validate(words)


def limits(*arguments, samples=1, **fields):
    bench = Workbench.of(recipe(*arguments, **fields), load(), Ledger(samples))
    return anode_limits(bench, derive(bench))


def numbers(*arguments, samples=1, **fields):
    return anode_numbers(Workbench.of(recipe(*arguments, **fields), load(), Ledger(samples)))


@pytest.mark.parametrize(("pressure", "published"), [(3e6, 0.2), (7e6, 1.0)])
def test_voids_appear_at_the_published_currents_of_stripping(pressure, published):
    found = limits(pressure=f"{pressure / 1e6} MPa").currents["voids"]
    assert found[0] / MA_CM2 == pytest.approx(published, rel=0.05)


def test_the_published_times_to_a_short_come_out():
    of = numbers()
    hours = {p: time_to_short(of, p * 1e6, 298.15)[0] / HOUR for p in (75, 25, 5)}
    assert hours[75] < 0.1  # at once
    assert hours[25] == pytest.approx(48)
    assert hours[5] > 1000


def test_the_exponent_of_the_short_stays_uncertain():
    spread = time_to_short(numbers(samples=200), 5e6, 298.15)[1:]
    low, high = np.quantile(spread, (0.1, 0.9))
    assert high / low > 100
    assert low / HOUR > 1000


def test_a_cell_that_ran_a_thousand_hours_was_below_its_critical_current():
    # Li | Li6PS5Cl | Li at 5 MPa of doi:10.1002/aenm.201903253: 110 ohm over 13 mm, with 1 mm of pellet at 2.25 mS/cm.
    area = np.pi / 4 * 1.3**2
    resistance = (110 * area - 0.1 / 2.25e-3) / 2 * 1e-4
    found = critical_currents(numbers(porosity="18 %"), resistance, 1.0, 5e6, 298.15)
    assert min(current[0] for current in found.values()) / MA_CM2 > 0.075


def test_less_contact_and_more_resistance_never_raise_a_critical_current():
    of = numbers(samples=50)
    good = critical_currents(of, 0.005, 1.0, 5e6, 298.15)
    worse = critical_currents(of, 0.02, 0.4, 5e6, 298.15)
    assert good.keys() == {"voids", "flaws"}
    assert all(np.all(worse[name] < good[name]) for name in good)


def test_without_a_stated_pressure_neither_voids_nor_creep_are_told():
    found = limits(pressure=None)
    assert found.currents.keys() == {"flaws"}
    assert found.pressure is None
    assert found.time_to_short is None
    assert found.filling is None


def test_an_alloy_stands_what_takes_its_potential_to_that_of_lithium():
    bench = Workbench.of(recipe("Li-In"), load())
    cell = derive(bench)
    current = anode_limits(bench, cell).currents["lithium plating"]
    focusing, state = load().constant("anode/current_focusing").si, cell.interfaces.anode
    assert current / state.contact * state.full_contact * focusing == pytest.approx(0.62)


@pytest.mark.parametrize("anode", ["Li", "Li-In", "Li-Al", "Li-Sn", "Li-Si", "LTO"])
def test_every_anode_of_the_library_has_a_critical_current(anode):
    found = limits(anode, samples=20)
    assert found.currents
    assert all(np.all(current > 0.0) for current in found.currents.values())


def test_a_polymer_is_too_soft_and_is_limited_by_its_salt():
    found = limits(electrolyte="PEO-LiTFSI", pressed_at=None, temperature="60 degC")
    assert found.currents.keys() == {"salt depletion"}
    assert found.stiffness_ratio[0] < 1e-2
    assert found.time_to_short is None


def test_warmth_helps_against_voids_and_speeds_the_short():
    cold, warm = limits(), limits(temperature="60 degC")
    assert warm.currents["voids"] > cold.currents["voids"]
    assert warm.time_to_short < cold.time_to_short
