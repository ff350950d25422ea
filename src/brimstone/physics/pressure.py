"""Stack pressure of a cell whose layers grow and shrink between the plates of a fixture.

Everything here is elastic and instantaneous: the pressure follows from the state of the layers. A metallic anode flows:
free lithium at 0.8 MPa, a thin foil between plates only at the pressure of `brimstone.physics.creep.squeeze_pressure`.
What creeps into pores, or relaxes below that pressure, is not counted.
"""

import numpy as np


def porous_modulus(modulus, porosity, exponent):
    """Young's modulus of a pressed body, E (1 - eps)^n [Pa]; n is 2 for open cells and near it for pressed powders."""
    return modulus * (1.0 - np.asarray(porosity)) ** exponent


def mixture_modulus(shares, moduli):
    """Modulus of a solid mixture, the mean of Voigt's and Reuss's bounds (Hill 1952, doi:10.1088/0370-1298/65/5/307).

    Parameters
    ----------
    shares : array, (components, ...)
        Volume of each over that of all [-].
    moduli : array, (components, ...)
        [Pa]
    """
    return 0.5 * ((np.asarray(shares) * moduli).sum(axis=0) + 1.0 / compliance_of_mixture(shares, moduli))


def compliance_of_mixture(shares, moduli):
    """Sum of phi/E over the components, all under the same stress (Reuss) [1/Pa]."""
    return (np.asarray(shares) / moduli).sum(axis=0)


def bulk_modulus(young_modulus, poisson_ratio):
    """K = E/(3 (1 - 2 nu)) [Pa]."""
    return np.asarray(young_modulus) / (3.0 * (1.0 - 2.0 * np.asarray(poisson_ratio)))


def stack_stiffness(compliance, fixture_stiffness):
    """Pressure per change of thickness of stack and fixture in series, 1/k = 1/k_fixture + sum(L/E) [Pa/m].

    Parameters
    ----------
    compliance : float or array
        Sum of L/E over the layers [m/Pa].
    fixture_stiffness : float or array
        [Pa/m]; 0 holds the pressure, infinity the gap.
    """
    stiffness = np.asarray(fixture_stiffness, dtype=float)
    spring = np.divide(1.0, stiffness, out=np.full_like(stiffness, np.inf), where=stiffness > 0.0)
    return 1.0 / (spring + compliance)


def stack_pressure(growth, initial_pressure, stiffness):
    """Pressure after the layers have grown by so much, P0 + k dh, and never below zero [Pa].

    Parameters
    ----------
    growth : float or array
        Thickness that the layers would have gained under constant pressure [m].
    initial_pressure : float or array
        [Pa]
    stiffness : float or array
        Of `stack_stiffness` [Pa/m].

    Notes
    -----
    At zero the stack is loose: plates don't pull.
    """
    return np.maximum(initial_pressure + np.asarray(growth) * stiffness, 0.0)


def hydrostatic_stress(swelling, room, compressibility, pressure):
    """Stress in a cathode whose active material has swollen [Pa].

    Parameters
    ----------
    swelling : float or array
        Growth of the solids per volume of the layer [-].
    room : float or array
        Share of that volume which is free for it: pores, and what the layer may grow in thickness [-].
    compressibility : float or array
        Sum of phi/K over the solids [1/Pa].
    pressure : float or array
        Stack pressure [Pa].

    Notes
    -----
    While there is room solids move under the stack pressure, some MPa; what finds no room compresses all solids alike:
    sum(phi sigma/K) makes up for it. Without any room that is of the order of GPa, far above what anything here bears:
    it says that something gives way.
    """
    unplaced = np.maximum(np.asarray(swelling) - room, 0.0)
    return pressure + unplaced / compressibility


def sideways_strain(pressure_change, young_modulus, poisson_ratio):
    """Strain in the plane of a layer that is pressed harder and free sideways, nu dP/E [-]."""
    return poisson_ratio * np.asarray(pressure_change) / young_modulus
