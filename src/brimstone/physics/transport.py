"""Resistance of layers and of the conducting networks as product and interphase block them."""

import numpy as np

from brimstone._compile import compilable
from brimstone.constants import FARADAY


@compilable
def blocked_resistivity(fresh, dilution, conversion, blocking, interphase, cracking, turnover):
    """Resistivity of a network that product dilutes, interphase blocks and cracks cut [ohm m].

    r0 (1 + a x)(1 + b d)(1 + c N)^2: with the share D of its paths cut by cracks, a network keeps (1 - D)^2 of its
    conductivity, and D/(1 - D) = c N after N local cycles.
    """
    cut = 1.0 + cracking * turnover
    return fresh * (1.0 + dilution * conversion) * (1.0 + blocking * interphase) * cut * cut


def area_resistance(thickness, conductivity):
    """Resistance of a layer times its area, L/sigma [ohm m2]; 2 um of LiPON at 2.95e-7 S/cm has 678 ohm cm2."""
    return thickness / conductivity


def limiting_current(diffusivity, concentration, thickness, transference_number):
    """Current at which a binary electrolyte runs out of salt at one electrode, 2 F D c / (L (1 - t+)) [A/m2].

    Parameters
    ----------
    diffusivity : float or array
        Of the salt [m2/s].
    concentration : float or array
        Of the salt, mean over the layer [mol/m3].
    thickness : float or array
        [m]
    transference_number : float or array
        Share of the current that lithium carries; with 1 there is no limit.

    Returns
    -------
    float or array
        Infinite for a single-ion conductor. 50 um of a polymer with 1.2 mol/L, 1e-8 cm2/s and 0.2: 0.58 mA/cm2.
    """
    immobile = 1.0 - np.asarray(transference_number, dtype=float)
    with np.errstate(divide="ignore"):
        return 2.0 * FARADAY * diffusivity * concentration / (thickness * immobile)
