"""Charge stored in parallel with conduction: the numbers that an impedance needs and a discharge does not."""

from collections.abc import Iterator

import numpy as np

from brimstone._records import record
from brimstone.interface import Interface, SeriesLayer
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell
from brimstone.model.dry_cathode import reached_surface
from brimstone.model.surroundings import Around, laws
from brimstone.physics.anode import charge_transfer_slope
from brimstone.physics.dielectric import arc_impedance, boundary_capacitance, layer_capacitance

_LEAST = 1e-30  # [ohm m2], [m]; what is not there has no time constant, and no division by zero


@record
class Arc:
    """A resistance in series with the cathode and the charge stored in parallel; arrays of shape (members,).

    Attributes
    ----------
    part : str
        What it belongs to, such as ``"electrolyte layer"``.
    name : str
        What it is, such as ``"grain boundaries of Li6PS5Cl"``.
    resistance : ndarray
        [ohm m2]
    capacitance : ndarray
        Of an ideal capacitor with the same time constant [F/m2]; zero for a plain resistance.
    dispersion : ndarray
        n of the constant phase element, 1 for a capacitor.
    """

    part: str
    name: str
    resistance: np.ndarray
    capacitance: np.ndarray
    dispersion: np.ndarray

    @property
    def on_both_sides(self) -> "Arc":
        """The same interface or layer twice in series: twice the resistance at the same time constant."""
        return Arc(
            self.part, f"{self.name}, both sides", 2.0 * self.resistance, 0.5 * self.capacitance, self.dispersion
        )

    def impedance(self, frequency: np.ndarray) -> np.ndarray:
        """At frequencies (points,) [Hz]; [ohm m2], (members, points)."""
        parts = (self.resistance[:, None], self.capacitance[:, None], self.dispersion[:, None])
        return np.asarray(arc_impedance(*parts, frequency))


@record
class Capacitances:
    """What stores charge in a cell.

    Attributes
    ----------
    cathode : ndarray (members,)
        Double layers in the cathode composite, per volume [F/m3].
    arcs : tuple of Arc
        Everything in series with it. Without direct current their resistances add up to the series resistance and the
        kinetics of the anode.
    """

    cathode: np.ndarray
    arcs: tuple[Arc, ...]


def capacitances(bench: Workbench, cell: DerivedCell, current: float = 0.0) -> Capacitances:
    """What stores charge in a cell.

    Parameters
    ----------
    bench : Workbench
    cell : DerivedCell
    current : float
        Direct current that flows meanwhile [A/m2]; the kinetics of the anode depend on it.
    """
    return _Drawing(bench, cell, current).all()


