"""The composite of a recipe."""

from dataclasses import replace

import numpy as np

from brimstone.composite.assemble import assemble
from brimstone.composite.composite import Composite
from brimstone.composite.gather import gather
from brimstone.composite.soaking import Soaking
from brimstone.library.workbench import Workbench


def build(bench: Workbench) -> Composite:
    """Structure, transport and interfaces of the cathode composite of a recipe.

    Parameters
    ----------
    bench : Workbench
        Its ledger also keeps the results here.

    Raises
    ------
    UnknownNameError
        When the library has no material of a name in the recipe.
    LibraryError
        When a material lacks a property that there is no way around.
    RecipeError
        When loading and thickness leave no room for the solids.
    """
    composite = assemble(gather(bench))
    for name, value, dimension, why in (
        (
            "porosity",
            composite.porosity,
            "fraction",
            "as given, or from the fabrication pressure, or (cast) transport/porosity",
        ),
        ("thickness", composite.thickness, "length", "areal mass over density, or as given"),
        ("ionic_factor", composite.ionic_factor, "number", "effective over bulk ionic conductivity, charged state"),
        ("ionic_dilution", composite.ionic_dilution, "number", "growth of the ionic resistivity on full discharge"),
        ("electronic_conductivity", composite.electronic_conductivity, "conductivity", "carbon network, charged state"),
        (
            "electronic_dilution",
            composite.electronic_dilution,
            "number",
            "growth of the electronic resistivity on full discharge",
        ),
        (
            "reaction_area",
            composite.reaction_area,
            "area per volume",
            "calibrated closure; a gauge, not a surface one could measure",
        ),
        (
            "electrolyte_carbon_area",
            composite.electrolyte_carbon_area,
            "area per volume",
            "BET area times share in contact",
        ),
        ("reachable", composite.reachable, "fraction", "active material in reach of ions and electrons"),
    ):
        bench.note(f"cathode.{name}", value, dimension, why)
    return composite


def reached(bench: Workbench, whole: Composite, electrolyte: str, depth: np.ndarray) -> Composite:
    """The part of a dry cathode into which the electrolyte that it is laid against conforms.

    Parameters
    ----------
    bench : Workbench
    whole : Composite
        The cathode, as `build` made it.
    electrolyte : str
        What fills its surface.
    depth : ndarray (samples,)
        How deep, at most the thickness of the cathode [m].

    Notes
    -----
    Its pores are full. A dense cathode has a rough face all the same: between peaks and valleys at least half of the
    volume (``interface/relief_share``) belongs to the electrolyte.
    """
    soaked = Soaking(electrolyte, bench.material(electrolyte), 1.0, (), False, "where it conforms to the surface")
    rough = np.clip(bench.constant("interface/relief_share"), 0.0, 0.95)
    parts = gather(bench, soaked)
    open_face = np.maximum(whole.porosity, rough)
    zone = assemble(replace(parts, porosity=open_face, thickness=depth, electrode_mass=None, active_mass=None))
    why = "of the surface that the electrolyte conforms to"
    bench.note("cathode.surface.ionic_factor", zone.ionic_factor, "number", why)
    bench.note("cathode.surface.reaction_area", zone.reaction_area, "area per volume", why)
    return zone
