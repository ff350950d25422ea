"""What moist air did to the sulfide electrolytes of a cell before it was closed."""

import numpy as np

from brimstone._records import record
from brimstone.library import Ledger, Library, Material
from brimstone.physics.moisture import (
    complete_release,
    conductivity_left,
    released_hydrogen_sulfide,
    water_content,
    water_pressure,
)
from brimstone.recipe import Recipe


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


def exposures(recipe: Recipe, library: Library, ledger: Ledger) -> tuple[Exposure, ...]:
    """What the handling of a recipe does to each of its sulfide electrolytes; empty when it tells of none.

    The liquid of a slurry keeps moisture from the powders of the cathode; an absorbent among them binds gas, and
    saves no conductivity. Finer powder than usual reacts faster.
    """
    if recipe.handling is None:
        return ()
    reference = ledger.draw(library.constant("moisture/reference_dew_point"), "moisture/reference_dew_point")
    water = water_pressure(recipe.handling.dew_point.si) / water_pressure(reference)
    usual_time = ledger.draw(library.constant("moisture/reference_time"), "moisture/reference_time")
    dose = water * recipe.handling.time.si / usual_time
    return tuple(
        _exposed(place, library.material(name), dose, recipe, library, ledger)
        for place, name in _met(recipe)
        if library.material(name).rules.get("releases_hydrogen_sulfide")
    )


def sentences(recipe: Recipe, library: Library) -> tuple[str, ...]:
    """`exposures` in words, nominal values."""
    if recipe.handling is None:
        return ()
    air = f"{recipe.handling.time} in air of {recipe.handling.dew_point} dew point"
    parts_per_million = 1e6 * float(water_content(recipe.handling.dew_point.si))
    return tuple(
        f"handling: {air} ({parts_per_million:.3g} ppm of water) leaves {one.material} of the {one.place} "
        f"{100 * float(one.conductivity_left[0]):.0f} % of its conductivity and frees "
        f"{1e3 * float(one.hydrogen_sulfide[0]):.2g} cm3 of H2S per gram"
        for one in exposures(recipe, library, Ledger(1, 0, recipe.overrides))
    )


def _met(recipe: Recipe) -> list[tuple[str, str]]:
    places = [("cathode", name) for name in recipe.cathode.composition.parts]
    places += [("separator", layer.electrolyte) for layer in recipe.separator]
    return list(dict.fromkeys(places))


def _exposed(
    place: str, material: Material, dose: np.ndarray, recipe: Recipe, library: Library, ledger: Ledger
) -> Exposure:
    def constant(name: str) -> np.ndarray:
        return ledger.draw(library.constant(name), name)

    def drawn(of: Material, name: str) -> np.ndarray:
        return ledger.draw(of[name], f"{of.name}.{name}")

    surface: np.ndarray | float = 1.0
    if place == "cathode":
        for step in recipe.cathode.mixing:
            among = not step.of or material.name in {library.material(name).name for name in step.of}
            liquid = library.material(step.solvent) if step.solvent and among else None
            if liquid is not None and "moisture_passed" in liquid:
                dose = dose * np.clip(drawn(liquid, "moisture_passed"), 0.0, 1.0)
        sizes = {library.material(name).name: size.si for name, size in recipe.cathode.particle_size.items()}
        if material.name in sizes:
            surface = drawn(material, "particle_size") / sizes[material.name]
    if "molar_mass" in material and "hydrogen_sulfide_yield" in material:
        most = complete_release(drawn(material, "hydrogen_sulfide_yield"), material["molar_mass"].si)
    else:
        most = constant("moisture/complete_release")
    released = released_hydrogen_sulfide(dose * surface, drawn(material, "hydrogen_sulfide_release"), most)
    left = conductivity_left(released, constant("moisture/halving_release") * surface)
    escaped = np.maximum(released - _bound(place, recipe, library, ledger), 0.0)
    where = f"{place}.{material.name}"
    ledger.note(f"{where}.conductivity_left", left, "fraction", "after the moist air of the recipe's handling")
    ledger.note(f"{where}.hydrogen_sulfide", escaped, "specific volume", "let into the air in handling, per mass")
    return Exposure(place, material.name, left, escaped)


def _bound(place: str, recipe: Recipe, library: Library, ledger: Ledger) -> np.ndarray:
    """Hydrogen sulfide that absorbents in the cathode bind, per mass of its sulfides [m3/kg]."""
    bound = np.zeros(ledger.samples)
    if place != "cathode":
        return bound
    sulfides, composition = np.zeros(ledger.samples), recipe.cathode.composition
    for name, part in composition.parts.items():
        material = library.material(name)
        share = (
            part
            if composition.basis == "weight"
            else part * ledger.draw(material["density"], f"{material.name}.density")
        )
        if material.rules.get("releases_hydrogen_sulfide"):
            sulfides = sulfides + share
        if "hydrogen_sulfide_uptake" in material:
            bound = bound + share * ledger.draw(
                material["hydrogen_sulfide_uptake"], f"{material.name}.hydrogen_sulfide_uptake"
            )
    return bound / sulfides
