"""The solid model: its compiled functions, and the physics of a whole cell."""

import numpy as np
import pytest

from brimstone.model.solid import SOLID, Parameter, State
from brimstone.model.surroundings import Around
from brimstone.physics.thermodynamics import equilibrium_potential
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import (
    ACCEPTED,
    BALANCE,
    CHARGE,
    CURRENT,
    ELAPSED,
    ENERGY,
    LOWER_VOLTAGE,
    RESIDUAL,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE,
    VOLTAGE_END,
    VOLTAGE_START,
    Control,
)
from tests.model import cells
from tests.model.compiled import check_jacobian, check_rates, plain_rates

NODES = 30
N = len(State)


def random_case(seed):
    """States over their ranges, parameters a factor of a few about realistic ones."""
    random = np.random.default_rng(seed)
    p = cells.row()[0] * np.exp(0.5 * random.standard_normal(len(Parameter)))
    p[Parameter.plateau_step] = random.choice([0.0, 0.1])
    p[Parameter.activation_barrier] = random.choice([0.0, 3.0])
    p[Parameter.stress_rigid] = random.choice([0.0, 0.2])
    p[Parameter.own_curve_2 :] = random.choice([0.0, 0.02]) * random.standard_normal(12)
    for name in (
        "half_inverse_thermal_voltage",
        "plateau",
        "oxidation_onset",
        "reduction_onset",
        "oxidation_couple",
        "oxidation_dead",
        "reduction_dead",
        "blocking",
    ):
        place = Parameter[name]
        p[place] = cells.row()[0, place] * random.uniform(0.9, 1.1)
    y = np.empty((1 + N, NODES))
    y[0] = random.uniform(0.8, 3.2, NODES)
    y[1:] = random.uniform(0.0, 1.0, (N, NODES))
    y[1 + State.conversion] = random.uniform(0.002, 0.998, NODES)
    opened = random.uniform(0.0, 0.4, (5, NODES))
    y[1 + State.oxidised : 1 + State.turnover] = opened
    y[1 + State.oxidised : 1 + State.opened_by_oxidation] *= 0.4
    return y, p


@pytest.mark.parametrize("seed", range(20))
def test_compiled_rates_are_those_of_plain_numpy(seed):
    check_rates(SOLID, *random_case(seed))


@pytest.mark.parametrize("seed", range(20))
def test_the_compiled_jacobian_is_the_derivative_of_the_rates(seed):
    check_jacobian(SOLID, *random_case(seed))


def follow(*steps, values=None, states=cells.CHARGED, **options):
    values = values or {}
    outside = {name: value for name, value in values.items() if name in Around.__members__}
    row = cells.row(**{name: value for name, value in values.items() if name not in outside})
    around = cells.surroundings(**outside)
    problem = Problem(SOLID.functions, SOLID.scales, row, cells.GUESS, states, [steps], around)
    return run(problem, SolverOptions(**{"nodes": 20, "final": True} | options))


def discharged(current_share=0.2, **values):
    ensemble = follow(Control(CURRENT, current_share * cells.one_c(), lower=1.0), values=values)
    assert ensemble.outcomes[0, 0, STATUS] == LOWER_VOLTAGE
    return ensemble


def test_a_discharge_without_redox_of_the_electrolyte_never_exceeds_the_sulfur():
    for share in (0.02, 0.1, 0.5, 1.0):
        ensemble = discharged(share, **cells.SULFUR_ALONE)
        assert ensemble.final[0, 1].max() < 1 + 1e-5
        limit = (1 - 0.002) * cells.one_c() * 3600
        assert ensemble.outcomes[0, 0, CHARGE] < limit * (1 + 1e-5)


def test_a_slow_discharge_uses_all_of_the_sulfur():
    ensemble = discharged(0.02, **cells.SULFUR_ALONE, damage_rate=0.0)
    assert ensemble.final[0, 1].mean() == pytest.approx(1.0, abs=1e-3)


def test_the_electrolytes_own_redox_gives_charge_on_top_of_sulfurs():
    with_redox, without = discharged(0.05), discharged(0.05, redox_rate=0.0)
    assert with_redox.outcomes[0, 0, CHARGE] > 1.05 * without.outcomes[0, 0, CHARGE]
    assert with_redox.final[0, 1 + State.opened_by_reduction].mean() > 0.05


