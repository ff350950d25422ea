"""Equilibrium potential of solid sulfur on its way to Li2S, and its shift with pressure."""

import numpy as np
from numpy.polynomial.chebyshev import chebint, chebval

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY
from brimstone.physics.elementary import inverse_root, log_ratio

#: Width of the smooth ends of the composition range, where the logarithm bends into a ramp: potentials stay finite
#: when a time step overshoots full conversion.
COMPOSITION_WIDTH = 1e-3

#: Range of conversion in which the potential drops from one plateau to the next.
STEP_WIDTH = 0.03

#: Half the height of the barriers at the ends, more than any overpotential, in units of 2RT/F.
_END = 100.0


@compilable
def amount_left(share: Numeric) -> Numeric:
    r"""Amount of a reactant, kept smooth and positive beyond its end.

    .. math::
        :label: eq-amount

        \hat{s} = \frac{s + \sqrt{s^2 + 4\omega^2}}{2}, \qquad \omega = 10^{-3}

    Parameters
    ----------
    share : float or ndarray
        Share :math:`s` of the reactant; beyond 0…1 when a time step overshoots [-].

    Returns
    -------
    float or ndarray
        :math:`\hat s` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-conversion`.
    """
    return 0.5 * (share + np.sqrt(share * share + 4.0 * COMPOSITION_WIDTH * COMPOSITION_WIDTH))


