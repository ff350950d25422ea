"""Rate of the solid-solid conversion of sulfur at the reaction area."""

import numpy as np

from brimstone._compile import compilable
from brimstone.physics.elementary import exp
from brimstone.physics.film import activation, film_resistance, film_resistance_slope
from brimstone.physics.thermodynamics import (
    COMPOSITION_WIDTH,
    amount_left,
    amount_left_slope,
    equilibrium_potential,
    equilibrium_potential_slope,
)


@compilable
def exchange(conversion):
    """Exchange current of a composition, over that at half conversion: (4 (1-x) x)^(1/4).

    Reduction goes with the square root of the sulfur left, oxidation with that of the Li2S left: the orders for which
    both rates are equal at the two-electron Nernst potential.
    """
    return np.sqrt(2.0 * np.sqrt(amount_left(1.0 - conversion) * amount_left(conversion)))


@compilable
def exchange_slope(conversion):
    """Derivative of `exchange` with conversion."""
    charged, discharged = 1.0 - conversion, conversion
    rises = amount_left_slope(discharged) / amount_left(discharged) - amount_left_slope(charged) / amount_left(charged)
    return 0.25 * exchange(conversion) * rises


@compilable
def presence(share):
    """1 where a reactant is there, 0 where it ends, negative past its end: 1 - (w/s)^6 with `amount_left` for s.

    It turns the sign of a rate there, so that a time step which overshoots full conversion is pulled back and no
    charge is ever credited to sulfur that is not there.
    """
    return 1.0 - _beyond(share)


@compilable
def presence_slope(share):
    """Derivative of `presence`."""
    return 6.0 * _beyond(share) * amount_left_slope(share) / amount_left(share)


@compilable
def _beyond(share):
    near = COMPOSITION_WIDTH / amount_left(share)
    return near * near * near * near * near * near


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
    discharges = drive > 0.0
    on_discharge = film_discharge * film_resistance(amount_left(conversion), growth)
    on_charge = hindrance * film_charge * growth * amount_left(1.0 - conversion)
    return exchange(conversion) * (discharges * on_discharge + (1.0 - discharges) * on_charge)


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
    return 1.0 / ((1.0 + wear * turnover) * (1.0 + area_loss * interphase))


@compilable
def activated_rate(grown, shrunk, drive, conversion, rate, hindrance):
    """Rate of conversion [1/s], k g(x) sinh(u), while the reactant of its direction is there.

    Parameters
    ----------
    grown, shrunk : float or array
        exp(u) and exp(-u) of the part u of the drive that moves the reaction; see `activation`.
    drive, conversion, rate, hindrance : float or array
        See `conversion_rate`.
    """
    return 0.5 * rate * _availability(drive, conversion, hindrance) * exchange(conversion) * (grown - shrunk)


@compilable
def _availability(drive, conversion, hindrance):
    """What exchange current and reactants leave of a rate in its direction: all of it on discharge amid the range."""
    discharges = drive > 0.0
    return discharges * presence(1.0 - conversion) + (1.0 - discharges) * hindrance * presence(conversion)


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
    b = half_inverse_thermal_voltage
    drive = conversion_drive(potential, conversion, plateau, slope, step, b)
    drive_x = b * equilibrium_potential_slope(conversion, slope, step, b)
    discharges = drive > 0.0
    charges = 1.0 - discharges
    product, remaining = amount_left(conversion), amount_left(1.0 - conversion)
    thicker = discharges * film_discharge * film_resistance_slope(product, growth)
    sulfur_film = charges * film_charge
    layer = (
        discharges * film_discharge * film_resistance(product, growth) + hindrance * sulfur_film * growth * remaining
    )
    layer_x = growth * (
        thicker * amount_left_slope(conversion) - hindrance * sulfur_film * amount_left_slope(1.0 - conversion)
    )
    layer_growth = thicker * product + hindrance * sulfur_film * remaining
    g, g_x = exchange(conversion), exchange_slope(conversion)
    r, r_x = g * layer, g_x * layer + g * layer_x
    forward, backward = activation(drive, r)
    sinh = 0.5 * (forward - backward)
    u_v = 1.0 / (1.0 + 0.5 * r * (forward + backward))
    u_r = -sinh * u_v
    u_x = u_v * drive_x + u_r * r_x
    available = _availability(drive, conversion, hindrance)
    available_x = charges * hindrance * presence_slope(conversion) - discharges * presence_slope(1.0 - conversion)
    cosh = 0.5 * (forward + backward)
    by_blocking = rate * available * g * cosh * u_r
    return (
        rate * available * g * sinh,
        -b * rate * available * g * cosh * u_v,
        rate * ((available_x * g + available * g_x) * sinh + available * g * cosh * u_x),
        by_blocking * g * layer_growth,
        rate * charges * presence(conversion) * g * sinh + by_blocking * g * sulfur_film * growth * remaining,
    )
