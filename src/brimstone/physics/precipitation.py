"""Li2S that precipitates from a solution and dissolves in it again, through a trace of dissolved Li2S.

Dissolved Li2S is so little that its amount follows at once from what reacts: more of it than a saturated solution
holds while Li2S grows, less while it dissolves. Three parts of the driving force add up, charge transfer,
supersaturation and film; all follow from the logarithm of the supersaturation, for which they are solved.
"""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import asinh, exp, inverse_root, log, magnitude
from brimstone.physics.thermodynamics import amount_left, amount_left_slope

_TWO_THIRDS, _THIRD = 2.0 / 3.0, 1.0 / 3.0

#: Undersaturation within which crystals still change as slowly as they grow, so that the rate has no kink at rest.
REST_UNDERSATURATION = 0.1

#: Drive, in units of 2RT/F, that discharge spends on leaving the slower law of charge at rest: 5 mV.
REST_DRIVE = 0.1

_LARGEST_DRIVE, _TINY = 300.0, 1e-30

#: Steps of Newton's method from the first guess: the parts add up to the drive within 1e-7 of it, but for extremes
#: within 1e-12.
REFINEMENTS = 5


class Crystallisation(NamedTuple):
    r"""Constants of the step from Li2S4 in solution to solid Li2S at a composition.

    Attributes
    ----------
    exchange : float or ndarray
        Exchange rate :math:`K` of the charge transfer on discharge per relative area [1/s].
    charge_ratio : float or ndarray
        :math:`\rho`, exchange rate on charge over that on discharge [-].
    growth, dissolution : float or ndarray
        :math:`k_p`, :math:`k_d`: rates per relative area at a supersaturation of two, and into a solution without any
        Li2S [1/s].
    film : float or ndarray
        :math:`\\Phi`, drive across the film of Li2S over the rate per relative area [s].
    """

    exchange: Numeric
    charge_ratio: Numeric
    growth: Numeric
    dissolution: Numeric
    film: Numeric


@compilable
def growing_area(sulfide: Numeric, dead: Numeric, seeds: Numeric, blocking: Numeric) -> Numeric:
    r"""Area on which Li2S grows or dissolves, relative to that when all sulfur is Li2S.

    .. math::
        :label: eq-growing-area

        A = \left(\frac{\hat{p} + n}{1 + n}\right)^{2/3} e^{-d/d_0}

    Islands grow in all directions from nuclei that form at once. While there is little Li2S, the current crowds on
    the nuclei and the solution is the more supersaturated: the dip between the plateaus. Dead Li2S covers carbon.

    Parameters
    ----------
    sulfide, dead : float or ndarray
        Shares :math:`p`, :math:`d` of the sulfur that are Li2S in contact and without contact [-].
    seeds : float or ndarray
        Share :math:`n` at which the islands have added as much volume as the nuclei had [-].
    blocking : float or ndarray
        :math:`1/d_0`, inverse of the share of dead Li2S that leaves 37 % of the area [-].

    Returns
    -------
    float or ndarray
        :math:`A` [-].

    Notes
    -----
    Source: geometry of instantaneous nucleation, derived here; covered area introduced here. Theory:
    :ref:`theory-solution`.
    """
    return exp(_TWO_THIRDS * log((amount_left(sulfide) + seeds) / (1.0 + seeds)) - blocking * dead)


