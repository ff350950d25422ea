"""The gel model: its compiled functions, and the physics of a whole cell."""

import numpy as np
import pytest

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.model.gel import GEL, Parameter, State
from brimstone.simulate.balances import lithium_error, sulfur_error
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import (
    CHARGE,
    CURRENT,
    LOWER_VOLTAGE,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE_END,
    Control,
)
from tests.model import gels
from tests.model.compiled import check_jacobian, check_rates, plain_rates

NODES, N = 12, len(State)
DAY = 86400.0


def random_case(seed):
    """States over their ranges and at their ends, parameters a factor of a few about realistic ones."""
    random = np.random.default_rng(40 + seed)
    p = gels.row()[0] * np.exp(0.5 * random.standard_normal(len(Parameter)))
    for name in ("half_inverse_thermal_voltage", "upper_potential", "lower_potential"):
        p[Parameter[name]] = gels.row()[0, Parameter[name]] * random.uniform(0.95, 1.05)
    y = np.empty((1 + N, NODES))
    y[0] = random.uniform(1.6, 2.8, NODES)
    y[1 + State.lost] = random.uniform(0.0, 0.1, NODES)
    y[1 + State.shuttled] = random.uniform(0.0, 50.0, NODES)
    y[1 + State.dead] = random.uniform(0.0, 0.1, NODES)
    y[1 + State.stranded] = random.uniform(0.0, 0.1, NODES)
    y[1 + State.reacted] = random.uniform(0.0, 0.9, NODES) / p[Parameter.solvent_use]
    p[Parameter.pore_share] = random.uniform(0.2, 0.98)
    p[Parameter.stranded_share], p[Parameter.recovery], p[Parameter.nitrate_retention] = 0.01, 1e-7, 0.1
    held = y[1 + State.lost] + y[1 + State.dead] + y[1 + State.stranded]
    parts = random.dirichlet([0.5] * 5, NODES) * (1.0 - held)[:, None]
    y[1 + State.sulfide], y[1 + State.sulfur] = parts[:, 0], parts[:, 1]
    y[1 + State.sulfur_outside], y[1 + State.polysulfide_outside] = parts[:, 2], parts[:, 3]
    p[Parameter.wet_share] = random.uniform(0.2, 0.98)
    return y, p


@pytest.mark.parametrize("seed", range(10))
def test_compiled_rates_are_those_of_plain_numpy(seed):
    check_rates(GEL, *random_case(seed))


@pytest.mark.parametrize("seed", range(10))
def test_the_compiled_jacobian_is_the_derivative_of_the_rates(seed):
    check_jacobian(GEL, *random_case(seed), relative=1e-12)  # slopes of what dissolves are differences


def follow(*steps, nodes=NODES, states=gels.CHARGED, **values):
    around = gels.surroundings(half_inverse_thermal_voltage=gels.parameters(**values)["half_inverse_thermal_voltage"])
    problem = Problem(GEL.functions, GEL.scales, gels.row(**values), gels.GUESS, states, [steps], around)
    return run(problem, SolverOptions(nodes, tolerance=1e-7, points=6000, profiles=True))


@pytest.mark.parametrize("rate", [0.05, 0.5])
@pytest.mark.parametrize("temperature", [253.15, 298.15, 373.15])
def test_no_share_is_used_beyond_its_end_down_to_zero_volt(rate, temperature):
    current, warmth = rate * gels.one_c(), 0.5 * FARADAY / (GAS_CONSTANT * temperature)
    of = follow(
        Control(CURRENT, current, lower=0.8),
        Control(CURRENT, 5.0 * current, lower=0.0),
        film=0.0,
        half_inverse_thermal_voltage=warmth,
    )
    assert of.completed.all()
    for step in range(2):
        states = of.profiles[0, step, : of.counts[0, step], 1:]
        used = states[:, [State.sulfide, State.sulfur, State.lost, State.dead, State.stranded]]
        assert used.min() > -1e-6
        assert used.sum(axis=1).max() < 1.0 + 1e-6


def curve(of, step=0):
    rows = of.curves[0, step, : of.counts[0, step]]
    return rows[:, 1], np.abs(rows[:, 3])


def profile(of, step):
    return of.profiles[0, step, : of.counts[0, step]]


def cycle(rate=0.1, **values):
    current = rate * gels.one_c()
    return follow(
        Control(CURRENT, current, lower=1.8),
        Control(CURRENT, -current, upper=2.8, duration=3 * 3600 / rate),
        Control(CURRENT, current, lower=1.8),
        **values,
    )


