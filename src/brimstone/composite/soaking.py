"""Electrolyte in the pores of a finished cathode, as specified by the recipe."""

from dataclasses import dataclass

from brimstone.library import Material
from brimstone.library.workbench import Workbench


@dataclass(frozen=True)
class Soaking:
    """What fills pores that the cathode had when it was finished.

    Attributes
    ----------
    name : str
        As the recipe spells it.
    material : Material
    filled : float or None
        Share of the pores [-]; None if not specified.
    solvents : tuple of str
        Proper names of the liquids that it was brought in with.
    dissolved : bool
        Whether it was brought in with a liquid; a separator that creeps in was not.
    why : str
        From where this is known.
    """

    name: str
    material: Material
    filled: float | None
    solvents: tuple[str, ...]
    dissolved: bool
    why: str


def soaking(bench: Workbench) -> Soaking | None:
    """What fills the pores of a recipe's cathode; None where nothing does.

    Said by ``infiltrated``. A cathode without any electrolyte is also soaked by a treatment that lets a slurry or a
    precursor run into it, and by a liquid next to it.
    """
    cathode, adjacent = bench.recipe.cathode, bench.recipe.separator[0].electrolyte
    applied = bench.library.treatments(cathode.treatment)
    solvents = [name for one in applied for name in ([one.solvent] if one.solvent else one.treatment.solvents)]
    if cathode.infiltrated is not None:
        infiltrated = cathode.infiltrated
        name = adjacent if infiltrated.of_separator else infiltrated.electrolyte
        solvents = solvents if infiltrated.solvent is None else [bench.material(infiltrated.solvent).name]
        filled = None if infiltrated.filled is None else infiltrated.filled.si
        return Soaking(name, bench.material(name), filled, tuple(dict.fromkeys(solvents)), True, "as infiltrated")
    if not is_dry(bench):
        return None
    for one in applied:
        if {"soaked", "in situ"} & set(one.treatment.acts):
            layer = one.treatment.layer
            name = layer if layer is not None and "ionic_conductivity" in bench.material(layer) else adjacent
            why = f"by {one.treatment.name}"
            return Soaking(name, bench.material(name), None, tuple(dict.fromkeys(solvents)), True, why)
    material = bench.material(adjacent)
    if bench.recipe.separator[0].polymerised is not None:
        return Soaking(adjacent, material, None, (), True, "by the precursor of the adjacent layer")
    return Soaking(adjacent, material, None, (), False, "an adjacent liquid") if material.class_ == "liquid" else None


def is_dry(bench: Workbench) -> bool:
    """Whether nothing that was mixed into the cathode conducts lithium ions."""
    return not any(bench.material(name).kind == "electrolyte" for name in bench.recipe.cathode.composition.parts)
