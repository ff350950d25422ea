"""What stores charge beside a resistance, and what alternating current sees of both."""

import numpy as np

VACUUM_PERMITTIVITY = 8.8541878128e-12  #: [F/m], CODATA 2018


def layer_capacitance(permittivity, thickness):
    """Capacitance of a plane layer [F/m2]; `permittivity` over that of vacuum, `thickness` in m."""
    return VACUUM_PERMITTIVITY * permittivity / thickness


def boundary_capacitance(permittivity, thickness, grain_size, boundary_width):
    """Capacitance of the grain boundaries across a layer of bricks [F/m2].

    One boundary as wide as `boundary_width` every `grain_size`, all lengths in m: the series of those boundaries.
    """
    return layer_capacitance(permittivity, thickness) * grain_size / boundary_width


def arc_impedance(resistance, capacitance, dispersion, frequency):
    """Impedance of a resistance beside a constant phase element [ohm m2], R/(1 + (i w R C)^n).

    Parameters
    ----------
    resistance : array (..., 1)
        [ohm m2]
    capacitance : array (..., 1)
        That of an ideal capacitor with the same time constant [F/m2]; zero for a plain resistance.
    dispersion : array (..., 1)
        n, at most 1.
    frequency : array (points,)
        [Hz]
    """
    reduced = 2j * np.pi * frequency * resistance * capacitance
    return resistance / (1.0 + reduced**dispersion)