@compilable
def growing_area_slope(sulfide: Numeric, area: Numeric, seeds: Numeric) -> Numeric:
    """Derivative of :eq:`eq-growing-area` with respect to the share of Li2S.

    Parameters
    ----------
    sulfide, seeds : float or ndarray
        As for `growing_area` [-].
    area : float or ndarray
        :math:`A` of `growing_area` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    return area * _TWO_THIRDS * amount_left_slope(sulfide) / (amount_left(sulfide) + seeds)


@compilable
def precipitation(log_saturation: Numeric, growth: Numeric, dissolution: Numeric) -> tuple[Numeric, Numeric]:
    r"""Rate at which Li2S precipitates, per relative area, and its derivative.

    .. math::
        :label: eq-precipitation

        y = k_p\,(S - 1) \quad \mathrm{if}\ S > 1, \qquad
        y = -a\,\frac{k_d\,(1 + \epsilon)\,a + k_p\,\epsilon}{a + \epsilon} \quad \mathrm{else}, \qquad
        a = 1 - S, \quad \epsilon = 0.1

    Growth needs edges of crystals, dissolution does not: it is the faster one, and ends at :math:`k_d` where the
    solution holds nothing. Near saturation the slower law holds in both directions.

    Parameters
    ----------
    log_saturation : float or ndarray
        :math:`\ln S`, of dissolved Li2S over its solubility [-].
    growth, dissolution : float or ndarray
        :math:`k_p`, :math:`k_d` [1/s].

    Returns
    -------
    tuple of float or ndarray
        :math:`y` [1/s], positive where Li2S grows, and :math:`\mathrm{d}y/\mathrm{d}\ln S` [1/s].

    Notes
    -----
    Source: first order, after Marinescu 2016, doi:10.1039/c5cp05755h; that dissolution is limited, Marinescu 2018,
    J. Electrochem. Soc. 165 (2018) A6107; two rates introduced here. Theory: :ref:`theory-solution`.
    """
    saturation = exp(log_saturation)
    more = _positive(saturation - 1.0)
    lacking = more - (saturation - 1.0)
    room = 1.0 / (lacking + REST_UNDERSATURATION)
    slow, fast = growth * REST_UNDERSATURATION, dissolution * (1.0 + REST_UNDERSATURATION)
    y = growth * more - lacking * (fast * lacking + slow) * room
    steep = fast * lacking * (lacking + 2.0 * REST_UNDERSATURATION) + slow * REST_UNDERSATURATION
    return y, saturation * steep * room * room


@compilable
def _positive(x: Numeric) -> Numeric:
    """The number if it is positive, else zero."""
    return 0.5 * (x + magnitude(x))


@compilable
def _least(x: Numeric, y: Numeric) -> Numeric:
    """The smaller of two numbers, whatever their magnitudes."""
    return (x <= y) * x + (y < x) * y


@compilable
def drive_parts(log_saturation: Numeric, rate: Numeric, constants: Crystallisation) -> tuple[Numeric, Numeric, Numeric]:
    r"""What the step from Li2S4 to Li2S spends its driving force on.

    .. math::
        :label: eq-crystallisation-drive

        v = u(y) + \frac{1}{3}\ln S + f(y), \qquad
        u = \mathrm{asinh}\frac{y}{K} + \frac{u_0 x}{u_0 + x} \quad \mathrm{if}\ y > 0, \qquad
        u = \mathrm{asinh}\frac{y}{\rho K} \quad \mathrm{else}, \qquad
        x = \frac{y}{K}\left(\frac{1}{\rho} - 1\right), \quad u_0 = 0.1

    Charge transfer is symmetric Butler–Volmer; oxidation of solid Li2S has an exchange rate of its own. The film takes
    :math:`f = \Phi y` on discharge. On charge Li2S dissolves where it touches the carbon, and the film costs at most
    50 mV.

    Parameters
    ----------
    log_saturation : float or ndarray
        :math:`\ln S` [-].
    rate : float or ndarray
        :math:`y` of `precipitation` [1/s].
    constants : Crystallisation

    Returns
    -------
    tuple of float or ndarray
        Charge transfer, supersaturation and film, in units of :math:`2RT/F` [-].

    Notes
    -----
    Source: Nernst equation for dissolved Li2S, after Marinescu 2016, doi:10.1039/c5cp05755h; film and charge introduced
    here. Theory: :ref:`theory-solution`.
    """
    exchange, charge_ratio, growth, _, film = constants
    forward = _positive(rate)
    slow = 1.0 / (charge_ratio * exchange)
    leaving = forward * slow * (1.0 - charge_ratio)
    transfer = asinh(forward / exchange + (rate - forward) * slow) + leaving * REST_DRIVE / (REST_DRIVE + leaving)
    excess = exp(log_saturation) - 1.0
    lacking = (_positive(excess) - excess) / REST_UNDERSATURATION
    bound = film * growth * REST_UNDERSATURATION
    layer = film * forward - bound * lacking / (1.0 + (1.0 + bound) * lacking)
    return transfer, _THIRD * log_saturation, layer


@compilable
def drive_slopes(
    log_saturation: Numeric, rate: Numeric, rate_slope: Numeric, constants: Crystallisation
) -> tuple[Numeric, Numeric, Numeric]:
    r"""Derivatives of :eq:`eq-crystallisation-drive`.

    Parameters
    ----------
    log_saturation, rate, rate_slope : float or ndarray
        :math:`\ln S` [-], and :math:`y` and :math:`\mathrm{d}y/\mathrm{d}\ln S` of `precipitation` [1/s].
    constants : Crystallisation

    Returns
    -------
    tuple of float or ndarray
        By :math:`\ln S` and :math:`\ln K` [-], and by :math:`\Phi` [1/s].
    """
    exchange, charge_ratio, growth, _, film = constants
    forward = _positive(rate)
    slow = 1.0 / (charge_ratio * exchange)
    grows = 1.0 * (rate > 0.0)
    own = exchange * (grows + (1.0 - grows) * charge_ratio)
    differ = slow * (1.0 - charge_ratio)
    rest = REST_DRIVE / (REST_DRIVE + forward * differ)
    transfer = inverse_root(own * own + rate * rate) + grows * rest * rest * differ
    saturation = exp(log_saturation)
    lacking = (_positive(saturation - 1.0) - (saturation - 1.0)) / REST_UNDERSATURATION
    bound = film * growth * REST_UNDERSATURATION
    closed = 1.0 / (1.0 + (1.0 + bound) * lacking)
    return (
        transfer * rate_slope + _THIRD + film * growth * saturation * closed * closed,
        -transfer * rate,
        forward - growth * REST_UNDERSATURATION * lacking * (1.0 + lacking) * closed * closed,
    )


def log_supersaturation(drive: Numeric, constants: Crystallisation) -> Numeric:
    r"""Supersaturation at which the parts of :eq:`eq-crystallisation-drive` add up to the drive.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].
    constants : Crystallisation

    Returns
    -------
    float or ndarray
        :math:`\ln S` [-].
    """
    found = supersaturation_bound(drive, constants)
    for _ in range(REFINEMENTS):
        found = supersaturation_refined(found, drive, constants)
    return found


@compilable
def supersaturation_bound(drive: Numeric, constants: Crystallisation) -> Numeric:
    r"""First guess for the solution of :eq:`eq-crystallisation-drive`: the nearest of the ends that its parts set.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].
    constants : Crystallisation

    Returns
    -------
    float or ndarray
        :math:`\ln S` [-].
    """
    exchange, charge_ratio, growth, dissolution, film = constants
    dissolution *= 1.0 + REST_UNDERSATURATION
    size, slow = np.abs(drive.real), charge_ratio.real * exchange.real
    charges = 1.0 * (drive.real <= 0.0)
    full = film.real * growth * REST_UNDERSATURATION
    taken = charges * (size > 1.5) * full / (1.0 + full)  # what the film takes of a charge
    forward = exp(_least(size - taken, _LARGEST_DRIVE))
    sinh = 0.5 * (forward - 1.0 / forward)
    near = _least(size, 0.99 * REST_DRIVE)
    at_rest = slow * near * REST_DRIVE / (REST_DRIVE - near) + (size > near) * sinh * exchange.real
    most = _least(_least(exchange.real * sinh, at_rest), size / (film.real + _TINY))
    growing = _least(3.0 * size, log(1.0 + most / growth))
    speed = _least(slow * sinh, 1e3 * dissolution)
    idle = speed - growth * REST_UNDERSATURATION
    lacking = idle + np.sqrt(idle * idle + 4.0 * dissolution * speed * REST_UNDERSATURATION)
    left = full - size * (1.0 + full)
    held = REST_UNDERSATURATION * size / (_positive(left) + 1e-3 * full + _TINY)
    lacking = _least(_least(lacking / (2.0 * dissolution), held + 1e3 * (left <= 0.0)), 1e3)
    some = _least(3.0 * size, -log(1.0 - _least(lacking, 0.9)))
    empty = 3.0 * (size - taken - asinh(dissolution / slow))
    ends = 1.0 * (lacking >= 0.9)
    return (1.0 - charges) * growing - charges * ((1.0 - ends) * some + ends * (2.3 + _positive(empty - 2.3)))


@compilable
def supersaturation_refined(guess: Numeric, drive: Numeric, constants: Crystallisation) -> Numeric:
    r"""One step of Newton's method for :eq:`eq-crystallisation-drive`, towards rest but not through it.

    Parameters
    ----------
    guess : float or ndarray
        :math:`\ln S` of `supersaturation_bound` or of the step before [-].
    drive : float or ndarray
        :math:`v` [-].
    constants : Crystallisation

    Returns
    -------
    float or ndarray
        :math:`\ln S` [-].
    """
    towards = drive.real / (np.abs(drive.real) + _TINY)
    y, slope = precipitation(guess, constants.growth, constants.dissolution)
    transfer, saturation, film = drive_parts(guess, y, constants)
    moved = guess - (transfer + saturation + film - drive) / drive_slopes(guess, y, slope, constants)[0]
    kept = (0.15 - 0.05 * towards) * guess  # beyond rest another law holds
    return kept + towards * _positive(towards * (moved - kept))
