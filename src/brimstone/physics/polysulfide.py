"""Rates of sulfur that reacts through dissolved polysulfides, and the resistivity of their solution.

Reactions, species and their source: `brimstone.physics.polysulfide_equilibrium`.
"""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp_both
from brimstone.physics.film import film_resistance, film_resistance_slope
from brimstone.physics.polysulfide_equilibrium import (
    lower_potential,
    lower_potential_slopes,
    upper_potential,
    upper_potential_slopes,
)
from brimstone.physics.precipitation import (
    Crystallisation,
    drive_slopes,
    growing_area,
    growing_area_slope,
    log_supersaturation,
    precipitation,
)
from brimstone.physics.thermodynamics import COMPOSITION_WIDTH, amount_left, amount_left_slope


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
def mobile(sulfur: Numeric) -> Numeric:
    r"""What of the dissolved long chains can leave the cathode.

    .. math::
        :label: eq-mobile

        m = \frac{r^{16}}{1 + r^{16}}, \qquad r = \frac{s_8}{\omega}

    Smooth ends keep a few ten-thousandths of the sulfur as long chains where equilibrium with Li2S4 and Li2S leaves
    some 1e-17. That trace stays where it is, or lithium would use it up without end.

    Parameters
    ----------
    sulfur : float or ndarray
        Share :math:`s_8` that is elemental or in long chains [-].

    Returns
    -------
    float or ndarray
        :math:`m` [-].

    Notes
    -----
    Source: introduced here; :math:`\omega` of :eq:`eq-amount`. Theory: :ref:`theory-solution`.
    """
    square = (sulfur / COMPOSITION_WIDTH) * (sulfur / COMPOSITION_WIDTH)
    eighth = square * square * square * square
    return eighth * eighth / (1.0 + eighth * eighth)


