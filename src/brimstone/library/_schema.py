"""Properties of materials: names, dimensions, display units and plausible limits."""

import functools
from typing import NamedTuple

from brimstone.units import parse


class Property(NamedTuple):
    """A kind of property.

    Attributes
    ----------
    dimension : str
        One of `brimstone.units.DIMENSIONS`.
    unit : str
        Display unit.
    lowest, highest : float
        Limits for all materials, in `unit`; classes narrow them.
    about : str
        Meaning, in a few words.
    """

    dimension: str
    unit: str
    lowest: float
    highest: float
    about: str

    @property
    def limits(self) -> tuple[float, float]:
        """`lowest` and `highest` in SI."""
        return _limits(self)


@functools.lru_cache(maxsize=256)
def _limits(of: Property) -> tuple[float, float]:
    lowest, highest = (parse(f"{bound} {of.unit}".strip(), of.dimension).si for bound in (of.lowest, of.highest))
    return lowest, highest


PROPERTIES = {
    "density": Property("density", "g/cm3", 0.05, 25, "of the dense material"),
    "molar_mass": Property("molar mass", "g/mol", 1, 5000, "of one formula unit"),
    "molar_volume": Property("volume per mole", "cm3/mol", 1, 5000, "of one formula unit"),
    "ionic_conductivity": Property("conductivity", "mS/cm", 1e-28, 1e3, "of lithium ions, of the pressed material"),
    "electronic_conductivity": Property("conductivity", "S/cm", 1e-32, 1e7, "pressed powder for carbons"),
    "permittivity": Property("number", "", 1, 1e4, "of the dense material, over that of vacuum"),
    "milled_conductivity_ratio": Property(
        "number", "", 1e-4, 1e4, "conductivity of an electrolyte milled to its end, over that of the library"
    ),
    "activation_barrier": Property(
        "voltage", "V", 0, 2, "of the first charge of Li2S milled with it, beyond later charges"
    ),
    "activating_conductivity": Property(
        "conductivity", "S/cm", 1e-18, 1e3, "of lithium with electrons in grains of Li2S milled with it"
    ),
    "grain_boundary_share": Property(
        "fraction", "%", 0, 100, "of the resistance, from grain boundaries and grain contacts"
    ),
    "transference_number": Property("number", "", 0, 1, "share of the current that lithium carries"),
    "reduction_potential": Property("voltage", "V", -1, 6, "lower end of the thermodynamic window"),
    "oxidation_potential": Property("voltage", "V", 0, 7, "upper end of the thermodynamic window"),
    "practical_reduction_potential": Property("voltage", "V", -1, 6, "observed onset of reduction"),
    "practical_oxidation_potential": Property("voltage", "V", 0, 7, "observed onset of oxidation"),
    "interphase_lithium": Property("areal charge", "mAh/cm2", 1e-4, 10, "taken by the interphase on lithium in a week"),
    "sulfide_corrosion": Property(
        "area resistance",
        "ohm cm2",
        0,
        1e3,
        "of a film that sulfides grow on a collector in a day",
    ),
    "lithium_concentration": Property("concentration", "mol/L", 1, 200, "of an alloy that gives its lithium"),
    "diffusivity_activation_energy": Property(
        "energy per charge carrier", "eV", 0.05, 1.5, "of the diffusivity, as Arrhenius"
    ),
    "redox_capacity": Property("specific charge", "mAh/g", 0, 4000, "reversible redox of an electrolyte with carbon"),
    "oxidation_limit": Property("specific charge", "mAh/g", 0, 4000, "oxidised to sulfur and sulfides of the cations"),
    "reduction_limit": Property("specific charge", "mAh/g", 0, 4000, "reduced to Li2S and lithiated cation products"),
    "redox_speed": Property(
        "number", "", 0.01, 10, "rate of an electrolyte's redox on carbon, relative to an undoped one"
    ),
    "phosphorus_sulfur_ratio": Property("number", "", 0, 1, "P/S atomic ratio; promotes sulfur conversion"),
    "theoretical_capacity": Property("specific charge", "mAh/g", 10, 4500, "from formula and electrons"),
    "electrons": Property("number", "", 0.05, 16, "lithium exchanged per formula unit"),
    "average_potential": Property("voltage", "V", 0, 5, "of the electrode reaction"),
    "plateau_shift": Property("voltage", "V", -1.5, 1.5, "of the equilibrium plateau against that of sulfur"),
    "plateau_slope": Property("voltage", "V", 0.0, 2.0, "fall of the equilibrium plateau, as that of sulfur"),
    "film_conductivity": Property("conductivity", "S/cm", 1e-16, 1, "of its product film, effective, as for Li2S"),
    "reference_potential": Property("voltage", "V", 0, 5, "of the electrode against Li/Li+"),
    "volume_change": Property("fraction", "%", -60, 500, "on full lithiation"),
    "partial_molar_volume": Property("volume per mole", "cm3/mol", -20, 40, "volume taken up per mole of lithium"),
    "bet_area": Property("specific area", "m2/g", 0.01, 4000, "by gas adsorption"),
    "pore_volume": Property("specific volume", "cm3/g", 0, 10, "open to sulfur"),
    "pore_width": Property("length", "um", 1e-4, 10, "of most of its pores"),
    "particle_size": Property("length", "um", 1e-3, 2000, "median diameter; of fibres and sheets the thickness"),
    "milled_size": Property(
        "length", "um", 1e-3, 2000, "median diameter after thorough milling, if milling reduces it"
    ),
    "bundle_size": Property("length", "um", 1e-3, 2000, "thickness of bundles that mixing does not separate"),
    "electrolyte_coverage": Property("fraction", "%", 0, 100, "of the surface, by electrolyte grown on it"),
    "aspect_ratio": Property("number", "", 1, 1e5, "length over thickness"),
    "percolation_threshold": Property("fraction", "%", 0, 40, "volume fraction at which a network forms"),
    "heckel_intercept": Property("number", "", 0, 5, "A in ln(1/(1-D)) = A + P/Py"),
    "heckel_pressure": Property("pressure", "MPa", 10, 50000, "Py in ln(1/(1-D)) = A + P/Py"),
    "maximum_density": Property("fraction", "%", 30, 100, "highest relative density by cold pressing"),
    "young_modulus": Property("pressure", "GPa", 1e-6, 1500, ""),
    "shear_modulus": Property("pressure", "GPa", 1e-6, 700, ""),
    "poisson_ratio": Property("number", "", 0, 0.5, ""),
    "yield_strength": Property("pressure", "MPa", 1e-3, 20000, ""),
    "hardness": Property("pressure", "GPa", 1e-4, 100, ""),
    "fracture_toughness": Property("fracture toughness", "MPa m^0.5", 0.01, 100, "K_IC"),
    "creep_exponent": Property("number", "", 0.5, 12, "n in rate ~ stress^n"),
    "creep_activation_energy": Property("molar energy", "kJ/mol", 1, 500, ""),
    "creep_stress": Property("pressure", "MPa", 1e-3, 1000, "stress at which the creep rate is given"),
    "creep_rate": Property("rate", "1/s", 1e-12, 1, "steady strain rate at the creep stress"),
    "melting_temperature": Property("temperature", "degC", -200, 4000, ""),
    "boiling_temperature": Property("temperature", "degC", -100, 4000, "of a mixture, of what boils first"),
    "heat_of_melting": Property("specific energy", "J/g", 1, 1e4, ""),
    "heat_of_boiling": Property("specific energy", "J/g", 1, 1e5, ""),
    "heat_of_combustion": Property("specific energy", "kJ/g", 0.1, 150, "in air"),
    "runaway_temperature": Property("temperature", "degC", 50, 1500, "from which it reacts violently with lithium"),
    "viscosity": Property("viscosity", "mPa s", 1e-2, 1e8, ""),
    "vapour_pressure": Property("pressure", "Pa", 0, 1e7, ""),
    "surface_energy": Property("surface energy", "J/m2", 1e-3, 5, ""),
    "work_of_adhesion": Property("surface energy", "J/m2", 0, 5, "with lithium metal"),
    "specific_heat": Property("specific heat", "J/g/K", 0.05, 10, ""),
    "thermal_conductivity": Property("thermal conductivity", "W/m/K", 0.01, 2500, ""),
    "diffusivity": Property("diffusivity", "cm2/s", 1e-20, 1e-3, "of lithium in the solid, or of the salt"),
    "polysulfide_diffusivity": Property("diffusivity", "cm2/s", 1e-20, 1e-4, "of dissolved polysulfides"),
    "polysulfide_solubility": Property(
        "concentration", "mol/L", 1e-4, 20, "sulfur atoms in dissolved chains longer than Li2S4"
    ),
    "macmullin_number": Property("number", "", 1, 100, "resistance of a soaked membrane over that of the liquid alone"),
    "shuttle_retention": Property("fraction", "%", 0, 100, "of polysulfide reduction at lithium, with this additive"),
    "polymerisation_rate": Property(
        "rate", "1/h", 1e-9, 1e3, "of a precursor, at the usual concentration of this initiator"
    ),
    "polymerisation_order": Property("number", "", 0.1, 5, "of that rate in the initiator"),
    "polymerisation_energy": Property("molar energy", "kJ/mol", 1, 300, "activation energy of that rate"),
    "usual_concentration": Property("concentration", "mol/L", 1e-6, 20, "of an initiator in its precursor"),
    "salt_concentration": Property("concentration", "mol/L", 1e-4, 20, ""),
    "area_resistance": Property("area resistance", "ohm cm2", 1e-3, 1e5, "with the usual electrolyte"),
    "area_resistance_activation_energy": Property("energy per charge carrier", "eV", 0, 1.5, ""),
    "contact_resistance": Property("area resistance", "ohm cm2", 1e-5, 1e4, "collector to composite"),
    "exchange_current_density": Property("current density", "mA/cm2", 1e-6, 1e3, ""),
    "contact_fraction": Property("fraction", "%", 0, 100, "of an interface in contact, as assembled"),
    "lithium_contact_fraction": Property("fraction", "%", 0, 100, "of lithium in contact, applied without pressure"),
    "contact_pressure": Property("pressure", "MPa", 1e-3, 1e4, "P_1 in 1 - exp(-P/P_1): pressure that closes 63 %"),
    "lithium_resistance": Property("area resistance", "ohm cm2", 1e-3, 1e5, "of lithium metal on it, at full contact"),
    "interphase_resistance": Property("area resistance", "ohm cm2", 0, 1e5, "grown against lithium in the first day"),
    "reaction_with_sulfur": Property(
        "energy per charge carrier", "eV", -3, 0, "per atom of both, with sulfur or Li2S, whichever gives more"
    ),
    "reaction_with_lithium": Property("energy per charge carrier", "eV", -3, 0, "per atom, with lithium metal"),
    "conductivity_retention": Property("fraction", "%", 0, 150, "of a sulfide electrolyte, after this solvent"),
    "ionic_blocking": Property("number", "", 0, 500, "k in exp(-k w), w the weight fraction of binder"),
    "strain_at_break": Property("fraction", "%", 0.01, 5000, ""),
    "hydrogen_sulfide_release": Property("specific volume", "cm3/g", 0, 1000, "30 min at -40 degC dew point"),
    "hydrogen_sulfide_yield": Property("number", "", 0, 20, "mol H2S per mol, on full hydrolysis"),
    "hydrogen_sulfide_uptake": Property("specific volume", "cm3/g", 0, 1000, "that an absorbent binds"),
    "moisture_passed": Property(
        "fraction", "%", 0, 100, "of the moisture attack that reaches a powder covered by this liquid"
    ),
    "thickness": Property("length", "um", 1e-3, 1e4, "usual thickness of the foil, mesh or film"),
    "least_thickness": Property("length", "um", 1e-3, 1e4, "thinnest free-standing layer by the usual process"),
    "price": Property("specific price", "USD/kg", 1e-3, 1e7, ""),
}