@pytest.mark.parametrize(
    "worse",
    [
        {"series_resistance": 200e-4},
        {"ionic_resistivity": 500.0},
        {"electronic_resistivity": 500.0},
        {"anode_exchange_current": 0.1},
        {"conversion_rate": cells.parameters()["conversion_rate"] / 5},
        {"film_discharge": cells.parameters()["film_discharge"] * 5},
        {"film_growth": cells.parameters()["film_growth"] * 1.5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_resistance_lowers_voltage_and_capacity(worse):
    good, bad = (discharged(0.5, **change).outcomes[0, 0] for change in ({}, worse))
    assert bad[CHARGE] < good[CHARGE]
    # at equal charge, since a longer discharge has more of what comes at low voltage
    as_long = follow(Control(CURRENT, 0.5 * cells.one_c(), duration=bad[ELAPSED])).outcomes[0, 0]
    assert bad[ENERGY] < as_long[ENERGY]


def test_faster_discharge_gives_less_charge_at_lower_voltage():
    outcomes = np.array([discharged(share).outcomes[0, 0] for share in (0.05, 0.1, 0.2, 0.5, 1, 2)])
    assert np.all(np.diff(outcomes[:, CHARGE]) < 0)
    assert np.all(np.diff(outcomes[:, ENERGY] / outcomes[:, CHARGE]) < 0)


def test_a_cell_at_rest_stays_where_it_is_at_its_equilibrium_potential():
    states = np.array([[0.4, 0.0, 0.0, 1e-4, 0.0, 0.0, 0.0, 0.0, 0.0]])
    ensemble = follow(Control(CURRENT, 0.0, duration=1e7), values=cells.SULFUR_ALONE, states=states)
    values = cells.parameters()
    exact = equilibrium_potential(
        0.4, values["plateau"], values["plateau_slope"], 0.0, values["half_inverse_thermal_voltage"]
    )
    outcome = ensemble.outcomes[0, 0]
    assert outcome[STATUS] == TIME
    assert outcome[[VOLTAGE_START, VOLTAGE_END]] == pytest.approx([exact, exact], abs=1e-6)
    assert np.abs(ensemble.final[0, 1] - 0.4).max() < 1e-9
    assert outcome[ACCEPTED] < 20


def test_at_rest_the_electrolyte_and_the_sulfur_exchange_charge_until_both_are_in_equilibrium():
    # a cell assembled with fresh electrolyte: its redox states move to their isotherms at the sulfur's potential
    states = np.array([[0.4, 0.0, 0.0, 1e-4, 0.0, 0.0, 0.0, 0.0, 0.0]])
    values = {"damage_rate": 0.0}
    ensemble = follow(Control(CURRENT, 0.0, duration=1e7), values=values, states=states)
    outcome, y = ensemble.outcomes[0, 0], ensemble.final[0]
    assert abs(outcome[BALANCE]) < 1e-9
    rate, _ = plain_rates(SOLID, y, cells.row(**values)[0])
    assert np.abs(rate).max() < 1e-11
    assert outcome[ACCEPTED] < 200


def test_cycles_close_their_balances_and_carry_their_states():
    current = cells.one_c() / 10
    steps = [Control(CURRENT, current, lower=1.0), Control(CURRENT, -current, upper=2.8)] * 3
    ensemble = follow(*steps)
    outcomes = ensemble.outcomes[0]
    assert list(outcomes[:, STATUS]) == [LOWER_VOLTAGE, UPPER_VOLTAGE] * 3
    assert np.abs(outcomes[:, BALANCE] / outcomes[:, CHARGE]).max() < 1e-13
    charges = cells.row()[0, 1 : 1 + N] * cells.row()[0, 0]
    stored = charges @ (ensemble.final[0, 1:].mean(axis=1) - cells.CHARGED[0])
    assert stored == pytest.approx(outcomes[:, CHARGE].sum(), rel=1e-10, abs=1e-8)
    assert np.all(outcomes[:, RESIDUAL] < 1e-3)


def test_a_charge_returns_less_energy_than_it_took():
    current = cells.one_c() / 10
    outcomes = follow(
        Control(CURRENT, current, lower=1.0),
        Control(CURRENT, -current, upper=2.8),
        Control(CURRENT, current, lower=1.0),
    ).outcomes[0]
    assert 0 < outcomes[2, ENERGY] < -outcomes[1, ENERGY]


def test_exhausted_sulfur_does_not_hold_the_time_steps_short_while_the_electrolyte_carries_on():
    current = cells.one_c() / 50
    steps = [Control(CURRENT, current, lower=1.0), Control(CURRENT, -current, upper=2.8)] * 2
    assert follow(*steps).outcomes[0, :, ACCEPTED].max() < 200


def test_a_hold_at_the_upper_voltage_takes_the_current_down():
    current = cells.one_c() / 5
    ensemble = follow(
        Control(CURRENT, current, lower=1.0),
        Control(CURRENT, -current, upper=2.6),
        Control(VOLTAGE, 2.6, current_floor=current / 10),
        points=500,
    )
    hold = ensemble.curves[0, 2, : ensemble.counts[0, 2]]
    # the charge ends inside a time step, at states interpolated to its tolerance
    assert hold[0, 2] == pytest.approx(-current, rel=3e-3)
    assert hold[-1, 2] == pytest.approx(-current / 10, rel=1e-8)
    assert np.all(np.diff(hold[:, 2]) > 0)


def test_capacity_converges_with_nodes_and_tolerance():
    current = cells.one_c()
    times = [
        follow(Control(CURRENT, current, lower=1.0), nodes=nodes, tolerance=tolerance).outcomes[0, 0, ELAPSED]
        for nodes, tolerance in ((20, 1e-5), (40, 1e-5), (40, 1e-7), (160, 1e-7))
    ]
    assert times[:3] == pytest.approx([times[3]] * 3, rel=2e-3)
    assert times[1] == pytest.approx(times[2], rel=1e-4)


def test_fresh_lithium_sulfide_charges_only_above_its_barrier():
    states = np.array([[0.998, 0.0, 0.0, 1e-4, 0.0, 0.0, 0.0, 0.0, 0.0]])
    half_inverse_thermal_voltage = cells.parameters()["half_inverse_thermal_voltage"]
    charge = Control(CURRENT, -cells.one_c() / 10, upper=2.6)
    shares = []
    for volts in (0.0, 0.2, 0.6):
        values = cells.SULFUR_ALONE | {"activation_barrier": half_inverse_thermal_voltage * volts}
        ensemble = follow(charge, values=values, states=states)
        shares.append(-ensemble.outcomes[0, 0, CHARGE] / (cells.one_c() * 3600))
    assert shares[0] > 0.8
    assert shares[1] > 0.2
    assert shares[2] < 0.02


def test_the_turnover_counts_what_has_been_charged():
    current = cells.one_c() / 10
    steps = [Control(CURRENT, current, lower=1.0), Control(CURRENT, -current, upper=2.8)] * 3
    ensemble = follow(*steps, values=cells.SULFUR_ALONE)
    charged = -ensemble.outcomes[0, 1::2, CHARGE].sum() / (cells.one_c() * 3600)
    assert ensemble.final[0, 1 + State.turnover].mean() == pytest.approx(charged, rel=1e-4)


def test_worn_contact_lowers_the_capacity_cycle_by_cycle():
    current = cells.one_c() / 2
    steps = [Control(CURRENT, current, lower=1.0), Control(CURRENT, -current, upper=2.8)] * 10
    kept = {}
    for wear in (0.0, 0.01, 0.03):
        values = cells.SULFUR_ALONE | {"wear": wear, "damage_rate": 0.0}
        charges = follow(*steps, values=values).outcomes[0, ::2, CHARGE]
        kept[wear] = charges[-1] / charges[1]
    assert kept[0.0] == pytest.approx(1.0, abs=1e-3)
    assert kept[0.0] > kept[0.01] > kept[0.03]


def partly(times, states=cells.CHARGED):
    """Three cycles of a fifth of the sulfur, with a film of sulfur so many times as resistive as one of Li2S."""
    film = times * cells.parameters()["film_discharge"]
    current = 0.1 * cells.one_c()
    steps = [Control(CURRENT, current, duration=2 * 3600.0), Control(CURRENT, -current, upper=2.8)] * 3
    return follow(*steps, values={**cells.SULFUR_ALONE, "damage_rate": 0.0, "film_charge": film}, states=states)


def test_what_a_cell_gave_it_takes_again_however_little_of_its_sulfur_that_was():
    """Though all of its sulfur as a film would not let it."""
    cycles = partly(50)
    given, taken = cycles.outcomes[0, ::2, CHARGE], -cycles.outcomes[0, 1::2, CHARGE]
    assert taken == pytest.approx(given, rel=0.02)
    film = cycles.final[0, 1 + State.sulfur_film]
    assert film.mean() == pytest.approx(taken[-1] / (cells.one_c() * 3600.0), rel=0.1)
    full_of_film = partly(50, np.array([[0.002, *[0.0] * (N - 2), 0.998]]))
    assert -full_of_film.outcomes[0, 1, CHARGE] < 0.8 * given[0]


def test_three_times_of_the_film_of_sulfur_is_felt_by_a_charge():
    thin, thick = (partly(times).outcomes[0, 1] for times in (10, 30))
    assert thick[ENERGY] / thick[CHARGE] > thin[ENERGY] / thin[CHARGE] + 0.02
