"""From what was made in the lab to the numbers of a cathode whose electrolyte dissolves polysulfides.

One set of constants for liquids, gels and polymers; what differs between them is what the library knows of the
electrolyte: conductivity, how much sulfur it takes up, how fast polysulfides move in it.
"""

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.constants import FARADAY, GAS_CONSTANT, MOLAR_MASS_SULFUR, ROOM_TEMPERATURE
from brimstone.errors import RecipeError
from brimstone.library import Ledger, Library, Material, Value
from brimstone.model.making import Making
from brimstone.physics import shuttle as shuttle_laws
from brimstone.physics.polymerisation import between
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER, lower_standard, upper_standard
from brimstone.physics.stoichiometry import CAPACITY_SULFUR
from brimstone.recipe import Layer, Recipe

_FLUID = ("liquid", "gel")
_LEAST_SHARE = 1e-4  # of the sulfur in reach of electrons, so that equations stay finite


def dissolves(composite: Composite, active: Material, library: Library) -> bool:
    """Whether sulfur reacts through a solution: most of the electrolyte in the cathode takes polysulfides up.

    Actives with a plateau of their own (selenium, metal sulfides) and half cells without any are left to the solid.
    """
    if active.kind != "active" or "plateau_shift" in active:
        return False
    taking = sum(
        (share[0] for name, share in composite.electrolyte_shares.items() if takes_up(library.material(name))), 0.0
    )
    return float(taking) > 0.5


def takes_up(electrolyte: Material) -> bool:
    """Whether polysulfides dissolve in an electrolyte."""
    return bool(electrolyte.rules.get("polysulfide_shuttle"))


def values(making: Making, charge: np.ndarray) -> dict[str, np.ndarray]:
    """Parameters of `brimstone.model.gel` that are of sulfur and its solution.

    Parameters
    ----------
    making : Making
    charge : ndarray (samples,)
        Theory of the active material [C/m2].
    """
    composite, ledger, temperature = making.composite, making.ledger, making.temperature
    b = FARADAY / (2.0 * GAS_CONSTANT * temperature)
    connected = composite.details["ionic_connection"] * composite.details["electronic_connection"]
    reachable = making.constant("solution/reachable_fraction") * np.maximum(connected, _LEAST_SHARE)
    reach = charge * reachable / composite.thickness
    concentration = sulfur_concentration(making)
    warmer = temperature - ROOM_TEMPERATURE
    drift = making.constant("conversion/temperature_coefficient") * warmer
    area = _area(making, connected)
    warm = making.arrhenius("solution/activation_energy")
    upper, lower = (making.constant(f"solution/{step}_exchange_current") * warm for step in ("upper", "lower"))
    film = making.constant("solution/film_conductivity") * making.arrhenius("film/activation_energy")
    length = making.constant("solution/film_length")
    product = making.property(making.library.material("Li2S"), "molar_volume") / (2.0 * FARADAY)
    full_film = product * reach / area
    ledger.note("cathode.film_thickness", full_film, "length", "Li2S of the reachable sulfur over reaction area")
    whole = np.maximum(reach, 1.0)
    shuttle = shuttle_rate(making)
    nothing = np.zeros(ledger.samples)
    return {
        "sulfide_charge": LOWER * whole,
        "sulfur_charge": -UPPER * whole,
        "lost_charge": nothing,
        "shuttled_charge": -UPPER * whole,
        "dead_charge": LOWER * whole,
        "upper_potential": upper_standard(making.constant("solution/upper_potential") + drift, concentration, b),
        "lower_potential": lower_standard(making.constant("solution/lower_potential") + drift, concentration, b),
        "crowding": concentration / making.mean("polysulfide_solubility", takes_up),
        "upper_rate": 2.0 * area * upper / (UPPER * whole),
        "lower_rate": 2.0 * area * lower / (LOWER * whole),
        "seeds": making.constant("solution/seeds"),
        "film": 2.0 * b * lower * length / film,
        "film_growth": full_film / length,
        "shuttle_rate": shuttle,
        "lost_share": np.clip(making.constant("solution/lost_share"), 0.0, 1.0),
        "dead_share": np.clip(making.constant("solution/dead_share"), 0.0, 1.0),
        "thickening": making.constant("solution/thickening") * concentration,
    }