#: Properties given as a pair: name -> the two properties.
PAIRS = {
    "stability_window": ("reduction_potential", "oxidation_potential"),
    "practical_window": ("practical_reduction_potential", "practical_oxidation_potential"),
}

#: Properties that can be temperature laws.
LAWFUL = ("ionic_conductivity",)

#: Roles of materials; the first one listed by a material is its primary role.
KINDS = tuple("electrolyte active carbon binder additive anode interlayer collector solvent liquid".split())

#: Properties that a user expects for each kind; missing ones are shown as unknown.
EXPECTED = {
    "electrolyte": (
        "density",
        "ionic_conductivity",
        "transference_number",
        "reduction_potential",
        "oxidation_potential",
        "young_modulus",
        "fracture_toughness",
        "price",
    ),
    "active": (
        "density",
        "theoretical_capacity",
        "average_potential",
        "electronic_conductivity",
        "volume_change",
        "price",
    ),
    "carbon": ("density", "bet_area", "electronic_conductivity", "particle_size", "pore_volume", "price"),
    "binder": ("density", "young_modulus", "strain_at_break", "price"),
    "anode": ("density", "reference_potential", "area_resistance", "theoretical_capacity", "thickness", "price"),
    "interlayer": ("density", "thickness", "work_of_adhesion", "price"),
    "collector": ("density", "thickness", "electronic_conductivity", "contact_resistance", "price"),
    "solvent": ("density", "boiling_temperature", "conductivity_retention", "price"),
    "additive": ("density", "price"),
}
