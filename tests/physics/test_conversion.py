import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.conversion import (
    activated_rate,
    activated_rate_slopes,
    charge_hindrance,
    charge_hindrance_slope,
    conversion_drive,
    exchange,
    film_blocking,
    sulfur_film_rate,
    sulfur_film_rate_slopes,
    turnover_rate,
)
from brimstone.physics.film import activation, film_resistance
from brimstone.physics.reversal import REST_WIDTH
from brimstone.physics.thermodynamics import equilibrium_potential
from tests.physics.derivatives import derivative

B = 96485.33 / (2 * 8.314463 * 298.15)
PLATEAU, SLOPE, STEP = 2.105, 0.1, 0.05
RATE = 1e-5

inside = st.floats(0.05, 0.95)
drives = st.floats(-25.0, 25.0)
# film of sulfur, on discharge, on charge, growth, hindrance of fresh Li2S, exchange on charge over discharge
films = st.tuples(
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 6.0),
    st.floats(1e-6, 1.0),
    st.floats(0.01, 1.0),
)
BARE = (0.5, 0.0, 0.0, 1.0, 1.0, 1.0)


def activated(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage, *film):
    drive = conversion_drive(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage)
    return *activation(drive, film_blocking(drive, conversion, *film)), drive


def conversion_rate(potential, conversion, rate, plateau, slope, step, half_inverse_thermal_voltage, *film):
    ahead = activated(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage, *film)
    return activated_rate(*ahead, conversion, rate, *film[-2:])


def conversion_rate_slopes(potential, conversion, rate, plateau, slope, step, half_inverse_thermal_voltage, *film):
    ahead = activated(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage, *film)
    return activated_rate_slopes(*ahead, conversion, rate, slope, step, half_inverse_thermal_voltage, *film)


def rate_at_drive(drive, conversion, film_constants):
    potential = equilibrium_potential(conversion, PLATEAU, SLOPE, STEP, B) - drive / B
    return conversion_rate(potential, conversion, RATE, PLATEAU, SLOPE, STEP, B, *film_constants)


@given(conversion=inside, drive=drives, constants=films)
def test_sulfur_converts_the_way_it_is_driven(conversion, drive, constants):
    if abs(drive) > 1e-9:
        assert np.sign(rate_at_drive(drive, conversion, constants)) == np.sign(drive)


@given(conversion=st.floats(0.1, 0.9), constants=films)
def test_at_its_equilibrium_potential_sulfur_rests(conversion, constants):
    assert abs(rate_at_drive(0.0, conversion, constants)) < 1e-12 * RATE


@given(beyond=st.floats(0.0, 0.1), potential=st.floats(1.0, 3.2), constants=films)
def test_no_charge_is_credited_to_sulfur_that_is_not_there(beyond, potential, constants):
    constants = (RATE, PLATEAU, SLOPE, STEP, B, *constants)
    assert conversion_rate(potential, 1.0 + beyond, *constants) <= 0.0
    assert conversion_rate(potential, -beyond, *constants) >= 0.0


@given(conversion=inside, drive=drives, constants=films)
def test_a_film_only_slows(conversion, drive, constants):
    bare = rate_at_drive(drive, conversion, BARE)
    assert abs(rate_at_drive(drive, conversion, constants)) <= abs(bare) * (1 + 1e-7) + 1e-4 * RATE


@given(conversion=inside, drive=st.floats(0.5, 25.0), constants=films, step=st.floats(0.01, 5.0))
def test_a_lower_potential_discharges_faster(conversion, drive, constants, step):
    assert rate_at_drive(drive + step, conversion, constants) > rate_at_drive(drive, conversion, constants)


def test_far_from_equilibrium_a_bare_reaction_has_tafels_slope():
    # half of the electron: 118 mV a decade at 25 degC
    decade = np.log(10) / B
    assert decade == pytest.approx(0.1183, abs=1e-4)
    lower, upper = rate_at_drive(10.0, 0.5, BARE), rate_at_drive(10.0 + np.log(10), 0.5, BARE)
    assert upper / lower == pytest.approx(10.0, rel=1e-6)


