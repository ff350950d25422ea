"""Dissolved sulfur as a field through cathode and separator."""

import functools

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.gel.depth.parameters import Parameter, State
from brimstone.simulate.balances import lithium_error, sulfur_error
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import ACCEPTED, CHARGE, CURRENT, ELAPSED, POWER, STATUS, TIME, VOLTAGE, Control
from tests.model import depths, gels, test_gel
from tests.model.compiled import call_rates, check_jacobian, check_rates, neighbours, plain_rates

SULFUR, OUTSIDE, SHORT, SHORT_OUTSIDE = (
    State[name] for name in ("sulfur", "sulfur_outside", "polysulfide", "polysulfide_outside")
)
THEORY = depths.WHOLE * 50e-6  # C/m2
#: No reaction, no film and all that is there dissolved: what moves only diffuses.
STILL = {"upper_rate": 1e-30, "lower_rate": 1e-30, "saturation": 0.0, "reduction_rate": 0.0}


def follow(*steps, nodes=16, tolerance=1e-6, states=depths.CHARGED, start=None, points=0, **values):
    problem = Problem(
        GEL_THROUGH_DEPTH.functions, GEL_THROUGH_DEPTH.scales, depths.row(**values), depths.GUESS, states, [steps],
        depths.surroundings(), GEL_THROUGH_DEPTH.fields,
    )  # fmt: skip
    return run(problem, SolverOptions(nodes, tolerance, points=points, profiles=points > 0, final=True), start=start)


def capacity(rate, **values):
    """Of a discharge [share of the theory]."""
    return float(follow(Control(CURRENT, rate * depths.one_c(), lower=1.8), **values).outcomes[0, 0, CHARGE]) / THEORY


def resting(time, *, nodes, before, tolerance=1e-6, **values):
    """States after a rest that begins with the local states `before` (states, nodes)."""
    first = follow(Control(CURRENT, 0.0, duration=0.0), nodes=nodes, tolerance=tolerance, **STILL | values)
    first.standing.states[0, :, 1:] = before
    rest = Control(CURRENT, 0.0, duration=time)
    return follow(rest, nodes=nodes, tolerance=tolerance, start=first.standing, **STILL | values).final[0, 1:]


def stepped(nodes):
    """Twice as much Li2S4 in the pores as outside, half of the solution in each."""
    states = np.zeros((len(State), nodes))
    states[State["sulfide"]], states[SULFUR], states[OUTSIDE] = 0.2, 0.1, 0.1
    states[SHORT], states[SHORT_OUTSIDE], states[State["unmoved"]] = 0.4, 0.2, 0.2
    return states


def random_case(seed):
    y, p = test_gel.random_case(seed)
    random = np.random.default_rng(seed)
    row = depths.row()[0]
    for name in list(gels.parameters())[1 + test_gel.N :]:
        row[Parameter[name]] = p[test_gel.Parameter[name]]
    row[Parameter["exchange"]] = row[Parameter["shuttle_rate"]] = 0.0
    for name in ("mixing", "mixing_outside", "reduction_rate"):
        row[Parameter[name]] *= np.exp(random.standard_normal())
    row[Parameter["film_delay"]] = random.uniform(0.0, 10.0)
    y = np.concatenate([y, np.zeros((2, y.shape[1]))])
    y[1 + SHORT] = random.dirichlet([0.5] * 3, y.shape[1])[:, 0]
    return y, row


@pytest.mark.parametrize("seed", range(6))
def test_compiled_rates_and_jacobian_are_those_of_plain_numpy_and_its_derivative(seed):
    check_rates(GEL_THROUGH_DEPTH, *random_case(seed))
    check_jacobian(GEL_THROUGH_DEPTH, *random_case(seed), relative=1e-12)


def test_a_node_feels_its_neighbours_as_the_solver_is_told():
    y, p = random_case(2)
    for place, by in neighbours(GEL_THROUGH_DEPTH, y, p).items():
        for k in range(y.shape[1]):
            moved = y.astype(complex)
            moved[1 + place, k] += 1e-30j
            rates = plain_rates(GEL_THROUGH_DEPTH, moved, p)[0].imag / 1e-30
            told = np.zeros(y.shape[1])
            told[k + 1 : k + 2], told[max(k - 1, 0) : k] = by[0, k + 1 : k + 2], by[1, max(k - 1, 0) : k]
            told[k] = rates[place, k]
            assert rates[place] == pytest.approx(told, rel=1e-12, abs=1e-14)
            others = np.delete(rates, k, axis=1)
            assert not np.delete(others, place, axis=0).any()


