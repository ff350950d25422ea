"""Rate of the solid-state conversion of sulfur at the reaction area."""

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp, fourth_root, inverse_root
from brimstone.physics.film import LEAST_LEAK, film_resistance, film_resistance_slope
from brimstone.physics.reversal import REST_WIDTH, near_rest, near_rest_slope
from brimstone.physics.thermodynamics import (
    amount_left,
    amount_left_slope,
    equilibrium_potential,
    equilibrium_potential_slope,
    relative_slope,
)

FILM_END = 0.005  #: share of the sulfur about which discharge finds no more of the film that charge left


@compilable
def exchange(conversion: Numeric) -> Numeric:
    r"""Exchange current at a composition relative to half conversion.

    .. math::
        :label: eq-exchange

        g(x) = \left[4\,\hat{x}\,(\widehat{1 - x})\right]^{1/4}

    Reduction is of order one half in the sulfur left, oxidation in the Li2S left: the orders for which both rates are
    equal at the two-electron Nernst potential.

    Parameters
    ----------
    conversion : float or ndarray
        :math:`x` [-].

    Returns
    -------
    float or ndarray
        :math:`g` [-].

    Notes
    -----
    Source: derived here. Theory: :ref:`theory-conversion`.
    """
    return fourth_root(4.0 * amount_left(1.0 - conversion) * amount_left(conversion))


