"""Stability of lithium plating: stiffness of the electrolyte and flaws in it."""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import FARADAY
from brimstone.physics.bending import strength


def stiffness_ratio(electrolyte_shear_modulus: Numeric, lithium_shear_modulus: Numeric) -> Numeric:
    r"""Shear modulus of the electrolyte relative to that needed to keep the plating front flat.

    .. math::
        :label: eq-stiffness-ratio

        \frac{G_E}{2 G_\mathrm{Li}}

    Parameters
    ----------
    electrolyte_shear_modulus, lithium_shear_modulus : float or ndarray
        :math:`G_E`, :math:`G_\mathrm{Li}` [Pa].

    Returns
    -------
    ndarray
        [-]; plating is stable from about 1.

    Notes
    -----
    The criterion holds for an interface without flaws: garnets exceed it tenfold and are short-circuited all the same.

    Source: Monroe and Newman, J. Electrochem. Soc. 152 (2005) A396. Theory: :ref:`theory-lithium`.
    """
    return np.asarray(electrolyte_shear_modulus) / (2.0 * np.asarray(lithium_shear_modulus))


def plating_pressure(overpotential: Numeric, molar_volume: Numeric) -> Numeric:
    r"""Pressure that lithium builds up when it is plated into a closed flaw.

    .. math::
        :label: eq-plating-pressure

        P = \frac{F\eta}{V_\mathrm{Li}}

    Parameters
    ----------
    overpotential : float or ndarray
        Plating overpotential :math:`\eta` [V].
    molar_volume : float or ndarray
        :math:`V_\mathrm{Li}` [m3/mol].

    Returns
    -------
    ndarray
        :math:`P` [Pa]; 7.4 MPa per mV.

    Notes
    -----
    Source: standard thermodynamics of a stressed electrode, as in Porz 2017, doi:10.1002/aenm.201701003.
    Theory: :ref:`theory-lithium`.
    """
    return FARADAY * np.asarray(overpotential) / molar_volume


def flaw_overpotential(fracture_toughness: Numeric, flaw_length: Numeric, molar_volume: Numeric) -> Numeric:
    r"""Plating overpotential above which a lithium-filled flaw cracks the electrolyte.

    .. math::
        :label: eq-flaw-overpotential

        \eta_c = \frac{V_\mathrm{Li}}{F}\,\frac{K_{IC}}{1.12\sqrt{\pi a}}

    Parameters
    ----------
    fracture_toughness : float or ndarray
        :math:`K_{IC}` of the electrolyte [Pa m^0.5].
    flaw_length : float or ndarray
        Depth :math:`a` of a surface flaw [m].
    molar_volume : float or ndarray
        :math:`V_\mathrm{Li}` [m3/mol].

    Returns
    -------
    ndarray
        :math:`\eta_c` [V].

    Notes
    -----
    Li6PS5Cl with 0.23 MPa m^0.5: 16 mV for a flaw of 1 um, 5 mV for 10 um.

    Source: Griffith's criterion for an edge crack, as in Porz 2017, doi:10.1002/aenm.201701003.
    Theory: :ref:`theory-lithium`.
    """
    return strength(fracture_toughness, flaw_length) * molar_volume / FARADAY


def flaw_length(grain_size: Numeric, pore_to_grain: Numeric, porosity: Numeric, loose_porosity: Numeric) -> Numeric:
    r"""Length of the flaws that residual pores form.

    .. math::
        :label: eq-flaw-length

        a = d\,\beta\left(\frac{\varepsilon}{\varepsilon_0}\right)^{1/3}

    Parameters
    ----------
    grain_size : float or ndarray
        :math:`d` [m].
    pore_to_grain : float or ndarray
        Pore size over grain size :math:`\beta` in the loose powder [-].
    porosity, loose_porosity : float or ndarray
        :math:`\varepsilon` of the layer and :math:`\varepsilon_0` of randomly packed grains [-].

    Returns
    -------
    ndarray
        :math:`a` [m].

    Notes
    -----
    Pressing or sintering shrinks pores without creating new ones, so that each keeps the cube root of the porosity
    ratio of its width.

    Source: derived here. Theory: :ref:`theory-lithium`.
    """
    return grain_size * pore_to_grain * np.cbrt(np.asarray(porosity) / loose_porosity)


def critical_plating_current(
    overpotential: Numeric, area_resistance: Numeric, contact: Numeric, focusing: Numeric
) -> Numeric:
    r"""Current density at which the local overpotential reaches a critical value.

    .. math::
        :label: eq-critical-plating-current

        i_c = \frac{\theta\,\eta_c}{R\,f}

    Parameters
    ----------
    overpotential : float or ndarray
        Critical overpotential :math:`\eta_c` [V].
    area_resistance : float or ndarray
        Area-specific resistance :math:`R` of the interface where it touches [ohm m2].
    contact : float or ndarray
        Contact fraction :math:`\theta` onto which the current is constricted [-].
    focusing : float or ndarray
        Largest over mean current density of the touching parts :math:`f` [-].

    Returns
    -------
    ndarray
        :math:`i_c` [A/m2].

    Notes
    -----
    Source: Ohm's law at the touching parts. Theory: :ref:`theory-lithium`.
    """
    return np.asarray(overpotential) * contact / (area_resistance * focusing)
