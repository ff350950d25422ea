"""Check a recipe against the library before anything is computed: names, roles and design rules."""

import contextlib
from collections.abc import Iterable
from typing import NoReturn

from brimstone.constants import UM
from brimstone.errors import RecipeError, UnknownNameError
from brimstone.inspect.names import no_membrane, unknown_name, wrong_kind
from brimstone.inspect.overrides import refused_overrides, unusual_overrides
from brimstone.inspect.shorts import short_that_never_comes
from brimstone.inspect.solvents import solvent_rule
from brimstone.inspect.treated import OTHER_TREATMENTS, beyond_the_press, without_conductivity
from brimstone.library.complete import complete
from brimstone.library.library import Library
from brimstone.library.materials import Material
from brimstone.library.own import with_own_materials
from brimstone.library.rules import Note
from brimstone.library.strategies import Applied
from brimstone.recipe import Layer, Recipe
from brimstone.recipe.kinds import MEASURED, SYMMETRIC, stands_in
from brimstone.recipe.making import hottest
from brimstone.recipe.problems import path_in_words
from brimstone.units import from_si

_IN_A_COMPOSITE = ("active", "electrolyte", "carbon", "binder", "additive", "interlayer")
_INORGANIC_PELLETS = ("sulfide", "halide", "hydride")
_WET = ("slurry", "solution")
_SOFT = ("liquid", "gel", "polymer")
_HARMLESS = 0.9  # of its conductivity, that a solvent is known to leave an electrolyte
#: A material that can play each part, used while an unsuitable name is being reported.
_STAND_INS = {
    "active": "S",
    "electrolyte": "Li6PS5Cl",
    "carbon": "Super P",
    "anode": "Li-In",
    "collector": "Al",
    "additive": "LiNO3",
    "solvent": "toluene",
}
_HOT = ("melt-milled", "vapour-mixed")


def check(recipe: Recipe, library: Library) -> tuple[Note, ...]:
    """Resolve all names in a recipe and check it against the design rules.

    Parameters
    ----------
    recipe : Recipe
    library : Library

    Returns
    -------
    tuple of Note
        Warnings first, then advice for the lab.

    Raises
    ------
    RecipeError
        When a name is unknown, a material cannot be used in that role, or the process is impossible; with the field,
        the reason and the statement of the review.
    """
    inspection = Inspection(recipe, library)
    for stage in inspection.stages:
        stage()
    return inspection.sorted_notes()


def _layer(number: int, field: str) -> str:
    return path_in_words(("separator", number, field))


