"""Redox of the electrolyte itself where it touches carbon: one stock, which every reaction of it draws on.

Of the electrolyte within reach of the carbon some is pristine. Oxidation or reduction *opens* it, at potentials outside
of its practical window and once for all: a part of what is opened is dead at once, the rest goes back and forth between
an oxidised, a re-formed and a reduced form at potentials of its own. That the first opening and the later couples lie
apart is the hysteresis of a sulfide electrolyte; that all shares add up to one bounds the charge of every reaction by
the formula.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp, exp_both, inverse_root
from brimstone.physics.positive import positive_part, positive_slope

#: Rounding of the onset of opening, in units of 2w: a rate that starts from zero without a kink, and is zero below.
_ROUNDING = 0.2

#: :math:`\epsilon` of :eq:`eq-onset-moved`, by which the pace of opening is not quite zero at its ends, and 1 - r(1).
_TAIL = 0.0025
_LEAST = 1e-3
_WITHOUT_TAIL = 1.0 - (_TAIL / (1.0 + _TAIL)) ** 0.5


def accessible_share(area: Numeric, reach: Numeric, electrolyte: Numeric) -> Numeric:
    r"""Share of an electrolyte that lies within reach of the carbon.

    .. math::
        :label: eq-accessible-share

        x_a = 1 - e^{-a_c\Lambda/\phi_E}

    Electrons come through products and along surfaces as far as :math:`\Lambda` from the carbon. With little area a
    layer of this depth reacts, with much of it everything; so a fibre of little surface spares the electrolyte at
    every rate and after any time.

    Parameters
    ----------
    area : float or ndarray
        Area :math:`a_c` between electrolyte and carbon per volume of the composite [1/m].
    reach : float or ndarray
        :math:`\Lambda` [m].
    electrolyte : float or ndarray
        Volume fraction :math:`\phi_E` of the electrolyte in the composite [-].

    Returns
    -------
    ndarray
        :math:`x_a` [-], between 0 and 1.

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    share = np.asarray(electrolyte, dtype=float)
    return -np.expm1(-np.asarray(area) * reach / np.where(share > 0.0, share, 1.0)) * (share > 0.0)


@compilable
def dead_share(
    opened_by_oxidation: Numeric,
    opened_by_reduction: Numeric,
    spent: Numeric,
    oxidation_dead: Numeric,
    reduction_dead: Numeric,
) -> Numeric:
    r"""Share of the accessible electrolyte that has become a permanent interphase.

    .. math::
        :label: eq-dead-share

        z = f_o\,o + f_r\,r + b

    Parameters
    ----------
    opened_by_oxidation, opened_by_reduction : float or ndarray
        Shares :math:`o` and :math:`r` of the accessible electrolyte that oxidation and reduction have opened [-].
    spent : float or ndarray
        :math:`b` of :eq:`eq-electrolyte-spent` [-].
    oxidation_dead, reduction_dead : float or ndarray
        Shares :math:`f_o` and :math:`f_r` of it that never react again [-].

    Returns
    -------
    float or ndarray
        :math:`z` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    return oxidation_dead * opened_by_oxidation + reduction_dead * opened_by_reduction + spent


@compilable
def left_to_open(
    opened_by_oxidation: Numeric, opened_by_reduction: Numeric, dead: Numeric, covering: Numeric
) -> Numeric:
    r"""Pristine share of the accessible electrolyte, as far as the interphase lets it react.

    .. math::
        :label: eq-left-to-open

        s = \frac{1 - o - r}{1 + \zeta z}

    Parameters
    ----------
    opened_by_oxidation, opened_by_reduction : float or ndarray
        :math:`o`, :math:`r` [-].
    dead : float or ndarray
        :math:`z` of :eq:`eq-dead-share` [-].
    covering : float or ndarray
        :math:`\zeta`, how much a dead share covers [-].

    Returns
    -------
    float or ndarray
        :math:`s` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    return (1.0 - opened_by_oxidation - opened_by_reduction) / (1.0 + covering * dead)


