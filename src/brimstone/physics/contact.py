"""Contact between sulfur and electrolyte, and its loss as sulfur swells and shrinks from cycle to cycle.

Contacts are flattened once, at the fabrication pressure, and held by the stack pressure. How much of them survives
when the pressure is released depends on the electrolyte; what is lost when the neighbouring sulfur changes its volume
is not regained. The constants form the group ``contact`` of the library; most of them are estimates.
"""

import numpy as np

from brimstone._typing import Numeric


def rigidity(young_modulus: Numeric, reference_modulus: Numeric, exponent: Numeric) -> Numeric:
    r"""Relative rigidity of an electrolyte with respect to contact loss.

    .. math::
        :label: eq-rigidity

        \chi = \left(\frac{E}{E_\mathrm{ref}}\right)^{n}

    Parameters
    ----------
    young_modulus, reference_modulus : float or ndarray
        Young's moduli :math:`E` and :math:`E_\mathrm{ref}` of the electrolyte and of the reference electrolyte [Pa].
    exponent : float or ndarray
        :math:`n` [-].

    Returns
    -------
    float or ndarray
        :math:`\chi` [-]. Zero for a liquid, which has no modulus and wets; 0.015 for a polymer of 5 MPa against 22 GPa
        with n = 1/2.

    Notes
    -----
    Source: empirical scaling, introduced here; the exponent is an estimate of the library.
    Theory: :ref:`theory-pressure`.
    """
    return (np.asarray(young_modulus) / reference_modulus) ** exponent


def first_contact(pressure: Numeric, contact_pressure: Numeric) -> Numeric:
    r"""Contact fraction on first loading, at a pressure never exceeded before.

    .. math::
        :label: eq-first-contact

        \theta_1(P) = 1 - e^{-P/P_c}

    Parameters
    ----------
    pressure : float or ndarray
        :math:`P` [Pa].
    contact_pressure : float or ndarray
        :math:`P_c` [Pa]; zero for a liquid, which wets without pressure.

    Returns
    -------
    ndarray
        :math:`\theta_1` [-], between 0 and 1.

    Notes
    -----
    Source: empirical saturation law, introduced here. Theory: :ref:`theory-pressure`.
    """
    pressure, scale = np.asarray(pressure, dtype=float), np.asarray(contact_pressure, dtype=float)
    return np.where(scale > 0.0, -np.expm1(-pressure / np.where(scale > 0.0, scale, 1.0)), 1.0)


def contact_fraction(
    pressure: Numeric, highest_pressure: Numeric, contact_pressure: Numeric, retained: Numeric, recovery: Numeric
) -> Numeric:
    r"""Fraction of the interface between active material and electrolyte that is in contact.

    .. math::
        :label: eq-contact-fraction

        \theta = r\,\theta_1(P_\mathrm{max})\left[1 - c\left(1 - \frac{P}{P_\mathrm{max}}\right)\right]
        + (1 - r)\,\theta_1(P)

    The first term is memory: plastically flattened contacts keep their area except for the elastic recovery, which is
    proportional to the stress released. The second term follows the pressure.

    Parameters
    ----------
    pressure : float or ndarray
        Present stack pressure :math:`P` [Pa].
    highest_pressure : float or ndarray
        Highest pressure :math:`P_\mathrm{max}` ever applied, usually the fabrication pressure [Pa]; a higher
        `pressure` replaces it.
    contact_pressure : float or ndarray
        :math:`P_c`, at which 63 % of the interface touches on first loading [Pa].
    retained : float or ndarray
        Fraction :math:`r` of the contacts that stay flat when the pressure is released [-]: all of them for a liquid
        or a soft film, most for a sulfide, hardly any for an oxide, whose grains spring back to point contacts.
    recovery : float or ndarray
        Fraction :math:`c` of a flat contact that opens elastically on full release [-].

    Returns
    -------
    ndarray
        :math:`\theta` [-], between 0 and 1; it increases with pressure and never decreases with the highest pressure.

    Notes
    -----
    Source: empirical, introduced here; contacts inside a cathode were not measured. Theory: :ref:`theory-pressure`.
    """
    pressure = np.asarray(pressure, dtype=float)
    highest = np.maximum(pressure, highest_pressure)
    released = 1.0 - pressure / np.where(highest > 0.0, highest, 1.0)
    kept = first_contact(highest, contact_pressure) * (1.0 - recovery * released)
    return retained * kept + (1.0 - retained) * first_contact(pressure, contact_pressure)


