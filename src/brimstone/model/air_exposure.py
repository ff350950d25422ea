"""What moist air did to the sulfide electrolytes of a cell before it was closed."""

import numpy as np

from brimstone._records import record
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics.moisture import (
    complete_release,
    conductivity_left,
    released_hydrogen_sulfide,
    water_content,
    water_pressure,
)


@record
class Exposure:
    """One electrolyte in one place of the cell; arrays have one entry a member.

    Attributes
    ----------
    place, material : str
        ``"cathode"`` or ``"separator"``; proper name.
    conductivity_left : ndarray
        Over that before the exposure.
    hydrogen_sulfide : ndarray
        Let into the air, per mass of electrolyte [m3/kg].
    """

    place: str
    material: str
    conductivity_left: np.ndarray
    hydrogen_sulfide: np.ndarray


def exposures(bench: Workbench) -> tuple[Exposure, ...]:
    """What the handling of a recipe does to each of its sulfide electrolytes; empty when none is stated.

    The liquid of a slurry keeps moisture from the powders of the cathode; an absorbent among them binds gas, and
    saves no conductivity. Finer powder than usual reacts faster.
    """
    handling = bench.recipe.handling
    if handling is None or handling.dew_point is None or handling.time is None:
        return ()
    reference = bench.constant("moisture/reference_dew_point")
    water = water_pressure(handling.dew_point.si) / water_pressure(reference)
    dose = water * handling.time.si / bench.constant("moisture/reference_time")
    in_cathode = (("cathode", name) for name in bench.recipe.cathode.composition.parts)
    in_separator = (("separator", layer.electrolyte) for layer in bench.recipe.separator)
    return tuple(
        _exposure(bench, place, material, dose)
        for place, name in dict.fromkeys((*in_cathode, *in_separator))
        if (material := bench.material(name)).rules.get("releases_hydrogen_sulfide")
    )


def sentences(bench: Workbench) -> tuple[str, ...]:
    """`exposures` in words, nominal values."""
    handling = bench.recipe.handling
    if handling is None or handling.dew_point is None or handling.time is None:
        return ()
    air = f"{handling.time} in air of {handling.dew_point} dew point"
    parts_per_million = 1e6 * float(water_content(handling.dew_point.si))
    return tuple(
        f"handling: {air} ({parts_per_million:.3g} ppm of water) leaves {one.material} of the {one.place} "
        f"{100 * float(one.conductivity_left[0]):.0f} % of its conductivity and frees "
        f"{1e3 * float(one.hydrogen_sulfide[0]):.2g} cm3 of H2S per gram"
        for one in exposures(bench)
    )


def _exposure(bench: Workbench, place: str, material: Material, dose: np.ndarray) -> Exposure:
    surface: np.ndarray | float = 1.0
    if place == "cathode":
        cathode = bench.recipe.cathode
        for step in cathode.mixing:
            among = not step.of or material.name in {bench.material(name).name for name in step.of}
            liquid = bench.material(step.solvent) if step.solvent and among else None
            if liquid is not None and "moisture_passed" in liquid:
                dose = dose * np.clip(bench.property(liquid, "moisture_passed"), 0.0, 1.0)
        sizes = {bench.material(name).name: size.si for name, size in cathode.particle_size.items()}
        if material.name in sizes:
            surface = bench.property(material, "particle_size") / sizes[material.name]
    if "molar_mass" in material and "hydrogen_sulfide_yield" in material:
        most = complete_release(bench.property(material, "hydrogen_sulfide_yield"), material["molar_mass"].si)
    else:
        most = bench.constant("moisture/complete_release")
    released = released_hydrogen_sulfide(dose * surface, bench.property(material, "hydrogen_sulfide_release"), most)
    left = conductivity_left(released, bench.constant("moisture/halving_release") * surface)
    escaped = np.maximum(released - _absorbed(bench), 0.0) if place == "cathode" else released
    where = f"{place}.{material.name}"
    bench.note(f"{where}.conductivity_left", left, "fraction", "after the moist air of the recipe's handling")
    bench.note(f"{where}.hydrogen_sulfide", escaped, "specific volume", "let into the air in handling, per mass")
    return Exposure(place, material.name, left, escaped)


def _absorbed(bench: Workbench) -> np.ndarray:
    """Hydrogen sulfide that absorbents in the cathode bind, per mass of its sulfides [m3/kg]."""
    absorbed, sulfides = bench.full(0.0), bench.full(0.0)
    composition = bench.recipe.cathode.composition
    for name, part in composition.parts.items():
        material = bench.material(name)
        mass = part if composition.basis == "weight" else part * bench.property(material, "density")
        if material.rules.get("releases_hydrogen_sulfide"):
            sulfides = sulfides + mass
        if "hydrogen_sulfide_uptake" in material:
            absorbed = absorbed + mass * bench.property(material, "hydrogen_sulfide_uptake")
    return absorbed / sulfides
