"""Charges, masses and volumes of S + 2 Li -> Li2S and of lithium."""

from brimstone.constants import (
    FARADAY,
    MOLAR_MASS_LITHIUM,
    MOLAR_MASS_LITHIUM_SULFIDE,
    MOLAR_MASS_SELENIUM,
    MOLAR_MASS_SULFUR,
)

#: Electrons (and lithium ions) that one sulfur atom takes up on its way to Li2S.
ELECTRONS_PER_SULFUR = 2


def theoretical_capacity(electrons, molar_mass):
    """Charge per mass, Q = nF/M.

    Parameters
    ----------
    electrons : float or array
        Electrons per formula unit.
    molar_mass : float or array
        Of the formula unit [kg/mol].

    Returns
    -------
    float or array
        [C/kg]; 3600 C/kg are 1 mAh/g. Sulfur gives 1672 mAh/g, Li2S 1167, lithium 3862.
    """
    return electrons * FARADAY / molar_mass


CAPACITY_SULFUR = theoretical_capacity(ELECTRONS_PER_SULFUR, MOLAR_MASS_SULFUR)  #: [C/kg]
CAPACITY_LITHIUM_SULFIDE = theoretical_capacity(ELECTRONS_PER_SULFUR, MOLAR_MASS_LITHIUM_SULFIDE)  #: [C/kg]
CAPACITY_LITHIUM = theoretical_capacity(1, MOLAR_MASS_LITHIUM)  #: [C/kg]


def selenium_sulfide_capacity(sulfur_per_selenium):
    """Charge per mass of SeSx, two electrons an atom of either [C/kg]; x = 2 gives 1124 mAh/g, x = 0 gives 679."""
    atoms = 1.0 + sulfur_per_selenium
    mass = MOLAR_MASS_SELENIUM + sulfur_per_selenium * MOLAR_MASS_SULFUR
    return theoretical_capacity(ELECTRONS_PER_SULFUR * atoms, mass)


def lithium_thickness(areal_charge, density):
    """Thickness of lithium metal that carries an areal charge.

    Parameters
    ----------
    areal_charge : float or array
        [C/m2]
    density : float or array
        Of lithium metal [kg/m3].

    Returns
    -------
    float or array
        [m]; with 534 kg/m3, 4.85 um for each mAh/cm2.
    """
    return areal_charge / (CAPACITY_LITHIUM * density)


def conversion_strain(molar_volume_reactant, molar_volume_product):
    """Relative growth of the solid from reactant to product; sulfur to Li2S gives +0.787."""
    return molar_volume_product / molar_volume_reactant - 1.0
