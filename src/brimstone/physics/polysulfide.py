"""Rates of sulfur that reacts through dissolved polysulfides, and the resistivity of their solution.

Reactions, species and their source: `brimstone.physics.polysulfide_equilibrium`.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp, exp_both, log
from brimstone.physics.film import activation, film_resistance, film_resistance_slope
from brimstone.physics.polysulfide_equilibrium import (
    lower_potential,
    lower_potential_slopes,
    upper_potential,
    upper_potential_slopes,
)
from brimstone.physics.reversal import near_rest, near_rest_slope
from brimstone.physics.thermodynamics import amount_left, amount_left_slope

_TWO_THIRDS = 2.0 / 3.0


@compilable
def dissolved(sulfur: Numeric, saturation: Numeric) -> Numeric:
    r"""Share of the sulfur that is dissolved as long chains.

    .. math::
        :label: eq-dissolved

        s_\mathrm{dis} = \frac{s_8}{1 + k\,\hat{s}_8}

    All of it while dilute, at most :math:`1/k`.

    Parameters
    ----------
    sulfur : float or ndarray
        Share :math:`s_8` that is elemental or in long chains [-].
    saturation : float or ndarray
        :math:`k`, concentration of all sulfur if dissolved over the solubility of long chains [-].

    Returns
    -------
    float or ndarray
        [-]

    Notes
    -----
    Source: smooth saturation, introduced here. Theory: :ref:`theory-solution`.
    """
    return sulfur / (1.0 + saturation * amount_left(sulfur))


@compilable
def dissolved_slope(sulfur: Numeric, saturation: Numeric) -> Numeric:
    """Derivative of :eq:`eq-dissolved` with respect to the share.

    Parameters
    ----------
    sulfur, saturation : float or ndarray
        As for `dissolved`.

    Returns
    -------
    float or ndarray
        [-]
    """
    room = 1.0 + saturation * amount_left(sulfur)
    return (1.0 - sulfur * saturation * amount_left_slope(sulfur) / room) / room


@compilable
def upper_rate(
    potential: Numeric,
    sulfur: Numeric,
    polysulfide: Numeric,
    rate: Numeric,
    standard: Numeric,
    saturation: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> Numeric:
    r"""Rate of the step from S8 to Li2S4.

    .. math::
        :label: eq-upper-rate

        r_1 = k_1\sqrt{\frac{\hat{s}_8\,\hat{s}_4}{1 + k\hat{s}_8}}\,\sinh\frac{F(U_1 - \Phi)}{2RT}

    Both sides of the step are dissolved: the exchange current is of order one half in either.

    Parameters
    ----------
    potential : float or ndarray
        Potential difference :math:`\Phi` between electron and ion conductor [V].
    sulfur, polysulfide : float or ndarray
        Shares :math:`s_8`, :math:`s_4` [-].
    rate : float or ndarray
        :math:`k_1`, twice the exchange current per volume at shares of one over a quarter of the charge of the sulfur
        [1/s].
    standard, saturation, half_inverse_thermal_voltage : float or ndarray
        As for `brimstone.physics.polysulfide_equilibrium.upper_potential`.

    Returns
    -------
    float or ndarray
        :math:`r_1`, share of the sulfur per time [1/s], positive on discharge.

    Notes
    -----
    Source: Butler–Volmer kinetics after Marinescu 2016, doi:10.1039/c5cp05755h. Theory: :ref:`theory-solution`.
    """
    equilibrium = upper_potential(sulfur, polysulfide, standard, saturation, half_inverse_thermal_voltage)
    forward, backward = exp_both(half_inverse_thermal_voltage * (equilibrium - potential))
    return 0.5 * rate * _upper_exchange(sulfur, polysulfide, saturation) * (forward - backward)


@compilable
def _upper_exchange(sulfur: Numeric, polysulfide: Numeric, saturation: Numeric) -> Numeric:
    """Exchange current of S8 to Li2S4 relative to that at shares of one."""
    free = amount_left(sulfur)
    return np.sqrt(free / (1.0 + saturation * free) * amount_left(polysulfide))


@compilable
def upper_rate_slopes(
    potential: Numeric,
    sulfur: Numeric,
    polysulfide: Numeric,
    rate: Numeric,
    standard: Numeric,
    saturation: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> tuple[Numeric, Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-upper-rate` with respect to potential and both shares.

    Parameters
    ----------
    potential, sulfur, polysulfide, rate, standard, saturation, half_inverse_thermal_voltage : float or ndarray
        As for `upper_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`r_1` [1/s] and its derivatives by :math:`\Phi` [1/(V s)], :math:`s_8` and :math:`s_4` [1/s].
    """
    b = half_inverse_thermal_voltage
    equilibrium = upper_potential(sulfur, polysulfide, standard, saturation, b)
    by_sulfur, by_polysulfide = upper_potential_slopes(sulfur, polysulfide, saturation, b)
    forward, backward = exp_both(b * (equilibrium - potential))
    exchange = rate * _upper_exchange(sulfur, polysulfide, saturation)
    speed, steep = 0.5 * exchange * (forward - backward), 0.5 * b * exchange * (forward + backward)
    free = amount_left(sulfur)
    exchange_8 = 0.5 * amount_left_slope(sulfur) / (free * (1.0 + saturation * free))
    exchange_4 = 0.5 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    return speed, -steep, speed * exchange_8 + steep * by_sulfur, speed * exchange_4 + steep * by_polysulfide


