"""A prediction made to agree with what was measured on the very cell.

The same recipe made in two laboratories differs by a factor on the reaction area. A measured point says which
laboratory this is, and which of the constants that are known only together agree with it: the factor of each member of
the ensemble is drawn from its prior times the likelihood of the measurements, and members are drawn again in proportion
to how well they explain them over all factors. A member is drawn with all of its constants, so that what is known only
in combination stays so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from brimstone.errors import RecipeError
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.protocol import Instruction, Program, compile_protocol
from brimstone.protocol.program import SAFE_WINDOW, current_of_one_c
from brimstone.recipe import Recipe
from brimstone.recipe.recipe import Anchor
from brimstone.simulate.basis import basis_of
from brimstone.simulate.curves import curve_of
from brimstone.simulate.resistance import series_resistance
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import Ensemble, SolverOptions
from brimstone.solver.interface import CHARGE, CONTINUES, ENERGY, STATUS, among

LABORATORY = "laboratory/ln_area"
CAPACITY_ERROR = 0.10  # of the logarithm: what model and measurement differ by when the factor is right, as in the fit
_RESISTANCE_ERROR = 0.25  # of the logarithm: spectra are read in more than one way
_VOLTAGE_ERROR = 0.02  # [V]
#: As how many numbers the points of a curve weigh together at most: one resistance shifts all, one area ends them.
_CURVE = 2.0
_FREEDOM = 4.0  # of Student's t, whose tails leave room for a point that is wrong
_RANGE, _COARSE, _FINE = 3.0, 9, 241  # of the factor, in standard deviations of its prior, and points of both grids
_NODES, _TOLERANCE = 20, 1e-5
_POINTS = 200  # of a curve
_LEAST = 1e-3  # of the theoretical charge; below it a cell is dead and its capacity has no logarithm
_SAME_RATE = 0.02  # relative; papers round their rates
_UNLIKELY = 4.0  # log-likelihood by which the nominal member may fall behind the best
_FEW = 0.1  # share of the members that count, below which a reader is told


def condition(
    recipe: Recipe,
    library: Library,
    members: int,
    seed: int,
    given: Mapping[str, np.ndarray] | None = None,
) -> tuple[dict[str, np.ndarray], list[str]]:
    """All uncertain numbers of each member, given the anchors of the recipe.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    members, seed : int
        Of the ensemble, the nominal member included.
    given : mapping of str to ndarray (members,), optional
        Samples in place of those that the library draws, by name.

    Returns
    -------
    dict
        What `Ledger` takes as conditioned; empty without anchors.
    list of str
        What a reader should know of it.

    Raises
    ------
    RecipeError
        For an anchor that this cell can't be measured for.
    """
    if not recipe.anchor:
        return {}, []
    gap, fine, drawn = gaps_by_factor(recipe, library, members, seed, given)
    notes = [note for anchor, one in zip(recipe.anchor, gap, strict=True) if (note := _note(anchor, one[0]))]
    agreed = agree(gap, fine, seed, weights(recipe.anchor))
    if members > 1 and agreed.effective < _FEW * members:
        notes.append(
            f"anchor: only about {agreed.effective:.0f} of {members - 1} samples agree with all points together; "
            "intervals are rough, and more samples (--members) make them smoother"
        )
    return _samples(recipe, library, agreed, drawn), notes


def condition_on_some(
    recipe: Recipe,
    library: Library,
    members: int,
    seed: int,
    given: Mapping[str, np.ndarray],
    chosen: Sequence[Sequence[int]],
) -> Iterator[dict[str, np.ndarray]]:
    """What `condition` gives for some of the anchors of the recipe at a time; all are computed once.

    Parameters
    ----------
    recipe, library, members, seed, given
        As for `condition`.
    chosen : sequence of sequence of int
        Places of anchors that are given together.
    """
    gap, fine, drawn = gaps_by_factor(recipe, library, members, seed, given)
    counts = weights(recipe.anchor)
    for places in map(list, chosen):
        yield _samples(recipe, library, agree(gap[places], fine, seed, counts[places]), drawn)


def _samples(
    recipe: Recipe, library: Library, agreed: "Agreed", drawn: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    conditioned = {name: samples[agreed.kept] for name, samples in drawn.items() if name not in recipe.overrides}
    conditioned[LABORATORY] = float(library.constant("laboratory/ln_area_deviation").si) * agreed.factors
    return conditioned


def gaps_by_factor(
    recipe: Recipe, library: Library, members: int, seed: int, given: Mapping[str, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Computed less measured of every anchor, member and laboratory.

    Parameters
    ----------
    recipe, library, members, seed, given
        As for `condition`.

    Returns
    -------
    ndarray (anchors, members, factors)
        In standard errors.
    ndarray (factors,)
        Of the laboratory, in standard deviations of its prior.
    dict of str to ndarray (members,)
        What the cell drew, by name.
    """
    from scipy.interpolate import PchipInterpolator  # most runs have no anchor

    deviation = float(library.constant("laboratory/ln_area_deviation").si)
    coarse, fine = (np.linspace(-_RANGE, _RANGE, points) for points in (_COARSE, _FINE))
    drawn: dict[str, np.ndarray] = {}
    gaps = []
    for factor in coarse:
        samples = {**(given or {}), LABORATORY: np.full(members, deviation * factor)}
        gaps.append(_gaps(recipe, library, Ledger(members, seed, recipe.overrides, samples), drawn))
    return np.moveaxis(PchipInterpolator(coarse, np.stack(gaps), axis=0)(fine), 0, -1), fine, drawn


