"""From what was made in the lab to the numbers that the equations need.

Nothing here is fitted to a cell: parameters come from the recipe, the library and its constants, each drawn through
the ledger with its spread.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from brimstone import interface
from brimstone._records import record
from brimstone.composite import Composite, build
from brimstone.composite.conduction import mixture_conductivity
from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from brimstone.errors import RecipeError
from brimstone.library import Ledger, Library, Material
from brimstone.model import decomposition, solution
from brimstone.model.dry_cathode import reached_surface
from brimstone.model.equations import CHARGED, DISCHARGED, GEL, SOLID, Equations
from brimstone.model.handling import exposures
from brimstone.model.limits import limiting_currents
from brimstone.model.making import Making
from brimstone.model.mechanics import active_lithium_volume, cathode_contact
from brimstone.model.setting import residue, settings
from brimstone.physics.polymerisation import between
from brimstone.physics.temperature import arrhenius_factor
from brimstone.physics.transport import area_resistance
from brimstone.recipe import Recipe
from brimstone.stack import Layer, Mechanics, Stack, build_mechanics, build_stack

_LEAST_CONDUCTIVITY = 1e-9  # [S/m]; a network that doesn't connect, so that equations stay finite
_LEAST_SHARE = 1e-3  # of Li2S that takes part, so that equations stay finite
_NO_LIMIT = 1e6  # [A/m2]; exchange current of an electrode whose kinetics are in its area resistance


@record
class DerivedCell:
    """A cell ready to be run; arrays have one entry a member. What reacts how in its cathode stands in `equations`.

    Attributes
    ----------
    equations : Equations
        What the parameters and states belong to.
    parameters : ndarray (members, parameters)
        As `Equations.parameters` names them.
    initial_states : ndarray (members, states)
    initial_potential : ndarray (members,)
        First guess of the potential difference [V].
    theoretical_charge : ndarray (members,)
        Of all active material [C/m2]; 1C drains it in an hour.
    active_mass, sulfur_mass : ndarray (members,)
        Per area [kg/m2].
    charge_by_mass : float
        Charge of the active material counted from its mass and formula, over `theoretical_charge`: 1 when they agree.
    starts_charged : bool
    temperature : float
        [K]
    counter_potential : float
        Of the negative electrode against Li/Li+ [V].
    resistances : mapping of str to ndarray
        What the series resistance is made of [ohm m2].
    interfaces : Interfaces
        State of the interfaces behind them.
    separator_thicknesses : tuple of ndarray
        One a layer [m].
    limiting_currents : mapping of int to ndarray
        Of the layers with a salt, by their number from the cathode [A/m2].
    composite : Composite
    stack : Stack
        Its layers.
    mechanics : Mechanics
        How they grow, and how stiff they are.
    polysulfides : Polysulfides or None
        How they move, where the electrolyte dissolves them.
    """

    equations: Equations
    parameters: np.ndarray
    initial_states: np.ndarray
    initial_potential: np.ndarray
    theoretical_charge: np.ndarray
    active_mass: np.ndarray
    sulfur_mass: np.ndarray
    charge_by_mass: float
    starts_charged: bool
    temperature: float
    counter_potential: float
    resistances: Mapping[str, np.ndarray]
    interfaces: interface.Interfaces
    separator_thicknesses: tuple[np.ndarray, ...]
    limiting_currents: Mapping[int, np.ndarray]
    composite: Composite
    stack: Stack
    mechanics: Mechanics
    polysulfides: solution.Polysulfides | None = None

    def parameter(self, name: str) -> np.ndarray:
        """One parameter of all members, by its name in `Equations.parameters`."""
        return self.parameters[:, self.equations.index[name]]

    @property
    def reach(self) -> np.ndarray:
        """Charge of all sulfur in reach [C/m2]."""
        return self.equations.sulfur_charge(self.parameters) * self.parameter("thickness")


def derive(recipe: Recipe, library: Library, ledger: Ledger, temperature: float | None = None) -> DerivedCell:
    """Parameters of a cell, of the equations that the electrolyte in its cathode asks for.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    ledger : Ledger
        Draws the members of the ensemble and keeps account of every number used.
    temperature : float, optional
        [K]; that of the recipe unless given.

    Raises
    ------
    RecipeError, UnknownNameError, LibraryError
        When the recipe can't be made or the library lacks what it needs.
    """
    return _Derivation(recipe, library.of(recipe), ledger, temperature).cell()


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, recipe: Recipe, library: Library, ledger: Ledger, temperature: float | None):
        self.recipe, self.library, self.ledger = recipe, library, ledger
        self.temperature = recipe.operation.temperature.si if temperature is None else temperature
        self.composite = build(recipe, library, ledger)
        self.active = library.material(recipe.cathode.active)
        self.anode = library.material(recipe.anode.material)
        self.exposed = {(one.place, one.material): one.conductivity_left for one in exposures(recipe, library, ledger)}
        self.settings = settings(recipe, library, ledger)
        self.thicknesses = [self.layer_thickness(number) for number in range(len(recipe.separator))]
        #: The part of the cathode that ions get into: all of it, unless there is no electrolyte in it.
        self.zone = self.composite if self.composite.electrolyte_shares else self.surface()
        self.contact = cathode_contact(recipe, library, ledger, self.zone)
        dissolved = solution.dissolves(self.zone, self.active, library)
        #: Sulfur that reacts in place, or through what polysulfides dissolve in.
        self.equations: Equations = GEL if dissolved else SOLID

    def constant(self, name: str) -> np.ndarray:
        return self.ledger.draw(self.library.constant(name), name)

    def property(self, material: Material, name: str) -> np.ndarray:
        return self.ledger.draw(material[name], f"{material.name}.{name}")

    def arrhenius(self, energy_name: str) -> np.ndarray:
        return arrhenius_factor(self.constant(energy_name), self.temperature, ROOM_TEMPERATURE)

    def conductivity(self, material: Material, place: str) -> np.ndarray:
        """Of an electrolyte at the temperature of the cell, after what moist air left of it there [S/m]."""
        where = f"{material.name}.ionic_conductivity"
        fresh = self.ledger.conductivity(material["ionic_conductivity"], self.temperature, where)
        if (setting := self.settings.get(material.name)) is not None:
            fresh = between(self.conductivity(setting.precursor, place), fresh, setting.share)
        return fresh * self.exposed.get((place, material.name), 1.0)

    def cell(self) -> DerivedCell:
        composite, samples = self.composite, self.ledger.samples
        charge = self.active_charge()
        values: dict[str, Any] = {
            "thickness": self.zone.thickness,
            "half_inverse_thermal_voltage": FARADAY / (2 * GAS_CONSTANT * self.temperature),
            **self.transport(),
            **self.sulfur(charge),
        }
        separator = self.separator()
        state = interface.build(self.recipe, self.library, self.ledger, self.temperature, list(separator.values()))
        resistances = self.resistances(separator, state)
        values["anode_exchange_current"] = self.anode_exchange_current()
        values["series_resistance"] = sum(resistances.values())
        for name, resistance in resistances.items():
            self.ledger.note(f"cell.{name}", resistance, "area resistance", f"at {self.temperature - 273.15:.0f} degC")
        starts_charged = self.starts_charged()
        stack, mechanics = self.layers(charge)
        if self.equations is SOLID:
            # Constants of solutions hold without a pressure, near which their cells work.
            fresh = CHARGED if starts_charged else DISCHARGED
            shift, fall = self.under_pressure(mechanics, values["conversion_charge"] * self.zone.thickness, fresh)
            values["plateau"], values["plateau_slope"] = values["plateau"] + shift, values["plateau_slope"] + fall
        columns = [np.broadcast_to(values[name], (samples,)) for name in self.equations.parameters]
        states, potential = self.equations.fresh(values, starts_charged)
        return DerivedCell(
            equations=self.equations,
            parameters=np.stack(columns, axis=1),
            initial_states=np.tile(states, (samples, 1)),
            initial_potential=np.array(np.broadcast_to(potential, (samples,))),
            theoretical_charge=charge,
            active_mass=composite.active_areal_mass,
            sulfur_mass=composite.sulfur_areal_mass,
            charge_by_mass=self.charge_by_mass(float(charge[0])),
            starts_charged=starts_charged,
            temperature=self.temperature,
            counter_potential=float(self.property(self.anode, "reference_potential")[0]),
            resistances=resistances,
            interfaces=state,
            separator_thicknesses=tuple(self.thicknesses),
            limiting_currents=limiting_currents(
                self.recipe, self.library, self.ledger, self.thicknesses, self.temperature
            ),
            composite=composite,
            stack=stack,
            mechanics=mechanics,
            polysulfides=solution.polysulfides(self.making()) if self.equations is GEL else None,
        )  # fmt: skip

    def making(self) -> Making:
        """What the numbers of its sulfur are made from."""
        return Making(
            self.recipe, self.library, self.ledger, self.zone, self.thicknesses, self.settings, self.temperature
        )

    def sulfur(self, charge: np.ndarray) -> dict[str, np.ndarray]:
        """Parameters of what sulfur, and the electrolyte beside it, do."""
        if self.equations is GEL:
            reached = self.zone.active_areal_mass / self.composite.active_areal_mass
            return solution.values(self.making(), charge * reached)
        return {**self.conversion(charge), **decomposition.values(self.making())}

    def layers(self, charge: np.ndarray) -> tuple[Stack, Mechanics]:
        """The layers of the cell, and what they do between the plates of its fixture."""
        recipe, library, ledger, composite = self.recipe, self.library, self.ledger, self.composite
        made = (composite.thickness, composite.density, list(self.thicknesses), charge)
        stack = build_stack(recipe, library, ledger, *made)
        if self.equations is GEL:
            name, mass = solution.excess(self.making())
            stack = Stack((*stack.layers, Layer(name, "electrolyte", np.zeros_like(mass), mass)))
        volume = active_lithium_volume(library, ledger, self.active)
        return stack, build_mechanics(recipe, library, ledger, composite, stack, volume)

    def under_pressure(self, mechanics: Mechanics, reach: np.ndarray, fresh: float) -> tuple[np.ndarray, np.ndarray]:
        """What the stack pressure adds to the equilibrium potential at half conversion, and to its fall [V]."""
        return mechanics.potential_shift(reach, fresh, self.constant("contact/reference_pressure"))

    def surface(self) -> Composite:
        """The part of a cathode without electrolyte that ions reach."""
        layers = list(self.separator().values())
        beside = interface.build(self.recipe, self.library, self.ledger, self.temperature, layers).cathode
        return reached_surface(self.recipe, self.library, self.ledger, self.composite, beside)

    def starts_charged(self) -> bool:
        """Whether the active material goes in as sulfur, not as Li2S."""
        return self.active.rules.get("as_made") != "discharged"

    def active_charge(self) -> np.ndarray:
        """Theoretical charge of the active material, or of the electrolyte in a half cell without any [C/m2]."""
        if self.is_conversion():
            return self.active_capacity() * self.composite.active_areal_mass
        if "redox_capacity" in self.active:
            return self.property(self.active, "redox_capacity") * self.composite.active_areal_mass
        limits = self.property(self.active, "oxidation_limit") + self.property(self.active, "reduction_limit")
        return self.constant("redox/reversible_share") * limits * self.composite.active_areal_mass

    def actives(self) -> dict[str, Material]:
        """All active materials of the cathode, by their name in the recipe: CuS beside sulfur is one."""
        named = {name: self.library.material(name) for name in self.recipe.cathode.composition.parts}
        return {name: material for name, material in named.items() if material.kind == "active"}

    def active_capacity(self) -> np.ndarray:
        """Theoretical capacity of the active material; of several, the mean by mass [C/kg]."""
        actives = self.actives()
        if len(actives) < 2 or any("theoretical_capacity" not in material for material in actives.values()):
            return self.property(self.active, "theoretical_capacity")
        mass = {
            name: self.composite.fractions[name] * self.property(material, "density")
            for name, material in actives.items()
        }
        held = sum(self.property(material, "theoretical_capacity") * mass[name] for name, material in actives.items())
        return held / sum(mass.values())

    def charge_by_mass(self, charge: float) -> float:
        """Charge of the active material from its mass, molar mass and electrons, over `charge`."""
        if not self.is_conversion() or "electrons" not in self.active or "molar_mass" not in self.active:
            return 1.0
        if len(self.actives()) > 1:  # nothing to count but the capacities themselves
            return 1.0
        molar_mass, electrons = self.active["molar_mass"].si, self.active["electrons"].si
        return float(self.composite.active_areal_mass[0]) / molar_mass * electrons * FARADAY / charge

    def is_conversion(self) -> bool:
        """Whether the active material is one that converts to Li2S; else it is the electrolyte itself."""
        return self.active.kind == "active"

    def promoter(self) -> np.ndarray:
        """Factor on exchange current and film conductivity by P/S of the electrolytes, exp(b (P/S - reference))."""
        reference, strength = self.constant("promoter/reference"), self.constant("promoter/strength")
        ratio = np.zeros(self.ledger.samples)
        for name, share in self.zone.electrolyte_shares.items():
            material = self.library.material(name)
            known = "phosphorus_sulfur_ratio" in material
            ratio = ratio + share * (self.property(material, "phosphorus_sulfur_ratio") if known else reference)
        factor = np.exp(strength * (ratio - reference))
        self.ledger.note("cathode.promoter", factor, "number", "P/S of the electrolytes in the cathode")
        return factor

    def conversion(self, charge: np.ndarray) -> dict[str, np.ndarray]:
        """Sulfur: charge, equilibrium, kinetics, film."""
        composite, area = self.zone, self.zone.reaction_area * self.contact.area_factor
        b = FARADAY / (2 * GAS_CONSTANT * self.temperature)
        warmer = self.temperature - ROOM_TEMPERATURE
        values: dict[str, np.ndarray] = {
            "plateau": self.constant("conversion/potential")
            + self.constant("conversion/temperature_coefficient") * warmer,
            "plateau_slope": self.constant("conversion/slope"),
            "plateau_step": self.constant("conversion/step"),
            "charge_exchange": np.exp(-b * self.constant("conversion/charge_barrier")),
            "turnover_charge": np.zeros(self.ledger.samples),
            "wear": self.contact.wear,
            "cracking": self.contact.cracking,
        }
        if "plateau_shift" in self.active:
            values["plateau"] = values["plateau"] + self.property(self.active, "plateau_shift")
        if "plateau_slope" in self.active:
            values["plateau_slope"] = self.property(self.active, "plateau_slope")
        if not self.is_conversion():
            nothing = np.zeros(self.ledger.samples)
            names = (
                "conversion_rate",
                "film_discharge",
                "film_charge",
                "film_growth",
                "activation_barrier",
                "activation_inverse_span",
            )
            return {**values, **dict.fromkeys(names, nothing), "conversion_charge": nothing + 1.0}
        barrier = self.activation_barrier()
        reachable = np.clip(self.constant("conversion/reachable_fraction"), 0.0, 1.0) * composite.reachable
        reachable = reachable * self.activated_share(barrier, values["plateau"])
        per_volume = charge * (composite.active_areal_mass / self.composite.active_areal_mass) / composite.thickness
        promoter = self.promoter()
        exchange = (
            self.constant("kinetics/exchange_current_density") * self.arrhenius("kinetics/activation_energy") * promoter
        )
        film = self.film_conductivity() * self.arrhenius("film/activation_energy") * promoter
        if "ionic_conductivity" in self.active:
            # A shell or a dissolved salt that conducts better than the film of plain Li2S does so in the product, too.
            film = np.maximum(film, self.conductivity(self.active, "cathode"))
        length = self.constant("film/length")
        # The area carries what the reachable active material becomes: Li2S.
        product_per_charge = self.property(self.library.material("Li2S"), "molar_volume") / (2 * FARADAY)
        full_film = product_per_charge * per_volume * reachable / area
        blocking = 2.0 * b * exchange * length / film
        reach = np.maximum(per_volume * reachable, 1.0)
        self.ledger.note(
            "cathode.film_thickness", full_film, "length", "Li2S of the reachable sulfur over reaction area"
        )
        return {
            **values,
            "conversion_charge": reach,
            "conversion_rate": 2.0 * area * exchange / reach,
            "film_discharge": blocking,
            "film_charge": blocking * self.constant("film/charge_ratio"),
            "film_growth": full_film / length,
            "activation_barrier": b * barrier,
            "activation_inverse_span": 1.0 / self.constant("activation/decay"),
        }

    def film_conductivity(self) -> np.ndarray:
        """Of the film of product at 25 degC [S/m]: that of Li2S, unless the active material has its own."""
        own = "film_conductivity" in self.active
        return self.property(self.active, "film_conductivity") if own else self.constant("film/conductivity")

    def activation_barrier(self) -> np.ndarray:
        """Overpotential that the first charge of Li2S needs beyond later ones [V]; none where sulfur went in.

        Between that of particles milled with a thiophosphate, whose own redox starts them, and that of coarse ones, by
        the logarithm of the size; without a thiophosphate, that of coarse ones.
        """
        if self.starts_charged():
            return np.zeros(self.ledger.samples)
        milled, coarse = self.constant("activation/milled_barrier"), self.constant("activation/micron_barrier")
        fine_size, coarse_size = self.constant("activation/fine_size"), self.constant("composite/raw_grain_size")
        size = self.zone.details["active_size"]
        coarseness = np.clip(np.log(size / fine_size) / np.log(coarse_size / fine_size), 0.0, 1.0)
        shares = self.zone.electrolyte_shares.items()
        mediated = sum((share for name, share in shares if self.library.material(name).class_ == "sulfide"), 0.0)
        barrier = coarse + mediated * (1.0 - coarseness) * (milled - coarse)
        self.ledger.note("cathode.activation_barrier", barrier, "voltage", "by particle size and electrolyte")
        return barrier

    def activated_share(self, barrier: np.ndarray, plateau: np.ndarray) -> np.ndarray:
        """Share of fresh Li2S that the highest voltage of the protocol activates, 1 - exp(-(V - V_thr)/V_s).

        The barrier is that of most particles; others need more, the more the higher it is.
        """
        highest = self.recipe.highest_voltage
        if self.starts_charged() or highest is None:
            return np.ones(self.ledger.samples)
        spread = self.constant("activation/spread") * barrier / self.constant("activation/micron_barrier")
        share = -np.expm1(-np.maximum(highest - plateau - barrier, 0.0) / np.maximum(spread, 1e-6))
        share = np.maximum(share, _LEAST_SHARE)
        self.ledger.note("cathode.activated_share", share, "fraction", f"of the Li2S, by a charge to {highest:g} V")
        return share

    def transport(self) -> dict[str, np.ndarray]:
        """Ionic and electronic resistivity of the composite."""
        composite = self.zone
        shares = list(composite.electrolyte_shares.values())
        mixed_in = {self.library.material(name).name for name in self.recipe.cathode.composition.parts}
        electrolytes = [self.library.material(name) for name in composite.electrolyte_shares]
        bulk = [self.conductivity(m, "cathode" if m.name in mixed_in else "separator") for m in electrolytes]
        ionic = np.maximum(
            mixture_conductivity(np.stack(shares), np.stack(bulk)) * composite.ionic_factor, _LEAST_CONDUCTIVITY
        )
        electronic = np.maximum(composite.electronic_conductivity, _LEAST_CONDUCTIVITY)
        self.ledger.note(
            "cathode.ionic_conductivity", ionic, "conductivity", "effective, at the temperature of the cell"
        )
        return {
            "ionic_resistivity": 1.0 / ionic,
            "ionic_dilution": composite.ionic_dilution,
            "electronic_resistivity": 1.0 / electronic,
            "electronic_dilution": composite.electronic_dilution,
        }

    def resistances(self, separator: Mapping[str, np.ndarray], state: interface.Interfaces) -> dict[str, np.ndarray]:
        """What stands in series with the cathode composite [ohm m2]."""
        whole, zone = self.composite, self.zone
        rest = np.maximum(whole.thickness - zone.thickness, 0.0)
        dry = (
            {}
            if zone is whole
            else {"dry_cathode": rest / np.maximum(whole.electronic_conductivity, _LEAST_CONDUCTIVITY)}
        )
        return {
            **separator,
            **dry,
            "anode_interface": state.anode.resistance + self.monomer(),
            "cathode_interface": state.cathode.resistance,
            "collector_contact": state.collector,
        }

    def separator(self) -> dict[str, np.ndarray]:
        resistances = {}
        for number, (layer, thickness) in enumerate(zip(self.recipe.separator, self.thicknesses, strict=True)):
            material = self.library.material(layer.electrolyte)
            name = f"separator_{number + 1}_{material.name}"
            number_of = solution.membrane_number(self.recipe, self.library, self.ledger, layer)
            resistances[name] = area_resistance(thickness, self.conductivity(material, "separator")) * number_of
        return resistances

    def monomer(self) -> np.ndarray:
        """What unreacted monomer has become on the anode by the first use of the cell [ohm m2]."""
        beside = self.settings.get(self.library.material(self.recipe.separator[-1].electrolyte).name)
        if beside is None:
            return np.zeros(self.ledger.samples)
        return residue(self.recipe, self.library, self.ledger, beside)

    def layer_thickness(self, number: int) -> np.ndarray:
        """Thickness of a separator layer [m]: as given, or its mass over area and density."""
        layer = self.recipe.separator[number]
        if layer.thickness is not None:
            return np.full(self.ledger.samples, layer.thickness.si)
        material = self.library.material(layer.electrolyte)
        mass, disc = layer.mass, self.recipe.area
        if mass is None or (layer.diameter is None and disc is None):
            raise RecipeError("has neither thickness nor mass and diameter", f"separator.layer {number + 1}")
        area = np.pi / 4 * layer.diameter.si**2 if layer.diameter else float(disc or 0.0)
        porosity = layer.porosity.si if layer.porosity else self.constant("transport/porosity")
        thickness = mass.si / area / (self.property(material, "density") * (1.0 - porosity))
        self.ledger.note(f"separator_{number + 1}.thickness", thickness, "length", "mass over area and density")
        return thickness

    def anode_exchange_current(self) -> np.ndarray | float:
        """Exchange current of the anode [A/m2]; most materials have all their kinetics in the area resistance."""
        material = self.anode
        known = "exchange_current_density" in material
        return self.property(material, "exchange_current_density") if known else _NO_LIMIT
