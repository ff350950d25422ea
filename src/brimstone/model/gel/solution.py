"""From what was made in the lab to the numbers of a cathode whose electrolyte dissolves polysulfides.

One set of constants for liquids, gels and polymers; what differs between them is what the library knows of the
electrolyte: conductivity, how much sulfur it takes up, how fast polysulfides move in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone._typing import Numeric
from brimstone.composite import Composite
from brimstone.constants import FARADAY, GAS_CONSTANT, MOLAR_MASS_SULFUR, ROOM_TEMPERATURE
from brimstone.library import Applied, Material
from brimstone.library.workbench import Workbench
from brimstone.model.membranes import membrane_number
from brimstone.model.mobility import is_mobile, mobility
from brimstone.model.polymerisation import PolymerisedLayer
from brimstone.physics import shuttle, wasting
from brimstone.physics.polymerisation import between
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER, lower_standard, upper_standard
from brimstone.physics.stoichiometry import CAPACITY_SULFUR
from brimstone.recipe import Layer

_FLUID = ("liquid", "gel")
_LEAST_SHARE = 1e-4  # of the sulfur in reach of electrons, so that equations stay finite
_MIXED = 0.01  # way through solution that no layer holds, over that through the cathode
_MOST_INSIDE = 0.98  # share of the solution in the cathode: some of it wets what lies beside


def takes_up(electrolyte: Material) -> bool:
    """Whether polysulfides dissolve in an electrolyte."""
    return bool(electrolyte.rules.get("polysulfide_shuttle"))


def dissolves(bench: Workbench, composite: Composite) -> bool:
    """Whether sulfur reacts through a solution: most of the electrolyte in the cathode takes polysulfides up.

    Actives with a plateau of their own (selenium, metal sulfides) and half cells without any are left to the solid.
    """
    active = bench.material(bench.recipe.cathode.active)
    if active.kind != "active" or "plateau_shift" in active:
        return False
    shares = composite.electrolyte_shares.items()
    return float(sum((share[0] for name, share in shares if takes_up(bench.material(name))), 0.0)) > 0.5


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
    long_chains : ndarray
        Charge of the sulfur that is in solution when all of it is S8 and long chains, to Li2S [C/m2].
    diffusivities : tuple of ndarray
        In each layer of the separator [m2/s]; zero in a tight one.
    thicknesses : tuple of ndarray
        Of the layers [m].
    spread : ndarray
        How far dissolved sulfur differs through the depth of the cathode, over its mean, at 1 A/m2 [m2/A].
    beside_anode : ndarray or None
        Volume of the solution that the anode can use up, over the area of the cell [m]; None behind a ceramic.
    """

    concentration: np.ndarray
    solubility: np.ndarray
    shuttle_rate: np.ndarray
    long_chains: np.ndarray
    diffusivities: tuple[np.ndarray, ...]
    thicknesses: tuple[np.ndarray, ...]
    spread: np.ndarray
    beside_anode: np.ndarray | None

    @property
    def shuttle_current(self) -> np.ndarray:
        """What the shuttle takes of a charging current with all sulfur in solution as long chains [A/m2]."""
        return np.asarray(shuttle.shuttle_current(self.shuttle_rate, self.long_chains))

    def front(self, time: float, layer: int = 0) -> np.ndarray:
        """How far polysulfides have come into a layer after a time [s], at most through it [m]."""
        return np.minimum(shuttle.front(self.diffusivities[layer], time), self.thicknesses[layer])


