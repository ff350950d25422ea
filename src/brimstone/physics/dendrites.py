"""When plating lithium becomes unstable: stiffness of the electrolyte, and flaws in it."""

import numpy as np

from brimstone.constants import FARADAY

_CRACK_SHAPE = 1.12  # of a short crack that starts at a free surface


def stiffness_ratio(electrolyte_shear_modulus, lithium_shear_modulus):
    """Shear modulus of the electrolyte over that needed to keep plating lithium flat [-]; stable from one.

    Notes
    -----
    About twice that of lithium is needed (Monroe and Newman 2005, J. Electrochem. Soc. 152, A396), which holds for a
    flawless interface: garnets pass it ten times over and are shorted all the same.
    """
    return np.asarray(electrolyte_shear_modulus) / (2.0 * np.asarray(lithium_shear_modulus))


def plating_pressure(overpotential, molar_volume):
    """Pressure that lithium plated into a closed flaw builds up, F eta/V [Pa]: 7.4 MPa for each mV."""
    return FARADAY * np.asarray(overpotential) / molar_volume


def flaw_overpotential(fracture_toughness, flaw_length, molar_volume):
    """Overpotential of plating from which a flaw filled with lithium cracks the electrolyte [V].

    Parameters
    ----------
    fracture_toughness : float or array
        K_IC of the electrolyte [Pa m^0.5].
    flaw_length : float or array
        Depth of a surface flaw [m].
    molar_volume : float or array
        Of lithium [m3/mol].

    Notes
    -----
    F eta/V = K_IC/(1.12 sqrt(pi a)) (Griffith; as in Porz 2017, doi:10.1002/aenm.201701003). Li6PS5Cl with
    0.23 MPa m^0.5: 16 mV for a flaw of 1 um, 5 mV for 10 um.
    """
    strength = fracture_toughness / (_CRACK_SHAPE * np.sqrt(np.pi * np.asarray(flaw_length)))
    return strength * molar_volume / FARADAY


def flaw_length(grain_size, pore_to_grain, porosity, loose_porosity):
    """Length of the flaws that pores are [m].

    Parameters
    ----------
    grain_size : float or array
        [m]
    pore_to_grain : float or array
        Size of the pores over that of the grains, in the loose powder [-].
    porosity, loose_porosity : float or array
        Of the layer, and of grains packed at random [-].

    Notes
    -----
    Pressing or sintering closes pores without making new ones: each keeps (porosity/loose)^(1/3) of its width.
    """
    return grain_size * pore_to_grain * np.cbrt(np.asarray(porosity) / loose_porosity)


def critical_plating_current(overpotential, area_resistance, contact, focusing):
    """Current density at which the interface reaches an overpotential anywhere [A/m2].

    Parameters
    ----------
    overpotential : float or array
        That must not be reached [V].
    area_resistance : float or array
        Of the interface where it touches [ohm m2].
    contact : float or array
        Share of the nominal area that touches, onto which the current crowds [-].
    focusing : float or array
        Largest over mean current of the parts that touch [-].
    """
    return np.asarray(overpotential) * contact / (area_resistance * focusing)
