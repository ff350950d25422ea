"""Resistance of a porous electrode to a small direct current, by process."""

from typing import NamedTuple

import numpy as np

from brimstone._typing import Numeric

_THIN, _DEEP = (
    1e-3,
    300.0,
)  # thickness over penetration depth: below, the limit is exact to round-off; above, sinh would overflow


class ElectrodeResistance(NamedTuple):
    """Parts of the resistance [ohm m2]; their sum is the electrode's."""

    ionic: np.ndarray
    electronic: np.ndarray
    reaction: np.ndarray


def porous_electrode_resistance(
    thickness: Numeric, ionic_resistivity: Numeric, electronic_resistivity: Numeric, conductance: Numeric
) -> ElectrodeResistance:
    """Resistance of a uniform porous electrode; each part is its dissipated power over the current squared.

    Parameters
    ----------
    thickness : float or array
        [m].
    ionic_resistivity, electronic_resistivity : float or array
        Effective, of the composite [ohm m].
    conductance : float or array
        Reaction current per volume and overpotential [S/m3].

    Returns
    -------
    ElectrodeResistance

    Notes
    -----
    The linear case of Newman and Tobias 1962 (doi:10.1149/1.2425269): ions enter at the separator, electrons leave at
    the collector, and the overpotential decays within 1/sqrt(G (r_i + r_e)) of either. A thin electrode has
    1/(G L) + L (r_i + r_e)/3; a thick one reacts only within that depth of the separator or the collector.
    """
    both = np.asarray(ionic_resistivity) + electronic_resistivity
    ions, electrons = ionic_resistivity / both, electronic_resistivity / both
    ratio = np.maximum(np.asarray(thickness) * np.sqrt(conductance * both), _THIN)
    bounded = np.minimum(ratio, _DEEP)
    inverse_sinh, coth = 1.0 / np.sinh(bounded), 1.0 / np.tanh(bounded)
    # Means over the depth of s s, s s', c c and c c', with s = sinh(z)/sinh(L), s' = sinh(L - z)/sinh(L), c alike.
    square = 0.5 * coth / ratio - 0.5 * inverse_sinh**2
    crossed = 0.5 * inverse_sinh * (coth - 1.0 / ratio)
    slopes = 0.5 * coth / ratio + 0.5 * inverse_sinh**2
    slopes_crossed = 0.5 * inverse_sinh * (coth + 1.0 / ratio)
    line = np.tanh(0.5 * bounded) / ratio
    uneven = (ions**2 + electrons**2) * square - 2.0 * ions * electrons * crossed
    return ElectrodeResistance(
        thickness * ionic_resistivity * (electrons**2 + 2.0 * electrons * (ions - electrons) * line + uneven),
        thickness * electronic_resistivity * (ions**2 - 2.0 * ions * (ions - electrons) * line + uneven),
        ratio**2
        * ((ions**2 + electrons**2) * slopes + 2.0 * ions * electrons * slopes_crossed)
        / conductance
        / thickness,
    )
