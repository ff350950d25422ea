"""Contact of a flat interface and its resistance.

Everything done to an interface closes a share of what is still open: pressure, heat, a melt, a vapour-deposited film.
Where the interface stays open the current has to bypass the gap, so that only part of the adjacent electrolyte is
used.
"""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT


def together(*shares: Numeric) -> np.ndarray:
    r"""Contact fraction after several treatments, each of which closes its share of what is still open.

    .. math::
        :label: eq-combined-contact

        1 - \theta = \prod_j (1 - s_j)

    No treatment undoes another, and their order does not matter. Shares are clipped to 0…1, which the tails of an
    uncertain one may leave.

    Parameters
    ----------
    *shares : float or ndarray
        :math:`s_j` [-].

    Returns
    -------
    ndarray
        :math:`\theta` [-].

    Notes
    -----
    Source: introduced here (independent events). Theory: :ref:`theory-interfaces`.
    """
    still_open = np.asarray(1.0)
    for share in shares:
        still_open = still_open * (1.0 - np.clip(share, 0.0, 1.0))
    return 1.0 - still_open


def pressed_share(pressure: Numeric, highest_pressure: Numeric, contact_pressure: Numeric, memory: Numeric) -> Numeric:
    r"""Share of an interface that pressure closes, with memory of the highest pressure applied.

    .. math::
        :label: eq-pressed-contact

        s = s_1(P) + m\left[s_1(P_\mathrm{max}) - s_1(P)\right], \qquad s_1(P) = 1 - e^{-P/P_1}

    Parameters
    ----------
    pressure : float or ndarray
        Present pressure :math:`P` [Pa].
    highest_pressure : float or ndarray
        Highest pressure :math:`P_\mathrm{max}` ever applied [Pa]; a higher `pressure` replaces it.
    contact_pressure : float or ndarray
        :math:`P_1`, at which 63 % is closed on first loading [Pa].
    memory : float or ndarray
        Share :math:`m` of what the highest pressure closed beyond the present one that stays closed [-].

    Returns
    -------
    ndarray
        :math:`s` [-].

    Notes
    -----
    Lithium on Li6PS5Cl with P_1 = 7 MPa: 0.51 at 5 MPa, 0.97 at 25 MPa, 0.78 back at 5 MPa with m = 0.58.

    Source: empirical, introduced here; data of Doux 2020, doi:10.1002/aenm.201903253. Theory:
    :ref:`theory-interfaces`.
    """
    pressure = np.asarray(pressure, dtype=float)
    now = -np.expm1(-pressure / contact_pressure)
    before = -np.expm1(-np.maximum(pressure, highest_pressure) / contact_pressure)
    return now + np.clip(memory, 0.0, 1.0) * (before - now)


def bonded_share(
    temperature: Numeric, melting_temperature: Numeric, coverage: Numeric, activation_energy: Numeric
) -> Numeric:
    r"""Share of an interface closed when lithium is heated against the electrolyte for the usual hold.

    .. math::
        :label: eq-bonded-contact

        s = 1 - \exp\left\{-s_m\exp\left[-\frac{Q}{R}\left(\frac{1}{T} - \frac{1}{T_m}\right)\right]\right\},
        \qquad T \leq T_m

    Diffusion bonding by creep; above the melting temperature the value at the melting temperature holds.

    Parameters
    ----------
    temperature, melting_temperature : float or ndarray
        :math:`T`, :math:`T_m` [K].
    coverage : float or ndarray
        :math:`s_m`, the exponent at the melting temperature [-].
    activation_energy : float or ndarray
        Activation energy :math:`Q` of creep [J/mol].

    Returns
    -------
    ndarray
        :math:`s` [-].

    Notes
    -----
    Source: empirical, introduced here; activation energy of creep from doi:10.1149/2.0221902jes.
    Theory: :ref:`theory-interfaces`.
    """
    warmth = 1.0 / np.minimum(temperature, melting_temperature) - 1.0 / melting_temperature
    return -np.expm1(-coverage * np.exp(-activation_energy / GAS_CONSTANT * warmth))


