import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.composite import milling
from brimstone.composite.melt import warm_enough
from brimstone.library import load
from brimstone.recipe.mixing import MixingStep

LIBRARY = load()
GRAVITY = 9.81  # [m/s2]


def constant(name):
    return np.array([LIBRARY.constant(name).si])


def outcome(**step):
    return milling.milling(MixingStep(method="ball-milled", **step), constant)


def dose(**step):
    return float(outcome(**step).dose[0])


def test_a_mill_without_numbers_is_the_usual_one():
    assert dose() == pytest.approx(1.0, abs=1e-3)
    assert dose(machine="SPEX 8000M") == pytest.approx(1.0, abs=1e-3)


def test_stating_the_usual_changes_nothing():
    usual = {"speed": "400 rpm", "time": "10 h", "ball_to_powder": 20, "balls": "ZrO2 balls 7 mm"}
    stated, left_out = outcome(**usual, machine="planetary ball mill"), outcome()
    assert stated.dose == pytest.approx(left_out.dose)
    assert stated.breaking == pytest.approx(left_out.breaking)
    assert stated.breaking == pytest.approx(milling.usual_breaking(constant), rel=1e-3)


def test_the_dose_of_a_planetary_mill_goes_with_the_cube_of_the_speed_the_time_and_the_balls():
    reference = dose(speed="300 rpm", time="4 h", ball_to_powder=10)
    assert dose(speed="600 rpm", time="4 h", ball_to_powder=10) == pytest.approx(8.0 * reference)
    assert dose(speed="300 rpm", time="8 h", ball_to_powder=10) == pytest.approx(2.0 * reference)
    assert dose(speed="300 rpm", time="4 h", ball_to_powder=30) == pytest.approx(3.0 * reference)


@pytest.mark.parametrize(
    ("radius", "rpm", "catalogue"),
    [("planetary_radius", 1100, 95), ("large_planetary_radius", 400, 22), ("eccentric_radius", 2000, 76)],
)
def test_discs_accelerate_as_their_catalogues_say(radius, rpm, catalogue):
    velocity, _ = milling.turning(constant(f"milling/{radius}"), rpm / 60.0, 2.0)
    acceleration = velocity**2 / constant(f"milling/{radius}") / GRAVITY
    assert acceleration == pytest.approx(catalogue, rel=0.25)


def test_balls_of_a_shaker_mill_move_as_measured():
    velocity, _ = milling.swinging(constant("milling/shaker_amplitude"), constant("milling/shaker_speed"))
    assert 1.8 < velocity[0] < 3.3  # [m/s]


@pytest.mark.parametrize(
    ("step", "low", "high"),
    [
        ({"speed": "2000 rpm", "time": "5 h"}, 1.2, 3.0),  # no planetary mill turns that fast
        ({"machine": "Emax", "speed": "2000 rpm", "time": "5 h"}, 1.2, 3.0),
        ({"machine": "3D swing mill", "speed": "1400 rpm", "time": "2 h"}, 0.8, 2.0),
        ({"speed": "1400 rpm", "time": "2 h"}, 0.8, 2.0),
        ({"machine": "SPEX 8000M", "time": "5 h"}, 0.8, 2.0),
        ({"frequency": "30 Hz", "time": "10 h"}, 1.0, 2.0),
        ({"machine": "roller mill", "time": "24 h"}, 0.005, 0.06),
        ({"machine": "Pulverisette 5", "speed": "400 rpm", "time": "10 h"}, 2.5, 4.5),
    ],
)
def test_machines_deliver_the_dose_of_their_kind(step, low, high):
    assert low < dose(**step) < high


def test_the_dose_is_held_where_nothing_is_known():
    assert dose(speed="1000 rpm", time="200 h") == 10.0


def test_counted_balls_and_powder_are_a_ball_to_powder_ratio():
    counted = dose(balls="100 ZrO2 balls 5 mm", powder="2 g")
    mass = 100 * np.pi / 6 * 0.5**3 * 6.0  # [g]
    assert counted == pytest.approx(mass / 2.0 / 20.0, rel=1e-3)
    assert dose(balls="100 steel balls 5 mm", powder="2 g") == pytest.approx(counted * 7.8 / 6.0)


