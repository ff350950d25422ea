"""Conduction through voxels: closed forms, bounds, symmetries, and another solver."""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.composite.voxel import Blobs, Structure, conduct, connection, generate
from brimstone.errors import StructureError

VOXEL = (1e-7, 1e-7, 1e-7)
ROUNDING = 1e-7  # conductances of bonds are kept to 6e-8
FINE = 1e-7  # tolerance where a test asks for six digits and more of a local quantity


def structure_of(phases, names=("a", "b"), spacing=VOXEL):
    return Structure(np.asarray(phases, np.uint8), names, spacing)


def layers(axis, thickness_of_first, total=12, width=5):
    phases = np.zeros((total, width, width), np.uint8)
    phases[thickness_of_first:] = 1
    return np.moveaxis(phases, 0, axis)


@st.composite
def small_structures(draw):
    shape = draw(st.tuples(*[st.integers(1, 7)] * 3))
    seed = draw(st.integers(0, 2**32 - 1))
    spacing = draw(st.tuples(*[st.sampled_from([1e-7, 1.5e-7, 4e-7])] * 3))
    return Structure(np.random.default_rng(seed).integers(0, 3, shape).astype(np.uint8), ("a", "b", "c"), spacing)


def conductivities():
    positive = st.floats(1e-4, 1e4)
    return st.fixed_dictionaries({"a": positive, "b": positive, "c": st.one_of(st.just(0.0), positive)})


def dense_solution(structure, sigma, axis):
    """Effective conductivity from a direct solve of the same equations, written down independently."""
    along = "xyz".index(axis)
    phases = np.moveaxis(structure.phases, along, 0)
    h = [structure.spacing[along], *np.delete(structure.spacing, along)]
    local = np.array([sigma.get(name, 0.0) for name in structure.names])[phases]
    label = np.arange(phases.size).reshape(phases.shape)
    rows, columns, values = [], [], []
    diagonal, right = np.zeros(phases.size), np.zeros(phases.size)
    volume = h[0] * h[1] * h[2]
    for a in range(3):
        low, high = (np.moveaxis(array, a, 0) for array in (local, label))
        one, two, i, j = low[:-1].ravel(), low[1:].ravel(), high[:-1].ravel(), high[1:].ravel()
        keep = (one > 0) & (two > 0)
        bond = 2 * one[keep] * two[keep] / (one[keep] + two[keep]) * volume / h[a] ** 2
        i, j = i[keep], j[keep]
        rows += [i, j]
        columns += [j, i]
        values += [-bond, -bond]
        np.add.at(diagonal, i, bond)
        np.add.at(diagonal, j, bond)
    inlet, outlet = 2 * local[0] * volume / h[0] ** 2, 2 * local[-1] * volume / h[0] ** 2
    np.add.at(diagonal, label[0], inlet)
    np.add.at(diagonal, label[-1], outlet)
    np.add.at(right, label[0], inlet)
    matrix = np.diag(diagonal)
    np.add.at(matrix, (np.concatenate(rows), np.concatenate(columns)), np.concatenate(values))
    potential = np.linalg.lstsq(matrix, right)[0].reshape(phases.shape)  # islands float: any solution will do
    current = np.sum(outlet * potential[-1])
    return current * phases.shape[0] * h[0] / (phases.shape[1] * h[1] * phases.shape[2] * h[2])


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_uniform_block_has_its_own_conductivity(axis):
    block = structure_of(np.zeros((9, 7, 5)), names=("a",), spacing=(1e-7, 2e-7, 5e-7))
    answer = conduct(block, {"a": 0.3}, axis)
    assert answer.conductivity == pytest.approx(0.3, rel=1e-12)
    assert answer.tortuosity_factor == pytest.approx(1.0, rel=1e-12)
    assert answer.status == "converged"


@pytest.mark.parametrize("thickness", [1, 4, 11])
@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_slabs_across_the_current_conduct_in_series(axis, thickness):
    block = structure_of(layers("xyz".index(axis), thickness), spacing=(1e-7, 2e-7, 3e-7))
    phi = thickness / 12
    expected = 1 / (phi / 2.0 + (1 - phi) / 0.003)
    assert conduct(block, {"a": 2.0, "b": 0.003}, axis, tolerance=FINE).conductivity == pytest.approx(
        expected, rel=1e-6
    )


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_slabs_along_the_current_conduct_in_parallel(axis):
    block = structure_of(layers(("xyz".index(axis) + 1) % 3, 5), spacing=(1e-7, 2e-7, 3e-7))
    expected = 5 / 12 * 2.0 + 7 / 12 * 1e-5
    assert conduct(block, {"a": 2.0, "b": 1e-5}, axis).conductivity == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("contrast", [1e2, 1e6, 1e12])
def test_two_different_voxels_in_a_row_conduct_as_the_harmonic_mean(contrast):
    block = structure_of([[[0]], [[1]]])
    expected = 2 * 1.0 * contrast / (1.0 + contrast)
    assert conduct(block, {"a": 1.0, "b": contrast}).conductivity == pytest.approx(expected, rel=1e-6)


