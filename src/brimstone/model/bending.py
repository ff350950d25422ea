"""What bends of a pouch do to the cell that is in it."""

import dataclasses

import numpy as np

from brimstone.composite import Composite
from brimstone.library.workbench import Workbench
from brimstone.physics.bending import bending_strain, bent_contact, least_bending_radius


def bent(bench: Workbench, composite: Composite) -> Composite:
    """A cathode after the bends of its pouch: what has parted from the foil takes no part.

    Coated foils slip between each other; the strain is that of the cathode on its foil.
    """
    form = bench.recipe.format
    if form is None or form.bent_to is None:
        return composite
    material = bench.material(bench.recipe.cathode.collector.to_word())
    foil = bench.property("Al" if material.shape == "bulk" else material, "thickness")  # a plunger is no foil
    strain = bending_strain(composite.thickness + foil, form.bent_to.si)
    left = bent_contact(
        strain,
        form.bends,
        bench.constant("format/bending_loss"),
        bench.constant("format/bending_strain"),
        bench.constant("format/bending_cycles"),
    )
    bench.note("cathode.bent_contact", left, "fraction", f"of the coating, after {form.bends} bends of the pouch")
    return dataclasses.replace(
        composite,
        electronic_connection=composite.electronic_connection * left,
        reachable=composite.reachable * left,
        reaction_area=composite.reaction_area * left,
    )


def sentences(bench: Workbench) -> list[str]:
    """Layers that crack at the radius that a pouch is bent to, nominal values."""
    form = bench.recipe.format
    if form is None or form.bent_to is None:
        return []
    found, flaw = [], bench.library.constant("process/film_flaw").si
    for number, layer in enumerate(bench.recipe.separator):
        material = bench.material(layer.electrolyte)
        if layer.thickness is None or "fracture_toughness" not in material or "young_modulus" not in material:
            continue
        toughness, modulus = material["fracture_toughness"].si, material["young_modulus"].si
        least = float(np.squeeze(least_bending_radius(layer.thickness.si, modulus, toughness, flaw)))
        if least > form.bent_to.si:
            found.append(
                f"layer {number + 1} of the separator ({layer.electrolyte}) cracks when it is bent to "
                f"{1e3 * form.bent_to.si:.3g} mm: it bears {1e3 * least:.3g} mm. What cracks do to the "
                "cell is not computed"
            )
    return found
