"""The stack between the plates of its fixture: growth of the layers, stiffness and pressure."""

from collections.abc import Mapping, Sequence

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library import Material
from brimstone.library.pressures import stack_pressure as assembled_pressure
from brimstone.library.workbench import Workbench
from brimstone.physics.creep import flow_stress, squeeze_pressure
from brimstone.physics.pressure import (
    bonded_strain,
    bulk_modulus,
    compliance_of_mixture,
    hydrostatic_stress,
    mixture_modulus,
    porous_modulus,
    sideways_strain,
    stack_stiffness,
)
from brimstone.physics.temperature import molar_arrhenius_factor
from brimstone.physics.thermodynamics import pressure_coefficient
from brimstone.physics.volume import shared_growth, thickness_per_charge
from brimstone.stack.layers import Stack
from brimstone.stack.package import electrode_area
from brimstone.stack.pellets import layer_porosity


@record
class Plane:
    """What holds the layers in their plane; arrays of shape (members,).

    Attributes
    ----------
    cathode, separator : ndarray
        Stiffness of the cathode, and of the layers of the separator bonded to it [N/m]. A metallic anode flows.
    wall : ndarray
        Of the die around all layers [N/m]; zero for a free edge.
    modulus : ndarray
        Mean Young's modulus of cathode and separator [Pa].
    """

    cathode: np.ndarray
    separator: np.ndarray
    wall: np.ndarray
    modulus: np.ndarray


