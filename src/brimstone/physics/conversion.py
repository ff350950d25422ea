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
def discharge_share(drive):
    """Weight of discharge against charge, 1/(1 + exp(-2v)): what of the two exponentials of sinh(v) is the first."""
    whole = exp(drive)
    return whole * whole / (whole * whole + 1.0)


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
    charge is ever credited to sulfur that is not there. The power is high, since inside the range a presence below 1
    moves the equilibrium of a reaction that a film blocks.
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
def film(conversion, weight, film_discharge, film_charge, growth):
    """Film resistance over that of the reaction: product grown on discharge, sulfur grown on charge.

    The sulfur film is ohmic: cells charge at rates at which they don't discharge. Past the ends of the range a film
    vanishes; it must not help.

    Parameters
    ----------
    conversion, weight : float or array
        Conversion, and `discharge_share`.
    film_discharge, film_charge : float or array
        F/(RT) times the exchange current times l/sigma of each film.
    growth : float or array
        Full film thickness over the length l.
    """
    on_discharge = film_discharge * film_resistance(amount_left(conversion), growth)
    on_charge = film_charge * growth * amount_left(1.0 - conversion)
    return on_discharge * weight + on_charge * (1.0 - weight)


@compilable
def film_blocking(drive, conversion, film_discharge, film_charge, growth):
    """Factor r of the film's share r sinh(u) in the drive: `film` times the exchange current of the composition."""
    return exchange(conversion) * film(conversion, discharge_share(drive), film_discharge, film_charge, growth)


@compilable
def activated_rate(grown, shrunk, conversion, rate):
    """Rate of conversion [1/s], k g(x) (exp(u) - exp(-u))/2, each term counting only while its reactant is there.

    Parameters
    ----------
    grown, shrunk : float or array
        exp(u) and exp(-u) of the part u of the drive that moves the reaction; see `activation`.
    conversion, rate : float or array
        See `conversion_rate`.
    """
    return 0.5 * rate * exchange(conversion) * (presence(1.0 - conversion) * grown - presence(conversion) * shrunk)


@compilable
def conversion_drive(potential, conversion, plateau, slope, half_inverse_thermal_voltage):
    """Driving force F(U(x) - phi)/(2RT), positive on discharge."""
    equilibrium = equilibrium_potential(conversion, plateau, slope, half_inverse_thermal_voltage)
    return half_inverse_thermal_voltage * (equilibrium - potential)


@compilable
def conversion_rate(
    potential, conversion, rate, plateau, slope, half_inverse_thermal_voltage, film_discharge, film_charge, growth
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
    plateau, slope, half_inverse_thermal_voltage : float or array
        See `equilibrium_potential`.
    film_discharge, film_charge, growth : float or array
        See `film`.
    """
    drive = conversion_drive(potential, conversion, plateau, slope, half_inverse_thermal_voltage)
    blocking = film_blocking(drive, conversion, film_discharge, film_charge, growth)
    grown, shrunk = activation(drive, blocking)
    return activated_rate(grown, shrunk, conversion, rate)


@compilable
def conversion_rate_slopes(
    potential, conversion, rate, plateau, slope, half_inverse_thermal_voltage, film_discharge, film_charge, growth
):
    """`conversion_rate` and its derivatives by potential and by conversion, as a tuple."""
    b = half_inverse_thermal_voltage
    drive = conversion_drive(potential, conversion, plateau, slope, b)
    drive_x = b * equilibrium_potential_slope(conversion, slope, b)
    weight = discharge_share(drive)
    weight_v = 2.0 * weight * (1.0 - weight)
    on_discharge = film_discharge * film_resistance(amount_left(conversion), growth)
    on_charge = film_charge * growth * amount_left(1.0 - conversion)
    on_discharge_x = (
        film_discharge * film_resistance_slope(amount_left(conversion), growth) * amount_left_slope(conversion)
    )
    on_charge_x = -film_charge * growth * amount_left_slope(1.0 - conversion)
    layer = on_discharge * weight + on_charge * (1.0 - weight)
    layer_v = (on_discharge - on_charge) * weight_v
    layer_x = on_discharge_x * weight + on_charge_x * (1.0 - weight)
    g, g_x = exchange(conversion), exchange_slope(conversion)
    r, r_v, r_x = g * layer, g * layer_v, g_x * layer + g * layer_x
    forward, backward = activation(drive, r)
    sinh = 0.5 * (forward - backward)
    share = 1.0 / (1.0 + 0.5 * r * (forward + backward))
    u_v = (1.0 - sinh * r_v) * share
    u_x = u_v * drive_x - sinh * r_x * share
    there, back = presence(1.0 - conversion), presence(conversion)
    net, sum_ = there * forward - back * backward, there * forward + back * backward
    net_x = -presence_slope(1.0 - conversion) * forward - presence_slope(conversion) * backward
    scale = 0.5 * rate
    return scale * g * net, -b * scale * g * sum_ * u_v, scale * (g_x * net + g * (net_x + sum_ * u_x))
