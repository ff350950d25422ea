"""Sizes of grains in a finished composite, from the powders and what mixing did to them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.composite import milling, mixing, process
from brimstone.constants import UM
from brimstone.library import Material
from brimstone.library.workbench import Workbench

_FINEST_ELECTROLYTE = 0.3 * UM  # that a mill makes of a soft electrolyte; finer grains clump


@record
class Grains:
    """Sizes of domains after mixing [m], by material.

    Attributes
    ----------
    bench : Workbench
    mixed : brimstone.composite.process.Mixed
    stated : mapping of str to float
        Sizes of powders that the recipe gives [m], by the names of the library.
    """

    bench: Workbench
    mixed: process.Mixed
    stated: Mapping[str, float]

    def received(self, material: Material) -> Any:
        """From the powder as it was received."""
        return self._mixed(material, self.stated.get(material.name, self._usual_powder(material)))

    def usual(self, material: Material) -> Any:
        """From the usual powder."""
        return self._mixed(material, self._usual_powder(material))

    def finer_electrolyte(self, material: Material) -> Any:
        """Usual over stated size of an electrolyte's grains after mixing [-]; a mill forgets what it was given."""
        if material.kind != "electrolyte" or material.name not in self.stated:
            return 1.0
        usual, stated = (
            self._milled_electrolyte(material, np.maximum(size, _FINEST_ELECTROLYTE))
            for size in (self.bench.property(material, "particle_size", UM), self.stated[material.name])
        )
        return usual / stated

    def _milled_electrolyte(self, material: Material, received: Any) -> Any:
        """What a mill leaves of soft grains of this size [m]."""
        doses = self.mixed.doses.get(material.name)
        dose = 0.0 if doses is None else doses.alone + doses.embedded
        unit = self.bench.constant("milling/electrolyte_refined_size")
        return milling.refined_size(received, dose, unit, _FINEST_ELECTROLYTE)

    def _finest(self, material: Material) -> Any:
        if "milled_size" in material:
            return self.bench.property(material, "milled_size")
        return self.bench.property(material, "particle_size", UM)

    def _usual_powder(self, material: Material) -> Any:
        if "milled_size" in material:
            return self.bench.property(material, "particle_size")
        return self.bench.constant("composite/raw_grain_size") if material.kind == "active" else self._finest(material)

    def _mixed(self, material: Material, received: Any) -> Any:
        hard = is_rigid(material, self.bench.constant("composite/rigid_modulus")[0])
        grown = material.name in self.mixed.precipitated or self._grown_in_host(material)
        if material.kind == "active" and grown:
            return self.bench.constant("composite/precipitated_size")
        size = mixing.agglomerate_size(self.mixed.quality, received, self._finest(material))
        if material.kind == "electrolyte":
            return self._milled_electrolyte(material, size)
        doses = self.mixed.doses.get(material.name)
        breaks = material.kind == "active" or "milled_size" in material
        if doses is None or not breaks or not np.any(doses.alone + doses.embedded):
            return size
        dose = doses.alone + doses.embedded * (self.bench.constant("milling/cushioned_share") if hard else 1.0)
        milled = milling.refined_size(
            received, dose, self.bench.constant("milling/refined_size"), self._finest(material)
        )
        return milled if hard else np.minimum(size, milled)

    def _grown_in_host(self, material: Material) -> bool:
        """Whether only a solution or a reaction can have brought it into its host: a sulfide that does not melt there.

        A step that mills or grinds it with something but not with everything says another way.
        """
        cathode = self.bench.recipe.cathode
        if cathode.host is None or material.rules.get("as_made") != "discharged":
            return False
        return material.name not in {self.bench.material(name).name for step in cathode.mixing for name in step.of}


def is_rigid(material: Material, modulus: float) -> bool:
    """Whether grains keep their shape in a cold press: of what does not densify, or is stiffer than `modulus` [Pa]."""
    if material.rules.get("densifies_cold") is False:
        return True
    known = material.get("young_modulus")
    return known is not None and known.si > modulus
