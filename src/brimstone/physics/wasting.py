"""What a cell with dissolved sulfur wastes: LiNO3 and solvent that lithium reacts with, and Li2S out of reach."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import fourth_root
from brimstone.physics.thermodynamics import amount_left, amount_left_slope

#: Electrons that reduce LiNO3 on lithium to Li3N and Li2O.
NITRATE_ELECTRONS = 8


@compilable
def stock_left(reacted: Numeric, use: Numeric) -> Numeric:
    r"""Share of a stock that is left.

    .. math::
        :label: eq-stock-left

        N = \hat{s}(1 - \nu w)

    Parameters
    ----------
    reacted : float or ndarray
        Lithium :math:`w` that has reacted with the electrolyte, over that of all sulfur [-].
    use : float or ndarray
        :math:`\nu`, inverse of the :math:`w` that uses the stock up [-].

    Returns
    -------
    float or ndarray
        :math:`N` [-], never below zero.

    Notes
    -----
    Source: stoichiometry; smooth end as in :eq:`eq-amount`. Theory: :ref:`theory-solution`.
    """
    return amount_left(1.0 - use * reacted)


@compilable
def stock_left_slope(reacted: Numeric, use: Numeric) -> Numeric:
    """Derivative of :eq:`eq-stock-left` with respect to what has reacted.

    Parameters
    ----------
    reacted, use : float or ndarray
        As for `stock_left` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    return -use * amount_left_slope(1.0 - use * reacted)


@compilable
def plated(current: Numeric) -> Numeric:
    r"""Lithium that is plated, of a current that is positive on discharge.

    .. math::
        :label: eq-plated

        p = \frac{|i| - i}{2}

    Lithium reacts with the electrolyte where it is plated: fresh metal meets it. The efficiency of plating and
    stripping counts the loss of both together, so it is taken once a cycle.

    Parameters
    ----------
    current : float or ndarray
        :math:`i`, over the charge of all sulfur [1/s].

    Returns
    -------
    float or ndarray
        :math:`p` [1/s], never negative.

    Notes
    -----
    Source: definition of the Coulombic efficiency of lithium. Theory: :ref:`theory-solution`.
    """
    return -current * (current.real < 0.0)


@compilable
def protection(nitrate: Numeric, half: Numeric) -> Numeric:
    r"""Effect of LiNO3 on lithium, relative to that when fresh.

    .. math::
        :label: eq-protection

        g = \frac{N\,(1 + h)}{N + h}

    The film that it forms on lithium is renewed while there is some; the last of it counts most.

    Parameters
    ----------
    nitrate : float or ndarray
        Share :math:`N` of the LiNO3 that is left [-].
    half : float or ndarray
        :math:`h`, share at which half of the effect of an excess is left [-].

    Returns
    -------
    float or ndarray
        :math:`g` [-].

    Notes
    -----
    Source: saturation, introduced here. Theory: :ref:`theory-solution`.
    """
    return nitrate * (1.0 + half) / (nitrate + half)


@compilable
def protection_slope(nitrate: Numeric, half: Numeric) -> Numeric:
    """Derivative of :eq:`eq-protection` with respect to the share left.

    Parameters
    ----------
    nitrate, half : float or ndarray
        As for `protection` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    return (1.0 + half) * half / ((nitrate + half) * (nitrate + half))


@compilable
def wetted_share(solution: Numeric, pores: Numeric) -> Numeric:
    r"""Share of the cathode's pores that the solution still fills.

    .. math::
        :label: eq-wetted-share

        \theta = \frac{f(V/V_p)}{f(V_0/V_p)}, \qquad f(x) = \frac{x}{(1 + x^4)^{1/4}}

    The excess of a flooded cell goes first.

    Parameters
    ----------
    solution : float or ndarray
        Share of the solution that is left, :math:`V/V_0` [-].
    pores : float or ndarray
        Share of the fresh solution that the pores hold, :math:`V_p/V_0` [-].

    Returns
    -------
    float or ndarray
        :math:`\theta` [-].

    Notes
    -----
    Source: volume balance with a smooth bend, introduced here. Theory: :ref:`theory-solution`.
    """
    return solution * fourth_root((1.0 + pores**4) / (pores**4 + solution**4))


@compilable
def wetted_share_slope(solution: Numeric, pores: Numeric) -> Numeric:
    """Derivative of :eq:`eq-wetted-share` with respect to the solution left.

    Parameters
    ----------
    solution, pores : float or ndarray
        As for `wetted_share` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    left = pores**4 / (pores**4 + solution**4)
    return left * fourth_root((1.0 + pores**4) / (pores**4 + solution**4))


def nitrate_use(lithium: Numeric, nitrate: Numeric, share: Numeric) -> Numeric:
    r"""Inverse of the reacted lithium that uses up all LiNO3, over that of all sulfur.

    .. math::
        :label: eq-nitrate-use

        \nu_N = \frac{y\,n_\mathrm{Li}}{8\,n_N}

    Parameters
    ----------
    lithium : float or ndarray
        Lithium :math:`n_\mathrm{Li}` that all sulfur takes up [mol/m2].
    nitrate : float or ndarray
        LiNO3 :math:`n_N` per area [mol/m2].
    share : float or ndarray
        :math:`y`, of the reacted lithium that reduces LiNO3 [-].

    Returns
    -------
    float or ndarray
        :math:`\nu_N` [-].

    Notes
    -----
    Source: eight electrons to Li3N and Li2O. Theory: :ref:`theory-solution`.
    """
    return share * lithium / (NITRATE_ELECTRONS * nitrate)