def test_small_balls_mix_without_harm():
    small, large = outcome(balls="ZrO2 balls 2 mm"), outcome(balls="ZrO2 balls 10 mm")
    assert small.dose == pytest.approx(large.dose)
    assert small.breaking < 0.25 * large.breaking


def test_grains_follow_the_sizes_measured_on_a_milled_argyrodite():
    # doi:10.1002/aenm.202500867: 0, 200, 400, 600 and 800 rpm for 6 h; c = 0.40 per um was taken from these.
    measured = np.array([2.0, 1.5, 1.3, 1.0, 0.7])
    doses = np.array([dose(speed=f"{rpm} rpm", time="6 h") for rpm in (200, 400, 600, 800)])
    sizes = milling.refined_size(2.0, np.append(0.0, doses), 2.5, 0.3)
    assert sizes == pytest.approx(measured, rel=0.12)


@given(received=st.floats(1e-8, 1e-4), amount=st.floats(0, 10), more=st.floats(0, 10))
@settings(deadline=None)
def test_milling_never_coarsens_and_never_passes_the_finest(received, amount, more):
    once, longer = milling.refined_size(received, np.array([amount, amount + more]), 5e-7, 2e-7)
    assert longer <= once <= received * (1 + 1e-12)
    assert longer >= min(received, 2e-7) * (1 - 1e-12)


def test_a_full_mill_forgets_what_it_received():
    coarse, fine = milling.refined_size(np.array([50e-6, 5e-6]), 1.0, 5e-7, 1e-7)
    assert coarse == pytest.approx(fine, rel=0.12)


@given(breaking=st.floats(0, 1e3), ratio=st.floats(1e-3, 1e3))
@settings(deadline=None)
def test_damage_is_bounded_by_the_milled_state(breaking, ratio):
    usual = milling.amorphised_share(0.9, 1.0)
    factor = milling.milled_conductivity(milling.amorphised_share(breaking, 1.0), usual, ratio)
    if ratio >= 1.0:
        assert 1.0 <= factor <= ratio * (1 + 1e-9)
    else:
        assert ratio ** (1 - usual) * (1 - 1e-9) <= factor <= ratio**-usual * (1 + 1e-9)


def test_the_usual_mill_is_not_counted_twice():
    usual = milling.amorphised_share(0.9, 1.0)
    assert milling.milled_conductivity(usual, usual, 0.1) == pytest.approx(1.0)


def test_a_machine_that_the_speed_tells_of_is_named():
    usual, fast, swung, named = (
        milling.sentences([MixingStep(method="ball-milled", **step)])
        for step in (
            {"speed": "500 rpm"},
            {"speed": "2000 rpm"},
            {"frequency": "25 Hz"},
            {"machine": "Emax", "speed": "2000 rpm"},
        )
    )
    assert usual == named == []
    assert "no planetary mill turns at 2000 rpm" in fast[0]
    assert "in a mixer mill" in swung[0]


def test_a_milling_time_given_as_a_range_reaches_the_ensemble_and_a_single_one_does_not():
    def doses(time):
        step = MixingStep(method="ball-milled", speed="400 rpm", time=time)
        spread = np.array([0.5, 1.0, 1.5])
        return milling.milling(
            step, lambda name: load().constant(name).si, lambda one, *_: one.si * (spread if one.low else 1)
        )

    energy = doses("8-16 h").dose / doses("12 h").dose
    assert energy == pytest.approx([0.5, 1.0, 1.5])
    assert MixingStep(method="ball-milled", time="8-16 h").drawn() == ("speed", "frequency", "time")
    assert list(MixingStep(method="ball-milled", time="8-16 h").remarks()) == []
    assert list(MixingStep(method="ball-milled", time="overnight").remarks()) == [
        (("time",), "overnight is taken as 8 to 16 h")
    ]


def test_an_oven_in_which_sulfur_stays_solid_is_no_melt_beside_one_that_melts_it():
    cold, hot = (MixingStep(method="melt-milled", temperature=t, time="12 h") for t in ("80 degC", "155 degC"))
    milled = MixingStep(method="ball-milled")
    assert warm_enough([cold, hot, milled]) == [hot, milled]
    assert warm_enough([cold, milled]) == [cold, milled]
