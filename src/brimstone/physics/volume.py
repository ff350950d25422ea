"""Thickness that layers gain and lose as lithium moves.

A layer of solids alone grows by all of its change of volume, since it can't grow sideways. In a porous layer a share
goes into the pores.
"""

import numpy as np

from brimstone.constants import FARADAY


def thickness_per_charge(volume_per_lithium):
    """Change of thickness of a dense layer per charge and area.

    Parameters
    ----------
    volume_per_lithium : float or array
        Volume of solids gained per mole of lithium that the layer takes up [m3/mol]: lithium metal 12.97e-6, sulfur on
        its way to Li2S (27.68 - 15.49)/2 e-6, a zero-strain host 0.

    Returns
    -------
    float or array
        [m3/C]; times an areal charge [C/m2] it is a thickness [m]. Lithium metal has 4.84 um for each mAh/cm2, sulfur
        2.27 um, indium that becomes LiIn 2.94 um.
    """
    return np.asarray(volume_per_lithium) / FARADAY


def shared_growth(growth, into_thickness, pores):
    """Split the growth of the solids of a porous layer between its thickness and its pores.

    Parameters
    ----------
    growth : float or array
        Volume that the solids gain per area [m]; negative when they shrink.
    into_thickness : float or array
        Share xi that makes the layer thicker while there are pores [-].
    pores : float or array
        Volume of pores per area before [m].

    Returns
    -------
    tuple of array
        What the thickness gains and what the pores lose [m]; their sum is the growth. Pores that are full take no more.
    """
    growth = np.asarray(growth, dtype=float)
    filled = np.minimum((1.0 - np.asarray(into_thickness)) * growth, pores)
    return growth - filled, filled
