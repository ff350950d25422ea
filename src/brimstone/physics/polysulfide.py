"""Sulfur that reacts through dissolved polysulfides: two steps, what is lost by the shuttle, and how far it spreads.

Shares of the sulfur: elemental or in long chains (S8), as Li2S4 in solution, and as solid Li2S. The two steps

    S8 + 4 Li = 2 Li2S4        a quarter of the charge, 418 mAh/g
    Li2S4 + 6 Li = 4 Li2S      three quarters, 1254 mAh/g

follow M. Marinescu, T. Zhang and G. J. Offer, A zero dimensional model of lithium-sulfur batteries during charge and
discharge, Phys. Chem. Chem. Phys. 18 (2016) 584, doi:10.1039/c5cp05755h, with one species fewer: Li2S grows where
there is some, instead of passing through solution.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone.constants import FARADAY
from brimstone.physics.conversion import near_rest, near_rest_slope
from brimstone.physics.elementary import exp, exp_both, log
from brimstone.physics.film import activation, film_resistance, film_resistance_slope
from brimstone.physics.thermodynamics import COMPOSITION_WIDTH, amount_left, amount_left_slope, end, end_slope

#: Share of the charge of S to Li2S that the step to Li2S4 takes, and the step from there.
UPPER, LOWER = 0.25, 0.75

#: Electrons that lithium gives for each molecule of S8 that it reduces to Li2S4.
SHUTTLE_ELECTRONS = 4

_END = 100.0  # as `thermodynamics.end` has it half way

# Ends of the shares in the potentials, in units of that of solid sulfur: the end of Li2S4 lifts the upper step, and S8
# must not be used beyond its own for that: at rest both shares are positive down to zero volt, from -20 to 100 degC.
_SULFUR_END, _POLYSULFIDE_END = 3.0, 1.6
_TWO_THIRDS = 2.0 / 3.0


# --- thermodynamics


@compilable
def dissolved(sulfur, crowding):
    """Share of the sulfur that is long chains in solution, s/(1 + k s): all while dilute, at most 1/k.

    Parameters
    ----------
    sulfur : float or array
        Share that is elemental or in long chains, s.
    crowding : float or array
        Concentration that all sulfur would have, dissolved, over the solubility, k.
    """
    return sulfur / (1.0 + crowding * amount_left(sulfur))


@compilable
def dissolved_slope(sulfur, crowding):
    """Derivative of `dissolved` by the share."""
    room = 1.0 + crowding * amount_left(sulfur)
    return (1.0 - sulfur * crowding * amount_left_slope(sulfur) / room) / room


@compilable
def upper_potential(sulfur, polysulfide, standard, crowding, half_inverse_thermal_voltage):
    """Potential of the step from S8 to Li2S4 against Li/Li+ [V].

    U = E + (RT/4F) ln(s8/s4^2), four electrons a molecule of S8; s8 is what is in solution. Logarithms bend to ramps
    below a thousandth, and potentials leave every window at the ends, as those of solid sulfur do.

    Parameters
    ----------
    sulfur, polysulfide : float or array
        Shares of the sulfur as S8 and as Li2S4.
    standard : float or array
        At shares of one [V]; see `upper_standard`.
    crowding : float or array
        See `dissolved`.
    half_inverse_thermal_voltage : float or array
        F/(2RT) [1/V].
    """
    free = amount_left(sulfur)
    squared = amount_left(polysulfide) * amount_left(polysulfide)
    entropy = log(free / ((1.0 + crowding * free) * squared))
    ends = _POLYSULFIDE_END * end(polysulfide) - _SULFUR_END * end(sulfur)
    return standard + (0.125 * entropy + ends) / half_inverse_thermal_voltage


@compilable
def upper_potential_slopes(sulfur, polysulfide, crowding, half_inverse_thermal_voltage):
    """Derivatives of `upper_potential` by both shares, as a tuple."""
    free, free_s = amount_left(sulfur), amount_left_slope(sulfur)
    by_sulfur = 0.125 * free_s / (free * (1.0 + crowding * free)) - _SULFUR_END * end_slope(sulfur)
    by_polysulfide = _POLYSULFIDE_END * end_slope(polysulfide)
    by_polysulfide -= 0.25 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    return by_sulfur / half_inverse_thermal_voltage, by_polysulfide / half_inverse_thermal_voltage


@compilable
def lower_potential(polysulfide, sulfide, standard, half_inverse_thermal_voltage):
    """Potential of the step from Li2S4 to solid Li2S [V], E + (RT/6F) ln s4; parameters as of `upper_potential`.

    That both steps share one solution fixes a third of the ends of the upper for the end of Li2S4 here.
    """
    entropy = log(amount_left(polysulfide))
    ends = end(sulfide) - _POLYSULFIDE_END * end(polysulfide) / 3.0
    return standard + (entropy / 12.0 + ends) / half_inverse_thermal_voltage


@compilable
def lower_potential_slopes(polysulfide, sulfide, half_inverse_thermal_voltage):
    """Derivatives of `lower_potential` by both shares, as a tuple."""
    by_polysulfide = amount_left_slope(polysulfide) / (12.0 * amount_left(polysulfide))
    by_polysulfide -= _POLYSULFIDE_END * end_slope(polysulfide) / 3.0
    return by_polysulfide / half_inverse_thermal_voltage, end_slope(sulfide) / half_inverse_thermal_voltage


def upper_standard(potential, sulfur_concentration, half_inverse_thermal_voltage):
    """Upper potential at shares of one [V], from the standard potential at 1 mol/L.

    Parameters
    ----------
    potential : float or array
        Standard potential [V].
    sulfur_concentration : float or array
        Sulfur atoms over the volume of electrolyte [mol/m3]: S8 is an eighth of it, Li2S4 a quarter.
    half_inverse_thermal_voltage : float or array
    """
    return potential + 0.125 * np.log(2000.0 / sulfur_concentration) / half_inverse_thermal_voltage


def lower_standard(potential, sulfur_concentration, half_inverse_thermal_voltage):
    """Lower potential at a share of one [V]; parameters as of `upper_standard`."""
    return potential + np.log(sulfur_concentration / 4000.0) / 12.0 / half_inverse_thermal_voltage


def free_energy(sulfur, polysulfide, sulfide, upper, lower, crowding, half_inverse_thermal_voltage):
    """Free energy of a composition per charge of all the sulfur [V]; what falls is released.

    Its derivatives along the two steps are a quarter of `upper_potential` and three quarters of `lower_potential`,
    with the sign turned.

    Parameters
    ----------
    sulfur, polysulfide, sulfide : float or array
        Shares.
    upper, lower : float or array
        Standard potentials of the steps at shares of one [V].
    crowding, half_inverse_thermal_voltage : float or array
    """
    b = half_inverse_thermal_voltage
    of_sulfur = (
        _log_integral(sulfur) / 32.0
        - _crowded_integral(sulfur, crowding) / 32.0
        - UPPER * _SULFUR_END * _end_integral(sulfur)
    )
    of_polysulfide = _log_integral(polysulfide) / 16.0 - UPPER * _POLYSULFIDE_END * _end_integral(polysulfide)
    of_sulfide = -LOWER * _end_integral(sulfide)
    return UPPER * upper * sulfur - LOWER * lower * sulfide + (of_sulfur + of_polysulfide + of_sulfide) / b


def free_energy_of_polysulfide(polysulfide, half_inverse_thermal_voltage):
    """Derivative of `free_energy` by the share of Li2S4 alone [V]."""
    ends = UPPER * _POLYSULFIDE_END * end(polysulfide)
    return (np.log(amount_left(polysulfide)) / 16.0 - ends) / half_inverse_thermal_voltage


def _log_integral(share):
    """Integral of ln `amount_left`, which is ln w + asinh(s/2w)."""
    width = 2.0 * COMPOSITION_WIDTH
    return (
        share * np.log(COMPOSITION_WIDTH) + share * np.arcsinh(share / width) - np.sqrt(share * share + width * width)
    )


def _crowded_integral(share, crowding):
    """Integral of ln(1 + k a(s)); with s = a - w^2/a it is elementary in the amount left, a."""
    a = amount_left(share)
    x = crowding * a
    grown = np.log1p(x)
    dilute = x < 1e-4  # where the difference would be round-off, its series
    over = ((1.0 + x) * grown - x) / np.where(dilute, 1.0, x)
    first = a * np.where(dilute, x * (0.5 - x / 6.0), over)
    return first + COMPOSITION_WIDTH * COMPOSITION_WIDTH * (crowding * (np.log(a) - grown) - grown / a)


def _end_integral(share):
    """Integral of `end`, by partial fractions in the amount left over the width."""
    t = amount_left(share) / COMPOSITION_WIDTH
    cosines = np.cos(np.pi / 12.0 * np.arange(1, 12, 2))
    logarithms = sum(cosine * np.log(t * t - 2.0 * t * cosine + 1.0) for cosine in cosines)
    return -2.0 * _END * COMPOSITION_WIDTH * (1.0 / t + logarithms / 6.0)


# --- kinetics


@compilable
def upper_rate(potential, sulfur, polysulfide, rate, standard, crowding, half_inverse_thermal_voltage):
    """Rate of S8 to Li2S4, share of the sulfur a second: k sqrt(s8 s4) sinh(F (U - phi)/(2RT)) [1/s].

    Both sides of the step are in solution: the exchange current goes with the square root of either.

    Parameters
    ----------
    potential : float or array
        Difference between electron and ion conductor [V].
    sulfur, polysulfide : float or array
        Shares.
    rate : float or array
        Twice the exchange current per volume at shares of one, over a quarter of the charge of the sulfur [1/s].
    standard, crowding, half_inverse_thermal_voltage : float or array
        See `upper_potential`.
    """
    equilibrium = upper_potential(sulfur, polysulfide, standard, crowding, half_inverse_thermal_voltage)
    grown, shrunk = exp_both(half_inverse_thermal_voltage * (equilibrium - potential))
    return 0.5 * rate * _upper_exchange(sulfur, polysulfide, crowding) * (grown - shrunk)


@compilable
def _upper_exchange(sulfur, polysulfide, crowding):
    free = amount_left(sulfur)
    return np.sqrt(free / (1.0 + crowding * free) * amount_left(polysulfide))


@compilable
def upper_rate_slopes(potential, sulfur, polysulfide, rate, standard, crowding, half_inverse_thermal_voltage):
    """`upper_rate` and its derivatives by potential and both shares, as a tuple."""
    b = half_inverse_thermal_voltage
    equilibrium = upper_potential(sulfur, polysulfide, standard, crowding, b)
    by_sulfur, by_polysulfide = upper_potential_slopes(sulfur, polysulfide, crowding, b)
    grown, shrunk = exp_both(b * (equilibrium - potential))
    exchange = rate * _upper_exchange(sulfur, polysulfide, crowding)
    speed, steep = 0.5 * exchange * (grown - shrunk), 0.5 * b * exchange * (grown + shrunk)
    free = amount_left(sulfur)
    livelier_8 = 0.5 * amount_left_slope(sulfur) / (free * (1.0 + crowding * free))
    livelier_4 = 0.5 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    return speed, -steep, speed * livelier_8 + steep * by_sulfur, speed * livelier_4 + steep * by_polysulfide


@compilable
def growing_area(sulfide, seeds):
    """Area on which Li2S grows or dissolves, over that when all sulfur is Li2S: ((p + n)/(1 + n))^(2/3).

    Islands that grow in all directions from seeds that form at once. Before there is much of it the current crowds on
    the seeds: the dip between the plateaus.

    Parameters
    ----------
    sulfide : float or array
        Share of the sulfur that is Li2S, p.
    seeds : float or array
        Share at which islands have as much area again as the seeds that form at once, n.
    """
    return exp(_TWO_THIRDS * log((amount_left(sulfide) + seeds) / (1.0 + seeds)))


@compilable
def lower_exchange(polysulfide, sulfide, seeds):
    """Exchange current of Li2S4 to Li2S over that at shares of one, sqrt(s4) times `growing_area`."""
    return np.sqrt(amount_left(polysulfide)) * growing_area(sulfide, seeds)


@compilable
def lower_drive(potential, polysulfide, sulfide, standard, half_inverse_thermal_voltage):
    """Driving force F(U - phi)/(2RT) of Li2S4 to Li2S, positive on discharge."""
    equilibrium = lower_potential(polysulfide, sulfide, standard, half_inverse_thermal_voltage)
    return half_inverse_thermal_voltage * (equilibrium - potential)


@compilable
def lower_blocking(drive, polysulfide, sulfide, seeds, film, growth):
    """Factor r of the film's share r sinh(u) in the drive of Li2S4 to Li2S.

    Solid Li2S insulates the carbon on discharge; on charge it dissolves where it touches the carbon. Within 10 mV of
    rest it stands in both ways, so that the rate has no kink.

    Parameters
    ----------
    drive : float or array
        Of `lower_drive`.
    polysulfide, sulfide, seeds : float or array
        See `lower_exchange`.
    film : float or array
        F/(RT) times the exchange current times l/sigma of the film.
    growth : float or array
        Full film thickness over the length l.
    """
    discharging = drive > 0.0
    weight = discharging + (1.0 - discharging) * near_rest(drive)
    return lower_exchange(polysulfide, sulfide, seeds) * weight * film * film_resistance(amount_left(sulfide), growth)


@compilable
def lower_rate(potential, polysulfide, sulfide, rate, standard, seeds, film, growth, half_inverse_thermal_voltage):
    """Rate of Li2S4 to Li2S, share of the sulfur a second: k g sinh(u), with u + r sinh(u) = F (U - phi)/(2RT) [1/s].

    Parameters
    ----------
    potential : float or array
    polysulfide, sulfide : float or array
        Shares.
    rate : float or array
        Twice the exchange current per volume at shares of one, over three quarters of the charge of the sulfur [1/s].
    standard, half_inverse_thermal_voltage : float or array
        See `lower_potential`.
    seeds, film, growth : float or array
        See `lower_blocking`.
    """
    drive = lower_drive(potential, polysulfide, sulfide, standard, half_inverse_thermal_voltage)
    grown, shrunk = activation(drive, lower_blocking(drive, polysulfide, sulfide, seeds, film, growth))
    return 0.5 * rate * lower_exchange(polysulfide, sulfide, seeds) * (grown - shrunk)


@compilable
def lower_rate_slopes(
    potential, polysulfide, sulfide, rate, standard, seeds, film, growth, half_inverse_thermal_voltage
):
    """`lower_rate` and its derivatives by potential and both shares, as a tuple."""
    b = half_inverse_thermal_voltage
    drive = lower_drive(potential, polysulfide, sulfide, standard, b)
    by_polysulfide, by_sulfide = lower_potential_slopes(polysulfide, sulfide, b)
    discharging = drive > 0.0
    weight = discharging + (1.0 - discharging) * near_rest(drive)
    weight_v = (1.0 - discharging) * near_rest_slope(drive)
    product, product_p = amount_left(sulfide), amount_left_slope(sulfide)
    g = lower_exchange(polysulfide, sulfide, seeds)
    livelier_4 = 0.5 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    livelier_p = _TWO_THIRDS * product_p / (product + seeds)
    layer = film * film_resistance(product, growth)
    layer_p = film * growth * film_resistance_slope(product, growth) * product_p
    r = g * weight * layer
    forward, backward = activation(drive, r)
    sinh, cosh = 0.5 * (forward - backward), 0.5 * (forward + backward)
    share = 1.0 / (1.0 + r * cosh)
    by_drive = rate * g * cosh * share * (1.0 - sinh * g * weight_v * layer)
    closing = -rate * g * cosh * share * sinh  # by r
    speed = rate * g * sinh
    return (
        speed,
        -b * by_drive,
        by_drive * b * by_polysulfide + (speed + closing * r) * livelier_4,
        by_drive * b * by_sulfide + (speed + closing * r) * livelier_p + closing * g * weight * layer_p,
    )


# --- transport


@compilable
def thickened_resistivity(fresh, dilution, sulfide, thickening, in_solution):
    """Ionic resistivity of pores that Li2S fills and polysulfides thicken, r (1 + d p)(1 + t q) [ohm m].

    Parameters
    ----------
    fresh : float or array
        Without either [ohm m].
    dilution, sulfide : float or array
        Growth on full discharge, and share of the sulfur that is Li2S.
    thickening, in_solution : float or array
        Growth with all sulfur in solution, and the share that is.
    """
    return fresh * (1.0 + dilution * sulfide) * (1.0 + thickening * in_solution)


def passage_resistance(thickness, diffusivity):
    """Resistance of a layer to dissolved polysulfides, L/D [s/m]; infinite for a layer that they can't enter."""
    with np.errstate(divide="ignore"):
        return np.asarray(thickness) / np.asarray(diffusivity, dtype=float)


