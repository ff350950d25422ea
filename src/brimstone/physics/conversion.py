"""Rate of the solid-solid conversion of sulfur at the reaction area."""

from brimstone._compile import compilable
from brimstone.physics.elementary import exp, fourth_root, inverse_root
from brimstone.physics.film import LEAST_LEAK, activation, film_resistance, film_resistance_slope
from brimstone.physics.thermodynamics import (
    amount_left,
    amount_left_slope,
    equilibrium_potential,
    equilibrium_potential_slope,
    relative_slope,
)

#: Drive, in units of 2RT/F, within which discharge and charge go by the same law: 10 mV.
_REST_WIDTH = 0.2


@compilable
def exchange(conversion):
    """Exchange current of a composition, over that at half conversion: (4 (1-x) x)^(1/4).

    Reduction goes with the square root of the sulfur left, oxidation with that of the Li2S left: the orders for which
    both rates are equal at the two-electron Nernst potential.
    """
    return fourth_root(4.0 * amount_left(1.0 - conversion) * amount_left(conversion))


@compilable
def exchange_slope(conversion):
    """Derivative of `exchange` with conversion."""
    charged, discharged = 1.0 - conversion, conversion
    return 0.25 * exchange(conversion) * (relative_slope(discharged) - relative_slope(charged))


@compilable
def near_rest(drive):
    """Weight of what acts at rest against what acts under drive, (1 + (v/e)^2)^-4: 1 at rest, 1e-7 at 80 mV.

    Discharge and charge have films and exchange currents of their own, which may differ by orders of magnitude. Near
    rest the more hindered of the two laws holds for both, so that the rate has no kink where it turns.
    """
    place = drive * (1.0 / _REST_WIDTH)
    narrow = 1.0 / (1.0 + place * place)
    return narrow * narrow * narrow * narrow


@compilable
def near_rest_slope(drive):
    """Derivative of `near_rest`."""
    place = drive * (1.0 / _REST_WIDTH)
    narrow = 1.0 / (1.0 + place * place)
    square = narrow * narrow
    return (-8.0 / _REST_WIDTH) * place * square * square * narrow


@compilable
def film_blocking(drive, conversion, film_discharge, film_charge, growth, hindrance):
    """Factor r of the film's share r sinh(u) in the drive: resistance times exchange current of the composition.

    A product film grown on discharge stands in the way of discharge only: charge begins where the product touches
    what conducts, and leaves a film of sulfur behind. That one is ohmic: cells charge at rates at which they don't
    discharge. Past the ends of the range a film vanishes; it must not help.

    Parameters
    ----------
    drive, conversion : float or array
    film_discharge, film_charge : float or array
        F/(RT) times the exchange current times l/sigma of each film.
    growth : float or array
        Full film thickness over the length l.
    hindrance : float or array
        Exchange current on charge over that on discharge.
    """
    on_discharge = film_discharge * film_resistance(amount_left(conversion), growth)
    on_charge = hindrance * film_charge * growth * amount_left(1.0 - conversion)
    discharging = drive > 0.0
    weight = discharging + (1.0 - discharging) * near_rest(drive)
    return exchange(conversion) * (on_charge + weight * (on_discharge - on_charge))


@compilable
def charge_hindrance(turnover, barrier, inverse_span, exchange_ratio):
    """Exchange current on charge over that on discharge: c exp(-B exp(-N/N_a)).

    Taking the first lithium out of Li2S as it was put into the cell needs an overpotential that relaxes as it is
    converted, V exp(-N/N_a). A barrier on the rate, exp(-F V/(2RT)), costs just this overpotential wherever current
    flows and leaves the equilibrium where it is.

    Parameters
    ----------
    turnover : float or array
        Share of the active material charged so far, summed over cycles, N.
    barrier : float or array
        F/(2RT) times the overpotential V of fresh Li2S, B.
    inverse_span : float or array
        1/N_a.
    exchange_ratio : float or array
        What remains between charge and discharge when the barrier is gone, c.
    """
    return exchange_ratio * exp(-barrier * exp(-inverse_span * turnover))


@compilable
def charge_hindrance_slope(turnover, barrier, inverse_span, exchange_ratio):
    """Derivative of `charge_hindrance` by the turnover."""
    left = barrier * exp(-inverse_span * turnover)
    return exchange_ratio * exp(-left) * left * inverse_span


@compilable
def turnover_rate(conversion_rate):
    """Growth of the turnover [1/s]: what is charged of a node's active material, 0 on discharge."""
    return -conversion_rate * (conversion_rate < 0.0)


@compilable
def contact_left(turnover, wear, interphase, area_loss):
    """Reaction area over the fresh one, 1/((1 + w N)(1 + a d)).

    Parameters
    ----------
    turnover : float or array
        Local cycles, N: every charge shrinks the active material away from its contacts.
    wear : float or array
        Contact lost a cycle, w.
    interphase, area_loss : float or array
        Thickness of the irreversible interphase over its reference, and what it covers.
    """
    return 1.0 / contact_thinned(turnover, wear, interphase, area_loss)


@compilable
def contact_thinned(turnover, wear, interphase, area_loss):
    """Fresh reaction area over the one that is left, by which films grow thicker; parameters as of `contact_left`."""
    return (1.0 + wear * turnover) * (1.0 + area_loss * interphase)


@compilable
def activated_rate(grown, shrunk, drive, conversion, rate, hindrance):
    """Rate of conversion [1/s], k g(x) sinh(u), and a leak of at most a millionth of k.

    Where a closed film and a hindrance meet at rest, the potential of an electrode would else be fixed by less than
    what round-off leaves of its face currents.

    Parameters
    ----------
    grown, shrunk : float or array
        exp(u) and exp(-u) of the part u of the drive that moves the reaction; see `activation`.
    drive, conversion, rate, hindrance : float or array
        See `conversion_rate`.
    """
    reacts = 0.5 * _liveliness(drive, hindrance) * exchange(conversion) * (grown - shrunk)
    return rate * (reacts + LEAST_LEAK * _saturating(drive))


