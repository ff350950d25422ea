"""Redox of the electrolyte itself where it touches carbon: two reversible branches and a permanent interphase."""

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp, exp_both

_OVERLAP = 0.2  # half of the range in which the second step takes over, relative to the product of the steps' shares
_TINY = 1e-300


@compilable
def second_step(extent: Numeric, first: Numeric) -> tuple[Numeric, Numeric]:
    r"""Share of a branch's used capacity that belongs to its second step, and how far that step has taken over.

    .. math::
        :label: eq-redox-second-step

        \frac{\mathrm{d}r_2}{\mathrm{d}r} = \min\left(1, \max\left(0, \frac{1}{2} + \frac{r - f}{2\omega}\right)\right),
        \qquad \omega = 0.2\,f(1 - f)

    The second step consumes what the first has produced: it is idle until the extent approaches the capacity of the
    first, and takes everything from there on. A parabola joins the two.

    Parameters
    ----------
    extent : float or ndarray
        Share :math:`r` of the branch's capacity in use [-].
    first : float or ndarray
        Share :math:`f` of the first step in the capacity [-].

    Returns
    -------
    tuple of float or ndarray
        :math:`r_2` and :math:`\mathrm{d}r_2/\mathrm{d}r` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-electrolyte-redox`.
    """
    overlap = _OVERLAP * first * (1.0 - first)
    place = (extent - first) / (2.0 * overlap + _TINY) + 0.5
    taken_over = (place > 0.0) * (place < 1.0) * place + (place >= 1.0)
    return overlap * taken_over * taken_over + (place >= 1.0) * (extent - first - overlap), taken_over


@compilable
def branch_rate(
    potential: Numeric,
    extent: Numeric,
    rate: Numeric,
    midpoint: Numeric,
    half_inverse_width: Numeric,
    first: Numeric,
    apart: Numeric,
) -> Numeric:
    r"""Rate at which a reversible branch of two steps relaxes towards its broad isotherm.

    .. math::
        :label: eq-electrolyte-redox

        \dot{r} = k\left\{\left[f - r_1 + \frac{r_1(1 - f - r_2)}{f D}\right]e^{-z}
        - \left[r_1 + D r_2\right]e^{z}\right\}, \qquad z = \frac{\Phi - U_r}{2w}, \qquad r_1 = r - r_2

    With a single step this is :math:`\dot r = k[(1 - r)e^{-z} - r e^{z}]`, at rest
    :math:`r = 1/(1 + e^{(\Phi - U_r)/w})`, always between 0 and 1. The second step starts where the first ends, in
    proportion to what the first has produced, with its midpoint further out; the distance keeps the rate falling with
    the extent. The amorphous products of thiophosphates react over a few tenths of a volt, hence a width well above
    RT/F. Written for reduction; a negative `half_inverse_width` gives oxidation.

    Parameters
    ----------
    potential : float or ndarray
        Potential difference :math:`\Phi` [V].
    extent : float or ndarray
        Share :math:`r` of the branch's capacity in use [-].
    rate : float or ndarray
        Rate constant :math:`k` at the midpoint [1/s]; proportional to the area between electrolyte and carbon.
    midpoint : float or ndarray
        Midpoint :math:`U_r` of the first step [V].
    half_inverse_width : float or ndarray
        :math:`1/2w` [1/V].
    first : float or ndarray
        Share :math:`f` of the first step in the capacity [-].
    apart : float or ndarray
        :math:`D = e^{\Delta U/2w}` for a distance :math:`\Delta U` between the midpoints of the two steps [-]; 1
        merges them.

    Returns
    -------
    float or ndarray
        :math:`\dot r` [1/s].

    Notes
    -----
    Source: introduced here; reversible redox of Li6PS5Cl: Tan 2019, doi:10.1021/acsenergylett.9b01693.
    Theory: :ref:`theory-electrolyte-redox`.
    """
    rising, falling = exp_both(half_inverse_width * (potential - midpoint))
    second, _ = second_step(extent, first)
    first_extent = extent - second
    forward = (first - first_extent) + first_extent * (1.0 - first - second) * (1.0 / (first * apart))
    return rate * (forward * falling - (first_extent + second * apart) * rising)


@compilable
def branch_rate_slopes(
    potential: Numeric,
    extent: Numeric,
    rate: Numeric,
    midpoint: Numeric,
    half_inverse_width: Numeric,
    first: Numeric,
    apart: Numeric,
) -> tuple[Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-electrolyte-redox` with respect to potential and extent.

    Parameters
    ----------
    potential, extent, rate, midpoint, half_inverse_width, first, apart : float or ndarray
        As for `branch_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot r` [1/s], :math:`\partial\dot r/\partial\Phi` [1/(V s)], :math:`\partial\dot r/\partial r` [1/s].
    """
    rising, falling = exp_both(half_inverse_width * (potential - midpoint))
    second, taken_over = second_step(extent, first)
    first_extent, left = extent - second, 1.0 - first - second
    harder = 1.0 / (first * apart)
    forward = rate * ((first - first_extent) + first_extent * left * harder) * falling
    backward = rate * (first_extent + second * apart) * rising
    on_first = (1.0 - taken_over) * (falling + rising - left * harder * falling)
    by_extent = on_first + taken_over * (first_extent * harder * falling + apart * rising)
    return forward - backward, -half_inverse_width * (forward + backward), -rate * by_extent


@compilable
def interphase_rate(
    potential: Numeric, thickness: Numeric, rate: Numeric, onset: Numeric, half_inverse_width: Numeric
) -> Numeric:
    r"""Growth rate of the permanent interphase.

    .. math::
        :label: eq-interphase-growth

        \dot{d} = \frac{k_d\,e^{(\Phi - U_d)/2w}}{1 + d}

    Diffusion through what has already grown, so that :math:`d^2 \propto t` once it is thick.

    Parameters
    ----------
    potential : float or ndarray
        Potential difference :math:`\Phi` [V].
    thickness : float or ndarray
        Thickness :math:`d` relative to the reference thickness [-].
    rate : float or ndarray
        Rate constant :math:`k_d` at the onset [1/s].
    onset : float or ndarray
        Onset potential :math:`U_d` [V].
    half_inverse_width : float or ndarray
        :math:`1/2w` [1/V].

    Returns
    -------
    float or ndarray
        :math:`\dot d` [1/s].

    Notes
    -----
    Source: Tafel kinetics with parabolic growth, combined here. Theory: :ref:`theory-electrolyte-redox`.
    """
    return rate * exp(half_inverse_width * (potential - onset)) / (1.0 + thickness)


@compilable
def interphase_rate_slopes(
    potential: Numeric, thickness: Numeric, rate: Numeric, onset: Numeric, half_inverse_width: Numeric
) -> tuple[Numeric, Numeric, Numeric]:
    r"""Value and derivatives of :eq:`eq-interphase-growth` with respect to potential and thickness.

    Parameters
    ----------
    potential, thickness, rate, onset, half_inverse_width : float or ndarray
        As for `interphase_rate`.

    Returns
    -------
    tuple of float or ndarray
        :math:`\dot d` [1/s], :math:`\partial\dot d/\partial\Phi` [1/(V s)], :math:`\partial\dot d/\partial d` [1/s].
    """
    speed = interphase_rate(potential, thickness, rate, onset, half_inverse_width)
    return speed, half_inverse_width * speed, -speed / (1.0 + thickness)