class Agreed(NamedTuple):
    """Members and laboratories that agree with what was measured.

    Attributes
    ----------
    kept : ndarray of int, (members,)
        Places of members, each about as often as it explains the measurements; the nominal one first if it may stay.
    factors : ndarray (members,)
        Of the laboratory of each, in standard deviations of its prior.
    effective : float
        Number of members that count.
    """

    kept: np.ndarray
    factors: np.ndarray
    effective: float


def weights(anchors: Sequence[Anchor]) -> np.ndarray:
    """As how many numbers each anchor counts, (anchors,): the points of one curve as two together at most."""
    curves = [None if one.voltage is None else _step_of(one) for one in anchors]
    return np.array([1.0 if one is None else min(1.0, _CURVE / curves.count(one)) for one in curves])


def _step_of(anchor: Anchor) -> tuple[str, str, int, str]:
    return str(anchor.rate), anchor.direction, anchor.cycle, str(anchor.temperature)


def agree(gap: np.ndarray, fine: np.ndarray, seed: int, weighing: np.ndarray) -> Agreed:
    """Draw members and laboratories from their prior times the likelihood of the measurements.

    Parameters
    ----------
    gap : ndarray (anchors, members, factors)
        Computed less measured, in standard errors.
    fine : ndarray (factors,)
        Of the laboratory, in standard deviations of its prior.
    seed : int
    weighing : ndarray (anchors,)
        As how many numbers each counts [-].
    """
    misfit = np.tensordot(weighing, np.log1p(gap**2 / _FREEDOM), axes=1)
    cost = 0.5 * fine**2 + 0.5 * (_FREEDOM + 1.0) * misfit
    best = cost.min(axis=1)
    likelihood = np.exp(best.min() - cost).sum(axis=1)
    kept = _drawn_again(likelihood, np.random.default_rng([seed, 8]))
    kept[0] = 0 if best[0] < best.min() + _UNLIKELY else int(np.argmin(best))
    effective = float(likelihood.sum() ** 2 / np.sum(likelihood**2))
    return Agreed(kept, _factors(cost[kept], fine, seed), effective)


