"""Rate of the solid-solid conversion of sulfur at the reaction area."""

from brimstone._compile import compilable
from brimstone.physics.elementary import exp
from brimstone.physics.film import activation_left, film_resistance
from brimstone.physics.thermodynamics import (
    amount_left,
    amount_left_slope,
    equilibrium_potential,
    equilibrium_potential_slope,
)


@compilable
def discharge_share(drive):
    """Weight of discharge against charge, 1/(1 + exp(-2v)): what of the two exponentials of sinh(v) is the first."""
    return 1.0 / (1.0 + exp(-2.0 * drive))


@compilable
def reactant_left(conversion, weight):
    """What the reaction uses up: the sulfur left on discharge, the Li2S left on charge.

    First order, so that a time step which overshoots full conversion is pulled back.
    """
    return weight * (1.0 - conversion) + (1.0 - weight) * conversion


@compilable
def film(conversion, weight, film_discharge, film_charge, growth):
    """Film resistance over that of the reaction: product grown on discharge, sulfur grown on charge.

    Parameters
    ----------
    conversion, weight : float or array
        Conversion, and `discharge_share`.
    film_discharge, film_charge : float or array
        F/(RT) times the exchange current times l/sigma of each film.
    growth : float or array
        Full film thickness over the length l.
    """
    return film_discharge * film_resistance(conversion, growth) * weight + film_charge * film_resistance(
        1.0 - conversion, growth
    ) * (1.0 - weight)


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

    Symmetric Butler-Volmer kinetics behind a film: dx/dt = k c sinh(u), u + c r sinh(u) = v, v = F (U(x) - phi)/(2RT),
    c the reactant left. In the film's term c stays positive past the ends of the range, in the rate its sign turns.

    Parameters
    ----------
    potential : float or array
        Difference between electron and ion conductor [V].
    conversion : float or array
    rate : float or array
        Twice the exchange current per volume over the charge of the reachable sulfur [1/s].
    plateau, slope, half_inverse_thermal_voltage : float or array
        See `equilibrium_potential`.
    film_discharge, film_charge, growth : float or array
        See `film`.
    """
    drive = conversion_drive(potential, conversion, plateau, slope, half_inverse_thermal_voltage)
    weight = discharge_share(drive)
    left = reactant_left(conversion, weight)
    blocking = amount_left(left) * film(conversion, weight, film_discharge, film_charge, growth)
    grown = exp(activation_left(drive, blocking))
    return rate * left * 0.5 * (grown - 1.0 / grown)


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
    grown, grown_back = film_resistance(conversion, growth), film_resistance(1.0 - conversion, growth)
    left = reactant_left(conversion, weight)
    left_v, left_x = weight_v * (1.0 - 2.0 * conversion), 1.0 - 2.0 * weight
    amount = amount_left(left)
    amount_slope = amount_left_slope(left)
    layer = film_discharge * grown * weight + film_charge * grown_back * (1.0 - weight)
    layer_v = (film_discharge * grown - film_charge * grown_back) * weight_v
    layer_x = growth * (film_discharge * (grown + 1.0) * weight - film_charge * (grown_back + 1.0) * (1.0 - weight))
    r = amount * layer
    r_v = amount * layer_v + amount_slope * left_v * layer
    r_x = amount * layer_x + amount_slope * left_x * layer
    larger = exp(activation_left(drive, r))
    sinh, cosh = 0.5 * (larger - 1.0 / larger), 0.5 * (larger + 1.0 / larger)
    share = 1.0 / (1.0 + r * cosh)
    per_drive = left_v * sinh + left * cosh * (1.0 - sinh * r_v) * share
    per_conversion = left_x * sinh - left * cosh * sinh * r_x * share
    return rate * left * sinh, -b * rate * per_drive, rate * (per_conversion + per_drive * drive_x)
