"""Default values for what a recipe leaves out, and merging of names that denote the same material.

`Recipe.assumptions` reports every default with its spread; defaults are not written back with the recipe.
Pressures are assumed where they are used, see `pressures`.
"""

from brimstone.constants import MAH_G
from brimstone.errors import RecipeError, UnknownNameError
from brimstone.library.library import Library
from brimstone.library.materials import Material
from brimstone.library.overrides import resolved
from brimstone.library.values import Value
from brimstone.recipe import (
    Anode,
    Charge,
    Composition,
    Cycles,
    Discharge,
    Format,
    Host,
    Infiltration,
    Layer,
    Loading,
    MixingStep,
    Rate,
    Rates,
    Recipe,
    Step,
)
from brimstone.recipe.composition import Spread, check_part
from brimstone.recipe.kinds import FULL, SYMMETRIC
from brimstone.recipe.reading import disc_area
from brimstone.recipe.values import FrozenMapping, Limit, Window
from brimstone.recipe.words import fold
from brimstone.units import Quantity, from_si

#: Of electrolyte or binder beside a filled host, by weight.
_LEAST_THIRD = 0.1
#: What papers call the electrolyte of a cathode that is the one of the separator.
_ITS_ELECTROLYTE = ("se", "sse", "ses", "solid electrolyte", "sulfide electrolyte", "sulfide solid electrolyte")
_CARBON, _BINDER = "acetylene black", "PVDF"


def complete(recipe: Recipe, library: Library) -> Recipe:
    """Return the recipe with everything that a calculation needs.

    Parameters
    ----------
    recipe : Recipe
        At least an active material, an electrolyte, and a loading or a thickness.
    library : Library
        Including the recipe's custom materials.

    Returns
    -------
    Recipe
        The same object if it is already complete. Unknown names are left for `inspect.check`.

    Raises
    ------
    RecipeError
        When a loading is an areal capacity and the active material has no known capacity.
    """
    return recipe if recipe.is_complete else _Completion(recipe, library).recipe()