@compilable
def amount_left_slope(share: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-amount` with respect to the share.

    Parameters
    ----------
    share : float or ndarray
        :math:`s` [-].

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\hat s/\mathrm{d}s` [-].
    """
    return amount_left(share) * relative_slope(share)


@compilable
def relative_slope(share: Numeric) -> Numeric:
    r"""Derivative of the logarithm of :eq:`eq-amount`, :math:`1/\sqrt{s^2 + 4\omega^2}`.

    Parameters
    ----------
    share : float or ndarray
        :math:`s` [-].

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\ln\hat s/\mathrm{d}s` [-].
    """
    return inverse_root(share * share + 4.0 * COMPOSITION_WIDTH * COMPOSITION_WIDTH)


@compilable
def end(share: Numeric) -> Numeric:
    r"""Barrier that keeps a reactant from being used beyond its end, in units of 2RT/F.

    .. math::
        :label: eq-end

        e(s) = \frac{200}{1 + (\hat{s}/\omega)^{12}}

    Negligible half a per cent before the end, 100 at the end, which is more than any overpotential, and 200 beyond.

    Parameters
    ----------
    share : float or ndarray
        :math:`s` [-].

    Returns
    -------
    float or ndarray
        :math:`e` [-].

    Notes
    -----
    Source: introduced here; :doc:`/decisions/0003-ends-of-conversion`. Theory: :ref:`theory-conversion`.
    """
    return 2.0 * _END / (1.0 + _twelfth_power(share))


@compilable
def end_slope(share: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-end` with respect to the share.

    Parameters
    ----------
    share : float or ndarray
        :math:`s` [-].

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}e/\mathrm{d}s` [-].
    """
    ratio = _twelfth_power(share)
    left = 1.0 + ratio
    return -24.0 * _END * ratio / (left * left) * relative_slope(share)


def end_integral(share: Numeric) -> Numeric:
    r"""Integral of :eq:`eq-end` over the share, by partial fractions in the amount left over the width.

    Parameters
    ----------
    share : float or ndarray
        :math:`s` [-].

    Returns
    -------
    float or ndarray
        :math:`\int e\,\mathrm{d}s` up to a constant [-].
    """
    t = amount_left(share) / COMPOSITION_WIDTH
    cosines = np.cos(np.pi / 12.0 * np.arange(1, 12, 2))
    logarithms = sum(cosine * np.log(t * t - 2.0 * t * cosine + 1.0) for cosine in cosines)
    return -2.0 * _END * COMPOSITION_WIDTH * (1.0 / t + logarithms / 6.0)


@compilable
def _twelfth_power(share: Numeric) -> Numeric:
    ratio = amount_left(share) * (1.0 / COMPOSITION_WIDTH)
    square = ratio * ratio
    fourth = square * square
    return fourth * fourth * fourth


@compilable
def equilibrium_potential(
    conversion: Numeric, plateau: Numeric, slope: Numeric, step: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Equilibrium potential of solid sulfur against Li/Li+.

    .. math::
        :label: eq-equilibrium-potential

        U(x) = U_0 - s\left(x - \frac{1}{2}\right)
        - \frac{D}{2}\,\frac{x - \frac{1}{2}}{\sqrt{(x - \frac{1}{2})^2 + w^2}}
        + \frac{RT}{2F}\ln\frac{\widehat{1 - x}}{\hat{x}} + \frac{2RT}{F}\left[e(x) - e(1 - x)\right]

    Two electrons per sulfur atom, a plateau that slopes because the product is disordered, and a step :math:`D` at
    half conversion where Li2S2 forms first (:math:`w = 0.03`). :math:`\hat{\cdot}` is the amount of :eq:`eq-amount`,
    which keeps the logarithm finite; the ends :eq:`eq-end` take the potential out of any voltage window, so that no
    charge is credited to sulfur that does not exist.

    Parameters
    ----------
    conversion : float or ndarray
        :math:`x`, share of the reachable sulfur that is Li2S [-].
    plateau : float or ndarray
        Potential :math:`U_0` at half conversion [V].
    slope : float or ndarray
        Drop :math:`s` of the plateau over the whole conversion [V].
    step : float or ndarray
        Drop :math:`D` at half conversion, between the plateaus S/Li2S2 and Li2S2/Li2S [V]; zero for a single plateau.
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`U` [V].

    Notes
    -----
    Source: Nernst equation; slope, step and ends introduced here, plateau fitted to cells. Theory:
    :ref:`theory-conversion`.
    """
    entropy = log_ratio(amount_left(1.0 - conversion), amount_left(conversion))
    before = 0.5 - conversion
    stepped = before * inverse_root(before * before + STEP_WIDTH * STEP_WIDTH)
    ending = end(conversion) - end(1.0 - conversion)
    smooth = plateau + slope * before + 0.5 * step * stepped
    return smooth + (0.25 * entropy + ending) / half_inverse_thermal_voltage


@compilable
def equilibrium_potential_slope(
    conversion: Numeric, slope: Numeric, step: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Derivative of :eq:`eq-equilibrium-potential` with respect to conversion.

    Parameters
    ----------
    conversion, slope, step, half_inverse_thermal_voltage : float or ndarray
        As for `equilibrium_potential`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}U/\mathrm{d}x` [V].
    """
    charged, discharged = 1.0 - conversion, conversion
    falls = relative_slope(charged) + relative_slope(discharged)
    before = 0.5 - conversion
    narrow = inverse_root(before * before + STEP_WIDTH * STEP_WIDTH)
    steps = 0.5 * step * STEP_WIDTH * STEP_WIDTH * narrow * narrow * narrow
    ends = end_slope(discharged) + end_slope(charged)
    return -slope - steps + (ends - 0.25 * falls) / half_inverse_thermal_voltage


def conversion_energy(
    conversion: Numeric, plateau: Numeric, slope: Numeric, step: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Free energy released by conversion, per charge of full conversion.

    .. math::
        :label: eq-conversion-energy

        W(x) = \int_0^x U(x')\,\mathrm{d}x'

    The integral of :eq:`eq-equilibrium-potential` is closed, since
    :math:`\ln\hat s = \ln\omega + \mathrm{arsinh}(s/2\omega)`.

    Parameters
    ----------
    conversion, plateau, slope, step, half_inverse_thermal_voltage : float or ndarray
        As for `equilibrium_potential`.

    Returns
    -------
    float or ndarray
        :math:`W` [V].

    Notes
    -----
    Source: definition. Theory: :ref:`theory-heat`.
    """

    def part(share: Numeric) -> Numeric:
        width = 2.0 * COMPOSITION_WIDTH
        return share * np.arcsinh(share / width) - np.sqrt(share * share + width * width)

    ending = end_integral(conversion) - end_integral(0.0) + end_integral(1.0 - conversion) - end_integral(1.0)
    mixing = part(1.0) - part(1.0 - conversion) - part(conversion) + part(0.0)
    leaning = 0.5 * slope * conversion * (conversion - 1.0)
    stepping = 0.5 * step * (np.hypot(0.5, STEP_WIDTH) - np.hypot(0.5 - conversion, STEP_WIDTH))
    return plateau * conversion - leaning + stepping + (0.25 * mixing + ending) / half_inverse_thermal_voltage


