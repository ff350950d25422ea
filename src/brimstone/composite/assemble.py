"""Assemble a composite from its ingredients using the closures of this package."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from brimstone._records import record
from brimstone._typing import Numeric
from brimstone.composite import conduction, contacts, fractions, mixing, percolation
from brimstone.composite.composite import Composite
from brimstone.composite.ingredients import Host, Ingredients, column

# Below a percolation threshold some clusters still touch collector and separator: too little for any capacity, but
# enough to keep the equations of a dead electrode from degenerating.
_LEAST_CONNECTION = 1e-4
_LEAST_AREA = 1e-6  # of the reference area; keeps local current densities finite where there is no carbon
_FITS_BETWEEN = 0.15  # size of spheres that pass between larger ones that touch, over theirs: 2/sqrt(3) - 1
_TINY = np.finfo(float).tiny


@record
class _Packed:
    """Packed ingredients; components along the first axis of `phi` and sizes, members along the last.

    Attributes
    ----------
    parts : Ingredients
    host : Host
    porosity : array
        [-]
    density : array
        Mass over volume, pores included [kg/m3].
    phi : array
        Volume fractions [-].
    sizes, usual_sizes : array
        Of agglomerates, from the given powders and from typical ones [m].
    """

    parts: Ingredients
    host: Host
    porosity: np.ndarray
    density: np.ndarray
    phi: np.ndarray
    sizes: np.ndarray
    usual_sizes: np.ndarray

    def fraction(self, mask: np.ndarray) -> np.ndarray:
        """Volume fraction of the components in `mask` [-]."""
        return (self.phi * column(mask)).sum(axis=0)

    def growth(self, volume: np.ndarray) -> np.ndarray:
        """Relative growth of the layer when components have this `volume`, relative to as made [-]."""
        return ((volume - 1.0) * self.phi).sum(axis=0)

    @property
    def segregation(self) -> np.ndarray:
        """Intensity of segregation of the components [-]."""
        return self.parts.constants["composite/segregation_intensity"] * (1.0 - self.parts.mixing_quality)


class _Network(NamedTuple):
    """Conductivity (or factor) charged and discharged; volume fraction, threshold and connected fraction [-]."""

    charged: np.ndarray
    discharged: np.ndarray
    fraction: np.ndarray
    threshold: np.ndarray
    connected: np.ndarray
    locally_connected: np.ndarray

    @property
    def dilution(self) -> np.ndarray:
        """Relative increase of the resistivity on full discharge [-]."""
        return self.charged / self.discharged - 1.0


class _ReactionArea(NamedTuple):
    """Area of sulfur conversion [m2/m3] and the factors of carbon, electrolyte and active material in it [-]."""

    area: np.ndarray
    carbon: np.ndarray
    electrolyte: np.ndarray
    active: np.ndarray


class _Contacts(NamedTuple):
    """What meets what, from sizes alone."""

    electrolyte_on_active: np.ndarray  # share of its surface [-]
    carbon_on_active: np.ndarray
    line: np.ndarray  # of three phases [m/m3]
    area: np.ndarray  # along it [m2/m3]
    electrolyte_on_carbon: np.ndarray  # [m2/m3]
    electrons_on_active: np.ndarray  # share of its surface where carbon or other conductors touch it [-]
    electron_patch: np.ndarray  # radius of such a contact [m]


def assemble(parts: Ingredients) -> Composite:
    """Structure, transport and interfaces of the composite made of `parts`."""
    parts = parts.soaked_through()
    host = parts.in_host()
    porosity, thickness, electrode_mass = parts.space(host)
    solid_density = fractions.solid_density(parts.weights, parts.density)
    if parts.porous:
        parts = replace(parts, threshold=parts.threshold * (1.0 - porosity), porous=False)
    packed = _Packed(
        parts,
        host,
        porosity,
        density=solid_density * (1.0 - porosity),
        phi=fractions.volume_fractions(parts.weights, parts.density, porosity),
        sizes=np.broadcast_to(parts.grain_size, parts.grain_size.shape[:1] + porosity.shape),
        usual_sizes=np.broadcast_to(parts.usual_size, parts.usual_size.shape[:1] + porosity.shape),
    )
    ionic, electronic = _ionic(packed), _electronic(packed)
    connected = np.maximum(ionic.connected * electronic.connected, _LEAST_CONNECTION)
    isolated = mixing.isolated_fraction(parts.mixing_quality, ionic.locally_connected, electronic.locally_connected)
    reaction, touching = _reaction_area(packed, connected), _contacts(packed)
    # Only carbon that electrons reach can decompose the electrolyte.
    touched_carbon = touching.electrolyte_on_carbon * connected
    phi, phi_electrolyte = packed.phi, packed.fraction(parts.electrolyte)
    shares = phi / np.maximum(phi_electrolyte, _TINY)
    return Composite(
        fractions={**dict(zip(parts.names, phi, strict=True)), "pores": porosity},
        phi_active=packed.fraction(parts.active),
        phi_electrolyte=phi_electrolyte,
        phi_carbon=packed.fraction(parts.carbon),
        porosity=porosity,
        density=packed.density,
        thickness=thickness,
        active_areal_mass=electrode_mass * (parts.weights * column(parts.active)).sum(axis=0),
        sulfur_areal_mass=electrode_mass * (parts.weights * parts.sulfur_share).sum(axis=0),
        electrolyte_shares={name: shares[k] for k, name in enumerate(parts.names) if parts.electrolyte[k]},
        ionic_factor=ionic.charged,
        ionic_dilution=ionic.dilution,
        electronic_conductivity=electronic.charged,
        electronic_dilution=electronic.dilution,
        reaction_area=reaction.area,
        electrolyte_carbon_area=touched_carbon,
        reachable=connected * (1.0 - isolated) * host.access,
        mixing_quality=np.broadcast_to(parts.mixing_quality, porosity.shape),
        solid_density=solid_density,
        ionic_threshold=ionic.threshold,
        electronic_threshold=electronic.threshold,
        electronic_conductors=electronic.fraction,
        ionic_connection=ionic.connected,
        electronic_connection=electronic.connected,
        isolated_fraction=isolated,
        host_access=host.access,
        infiltrated_share=host.infiltrated,
        pore_filling=host.filling,
        carbon_area_factor=reaction.carbon,
        electrolyte_fraction_factor=reaction.electrolyte,
        active_fraction_factor=reaction.active,
        mixing_factor=np.broadcast_to(parts.area_factor, porosity.shape),
        laboratory_factor=np.exp(parts.constants["laboratory/ln_area"] + parts.constants["laboratory/ln_area_of_cell"]),
        electrolyte_factor=np.broadcast_to(parts.electrolyte_factor, porosity.shape),
        geometric_area=touching.area,
        triple_phase_line=touching.line,
        electrolyte_on_active=touching.electrolyte_on_active,
        carbon_on_active=touching.carbon_on_active,
        electrons_on_active=touching.electrons_on_active,
        electron_patch=touching.electron_patch,
        active_size=(packed.sizes * phi * column(parts.active)).sum(axis=0)
        / np.maximum(packed.fraction(parts.active), _TINY),
        milling_dose=np.broadcast_to(parts.milling_dose, porosity.shape),
    )


def _network(packed: _Packed, fraction: Numeric, threshold: Numeric, exponent: Numeric, bulk: Numeric) -> _Network:
    """A network of conductors, before and after the growth of the active material dilutes it."""
    parts = packed.parts
    thicker = parts.constants["composite/swelling_into_thickness"]
    charged, discharged = (
        conduction.diluted_fraction(fraction, packed.growth(volume), thicker, packed.porosity)
        for volume in (parts.charged_volume, parts.discharged_volume)
    )
    # Regions of different composition: of the cathode charged, discharged and as made.
    nodes, weights = mixing.beta_nodes(np.stack([charged, discharged, fraction]), packed.segregation)
    conducting = conduction.network_factor(nodes[:, :2], threshold, exponent)
    least = parts.constants["transport/ionic_floor"] ** exponent
    factors = np.maximum(mixing.segregated_conductivity(conducting, weights[:, :2]), least)
    local = np.minimum((weights[:, 2] * percolation.connected_fraction(nodes[:, 2], threshold)).sum(axis=0), 1.0)
    connected = percolation.connected_fraction(fraction, threshold)
    return _Network(bulk * factors[0], bulk * factors[1], fraction, threshold, connected, local)


def _ionic(packed: _Packed) -> _Network:
    parts, constant = packed.parts, packed.parts.constants
    others = packed.phi * ~column(parts.electrolyte)
    rigid = (others * column(parts.rigid)).sum(axis=0) / np.maximum(others.sum(axis=0), _TINY)
    soft, hard = constant["transport/ionic_threshold"], constant["transport/layered_oxide_threshold"]
    # Soft particles spread between the grains of the electrolyte; rigid ones keep them apart. Films connect anyway.
    threshold = soft + (hard - soft) * rigid
    films = packed.fraction(parts.coating & parts.electrolyte) / np.maximum(packed.fraction(parts.electrolyte), _TINY)
    threshold = threshold + (constant["transport/coating_threshold"] - threshold) * films
    ratio = _size_ratio(packed, packed.sizes) / _size_ratio(packed, packed.usual_sizes)
    # Coarse conductors among fine insulators: coated grains need more, packed spheres do not; a small estimate, as soft
    # grains touch under pressure, and one that ends where insulators fit between grains that touch.
    threshold = percolation.size_ratio_threshold(
        np.where(ratio < 1.0, np.maximum(ratio, _FITS_BETWEEN) ** 0.1, ratio), threshold
    )
    left = np.exp(-(parts.blocking * parts.weights).sum(axis=0)) * parts.electrolyte_factor
    fraction = packed.fraction(parts.electrolyte)
    exponent = constant["transport/ionic_exponent"]
    exponent = exponent + (constant["transport/coating_exponent"] - exponent) * films
    return _network(packed, fraction, threshold, exponent, left)


def _size_ratio(packed: _Packed, sizes: np.ndarray) -> np.ndarray:
    """Size of the insulating over that of the conducting grains of the ionic network (mean by volume)."""
    electrolyte, active = packed.parts.electrolyte, packed.parts.active & ~packed.parts.electrolyte
    insulating, conducting = (
        (packed.phi * np.log(sizes) * column(mask)).sum(axis=0) / np.maximum(packed.fraction(mask), _TINY)
        for mask in (active, electrolyte)
    )
    return np.exp(insulating - conducting)


def _electronic(packed: _Packed) -> _Network:
    parts, constant = packed.parts, packed.parts.constants
    conducting = parts.conductivity > 0.0
    phi = packed.phi * conducting
    total = np.maximum(phi.sum(axis=0), 1e-12)
    # Several fillers percolate together when the sum of phi_k/phi_c,k reaches one.
    threshold = np.minimum(total / np.maximum((phi / parts.threshold).sum(axis=0), 1e-12), 0.999)
    logarithm = np.log(np.where(conducting, parts.conductivity, 1.0))
    bulk = np.exp((phi * logarithm).sum(axis=0) / total)
    # Carbon blacks have their own exponent; compact conducting grains share that of the electrolyte.
    of_carbon = (phi * column(parts.carbon)).sum(axis=0) / total
    compact = constant["transport/ionic_exponent"]
    exponent = compact + (constant["transport/electronic_exponent"] - compact) * of_carbon
    return _network(packed, total, threshold, exponent, bulk)


def _reaction_area(packed: _Packed, connected: np.ndarray) -> _ReactionArea:
    """Area of sulfur conversion: a0 (S_C/S_ref)^p (phi_SE/ref)^q (phi_S/ref)^r M_mix exp(g_lab), while connected."""
    parts, constant, phi = packed.parts, packed.parts.constants, packed.phi
    access = np.ones_like(parts.weights)
    if parts.host is not None:
        access[parts.host] = packed.host.surface_access
    carbon_surface = (parts.weights * parts.surface * access).sum(axis=0) * packed.density
    # Electron-conducting grains supply electrons to their whole surface.
    conducting = column(~parts.carbon) & (parts.conductivity > 0.0)
    carbon_surface = carbon_surface + (contacts.specific_surface(phi, packed.sizes) * conducting).sum(axis=0)
    reference = constant["area/reference_carbon_area"] * constant["composite/reference_density"]
    charged = (phi * parts.charged_volume * column(parts.active)).sum(axis=0)
    phi_active = packed.fraction(parts.active)
    # Surface scales with phi/d; the area is calibrated for typical grains, so a stated grain size enters as a ratio, as
    # far as mixing parts the grains: what the way of mixing costs is mostly that it leaves them in clumps.
    weight = phi * column(parts.active) / np.maximum(phi_active, _TINY)
    finer = np.exp(parts.mixing_quality * (weight * np.log(packed.usual_sizes / packed.sizes)).sum(axis=0))
    # Electrolyte fraction of the surroundings of the active material; a shell surrounds its particle completely.
    around = np.maximum(1.0 - phi_active, _TINY)
    coverage = (weight * parts.coverage).sum(axis=0)
    touching = contacts.covered_share(packed.fraction(parts.electrolyte) / around, coverage) * around
    carbon = (carbon_surface / reference) ** constant["area/carbon_exponent"]
    electrolyte = (touching / constant["area/reference_electrolyte_fraction"]) ** constant["area/electrolyte_exponent"]
    among = phi * column(parts.electrolyte) / np.maximum(packed.fraction(parts.electrolyte), _TINY)
    size = np.exp((among * np.log(parts.finer_electrolyte)).sum(axis=0))
    electrolyte = electrolyte * size ** constant["area/electrolyte_size_exponent"]
    active = (finer * charged / constant["area/reference_sulfur_fraction"]) ** constant["area/sulfur_exponent"]
    active = active * np.exp(constant["area/rigid_ln_area"] * (weight * column(parts.rigid)).sum(axis=0))
    gauge = constant["area/reaction_area"]
    product = carbon * electrolyte * active * parts.area_factor
    made = np.exp(constant["laboratory/ln_area"] + constant["laboratory/ln_area_of_cell"])
    area = gauge * product * made * connected
    return _ReactionArea(np.maximum(area, _LEAST_AREA * gauge), carbon, electrolyte, active)


def _touchable_carbon(packed: _Packed) -> np.ndarray:
    """Carbon surface that solids can touch [m2/m3].

    Solids reach less of porous grains, of hollow blacks and of bundles than gas does; the usual blacks have no inner
    area.
    """
    parts = packed.parts
    adsorbing = parts.weights * parts.surface * packed.density
    inner = (parts.envelope > 1.0) | (parts.bundle_size > 0.0)
    if parts.host is not None:
        inner[parts.host] = True
    bundles = np.maximum(packed.sizes, parts.bundle_size)
    outer = contacts.outer_surface(packed.phi * parts.envelope, bundles, column(parts.surface_factor), adsorbing)
    return np.where(inner, outer, adsorbing).sum(axis=0)


def _contacts(packed: _Packed) -> _Contacts:
    """Contact fractions, triple-phase line and the area along it, from sizes alone."""
    parts, phi, porosity, sizes = packed.parts, packed.phi, packed.porosity, packed.sizes
    surfaces = phi / sizes
    mean_size = np.exp((phi * np.log(sizes)).sum(axis=0) / (1.0 - porosity))
    pores = porosity / (parts.constants["composite/pore_to_grain_size"] * mean_size)
    total = surfaces.sum(axis=0) + pores
    electrolyte = (surfaces * column(parts.electrolyte)).sum(axis=0)
    carbon = (surfaces * column(parts.carbon)).sum(axis=0)
    active = (surfaces * column(parts.active & ~parts.electrolyte)).sum(axis=0)
    others = np.maximum(total - active, _TINY)
    electrolyte_share, carbon_share = electrolyte / others, carbon / others
    surface = 6.0 * active
    coverage = (surfaces * parts.coverage * column(parts.active)).sum(axis=0) / np.maximum(active, _TINY)
    bare = surface * (1.0 - coverage)
    # Mean chord of the patches: two thirds of the diameter of spheres, averaged over their surfaces.
    conductors = packed.fraction(parts.electrolyte | parts.carbon)
    patch = 2.0 / 3.0 * np.maximum(conductors, _TINY) / np.maximum(electrolyte + carbon, _TINY)
    # Blacks have far more surface than the pieces that their particles would show, and clump: what solids touch of it.
    black = _touchable_carbon(packed)
    whole = 6.0 * (total - carbon) + black
    conducting = column(parts.carbon | np.any(parts.conductivity > 0.0, axis=-1))
    grains = column(~parts.carbon) & conducting
    electrons = (black + 6.0 * (surfaces * grains).sum(axis=0)) / np.maximum(whole, _TINY)
    # What grew on carbon touches it, in its pores and, as far as one layer of grains has room, on its surface.
    adsorbing = (parts.weights * parts.surface * packed.density * column(parts.grown_on)).sum(axis=0)
    beside = np.minimum(adsorbing / np.maximum(active, _TINY), 1.0)
    grown = packed.host.infiltrated + (1.0 - packed.host.infiltrated) * beside
    pieces = (phi / np.maximum(sizes, parts.bundle_size) * conducting).sum(axis=0)
    piece = (phi * conducting).sum(axis=0) / np.maximum(pieces, _TINY)
    width = parts.constants["area/reaction_zone_width"]
    area = contacts.line_reaction_area(bare, electrolyte_share, carbon_share, patch, width)
    return _Contacts(
        electrolyte_on_active=contacts.covered_share(electrolyte_share, coverage),
        carbon_on_active=carbon_share,
        line=contacts.triple_phase_line(bare, electrolyte_share, carbon_share, patch),
        area=area + contacts.shell_reaction_area(surface - bare, carbon_share),
        electrons_on_active=np.minimum(grown + (1.0 - grown) * electrons, 1.0),
        electron_patch=0.5 * piece,
        electrolyte_on_carbon=contacts.shared_area(6.0 * electrolyte, black, whole)
        * contacts.carbon_face(packed.fraction(parts.carbon), packed.fraction(parts.active & ~parts.electrolyte)),
    )
