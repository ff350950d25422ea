"""What every model of the cathode promises the rest of the house, asked of each."""

import copy
import pickle

import numpy as np
import pytest

from brimstone.model import HEAT_SOURCES, LOSSES
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID, processes
from brimstone.model.surroundings import Around
from brimstone.physics.thermodynamics import equilibrium_potential
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import CHARGES, CURRENT, THICKNESS, Control
from tests.model import cells, depths, gels
from tests.model.compiled import plain_rates

MODELS = {"solid": (SOLID, cells), "gel": (GEL, gels), "depth": (GEL_THROUGH_DEPTH, depths)}
NODES = 7


@pytest.fixture(params=MODELS, ids=MODELS)
def case(request):
    """A model and one row of its parameters, no process left out."""
    model, rows = MODELS[request.param]
    changes = {"activation_barrier": 3.0, "plateau_step": 0.1, "stress_rigid": 0.3} if model is SOLID else {}
    return model, rows.row(**changes)[0]


def random_profile(model, seed=0, points=3):
    """States that a cell may be in; of shares that add up to one, what is left is not negative."""
    random = np.random.default_rng(seed)
    states = random.dirichlet(np.ones(1 + len(model.states)), (points, NODES))[..., :-1]
    profile = np.concatenate([random.uniform(1.2, 2.8, (points, 1, NODES)), np.moveaxis(states, -1, 1)], axis=1)
    return depths.consistent(profile) if model is GEL_THROUGH_DEPTH else profile


def fresh_profile(model, p, charged):
    """A cell as assembled, at its first guess of the potential."""
    states, potential = model.fresh(p, charged)
    return np.array([float(potential), *states])[:, None]


def kernel_result(model, p, profile):
    """Rates and resistivities by the function that kernels compile, point by point, each (points, rows, nodes)."""
    rates, resistivities = zip(*(plain_rates(model, point, p) for point in profile), strict=True)
    return np.stack(rates), np.stack(resistivities)


def test_a_model_is_pickled_and_copied_by_name(case):
    model, _ = case
    assert pickle.loads(pickle.dumps(model)) is model
    assert copy.deepcopy(model) is model
    assert len(pickle.dumps(model)) < 100


def test_the_solver_finds_thickness_and_charges_where_it_looks(case):
    model, p = case
    names = [parameter.name for parameter in model.parameters]
    assert names[THICKNESS] == "thickness"
    assert names[CHARGES : CHARGES + len(model.states)] == [f"{state.name}_charge" for state in model.states]
    assert model.charges(p) == pytest.approx(p[CHARGES : CHARGES + len(model.states)])
    assert model.scales.shape == (len(model.states),)


def test_every_column_has_its_own_place_a_unit_and_a_meaning(case):
    model, p = case
    for columns in (model.parameters, model.states):
        assert list(columns) == list(range(len(columns)))
        assert all(column.unit and column.meaning for column in columns)
    assert len(model.parameters) == p.size


def test_kernels_and_results_assemble_the_same_rates(case):
    model, p = case
    profile = random_profile(model)
    rate, rho = kernel_result(model, p, profile)
    current = np.einsum("s,psn->pn", model.charges(p), rate)
    assert model.current(p, profile) == pytest.approx(current, rel=1e-9, abs=1e-9 * np.abs(current).max())
    for found, expected in zip(model.resistivities(p, profile), np.moveaxis(rho, 1, 0), strict=True):
        assert found == pytest.approx(expected, rel=1e-13)


def test_resistivities_filled_alone_are_those_filled_with_the_rates(case):
    model, p = case
    profile = random_profile(model)
    before = profile.copy()
    for point, rho in zip(profile, kernel_result(model, p, profile)[1], strict=True):
        alone = np.empty((2, NODES))
        model.functions.resist.__wrapped__(point, p, 1.0, alone)
        assert alone == pytest.approx(rho, rel=1e-14)
    assert np.array_equal(profile, before)


def test_every_parameter_does_something(case):
    """Scaling any one of them moves a rate, a charge, a resistivity or what a cell starts from."""
    model, p = case
    profile = np.concatenate([random_profile(model, seed) for seed in range(12)])

    def everything(row):
        rates, rho = kernel_result(model, row, profile)
        whole = np.array([row[THICKNESS], *model.charges(row), *model.fresh(row, True)[0]])
        return np.concatenate([np.ravel(part) for part in (rates, rho, whole)])

    before = everything(p)
    for parameter in model.parameters:
        changed = p.copy()
        changed[parameter] = 1.01 * p[parameter] if p[parameter] else 1.0
        assert not np.array_equal(everything(changed), before), parameter.name


@pytest.mark.parametrize("charged", [True, False], ids=["charged", "discharged"])
def test_a_fresh_cell_holds_nearly_none_or_nearly_all_of_its_lithium(case, charged):
    model, p = case
    profile = fresh_profile(model, p, charged)
    assert model.conversion(profile) == pytest.approx(0.0 if charged else 1.0, abs=0.004)
    assert model.from_anode(profile) == pytest.approx(0.0)
    assert model.progress(p, profile) == pytest.approx(model.conversion(profile))


def test_shares_of_the_sulfur_add_up_to_one(case):
    model, _ = case
    held = model.held(random_profile(model))
    assert sum(held.values()) == pytest.approx(1.0, rel=1e-14)
    assert all(np.all(share >= -1e-14) for share in held.values())