def pinhole_diffusivity(diffusivity, open_share):
    """Diffusivity of a dense plate with pinholes that are filled with the electrolyte beside it [m2/s]."""
    return np.asarray(diffusivity) * open_share


def shuttle_rate(electrolyte_volume, passage, reaction):
    """Share of the dissolved long chains that reaches lithium and is reduced there, a second [1/s].

    The flux J = c/(R + 1/k) through the layers' resistance R and the reaction k at lithium, over the electrolyte that
    holds them. It is the shuttle constant k_s of Y. V. Mikhaylik and J. R. Akridge, J. Electrochem. Soc. 151 (2004)
    A1969.

    Parameters
    ----------
    electrolyte_volume : float or array
        Per area of the cell [m].
    passage : float or array
        Sum of `passage_resistance` over the layers [s/m].
    reaction : float or array
        Rate of the reduction at lithium [m/s].
    """
    return 1.0 / (electrolyte_volume * (passage + 1.0 / reaction))


def shuttle_current(rate, sulfur_charge):
    """Current density that would oxidise what the shuttle reduces with all sulfur dissolved as S8 [A/m2]."""
    return UPPER * rate * sulfur_charge


def charge_shuttle_factor(rate, sulfur_charge, current):
    """Shuttle current over charging current [-].

    Below 1 a charge ends, from 1 on it never does (Mikhaylik and Akridge 2004).

    Parameters
    ----------
    rate : float or array
        Of `shuttle_rate` [1/s].
    sulfur_charge : float or array
        Of all sulfur to Li2S [C/m2].
    current : float or array
        Of the charge [A/m2].
    """
    return shuttle_current(rate, sulfur_charge) / current


def front(diffusivity, time):
    """How far polysulfides have come into a layer, sqrt(2 D t) [m]; 1e-10 cm2/s make 42 um in a day."""
    return np.sqrt(2.0 * np.asarray(diffusivity) * time)


def front_diffusivity(length, time):
    """Diffusivity that takes a front through a length in a time, L^2/(2 t) [m2/s]; the inverse of `front`."""
    return np.asarray(length) ** 2 / (2.0 * time)


def sulfur_concentration(sulfur_mass, molar_mass, electrolyte_volume):
    """Sulfur atoms over the electrolyte, as if all dissolved [mol/m3]; masses and volumes per area."""
    return sulfur_mass / molar_mass / electrolyte_volume


def reduced_by_lithium(flux):
    """Current density of lithium's loss to polysulfides that arrive with a flux of S8 [mol/m2/s] to [A/m2]."""
    return SHUTTLE_ELECTRONS * FARADAY * flux