def test_what_leaves_the_pores_diffuses_as_the_series_says():
    """Two halves of one medium, twice as much in one: a step that decays by sines over both."""
    nodes, mixing, time = 40, 1e-3, 150.0
    ended = resting(time, nodes=nodes, before=stepped(nodes), pore_share=0.5, mixing=mixing, mixing_outside=mixing)
    x, odd = (np.arange(nodes) + 0.5) / nodes, np.arange(1, 200, 2)[:, None]
    decay = np.exp(-((0.5 * np.pi * odd) ** 2) * mixing / 0.5 * time)
    wave = 0.1 * (4.0 / np.pi / odd * np.sin(0.5 * np.pi * odd * x) * decay).sum(axis=0)
    assert ended[SHORT] == pytest.approx(0.3 + wave, abs=2e-5)
    assert ended[SHORT_OUTSIDE] == pytest.approx(0.3 - wave, abs=2e-5)
    assert wave[-1] - wave[0] > 0.05  # a time at which there is a profile


def test_the_error_of_the_mesh_falls_with_its_square():
    def profile(nodes):
        ended = resting(
            100.0, nodes=nodes, before=stepped(nodes), tolerance=1e-8, pore_share=0.5, mixing=1e-3, mixing_outside=1e-3
        )
        return ended[SHORT].reshape(8, -1).mean(axis=1)

    coarse, middle, fine = (profile(nodes) for nodes in (8, 16, 32))
    order = np.log2(np.abs(coarse - middle).max() / np.abs(middle - fine).max())
    assert order == pytest.approx(2.0, abs=0.25)


def test_the_error_of_time_steps_falls_with_their_third_power_or_faster():
    def ended(tolerance):
        of = follow(Control(CURRENT, 0.2 * depths.one_c(), duration=7200.0), tolerance=tolerance, nodes=8)
        return of.final[0, 1:], of.outcomes[0, 0, ACCEPTED]

    exact, _ = ended(1e-10)
    (coarse, few), (fine, many) = ended(1e-4), ended(1e-7)
    order = np.log(np.abs(coarse - exact).max() / np.abs(fine - exact).max()) / np.log(many / few)
    assert order > 2.5
    assert np.abs(fine - exact).max() < 1e-5


@pytest.mark.parametrize("nodes", [4, 16])
def test_a_steady_shuttle_passes_the_solution_outside_by_a_straight_line(nodes):
    """Solid sulfur keeps the pores saturated; lithium takes all that comes: L/D and the film in series."""
    saturation, mixing, film, reduction = 1e4, 2e-3, 300.0, 1.0
    of = follow(
        *[Control(CURRENT, 0.0, duration=duration) for duration in (4e4, 1e4)],
        nodes=nodes, saturation=saturation, fresh_saturation=saturation, mixing=1e6, mixing_outside=mixing,
        film_delay=film, reduction_rate=reduction, upper_rate=1e-30, lower_rate=1e-30, lost_share=0.0,
        nitrate_retention=1.0, points=500,
    )  # fmt: skip
    kept = of.profiles[0, 1, : of.counts[0, 1], 1:]
    passed = np.diff(kept[[0, -1], State["shuttled"]].mean(axis=1))[0]
    flow = 1.0 / saturation / (1.0 / mixing + film + 1.0 / reduction)
    assert passed / of.outcomes[0, 1, ELAPSED] == pytest.approx(flow, rel=2e-3)
    assert np.diff(kept[-1, OUTSIDE]) == pytest.approx(-flow / mixing / nodes * (1.0 - depths.INSIDE), rel=2e-3)


FAST = {"mixing": 1e4, "mixing_outside": 1e4}


def test_a_field_that_mixes_fast_is_one_place():
    steps = (
        Control(CURRENT, 0.3 * depths.one_c(), lower=1.8),
        Control(CURRENT, -0.2 * depths.one_c(), upper=2.6, duration=20 * 3600.0),
        Control(POWER, 4.0, lower=1.9),
        Control(VOLTAGE, 2.1, duration=600.0),
    )
    field = follow(*steps, reduction_rate=1e-6, **FAST)
    row = gels.row(exchange=1e4, shuttle_rate=1e-6)
    problem = Problem(GEL.functions, GEL.scales, row, gels.GUESS, gels.CHARGED, [steps], gels.surroundings())
    place = run(problem, SolverOptions(16, 1e-6))
    assert np.array_equal(field.outcomes[0, :, STATUS], place.outcomes[0, :, STATUS])
    assert field.outcomes[0, :, CHARGE] == pytest.approx(place.outcomes[0, :, CHARGE], rel=2e-3)


