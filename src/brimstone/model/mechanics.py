"""What stack pressure and volume change do to the contacts inside the cathode, from recipe and library."""

from collections.abc import Callable

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite, is_dry, soaking
from brimstone.constants import FARADAY
from brimstone.library import Ledger, Library, Material, fabrication_pressure, stack_pressure
from brimstone.physics.contact import contact_fraction, crack_per_cycle, host_relief, rigidity, wear_per_cycle
from brimstone.physics.interface_contact import together
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR
from brimstone.recipe import Recipe


@record
class Contact:
    """Contact of active material and electrolyte in the cathode; arrays of shape (members,).

    Attributes
    ----------
    fraction : ndarray
        In contact as assembled, under the stack pressure [-].
    area_factor : ndarray
        `fraction` over that of the same cathode at the reference pressure, for which the reaction area holds [-].
    wear, cracking : ndarray
        Of one local cycle: after N the area is 1/(1 + wear N), the resistivity of ion paths (1 + cracking N)^2 of the
        first [-].
    """

    fraction: np.ndarray
    area_factor: np.ndarray
    wear: np.ndarray
    cracking: np.ndarray


def cathode_contact(recipe: Recipe, library: Library, ledger: Ledger, composite: Composite) -> Contact:
    """Contact in the cathode of a recipe as assembled, and how it wears.

    Pressures that the recipe does not state are those of `brimstone.library.pressures`.
    """
    return _Derivation(recipe, library, ledger, composite).contact()


