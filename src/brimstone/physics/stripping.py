"""Voids that stripping leaves in lithium, against the diffusion and the creep that fill them."""

import numpy as np


def critical_stripping_current(contact, diffusion_current, creep_current):
    """Largest current density that lithium can be stripped at without voids staying behind.

    Parameters
    ----------
    contact : float or array
        Share of the nominal area on which lithium touches the electrolyte [-].
    diffusion_current : float or array
        What vacancies carry away from the interface, over the touching area [A/m2].
    creep_current : float or array
        What creep under the stack pressure pushes to it, over the touching area [A/m2].

    Returns
    -------
    array
        Over the nominal area [A/m2].

    Notes
    -----
    d(contact)/dt = -(i/F - J_creep - J_diffusion)+ V_Li/h: nothing is lost as long as the local current i/contact stays
    below the sum. Diffusion holds at low pressure, creep takes over above some megapascals (Krauskopf 2019,
    doi:10.1021/acsami.9b02537; Kasemchainan 2019, doi:10.1038/s41563-019-0438-9: 0.2 mA/cm2 at 3 MPa, about 1 mA/cm2
    at 7 MPa).
    """
    return contact * (np.asarray(diffusion_current) + creep_current)


def steady_contact(current, diffusion_current, creep_current, exponent):
    """Share of the contact that stays while lithium is stripped above its critical current [-].

    Parameters
    ----------
    current : float or array
        Over the area in contact before [A/m2].
    diffusion_current, creep_current : float or array
        As in `critical_stripping_current`, at full contact [A/m2].
    exponent : float or array
        n of creep [-].

    Notes
    -----
    What still touches carries all of the pressure, so that creep there is faster by contact^-n: voids stop growing
    at contact = (i_creep/(i - i_diffusion))^(1/n). With n = 6.6 ten times the creep current costs 30 % of the area.
    """
    needed = np.maximum(np.asarray(current, dtype=float) - diffusion_current, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(needed > 0.0, (creep_current / needed) ** (1.0 / np.asarray(exponent)), 1.0)
    return np.minimum(left, 1.0)
