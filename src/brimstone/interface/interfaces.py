"""State of the interfaces from recipe and library: contact, series layers, interphase, resistance.

One set of constants applies to all treatments. Reported resistances are not used: each treatment acts on the contact
(pressing, heat, a melt, a film) or inserts a layer.
"""

from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.composite.soaking import soaking
from brimstone.constants import DAY, MAH_CM2, MPA, ROOM_TEMPERATURE
from brimstone.interface.wetted import Wetting, wetting_of
from brimstone.library import Applied, Material
from brimstone.library.pressures import fabrication_pressure, stack_pressure
from brimstone.library.workbench import Workbench
from brimstone.physics import interface_contact as contact_law
from brimstone.physics.temperature import arrhenius_factor
from brimstone.physics.transport import area_resistance

_SOFT = ("polymer", "gel", "liquid")
_FLUID = ("gel", "liquid")
_LEAST_CONTACT = 1e-4  # without any contact the resistance would be infinite


@record
class SeriesLayer:
    """A layer that a treatment leaves between electrode and electrolyte.

    Attributes
    ----------
    name : str
    thickness : ndarray (members,)
        [m]; zero if unknown.
    resistance : ndarray (members,)
        [ohm m2]; zero for a metal, or if the conductivity is unknown.
    """

    name: str
    thickness: np.ndarray
    resistance: np.ndarray


@record
class Growth:
    """Interphase that lithium grows on an electrolyte; arrays have one entry per member.

    It takes lithium at the speed 1/(reaction + diffusion q), q being what it has taken.

    Attributes
    ----------
    charge : ndarray
        Lithium taken as assembled and stored [C/m2].
    reaction : ndarray
        Inverse of the speed at which a fresh interphase grows [m2 s/C].
    diffusion : ndarray
        What its own thickness adds to that [m4 s/C2].
    resistance : ndarray
        By the lithium in it [ohm m4/C].
    grows : ndarray
        One where there is an interphase, else zero.
    """

    charge: np.ndarray
    reaction: np.ndarray
    diffusion: np.ndarray
    resistance: np.ndarray
    grows: np.ndarray


@record
class Collector:
    """Contact of the cathode's current collector; arrays have one entry per member.

    Attributes
    ----------
    resistance : ndarray
        At `pressure` [ohm m2].
    pressure : ndarray
        Felt by the contact [Pa]: that of the stack, and a share of the highest beyond it.
    exponent : ndarray
        Fall of the resistance with pressure [-]; zero where the cathode is cast on it.
    film_growth : ndarray
        Square of the growth of a corrosion film with the root of time [ohm2 m4/s].
    """

    resistance: np.ndarray
    pressure: np.ndarray
    exponent: np.ndarray
    film_growth: np.ndarray

    def at(self, felt: np.ndarray) -> np.ndarray:
        """Contact resistance under a pressure [ohm m2]."""
        return contact_law.metal_contact_resistance(self.resistance, felt, self.pressure, self.exponent)


@record
class Interface:
    """State of the interface between an electrode and the electrolyte; arrays have one entry per member.

    Attributes
    ----------
    side : str
        ``"anode"`` or ``"cathode"``.
    adjacent : str
        The material in contact with the electrode: the last separator layer, or a layer inserted in front of it.
    treatments : tuple of str
        Treatments, in order.
    pressure, highest_pressure : ndarray
        Stack pressure, and the highest pressure so far including fabrication [Pa].
    contact : ndarray
        Fraction of the area in contact [-].
    open_share, contact_pressure : ndarray
        Fraction that only pressure closes [-], and the pressure that closes 63 % of it [Pa].
    contact_angle : ndarray or None
        Of molten lithium on its substrate [rad]; None if nothing melts.
    full_contact : ndarray
        Area resistance at full contact, without an interphase [ohm m2].
    interphase : ndarray
        Area resistance of the interphase grown since assembly [ohm m2].
    interphase_thickness : ndarray
        Of the reacted electrolyte [m]; zero if electrode and electrolyte are stable against each other.
    column : ndarray
        Area resistance of the adjacent electrolyte, only part of which a patchy contact uses [ohm m2].
    layers : tuple of SeriesLayer
    growth : Growth
        Of the interphase during a run.
    wetting : Wetting or None
        Of lithium on what it was melted on, or on a deposited layer, where the work of adhesion is known.
    """

    side: str
    adjacent: str
    treatments: tuple[str, ...]
    pressure: np.ndarray
    highest_pressure: np.ndarray
    contact: np.ndarray
    open_share: np.ndarray
    contact_pressure: np.ndarray
    contact_angle: np.ndarray | None
    full_contact: np.ndarray
    interphase: np.ndarray
    interphase_thickness: np.ndarray
    column: np.ndarray
    layers: tuple[SeriesLayer, ...]
    growth: Growth
    wetting: Wetting | None = None

    @property
    def resistance(self) -> np.ndarray:
        """Total area resistance [ohm m2]."""
        own = contact_law.interface_resistance(self.contact, self.full_contact + self.interphase, self.column)
        return np.asarray(own + sum(layer.resistance for layer in self.layers))