def test_a_film_between_places_that_mix_fast_makes_them_two():
    """The exchange of two places, exactly: what lies between them is all of the way."""
    step = Control(CURRENT, 0.5 * depths.one_c(), lower=1.8)
    delay = 3e4
    row = gels.row(exchange=1.0 / delay, shuttle_rate=0.0)
    problem = Problem(GEL.functions, GEL.scales, row, gels.GUESS, gels.CHARGED, [[step]], gels.surroundings())
    places = float(run(problem, SolverOptions(16, 1e-6)).outcomes[0, 0, CHARGE]) / THEORY
    assert capacity(0.5, film_delay=delay, reduction_rate=0.0, **FAST) == pytest.approx(places, rel=2e-3)
    assert places < 0.9 * capacity(0.5, film_delay=0.0, reduction_rate=0.0, **FAST)


def test_where_nothing_moves_only_what_is_in_the_pores_reacts():
    slow = {"mixing": 1e-12, "mixing_outside": 1e-12, "reduction_rate": 0.0}
    assert capacity(0.05, **slow) == pytest.approx(depths.INSIDE * capacity(0.05, **FAST, reduction_rate=0.0), rel=0.1)


def test_slower_motion_and_more_current_leave_more_behind():
    by_motion = [capacity(0.2, mixing=mixing, mixing_outside=mixing) for mixing in (1e-5, 1e-4, 1e-3, 1e-1)]
    assert np.all(np.diff(by_motion) > 0.0)
    by_current = [capacity(rate, mixing=2e-4, mixing_outside=2e-4) for rate in (0.05, 0.2, 0.8)]
    assert np.all(np.diff(by_current) < 0.0)


def test_a_thicker_cathode_gives_less_of_its_sulfur():
    """Twice as thick, at the same C-rate: twice the current, four times as slow to mix for each volume it holds."""
    given = [
        capacity(0.2 * times, thickness=50e-6 * times, mixing=2e-3 / times**2, mixing_outside=2e-3 / times**2) / times
        for times in (1.0, 2.0, 4.0, 8.0)
    ]
    assert np.all(np.diff(given) < 0.0)
    assert given[-1] < 0.7 * given[0]


def test_the_far_end_runs_dry_when_sulfur_comes_from_outside_slower_than_it_reacts():
    of = follow(Control(CURRENT, 0.1 * depths.one_c(), lower=1.8), mixing=1e-5, mixing_outside=1e-3, points=600)
    last = of.profiles[0, 0, of.counts[0, 0] - 1, 1:]
    assert last[SHORT, 0] > 100.0 * last[SHORT, -1] > 0.0
    assert last[State["sulfide"], 0] > 1.5 * last[State["sulfide"], -1]


CYCLE = (
    Control(CURRENT, 0.2 * depths.one_c(), lower=1.8),
    Control(CURRENT, -0.2 * depths.one_c(), upper=2.6, duration=3 * 5 * 3600.0),
    Control(CURRENT, 0.2 * depths.one_c(), lower=1.8),
)


@functools.cache
def cycled():
    return follow(*CYCLE, points=3000, mixing=1e-3, mixing_outside=1e-3, reduction_rate=3e-5, **test_gel.WASTING)


def test_balances_of_charge_lithium_and_sulfur_close_to_round_off():
    """None of them by construction: sulfur moves by itself, charge is counted apart from it."""
    of = cycled()
    assert of.completed.all()
    assert np.all(of.charge_balance < 1e-12)
    profiles = [of.profiles[0, step, : of.counts[0, step]] for step in range(len(CYCLE))]
    held = np.concatenate([sum(GEL_THROUGH_DEPTH.held(one).values()).mean(axis=1) for one in profiles])
    assert held == pytest.approx(1.0, abs=1e-12)
    row, moles = depths.row()[0], THEORY / (2 * 96485.33212)
    charges = [float(charge) for charge in of.outcomes[0, :, CHARGE]]
    assert lithium_error(GEL_THROUGH_DEPTH, row, profiles, charges, moles) < 1e-10
    assert sulfur_error(GEL_THROUGH_DEPTH, profiles, 0.9, 1.0) < 1e-8  # what is used up may undershoot zero by as much
    unmoved = [one[:, 1 + State["unmoved"]].mean(axis=1) for one in profiles]
    chains = [one[:, [1 + SULFUR, 1 + OUTSIDE, 1 + State["shuttled"]]].sum(axis=1).mean(axis=1) for one in profiles]
    assert np.concatenate(unmoved) == pytest.approx(np.concatenate(chains), abs=1e-12)