@compilable
def own_curve(conversion: Numeric, coefficients: tuple[Numeric, ...]) -> Numeric:
    r"""What an open-circuit curve of one's own adds to the law of the equilibrium potential.

    .. math::
        :label: eq-own-curve

        \Delta U(x) = \sum_{k=2} a_k\,T_k(2x - 1), \qquad 0 \leq x \leq 1

    Chebyshev polynomials from the second on: :eq:`eq-equilibrium-potential` has a constant and a slope of its own.
    Beyond the ends of the range it stays as it is there.

    Parameters
    ----------
    conversion : float or ndarray
        :math:`x` [-].
    coefficients : tuple of float or ndarray
        :math:`a_k` [V].

    Returns
    -------
    float or ndarray
        :math:`\Delta U` [V].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-conversion`.
    """
    inside = conversion - (conversion < 0.0) * conversion - (conversion > 1.0) * (conversion - 1.0)
    z = 2.0 * inside - 1.0
    before, now, total = 1.0 + 0.0 * z, z, 0.0 * z
    for coefficient in coefficients:
        before, now = now, 2.0 * z * now - before
        total = total + coefficient * now
    return total


@compilable
def own_curve_slope(conversion: Numeric, coefficients: tuple[Numeric, ...]) -> Numeric:
    r"""Derivative of :eq:`eq-own-curve` with respect to conversion.

    Parameters
    ----------
    conversion, coefficients
        As for `own_curve`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\Delta U/\mathrm{d}x` [V].
    """
    z = 2.0 * conversion - 1.0
    before, now, total, order = 1.0 + 0.0 * z, 2.0 * z, 0.0 * z, 2.0  # polynomials of the second kind
    for coefficient in coefficients:
        total = total + order * coefficient * now
        before, now, order = now, 2.0 * z * now - before, order + 1.0
    return 2.0 * total * (conversion >= 0.0) * (conversion <= 1.0)


def own_curve_energy(conversion: Numeric, coefficients: tuple[Numeric, ...]) -> Numeric:
    r"""What :eq:`eq-own-curve` adds to the free energy of :eq:`eq-conversion-energy`.

    Parameters
    ----------
    conversion, coefficients
        As for `own_curve`.

    Returns
    -------
    float or ndarray
        :math:`\int_0^x \Delta U\,\mathrm{d}x'` [V].
    """
    inside = np.clip(conversion, 0.0, 1.0)
    integral = chebint([0.0, 0.0, *coefficients], scl=0.5, lbnd=-1)
    return np.asarray(chebval(2.0 * inside - 1.0, integral)) + (conversion - inside) * own_curve(
        conversion, coefficients
    )


def pressure_coefficient(reaction_volume: Numeric, electrons: Numeric) -> Numeric:
    r"""Pressure coefficient of a cell's equilibrium voltage (Maxwell relation).

    .. math::
        :label: eq-pressure-coefficient

        \frac{\mathrm{d}U}{\mathrm{d}P} = -\frac{\Delta V}{nF}

    Parameters
    ----------
    reaction_volume : float or ndarray
        Volume :math:`\Delta V` of products less reactants that are under pressure [m3 per mole of reaction].
    electrons : float or ndarray
        Electrons :math:`n` per mole of reaction [-].

    Returns
    -------
    ndarray
        [V/Pa]

    Notes
    -----
    A whole Li–S cell has -13.8 cm3 per mole of sulfur, hence +7.2 mV per 100 MPa. The 1 mV per 100 MPa of
    intercalation cells corresponds to 0.965 cm3 per mole of electrons.

    Source: standard thermodynamics. Theory: :ref:`theory-pressure`.
    """
    return -np.asarray(reaction_volume) / (electrons * FARADAY)
