"""Limits of an anode: the currents and the pressure that it can be run at, from recipe and library.

`anode_numbers` draws what is known of anode and electrolyte; `critical_currents` and `time_to_short` are functions of
the state of the interface (resistance, contact, pressure, temperature), wherever that comes from.
"""

from collections.abc import Mapping

import numpy as np

from brimstone._records import record
from brimstone.composite.densification import RANDOM_CLOSE_PACKING, heckel_density
from brimstone.library import Material
from brimstone.library.pressures import fabrication_pressure
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell
from brimstone.physics import creep, dendrites, stripping
from brimstone.physics.temperature import arrhenius_factor, molar_arrhenius_factor
from brimstone.recipe import Layer

#: What can limit the current: name -> (direction in which it does, what happens beyond, in words).
LIMITS: Mapping[str, tuple[str, str]] = {
    "voids": ("discharge", "stripping leaves voids, and what still touches carries more"),
    "flaws": ("charge", "plated lithium cracks the electrolyte from its flaws"),
    "lithium plating": ("charge", "lithium metal plates on the anode"),
    "salt depletion": ("both", "the salt is used up on one side"),
}


@record
class AnodeNumbers:
    """What is known of an anode and of the electrolyte next to it; arrays of shape (members,) or None where not known.

    Attributes
    ----------
    is_lithium : bool
        Whether lithium metal is stripped and plated.
    reference_potential : ndarray
        Of the anode against Li/Li+ [V].
    molar_volume, creep_rate, creep_stress, creep_exponent, creep_energy : ndarray or None
        Of lithium [m3/mol], [1/s], [Pa], [-], [J/mol].
    diffusion_current, diffusion_energy, void_depth : ndarray or None
        Stripping on this electrolyte: current that diffusion supplies at room temperature [A/m2], its activation energy
        [J], and volume of nascent voids per area [m].
    flaw_overpotential : ndarray or None
        From which the electrolyte cracks [V].
    focusing : ndarray
        Largest over mean current [-].
    stiffness_ratio : ndarray or None
        As `dendrites.stiffness_ratio`.
    short_time, short_pressure, short_exponent : ndarray or None
        Of creep through a pressed electrolyte [s], [Pa], [-].
    """

    is_lithium: bool
    reference_potential: np.ndarray
    focusing: np.ndarray
    molar_volume: np.ndarray | None = None
    creep_rate: np.ndarray | None = None
    creep_stress: np.ndarray | None = None
    creep_exponent: np.ndarray | None = None
    creep_energy: np.ndarray | None = None
    diffusion_current: np.ndarray | None = None
    diffusion_energy: np.ndarray | None = None
    void_depth: np.ndarray | None = None
    flaw_overpotential: np.ndarray | None = None
    stiffness_ratio: np.ndarray | None = None
    short_time: np.ndarray | None = None
    short_pressure: np.ndarray | None = None
    short_exponent: np.ndarray | None = None


@record
class AnodeLimits:
    """Limits of the anode of a cell; arrays of shape (members,).

    Attributes
    ----------
    currents : mapping of str to ndarray
        Critical current densities by what limits them, names of `LIMITS` [A/m2].
    time_to_short : ndarray or None
        By creep, at the stack pressure [s].
    stiffness_ratio : ndarray or None
        Of the electrolyte next to lithium over what keeps plating flat [-].
    filling : tuple of ndarray, or None
        Currents at which diffusion and creep fill voids [A/m2], and the exponent of creep [-].
    pressure : float or None
        Stack pressure as stated [Pa]. Lithium tolerates one pressure and not the next, so none is assumed: without one
        neither voids nor creep are computed.
    flaw_pressure : ndarray or None
        Of lithium plated into flaws of the electrolyte, from which they crack it [Pa].
    """

    currents: Mapping[str, np.ndarray]
    time_to_short: np.ndarray | None
    stiffness_ratio: np.ndarray | None
    filling: tuple[np.ndarray, np.ndarray, np.ndarray] | None
    pressure: float | None
    flaw_pressure: np.ndarray | None = None


