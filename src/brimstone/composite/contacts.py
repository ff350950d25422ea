"""Where sulfur, electrolyte and carbon meet.

Geometry only: what could react if every contact worked. The calibrated reaction area (`build`) is proportional to a
convention, so this file gives its shape and its limits, not its size.
"""

import numpy as np

from brimstone._typing import Numeric

_SURFACE_FACTORS = {"fibre": 4.0, "tube": 4.0, "sheet": 2.0}


def surface_factor(shape: Numeric) -> Numeric:
    """Surface times thickness over volume of a particle [-]: fibres and tubes 4, sheets 2, all others 6 as a sphere."""
    return _SURFACE_FACTORS.get(shape, 6.0)


def specific_surface(fraction: Numeric, diameter: Numeric, factor: Numeric = 6.0) -> Numeric:
    """Surface of dense particles per composite volume, 6 phi/d of compact ones [m2/m3].

    `diameter` is the thickness of fibres and sheets, whose `factor` `surface_factor` gives.
    """
    return factor * np.asarray(fraction) / diameter


def outer_surface(fraction: Numeric, diameter: Numeric, factor: Numeric, adsorbing: Numeric) -> Numeric:
    """Surface of porous or bundled particles that another solid can touch, per composite volume [m2/m3].

    Parameters
    ----------
    fraction : float or array
        Volume fraction of the particles, their pores included [-].
    diameter : float or array
        Of a particle, or of the bundle it belongs to [m].
    factor : float or array
        `surface_factor` of its shape [-].
    adsorbing : float or array
        Surface that gas reaches (BET), per composite volume [m2/m3].

    Notes
    -----
    Gas gets into pores of a nanometre and between the tubes of a bundle, molten or milled sulfur as well; grains of
    an electrolyte don't. Never more than what gas reaches; blacks without pores have nearly the surface that their
    particles show in a microscope.
    """
    return np.minimum(adsorbing, specific_surface(fraction, diameter, factor))


def shared_area(one: Numeric, other: Numeric, whole: Numeric) -> Numeric:
    """Area in which two kinds of surface meet, per composite volume [m2/m3].

    Parameters
    ----------
    one, other : float or array
        Surface of each kind [m2/m3].
    whole : float or array
        That of all kinds, pores included [m2/m3].

    Notes
    -----
    A_ij = S_i S_j/S, each surface facing the others at random, its own kind included: never more than either has.
    Carbon in excess so touches all of the electrolyte, not more, and two blacks do what one of their mean area does.
    """
    return np.asarray(one) * other / np.maximum(whole, np.finfo(float).tiny)


def carbon_face(carbon: Numeric, active: Numeric) -> Numeric:
    """Share of the face of a mixture of carbon and active material that is carbon [-].

    Parameters
    ----------
    carbon, active : float or array
        Volume fractions [-].

    Notes
    -----
    x = phi_C/(phi_C + phi_A), area as volume (Delesse's principle, of any section through a random mixture: Underwood
    1970). Sulfur that is milled or melted with a black lies on its surface and between its particles, so that an
    electrolyte next to both meets the black only here and there; next to carbon alone it meets nothing else.
    """
    carbon = np.asarray(carbon)
    return carbon / np.maximum(carbon + active, np.finfo(float).tiny)


def covered_share(touching: Numeric, coverage: Numeric) -> Numeric:
    """Fraction of a surface in contact with electrolyte: `coverage` by a shell, and `touching` of the rest."""
    return coverage + (1.0 - np.asarray(coverage)) * touching


def triple_phase_line(
    surface: Numeric, electrolyte_share: Numeric, carbon_share: Numeric, patch_size: Numeric
) -> Numeric:
    """Length of the line where electrolyte and carbon meet on the active surface, per composite volume [m/m3].

    Parameters
    ----------
    surface : float or array
        Surface of the active material per composite volume [m2/m3].
    electrolyte_share, carbon_share : float or array
        Shares of that surface touched by electrolyte and by carbon [-].
    patch_size : float or array
        Mean chord of the contact patches [m].

    Notes
    -----
    A random mosaic crossed by a straight line changes between the two at 2 x_e x_c/l per length; boundary per area is
    pi/2 times that (stereology: Underwood 1970, B_A = (pi/2) P_L).
    """
    return np.pi * np.asarray(surface) * electrolyte_share * carbon_share / patch_size


