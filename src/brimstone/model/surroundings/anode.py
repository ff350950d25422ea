"""What an anode holds, how its interphase grows, and what voids and cracks do to it, from recipe and library."""

import numpy as np

from brimstone.composite.densification import heckel_density
from brimstone.constants import FARADAY, ROOM_TEMPERATURE, UM
from brimstone.interface import Interfaces
from brimstone.library import Material, Value
from brimstone.library.workbench import Workbench
from brimstone.model.limiting_current import layer_limit
from brimstone.model.membranes import held_share, membrane_number
from brimstone.model.salt import salt_in
from brimstone.physics.bending import strength
from brimstone.physics.creep import creep_rate
from brimstone.physics.dendrites import dendrite_advance, dendrite_current, flaw_depth, opening_current
from brimstone.physics.temperature import arrhenius_factor, molar_arrhenius_factor
from brimstone.physics.transport import area_resistance
from brimstone.recipe import Layer
from brimstone.recipe.kinds import SYMMETRIC
from brimstone.stack import Stack
from brimstone.stack.pellets import pellet_pressure

_MUCH = 1e12  # of anything that does not run out, or is not known to
_REST = 0.02  # share of an alloy's capacity about which its potential leaves the plateau
_ROOM = 1.2  # lithium that fills a host, over what it brings along beside sulfur, so that it starts on its plateau
_MILLIMETRE = 1e-3  # [m]
_FILM = 1e-9  # [m]; of lithium in a host, so that equations stay finite
_SOFT = ("gel", "polymer")