@compilable
def left_to_open_slope(left: Numeric, dead: Numeric, covering: Numeric, dead_of_opened: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-left-to-open` with respect to what either reaction has opened.

    Parameters
    ----------
    left, dead, covering : float or ndarray
        :math:`s`, :math:`z`, :math:`\zeta` [-].
    dead_of_opened : float or ndarray
        :math:`f_o` or :math:`f_r` [-].

    Returns
    -------
    float or ndarray
        :math:`\partial s/\partial o` or :math:`\partial s/\partial r` [-].
    """
    return -(1.0 + covering * dead_of_opened * left) / (1.0 + covering * dead)


@compilable
def onset_moved(opened: Numeric, bunching: Numeric) -> Numeric:
    r"""How far the onset of opening has moved through the potentials at which the stock opens.

    .. math::
        :label: eq-onset-moved

        q(o) = \frac{1}{2}\left\{1 + v\left[1 - \beta + \beta\,\frac{1 - r(v)}{1 - r(1)}\right]\right\}, \qquad
        r = \sqrt{\frac{1 + \epsilon - v^2}{1 + \epsilon}}, \qquad v = 2o - 1

    Its inverse, the share that a potential opens in the end, is a bounded S: nothing at the onset, everything at the
    other end of the span, steepest halfway, where it rises :math:`1/(1 - \beta)` times as fast as if the potentials lay
    evenly. It begins and ends hardly noticed, at a twentieth or less of the steepest pace, so that no curve has a kink
    there; and nothing opens inside the window, unlike with a bell without limits.

    Parameters
    ----------
    opened : float or ndarray
        Share :math:`o` of the accessible electrolyte opened so far by this reaction [-].
    bunching : float or ndarray
        :math:`\beta`, from 0 for potentials that lie evenly to nearly 1 for one and the same [-].

    Returns
    -------
    float or ndarray
        :math:`q` [-], 0 for nothing opened, 1 for everything.

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    place = 2.0 * opened - 1.0
    room = _room(place * place)
    left = room * inverse_root(room)
    return 0.5 + 0.5 * place * (1.0 - bunching + bunching * (1.0 - left) / _WITHOUT_TAIL)


@compilable
def onset_moved_slope(opened: Numeric, bunching: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-onset-moved` with respect to what is opened.

    Parameters
    ----------
    opened, bunching : float or ndarray
        As for `onset_moved`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}q/\mathrm{d}o` [-].
    """
    place = 2.0 * opened - 1.0
    square = place * place
    room = _room(square)
    inverse = inverse_root(room)
    return 1.0 - bunching + bunching * (1.0 - room * inverse + square * inverse / (1.0 + _TAIL)) / _WITHOUT_TAIL


@compilable
def _room(square: Numeric) -> Numeric:
    """Square of r in :eq:`eq-onset-moved`, kept positive where a stage of a time step reaches beyond the ends."""
    room = 1.0 - square / (1.0 + _TAIL)
    return room + (room < _LEAST) * (_LEAST - room)


@compilable
def opening_rate(
    potential: Numeric,
    opened: Numeric,
    left: Numeric,
    rate: Numeric,
    onset: Numeric,
    half_inverse_width: Numeric,
    hardening: Numeric,
    bunching: Numeric,
) -> Numeric:
    r"""Rate at which oxidation opens pristine electrolyte, once for all.

    .. math::
        :label: eq-electrolyte-opening

        \dot{o} = k\,s\left[e^{\langle e\rangle} - 1\right], \qquad e = \frac{\Phi - U_i}{2w} - h\,q(o)

    with the positive part of :eq:`eq-positive-part`: exactly nothing below the onset, in years of rest. What is
    easiest to oxidise, the free sulfide, goes first; the onset climbs with what has been opened
    (:eq:`eq-onset-moved`), so that a potential opens a share, not everything. Written for oxidation; a negative
    `half_inverse_width` gives reduction.

    Parameters
    ----------
    potential : float or ndarray
        Potential difference :math:`\Phi` [V].
    opened : float or ndarray
        Share :math:`o` of the accessible electrolyte opened so far by this reaction [-].
    left : float or ndarray
        :math:`s` of :eq:`eq-left-to-open` [-].
    rate : float or ndarray
        Rate constant :math:`k` [1/s].
    onset : float or ndarray
        Onset :math:`U_i` of the first of it [V].
    half_inverse_width : float or ndarray
        :math:`1/2w` [1/V].
    hardening : float or ndarray
        Rise of the onset until everything is opened, over :math:`2w`: :math:`h` [-].
    bunching : float or ndarray
        :math:`\beta` of :eq:`eq-onset-moved` [-].

    Returns
    -------
    float or ndarray
        :math:`\dot{o}` [1/s], never negative; zero below the onset.

    Notes
    -----
    Source: introduced here; onset on carbon above the thermodynamic limits: doi:10.1038/s41563-019-0576-0.
    Theory: :ref:`theory-electrolyte-redox`.
    """
    place = half_inverse_width * (potential - onset) - hardening * onset_moved(opened, bunching)
    return rate * left * (exp(positive_part(place, _ROUNDING)) - 1.0)


@compilable
def opening_rate_slopes(
    potential: Numeric,
    opened: Numeric,
    left: Numeric,
    rate: Numeric,
    onset: Numeric,
    half_inverse_width: Numeric,
    hardening: Numeric,
    bunching: Numeric,
) -> tuple[Numeric, Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-electrolyte-opening` by potential, by what is opened and by what is left.

    Parameters
    ----------
    potential, opened, left, rate, onset, half_inverse_width, hardening, bunching : float or ndarray
        As for `opening_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot o` [1/s], :math:`\partial\dot o/\partial\Phi` [1/(V s)], :math:`\partial\dot o/\partial o` at fixed
        :math:`s` and :math:`\partial\dot o/\partial s` [1/s].
    """
    place = half_inverse_width * (potential - onset) - hardening * onset_moved(opened, bunching)
    speed = rate * exp(positive_part(place, _ROUNDING))
    steep = left * speed * positive_slope(place, _ROUNDING)
    by_left = speed - rate
    climbs = hardening * onset_moved_slope(opened, bunching)
    return left * by_left, half_inverse_width * steep, -climbs * steep, by_left


@compilable
def reformed_share(
    oxidised: Numeric, reduced: Numeric, opened_by_oxidation: Numeric, opened_by_reduction: Numeric, dead: Numeric
) -> Numeric:
    r"""Share of the accessible electrolyte that has been opened and is as charged as pristine electrolyte.

    .. math::
        :label: eq-reformed-share

        m = o + r - z - a - c

    Parameters
    ----------
    oxidised, reduced : float or ndarray
        Shares :math:`a` and :math:`c` that are oxidised and reduced, and may react back [-].
    opened_by_oxidation, opened_by_reduction, dead : float or ndarray
        :math:`o`, :math:`r`, :math:`z` [-].

    Returns
    -------
    float or ndarray
        :math:`m` [-].

    Notes
    -----
    Source: definition. Theory: :ref:`theory-electrolyte-redox`.
    """
    return opened_by_oxidation + opened_by_reduction - dead - oxidised - reduced


@compilable
def couple_rates(
    potential: Numeric,
    oxidised: Numeric,
    reduced: Numeric,
    reformed: Numeric,
    rate: Numeric,
    midpoint: Numeric,
    half_inverse_width: Numeric,
    apart: Numeric,
    oxidation_speed: Numeric,
    reduction_speed: Numeric,
) -> tuple[Numeric, Numeric]:
    r"""Rates at which opened electrolyte is oxidised and reduced, both reversibly.

    .. math::
        :label: eq-electrolyte-couples

        \dot{a} = \kappa_a k\left[m\,e^{z} - a\,e^{-z}\right], \qquad
        \dot{c} = \kappa_c k\left[\frac{m}{D}\,e^{-z} - c\,D\,e^{z}\right], \qquad z = \frac{\Phi - U_2}{2w}

    :math:`D = e^{(U_2 - U_4)/2w}` sets the reduction apart from the oxidation. At rest
    :math:`a/m = e^{(\Phi - U_2)/w}` and :math:`c/m = e^{-(\Phi - U_4)/w}`. The amorphous products of thiophosphates
    react over a few tenths of a volt, hence a width well above RT/F; and they react more slowly than what is opened
    for the first time, hence :math:`\kappa_a` and :math:`\kappa_c`.

    Parameters
    ----------
    potential : float or ndarray
        :math:`\Phi` [V].
    oxidised, reduced, reformed : float or ndarray
        :math:`a`, :math:`c`, :math:`m` [-].
    rate : float or ndarray
        :math:`k` [1/s].
    midpoint : float or ndarray
        :math:`U_2` [V].
    half_inverse_width : float or ndarray
        :math:`1/2w` [1/V].
    apart : float or ndarray
        :math:`D` [-].
    oxidation_speed, reduction_speed : float or ndarray
        :math:`\kappa_a`, :math:`\kappa_c` [-].

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot a` and :math:`\dot c` by the couples alone [1/s].

    Notes
    -----
    Source: introduced here; reversible redox of Li6PS5Cl: doi:10.1021/acsenergylett.9b01693.
    Theory: :ref:`theory-electrolyte-redox`.
    """
    rising, falling = exp_both(half_inverse_width * (potential - midpoint))
    oxidises = rate * oxidation_speed * (reformed * rising - oxidised * falling)
    return oxidises, rate * reduction_speed * (reformed * falling / apart - reduced * rising * apart)


@compilable
def couple_rates_slopes(
    potential: Numeric,
    oxidised: Numeric,
    reduced: Numeric,
    reformed: Numeric,
    rate: Numeric,
    midpoint: Numeric,
    half_inverse_width: Numeric,
    apart: Numeric,
    oxidation_speed: Numeric,
    reduction_speed: Numeric,
) -> tuple[Numeric, Numeric, Numeric, Numeric, Numeric, Numeric, Numeric, Numeric]:
    r"""Values and derivatives of :eq:`eq-electrolyte-couples`.

    Parameters
    ----------
    potential, oxidised, reduced, reformed : float or ndarray
        As for `couple_rates`.
    rate, midpoint, half_inverse_width, apart, oxidation_speed, reduction_speed : float or ndarray
        As for `couple_rates`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot a` [1/s] and its derivatives by :math:`\Phi` [1/(V s)], :math:`m` and :math:`a` [1/s]; then
        :math:`\dot c` and its derivatives by :math:`\Phi`, :math:`m` and :math:`c`.
    """
    rising, falling = exp_both(half_inverse_width * (potential - midpoint))
    of_oxidised, of_reduced = rate * oxidation_speed, rate * reduction_speed
    up, down = of_oxidised * rising, of_oxidised * falling
    deeper, back = of_reduced * falling / apart, of_reduced * rising * apart
    return (
        reformed * up - oxidised * down,
        half_inverse_width * (reformed * up + oxidised * down),
        up,
        -down,
        reformed * deeper - reduced * back,
        -half_inverse_width * (reformed * deeper + reduced * back),
        deeper,
        -back,
    )


@compilable
def spending_rate(oxidises: Numeric, reduces: Numeric, spending: Numeric) -> Numeric:
    r"""Rate at which opened electrolyte dies as it re-forms.

    .. math::
        :label: eq-electrolyte-spent

        \dot{b} = f_b\left[\max(0, -\dot{a}_2) + \max(0, -\dot{c}_4)\right]

    with the rates of :eq:`eq-electrolyte-couples`. A share of what comes back loses its contact, cycle by cycle; a cell
    at rest loses nothing.

    Parameters
    ----------
    oxidises, reduces : float or ndarray
        :math:`\dot{a}_2`, :math:`\dot{c}_4` [1/s].
    spending : float or ndarray
        :math:`f_b` [-].

    Returns
    -------
    float or ndarray
        :math:`\dot b` [1/s].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    return -spending * (oxidises * (oxidises < 0.0) + reduces * (reduces < 0.0))