@record
class Polysulfides:
    """How polysulfides move in a cell; arrays have one entry a member.

    Attributes
    ----------
    concentration : ndarray
        Sulfur atoms over the electrolyte, if all were dissolved [mol/m3].
    solubility : ndarray
        Of sulfur atoms as long chains [mol/m3].
    shuttle_rate : ndarray
        Share of the dissolved long chains that lithium reduces, a second [1/s].
    shuttle_current : ndarray
        What the shuttle takes of a charging current with all sulfur in solution as long chains [A/m2].
    diffusivities : tuple of ndarray
        In each layer of the separator [m2/s]; zero in a tight one.
    thicknesses : tuple of ndarray
        Of the layers [m].
    """

    concentration: np.ndarray
    solubility: np.ndarray
    shuttle_rate: np.ndarray
    shuttle_current: np.ndarray
    diffusivities: tuple[np.ndarray, ...]
    thicknesses: tuple[np.ndarray, ...]

    def front(self, time: float, layer: int = 0) -> np.ndarray:
        """How far polysulfides have come into a layer after a time [s], at most through it [m]."""
        return np.minimum(shuttle_laws.front(self.diffusivities[layer], time), self.thicknesses[layer])


def polysulfides(making: Making) -> Polysulfides:
    """How polysulfides move in a cell."""
    concentration, rate = sulfur_concentration(making), shuttle_rate(making)
    whole = making.constant("solution/reachable_fraction") * making.composite.sulfur_areal_mass * CAPACITY_SULFUR
    solubility = making.mean("polysulfide_solubility", takes_up)
    dissolved = 1.0 / (1.0 + concentration / solubility)
    mobile = []
    for layer in making.recipe.separator:
        material = making.library.material(layer.electrolyte)
        mobile.append(
            polysulfide_diffusivity(making, material)
            / membrane_number(making.recipe, making.library, making.ledger, layer)
            if takes_up(material)
            else np.zeros(making.ledger.samples)
        )
    return Polysulfides(
        concentration,
        solubility,
        rate,
        shuttle_laws.shuttle_current(rate, whole * dissolved),
        tuple(mobile),
        tuple(making.thicknesses),
    )


def _area(making: Making, connected: np.ndarray) -> np.ndarray:
    """Carbon on which dissolved sulfur reacts [m2/m3], in the gauge of solid cathodes.

    Of their factors those of the carbon, the wetting and the laboratory are left: what dissolves finds its way, however
    it was mixed.
    """
    details = making.composite.details
    wetted = np.clip(making.mean("contact_fraction", takes_up), 0.0, 1.0)
    factor = details["carbon_area_factor"] * details["laboratory_factor"] * wetted * np.maximum(connected, 1e-6)
    area = making.constant("area/reaction_area") * np.maximum(factor, 1e-6)
    making.ledger.note("cathode.solution_area", area, "area per volume", "carbon that the solution wets, as a gauge")
    return area


def held_volume(making: Making) -> np.ndarray:
    """What the cathode and the layers up to the first tight one hold of it, over the area of the cell [m]."""
    held = making.composite.phi_electrolyte * making.composite.thickness
    for layer, thickness in zip(making.recipe.separator, making.thicknesses, strict=True):
        if not takes_up(making.library.material(layer.electrolyte)):
            break
        held = held + thickness
    return held


def excess(making: Making) -> tuple[str, np.ndarray]:
    """Name and mass per area [kg/m2] of the electrolyte in a flooded cell beyond what its layers hold."""
    name = next(name for name in making.composite.electrolyte_shares if takes_up(making.library.material(name)))
    volume = np.maximum(electrolyte_volume(making) - held_volume(making), 0.0)
    return name, volume * making.property(making.library.material(name), "density")


def electrolyte_volume(making: Making) -> np.ndarray:
    """Liquid, gel or polymer that polysulfides spread in, over the area of the cell [m].

    As told by the recipe; else, of a liquid or a precursor, the usual amount: a cell is flooded. At least what the
    cathode and the layers up to the first tight one hold.
    """
    composite, held = making.composite, held_volume(making)
    told = making.recipe.cathode.electrolyte_to_sulfur
    electrolytes = [making.library.material(name) for name in composite.electrolyte_shares]
    if told is not None:
        volume = np.maximum(told.si * composite.sulfur_areal_mass, composite.phi_electrolyte * composite.thickness)
        why = "electrolyte_to_sulfur of the recipe"
    elif any(material.class_ in _FLUID for material in electrolytes):
        usual = making.constant("solution/electrolyte_to_sulfur") * composite.sulfur_areal_mass
        volume, why = np.maximum(usual, held), "no electrolyte_to_sulfur in the recipe: flooded as usual"
    else:
        volume, why = held, "the electrolyte of cathode and separator"
    making.ledger.note("cell.electrolyte_volume", volume, "length", f"over the area of the cell; {why}")
    return volume


def sulfur_concentration(making: Making) -> np.ndarray:
    """Sulfur atoms over the electrolyte, as if all dissolved [mol/m3]."""
    concentration = shuttle_laws.sulfur_concentration(
        making.composite.sulfur_areal_mass, MOLAR_MASS_SULFUR, electrolyte_volume(making)
    )
    making.ledger.note("cell.sulfur_concentration", concentration, "concentration", "if all sulfur were dissolved")
    return concentration


