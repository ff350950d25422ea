"""Voltage lost at the negative electrode."""

import numpy as np

from brimstone._compile import compilable


@compilable
def charge_transfer_overpotential(current, exchange_current, half_inverse_thermal_voltage):
    """Overpotential of symmetric Butler-Volmer kinetics, (2RT/F) asinh(i/(2 i0)) [V]."""
    return np.arcsinh(0.5 * current / exchange_current) / half_inverse_thermal_voltage


@compilable
def charge_transfer_slope(current, exchange_current, half_inverse_thermal_voltage):
    """Derivative of `charge_transfer_overpotential` with the current [ohm m2]."""
    reduced = 0.5 * current / exchange_current
    return 0.5 / (exchange_current * half_inverse_thermal_voltage * np.sqrt(1.0 + reduced * reduced))
