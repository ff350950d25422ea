"""From what was made in the lab to the numbers that the equations need.

Nothing here is fitted to a cell: parameters come from the recipe, the library and its constants, each drawn through
the ledger with its spread.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from brimstone import interface
from brimstone._records import nominal, record
from brimstone.composite import Composite, build
from brimstone.composite.conduction import mixture_conductivity
from brimstone.composite.made import conductivity_left
from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE, ZERO_CELSIUS
from brimstone.errors import RecipeError
from brimstone.library import Material
from brimstone.library.overrides import coefficient_of
from brimstone.library.workbench import Workbench
from brimstone.model import activation
from brimstone.model.air_exposure import exposures
from brimstone.model.bending import bent
from brimstone.model.cathode_model import CathodeModel, rows_of
from brimstone.model.dry_cathode import reached_surface
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.gel.solution import DissolvedSulfur, Polysulfides, dissolves
from brimstone.model.limiting_current import limiting_currents
from brimstone.model.mechanics import active_lithium_volume, cathode_contact
from brimstone.model.membranes import membrane_number
from brimstone.model.polymerisation import polymerised_layers, residue
from brimstone.model.salt import newman_numbers, salt_values
from brimstone.model.solid import SOLID, decomposition
from brimstone.model.surroundings import Around
from brimstone.model.surroundings.build import Electrode, anode_resistance, build_surroundings
from brimstone.model.surroundings.plating import plating_loss
from brimstone.physics.polymerisation import between
from brimstone.physics.transport import area_resistance
from brimstone.protocol import Basis, compile_protocol
from brimstone.solver.ensemble import Surroundings
from brimstone.stack import Mechanics, Stack, StackLayer, build_mechanics, build_stack
from brimstone.stack.pellets import layer_porosity, pellet_factor
from brimstone.units import parse

_LEAST_CONDUCTIVITY = 1e-9  # [S/m]; a network that doesn't connect, so that equations stay finite
_LEAST_AREA = 1.0  # [1/m]; of a cathode that nothing presses together, so that equations stay finite
#: Spread of dissolved sulfur through the depth, over its mean, from which on a field is computed.
FIELD_FROM = 0.1
_NO_LIMIT = 1e6  # [A/m2]; exchange current of an electrode whose kinetics are in its area resistance


@record
class DerivedCell:
    """A cell ready to be run; arrays have one entry a member. What reacts how in its cathode stands in `equations`.

    Attributes
    ----------
    equations : CathodeModel
        What the parameters and states belong to.
    parameters : ndarray (members, parameters)
        As `CathodeModel.parameters` names them.
    surroundings : Surroundings
        What lies around the cathode.
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
    electrolyte : Accessible or None
        What of it takes part in reactions of its own, where it is a solid.
    polysulfides : Polysulfides or None
        How they move, where the electrolyte dissolves them.
    """

    equations: CathodeModel
    parameters: np.ndarray
    surroundings: Surroundings
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
    electrolyte: decomposition.Accessible | None = None
    polysulfides: Polysulfides | None = None

    def parameter(self, name: str) -> np.ndarray:
        """One parameter of all members, by its name in `CathodeModel.parameters` or in `Around`."""
        if name in self.equations.parameters.__members__:
            return self.parameters[:, self.equations.parameters[name]]
        return self.surroundings.parameters[:, Around[name]]

    @property
    def reach(self) -> np.ndarray:
        """Charge of all sulfur in reach [C/m2]."""
        return np.asarray(self.equations.sulfur_charge(self.parameters.T) * self.parameter("thickness"))


def derive(bench: Workbench) -> DerivedCell:
    """Parameters of a cell, of the equations that the electrolyte in its cathode requires.

    Raises
    ------
    RecipeError, UnknownNameError, LibraryError
        When the recipe can't be made or the library lacks what it needs.
    """
    return _Derivation(bench).cell()


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench):
        self.bench = bench
        self.composite = bent(bench, build(bench))
        self.active = bench.material(bench.recipe.cathode.active)
        self.anode = bench.material(bench.recipe.anode.material)
        self.exposed = {(one.place, one.material): one.conductivity_left for one in exposures(bench)}
        self.polymerised = polymerised_layers(bench)
        self.thicknesses = [self.layer_thickness(number) for number in range(len(bench.recipe.separator))]
        #: The part of the cathode that ions get into: all of it, unless there is no electrolyte in it.
        self.zone = self.composite if self.composite.electrolyte_shares else self.surface()
        self.contact = cathode_contact(bench, self.zone)
        #: Sulfur that reacts in place, or through what polysulfides dissolve in.
        self.polysulfides = self.dissolved_sulfur().polysulfides() if dissolves(bench, self.zone) else None
        self.equations = self.chosen()

    def chosen(self) -> CathodeModel:
        """Equations of the cathode: those of a field where dissolved sulfur differs through its depth."""
        if self.polysulfides is None:
            return SOLID
        active = Basis(nominal(self.active_charge()), nominal(self.composite.active_areal_mass), self.starts_charged())
        spread = nominal(self.polysulfides.spread) * compile_protocol(self.bench.recipe, active).largest_current
        return GEL_THROUGH_DEPTH if spread > FIELD_FROM else GEL

    def conductivity(self, material: Material, place: str) -> np.ndarray:
        """Of an electrolyte as it was made, at the temperature of the cell, after what moist air left of it [S/m]."""
        fresh = self.bench.conductivity(material)
        if (layer := self.polymerised.get(material.name)) is not None:
            fresh = between(self.conductivity(layer.precursor, place), fresh, layer.conversion)
        return fresh * conductivity_left(self.bench, material) * self.exposed.get((place, material.name), 1.0)

    def cell(self) -> DerivedCell:
        composite, samples = self.composite, self.bench.samples
        charge = self.active_charge()
        values: dict[str, Any] = {
            "thickness": self.zone.thickness,
            "half_inverse_thermal_voltage": FARADAY / (2 * GAS_CONSTANT * self.bench.temperature),
            **self.transport(),
            **self.sulfur(charge),
        }
        separator = self.separator()
        state = interface.build(self.bench, list(separator.values()))
        resistances = self.resistances(separator, state)
        starts_charged = self.starts_charged()
        stack, mechanics = self.layers(charge)
        if self.equations is SOLID:
            # Constants of solutions hold without a pressure, near which their cells work.
            usual = self.bench.constant("contact/reference_pressure")
            values["plateau"] = values["plateau"] + mechanics.potential_shift(usual)
            for name, factor in mechanics.per_stress().items():
                values[name] = values[name] * factor
        rows = rows_of(self.equations.parameters, values, samples)
        columns = list(rows.T)
        states, potential = self.equations.fresh(columns, starts_charged)
        initial = np.empty((samples, len(states)))
        for column, start in zip(initial.T, states, strict=True):
            column[:] = start
        reach = np.broadcast_to(self.equations.sulfur_charge(columns) * self.zone.thickness, (samples,))
        around = {
            "half_inverse_thermal_voltage": values["half_inverse_thermal_voltage"],
            "anode_exchange_current": self.anode_exchange_current(),
            "series_resistance": sum(separator.values()) + resistances.get("dry_cathode", 0.0),
            "pressure_voltage": mechanics.voltage_coefficient * (self.equations is SOLID),
            **salt_values(self.bench, self.zone, self.thicknesses),
            **plating_loss(self.bench, self.thicknesses, self.polysulfides.beside_anode if self.polysulfides else None),
        }
        electrode = Electrode(self.equations, reach, initial, self.contact)
        surroundings = build_surroundings(self.bench, electrode, mechanics, stack, state, around)
        surroundings.parameters[:, Around.anode_series] += self.monomer()
        resistances = {**resistances, "anode_interface": anode_resistance(surroundings)}
        why = f"at {self.bench.temperature - ZERO_CELSIUS:.0f} degC"
        for name, resistance in resistances.items():
            self.bench.note(f"cell.{name}", resistance, "area resistance", why)
        return DerivedCell(
            equations=self.equations,
            parameters=rows,
            surroundings=surroundings,
            initial_states=initial,
            initial_potential=np.array(np.broadcast_to(potential, (samples,))),
            theoretical_charge=charge,
            active_mass=composite.active_areal_mass,
            sulfur_mass=composite.sulfur_areal_mass,
            charge_by_mass=self.charge_by_mass(float(charge[0])),
            starts_charged=starts_charged,
            temperature=self.bench.temperature,
            counter_potential=float(self.bench.property(self.anode, "reference_potential")[0]),
            resistances=resistances,
            interfaces=state,
            separator_thicknesses=tuple(self.thicknesses),
            limiting_currents=limiting_currents(self.bench, self.thicknesses),
            composite=composite,
            stack=stack,
            mechanics=mechanics,
            electrolyte=decomposition.accessible(self.bench, self.zone) if self.equations is SOLID else None,
            polysulfides=self.polysulfides,
        )  # fmt: skip

    def dissolved_sulfur(self) -> DissolvedSulfur:
        return DissolvedSulfur(self.bench, self.zone, self.thicknesses, self.polymerised)

    def sulfur(self, charge: np.ndarray) -> dict[str, np.ndarray]:
        """Parameters of the reactions of sulfur and of the electrolyte next to it."""
        if self.polysulfides is not None:
            reached = self.zone.active_areal_mass / self.composite.active_areal_mass
            through_depth = self.equations is GEL_THROUGH_DEPTH
            return self.dissolved_sulfur().parameters(charge * reached, through_depth=through_depth)
        return {**self.conversion(charge), **decomposition.values(self.bench, self.zone)}

    def layers(self, charge: np.ndarray) -> tuple[Stack, Mechanics]:
        """The layers of the cell, and what they do between the plates of its fixture."""
        stack = build_stack(self.bench, self.composite, self.thicknesses, charge)
        if self.polysulfides is not None:
            name, mass = self.dissolved_sulfur().excess()
            stack = Stack((*stack.layers, StackLayer(name, "electrolyte", np.zeros_like(mass), mass)))
        return stack, build_mechanics(self.bench, self.composite, stack, active_lithium_volume(self.bench, self.active))

    def surface(self) -> Composite:
        """The part of a cathode without electrolyte that ions reach."""
        faces = interface.build(self.bench, list(self.separator().values()))
        return reached_surface(self.bench, self.composite, faces.cathode)

    def starts_charged(self) -> bool:
        """Whether the active material goes in as sulfur, not as Li2S."""
        return self.active.rules.get("as_made") != "discharged"

    def active_charge(self) -> np.ndarray:
        """Theoretical charge of the active material, or of the electrolyte in a half cell without any [C/m2]."""
        if self.is_conversion():
            return self.active_capacity() * self.composite.active_areal_mass
        if "redox_capacity" in self.active:
            return self.bench.property(self.active, "redox_capacity") * self.composite.active_areal_mass
        limits = self.bench.property(self.active, "oxidation_limit") + self.bench.property(
            self.active, "reduction_limit"
        )
        return self.bench.constant("redox/reversible_share") * limits * self.composite.active_areal_mass

    def actives(self) -> dict[str, Material]:
        """All active materials of the cathode, by their name in the recipe: CuS mixed with sulfur is one."""
        named = {name: self.bench.material(name) for name in self.bench.recipe.cathode.composition.parts}
        return {name: material for name, material in named.items() if material.kind == "active"}

    def active_capacity(self) -> np.ndarray:
        """Theoretical capacity of the active material; of several, the mean by mass [C/kg]."""
        actives = self.actives()
        if len(actives) < 2 or any("theoretical_capacity" not in material for material in actives.values()):
            return self.bench.property(self.active, "theoretical_capacity")
        mass = {
            name: self.composite.fractions[name] * self.bench.property(material, "density")
            for name, material in actives.items()
        }
        held = sum(
            self.bench.property(material, "theoretical_capacity") * mass[name] for name, material in actives.items()
        )
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
        reference, strength = self.bench.constant("promoter/reference"), self.bench.constant("promoter/strength")
        ratio = self.bench.full(0.0)
        for name, share in self.zone.electrolyte_shares.items():
            material = self.bench.material(name)
            ratio = ratio + share * self.bench.property(material, "phosphorus_sulfur_ratio", "promoter/reference")
        factor = np.exp(strength * (ratio - reference))
        self.bench.note("cathode.promoter", factor, "number", "P/S of the electrolytes in the cathode")
        return factor

    def own_curve(self) -> dict[str, np.ndarray]:
        """What an open-circuit curve in the recipe adds to the law of the equilibrium potential."""
        given = self.bench.recipe.overrides
        names = [one.name for one in SOLID.parameters if one.name.startswith("own_curve_")]
        texts = {name: given.get(coefficient_of(int(name.rpartition("_")[2]))) for name in names}
        return {
            name: self.bench.full(0.0 if text is None else parse(text, "voltage").si) for name, text in texts.items()
        }

    def conversion(self, charge: np.ndarray) -> dict[str, np.ndarray]:
        """Sulfur: charge, equilibrium, kinetics, film."""
        composite = self.zone
        area = np.maximum(self.zone.reaction_area * self.contact.area_factor, _LEAST_AREA)
        b = FARADAY / (2 * GAS_CONSTANT * self.bench.temperature)
        warmer = self.bench.temperature - ROOM_TEMPERATURE
        values: dict[str, np.ndarray] = {
            "plateau": self.bench.constant("conversion/potential")
            + self.bench.constant("conversion/temperature_coefficient") * warmer,
            "plateau_slope": self.bench.constant("conversion/slope"),
            "plateau_step": self.bench.constant("conversion/step"),
            "charge_exchange": np.exp(-b * self.bench.constant("conversion/charge_barrier")),
            "spent_charge": self.bench.full(0.0),
            "turnover_charge": self.bench.full(0.0),
            "damage_charge": self.bench.full(0.0),
            "sulfur_film_charge": self.bench.full(0.0),
            "wear": self.contact.wear,
            **self.own_curve(),
        }
        if "plateau_shift" in self.active:
            values["plateau"] = values["plateau"] + self.bench.property(self.active, "plateau_shift")
        if "plateau_slope" in self.active:
            values["plateau_slope"] = self.bench.property(self.active, "plateau_slope")
        if not self.is_conversion():
            nothing = self.bench.full(0.0)
            names = (
                "conversion_rate",
                "film_discharge",
                "film_charge",
                "film_growth",
                "activation_barrier",
                "activation_inverse_span",
            )
            cracks = ("damage_onset", "damage_rate", "isolation", "stress_filled", "stress_rigid", "stress_yielding")
            values |= dict.fromkeys(cracks, nothing)
            return {**values, **dict.fromkeys(names, nothing), "conversion_charge": nothing + 1.0}
        reachable = self.reachable() * composite.reachable
        per_volume = charge * (composite.active_areal_mass / self.composite.active_areal_mass) / composite.thickness
        promoter = self.promoter()
        exchange = (
            self.bench.constant("kinetics/exchange_current_density")
            * self.bench.arrhenius("kinetics/activation_energy")
            * promoter
        )
        film = self.film_conductivity() * self.bench.arrhenius("film/activation_energy") * promoter
        if "ionic_conductivity" in self.active:
            # A shell or a dissolved salt that conducts better than the film of plain Li2S does so in the product, too.
            film = np.maximum(film, self.conductivity(self.active, "cathode"))
        barrier = self.bench.full(0.0)
        if not self.starts_charged():
            reached = charge * (composite.active_areal_mass / self.composite.active_areal_mass)
            losses = activation.Losses(
                area * exchange * composite.thickness,
                self.transport()["ionic_resistivity"] * composite.thickness / 2.0 + sum(self.separator().values()),
                self.bench.constant("conversion/charge_barrier"),
            )
            first = activation.first_charge(self.bench, composite, reached, values["plateau"], losses)
            barrier, reachable = first.barrier, reachable * first.share
            # What made grains of Li2S conduct is still in them when they form again.
            film = film * np.maximum(first.conductivity / film, 1.0) ** first.seeded
        length = self.bench.constant("film/length") * np.exp(self.bench.constant("laboratory/ln_film_length"))
        # The area carries what the reachable active material becomes: Li2S.
        product_per_charge = self.bench.property("Li2S", "molar_volume") / (2 * FARADAY)
        full_film = product_per_charge * per_volume * reachable / area
        blocking = 2.0 * b * exchange * length / film
        reach = np.maximum(per_volume * reachable, 1.0)
        cracking = self.contact.cracking.of_reachable(reachable)
        self.bench.note(
            "cathode.film_thickness", full_film, "length", "Li2S of the reachable sulfur over reaction area"
        )
        return {
            **values,
            "conversion_charge": reach,
            "conversion_rate": 2.0 * area * exchange / reach,
            "film_discharge": blocking,
            "film_charge": blocking * self.bench.constant("film/charge_ratio"),
            "film_growth": full_film / length,
            "activation_barrier": b * barrier,
            "activation_inverse_span": 1.0 / self.bench.constant("activation/decay"),
            "damage_onset": cracking.onset,
            "damage_rate": cracking.rate,
            "isolation": cracking.isolation,
            "stress_filled": cracking.filled,
            "stress_rigid": cracking.swelling * (cracking.filled < 1.0),
            "stress_yielding": cracking.yielding,
        }

    def reachable(self) -> np.ndarray:
        """Share of connected sulfur that a slow discharge reaches; its odds differ between laboratories [-]."""
        usual = np.clip(self.bench.constant("conversion/reachable_fraction"), 1e-3, 1.0)
        return usual / (usual + (1.0 - usual) * np.exp(self.bench.constant("laboratory/ln_unreached")))

    def film_conductivity(self) -> np.ndarray:
        """Of the film of product at 25 degC [S/m]: that of Li2S, unless the active material has its own."""
        return self.bench.property(self.active, "film_conductivity", "film/conductivity")

    def transport(self) -> dict[str, np.ndarray]:
        """Ionic and electronic resistivity of the composite."""
        composite = self.zone
        shares = list(composite.electrolyte_shares.values())
        mixed_in = {self.bench.material(name).name for name in self.bench.recipe.cathode.composition.parts}
        electrolytes = [self.bench.material(name) for name in composite.electrolyte_shares]
        bulk = [self.conductivity(m, "cathode" if m.name in mixed_in else "separator") for m in electrolytes]
        ionic = np.maximum(
            mixture_conductivity(np.stack(shares), np.stack(bulk)) * composite.ionic_factor, _LEAST_CONDUCTIVITY
        )
        electronic = np.maximum(composite.electronic_conductivity, _LEAST_CONDUCTIVITY)
        self.bench.note(
            "cathode.ionic_conductivity", ionic, "conductivity", "effective, at the temperature of the cell"
        )
        return {
            "ionic_resistivity": (1.0 + newman_numbers(self.bench, composite, bulk)) / ionic,
            "ionic_dilution": composite.ionic_dilution,
            "electronic_resistivity": 1.0 / electronic,
            "electronic_dilution": composite.electronic_dilution,
        }

    def resistances(self, separator: Mapping[str, np.ndarray], state: interface.Interfaces) -> dict[str, np.ndarray]:
        """What is in series with the cathode composite [ohm m2]."""
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
            "anode_interface": state.anode.resistance,
            "cathode_interface": state.cathode.resistance,
            "collector_contact": state.collector_resistance,
        }

    def separator(self) -> dict[str, np.ndarray]:
        resistances = {}
        for number, (layer, thickness) in enumerate(zip(self.bench.recipe.separator, self.thicknesses, strict=True)):
            material = self.bench.material(layer.electrolyte)
            name = f"separator_{number + 1}_{material.name}"
            conducts = self.conductivity(material, "separator") * pellet_factor(self.bench, layer)
            resistances[name] = area_resistance(thickness, conducts) * membrane_number(self.bench, layer)
        return resistances

    def monomer(self) -> np.ndarray:
        """What unreacted monomer has become on the anode by the first use of the cell [ohm m2]."""
        polymerised = self.polymerised.get(self.bench.material(self.bench.recipe.separator[-1].electrolyte).name)
        if polymerised is None:
            return self.bench.full(0.0)
        return residue(self.bench, polymerised)

    def layer_thickness(self, number: int) -> np.ndarray:
        """Thickness of a separator layer [m]: as given, or its mass over area and density."""
        layer = self.bench.recipe.separator[number]
        if layer.thickness is not None:
            return self.bench.stated(layer.thickness, "length", f"separator_{number + 1}.thickness")
        material = self.bench.material(layer.electrolyte)
        mass, disc = layer.mass, self.bench.recipe.area
        if mass is None or (layer.diameter is None and disc is None):
            raise RecipeError("has neither thickness nor mass and diameter", f"separator.layer {number + 1}")
        area = np.pi / 4 * layer.diameter.si**2 if layer.diameter else float(disc or 0.0)
        dense = 1.0 - layer_porosity(self.bench, layer)
        thickness = mass.si / area / (self.bench.property(material, "density") * dense)
        self.bench.note(f"separator_{number + 1}.thickness", thickness, "length", "mass over area and density")
        return thickness

    def anode_exchange_current(self) -> np.ndarray:
        """Exchange current of the anode [A/m2]; most materials have all their kinetics in the area resistance."""
        return self.bench.property(self.anode, "exchange_current_density", _NO_LIMIT)
