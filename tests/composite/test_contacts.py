import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.composite import contacts


def test_the_triple_phase_line_vanishes_with_either_partner():
    assert contacts.triple_phase_line(1e6, 0.0, 0.4, 1e-6) == 0.0
    assert contacts.triple_phase_line(1e6, 0.4, 0.0, 1e-6) == 0.0


def test_the_line_of_a_checkerboard_mosaic_is_found_within_stereology():
    # squares of side l in two equal colours: boundary per area 2/l, mean chord of one colour pi l/2 (2 A pi / (2 P));
    # a random mosaic of the same mean chord has pi/4 of the transitions of a strictly alternating one, squared.
    side = 1e-6
    line = contacts.triple_phase_line(1.0, 0.5, 0.5, np.pi * side / 4)
    assert line == pytest.approx(1.0 / side, rel=1e-9)


@given(width=st.floats(1e-9, 1e-6), electrolyte=st.floats(0.01, 0.6), carbon=st.floats(0.01, 0.39))
def test_the_reaction_area_grows_with_the_reach_but_not_beyond_the_touched_surface(width, electrolyte, carbon):
    surface = 3e6
    areas = contacts.line_reaction_area(surface, electrolyte, carbon, 5e-7, np.array([width, 2 * width, 1e3]))
    assert 0 < areas[0] < areas[1] * (1 + 1e-12)
    assert areas[2] == pytest.approx(surface * (electrolyte + carbon))


def test_a_narrow_band_is_twice_width_times_line():
    line = contacts.triple_phase_line(3e6, 0.4, 0.3, 1e-6)
    assert contacts.line_reaction_area(3e6, 0.4, 0.3, 1e-6, 1e-11) == pytest.approx(2e-11 * line, rel=1e-3)


def test_smaller_sulfur_grains_offer_more_surface():
    assert contacts.specific_surface(0.2, 1e-6) == pytest.approx(2 * contacts.specific_surface(0.2, 2e-6))


def test_lithium_reaches_the_depth_at_which_the_drop_over_a_sphere_is_the_driving_voltage():
    conductivity, voltage, current = 1e-7, 0.3, 2e5
    radius = contacts.reach_in_grain(conductivity, voltage, current)
    # Poisson's equation in a sphere with an even sink: the drop to the centre is i r^2/(6 sigma).
    assert current * radius**2 / (6.0 * conductivity) == pytest.approx(voltage)


@given(st.floats(-9, 3))
@settings(deadline=None)
def test_the_share_of_a_grain_in_reach_is_that_of_a_sphere_with_diffusion_and_reaction(log_ratio):
    ratio = 10.0**log_ratio
    share = contacts.grain_access(1.0, 2.0 * ratio)
    assert 0.0 < share <= 1.0
    if 1e-3 < ratio < 30.0:  # c = sinh(phi r)/(r sinh(phi)): mean over the volume by quadrature
        r = np.linspace(0.0, 1.0, 40001)[1:]
        profile = np.sinh(ratio * r) / (r * np.sinh(ratio))
        assert share == pytest.approx(np.trapezoid(profile * 3.0 * r**2, r), rel=2e-3)


def test_coarse_grains_take_part_by_their_rim():
    assert contacts.grain_access(1.0, 2000.0) == pytest.approx(3.0 / 1000.0, rel=2e-3)
    assert contacts.grain_access(np.inf, 1.0) == 1.0


def test_a_long_tube_takes_part_near_its_ends():
    shares = contacts.tube_access(1.0, np.array([1e-3, 2.0, 1e3]))
    assert shares[0] == pytest.approx(1.0, rel=1e-5)
    assert shares[1] == pytest.approx(np.tanh(np.sqrt(3.0)) / np.sqrt(3.0))
    assert shares[2] == pytest.approx(2.0 / (np.sqrt(3.0) * 1e3), rel=1e-6)


@given(fraction=st.floats(1e-3, 0.5), diameter=st.floats(1e-8, 1e-5), adsorbing=st.floats(1e4, 1e9))
def test_a_solid_touches_no_more_than_gas_and_no_more_than_the_outside(fraction, diameter, adsorbing):
    touched = contacts.outer_surface(fraction, diameter, 6.0, adsorbing)
    assert touched <= adsorbing
    assert touched <= contacts.specific_surface(fraction, diameter) * (1 + 1e-12)


def test_a_black_without_pores_shows_a_solid_the_surface_that_gas_finds():
    # 40 nm, 1.9 g/cm3: 79 m2/g from the diameter, 70 m2/g by adsorption
    per_gram = contacts.outer_surface(1e-6 / 1.9, 40e-9, 6.0, 70.0)
    assert per_gram == pytest.approx(70.0)
    assert contacts.specific_surface(1e-6 / 1.9, 40e-9) == pytest.approx(78.9, rel=1e-3)


@given(one=st.floats(1e3, 1e9), other=st.floats(1e3, 1e9), rest=st.floats(0.0, 1e9), part=st.floats(0.05, 0.95))
def test_two_kinds_meet_on_no_more_than_either_has_and_two_like_powders_do_what_one_does(one, other, rest, part):
    whole = one + other + rest
    met = contacts.shared_area(one, other, whole)
    assert met <= min(one, other)
    split = contacts.shared_area(one, part * other, whole) + contacts.shared_area(one, (1.0 - part) * other, whole)
    assert split == pytest.approx(met)


def test_the_face_of_a_mixture_is_carbon_by_its_volume_however_fine_it_is():
    """A mixture of cells drawn at random, cut along a row: carbon on the cut as in the whole."""
    black = np.random.default_rng(3).random((400, 4000)) < 0.3
    share = contacts.carbon_face(black.mean(), 1.0 - black.mean())
    assert share == pytest.approx(black[200].mean(), rel=0.1)
    assert contacts.carbon_face(0.2, 0.0) == pytest.approx(1.0)
    assert contacts.carbon_face(0.0, 0.0) == pytest.approx(0.0)


def test_discs_at_random_cover_what_a_drawing_of_them_does():
    """Discs of 2 in a periodic square of 100, grown by 1.5: against points thrown at it."""
    generator = np.random.default_rng(5)
    discs, points = generator.uniform(0.0, 100.0, (160, 2)), generator.uniform(0.0, 100.0, (20_000, 2))
    apart = np.abs(points[:, None] - discs)
    distance = np.hypot(*np.moveaxis(np.minimum(apart, 100.0 - apart), -1, 0)).min(axis=1)
    bare, grown = (np.mean(distance < radius) for radius in (2.0, 3.5))
    assert contacts.spread_contacts(bare, 2.0, 1.5) == pytest.approx(grown, rel=0.03)
    assert contacts.spread_contacts(bare, 2.0, 0.0) == pytest.approx(bare)
    assert contacts.spread_contacts(1.0, 2.0, 0.0) == pytest.approx(1.0)


def test_fibres_and_sheets_have_less_surface_than_spheres_of_their_thickness():
    factors = [contacts.surface_factor(shape) for shape in ("sphere", None, "fibre", "tube", "sheet")]
    assert factors == [6.0, 6.0, 4.0, 4.0, 2.0]


def test_a_shell_brings_electrolyte_to_the_whole_surface():
    assert contacts.covered_share(0.3, np.array([0.0, 0.5, 1.0])) == pytest.approx([0.3, 0.65, 1.0])
    surface = 3e6
    line = contacts.line_reaction_area(surface, 0.4, 0.3, 1e-6, 30e-9)
    assert contacts.shell_reaction_area(surface, 0.3) > line
