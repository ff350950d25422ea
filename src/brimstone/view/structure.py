"""The network of a composite, and the phases of a segmented image, in words and tables."""

import math
import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from brimstone.composite import TernaryMap
from brimstone.composite.voxel.phases import PhaseConduction
from brimstone.composite.voxel.recipe import Network
from brimstone.constants import UM
from brimstone.design.composition_map import QUANTITIES, MapQuantity
from brimstone.view import words
from brimstone.view.elements import Column, Document, Note, Section, Table, words_column

#: What is compared: attribute of `Figures` -> words, and what one is in SI.
_ROWS = {
    "ionic_factor": ("effective over bulk ionic conductivity", 1.0),
    "tortuosity_factor": ("tortuosity factor of the electrolyte", 1.0),
    "connected": ("electrolyte in the network, %", 0.01),
    "touched_by_electrolyte": ("active surface on electrolyte, %", 0.01),
    "touched_by_carbon": ("active surface on carbon, %", 0.01),
    "triple_phase_line": ("triple-phase line, µm µm⁻³", 1.0 / UM**2),
}
_COLUMNS = ("formulas", "voxels, flowed", "voxels, grains")
_AT_EDGE = 5e-3  # share of a map below which a mixture has none; corners of the grid are cut


def structure_document(
    recipe: str, networks: Sequence[Network], voxels: int, maps: Mapping[str, TernaryMap], own_active: float
) -> Document:
    """The network of a composite by formulas and by voxels, and the best mixtures of its materials.

    Parameters
    ----------
    recipe : str
    networks : sequence of Network
        With different seeds.
    voxels : int
        Along each edge.
    maps : mapping of str to TernaryMap
        By the names of `brimstone.design.composition_map.QUANTITIES`.
    own_active : float
        Share of active material in the recipe.
    """
    first = networks[0]
    fractions = words.listed(
        f"{name} {100 * float(phi[0]):.1f} vol%" for name, phi in first.composite.fractions.items()
    )
    columns = [words_column("figure"), *map(Column, _COLUMNS)]
    rows = [[label, *_figures(networks, name, scale)] for name, (label, scale) in _ROWS.items()]
    edge = first.blocks["flowed"].structure.size[0] / UM
    notes = [f"Blocks of {edge:.3g} µm, {voxels} voxels along each edge."]
    if len(networks) > 1:
        notes.append(f"Mean of {len(networks)} blocks ± standard deviation between them.")
    notes.append(
        "Flowed: the electrolyte fills what the other phases leave. Grains: it keeps its grains. A pressed composite "
        "lies between the two."
    )
    if beyond := [label.partition(",")[0] for name, (label, _) in _ROWS.items() if _beyond(networks, name)]:
        notes.append(f"The formulas lie outside the two blocks for {words.listed(beyond)}: the tiers disagree there.")
    if first.coarsened:
        coarsened = words.listed(first.coarsened)
        notes.append(f"Drawn coarser than they are: {coarsened}; their contacts can't be judged here.")
    notes += [_best_mixture(name, ternary, own_active) for name, ternary in maps.items()]
    table = Table.of(columns, rows, "By formulas and by voxels")
    return Document(recipe, fractions, (Section("", (table, *(Note(note, "muted") for note in notes))),))


def _figures(networks: Sequence[Network], name: str, scale: float) -> list[str]:
    """A figure by formulas, and its mean and spread over the blocks."""

    def over_blocks(kind: str) -> str:
        values = [getattr(getattr(network, kind), name) / scale for network in networks]
        mean = statistics.fmean(values)
        if len(values) == 1 or not math.isfinite(mean):
            return _number(mean)
        return f"{_number(mean)} ± {statistics.stdev(values):.2g}"

    return [_number(getattr(networks[0].analytic, name) / scale), over_blocks("flowed"), over_blocks("granular")]


def _beyond(networks: Sequence[Network], name: str) -> bool:
    """Whether the formulas give less or more than both blocks, by more than the blocks scatter."""
    ends = [[getattr(getattr(network, kind), name) for network in networks] for kind in ("flowed", "granular")]
    middle = [statistics.fmean(values) for values in ends]
    scatter = max(statistics.stdev(values) if len(values) > 1 else 0.0 for values in ends)
    formulas = getattr(networks[0].analytic, name)
    return not min(middle) - scatter <= formulas <= max(middle) + scatter


def _number(value: float) -> str:
    return "∞" if math.isinf(value) else words.number(value)


def _best_mixture(name: str, ternary: TernaryMap, own: float) -> str:
    """Where a map is highest; where that is at an edge, also where with the recipe's `own` share of active material."""
    quantity, values = QUANTITIES[name], ternary.values
    if quantity.of_cell:  # a cell without active material has none of it
        values = np.where(ternary.active > _AT_EDGE, values, np.nan)
    place = int(np.nanargmax(values))
    sentence = f"{quantity.words}: highest, {_value(quantity, ternary, place)}, {_mixture(ternary, place)}"
    if ternary.active[place] > _AT_EDGE:
        return f"{sentence}."
    nearest = np.min(np.abs(ternary.active - own))
    alike = np.where(np.abs(ternary.active - own) <= nearest + _AT_EDGE, ternary.values, np.nan)
    if own <= _AT_EDGE or np.all(np.isnan(alike)):
        return f"{sentence}, an edge of the map."
    place = int(np.nanargmax(alike))
    return (
        f"{sentence}, an edge of the map; at this share of active material {_value(quantity, ternary, place)}, "
        f"{_mixture(ternary, place)}."
    )


def _value(quantity: MapQuantity, ternary: TernaryMap, place: int) -> str:
    return words.amount(ternary.values[place] / quantity.scale, quantity.unit)


def _mixture(ternary: TernaryMap, place: int) -> str:
    """``"with 30 wt% active material and 70 wt% electrolyte, without carbon"``."""
    shares = {
        "active material": float(ternary.active[place]),
        "electrolyte": float(ternary.electrolyte[place]),
        "carbon": float(ternary.carbon[place]),
    }
    parts = words.listed(f"{100 * share:.0f} wt% {name}" for name, share in shares.items() if share > _AT_EDGE)
    absent = [name for name, share in shares.items() if share <= _AT_EDGE]
    return f"with {parts}" + (f", without {' or '.join(absent)}" if absent else "")


def image_document(name: str, shape: Sequence[int], phases: Sequence[PhaseConduction]) -> Document:
    """Each phase of a segmented image as the only conductor."""
    columns = [words_column("phase"), Column("vol%"), Column("through, %")]
    columns += [Column(f"τ along {axis}") for axis in phases[0].along]
    rows = [
        [
            phase.name,
            f"{100 * phase.fraction:.2f}",
            f"{100 * phase.connected:.1f}",
            *(_number(solved.tortuosity_factor) for solved in phase.along.values()),
        ]
        for phase in phases
    ]
    table = Table.of(columns, rows, "Each phase as the only conductor")
    note = Note("τ is the tortuosity factor: volume fraction times bulk over effective conductivity.", "muted")
    return Document(f"{name}: {' × '.join(map(str, shape))} voxels", "", (Section(table.caption, (table, note)),))