def host_relief(filling: Numeric, strain: Numeric, infiltrated: Numeric, usable: Numeric) -> Numeric:
    r"""Fraction of the swelling accommodated by free pores of the host, without any displacement outside.

    .. math::
        :label: eq-host-relief

        \psi = u\,f\,\min\left(1, \frac{1 - \beta}{\beta\,|\varepsilon|}\right)

    Parameters
    ----------
    filling : float or ndarray
        Volume :math:`\beta` of active material in the pores of the host, relative to that of the pores [-].
    strain : float or ndarray
        Volume strain :math:`\varepsilon` of the active material [-]; 0.787 for sulfur to Li2S.
    infiltrated : float or ndarray
        Fraction :math:`f` of the active material that sits in the pores [-].
    usable : float or ndarray
        Fraction :math:`u` of the swelling that goes into the pores while they have room [-].

    Returns
    -------
    float or ndarray
        :math:`\psi` [-].

    Notes
    -----
    Pores filled to 1/1.787 = 56 % have room for all the swelling of sulfur.

    Source: derived here from the volume balance of a pore. Theory: :ref:`theory-pressure`.
    """
    needed = np.asarray(filling, dtype=float) * np.abs(strain)
    room = np.where(needed > 0.0, (1.0 - np.asarray(filling)) / np.where(needed > 0.0, needed, 1.0), 1.0)
    return usable * infiltrated * np.clip(room, 0.0, 1.0)


def bridging_share(strain_at_break: Numeric, strain: Numeric) -> Numeric:
    r"""Share of a contraction for which a binder holds a grain to its surroundings before it breaks.

    .. math::
        :label: eq-bridging-share

        b = \min\left(1, \frac{\varepsilon_b}{\sqrt[3]{1 + |\varepsilon|} - 1}\right)

    A grain that shrinks back in its cavity stretches what bridges the gap by its own linear strain at least. A rubber
    follows all of it, a glassy polymer the first part.

    Parameters
    ----------
    strain_at_break : float or ndarray
        :math:`\varepsilon_b` of the binder [-].
    strain : float or ndarray
        Volume strain :math:`\varepsilon` of the active material [-].

    Returns
    -------
    float or ndarray
        :math:`b` [-], between 0 and 1; 0.47 for a polymer that breaks at 10 % beside sulfur, whose edges grow by 21 %.

    Notes
    -----
    Source: introduced here (length of a bridge no more than the radius of the grain). Theory: :ref:`theory-pressure`.
    """
    needed = np.maximum(np.cbrt(1.0 + np.abs(strain)) - 1.0, np.finfo(float).tiny)
    return np.minimum(needed, strain_at_break) / needed


def wear_per_cycle(
    swelling: Numeric,
    pressure: Numeric,
    loss: Numeric,
    holding_pressure: Numeric,
    rigidity: Numeric = 1.0,
    binder: Numeric = 0.0,
    binder_scale: Numeric = 1.0,
) -> Numeric:
    r"""Contact lost per local cycle, relative to the contact left.

    .. math::
        :label: eq-contact-wear

        w = k\,|\varepsilon|\,\chi\,\frac{e^{-P/P_h}}{1 + m_b/m_{1/2}}

    After :math:`N` cycles the area is :math:`1/(1 + wN)` of the initial one; see :eq:`eq-contact-left`.

    Parameters
    ----------
    swelling : float or ndarray
        Volume change :math:`\varepsilon` of the active material per volume of the composite that is not accommodated
        without moving its neighbours [-].
    pressure : float or ndarray
        Stack pressure :math:`P` [Pa].
    loss : float or ndarray
        Loss :math:`k` per swelling without pressure and binder, for an electrolyte of the reference rigidity [-].
    holding_pressure : float or ndarray
        Pressure :math:`P_h` that reduces the loss to 1/e [Pa].
    rigidity : float or ndarray
        :math:`\chi` of :eq:`eq-rigidity` [-]: an electrolyte that cannot follow the volume change loses contact.
    binder : float or ndarray
        Weight fraction :math:`m_b` of binder that stretches with the grains, by :eq:`eq-bridging-share` [-].
    binder_scale : float or ndarray
        Weight fraction :math:`m_{1/2}` of binder that halves the loss [-].

    Returns
    -------
    float or ndarray
        :math:`w` [-].

    Notes
    -----
    Source: empirical, introduced here: the loss on contraction, :math:`k\,|\mathrm{d}\varepsilon|\,e^{-P/P_h}`, summed
    over one cycle. Theory: :ref:`theory-conversion` and :ref:`theory-pressure`.
    """
    held = np.exp(-np.asarray(pressure, dtype=float) / holding_pressure)
    return loss * np.abs(swelling) * rigidity * held / (1.0 + np.asarray(binder) / binder_scale)
