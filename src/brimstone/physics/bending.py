"""Bending: how tightly a brittle layer can be rolled before a flaw propagates, and what bends cost a coated foil."""

import numpy as np

from brimstone._typing import Numeric

_GEOMETRY = 1.12  # of an edge crack


def strength(toughness: Numeric, flaw: Numeric) -> Numeric:
    r"""Fracture strength of a brittle layer with a surface flaw.

    .. math::
        :label: eq-fracture-strength

        \sigma_f = \frac{K_{IC}}{1.12\sqrt{\pi a}}

    Parameters
    ----------
    toughness : float or ndarray
        Fracture toughness :math:`K_{IC}` [Pa m^0.5].
    flaw : float or ndarray
        Depth :math:`a` of the flaw [m].

    Returns
    -------
    float or ndarray
        Tensile stress :math:`\sigma_f` at which the flaw propagates [Pa].

    Notes
    -----
    Source: standard linear-elastic fracture mechanics; 1.12 is the shape factor of an edge crack.
    Theory: :ref:`theory-energy`.
    """
    return np.asarray(toughness) / (_GEOMETRY * np.sqrt(np.pi * np.asarray(flaw)))


def least_bending_radius(thickness: Numeric, modulus: Numeric, toughness: Numeric, flaw: Numeric) -> Numeric:
    r"""Smallest radius to which a layer can be bent without cracking.

    .. math::
        :label: eq-bending-radius

        R = \frac{E t}{2\sigma_f(a)}, \qquad a \leq \frac{t}{2}

    Parameters
    ----------
    thickness : float or ndarray
        Thickness :math:`t` [m].
    modulus : float or ndarray
        Young's modulus :math:`E` [Pa].
    toughness : float or ndarray
        Fracture toughness :math:`K_{IC}` [Pa m^0.5].
    flaw : float or ndarray
        Depth :math:`a` of the deepest surface flaws [m]; at most half the thickness counts.

    Returns
    -------
    float or ndarray
        :math:`R` [m].

    Notes
    -----
    Source: standard beam bending, surface strain :math:`t/2R`, with the strength of :eq:`eq-fracture-strength`.
    Theory: :ref:`theory-energy`.
    """
    deepest = np.minimum(flaw, 0.5 * np.asarray(thickness))
    return np.asarray(modulus) * thickness / (2.0 * strength(toughness, deepest))


def rolling_thickness(radius: Numeric, modulus: Numeric, toughness: Numeric, flaw: Numeric) -> Numeric:
    """Inverse of :eq:`eq-bending-radius`: the thickest layer that can be bent to a given radius without cracking.

    Parameters
    ----------
    radius : float or ndarray
        Bending radius :math:`R` [m].
    modulus, toughness, flaw : float or ndarray
        As for `least_bending_radius`.

    Returns
    -------
    float or ndarray
        Thickness :math:`t` [m].
    """
    # With a flaw of half the thickness the radius goes with t^1.5: t = (r K sqrt(2/pi) 2/(1.12 E))^(2/3).
    shallow = (2.0 * radius * np.asarray(toughness) * np.sqrt(2.0 / np.pi) / (_GEOMETRY * modulus)) ** (2.0 / 3.0)
    deep = 2.0 * radius * strength(toughness, flaw) / modulus
    return np.where(0.5 * shallow <= flaw, shallow, deep)


def bending_strain(thickness: Numeric, radius: Numeric) -> Numeric:
    r"""Strain at the surface of a sheet that slips between its neighbours.

    .. math::
        :label: eq-bending-strain

        \varepsilon = \frac{t}{2R}

    Parameters
    ----------
    thickness : float or ndarray
        :math:`t` [m].
    radius : float or ndarray
        :math:`R` of the bend [m].

    Returns
    -------
    float or ndarray
        :math:`\varepsilon` [-].

    Notes
    -----
    Source: standard beam bending. Theory: :ref:`theory-energy`.
    """
    return np.asarray(thickness) / (2.0 * np.asarray(radius))


def bent_contact(strain: Numeric, bends: Numeric, loss: Numeric, scale: Numeric, cycles: Numeric) -> Numeric:
    r"""Share of a coating that still touches after bends.

    .. math::
        :label: eq-bent-contact

        \theta = \exp\!\left[-\beta\left(\frac{\varepsilon}{\varepsilon_0}\right)^2
        \left(1 - e^{-N/N_0}\right)\right]

    Parameters
    ----------
    strain : float or ndarray
        :math:`\varepsilon` at its surface [-].
    bends : float or ndarray
        :math:`N` [-].
    loss : float or ndarray
        :math:`\beta`, lost in the end at the scale of strain [-].
    scale : float or ndarray
        :math:`\varepsilon_0` [-].
    cycles : float or ndarray
        :math:`N_0`, bends after which 63 % of that is lost [-].

    Returns
    -------
    float or ndarray
        :math:`\theta` [-].

    Notes
    -----
    Source: quadratic in the strain as the energy of bending is, introduced here. Theory: :ref:`theory-energy`.
    """
    worn = 1.0 - np.exp(-np.asarray(bends) / cycles)
    return np.exp(-loss * (np.asarray(strain) / scale) ** 2 * worn)
