"""Equilibrium potential of solid sulfur on its way to Li2S, and how pressure and reference move it."""

import numpy as np

from brimstone._compile import compilable
from brimstone.constants import FARADAY
from brimstone.physics.elementary import inverse_root, log_ratio

#: Width of the smooth end of the composition range. Below it the logarithm bends into a ramp, so that potentials stay
#: finite when a time step overshoots full conversion.
COMPOSITION_WIDTH = 1e-3

#: Conversion over which the potential falls from one plateau to the next.
STEP_WIDTH = 0.03

#: How steeply the potential leaves the window at the ends; more than any overpotential, in units of 2RT/F.
_END = 100.0


@compilable
def amount_left(share):
    """Share of a reactant that is left, kept smooth and positive past its end: (s + sqrt(s^2 + 4 w^2))/2."""
    return 0.5 * (share + np.sqrt(share * share + 4.0 * COMPOSITION_WIDTH * COMPOSITION_WIDTH))


@compilable
def amount_left_slope(share):
    """Derivative of `amount_left`."""
    return amount_left(share) * relative_slope(share)


@compilable
def relative_slope(share):
    """Derivative of the logarithm of `amount_left`, 1/sqrt(s^2 + 4 w^2)."""
    return inverse_root(share * share + 4.0 * COMPOSITION_WIDTH * COMPOSITION_WIDTH)


@compilable
def end(share):
    """What keeps a reactant from being used beyond its end, in units of 2RT/F.

    200/(1 + (s/w)^12) with `amount_left` for s: nothing half a per cent before the end, 100 at the end, more than any
    overpotential, and 200 beyond.
    """
    return 2.0 * _END / (1.0 + _twelfth_power(share))


@compilable
def end_slope(share):
    """Derivative of `end`."""
    ratio = _twelfth_power(share)
    left = 1.0 + ratio
    return -24.0 * _END * ratio / (left * left) * relative_slope(share)


@compilable
def _twelfth_power(share):
    ratio = amount_left(share) * (1.0 / COMPOSITION_WIDTH)
    square = ratio * ratio
    fourth = square * square
    return fourth * fourth * fourth


@compilable
def equilibrium_potential(conversion, plateau, slope, step, half_inverse_thermal_voltage):
    """Potential of solid sulfur against Li/Li+.

    U = U0 - s (x - 1/2) + (D/2) f(1/2 - x) + (RT/2F) ln((1 - x)/x): two electrons a sulfur atom, a plateau that leans
    because the product is disordered, and a step D half way where Li2S2 comes first, f(z) = z/sqrt(z^2 + w^2). The
    logarithm is kept finite outside 0..1 by `amount_left`; `end` lets the potential leave every window there, so that
    no charge is credited to sulfur that isn't there.

    Parameters
    ----------
    conversion : float or array
        Share of the reachable sulfur that is Li2S.
    plateau : float or array
        Potential at half conversion [V].
    slope : float or array
        Fall of the plateau over the whole conversion [V].
    step : float or array
        Fall half way, from the plateau of S to Li2S2 to that of Li2S2 to Li2S [V]; zero for a single plateau.
    half_inverse_thermal_voltage : float or array
        F/(2RT) [1/V].

    Returns
    -------
    float or array
        [V]
    """
    entropy = log_ratio(amount_left(1.0 - conversion), amount_left(conversion))
    before = 0.5 - conversion
    stepped = before * inverse_root(before * before + STEP_WIDTH * STEP_WIDTH)
    ending = end(conversion) - end(1.0 - conversion)
    smooth = plateau + slope * before + 0.5 * step * stepped
    return smooth + (0.25 * entropy + ending) / half_inverse_thermal_voltage


@compilable
def equilibrium_potential_slope(conversion, slope, step, half_inverse_thermal_voltage):
    """Derivative of `equilibrium_potential` with conversion [V]."""
    charged, discharged = 1.0 - conversion, conversion
    falls = relative_slope(charged) + relative_slope(discharged)
    before = 0.5 - conversion
    narrow = inverse_root(before * before + STEP_WIDTH * STEP_WIDTH)
    steps = 0.5 * step * STEP_WIDTH * STEP_WIDTH * narrow * narrow * narrow
    ends = end_slope(discharged) + end_slope(charged)
    return -slope - steps + (ends - 0.25 * falls) / half_inverse_thermal_voltage


def conversion_energy(conversion, plateau, slope, step, half_inverse_thermal_voltage):
    """Free energy released from no conversion to this one, per charge of full conversion: integral of U dx [V].

    Closed, since ln of `amount_left` is ln w + asinh(s/2w).
    """

    def part(share):
        width = 2.0 * COMPOSITION_WIDTH
        return share * np.arcsinh(share / width) - np.sqrt(share * share + width * width)

    def ended(share):  # by partial fractions in t = amount left over the width
        t = amount_left(share) / COMPOSITION_WIDTH
        cosines = np.cos(np.pi / 12.0 * np.arange(1, 12, 2))
        logarithms = sum(cosine * np.log(t * t - 2.0 * t * cosine + 1.0) for cosine in cosines)
        return -2.0 * _END * COMPOSITION_WIDTH * (1.0 / t + logarithms / 6.0)

    ending = ended(conversion) - ended(0.0) + ended(1.0 - conversion) - ended(1.0)
    mixing = part(1.0) - part(1.0 - conversion) - part(conversion) + part(0.0)
    leaning = 0.5 * slope * conversion * (conversion - 1.0)
    stepping = 0.5 * step * (np.hypot(0.5, STEP_WIDTH) - np.hypot(0.5 - conversion, STEP_WIDTH))
    return plateau * conversion - leaning + stepping + (0.25 * mixing + ending) / half_inverse_thermal_voltage


def pressure_coefficient(reaction_volume, electrons):
    """Change of a cell's voltage with pressure, dU/dP = -dV/(nF) (Maxwell relation) [V/Pa].

    Parameters
    ----------
    reaction_volume : float or array
        Volume of products less reactants that feel the pressure [m3 per mole of reaction].
    electrons : float or array
        Electrons per mole of reaction.

    Notes
    -----
    Li-S as a whole has -13.8 cm3 per mole of sulfur, hence +7.2 mV per 100 MPa. The 1 mV per 100 MPa of intercalation
    cells needs 0.965 cm3 per mole of electrons.
    """
    return -np.asarray(reaction_volume) / (electrons * FARADAY)
