"""Resistance of layers and of the conducting networks as product and interphase block them."""

from brimstone._compile import compilable


@compilable
def blocked_resistivity(fresh, dilution, conversion, blocking, interphase):
    """Resistivity of a network that swelling product dilutes and interphase blocks, r0 (1 + a x)(1 + b d) [ohm m]."""
    return fresh * (1.0 + dilution * conversion) * (1.0 + blocking * interphase)


def area_resistance(thickness, conductivity):
    """Resistance of a layer times its area, L/sigma [ohm m2]; 2 um of LiPON at 2.95e-7 S/cm has 678 ohm cm2."""
    return thickness / conductivity
