"""How much of the sulfur the electrolyte touches, and what swelling and shrinking do to it cycle by cycle.

Contacts are pressed flat once, at the fabrication pressure, and held by the stack pressure. What a solid keeps of them
when the pressure falls depends on what it is made of; what it loses when the sulfur beside it changes its volume it
does not get back. The constants are in the group ``contact`` of the library; most of them are estimates.
"""

import numpy as np


def rigidity(young_modulus, reference_modulus, exponent):
    """How stiff an electrolyte is against contact, over a reference electrolyte, (E/E0)^n [-].

    Zero for a liquid (no modulus), which wets; a polymer of 5 MPa against 22 GPa with n = 1/2 has 0.015.
    """
    return (np.asarray(young_modulus) / reference_modulus) ** exponent


def first_contact(pressure, contact_pressure):
    """Share of the interface in contact under a pressure never felt before, 1 - exp(-P/P_c) [-].

    Parameters
    ----------
    pressure, contact_pressure : float or array
        [Pa]; a `contact_pressure` of zero is a liquid's, which wets without pressure.
    """
    pressure, scale = np.asarray(pressure, dtype=float), np.asarray(contact_pressure, dtype=float)
    return np.where(scale > 0.0, -np.expm1(-pressure / np.where(scale > 0.0, scale, 1.0)), 1.0)


def contact_fraction(pressure, highest_pressure, contact_pressure, retained, recovery):
    """Share of the interface between active material and electrolyte that is in contact.

    Parameters
    ----------
    pressure : float or array
        Acting now, the stack pressure [Pa].
    highest_pressure : float or array
        Felt before, as a rule the fabrication pressure [Pa]; a higher `pressure` counts as the highest.
    contact_pressure : float or array
        P_c, at which 63 % of the interface touches on first loading [Pa].
    retained : float or array
        Share r of the contacts that stay flat when the pressure is released [-]: all of a liquid or a soft film, most
        of a sulfide, hardly any of an oxide, whose grains spring back to points.
    recovery : float or array
        Share c of a flat contact that opens elastically on release of the whole pressure [-].

    Returns
    -------
    array
        Between 0 and 1; grows with the pressure, and never falls with the highest pressure felt.

    Notes
    -----
    r (1 - exp(-P_max/P_c)) (1 - c (1 - P/P_max)) + (1 - r) (1 - exp(-P/P_c)). The first part is memory: a contact
    pressed plastically keeps its area but for what recovers elastically, in proportion to the stress released. A
    pellet of Li6PS5Cl, all of whose contacts are retained, loses 14 % at 20 MPa and 9 % at 120 MPa against 265 MPa
    (doi:10.1016/j.xcrp.2022.101043); c = 0.155 gives 14.3 and 8.5 %. The second part follows the pressure.
    """
    pressure = np.asarray(pressure, dtype=float)
    highest = np.maximum(pressure, highest_pressure)
    released = 1.0 - pressure / np.where(highest > 0.0, highest, 1.0)
    kept = first_contact(highest, contact_pressure) * (1.0 - recovery * released)
    return retained * kept + (1.0 - retained) * first_contact(pressure, contact_pressure)


def host_relief(filling, strain, infiltrated, usable):
    """Share of the swelling that takes place in free pores of the host and moves nothing outside [-].

    Parameters
    ----------
    filling : float or array
        Volume of active material in the pores of the host over that of the pores [-].
    strain : float or array
        Growth of the active material over its volume [-]; sulfur to Li2S 0.787.
    infiltrated : float or array
        Share of the active material that is in the pores [-].
    usable : float or array
        Share of the swelling that goes into the pores as long as they have room [-].

    Notes
    -----
    Pores filled to 1/1.787 = 56 % have room for all the swelling of sulfur.
    """
    needed = np.asarray(filling, dtype=float) * np.abs(strain)
    room = np.where(needed > 0.0, (1.0 - np.asarray(filling)) / np.where(needed > 0.0, needed, 1.0), 1.0)
    return usable * infiltrated * np.clip(room, 0.0, 1.0)


def wear_per_cycle(swelling, pressure, loss, holding_pressure, rigidity=1.0, binder=0.0, binder_scale=1.0):
    """Contact area lost in one local cycle, over what is left: after N cycles the area is 1/(1 + wear N) of the first.

    Parameters
    ----------
    swelling : float or array
        Change of volume of the active material per volume of the composite that nothing takes up without moving its
        neighbours [-].
    pressure : float or array
        Stack pressure [Pa].
    loss : float or array
        k, contact lost per swelling without pressure and binder, by an electrolyte of the reference rigidity [-].
    holding_pressure : float or array
        P_h, which lets the loss fall to 1/e [Pa].
    rigidity : float or array
        See `rigidity` [-]: what can't follow the volume change parts from it.
    binder : float or array
        Weight fraction of elastic binder [-].
    binder_scale : float or array
        Weight fraction of binder that halves the loss [-].

    Notes
    -----
    The form of the loss on contraction, k |d strain| exp(-P/P_h), summed over one cycle.
    """
    held = np.exp(-np.asarray(pressure, dtype=float) / holding_pressure)
    return loss * np.abs(swelling) * rigidity * held / (1.0 + np.asarray(binder) / binder_scale)


def crack_per_cycle(swelling, critical_strain, scale, exponent):
    """Growth of the length of ion paths by cracks in one local cycle: after N cycles resistivity is (1 + c N)^2.

    Parameters
    ----------
    swelling : float or array
        As in `wear_per_cycle` [-].
    critical_strain : float or array
        Swelling at which the damage a cycle is `scale` [-]; brittle electrolytes (small K_IC/E) have a small one.
    scale, exponent : float or array
        A and m of dD/dN = A (dV phi_S/eps_crit)^m [-].

    Notes
    -----
    A fatigue law in the amplitude of strain (Coffin-Manson). Cracks don't heal.
    """
    return scale * (np.abs(swelling) / critical_strain) ** exponent
