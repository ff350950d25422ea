"""Equilibrium potentials of sulfur that reacts through dissolved polysulfides, in two steps.

Shares of the sulfur: elemental or in long chains (S8), as Li2S4 in solution, and as solid Li2S. The two steps

    S8 + 4 Li = 2 Li2S4        a quarter of the charge, 418 mAh/g
    Li2S4 + 6 Li = 4 Li2S      three quarters, 1254 mAh/g

follow M. Marinescu, T. Zhang and G. J. Offer, A zero dimensional model of lithium-sulfur batteries during charge and
discharge, Phys. Chem. Chem. Phys. 18 (2016) 584, doi:10.1039/c5cp05755h, with one species fewer: Li2S grows where
there is some already, instead of passing through solution.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import log
from brimstone.physics.thermodynamics import (
    COMPOSITION_WIDTH,
    amount_left,
    amount_left_slope,
    end,
    end_integral,
    end_slope,
)

#: Shares of the charge of S to Li2S in the step to Li2S4 and in the step from there to Li2S.
UPPER, LOWER = 0.25, 0.75

# Heights of the end barriers in the potentials relative to that of solid sulfur. The end of Li2S4 raises the upper
# step, which must not use S8 beyond its own end: both shares stay positive at rest down to zero volt, from -20 to
# 100 degC.
_SULFUR_END, _POLYSULFIDE_END = 3.0, 1.6


@compilable
def upper_potential(
    sulfur: Numeric, polysulfide: Numeric, standard: Numeric, saturation: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Equilibrium potential of the step from S8 to Li2S4 against Li/Li+.

    .. math::
        :label: eq-upper-potential

        U_1 = E_1' + \frac{RT}{4F}\ln\frac{\hat{s}_8}{(1 + k\hat{s}_8)\,\hat{s}_4^2}
        + \frac{2RT}{F}\left[1.6\,e(s_4) - 3\,e(s_8)\right]

    Four electrons per molecule of S8, of which only what is in solution counts. Below a thousandth the logarithms bend
    into ramps (:eq:`eq-amount`), and at the ends the potential leaves every window (:eq:`eq-end`), as that of solid
    sulfur does.

    Parameters
    ----------
    sulfur, polysulfide : float or ndarray
        Shares :math:`s_8` and :math:`s_4` of the sulfur as S8 and as Li2S4 [-].
    standard : float or ndarray
        :math:`E_1'`, potential at shares of one, `upper_standard` [V].
    saturation : float or ndarray
        :math:`k`, concentration of all sulfur if dissolved over the solubility of long chains [-].
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`U_1` [V].

    Notes
    -----
    Source: Nernst equation, steps of Marinescu 2016, doi:10.1039/c5cp05755h; ends introduced here.
    Theory: :ref:`theory-solution`.
    """
    free = amount_left(sulfur)
    squared = amount_left(polysulfide) * amount_left(polysulfide)
    entropy = log(free / ((1.0 + saturation * free) * squared))
    ends = _POLYSULFIDE_END * end(polysulfide) - _SULFUR_END * end(sulfur)
    return standard + (0.125 * entropy + ends) / half_inverse_thermal_voltage


@compilable
def upper_potential_slopes(
    sulfur: Numeric, polysulfide: Numeric, saturation: Numeric, half_inverse_thermal_voltage: Numeric
) -> tuple[Numeric, Numeric]:
    r"""Derivatives of :eq:`eq-upper-potential` with respect to both shares.

    Parameters
    ----------
    sulfur, polysulfide, saturation, half_inverse_thermal_voltage : float or ndarray
        As for `upper_potential`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\partial U_1/\partial s_8`, :math:`\partial U_1/\partial s_4` [V].
    """
    free, free_s = amount_left(sulfur), amount_left_slope(sulfur)
    by_sulfur = 0.125 * free_s / (free * (1.0 + saturation * free)) - _SULFUR_END * end_slope(sulfur)
    by_polysulfide = _POLYSULFIDE_END * end_slope(polysulfide)
    by_polysulfide -= 0.25 * amount_left_slope(polysulfide) / amount_left(polysulfide)
    return by_sulfur / half_inverse_thermal_voltage, by_polysulfide / half_inverse_thermal_voltage


