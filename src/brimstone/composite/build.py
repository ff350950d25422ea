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
        Its ledger also records the results.

    Raises
    ------
    UnknownNameError
        When a material in the recipe is unknown.
    LibraryError
        When a material lacks an essential property.
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
        (
            "ionic_dilution",
            composite.ionic_dilution,
            "number",
            "relative increase of the ionic resistivity on full discharge",
        ),
        ("electronic_conductivity", composite.electronic_conductivity, "conductivity", "carbon network, charged state"),
        (
            "electronic_dilution",
            composite.electronic_dilution,
            "number",
            "relative increase of the electronic resistivity on full discharge",
        ),
        (
            "reaction_area",
            composite.reaction_area,
            "area per volume",
            "calibrated closure; a gauge, not a measurable surface",
        ),
        (
            "electrolyte_carbon_area",
            composite.electrolyte_carbon_area,
            "area per volume",
            "BET area times fraction in contact",
        ),
        ("reachable", composite.reachable, "fraction", "active material accessible to ions and electrons"),
    ):
        bench.note(f"cathode.{name}", value, dimension, why)
    return composite


def reached(bench: Workbench, whole: Composite, electrolyte: str, depth: np.ndarray) -> Composite:
    """The part of a dry cathode that the adjacent electrolyte conforms to.

    Parameters
    ----------
    bench : Workbench
    whole : Composite
        The cathode, as `build` made it.
    electrolyte : str
        Fills its surface relief.
    depth : ndarray (samples,)
        Depth, at most the thickness of the cathode [m].

    Notes
    -----
    Its pores are full. Even a dense cathode has a rough surface: between peaks and valleys at least half of the
    volume (``interface/relief_share``) belongs to the electrolyte.
    """
    soaked = Soaking(electrolyte, bench.material(electrolyte), 1.0, (), False, "conforming to the surface")
    rough = np.clip(bench.constant("interface/relief_share"), 0.0, 0.95)
    parts = gather(bench, soaked)
    open_face = np.maximum(whole.porosity, rough)
    zone = assemble(replace(parts, porosity=open_face, thickness=depth, electrode_mass=None, active_mass=None))
    why = "of the surface layer that the electrolyte conforms to"
    bench.note("cathode.surface.ionic_factor", zone.ionic_factor, "number", why)
    bench.note("cathode.surface.reaction_area", zone.reaction_area, "area per volume", why)
    return zone
