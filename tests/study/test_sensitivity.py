"""What moves a cell: signs by the physics, shares that add up, and a constant that alone is uncertain has all of it."""

import numpy as np
import pytest

from brimstone.simulate import Settings
from brimstone.study import sensitivity
from brimstone.study.sensitivities import explained, normal_scores, scaled_ranks, significant
from tests.cells import recipe

COLD = {"operation": {"temperature": "-20 degC"}, "cathode": {"loading": "3 mg/cm2"}}
MEMBERS = 1000
CHANCE = 1.0 / np.sqrt(MEMBERS)  # correlation of two numbers that have nothing to do with each other


@pytest.fixture(scope="module")
def found():
    return sensitivity(
        recipe(**COLD),
        of="capacity, voltage, energy, resistance, charge transfer",
        settings=Settings(members=MEMBERS, nodes=20),
    )


def choice(found, path):
    return next(one for one in found.choices if one.path == path)


@pytest.mark.parametrize(
    ("path", "quantity", "sign"),
    [
        ("operation.temperature", "capacity", 1),
        ("operation.temperature", "resistance", -1),
        ("separator.thickness", "resistance", 1),
        ("separator.thickness", "energy", -1),
        ("rate", "voltage", -1),
        ("rate", "resistance", 0),
        ("cathode.composition.Li6PS5Cl", "capacity", 1),
        ("operation.stack_pressure", "capacity", 1),
    ],
)
def test_choices_move_the_cell_the_way_physics_has_it(found, path, quantity, sign):
    less, more = choice(found, path).changes[quantity]
    assert np.sign(more) == sign
    assert np.sign(less) == -sign


def test_a_choice_that_is_left_open_counts_as_well(found):
    assert choice(found, "operation.stack_pressure").text.endswith("MPa")
    assert choice(found, "cathode.particle_size.Li6PS5Cl").text.endswith("um")
    assert not [one for one in found.choices if one.path.startswith(("area", "protocol"))]


def test_a_temperature_is_changed_by_kelvins_and_a_share_by_itself(found):
    assert (choice(found, "operation.temperature").less, choice(found, "operation.temperature").more) == (
        "-30 degC",
        "-10 degC",
    )
    assert choice(found, "cathode.composition.S").more == "33 wt%"


def test_choices_are_sorted_by_what_they_do(found):
    reaches = [one.effect("energy") for one in found.sorted_choices("energy")]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[0] > 0.0


def test_shares_of_the_constants_add_up_to_the_spread(found):
    for name in ("capacity", "voltage", "resistance"):
        shares = found.groups(name)
        assert all(0.0 <= share < 1.0 for share in shares.values())
        # Constants that are known only together explain some of the spread together, and each has that part.
        assert 0.85 < sum(shares.values()) + found.interactions(name) < 1.35


def test_each_result_hangs_on_the_constants_it_should(found):
    first = {one.name for one in found.sorted_constants("capacity")[:3]}
    # In the cold the discharge ends where lithium leaves the alloy too slowly: its diffusivity is known to a decade.
    assert {"Li-In.diffusivity", "Li6PS5Cl.ionic_conductivity.at_25_degC"} <= first
    assert found.sorted_constants("charge transfer")[0].name == "kinetics/exchange_current_density"
    # Under current the electrolyte takes most of the voltage, and faster charge transfer gives some back.
    assert found.sorted_constants("voltage")[0].name == "Li6PS5Cl.ionic_conductivity.at_25_degC"
    exchange = next(one for one in found.constants if one.name == "kinetics/exchange_current_density")
    assert exchange.correlations["voltage"] > 2.0 * CHANCE
    shares = {one.name: one.shares["voltage"] for one in found.constants}
    assert abs(shares["heat/specific_heat"]) < 0.02  # what chance leaves


def test_more_reaction_area_is_less_charge_transfer_and_never_less_capacity(found):
    area = next(one for one in found.constants if one.name == "laboratory/ln_area")
    assert area.correlations["charge transfer"] < -2.0 * CHANCE
    assert area.correlations["capacity"] > -CHANCE  # the alloy and the electrolyte end most discharges in the cold


def test_a_number_that_explains_all_has_all_and_one_that_explains_nothing_none():
    generator = np.random.default_rng(3)
    cause, other = generator.normal(size=(2, 2000))
    ranks = normal_scores(np.exp(cause))
    ranks = ranks / ranks.std()
    assert explained(normal_scores(cause), ranks)[0] == pytest.approx(1.0, abs=1e-9)
    assert explained(normal_scores(other), ranks)[0] == pytest.approx(0.0, abs=0.01)
    half = (ranks + generator.normal(size=2000)) / np.sqrt(2.0)
    assert explained(normal_scores(cause), half - half.mean())[0] == pytest.approx(0.5, abs=0.05)


def test_chance_names_a_constant_in_one_study_of_ten():
    rng = np.random.default_rng(0)
    members, among, studies = 200, 60, 150
    named = 0
    for _ in range(studies):
        ranks = scaled_ranks(np.append(np.nan, rng.normal(size=members)))[1]
        shares = [explained(normal_scores(rng.normal(size=members)), ranks)[0] for _ in range(among)]
        named += any(significant(share, members, among) for share in shares)
    assert 0.02 < named / studies < 0.25
