"""Conductivity, strength and holding back of polysulfides of polymers and gels: what can be had together."""

from dataclasses import dataclass

from brimstone.constants import ROOM_TEMPERATURE
from brimstone.library import Library, Material

CLASSES = ("polymer", "gel")


@dataclass(frozen=True)
class Choice:
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
    on_front : bool
        Whether no other is better in one of the three and as good in the others.
    """

    material: Material
    conductivity: float
    modulus: float
    polysulfide_diffusivity: float
    on_front: bool

    @property
    def goods(self) -> tuple[float, float, float]:
        """The three, each the larger the better."""
        return self.conductivity, self.modulus, -self.polysulfide_diffusivity


def polymer_choices(library: Library, temperature: float = ROOM_TEMPERATURE) -> tuple[Choice, ...]:
    """All polymer and gel electrolytes with a conductivity, the best conductors first; nominal values.

    Parameters
    ----------
    library : Library
    temperature : float
        Of the conductivity [K].
    """
    found = []
    for class_ in CLASSES:
        for material in library.materials(kind="electrolyte", class_=class_):
            if all(name in material for name in ("ionic_conductivity", "young_modulus", "polysulfide_diffusivity")):
                law = material["ionic_conductivity"]
                conductivity = float(law.at(temperature)) if hasattr(law, "at") else float(law.si)
                found.append(
                    Choice(
                        material,
                        conductivity,
                        material["young_modulus"].si,
                        material["polysulfide_diffusivity"].si,
                        on_front=False,
                    )
                )
    judged = [
        Choice(
            one.material,
            one.conductivity,
            one.modulus,
            one.polysulfide_diffusivity,
            on_front=not any(_beats(other, one) for other in found),
        )
        for one in found
    ]
    return tuple(sorted(judged, key=lambda one: -one.conductivity))


def _beats(other: Choice, one: Choice) -> bool:
    pairs = list(zip(other.goods, one.goods, strict=True))
    return all(theirs >= own for theirs, own in pairs) and any(theirs > own for theirs, own in pairs)
