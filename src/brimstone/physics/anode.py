"""Overpotential of the negative electrode."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric


@compilable
def charge_transfer_overpotential(
    current: Numeric, exchange_current: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Charge-transfer overpotential of the negative electrode.

    .. math::
        :label: eq-anode-overpotential

        \eta_a = \frac{2RT}{F}\,\mathrm{arsinh}\,\frac{i}{2 i_0}

    The Butler–Volmer equation with both transfer coefficients one half, solved for the overpotential.

    Parameters
    ----------
    current : float or ndarray
        Current density :math:`i` [A/m2].
    exchange_current : float or ndarray
        Exchange current density :math:`i_0` [A/m2].
    half_inverse_thermal_voltage : float or ndarray
        :math:`b = F/2RT` [1/V].

    Returns
    -------
    float or ndarray
        :math:`\eta_a` [V], of the sign of the current.

    Notes
    -----
    Source: standard; Newman and Balsara, Electrochemical Systems, chapter on electrode kinetics.
    Theory: :ref:`theory-transport`.
    """
    return np.arcsinh(0.5 * current / exchange_current) / half_inverse_thermal_voltage


@compilable
def charge_transfer_slope(
    current: Numeric, exchange_current: Numeric, half_inverse_thermal_voltage: Numeric
) -> Numeric:
    r"""Derivative of :eq:`eq-anode-overpotential` with respect to current, the differential charge-transfer resistance.

    Parameters
    ----------
    current, exchange_current, half_inverse_thermal_voltage : float or ndarray
        As for `charge_transfer_overpotential`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\eta_a/\mathrm{d}i` [ohm m2]; :math:`RT/F i_0` at rest.
    """
    reduced = 0.5 * current / exchange_current
    return 0.5 / (exchange_current * half_inverse_thermal_voltage * np.sqrt(1.0 + reduced * reduced))