def test_a_thick_film_makes_the_rate_proportional_to_the_drive():
    rates = rate_at_drive(np.array([5.0, 10.0, 20.0]), 0.5, (0.5, 1e3, 1e3, 4.0, 1.0, 1.0))
    assert rates / rates[0] == pytest.approx([1.0, 2.0, 4.0], rel=1e-3)


@given(conversion=st.floats(-0.1, 1.1), drive=drives, constants=films)
def test_a_film_never_helps(conversion, drive, constants):
    assert film_blocking(drive, conversion, *constants) >= 0.0


def test_the_film_grown_on_discharge_does_not_stand_in_the_way_of_charge():
    thin, thick = (rate_at_drive(-8.0, 0.9, (0.1, 0.5, 0.0, growth, 1.0, 1.0)) for growth in (1.0, 40.0))
    assert thin == pytest.approx(thick, rel=1e-3)
    assert thin < 0.0
    assert rate_at_drive(8.0, 0.9, (0.1, 0.5, 0.0, 40.0, 1.0, 1.0)) < 1e-5 * rate_at_drive(
        8.0, 0.9, (0.1, 0.5, 0.0, 1.0, 1.0, 1.0)
    )


@given(conversion=st.floats(0.002, 0.998), potential=st.floats(1.2, 2.8), constants=films)
def test_the_slopes_of_the_rate_are_its_derivatives(conversion, potential, constants):
    arguments = [potential, conversion, RATE, PLATEAU, SLOPE, STEP, B, *constants]
    value, *slopes = conversion_rate_slopes(*arguments)
    assert value == pytest.approx(conversion_rate(*arguments), rel=1e-9, abs=1e-20)
    # by potential, conversion, film of sulfur, growth and hindrance
    for place, slope in zip((0, 1, 7, 10, 11), slopes, strict=True):

        def rate(moved, place=place):
            return conversion_rate(*arguments[:place], moved, *arguments[place + 1 :])

        exact = derivative(rate, arguments[place])
        # what a film leaves of the drive is solved for to 1e-8, its slope by the equation itself
        assert slope == pytest.approx(exact, rel=1e-5, abs=1e-5 * RATE + 1e-5 * abs(value) + 1e-5 * abs(slopes[0]))


def test_fresh_lithium_sulfide_needs_its_barrier_more_of_overpotential_until_it_has_been_charged():
    volts, drive = 0.3, 15.0
    barrier = B * volts
    turned = [charge_hindrance(turnover, barrier, 10.0) for turnover in (0.0, 0.1, 10.0)]
    assert turned == pytest.approx([np.exp(-barrier), np.exp(-barrier / np.e), 1.0])
    bare = rate_at_drive(-drive, 0.5, BARE)
    for turnover in (0.0, 0.05, 0.3):
        left = barrier * np.exp(-10.0 * turnover)
        fresh = (0.5, 0.0, 0.0, 1.0, charge_hindrance(turnover, barrier, 10.0), 1.0)
        assert rate_at_drive(-drive - left, 0.5, fresh) == pytest.approx(bare, rel=1e-6)
    activated = (0.5, 0.0, 0.0, 1.0, turned[0], 1.0)
    assert rate_at_drive(drive, 0.5, activated) == pytest.approx(rate_at_drive(drive, 0.5, BARE))


@given(turnover=st.floats(-0.01, 5.0), barrier=st.floats(0.0, 15.0), span=st.floats(1.0, 20.0))
def test_the_slope_of_the_hindrance_is_its_derivative(turnover, barrier, span):
    exact = derivative(lambda n: charge_hindrance(n, barrier, span), turnover)
    assert charge_hindrance_slope(turnover, barrier, span) == pytest.approx(exact, rel=1e-9, abs=1e-30)


