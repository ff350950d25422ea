"""The polysulfide shuttle: diffusion to lithium, reduction there, and how far polysulfides spread."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY
from brimstone.physics.polysulfide_equilibrium import UPPER

#: Electrons that lithium transfers to each molecule of S8 that it reduces to Li2S4.
SHUTTLE_ELECTRONS = 4


def passage_resistance(thickness: Numeric, diffusivity: Numeric) -> Numeric:
    r"""Resistance of a layer to the diffusion of polysulfides.

    .. math::
        :label: eq-passage-resistance

        R = \frac{L}{D}

    Parameters
    ----------
    thickness : float or ndarray
        :math:`L` [m].
    diffusivity : float or ndarray
        :math:`D` [m2/s].

    Returns
    -------
    ndarray
        :math:`R` [s/m]; infinite for a layer that polysulfides cannot enter.

    Notes
    -----
    Source: Fick's law. Theory: :ref:`theory-solution`.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(thickness) / np.asarray(diffusivity, dtype=float)


def pinhole_diffusivity(diffusivity: Numeric, open_share: Numeric) -> Numeric:
    r"""Effective diffusivity of a dense plate with pinholes filled with the adjacent electrolyte.

    .. math::
        :label: eq-pinhole-diffusivity

        D_\mathrm{eff} = \varepsilon D

    Parameters
    ----------
    diffusivity : float or ndarray
        :math:`D` in the electrolyte [m2/s].
    open_share : float or ndarray
        Area share :math:`\varepsilon` of the pinholes [-].

    Returns
    -------
    ndarray
        :math:`D_\mathrm{eff}` [m2/s].

    Notes
    -----
    Source: definition (parallel straight pores). Theory: :ref:`theory-solution`.
    """
    return np.asarray(diffusivity) * open_share


def held_diffusivity(liquid: Numeric, conductivity: Numeric, liquid_conductivity: Numeric, factor: Numeric) -> Numeric:
    r"""Diffusivity of what is dissolved in the liquid that a network holds.

    .. math::
        :label: eq-held-diffusivity

        D_\mathrm{gel} = f D_\mathrm{l}\,\frac{\sigma_\mathrm{gel}}{\sigma_\mathrm{l}}

    Parameters
    ----------
    liquid : float or ndarray
        :math:`D_\mathrm{l}` in the liquid alone [m2/s].
    conductivity, liquid_conductivity : float or ndarray
        :math:`\sigma_\mathrm{gel}` of the gel and :math:`\sigma_\mathrm{l}` of the liquid [S/m].
    factor : float or ndarray
        :math:`f`: one where all is slowed as the ions are [-].

    Returns
    -------
    float or ndarray
        :math:`D_\mathrm{gel}` [m2/s].

    Notes
    -----
    Source: Nernst-Einstein, for a network that slows all that is dissolved alike. Theory: :ref:`theory-solution`.
    """
    return factor * liquid * conductivity / liquid_conductivity


def shuttle_rate(electrolyte_volume: Numeric, passage: Numeric, reaction: Numeric) -> Numeric:
    r"""Shuttle constant: share of the sulfur that lithium reduces per time where all of it is dissolved as long chains.

    .. math::
        :label: eq-shuttle-constant

        \frac{1}{k_s} = V\left(\sum_l R_l + \frac{1}{k_\mathrm{Li}}\right)

    The flux through the layers and the reaction at lithium in series, over the electrolyte that holds the
    polysulfides.

    Parameters
    ----------
    electrolyte_volume : float or ndarray
        Electrolyte volume per cell area, :math:`V` [m].
    passage : float or ndarray
        Sum of `passage_resistance` over the layers [s/m].
    reaction : float or ndarray
        Rate constant :math:`k_\mathrm{Li}` of the reduction at lithium [m/s].

    Returns
    -------
    float or ndarray
        :math:`k_s` [1/s].

    Notes
    -----
    Source: the shuttle constant of Y. V. Mikhaylik and J. R. Akridge, J. Electrochem. Soc. 151 (2004) A1969, resolved
    into layers here. Theory: :ref:`theory-solution`.
    """
    return 1.0 / (electrolyte_volume * (passage + 1.0 / reaction))


def solution_exchange(electrolyte_volume: Numeric, passage: Numeric) -> Numeric:
    r"""Rate at which the solutions in the cathode and outside it exchange what is dissolved.

    .. math::
        :label: eq-solution-exchange

        \kappa = \frac{1}{V R}, \qquad R = \frac{L_c}{3 D_c} + \sum_l \frac{L_l}{2 D_l}

    What reacts evenly through the depth leaves a cathode by a parabolic profile, whose mean lies :math:`L_c/3D_c` of
    the flux above its edge; from there it crosses half of the layers that the solution fills, where the rest of it is
    held. Shares of the sulfur follow :math:`\dot s = -\kappa\,(c_i - c_o)`, with concentrations over that of all
    sulfur in all of the solution.

    Parameters
    ----------
    electrolyte_volume : float or ndarray
        Of both solutions per cell area, :math:`V` [m].
    passage : float or ndarray
        :math:`R` [s/m].

    Returns
    -------
    float or ndarray
        :math:`\kappa` [1/s].

    Notes
    -----
    Source: Fick's law, quasi-steady in either part. Theory: :ref:`theory-solution`.
    """
    return 1.0 / (electrolyte_volume * passage)