@compilable
def exchange_slope(conversion: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-exchange` with respect to conversion.

    Parameters
    ----------
    conversion : float or ndarray
        :math:`x` [-].

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}g/\mathrm{d}x` [-].
    """
    charged, discharged = 1.0 - conversion, conversion
    return 0.25 * exchange(conversion) * (relative_slope(discharged) - relative_slope(charged))


@compilable
def film_blocking(
    drive: Numeric,
    conversion: Numeric,
    sulfur_film: Numeric,
    film_discharge: Numeric,
    film_charge: Numeric,
    growth: Numeric,
    hindrance: Numeric,
    exchange_ratio: Numeric,
) -> Numeric:
    r"""Blocking of the reaction by product films: film resistance times exchange current.

    .. math::
        :label: eq-film-blocking

        r(v, x) = g(x)\left\{r_c + \nu(v)\left[h\,r_d - r_c\right]\right\} \text{ on charge}, \qquad
        r(v, x) = g(x)\left[1 - \nu(v)(1 - h)\right]r_d \text{ on discharge}, \qquad
        r_d = F_d\,f(\hat{x}), \qquad r_c = h\,c\,F_c\,G\,\hat{s}

    The film grown on discharge blocks discharge, and what is undone of it at once: charge starts where the product
    touches the conductors, and leaves a film of sulfur behind (:eq:`eq-sulfur-film`). That one is ohmic, since cells
    charge at rates at which they do not discharge. Sulfur that no discharge has reached lies behind the Li2S and blocks
    nothing. Beyond the ends of the range a film vanishes. A reaction that is hindered sends less current through a
    film, which is why :math:`h` stands before both.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].
    conversion : float or ndarray
        :math:`x` [-].
    sulfur_film : float or ndarray
        :math:`s`, share of the reachable sulfur that charge left [-].
    film_discharge, film_charge : float or ndarray
        :math:`F_d`, :math:`F_c`: :math:`F/RT` times exchange current density times :math:`\lambda/\sigma` of each film
        [-].
    growth : float or ndarray
        :math:`G = \delta/\lambda`, full film thickness over the closing length [-].
    hindrance : float or ndarray
        Exchange current of Li2S as it is over that of activated Li2S, :math:`h` [-].
    exchange_ratio : float or ndarray
        Exchange current on charge over that on discharge, of activated Li2S, :math:`c` [-].

    Returns
    -------
    float or ndarray
        :math:`r` [-].

    Notes
    -----
    Source: introduced here, with the film law :eq:`eq-film-resistance`. Theory: :ref:`theory-conversion`.
    """
    on_discharge = film_discharge * film_resistance(amount_left(conversion), growth)
    on_charge = hindrance * exchange_ratio * film_charge * growth * amount_left(sulfur_film)
    driven = on_charge + (drive > 0.0) * (on_discharge - on_charge)
    return exchange(conversion) * (driven + near_rest(drive) * (hindrance * on_discharge - driven))


@compilable
def charge_hindrance(turnover: Numeric, barrier: Numeric, inverse_span: Numeric) -> Numeric:
    r"""Exchange current of as-prepared Li2S relative to activated Li2S.

    .. math::
        :label: eq-charge-hindrance

        h = \exp\left(-B\,e^{-N/N_a}\right), \qquad B = \frac{F V_0}{2RT}

    Extracting the first lithium from as-prepared Li2S takes an overpotential :math:`V_0 e^{-N/N_a}` that relaxes with
    turnover. A barrier on the rate costs just this overpotential wherever current flows and leaves the equilibrium
    untouched.

    Parameters
    ----------
    turnover : float or ndarray
        :math:`N`, share of the active material charged so far, summed over cycles [-].
    barrier : float or ndarray
        :math:`B`, with the activation overpotential :math:`V_0` of fresh Li2S [-].
    inverse_span : float or ndarray
        :math:`1/N_a` [-].

    Returns
    -------
    float or ndarray
        :math:`h` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-conversion`.
    """
    return exp(-barrier * exp(-inverse_span * turnover))


@compilable
def charge_hindrance_slope(turnover: Numeric, barrier: Numeric, inverse_span: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-charge-hindrance` with respect to the turnover.

    Parameters
    ----------
    turnover, barrier, inverse_span : float or ndarray
        As for `charge_hindrance`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}h/\mathrm{d}N` [-].
    """
    left = barrier * exp(-inverse_span * turnover)
    return exp(-left) * left * inverse_span


@compilable
def turnover_rate(conversion_rate: Numeric) -> Numeric:
    r"""Growth rate of the turnover: the share of a node's active material charged per time.

    .. math::
        :label: eq-turnover

        \dot{N} = \max(0, -\dot{x})

    Parameters
    ----------
    conversion_rate : float or ndarray
        :math:`\dot x` [1/s].

    Returns
    -------
    float or ndarray
        :math:`\dot N` [1/s], zero on discharge.

    Notes
    -----
    Source: definition. Theory: :ref:`theory-conversion`.
    """
    return -conversion_rate * (conversion_rate < 0.0)


@compilable
def sulfur_film_rate(conversion_rate: Numeric, sulfur_film: Numeric) -> Numeric:
    r"""Growth rate of the film of sulfur that charge leaves, and discharge uses up first.

    .. math::
        :label: eq-sulfur-film

        \dot{s} = \max(0, -\dot{x}) - \max(0, \dot{x})\left(1 - e^{-s/s_0}\right)

    Parameters
    ----------
    conversion_rate : float or ndarray
        :math:`\dot x` [1/s].
    sulfur_film : float or ndarray
        :math:`s`, share of the reachable sulfur [-].

    Returns
    -------
    float or ndarray
        :math:`\dot s` [1/s].

    Notes
    -----
    What charge made last lies nearest to the conductors, and discharge takes it before sulfur that was never
    converted; :math:`s_0 = 0.005` rounds the corner. What it leaves over is :math:`s_0 \ln(n + 1)` after n cycles.

    Source: introduced here. Theory: :ref:`theory-conversion`.
    """
    charging = 1.0 * (conversion_rate < 0.0)
    return -conversion_rate * (charging + (1.0 - charging) * (1.0 - _unfilmed(sulfur_film)))


@compilable
def sulfur_film_rate_slopes(conversion_rate: Numeric, sulfur_film: Numeric) -> tuple[Numeric, Numeric]:
    r"""Derivatives of :eq:`eq-sulfur-film` with respect to the rate of conversion and the film.

    Parameters
    ----------
    conversion_rate, sulfur_film : float or ndarray
        As for `sulfur_film_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\partial\dot s/\partial\dot x` [-] and :math:`\partial\dot s/\partial s` [1/s].
    """
    charging = 1.0 * (conversion_rate < 0.0)
    bare = (1.0 - charging) * _unfilmed(sulfur_film)
    return -(1.0 - bare), -conversion_rate * bare / FILM_END


@compilable
def _unfilmed(sulfur_film: Numeric) -> Numeric:
    """Share of a discharge that finds no film; a film overshot to less than none counts as a little less."""
    inside = sulfur_film + (sulfur_film < -FILM_END) * (-FILM_END - sulfur_film)
    return exp(-inside / FILM_END)


@compilable
def contact_left(turnover: Numeric, wear: Numeric, dead: Numeric, covering: Numeric, damage: Numeric) -> Numeric:
    r"""Reaction area relative to the fresh electrode.

    .. math::
        :label: eq-contact-left

        \frac{a}{a_0} = \frac{1}{(1 + wN)(1 + \zeta z)(1 + W)}

    Parameters
    ----------
    turnover : float or ndarray
        Local cycles :math:`N` [-]: on every charge the active material shrinks away from its contacts.
    wear : float or ndarray
        Contact lost per cycle :math:`w`, :eq:`eq-contact-wear` [-].
    dead : float or ndarray
        Dead share :math:`z` of the accessible electrolyte, :eq:`eq-dead-share` [-].
    covering : float or ndarray
        How much it covers, :math:`\zeta` [-].
    damage : float or ndarray
        :math:`W` of :eq:`eq-damage` [-].

    Returns
    -------
    float or ndarray
        :math:`a/a_0` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-conversion`.
    """
    return 1.0 / contact_thinned(turnover, wear, dead, covering, damage)


@compilable
def contact_thinned(turnover: Numeric, wear: Numeric, dead: Numeric, covering: Numeric, damage: Numeric) -> Numeric:
    """Inverse of :eq:`eq-contact-left`, the factor by which films become thicker on the area that is left.

    Parameters
    ----------
    turnover, wear, dead, covering, damage : float or ndarray
        As for `contact_left`.

    Returns
    -------
    float or ndarray
        :math:`a_0/a` [-].
    """
    return (1.0 + wear * turnover) * (1.0 + covering * dead) * (1.0 + damage)


@compilable
def activated_rate(
    forward: Numeric,
    backward: Numeric,
    drive: Numeric,
    conversion: Numeric,
    rate: Numeric,
    hindrance: Numeric,
    exchange_ratio: Numeric,
) -> Numeric:
    r"""Rate of conversion for a given driving force at the reaction.

    .. math::
        :label: eq-conversion-rate

        \dot{x} = k\left[H(v, u)\,g(x)\sinh u + \epsilon\,\frac{v}{\sqrt{v^2 + v_0^2}}\right],
        \qquad u + r(v, x)\sinh u = v, \qquad
        H_{v>0} = 1 - \nu(v)(1 - h), \qquad
        H_{v\leq 0} = h\left[c + (1 - c)\left(1 + \sinh^2 u/v_0^2\right)^{-1/2}\right]

    with the drive :math:`v` of :eq:`eq-conversion-drive` and the blocking :math:`r` of :eq:`eq-film-blocking`. At rest
    reduction and oxidation are as fast as each other, :math:`H = h` from either side: a small signal meets the
    resistance that a slow discharge does. What charge needs beyond that, :math:`c`, shows as the current grows over
    :math:`kv_0`, so that more drive never means less current. Where a closed film and a hindrance meet at rest, the
    electrode potential would otherwise be determined by less than the round-off of the face currents; a leak of
    :math:`\epsilon = 10^{-6}` of :math:`k` prevents that.

    Parameters
    ----------
    forward, backward : float or ndarray
        :math:`e^{u}` and :math:`e^{-u}` of `brimstone.physics.film.activation` [-].
    drive, conversion, hindrance, exchange_ratio : float or ndarray
        :math:`v`, :math:`x`, :math:`h`, :math:`c` [-], as for `film_blocking`.
    rate : float or ndarray
        :math:`k`, twice the exchange current per volume at half conversion over the charge density of the reachable
        sulfur [1/s].

    Returns
    -------
    float or ndarray
        :math:`\dot x` [1/s].

    Notes
    -----
    Source: Butler–Volmer kinetics (Newman and Balsara, Electrochemical Systems); film, orders and the law at rest are
    introduced here. Theory: :ref:`theory-conversion`.
    """
    sinh = 0.5 * (forward - backward)
    discharging = drive > 0.0
    on_discharge = 1.0 - near_rest(drive) * (1.0 - hindrance)
    on_charge = hindrance * (exchange_ratio + (1.0 - exchange_ratio) * _narrow(sinh))
    active = on_charge + discharging * (on_discharge - on_charge)
    return rate * (active * exchange(conversion) * sinh + LEAST_LEAK * drive * (1.0 / REST_WIDTH) * _narrow(drive))


@compilable
def _narrow(drive: Numeric) -> Numeric:
    """Chord of a drive that saturates at the width of rest, over the drive: 1/sqrt(1 + z^2), z the drive over it."""
    place = drive * (1.0 / REST_WIDTH)
    return inverse_root(1.0 + place * place)


@compilable
def conversion_drive(
    potential: Numeric,
    conversion: Numeric,
    plateau: Numeric,
    slope: Numeric,
    step: Numeric,
    half_inverse_thermal_voltage: Numeric,
) -> Numeric:
    r"""Reduced driving force of conversion.

    .. math::
        :label: eq-conversion-drive

        v = \frac{F\left[U(x) - \Phi\right]}{2RT}

    Parameters
    ----------
    potential : float or ndarray
        Potential difference :math:`\Phi` between electron and ion conductor [V].
    conversion, plateau, slope, step, half_inverse_thermal_voltage : float or ndarray
        As for `brimstone.physics.thermodynamics.equilibrium_potential`.

    Returns
    -------
    float or ndarray
        :math:`v` [-], positive on discharge.

    Notes
    -----
    Source: definition. Theory: :ref:`theory-conversion`.
    """
    equilibrium = equilibrium_potential(conversion, plateau, slope, step, half_inverse_thermal_voltage)
    return half_inverse_thermal_voltage * (equilibrium - potential)


@compilable
def activated_rate_slopes(
    forward: Numeric,
    backward: Numeric,
    drive: Numeric,
    conversion: Numeric,
    rate: Numeric,
    slope: Numeric,
    step: Numeric,
    half_inverse_thermal_voltage: Numeric,
    sulfur_film: Numeric,
    film_discharge: Numeric,
    film_charge: Numeric,
    growth: Numeric,
    hindrance: Numeric,
    exchange_ratio: Numeric,
) -> tuple[Numeric, Numeric, Numeric, Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-conversion-rate`.

    Parameters
    ----------
    forward, backward, drive : float or ndarray
        As for `activated_rate`.
    conversion, rate : float or ndarray
        As for `activated_rate`.
    slope, step, half_inverse_thermal_voltage : float or ndarray
        As for `brimstone.physics.thermodynamics.equilibrium_potential`.
    sulfur_film, film_discharge, film_charge, growth, hindrance, exchange_ratio : float or ndarray
        As for `film_blocking`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot x` [1/s] and its derivatives by :math:`\Phi` [1/(V s)], :math:`x`, :math:`s`, :math:`G` and
        :math:`h` [1/s].
    """
    b = half_inverse_thermal_voltage
    drive_x = b * equilibrium_potential_slope(conversion, slope, step, b)
    product, left_behind = amount_left(conversion), amount_left(sulfur_film)
    rest, rest_v = near_rest(drive), near_rest_slope(drive)
    discharging = drive > 0.0
    charging = 1.0 - discharging
    on_discharge = film_discharge * film_resistance(product, growth)
    thicker = film_discharge * film_resistance_slope(product, growth)
    thick = hindrance * exchange_ratio * film_charge * growth
    on_charge = thick * left_behind
    driven = on_charge + discharging * (on_discharge - on_charge)
    layer = driven + rest * (hindrance * on_discharge - driven)
    layer_v = rest_v * (hindrance * on_discharge - driven)
    own = (1.0 - rest) * discharging + rest * hindrance
    other = (1.0 - rest) * charging
    layer_x = own * growth * thicker * amount_left_slope(conversion)
    layer_s = other * thick * amount_left_slope(sulfur_film)
    layer_growth = own * thicker * product + other * hindrance * exchange_ratio * film_charge * left_behind
    layer_hindrance = rest * on_discharge + other * exchange_ratio * film_charge * growth * left_behind
    g, g_x = exchange(conversion), exchange_slope(conversion)
    r = g * layer
    sinh, cosh = 0.5 * (forward - backward), 0.5 * (forward + backward)
    share = 1.0 / (1.0 + r * cosh)
    u_r = -sinh * share
    u_v = share + u_r * g * layer_v
    u_x = u_r * (g_x * layer + g * layer_x)
    within = _narrow(sinh)
    excess = 1.0 - exchange_ratio
    hindered = exchange_ratio + excess * within
    relative = discharging * (1.0 - rest * (1.0 - hindrance)) + charging * hindrance * hindered
    relative_v = (0.0 - discharging) * rest_v * (1.0 - hindrance)
    relative_h = discharging * rest + charging * hindered
    # of what `relative` makes of sinh, by u
    rises = relative * cosh - charging * hindrance * excess * within * (1.0 - within * within) * cosh
    narrow = _narrow(drive)
    leak, leak_v = LEAST_LEAK / REST_WIDTH * drive * narrow, LEAST_LEAK / REST_WIDTH * narrow * narrow * narrow
    by_drive = rate * (g * (relative_v * sinh + rises * u_v) + leak_v)
    by_blocking = rate * g * rises * u_r
    return (
        rate * (relative * g * sinh + leak),
        -b * by_drive,
        by_drive * drive_x + rate * (relative * g_x * sinh + g * rises * u_x),
        by_blocking * g * layer_s,
        by_blocking * g * layer_growth,
        rate * relative_h * g * sinh + by_blocking * g * layer_hindrance,
    )
