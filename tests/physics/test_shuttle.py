import numpy as np
import pytest

from brimstone.constants import FARADAY, MOLAR_MASS_SULFUR
from brimstone.physics import shuttle
from brimstone.physics.stoichiometry import CAPACITY_SULFUR


def test_the_shuttle_constant_is_that_of_a_liquid_cell():
    # 1e-6 cm2/s through 25 um and 2e-6 cm/s at lithium, 100 um of electrolyte: 2e-4 1/s (doi:10.1039/c5cp05755h)
    passage = shuttle.passage_resistance(25e-6, 1e-10)
    assert shuttle.shuttle_rate(100e-6, passage, 2e-8) == pytest.approx(2e-4, rel=0.01)


def test_nothing_passes_a_ceramic_unless_through_pinholes():
    dense = shuttle.passage_resistance(np.array([300e-6]), shuttle.pinhole_diffusivity(1e-10, 0.0))
    assert shuttle.shuttle_rate(50e-6, dense, 2e-8) == 0.0
    holed = shuttle.passage_resistance(300e-6, shuttle.pinhole_diffusivity(1e-10, 1e-4))
    assert 0.0 < shuttle.shuttle_rate(50e-6, holed, 2e-8) < 1e-5


def test_a_charge_that_is_slower_than_the_shuttle_never_ends():
    whole = 0.015 * CAPACITY_SULFUR  # 1.5 mg/cm2
    balance = shuttle.shuttle_current(2e-4, whole)
    assert shuttle.charge_shuttle_factor(2e-4, whole, balance) == pytest.approx(1.0)
    assert shuttle.charge_shuttle_factor(2e-4, whole, 2 * balance) == pytest.approx(0.5)
    concentration = shuttle.sulfur_concentration(0.015, MOLAR_MASS_SULFUR, 100e-6) / 8  # of S8
    assert shuttle.SHUTTLE_ELECTRONS * FARADAY * 2e-8 * concentration == pytest.approx(balance, rel=1e-3)


def test_a_front_that_takes_a_day_for_42_um_has_1e_10_cm2_s():
    day = 24 * 3600.0
    assert shuttle.front(1e-14, day) == pytest.approx(41.6e-6, rel=1e-3)
    assert shuttle.front(1e-11, day) == pytest.approx(1.31e-3, rel=5e-3)


def slabs(lengths, mobile, shares, cells=60):
    """Diffusion through two slabs with an equal flux at their border: matrix [1/s] and widths [m]."""
    widths = np.repeat(np.array(lengths) / cells, cells)
    held = np.repeat(np.array(shares), cells) * widths  # volume of solution per area
    resistance = widths / np.repeat(np.array(mobile), cells)
    conductance = 2.0 / (resistance[1:] + resistance[:-1])
    matrix = np.zeros((2 * cells, 2 * cells))
    for k, one in enumerate(conductance):
        matrix[k, [k, k + 1]] += np.array([-one, one]) / held[k]
        matrix[k + 1, [k, k + 1]] += np.array([one, -one]) / held[k + 1]
    return matrix, held


def test_the_exchange_is_that_of_a_cathode_that_reacts_evenly():
    # sulfur made evenly in the cathode, taken up evenly by the layer: means differ by the flux times the passage
    cathode, layer, inside, outside = 40e-6, 25e-6, 2e-11, 5e-11
    matrix, held = slabs((cathode, layer), (inside, outside), (0.6, 0.4))
    made = np.repeat([1.0 / held[:60].sum(), -1.0 / held[60:].sum()], 60)  # a flux of one [1/s] over the volume
    level = np.linalg.lstsq(matrix, -made, rcond=None)[0]
    means = [np.average(level[part], weights=held[part]) for part in (slice(60), slice(60, None))]
    passage = shuttle.passage_resistance(cathode, inside) / 3.0 + shuttle.passage_resistance(layer, outside) / 2.0
    whole = held.sum()
    assert means[0] - means[1] == pytest.approx(1.0 / (shuttle.solution_exchange(whole, passage) * whole), rel=0.25)
    thick = shuttle.passage_resistance(cathode, inside) / 3.0 + shuttle.passage_resistance(layer, outside) / 3.0
    assert means[0] - means[1] == pytest.approx(thick, rel=1e-3)  # nothing leaves the layer here: a third of it, too


def test_both_solutions_become_alike_as_fast_as_the_profile_does():
    cathode, layer, inside, outside = 40e-6, 25e-6, 2e-11, 5e-11
    matrix, held = slabs((cathode, layer), (inside, outside), (0.6, 0.4))
    slowest = np.sort(-np.linalg.eigvals(matrix).real)[1]
    whole, share = held.sum(), held[:60].sum() / held.sum()
    passage = shuttle.passage_resistance(cathode, inside) / 3.0 + shuttle.passage_resistance(layer, outside) / 2.0
    lumped = shuttle.solution_exchange(whole, passage) / (share * (1.0 - share))
    assert slowest < lumped < 1.5 * slowest  # a mean hears of the border sooner than the far end does
    assert shuttle.solution_exchange(whole, 3.0 * passage) / (share * (1.0 - share)) < 0.5 * slowest


def test_the_spread_through_a_cathode_is_that_of_the_diffusion_equation():
    cathode, inside, current, outside, concentration = 40e-6, 2e-11, 10.0, 0.6, 2000.0
    level = np.linspace(0.0, cathode, 400)  # from the collector; c'' = j/D, no flux at the collector
    profile = outside * current / (1.5 * FARADAY * cathode) / inside * 0.5 * level**2
    spread = (profile[-1] - profile[0]) / concentration
    assert shuttle.depth_spread(current, outside, cathode, inside, concentration) == pytest.approx(spread)


def test_what_stays_in_the_cathode_is_as_concentrated_as_what_has_left_it():
    for total in (0.01, 0.5, 0.99):
        for inside in (0.1, 0.9):
            for saturation in (0.0, 0.5, 15.0):
                kept = shuttle.share_inside(total, inside, saturation)
                chains = kept / inside / (1.0 + saturation * kept / inside)
                assert kept + (1.0 - inside) * chains == pytest.approx(total, rel=1e-9)