def anode_limits(bench: Workbench, cell: DerivedCell) -> AnodeLimits:
    """Limits of the anode of a recipe's cell at its temperature, stack pressure and anode resistance.

    Raises
    ------
    LibraryError
        When the anode has no reference potential.
    """
    numbers = anode_numbers(bench)
    stated = bench.recipe.operation.stack_pressure
    pressure = None if stated is None else stated.si
    state = cell.interfaces.anode
    resistance = state.full_contact + state.interphase
    currents = critical_currents(numbers, resistance, state.contact, pressure, cell.temperature)
    if cell.limiting_currents:
        currents["salt depletion"] = np.minimum.reduce(list(cell.limiting_currents.values()))
    for name, current in currents.items():
        bench.note(f"anode.critical_current.{name.replace(' ', '_')}", current, "current density", LIMITS[name][1])
    short = None if pressure is None else time_to_short(numbers, pressure, cell.temperature)
    if short is not None and pressure:
        bench.note("anode.time_to_short", short, "time", "creep of lithium through a pressed electrolyte")
    filling = None
    if "voids" in currents and pressure is not None and numbers.creep_exponent is not None:
        filling = (*filling_currents(numbers, pressure, cell.temperature), numbers.creep_exponent)
    flaw_pressure = None
    if numbers.flaw_overpotential is not None:
        flaw_pressure = dendrites.plating_pressure(numbers.flaw_overpotential, numbers.molar_volume)
        bench.note("anode.flaw_pressure", flaw_pressure, "pressure", "of lithium in flaws, from which they crack")
    return AnodeLimits(currents, short, numbers.stiffness_ratio, filling, pressure, flaw_pressure)


def critical_currents(
    numbers: AnodeNumbers,
    resistance: np.ndarray | float,
    contact: np.ndarray | float,
    pressure: np.ndarray | float | None,
    temperature: float,
) -> dict[str, np.ndarray]:
    """Critical current densities of an anode by what limits them; the least of them is the cell's.

    Parameters
    ----------
    numbers : AnodeNumbers
    resistance : float or ndarray
        Of the interface between anode and electrolyte where it touches [ohm m2]. A resistance as measured has the
        contact in it; it goes with a contact of one.
    contact : float or ndarray
        Share of the nominal area that touches, onto which the current crowds [-].
    pressure : float, ndarray or None
        Stack pressure [Pa]; None when not known; voids are not computed then.
    temperature : float
        [K]

    Returns
    -------
    dict of str to ndarray
        By the names of `LIMITS` [A/m2]; what does not limit this anode, or is not known, is left out.
    """
    currents = {}
    if numbers.is_lithium and pressure is not None and numbers.diffusion_current is not None:
        currents["voids"] = stripping.critical_stripping_current(
            contact, *filling_currents(numbers, pressure, temperature)
        )
    if numbers.is_lithium and numbers.flaw_overpotential is not None:
        currents["flaws"] = dendrites.critical_plating_current(
            numbers.flaw_overpotential, resistance, contact, numbers.focusing
        )
    if not numbers.is_lithium:
        currents["lithium plating"] = dendrites.critical_plating_current(
            numbers.reference_potential, resistance, contact, numbers.focusing
        )
    return currents


def filling_currents(
    numbers: AnodeNumbers, pressure: np.ndarray | float, temperature: float
) -> tuple[np.ndarray, np.ndarray]:
    """Currents at which diffusion and creep fill voids in lithium [A/m2], at `pressure` [Pa] and `temperature` [K]."""
    known = (numbers.creep_rate, numbers.creep_stress, numbers.creep_exponent)
    closing = creep.void_closing_rate(pressure, *known) * molar_arrhenius_factor(numbers.creep_energy, temperature)
    flow = creep.current_of_flow(numbers.void_depth * closing, numbers.molar_volume)
    return numbers.diffusion_current * arrhenius_factor(numbers.diffusion_energy, temperature), flow


def time_to_short(numbers: AnodeNumbers, pressure: np.ndarray | float, temperature: float) -> np.ndarray | None:
    """Time until lithium that is cycled under `pressure` [Pa] has crept through a pressed electrolyte [s].

    None for anodes that do not creep, and electrolytes without open pores: films and sintered plates. Known of one
    electrolyte at one current, 0.075 mA/cm2; it follows pressure by a power that data leave wide open, and temperature
    as creep does. Without a current a cell at 25 MPa was not shorted at all (Doux 2020, doi:10.1002/aenm.201903253).
    """
    if numbers.short_time is None:
        return None
    cold = creep.time_to_creep_short(pressure, numbers.short_time, numbers.short_pressure, numbers.short_exponent)
    return cold / molar_arrhenius_factor(numbers.creep_energy, temperature)