@compilable
def growing_area(sulfide: Numeric, seeds: Numeric) -> Numeric:
    r"""Area on which Li2S grows or dissolves, relative to that when all sulfur is Li2S.

    .. math::
        :label: eq-growing-area

        A_p = \left(\frac{\hat{p} + n}{1 + n}\right)^{2/3}

    Islands grow in all directions from instantaneous nuclei. While there is little Li2S the current is concentrated on
    the nuclei: the dip between the plateaus.

    Parameters
    ----------
    sulfide : float or ndarray
        Share :math:`p` of the sulfur that is Li2S [-].
    seeds : float or ndarray
        Share :math:`n` at which the islands have added as much volume as the nuclei had [-].

    Returns
    -------
    float or ndarray
        [-]

    Notes
    -----
    Source: geometry of instantaneous nucleation, derived here. Theory: :ref:`theory-solution`.
    """
    return exp(_TWO_THIRDS * log((amount_left(sulfide) + seeds) / (1.0 + seeds)))


@compilable
def lower_exchange(polysulfide: Numeric, sulfide: Numeric, seeds: Numeric) -> Numeric:
    r"""Exchange current of the step from Li2S4 to Li2S relative to that at shares of one.

    .. math::
        :label: eq-lower-exchange

        g = \sqrt{\hat{s}_4}\,A_p

    Parameters
    ----------
    polysulfide, sulfide : float or ndarray
        Shares :math:`s_4`, :math:`p` [-].
    seeds : float or ndarray
        As for `growing_area` [-].

    Returns
    -------
    float or ndarray
        :math:`g` [-].

    Notes
    -----
    Source: order one half, introduced here. Theory: :ref:`theory-solution`.
    """
    return np.sqrt(amount_left(polysulfide)) * growing_area(sulfide, seeds)