def test_an_isolated_phase_conducts_exactly_nothing_and_says_so():
    phases = np.zeros((8, 8, 8), np.uint8)
    phases[2:6, 2:6, 2:6] = 1
    answer = conduct(structure_of(phases), {"b": 1.0})
    assert answer.conductivity == 0.0
    assert answer.tortuosity_factor == np.inf
    assert answer.status == "not percolating"
    assert "No path" in answer.message


def test_voxels_that_touch_by_edges_only_do_not_conduct():
    phases = np.indices((6, 6, 6)).sum(axis=0) % 2
    assert conduct(structure_of(phases), {"b": 1.0}).conductivity == 0.0


def test_a_straight_channel_conducts_as_its_share_of_the_section():
    phases = np.zeros((20, 10, 10), np.uint8)
    phases[:, 3:5, 4:9] = 1
    answer = conduct(structure_of(phases), {"b": 4.0})
    assert answer.conductivity == pytest.approx(0.4, rel=1e-12)
    assert answer.tortuosity_factor == pytest.approx(1.0, rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(structure=small_structures(), sigma=conductivities(), axis=st.sampled_from("xyz"))
def test_it_agrees_with_a_direct_solve(structure, sigma, axis):
    answer = conduct(structure, sigma, axis, tolerance=FINE)
    assert answer.status != "not converged"
    assert answer.conductivity == pytest.approx(dense_solution(structure, sigma, axis), rel=1e-6, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(structure=small_structures(), sigma=conductivities())
def test_turning_the_block_turns_the_answer(structure, sigma):
    turned = Structure(structure.phases.transpose(2, 0, 1), structure.names, np.roll(structure.spacing, 1).tolist())
    for axis, turned_axis in (("x", "y"), ("y", "z"), ("z", "x")):
        here, there = (
            conduct(structure, sigma, axis, tolerance=FINE),
            conduct(turned, sigma, turned_axis, tolerance=FINE),
        )
        assert here.conductivity == pytest.approx(there.conductivity, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(structure=small_structures(), sigma=conductivities(), axis=st.sampled_from("xyz"))
def test_it_stays_between_the_wiener_bounds(structure, sigma, axis):
    fractions = structure.fractions
    answer = conduct(structure, sigma, axis, tolerance=FINE).conductivity
    parallel = sum(phi * sigma[name] for name, phi in fractions.items())
    present = [(phi, sigma[name]) for name, phi in fractions.items() if phi > 0]
    series = 0.0 if any(s == 0 for _, s in present) else 1 / sum(phi / s for phi, s in present)
    assert series * (1 - ROUNDING) <= answer <= parallel * (1 + ROUNDING)


@settings(max_examples=40, deadline=None)
@given(structure=small_structures(), sigma=conductivities(), better=st.floats(1.0, 100.0))
def test_a_better_phase_never_makes_a_worse_composite(structure, sigma, better):
    before = conduct(structure, sigma, tolerance=FINE).conductivity
    after = conduct(structure, {**sigma, "b": better * sigma["b"]}, tolerance=FINE).conductivity
    assert after >= before * (1 - ROUNDING)


@settings(max_examples=10, deadline=None)
@given(
    fraction=st.floats(0.1, 0.9),
    contrast=st.sampled_from([3.0, 30.0, 1e3]),
    size=st.floats(3.0, 6.0),
    seed=st.integers(0, 99),
)
def test_isotropic_blobs_stay_between_the_hashin_shtrikman_bounds(fraction, contrast, size, seed):
    block = generate((40, 40, 40), {"good": Blobs(fraction, size)}, matrix="poor", voxel=1.0, seed=seed)
    sigma = {"good": contrast, "poor": 1.0}
    answer = np.mean([conduct(block, sigma, axis).conductivity for axis in "xyz"])
    upper = contrast + (1 - fraction) / (1 / (1 - contrast) + fraction / (3 * contrast))
    lower = 1.0 + fraction / (1 / (contrast - 1.0) + (1 - fraction) / 3.0)
    # the bounds hold for an infinite block: a finite one and its insulated sides may be off by some per cent
    assert 0.97 * lower <= answer <= 1.03 * upper


def test_a_symmetric_plane_composite_conducts_as_the_geometric_mean():
    # Dykhne, Sov. Phys. JETP 32 (1971) 63: exact for two phases that can be exchanged, in two dimensions
    means = []
    for seed in range(8):
        block = generate((256, 256, 1), {"good": Blobs(0.5, 20.0)}, matrix="poor", voxel=1.0, seed=seed)
        means += [conduct(block, {"good": 4.0, "poor": 0.25}, axis).conductivity for axis in "xy"]
    assert np.mean(np.log(means)) == pytest.approx(0.0, abs=0.03)


@pytest.fixture(scope="module")
def blobs():
    return generate((48, 48, 48), {"a": Blobs(0.45, 6.0)}, matrix="b", voxel=1e-7, seed=5)


def test_current_is_the_same_through_every_section_and_gives_the_conductivity(blobs):
    for axis in "xyz":
        answer = conduct(blobs, {"a": 2.0, "b": 0.01}, axis, tolerance=FINE)
        along = "xyz".index(axis)
        density = answer.current_density(difference=0.5)
        field = 0.5 / blobs.size[along]
        assert density[along].mean() == pytest.approx(answer.conductivity * field, rel=1e-6)
        sections = np.moveaxis(density[along], along, 0).mean(axis=(1, 2))
        assert sections == pytest.approx(np.full(48, sections.mean()), rel=1e-4)
        across = density[(along + 1) % 3]
        assert abs(across.mean()) < 0.2 * density[along].mean()


def test_potentials_never_leave_the_range_of_the_ends(blobs):
    answer = conduct(blobs, {"a": 2.0})
    reached = np.isfinite(answer.potential)
    assert np.all((answer.potential[reached] > -1e-6) & (answer.potential[reached] < 1 + 1e-6))
    assert not np.any(reached & blobs.mask("b"))


def test_dead_ends_take_the_potential_of_what_they_hang_on_and_islands_none():
    phases = np.zeros((9, 7, 3), np.uint8)
    phases[:, 0] = 1  # through
    phases[:3, 2] = 1  # near end only
    phases[6:, 4] = 1  # far end only
    phases[4, 6] = 1  # an island
    potential = conduct(structure_of(phases), {"b": 1.0}).potential
    assert np.all(potential[:3, 2] == 1.0)
    assert np.all(potential[6:, 4] == 0.0)
    assert np.all(np.isnan(potential[4, 6]))
    assert potential[:, 0, 0] == pytest.approx(1 - (np.arange(9) + 0.5) / 9)
    shares = connection(structure_of(phases), "b")
    assert (shares.through, shares.near, shares.far, shares.isolated) == pytest.approx((9 / 16, 3 / 16, 3 / 16, 1 / 16))


def test_an_unfinished_solve_returns_an_upper_bound_and_says_so(blobs):
    final = conduct(blobs, {"a": 1.0, "b": 1e-4}).conductivity
    bounds = [conduct(blobs, {"a": 1.0, "b": 1e-4}, max_iterations=n) for n in (0, 1, 3)]
    assert [answer.status for answer in bounds] == ["not converged"] * 3
    assert "upper bound" in bounds[0].message
    values = [answer.conductivity for answer in bounds]
    assert values == sorted(values, reverse=True)
    assert values[-1] > final


def test_the_conductivity_is_as_good_as_the_square_of_the_tolerance(blobs):
    exact = conduct(blobs, {"a": 1.0, "b": 1e-3}, tolerance=1e-9).conductivity
    for tolerance in (1e-2, 1e-3, 1e-4):
        answer = conduct(blobs, {"a": 1.0, "b": 1e-3}, tolerance=tolerance)
        assert 0.0 <= answer.conductivity / exact - 1 < 10 * tolerance**2
        assert answer.error <= tolerance


def test_sulfur_beside_carbon_is_blocked_and_carbon_in_sulfur_perfect(blobs):
    sulfur, carbon = 5e-28, 1e3
    joined = conduct(blobs, {"a": carbon, "b": sulfur}).conductivity
    assert joined == pytest.approx(conduct(blobs, {"a": carbon}).conductivity, rel=1e-9)
    lumps = generate((32, 32, 32), {"carbon": Blobs(0.06, 6.0)}, matrix="sulfur", voxel=1e-7, seed=1)
    assert conduct(lumps, {"carbon": 1.0}).conductivity == 0.0
    extreme = conduct(lumps, {"carbon": carbon, "sulfur": sulfur}).conductivity / sulfur
    assert extreme == pytest.approx(conduct(lumps, {"carbon": 1e6, "sulfur": 1.0}).conductivity, rel=1e-4)
    assert 1.06**3 > extreme > 1.06


def test_a_thin_insulating_film_with_one_hole_is_solved_as_fast_as_anything():
    phases = np.ones((40, 40, 40), np.uint8)
    phases[19:21] = 0
    phases[19:21, 3, 5] = 1
    answer = conduct(structure_of(phases), {"b": 1.0})
    assert answer.status == "converged"
    assert answer.iterations <= 15
    assert answer.conductivity < 0.03


def test_the_number_of_threads_does_not_change_the_answer(blobs):
    threads = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        alone = conduct(blobs, {"a": 1.0, "b": 1e-3}).conductivity
    finally:
        numba.set_num_threads(threads)
    assert conduct(blobs, {"a": 1.0, "b": 1e-3}).conductivity == pytest.approx(alone, rel=1e-10)


@pytest.mark.parametrize(
    ("sigma", "axis", "words"),
    [
        ({"a": -1.0}, "x", "not negative"),
        ({"a": np.nan}, "x", "finite"),
        ({"A": 1.0}, "x", "Did you mean a"),
        ({"a": 1.0}, "t", "x, y or z"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(blobs, sigma, axis, words):
    with pytest.raises(StructureError, match=words):
        conduct(blobs, sigma, axis)