def laplacian(nodes):
    """Second difference with closed ends, times the square of the nodes."""
    matrix = np.diag(np.ones(nodes - 1), 1) + np.diag(np.ones(nodes - 1), -1)
    return nodes**2 * (matrix - np.diag(matrix.sum(axis=1)))


def test_a_discharge_is_that_of_scipy_by_the_method_of_lines():
    """Rates of a cathode of two places without exchange, a matrix of its own for what moves, one potential for all."""
    nodes, rate, mixing, beside, film, reduction = 4, 0.3, 5e-4, 3e-4, 200.0, 2e-5
    values = {"saturation": 0.0, "ionic_resistivity": 1e-9, "electronic_resistivity": 1e-9, "lost_share": 0.1}
    two = gels.row(exchange=0.0, shuttle_rate=0.0, **values)[0]
    inside, second, whole = depths.INSIDE, laplacian(nodes), 1.0 - depths.INSIDE
    face = nodes / ((0.5 / mixing + 0.5 / beside) / nodes + film)
    end = nodes * reduction / (1.0 + 0.5 * reduction / nodes / beside)
    count = len(GEL.states)
    charges = GEL.charges(two)
    moved = [GEL.states.sulfide, GEL.states.sulfur, GEL.states.lost, GEL.states.dead, GEL.states.stranded]
    moved += [GEL.states.sulfur_outside, GEL.states.polysulfide_outside]

    def local(potential, states):
        y = np.concatenate([np.full((1, nodes), potential), states[:count]])
        y[1 + GEL.states.lost] = 1.0 - sum(states[place] for place in moved) + states[GEL.states.lost] - states[count]
        rates, resistivities = np.empty((count, nodes)), np.empty((2, nodes))
        call_rates(GEL.functions.rates.address, y, two, 1.0, rates, resistivities)
        return rates

    def potential(states):
        current = rate * depths.one_c() / 50e-6
        return brentq(lambda v: (charges @ local(v, states)).mean() - current, 0.5, 3.0, xtol=1e-13)

    def slopes(_, flat):
        states = flat.reshape(count + 1, nodes)
        of = local(potential(states), states)
        change = np.concatenate([of, -of[moved].sum(axis=0, keepdims=True)])
        for within, out in ((GEL.states.sulfur, GEL.states.sulfur_outside), (count, GEL.states.polysulfide_outside)):
            change[within] += mixing / inside * second @ states[within]
            change[out] += beside / whole * second @ states[out]
            mobile = states[within, 0] / inside
            if within == GEL.states.sulfur:  # the trace that smooth ends keep does not leave
                mobile *= 1.0 - 1.0 / (1.0 + (1e3 * mobile) ** 16)
            step = face * (mobile - states[out, 0] / whole)
            change[within, 0] -= step
            change[out, 0] += step
        taken = end * states[GEL.states.sulfur_outside, -1] / whole
        change[GEL.states.sulfur_outside, -1] -= taken
        change[GEL.states.shuttled, -1] += taken
        change[GEL.states.lost, -1] += 0.1 * taken
        change[GEL.states.polysulfide_outside, -1] += 0.9 * taken
        return change.ravel()

    time = 4000.0
    start = np.repeat(depths.CHARGED[0, :-1], nodes)
    theirs = solve_ivp(slopes, (0.0, time), start, method="LSODA", rtol=1e-8, atol=1e-10).y[:, -1]
    of = follow(
        Control(CURRENT, rate * depths.one_c(), duration=time), nodes=nodes, tolerance=1e-8, mixing=mixing,
        mixing_outside=beside, film_delay=film, reduction_rate=reduction, nitrate_retention=1.0, **values,
    )  # fmt: skip
    assert of.outcomes[0, 0, STATUS] == TIME
    assert of.final[0, 1:-1] == pytest.approx(theirs.reshape(count + 1, nodes), abs=2e-6)


def test_what_moves_must_carry_no_charge():
    with pytest.raises(ValueError, match="must carry no charge"):
        follow(Control(CURRENT, 0.0, duration=1.0), sulfur_charge=-1.0)