def active_lithium_volume(library: Library, ledger: Ledger, active: Material) -> np.ndarray:
    """Volume that an active material takes up per mole of lithium [m3/mol], shape (members,).

    Its own when the library has it; else that of its sulfur, which becomes Li2S. An electrolyte that is its own active
    material changes too little to count.
    """
    if "partial_molar_volume" in active:
        return ledger.draw(active["partial_molar_volume"], f"{active.name}.partial_molar_volume")
    if active.kind != "active":
        return np.zeros(ledger.samples)
    before, after = (
        ledger.draw(library.material(name)["molar_volume"], f"{name}.molar_volume") for name in ("S", "Li2S")
    )
    return (after - before) / ELECTRONS_PER_SULFUR


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, recipe: Recipe, library: Library, ledger: Ledger, composite: Composite):
        self.recipe, self.library, self.ledger, self.composite = recipe, library, ledger, composite
        self.materials = {name: library.material(name) for name in recipe.cathode.composition.parts}

    def constant(self, name: str) -> np.ndarray:
        return self.ledger.draw(self.library.constant(name), name)

    def property(self, material: Material, name: str) -> np.ndarray:
        return self.ledger.draw(material[name], f"{material.name}.{name}")

    def contact(self) -> Contact:
        reference = self.constant("contact/reference_pressure")
        pressure = stack_pressure(self.recipe, self.library, self.ledger)
        pressed_at, materials = self.recipe.cathode.pressed_at, self.materials.values()
        made = fabrication_pressure(pressed_at, materials, self.library, self.ledger)
        highest = pressure if made is None else made
        stiff = self.of_electrolytes(self.stiffness)
        retained = self.of_electrolytes(self.retained)
        law = (self.constant("contact/cathode_pressure") * stiff, retained, self.recovery(stiff))
        fraction = together(contact_fraction(pressure, highest, *law), self.wetted())
        factor = fraction / contact_fraction(reference, highest, *law)
        swelling = self.swelling() * self.coarseness()
        wear = wear_per_cycle(
            swelling,
            pressure,
            self.constant("contact/loss"),
            self.constant("contact/holding_pressure"),
            stiff,
            self.binder(),
            self.constant("contact/binder_scale"),
        )
        cracking = self.of_electrolytes(lambda material: self.cracking(material, swelling))
        why = "stack and fabrication pressure, electrolyte"
        self.ledger.note("cathode.contact_fraction", fraction, "fraction", why)
        self.ledger.note("cathode.contact_wear", wear, "number", "of the reaction area in one local cycle")
        self.ledger.note("cathode.cracking", cracking, "number", "of the ion paths' length in one local cycle")
        return Contact(fraction, factor, wear, cracking)

    def wetted(self) -> np.ndarray:
        """Share of the contact that is closed whatever presses [-].

        By an electrolyte that ran into the pores and set; in the surface of a dry cathode all of it, as the depth
        counts only what the electrolyte has conformed to.
        """
        soaked = soaking(self.recipe, self.library)
        if soaked is None:
            return np.full(self.ledger.samples, 1.0 if is_dry(self.recipe, self.library) else 0.0)
        share = self.composite.electrolyte_shares.get(soaked.name, np.zeros(self.ledger.samples))
        return np.asarray(share * self.constant("interface/wetted"))

    def of_electrolytes(self, value: Callable[[Material], np.ndarray]) -> np.ndarray:
        """Mean of what `value(material)` gives over the electrolytes, by volume."""
        mean = np.zeros(self.ledger.samples)
        for name, share in self.composite.electrolyte_shares.items():
            mean = mean + share * value(self.library.material(name))
        return mean

    def stiffness(self, material: Material) -> np.ndarray:
        """Rigidity of an electrolyte; one without a modulus is a liquid."""
        if "young_modulus" not in material:
            return np.zeros(self.ledger.samples) if material.class_ == "liquid" else np.ones(self.ledger.samples)
        modulus = self.property(material, "young_modulus")
        return rigidity(modulus, self.constant("contact/reference_modulus"), self.constant("contact/rigidity_exponent"))

    def retained(self, material: Material) -> np.ndarray:
        return np.clip(self.property(material, "contact_fraction"), 0.0, 1.0)

    def recovery(self, stiff: np.ndarray) -> np.ndarray:
        """Elastic recovery; what flows has none."""
        return np.clip(self.constant("contact/recovery") * np.minimum(stiff, 1.0), 0.0, 1.0)

    def swelling(self) -> np.ndarray:
        """Change of volume of the active material per composite volume that free pores of a host don't take [-]."""
        composite, active = self.composite, self.library.material(self.recipe.cathode.active)
        if "theoretical_capacity" not in active:
            return np.zeros(self.ledger.samples)
        lithium = self.property(active, "theoretical_capacity") * composite.active_areal_mass / FARADAY
        whole = lithium * active_lithium_volume(self.library, self.ledger, active) / composite.thickness
        strain = whole / np.maximum(composite.phi_active, np.finfo(float).tiny)
        details = composite.details
        usable = np.clip(self.constant("contact/host_relief"), 0.0, 1.0)
        return whole * (1.0 - host_relief(details["pore_filling"], strain, details["infiltrated_share"], usable))

    def coarseness(self) -> np.ndarray:
        """What the size of the active grains does to the strain that parts and cracks them (Griffith) [-].

        The energy that a swelling grain can release goes with strain squared times size, so that of two composites
        that swell alike the coarser one suffers as if it swelled more, by the square root of the size.
        """
        return np.sqrt(self.composite.details["active_size"] / self.constant("contact/reference_grain"))

    def binder(self) -> np.ndarray:
        """Weight fraction of binder in the cathode."""
        masses = [
            self.composite.fractions[name] * self.property(material, "density")
            for name, material in self.materials.items()
            if material.kind == "binder"
        ]
        return np.sum(masses, axis=0) / self.composite.density if masses else np.zeros(self.ledger.samples)

    def cracking(self, material: Material, swelling: np.ndarray) -> np.ndarray:
        """Of one electrolyte; what has no fracture toughness here flows instead of cracking."""
        if "fracture_toughness" not in material or "young_modulus" not in material:
            return np.zeros(self.ledger.samples)
        usual = self.library.material("Li6PS5Cl")
        tough, usually = (
            self.property(one, "fracture_toughness") / self.property(one, "young_modulus") for one in (material, usual)
        )
        return crack_per_cycle(
            swelling,
            self.constant("contact/critical_strain") * tough / usually,
            self.constant("contact/cracking"),
            self.constant("contact/crack_exponent"),
        )
