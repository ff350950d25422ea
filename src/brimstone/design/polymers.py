"""Conductivity, strength and retention of polysulfides in polymers and gels: what can be had together."""

from collections.abc import Iterator
from dataclasses import dataclass

from brimstone.constants import ROOM_TEMPERATURE
from brimstone.library import Library, Material

_CLASSES = ("polymer", "gel")
_PROPERTIES = ("ionic_conductivity", "young_modulus", "polysulfide_diffusivity")


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
            if all(name in material for name in _PROPERTIES):
                law = material["ionic_conductivity"]
                conductivity = law.at(temperature) if hasattr(law, "at") else law.si
                yield PolymerElectrolyte(
                    material, float(conductivity), material["young_modulus"].si, material["polysulfide_diffusivity"].si
                )
