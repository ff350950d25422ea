"""Cost: masses times prices, making and rejects; every price says where it comes from."""

import numpy as np
import pytest

from brimstone.design.cost import KWH, MAKING, cost
from brimstone.design.current import packed_recipe
from brimstone.library import load
from brimstone.simulate import Settings
from brimstone.simulate.discharge import discharged
from brimstone.study import sweep
from tests.cells import recipe

MEMBERS = 400


def nominal_parts(**changes):
    return {(part.name, part.role): part for part in cost(recipe(**changes), load(), members=0).parts}


@pytest.fixture(scope="module")
def spent():
    return cost(recipe(), load(), members=MEMBERS)


def test_each_part_costs_its_mass_times_its_price_over_the_yield():
    library, parts = load(), nominal_parts()
    euro = library.constant("cost/euro_per_dollar").si / library.constant("cost/yield").si
    for (name, role), part in parts.items():
        if name != MAKING:
            assert part.cost[0] == pytest.approx(euro * part.mass[0] * library.material(name)["price"].si)
            assert role in ("cathode", "separator", "anode", "collector", "package")
    area = cost(recipe(), library, members=0).area
    assert parts[MAKING, "process"].cost[0] == pytest.approx(euro * library.constant("cost/manufacturing").si * area)


def test_the_masses_are_those_of_the_packaged_cell(spent):
    run, _ = discharged(packed_recipe(recipe(), load()), load())
    masses = sum(part.mass[0] for part in spent.parts if part.name != MAKING)
    assert masses == pytest.approx(run.package.mass[0], rel=1e-12)
    cathode = {part.name: part.mass[0] for part in spent.parts if part.role == "cathode"}
    whole = sum(cathode.values())
    assert {name: mass / whole for name, mass in cathode.items()} == pytest.approx(
        {"S": 0.3, "Li6PS5Cl": 0.5, "Ketjenblack": 0.2}, rel=1e-9
    )


def test_a_price_of_the_recipe_changes_its_parts_in_proportion_and_nothing_else():
    before, after = nominal_parts(), nominal_parts(overrides={"Li6PS5Cl.price": "50 USD/kg"})
    for key, part in after.items():
        ratio = 50.0 / load().material("Li6PS5Cl")["price"].si if key[0] == "Li6PS5Cl" else 1.0
        assert part.cost[0] == pytest.approx(ratio * before[key].cost[0])


def test_what_a_cell_costs_per_energy_and_per_area_is_its_cost(spent):
    assert spent.per_area().value * spent.area == pytest.approx(spent.total[0])
    assert spent.per_energy(2.0 * KWH).value == pytest.approx(0.5 * spent.total[0])
    assert np.isnan(spent.per_energy(0.0).value)


def test_the_interval_is_that_of_the_prices(spent):
    figure = spent.per_area()
    assert figure.low < figure.value < figure.high
    assert 1.5 < figure.high / figure.low < 30.0
    sulfide = next(part for part in spent.parts if (part.name, part.role) == ("Li6PS5Cl", "separator"))
    low, high = np.quantile(sulfide.cost[1:], (0.1, 0.9))
    price = load().material("Li6PS5Cl")["price"]
    assert high / low == pytest.approx(price.high / price.low, rel=0.25)


@pytest.mark.parametrize(
    ("vary", "of", "sign"),
    [
        ("separator.thickness=[30 um, 300 um]", "cost", 1),
        ("separator.thickness=[30 um, 300 um]", "areal cost", 1),
        ("cathode.loading=1..3 mg/cm2:2", "cost", -1),
        ("cathode.loading=1..3 mg/cm2:2", "areal cost", 1),
        ("separator.electrolyte=[Li6PS5Cl, LGPS]", "cost", 1),
        ("anode.thickness=[30 um, 300 um]", "cost", 1),
    ],
)
def test_costs_are_in_the_order_of_what_is_spent(vary, of, sign):
    thick = recipe(anode={"material": "Li", "thickness": "200 um"})
    values = sweep(thick, vary, of=of, settings=Settings(certain=True, nodes=8)).values(of)
    assert sign * np.diff(values)[0] > 0.0


def test_a_sweep_gives_the_cost_that_the_package_has():
    found = sweep(recipe(), "rate=[0.2C]", of="cost, areal cost", settings=Settings(certain=True, nodes=20))
    _, step = discharged(packed_recipe(recipe(), load()), load())
    spent = cost(recipe(), load(), members=0)
    assert found.values("areal cost")[0] == pytest.approx(spent.per_area().value, rel=1e-9)
    assert found.values("cost")[0] == pytest.approx(
        spent.per_energy(step.cell_energy.value * spent.area).value, rel=1e-6
    )


def test_every_material_has_a_price_with_a_spread_and_says_how_it_is_known():
    for material in load().materials():
        price = material["price"]
        assert price.known in ("estimate", "recalled", "reported", "measured", "database")
        assert price.low < price.si < price.high, material.name
        assert len(price.source) > 10
