"""Li2S that precipitates from a solution and dissolves in it again, through a trace of dissolved Li2S.

Dissolved Li2S is so little that its amount follows at once from what reacts: more of it than a saturated solution
holds while Li2S grows, less while it dissolves. Three parts of the driving force add up, charge transfer,
supersaturation and film; all follow from the logarithm of the supersaturation, for which they are solved.
"""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import asinh, exp, fourth_root, inverse_root, log, magnitude
from brimstone.physics.thermodynamics import amount_left, amount_left_slope

_TWO_THIRDS, _THIRD, _SIXTH = 2.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0

#: Undersaturation within which crystals still change as slowly as they grow, so that the rate has no kink at rest.
REST_UNDERSATURATION = 0.1

#: Drive, in units of 2RT/F, that discharge spends on leaving the slower law of charge at rest: 5 mV.
REST_DRIVE = 0.1

_LARGEST_DRIVE, _TINY = 230.0, 1e-30


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
def _most(x: Numeric, y: Numeric) -> Numeric:
    """The larger of two numbers, whatever their magnitudes."""
    return (x >= y) * x + (y > x) * y


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
    sought = distance_constants(drive, constants)
    nearer = distance_refined(distance_guess(drive, sought), drive, sought, sought.growing)
    return log_saturation_at(distance_refined(nearer, drive, sought, 1.0), drive)


class Distance(NamedTuple):
    r"""How the drive follows the distance from saturation, in the direction that the drive has.

    Attributes
    ----------
    growing : float or ndarray
        One where Li2S grows, else zero [-].
    inverse_exchange : float or ndarray
        :math:`1/K` of the direction [s].
    slow, fast : float or ndarray
        :math:`k_p`, :math:`k` [1/s].
    hindering, saturating, film : float or ndarray
        :math:`\alpha`, :math:`\beta`, :math:`\gamma` [-].
    """

    growing: Numeric
    inverse_exchange: Numeric
    slow: Numeric
    fast: Numeric
    hindering: Numeric
    saturating: Numeric
    film: Numeric


@compilable
def distance_constants(drive: Numeric, constants: Crystallisation) -> Distance:
    r"""Constants of the drive as a function of the distance from saturation, in the direction of a drive.

    .. math::
        :label: eq-distance-drive

        |v| = \mathrm{asinh}\frac{z\,(k z + \epsilon k_p)}{K (z + \epsilon)} + \frac{1}{3}\ln(1 + t)
              + \frac{\alpha z}{1 + \beta z} + \gamma z

    The distance :math:`t` is :math:`S - 1` where Li2S grows and :math:`1/S - 1` where it dissolves, so that
    :math:`|\ln S| = \ln(1 + t)`; what the solution has too much or too little is :math:`z = |S - 1|`.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].
    constants : Crystallisation

    Returns
    -------
    Distance
        :math:`1/K` [s], :math:`k_p`, :math:`k` [1/s], :math:`\alpha`, :math:`\beta`, :math:`\gamma` [-].

    Notes
    -----
    Source: the crystallisation drive, written for either direction. Theory: :ref:`theory-solution`.
    """
    exchange, charge_ratio, growth, dissolution, film = constants
    growing = 1.0 * (drive.real > 0.0)
    dissolving = 1.0 - growing
    inverse, back = 1.0 / exchange, 1.0 / charge_ratio
    full, rest = film * growth, growth * (back - 1.0) * inverse
    return Distance(
        growing,
        inverse * (growing + dissolving * back),
        growth,
        growing * growth + dissolving * dissolution * (1.0 + REST_UNDERSATURATION),
        growing * rest + dissolving * full,
        growing * rest / REST_DRIVE + dissolving * (1.0 / REST_UNDERSATURATION + full),
        growing * full,
    )


