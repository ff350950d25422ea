"""Power-law creep of lithium, and what it does to voids and pores."""

import numpy as np

from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE


def creep_warmth(activation_energy, temperature, reference=ROOM_TEMPERATURE):
    """Factor on a creep rate between two temperatures [-]; `activation_energy` in J/mol, temperatures in K."""
    return np.exp(-activation_energy / GAS_CONSTANT * (1.0 / temperature - 1.0 / reference))


def creep_rate(stress, known_rate, known_stress, exponent):
    """Steady strain rate of power-law creep, rate = rate_0 (stress/stress_0)^n.

    Parameters
    ----------
    stress : float or array
        Uniaxial (von Mises) stress [Pa], at the temperature of `known_rate`.
    known_rate, known_stress : float or array
        One point of the law [1/s], [Pa].
    exponent : float or array
        n [-]; lithium 6.6.

    Returns
    -------
    array
        Strain rate [1/s].

    Notes
    -----
    Lithium at room temperature: 1.9e-5 1/s at 0.4 MPa and n = 6.56 lie within a factor of 1.7 of seven tensile tests
    from 0.2 to 0.6 MPa (Masias 2019, doi:10.1007/s10853-018-2971-3), whose rates span a factor of two thousand.
    """
    return known_rate * (np.asarray(stress) / known_stress) ** exponent


def void_closing_rate(pressure, known_rate, known_stress, exponent):
    """Relative rate at which creep closes a spherical void under pressure, -dV/dt / V [1/s].

    Parameters
    ----------
    pressure : float or array
        Far from the void [Pa].
    known_rate, known_stress, exponent
        As of `creep_rate`.

    Notes
    -----
    (3/2) rate(3P/2n): incompressible flow towards the void, whose stresses add up to the pressure. A confined metal is
    under pressure from all sides and creeps only where the pressure falls off, which is why megapascals on lithium do
    less than megapascals of tension. For n = 1, and a viscosity of one over three times the rate per stress, it is the
    3P/(4 eta) of viscous sintering.
    """
    return 1.5 * creep_rate(3.0 * np.asarray(pressure) / (2.0 * exponent), known_rate, known_stress, exponent)


def flow_stress(rate, known_rate, known_stress, exponent):
    """Uniaxial stress of power-law creep at a steady strain rate, the law of `creep_rate` the other way round [Pa]."""
    return known_stress * (np.asarray(rate) / known_rate) ** (1.0 / np.asarray(exponent))


def squeeze_pressure(stress, radius, thickness, exponent=np.inf):
    """Mean pressure at which a disc of metal between plates, to which it sticks, flows out at its edge [Pa].

    Parameters
    ----------
    stress : float or array
        Uniaxial flow stress at the rate of thinning [Pa].
    radius, thickness : float or array
        Of the disc [m].
    exponent : float or array
        n of power-law creep [-]; infinite for a plastic metal, one for a liquid.

    Notes
    -----
    Friction on the plates adds to the stress itself what squeezes a power-law fluid out (Scott's equation, recalled),
    sigma/(m + 3) ((2m + 1)/2m)^m (2R/(sqrt(3) H))^(m + 1) with m = 1/n. A liquid has
    Stefan's 3 mu R^2 V/(2 H^3), a plastic metal sigma 2R/(3 sqrt(3) H) (Prandtl): a foil of 100 um, 10 mm wide, carries
    some forty times what a tensile test of lithium does.
    """
    m = 1.0 / np.asarray(exponent, dtype=float)
    slip = np.where(m > 0.0, (2.0 * m + 1.0) / (2.0 * np.where(m > 0.0, m, 1.0)), 1.0) ** m
    width = 2.0 * np.asarray(radius) / (np.sqrt(3.0) * thickness)
    return stress * (1.0 + slip / (m + 3.0) * width ** (m + 1.0))


def current_of_flow(velocity, molar_volume):
    """Current density that a flow of lithium of `velocity` [m/s] towards an interface can supply [A/m2]."""
    return FARADAY * np.asarray(velocity) / molar_volume


def time_to_creep_short(pressure, known_time, known_pressure, exponent):
    """Time until lithium has crept through a pressed electrolyte, t = t_0 (P/P_0)^-m [s].

    Parameters
    ----------
    pressure : float or array
        Stack pressure [Pa].
    known_time, known_pressure : float or array
        One observation [s], [Pa], of an electrolyte like the one in question.
    exponent : float or array
        m [-]. Observations at two pressures and a bound at a third do not fix it; creep of lithium suggests its n.

    Returns
    -------
    array
        Infinite without pressure.
    """
    with np.errstate(divide="ignore"):
        return known_time * (np.asarray(pressure, dtype=float) / known_pressure) ** -exponent
