"""Thickness changes of layers as lithium moves.

A dense layer takes all of its volume change in thickness, since it cannot grow sideways. In a porous layer part of it
goes into the pores.
"""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import FARADAY


def thickness_per_charge(volume_per_lithium: Numeric) -> Numeric:
    r"""Thickness change of a dense layer per charge and area.

    .. math::
        :label: eq-thickness-per-charge

        \frac{\mathrm{d}h}{\mathrm{d}q} = \frac{\bar{V}}{F}

    Parameters
    ----------
    volume_per_lithium : float or ndarray
        Partial molar volume :math:`\bar V`: volume of solids gained per mole of lithium taken up [m3/mol]. Lithium
        metal 12.97e-6, sulfur to Li2S (27.68 - 15.49)/2 e-6, a zero-strain host 0.

    Returns
    -------
    ndarray
        [m3/C]; times an areal charge [C/m2] a thickness [m]. Lithium metal has 4.84 um per mAh/cm2, sulfur 2.27 um,
        indium to LiIn 2.94 um.

    Notes
    -----
    Source: definition (Faraday's law); molar volumes from the library. Theory: :ref:`theory-pressure`.

    Examples
    --------
    Lithium metal, in um per mAh/cm2:

    >>> float(round(1e6 * 3.6e4 * thickness_per_charge(12.97e-6), 2))
    4.84
    """
    return np.asarray(volume_per_lithium) / FARADAY


def shared_growth(growth: Numeric, into_thickness: Numeric, pores: Numeric) -> tuple[Numeric, Numeric]:
    r"""Partition of the growth of the solids of a porous layer between thickness and pores.

    .. math::
        :label: eq-growth-partition

        \Delta\varepsilon = \min\left[(1 - \xi)\,g, \varepsilon\right], \qquad \Delta h = g - \Delta\varepsilon

    Parameters
    ----------
    growth : float or ndarray
        Volume :math:`g` gained by the solids per area [m]; negative when they shrink.
    into_thickness : float or ndarray
        Share :math:`\xi` that thickens the layer while there are pores [-].
    pores : float or ndarray
        Pore volume :math:`\varepsilon` per area before [m].

    Returns
    -------
    tuple of ndarray
        Gain in thickness :math:`\Delta h` and loss of pores :math:`\Delta\varepsilon` [m]; full pores take no more.

    Notes
    -----
    Source: derived here from the volume balance. Theory: :ref:`theory-pressure`.
    """
    growth = np.asarray(growth, dtype=float)
    filled = np.minimum((1.0 - np.asarray(into_thickness)) * growth, pores)
    return growth - filled, filled