class _Drawing:
    def __init__(self, bench: Workbench, cell: DerivedCell, current: float):
        self.bench, self.cell, self.current = bench, cell, current
        self.electrolytes = [bench.material(layer.electrolyte) for layer in bench.recipe.separator]
        self.separators = [r for name, r in cell.resistances.items() if name.startswith("separator")]
        self.none = bench.full(0.0)

    def permittivity(self, material: Material) -> np.ndarray:
        return self.bench.property(material, "permittivity", "impedance/permittivity")

    def all(self) -> Capacitances:
        interfaces, ideal = self.cell.interfaces, self.none + 1.0
        arcs = [*self.separator(), *self.at(interfaces.anode), *self.at(interfaces.cathode)]
        dispersion = self.bench.constant("impedance/dispersion")
        collector = self.bench.constant("impedance/collector_capacitance")
        arcs.append(Arc("contacts", "collector", interfaces.collector_resistance, collector, dispersion))
        if "dry_cathode" in self.cell.resistances:
            beyond = self.cell.resistances["dry_cathode"]
            arcs.append(Arc("electronic path", "cathode beyond the reach of ions", beyond, self.none, ideal))
        return Capacitances(self.cathode(), tuple(arc for arc in arcs if np.any(arc.resistance > 0.0)))

    def cathode(self) -> np.ndarray:
        """Double layers of the reaction area and of carbon that touches electrolyte, as made [F/m3]."""
        zone = self.cell.composite
        if not zone.electrolyte_shares:
            zone = reached_surface(self.bench, zone, self.cell.interfaces.cathode)
        reaction = self.bench.constant("impedance/reaction_capacitance") * zone.reaction_area
        return reaction + self.bench.constant("impedance/carbon_capacitance") * zone.electrolyte_carbon_area

    def separator(self) -> Iterator[Arc]:
        """Each layer: its grains, and the boundaries between them where it has any."""
        ideal = self.none + 1.0
        layers = zip(self.electrolytes, self.separators, self.cell.separator_thicknesses, strict=True)
        for material, resistance, thickness in layers:
            permittivity, share = self.permittivity(material), self.none
            if "grain_boundary_share" in material and "particle_size" in material:
                share = np.clip(self.bench.property(material, "grain_boundary_share"), 0.0, 1.0)
            bulk = layer_capacitance(permittivity, thickness)
            yield Arc("electrolyte layer", f"bulk of {material.name}", (1.0 - share) * resistance, bulk, ideal)
            if np.any(share > 0.0):
                grains, width = (
                    self.bench.property(material, "particle_size"),
                    self.bench.constant("impedance/grain_boundary_width"),
                )
                between = boundary_capacitance(permittivity, thickness, grains, width)
                name = f"grain boundaries of {material.name}"
                yield Arc(
                    "electrolyte layer", name, share * resistance, between, self.bench.constant("impedance/dispersion")
                )

    def at(self, interface: Interface) -> Iterator[Arc]:
        """An interface: what is at the area that touches, what the current pinched there loses, layers between."""
        part = "anode" if interface.side == "anode" else "contacts"
        dispersion, touching = self.bench.constant("impedance/dispersion"), interface.contact
        if interface.side == "anode":
            touching = self.cell.surroundings.parameters[:, Around.anode_contact]
        kinetics = interface.full_contact / touching
        if interface.side == "anode":
            rows = list(self.cell.surroundings.parameters.T)
            kinetics = kinetics + laws.depletion(self.current, self.none, rows)[1]
            b = self.cell.parameter("half_inverse_thermal_voltage")
            kinetics = kinetics + charge_transfer_slope(self.current, self.cell.parameter("anode_exchange_current"), b)
        double_layer = touching * self.bench.constant("impedance/electrode_capacitance")
        electrode = self.bench.recipe.anode.material if interface.side == "anode" else "cathode"
        name = f"{electrode} | {interface.adjacent}"
        yield Arc(part, name, kinetics, double_layer, dispersion)
        if np.any(interface.interphase > 0.0):
            thick = np.maximum(interface.interphase_thickness, _LEAST)
            layer = touching * layer_capacitance(self.bench.constant("impedance/permittivity"), thick)
            yield Arc(part, f"interphase on {interface.adjacent}", interface.interphase / touching, layer, dispersion)
        pinched = interface.column * (1.0 / touching - 1.0)
        if np.any(pinched > 0.0):
            # Field lines that crowd towards the patches that touch: electrolyte of the separator, as fast as its bulk.
            capacity = self.column_time() / np.maximum(pinched, _LEAST)
            yield Arc(part, f"current pinched at the {interface.side}", pinched, capacity, self.none + 1.0)
        for layer in interface.layers:
            if np.any(layer.resistance > 0.0):
                yield self.between(part, layer)

    def column_time(self) -> np.ndarray:
        """Time constant of the separator's bulk, the mean over its layers by their resistance [s]."""
        weighted = self.none
        layers = zip(self.electrolytes, self.separators, self.cell.separator_thicknesses, strict=True)
        for material, resistance, thickness in layers:
            weighted = weighted + resistance**2 * layer_capacitance(self.permittivity(material), thickness)
        return np.asarray(weighted / np.maximum(sum(self.separators, self.none), _LEAST))

    def between(self, part: str, layer: SeriesLayer) -> Arc:
        """A layer that a treatment has left."""
        permittivity = self.permittivity(self.bench.material(layer.name))
        capacity = layer_capacitance(permittivity, np.maximum(layer.thickness, _LEAST))
        return Arc(part, f"layer of {layer.name}", layer.resistance, capacity, self.none + 1.0)