class Inspection:
    """One recipe under inspection.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    refused : list of RecipeError, optional
        Collects what is wrong with names, so that all of them are found; without it the first one is raised.
    """

    def __init__(self, recipe: Recipe, library: Library, refused: list[RecipeError] | None = None):
        self.library = with_own_materials(library, recipe)
        self.recipe = complete(recipe, self.library)
        self.notes: list[Note] = []
        self.refused = refused
        self.stages = (
            self.replacements,
            self.overrides,
            self.resolve,
            self.treatments,
            self.mixing,
            self.composition,
            self.separator,
            self.cathode_temperature,
            self.anode,
            self.pressures,
            self.size,
        )
        if self.recipe.cell in MEASURED:
            kept = (self.overrides, self.resolve, self.treatments, self.separator, self.anode, self.pressures)
            of_composite = () if self.recipe.cell == SYMMETRIC else (self.mixing, self.composition)
            self.stages = (*kept[:3], *of_composite, *kept[3:])

    def overrides(self) -> None:
        """Refuse values that are set by name and can't be."""
        for problem in refused_overrides(self.recipe, self.library):
            if self.refused is None:
                raise problem
            self.refused.append(problem)
        for name, told in unusual_overrides(self.recipe, self.library):
            self.notes.append(Note("warning", f"overrides.{name}", told, "", "", ""))

    def replacements(self) -> None:
        """Note each material of a user's own file that takes the place of one in the library."""
        fields = {name: "cathode.composition" for name in self.recipe.cathode.composition.parts}
        fields |= {
            layer.electrolyte: _layer(number, "electrolyte") for number, layer in enumerate(self.recipe.separator)
        }
        fields[self.recipe.anode.material] = "anode.material"
        for name, field in fields.items():
            with contextlib.suppress(UnknownNameError):  # reported by `resolve`
                words = self.library.replaced.get(self.library.material(name).name)
                if words is not None:
                    self.notes.append(Note("warning", field, words, "", "", ""))

    def sorted_notes(self) -> tuple[Note, ...]:
        """Notes of the rules, warnings first."""
        notes = (note for note in self.notes if not stands_in(note.field, self.recipe.cell))
        return tuple(sorted(notes, key=lambda note: note.level != "warning"))

    def apply_rule(self, rule_name: str, field: str, about: str) -> None:
        """Add the note of a rule, or reject the recipe if the rule is an error."""
        rule = self.library.rule(rule_name)
        text = f"{about}: {rule.reason}"
        if rule.level == "error":
            raise RecipeError(f'{text}.\n{rule.review}: "{rule.quote}"', field, self.recipe.source)
        self.notes.append(Note(rule.level, field, text, rule_name, rule.quote, rule.review))

    def reject(self, problem: str, field: str) -> NoReturn:
        """Reject the recipe for a reason that is not a design rule."""
        raise RecipeError(problem, field, self.recipe.source)

    def refuse(self, problem: RecipeError) -> None:
        """Keep what is wrong with a name where all of it is looked for; raise it otherwise."""
        if self.refused is None:
            raise problem
        self.refused.append(problem)

    def material(self, name: str, field: str, roles: Iterable[str]) -> Material:
        """The material `name`, which must be usable in one of `roles`."""
        allowed = tuple(roles)
        try:
            return self._fitting(name, field, allowed)
        except RecipeError as problem:
            self.refuse(problem)
            return self.library.material(_STAND_INS[allowed[0]])  # so that the other names are looked at, too

    def _fitting(self, name: str, field: str, allowed: tuple[str, ...]) -> Material:
        try:
            material = self.library.material(name)
        except UnknownNameError:
            raise RecipeError(unknown_name(self.library, name, allowed), field, self.recipe.source) from None
        if not set(allowed) & set(material.kinds):
            self.reject(wrong_kind(self.library, name, material, allowed), field)
        return material

    def resolve(self) -> None:
        """Look up every material and check its role."""
        recipe, cathode = self.recipe, self.recipe.cathode
        self.active = self.material(cathode.active, "cathode.active", ("active", "electrolyte"))
        if "theoretical_capacity" not in self.active and "electrolyte" not in self.active.kinds:
            why = (self.active.gaps.get("theoretical_capacity", "no capacity is known"), "; ".join(self.active.notes))
            self.reject(f"{self.active.name} cannot be simulated: {'. '.join(filter(None, why))}", "cathode.active")
        self.parts = {
            name: self.material(name, "cathode.composition", _IN_A_COMPOSITE) for name in cathode.composition.parts
        }
        if cathode.host is not None:
            self.material(cathode.host.carbon, "cathode.host.carbon", ("carbon",))
        for place, held in (("cathode", cathode.collector), ("anode", recipe.anode.collector)):
            if held is not None:
                self.material(held.to_word(), f"{place}.collector", ("collector",))
        self.layers = [
            self.material(layer.electrolyte, _layer(number, "electrolyte"), ("electrolyte",))
            for number, layer in enumerate(recipe.separator)
        ]
        for number, layer in enumerate(self.layers):
            self.require_conductivity(layer, _layer(number, "electrolyte"))
        for part in self.parts.values():
            if "electrolyte" == part.kind:
                self.require_conductivity(part, "cathode.composition")
        self.infiltrated()
        self.anode_material = self.material(recipe.anode.material, "anode.material", ("anode",))
        for number, written in enumerate(recipe.separator):
            self.membrane_and_additives(number, written)

    def known(self, name: str) -> Material | None:
        """The material of a name; None where the library does not know it, which is told elsewhere."""
        with contextlib.suppress(UnknownNameError):
            return self.library.material(name)
        return None

    def with_sulfur(self, material: Material) -> str:
        """An electrolyte beside the active material, and the energy of their reaction where it is known."""
        energy = material.get("reaction_with_sulfur")
        return f"{material.name} with {self.active.name}" + (f", {energy.text} per atom" if energy is not None else "")

    def infiltrated(self) -> None:
        """The electrolyte infiltrated into the finished cathode, and its solvent."""
        infiltrated, field = self.recipe.cathode.infiltrated, "cathode.infiltrated"
        if infiltrated is None:
            return
        material = self.layers[0]
        if not infiltrated.of_separator:
            material = self.material(infiltrated.electrolyte, f"{field}.electrolyte", ("electrolyte",))
            self.require_conductivity(material, f"{field}.electrolyte")
        if material.rules.get("against_sulfur") == "reacts":
            self.apply_rule("reacts_with_sulfur", field, self.with_sulfur(material))
        if material.class_ == "oxide":
            self.apply_rule("rigid_oxide_composite", field, material.name)
        if infiltrated.solvent is not None:
            self.material(infiltrated.solvent, f"{field}.solvent", ("solvent",))
            self.solvent_on_sulfide(infiltrated.solvent, f"{field}.solvent", [material])
        elif material.rules.get("polar_solvent") == "damaged":
            self.apply_rule("solvent_not_named", field, f"{material.name} into the pores")

    def membrane_and_additives(self, number: int, layer: Layer) -> None:
        """The membrane, additives and in situ polymerisation of a layer."""
        if layer.membrane is not None and (wrong := no_membrane(self.library, layer.membrane)):
            self.refuse(RecipeError(wrong, _layer(number, "membrane"), self.recipe.source))
        for name in layer.additives:
            self.material(name, _layer(number, "additives"), ("additive", "solvent"))
        polymerised, field = layer.polymerised, _layer(number, "polymerised")
        if polymerised is None:
            return
        initiator = self.material(polymerised.initiator, f"{field}.initiator", ("additive",))
        if "polymerisation_rate" not in initiator:
            known = ", ".join(one.name for one in self.library.materials("additive") if "polymerisation_rate" in one)
            self.reject(f"{initiator.name} is not a known initiator; the library has {known}", f"{field}.initiator")
        lithium = self.anode_material.class_ in ("lithium metal", "lithium alloy")
        if lithium and initiator.rules.get("against_lithium") == "reacts":
            self.apply_rule("initiator_on_lithium", f"{field}.initiator", f"{initiator.name} in a cell with lithium")
        if polymerised.precursor is not None:
            precursor = self.material(polymerised.precursor, f"{field}.precursor", ("electrolyte",))
            if precursor.class_ != "liquid":
                self.reject(f"{precursor.name} is not a liquid precursor", f"{field}.precursor")

    def require_conductivity(self, material: Material, field: str) -> None:
        """Reject an electrolyte without a known conductivity; it can be shown but not simulated."""
        if "ionic_conductivity" not in material:
            why = material.gaps.get("ionic_conductivity", "no value")
            self.reject(f"the library has no ionic conductivity of {material.name} ({why})", field)

    def applied(self, words: str | None, side: str, field: str) -> tuple[Applied, ...]:
        """The treatments of one side, which must apply to it."""
        try:
            treatments = self.library.treatments(words)
        except UnknownNameError as problem:
            raise RecipeError(f"{problem}\n{OTHER_TREATMENTS}", field, self.recipe.source) from None
        for one in treatments:
            if side == "anode" and one.solvent is not None:
                self.solvent_on_anode(one, field)
            if side not in one.treatment.sides:
                self.apply_rule(
                    "wrong_side", field, f"{one.treatment.name} belongs on the {one.treatment.sides[0]} side"
                )
        return treatments

    def solvent_on_anode(self, one: Applied, field: str) -> None:
        """Polar solvents must not touch lithium, unless the treatment dries before lithium is applied."""
        solvent = self.library.material(one.solvent or "")
        if solvent.rules.get("polarity") == "polar" and one.solvent not in one.treatment.solvents:
            self.apply_rule("polar_solvent_on_lithium", field, f"{one.treatment.name} in {one.solvent} on the anode")

    def treatments(self) -> None:
        """Order, sides, solvents and residues of the treatments."""
        self.on_cathode = self.applied(self.recipe.cathode.treatment, "cathode", "cathode.treatment")
        self.on_anode = self.applied(self.recipe.anode.interface, "anode", "anode.interface")
        for one in self.on_anode:
            if told := without_conductivity(one, self.library):
                self.notes.append(Note("warning", "anode.interface", told, "", "", ""))
            if one.first:
                self.lithium_first(one)
            if one.treatment.vacuum:
                self.film(one)
            self.initiators(one, "anode.interface")
            if one.treatment.strategy == "molten lithium":
                self.molten_lithium(one)
        for one in self.on_cathode:
            self.initiators(one, "cathode.treatment")
            if one.solvent is not None:
                self.solvent_on_sulfide(one.solvent, "cathode.treatment", [*self.parts.values(), self.layers[0]])

    def lithium_first(self, one: Applied) -> None:
        """Lithium applied before the cathode, which may involve a solvent."""
        about = f"{one.treatment.name} before the cathode is joined"
        for other in self.on_cathode:
            wet = other.solvent or next(iter(other.treatment.solvents), None)
            if wet is None and other.treatment.strategy == "slurry casting":
                wet = "a solvent"
            if wet is not None:
                self.apply_rule(
                    "lithium_before_solvent", "anode.interface", f"{about}, and {other.treatment.name} in {wet}"
                )
        self.apply_rule("order", "anode.interface", about)

    def film(self, one: Applied) -> None:
        """Advice on vapour-deposited films."""
        self.apply_rule("clean_substrate", "anode.interface", one.treatment.name)
        energy = one.treatment.values.get("reaction_energy")
        limit = self.library.constant("process/reaction_limit").si
        if energy is not None and (energy.si if energy.low is None else energy.low) < limit:
            self.apply_rule("film_reacts", "anode.interface", f"{one.treatment.name}, {energy.text} per atom")
        chemical = "chemical vapour deposition" in one.treatment.synonyms or " by CVD" in one.treatment.name
        for rule in ("precursor_pollutes",) if chemical else ("film_wears_off",):
            self.apply_rule(rule, "anode.interface", one.treatment.name)

    def initiators(self, one: Applied, field: str) -> None:
        """Initiators that react with lithium."""
        lithium = self.anode_material.class_ in ("lithium metal", "lithium alloy")
        for name in one.treatment.additives:
            if lithium and self.library.material(name).rules.get("against_lithium") == "reacts":
                self.apply_rule("initiator_on_lithium", field, f"{name} in {one.treatment.name}")

    def molten_lithium(self, one: Applied) -> None:
        """Effects of molten lithium on the layer it is spread on."""
        layer = self.layers[-1]
        about = f"{one.treatment.name} on {layer.name}"
        temperature = one.treatment.values.get("temperature")
        melting = self.anode_material.get("melting_temperature")
        melts = temperature is not None and melting is not None and temperature.si >= melting.si
        lithiophilic = any(other.treatment.layer for other in self.on_anode) or layer.rules.get("wetted_by_lithium")
        if melts and layer.class_ in ("polymer", "gel", "liquid"):
            self.apply_rule(
                "molten_lithium_on_polymer", "anode.interface", f"{about} at {temperature.text if temperature else ''}"
            )
        if layer.class_ != "oxide":
            self.apply_rule("molten_lithium_reacts", "anode.interface", about)
        elif melts and not lithiophilic:
            self.apply_rule("molten_lithium_does_not_wet", "anode.interface", about)

    def solvent_on_sulfide(self, name: str, field: str, exposed: Iterable[Material]) -> None:
        """A solvent that damages an electrolyte it has touched."""
        solvent = self.known(name)
        if solvent is None or solvent.rules.get("polarity") != "polar":
            return
        for material in exposed:
            known = material.after_solvent.get(solvent.name)
            if known is not None and known.si >= _HARMLESS:
                continue
            if material.rules.get("polar_solvent") == "damaged":
                rule, left = solvent_rule(self.recipe, self.library, material, solvent)
                self.apply_rule(rule, field, f"{material.name} in {solvent.name}{left}")
                return

    def mixing(self) -> None:
        """Temperatures and solvents of the mixing steps."""
        melting, boiling = (self.active.get(name) for name in ("melting_temperature", "boiling_temperature"))
        melted_at = hottest(step for step in self.recipe.cathode.mixing if step.is_melt)
        for number, step in enumerate(self.recipe.cathode.mixing):
            field = path_in_words(("cathode", "mixing", number))
            mixed = [self.library.material(name) for name in step.of] or list(self.parts.values())
            if step.temperature is not None and self.active.name == "S":
                shown = f"{step.method} at {step.temperature}"
                if step.method in _HOT and melting is not None and step.temperature.si < melting.low:
                    if not (step.is_melt and melted_at >= melting.low):
                        self.apply_rule("sulfur_not_molten", field, shown)
                    told = f"{shown}: sulfur stays solid; only the step that melts it is computed with"
                    self.notes.append(Note("info", field, told, "", "", ""))
                if boiling is not None and step.temperature.si > boiling.si:
                    self.apply_rule("sulfur_boils", field, shown)
            if step.solvent is not None:
                self.material(step.solvent, path_in_words(("cathode", "mixing", number, "solvent")), ("solvent",))
                self.solvent_on_sulfide(step.solvent, field, mixed)
            elif step.method in _WET and not any(one.solvent for one in self.on_cathode):
                damaged = [m.name for m in mixed if m.rules.get("polar_solvent") == "damaged"]
                if damaged:
                    self.apply_rule("solvent_not_named", field, f"{', '.join(damaged)} in a {step.method}")
            if step.method == "dry film" and not {"PTFE", "ionomer"} & {m.name for m in self.parts.values()}:
                self.apply_rule("dry_film_binder", field, "a dry film without PTFE or an ionomer")

    def composition(self) -> None:
        """Sulfur content, and components incompatible with it."""
        cathode = self.recipe.cathode
        share = cathode.composition.parts.get(cathode.active, 0.0)
        limit = self.library.constant("process/sulfur_limit").si
        pressed = any(
            material.kind == "electrolyte" and material.class_ not in _SOFT for material in self.parts.values()
        )
        if pressed and cathode.composition.basis == "weight" and self.active.name == "S" and share > limit:
            self.apply_rule("too_much_sulfur", "cathode.composition", f"{100 * share:.3g} wt% sulfur")
        for name, material in self.parts.items():
            if material.kind == "electrolyte" and name != cathode.active:
                if material.rules.get("against_sulfur") == "reacts":
                    self.apply_rule("reacts_with_sulfur", "cathode.composition", self.with_sulfur(material))
                if material.class_ == "oxide":
                    self.apply_rule("rigid_oxide_composite", "cathode.composition", material.name)
        if cathode.host is not None and self.library.material(cathode.host.carbon).name == "tube-in-tube carbon":
            self.apply_rule("cage_host", "cathode.host.carbon", cathode.host.carbon)

    def separator(self) -> None:
        """Thickness, pressing, temperature and shuttle of the separator."""
        layers = self.recipe.separator
        for number, (layer, material) in enumerate(zip(layers, self.layers, strict=True)):
            if material.class_ == "oxide" and layer.pressed_at is not None:
                self.apply_rule(
                    "rigid_oxide_layer", _layer(number, "pressed_at"), f"{material.name} pressed at {layer.pressed_at}"
                )
            warm_enough = self.library.constant("process/polymer_temperature").si
            if material.class_ == "polymer" and self.recipe.operation.temperature.si < warm_enough - 0.5:
                about = f"{material.name} at {self.recipe.operation.temperature}"
                self.apply_rule("polymer_too_cold", "operation.temperature", about)
        if self.layers and all(material.rules.get("polysulfide_shuttle") for material in self.layers):
            self.apply_rule("shuttle", "separator", " and ".join(material.name for material in self.layers))
        if all(material.class_ in _INORGANIC_PELLETS for material in self.layers):
            self.least_thickness()
        places = [("separator", material) for material in self.layers]
        places += [("cathode.composition", material) for material in self.parts.values()]
        sulfides = {m.name: (m, field) for field, m in reversed(places) if m.rules.get("releases_hydrogen_sulfide")}
        for material, field in reversed(sulfides.values()):
            release = material.get("hydrogen_sulfide_release")
            released = (
                "" if release is None else f", {release.text} of H2S in 30 min of air with a dew point of -40 degC"
            )
            self.apply_rule("hydrogen_sulfide", field, material.name + released)

    def least_thickness(self) -> None:
        """Whether the separator is thick enough for its fabrication process: pressing, unless stated otherwise."""
        thicknesses = [layer.thickness.si for layer in self.recipe.separator if layer.thickness is not None]
        if len(thicknesses) < len(self.layers):
            return
        total = sum(thicknesses) * (1 + 1e-9)
        thinnest = [
            (one.treatment.values["least_layer"].si, one.treatment.name)
            for one in self.on_cathode
            if "least_layer" in one.treatment.values
        ]
        if not thinnest:
            if total < self.library.constant("process/pressed_thickness").si:
                self.apply_rule("pellet_too_thin", "separator", f"{total / UM:.3g} um pressed")
            return
        least, process = min(thinnest)
        if total < least:
            self.apply_rule(
                "layer_too_thin", "separator", f"{total / UM:.3g} um by {process}, at least {least / UM:.3g} um"
            )

    def cathode_temperature(self) -> None:
        """Melting of sulfur in operation."""
        temperature, melting = self.recipe.operation.temperature, self.active.get("melting_temperature")
        if self.active.name == "S" and melting is not None and temperature.si > melting.si:
            self.apply_rule("sulfur_melts", "operation.temperature", f"sulfur at {temperature}")

    def anode(self) -> None:
        """Melting, reaction with the adjacent layer, and handling in a glove box."""
        temperature = self.recipe.operation.temperature
        melting = self.anode_material.get("melting_temperature")
        if melting is not None and temperature.si >= melting.si:
            self.apply_rule("anode_melts", "operation.temperature", f"{self.anode_material.name} at {temperature}")
        empty = self.anode_material.rules.get("as_made") == "discharged"
        if empty and self.active.kind == "active" and self.active.rules.get("as_made") != "discharged":
            self.reject(
                f"neither {self.anode_material.name} nor {self.active.name} contains lithium as made; use lithium, a "
                "lithium alloy such as Li-In or Li-Si, or a Li2S cathode",
                "anode.material",
            )
        if (short := short_that_never_comes(self.recipe, self.layers, self.anode_material)) is not None:
            self.reject(short[1], path_in_words(("protocol", short[0], "until")))
        if self.anode_material.class_ == "lithium metal":
            adjacent = self.layers[-1]
            between = any(one.treatment.layer not in (None, "Li") for one in self.on_anode)
            if adjacent.rules.get("against_lithium") == "reacts" and not between:
                rule = "halide_on_lithium" if adjacent.class_ == "halide" else "reacts_with_lithium"
                self.apply_rule(rule, "anode.material", f"{adjacent.name} in contact with lithium")
        if self.anode_material.class_ in ("lithium metal", "lithium alloy"):
            self.apply_rule("glove_box", "anode.material", self.anode_material.name)

    def pressures(self) -> None:
        """Fabrication and stack pressures."""
        stack = self.recipe.operation.stack_pressure
        if stack is not None:
            if stack.si > self.library.constant("process/fixture_limit").si:
                self.apply_rule("fixture_crushed", "operation.stack_pressure", f"{stack}")
            if stack.si > self.library.constant("process/stack_pressure_limit").si:
                self.apply_rule("stack_pressure_high", "operation.stack_pressure", f"{stack}")
            short = self.library.constant("process/lithium_short_pressure").si
            if self.anode_material.class_ == "lithium metal" and stack.si >= short:
                self.apply_rule("lithium_squeezed", "operation.stack_pressure", f"{stack} on lithium")
        pressed = self.recipe.cathode.pressed_at
        rupture = self.library.constant("process/rupture_pressure").si
        if pressed is not None and pressed.si > rupture:
            shown = from_si(pressed.si, "MPa", "pressure")
            self.apply_rule("particles_rupture", "cathode.pressed_at", f"{shown:.4g} MPa")

    def size(self) -> None:
        """Whether a press can deliver the force for the area to be pressed."""
        if (too_large := beyond_the_press(self.recipe, self.library)) is not None:
            self.apply_rule("press_too_small", *too_large)
