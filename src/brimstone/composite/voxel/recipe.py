"""The composite of a recipe as voxels, and its network compared with the analytic model.

What a pressed composite looks like lies between two extremes, and both are made: an electrolyte that has flowed around
everything else (it is what the other phases leave), and one that has kept its grains (overlapping spheres in the active
material). Phases finer than three voxels, such as carbon black, are drawn as coarse as three voxels; their network
can't be judged here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.composite import conduction
from brimstone.composite.assemble import assemble
from brimstone.composite.composite import Composite
from brimstone.composite.gather import gather
from brimstone.composite.ingredients import Ingredients
from brimstone.composite.voxel.conduction import Conduction, conduct
from brimstone.composite.voxel.connectivity import connection
from brimstone.composite.voxel.generate import Blobs, Coating, Mixing, Shape, Spheres, generate
from brimstone.composite.voxel.measure import STAIRCASE_LINE, interface_area, triple_phase_length
from brimstone.composite.voxel.structure import Structure
from brimstone.errors import StructureError
from brimstone.library import Entry, Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe

PORES = "pores"
_GRAINS_ALONG_EDGE = 6.0  # of the coarsest phase; fewer make the block unlike the next one
_COARSE = 0.05  # volume fraction from which a phase sets the size of the block
_FINEST = 3.0  # voxels across a feature
_SPREAD = 0.3  # of the logarithm of the diameter of electrolyte grains


@record
class Block:
    """One structure made for a recipe, with the ionic current through it."""

    structure: Structure
    ions: Conduction


@dataclass(frozen=True)
class Figures:
    """Figures of one composite, by one tier.

    Attributes
    ----------
    ionic_factor : float
        Effective over bulk ionic conductivity of the network; what milling did to the electrolyte is left out [-].
    tortuosity_factor : float
        Volume fraction of electrolyte over `ionic_factor` [-].
    connected : float
        Share of the electrolyte in the network [-].
    touched_by_electrolyte, touched_by_carbon : float
        Shares of the active material's surface [-].
    triple_phase_line : float
        Where active material, electrolyte and carbon meet [m/m3].
    """

    ionic_factor: float
    tortuosity_factor: float
    connected: float
    touched_by_electrolyte: float
    touched_by_carbon: float
    triple_phase_line: float


@record
class Network:
    """The composite of a recipe by both tiers, nominal values.

    Attributes
    ----------
    composite : Composite
    analytic, flowed, granular : Figures
    blocks : mapping of str to Block
        ``"flowed"`` and ``"granular"``.
    coarsened : tuple of str
        Phases drawn coarser than they are.
    parts : mapping of str to tuple of str
        Phases that are ``"active"``, ``"electrolyte"``, ``"carbon"``, ``"pores"`` and ``"other"``.
    numbers : tuple of Entry
        That it was made of, each with its source.
    """

    composite: Composite
    analytic: Figures
    flowed: Figures
    granular: Figures
    blocks: Mapping[str, Block]
    coarsened: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    numbers: tuple[Entry, ...] = ()


def network(recipe: Recipe, library: Library, voxels: int = 100, seed: int = 0) -> Network:
    """Make the composite of a recipe from voxels and hold the analytic tier against it.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    voxels : int
        Along each edge of the block.
    seed : int
        The same seed gives the same structures.

    Raises
    ------
    BrimstoneError
        When the composite cannot be built, or consists of electrolyte only or none.
    """
    bench = Workbench.of(recipe, library, Ledger())
    parts = gather(bench).nominal()
    composite = assemble(parts)
    roles = _roles(parts, composite)
    sizes = _sizes(parts, composite)
    edge = _GRAINS_ALONG_EDGE * max(size for name, size in sizes.items() if roles.fractions[name] >= _COARSE)
    voxel = edge / voxels
    drawn = {name: max(size, _FINEST * voxel) for name, size in sizes.items()}
    quality = float(composite.mixing_quality[0])
    spread = Mixing(quality, max(drawn[name] for name in roles.active)) if quality < 1.0 else None
    conductivities = _conductivities(parts, bench)
    blocks = {}
    for granular in (False, True):
        contents, matrix = _contents(parts, roles, drawn, granular)
        structure = generate((voxels,) * 3, contents, matrix=matrix, voxel=voxel, seed=seed, mixing=spread)
        blocks["granular" if granular else "flowed"] = Block(structure, conduct(structure, conductivities))
    bulk = float(
        conduction.mixture_conductivity(
            [composite.electrolyte_shares[name][0] for name in roles.electrolyte],
            [conductivities[name] for name in roles.electrolyte],
        )
    )
    counted = {kind: _counted(block, roles, bulk) for kind, block in blocks.items()}
    coarsened = tuple(name for name, size in sizes.items() if size < 0.999 * drawn[name])
    known = {"active": roles.active, "electrolyte": roles.electrolyte, "carbon": roles.carbon, "pores": (PORES,)}
    others = tuple(name for name in roles.fractions if not any(name in names for names in known.values()))
    return Network(
        composite,
        _analytic(composite),
        counted["flowed"],
        counted["granular"],
        blocks,
        coarsened,
        {**known, "other": others},
        tuple(bench.ledger.entries),
    )


@dataclass(frozen=True)
class _Roles:
    fractions: Mapping[str, float]
    active: tuple[str, ...]
    electrolyte: tuple[str, ...]
    carbon: tuple[str, ...]


def _roles(parts: Ingredients, composite: Composite) -> _Roles:
    fractions = {name: float(phi[0]) for name, phi in composite.fractions.items()}
    named = {
        role: tuple(name for name, member in zip(parts.names, flags, strict=True) if member)
        for role, flags in (
            ("active", parts.active & ~parts.electrolyte),
            ("electrolyte", parts.electrolyte),
            ("carbon", parts.carbon),
        )
    }
    if not named["electrolyte"] or not named["active"]:
        missing = "electrolyte" if not named["electrolyte"] else "active material other than its electrolyte"
        raise StructureError(f"this cathode has no {missing}, so it has no network.")
    return _Roles(fractions, **named)


def _sizes(parts: Ingredients, composite: Composite) -> dict[str, float]:
    """Size of the domains of each phase after mixing, pores included [m]."""
    domains = parts.grain_size[:, 0]
    sizes = dict(zip(parts.names, map(float, domains), strict=True))
    solids = np.array([float(composite.fractions[name][0]) for name in parts.names])
    mean = float(np.exp(np.sum(solids * np.log(domains)) / np.sum(solids)))
    return {**sizes, PORES: mean * float(parts.constants["composite/pore_to_grain_size"][0])}


def _contents(
    parts: Ingredients, roles: _Roles, sizes: Mapping[str, float], granular: bool
) -> tuple[dict[str, Shape], str]:
    """What is placed into the block, in order, and the phase that takes the rest."""
    main = max(roles.electrolyte, key=lambda name: roles.fractions[name])
    largest = max(roles.active, key=lambda name: roles.fractions[name])
    matrix = largest if granular else main
    contents: dict[str, Shape] = {}
    if granular:
        contents = {name: Spheres(roles.fractions[name], sizes[name], _SPREAD) for name in roles.electrolyte}
    host = None if parts.host is None else parts.names[parts.host]
    others = [name for name in roles.fractions if name not in contents and name != matrix]
    for name in sorted(others, key=lambda name: name != host):  # the host before what lies on it
        hosted = host is not None and name in roles.active
        fraction = roles.fractions[name]
        contents[name] = Coating(fraction, str(host)) if hosted else Blobs(fraction, sizes[name])
    return contents, matrix


def _conductivities(parts: Ingredients, bench: Workbench) -> dict[str, float]:
    """Bulk conductivity of each electrolyte at the temperature of the cell [S/m]."""
    return {
        name: float(bench.conductivity(bench.material(name))[0])
        for name, conducts in zip(parts.names, parts.electrolyte, strict=True)
        if conducts
    }


def _analytic(composite: Composite) -> Figures:
    factor = float(composite.ionic_factor[0]) / float(composite.electrolyte_factor[0])
    return Figures(
        factor,
        float(conduction.tortuosity_factor(composite.phi_electrolyte[0], factor)),
        float(composite.ionic_connection[0]),
        float(composite.electrolyte_on_active[0]),
        float(composite.carbon_on_active[0]),
        float(composite.triple_phase_line[0]),
    )


def _counted(block: Block, roles: _Roles, bulk: float) -> Figures:
    """The same figures from voxels."""
    structure = block.structure
    others = [name for name in structure.names if name not in roles.active]
    surface = interface_area(structure, roles.active, others)
    by_electrolyte, by_carbon = (
        float(interface_area(structure, roles.active, names)) / surface if names and surface else 0.0
        for names in (roles.electrolyte, roles.carbon)
    )
    line = triple_phase_length(structure, roles.active, roles.electrolyte, roles.carbon) if roles.carbon else 0.0
    factor = block.ions.conductivity / bulk
    fraction = sum(structure.fractions[name] for name in roles.electrolyte)
    return Figures(
        factor,
        fraction / factor if factor > 0.0 else float("inf"),
        connection(structure, roles.electrolyte).through,
        by_electrolyte,
        by_carbon,
        line / STAIRCASE_LINE,
    )