def _drawn_again(weights: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Places of members, as many as there are weights, each about as often as its weight says (systematic)."""
    total = np.cumsum(weights / weights.sum())
    places = (np.arange(weights.size) + generator.random()) / weights.size
    return generator.permutation(np.minimum(np.searchsorted(total, places), weights.size - 1))


def _factors(cost: np.ndarray, fine: np.ndarray, seed: int) -> np.ndarray:
    """Factor of each member, in standard deviations: one drawn from each row, the likeliest of the first."""
    weights = np.cumsum(np.exp(cost.min(axis=1, keepdims=True) - cost), axis=1)
    weights /= weights[:, -1:]
    ranks = np.random.default_rng([seed, 7]).permutation((np.arange(len(cost)) + 0.5) / len(cost))
    factors = np.array([np.interp(rank, row, fine) for rank, row in zip(ranks, weights, strict=True)])
    factors[0] = fine[np.argmin(cost[0])]
    return factors


def _note(anchor: Anchor, gap: np.ndarray) -> str:
    """What a reader should know of an anchor, from the gaps of the nominal member over all factors."""
    lowest, highest = gap.min(), gap.max()
    if lowest > 1.0 or highest < -1.0:
        return (
            f"anchor {anchor.words}: no laboratory factor reproduces it with this recipe; all computed values are "
            f"{'above' if lowest > 0.0 else 'below'} it. Check the recipe and the basis of the capacity."
        )
    if anchor.capacity is not None and anchor.voltage is None and highest - lowest < 0.2 / CAPACITY_ERROR:
        return (
            f"anchor {anchor.words}: the capacity is at its ceiling there and says little of the cell; a rate at "
            "which 25 to 85 % of theory come out says more"
        )
    return ""


def _gaps(recipe: Recipe, library: Library, ledger: Ledger, drawn: dict[str, np.ndarray]) -> np.ndarray:
    """Computed less measured of every anchor and member, in standard errors, (anchors, members).

    What the cell draws on the way is added to `drawn`, by name.
    """
    gaps = np.empty((len(recipe.anchor), ledger.samples))
    warm = recipe.operation.temperature.si
    temperatures = [warm if one.temperature is None else one.temperature.si for one in recipe.anchor]
    for temperature in dict.fromkeys(temperatures):
        places = [place for place, one in enumerate(temperatures) if one == temperature]
        cell = derive(Workbench.of(recipe, library, ledger, temperature))
        gaps[places] = _at_temperature(recipe, [recipe.anchor[place] for place in places], cell)
    drawn.update((name, one) for name, one in ledger.drawn.items() if name != LABORATORY and np.any(one != one[0]))
    return gaps


def _at_temperature(recipe: Recipe, anchors: Sequence[Anchor], cell: DerivedCell) -> np.ndarray:
    program, places = _program(recipe, anchors, cell)
    outcomes, solved = np.empty((len(cell.parameters), 0, 0)), None
    if program.instructions:
        points = _POINTS if any(one.voltage is not None for one in anchors) else 0
        solved = solve_ensemble(cell, program.controls, SolverOptions(_NODES, _TOLERANCE, points=points))
        outcomes = solved.outcomes
    gaps = []
    for anchor, place in zip(anchors, places, strict=True):
        if anchor.resistance is not None:
            gaps.append(np.log(series_resistance(cell) / anchor.resistance.si) / _RESISTANCE_ERROR)
            continue
        outcome = outcomes[:, place]
        passed = np.where(among(outcome[:, STATUS], CONTINUES), np.abs(outcome[:, CHARGE]), 0.0)
        alive = np.maximum(passed, _LEAST * cell.theoretical_charge)
        if anchor.voltage is not None and solved is not None:
            measured = anchor.voltage.si + recipe.reference_potential
            gaps.append(_off_curve(solved, place, _areal(anchor, cell, recipe), measured))
        elif anchor.capacity is not None:
            gaps.append(np.log(alive / _areal(anchor, cell, recipe)) / CAPACITY_ERROR)
        elif anchor.mean_voltage is not None:
            volts = np.abs(outcome[:, ENERGY]) / alive
            gaps.append((volts - anchor.mean_voltage.si - recipe.reference_potential) / _VOLTAGE_ERROR)
    return np.array(gaps)


def _program(recipe: Recipe, anchors: Sequence[Anchor], cell: DerivedCell) -> tuple[Program, list[int]]:
    """The recipe's own protocol as far as the anchors reach, and the place of each anchor in it.

    What comes before a step in the recipe, formation and a first charge included, comes before it here. A step that the
    recipe does not have follows at the end, from the state reached.
    """
    basis = basis_of(cell, recipe)
    own = compile_protocol(recipe, basis)
    currents = {"C": current_of_one_c(recipe, basis), "specific current": basis.mass, "current density": 1.0}
    instructions: list[Instruction] = []
    places: list[int] = []
    missing: dict[str, list[int]] = {}
    for number, anchor in enumerate(anchors):
        place = -1
        if anchor.rate is not None:
            current = anchor.rate.si * currents[anchor.rate.kind]
            place = place_of(own.instructions, anchor.direction, anchor.cycle, current)
            if place < 0:
                missing.setdefault(anchor.direction, []).append(number)
            instructions = list(own.instructions[: max(len(instructions), place + 1)])
        places.append(place)
    for direction, numbers in missing.items():
        rows = [row for one in own.instructions for row in one.rows]
        lower = min((row.lower for row in rows if row.lower > SAFE_WINDOW[0]), default=1.0)
        upper = max((row.upper for row in rows if row.upper < SAFE_WINDOW[1]), default=2.8)
        steps = list(dict.fromkeys(_step_of(anchors[number]) for number in numbers))  # points of a curve share theirs
        rates = {"rates": [rate for rate, *_ in steps], "direction": direction}
        step = {**rates, "window": [f"{lower} V", f"{upper} V"]}
        mapping = {**recipe.to_mapping(), "protocol": [step], "reference": "Li/Li+"}
        charged = _charged(instructions, cell.starts_charged)
        more = compile_protocol(Recipe.from_mapping(mapping, recipe.source), replace(basis, starts_charged=charged))
        shown = [place for place, one in enumerate(more.instructions) if one.shown]
        place_in_more = dict(zip(steps, shown, strict=True))
        for number in numbers:
            places[number] = len(instructions) + place_in_more[_step_of(anchors[number])]
        instructions += more.instructions
    return Program(tuple(instructions), ()), places


def place_of(instructions: Sequence[Instruction], direction: str, cycle: int, current: float) -> int:
    """Place of the instruction in which a capacity was measured at a current [A/m2]; -1 where there is none."""
    for place, one in enumerate(instructions):
        same = one.kind == direction and abs(abs(one.current) / current - 1.0) <= _SAME_RATE
        if same and max(1, one.turn) == cycle:
            return place
    return -1


def _charged(instructions: Sequence[Instruction], at_first: bool) -> bool:
    """Whether the cell is charged after these instructions."""
    halves = [one.kind for one in instructions if one.kind in ("charge", "discharge")]
    return halves[-1] == "charge" if halves else at_first


def _off_curve(solved: Ensemble, place: int, charges: np.ndarray, measured: float) -> np.ndarray:
    """Voltage of each member after a charge [C/m2] less the measured one, in standard errors.

    Where the curve is steep the error of a capacity is one of the voltage, too. A member that has come to its end
    before counts with the voltage of that end.
    """
    gaps = np.empty(len(charges))
    for member, charge in enumerate(charges):
        curve = curve_of(solved, place, member)
        if curve.time.size < 2:
            gaps[member] = -measured / _VOLTAGE_ERROR
            continue
        around = charge * np.array([1.0, 1.0 - CAPACITY_ERROR, 1.0 + CAPACITY_ERROR])
        here, before, after = np.interp(around, np.abs(curve.charge), curve.voltage)
        gaps[member] = (here - measured) / np.hypot(_VOLTAGE_ERROR, 0.5 * (before - after))
    return gaps


def _areal(anchor: Anchor, cell: DerivedCell, recipe: Recipe) -> np.ndarray:
    """The measured capacity per area [C/m2]."""
    capacity = anchor.capacity
    if capacity is None:
        raise ValueError(f"anchor {anchor.words}: it has no capacity")
    if capacity.kind == "areal charge":
        return np.full(len(cell.parameters), capacity.si)
    masses = {
        "sulfur": cell.sulfur_mass,
        "active": cell.active_mass,
        "electrode": cell.composite.density * cell.composite.thickness,
    }
    if not np.all(masses[anchor.per] > 0.0):
        raise RecipeError(f"is per gram of {anchor.per}, and there is none in this cell", "anchor", recipe.source)
    return np.asarray(capacity.si * masses[anchor.per])