@record
class Mechanics:
    """Thickness and pressure as functions of the charge passed; arrays of shape (members,).

    Attributes
    ----------
    cathode_volume, anode_volume : ndarray
        Volume gained by the solids of each electrode per charge on discharge [m3/C]; negative for lithium.
    into_thickness : ndarray
        Fraction of the cathode's growth that increases its thickness while there are pores [-].
    pore_thickness, cathode_thickness : ndarray
        Pores of the cathode per area, and the cathode, as made [m].
    compliance : mapping of str to ndarray
        L/E of each layer of a unit cell [m/Pa].
    compressibility : ndarray
        Of the solids of the composite [1/Pa].
    plane : Plane or None
        None in runs that version 0.1.0 kept.
    fixture_stiffness : ndarray
        Of the fixture alone [Pa/m]; 0 for constant pressure.
    units : int
        Unit cells on one another between its plates [-]; growth and thickness are those of one.
    initial_pressure : ndarray
        [Pa]
    flow_pressure : ndarray
        At which the anode is squeezed out at its edge, at least the initial one [Pa]; infinite if it is not.
    assumed_pressure : bool
        Whether the stack pressure was assumed.
    cathode_coefficient, anode_coefficient : ndarray
        Of the cell's equilibrium voltage with pressure on the solids of one electrode alone [V/Pa].
    """

    cathode_volume: np.ndarray
    anode_volume: np.ndarray
    into_thickness: np.ndarray
    pore_thickness: np.ndarray
    cathode_thickness: np.ndarray
    compliance: Mapping[str, np.ndarray]
    compressibility: np.ndarray
    plane: Plane | None
    fixture_stiffness: np.ndarray
    units: int
    initial_pressure: np.ndarray
    flow_pressure: np.ndarray
    assumed_pressure: bool
    cathode_coefficient: np.ndarray
    anode_coefficient: np.ndarray

    @property
    def voltage_coefficient(self) -> np.ndarray:
        """Of the cell's equilibrium voltage with pressure on all solids [V/Pa]."""
        return self.cathode_coefficient + self.anode_coefficient

    @property
    def stiffness(self) -> np.ndarray:
        """Pressure per thickness that each unit cell gains, of stack and fixture in series [Pa/m]."""
        compliance = np.sum(list(self.compliance.values()), axis=0)
        return stack_stiffness(compliance, self.fixture_stiffness, self.units)

    def growth(
        self, sulfur_charge: np.ndarray, charge: np.ndarray, member: int | slice = slice(None)
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Change of thickness of cathode and anode under constant pressure, and pores that the cathode fills [m].

        Parameters
        ----------
        sulfur_charge : array
            Taken up by the active material since assembly [C/m2].
        charge : array
            Passed since assembly, discharge positive [C/m2].
        member : int or slice
            Of the ensemble.
        """
        volume = sulfur_charge * self.cathode_volume[member]
        cathode, filled = shared_growth(volume, self.into_thickness[member], self.pore_thickness[member])
        return cathode, charge * self.anode_volume[member], filled

    def sideways(self, growth: np.ndarray, pressure_change: np.ndarray, poisson_ratio: np.ndarray) -> np.ndarray:
        """Strain in the plane of a cathode whose swelling would thicken it so much [m], pressed so much harder [Pa]."""
        plane = self.plane
        if plane is None:
            raise ValueError("this run does not hold what its layers are held by; run its recipe again")
        swollen = bonded_strain(growth / (3.0 * self.cathode_thickness), plane.cathode, plane.separator, plane.wall)
        pressed = sideways_strain(pressure_change, plane.modulus, poisson_ratio)
        return np.asarray(swollen + bonded_strain(pressed, plane.cathode + plane.separator, 0.0, plane.wall))

    def potential_shift(self, reference_pressure: np.ndarray) -> np.ndarray:
        """Shift of the equilibrium voltage as assembled, from the pressure at which the unshifted one applies [V]."""
        return np.asarray(self.voltage_coefficient * (self.initial_pressure - reference_pressure))

    def per_stress(self) -> dict[str, np.ndarray]:
        """Voltage of stress from unplaced swelling and from its inverse at flow, by the parameters that hold these."""
        coefficient = np.maximum(-self.cathode_coefficient, 0.0)
        return {
            "stress_rigid": coefficient / self.compressibility,
            "stress_yielding": 1.0 / np.where(coefficient > 0.0, coefficient, np.inf),
        }

    def stress(self, swollen: float | np.ndarray) -> np.ndarray:
        """Hydrostatic stress in the cathode whose solids gained so much volume per area [m], in [Pa], (members,)."""
        swelling = swollen / self.cathode_thickness
        # The network of grains lets the layer rise by its share, whether or not the rest finds pores.
        room = self.pore_thickness / self.cathode_thickness + self.into_thickness * np.maximum(swelling, 0.0)
        return hydrostatic_stress(swelling, room, self.compressibility, self.initial_pressure)


def build_mechanics(bench: Workbench, composite: Composite, stack: Stack, active_volume: np.ndarray) -> Mechanics:
    """Growth and stiffness of the layers of a recipe's cell.

    Parameters
    ----------
    bench : Workbench
    composite : Composite
    stack : Stack
    active_volume : ndarray (members,)
        Volume that the active material gains per mole of lithium [m3/mol].
    """
    return _Derivation(bench).mechanics(composite, stack, active_volume)


class _Derivation:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench):
        self.bench = bench

    def mechanics(self, composite: Composite, stack: Stack, active_volume: np.ndarray) -> Mechanics:
        anode = self.bench.material(self.bench.recipe.anode.material)
        anode_volume = self.bench.property(anode, "partial_molar_volume")
        modulus, compressibility = self.cathode(composite)
        pressure = assembled_pressure(self.bench)
        compliance = self.compliances(stack, modulus)
        mechanics = Mechanics(
            cathode_volume=thickness_per_charge(active_volume),
            anode_volume=-thickness_per_charge(anode_volume),
            into_thickness=np.clip(self.bench.constant("composite/swelling_into_thickness"), 0.0, 1.0),
            pore_thickness=composite.porosity * composite.thickness,
            cathode_thickness=composite.thickness,
            compliance=compliance,
            compressibility=compressibility,
            plane=self.plane(stack, list(compliance.values())),
            fixture_stiffness=self.fixture(),
            units=1 if self.bench.recipe.format is None else self.bench.recipe.format.layers,
            initial_pressure=pressure,
            flow_pressure=np.maximum(self.flow_pressure(anode, stack), pressure),
            assumed_pressure=self.bench.recipe.operation.stack_pressure is None,
            cathode_coefficient=pressure_coefficient(active_volume, 1),
            anode_coefficient=pressure_coefficient(-anode_volume, 1),
        )
        if mechanics.fixture_stiffness[0] > 0.0:
            why = "layers and fixture in series"
            if mechanics.units > 1:
                why = f"per growth of each of {mechanics.units} unit cells on one another, with the fixture in series"
            self.bench.note("stack.stiffness", mechanics.stiffness, "stiffness per area", why)
            if np.all(np.isfinite(mechanics.flow_pressure)):
                why = "pressure at which the anode is squeezed out between the plates"
                self.bench.note("anode.flow_pressure", mechanics.flow_pressure, "pressure", why)
        return mechanics

    def flow_pressure(self, anode: Material, stack: Stack) -> np.ndarray:
        """Pressure at which a metal anode is squeezed out [Pa]; infinite if its flow is unknown.

        A creeping metal flows at the stress of its creep law at a slow rate, others at their yield strength.
        """
        if "creep_rate" in anode:
            names = ("creep_rate", "creep_stress", "creep_exponent", "creep_activation_energy")
            rate, stress, exponent, energy = (self.bench.property(anode, name) for name in names)
            warmth = molar_arrhenius_factor(energy, self.bench.recipe.operation.temperature.si)
            flowing = flow_stress(self.bench.constant("mechanics/squeezing_rate"), rate * warmth, stress, exponent)
        elif "yield_strength" in anode:
            flowing, exponent = self.bench.property(anode, "yield_strength"), np.asarray(np.inf)
        else:
            return self.bench.full(np.inf)
        layer = next(layer for layer in stack.layers if layer.role == "anode")
        area = electrode_area(self.bench.recipe)
        radius = self.bench.constant("mechanics/anode_radius") if area is None else np.sqrt(area / np.pi)
        return squeeze_pressure(flowing, radius, layer.thickness, exponent)

    def fixture(self) -> np.ndarray:
        """Stiffness of the fixture [Pa/m]; what is to hold a gap gives as much as its screws and plates."""
        fixture = self.bench.recipe.operation.fixture
        if isinstance(fixture, str):
            held = fixture == "constant pressure"
            return self.bench.full(0.0) if held else self.bench.constant("mechanics/frame_stiffness")
        return self.bench.full(fixture.si)

    def plane(self, stack: Stack, compliance: Sequence[np.ndarray]) -> Plane:
        """What holds the layers in their plane: each other, and the wall of a die unless the cell has a format."""
        height = {layer.role: self.bench.full(0.0) for layer in stack.layers}
        stretched = dict(height)
        for layer, one in zip(stack.layers, compliance, strict=True):
            modulus = layer.thickness / np.where(one > 0.0, one, 1.0)
            height[layer.role] = height[layer.role] + layer.thickness
            stretched[layer.role] = stretched[layer.role] + modulus * layer.thickness
        poisson = self.bench.constant("mechanics/poisson_ratio")
        free = self.bench.recipe.format is not None
        wall = self.bench.full(0.0) if free else self.bench.constant("mechanics/die_stiffness")
        cathode, separator = stretched["cathode"], stretched["separator"]
        return Plane(
            cathode / (1.0 - poisson),
            separator / (1.0 - poisson),
            wall * sum(height.values()),
            (cathode + separator) / (height["cathode"] + height["separator"]),
        )

    def cathode(self, composite: Composite) -> tuple[np.ndarray, np.ndarray]:
        """Young's modulus of the composite [Pa], and compressibility of its solids [1/Pa]."""
        names = [name for name in composite.fractions if name != "pores"]
        materials = [self.bench.material(name) for name in names]
        shares = np.stack([composite.fractions[name] for name in names]) / (1.0 - composite.porosity)
        young = np.stack([self.young(material) for material in materials])
        bulk = np.stack(
            [
                bulk_modulus(
                    modulus, np.minimum(self.bench.property(m, "poisson_ratio", "mechanics/poisson_ratio"), 0.49)
                )
                for m, modulus in zip(materials, young, strict=True)
            ]
        )
        modulus = porous_modulus(
            mixture_modulus(shares, young), composite.porosity, self.bench.constant("mechanics/porosity_exponent")
        )
        self.bench.note(
            "cathode.young_modulus", modulus, "pressure", "from the volume fractions of its solids and pores"
        )
        return modulus, compliance_of_mixture(shares, bulk)

    def young(self, material: Material) -> np.ndarray:
        return self.bench.property(material, "young_modulus", "mechanics/young_modulus")

    def compliances(self, stack: Stack, cathode_modulus: np.ndarray) -> dict[str, np.ndarray]:
        """L/E of every layer [m/Pa]."""
        separators = iter(self.bench.recipe.separator)
        compliances = {}
        for place, layer in enumerate(stack.layers):
            if layer.role == "cathode":
                modulus = cathode_modulus
            else:
                modulus = self.young(self.bench.material(layer.name))
            if layer.role == "separator":
                pores = layer_porosity(self.bench, next(separators))
                modulus = porous_modulus(modulus, pores, self.bench.constant("mechanics/porosity_exponent"))
            compliances[f"{place + 1} {layer.name}"] = layer.thickness / modulus
        return compliances
