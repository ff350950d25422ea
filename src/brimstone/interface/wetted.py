"""How lithium wets what it was melted or pressed on: adhesion, contact angle, and what is filled of the surface."""

import numpy as np

from brimstone._records import record
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics import wetting


@record
class Wetting:
    """Lithium on a rough solid; arrays have one entry per member.

    Attributes
    ----------
    on : str
        The solid: the electrolyte, or what was deposited on it.
    adhesion : ndarray
        Work of adhesion [J/m2].
    angle : ndarray
        Contact angle of molten lithium [rad].
    filled : ndarray
        Fraction of the rough surface that is filled [-].
    """

    on: str
    adhesion: np.ndarray
    angle: np.ndarray
    filled: np.ndarray


def wetting_of(bench: Workbench, on: Material, pressure: np.ndarray) -> Wetting:
    """Lithium under a pressure [Pa] on a solid with a known work of adhesion."""
    adhesion, surface = bench.property(on, "work_of_adhesion"), bench.property("Li", "surface_energy")
    filled = wetting.wetted_fraction(
        wetting.cosine_of_contact_angle(adhesion, surface),
        pressure,
        surface,
        bench.constant("wetting/groove_radius"),
        bench.constant("wetting/groove_spread"),
    )
    return Wetting(on.name, adhesion, np.asarray(wetting.contact_angle(adhesion, surface)), np.asarray(filled))