@compilable
def lower_drive(
    potential: Numeric, polysulfide: Numeric, sulfide: Numeric, standard: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Reduced driving force of the step from Li2S4 to Li2S.

    .. math::
        :label: eq-lower-drive

        v_2 = \frac{F(U_2 - \Phi)}{2RT}

    Parameters
    ----------
    potential : float or ndarray
        :math:`\Phi` [V].
    polysulfide, sulfide, standard, half_inverse_thermal_voltage : float or ndarray
        As for `brimstone.physics.polysulfide_equilibrium.lower_potential`.

    Returns
    -------
    float or ndarray
        :math:`v_2` [-], positive on discharge.

    Notes
    -----
    Source: definition. Theory: :ref:`theory-solution`.
    """
    equilibrium = lower_potential(polysulfide, sulfide, standard, half_inverse_thermal_voltage)
    return half_inverse_thermal_voltage * (equilibrium - potential)


@compilable
def lower_blocking(
    drive: Numeric, polysulfide: Numeric, sulfide: Numeric, seeds: Numeric, film: Numeric, growth: Numeric
) -> Numeric:
    r"""Blocking of the step from Li2S4 to Li2S by a film of Li2S.

    .. math::
        :label: eq-lower-blocking

        r = g\,W(v)\,F_d\,f(\hat{p})

    with :math:`W = 1` on discharge and :math:`W = \nu(v)` on charge: solid Li2S insulates the carbon on discharge, on
    charge it dissolves where it touches the carbon. Within 10 mV of rest it blocks both directions, so that the rate
    has no kink.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` of `lower_drive` [-].
    polysulfide, sulfide, seeds : float or ndarray
        As for `lower_exchange`.
    film : float or ndarray
        :math:`F_d`: :math:`F/RT` times exchange current density times :math:`\lambda/\sigma` of the film [-].
    growth : float or ndarray
        :math:`G = \delta/\lambda`, full film thickness over the closing length [-].

    Returns
    -------
    float or ndarray
        :math:`r` [-].

    Notes
    -----
    Source: introduced here, as :eq:`eq-film-blocking`. Theory: :ref:`theory-solution`.
    """
    discharging = drive > 0.0
    weight = discharging + (1.0 - discharging) * near_rest(drive)
    return lower_exchange(polysulfide, sulfide, seeds) * weight * film * film_resistance(amount_left(sulfide), growth)


@compilable
def lower_rate(
    potential: Numeric,
    polysulfide: Numeric,
    sulfide: Numeric,
    rate: Numeric,
    standard: Numeric,
    seeds: Numeric,
    film: Numeric,
    growth: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> Numeric:
    r"""Rate of the step from Li2S4 to Li2S.

    .. math::
        :label: eq-lower-rate

        r_2 = k_2\,g\,\sinh u_2, \qquad u_2 + r\sinh u_2 = v_2

    Parameters
    ----------
    potential : float or ndarray
        :math:`\Phi` [V].
    polysulfide, sulfide : float or ndarray
        Shares :math:`s_4`, :math:`p` [-].
    rate : float or ndarray
        :math:`k_2`, twice the exchange current per volume at shares of one over three quarters of the charge of the
        sulfur [1/s].
    standard, half_inverse_thermal_voltage : float or ndarray
        As for `brimstone.physics.polysulfide_equilibrium.lower_potential`.
    seeds, film, growth : float or ndarray
        As for `lower_blocking`.

    Returns
    -------
    float or ndarray
        :math:`r_2`, share of the sulfur per time [1/s], positive on discharge.

    Notes
    -----
    Source: Butler–Volmer kinetics after Marinescu 2016, doi:10.1039/c5cp05755h; film introduced here.
    Theory: :ref:`theory-solution`.
    """
    drive = lower_drive(potential, polysulfide, sulfide, standard, half_inverse_thermal_voltage)
    forward, backward = activation(drive, lower_blocking(drive, polysulfide, sulfide, seeds, film, growth))
    return 0.5 * rate * lower_exchange(polysulfide, sulfide, seeds) * (forward - backward)


@compilable
def lower_rate_slopes(
    potential: Numeric,
    polysulfide: Numeric,
    sulfide: Numeric,
    rate: Numeric,
    standard: Numeric,
    seeds: Numeric,
    film: Numeric,
    growth: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> tuple[Numeric, Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-lower-rate` with respect to potential and both shares.

    Parameters
    ----------
    potential, polysulfide, sulfide, rate, standard : float or ndarray
        As for `lower_rate`.
    seeds, film, growth, half_inverse_thermal_voltage : float or ndarray
        As for `lower_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`r_2` [1/s] and its derivatives by :math:`\Phi` [1/(V s)], :math:`s_4` and :math:`p` [1/s].
    """
    b = half_inverse_thermal_voltage
    drive = lower_drive(potential, polysulfide, sulfide, standard, b)
    by_polysulfide, by_sulfide = lower_potential_slopes(polysulfide, sulfide, b)
    discharging = drive > 0.0
    weight = discharging + (1.0 - discharging) * near_rest(drive)
    weight_v = (1.0 - discharging) * near_rest_slope(drive)
    product, product_p = amount_left(sulfide), amount_left_slope(sulfide)
    g = lower_exchange(polysulfide, sulfide, seeds)
    exchange_4 = 0.5 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    exchange_p = _TWO_THIRDS * product_p / (product + seeds)
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
        by_drive * b * by_polysulfide + (speed + closing * r) * exchange_4,
        by_drive * b * by_sulfide + (speed + closing * r) * exchange_p + closing * g * weight * layer_p,
    )


@compilable
def thickened_resistivity(
    fresh: Numeric, dilution: Numeric, sulfide: Numeric, thickening: Numeric, in_solution: Numeric
) -> Numeric:
    r"""Ionic resistivity of pores that Li2S fills and whose electrolyte polysulfides make viscous.

    .. math::
        :label: eq-gel-resistivity

        \rho = \rho_0\,(1 + \alpha p)(1 + \tau q)

    Parameters
    ----------
    fresh : float or ndarray
        Resistivity :math:`\rho_0` without either [ohm m].
    dilution, sulfide : float or ndarray
        Relative increase :math:`\alpha` on full discharge, and share :math:`p` of the sulfur that is Li2S [-].
    thickening, in_solution : float or ndarray
        Relative increase :math:`\tau` with all sulfur dissolved, and share :math:`q` that is dissolved [-].

    Returns
    -------
    float or ndarray
        :math:`\rho` [ohm m].

    Notes
    -----
    Source: linear laws, introduced here. Theory: :ref:`theory-solution`.
    """
    return fresh * (1.0 + dilution * sulfide) * (1.0 + thickening * in_solution)
