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


def host_access(reach: Numeric, diameter: Numeric) -> Numeric:
    """Share of a porous particle's volume within reach of its outer surface [-].

    Parameters
    ----------
    reach : float or array
        How deep lithium ions get into the sulfur-filled pores without electrolyte [m].
    diameter : float or array
        Diameter of the host particle [m].

    Notes
    -----
    1 - (1 - 2 l/d)^3 of a sphere. A liquid soaks the whole particle; a solid electrolyte stays outside, so a cage
    made for liquids keeps its sulfur from reacting here.
    """
    return 1.0 - np.clip(1.0 - 2.0 * np.asarray(reach) / diameter, 0.0, 1.0) ** 3


def tube_access(reach: Numeric, length: Numeric) -> Numeric:
    """Share of a tube's inside within reach of its open ends [-], 2 l/L; walls of carbon let no lithium through.

    Parameters
    ----------
    reach : float or array
        As in `host_access` [m].
    length : float or array
        Of the tube [m].
    """
    return np.clip(2.0 * np.asarray(reach) / length, 0.0, 1.0)
