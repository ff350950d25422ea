"""What is said of treatments and of pressing that no rule of the reviews tells."""

from brimstone.constants import CM2, KN, MPA
from brimstone.library.library import Library
from brimstone.library.strategies import Applied
from brimstone.recipe import Recipe

OTHER_TREATMENTS = (
    "A layer of a material is written  LiF coating (20 nm) by sputtering;  any other treatment is a file in the folder "
    "materials beside the recipe."
)


def without_conductivity(applied: Applied, library: Library) -> str:
    """What to say of a coating whose resistance is not known; empty for all others."""
    treatment = applied.treatment
    if treatment.layer is None or "soft layer" in treatment.acts or not treatment.name.endswith(" coating"):
        return ""
    layer = library.material(treatment.layer)
    if layer.kind == "electrolyte" or layer.properties.keys() & {"ionic_conductivity", "work_of_adhesion"}:
        return ""
    return (
        f"{treatment.name}: no ionic conductivity of {layer.name} is known, so that the film keeps the electrolyte off "
        f"the electrode and adds no resistance; state one at the top of the recipe, as in  materials: {{{layer.name}: "
        f"{{like: {layer.name}, ionic_conductivity: 1e-6 mS/cm}}}}"
    )


def beyond_the_press(recipe: Recipe, library: Library) -> tuple[str, str] | None:
    """Field and words of a force that no press of the library gives; None where one does."""
    area, packed = recipe.area, recipe.format
    size = area.si if area is not None else 0.0
    if packed is not None and packed.width is not None and packed.height is not None:
        size = packed.width.si * packed.height.si
    stated = [recipe.cathode.pressed_at, *(layer.pressed_at for layer in recipe.separator)]
    pressed = [pressure.si for pressure in stated if pressure is not None]
    force = size * max(pressed, default=0.0)
    if force <= library.constant("process/press_force").si:
        return None
    about = f"{size / CM2:.3g} cm2 at {max(pressed) / MPA:.3g} MPa require {force / KN:.3g} kN"
    return ("format" if packed is not None else "area"), about
