"""How far a brittle layer can be bent, and how large it can be pressed."""

import numpy as np

_GEOMETRY = 1.12  # of an edge crack


def strength(toughness, flaw):
    """Stress at which a flaw runs, K/(1.12 sqrt(pi a)) [Pa] (Griffith, edge crack).

    `toughness` in Pa m^0.5, `flaw` its depth in m.
    """
    return np.asarray(toughness) / (_GEOMETRY * np.sqrt(np.pi * np.asarray(flaw)))


def least_bending_radius(thickness, modulus, toughness, flaw):
    """Radius to which a layer bends before it cracks, E t/(2 sigma) [m].

    Parameters
    ----------
    thickness : float or array
        [m]; a flaw is at most half as deep.
    modulus : float or array
        Young's modulus [Pa].
    toughness : float or array
        K_IC [Pa m^0.5].
    flaw : float or array
        Depth of the largest flaws at the surface [m].
    """
    deepest = np.minimum(flaw, 0.5 * np.asarray(thickness))
    return np.asarray(modulus) * thickness / (2.0 * strength(toughness, deepest))


def rolling_thickness(radius, modulus, toughness, flaw):
    """Thickest layer that bends to `radius` [m] without a crack [m]; arguments as of `least_bending_radius`."""
    # With a flaw of half the thickness the radius goes with t^1.5: t = (r K sqrt(2/pi) 2/(1.12 E))^(2/3).
    shallow = (2.0 * radius * np.asarray(toughness) * np.sqrt(2.0 / np.pi) / (_GEOMETRY * modulus)) ** (2.0 / 3.0)
    deep = 2.0 * radius * strength(toughness, flaw) / modulus
    return np.where(0.5 * shallow <= flaw, shallow, deep)