def interface_resistance(contact: Numeric, full_contact: Numeric, column: Numeric) -> Numeric:
    r"""Area-specific resistance of an interface that touches in patches.

    .. math::
        :label: eq-interface-resistance

        R = \frac{R_\mathrm{full} + R_e}{\theta} - R_e

    The contact patches of a foil on a pellet are wider than the pellet is thick, so that the current runs through the
    columns of electrolyte above them and the rest of the electrolyte is idle. :math:`R_e` itself is counted elsewhere.

    Parameters
    ----------
    contact : float or ndarray
        Contact fraction :math:`\theta` [-].
    full_contact : float or ndarray
        Area-specific resistance :math:`R_\mathrm{full}` of the interface at full contact [ohm m2].
    column : float or ndarray
        Area-specific resistance :math:`R_e` of the adjacent electrolyte [ohm m2].

    Returns
    -------
    float or ndarray
        :math:`R` [ohm m2].

    Notes
    -----
    Without the columns the resistance could not fall as fast with pressure as it does: a symmetric cell goes from
    above 500 ohm at 1 MPa to the 32 ohm of its electrolyte.

    Source: derived here; data of Doux 2020, doi:10.1002/aenm.201903253. Theory: :ref:`theory-interfaces`.
    """
    return (full_contact + column) / contact - column


def interphase_charge(time: Numeric, reaction: Numeric, squared_growth: Numeric) -> Numeric:
    r"""Lithium taken by an interphase that a reaction limits first, and then diffusion through itself.

    .. math::
        :label: eq-interphase-charge

        \frac{\mathrm{d}q}{\mathrm{d}t} = \frac{1}{1/k_r + 2q/k_q^2} \quad\Rightarrow\quad
        q = \frac{k_q^2}{2}\left(\sqrt{\frac{1}{k_r^2} + \frac{4t}{k_q^2}} - \frac{1}{k_r}\right)

    Parameters
    ----------
    time : float or ndarray
        :math:`t` [s].
    reaction : float or ndarray
        :math:`1/k_r` [m2 s/C].
    squared_growth : float or ndarray
        :math:`k_q^2` [C2/(m4 s)].

    Returns
    -------
    ndarray
        :math:`q` [C/m2]; proportional to the root of time in the end.

    Notes
    -----
    Source: standard (linear, then parabolic growth); data of doi:10.1038/s41467-023-42512-y. Theory:
    :ref:`theory-interfaces`.
    """
    slow = 4.0 * np.asarray(time, dtype=float) / squared_growth
    return 0.5 * squared_growth * (np.sqrt(reaction * reaction + slow) - reaction)


def metal_contact_resistance(
    reference: Numeric, pressure: Numeric, reference_pressure: Numeric, exponent: Numeric
) -> Numeric:
    r"""Contact resistance of a metal foil on a composite.

    .. math::
        :label: eq-metal-contact

        R = R_\mathrm{ref}\left(\frac{P_\mathrm{ref}}{P}\right)^{n}

    Parameters
    ----------
    reference : float or ndarray
        Resistance :math:`R_\mathrm{ref}` at the reference pressure [ohm m2].
    pressure, reference_pressure : float or ndarray
        :math:`P`, :math:`P_\mathrm{ref}` [Pa].
    exponent : float or ndarray
        :math:`n` [-]; 0.95 for rough surfaces that deform plastically.

    Returns
    -------
    ndarray
        :math:`R` [ohm m2].

    Notes
    -----
    Source: Cooper, Mikic and Yovanovich 1969, doi:10.1016/0017-9310(69)90011-8. Theory: :ref:`theory-interfaces`.
    """
    return reference * (reference_pressure / np.asarray(pressure, dtype=float)) ** exponent
