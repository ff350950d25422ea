"""The composite as the cell model sees it."""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record


@record
class Composite:
    """Structure and transport of a cathode composite, for each member of an ensemble.

    All arrays have the shape of the ensemble, (samples,), or of the points of a map. Volumes are as made, before the
    first cycle; x is the degree of discharge, 0 with all active material charged (S), 1 with all of it lithiated
    (Li2S), whatever the cell starts from.

    Attributes
    ----------
    fractions : mapping of str to array
        Volume fraction by component, and of ``"pores"`` [-]; they add up to one.
    phi_active, phi_electrolyte, phi_carbon, porosity : array
        Volume fractions [-].
    density : array
        Mass over volume, pores included [kg/m3].
    thickness : array
        [m].
    active_areal_mass, sulfur_areal_mass : array
        [kg/m2].
    electrolyte_shares : mapping of str to array
        Volume of each electrolyte over that of all electrolytes [-]; the bulk conductivity that `ionic_factor` refers
        to is their `conduction.mixture_conductivity`.
    ionic_factor : array
        Effective over bulk ionic conductivity at x = 0 [-]; what mixing does to the electrolyte is in it.
    ionic_dilution : array
        Growth of the ionic resistivity from x = 0 to 1 [-]: rho(x) = rho(0) (1 + ionic_dilution x).
    electronic_conductivity : array
        Effective, at x = 0 [S/m].
    electronic_dilution : array
        As `ionic_dilution`, of the electronic resistivity [-].
    reaction_area : array
        Area on which sulfur is converted [m2/m3], in the gauge of ``area/reaction_area``.
    electrolyte_carbon_area : array
        Area on which electrolyte touches carbon and decomposes, both connected [m2/m3].
    reachable : array
        Share of the active material that both ions and electrons can reach [-].
    mixing_quality : array
        M, 0 to 1 [-].
    solid_density : array
        Of all solids together, without pores [kg/m3].
    ionic_threshold, electronic_threshold : array
        Volume fractions from which electrolyte and electron conductors percolate [-].
    electronic_conductors : array
        Volume fraction of all that conducts electrons [-].
    ionic_connection, electronic_connection : array
        Share of electrolyte and of electron conductors that belongs to a network through the layer [-].
    isolated_fraction : array
        Fraction of the active material in regions cut off by uneven mixing [-].
    host_access, infiltrated_share, pore_filling : array
        Share of the active material that ions reach where a host holds it, share that is in its pores, and share of
        the pores that it fills [-].
    carbon_area_factor, electrolyte_fraction_factor, active_fraction_factor, mixing_factor, laboratory_factor : array
        Factors of `reaction_area` [-].
    electrolyte_factor : array
        Fraction of the electrolyte conductivity retained after mixing and pressing [-]; included in `ionic_factor`.
    geometric_area : array
        Accessible from the triple-phase line, from sizes alone [m2/m3].
    triple_phase_line : array
        Length of the line where active material, electrolyte and carbon meet [m/m3].
    electrolyte_on_active, carbon_on_active : array
        Fraction of the active material surface that they touch [-].
    electrons_on_active, electron_patch : array
        Fraction of that surface where carbon, by what solids touch of it, or another conductor brings electrons [-],
        and the radius of such a contact [m].
    active_size : array
        Size of its agglomerates [m].
    milling_dose : array
        Largest dose that a component got in mills [-].
    """

    fractions: Mapping[str, np.ndarray]
    phi_active: np.ndarray
    phi_electrolyte: np.ndarray
    phi_carbon: np.ndarray
    porosity: np.ndarray
    density: np.ndarray
    thickness: np.ndarray
    active_areal_mass: np.ndarray
    sulfur_areal_mass: np.ndarray
    electrolyte_shares: Mapping[str, np.ndarray]
    ionic_factor: np.ndarray
    ionic_dilution: np.ndarray
    electronic_conductivity: np.ndarray
    electronic_dilution: np.ndarray
    reaction_area: np.ndarray
    electrolyte_carbon_area: np.ndarray
    reachable: np.ndarray
    mixing_quality: np.ndarray
    solid_density: np.ndarray
    ionic_threshold: np.ndarray
    electronic_threshold: np.ndarray
    electronic_conductors: np.ndarray
    ionic_connection: np.ndarray
    electronic_connection: np.ndarray
    isolated_fraction: np.ndarray
    host_access: np.ndarray
    infiltrated_share: np.ndarray
    pore_filling: np.ndarray
    carbon_area_factor: np.ndarray
    electrolyte_fraction_factor: np.ndarray
    active_fraction_factor: np.ndarray
    mixing_factor: np.ndarray
    laboratory_factor: np.ndarray
    electrolyte_factor: np.ndarray
    geometric_area: np.ndarray
    triple_phase_line: np.ndarray
    electrolyte_on_active: np.ndarray
    carbon_on_active: np.ndarray
    electrons_on_active: np.ndarray
    electron_patch: np.ndarray
    active_size: np.ndarray
    milling_dose: np.ndarray