def test_conversion_goes_with_the_charge_that_the_states_hold(case):
    """A change of states carries the sulfur's charge that `conversion` says, less what came from the anode."""
    model, p = case
    profile = random_profile(model, points=2)
    change = np.diff(profile[:, 1:], axis=0)[0]
    charge = sum(model.charges(p)[state] * change[state] for state in model.of_sulfur)
    taken = np.diff(model.conversion(profile) - model.from_anode(profile), axis=0)[0]
    assert charge == pytest.approx(model.sulfur_charge(p) * taken, rel=1e-12)


def test_what_is_lost_and_what_is_delivered_is_what_the_reactions_release(case):
    """At any point, equilibrium times current is what the reactions lose, exchange and deliver to the conductors."""
    model, p = case
    profile = random_profile(model)
    h = p[THICKNESS] / NODES
    source = h * model.current(p, profile)
    whole = source.sum(axis=1)
    found = model.reactions(p, profile, whole)
    lost = sum(found.dissipated.values()) + sum(found.exchanged.values())
    delivered = (source * profile[:, 0]).sum(axis=1)
    assert found.equilibrium * whole - lost == pytest.approx(delivered, rel=1e-9, abs=1e-9 * np.abs(delivered).max())
    assert set(found.dissipated) | set(found.exchanged) < set(LOSSES)


def test_names_of_losses_and_heat_are_those_of_the_tables(case):
    model, p = case
    profile = random_profile(model)
    names = model.losses(p)
    found = model.reactions(p, profile, np.ones(len(profile)))
    assert list(names) == [name for name in LOSSES if name in names]
    assert {*found.dissipated, *found.exchanged, *model.removable} <= set(names)
    assert set(model.reaction_heat(p, profile, found.work)) <= set(HEAT_SOURCES)
    for factors in model.removable.values():
        assert set(factors) <= set(model.parameters.__members__)


def test_taking_a_loss_of_the_reactions_away_takes_it_away(case):
    model, p = case
    profile = random_profile(model)
    before = model.reactions(p, profile, np.ones(len(profile))).dissipated
    freed = p.copy()
    for name, factor in model.removable["product film"].items():
        freed[model.parameters[name]] *= factor
    after = model.reactions(freed, profile, np.ones(len(profile))).dissipated
    assert np.abs(before["product film"]).max() > 0.0
    assert after["product film"] == pytest.approx(0.0, abs=1e-9 * np.abs(after["kinetics"]).max())


@pytest.mark.parametrize(
    ("model", "rows", "start", "still"),
    [
        (SOLID, cells, [0.4, 0.1, 0.05, 0.2, 0.1, 0.01, 0.5, 0.1, 0.3], {}),
        (GEL, gels, [0.3, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3], {"shuttle_rate": 0.0}),
        (
            GEL_THROUGH_DEPTH,
            depths,
            [0.3, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.3, 0.1],
            {"reduction_rate": 0.0, "mixing": 1e-4},
        ),
    ],
    ids=MODELS,
)
def test_a_cell_left_alone_comes_to_rest_in_equilibrium_and_keeps_its_charge(model, rows, start, still):
    row = rows.row(**still)
    controls = [[Control(CURRENT, 0.0, duration=1e9)]]
    problem = Problem(
        model.functions, model.scales, row, rows.GUESS, np.array([start]), controls, rows.surroundings(), model.fields
    )
    solved = run(problem, SolverOptions(nodes=NODES, tolerance=1e-8, final=True))
    assert solved.completed.all()
    rate, _ = kernel_result(model, row[0], solved.final)
    assert np.abs(rate).max() < 1e-9
    assert np.ptp(solved.final[0, 0]) < 1e-6
    charges = model.charges(row[0])
    drawn = charges @ (solved.final[0, 1:].mean(axis=1) - start)
    assert drawn == pytest.approx(0.0, abs=1e-9 * np.abs(charges).max())


@pytest.mark.parametrize("charged", [True, False], ids=["charged", "discharged"])
def test_the_conductance_of_the_start_is_positive_and_falls_with_slower_kinetics(case, charged):
    model, p = case
    profile = fresh_profile(model, p, charged)
    slower = p.copy()
    for name in model.removable["kinetics"]:
        if name.endswith("rate"):
            slower[model.parameters[name]] /= 10.0
    here, then = (model.conductance(row, profile).item() for row in (p, slower))
    assert here > 0.0
    assert then < here


@pytest.mark.parametrize("conversion", [0.05, 0.5, 0.9])
def test_the_conductance_of_solid_sulfur_is_what_a_small_signal_of_either_sign_meets(conversion):
    p = cells.row(activation_barrier=3.0, charge_exchange=0.1)[0]
    profile = fresh_profile(SOLID, p, charged=True)
    profile[1] = conversion
    profile[0] = equilibrium_potential(conversion, *processes.equilibrium(p))
    conductance = SOLID.conductance(p, profile).item()
    resting = SOLID.current(p, profile).item()
    for step in (-1e-5, 1e-5):
        moved = profile.copy()
        moved[0] += step
        assert (resting - SOLID.current(p, moved).item()) / step == pytest.approx(conductance, rel=2e-3)


def test_parameters_of_many_members_are_evaluated_at_once(case):
    model, p = case
    rows = np.stack([p, 1.1 * p])
    profile = random_profile(model, points=2)
    at_once = model.current(rows.T[:, :, None], profile)
    assert at_once == pytest.approx(np.stack([model.current(*pair) for pair in zip(rows, profile, strict=True)]))


def test_mechanisms_of_ageing_are_kept_away_by_parameters_that_there_are(case):
    model, _ = case
    for changes in model.ageing.values():
        assert changes
        assert all(name in model.parameters.__members__ or name in Around.__members__ for name in changes)
