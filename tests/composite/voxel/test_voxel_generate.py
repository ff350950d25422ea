"""Made-up composites have the amounts, sizes and places that were asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from brimstone.composite.voxel import (
    Blobs,
    Coating,
    Fibres,
    Mixing,
    Sheets,
    Spheres,
    conduct,
    connection,
    generate,
    interface_area,
)
from brimstone.errors import StructureError

UM = 1e-6
SHAPES = {
    "blobs": lambda phi: Blobs(phi, 1.2 * UM),
    "spheres": lambda phi: Spheres(phi, 1.5 * UM, 0.3),
    "fibres": lambda phi: Fibres(phi, 0.5 * UM, 4 * UM),
    "sheets": lambda phi: Sheets(phi, 3 * UM, 0.4 * UM),
}


def make(contents, n=32, seed=0, mixing=None, voxel=0.2 * UM):
    return generate((n, n, n), contents, matrix="rest", voxel=voxel, seed=seed, mixing=mixing)


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(st.floats(0.0, 1.0), min_size=4, max_size=5),
    kinds=st.permutations(list(SHAPES)),
    quality=st.sampled_from([None, 0.0, 0.5, 1.0]),
    shape=st.tuples(*[st.integers(3, 20)] * 3),
)
def test_fractions_are_met_to_one_voxel(shares, kinds, quality, shape):
    total = max(1.0, sum(shares))
    contents = {kind: SHAPES[kind](share / total) for kind, share in zip(kinds, shares, strict=False)}
    mixing = None if quality is None else Mixing(quality, 2 * UM)
    block = generate(shape, contents, matrix="rest", voxel=0.2 * UM, seed=1, mixing=mixing)
    for kind, asked in contents.items():
        assert abs(block.counts[kind] - asked.fraction * block.phases.size) <= 1.0
    assert sum(block.counts.values()) == block.phases.size


def test_the_seed_fixes_the_structure():
    contents = {
        "carbon": SHAPES["fibres"](0.05),
        "sulfur": Coating(0.3, "carbon", 0.3 * UM),
        "pores": SHAPES["blobs"](0.1),
    }
    once, again, other = make(contents, seed=1), make(contents, seed=1), make(contents, seed=2)
    assert np.array_equal(once.phases, again.phases)
    assert not np.array_equal(once.phases, other.phases)
    assert once.names == ("carbon", "sulfur", "pores", "rest")


@pytest.mark.parametrize("size", [6.0, 12.0])
def test_blobs_that_fill_half_have_the_mean_chord_that_was_asked_for(size):
    block = make({"a": Blobs(0.5, size)}, n=128, voxel=1.0)
    crossings = [np.count_nonzero(np.diff(block.phases, axis=axis)) for axis in range(3)]
    assert 3 * block.phases.size / sum(crossings) == pytest.approx(size, rel=0.06)


def test_few_spheres_have_the_median_diameter_and_the_spread_that_were_asked_for():
    block = make({"a": Spheres(0.03, 12.0, 0.25)}, n=160, voxel=1.0)
    _, volumes = np.unique(ndimage.label(block.mask("a"))[0], return_counts=True)
    diameters = np.sort(np.cbrt(6 / np.pi * volumes[1:]))
    by_volume = np.cumsum(diameters**3) / np.sum(diameters**3)
    assert np.interp(0.5, by_volume, diameters) == pytest.approx(12.0, rel=0.1)
    # neighbours that touch count as one here, which only the largest notice
    assert np.log(np.interp(0.5, by_volume, diameters) / np.interp(0.16, by_volume, diameters)) == pytest.approx(
        0.25, abs=0.07
    )


def test_spheres_that_overlap_leave_the_surface_of_a_boolean_model():
    # per volume: (1 - phi) ln(1/(1 - phi)) 6/d for equal spheres; voxels count 3/2 times as much
    block = make({"a": Spheres(0.4, 16.0)}, n=128, voxel=1.0)
    expected = 0.6 * np.log(1 / 0.6) * 6 / 16.0
    assert interface_area(block, "a", "rest") / 1.5 == pytest.approx(expected, rel=0.05)


def test_fibres_join_at_contents_where_spheres_do_not():
    fibres = make({"carbon": Fibres(0.09, 2.0, 30.0)}, n=64, voxel=1.0)
    spheres = make({"carbon": Spheres(0.09, 4.0)}, n=64, voxel=1.0)
    assert connection(fibres, "carbon").through > 0.8
    assert connection(spheres, "carbon").through == 0.0


def test_sheets_block_more_than_spheres_of_the_same_amount():
    sheets = make({"a": Sheets(0.1, 20.0, 2.0)}, n=64, voxel=1.0)
    spheres = make({"a": Spheres(0.1, 12.0)}, n=64, voxel=1.0)
    assert conduct(sheets, {"rest": 1.0}).conductivity < 0.9 * conduct(spheres, {"rest": 1.0}).conductivity


def test_an_even_coating_lies_on_its_carrier_in_a_layer():
    block = make({"carbon": Spheres(0.05, 10.0), "sulfur": Coating(0.1, "carbon")}, n=64, voxel=1.0)
    distance = ndimage.distance_transform_edt(~block.mask("carbon"))
    assert distance[block.mask("sulfur")].max() <= distance[block.mask("rest")].min()


def test_patches_leave_carbon_bare_that_an_even_film_would_cover():
    carbon = Spheres(0.05, 12.0)
    even = make({"carbon": carbon, "sulfur": Coating(0.1, "carbon")}, n=64, voxel=1.0)
    patchy = make({"carbon": carbon, "sulfur": Coating(0.1, "carbon", 4.0)}, n=64, voxel=1.0)
    assert interface_area(even, "carbon", "rest") == 0.0
    assert interface_area(patchy, "carbon", "rest") > 0.1 * interface_area(patchy, "carbon", "sulfur")


@pytest.mark.parametrize("kind", ["blobs", "spheres"])
def test_bad_mixing_spreads_the_local_fraction_as_its_quality_says(kind):
    spreads = []
    for quality in (1.0, 0.8, 0.4):
        block = make({"a": SHAPES[kind](0.3)}, n=96, seed=3, mixing=Mixing(quality, 12 * UM))
        # the mean over 16 voxels (3.2 um) is large beside the particles and small beside the agglomerates
        local = block.mask("a").reshape(6, 16, 6, 16, 6, 16).mean(axis=(1, 3, 5))
        spreads.append(local.var() / (0.3 * 0.7))
    assert spreads == sorted(spreads)
    assert spreads[0] < 0.06
    assert 0.05 < spreads[1] < 0.3
    assert 0.25 < spreads[2] < 0.65


@pytest.mark.parametrize(
    ("contents", "options", "words"),
    [
        ({"a": Blobs(0.7, 1.0), "b": Blobs(0.4, 1.0)}, {}, r"a 0.7 \+ b 0.4 = 1.1"),
        ({"a": Blobs(-0.1, 1.0)}, {}, "must be positive"),
        ({"rest": Blobs(0.1, 1.0)}, {}, "fills the remaining space"),
        ({"a": Fibres(0.1, 0.1, 5.0)}, {"voxel": 0.2}, "too fine for voxels"),
        ({"a": Fibres(0.1, 2.0, 1.0)}, {"voxel": 0.2}, "shorter than it is thick"),
        ({"a": Spheres(0.1, 2.0, -1.0)}, {"voxel": 0.2}, "spread"),
        ({"a": Coating(0.1, "carbon")}, {}, "placed first"),
        ({"a": Blobs(0.1, 1.0)}, {"voxel": 0.0}, "positive length"),
        ({"a": Blobs(0.1, 1.0)}, {"voxel": 0.2, "mixing": Mixing(1.5, 1.0)}, "quality from 0 to 1"),
        ({"a": Blobs(0.1, 1.0)}, {"n": 0}, "three positive numbers"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(contents, options, words):
    with pytest.raises(StructureError, match=words):
        make(contents, **options)
