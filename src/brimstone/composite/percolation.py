"""Percolation of particles of one kind: thresholds and connected fraction.

A critical volume fraction (any shape, any cause), with the connected fraction of random sphere packings.
"""

import numpy as np

from brimstone._typing import Numeric

#: Like contacts per particle below which no cluster spans a random packing of spheres (Suzuki and Oshima 1983).
CRITICAL_CONTACTS = 1.764
_CONNECTED_CONTACTS = 4.236  # all particles connected; 4.236 - 2.472 = 1.764

# Garboczi, Snyder, Douglas and Thorpe, Phys. Rev. E 52 (1995) 819, Table 1: length along the axis of revolution over
# the diameter, critical volume fraction of randomly oriented, overlapping ellipsoids.
_ELLIPSOIDS = np.array([
    [1 / 2000, 0.000637], [1 / 1000, 0.001275], [1 / 100, 0.01248], [1 / 10, 0.1058], [1 / 8, 0.1262], [1 / 5, 0.1757],
    [1 / 4, 0.2003], [1 / 3, 0.2289], [1 / 2, 0.2629], [3 / 4, 0.2831], [1.0, 0.2854], [1.5, 0.2795], [2.0, 0.2618],
    [3.0, 0.2244], [4.0, 0.1901], [5.0, 0.1627], [10.0, 0.08703], [20.0, 0.04150], [30.0, 0.02646], [50.0, 0.01502],
    [100.0, 0.006949], [200.0, 0.003195], [300.0, 0.002052], [500.0, 0.001205],
])  # fmt: skip


def percolating_probability(like_contacts: Numeric) -> Numeric:
    """Probability that a particle belongs to the cluster that spans the packing [-].

    P = [1 - ((4.236 - Z_kk)/2.472)^2.5]^0.4 for Z_kk in 1.764 ... 4.236, zero below and one above (Bouvard and
    Lange 1991; Chen et al. 2009; Bertei and Nicolella 2011).
    """
    lacking = np.clip(
        (_CONNECTED_CONTACTS - np.asarray(like_contacts)) / (_CONNECTED_CONTACTS - CRITICAL_CONTACTS), 0, 1
    )
    return (1.0 - lacking**2.5) ** 0.4


def connected_fraction(fraction: Numeric, threshold: Numeric) -> Numeric:
    """Share of a phase that belongs to its spanning network [-].

    `percolating_probability` with like contacts in proportion to the volume fraction, as they are for particles of
    one size, and the critical number of contacts at `threshold`: nothing below it, all above 2.4 times it.
    """
    return percolating_probability(CRITICAL_CONTACTS * np.asarray(fraction) / threshold)


def size_ratio_threshold(radius_ratio: Numeric, equal_size_threshold: Numeric) -> Numeric:
    """Critical volume fraction of a conductor whose particles are smaller or larger than the insulator's [-].

    Parameters
    ----------
    radius_ratio : float or array
        Radius of the insulating over radius of the conducting particles [-].
    equal_size_threshold : float or array
        Critical volume fraction at ratio one [-].

    Notes
    -----
    phi_c = [1 + (1/phi_1 - 1) R_insulator/R_conductor]^-1: fine conductors decorate coarse insulators and need
    little. This is Kusy's form (J. Appl. Phys. 48 (1977) 5301, doi:10.1063/1.323560); his own numerical factor,
    1.27/(4·0.42) = 0.756 in place of 1/phi_1 - 1, holds for large ratios only.
    """
    return 1.0 / (1.0 + (1.0 / np.asarray(equal_size_threshold) - 1.0) * radius_ratio)


def shape_threshold(aspect_ratio: Numeric, compact_threshold: Numeric) -> Numeric:
    """Critical volume fraction of fibres and sheets [-].

    Parameters
    ----------
    aspect_ratio : float or array
        Length over diameter: above one for fibres, one for compact particles, thickness over diameter (below one)
        for sheets.
    compact_threshold : float or array
        Critical volume fraction of compact particles of the same stuff [-].

    Notes
    -----
    Overlapping ellipsoids of Garboczi et al. 1995 (table, logarithmic interpolation), scaled so that aspect one gives
    `compact_threshold`. Limits: about 0.6/aspect for long fibres, 1.27·aspect for thin sheets.
    """
    logarithm = np.interp(np.log(aspect_ratio), np.log(_ELLIPSOIDS[:, 0]), np.log(_ELLIPSOIDS[:, 1]))
    return np.exp(logarithm) / 0.2854 * compact_threshold