@compilable
def _saturating(drive):
    """The leak over its largest value, z/sqrt(1 + z^2) with z the drive over the width of rest."""
    place = drive * (1.0 / _REST_WIDTH)
    return place * inverse_root(1.0 + place * place)


@compilable
def _liveliness(drive, hindrance):
    """Exchange current over that on discharge: the hindrance on charge and at rest, 1 on discharge."""
    return hindrance + (drive > 0.0) * (1.0 - near_rest(drive)) * (1.0 - hindrance)


@compilable
def conversion_drive(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage):
    """Driving force F(U(x) - phi)/(2RT), positive on discharge."""
    equilibrium = equilibrium_potential(conversion, plateau, slope, step, half_inverse_thermal_voltage)
    return half_inverse_thermal_voltage * (equilibrium - potential)


@compilable
def conversion_rate(
    potential,
    conversion,
    rate,
    plateau,
    slope,
    step,
    half_inverse_thermal_voltage,
    film_discharge,
    film_charge,
    growth,
    hindrance,
):
    """Rate of conversion dx/dt [1/s], positive on discharge.

    Symmetric Butler-Volmer kinetics behind a film: `activated_rate` of u, the solution of u + r sinh(u) = v with the
    drive v = F (U(x) - phi)/(2RT) and r from `film_blocking`.

    Parameters
    ----------
    potential : float or array
        Difference between electron and ion conductor [V].
    conversion : float or array
    rate : float or array
        Twice the exchange current per volume at half conversion, over the charge of the reachable sulfur [1/s].
    plateau, slope, step, half_inverse_thermal_voltage : float or array
        See `equilibrium_potential`.
    film_discharge, film_charge, growth, hindrance : float or array
        See `film_blocking`.
    """
    drive = conversion_drive(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage)
    blocking = film_blocking(drive, conversion, film_discharge, film_charge, growth, hindrance)
    grown, shrunk = activation(drive, blocking)
    return activated_rate(grown, shrunk, drive, conversion, rate, hindrance)


@compilable
def conversion_rate_slopes(
    potential,
    conversion,
    rate,
    plateau,
    slope,
    step,
    half_inverse_thermal_voltage,
    film_discharge,
    film_charge,
    growth,
    hindrance,
):
    """`conversion_rate` and its derivatives by potential, conversion, growth and hindrance, as a tuple."""
    drive = conversion_drive(potential, conversion, plateau, slope, step, half_inverse_thermal_voltage)
    grown, shrunk = activation(drive, film_blocking(drive, conversion, film_discharge, film_charge, growth, hindrance))
    return activated_rate_slopes(
        grown, shrunk, drive, conversion, rate, slope, step, half_inverse_thermal_voltage, film_discharge, film_charge,
        growth, hindrance,
    )  # fmt: skip


@compilable
def activated_rate_slopes(
    grown,
    shrunk,
    drive,
    conversion,
    rate,
    slope,
    step,
    half_inverse_thermal_voltage,
    film_discharge,
    film_charge,
    growth,
    hindrance,
):
    """`conversion_rate_slopes` from the drive and what `activation` makes of it."""
    b = half_inverse_thermal_voltage
    drive_x = b * equilibrium_potential_slope(conversion, slope, step, b)
    product, remaining = amount_left(conversion), amount_left(1.0 - conversion)
    rest, rest_v = near_rest(drive), near_rest_slope(drive)
    discharging = drive > 0.0
    charging = 1.0 - discharging
    on_discharge = film_discharge * film_resistance(product, growth)
    thicker = film_discharge * film_resistance_slope(product, growth)
    sulfur_film = hindrance * film_charge * growth
    on_charge = sulfur_film * remaining
    weight = discharging + charging * rest
    layer = on_charge + weight * (on_discharge - on_charge)
    layer_v = charging * rest_v * (on_discharge - on_charge)
    on_charge_x = -sulfur_film * amount_left_slope(1.0 - conversion)
    layer_x = on_charge_x + weight * (growth * thicker * amount_left_slope(conversion) - on_charge_x)
    layer_growth = weight * thicker * product + (1.0 - weight) * hindrance * film_charge * remaining
    layer_hindrance = (1.0 - weight) * film_charge * growth * remaining
    opened = discharging * (1.0 - rest)
    lively = hindrance + opened * (1.0 - hindrance)
    lively_v = (0.0 - discharging) * rest_v * (1.0 - hindrance)
    g, g_x = exchange(conversion), exchange_slope(conversion)
    r = g * layer
    sinh, cosh = 0.5 * (grown - shrunk), 0.5 * (grown + shrunk)
    share = 1.0 / (1.0 + r * cosh)
    u_r = -sinh * share
    u_v = share + u_r * g * layer_v
    u_x = u_r * (g_x * layer + g * layer_x)
    place = drive * (1.0 / _REST_WIDTH)
    narrow = inverse_root(1.0 + place * place)
    leak, leak_v = LEAST_LEAK * place * narrow, LEAST_LEAK / _REST_WIDTH * narrow * narrow * narrow
    by_drive = rate * (g * (lively_v * sinh + lively * cosh * u_v) + leak_v)
    by_blocking = rate * lively * g * cosh * u_r
    return (
        rate * (lively * g * sinh + leak),
        -b * by_drive,
        by_drive * drive_x + rate * lively * (g_x * sinh + g * cosh * u_x),
        by_blocking * g * layer_growth,
        rate * (1.0 - opened) * g * sinh + by_blocking * g * layer_hindrance,
    )
