"""Resistance of layers and of conducting networks as product and interphase block them."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.physics.elementary import inverse_root


@compilable
def blocked_resistivity(
    fresh: Numeric,
    dilution: Numeric,
    conversion: Numeric,
    blocking: Numeric,
    opened: Numeric,
    damage: Numeric,
) -> Numeric:
    r"""Resistivity of a network that is diluted by product, loses electrolyte to its redox and is cut by cracks.

    .. math::
        :label: eq-network-resistivity

        \rho = \rho_0\,\frac{(1 + \alpha x)(1 + W)^2}{(1 - \beta u)^2}

    If cracks cut the share :math:`D` of its paths, a network keeps :math:`(1 - D)^2` of its conductivity, and
    :math:`W = D/(1 - D)`. Opened electrolyte conducts a thousandth of what it did: its paths are as good as lost.

    Parameters
    ----------
    fresh : float or ndarray
        Resistivity :math:`\rho_0` of the fresh network [ohm m].
    dilution : float or ndarray
        Relative increase :math:`\alpha` on full conversion [-].
    conversion : float or ndarray
        :math:`x` [-].
    blocking : float or ndarray
        Share :math:`\beta` of the paths that the accessible electrolyte carries [-].
    opened : float or ndarray
        Share :math:`u` of the accessible electrolyte that redox has opened [-].
    damage : float or ndarray
        :math:`W` of :eq:`eq-damage` [-].

    Returns
    -------
    float or ndarray
        :math:`\rho` [ohm m].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-transport`.
    """
    cut = (1.0 + damage) / (1.0 - blocking * opened)
    return fresh * (1.0 + dilution * conversion) * cut * cut


@compilable
def constriction(contact: Numeric) -> Numeric:
    r"""Rise of the resistivity of a network of grains whose contacts shrink.

    .. math::
        :label: eq-constriction

        \frac{\rho}{\rho_1} = \theta^{-1/2}

    Parameters
    ----------
    contact : float or ndarray
        Touching area :math:`\theta` over the one that :math:`\rho_1` is for [-].

    Returns
    -------
    float or ndarray
        [-]

    Notes
    -----
    Current is constricted at each contact between grains, by as much as the radius of the contact is small; the radius
    goes with the root of its area. Bridges that have sintered together do not follow, so that this is an upper bound.

    Source: Holm, Electric Contacts (1967), constriction resistance of a circular spot; that it makes up all of the
    resistance is an estimate. Theory: :ref:`theory-transport`.
    """
    return inverse_root(contact)


def area_resistance(thickness: Numeric, conductivity: Numeric) -> Numeric:
    r"""Area-specific resistance of a layer.

    .. math::
        :label: eq-area-resistance

        R = \frac{L}{\sigma}

    Parameters
    ----------
    thickness : float or ndarray
        :math:`L` [m].
    conductivity : float or ndarray
        :math:`\sigma` [S/m].

    Returns
    -------
    float or ndarray
        :math:`R` [ohm m2]; 678 ohm cm2 for 2 um of LiPON at 2.95e-7 S/cm.

    Notes
    -----
    Source: Ohm's law. Theory: :ref:`theory-transport`.
    """
    return thickness / conductivity


def carried_share(conductivity: Numeric, thickness: Numeric, current: Numeric, temperature: Numeric) -> Numeric:
    r"""Share of a current that electrons carry through a layer without losing more than RT/F.

    .. math::
        :label: eq-carried-share

        w = \frac{\sigma}{\sigma + iLF/RT}

    1 for a layer of carbon, 0 for an insulator: whether an interlayer is a current path.

    Parameters
    ----------
    conductivity : float or ndarray
        :math:`\sigma` of electrons [S/m].
    thickness : float or ndarray
        :math:`L` [m].
    current : float or ndarray
        :math:`i` [A/m2].
    temperature : float
        :math:`T` [K].

    Returns
    -------
    float or ndarray
        :math:`w` [-].

    Notes
    -----
    Source: Ohm's law, introduced here. Theory: :ref:`theory-interfaces`.
    """
    return conductivity / (conductivity + current * thickness * FARADAY / (GAS_CONSTANT * temperature))


def limiting_current(
    diffusivity: Numeric, concentration: Numeric, thickness: Numeric, transference_number: Numeric
) -> Numeric:
    r"""Limiting current of a binary electrolyte, at which the salt is exhausted at one electrode.

    .. math::
        :label: eq-limiting-current

        i_\mathrm{lim} = \frac{2 F D c_0}{L(1 - t_+)}

    Parameters
    ----------
    diffusivity : float or ndarray
        Salt diffusivity :math:`D` [m2/s].
    concentration : float or ndarray
        Mean salt concentration :math:`c_0` of the layer [mol/m3].
    thickness : float or ndarray
        :math:`L` [m].
    transference_number : float or ndarray
        Transference number :math:`t_+` of lithium [-].

    Returns
    -------
    ndarray
        :math:`i_\mathrm{lim}` [A/m2]; infinite for a single-ion conductor. 0.58 mA/cm2 for 50 um of a polymer with
        1.2 mol/L, 1e-8 cm2/s and 0.2.

    Notes
    -----
    Source: standard; Newman and Balsara, Electrochemical Systems (dilute binary electrolyte, steady state).
    Theory: :ref:`theory-electrolytes`.
    """
    immobile = 1.0 - np.asarray(transference_number, dtype=float)
    with np.errstate(divide="ignore"):
        return 2.0 * FARADAY * diffusivity * concentration / (thickness * immobile)
