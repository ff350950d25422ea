"""The electrolyte's own redox where it touches carbon: two reversible branches and an interphase that stays."""

from brimstone._compile import compilable
from brimstone.physics.elementary import exp


@compilable
def branch_rate(potential, extent, rate, midpoint, half_inverse_width):
    """Rate of a reversible branch towards its broad isotherm [1/s].

    dr/dt = k [(1 - r) exp(-z) - r exp(z)], z = (phi - U)/(2 w): at rest r = 1/(1 + exp((phi - U)/w)), always between 0
    and 1. Written for reduction; for oxidation give a negative `half_inverse_width`. The amorphous products of
    thiophosphates react over a few tenths of a volt, hence a width well above RT/F.

    Parameters
    ----------
    potential : float or array
        [V]
    extent : float or array
        Share of the branch's capacity in use.
    rate : float or array
        At the midpoint [1/s]; proportional to the electrolyte|carbon area.
    midpoint : float or array
        [V]
    half_inverse_width : float or array
        1/(2 w) [1/V].
    """
    grown = exp(half_inverse_width * (potential - midpoint))
    return rate * ((1.0 - extent) / grown - extent * grown)


@compilable
def branch_rate_slopes(potential, extent, rate, midpoint, half_inverse_width):
    """`branch_rate` and its derivatives by potential and by extent, as a tuple."""
    grown = exp(half_inverse_width * (potential - midpoint))
    forward, backward = rate * (1.0 - extent) / grown, rate * extent * grown
    return forward - backward, -half_inverse_width * (forward + backward), -rate * (1.0 / grown + grown)


@compilable
def interphase_rate(potential, thickness, rate, onset, half_inverse_width):
    """Growth of the irreversible interphase, in units of its reference thickness [1/s].

    dd/dt = k exp((phi - U)/(2 w)) / (1 + d): diffusion through what has grown, so d^2 ~ t once it is thick.
    """
    return rate * exp(half_inverse_width * (potential - onset)) / (1.0 + thickness)


@compilable
def interphase_rate_slopes(potential, thickness, rate, onset, half_inverse_width):
    """`interphase_rate` and its derivatives by potential and by thickness, as a tuple."""
    speed = interphase_rate(potential, thickness, rate, onset, half_inverse_width)
    return speed, half_inverse_width * speed, -speed / (1.0 + thickness)
