"""Voids left behind by stripping lithium, and the diffusion and creep that fill them."""

import numpy as np

from brimstone._typing import Numeric


def critical_stripping_current(contact: Numeric, diffusion_current: Numeric, creep_current: Numeric) -> Numeric:
    r"""Largest current density at which lithium can be stripped without leaving voids.

    .. math::
        :label: eq-critical-stripping-current

        i_c = \theta\,(i_D + i_P)

    Parameters
    ----------
    contact : float or ndarray
        Contact fraction :math:`\theta` between lithium and electrolyte [-].
    diffusion_current : float or ndarray
        Current density :math:`i_D` that vacancy diffusion sustains, over the contact area [A/m2].
    creep_current : float or ndarray
        Current density :math:`i_P` that creep under the stack pressure sustains, over the contact area [A/m2].

    Returns
    -------
    ndarray
        :math:`i_c` over the nominal area [A/m2].

    Notes
    -----
    From :math:`\mathrm{d}\theta/\mathrm{d}t = -(i/F - J_P - J_D)_+ V_\mathrm{Li}/h_v`: no contact is lost as long as
    the local current density stays below the sum. Diffusion holds at low pressure, creep takes over above a few
    megapascals (0.2 mA/cm2 at 3 MPa, about 1 mA/cm2 at 7 MPa).

    Source: Krauskopf 2019, doi:10.1021/acsami.9b02537; Kasemchainan 2019, doi:10.1038/s41563-019-0438-9.
    Theory: :ref:`theory-lithium`.
    """
    return contact * (np.asarray(diffusion_current) + creep_current)


def steady_contact(current: Numeric, diffusion_current: Numeric, creep_current: Numeric, exponent: Numeric) -> Numeric:
    r"""Steady contact fraction while lithium is stripped above the critical current.

    .. math::
        :label: eq-steady-contact

        \theta = \left(\frac{i_P}{i - i_D}\right)^{1/n} \leq 1

    The remaining contacts carry all of the pressure, so that creep there is faster by :math:`\theta^{-n}` and voids
    stop growing.

    Parameters
    ----------
    current : float or ndarray
        Current density :math:`i` over the area in contact before [A/m2].
    diffusion_current, creep_current : float or ndarray
        :math:`i_D`, :math:`i_P` at full contact, as for `critical_stripping_current` [A/m2].
    exponent : float or ndarray
        Creep exponent :math:`n` [-].

    Returns
    -------
    ndarray
        :math:`\theta` [-]; with n = 6.6 ten times the creep current costs 30 % of the area.

    Notes
    -----
    Source: derived here from power-law creep, :eq:`eq-creep`. Theory: :ref:`theory-lithium`.
    """
    needed = np.maximum(np.asarray(current, dtype=float) - diffusion_current, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(needed > 0.0, (creep_current / needed) ** (1.0 / np.asarray(exponent)), 1.0)
    return np.minimum(left, 1.0)
