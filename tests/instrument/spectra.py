"""Spectra of circuits that are known."""

import numpy as np

from brimstone.physics.dielectric import arc_impedance
from brimstone.physics.transmission_line import two_rail_line

FREQUENCY = np.geomspace(1e6, 1e-3, 60)
#: Rails, charge transfer, double layers and conversion of the line; the arc and the plain resistance before it.
RAILS, TRANSFER, LAYERS, CONVERSION = (80.0, 5.0), 60.0, 2e-3, 20.0
ARC, STORED, EXPONENT, PLAIN = 40.0, 1e-6, 0.88, 12.0


def noisy(impedance, noise, seed=0):
    """A spectrum with errors of real and imaginary part relative to the magnitude."""
    random = np.random.default_rng(seed)
    shape = impedance.shape
    return impedance + noise * np.abs(impedance) * (random.normal(size=shape) + 1j * random.normal(size=shape))


def cell(frequency=FREQUENCY, plain=PLAIN):
    """A resistance, a depressed arc and a transmission line with conversion, in ohm."""
    s = 2j * np.pi * frequency
    between = 1.0 / (s * LAYERS + 1.0 / (TRANSFER + 1.0 / (s * CONVERSION)))
    return plain + arc_impedance(ARC, STORED, EXPONENT, frequency) + two_rail_line(*RAILS, between)