@compilable
def distance_guess(drive: Numeric, sought: Distance) -> Numeric:
    r"""First guess for the solution of :eq:`eq-distance-drive`, right to a factor of three.

    Near rest all parts are linear and in series, beyond it those that grow with the logarithm share the drive. Where
    dissolution is at its limit, what the others leave of the drive empties the solution.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].
    sought : Distance

    Returns
    -------
    float or ndarray
        :math:`t` [-].
    """
    growing, inverse, slow, fast, hindering, saturating, film = sought
    size = np.abs(drive.real) + _TINY
    raised = exp(_least(size, _LARGEST_DRIVE))
    speed = 0.5 * (raised - 1.0 / raised) / inverse.real  # that charge transfer alone would have
    held = REST_UNDERSATURATION * slow
    room = speed - held
    transfer = (room + np.sqrt(room * room + 4.0 * REST_UNDERSATURATION * fast * speed)) / (2.0 * fast) + _TINY
    shared = 1.0 + growing * transfer
    cube = raised * raised * raised
    empty = _most(cube - 1.0, 3.0 * size)
    linear = (fourth_root(shared) / transfer + (1.0 - growing) + 1.0 / empty) * size + film.real
    missing = hindering.real + linear - saturating.real * size
    root = np.sqrt(missing * missing + 4.0 * linear * saturating.real * size)
    excess = (root - missing) / (2.0 * linear * saturating.real + _TINY)
    excess = (missing > 0.0) * (2.0 * size / (root + np.abs(missing))) + (missing <= 0.0) * excess
    limit = (fast + held) * inverse.real / (1.0 + REST_UNDERSATURATION)
    half = 0.5 * hindering.real / (1.0 + saturating.real)
    left = raised * (1.0 - half) / ((1.0 + half) * (limit + np.sqrt(1.0 + limit * limit)))
    left = left * left * left - 1.0
    lacking = _least(excess, 0.9)
    lacking = lacking / (1.0 - lacking)
    return growing * excess + (1.0 - growing) * _most(left, lacking)


@compilable
def distance_refined(guess: Numeric, drive: Numeric, sought: Distance, third: Numeric) -> Numeric:
    r"""One step towards the solution of :eq:`eq-distance-drive`, or towards rest but not through it.

    Householder's method with three derivatives, or Halley's with two: that one from a first guess where Li2S dissolves,
    whose third derivative tells little about where the solution lies. After both the parts add up to the drive within
    1e-6 of it at any constants, as a rule within 1e-10.

    Parameters
    ----------
    guess : float or ndarray
        :math:`t` of `distance_guess` or of the step before [-].
    drive : float or ndarray
        :math:`v` [-].
    sought : Distance
    third : float or ndarray
        One to use the third derivative, zero not to.

    Returns
    -------
    float or ndarray
        :math:`t` [-].
    """
    growing, inverse, slow, fast, hindering, saturating, film = sought
    size = drive * (2.0 * growing - 1.0)
    whole = 1.0 + guess
    inverse_whole = 1.0 / whole
    share = growing + (1.0 - growing) * inverse_whole
    excess, scale = guess * share, growing * whole + (1.0 - growing) * share  # scale: dz/dt (1 + t)
    near = 1.0 / (excess + REST_UNDERSATURATION)
    held = REST_UNDERSATURATION * slow
    rate = excess * (fast * excess + held) * near * inverse
    by = (fast * excess * (excess + 2.0 * REST_UNDERSATURATION) + REST_UNDERSATURATION * held) * near * near * inverse
    by_by = 2.0 * REST_UNDERSATURATION * REST_UNDERSATURATION * (fast - slow) * near * near * near * inverse
    root = inverse_root(1.0 + rate * rate)
    open_ = 1.0 / (1.0 + saturating * excess)
    raised = rate + (1.0 + rate * rate) * root
    parts = _THIRD * log(raised * raised * raised * whole) + (hindering * open_ + film) * excess
    steep, curved, leaning = by * root, by_by * root, rate * root
    closing, closes = hindering * open_ * open_, saturating * open_
    bent = curved - steep * steep * leaning
    turn = -3.0 * near * curved - leaning * steep * (curved + 2.0 * bent) - steep * steep * steep * root * root
    dissolving = 1.0 - growing
    # derivatives by t, times powers of 1 + t: of what follows z, and of the logarithm
    first = (steep + closing + film) * scale
    second = (bent - 2.0 * closing * closes) * scale * scale
    change = (turn + 6.0 * closing * closes * closes) * scale * scale * scale
    change = change - 6.0 * dissolving * (second - first) + 2.0 * _THIRD
    second = second - 2.0 * dissolving * first - _THIRD
    inverse_first = 1.0 / (first + _THIRD)
    missing = (parts - size) * inverse_first
    bend = 0.5 * missing * second * inverse_first
    twist = missing * missing * change * inverse_first * _SIXTH
    room, least = 1.0 - bend + third * (twist - bend), 0.5 - 0.2 * third
    change = missing * (1.0 - third * bend) / (least + _positive(room - least))
    return 0.1 * guess + whole * _positive(0.9 * guess * inverse_whole - change)  # beyond rest another law holds


@compilable
def log_saturation_at(distance: Numeric, drive: Numeric) -> Numeric:
    r"""Logarithm of the supersaturation at the distance from saturation that solves :eq:`eq-distance-drive`.

    Parameters
    ----------
    distance : float or ndarray
        :math:`t` of `distance_refined` [-].
    drive : float or ndarray
        :math:`v` [-].

    Returns
    -------
    float or ndarray
        :math:`\ln S` [-].
    """
    growing = 1.0 * (drive.real > 0.0)
    return (2.0 * growing - 1.0) * log(1.0 + distance)
