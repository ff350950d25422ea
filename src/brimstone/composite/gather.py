"""Collect the ingredients of a composite from recipe and library: every number drawn, every assumption recorded."""

from collections.abc import Callable
from typing import Any

import numpy as np

from brimstone.composite import conduction, contacts, densification, fractions, grains, percolation, process
from brimstone.composite.ingredients import Ingredients
from brimstone.composite.made import milled_share
from brimstone.composite.melt import drawn_in, warm_enough
from brimstone.composite.soaking import Soaking, soaking
from brimstone.constants import UM
from brimstone.errors import RecipeError
from brimstone.library import Material
from brimstone.library.pressures import fabrication_pressure
from brimstone.library.workbench import Workbench
from brimstone.units import Quantity

_CONSTANTS = (
    "area/reaction_area",
    "area/reference_carbon_area",
    "area/reference_electrolyte_fraction",
    "area/reference_sulfur_fraction",
    "area/carbon_exponent",
    "area/electrolyte_exponent",
    "area/electrolyte_size_exponent",
    "area/sulfur_exponent",
    "area/rigid_ln_area",
    "area/reaction_zone_width",
    "laboratory/ln_area",
    "laboratory/ln_area_of_cell",
    "transport/ionic_threshold",
    "transport/coating_threshold",
    "transport/coating_exponent",
    "transport/ionic_exponent",
    "transport/ionic_floor",
    "transport/layered_oxide_threshold",
    "transport/electronic_exponent",
    "composite/reference_density",
    "composite/segregation_intensity",
    "composite/swelling_into_thickness",
    "composite/pore_to_grain_size",
)
_HOST_CONSTANTS = ("host/driving_voltage", "host/reference_time", "host/outside_share", "host/most_porosity")
_LEAST_RETENTION = 1e-3  # of the conductivity [-], after the worst solvent
_LEAST_NETWORK_CONDUCTIVITY = 1e-3  # [S/m]; poorer active materials do not count as electron conductors
_REFERENCE_BLACK = "acetylene black"  # the carbon for which transport/carbon_conductivity applies


def gather(bench: Workbench, soaked: Soaking | None = None) -> Ingredients:
    """Draw and record everything that `assemble` needs.

    Parameters
    ----------
    bench : Workbench
    soaked : Soaking, optional
        Electrolyte in the pores of the finished cathode; from the recipe by default.

    Raises
    ------
    UnknownNameError
        When a material in the recipe is unknown.
    LibraryError
        When a material lacks an essential property.
    RecipeError
        When loading and thickness leave no room for the solids.
    """
    return _Gathering(bench, soaking(bench) if soaked is None else soaked).ingredients()


#: Classes of electrolyte that fill pores like a liquid, and those that form films around grains.
FLUID = ("liquid", "gel")
COATING = ("liquid", "gel", "polymer")