@compilable
def mesh_exchange(mixing: Numeric, nodes: int) -> Numeric:
    r"""Rate at which two neighbouring volumes of a solution exchange what is dissolved.

    .. math::
        :label: eq-mesh-exchange

        \dot s_k = N^2 \mu\,(c_{k-1} - 2c_k + c_{k+1}), \qquad \mu = \frac{1}{V R}

    Fick's second law in :math:`N` equal volumes, for shares of the sulfur that count each volume by as much of the
    cathode; nothing passes the last. :math:`R` is that of the whole way through the solution, :math:`V` the volume of
    all of it, and concentrations are over that of all sulfur in all of the solution.

    Parameters
    ----------
    mixing : float or ndarray
        :math:`\mu` by `solution_exchange` [1/s].
    nodes : int
        :math:`N`.

    Returns
    -------
    float or ndarray
        :math:`N^2\mu` [1/s].

    Notes
    -----
    Source: Fick's law. Theory: :ref:`theory-solution`.
    """
    return nodes * nodes * mixing


@compilable
def face_exchange(inside: Numeric, outside: Numeric, film: Numeric, nodes: int) -> Numeric:
    r"""Rate at which the first volumes on both sides of the cathode's face exchange what is dissolved.

    .. math::
        :label: eq-face-exchange

        \kappa_1 = N\left(\frac{1}{2N\mu_i} + \tau_f + \frac{1}{2N\mu_o}\right)^{-1}, \qquad \tau_f = V R_f

    Half a volume on either side and the film between them, in series.

    Parameters
    ----------
    inside, outside : float or ndarray
        :math:`\mu_i`, :math:`\mu_o` of :eq:`eq-mesh-exchange` [1/s].
    film : float or ndarray
        :math:`\tau_f`, of a film with the resistance :math:`R_f` [s].
    nodes : int
        :math:`N`.

    Returns
    -------
    float or ndarray
        :math:`\kappa_1` [1/s].

    Notes
    -----
    Source: Fick's law. Theory: :ref:`theory-solution`.
    """
    return nodes / ((0.5 / inside + 0.5 / outside) / nodes + film)


@compilable
def reduction_at_end(rate: Numeric, mixing: Numeric, nodes: int) -> Numeric:
    r"""Rate at which lithium reduces what is in the volume beside it.

    .. math::
        :label: eq-reduction-at-end

        k_N = N\left(\frac{1}{k_e} + \frac{1}{2N\mu_o}\right)^{-1}

    Half of the volume lies before what :eq:`eq-shuttle-constant` says of the rest of the way and of the reaction.

    Parameters
    ----------
    rate : float or ndarray
        :math:`k_e`, shuttle constant of what has reached the end of the solution [1/s].
    mixing : float or ndarray
        :math:`\mu_o` of :eq:`eq-mesh-exchange` [1/s].
    nodes : int
        :math:`N`.

    Returns
    -------
    float or ndarray
        :math:`k_N` [1/s].

    Notes
    -----
    Source: resistances in series. Theory: :ref:`theory-solution`.
    """
    return nodes * rate / (1.0 + 0.5 * rate / (nodes * mixing))


@compilable
def reduction_at_end_slope(rate: Numeric, mixing: Numeric, nodes: int) -> Numeric:
    """Derivative of :eq:`eq-reduction-at-end` with respect to the shuttle constant.

    Parameters
    ----------
    rate, mixing, nodes : float or ndarray
        As for `reduction_at_end`.

    Returns
    -------
    float or ndarray
        [-]
    """
    path = 1.0 + 0.5 * rate / (nodes * mixing)
    return nodes / (path * path)


def depth_spread(
    current: Numeric, outside: Numeric, thickness: Numeric, diffusivity: Numeric, concentration: Numeric
) -> Numeric:
    r"""How far dissolved sulfur differs through the depth of a cathode that draws it in from outside.

    .. math::
        :label: eq-depth-spread

        \frac{\Delta c}{c} = \frac{(1 - f)\,i\,L_c}{2\,n F D_c\,c}, \qquad n = \frac{3}{2}

    From the face of the cathode to its collector, of a profile that feeds an even reaction of the lower plateau, over
    the mean. Far below one, one concentration for the cathode is enough; near one its far end has none left.

    Parameters
    ----------
    current : float or ndarray
        :math:`i` [A/m2].
    outside : float or ndarray
        :math:`1 - f`, share of the solution that is outside the cathode [-].
    thickness : float or ndarray
        :math:`L_c` [m].
    diffusivity : float or ndarray
        Effective, in the cathode, :math:`D_c` [m2/s].
    concentration : float or ndarray
        Sulfur atoms over all of the solution, if all were dissolved, :math:`c` [mol/m3].

    Returns
    -------
    float or ndarray
        [-]

    Notes
    -----
    Source: Fick's law, derived here. Theory: :ref:`theory-solution`.
    """
    return outside * current * thickness / (2.0 * 1.5 * FARADAY * diffusivity * concentration)