def solvent_use(lithium: Numeric, volume: Numeric, molar_volume: Numeric, per_lithium: Numeric) -> Numeric:
    r"""Inverse of the reacted lithium that uses up all solution, over that of all sulfur.

    .. math::
        :label: eq-solvent-use

        \nu_V = \frac{\nu\,v_m\,n_\mathrm{Li}}{V_0}

    Parameters
    ----------
    lithium : float or ndarray
        Lithium :math:`n_\mathrm{Li}` that all sulfur takes up [mol/m2].
    volume : float or ndarray
        Solution per area :math:`V_0` [m].
    molar_volume : float or ndarray
        Of the solvent, :math:`v_m` [m3/mol].
    per_lithium : float or ndarray
        Molecules of solvent per reacted lithium :math:`\nu` [-].

    Returns
    -------
    float or ndarray
        :math:`\nu_V` [-].

    Notes
    -----
    Source: stoichiometry. Theory: :ref:`theory-solution`.
    """
    return per_lithium * molar_volume * lithium / volume


def stranded_share(surface: Numeric, carbon: Numeric, growth: Numeric, passage: Numeric) -> Numeric:
    r"""Share of the growing Li2S that grows beyond the carbon, from the same solution.

    .. math::
        :label: eq-stranded-share

        x_o = \frac{A_o}{1 + A_o}, \qquad \frac{1}{A_o} = \frac{a_c}{a_o} + k_p R_o

    Surfaces of separator or ceramic beside the cathode take Li2S from a supersaturated solution, where no electrons
    get it back, as fast as it grows there and diffuses there. Nuclei are as dense on all surfaces.

    Parameters
    ----------
    surface, carbon : float or ndarray
        Areas :math:`a_o`, :math:`a_c` over that of the cell [-].
    growth : float or ndarray
        :math:`k_p` [1/s].
    passage : float or ndarray
        :math:`R_o` of `sulfide_passage` [s].

    Returns
    -------
    ndarray
        :math:`x_o` [-].

    Notes
    -----
    Source: resistances in series, introduced here. Theory: :ref:`theory-solution`.
    """
    with np.errstate(divide="ignore"):
        return 1.0 / (1.0 + np.asarray(carbon) / surface + growth * np.asarray(passage))


def sulfide_passage(sulfur: Numeric, length: Numeric, diffusivity: Numeric, solubility: Numeric) -> Numeric:
    r"""Time in which diffusion carries all sulfur as dissolved Li2S out of the cathode at a supersaturation of two.

    .. math::
        :label: eq-sulfide-passage

        R_o = \frac{n_S L}{2 D c_\mathrm{sat}}

    Parameters
    ----------
    sulfur : float or ndarray
        Sulfur per area :math:`n_S` [mol/m2].
    length : float or ndarray
        Thickness of cathode and layer :math:`L`, half of which is the mean way [m].
    diffusivity : float or ndarray
        :math:`D` [m2/s].
    solubility : float or ndarray
        Of Li2S, :math:`c_\mathrm{sat}` [mol/m3].

    Returns
    -------
    float or ndarray
        :math:`R_o` [s].

    Notes
    -----
    Source: Fick's law. Theory: :ref:`theory-solution`.
    """
    return 0.5 * sulfur * length / (diffusivity * solubility)


@compilable
def shuttle_left(rate: Numeric, behind: Numeric, retention: Numeric, effect: Numeric) -> Numeric:
    r"""Shuttle constant with what LiNO3 is left.

    .. math::
        :label: eq-shuttle-left

        k_s = \frac{k_b}{\beta + (1 - \beta)/\varphi}, \qquad \varphi = 1 - (1 - x)\,g

    Parameters
    ----------
    rate : float or ndarray
        :math:`k_b`, without any LiNO3 [1/s].
    behind : float or ndarray
        :math:`\beta`, share of the resistance that diffusion through the layers makes [-].
    retention : float or ndarray
        :math:`x`, of the reaction at lithium, with fresh LiNO3 [-].
    effect : float or ndarray
        :math:`g` of `protection` [-].

    Returns
    -------
    float or ndarray
        :math:`k_s` [1/s].

    Notes
    -----
    Source: resistances in series. Theory: :ref:`theory-solution`.
    """
    slowed = 1.0 - (1.0 - retention) * effect
    return rate * slowed / (behind * slowed + 1.0 - behind)


@compilable
def shuttle_left_slope(rate: Numeric, behind: Numeric, retention: Numeric, effect: Numeric) -> Numeric:
    """Derivative of :eq:`eq-shuttle-left` with respect to the effect of LiNO3.

    Parameters
    ----------
    rate, behind, retention, effect : float or ndarray
        As for `shuttle_left`.

    Returns
    -------
    float or ndarray
        [1/s]
    """
    path = behind * (1.0 - (1.0 - retention) * effect) + 1.0 - behind
    return -rate * (1.0 - retention) * (1.0 - behind) / (path * path)
