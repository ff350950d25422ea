"""How much of a flat interface touches, and the resistance that is left of it.

Each thing done to an interface closes a share of what is still open: pressure, heat, a melt, a film from the gas phase.
Where it stays open the current goes another way, so that the electrolyte beside it is used in part only.
"""

import numpy as np

from brimstone.constants import GAS_CONSTANT


def together(*shares):
    """Share of an interface that touches when each of several things closes its share of what is open [-].

    1 - prod(1 - s): none of them undoes what another did, and the order does not matter. Shares are taken as between
    0 and 1, which the tails of an uncertain one may leave.
    """
    still_open = np.asarray(1.0)
    for share in shares:
        still_open = still_open * (1.0 - np.clip(share, 0.0, 1.0))
    return 1.0 - still_open


def pressed_share(pressure, highest_pressure, contact_pressure, memory):
    """Share that pressure closes, with memory of the highest pressure felt [-].

    Parameters
    ----------
    pressure : float or array
        Acting now [Pa].
    highest_pressure : float or array
        Felt before [Pa]; a higher `pressure` counts as the highest.
    contact_pressure : float or array
        P_1, at which 63 % is closed on first loading [Pa].
    memory : float or array
        Share of what the highest pressure closed beyond the present one that stays closed [-].

    Notes
    -----
    s(P) + m (s(P_max) - s(P)), s(P) = 1 - exp(-P/P_1). Lithium on Li6PS5Cl, P_1 = 7 MPa (Doux 2020,
    doi:10.1002/aenm.201903253): 0.51 at 5 MPa, 0.97 at 25 MPa, 0.78 back at 5 MPa with m = 0.58.
    """
    pressure = np.asarray(pressure, dtype=float)
    now = -np.expm1(-pressure / contact_pressure)
    before = -np.expm1(-np.maximum(pressure, highest_pressure) / contact_pressure)
    return now + np.clip(memory, 0.0, 1.0) * (before - now)


def bonded_share(temperature, melting_temperature, coverage, activation_energy):
    """Share that lithium closes when it is heated beside the electrolyte for the usual hold [-].

    1 - exp(-s), s = s_m exp(-Q/R (1/T - 1/T_m)): diffusion bonding by creep. `coverage` is s_m, at the melting
    temperature [K]; `activation_energy` is Q of creep [J/mol]. Above the melting temperature it stays what it is there.
    """
    warmth = 1.0 / np.minimum(temperature, melting_temperature) - 1.0 / melting_temperature
    return -np.expm1(-coverage * np.exp(-activation_energy / GAS_CONSTANT * warmth))


def interface_resistance(contact, full_contact, column):
    """Area resistance of an interface that touches in patches [ohm m2].

    Parameters
    ----------
    contact : float or array
        Share of the area that touches [-].
    full_contact : float or array
        Area resistance of the interface itself, were all of it touching [ohm m2].
    column : float or array
        Area resistance of the electrolyte beside it [ohm m2].

    Notes
    -----
    (R + R_e)/theta - R_e. The patches of a foil on a pellet are wider than the pellet is thick, so the current runs
    through the columns of electrolyte above them and the rest of it is of no use; R_e itself is counted elsewhere.
    Without the columns the resistance could not fall as fast with pressure as it does (Doux 2020,
    doi:10.1002/aenm.201903253): a symmetric cell goes from above 500 ohm at 1 MPa to the 32 ohm of its electrolyte.
    """
    return (full_contact + column) / contact - column


def interphase_resistance(after_a_day, time):
    """Area resistance of an interphase that grows by diffusion through itself, proportional to sqrt(t) [ohm m2].

    `after_a_day` is its area resistance after 86 400 s [ohm m2]; `time` in s.
    """
    return after_a_day * np.sqrt(np.asarray(time, dtype=float) / 86400.0)


def metal_contact_resistance(reference, pressure, reference_pressure, exponent):
    """Contact resistance of a metal foil on a composite, R (P_ref/P)^n [ohm m2].

    n = 0.95 for rough surfaces that yield (Cooper, Mikic and Yovanovich 1969).
    """
    return reference * (reference_pressure / np.asarray(pressure, dtype=float)) ** exponent
