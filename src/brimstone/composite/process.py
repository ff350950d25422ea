"""Mixing quality and electrolyte damage from the steps of a mixing procedure."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, NamedTuple

import numpy as np

from brimstone.composite import infiltration, mixing
from brimstone.composite.milling import (
    Milling,
    Stated,
    amorphised_share,
    milled_conductivity,
    milling,
    usual_breaking,
)
from brimstone.constants import FARADAY, MOLAR_MASS_SULFUR
from brimstone.library import Material
from brimstone.recipe.mixing import MixingStep

_WET = ("solution", "slurry")
_CONSTANT_OF = {
    "hand-ground": "hand_ground",
    "ball-milled": "milled",
    "melt-milled": "melt_milled",
    "vapour-mixed": "vapour_mixed",
    "solution": "solution",
    "slurry": "slurry",
    "dry film": "dry_film",
}
#: Machines without balls that mix like a hand does, only better -> name of their quality.
_GENTLE = {"centrifugal": "centrifugal", "acoustic": "centrifugal", "blade": "blade"}
_LONGER_THAN = 900.0  # [s] by hand, what the quality of hand-ground powders stands for

Constant = Callable[[str], np.ndarray]
Ground = Callable[[MixingStep], Milling]


class Powders(NamedTuple):
    """Canonical names of the components by what they do; of electrolytes with their shares of all electrolyte [-]."""

    active: frozenset[str]
    carbon: frozenset[str]
    electrolyte: Mapping[str, np.ndarray]


class Doses(NamedTuple):
    """Dose that a component got in mills without and with electrolyte around it [-]."""

    alone: Any
    embedded: Any


class Mixed(NamedTuple):
    """Outcome of the whole mixing procedure.

    Attributes
    ----------
    quality, area_factor : array, (samples,)
        M [-] and its factor on the reaction area [-].
    electrolyte_factors : mapping of str to array
        Fraction of its conductivity that each electrolyte retained [-].
    doses : mapping of str to Doses
        Of each component.
    mills : tuple of Milling
        The steps in mills, in order.
    precipitated : frozenset of str
        Components that came out of a solution or of the gas phase.
    grown_on : frozenset of str
        Carbons that the active material came out of a solution or of the gas phase with, no electrolyte among it.
    assumed : str
        Assumptions made; empty if there are none.
    """

    quality: np.ndarray
    area_factor: np.ndarray
    electrolyte_factors: Mapping[str, np.ndarray]
    doses: Mapping[str, Doses]
    mills: tuple[Milling, ...]
    precipitated: frozenset[str]
    grown_on: frozenset[str]
    assumed: str

    @property
    def largest_dose(self) -> np.ndarray:
        """Largest dose of a component [-]."""
        return np.max(
            [np.broadcast_to(one.alone + one.embedded, self.quality.shape) for one in self.doses.values()], axis=0
        )


class Solvents(NamedTuple):
    """What solvents leave of the conductivity of each electrolyte.

    Attributes
    ----------
    treatment : callable or None
        Electrolyte -> fraction left by the solvents of the cathode treatment [-]; None if none is named.
    step : callable
        Solvent and electrolyte -> fraction left [-].
    """

    treatment: Callable[[str], np.ndarray] | None
    step: Callable[[str, str], np.ndarray]


def mixing_outcome(
    steps: Sequence[tuple[MixingStep, frozenset[str]]],
    powders: Powders,
    constant: Constant,
    milled_ratio: Callable[[str], np.ndarray],
    solvents: Solvents,
    stated: Stated,
) -> Mixed:
    """Evaluate the mixing steps of a recipe.

    Parameters
    ----------
    steps : sequence of (MixingStep, names)
        In order, each with the canonical names of the components present.
    powders : Powders
    constant : callable
        Draws a constant of the library by name.
    milled_ratio : callable
        Electrolyte -> conductivity of its milled state over that of its crystal [-].
    solvents : Solvents
    stated : callable
        Samples of a quantity of the recipe, as `milling` takes it.

    Notes
    -----
    Steps with all components combine; earlier steps with the active material and only some of the others count as
    premixing. Binders can be added at any time. A mill harms the electrolyte that is in it, and no other.
    """
    needed = powders.active | powders.carbon | powders.electrolyte.keys()
    assumed = ""
    if not steps:
        steps = [(MixingStep(method="ball-milled"), needed)]
        assumed = "no mixing in the recipe: assumed ball-milled together"
    ground = functools.cache(lambda step: milling(step, constant, stated))
    mills = [(ground(step), names) for step, names in steps if _is_mill(step, names, powders.electrolyte.keys())]
    overall = premixed = None
    for step, names in steps:
        if needed <= names:
            quality = _step_quality(step, names, powders, constant, ground)
            overall = quality if overall is None else mixing.combined_quality(overall, quality)
        elif powders.active & names:
            quality = _step_quality(step, names, powders, constant, ground, premixing=True)
            premixed = quality if premixed is None else mixing.combined_quality(premixed, quality)
    if overall is None:
        overall = _quality("hand_ground", constant)
        assumed = "no mixing step includes all components: the rest is assumed ground in by hand"
    within = overall if premixed is None else mixing.combined_quality(overall, premixed)
    early = frozenset().union(*(names for _, names in steps if powders.active & names and not needed <= names))
    share = sum((part for name, part in powders.electrolyte.items() if name in early), 0.0)
    factors = {
        name: _electrolyte_factor(
            [(step, names) for step, names in steps if name in names],
            name,
            constant,
            milled_ratio(name),
            solvents,
            ground,
        )
        for name in powders.electrolyte
    }
    grown = [names for step, names in steps if step.method in ("solution", "vapour-mixed")]
    hand, premix, milled = (constant(f"mixing/{name}_quality")[0] for name in ("hand_ground", "premixed", "milled"))
    weight = np.clip((premix - hand) / np.maximum(milled - hand, np.finfo(float).tiny), 0.0, 1.0)
    return Mixed(
        mixing.stepwise_quality(overall, within, weight + (1.0 - weight) * share),
        mixing.area_factor(
            mixing.shortfall(overall, hand, milled),
            mixing.shortfall(within, hand, milled),
            share,
            mixing.RouteAreas(
                constant("mixing/hand_ground_ln_area"),
                constant("mixing/premixed_ln_area"),
                constant("area/electrolyte_exponent"),
            ),
        ),
        {name: np.broadcast_to(factor, overall.shape) for name, factor in factors.items()},
        {name: _doses(name, mills, powders.electrolyte.keys()) for name in needed},
        tuple(one for one, _ in mills),
        frozenset().union(*grown),
        powders.carbon.intersection(
            frozenset().union(*(one for one in grown if powders.active & one and not one & powders.electrolyte.keys()))
        ),
        assumed,
    )


def _is_mill(step: MixingStep, names: frozenset[str], electrolytes: Set[str]) -> bool:
    """Whether balls work on the powder; sulfur that is only melted into its carbon sees none."""
    if step.method == "melt-milled":
        stated = step.speed is not None or step.frequency is not None or step.machine or step.balls
        return bool(stated or names & electrolytes)
    return step.method == "ball-milled"


def _doses(name: str, mills: Sequence[tuple[Milling, frozenset[str]]], electrolytes: Set[str]) -> Doses:
    alone, embedded = (
        sum((one.dose for one, names in mills if name in names and bool(names & electrolytes) is inside), 0.0)
        for inside in (False, True)
    )
    return Doses(alone, embedded)


def _quality(name: str, constant: Constant) -> np.ndarray:
    return np.clip(constant(f"mixing/{name}_quality"), 0.0, 1.0)


def _by_hand(step: MixingStep, constant: Constant) -> np.ndarray:
    """Quality of grinding in a mortar, or of machines without balls."""
    if step.machine_class in _GENTLE:
        return _quality(_GENTLE[step.machine_class], constant)
    quality = _quality("hand_ground", constant)
    if step.time is None or step.time.si <= _LONGER_THAN:
        return quality
    doublings = np.log2(step.time.si / _LONGER_THAN)
    longest = np.maximum(constant("mixing/longest_hand_quality"), quality)
    return np.minimum(quality + constant("mixing/hand_gain_per_doubling") * doublings, longest)


def _step_quality(
    step: MixingStep,
    names: frozenset[str],
    powders: Powders,
    constant: Constant,
    ground: Ground,
    premixing: bool = False,
) -> np.ndarray:
    name = _CONSTANT_OF[step.method]
    if name == "hand_ground":
        return _by_hand(step, constant)
    if premixing and step.method == "vapour-mixed":
        name = "melt_milled"  # as intimate as from the melt, for the components present
    if step.method == "melt-milled" and step.temperature is not None:
        if step.temperature.si < infiltration.MELTING_TEMPERATURE:
            name = "milled"  # nothing melted
    quality = _quality(name, constant)
    if _is_mill(step, names, powders.electrolyte.keys()):
        hand = np.minimum(_quality("hand_ground", constant), quality)
        return mixing.milled_quality(ground(step).dose, hand, quality)
    return quality


def _electrolyte_factor(
    steps: Sequence[tuple[MixingStep, frozenset[str]]],
    name: str,
    constant: Constant,
    ratio: np.ndarray,
    solvents: Solvents,
    ground: Ground,
) -> Any:
    """Fraction of its conductivity that an electrolyte retains after the steps that include it."""
    wet = any(step.method in _WET and step.solvent is None for step, _ in steps)
    treated = None if solvents.treatment is None else solvents.treatment(name)
    kept: Any = 1.0 if treated is None or wet else treated  # a dry mixture may still be cast as a slurry
    for step, _ in steps:
        if step.solvent is not None:
            kept = kept * solvents.step(step.solvent, name)
        elif step.method in _WET:
            usual = np.minimum(constant(f"composite/{_CONSTANT_OF[step.method]}_retention"), 1.0)
            kept = kept * (usual if treated is None else treated)
    mills = [ground(step) for step, names in steps if _is_mill(step, names, frozenset({name}))]
    if not mills:
        return kept
    best = _quality("milled", constant)
    hand = np.minimum(_quality("hand_ground", constant), best)
    quality = mixing.milled_quality(sum(one.dose for one in mills), hand, best)
    scale = constant("milling/amorphisation_dose")
    broken, usual = (
        amorphised_share(dose, scale) for dose in (sum(one.breaking for one in mills), usual_breaking(constant))
    )
    milled = mixing.blended(quality / best, constant("transport/milling_factor")) * milled_conductivity(
        broken, usual, ratio
    )
    return kept * np.clip(milled, constant("mixing/least_retention"), np.maximum(ratio, 1.0))


def sulfur_share(material: Material) -> float:
    """Mass of reacting sulfur per mass of active material [-].

    From the formula, with two electrons per sulfur; for a mixture without a formula, from its theoretical capacity if
    its name contains sulfur.
    """
    pattern = r"S(?![a-z])(\d*\.?\d*)"
    if material.formula is None:
        if "theoretical_capacity" not in material or not re.search(pattern, material.like or material.name):
            return 0.0
        return float(min(material["theoretical_capacity"].si * MOLAR_MASS_SULFUR / (2.0 * FARADAY), 1.0))
    atoms = sum(float(count or 1) for count in re.findall(pattern, material.formula))
    if "electrons" in material:
        atoms = min(atoms, material["electrons"].si / 2.0)
    return float(atoms * MOLAR_MASS_SULFUR / material["molar_mass"].si)
