"""The electrolyte's own redox where it touches carbon: two reversible branches and an interphase that stays."""

from brimstone._compile import compilable
from brimstone.physics.elementary import exp, exp_both

_OVERLAP = 0.2  # of the product of the steps' shares: half of the range in which the second takes over
_TINY = 1e-300


@compilable
def second_step(extent, first):
    """Share of a branch's capacity in use that is its second step's, and how much of that step has begun, as a tuple.

    The second step works on what the first has made: it stands still until the extent comes near the capacity of the
    first, and takes all from there on. A parabola joins the two; its slope is how much of the second has begun.
    """
    overlap = _OVERLAP * first * (1.0 - first)
    place = (extent - first) / (2.0 * overlap + _TINY) + 0.5
    begun = (place > 0.0) * (place < 1.0) * place + (place >= 1.0)
    return overlap * begun * begun + (place >= 1.0) * (extent - first - overlap), begun


@compilable
def branch_rate(potential, extent, rate, midpoint, half_inverse_width, first, apart):
    """Rate of a reversible branch of two steps towards its broad isotherm [1/s].

    One step is dr/dt = k [(1 - r) exp(-z) - r exp(z)], z = (phi - U)/(2 w): at rest r = 1/(1 + exp((phi - U)/w)),
    always between 0 and 1. The second begins where the first ends, in proportion to what the first has made, and has
    its midpoint further out; the distance keeps the rate falling with the extent. Written for reduction; for oxidation
    give a negative `half_inverse_width`. The amorphous products of thiophosphates react over a few tenths of a volt,
    hence a width well above RT/F.

    Parameters
    ----------
    potential : float or array
        [V]
    extent : float or array
        Share of the branch's capacity in use.
    rate : float or array
        At the midpoint [1/s]; proportional to the electrolyte|carbon area.
    midpoint : float or array
        Of the first step [V].
    half_inverse_width : float or array
        1/(2 w) [1/V].
    first : float or array
        Share of the first step in the capacity.
    apart : float or array
        exp(D/(2 w)) of the distance D between the midpoints of the two steps; 1 makes one step of the two.
    """
    grown, shrunk = exp_both(half_inverse_width * (potential - midpoint))
    second, _ = second_step(extent, first)
    made = extent - second
    forward = (first - made) + made * (1.0 - first - second) * (1.0 / (first * apart))
    return rate * (forward * shrunk - (made + second * apart) * grown)


@compilable
def branch_rate_slopes(potential, extent, rate, midpoint, half_inverse_width, first, apart):
    """`branch_rate` and its derivatives by potential and by extent, as a tuple."""
    grown, shrunk = exp_both(half_inverse_width * (potential - midpoint))
    second, begun = second_step(extent, first)
    made, left = extent - second, 1.0 - first - second
    harder = 1.0 / (first * apart)
    forward = rate * ((first - made) + made * left * harder) * shrunk
    backward = rate * (made + second * apart) * grown
    on_first = (1.0 - begun) * (shrunk + grown - left * harder * shrunk)
    by_extent = on_first + begun * (made * harder * shrunk + apart * grown)
    return forward - backward, -half_inverse_width * (forward + backward), -rate * by_extent


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
