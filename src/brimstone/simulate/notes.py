"""What a reader of a run should know, in sentences."""

import itertools
from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.composite import made, melt, milling
from brimstone.constants import MA_CM2, MAH_G, UM
from brimstone.inspect import check
from brimstone.library import Ledger, Library, defects_told
from brimstone.library.pressures import assumed_pressures
from brimstone.library.workbench import Workbench
from brimstone.model import air_exposure, bending, polymerisation
from brimstone.model.derive import DerivedCell
from brimstone.model.gel.solution import takes_up
from brimstone.model.solid import SOLID
from brimstone.recipe import Recipe
from brimstone.recipe.overrides import OPEN_CIRCUIT
from brimstone.recipe.problems import path_in_words
from brimstone.result import Step
from brimstone.result.figures import INTERVAL
from brimstone.simulate.settings import MEMBERS, Settings
from brimstone.solver.interface import ANODE_EMPTY

_LARGEST_MESH_ERROR = 0.005  # [V]; what a reader would see in a figure
_LEAST_REACH = 0.01  # of the active material; a cathode of less is none
_NOTABLE_SPREAD = 0.5  # of dissolved sulfur through the depth of a cathode, over its mean
_NOTABLE_GAIN = 1e-3  # of a discharge over the first; less is not seen in a table
_NOTABLE_RISE = 0.01  # of a discharge over a slower one
_NOTABLE_COST = 0.02  # [V]; ion conduction in the cathode that costs less needs no note


def rule_notes(bench: Workbench) -> list[str]:
    """Warnings of the design rules.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made.
    """
    return [str(note) for note in check(bench.recipe, bench.library) if note.level == "warning"]


def ensemble_notes(recipe: Recipe, settings: Settings, steps: int) -> list[str]:
    """Where a long protocol is run with fewer samples than usual."""
    members = settings.sample_count(recipe) - 1
    if settings.certain or settings.members is not None or members >= MEMBERS:
        return []
    return [
        f"the protocol has {steps} steps: intervals are of {members} samples instead of "
        f"{MEMBERS}, and voltage bands are omitted; set members for more ({MEMBERS} take about "
        f"{MEMBERS / members:.2g} times as long)"
    ]


def recipe_notes(bench: Workbench) -> list[str]:
    """What had to be assumed to make the cell, and what handling does to its materials."""
    return [
        *bench.recipe.assumptions,
        *(f"{path_in_words(place)}: {remark}" for place, remark in (*bench.recipe.remarks(), *bench.recipe.records())),
        *milling.sentences(bench.recipe.cathode.mixing),
        *melt.sentences(bench),
        *made.sentences(bench),
        *assumed_pressures(bench),
        *air_exposure.sentences(bench),
        *polymerisation.sentences(bench),
        *bending.sentences(bench),
    ]


def review_notes(bench: Workbench) -> list[str]:
    """What is wrong in the reviews about numbers that were drawn, and about those that the recipe compares with."""
    sources = [one.source for one in bench.recipe.reported]
    return defects_told(bench.library.reviews(), (entry.where for entry in bench.ledger.entries), sources)


def override_notes(ledger: Ledger) -> list[str]:
    """Overrides that no number was drawn under."""
    unused = ledger.unused_overrides()
    curve = [name for name in unused if name.startswith(OPEN_CIRCUIT)]
    notes = [
        f"overrides.{name}: nothing is drawn under this name" + (f"; did you mean {' or '.join(near)}?" if near else "")
        for name, near in unused.items()
        if name not in curve and not (curve and name in ("conversion/potential", "conversion/slope", "conversion/step"))
    ]
    if curve and "conversion/potential" in unused:
        notes.append(
            f"overrides.{OPEN_CIRCUIT}: sulfur of this cell reacts through a solution, in two steps with potentials of "
            "their own, and the curve is not used; set solution/lower_potential and others (`brimstone list constants`)"
        )
    return notes


