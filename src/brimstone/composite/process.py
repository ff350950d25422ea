"""Mixing quality and electrolyte damage from the steps of a mixing procedure."""

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
    """Outcome of the whole mixing procedure.

    Attributes
    ----------
    quality, area_factor, electrolyte_factor : array, (samples,)
        M [-], its factor on the reaction area [-], fraction of the electrolyte conductivity retained [-].
    assumed : str
        Assumptions made; empty if there are none.
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
    """Evaluate the mixing steps of a recipe.

    Parameters
    ----------
    steps : list of (MixingStep, names)
        In order, each with the canonical names of the components present.
    kinds : mapping of str to set of names
        Components that are ``"active"``, ``"electrolyte"`` and ``"carbon"``.
    constant : callable
        Draws a constant of the library by name.
    in_solvent : array, optional
        Fraction of the electrolyte conductivity retained after the solvents of the cathode treatment [-]; a typical
        solvent if none is named.
    left_by : callable, optional
        The same for a solvent named by a mixing step [-]; required if one is named.

    Notes
    -----
    Steps with all of these components combine; earlier steps with the active material and only some of the others count
    as premixing. Binders can be added at any time.
    """
    if not steps:
        milled = _quality("milled", constant)
        why = "no mixing in the recipe: assumed ball-milled together"
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
        assumed = "no mixing step includes all components: the rest is assumed ground in by hand"
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
    """Milling dose of a step; one if the recipe gives neither speed nor time."""
    usual_time, usual_speed = constant("composite/milling_time"), constant("composite/milling_speed")
    speed = usual_speed if step.speed is None else step.speed.si
    time = usual_time if step.time is None else step.time.si
    return mixing.milling_dose(speed, time, usual_speed, usual_time)


def _quality(name: str, constant: Constant) -> np.ndarray:
    return np.clip(constant(f"mixing/{name}_quality"), 0.0, 1.0)


def _step_quality(step: Any, constant: Constant, premixing: bool = False) -> np.ndarray:
    name = _CONSTANT_OF[step.method]
    if premixing and step.method == "vapour-mixed":
        name = "melt_milled"  # as intimate as from the melt, for the components present
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
    """Fraction of the electrolyte conductivity retained after the steps that include it."""
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
    # The first unit of milling blends and coats (calibrated factor); further milling causes damage at its own rate.
    blended = mixing.electrolyte_retention(np.minimum(dose, 1.0), constant("transport/milling_factor"))
    beyond = constant("composite/milling_time") * np.maximum(dose - 1.0, 0.0)
    return kept * blended * np.exp(-constant("mixing/electrolyte_damage_rate") * beyond)


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