@record
class Interfaces:
    """All interfaces of a cell outside its cathode composite.

    Attributes
    ----------
    anode, cathode : Interface
    collector : Collector
    collector_resistance : ndarray (members,)
        Of its contact as assembled [ohm m2].
    """

    anode: Interface
    cathode: Interface
    collector: Collector
    collector_resistance: np.ndarray


def build(bench: Workbench, separator: Sequence[np.ndarray]) -> Interfaces:
    """State of the interfaces of a cell.

    Parameters
    ----------
    bench : Workbench
    separator : sequence of ndarray (members,)
        Area resistance of each layer of the separator [ohm m2].

    Raises
    ------
    UnknownNameError, LibraryError
        When a name is unknown, or the library lacks a required value.
    """
    return _Builder(bench, separator).interfaces()


class _Builder:
    """Derives the interfaces of one recipe; holds what both sides share."""

    def __init__(self, bench: Workbench, separator: Sequence[np.ndarray]):
        self.bench, recipe = bench, bench.recipe
        self.electrolytes = [bench.material(layer.electrolyte) for layer in recipe.separator]
        self.column = np.asarray(sum(separator, bench.full(0.0)))
        self.anode_material = bench.material(recipe.anode.material)
        self.pressure = stack_pressure(bench)
        composition = [bench.material(name) for name in recipe.cathode.composition.parts]
        self.cathode_made = fabrication_pressure(bench, recipe.cathode.pressed_at, composition)

    def interfaces(self) -> Interfaces:
        return Interfaces(self.anode(), self.cathode(), *self.collector())

    def anode(self) -> Interface:
        """Between the anode and the last layer of the separator."""
        applied = self.bench.library.treatments(self.bench.recipe.anode.interface)
        electrolyte, metal = self.electrolytes[-1], self.anode_material
        layers = self.layers(applied)
        adjacent = next((layer for layer, _ in layers if self.is_electrolyte(layer)), electrolyte)
        pressed_at = self.bench.recipe.anode.pressed_at
        highest = self.highest_pressure(None if pressed_at is None else pressed_at.si, applied)
        shares, angle, wets = self.anode_shares(applied, adjacent, highest)
        open_share = 1.0 - contact_law.together(*shares)
        pressed, scale = self.pressed(adjacent, "contact/anode_pressure", highest)
        growth = self.growth(adjacent, separated=bool(layers) and adjacent is electrolyte)
        series = tuple(self.series_layer(layer, thick) for layer, thick in layers)
        return self.noted(
            Interface(
                "anode",
                adjacent.name,
                tuple(one.treatment.name for one in applied),
                self.pressure,
                highest,
                np.maximum(contact_law.together(*shares, pressed), _LEAST_CONTACT),
                open_share,
                scale,
                angle,
                self.anode_full_contact(metal, adjacent, layers),
                growth.charge * growth.resistance,
                growth.charge / MAH_CM2 * self.bench.constant("interface/interphase_depth"),
                self.column,
                series,
                growth,
                wets,
            )
        )

    def cathode(self) -> Interface:
        """Between the cathode composite and the first layer of the separator."""
        applied = self.bench.library.treatments(self.bench.recipe.cathode.treatment)
        electrolyte = self.electrolytes[0]
        acts = _acts(applied)
        shares = [self.fresh_contact(electrolyte, "contact_fraction", applied)]
        for act, name in (
            ("cast", "interface/wetted"),
            ("in situ", "interface/wetted"),
            ("soft layer", "interface/soft_layer"),
        ):
            if act in acts:
                share = self.bench.constant(name)
                # a layer that conducts no ions helps where it brings electrons
                dry = [one for one in applied if act in one.treatment.acts and self.conducts_no_ions(one)]
                shares.append(share * self.bench.electron_path(dry) if dry else share)
        soaked = soaking(self.bench)
        if soaked is not None and soaked.material.class_ in _FLUID:
            shares.append(
                self.bench.constant("interface/wetted")
            )  # what fills the cathode also fills the gap to the layer
        highest = self.highest_pressure(self.cathode_made, applied)
        open_share = 1.0 - contact_law.together(*shares)
        pressed, scale = self.pressed(electrolyte, "contact/cathode_pressure", highest)
        warm = self.bench.arrhenius("interface/activation_energy")
        nothing = self.bench.full(0.0)
        full = self.bench.constant("interface/cathode_separator_resistance") / warm / self.kept_by_solvent(applied)
        if soaked is not None and soaked.material.name == electrolyte.name and electrolyte.class_ in _FLUID:
            full = nothing  # one solution in both
        return self.noted(
            Interface(
                "cathode",
                electrolyte.name,
                tuple(one.treatment.name for one in applied),
                self.pressure,
                highest,
                np.maximum(contact_law.together(*shares, pressed), _LEAST_CONTACT),
                open_share,
                scale,
                None,
                full,
                nothing,
                nothing,
                self.column,
                tuple(self.series_layer(layer, thick) for layer, thick in self.layers(applied)),
                self.no_growth(),
            )
        )

    def conducts_no_ions(self, one: Applied) -> bool:
        """Whether a treatment leaves a layer that only electrons can pass."""
        layer = one.treatment.layer
        return layer is not None and "ionic_conductivity" not in self.bench.material(layer)

    def collector(self) -> tuple[Collector, np.ndarray]:
        """Contact of the current collector, which pressure improves, and its resistance as assembled [ohm m2]."""
        material = self.bench.material(self.bench.recipe.cathode.collector.to_word())
        reference = self.bench.property(material, "contact_resistance", "interface/collector_contact_resistance")
        rises = self.bench.property(material, "sulfide_corrosion", 0.0)
        film = rises * rises / DAY if self.electrolytes[0].class_ == "sulfide" else self.bench.full(0.0)
        if self.cathode_made is None or self.electrolytes[0].class_ in _SOFT:  # cast on its foil
            return Collector(reference, self.pressure, self.bench.full(0.0), film), reference
        usual, memory = self.bench.constant("contact/reference_pressure"), self.bench.constant("interface/memory")
        made_at = self.bench.constant("interface/reference_fabrication_pressure")
        highest = np.maximum(self.cathode_made, self.pressure)
        felt = self.pressure + memory * (highest - self.pressure)
        reference_felt = usual + memory * (made_at - usual)
        collector = Collector(reference, reference_felt, self.bench.constant("interface/metal_exponent"), film)
        return collector, collector.at(felt)

    def fresh_contact(self, electrolyte: Material, name: str, applied: Sequence[Applied]) -> np.ndarray:
        """Contact fraction before treatment: that of the class, less for a laminated film."""
        if "laminated" in _acts(applied):
            return self.bench.constant("interface/laminated")
        known = name if name in electrolyte else "contact_fraction"
        return self.bench.property(electrolyte, known, 0.0)

    def anode_shares(
        self, applied: Sequence[Applied], adjacent: Material, highest: np.ndarray
    ) -> tuple[list[np.ndarray], np.ndarray | None, Wetting | None]:
        """Fractions of the anode interface closed by its treatments, the contact angle of a melt, what lithium wets."""
        acts, angle, wets = _acts(applied), None, None
        shares = [self.fresh_contact(adjacent, "lithium_contact_fraction", applied)]
        for act, name in (("soft layer", "interface/soft_layer"), ("in situ", "interface/wetted")):
            if act in acts:
                shares.append(self.bench.constant(name))
        coats = [layer for layer, _ in self.layers([one for one in applied if "deposited" in one.treatment.acts])]
        if "deposited" in acts:
            coated = self.bench.constant("interface/deposited")
            # the coat conforms to the electrolyte; lithium laid on it still has to touch it
            if coats and "work_of_adhesion" in coats[-1]:
                wets = wetting_of(self.bench, coats[-1], highest)
                coated = coated * wets.filled
            shares.append(coated)
        lithium = self.bench.material("Li")
        melting = self.bench.property(lithium, "melting_temperature")
        if "heated" in acts and (heated := _hottest(applied)) is not None:
            energy = self.bench.property(lithium, "creep_activation_energy")
            shares.append(contact_law.bonded_share(heated, melting, self.bench.constant("interface/bonding"), energy))
        if "melted" in acts:
            on = next(
                (layer for layer, _ in reversed(self.layers(applied)) if "work_of_adhesion" in layer),
                self.electrolytes[-1],
            )
            if "work_of_adhesion" in on:
                wets = wetting_of(self.bench, on, self.bench.constant("wetting/spreading_pressure"))
                angle = wets.angle
                shares.append(self.bench.constant("interface/wetted") * wets.filled)
        return shares, angle, wets

    def pressed(self, adjacent: Material, otherwise: str, highest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Fraction closed by pressure, and the contact pressure of the material or the common default [Pa]."""
        scale = self.bench.property(adjacent, "contact_pressure", otherwise)
        memory = self.bench.constant("interface/memory")
        return contact_law.pressed_share(self.pressure, highest, scale, memory), scale

    def highest_pressure(self, made: np.ndarray | float | None, applied: Sequence[Applied]) -> np.ndarray:
        """Highest pressure an interface has experienced [Pa]: `made`, else by treatment, at least the stack's."""
        values = [one.treatment.values.get("pressure") for one in applied if "pressed" in one.treatment.acts]
        treated = max((value.si for value in values if value is not None), default=0.0)
        return np.maximum(treated if made is None else made, self.pressure)

    def layers(self, applied: Sequence[Applied]) -> list[tuple[Material, np.ndarray]]:
        """Layers left by the treatments, with thickness [m]; lithium itself does not count."""
        layers_left = []
        for one in applied:
            treatment = one.treatment
            if treatment.layer in (None, "Li") or "in situ" in treatment.acts:
                continue
            material = self.bench.material(treatment.layer or "")
            thickness = treatment.values.get("layer_thickness")
            if thickness is not None:
                thick = self.bench.ledger.draw(thickness, f"{treatment.name}.layer_thickness")
            else:
                thick = self.bench.property(material, "thickness", 0.0)
            layers_left.append((material, thick))
        return layers_left

    def is_electrolyte(self, layer: Material) -> bool:
        """Whether a layer conducts lithium ions and keeps the electrode off the separator."""
        return "ionic_conductivity" in layer

    def series_layer(self, layer: Material, thickness: np.ndarray) -> SeriesLayer:
        """A layer with its resistance at the temperature of the cell."""
        if not self.is_electrolyte(layer):
            return SeriesLayer(layer.name, thickness, self.bench.full(0.0))
        return SeriesLayer(layer.name, thickness, area_resistance(thickness, self.bench.conductivity(layer)))

    def anode_full_contact(
        self, metal: Material, adjacent: Material, layers: Sequence[tuple[Material, np.ndarray]]
    ) -> np.ndarray:
        """Area resistance of the anode at full contact, at the temperature of the cell [ohm m2].

        The value fitted to cells with sulfides applies to sulfides; an electrolyte with a `lithium_resistance` uses its
        own. A foil or powder of an alloying metal replaces lithium; a thin film dissolves in it.
        """
        name, material = "area_resistance", metal
        thick = self.bench.constant("interface/dissolving_thickness")[0]
        alloys = [layer for layer, width in layers if "work_of_adhesion" in layer and width[0] >= thick]
        if metal.class_ == "lithium metal" and alloys and "area_resistance" in alloys[-1]:
            material = alloys[-1]
        elif metal.class_ == "lithium metal" and "lithium_resistance" in adjacent:
            name, material = "lithium_resistance", adjacent
        if metal.class_ == "lithium metal" and alloys and "area_resistance" not in alloys[-1]:
            value, full = None, self.bench.constant("interface/alloy_area_resistance")
        else:
            value, full = material[name], self.bench.property(material, name)
        source = material if "area_resistance_activation_energy" in material else metal
        if "area_resistance_activation_energy" not in source:
            return full
        energy = self.bench.property(source, "area_resistance_activation_energy")
        given_at = (value.temperature if value is not None else None) or ROOM_TEMPERATURE
        return full / arrhenius_factor(energy, self.bench.temperature, given_at)

    def growth(self, adjacent: Material, *, separated: bool) -> Growth:
        """How the interphase of lithium metal grows on an electrolyte, and what it has taken since assembly.

        Reaction-limited first, then by diffusion through itself; both by the activation energy of the latter. What the
        library knows of its resistance is that after a day.
        """
        metal = self.anode_material
        stable = adjacent.rules.get("against_lithium") == "stable"
        if metal.class_ != "lithium metal" or separated or stable or "interphase_resistance" not in adjacent:
            return self.no_growth()
        stored = self.bench.recipe.operation.stored
        time = self.bench.full(stored.si) if stored is not None else self.bench.constant("interface/rest")
        after_a_week = self.bench.property(adjacent, "interphase_lithium")
        squared = after_a_week**2 / (7.0 * DAY)
        resistance = self.bench.property(adjacent, "interphase_resistance") / np.sqrt(squared * DAY)
        energy = self.bench.property(metal, "area_resistance_activation_energy")
        warm = self.bench.arrhenius("interface/interphase_activation_energy")
        reaction = 1.0 / (self.bench.constant("interface/interphase_reaction") * warm)
        squared = squared * warm
        return Growth(
            contact_law.interphase_charge(time, reaction, squared),
            reaction,
            2.0 / squared,
            resistance / arrhenius_factor(energy, self.bench.temperature, ROOM_TEMPERATURE),
            self.bench.full(1.0),
        )

    def no_growth(self) -> Growth:
        nothing, one = self.bench.full(0.0), self.bench.full(1.0)
        return Growth(nothing, one, one, nothing, nothing)

    def kept_by_solvent(self, applied: Sequence[Applied]) -> np.ndarray:
        """Conductivity retained at the interface on which a slurry dries [-]."""
        kept = self.bench.full(1.0)
        if self.electrolytes[0].rules.get("polar_solvent") != "damaged":
            return kept
        for one in applied:
            name = one.solvent or (one.treatment.solvents[0] if len(one.treatment.solvents) == 1 else None)
            solvent = self.bench.material(name) if name is not None else None
            if solvent is not None and self.electrolytes[0].left_by(solvent) is not None:
                kept = kept * np.clip(self.bench.left_by(solvent.name, self.electrolytes[0]), 0.01, 1.0)
        return kept

    def noted(self, interface: Interface) -> Interface:
        """Record the derived quantities."""
        side = interface.side
        done = " + ".join(interface.treatments) or "untreated"
        why = f"{interface.adjacent}, {done}, {interface.pressure[0] / MPA:.3g} MPa in the cell"
        if interface.highest_pressure[0] > interface.pressure[0]:
            why += f", {interface.highest_pressure[0] / MPA:.3g} MPa during fabrication"
        self.bench.note(f"{side}_interface.contact_fraction", interface.contact, "fraction", why)
        if np.any(interface.interphase > 0.0):
            why = f"{interface.adjacent} against {self.anode_material.name}, grown since assembly"
            self.bench.note(f"{side}.interphase", interface.interphase, "area resistance", why)
        for layer in interface.layers:
            self.bench.note(
                f"{side}.layer_{layer.name}", layer.resistance, "area resistance", "thickness over conductivity"
            )
        return interface


def _acts(applied: Sequence[Applied]) -> set[str]:
    return {act for one in applied for act in one.treatment.acts}


def _hottest(applied: Sequence[Applied]) -> float | None:
    """Highest temperature of the treatments [K]."""
    values = [one.treatment.values.get("temperature") for one in applied]
    return max((value.si for value in values if value is not None), default=None)