def test_a_slow_discharge_has_two_plateaus_at_a_quarter_of_the_theory():
    voltage, charge = curve(follow(Control(CURRENT, 0.02 * gels.one_c(), lower=1.8), shuttle_rate=0.0, film=0.0))
    whole = gels.WHOLE * 50e-6
    assert np.interp(0.12 * whole, charge, voltage) == pytest.approx(2.33, abs=0.03)
    assert np.interp(0.6 * whole, charge, voltage) == pytest.approx(2.17, abs=0.03)
    drop = charge[np.argmin(np.gradient(voltage[charge < 0.4 * whole], charge[charge < 0.4 * whole]))]
    assert drop == pytest.approx(0.25 * whole, rel=0.02)


def test_few_seeds_make_a_dip_between_the_plateaus_and_many_none():
    def dip(seeds):
        voltage, charge = curve(cycle(seeds=seeds))
        whole = gels.WHOLE * 50e-6
        between, after = (charge > 0.24 * whole) & (charge < 0.3 * whole), (charge > 0.3 * whole)
        return voltage[after].max() - voltage[between].min()

    assert dip(0.003) > 1.5 * dip(0.03) > 0.005
    assert dip(10.0) < 1e-3


WASTING = {"stranded_share": 0.02, "dead_share": 0.02, "recovery": 1e-6, "solvent_use": 5.0, "nitrate_retention": 0.1}


def test_balances_of_charge_lithium_and_sulfur_close_to_round_off():
    of = cycle(shuttle_rate=3e-5, **WASTING)
    assert np.all(of.charge_balance < 1e-12)
    profiles = [profile(of, step) for step in range(3)]
    charges = [float(charge) for charge in of.outcomes[0, :, CHARGE]]
    moles = gels.WHOLE * 50e-6 / (2 * 96485.33212)
    assert lithium_error(GEL, gels.row()[0], profiles, charges, moles) < 1e-12
    assert sulfur_error(GEL, profiles, 0.9, 1.0) < 1e-8  # what is used up may undershoot zero by as much


def test_without_shuttle_every_charge_comes_back():
    of = cycle(shuttle_rate=0.0, dead_share=0.0)
    assert list(of.outcomes[0, :, STATUS]) == [LOWER_VOLTAGE, UPPER_VOLTAGE, LOWER_VOLTAGE]
    first, charged, second = np.abs(of.outcomes[0, :, CHARGE])
    assert second / charged == pytest.approx(1.0, abs=1e-3)
    assert second / first == pytest.approx(1.0, abs=5e-3)


def test_efficiency_falls_with_the_shuttle_and_rises_with_the_rate():
    def efficiency(rate, shuttle):
        _, charged, discharged = np.abs(cycle(rate, shuttle_rate=shuttle, lost_share=0.0).outcomes[0, :, CHARGE])
        return discharged / charged

    slow = [efficiency(0.1, shuttle) for shuttle in (0.0, 5e-6, 2e-5)]
    assert slow[0] > slow[1] > slow[2]
    assert efficiency(0.5, 2e-5) > slow[2]


def test_a_charge_whose_current_the_shuttle_takes_never_ends():
    current = 0.1 * gels.one_c()
    balance = 4.0 * current / (gels.WHOLE * 50e-6)  # the rate at which all long chains take the whole current
    for factor, ending in ((0.3, UPPER_VOLTAGE), (4.0, TIME)):
        of = follow(
            Control(CURRENT, current, lower=1.8),
            Control(CURRENT, -current, upper=2.8, duration=3 * 36000.0),
            shuttle_rate=factor * balance, saturation=0.0, lost_share=0.0,
        )  # fmt: skip
        assert of.outcomes[0, 1, STATUS] == ending


def test_a_charged_cell_discharges_itself_at_rest_to_the_lower_plateau():
    rested = {}
    for shuttle in (0.0, 1e-5):
        of = follow(
            Control(CURRENT, 0.0, duration=10 * DAY), Control(CURRENT, 0.1 * gels.one_c(), lower=1.8),
            shuttle_rate=shuttle, lost_share=0.0,
        )  # fmt: skip
        rested[shuttle] = of.outcomes[0, 0, VOLTAGE_END], of.outcomes[0, 1, CHARGE]
    assert rested[0.0][0] > 2.3
    assert rested[1e-5][0] < 2.25
    # long chains that lithium shortened are still there as Li2S4
    assert rested[1e-5][1] / rested[0.0][1] == pytest.approx(0.75, abs=0.02)


def test_a_discharged_cell_keeps_the_potential_of_lithium_sulfide_however_long_it_rests():
    for shuttle, least in ((1e-4, 2.0), (1e-2, 1.7)):
        discharge, rest = Control(CURRENT, 0.05 * gels.one_c(), lower=1.5), Control(CURRENT, 0.0, duration=90 * DAY)
        of = follow(discharge, rest, shuttle_rate=shuttle)
        assert of.completed.all()
        assert of.outcomes[0, 1, VOLTAGE_END] > least
        assert sulfur_error(GEL, [profile(of, 1)], 1.0, 1.0) < 1e-6