def cell_notes(library: Library, cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """Where the cell is near the limits of what is computed."""
    return [
        *_network_notes(library, cell, steps),
        *_dry_notes(cell),
        *_milling_notes(library, cell),
        *_reach_notes(cell),
    ]


def gain_notes(cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On discharges that give more than the first of their kind, and whose charge that is."""
    discharges = [step for step in steps if step.shown and step.solved and step.instruction.kind == "discharge"]
    first = next(iter(discharges), None)
    if first is None or not cell.equations.converts(cell.parameters[0]):
        return []
    alike = [step for step in discharges if step.instruction.label == first.instruction.label and not step.pulse]
    most = max(alike, key=lambda step: float(step.charges[0]), default=first)
    gained = float(most.charges[0] - first.charges[0])
    if gained <= _NOTABLE_GAIN * float(first.charges[0]) or not first.charges[0] > 0.0:
        return []
    mass, what, unit = (
        (first.amounts.sulfur[0], "sulfur", "mAh/g S")
        if first.amounts.sulfur[0] > 0.0
        else (first.amounts.active[0], "active material", "mAh/g of active material")  # selenium
    )
    per_gram = mass * MAH_G
    sulfur = float(most.sulfur_charges[0] - first.sulfur_charges[0])
    words = (
        f"discharge {1 + alike.index(most)} at {first.instruction.label.removeprefix('discharge ')} gives "
        f"{100 * gained / first.charges[0]:.2g} % more than the first, {gained / per_gram:.3g} {unit}"
    )
    if first.status == ANODE_EMPTY:
        return [f"{words}: lithium that charges before it brought to the anode, which ran empty in the first"]
    if gained - sulfur < 0.5 * gained:
        return [f"{words}: {what} that charges before it brought into reach"]
    change = f", while {what} gives {-sulfur / per_gram:.2g} {unit} less" if sulfur < -0.05 * gained else ""
    return [
        f"{words}: {(gained - sulfur) / per_gram:.3g} of electrolyte that a charge before it oxidised and that is "
        f"reduced again{change}"
    ]


def above_theory_notes(cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On the first step that passes more than the active material holds, and what of it the electrolyte does."""
    theory = float(cell.theoretical_charge[0])
    if not cell.equations.converts(cell.parameters[0]):
        return []
    for step in steps:
        passed, sulfur = abs(float(step.charges[0])), float(step.sulfur_charges[0])
        mass = float(step.amounts.sulfur[0]) * MAH_G
        by_electrolyte = passed - sulfur
        if step.shown and step.solved and mass > 0.0 and passed > theory and by_electrolyte > _NOTABLE_GAIN * theory:
            return [
                f"{step.instruction.label} passes {passed / mass:.4g} mAh/g S, more than the {theory / mass:.4g} that "
                f"the active material holds: {by_electrolyte / mass:.3g} of it is redox of the electrolyte, which "
                f"capacities count on the sulfur; by the active material alone it is {sulfur / mass:.4g}"
            ]
    return []


def solid_notes(bench: Workbench, cell: DerivedCell) -> list[str]:
    """On active materials that are computed as solids in an electrolyte that dissolves polysulfides."""
    active = bench.material(bench.recipe.cathode.active)
    around = [name for name in cell.composite.electrolyte_shares if takes_up(bench.material(name))]
    if cell.equations is not SOLID or active.kind != "active" or not around:
        return []
    return [
        f"{active.name} reacts as a solid here: what of it dissolves in {' and '.join(around)} and shuttles to the "
        "anode is not computed, so that capacity and efficiency are upper ends"
    ]


def _reach_notes(cell: DerivedCell) -> list[str]:
    """On a cathode whose active material next to nothing reaches, and what it lacks."""
    inside = cell.composite
    if not cell.equations.converts(cell.parameters[0]) or nominal(inside.reachable) > _LEAST_REACH:
        return []
    electrons, ions = nominal(inside.electronic_connection), nominal(inside.ionic_connection)
    if electrons <= ions:
        lacks, remedy = "electrons", "more carbon, or one that percolates at less (fibres, nanotubes)"
    else:
        lacks, remedy = "ions", "more electrolyte, or finer grains of it"
    return [
        f"{lacks} reach {100 * nominal(inside.reachable):.2g} % of the active material: what conducts them makes up no "
        f"network through the cathode, so that it gives nothing at any current. It takes {remedy}"
    ]


def mesh_notes(error: float, nodes: int) -> list[str]:
    """Where the mesh is too coarse for what happens in the cathode."""
    if not error > _LARGEST_MESH_ERROR:
        return []
    return [
        f"the mesh of {nodes} nodes is {1e3 * error:.0f} mV off on average in at least one step: a narrow zone "
        f"reacts. Repeat with --nodes {4 * nodes}"
    ]


def _milling_notes(library: Library, cell: DerivedCell) -> list[str]:
    """On milling harder or longer than anything that its laws were compared with."""
    dose, most = nominal(cell.composite.milling_dose), library.constant("milling/largest_dose").si
    if dose <= library.constant("milling/trusted_dose").si:
        return []
    held = f"; each step is held at {most:g} times" if dose >= most else ""
    return [
        f"the powder took {dose:.2g} times the energy of the usual planetary mill (400 rpm for 10 h){held}: what so "
        "much milling does to grains and electrolyte is extrapolated"
    ]


def _network_notes(library: Library, cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On the ionic network where it costs voltage and the two tiers of the composite disagree on it."""
    trusted = library.constant("composite/trusted_electrolyte_fraction").si
    if not cell.composite.electrolyte_shares:
        return []
    fraction = nominal(cell.composite.phi_electrolyte)
    costs = [step.losses.mean(step.curve.charge)["ionic path"] for step in steps if step.losses is not None]
    if fraction >= trusted or max(costs, default=0.0) < _NOTABLE_COST:
        return []
    return [
        f"the cathode holds {100 * fraction:.0f} vol% of electrolyte; below {100 * trusted:.0f} vol% its ionic "
        "network is near its threshold, where formulas and voxels differ by more than 25 %, and ion conduction "
        f"costs {1e3 * max(costs):.0f} mV here"
    ]


def depth_notes(cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On dissolved sulfur that differs through the depth: that it is a field, or that it should be one."""
    if cell.polysulfides is None:
        return []
    drawn = max((float(np.max(step.curve.current)) for step in steps if step.curve.current.size), default=0.0)
    spread = drawn * nominal(cell.polysulfides.spread)
    differs = (
        f"at {drawn / MA_CM2:.3g} mA/cm2 dissolved sulfur would differ by {100 * spread:.0f} % of its mean through the "
    )
    if cell.equations.fields is not None:
        return [
            f"{differs} depth of the cathode if all of it reacted evenly: it is computed as a field through cathode "
            "and separator, and the far end may run dry"
        ]
    if spread < _NOTABLE_SPREAD:
        return []
    return [
        f"{differs} depth of the cathode, which is computed with one concentration and a resistance of half the "
        "way, since no current of the protocol says so beforehand: capacities at this current are estimates. With a "
        "step at this current in the protocol it is computed as a field"
    ]


def faster_notes(cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On a discharge that gives more than the slower one before it, after which more sulfur is in solution."""
    if cell.polysulfides is None:
        return []
    told = []
    discharges = [
        step
        for step in steps
        if step.shown and step.solved and step.instruction.kind == "discharge" and step.profile.values.size
    ]
    for slow, fast in itertools.pairwise(discharges):
        if not float(fast.curve.current[-1]) > float(slow.curve.current[-1]) or not slow.charges[0] > 0.0:
            continue
        gained = float(fast.charges[0] / slow.charges[0] - 1.0)
        left = [_in_solution(cell, step) for step in (slow, fast)]
        if gained > _NOTABLE_RISE and left[0] > left[1]:
            told.append(
                f"{fast.instruction.label} gives {100 * gained:.2g} % more than {slow.instruction.label}, since less "
                f"of the sulfur is still in solution at its end, {100 * left[1]:.0f} % instead of {100 * left[0]:.0f} "
                "%: a slower discharge gives it more time to leave the cathode, and it has to come back to react"
            )
    return told


def _in_solution(cell: DerivedCell, step: Step) -> float:
    """Share of the sulfur that is short chains in solution at the end of a step."""
    return float(cell.equations.held(step.profile.values[-1])["polysulfide"].mean())


def limit_notes(recipe: Recipe, cell: DerivedCell, steps: Sequence[Step]) -> list[str]:
    """On currents that a layer with a salt can't carry for long."""
    drawn = max((float(np.max(np.abs(step.curve.current))) for step in steps if step.curve.current.size), default=0)
    return [
        f"{drawn / MA_CM2:.3g} mA/cm2 is drawn through layer {number + 1} of the separator "
        f"({recipe.separator[number].electrolyte}), whose salt is used up at one electrode above "
        f"{nominal(limit) / MA_CM2:.3g} mA/cm2: what is drawn beyond that lasts until it is"
        for number, limit in cell.limiting_currents.items()
        if drawn > nominal(limit)
    ]


def _dry_notes(cell: DerivedCell) -> list[str]:
    """On a cathode without electrolyte, of which ions reach the surface only."""
    if cell.composite.electrolyte_shares:
        return []
    depth, whole = cell.parameter("thickness"), cell.composite.thickness
    low, high = np.quantile(depth[1:] if depth.size > 1 else depth, INTERVAL) / UM
    spread = f" ({low:.2g} to {high:.2g})" if depth.size > 1 else ""
    return [
        f"the cathode has no electrolyte in it: ions reach {nominal(depth) / UM:.2g} um{spread} of its "
        f"{nominal(whole) / UM:.0f} um, the depth to which the adjacent layer conforms to its surface; deeper sulfur "
        "takes no part. What dissolves in a polymer and moves to the surface is not computed. An electrolyte mixed in, "
        "or infiltrated into the pores, reaches all of it"
    ]
