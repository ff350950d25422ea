"""Charge, mass and volume balances of S + 2 Li = Li2S and of lithium."""

from brimstone._typing import Numeric
from brimstone.constants import (
    FARADAY,
    MOLAR_MASS_LITHIUM,
    MOLAR_MASS_SULFUR,
)

#: Electrons (and lithium ions) taken up per sulfur atom in Li2S.
ELECTRONS_PER_SULFUR = 2


def theoretical_capacity(electrons: Numeric, molar_mass: Numeric) -> Numeric:
    r"""Theoretical specific capacity.

    .. math::
        :label: eq-theoretical-capacity

        Q = \frac{nF}{M}

    Parameters
    ----------
    electrons : float or ndarray
        Electrons :math:`n` per formula unit [-].
    molar_mass : float or ndarray
        Molar mass :math:`M` of the formula unit [kg/mol].

    Returns
    -------
    float or ndarray
        :math:`Q` [C/kg]; 1 mAh/g is 3600 C/kg. Sulfur has 1672 mAh/g, Li2S 1167, lithium 3862.

    Notes
    -----
    Source: definition (Faraday's law). Theory: :ref:`theory-conversion`.

    Examples
    --------
    Sulfur, in mAh/g:

    >>> round(theoretical_capacity(2, 32.06e-3) / 3600)
    1672
    """
    return electrons * FARADAY / molar_mass


CAPACITY_SULFUR = theoretical_capacity(ELECTRONS_PER_SULFUR, MOLAR_MASS_SULFUR)  #: [C/kg]
CAPACITY_LITHIUM = theoretical_capacity(1, MOLAR_MASS_LITHIUM)  #: [C/kg]


def lithium_thickness(areal_charge: Numeric, density: Numeric) -> Numeric:
    r"""Thickness of lithium metal that holds a given areal charge.

    .. math::
        :label: eq-lithium-thickness

        L = \frac{q}{Q_\mathrm{Li}\,\rho}

    Parameters
    ----------
    areal_charge : float or ndarray
        :math:`q` [C/m2].
    density : float or ndarray
        Density :math:`\rho` of lithium [kg/m3].

    Returns
    -------
    float or ndarray
        :math:`L` [m]; 4.85 um per mAh/cm2 with 534 kg/m3.

    Notes
    -----
    Source: definition (Faraday's law). Theory: :ref:`theory-pressure`.
    """
    return areal_charge / (CAPACITY_LITHIUM * density)