class _Gathering:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench, soaked: Soaking | None):
        self.bench, self.cathode, self.soaked = bench, bench.recipe.cathode, soaked
        self.mixed_in = {name: bench.material(name) for name in self.cathode.composition.parts}
        self.materials, self.shares = dict(self.mixed_in), list(self.cathode.composition.parts.values())
        if soaked is not None and soaked.material not in self.mixed_in.values():
            self.materials[soaked.name] = soaked.material
            self.shares.append(0.0)
        self.names = tuple(self.materials)
        self.sizes = {bench.material(name).name: size.si for name, size in self.cathode.particle_size.items()}
        active = bench.material(self.cathode.active)
        self.active = np.array([m is active or m.kind == "active" for m in self.materials.values()])
        self.electrolyte = np.array(
            [m.kind == "electrolyte" or (soaked is not None and m is soaked.material) for m in self.materials.values()]
        )
        self.carbon = np.array([m.kind == "carbon" for m in self.materials.values()])
        self.has_electrolyte = any(m.kind == "electrolyte" for m in self.mixed_in.values())
        modulus = bench.constant("composite/rigid_modulus")[0]
        self.rigid = np.array([grains.is_rigid(m, modulus) for m in self.materials.values()])

    def rows(self, of: Any) -> np.ndarray:
        """Stack what `of(material)` gives for each component: (components, samples)."""
        rows = np.empty((len(self.materials), self.bench.samples))
        for row, material in zip(rows, self.materials.values(), strict=True):
            row[:] = of(material)
        return rows

    def ingredients(self) -> Ingredients:
        density = self.rows(lambda material: self.bench.property(material, "density"))
        weights = self.drawn_shares(density.shape)
        if self.cathode.composition.basis == "volume":
            weights = fractions.weights_from_volumes(weights, density)
        mixed, kept = self.mixed(weights / density)
        pressure, pressed = self.pressed_density()
        host, hosted = self.host()
        porosity, thickness, electrode_mass, active_mass = self.amounts(weights, density, pressure)
        charged, discharged = self.volumes()
        powders = grains.Grains(self.bench, mixed, self.sizes)
        conductivity, left_open = self.filled_pores(pressure)
        soaked, filled, soaked_factor = self.in_pores()
        return Ingredients(
            names=self.names,
            active=self.active,
            electrolyte=self.electrolyte,
            carbon=self.carbon,
            rigid=self.rigid,
            coating=np.array([m.class_ in COATING for m in self.materials.values()]),
            weights=weights,
            density=density,
            charged_volume=charged,
            discharged_volume=discharged,
            sulfur_share=self.rows(lambda m: process.sulfur_share(m) if m.kind == "active" else 0.0),
            grain_size=self.rows(powders.received),
            usual_size=self.rows(powders.usual),
            finer_electrolyte=self.rows(powders.finer_electrolyte),
            pressed_density=pressed,
            surface=self.rows(lambda m: self.bench.property(m, "bet_area") if m.kind == "carbon" else 0.0),
            surface_factor=np.array([contacts.surface_factor(m.shape) for m in self.materials.values()]),
            bundle_size=self.rows(lambda m: self.bench.property(m, "bundle_size", 0.0)),
            envelope=self.rows(self.envelope),
            coverage=self.rows(self.coverage),
            threshold=self.rows(self.threshold),
            conductivity=self.rows(self.network_conductivity),
            porous=not self.has_electrolyte,
            blocking=self.rows(lambda m: self.bench.property(m, "ionic_blocking", 0.0)),
            pore_volume=self.rows(lambda m: self.bench.property(m, "pore_volume", 0.0)),
            host=host,
            hosted=hosted,
            drawn_in=drawn_in(self.bench),
            grown_on=np.array([m.name in mixed.grown_on for m in self.materials.values()]),
            tube_length=self.tube_length(),
            pore_conductivity=conductivity,
            pores_left_open=left_open,
            milling_dose=mixed.largest_dose,
            electrolyte_factor=kept * self.neck_factor(pressure),
            soaked=soaked,
            filled=filled,
            soaked_factor=soaked_factor,
            mixing_quality=mixed.quality,
            area_factor=mixed.area_factor,
            porosity=porosity,
            thickness=thickness,
            electrode_mass=electrode_mass,
            active_mass=active_mass,
            constants=self.all_constants(hosted=host is not None),
        )

    def drawn_shares(self, shape: tuple[int, ...]) -> np.ndarray:
        """Shares of the components, (components, samples): ranges are drawn, and the others take up what is left."""
        shares = np.array(self.shares)[:, None] * np.ones(shape)
        ranged = np.zeros(len(self.shares), dtype=bool)
        for name, spread in self.cathode.composition.spreads.items():
            stated = Quantity(f"{100 * spread.value:.4g} %", spread.value, low=spread.low, high=spread.high)
            factor = self.bench.stated(stated, "fraction", f"cathode.composition.{name}") / spread.value
            for row in (self.names.index(part) for part in spread.of):
                shares[row] *= factor
                ranged[row] = True
        if not ranged.any():
            return shares
        left = np.maximum(1.0 - shares[ranged].sum(axis=0), 0.0)
        shares[~ranged] *= left / np.maximum(shares[~ranged].sum(axis=0), np.finfo(float).tiny)
        return shares / shares.sum(axis=0)

    def all_constants(self, *, hosted: bool) -> dict[str, np.ndarray]:
        """The constants that `assemble` needs."""
        return {name: self.bench.constant(name) for name in (*_CONSTANTS, *(_HOST_CONSTANTS if hosted else ()))}

    def filled_pores(self, pressure: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Conductivity of the filled pores of the host [S/m], and share of empty ones that pressing leaves open [-]."""
        one = self.bench.full(1.0)
        if self.cathode.host is None:
            return one, one
        if self.soaked is not None and self.soaked.material.class_ in FLUID:
            conductivity = self.bench.full(np.inf)  # a liquid enters pores that a solid cannot
        else:
            conductivity = self.bench.constant("host/pore_conductivity") * self.bench.arrhenius(
                "film/activation_energy"
            )
        if pressure is None:
            return conductivity, one
        width = self.bench.property(self.cathode.host.carbon, "pore_width")
        narrow = width < self.bench.constant("host/narrowest_mesopore")
        wide = width > self.bench.constant("host/widest_mesopore")
        micro, meso, void = (self.bench.constant(f"host/{name}_crushing") for name in ("micropore", "mesopore", "void"))
        return conductivity, np.exp(-pressure / np.select([narrow, wide], [micro, void], meso))

    def in_pores(self) -> tuple[int | None, np.ndarray, np.ndarray]:
        """Index of the pore-filling electrolyte, fraction of pores filled, fraction of its conductivity left."""
        one = self.bench.full(1.0)
        if self.soaked is None:
            return None, 0.0 * one, one
        index = next(k for k, m in enumerate(self.materials.values()) if m is self.soaked.material)
        if self.soaked.filled is None:
            filled = np.clip(self.bench.constant("composite/infiltration_filling"), 0.0, 1.0)
        else:
            filled = self.soaked.filled * one
        kept = one
        if self.soaked.material.rules.get("polar_solvent") != "unharmed":
            if self.soaked.solvents:
                left = [self.bench.left_by(one, self.soaked.material) for one in self.soaked.solvents]
                kept = np.clip(np.prod(left, axis=0), _LEAST_RETENTION, 1.0)
            elif self.soaked.dissolved:
                kept = np.minimum(self.bench.constant("composite/solution_retention"), 1.0)
        self.bench.note("cathode.pores_filled", filled, "fraction", f"{self.soaked.name}, {self.soaked.why}")
        return index, filled, kept

    def mixed(self, volumes: np.ndarray) -> tuple[process.Mixed, np.ndarray]:
        """Outcome of mixing, and what it leaves of the conductivity of all electrolyte together [-]."""
        everything = frozenset(material.name for material in self.mixed_in.values())
        steps = [
            (step, frozenset(self.bench.material(name).name for name in step.of) if step.of else everything)
            for step in warm_enough(self.cathode.mixing)
        ]
        active, carbon = (
            frozenset(m.name for m, is_one in zip(self.mixed_in.values(), mask, strict=False) if is_one)
            for mask in (self.active, self.carbon)
        )
        shares = {
            material.name: volume
            for material, volume, conducts in zip(self.mixed_in.values(), volumes, self.electrolyte, strict=False)
            if conducts
        }
        whole = np.maximum(sum(shares.values(), np.zeros(volumes.shape[1:])), np.finfo(float).tiny)
        shares = {name: volume / whole for name, volume in shares.items()}
        mixed = process.mixing_outcome(
            steps,
            process.Powders(active, carbon, shares),
            self.bench.constant,
            self.left_to_mill,
            process.Solvents(self.in_solvent(), self.left_by),
            self.bench.stated,
        )
        why = mixed.assumed or "from the mixing steps of the recipe"
        known = "estimate" if mixed.assumed else "derived"
        # The milled part and the rest lie in series along every path.
        resistance = sum((share / mixed.electrolyte_factors[name] for name, share in shares.items()), np.array(0.0))
        kept = self.bench.full(1.0) / resistance if shares else self.bench.full(1.0)
        self.bench.note("cathode.mixing_quality", mixed.quality, "number", why, known)
        self.bench.note("cathode.electrolyte_after_mixing", kept, "number", why, known)
        for number, one in enumerate(mixed.mills):
            self.bench.note(
                f"cathode.milling_{number + 1}", one.dose, "number", f"dose, computed as {one.machine}", known
            )
        return mixed, kept

    def left_to_mill(self, name: str) -> np.ndarray:
        """Conductivity of an electrolyte's milled state over that in which it came into the mill."""
        as_made = milled_share(self.bench, self.bench.material(name))
        return self.bench.property(name, "milled_conductivity_ratio", 1.0) ** (1.0 - as_made)

    def in_solvent(self) -> Callable[[str], np.ndarray] | None:
        """Conductivity left to an electrolyte by the solvents of the cathode treatment; None if none is named."""
        applied = self.bench.library.treatments(self.cathode.treatment)
        named = {name for one in applied for name in ([one.solvent] if one.solvent else one.treatment.solvents)}
        named -= {self.bench.material(step.solvent).name for step in self.cathode.mixing if step.solvent is not None}
        if not named or not self.has_electrolyte:
            return None
        return lambda electrolyte: np.prod([self.left_by(name, electrolyte) for name in sorted(named)], axis=0)

    def left_by(self, solvent: str, electrolyte: str) -> np.ndarray:
        """Conductivity that an electrolyte retains after a solvent."""
        material = self.bench.material(electrolyte)
        if material.rules.get("polar_solvent") == "unharmed":
            return self.bench.full(1.0)
        # Water destroys the conductivity, but the equations need a finite value.
        return np.clip(self.bench.left_by(solvent, material), _LEAST_RETENTION, 1.0)

    def volumes(self) -> tuple[np.ndarray, np.ndarray]:
        """Volume of each component when charged and when discharged, relative to as made."""

        def changed(material: Material, made: int) -> Any:
            if material.kind != "active" or "volume_change" not in material:
                return 1.0
            change = material["volume_change"]
            self.bench.note(f"{material.name}.volume_change", change.si, "fraction", change.source, change.known)
            # A material that shrinks in its reaction was made in the discharged state.
            return 1.0 + change.si if change.si * made > 0.0 else 1.0

        return self.rows(lambda material: changed(material, -1)), self.rows(lambda material: changed(material, +1))

    def pressed_density(self) -> tuple[np.ndarray | None, np.ndarray]:
        """Fabrication pressure, and the relative density each powder would reach alone."""
        materials = self.mixed_in.values()
        pressure = fabrication_pressure(self.bench, self.cathode.pressed_at, materials)
        modulus = self.bench.constant("composite/rigid_modulus")[0]

        def density(material: Material) -> Any:
            if pressure is None or grains.is_rigid(material, modulus):
                return 1.0
            if "heckel_pressure" in material:
                names = ("heckel_intercept", "heckel_pressure", "maximum_density")
                intercept, yielding, densest = (self.bench.property(material, name) for name in names)
                if material.name in self.sizes and "particle_size" in material:
                    exponent = self.bench.constant("composite/grain_size_exponent")
                    usual, size = self.bench.property(material, "particle_size"), self.sizes[material.name]
                    yielding = densification.yield_pressure_of_grain_size(yielding, size, usual, exponent)
                return densification.heckel_density(pressure, intercept, yielding, densest)
            if material.kind == "carbon":
                return np.minimum(self.bench.constant("composite/carbon_relative_density"), 1.0)
            if material.kind == "active":
                intercept = self.bench.constant("composite/sulfur_heckel_intercept")
                return densification.heckel_density(
                    pressure, intercept, self.bench.constant("composite/sulfur_heckel_pressure")
                )
            return 1.0  # binders and additives fill the gaps

        return pressure, self.rows(density)

    def neck_factor(self, pressure: np.ndarray | None) -> np.ndarray:
        """Effect of narrow necks between electrolyte grains, relative to the pellet used to measure conductivity.

        Cast layers without powder coalesce: no pressure, no necks.
        """
        if pressure is None:
            return self.bench.full(1.0)
        powders = [m for m in self.mixed_in.values() if m.kind == "electrolyte"]
        if not powders:
            return self.bench.full(1.0)
        necks = np.exp(np.mean([np.log(self._necks(m, pressure)) for m in powders], axis=0))
        # Grains of ceramics touch in points with their own skins between; whatever is soft beside them joins them.
        rigid = all(not m.rules.get("densifies_cold", True) for m in powders) and self.soaked is None
        return necks * self.bench.constant("composite/cold_ceramic_contact") if rigid else necks

    def _necks(self, material: Material, pressure: np.ndarray) -> np.ndarray:
        if (hard := hardness(self.bench, material)) is None:
            return self.bench.full(1.0)
        usual = self.bench.constant("composite/pellet_pressure")
        here = conduction.constriction_factor(conduction.neck_ratio(pressure, hard))
        if not material.rules.get("densifies_cold", True):
            return here  # ceramics and deposited films were measured without necks
        return here / conduction.constriction_factor(conduction.neck_ratio(usual, hard))

    def threshold(self, material: Material) -> Any:
        if not self.conducts(material):
            return 1.0
        if "percolation_threshold" in material:
            # If compact grains percolate, their internal pores contribute to the percolating volume.
            compact = "aspect_ratio" in material and material["aspect_ratio"].si <= 1.0
            return self.bench.property(material, "percolation_threshold") / (
                self.envelope(material) if compact else 1.0
            )
        if material.kind == "carbon":
            return self.bench.constant("transport/electronic_threshold")
        spheres = self.bench.constant("transport/layered_oxide_threshold")
        aspect = self.bench.property(material, "aspect_ratio", 1.0)
        return percolation.shape_threshold(aspect if material.shape != "sheet" else 1.0 / aspect, spheres)

    def envelope(self, material: Material) -> Any:
        """Volume of a porous carbon grain, or of the hollow ones of a black, over that of its solid; one for fibres."""
        if material.kind != "carbon" or "pore_volume" not in material or material.shape != "sphere":
            return 1.0
        return 1.0 + self.bench.property(material, "density") * self.bench.property(material, "pore_volume")

    def coverage(self, material: Material) -> Any:
        """Fraction of an active material's surface covered by electrolyte grown on it."""
        if material.kind != "active" or "electrolyte_coverage" not in material:
            return 0.0
        return np.clip(self.bench.property(material, "electrolyte_coverage"), 0.0, 1.0)

    def conducts(self, material: Material) -> bool:
        known = material.get("electronic_conductivity")
        return material.kind == "carbon" or (known is not None and known.si > _LEAST_NETWORK_CONDUCTIVITY)

    def network_conductivity(self, material: Material) -> Any:
        """Conductivity of the material in a network; of carbons that of black, calibrated, scaled by their powders'."""
        if not self.conducts(material):
            return 0.0
        if material.kind != "carbon":
            return self.bench.property(material, "electronic_conductivity")
        black = self.bench.material(_REFERENCE_BLACK)["electronic_conductivity"].si
        own = self.bench.property(material, "electronic_conductivity")
        return self.bench.constant("transport/carbon_conductivity") * own / black

    def host(self) -> tuple[int | None, np.ndarray]:
        """Index of the host, and the fraction of the active material in it."""
        none = self.bench.full(0.0)
        if self.cathode.host is None:
            return None, none
        name = self.bench.material(self.cathode.host.carbon).name
        index = [material.name for material in self.materials.values()].index(name)
        shares = np.array(self.shares)
        ratio = self.cathode.host.sulfur.si / (1.0 - self.cathode.host.sulfur.si)
        return index, none + min(1.0, float(shares[index] * ratio / shares[self.active].sum()))

    def tube_length(self) -> np.ndarray | None:
        """Length of a tubular host."""
        if self.cathode.host is None:
            return None
        host = self.bench.material(self.cathode.host.carbon)
        if host.shape != "tube":
            return None
        return self.bench.property(host, "particle_size") * self.bench.property(host, "aspect_ratio")

    def amounts(
        self, weights: np.ndarray, density: np.ndarray, pressure: np.ndarray | None
    ) -> tuple[Any, Any, Any, Any]:
        """Those of porosity, thickness, electrode mass and active mass that the recipe fixes."""
        cathode, one = self.cathode, self.bench.full(1.0)
        thickness = (
            None if cathode.thickness is None else self.bench.stated(cathode.thickness, "length", "cathode.thickness")
        )
        electrode = active = None
        if cathode.loading is not None:
            amount = self.bench.stated(cathode.loading.amount, "areal mass", "cathode.loading")
            if cathode.loading.basis == "electrode":
                electrode = amount
            elif cathode.loading.basis == "sulfur":
                share = self.rows(lambda m: process.sulfur_share(m) if m.kind == "active" else 0.0)
                sulfur = (weights * share).sum(axis=0)
                if not np.all(sulfur > 0.0):
                    raise RecipeError(
                        "the loading is per mass of sulfur, but no active material contains sulfur",
                        "cathode.loading",
                        self.bench.recipe.source,
                    )
                electrode = amount / sulfur
            else:
                active = amount
        porosity = None if cathode.porosity is None else cathode.porosity.si * one
        if thickness is not None and cathode.loading is not None:
            mass = electrode if electrode is not None else active / (weights * self.active[:, None]).sum(axis=0)
            solid = float((mass * (weights / density).sum(axis=0) / weights.sum(axis=0))[0])
            if solid > thickness[0]:
                raise RecipeError(
                    f"{cathode.thickness} is thinner than the solids alone, {solid / UM:.3g} um at {cathode.loading}; "
                    "reduce the loading, increase the thickness, or omit one of them",
                    "cathode.thickness",
                    self.bench.recipe.source,
                )
        elif porosity is None and pressure is None:
            # Without electrolyte to press into a network it is a porous electrode, cast on its collector.
            usual = "transport/porosity" if self.has_electrolyte else "composite/cast_porosity"
            porosity = np.maximum(self.bench.constant(usual), 0.005)
            self.bench.note(
                "cathode.porosity", porosity, "fraction", "porosity not given; cast without pressing", "estimate"
            )
        return porosity, thickness, electrode, active


def hardness(bench: Workbench, material: Material) -> np.ndarray | None:
    """Of a material [Pa], else estimated from its modulus; None for liquids, and where neither is known."""
    if "hardness" in material:
        return bench.property(material, "hardness")
    if "young_modulus" in material:
        return bench.property(material, "young_modulus") * bench.constant("composite/hardness_over_modulus")
    return None