@compilable
def mobile_slope(sulfur: Numeric) -> Numeric:
    """Derivative of :eq:`eq-mobile` with respect to the share.

    Parameters
    ----------
    sulfur : float or ndarray
        :math:`s_8` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    ratio = sulfur / COMPOSITION_WIDTH
    square = ratio * ratio
    eighth = square * square * square * square
    left = 1.0 + eighth * eighth
    return 16.0 * eighth * square * square * square * ratio / (COMPOSITION_WIDTH * left * left)


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


class LowerStep(NamedTuple):
    r"""Constants of the step from Li2S4 to Li2S, of one cell.

    Attributes
    ----------
    rate : float or ndarray
        :math:`k_2`, exchange rate of the charge transfer on discharge at a share of Li2S4 of one, per relative area
        [1/s].
    charge_ratio, growth, dissolution : float or ndarray
        As for `brimstone.physics.precipitation.Crystallisation`.
    standard : float or ndarray
        :math:`E_2'` of `brimstone.physics.polysulfide_equilibrium.lower_potential` [V].
    seeds, blocking : float or ndarray
        As for `brimstone.physics.precipitation.growing_area` [-].
    film : float or ndarray
        :math:`\Phi_0`: :math:`F/2RT` times charge of the sulfur per volume over area, times :math:`\lambda/\sigma` of
        the film [s].
    film_growth : float or ndarray
        :math:`G = \delta/\lambda`, full film thickness over the closing length [-].
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].
    """

    rate: Numeric
    charge_ratio: Numeric
    growth: Numeric
    dissolution: Numeric
    standard: Numeric
    seeds: Numeric
    blocking: Numeric
    film: Numeric
    film_growth: Numeric
    half_inverse_thermal_voltage: Numeric


@compilable
def crystallisation(
    polysulfide: Numeric, sulfide: Numeric, dead: Numeric, area: Numeric, step: LowerStep
) -> Crystallisation:
    r"""Constants of precipitation at a composition.

    .. math::
        :label: eq-crystallisation

        K = k_2\sqrt{\hat{s}_4}, \qquad \Phi = \Phi_0\,f(\hat{s}(p + d))\,A

    Order one half in Li2S4. The film on the carbon is that of all solid Li2S, in contact or dead.

    Parameters
    ----------
    polysulfide, sulfide, dead : float or ndarray
        Shares :math:`s_4`, :math:`p`, :math:`d` [-].
    area : float or ndarray
        :math:`A` of `brimstone.physics.precipitation.growing_area` [-].
    step : LowerStep

    Returns
    -------
    Crystallisation
        Rates [1/s], film [s].

    Notes
    -----
    Source: order one half and film introduced here, :eq:`eq-film-resistance`. Theory: :ref:`theory-solution`.
    """
    return Crystallisation(
        step.rate * np.sqrt(amount_left(polysulfide)),
        step.charge_ratio,
        step.growth,
        step.dissolution,
        step.film * area * film_resistance(amount_left(sulfide + dead), step.film_growth),
    )


def lower_rate(
    potential: Numeric, polysulfide: Numeric, sulfide: Numeric, dead: Numeric, step: LowerStep, wetted: Numeric = 1.0
) -> Numeric:
    r"""Rate of the step from Li2S4 to Li2S.

    .. math::
        :label: eq-lower-rate

        r_2 = A\,y(\ln S), \qquad v_2 = u + \frac{1}{3}\ln S + f

    with :math:`y` of :eq:`eq-precipitation` and the parts of the drive of :eq:`eq-crystallisation-drive`.

    Parameters
    ----------
    potential : float or ndarray
        :math:`\Phi` [V].
    polysulfide, sulfide, dead : float or ndarray
        Shares :math:`s_4`, :math:`p`, :math:`d` [-].
    step : LowerStep
    wetted : float or ndarray
        Share of the area that the solution wets [-].

    Returns
    -------
    float or ndarray
        :math:`r_2`, share of the sulfur per time [1/s], positive on discharge.

    Notes
    -----
    Source: steps of Marinescu 2016, doi:10.1039/c5cp05755h; quasi-steady trace of dissolved Li2S introduced here.
    Theory: :ref:`theory-solution`.
    """
    drive = lower_drive(potential, polysulfide, sulfide, step.standard, step.half_inverse_thermal_voltage)
    area = wetted * growing_area(sulfide, dead, step.seeds, step.blocking)
    found = log_supersaturation(drive, crystallisation(polysulfide, sulfide, dead, area, step))
    return area * precipitation(found, step.growth, step.dissolution)[0]


@compilable
def lower_rate_slopes(
    log_saturation: Numeric, polysulfide: Numeric, sulfide: Numeric, dead: Numeric, area: Numeric, step: LowerStep
) -> tuple[Numeric, ...]:
    r"""Value and derivatives of :eq:`eq-lower-rate` with respect to potential and shares.

    Parameters
    ----------
    log_saturation : float or ndarray
        :math:`\ln S` at the potential and composition [-].
    polysulfide, sulfide, dead : float or ndarray
        As for `lower_rate`.
    area : float or ndarray
        :math:`A`, wetted [-].
    step : LowerStep

    Returns
    -------
    tuple of float or ndarray
        :math:`r_2` [1/s] and its derivatives by :math:`\Phi` [1/(V s)], :math:`s_4`, :math:`p`, :math:`d` and
        :math:`\ln A` [1/s].
    """
    b = step.half_inverse_thermal_voltage
    by_polysulfide, by_sulfide = lower_potential_slopes(polysulfide, sulfide, b)
    area_p = growing_area_slope(sulfide, area, step.seeds)
    constants = crystallisation(polysulfide, sulfide, dead, area, step)
    y, slope = precipitation(log_saturation, step.growth, step.dissolution)
    by_saturation, by_exchange, by_film = drive_slopes(log_saturation, y, slope, constants)
    solid = amount_left(sulfide + dead)
    thicker = (
        step.film * area * step.film_growth * amount_left_slope(sulfide + dead)
        * film_resistance_slope(solid, step.film_growth)
    )  # fmt: skip
    film_p, film_d = thicker + constants.film * area_p / area, thicker - constants.film * step.blocking
    half_order = 0.5 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    share = area * slope / by_saturation
    return (
        area * y,
        -b * share,
        share * (b * by_polysulfide - by_exchange * half_order),
        area_p * y + share * (b * by_sulfide - by_film * film_p),
        -step.blocking * area * y - share * by_film * film_d,
        area * y - share * by_film * constants.film,
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