def share_inside(total: Numeric, inside: Numeric, saturation: Numeric) -> Numeric:
    r"""Share of the sulfur that stays in the cathode when the solutions in it and outside have become alike.

    .. math::
        :label: eq-share-inside

        s_i + (1 - f)\frac{s_i/f}{1 + k s_i/f} = s

    Parameters
    ----------
    total : float or ndarray
        Sulfur and long chains :math:`s` in the cell [-].
    inside : float or ndarray
        :math:`f`, of the solution, that the pores of the cathode hold [-].
    saturation : float or ndarray
        :math:`k` of :eq:`eq-dissolved` [-].

    Returns
    -------
    ndarray
        :math:`s_i` [-].

    Notes
    -----
    Source: :eq:`eq-dissolved` in both parts. Theory: :ref:`theory-solution`.
    """
    crowded = np.asarray(1.0 - saturation * np.asarray(total))
    root = np.sqrt(crowded * crowded + 4.0 * inside * saturation * total)
    full = np.maximum(saturation * np.asarray(inside), np.finfo(float).tiny)
    return inside * np.where(crowded > 0.0, 2.0 * total / (crowded + root), (root - crowded) / (2.0 * full))


def shuttle_current(rate: Numeric, sulfur_charge: Numeric) -> Numeric:
    r"""Current density that would reoxidise what the shuttle reduces with all sulfur dissolved as S8.

    .. math::
        :label: eq-shuttle-current

        i_s = \frac{k_s Q}{4}

    Parameters
    ----------
    rate : float or ndarray
        :math:`k_s` of `shuttle_rate` [1/s].
    sulfur_charge : float or ndarray
        Charge :math:`Q` of all sulfur to Li2S [C/m2].

    Returns
    -------
    float or ndarray
        :math:`i_s` [A/m2].

    Notes
    -----
    Source: Mikhaylik and Akridge, J. Electrochem. Soc. 151 (2004) A1969. Theory: :ref:`theory-solution`.
    """
    return UPPER * rate * sulfur_charge


def charge_shuttle_factor(rate: Numeric, sulfur_charge: Numeric, current: Numeric) -> Numeric:
    r"""Charge-shuttle factor: shuttle current over charging current.

    .. math::
        :label: eq-charge-shuttle-factor

        f_c = \frac{k_s Q}{4I}

    Parameters
    ----------
    rate, sulfur_charge : float or ndarray
        As for `shuttle_current`.
    current : float or ndarray
        Charging current :math:`I` [A/m2].

    Returns
    -------
    float or ndarray
        :math:`f_c` [-]. Below 1 a charge ends, from 1 on it never does.

    Notes
    -----
    Source: Mikhaylik and Akridge, J. Electrochem. Soc. 151 (2004) A1969. Theory: :ref:`theory-solution`.
    """
    return shuttle_current(rate, sulfur_charge) / current


def front(diffusivity: Numeric, time: Numeric) -> Numeric:
    r"""Depth to which polysulfides have diffused into a layer.

    .. math::
        :label: eq-diffusion-front

        \ell = \sqrt{2 D t}

    Parameters
    ----------
    diffusivity : float or ndarray
        :math:`D` [m2/s].
    time : float or ndarray
        :math:`t` [s].

    Returns
    -------
    ndarray
        :math:`\ell` [m]; 42 um in a day for 1e-10 cm2/s.

    Notes
    -----
    Source: standard (root mean square displacement). Theory: :ref:`theory-solution`.
    """
    return np.sqrt(2.0 * np.asarray(diffusivity) * time)


def sulfur_concentration(sulfur_mass: Numeric, molar_mass: Numeric, electrolyte_volume: Numeric) -> Numeric:
    r"""Concentration of sulfur atoms in the electrolyte if all were dissolved.

    .. math::
        :label: eq-sulfur-concentration

        c = \frac{m_\mathrm{S}}{M_\mathrm{S} V}

    Parameters
    ----------
    sulfur_mass : float or ndarray
        Mass per area :math:`m_\mathrm{S}` [kg/m2].
    molar_mass : float or ndarray
        :math:`M_\mathrm{S}` of one sulfur atom [kg/mol].
    electrolyte_volume : float or ndarray
        Volume per area :math:`V` [m].

    Returns
    -------
    float or ndarray
        :math:`c` [mol/m3].

    Notes
    -----
    Source: definition. Theory: :ref:`theory-solution`.
    """
    return sulfur_mass / molar_mass / electrolyte_volume