def shuttle_rate(making: Making) -> np.ndarray:
    """Share of the dissolved long chains that lithium reduces, a second [1/s]."""
    ledger = making.ledger
    passage = passage_resistance(making)
    reaction = making.constant("solution/shuttle_reaction") * making.arrhenius("solution/shuttle_activation_energy")
    for name in additives(making.recipe, making.library):
        material = making.library.material(name)
        if "shuttle_retention" in material:
            reaction = reaction * making.property(material, "shuttle_retention")
    if making.library.material(making.recipe.anode.material).class_ not in ("lithium metal", "lithium alloy"):
        reaction = np.full(ledger.samples, np.finfo(float).tiny)  # an oxide does not reduce what lithium would
    rate = shuttle_laws.shuttle_rate(electrolyte_volume(making), passage, reaction)
    ledger.note("cell.shuttle_rate", rate, "rate", "long chains that reach lithium and are reduced there")
    return rate


def passage_resistance(making: Making) -> np.ndarray:
    """What dissolved polysulfides find on their way to the anode, sum of L/D over the layers [s/m]."""
    library = making.library
    total = np.zeros(making.ledger.samples)
    inside = next((m for name in making.composite.electrolyte_shares if takes_up(m := library.material(name))), None)
    for layer, thickness in zip(making.recipe.separator, making.thicknesses, strict=True):
        material = library.material(layer.electrolyte)
        if takes_up(material):
            number = membrane_number(making.recipe, library, making.ledger, layer)
            mobile = polysulfide_diffusivity(making, material) / number
        else:
            holes = making.constant("solution/pinholes")
            liquid = np.zeros(making.ledger.samples) if inside is None else polysulfide_diffusivity(making, inside)
            mobile = shuttle_laws.pinhole_diffusivity(liquid, holes)
        total = total + shuttle_laws.passage_resistance(thickness, mobile)
    for words in (making.recipe.cathode.treatment, making.recipe.anode.interface):
        total = total + _films(making, words)
    return total


def _films(making: Making, words: str | None) -> np.ndarray:
    """Resistance of the films that treatments leave before an electrode [s/m]."""
    total = np.zeros(making.ledger.samples)
    for one in making.library.treatments(words):
        thickness = one.treatment.values.get("layer_thickness")
        if thickness is None or one.treatment.layer is None:
            continue
        film = making.library.material(one.treatment.layer)
        if "polysulfide_diffusivity" in film:
            thick = making.ledger.draw(thickness, f"{one.treatment.name}.layer_thickness")
            total = total + shuttle_laws.passage_resistance(thick, polysulfide_diffusivity(making, film))
    return total


def polysulfide_diffusivity(making: Making, material: Material) -> np.ndarray:
    """Of polysulfides in an electrolyte at the temperature of the cell [m2/s].

    It goes with temperature as conduction does, where the temperature that it was given at is known. On the way from
    precursor to gel it lies between those of both.
    """
    value = material["polysulfide_diffusivity"]
    mobile = making.property(material, "polysulfide_diffusivity") * _faster(making, material, value.temperature)
    setting = making.settings.get(material.name)
    if setting is None:
        return mobile
    liquid = setting.precursor
    before = making.property(liquid, "polysulfide_diffusivity") * _faster(
        making, liquid, liquid["polysulfide_diffusivity"].temperature
    )
    return between(before, mobile, setting.share)


def _faster(making: Making, material: Material, known_at: float | None) -> float:
    law = material.get("ionic_conductivity")
    if known_at is None or law is None or isinstance(law, Value):
        return 1.0
    warm, usual = (float(law.at(at)) * at for at in (making.temperature, known_at))
    return warm / usual


def membrane_number(recipe: Recipe, library: Library, ledger: Ledger, layer: Layer) -> np.ndarray:
    """MacMullin number of the membrane that holds a layer: by how much it hinders ions and polysulfides [-].

    Raises
    ------
    RecipeError
        For a membrane that the library knows none of.
    """
    if layer.membrane is None:
        return np.ones(ledger.samples)
    material = library.material(layer.membrane)
    if "macmullin_number" not in material:
        raise RecipeError(
            f"{material.name} is no membrane that holds a liquid: the library knows no MacMullin number of it; "
            "polyolefin separator is one",
            "separator.membrane",
            recipe.source,
        )
    return ledger.draw(material["macmullin_number"], f"{material.name}.macmullin_number")


def additives(recipe: Recipe, library: Library) -> list[str]:
    """Proper names of what is dissolved in the electrolyte besides its salt, by layers and treatments."""
    names = [name for layer in recipe.separator for name in layer.additives]
    for words in (recipe.cathode.treatment, recipe.anode.interface):
        names += [name for one in library.treatments(words) for name in one.treatment.additives]
    return list(dict.fromkeys(library.material(name).name for name in names))
