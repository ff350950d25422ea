"""Input of the composite closures, as arrays of any shape."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

import numpy as np

from brimstone._records import record
from brimstone.composite import contacts, densification, fractions, infiltration
from brimstone.constants import FARADAY, MOLAR_MASS_SULFUR


@record
class Ingredients:
    """Input of the composite closures; components along the first axis, members along the last.

    Attributes
    ----------
    names : tuple of str
        Of the components.
    active, electrolyte, carbon, rigid, coating : array of bool, (components,)
        Roles of each component; a component can have several. A `coating` electrolyte forms films around grains.
    weights : array, (components, ...)
        Mass fractions [-].
    density : array
        [kg/m3].
    charged_volume, discharged_volume : array
        Volume when fully charged and discharged, over that as made [-]; one for inactive components.
    sulfur_share : array
        Mass of sulfur in the active materials [-], zero for the others.
    grain_size, usual_size : array
        Domain size after mixing, of the powders as received and of typical ones [m].
    finer_electrolyte : array
        Usual over actual size of the grains of electrolytes after mixing [-]; one for the others.
    pressed_density : array
        Relative density that each would reach alone under the fabrication pressure [-].
    surface : array
        Specific area of carbons by gas adsorption [m2/kg], zero for the others.
    surface_factor : array, (components,)
        Surface times thickness over volume of the particles [-].
    bundle_size : array
        Thickness of the bundles that particles remain in [m]; zero if there are none.
    envelope : array
        Volume of grains, pores included, over that of the solid in them [-].
    coverage : array
        Fraction of the surface of active particles covered by electrolyte grown on them [-].
    threshold : array
        Critical volume fraction of electron conductors [-]; one for the others.
    conductivity : array
        Electronic conductivity of conductors in a network [S/m], zero for the others.
    porous : bool
        Whether nothing in the electrode before conducts ions: solids around pores, with the network of carbon in the
        solids, where its threshold is counted then.
    blocking : array
        k of exp(-k w) of binders [-], zero for the others.
    pore_volume : array
        Pores of the host [m3/kg], zero for the others.
    host : int or None
        Index of the carbon that holds the active material.
    hosted : array
        Fraction of the active material inside the host [-].
    drawn_in : array
        Share of the pores of the host that a melt got to [-].
    grown_on : array of bool, (components,)
        Carbons on which the active material grew out of a solution or of the gas phase.
    tube_length : array or None
        Length of a hollow host with open ends [m]; None for a porous one.
    pore_conductivity : array
        Of the filled pores of the host, for lithium with its electrons [S/m].
    pores_left_open : array
        Share of the empty pores of the host that pressing leaves [-].
    milling_dose : array
        Largest dose that a component got in mills [-].
    electrolyte_factor : array
        Fraction of the electrolyte conductivity retained after milling, solvents and pressing [-].
    soaked : int or None
        Index of the electrolyte that fills pores of the finished cathode.
    filled, soaked_factor : array
        Fraction of the pores that it fills, and fraction of its conductivity retained after infiltration [-].
    mixing_quality, area_factor : array
        M and its factor on the reaction area [-].
    porosity, thickness, electrode_mass, active_mass : array or None
        Those fixed by the recipe, else None [-], [m], [kg/m2], [kg/m2].
    constants : mapping of str to array
        Samples of library constants.
    """

    names: tuple[str, ...]
    active: np.ndarray
    electrolyte: np.ndarray
    carbon: np.ndarray
    rigid: np.ndarray
    coating: np.ndarray
    weights: np.ndarray
    density: np.ndarray
    charged_volume: np.ndarray
    discharged_volume: np.ndarray
    sulfur_share: np.ndarray
    grain_size: np.ndarray
    usual_size: np.ndarray
    finer_electrolyte: np.ndarray
    pressed_density: np.ndarray
    surface: np.ndarray
    surface_factor: np.ndarray
    bundle_size: np.ndarray
    envelope: np.ndarray
    coverage: np.ndarray
    threshold: np.ndarray
    conductivity: np.ndarray
    porous: bool
    blocking: np.ndarray
    pore_volume: np.ndarray
    host: int | None
    hosted: np.ndarray
    drawn_in: np.ndarray
    grown_on: np.ndarray
    tube_length: np.ndarray | None
    pore_conductivity: np.ndarray
    pores_left_open: np.ndarray
    milling_dose: np.ndarray
    electrolyte_factor: np.ndarray
    soaked: int | None
    filled: np.ndarray
    soaked_factor: np.ndarray
    mixing_quality: np.ndarray
    area_factor: np.ndarray
    porosity: np.ndarray | None
    thickness: np.ndarray | None
    electrode_mass: np.ndarray | None
    active_mass: np.ndarray | None
    constants: Mapping[str, np.ndarray]

    def nominal(self) -> "Ingredients":
        """The nominal member only, keeping its axis."""
        chosen: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "constants":
                chosen[field.name] = {name: array[:1] for name, array in value.items()}
            elif isinstance(value, np.ndarray) and value.dtype != bool:
                chosen[field.name] = value[..., :1]
        return replace(self, **chosen)

    def soaked_through(self) -> "Ingredients":
        """The same ingredients with electrolyte in the pores; the finished cathode keeps its thickness.

        The retained conductivity is the volume-weighted geometric mean of mixed-in and infiltrated electrolyte.
        """
        if self.soaked is None:
            return self
        density, soaked, space = self.density, self.soaked, self.space(self.in_host())
        solids = fractions.solid_density(self.weights, density)
        added = fractions.mass_in_pores(solids, space.porosity, self.filled, density[soaked])
        mixed_in = (self.weights / density * column(self.electrolyte)).sum(axis=0)
        later = added / density[soaked] / (mixed_in + added / density[soaked])
        weights = np.array(np.broadcast_to(self.weights, (self.weights.shape[0], *added.shape)))
        weights[soaked] += added
        return replace(
            self,
            weights=weights / (1.0 + added),
            electrolyte_factor=self.electrolyte_factor ** (1.0 - later) * self.soaked_factor**later,
            soaked=None,
            threshold=self.threshold * (1.0 - space.porosity) if self.porous else self.threshold,
            porous=False,
            porosity=space.porosity * (1.0 - self.filled),
            thickness=None,
            electrode_mass=space.electrode_mass * (1.0 + added),
            active_mass=None,
        )

    def space(self, host: "Host") -> "Space":
        """Porosity, thickness and mass of the electrode, from those that the recipe fixes."""
        solid_density = fractions.solid_density(self.weights, self.density)
        mass = self.electrode_mass
        if mass is None and self.active_mass is not None:
            mass = self.active_mass / (self.weights * column(self.active)).sum(axis=0)
        if mass is not None and self.thickness is not None:
            porosity = 1.0 - mass / (solid_density * self.thickness)
            # Members with a low sampled density would not fit the stated thickness.
            porosity = np.clip(porosity, 0.005, 0.95)
        else:
            porosity = self.porosity
            if porosity is None:
                shares = fractions.volume_fractions(self.weights, self.density)
                packed = densification.composite_density(shares, self.pressed_density, self.rigid)
                porosity = 1.0 - 1.0 / (1.0 / packed + host.unfilled_pores * solid_density)
                if self.host is not None:
                    porosity = np.minimum(porosity, 1.0 - packed + self.constants["host/most_porosity"])
            porosity = np.broadcast_to(porosity, solid_density.shape)
            if mass is None:
                mass = fractions.electrode_areal_mass(self.thickness, solid_density, porosity)
        thickness = fractions.electrode_thickness(mass, solid_density, porosity)
        return Space(porosity, thickness, np.broadcast_to(mass, porosity.shape))

    def in_host(self) -> "Host":
        """Contents of the host pores and their accessibility to ions."""
        shape = np.broadcast_shapes(self.weights.shape[1:], self.density.shape[1:])
        if self.host is None:
            one = np.ones(shape)
            return Host(one, one, 0.0 * one, 0.0 * one, 0.0 * one)
        active_mass = (self.weights * column(self.active)).sum(axis=0)
        active_volume = (self.weights / self.density * column(self.active)).sum(axis=0)
        pores = self.weights[self.host] * self.pore_volume[self.host]
        reached = pores * self.drawn_in
        offered = self.hosted * active_volume
        room = np.minimum(infiltration.infiltrated_share(reached, offered), 1.0 - self.constants["host/outside_share"])
        filling = infiltration.pore_filling(pores, room * offered)
        # Sulfur per volume of a filled grain, and what its pores conduct, give the depth that lithium reaches.
        in_grain = self.pore_volume[self.host] / (1.0 / self.density[self.host] + self.pore_volume[self.host]) * filling
        sulfur = (self.weights * self.sulfur_share).sum(axis=0) / np.maximum(active_volume, np.finfo(float).tiny)
        current = in_grain * sulfur * (2.0 * FARADAY / MOLAR_MASS_SULFUR) / self.constants["host/reference_time"]
        reach = contacts.reach_in_grain(self.pore_conductivity, self.constants["host/driving_voltage"], current)
        if self.tube_length is not None:
            access = contacts.tube_access(reach, self.tube_length)
        else:
            access = contacts.grain_access(reach, self.grain_size[self.host])
        infiltrated = self.hosted * room
        return Host(
            access=np.broadcast_to(1.0 - infiltrated * (1.0 - access), shape),
            surface_access=access,
            infiltrated=np.broadcast_to(infiltrated, shape),
            filling=np.broadcast_to(filling, shape),
            unfilled_pores=np.where(active_mass > 0.0, pores * (1.0 - filling), pores) * self.pores_left_open,
        )


class Host(NamedTuple):
    """Fractions [-] of active material accessible to ions, of inner surface accessible, and of host pores filled.

    `unfilled_pores` are left open after pressing, per mass of the composite [m3/kg].
    """

    access: np.ndarray
    surface_access: np.ndarray
    infiltrated: np.ndarray
    filling: np.ndarray
    unfilled_pores: np.ndarray


class Space(NamedTuple):
    """Porosity [-], thickness [m] and mass per area [kg/m2] of an electrode."""

    porosity: np.ndarray
    thickness: np.ndarray
    electrode_mass: np.ndarray


def column(mask: np.ndarray) -> np.ndarray:
    """A component mask broadcast against arrays over the members."""
    return mask[:, None]