def test_what_lithium_makes_solid_is_lost_to_later_cycles():
    fading = cycle(shuttle_rate=1e-5, lost_share=0.3)
    lost = profile(fading, 2)[-1, 1 + State.lost].mean()
    first, _, second = np.abs(fading.outcomes[0, :, CHARGE])
    assert lost > 0.01
    assert second < first


def test_lithium_sulfide_that_breaks_off_is_lost_to_later_cycles():
    firm, brittle = (cycle(shuttle_rate=0.0, dead_share=share, dead_most=1e9) for share in (0.0, 0.05))
    dead = profile(brittle, 2)[-1, 1 + State.dead].mean()
    assert dead == pytest.approx(0.05 * profile(brittle, 0)[-1, 1 + State.sulfide].mean(), rel=0.1)
    first, second = (float(of.outcomes[0, 2, CHARGE]) for of in (firm, brittle))
    assert 1.0 - 4.0 * dead < second / first < 1.0 - dead  # dead Li2S also thickens the film and covers carbon


def test_depth_matters_little_where_ions_move_easily():
    """One node is a cathode whose solution is mixed throughout; twelve each keep their own."""
    for rate in (0.1, 0.5):
        mixed, apart = (np.abs(cycle(rate, nodes=nodes).outcomes[0, :, CHARGE]) for nodes in (2, NODES))
        assert apart == pytest.approx(mixed, rel=0.01)


def test_python_says_of_a_profile_what_the_kernel_does():
    y, p = random_case(3)[0], gels.row()[0]
    rate, rho = plain_rates(GEL, y, p)
    assert np.stack(GEL.resistivities(p, y)) == pytest.approx(rho)
    assert GEL.current(p, y) == pytest.approx(GEL.charges(p) @ rate, rel=1e-9, abs=1e-3)


def test_lithium_sulfide_that_grows_outside_is_out_of_reach_until_long_chains_dissolve_it():
    of = cycle(shuttle_rate=0.0, dead_share=0.0, stranded_share=0.05)
    grown = profile(of, 0)[-1, 1 + State.sulfide].mean() + profile(of, 0)[-1, 1 + State.stranded].mean()
    assert profile(of, 1)[-1, 1 + State.stranded].mean() == pytest.approx(0.05 * grown, rel=0.01)
    rest = (Control(CURRENT, 0.0, duration=30 * DAY),)
    start = np.array([[0.002, 0.35, 0.0, 0.0, 0.05, 0.1, 0.0, 0.35, 0.05]])
    rested = follow(*rest, states=start, shuttle_rate=0.0, recovery=1e-6, saturation=0.0, pore_share=0.5)
    ends = profile(rested, 0)[[0, -1], 1:].mean(axis=2)
    dissolved = -np.diff(ends[:, [State.dead, State.stranded]], axis=0)[0]
    assert dissolved.sum() > 0.1
    assert ends[1, [State.sulfur, State.sulfur_outside]].sum() == pytest.approx(
        0.7 - 3.0 * dissolved.sum(), abs=0.01
    )  # 4 Li2S + 3/2 S8 = 4 Li2S4


def test_lithium_uses_nitrate_up_and_the_shuttle_comes_back():
    protected, bare = (
        cycle(shuttle_rate=1e-4, nitrate_retention=0.05, nitrate_use=use, lost_share=0.0) for use in (1e-6, 1e3)
    )
    _, charged, discharged = np.abs(protected.outcomes[0, :, CHARGE])
    assert discharged / charged > 0.97
    _, charged, discharged = np.abs(bare.outcomes[0, :, CHARGE])
    assert discharged / charged < 0.93
    assert profile(protected, 0)[-1, 1 + State.reacted].mean() == 0.0  # stripping costs nothing
    reacted = profile(protected, 1)[-1, 1 + State.reacted].mean()
    passed = abs(protected.outcomes[0, 1, CHARGE]) / (gels.WHOLE * 50e-6)
    assert reacted == pytest.approx(0.005 * passed, rel=1e-3)
    passed = abs(bare.outcomes[0, 1, CHARGE]) / (gels.WHOLE * 50e-6)
    assert profile(bare, 1)[-1, 1 + State.reacted].mean() == pytest.approx(0.03 * passed, rel=0.15)


def test_a_cell_that_dries_loses_its_last_capacity():
    """A charge that takes four fifths of the solution leaves two fifths of the pores wet, one that takes 96 % 8 %."""
    wet = cycle(0.5, solvent_use=1e-6, nitrate_use=1e3)
    reacted = profile(wet, 1)[-1, 1 + State.reacted].mean()
    drying = [cycle(0.5, solvent_use=use / reacted, nitrate_use=1e3) for use in (0.8, 0.96)]
    left = [np.abs(of.outcomes[0, :, CHARGE]) for of in (wet, *drying)]
    kept = [of[2] / of[0] for of in left]
    assert kept[1] < 0.94 * kept[0]
    assert kept[2] < 0.88 * kept[0]
