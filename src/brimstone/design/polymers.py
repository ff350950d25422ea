"""Conductivity, strength and retention of polysulfides in polymers and gels: what can be had together."""

from collections.abc import Iterator
from dataclasses import dataclass

from brimstone.constants import ROOM_TEMPERATURE
from brimstone.library import Library, Material
from brimstone.model.mobility import HELD_LIQUID, is_mobile
from brimstone.physics.shuttle import held_diffusivity

_CLASSES = ("polymer", "gel")
_MOBILE = "polysulfide_diffusivity"


@dataclass(frozen=True)
class PolymerElectrolyte:
    """One polymer electrolyte.

    Attributes
    ----------
    material : Material
    conductivity : float
        [S/m]
    modulus : float
        Young's modulus [Pa].
    polysulfide_diffusivity : float
        [m2/s]; the smaller, the less they shuttle.
    """

    material: Material
    conductivity: float
    modulus: float
    polysulfide_diffusivity: float

    @property
    def merits(self) -> tuple[float, float, float]:
        """The three properties, each the larger the better."""
        return self.conductivity, self.modulus, -self.polysulfide_diffusivity

    def dominates(self, other: "PolymerElectrolyte") -> bool:
        """Whether it is at least as good in all three, and better in one."""
        pairs = zip(self.merits, other.merits, strict=True)
        return self.merits != other.merits and all(own >= theirs for own, theirs in pairs)


def polymer_electrolytes(library: Library, temperature: float = ROOM_TEMPERATURE) -> tuple[PolymerElectrolyte, ...]:
    """All polymer and gel electrolytes whose three properties are known, the best conductors first; nominal values.

    Parameters
    ----------
    library : Library
    temperature : float
        Of the conductivity [K].
    """
    return tuple(sorted(_known(library, temperature), key=lambda each: -each.conductivity))


def pareto_front(electrolytes: tuple[PolymerElectrolyte, ...]) -> tuple[PolymerElectrolyte, ...]:
    """Those that no other dominates."""
    return tuple(each for each in electrolytes if not any(other.dominates(each) for other in electrolytes))


def _known(library: Library, temperature: float) -> Iterator[PolymerElectrolyte]:
    for class_ in _CLASSES:
        for material in library.materials(kind="electrolyte", class_=class_):
            if "ionic_conductivity" in material and "young_modulus" in material and is_mobile(material, _MOBILE):
                conductivity = _conductivity(material, temperature)
                mobile = _diffusivity(library, material, conductivity, temperature)
                yield PolymerElectrolyte(material, conductivity, material["young_modulus"].si, mobile)


def _conductivity(material: Material, temperature: float) -> float:
    law = material["ionic_conductivity"]
    return float(law.at(temperature) if hasattr(law, "at") else law.si)


def _diffusivity(library: Library, material: Material, conductivity: float, temperature: float) -> float:
    """Of polysulfides, as known or as `brimstone.model.mobility` has it of gels [m2/s]."""
    if _MOBILE in material:
        return float(material[_MOBILE].si)
    liquid = library.material(HELD_LIQUID)
    factor = library.constant("solution/gel_mobility").si
    return float(held_diffusivity(liquid[_MOBILE].si, conductivity, _conductivity(liquid, temperature), factor))