@compilable
def lower_potential(
    polysulfide: Numeric, sulfide: Numeric, standard: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Equilibrium potential of the step from Li2S4 to solid Li2S against Li/Li+.

    .. math::
        :label: eq-lower-potential

        U_2 = E_2' + \frac{RT}{6F}\ln\hat{s}_4 + \frac{2RT}{F}\left[e(p) - \frac{1.6}{3}\,e(s_4)\right]

    Both steps share one solution, which fixes the end of Li2S4 here to a third of that in :eq:`eq-upper-potential`.

    Parameters
    ----------
    polysulfide, sulfide : float or ndarray
        Shares :math:`s_4` and :math:`p` of the sulfur as Li2S4 and as solid Li2S [-].
    standard : float or ndarray
        :math:`E_2'`, potential at a share of one, `lower_standard` [V].
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`U_2` [V].

    Notes
    -----
    Source: Nernst equation, steps of Marinescu 2016, doi:10.1039/c5cp05755h; ends introduced here.
    Theory: :ref:`theory-solution`.
    """
    entropy = log(amount_left(polysulfide))
    ends = end(sulfide) - _POLYSULFIDE_END * end(polysulfide) / 3.0
    return standard + (entropy / 12.0 + ends) / half_inverse_thermal_voltage


@compilable
def lower_potential_slopes(
    polysulfide: Numeric, sulfide: Numeric, half_inverse_thermal_voltage: Numeric
) -> tuple[Numeric, Numeric]:
    r"""Derivatives of :eq:`eq-lower-potential` with respect to both shares.

    Parameters
    ----------
    polysulfide, sulfide, half_inverse_thermal_voltage : float or ndarray
        As for `lower_potential`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\partial U_2/\partial s_4`, :math:`\partial U_2/\partial p` [V].
    """
    by_polysulfide = amount_left_slope(polysulfide) / (12.0 * amount_left(polysulfide))
    by_polysulfide -= _POLYSULFIDE_END * end_slope(polysulfide) / 3.0
    return by_polysulfide / half_inverse_thermal_voltage, end_slope(sulfide) / half_inverse_thermal_voltage


def upper_standard(potential: Numeric, sulfur_concentration: Numeric, half_inverse_thermal_voltage: Numeric) -> Numeric:
    r"""Potential of the upper step at shares of one, from the standard potential at 1 mol/L.

    .. math::
        :label: eq-upper-standard

        E_1' = E_1 + \frac{RT}{4F}\ln\frac{2\,c^\circ}{c}, \qquad c^\circ = 1\,\mathrm{mol/L}

    Parameters
    ----------
    potential : float or ndarray
        Standard potential :math:`E_1` [V].
    sulfur_concentration : float or ndarray
        Sulfur atoms per volume of electrolyte, :math:`c` [mol/m3]; S8 is an eighth of it, Li2S4 a quarter.
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`E_1'` [V].

    Notes
    -----
    Source: Nernst equation. Theory: :ref:`theory-solution`.
    """
    return potential + 0.125 * np.log(2000.0 / sulfur_concentration) / half_inverse_thermal_voltage


def lower_standard(potential: Numeric, sulfur_concentration: Numeric, half_inverse_thermal_voltage: Numeric) -> Numeric:
    r"""Potential of the lower step at a share of one, from the standard potential at 1 mol/L.

    .. math::
        :label: eq-lower-standard

        E_2' = E_2 + \frac{RT}{6F}\ln\frac{c}{4\,c^\circ}, \qquad c^\circ = 1\,\mathrm{mol/L}

    Parameters
    ----------
    potential : float or ndarray
        Standard potential :math:`E_2` [V].
    sulfur_concentration, half_inverse_thermal_voltage : float or ndarray
        As for `upper_standard`.

    Returns
    -------
    float or ndarray
        :math:`E_2'` [V].

    Notes
    -----
    Source: Nernst equation. Theory: :ref:`theory-solution`.
    """
    return potential + np.log(sulfur_concentration / 4000.0) / 12.0 / half_inverse_thermal_voltage


def free_energy(
    sulfur: Numeric,
    polysulfide: Numeric,
    sulfide: Numeric,
    upper: Numeric,
    lower: Numeric,
    saturation: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> Numeric:
    r"""Free energy of a composition per charge of all the sulfur; a decrease is energy released.

    .. math::
        :label: eq-free-energy

        \frac{\partial A}{\partial s_8} - \frac{\partial A}{\partial s_4} = \frac{U_1}{4}, \qquad
        \frac{\partial A}{\partial s_4} - \frac{\partial A}{\partial p} = \frac{3U_2}{4}

    Along the two steps the free energy falls by the charge of each step times its potential.

    Parameters
    ----------
    sulfur, polysulfide, sulfide : float or ndarray
        Shares :math:`s_8`, :math:`s_4`, :math:`p` [-].
    upper, lower : float or ndarray
        Potentials :math:`E_1'`, :math:`E_2'` of the steps at shares of one [V].
    saturation, half_inverse_thermal_voltage : float or ndarray
        As for `upper_potential`.

    Returns
    -------
    float or ndarray
        :math:`A` [V].

    Notes
    -----
    Source: derived here by integration. Theory: :ref:`theory-solution`.
    """
    b = half_inverse_thermal_voltage
    of_sulfur = (
        _log_integral(sulfur) / 32.0
        - _saturated_integral(sulfur, saturation) / 32.0
        - UPPER * _SULFUR_END * end_integral(sulfur)
    )
    of_polysulfide = _log_integral(polysulfide) / 16.0 - UPPER * _POLYSULFIDE_END * end_integral(polysulfide)
    of_sulfide = -LOWER * end_integral(sulfide)
    return UPPER * upper * sulfur - LOWER * lower * sulfide + (of_sulfur + of_polysulfide + of_sulfide) / b


def free_energy_of_polysulfide(polysulfide: Numeric, half_inverse_thermal_voltage: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-free-energy` with respect to the share of Li2S4 alone.

    Parameters
    ----------
    polysulfide : float or ndarray
        :math:`s_4` [-].
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`\partial A/\partial s_4` [V].
    """
    ends = UPPER * _POLYSULFIDE_END * end(polysulfide)
    return (np.log(amount_left(polysulfide)) / 16.0 - ends) / half_inverse_thermal_voltage


def _log_integral(share: Numeric) -> Numeric:
    """Integral of the logarithm of `amount_left`, which is ln w + asinh(s/2w)."""
    width = 2.0 * COMPOSITION_WIDTH
    return (
        share * np.log(COMPOSITION_WIDTH) + share * np.arcsinh(share / width) - np.sqrt(share * share + width * width)
    )


def _saturated_integral(share: Numeric, saturation: Numeric) -> Numeric:
    """Integral of ln(1 + k a(s)), which is elementary in the amount left, a, since s = a - w^2/a."""
    a = amount_left(share)
    x = saturation * a
    logarithm = np.log1p(x)
    dilute = x < 1e-4  # the series, where the difference would be round-off
    over = ((1.0 + x) * logarithm - x) / np.where(dilute, 1.0, x)
    first = a * np.where(dilute, x * (0.5 - x / 6.0), over)
    return first + COMPOSITION_WIDTH * COMPOSITION_WIDTH * (saturation * (np.log(a) - logarithm) - logarithm / a)