def anode_numbers(bench: Workbench) -> AnodeNumbers:
    """Draw what is known of the anode of a recipe and of the adjacent electrolyte layer, the last of the separator."""
    return _Drawing(bench).numbers()


class _Drawing:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench):
        self.bench = bench
        self.anode = bench.material(bench.recipe.anode.material)

    def numbers(self) -> AnodeNumbers:
        potential, focusing = (
            self.bench.property(self.anode, "reference_potential"),
            self.bench.constant("anode/current_focusing"),
        )
        if self.anode.class_ != "lithium metal":
            return AnodeNumbers(False, potential, focusing)
        layer = self.bench.recipe.separator[-1]
        adjacent = self.bench.material(layer.electrolyte)
        inorganic = bool(adjacent.rules.get("single_ion"))
        pressed = inorganic and bool(adjacent.rules.get("densifies_cold"))
        volume = self.bench.property(self.anode, "molar_volume")
        return AnodeNumbers(
            is_lithium=True,
            reference_potential=potential,
            focusing=focusing,
            molar_volume=volume,
            creep_rate=self.bench.property(self.anode, "creep_rate"),
            creep_stress=self.bench.property(self.anode, "creep_stress"),
            creep_exponent=self.bench.property(self.anode, "creep_exponent"),
            creep_energy=self.bench.property(self.anode, "creep_activation_energy"),
            diffusion_current=self.bench.constant("anode/stripping_diffusion_current") if inorganic else None,
            diffusion_energy=self.bench.constant("anode/lithium_diffusion_activation_energy") if inorganic else None,
            void_depth=self.bench.constant("anode/void_depth") if inorganic else None,
            flaw_overpotential=self.flaw_overpotential(layer, adjacent, volume),
            stiffness_ratio=self.stiffness_ratio(adjacent),
            short_time=self.bench.constant("anode/creep_short_time") if pressed else None,
            short_pressure=self.bench.constant("anode/creep_short_pressure") if pressed else None,
            short_exponent=self.bench.constant("anode/creep_short_exponent") if pressed else None,
        )

    def flaw_overpotential(self, layer: Layer, material: Material, volume: np.ndarray) -> np.ndarray | None:
        """Overpotential from which plated lithium cracks the layer [V]; None when its toughness is not known."""
        if "fracture_toughness" not in material or "particle_size" not in material:
            return None
        grain, toughness = (
            self.bench.property(material, "particle_size"),
            self.bench.property(material, "fracture_toughness"),
        )
        pores = self.bench.constant("composite/pore_to_grain_size")
        length = dendrites.flaw_length(grain, pores, self.porosity(layer, material), 1.0 - RANDOM_CLOSE_PACKING)
        self.bench.note("anode.flaw_length", length, "length", "pores of the electrolyte layer adjacent to the anode")
        return dendrites.flaw_overpotential(toughness, length, volume)

    def porosity(self, layer: Layer, material: Material) -> np.ndarray:
        """Porosity of the layer adjacent to the anode [-]: as given, as pressed, or typical of its kind."""
        if layer.porosity is not None:
            return self.bench.full(layer.porosity.si)
        if not material.rules.get("densifies_cold"):
            return self.bench.constant("anode/sintered_porosity")
        pressure = fabrication_pressure(self.bench, layer.pressed_at, [material])
        if pressure is not None and "heckel_pressure" in material:
            names = ("heckel_intercept", "heckel_pressure", "maximum_density")
            return 1.0 - heckel_density(pressure, *(self.bench.property(material, name) for name in names))
        return self.bench.constant("transport/porosity")

    def stiffness_ratio(self, material: Material) -> np.ndarray | None:
        """Shear modulus of the layer over what keeps plating lithium flat [-]; an isotropic solid has E/(2(1 + nu))."""
        if "shear_modulus" in material:
            modulus = self.bench.property(material, "shear_modulus")
        elif "young_modulus" in material and "poisson_ratio" in material:
            young, poisson = (self.bench.property(material, name) for name in ("young_modulus", "poisson_ratio"))
            modulus = young / (2.0 * (1.0 + poisson))
        else:
            return None
        return dendrites.stiffness_ratio(modulus, self.bench.property(self.anode, "shear_modulus"))
