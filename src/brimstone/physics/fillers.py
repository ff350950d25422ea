"""Ceramic grains in a polymer electrolyte: fewer crystals, and less room for ions."""

import numpy as np

from brimstone._typing import Numeric


def crystals_left(share: Numeric, scale: Numeric) -> Numeric:
    r"""How far a filled polymer still crystallises, as the power with which its crystals hold back ions.

    .. math::
        :label: eq-crystals-left

        w = e^{-\varphi/\varphi_1}, \qquad \ln\sigma_m = (1 - w)\ln\sigma_\mathrm{am} + w\ln\sigma_\mathrm{cr}

    Grains keep chains about them from ordering. Below its melting point the conductivity of the matrix lies between
    those of the crystalline polymer and of the melt that has been cooled; above it grains help nothing.

    Parameters
    ----------
    share : float or ndarray
        :math:`\varphi`, of the volume, of the grains [-].
    scale : float or ndarray
        :math:`\varphi_1`: share of grains that leaves 37 % [-].

    Returns
    -------
    float or ndarray
        :math:`w` [-]

    Notes
    -----
    Source: introduced here; that silica slows ions in molten PEO by its volume alone, arXiv:2312.05681. Theory:
    :ref:`theory-solution`.
    """
    return np.exp(-np.asarray(share) / scale)


def around_grains(conductivity: Numeric, share: Numeric) -> Numeric:
    r"""Conductivity of a matrix with round grains that ions do not cross.

    .. math::
        :label: eq-around-grains

        \sigma = \sigma_m\,\frac{1 - \varphi}{1 + \varphi/2}

    Lithium passes hardly from polymers into oxides: these count as grains that conduct nothing.

    Parameters
    ----------
    conductivity : float or ndarray
        :math:`\sigma_m` of the matrix [S/m].
    share : float or ndarray
        :math:`\varphi`, of the volume, of the grains [-].

    Returns
    -------
    float or ndarray
        [S/m]

    Notes
    -----
    Source: J. C. Maxwell, A Treatise on Electricity and Magnetism (1873), for spheres far apart; the resistance between
    garnet and PEO, doi:10.3390/inorganics10050060. Theory: :ref:`theory-solution`.
    """
    return conductivity * (1.0 - share) / (1.0 + 0.5 * share)
