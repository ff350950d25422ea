"""Counting in voxels, against shapes whose areas and lines are known."""

import numpy as np
import pytest

from brimstone.composite.voxel import (
    STAIRCASE_AREA,
    STAIRCASE_LINE,
    Blobs,
    Spheres,
    Structure,
    generate,
    interface_area,
    mark_isolated,
    reachable_fraction,
    representative_size,
    representative_volume,
    triple_phase_length,
)
from brimstone.errors import StructureError

NAMES = ("sulfur", "electrolyte", "carbon", "pores")


def quadrants(spacing=(1.0, 1.0, 1.0)):
    """Sulfur in one half, electrolyte and carbon in a quarter each: one straight triple line along z."""
    phases = np.zeros((8, 6, 10), np.uint8)
    phases[4:, :3] = 1
    phases[4:, 3:] = 2
    return Structure(phases, NAMES, spacing)


def ball(radius=20.3, n=50):
    x, y, z = (np.arange(n) - (n - 1) / 2 for _ in range(3))
    return x[:, None, None] ** 2 + y[:, None] ** 2 + z**2 <= radius**2


def test_flat_interfaces_and_a_straight_line_are_counted_exactly():
    block = quadrants((1.0, 2.0, 3.0))
    volume = 8 * 12 * 30
    assert interface_area(block, "sulfur", "electrolyte") == pytest.approx(6 * 30 / volume)
    assert interface_area(block, "sulfur", ["electrolyte", "carbon"]) == pytest.approx(12 * 30 / volume)
    assert interface_area(block, "electrolyte", "carbon") == pytest.approx(4 * 30 / volume)
    assert triple_phase_length(block, "sulfur", "electrolyte", "carbon") == pytest.approx(30 / volume)
    assert triple_phase_length(block, "pores", "electrolyte", "carbon") == 0.0


@pytest.mark.parametrize("axes", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_turning_the_block_changes_no_count(axes):
    block = quadrants()
    turned = Structure(block.phases.transpose(axes), NAMES, block.spacing)
    for measure, names in ((interface_area, NAMES[:2]), (triple_phase_length, NAMES[:3])):
        assert measure(turned, *names) == pytest.approx(measure(block, *names))


def test_a_ball_is_counted_three_halves_times_too_large():
    block = Structure(ball().astype(np.uint8), ("rest", "ball"), (1.0, 1.0, 1.0))
    counted = interface_area(block, "rest", "ball") * 50**3
    assert counted / (4 * np.pi * 20.3**2) == pytest.approx(STAIRCASE_AREA, rel=0.02)


def test_the_circle_where_a_ball_meets_a_plane_is_counted_four_over_pi_times_too_long():
    phases = np.ones((50, 50, 50), np.uint8)
    phases[25:] = 2
    phases[ball()] = 0
    length = triple_phase_length(Structure(phases, NAMES, (1.0, 1.0, 1.0)), *NAMES[:3]) * 50**3
    assert length / (2 * np.pi * 20.3) == pytest.approx(4 / np.pi, rel=0.03)  # a circle along two axes; 3/2 in space


def test_a_line_through_random_space_is_as_long_as_stereology_says():
    # two independent Boolean models; line length per volume of two random surfaces: pi/4 S1 S2, here within the pores
    spheres = Spheres(0.3, 14.0)
    block = generate((128, 128, 128), {"sulfur": spheres, "carbon": spheres}, matrix="electrolyte", voxel=1.0, seed=0)
    # carbon is placed where sulfur has left room; its own coverage of that room is 0.3/0.7
    surface = [np.log(1 / (1 - phi)) * 6 / 14.0 for phi in (0.3, 0.3 / 0.7)]
    expected = np.pi / 4 * surface[0] * surface[1] * 0.7 * (1 - 0.3 / 0.7)
    counted = triple_phase_length(block, "sulfur", "carbon", "electrolyte")
    assert counted / STAIRCASE_LINE == pytest.approx(expected, rel=0.05)


def test_what_is_cut_off_gets_a_name_of_its_own():
    phases = np.zeros((9, 5, 5), np.uint8)
    phases[:4, 1] = 1  # carbon at the near end, but electrons come from the far end
    phases[6:, 3] = 1
    block = Structure(phases, ("rest", "carbon"), (1.0, 1.0, 1.0))
    marked = mark_isolated(block, "carbon", end="far")
    assert marked.counts == {"rest": 190, "carbon": 15, "isolated carbon": 20}
    assert mark_isolated(block, "carbon").counts == {"rest": 190, "carbon": 20, "isolated carbon": 15}
    assert mark_isolated(block, "rest").names == block.names


def test_sulfur_is_within_reach_where_both_networks_are_near():
    phases = np.zeros((6, 30, 1), np.uint8)  # electrolyte | 28 of sulfur | carbon
    phases[:, 0] = 1
    phases[:, 29] = 2
    block = Structure(phases, NAMES, (1e-7, 1e-7, 1e-7))
    reach = [reachable_fraction(block, "sulfur", "electrolyte", "carbon", n * 1e-7) for n in (10, 14, 15, 20, 28)]
    assert reach == pytest.approx([0.0, 0.0, 2 / 28, 12 / 28, 1.0])
    assert reachable_fraction(block, "sulfur", "electrolyte", "pores", 1.0) == 0.0
    assert np.isnan(reachable_fraction(block, "pores", "electrolyte", "carbon", 1.0))


def test_larger_blocks_differ_less_and_a_representative_size_is_found():
    statistics = representative_volume(
        lambda size, seed: generate((size,) * 3, {"a": Blobs(0.4, 5.0)}, matrix="b", voxel=1.0, seed=seed),
        lambda block: interface_area(block, "a", "b"),
        sizes=[16, 64, 32],
        seeds=range(12),
    )
    assert [entry.size for entry in statistics] == [16, 32, 64]
    spreads = [entry.spread for entry in statistics]
    assert spreads[0] > 1.5 * spreads[1] > 1.5**2 * spreads[2]  # towards 2.8 per doubling, the root of the volume
    assert all(len(entry.values) == 12 for entry in statistics)
    assert representative_size(statistics, within=0.02) == 32
    assert representative_size(statistics, within=1e-4) is None


def test_a_phase_on_both_sides_of_an_interface_is_refused():
    with pytest.raises(StructureError, match="both sides"):
        interface_area(quadrants(), "sulfur", ["carbon", "sulfur"])
    with pytest.raises(StructureError, match="Did you mean sulfur"):
        interface_area(quadrants(), "sulphur", "carbon")
    with pytest.raises(StructureError, match="near or far"):
        mark_isolated(quadrants(), "carbon", end="left")
    with pytest.raises(StructureError, match="at least one seed"):
        representative_volume(lambda size, seed: quadrants(), lambda block: 1.0, [8], [])