@dataclass(frozen=True, eq=False)
class DissolvedSulfur:
    """A cathode whose sulfur reacts through a solution, on the bench.

    Attributes
    ----------
    bench : Workbench
    composite : Composite
        The cathode, electrolyte in its pores.
    thicknesses : sequence of ndarray
        Of the layers of the separator, from the cathode [m].
    polymerised : mapping of str to PolymerisedLayer
        Layers that polymerise in the cell, by the proper name of their electrolyte.
    """

    bench: Workbench
    composite: Composite
    thicknesses: Sequence[np.ndarray]
    polymerised: Mapping[str, PolymerisedLayer]

    def parameters(self, charge: np.ndarray, *, through_depth: bool = False) -> dict[str, np.ndarray]:
        """Parameters of `brimstone.model.gel` that are of sulfur and its solution.

        Parameters
        ----------
        charge : ndarray (samples,)
            Theory of the active material [C/m2].
        through_depth : bool
            Whether they are of a field of dissolved sulfur, or of two places.
        """
        composite, temperature = self.composite, self.bench.temperature
        b = FARADAY / (2.0 * GAS_CONSTANT * temperature)
        connected = composite.ionic_connection * composite.electronic_connection
        reachable = self.bench.constant("solution/reachable_fraction") * np.maximum(connected, _LEAST_SHARE)
        reach = charge * reachable / composite.thickness
        concentration = self.sulfur_concentration()
        warmer = temperature - ROOM_TEMPERATURE
        drift = self.bench.constant("conversion/temperature_coefficient") * warmer
        area = self._area(connected)
        warm = self.bench.arrhenius("solution/activation_energy")
        upper, lower, oxidation = (
            self.bench.constant(f"solution/{step}_exchange_current") * warm
            for step in ("upper", "lower", "lower_charge")
        )
        film = self.bench.constant("solution/film_conductivity") * self.bench.arrhenius("film/activation_energy")
        length = self.bench.constant("solution/film_length")
        product = self.bench.property("Li2S", "molar_volume") / (2.0 * FARADAY)
        full_film = product * reach / area
        self.bench.note(
            "cathode.film_thickness", full_film, "length", "Li2S of the reachable sulfur over reaction area"
        )
        whole = np.maximum(reach, 1.0)
        of_upper, of_lower = area / (UPPER * whole), area / (LOWER * whole)  # rates [1/s] by currents [A/m2]
        nothing, growth = self.bench.full(0.0), self.bench.constant("solution/growth_current") * warm * of_lower
        moving = nothing if through_depth else -UPPER * whole  # what moves from node to node carries no charge
        return {
            "sulfide_charge": LOWER * whole,
            "sulfur_charge": moving,
            "lost_charge": nothing,
            "sulfur_outside_charge": moving,
            "polysulfide_outside_charge": nothing,
            "shuttled_charge": moving,
            "dead_charge": LOWER * whole,
            "stranded_charge": LOWER * whole,
            "reacted_charge": nothing,
            "upper_potential": upper_standard(
                self.bench.constant("solution/upper_potential") + drift, concentration, b
            ),
            "lower_potential": lower_standard(
                self.bench.constant("solution/lower_potential") + drift, concentration, b
            ),
            "saturation": concentration / self.mean("polysulfide_solubility"),
            "fresh_saturation": concentration / self.bench.constant("solution/sulfur_solubility"),
            "upper_rate": 2.0 * upper * of_upper,
            "lower_rate": 2.0 * lower * of_lower,
            "lower_charge_ratio": np.minimum(oxidation / lower, 1.0),
            "growth_rate": growth,
            "dissolution_rate": self.bench.constant("solution/dissolution_current") * warm * of_lower,
            "seeds": self.bench.constant("solution/seeds"),
            "dead_blocking": 1.0 / self.bench.constant("solution/dead_cover"),
            "film": b / of_lower * length / film,
            "film_growth": full_film / length,
            **self.waste(whole * composite.thickness),
            "stranded_share": self.stranded_share(growth, area * composite.thickness),
            "recovery": self.bench.constant("solution/recovery") * warm,
            "dead_most": self.bench.constant("solution/dead_most"),
            "lost_share": np.clip(self.bench.constant("solution/lost_share"), 0.0, 1.0),
            "dead_share": np.clip(self.bench.constant("solution/dead_share"), 0.0, 1.0),
            "thickening": self.bench.constant("solution/thickening") * concentration,
            **(self.field(whole) if through_depth else {}),
        }

    def field(self, whole: np.ndarray) -> dict[str, np.ndarray]:
        """Parameters that a field of dissolved sulfur has, or has others of.

        Parameters
        ----------
        whole : ndarray
            Charge of all sulfur in reach [C/m3].
        """
        volume, nothing = self.electrolyte_volume(), self.bench.full(0.0)
        inside, layers, film = self.way_out()
        # solution beside the cathode, with no layer between, is mixed well
        layers = np.maximum(layers, _MIXED * inside)
        reduction, behind, _ = self._shuttle(layers + film)
        return {
            "unmoved_charge": -UPPER * whole,
            "polysulfide_charge": nothing,
            "exchange": nothing,
            "shuttle_rate": nothing,
            "shuttle_passage": behind,
            "mixing": shuttle.solution_exchange(volume, inside),
            "mixing_outside": shuttle.solution_exchange(volume, layers),
            "film_delay": volume * film,
            "reduction_rate": reduction,
        }

    def polysulfides(self) -> Polysulfides:
        """How polysulfides move in a cell."""
        concentration, rate = self.sulfur_concentration(), self.shuttle_rate()
        whole = self.bench.constant("solution/reachable_fraction") * self.composite.sulfur_areal_mass * CAPACITY_SULFUR
        solubility = self.mean("polysulfide_solubility")
        dissolved = 1.0 / (1.0 + concentration / solubility)
        mobile = []
        for layer in self.bench.recipe.separator:
            material = self.bench.material(layer.electrolyte)
            mobile.append(self.layer_diffusivity(layer) if takes_up(material) else self.bench.full(0.0))
        return Polysulfides(
            concentration,
            solubility,
            rate,
            whole * dissolved,
            tuple(mobile),
            tuple(self.thicknesses),
            shuttle.depth_spread(
                1.0, 1.0 - self.pore_share(), self.composite.thickness, self.mobile_inside(), concentration
            ),
            self.stock() if self._open() else None,
        )

    def mean(self, name: str) -> np.ndarray:
        """Mean of a property over the electrolytes in the cathode that take polysulfides up and have it, by volume."""
        parts = [
            (share, self.bench.property(material, name))
            for electrolyte, share in self.composite.electrolyte_shares.items()
            if takes_up(material := self.bench.material(electrolyte)) and name in material
        ]
        whole = sum((share for share, _ in parts), self.bench.full(0.0))
        return np.asarray(sum(share * value for share, value in parts) / whole)

    def _area(self, connected: np.ndarray) -> np.ndarray:
        """Carbon on which dissolved sulfur reacts [m2/m3], in the gauge of solid cathodes.

        Of their factors those of the carbon, the wetting and the laboratory are left: what dissolves finds its way,
        however it was mixed. How far the surface of the carbon counts is not what it is in solids. A layer before the
        cathode that brings electrons adds what surface it has.
        """
        wetted = np.clip(self.mean("contact_fraction"), 0.0, 1.0)
        solids = np.maximum(self.bench.constant("area/carbon_exponent"), 1e-3)
        own = self.composite.carbon_area_factor ** (1.0 / solids)
        reference = self.bench.constant("area/reference_carbon_area") * self.bench.constant(
            "composite/reference_density"
        )
        before = self.bench.layer_area(self.films()) / self.composite.thickness / reference
        carbon = (own + before) ** self.bench.constant("solution/carbon_exponent")
        factor = carbon * self.composite.laboratory_factor * wetted * np.maximum(connected, 1e-6)
        area = self.bench.constant("area/reaction_area") * np.maximum(factor, 1e-6)
        self.bench.note("cathode.solution_area", area, "area per volume", "carbon that the solution wets, as a gauge")
        return area

    def held_volume(self) -> np.ndarray:
        """What the cathode and the layers up to the first tight one hold of it, over the area of the cell [m]."""
        held = self.composite.phi_electrolyte * self.composite.thickness
        for layer, thickness in zip(self.bench.recipe.separator, self.thicknesses, strict=True):
            if not takes_up(self.bench.material(layer.electrolyte)):
                break
            held = held + thickness
        return held

    def excess(self) -> tuple[str, np.ndarray]:
        """Name and mass per area [kg/m2] of the electrolyte in a flooded cell beyond what its layers hold."""
        name = next(name for name in self.composite.electrolyte_shares if takes_up(self.bench.material(name)))
        volume = np.maximum(self.electrolyte_volume() - self.held_volume(), 0.0)
        return name, volume * self.bench.property(name, "density")

    def electrolyte_volume(self) -> np.ndarray:
        """Liquid, gel or polymer that polysulfides spread in, over the area of the cell [m].

        As stated in the recipe; else, of a liquid, the usual amount: a cell is flooded. At least what the cathode and
        the layers up to the first tight one hold: what sets beside them is out of reach.
        """
        composite, held = self.composite, self.held_volume()
        stated = self.bench.recipe.cathode.electrolyte_to_sulfur
        electrolytes = [self.bench.material(name) for name in composite.electrolyte_shares]
        if stated is not None:
            volume = np.maximum(
                stated.si * composite.sulfur_areal_mass, composite.phi_electrolyte * composite.thickness
            )
            why = "electrolyte_to_sulfur of the recipe"
        elif any(material.class_ == "liquid" for material in electrolytes):
            usual = self.bench.constant("solution/electrolyte_to_sulfur") * composite.sulfur_areal_mass
            volume, why = np.maximum(usual, held), "no electrolyte_to_sulfur in the recipe: flooded as usual"
        else:
            volume, why = held, "the electrolyte of cathode and separator"
        self.bench.note("cell.electrolyte_volume", volume, "length", f"over the area of the cell; {why}")
        return volume

    def stock(self) -> np.ndarray:
        """Solution whose solvent and LiNO3 lithium can use up, over the area of the cell [m].

        All that polysulfides spread in. A gel that sets in the cell was filled in as liquid, in the usual excess unless
        the recipe states how much: what set beside the layers is out of reach for their sulfur, not for what diffuses
        towards lithium as that uses it up.
        """
        volume, recipe = self.electrolyte_volume(), self.bench.recipe
        names = {*self.composite.electrolyte_shares, *(layer.electrolyte for layer in recipe.separator)}
        set_inside = any(self.bench.material(name).name in self.polymerised for name in names)
        if recipe.cathode.electrolyte_to_sulfur is not None or not set_inside:
            return volume
        usual = self.bench.constant("solution/electrolyte_to_sulfur") * self.composite.sulfur_areal_mass
        stock = np.maximum(volume, usual)
        self.bench.note("cell.solution_stock", stock, "length", "over the area of the cell; filled in as a liquid")
        return stock

    def sulfur_concentration(self) -> np.ndarray:
        """Sulfur atoms over the electrolyte, as if all dissolved [mol/m3]."""
        concentration = shuttle.sulfur_concentration(
            self.composite.sulfur_areal_mass, MOLAR_MASS_SULFUR, self.electrolyte_volume()
        )
        self.bench.note("cell.sulfur_concentration", concentration, "concentration", "if all sulfur were dissolved")
        return concentration

    def shuttle_rate(self) -> np.ndarray:
        """Share of the dissolved long chains that lithium reduces while LiNO3 is fresh [1/s]."""
        bare, behind, retention = self._shuttle()
        rate = np.asarray(wasting.shuttle_left(bare, behind, retention, 1.0))
        self.bench.note("cell.shuttle_rate", rate, "rate", "long chains that reach lithium and are reduced there")
        return rate

    def _shuttle(self, near: Numeric = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Constants of `brimstone.physics.wasting.shuttle_left`, less a part of the way to lithium [s/m]."""
        volume, passage = self.electrolyte_volume(), np.maximum(self.passage_resistance() - near, 0.0)
        reaction = self.bench.constant("solution/shuttle_reaction") * self.bench.arrhenius(
            "solution/shuttle_activation_energy"
        )
        retention = self.bench.full(1.0)
        for name in self.additives():
            material = self.bench.material(name)
            if "shuttle_retention" in material:
                retention = retention * self.bench.property(material, "shuttle_retention")
        if not self._reduces():
            reaction = self.bench.full(np.finfo(float).tiny)  # an oxide does not reduce what lithium would
        with np.errstate(invalid="ignore"):
            behind = np.where(np.isinf(passage), 1.0, passage / (passage + 1.0 / reaction))
        return shuttle.shuttle_rate(volume, passage, reaction), behind, retention

    def _reduces(self) -> bool:
        """Whether the anode reduces what is dissolved: lithium and its alloys do."""
        return self.bench.material(self.bench.recipe.anode.material).class_ in ("lithium metal", "lithium alloy")

    def _open(self) -> bool:
        """Whether the solution of the cathode reaches the anode."""
        layers = self.bench.recipe.separator
        return all(takes_up(self.bench.material(layer.electrolyte)) for layer in layers)

    def waste(self, charge: np.ndarray) -> dict[str, np.ndarray]:
        """Parameters of where the solution is, and of what lithium does to long chains, LiNO3 and solvent in it.

        Parameters
        ----------
        charge : ndarray
            Of all sulfur in reach [C/m2].
        """
        bench, volume, stock, lithium = self.bench, self.electrolyte_volume(), self.stock(), charge / FARADAY
        inside, layers, film = self.way_out()
        across = 0.5 * layers + film
        bare, behind, retention = self._shuttle(across)
        protects = any("shuttle_retention" in bench.material(name) for name in self.additives())
        concentration, half = bench.constant("solution/nitrate_concentration"), bench.constant("solution/nitrate_half")
        loss = bench.constant("solution/lithium_loss") if self._open() and self._reduces() else bench.full(0.0)
        kept = bench.constant("solution/protected_loss") / bench.constant("solution/lithium_loss")
        share = bench.constant("solution/nitrate_share")
        fluid = any(bench.material(name).class_ in _FLUID for name in self.composite.electrolyte_shares)
        molar, molecules = bench.constant("solution/solvent_volume"), bench.constant("solution/solvent_molecules")
        exchange = shuttle.solution_exchange(volume, inside / 3.0 + across)
        bench.note("cell.solution_exchange", exchange, "rate", "between the solutions in and outside the cathode")
        return {
            "exchange": exchange,
            "shuttle_rate": bare,
            "shuttle_passage": behind,
            "nitrate_retention": retention,
            "nitrate_half": half / concentration,
            "nitrate_use": wasting.nitrate_use(lithium, concentration * stock, share),
            "bare_loss": loss,
            "protected_loss": loss * np.minimum(kept, 1.0) if protects else loss,
            "solvent_use": wasting.solvent_use(lithium, stock, molar, molecules) if fluid else bench.full(0.0),
            "pore_share": self.pore_share(),
            "wet_share": self._held_by_pores(stock),
        }

    def stranded_share(self, growth: np.ndarray, carbon: np.ndarray) -> np.ndarray:
        """Share of the growing Li2S that grows outside the cathode.

        Nothing of it where a layer that conducts electrons, on the separator's side of the cathode, gives them to what
        arrives; nor in a polymer that fills cathode and separator without a free surface.
        """
        bench, layers = self.bench, self.bench.recipe.separator
        inside = next(m for m in map(bench.material, self.composite.electrolyte_shares) if takes_up(m))
        if inside.class_ not in _FLUID:
            return bench.full(0.0)
        surface, way = bench.constant("solution/outside_area"), self.composite.thickness
        for layer, thickness in zip(layers, self.thicknesses, strict=True):
            if not takes_up(bench.material(layer.electrolyte)):
                break
            way = way + thickness
        else:
            surface = surface * bench.constant("solution/membrane_nucleation")
        mobile = self.polysulfide_diffusivity(inside)
        sulfur = self.composite.sulfur_areal_mass / MOLAR_MASS_SULFUR
        passage = wasting.sulfide_passage(sulfur, way, mobile, bench.constant("solution/sulfide_solubility"))
        path = bench.electron_path(self.films())
        share = wasting.stranded_share(surface, carbon, growth, passage) * (1.0 - path)
        bench.note(
            "cathode.stranded_share", share, "fraction", "of the growing Li2S, beside the cathode and out of reach"
        )
        return share

    def pore_share(self) -> np.ndarray:
        """Share of the solution that the pores of the cathode hold."""
        return self._held_by_pores(self.electrolyte_volume())

    def _held_by_pores(self, volume: np.ndarray) -> np.ndarray:
        held = self.composite.phi_electrolyte * self.composite.thickness
        return np.clip(held / volume, 1e-3, _MOST_INSIDE)

    def mobile_inside(self) -> np.ndarray:
        """Effective diffusivity of polysulfides in the cathode [m2/s]."""
        inside = next(m for m in map(self.bench.material, self.composite.electrolyte_shares) if takes_up(m))
        return self.polysulfide_diffusivity(inside) * np.maximum(self.composite.ionic_factor, _LEAST_SHARE)

    def way_out(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What sulfur finds on its way: the cathode, the layers that its solution fills, a film between both [s/m]."""
        cathode = shuttle.passage_resistance(self.composite.thickness, self.mobile_inside())
        layers = self.bench.full(0.0)
        for layer, thickness in zip(self.bench.recipe.separator, self.thicknesses, strict=True):
            if not takes_up(self.bench.material(layer.electrolyte)):
                break
            layers = layers + shuttle.passage_resistance(thickness, self.layer_diffusivity(layer))
        return cathode, layers, self.film_resistance(self.films())

    def films(self) -> tuple[Applied, ...]:
        """What was laid between the cathode and the separator; what covers lithium lies beyond."""
        return self.bench.library.treatments(self.bench.recipe.cathode.treatment)

    def passage_resistance(self) -> np.ndarray:
        """What dissolved polysulfides find on their way to the anode, sum of L/D over the layers [s/m]."""
        total = self.bench.full(0.0)
        electrolytes = (self.bench.material(name) for name in self.composite.electrolyte_shares)
        inside = next((material for material in electrolytes if takes_up(material)), None)
        for layer, thickness in zip(self.bench.recipe.separator, self.thicknesses, strict=True):
            if takes_up(self.bench.material(layer.electrolyte)):
                mobile = self.layer_diffusivity(layer)
            else:
                holes = self.bench.constant("solution/pinholes")
                liquid = self.bench.full(0.0) if inside is None else self.polysulfide_diffusivity(inside)
                mobile = shuttle.pinhole_diffusivity(liquid, holes)
            total = total + shuttle.passage_resistance(thickness, mobile)
        return total + self.film_resistance(self.bench.treatments())

    def film_resistance(self, treatments: Iterable[Applied]) -> np.ndarray:
        """Passage resistance of the films that treatments leave before an electrode [s/m]."""
        total = self.bench.full(0.0)
        for one in treatments:
            thickness = one.treatment.values.get("layer_thickness")
            if thickness is None or one.treatment.layer is None:
                continue
            film = self.bench.material(one.treatment.layer)
            if is_mobile(film, "polysulfide_diffusivity"):
                thick = self.bench.ledger.draw(thickness, f"{one.treatment.name}.layer_thickness")
                total = total + shuttle.passage_resistance(thick, self.polysulfide_diffusivity(film))
        return total

    def polysulfide_diffusivity(self, material: Material) -> np.ndarray:
        """Of polysulfides in an electrolyte at the temperature of the cell [m2/s].

        See `mobility`. On the way from precursor to gel it lies between those of both.
        """
        layer, mobile = self.polymerised.get(material.name), mobility(self.bench, material, "polysulfide_diffusivity")
        if layer is None:
            return mobile
        return between(mobility(self.bench, layer.precursor, "polysulfide_diffusivity"), mobile, layer.conversion)

    def layer_diffusivity(self, layer: Layer) -> np.ndarray:
        """Of polysulfides in a layer of the separator and the membrane that holds it [m2/s]."""
        material = self.bench.material(layer.electrolyte)
        hindrance = membrane_number(self.bench, layer)
        return self.polysulfide_diffusivity(material) / hindrance

    def additives(self) -> list[str]:
        """Proper names of what is dissolved in the electrolyte besides its salt, by layers and treatments."""
        names = [name for layer in self.bench.recipe.separator for name in layer.additives]
        names += [name for one in self.bench.treatments() for name in one.treatment.additives]
        return list(dict.fromkeys(self.bench.material(name).name for name in names))
