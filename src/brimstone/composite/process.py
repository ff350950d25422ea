"""The words of a mixing procedure, turned into mixing quality and what it costs the electrolyte."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from brimstone.composite import infiltration, mixing
from brimstone.constants import FARADAY, MOLAR_MASS_SULFUR
from brimstone.library import Material

_MILLS = ("ball-milled", "melt-milled")
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

Constant = Callable[[str], np.ndarray]


class Mixed(NamedTuple):
    """What the whole procedure did.

    Attributes
    ----------
    quality, area_factor, electrolyte_factor : array, (samples,)
        M [-], its factor on the reaction area [-], what is left of the electrolyte's conductivity [-].
    assumed : str
        What had to be assumed; empty when nothing.
    """

    quality: np.ndarray
    area_factor: np.ndarray
    electrolyte_factor: np.ndarray
    assumed: str


def mixing_outcome(
    steps: list[tuple[Any, frozenset[str]]],
    kinds: Mapping[str, frozenset[str]],
    constant: Constant,
    in_solvent: np.ndarray | None = None,
    left_by: Callable[[str], np.ndarray] | None = None,
) -> Mixed:
    """Work through the mixing steps of a recipe.

    Parameters
    ----------
    steps : list of (MixingStep, names)
        In order, each with the proper names of the components that were in.
    kinds : mapping of str to set of names
        Components that are ``"active"``, ``"electrolyte"`` and ``"carbon"``.
    constant : callable
        Draws a constant of the library by name.
    in_solvent : array, optional
        What the solvents of the cathode's treatment leave of the electrolytes' conductivity [-]; without a name that
        of a usual one is taken.
    left_by : callable, optional
        What a solvent that a step names leaves of it [-]; needed when a step names one.

    Notes
    -----
    Steps that had all of these components in combine; steps before with only some of them, the active material among
    them, count as premixing. Binders may come in at any time.
    """
    if not steps:
        milled = _quality("milled", constant)
        why = "no mixing in the recipe: taken as ball-milled together"
        kept = constant("transport/milling_factor") * (1.0 if in_solvent is None else in_solvent)
        return Mixed(milled, _area_factor(milled, constant), kept, why)
    needed = kinds["active"] | kinds["electrolyte"] | kinds["carbon"]
    overall = premixed = None
    for step, names in steps:
        if needed <= names:
            quality = _step_quality(step, constant)
            overall = quality if overall is None else mixing.combined_quality(overall, quality)
        elif kinds["active"] & names:
            quality = _step_quality(step, constant, premixing=True)
            premixed = quality if premixed is None else mixing.combined_quality(premixed, quality)
    assumed = ""
    if overall is None:
        overall = _quality("hand_ground", constant)
        assumed = "no mixing step has all components in: the rest was ground in by hand"
    if premixed is not None:
        hand, stepwise, milled = (
            constant(f"mixing/{name}_quality")[0] for name in ("hand_ground", "premixed", "milled")
        )
        overall = mixing.stepwise_quality(overall, premixed, (stepwise - hand) / (milled - hand))
    kept = _electrolyte_factor(
        [step for step, names in steps if kinds["electrolyte"] & names], constant, in_solvent, left_by
    )
    return Mixed(overall, _area_factor(overall, constant), np.broadcast_to(kept, overall.shape), assumed)


def _dose(step: Any, constant: Constant) -> np.ndarray:
    """Units of milling that a step put in; one when the recipe says neither speed nor time."""
    usual_time, usual_speed = constant("composite/milling_time"), constant("composite/milling_speed")
    speed = usual_speed if step.speed is None else step.speed.si
    time = usual_time if step.time is None else step.time.si
    return mixing.milling_dose(speed, time, usual_speed, usual_time)


def _quality(name: str, constant: Constant) -> np.ndarray:
    return np.clip(constant(f"mixing/{name}_quality"), 0.0, 1.0)


def _step_quality(step: Any, constant: Constant, premixing: bool = False) -> np.ndarray:
    name = _CONSTANT_OF[step.method]
    if premixing and step.method == "vapour-mixed":
        name = "melt_milled"  # as intimate as from the melt, for what was in
    if step.method == "melt-milled" and step.temperature is not None:
        if step.temperature.si < infiltration.MELTING_TEMPERATURE:
            name = "milled"  # nothing melted
    quality = _quality(name, constant)
    if step.method in _MILLS and (step.time is not None or step.speed is not None):
        hand = np.minimum(_quality("hand_ground", constant), quality)
        return mixing.milled_quality(_dose(step, constant), hand, quality)
    return quality


def _area_factor(quality: np.ndarray, constant: Constant) -> np.ndarray:
    names = ("hand_ground", "premixed", "milled")
    anchors = [constant(f"mixing/{name}_quality")[0] for name in names]
    return mixing.area_factor(quality, anchors, [constant(f"mixing/{name}_ln_area") for name in names])


def _electrolyte_factor(
    steps: list[Any],
    constant: Constant,
    in_solvent: np.ndarray | None,
    left_by: Callable[[str], np.ndarray] | None,
) -> Any:
    """What the steps that had electrolyte in leave of its conductivity."""
    wet = any(step.method in _WET and step.solvent is None for step in steps)
    kept: Any = 1.0 if in_solvent is None or wet else in_solvent  # a dry mixture may still be cast as a slurry
    dose: Any = 0.0
    for step in steps:
        if step.method in _MILLS:
            dose = dose + _dose(step, constant)
        if step.solvent is not None and left_by is not None:
            kept = kept * left_by(step.solvent)
        elif step.method in _WET:
            usual = np.minimum(constant(f"composite/{_CONSTANT_OF[step.method]}_retention"), 1.0)
            kept = kept * (usual if in_solvent is None else in_solvent)
    if np.all(dose == 0.0):
        return kept
    # The first unit of milling blends and coats (the calibrated factor); what is beyond damages at its own rate.
    blended = mixing.electrolyte_retention(np.minimum(dose, 1.0), constant("transport/milling_factor"))
    beyond = constant("composite/milling_time") * np.maximum(dose - 1.0, 0.0)
    return kept * blended * np.exp(-constant("mixing/electrolyte_damage_rate") * beyond)


def sulfur_share(material: Material) -> float:
    """Mass of sulfur that takes part in the reaction over mass of the active material [-].

    From formula and electrons, two for each sulfur; a mixture without a formula has the sulfur that would give its
    theoretical capacity, if its name has sulfur at all.
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