def anode_values(bench: Workbench, stack: Stack, state: Interfaces, plated: np.ndarray) -> dict[str, np.ndarray]:
    """Parameters of `Around` that belong to the anode of a recipe's cell.

    Parameters
    ----------
    bench : Workbench
    stack : Stack
        Layers of the cell.
    state : Interfaces
    plated : ndarray (members,)
        Charge that a whole charge plates [C/m2].
    """
    return _Derivation(bench, stack, state, plated).values()


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench, stack: Stack, state: Interfaces, plated: np.ndarray):
        self.bench, self.state, self.plated = bench, state, plated
        self.layer = next(layer for layer in stack.layers if layer.role == "anode")
        self.separators = [layer for layer in stack.layers if layer.role == "separator"]
        self.anode = bench.material(bench.recipe.anode.material)
        self.adjacent = bench.material(bench.recipe.separator[-1].electrolyte)
        self.is_lithium = self.anode.class_ == "lithium metal"
        #: Lithium tolerates one pressure and not the next: where none is stated, neither voids nor cracks are computed.
        self.held = bench.recipe.operation.stack_pressure is not None
        #: What lithium touches: a soft layer on a ceramic follows it, and keeps it out of the flaws.
        self.inorganic = bool(bench.material(state.anode.adjacent).rules.get("single_ion"))
        #: Nothing but polymers and gels between the electrodes: a ceramic stops what grows through these.
        layers = [bench.material(layer.electrolyte) for layer in bench.recipe.separator]
        self.soft = all(material.class_ in _SOFT for material in layers) and "salt_concentration" in self.adjacent

    def values(self) -> dict[str, np.ndarray]:
        anode, growth = self.state.anode, self.state.anode.growth
        lithium, full = self.stock()
        dense = self.layer.thickness > 0.0
        return {
            "lithium": lithium,
            "lithium_density": np.where(dense, lithium / np.where(dense, self.layer.thickness, 1.0), 0.0),
            "thin": self.thin() * FARADAY / self.bench.property("Li", "molar_volume"),
            "anode_made": anode.highest_pressure,
            "anode_open": anode.open_share,
            "anode_pressure": anode.contact_pressure,
            "anode_full": anode.full_contact,
            "anode_column": anode.column,
            "anode_series": sum((one.resistance for one in anode.layers), self.bench.full(0.0)),
            "interphase_resistance": growth.resistance,
            "interphase_reaction": growth.reaction,
            "interphase_diffusion": growth.diffusion,
            "interphase_grows": growth.grows,
            "separator_depth": sum((layer.thickness for layer in self.separators), self.bench.full(0.0)),
            **self.voids(),
            **self.cracks(),
            **self.alloy(lithium, full),
        }

    def thin(self) -> np.ndarray:
        """Thickness of lithium that gives half of what more of it does [m]; alloys and hosts give to the last."""
        return self.bench.constant("anode/thin") if self.is_lithium else self.bench.full(_FILM)

    def stock(self) -> tuple[np.ndarray, np.ndarray]:
        """Lithium that the anode can give as assembled, and that with which an alloy or a host is full [C/m2].

        Beside a cathode of sulfur it brings its lithium; beside one of Li2S a host is empty, but two-phase alloys are
        half full, and what is called without lithium has none.
        """
        active = self.bench.material(self.bench.recipe.cathode.active)
        charged = active.rules.get("as_made") != "discharged"
        if self.is_lithium:
            held = self.layer.areal_mass * self.bench.property(self.anode, "theoretical_capacity")
            return held, self.bench.full(_MUCH)
        if "theoretical_capacity" not in self.anode:
            bare = self.anode.rules.get("as_made") == "discharged"
            return self.bench.full(0.0 if bare else _MUCH), self.bench.full(_MUCH)
        capacity = self.layer.areal_mass * self.bench.property(self.anode, "theoretical_capacity")
        if self.anode.name == "Li-In":  # half of the lithium of LiIn moves while In and InLi coexist
            return capacity, 2.0 * capacity
        return (capacity, _ROOM * capacity) if charged else (_REST * capacity, capacity)

    def voids(self) -> dict[str, np.ndarray]:
        acts = self.is_lithium and self.inorganic and self.held
        volume = self.bench.property("Li", "molar_volume") / FARADAY
        warm = molar_arrhenius_factor(self.bench.constant("anode/creep_current_energy"), self.bench.temperature)
        pressed = self.bench.constant("anode/creep_current_exponent")
        exponent = self.of_lithium("creep_exponent")
        return {
            "void_growth": volume if acts else self.bench.full(0.0),
            "creep_current": self.bench.constant("anode/creep_current") * warm * self.flow() ** (pressed / exponent),
            "creep_pressure": self.bench.constant("anode/creep_current_pressure"),
            "creep_exponent": pressed,
            "creep_limit": self.bench.constant("anode/creep_current_limit"),
            "void_depth": self.bench.constant("anode/void_depth"),
            "void_filling": np.clip(self.bench.constant("anode/void_filling"), 0.0, 1.0),
        }

    def cracks(self) -> dict[str, np.ndarray]:
        nothing, volume = self.bench.full(0.0), self.bench.property("Li", "molar_volume")
        stress = self.flaw_stress(self.bench.recipe.separator[-1]) if self.inorganic else None
        acts = self.held and stress is not None
        soft = self.soft and self.is_lithium
        advance = self.bench.constant("anode/crack_advance") * volume / FARADAY
        still = dict.fromkeys(("crack_current", "crack_creep", "crack_least", "crack_squeeze"), nothing)
        still |= {"crack_growth": nothing, "crack_squeeze_pressure": self.bench.full(_MUCH)}
        still |= {"crack_exponent": self.bench.full(1.0), "crack_squeeze_limit": nothing}
        if soft:
            return {**still, **self.dendrites(volume), "crack_stress": self.bench.full(_MUCH)}
        if not acts or stress is None:
            return {**still, "crack_stress": self.bench.full(_MUCH)}
        if not self.is_lithium:
            least, share = self.bench.constant("anode/alloy_plating_current"), self.bench.constant("anode/alloy_cracks")
            return {**still, "crack_growth": share * advance, "crack_least": least, "crack_stress": stress}
        values = {
            **still,
            "crack_growth": advance,
            "crack_stress": stress,
            "crack_current": opening_current(volume, self.flaw_resistance()),
        }
        if not self.adjacent.rules.get("densifies_cold"):
            return values
        warm = molar_arrhenius_factor(self.of_lithium("creep_activation_energy"), self.bench.temperature)
        # The pressure at the mouth of a flaw counts against what lithium withstands.
        exponent = self.bench.constant("anode/squeeze_exponent")
        softer = (self.bench.constant("anode/yield_strength") / self.of_lithium("yield_strength")) ** exponent
        return {
            **values,
            "crack_squeeze": self.bench.constant("anode/squeeze_advance") * softer * volume / FARADAY,
            "crack_squeeze_pressure": self.bench.constant("anode/squeeze_share") * stress,
            "crack_squeeze_limit": self.bench.constant("anode/squeeze_limit"),
            "crack_exponent": exponent,
            "crack_creep": _MILLIMETRE / self.bench.constant("anode/crack_creep_time") * warm * self.flow(),
        }

    def flow(self) -> np.ndarray:
        """Rate at which the metal flows, over that of the lithium whose voids and cracks are known [-]."""
        rate, stress, exponent = (self.of_lithium(f"creep_{name}") for name in ("rate", "stress", "exponent"))
        known_rate, known_stress = self.bench.constant("anode/flow_rate"), self.bench.constant("anode/flow_stress")
        return np.asarray(creep_rate(known_stress, rate, stress, exponent) / known_rate)

    def of_lithium(self, name: str) -> np.ndarray:
        """A property of the metal of the anode, of lithium where it is not known."""
        return self.bench.property(self.anode if name in self.anode else "Li", name)

    def dendrites(self, volume: np.ndarray) -> dict[str, np.ndarray]:
        """Plating through polymers and gels: the current above which dendrites grow, and how far by what is plated.

        A cell in which lithium goes to and fro plates what a convention has it plate, as its protocol is not known.
        """
        bench, layer, thickness = self.bench, self.bench.recipe.separator[-1], self.separators[-1].thickness
        kind, (salt, lithium) = self.adjacent.class_, salt_in(bench, self.adjacent)
        law, known_at = self.adjacent.get("ionic_conductivity"), bench.library.constant(f"anode/{kind}_plating_current")
        warm = 1.0  # as conduction does, where its law is known
        if law is not None and not isinstance(law, Value):
            warm = float(law.at(bench.temperature)) / float(law.at(known_at.temperature or ROOM_TEMPERATURE))
        limit, usual = layer_limit(bench, layer, thickness), bench.constant("anode/plated_charge")
        plated = usual if bench.recipe.cell == SYMMETRIC else self.plated
        critical = dendrite_current(
            np.inf if limit is None else limit,
            bench.constant("anode/plating_unevenness"),
            bench.constant(f"anode/{kind}_plating_current") * warm,
            plated / usual,
            bench.constant("anode/plating_exponent"),
        )
        held = salt * held_share(membrane_number(bench, layer))
        return {"crack_least": critical, "crack_growth": dendrite_advance(held, lithium, volume) * volume / FARADAY}

    def flaw_resistance(self) -> np.ndarray:
        """Area resistance of a flaw that touches: of fresh lithium, and of electrolyte as deep as the flaw [ohm m2].

        What was fitted or estimated of interfaces of lithium holds an interphase, too, and is none of fresh lithium.
        """
        adjacent = self.bench.material(self.state.anode.adjacent)
        if "lithium_resistance" in adjacent and adjacent["lithium_resistance"].known != "estimate":
            fresh = self.state.anode.full_contact
        else:
            energy = self.bench.property("Li", "area_resistance_activation_energy")
            fresh = self.bench.constant("anode/flaw_resistance") / arrhenius_factor(energy, self.bench.temperature)
        depth = self.flaw_depth(self.bench.recipe.separator[-1])
        return fresh + area_resistance(depth, self.bench.conductivity(self.adjacent))

    def flaw_stress(self, layer: Layer) -> np.ndarray | None:
        """Stress that opens the flaws of the layer at the anode [Pa]; None when its toughness is not known."""
        if "fracture_toughness" not in self.adjacent:
            return None
        depth = self.flaw_depth(layer)
        self.bench.note("anode.flaw_length", depth, "length", "pores of the electrolyte layer adjacent to the anode")
        return strength(self.bench.property(self.adjacent, "fracture_toughness"), depth)

    def flaw_depth(self, layer: Layer) -> np.ndarray:
        """Depth of the flaws of the layer at the anode [m].

        Pressed powders and sintered plates have flaws of their own; grains of a plate are grown together.
        """
        porosity = self.porosity(layer, self.adjacent)
        if not self.adjacent.rules.get("densifies_cold"):
            known, usual = (self.bench.constant(f"anode/sintered_{name}") for name in ("flaw_depth", "porosity"))
            return known * np.cbrt(porosity / usual)
        known, usual, grain, clump = (
            self.bench.constant(f"anode/flaw_{name}") for name in ("depth", "porosity", "grain", "clump")
        )
        return flaw_depth(known, porosity, usual, self.bench.property(self.adjacent, "particle_size"), grain, clump)

    def porosity(self, layer: Layer, material: Material) -> np.ndarray:
        """Porosity of the layer adjacent to the anode [-]: as given, as pressed, or typical of its kind."""
        if layer.porosity is not None:
            return self.bench.full(max(layer.porosity.si, 1e-3))
        if not material.rules.get("densifies_cold"):
            return self.bench.constant("anode/sintered_porosity")
        pressure = pellet_pressure(self.bench, layer)
        if pressure is not None and "heckel_pressure" in material:
            names = ("heckel_intercept", "heckel_pressure", "maximum_density")
            return 1.0 - heckel_density(pressure, *(self.bench.property(material, name) for name in names))
        return self.bench.constant("transport/porosity")

    def alloy(self, lithium: np.ndarray, full: np.ndarray) -> dict[str, np.ndarray]:
        """Where the potential of an alloy or a host leaves its plateau, and how fast lithium comes through it."""
        if self.is_lithium:
            rise, plateau, supply = self.bench.full(0.0), self.bench.full(0.0), self.bench.full(_MUCH)
        else:
            rise, plateau = (
                self.bench.constant("anode/empty_rise"),
                self.bench.property(self.anode, "reference_potential"),
            )
            supply = self.bench.full(_MUCH)
        depth = self.bench.full(0.0)
        if self.anode.name == "Li-In":
            # lithium of the layer that gives: LiIn by its molar volume of lithium
            held = self.bench.property(self.anode, "lithium_concentration")
            warm = arrhenius_factor(
                self.bench.property(self.anode, "diffusivity_activation_energy"), self.bench.temperature
            )
            supply = FARADAY * self.bench.property(self.anode, "diffusivity") * warm * held
            depth = 1.0 / (FARADAY * held)
        return {
            # Beneath a host that lithium is plated under, what a charge brings counts.
            "host_edge": np.maximum(_REST * np.where(full < _MUCH, full, self.plated), 1.0),
            "host_rise": rise,
            "host_full": full,
            "host_plateau": plateau,
            "depleted_depth": depth,
            "depleted_start": self.bench.full(5.0 * UM),
            "depleted_supply": supply,
        }