class _Completion:
    """A recipe being completed, and the assumptions made."""

    def __init__(self, written: Recipe, library: Library):
        self.written, self.library = written, library
        self.assumed: list[str] = []

    def recipe(self) -> Recipe:
        """The completed recipe."""
        recipe = self.written
        layers = tuple(self.layer(number, layer) for number, layer in enumerate(recipe.separator))
        cathode = recipe.cathode
        composition = self.composition()
        loading = self.loading()
        mixing = self.mixing(composition)
        host = self.host(composition, mixing)
        infiltrated = self.infiltrated(composition)
        sizes = FrozenMapping(
            {
                self.part(name, composition, f"cathode.particle_size.{name}"): size
                for name, size in cathode.particle_size.items()
            }
        )
        overrides, told = resolved(recipe, self.library) if recipe.overrides else (recipe.overrides, [])
        self.assumed += told
        return recipe.assuming(
            cathode=cathode.assuming(
                particle_size=sizes,
                composition=composition,
                loading=loading,
                mixing=mixing,
                host=host,
                infiltrated=infiltrated,
            ),
            separator=layers,
            anode=self.anode(),
            **self.size(),
            overrides=overrides,
            protocol=tuple(self.step(number, step) for number, step in enumerate(recipe.protocol)),
        ).completed(tuple(self.assumed))

    def material(self, name: str) -> Material | None:
        """The material of a name; None when the library does not know it."""
        try:
            return self.library.material(name)
        except UnknownNameError:
            return None

    def assume(self, field: str, words: str, value: Value | None = None, why: str = "") -> None:
        """Record an assumption, with its spread."""
        spread = ""
        if value is not None and value.low is not None and value.high is not None:
            low, high = (f"{from_si(bound, value.unit, value.dimension):.4g}" for bound in (value.low, value.high))
            spread = f" (80 %: {low} to {high} {value.unit})".replace(" )", ")")
        self.assumed.append(f"{field}: not given; {words}{spread} assumed{f', {why}' if why else ''}")

    def usual(self, name: str) -> tuple[Value, Quantity]:
        """A default value, as a library value and as a recipe quantity."""
        value = self.library.constant(f"usual/{name}")
        return value, Quantity(value.text, value.si, low=value.low, high=value.high)

    def dissolves(self) -> bool:
        """Whether polysulfides dissolve in the separator."""
        layers = [self.material(layer.electrolyte) for layer in self.written.separator]
        return any(layer is not None and layer.rules.get("polysulfide_shuttle") for layer in layers)

    def pressed(self) -> bool:
        """Whether the first layer of the separator conducts one ion, as pressed powders do."""
        first = self.material(self.written.separator[0].electrolyte)
        return first is None or bool(first.rules.get("single_ion"))

    def dry_polymer(self) -> bool:
        """Whether the first layer of the separator is a polymer that no liquid wets."""
        first = self.material(self.written.separator[0].electrolyte)
        return first is not None and first.class_ == "polymer"

    def layer(self, number: int, layer: Layer) -> Layer:
        """A layer with its thickness, or with the diameter over which its mass is spread."""
        field = f"separator.layer {number + 1}"
        if layer.mass is not None and layer.diameter is None and layer.thickness is None and self.written.area is None:
            value, diameter = self.usual("die_diameter")
            self.assume(f"{field}.diameter", diameter.text, value, "a common die size")
            return layer.assuming(diameter=diameter)
        if layer.thickness is not None or layer.mass is not None:
            return layer
        material = self.material(layer.electrolyte)
        kind = "pellet" if material is None or material.rules.get("single_ion") else "film"
        kind = "plate" if material is not None and material.class_ == "oxide" else kind
        value, thickness = self.usual(f"{kind}_thickness")
        self.assume(f"{field}.thickness", thickness.text, value, f"typical of {value.note}")
        return layer.assuming(thickness=thickness)

    def size(self) -> dict[str, Quantity | Format]:
        """The usual size of a coin cell or a pouch where neither area nor edges are given."""
        form = self.written.format
        if form is None or self.written.area is not None or self.written.has_edges:
            return {}
        if form.kind == "coin":
            value, diameter = self.usual("coin_diameter")
            self.assume("diameter", diameter.text, value, value.note)
            return {"diameter": diameter, "area": Quantity(f"disc of {diameter}", disc_area(diameter.si))}
        value, edge = self.usual("pouch_edge")
        self.assume("format.width", f"{edge.text}, and as much in height,", value, value.note)
        return {"format": form.assuming(width=form.width or edge, height=form.height or edge)}

    def anode(self) -> Anode:
        """The anode; the usual counter electrode where none is given."""
        if "anode" in self.written.model_fields_set:
            return self.written.anode
        name = "Li-In" if self.pressed() else "Li"
        self.assume("anode", name, why="the usual anode with such an electrolyte")
        return self.written.anode.assuming(material=name)

    def composition(self) -> Composition:
        """The composition, each material under one name."""
        cathode, layer = self.written.cathode, self.written.separator[0].electrolyte
        if "composition" in cathode.model_fields_set:
            return self.merged(self.named(cathode.composition))
        # What is filled afterwards was cast without it; nothing brings a dry polymer in, if it was not cast with it.
        pressed = (self.pressed() or self.dry_polymer()) and cathode.infiltrated is None
        kind, third = ("", layer) if pressed else ("cast_", _BINDER)
        usual = {name: self.usual(f"{kind}{name}_share")[1] for name in ("active", "carbon")}
        active, carbon = (one.si for one in usual.values())
        black = _CARBON
        if cathode.host is not None:  # its carbon is that of the composite, as much as holds the active material
            held, black = cathode.host.sulfur.si, cathode.host.carbon
            active = min(active, (1.0 - _LEAST_THIRD) * held)
            carbon, usual = active * (1.0 - held) / held, {}
        parts = {cathode.active: active, third: 1.0 - active - carbon, black: carbon}
        words = {name: f"{100 * share:.3g} wt%" for name, share in parts.items()}
        spreads = {
            name: Spread(one.si, one.low, one.high, (name,))
            for name, one in zip((cathode.active, _CARBON), usual.values(), strict=False)
            if one.low is not None and one.high is not None
        }
        ranges = [f"{name} {100 * one.low:.3g} to {100 * one.high:.3g} wt%" for name, one in spreads.items()]
        self.assume(
            "cathode.composition",
            ", ".join(f"{share} {name}" for name, share in words.items())
            + (f" (80 %: {', '.join(ranges)})" if ranges else ", with the carbon of the host"),
        )
        return Composition("weight", FrozenMapping(parts), "percent", FrozenMapping(words), FrozenMapping(spreads))

    def named(self, composition: Composition) -> Composition:
        """The composition with what is called SE under the name of the separator's electrolyte, where it has one."""
        layers = {layer.electrolyte for layer in self.written.separator}
        called = [name for name in composition.parts if fold(name) in _ITS_ELECTROLYTE and self.material(name) is None]
        if len(layers) != 1 or len(called) != 1:
            return composition
        (layer,) = layers
        self.assumed.append(f"cathode.composition: {called[0]} is taken as {layer}, the electrolyte of the separator")
        return composition.renamed({called[0]: layer})

    def carbons(self, composition: Composition, active: str) -> list[str]:
        """Names of the carbons of a composition."""
        known = {name: self.material(name) for name in composition.parts if name != active}
        return [name for name, material in known.items() if material is not None and "carbon" in material.kinds]

    def mixing(self, composition: Composition) -> tuple[MixingStep, ...]:
        """The steps of mixing; a melt in an oven that names no components is of the active material and its carbon."""
        cathode = self.written.cathode
        if "mixing" not in cathode.model_fields_set:
            cast = not self.pressed() and cathode.infiltrated is None
            how = "cast from a slurry" if cast else "ball-milled"
            self.assumed.append(f"cathode.mixing: not given; all powders are assumed to be {how} together")
            return (MixingStep(method="slurry"),) if cast else ()
        carbons = self.carbons(composition, cathode.active)
        carbon = cathode.host.carbon if cathode.host is not None else carbons[0] if len(carbons) == 1 else None
        steps = []
        for number, step in enumerate(cathode.mixing):
            if step.of:
                field = f"cathode.mixing.step {number + 1}.of"
                step = step.assuming(of=tuple(self.part(name, composition, field) for name in step.of))
            warm = cathode.host is not None or step.temperature is not None
            if step.is_melt and not step.of and carbon in composition.parts and warm:
                self.assumed.append(
                    f"cathode.mixing.step {number + 1}: names no components; {cathode.active} and {carbon} are assumed "
                    "to be melted together, without the electrolyte"
                )
                step = step.assuming(of=(cathode.active, carbon))
            steps.append(step)
        return tuple(steps)

    def part(self, name: str, composition: Composition, field: str) -> str:
        """The component of a composition that a name means: KB may be its Ketjenblack."""
        if fold(name) in _ITS_ELECTROLYTE and self.written.separator[0].electrolyte in composition.parts:
            return self.written.separator[0].electrolyte
        if name in composition.parts or name in composition.written:
            return name
        material = self.material(name)
        for other in composition.parts:
            known = self.material(other)
            if material is not None and known is not None and material.name == known.name:
                return other
        try:
            check_part(name, composition)
        except ValueError as problem:
            raise RecipeError(str(problem), field, self.written.source) from None
        return name

    def host(self, composition: Composition, mixing: tuple[MixingStep, ...]) -> Host | None:
        """The host; the only carbon that the active material was melted with where none is given."""
        cathode = self.written.cathode
        melts = [step.of for step in mixing if step.is_melt and step.of]
        if cathode.host is not None or len(melts) != 1 or composition.basis != "weight":
            return cathode.host
        materials = {name: self.material(name) for name in composition.parts}
        melted = {one.name for name in melts[0] if (one := self.material(name)) is not None}
        names = [name for name, material in materials.items() if material is not None and material.name in melted]
        carbons = [name for name in self.carbons(composition, cathode.active) if name in names]
        if len(carbons) != 1 or set(names) != {cathode.active, carbons[0]}:
            return None
        active, carbon = composition.parts[cathode.active], composition.parts[carbons[0]]
        share = Quantity(f"{100 * active / (active + carbon):.3g} wt%", active / (active + carbon))
        self.assumed.append(
            f"cathode.host: not given; {carbons[0]} with {share} of {cathode.active} assumed, since both were "
            f"melted together"
        )
        return Host(carbon=carbons[0], sulfur=share)

    def infiltrated(self, composition: Composition) -> Infiltration | None:
        """What fills the pores; the gel of the separator, which was a liquid, where nothing else brings ions in."""
        cathode, layer = self.written.cathode, self.written.separator[0]
        gel, materials = self.material(layer.electrolyte), [self.material(name) for name in composition.parts]
        dry = all(one is not None and "electrolyte" not in one.kinds for one in materials)
        if (
            cathode.infiltrated is not None
            or gel is None
            or gel.class_ != "gel"
            or not dry
            or self.written.cell != FULL
        ):
            return cathode.infiltrated
        filling = self.library.constant("composite/infiltration_filling")
        self.assume("cathode.infiltrated", layer.electrolyte, filling, "which was a liquid when it met the cathode")
        return Infiltration(electrolyte=layer.electrolyte)

    def merged(self, composition: Composition) -> Composition:
        """The composition, with entries for the same material added up."""
        active = self.written.cathode.active
        names: dict[str, str] = {}
        first_of: dict[str, str] = {}
        for name in sorted(composition.parts, key=lambda one: one != active):
            material = self.material(name)
            first = names[name] = first_of.setdefault(name if material is None else material.name, name)
            if first != name:
                self.assumed.append(
                    f"cathode.composition: {first} and {name} are the same material; their fractions are added"
                )
        return composition if set(names.values()) == set(names) else composition.renamed(names)

    def loading(self) -> Loading | None:
        """The loading as a mass; a capacity is divided by that of the active material."""
        loading = self.written.cathode.loading
        pressed = self.pressed() and self.written.cathode.infiltrated is None
        if loading is not None and loading.basis == "usual":
            value, mass = self.usual("loading" if pressed else "cast_loading")
            self.assume("cathode.loading", mass.text, value)
            return Loading(mass.text, mass, "active")
        if loading is None or loading.basis != "capacity":
            return loading
        active = self.material(self.written.cathode.active)
        if active is None or "theoretical_capacity" not in active:
            raise RecipeError(
                f"'{loading}' is a capacity, but that of {self.written.cathode.active} is unknown; give a mass, "
                "such as 1.5 mg/cm2",
                "cathode.loading",
                self.written.source,
            )
        capacity = active["theoretical_capacity"].si
        low, high = (None if one is None else one / capacity for one in (loading.amount.low, loading.amount.high))
        amount = loading.amount.si / capacity
        mass = Quantity(f"{1e2 * amount:.4g} mg/cm2", amount, low=low, high=high)
        self.assumed.append(
            f"cathode.loading: {loading} corresponds to {mass} of {active.name}, with a theoretical capacity of "
            f"{capacity / MAH_G:.0f} mAh/g"
        )
        return Loading(loading.text, mass, "active")

    def voltages(self) -> tuple[Quantity, Quantity]:
        """The usual window against the reference of the recipe; of a symmetric cell, that of a cycler."""
        if self.written.cell == SYMMETRIC:
            return Quantity("-5 V", -5.0), Quantity("5 V", 5.0)
        ends = []
        active, dissolves = self.material(self.written.cathode.active), self.dissolves()
        activated = active is not None and active.rules.get("as_made") == "discharged" and not dissolves
        lower = "lower_voltage_dissolved" if dissolves else "lower_voltage"
        for name in (lower, "upper_voltage_activation" if activated else "upper_voltage"):
            volts = self.usual(name)[1].si - self.written.reference_potential
            ends.append(Quantity(f"{volts:.4g} V", volts))
        return ends[0], ends[1]

    def why(self) -> str:
        """Where a voltage that is not given comes from."""
        symmetric = self.written.cell == SYMMETRIC
        return "the limits of a cycler" if symmetric else "as is usual for such electrolytes"

    def step(self, number: int, step: Step) -> Step:
        """A step with its window or end, and its rates."""
        if "protocol" not in self.written.model_fields_set:
            return step  # the default protocol has its own assumption
        field = f"protocol.step {number + 1}"
        lower, upper = self.voltages()
        value, share = self.usual("rate")
        rate = Rate(f"{share.si:g}C", share.si, "C")
        if isinstance(step, Cycles):
            missing = [name for name in ("charge", "discharge") if getattr(step, name) is None]
            for name in missing:
                self.assume(f"{field}.{name}", rate.text, value)
            step = step.assuming(**dict.fromkeys(missing, rate))
        if isinstance(step, (Rates, Cycles)) and step.window is None:
            self.assume(f"{field}.window", f"{lower} to {upper}", why=self.why())
            return step.assuming(window=Window(lower, upper))
        if isinstance(step, (Charge, Discharge)) and step.to is None:
            end = lower if isinstance(step, Discharge) else upper
            self.assume(f"{field}.to", end.text, why=self.why())
            return step.assuming(to=Limit(end.text, end.si, "voltage"))
        return step