@given(
    conversion=st.floats(0.1, 0.9),
    film=st.floats(0.0, 1.0),
    sulfur_film=st.floats(0.0, 1.0),
    hindrance=st.floats(1e-3, 1.0),
    exchange_ratio=st.floats(0.02, 1.0),
)
def test_at_rest_a_small_signal_meets_from_either_side_what_a_slow_discharge_meets(
    conversion, film, sulfur_film, hindrance, exchange_ratio
):
    constants = (sulfur_film, film, 0.5, 4.0, hindrance, exchange_ratio)
    step = 1e-6
    discharge, charge = (rate_at_drive(way * step, conversion, constants) / (way * step) for way in (1.0, -1.0))
    assert charge == pytest.approx(discharge, rel=1e-6)
    # film and hindered exchange in series, with the leak beside them
    g = exchange(conversion)
    series = 1.0 / (1.0 / (hindrance * g) + film * film_resistance(conversion, 4.0))
    assert discharge == pytest.approx(RATE * (series + 1e-6 / REST_WIDTH), rel=1e-4)


@given(conversion=st.floats(0.1, 0.9), constants=films, drive=st.floats(0.0, 25.0), factor=st.floats(1.0, 1.2))
def test_more_drive_never_charges_more_slowly_where_charge_is_less_blocked_than_discharge(
    conversion, constants, drive, factor
):
    sulfur_film, film, _, growth, hindrance, exchange_ratio = constants
    eased = (sulfur_film, film, 0.0, growth, hindrance, exchange_ratio)
    slow, fast = (rate_at_drive(-one, conversion, eased) for one in (drive, drive * factor))
    assert fast <= slow + 1e-7 * abs(slow) + 1e-15


@pytest.mark.parametrize("overpotential", [0.02, 0.1, 0.3])
def test_activated_sulfur_discharges_as_if_charge_had_no_barrier(overpotential):
    drive = overpotential * B
    with_barrier, without = (rate_at_drive(drive, 0.5, (0.5, 0.3, 0.3, 3.0, 1.0, ratio)) for ratio in (0.1, 1.0))
    assert with_barrier == without
    # on charge it costs its logarithm, once the current is beyond that of rest
    hindered = rate_at_drive(-3.0 - np.log(10.0), 0.5, (0.5, 0.0, 0.0, 1.0, 1.0, 0.1))
    assert hindered == pytest.approx(rate_at_drive(-3.0, 0.5, BARE), rel=0.03)


def test_only_charge_turns_the_active_material_over():
    assert turnover_rate(-2e-5) == 2e-5
    assert turnover_rate(2e-5) == 0.0


def test_drive_is_positive_below_the_equilibrium_potential():
    assert conversion_drive(2.0, 0.5, PLATEAU, SLOPE, STEP, B) == pytest.approx(B * 0.105)


@given(rate=st.floats(-1e-4, 1e-4), film=st.floats(-0.004, 1.0))
def test_the_slopes_of_the_film_of_sulfur_are_its_derivatives(rate, film):
    if abs(rate) > 1e-7:
        by_rate, by_film = sulfur_film_rate_slopes(rate, film)
        assert by_rate == pytest.approx(derivative(lambda x: sulfur_film_rate(x, film), rate), rel=1e-6, abs=1e-9)
        assert by_film == pytest.approx(derivative(lambda s: sulfur_film_rate(rate, s), film), rel=1e-6, abs=1e-12)


def test_discharge_uses_the_film_that_charge_left_and_no_more_than_rounds_its_end_is_left_over():
    film = 0.0
    for _ in range(100):
        for way in (-1.0, 1.0):
            for _ in range(400):
                film += sulfur_film_rate(way * 5e-4, film)
    assert film == pytest.approx(0.005 * np.log(101), rel=0.05)
