"""Stability of lithium plating: stiffness of the electrolyte and flaws in it."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY
from brimstone.physics.elementary import exp, log


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


def flaw_depth(
    known: Numeric, porosity: Numeric, known_porosity: Numeric, grain: Numeric, known_grain: Numeric, clump: Numeric
) -> np.ndarray:
    r"""Depth of the flaws of a powder that was pressed cold.

    .. math::
        :label: eq-flaw-depth

        a = a_0 \left(\frac{\varepsilon}{\varepsilon_0}\right)^{1/3} \frac{d + d_c}{d_0 + d_c}

    Flaws are the widest pores, those between clumps of grains: their width goes with the cube root of their volume
    and with the size of what they lie between. Fine powders clump, so that grains much finer than :math:`d_c` gain
    nothing.

    Parameters
    ----------
    known : float or ndarray
        :math:`a_0`, at the porosity and of the grains below [m].
    porosity, known_porosity : float or ndarray
        :math:`\varepsilon`, :math:`\varepsilon_0` [-].
    grain, known_grain : float or ndarray
        Diameter :math:`d`, :math:`d_0` of the grains [m].
    clump : float or ndarray
        :math:`d_c`, how much a clump is wider than one grain [m].

    Returns
    -------
    ndarray
        :math:`a` [m].

    Notes
    -----
    Pellets of coarse grains fail at less current than those of fine ones although they are denser
    (doi:10.1016/j.xcrp.2022.101043). Source: introduced here. Theory: :ref:`theory-lithium`.
    """
    return np.asarray(known) * np.cbrt(porosity / known_porosity) * ((grain + clump) / (known_grain + clump))


def opening_current(molar_volume: Numeric, local_resistance: Numeric) -> Numeric:
    r"""Current density by which plated lithium presses in a flaw, per pressure.

    .. math::
        :label: eq-opening-current

        \frac{i}{\sigma} = \frac{V_\mathrm{Li}}{F R}, \qquad
        i_c = \theta\,\frac{V_\mathrm{Li}}{F R}\left\langle\frac{K_{IC}}{1.12\sqrt{\pi a}} - P\right\rangle

    Parameters
    ----------
    molar_volume : float or ndarray
        :math:`V_\mathrm{Li}` [m3/mol].
    local_resistance : float or ndarray
        Area-specific resistance :math:`R` of a flaw that touches: that of fresh lithium on the electrolyte, and of
        electrolyte as deep as the flaw, :math:`a/\sigma_E` [ohm m2].

    Returns
    -------
    ndarray
        :math:`i/\sigma` [A/(m2 Pa)]; times what a flaw withstands beyond the stack pressure, and the share
        :math:`\theta` of the area that touches, the current :math:`i_c` that opens it.

    Notes
    -----
    The stack presses lithium into flaws, too, so that they need the less current the harder it is pressed, and none
    beyond what they withstand. Beside a flaw much shallower than :math:`R\sigma_E` the current is not focused.

    Source: Griffith's criterion for an edge crack, as in Porz 2017, doi:10.1002/aenm.201701003; the sum of both
    pressures and the detour are introduced here. Theory: :ref:`theory-lithium`.
    """
    return np.asarray(molar_volume) / (FARADAY * np.asarray(local_resistance))


def dendrite_current(
    limiting: Numeric, unevenness: Numeric, even: Numeric, plated: Numeric, exponent: Numeric
) -> Numeric:
    r"""Current density above which lithium grows through a polymer or gel as dendrites.

    .. math::
        :label: eq-dendrite-current

        \frac{1}{i_c} = \frac{\varphi}{i_\mathrm{lim}} + \frac{1}{i_m}\left(\frac{Q}{Q_0}\right)^{m}

    Plating is uneven, so that the salt is used up somewhere well before it is on average; and the deeper it goes at a
    time, the less even it is.

    Parameters
    ----------
    limiting : float or ndarray
        Limiting current :math:`i_\mathrm{lim}` of the salt [A/m2]; infinite where none is known.
    unevenness : float or ndarray
        :math:`\varphi`, largest local over mean current density [-].
    even : float or ndarray
        :math:`i_m` at the depth :math:`Q_0`, with salt enough [A/m2].
    plated : float or ndarray
        Charge of a half cycle over that depth, :math:`Q/Q_0` [-].
    exponent : float or ndarray
        :math:`m` [-].

    Returns
    -------
    ndarray
        :math:`i_c` [A/m2].

    Notes
    -----
    Below the limiting current lithium grows as moss, which pores of a membrane hold back, above it as dendrites, which
    they do not (P. Bai, J. Li, F. R. Brushett and M. Z. Bazant, Energy Environ. Sci. 9 (2016) 3221). Source: sum of
    both hindrances introduced here. Theory: :ref:`theory-lithium`.
    """
    return 1.0 / (unevenness / np.asarray(limiting) + np.asarray(plated) ** exponent / even)


def dendrite_advance(concentration: Numeric, lithium: Numeric, molar_volume: Numeric) -> Numeric:
    r"""How far dendrites grow through an electrolyte with a salt, over the thickness of what is plated meanwhile.

    .. math::
        :label: eq-dendrite-advance

        \beta_d = \frac{1 - t_+}{c_0 V_\mathrm{Li}}, \qquad v = \frac{(1 - t_+)\,i}{F c_0}

    Parameters
    ----------
    concentration : float or ndarray
        :math:`c_0` of the salt over the volume of the layer, membrane included [mol/m3].
    lithium : float or ndarray
        Share :math:`t_+` of the current that lithium carries [-].
    molar_volume : float or ndarray
        :math:`V_\mathrm{Li}` [m3/mol].

    Returns
    -------
    float or ndarray
        :math:`\beta_d` [-]; some 40 at 1 mol/L, so that 25 um are crossed while 0.1 mAh/cm2 are plated.

    Notes
    -----
    Tips grow at the speed :math:`v` at which the field draws anions away from the lithium: faster they would run into
    electrolyte without a space charge, slower they would be caught up by it.

    Source: J.-N. Chazalviel, Phys. Rev. A 42 (1990) 7355 (recalled); found in lithium on poly(ethylene oxide) by
    C. Brissot, M. Rosso, J.-N. Chazalviel and S. Lascaud, J. Power Sources 81 (1999) 925 (recalled).
    Theory: :ref:`theory-lithium`.
    """
    return (1.0 - lithium) / (concentration * molar_volume)


@compilable
def squeezed_advance(pressure: Numeric, known_advance: Numeric, known_pressure: Numeric, exponent: Numeric) -> Numeric:
    r"""Depth by which plating advances lithium in flaws that the stack presses but does not open, by charge.

    .. math::
        :label: eq-squeezed-advance

        \frac{\mathrm{d}x}{\mathrm{d}q} = \frac{V_\mathrm{Li}}{F}\,\beta_P\left(\frac{P}{P_k}\right)^{m}, \qquad
        P_k = \kappa\,\frac{K_{IC}}{1.12\sqrt{\pi a}}

    Parameters
    ----------
    pressure : float
        Of the stack, :math:`P` [Pa].
    known_advance : float
        :math:`\beta_P V_\mathrm{Li}/F` at the pressure below [m3/C].
    known_pressure : float
        :math:`P_k`, a share of what flaws withstand [Pa].
    exponent : float
        :math:`m` [-].

    Returns
    -------
    float
        :math:`\mathrm{d}x/\mathrm{d}q` [m3/C].

    Notes
    -----
    A power of the stress over what flaws withstand, as cracks grow slowly in brittle solids below their toughness
    (Charles, J. Appl. Phys. 29 (1958) 1549); without a current no lithium follows.

    Source: power of pressure proposed for creep and plating together, fitted to doi:10.1002/aenm.201903253.
    Theory: :ref:`theory-lithium`.
    """
    return known_advance * exp(exponent * log(pressure / known_pressure))
