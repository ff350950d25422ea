"""What stack pressure and volume change do to the contacts inside the cathode, from recipe and library."""

from collections.abc import Callable

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.composite.soaking import is_dry, soaking
from brimstone.constants import FARADAY
from brimstone.library import Material
from brimstone.library.pressures import fabrication_pressure, stack_pressure
from brimstone.library.workbench import Workbench
from brimstone.physics.contact import bridging_share, contact_fraction, host_relief, rigidity, wear_per_cycle
from brimstone.physics.damage import bearable_strain, pores_full, swelling_onset
from brimstone.physics.interface_contact import together
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR


@record
class Cracking:
    """What swelling without room does to the cathode; arrays of shape (members,), per conversion of all its sulfur.

    Attributes
    ----------
    onset : ndarray
        Conversion beyond which swelling cracks what it presses on [-]; above 1 where none does.
    rate : ndarray
        Damage of a swelling by dx over the square of the excess of the conversion and dx [-].
    isolation : ndarray
        Isolated sulfur over that left, for each unit of damage [-].
    filled : ndarray
        Conversion at which the pores are full [-].
    swelling : ndarray
        Volume that full conversion adds per volume of the composite beyond what thickness takes [-].
    yielding : ndarray
        Inverse of the pressure at which the electrolytes flow; zero where they don't [1/Pa].
    """

    onset: np.ndarray
    rate: np.ndarray
    isolation: np.ndarray
    filled: np.ndarray
    swelling: np.ndarray
    yielding: np.ndarray

    def of_reachable(self, share: np.ndarray) -> "Cracking":
        """The same per conversion of the sulfur in reach, which is a `share` of all."""
        wider = 1.0 / np.maximum(share, 1e-9)
        filled, swelling = self.filled * wider, self.swelling * share
        return Cracking(self.onset * wider, self.rate * share**3, self.isolation, filled, swelling, self.yielding)


@record
class Contact:
    """Contact of active material and electrolyte in the cathode; arrays of shape (members,).

    Attributes
    ----------
    fraction : ndarray
        In contact as assembled, under the stack pressure [-].
    area_factor : ndarray
        `fraction` over that of the same cathode at the reference pressure, for which the reaction area holds [-].
    highest_pressure : ndarray
        That the cathode has felt as assembled, in fabrication or in the cell [Pa].
    contact_pressure, retained, recovery, wetted : ndarray
        As of `contact_fraction` [Pa], [-], and the share of the contact that is closed whatever presses [-].
    wear : ndarray
        Of one local cycle: after N the area is 1/(1 + wear N) of the first [-].
    cracking : Cracking
    """

    fraction: np.ndarray
    area_factor: np.ndarray
    highest_pressure: np.ndarray
    contact_pressure: np.ndarray
    retained: np.ndarray
    recovery: np.ndarray
    wetted: np.ndarray
    wear: np.ndarray
    cracking: Cracking


def cathode_contact(bench: Workbench, composite: Composite) -> Contact:
    """Contact in the cathode of a recipe as assembled, and how it wears.

    Pressures that the recipe does not state are those of `brimstone.library.pressures`.
    """
    return _Derivation(bench, composite).contact()


