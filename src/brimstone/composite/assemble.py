"""From components to composite: the closures of this room put together, once, on arrays of any shape."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.composite import conduction, contacts, densification, fractions, infiltration, mixing, percolation
from brimstone.composite.composite import Composite

# Below a percolation threshold some clusters still touch collector and separator; so little that it makes no capacity,
# enough that the equations of a dead electrode don't degenerate.
_LEAST_CONNECTION = 1e-4
_LEAST_AREA = 1e-6  # of the reference area; keeps local current densities finite where there is no carbon


@record
class Ingredients:
    """Everything the closures need, as arrays; components along the first axis, members along the last.

    Attributes
    ----------
    names : tuple of str
        Of the components.
    active, electrolyte, carbon, rigid : array of bool, (components,)
        What each component is; a component may be more than one.
    weights : array, (components, ...)
        Mass fractions [-].
    density : array
        [kg/m3].
    charged_volume, discharged_volume : array
        Volume when fully charged and discharged, over that as made [-]; one for what takes no part.
    sulfur_share : array
        Mass of sulfur in the active materials [-], zero for the others.
    grain_size, received_size, usual_size : array
        Domain size after mixing, size of the powder as received, and what that usually is [m].
    pressed_density : array
        Relative density that each would reach alone under the fabrication pressure [-].
    surface : array
        Specific area of carbons by gas adsorption [m2/kg], zero for the others.
    surface_factor : array, (components,)
        Surface times thickness over volume of the particles [-].
    bundle_size : array
        Thickness of the bundles that particles stay in [m]; zero where there are none.
    envelope : array
        Volume of grains, pores included, over that of the solid in them [-].
    coverage : array
        Share of the surface of active particles under electrolyte grown on them [-].
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
        Share of the active material that came inside the host [-].
    tube_length : array or None
        Of a host that is hollow and open at its ends [m]; None for one that is porous all over.
    electrolyte_factor : array
        What milling, solvents and the pressing leave of the electrolyte's conductivity [-].
    soaked : int or None
        Index of the electrolyte that fills pores of the finished cathode.
    filled, soaked_factor : array
        Share of the pores that it fills, and what bringing it in leaves of its conductivity [-].
    mixing_quality, area_factor : array
        M and its factor on the reaction area [-].
    porosity, thickness, electrode_mass, active_mass : array or None
        What the recipe fixes of [-], [m], [kg/m2], [kg/m2].
    constants : mapping of str to array
        The library's constants, drawn.
    """

    names: tuple[str, ...]
    active: np.ndarray
    electrolyte: np.ndarray
    carbon: np.ndarray
    rigid: np.ndarray
    weights: np.ndarray
    density: np.ndarray
    charged_volume: np.ndarray
    discharged_volume: np.ndarray
    sulfur_share: np.ndarray
    grain_size: np.ndarray
    received_size: np.ndarray
    usual_size: np.ndarray
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
    tube_length: np.ndarray | None
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
        """The first member alone, with its axis kept."""
        chosen: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "constants":
                chosen[field.name] = {name: array[:1] for name, array in value.items()}
            elif isinstance(value, np.ndarray) and value.dtype != bool:
                chosen[field.name] = value[..., :1]
        return replace(self, **chosen)


def _column(mask: np.ndarray) -> np.ndarray:
    return mask[:, None]


def assemble(parts: Ingredients) -> Composite:
    """Structure, transport and interfaces of the composite made of `parts`."""
    parts = parts if parts.soaked is None else _soaked(parts)
    constant = parts.constants
    active, electrolyte, carbon = (_column(mask) for mask in (parts.active, parts.electrolyte, parts.carbon))
    solid_density = fractions.solid_density(parts.weights, parts.density)
    host = _host(parts)
    porosity, thickness, electrode_mass = _space(parts, solid_density, host["unfilled_pores"])
    if parts.porous:
        parts = replace(parts, threshold=parts.threshold * (1.0 - porosity), porous=False)
    phi = fractions.volume_fractions(parts.weights, parts.density, porosity)
    phi_active, phi_electrolyte, phi_carbon = ((phi * mask).sum(axis=0) for mask in (active, electrolyte, carbon))
    density = solid_density * (1.0 - porosity)
    sizes = mixing.agglomerate_size(parts.mixing_quality, parts.received_size, parts.grain_size)
    usual_sizes = mixing.agglomerate_size(parts.mixing_quality, parts.usual_size, parts.grain_size)

    # Growth of the layer on full charge and discharge, per volume as made; pores take part of it.
    growth = {
        state: ((ratio - 1.0) * phi).sum(axis=0)
        for state, ratio in (("charged", parts.charged_volume), ("discharged", parts.discharged_volume))
    }
    ionic = _ionic(parts, phi, phi_electrolyte, growth, sizes, usual_sizes)
    electronic = _electronic(parts, phi, growth)
    connected = np.maximum(ionic["connected"] * electronic["connected"], _LEAST_CONNECTION)
    isolated = mixing.isolated_fraction(
        parts.mixing_quality, ionic["locally_connected"], electronic["locally_connected"]
    )
    reachable = connected * (1.0 - isolated) * host["access"]

    area = _reaction_area(parts, phi, phi_active, phi_electrolyte, density, connected, host, sizes, usual_sizes)
    geometry = _geometry(parts, phi, porosity, sizes)
    # Solids reach less of porous grains and of bundles than gas does. Blacks keep all of it: the constants of the
    # electrolyte's redox were found with blacks, by their adsorption.
    carbon_surface = parts.weights * parts.surface * density
    inner = (parts.envelope > 1.0) | (parts.bundle_size > 0.0)
    if parts.host is not None:
        inner[parts.host] = True
    bundles = np.maximum(sizes, parts.bundle_size)
    outer = contacts.outer_surface(phi * parts.envelope, bundles, _column(parts.surface_factor), carbon_surface)
    carbon_surface = np.where(inner, outer, carbon_surface)
    # Only carbon that electrons reach decomposes what lithium leaves or reaches.
    touched_carbon = (carbon_surface * geometry["carbon_contact"]).sum(axis=0) * connected

    active_mass = electrode_mass * (parts.weights * active).sum(axis=0)
    named = dict(zip(parts.names, phi, strict=True))
    shares = phi / np.maximum(phi_electrolyte, np.finfo(float).tiny)
    return Composite(
        fractions={**named, "pores": porosity},
        phi_active=phi_active,
        phi_electrolyte=phi_electrolyte,
        phi_carbon=phi_carbon,
        porosity=porosity,
        density=density,
        thickness=thickness,
        active_areal_mass=active_mass,
        sulfur_areal_mass=electrode_mass * (parts.weights * parts.sulfur_share).sum(axis=0),
        electrolyte_shares={name: shares[k] for k, name in enumerate(parts.names) if parts.electrolyte[k]},
        ionic_factor=ionic["charged"],
        ionic_dilution=ionic["charged"] / ionic["discharged"] - 1.0,
        electronic_conductivity=electronic["charged"],
        electronic_dilution=electronic["charged"] / electronic["discharged"] - 1.0,
        reaction_area=area["area"],
        electrolyte_carbon_area=touched_carbon,
        reachable=reachable,
        mixing_quality=np.broadcast_to(parts.mixing_quality, porosity.shape),
        details={
            "solid_density": solid_density,
            "ionic_threshold": ionic["threshold"],
            "electronic_threshold": electronic["threshold"],
            "electronic_conductors": electronic["fraction"],
            "ionic_connection": ionic["connected"],
            "electronic_connection": electronic["connected"],
            "isolated_fraction": isolated,
            "host_access": host["access"],
            "infiltrated_share": host["infiltrated"],
            "pore_filling": host["filling"],
            "carbon_area_factor": area["carbon"],
            "electrolyte_fraction_factor": area["electrolyte"],
            "active_fraction_factor": area["active"],
            "mixing_factor": np.broadcast_to(parts.area_factor, porosity.shape),
            "laboratory_factor": np.exp(constant["laboratory/ln_area"]),
            "electrolyte_factor": np.broadcast_to(parts.electrolyte_factor, porosity.shape),
            "geometric_area": geometry["area"],
            "triple_phase_line": geometry["line"],
            "electrolyte_on_active": geometry["electrolyte_share"],
            "carbon_on_active": geometry["carbon_share"],
            "active_size": (sizes * active).sum(axis=0),
        },
    )


def _soaked(parts: Ingredients) -> Ingredients:
    """The same ingredients once electrolyte fills pores: the finished cathode keeps its thickness.

    What is left of the conductivity is the geometric mean, by volume, over what was mixed in and what came later.
    """
    density, soaked = parts.density, parts.soaked
    solids = fractions.solid_density(parts.weights, density)
    porosity, _, mass = _space(parts, solids, _host(parts)["unfilled_pores"])
    added = fractions.mass_in_pores(solids, porosity, parts.filled, density[soaked])
    mixed_in = (parts.weights / density * _column(parts.electrolyte)).sum(axis=0)
    later = added / density[soaked] / (mixed_in + added / density[soaked])
    weights = np.array(np.broadcast_to(parts.weights, (parts.weights.shape[0], *added.shape)))
    weights[soaked] += added
    return replace(
        parts,
        weights=weights / (1.0 + added),
        electrolyte_factor=parts.electrolyte_factor ** (1.0 - later) * parts.soaked_factor**later,
        soaked=None,
        threshold=parts.threshold * (1.0 - porosity) if parts.porous else parts.threshold,
        porous=False,
        porosity=porosity * (1.0 - parts.filled),
        thickness=None,
        electrode_mass=mass * (1.0 + added),
        active_mass=None,
    )


def _space(parts, solid_density, unfilled_pores):
    """Porosity, thickness and mass of the electrode, from whichever the recipe fixes."""
    mass = parts.electrode_mass
    if mass is None and parts.active_mass is not None:
        mass = parts.active_mass / (parts.weights * _column(parts.active)).sum(axis=0)
    if mass is not None and parts.thickness is not None:
        porosity = 1.0 - mass / (solid_density * parts.thickness)
        # Members whose density is drawn low would not fit into the stated thickness.
        porosity = np.clip(porosity, 0.005, 0.95)
        thickness = fractions.electrode_thickness(mass, solid_density, porosity)
        return porosity, thickness, np.broadcast_to(mass, porosity.shape)
    porosity = parts.porosity
    if porosity is None:
        shares = fractions.volume_fractions(parts.weights, parts.density)
        packed = densification.composite_density(shares, parts.pressed_density, parts.rigid)
        porosity = 1.0 - 1.0 / (1.0 / packed + unfilled_pores * solid_density)
    porosity = np.broadcast_to(porosity, solid_density.shape)
    if mass is None:
        mass = fractions.electrode_areal_mass(parts.thickness, solid_density, porosity)
    return porosity, fractions.electrode_thickness(mass, solid_density, porosity), np.broadcast_to(mass, porosity.shape)


def _host(parts):
    """What the pores of the host hold, and how much of it ions reach."""
    shape = np.broadcast_shapes(parts.weights.shape[1:], parts.density.shape[1:])
    if parts.host is None:
        one = np.ones(shape)
        return {
            "access": one,
            "surface_access": one,
            "infiltrated": 0.0 * one,
            "filling": 0.0 * one,
            "unfilled_pores": 0.0,
        }
    active_mass = (parts.weights * _column(parts.active)).sum(axis=0)
    active_volume = (parts.weights / parts.density * _column(parts.active)).sum(axis=0)
    pores = parts.weights[parts.host] * parts.pore_volume[parts.host]
    offered = parts.hosted * active_volume
    infiltrated = parts.hosted * infiltration.infiltrated_share(pores, offered)
    filling = infiltration.pore_filling(pores, offered)
    size = mixing.agglomerate_size(parts.mixing_quality, parts.received_size[parts.host], parts.grain_size[parts.host])
    reach = parts.constants["composite/ion_reach_in_pores"]
    tubes = parts.tube_length is not None
    access = contacts.tube_access(reach, parts.tube_length) if tubes else contacts.host_access(reach, size)
    return {
        "access": np.broadcast_to(1.0 - infiltrated * (1.0 - access), shape),
        "surface_access": access,
        "infiltrated": np.broadcast_to(infiltrated, shape),
        "filling": np.broadcast_to(filling, shape),
        "unfilled_pores": np.where(active_mass > 0.0, pores * (1.0 - filling), pores),
    }


def _segregated_factor(fraction, threshold, exponent, floor, intensity):
    """Network factor averaged over regions of different composition."""
    nodes, weights = mixing.beta_nodes(fraction, intensity)
    factor = mixing.segregated_conductivity(conduction.network_factor(nodes, threshold, exponent), weights)
    return np.maximum(factor, floor**exponent)


def _connections(fraction, threshold, intensity):
    """Connected share of a network at the mean composition, and averaged over regions of different composition."""
    nodes, weights = mixing.beta_nodes(fraction, intensity)
    local = np.minimum((weights * percolation.connected_fraction(nodes, threshold)).sum(axis=0), 1.0)
    return percolation.connected_fraction(fraction, threshold), local


def _ionic(parts, phi, phi_electrolyte, growth, sizes, usual_sizes):
    constant = parts.constants
    others = phi * ~_column(parts.electrolyte)
    rigid = (others * _column(parts.rigid)).sum(axis=0) / np.maximum(others.sum(axis=0), np.finfo(float).tiny)
    soft_threshold, rigid_threshold = (
        constant["transport/ionic_threshold"],
        constant["transport/layered_oxide_threshold"],
    )
    # Soft particles spread between the grains of the electrolyte; rigid ones keep them apart.
    threshold = soft_threshold + (rigid_threshold - soft_threshold) * rigid
    ratio = _size_ratio(parts, phi, sizes) / _size_ratio(parts, phi, usual_sizes)
    # Coarse conductors between fine insulators: coated grains need far more, packed spheres do not; a mild estimate.
    threshold = percolation.size_ratio_threshold(np.where(ratio < 1.0, ratio**0.25, ratio), threshold)
    intensity = constant["composite/segregation_intensity"] * (1.0 - parts.mixing_quality)
    exponent, floor = constant["transport/ionic_exponent"], constant["transport/ionic_floor"]
    kept = np.exp(-(parts.blocking * parts.weights).sum(axis=0)) * parts.electrolyte_factor
    factors = {}
    for state, grown in growth.items():
        diluted = conduction.diluted_fraction(phi_electrolyte, grown, constant["composite/swelling_into_thickness"])
        factors[state] = _segregated_factor(diluted, threshold, exponent, floor, intensity) * kept
    connected, locally = _connections(phi_electrolyte, threshold, intensity)
    return {**factors, "threshold": threshold, "connected": connected, "locally_connected": locally}


def _size_ratio(parts, phi, sizes):
    """Size of the insulating over that of the conducting grains of the ionic network (mean by volume)."""
    electrolyte, active = _column(parts.electrolyte), _column(parts.active & ~parts.electrolyte)
    tiny = np.finfo(float).tiny
    logarithm = np.log(sizes)
    conducting = (phi * logarithm * electrolyte).sum(axis=0) / np.maximum((phi * electrolyte).sum(axis=0), tiny)
    insulating = (phi * logarithm * active).sum(axis=0) / np.maximum((phi * active).sum(axis=0), tiny)
    return np.exp(insulating - conducting)


def _electronic(parts, phi, growth):
    constant = parts.constants
    conducting = parts.conductivity > 0.0
    phi_conductors = phi * conducting
    total = np.maximum(phi_conductors.sum(axis=0), 1e-12)
    # Several fillers percolate together when the sum of phi_k/phi_c,k reaches one.
    threshold = np.minimum(total / np.maximum((phi_conductors / parts.threshold).sum(axis=0), 1e-12), 0.999)
    logarithm = np.log(np.where(conducting, parts.conductivity, 1.0))
    network = np.exp((phi_conductors * logarithm).sum(axis=0) / total)
    intensity = constant["composite/segregation_intensity"] * (1.0 - parts.mixing_quality)
    # Carbon blacks have an exponent of their own; compact grains that conduct share that of the electrolyte.
    of_carbon = (phi_conductors * _column(parts.carbon)).sum(axis=0) / total
    compact, floor = constant["transport/ionic_exponent"], constant["transport/ionic_floor"]
    exponent = compact + (constant["transport/electronic_exponent"] - compact) * of_carbon
    conductivities = {}
    for state, grown in growth.items():
        diluted = conduction.diluted_fraction(total, grown, constant["composite/swelling_into_thickness"])
        conductivities[state] = network * _segregated_factor(diluted, threshold, exponent, floor, intensity)
    connected, locally = _connections(total, threshold, intensity)
    return {
        **conductivities,
        "fraction": total,
        "threshold": threshold,
        "connected": connected,
        "locally_connected": locally,
    }


def _reaction_area(parts, phi, phi_active, phi_electrolyte, density, connected, host, sizes, usual_sizes):
    """Area of sulfur conversion: a0 (S_C/S_ref)^p (phi_SE/ref)^q (phi_S/ref)^r M_mix exp(g_lab), while connected."""
    constant = parts.constants
    access = np.ones_like(parts.weights)
    if parts.host is not None:
        access[parts.host] = host["surface_access"]
    carbon_surface = (parts.weights * parts.surface * access).sum(axis=0) * density
    # Grains that conduct electrons themselves bring them to all of their surface.
    conducting = _column(~parts.carbon) & (parts.conductivity > 0.0)
    carbon_surface = carbon_surface + (contacts.specific_surface(phi, sizes) * conducting).sum(axis=0)
    reference = constant["area/reference_carbon_area"] * constant["composite/reference_density"]
    exponent = constant["area/sulfur_exponent"]
    charged = (phi * parts.charged_volume * _column(parts.active)).sum(axis=0)
    tiny = np.finfo(float).tiny
    # Surface goes with phi/d; the calibrated area knows usual grains, so a recipe's own grain size enters as a ratio.
    weight = phi * _column(parts.active) / np.maximum(phi_active, tiny)
    finer = np.exp((weight * np.log(usual_sizes / sizes)).sum(axis=0))
    # The electrolyte's part of all that surrounds the active material; a shell of it surrounds its particle wholly.
    around = np.maximum(1.0 - phi_active, tiny)
    touching = contacts.covered_share(phi_electrolyte / around, (weight * parts.coverage).sum(axis=0)) * around
    factors = {
        "carbon": (carbon_surface / reference) ** constant["area/carbon_exponent"],
        "electrolyte": (touching / constant["area/reference_electrolyte_fraction"])
        ** constant["area/electrolyte_exponent"],
        "active": (finer * charged / constant["area/reference_sulfur_fraction"]) ** exponent,
    }
    gauge = constant["area/reaction_area"]
    product = factors["carbon"] * factors["electrolyte"] * factors["active"] * parts.area_factor
    area = gauge * product * np.exp(constant["laboratory/ln_area"]) * connected
    return {**factors, "area": np.maximum(area, _LEAST_AREA * gauge)}


def _geometry(parts, phi, porosity, sizes):
    """Contact fractions, triple-phase line and the area along it, from sizes alone."""
    tiny = np.finfo(float).tiny
    surfaces = phi / sizes
    mean_size = np.exp((phi * np.log(sizes)).sum(axis=0) / (1.0 - porosity))
    pores = porosity / (parts.constants["composite/pore_to_grain_size"] * mean_size)
    total = surfaces.sum(axis=0) + pores
    electrolyte = (surfaces * _column(parts.electrolyte)).sum(axis=0)
    carbon = (surfaces * _column(parts.carbon)).sum(axis=0)
    active = (surfaces * _column(parts.active & ~parts.electrolyte)).sum(axis=0)
    others = np.maximum(total - active, tiny)
    electrolyte_share, carbon_share = electrolyte / others, carbon / others
    surface = 6.0 * active
    coverage = (surfaces * parts.coverage * _column(parts.active)).sum(axis=0) / np.maximum(active, tiny)
    bare = surface * (1.0 - coverage)
    # Mean chord of the patches: two thirds of the diameter of spheres, averaged over their surfaces.
    conductors = (phi * _column(parts.electrolyte | parts.carbon)).sum(axis=0)
    patch = 2.0 / 3.0 * np.maximum(conductors, tiny) / np.maximum(electrolyte + carbon, tiny)
    width = parts.constants["area/reaction_zone_width"]
    return {
        "electrolyte_share": contacts.covered_share(electrolyte_share, coverage),
        "carbon_share": carbon_share,
        "line": contacts.triple_phase_line(bare, electrolyte_share, carbon_share, patch),
        "area": contacts.line_reaction_area(bare, electrolyte_share, carbon_share, patch, width)
        + contacts.shell_reaction_area(surface - bare, carbon_share),
        "carbon_contact": electrolyte / np.maximum(total - surfaces, tiny),
    }