def line_reaction_area(
    surface: Numeric, electrolyte_share: Numeric, carbon_share: Numeric, patch_size: Numeric, width: Numeric
) -> Numeric:
    """Area within reach of the triple-phase line, per composite volume [m2/m3].

    Parameters
    ----------
    surface, electrolyte_share, carbon_share, patch_size
        As in `triple_phase_line`.
    width : float or array
        How far ions and electrons get along the active surface from the line [m], 10-100 nm.

    Notes
    -----
    A band of `width` on either side of the line; bands that overlap saturate at the surface that is touched by
    either, A = A_max (1 - exp(-2 w L/A_max)).
    """
    touched = np.asarray(surface) * (np.asarray(electrolyte_share) + carbon_share)
    line = triple_phase_line(surface, electrolyte_share, carbon_share, patch_size)
    reached = 2.0 * np.asarray(width) * line / np.maximum(touched, np.finfo(float).tiny)
    return -touched * np.expm1(-reached)


def shell_reaction_area(surface: Numeric, carbon_share: Numeric) -> Numeric:
    """Reaction area of particles in a shell of electrolyte, per composite volume [m2/m3].

    Two phases meet instead of three: ions are all around, so that wherever carbon touches, sulfur is converted.
    """
    return np.asarray(surface) * carbon_share


def reach_in_grain(conductivity: Numeric, voltage: Numeric, current: Numeric) -> Numeric:
    """How deep lithium gets into grains that conduct it together with its electrons [m].

    Parameters
    ----------
    conductivity : float or array
        Ambipolar, of the grain [S/m].
    voltage : float or array
        Drop that drives it [V].
    current : float or array
        Per volume of the grain [A/m3].

    Notes
    -----
    l^2 = 6 sigma dV/i: the radius of a sphere in which this current, taken up evenly, drops this voltage from the
    surface to the centre.
    """
    drop = 6.0 * np.asarray(conductivity) * voltage
    return np.sqrt(drop / np.maximum(current, np.finfo(float).tiny))


def spread_contacts(touched: Numeric, radius: Numeric, reach: Numeric) -> Numeric:
    """Share of a surface within reach of contacts that lie on it at random [-].

    Parameters
    ----------
    touched : float or array
        Share of the surface that the contacts cover [-].
    radius : float or array
        Of a contact [m].
    reach : float or array
        How far electrons get from its rim [m].

    Notes
    -----
    x = 1 - (1 - x_0)^((1 + l/r)^2): discs at random cover 1 - exp(-n pi r^2), and discs of the radius r + l at the same
    places the rest of it (Boolean model; Chiu, Stoyan, Kendall and Mecke 2013, doi:10.1002/9781118658222).
    """
    bare = np.log1p(-np.minimum(touched, 1.0 - 1e-9))
    return -np.expm1(bare * (1.0 + np.asarray(reach) / radius) ** 2)


def grain_access(reach: Numeric, diameter: Numeric) -> Numeric:
    """Share of a grain that takes part when lithium enters at its surface [-].

    Parameters
    ----------
    reach : float or array
        `reach_in_grain` [m].
    diameter : float or array
        [m]

    Notes
    -----
    eta = 3 (Phi coth Phi - 1)/Phi^2 with Phi = r/l, the effectiveness of a sphere (Thiele 1939,
    doi:10.1021/ie50355a027): one for fine grains, 3 l/r for coarse ones, never zero.
    """
    ratio = np.asarray(diameter) / (2.0 * np.asarray(reach))
    large = np.maximum(ratio, 1e-3)
    series = 1.0 - ratio**2 / 15.0  # the closed form loses its digits there
    return np.where(ratio < 1e-2, series, 3.0 * (large / np.tanh(large) - 1.0) / large**2)


def tube_access(reach: Numeric, length: Numeric) -> Numeric:
    """Share of a tube's inside that takes part when lithium enters at its open ends [-].

    Parameters
    ----------
    reach : float or array
        As in `grain_access` [m].
    length : float or array
        Of the tube, whose walls of carbon let no lithium through [m].

    Notes
    -----
    eta = tanh(Phi)/Phi, Phi = sqrt(3) L/(2 l): along a line the same drop reaches less deep than into a sphere.
    """
    ratio = np.maximum(np.sqrt(3.0) * np.asarray(length) / (2.0 * np.asarray(reach)), 1e-9)
    return np.tanh(ratio) / ratio