def active_lithium_volume(bench: Workbench, active: Material) -> np.ndarray:
    """Volume that an active material takes up per mole of lithium [m3/mol], shape (members,).

    Its own when the library has it; else that of its sulfur, which becomes Li2S. An electrolyte that is its own active
    material changes too little to count.
    """
    if "partial_molar_volume" in active:
        return bench.property(active, "partial_molar_volume")
    if active.kind != "active":
        return bench.full(0.0)
    before, after = (bench.property(name, "molar_volume") for name in ("S", "Li2S"))
    return (after - before) / ELECTRONS_PER_SULFUR


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench, composite: Composite):
        self.bench, self.composite = bench, composite
        self.materials = {name: bench.material(name) for name in bench.recipe.cathode.composition.parts}

    def contact(self) -> Contact:
        reference = self.bench.constant("contact/reference_pressure")
        pressure = stack_pressure(self.bench)
        made = fabrication_pressure(self.bench, self.bench.recipe.cathode.pressed_at, self.materials.values())
        highest = pressure if made is None else made
        stiff = self.of_electrolytes(self.stiffness)
        retained = self.of_electrolytes(self.retained)
        law = (self.bench.constant("contact/cathode_pressure") * stiff, retained, self.recovery(stiff))
        highest = np.maximum(highest, pressure)
        wetted = self.wetted()
        fraction = together(contact_fraction(pressure, highest, *law), wetted)
        factor = fraction / contact_fraction(reference, highest, *law)
        swelling = self.swelling() * self.coarseness()
        wear = wear_per_cycle(
            swelling,
            pressure,
            self.bench.constant("contact/loss"),
            self.bench.constant("contact/holding_pressure"),
            stiff,
            self.binder(),
            self.bench.constant("contact/binder_scale"),
        )
        cracking = self.cracking(pressure)
        why = "stack and fabrication pressure, electrolyte"
        self.bench.note("cathode.contact_fraction", fraction, "fraction", why)
        self.bench.note("cathode.contact_wear", wear, "number", "of the reaction area in one local cycle")
        why = "beyond it, swelling finds no room in the pores"
        self.bench.note("cathode.swelling_onset", np.minimum(cracking.onset, 1.0), "fraction", why)
        return Contact(fraction, factor, highest, *law, wetted, wear, cracking)

    def wetted(self) -> np.ndarray:
        """Share of the contact that is closed whatever presses [-].

        By an electrolyte that ran into the pores and set; in the surface of a dry cathode all of it, as the depth
        counts only what the electrolyte has conformed to.
        """
        soaked = soaking(self.bench)
        if soaked is None:
            return self.bench.full(1.0 if is_dry(self.bench) else 0.0)
        share = self.composite.electrolyte_shares.get(soaked.name, self.bench.full(0.0))
        return np.asarray(share * self.bench.constant("interface/wetted"))

    def of_electrolytes(self, value: Callable[[Material], np.ndarray]) -> np.ndarray:
        """Mean of what `value(material)` gives over the electrolytes, by volume."""
        mean = self.bench.full(0.0)
        for name, share in self.composite.electrolyte_shares.items():
            mean = mean + share * value(self.bench.material(name))
        return mean

    def stiffness(self, material: Material) -> np.ndarray:
        """Rigidity of an electrolyte; one without a modulus is a liquid."""
        if "young_modulus" not in material:
            return self.bench.full(0.0) if material.class_ == "liquid" else self.bench.full(1.0)
        modulus = self.bench.property(material, "young_modulus")
        return rigidity(
            modulus, self.bench.constant("contact/reference_modulus"), self.bench.constant("contact/rigidity_exponent")
        )

    def retained(self, material: Material) -> np.ndarray:
        return np.clip(self.bench.property(material, "contact_fraction"), 0.0, 1.0)

    def recovery(self, stiff: np.ndarray) -> np.ndarray:
        """Elastic recovery; what flows has none."""
        return np.clip(self.bench.constant("contact/recovery") * np.minimum(stiff, 1.0), 0.0, 1.0)

    def strain(self) -> np.ndarray:
        """Change of volume of the active material over its own [-]."""
        composite, active = self.composite, self.bench.material(self.bench.recipe.cathode.active)
        if "theoretical_capacity" not in active:
            return self.bench.full(0.0)
        lithium = self.bench.property(active, "theoretical_capacity") * composite.active_areal_mass / FARADAY
        whole = lithium * active_lithium_volume(self.bench, active) / composite.thickness
        return np.asarray(whole / np.maximum(composite.phi_active, np.finfo(float).tiny))

    def discharged(self) -> bool:
        """Whether the active material is as large as it gets when the cathode is made."""
        return self.bench.material(self.bench.recipe.cathode.active).rules.get("as_made") == "discharged"

    def swelling(self) -> np.ndarray:
        """Change of volume of the active material per composite volume that free pores of a host don't take [-]."""
        composite, strain = self.composite, self.strain()
        whole = strain * composite.phi_active
        usable = np.clip(self.bench.constant("contact/host_relief"), 0.0, 1.0)
        return whole * (1.0 - host_relief(composite.pore_filling, strain, composite.infiltrated_share, usable))

    def coarseness(self) -> np.ndarray:
        """What the size of the active grains does to the strain that parts and cracks them (Griffith) [-].

        The energy that a swelling grain can release goes with strain squared times size, so that of two composites
        that swell alike the coarser one suffers as if it swelled more, by the square root of the size.
        """
        return np.sqrt(self.composite.active_size / self.bench.constant("contact/reference_grain"))

    def binder(self) -> np.ndarray:
        """Weight fraction of binder in the cathode, as far as it stretches with the active material [-]."""
        strain = self.strain()
        if self.discharged():
            strain = strain / np.maximum(1.0 - strain, np.finfo(float).tiny)  # from the smaller volume to the larger
        masses = [
            self.composite.fractions[name]
            * self.bench.property(material, "density")
            * bridging_share(self.bench.property(material, "strain_at_break", np.inf), strain)
            for name, material in self.materials.items()
            if material.kind == "binder"
        ]
        return np.sum(masses, axis=0) / self.composite.density if masses else self.bench.full(0.0)

    def cracking(self, pressure: np.ndarray) -> Cracking:
        """Swelling against pores and what the electrolytes bear; those without a fracture toughness flow instead."""
        brittle, energy = self.bench.full(0.0), self.bench.full(0.0)
        for name, share in self.composite.electrolyte_shares.items():
            if "fracture_toughness" in self.bench.material(name) and "young_modulus" in self.bench.material(name):
                brittle = brittle + share
                energy = energy + share * self.fracture_energy(self.bench.material(name))
        bearable = bearable_strain(
            self.bench.constant("contact/bearable_strain"),
            np.where(brittle > 0.0, energy / np.where(brittle > 0.0, brittle, 1.0), np.inf),
            self.fracture_energy(self.bench.material("Li6PS5Cl")),
            self.binder(),
            self.bench.constant("contact/binder_scale"),
        )
        thicker = np.clip(self.bench.constant("composite/swelling_into_thickness"), 0.0, 1.0)
        room = np.maximum(self.composite.porosity - self.bench.constant("contact/unfillable_pores"), 0.0)
        swelling = (1.0 - thicker) * self.swelling()
        onset, steepness = swelling_onset(swelling, room, bearable)
        filled = pores_full(swelling, room)
        if self.discharged():  # it is pressed as Li2S, and has room for as much again as it shrinks
            onset, filled = onset + 1.0, filled + 1.0
        scale = self.bench.constant("contact/damage") * brittle * self.coarseness() ** 2
        held = np.exp(-pressure / self.bench.constant("contact/holding_pressure"))
        isolation = self.bench.constant("contact/isolation") * held
        return Cracking(onset, scale * steepness**2, isolation, filled, swelling, self.of_electrolytes(self.yielding))

    def yielding(self, material: Material) -> np.ndarray:
        """Inverse of the pressure at which grains of an electrolyte flow; zero where none is known."""
        if "heckel_pressure" not in material:
            return self.bench.full(0.0)
        return 1.0 / self.bench.property(material, "heckel_pressure")

    def fracture_energy(self, material: Material) -> np.ndarray:
        """Energy that a crack needs, K_IC^2 (1 - nu^2)/E [J/m2]."""
        toughness, modulus, poisson = (
            self.bench.property(material, name) for name in ("fracture_toughness", "young_modulus", "poisson_ratio")
        )
        return toughness**2 * (1.0 - poisson**2) / modulus
