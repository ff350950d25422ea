"""The recipes that the checks are run on: one cell in the words of the recipe language, changed field by field."""

import re

import numpy as np

from brimstone._records import nominal
from brimstone.cell import Cell
from brimstone.constants import MAH_G, OHM_CM2
from brimstone.inspect import check
from brimstone.library import Ledger, Library
from brimstone.library import load as load_library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.recipe import parse
from brimstone.result import Run, Step

_RECIPE = """
cathode:
  active: {active}
  composition: {composition}
  loading: {loading}
  mixing: {mixing}
  pressed_at: {pressed_at}
  collector: {collector}
{cathode}
separator: {separator}
anode: {anode}
operation: {{temperature: {temperature}, stack_pressure: {stack_pressure}, fixture: {fixture}}}
protocol: {protocol}
{more}
"""

#: A pressed cell as most papers make it; every field can be written otherwise.
_USUAL = {
    "active": "S",
    "composition": "{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}",
    "loading": "1 mg/cm2",
    "mixing": "ball-milled",
    "pressed_at": "370 MPa",
    "collector": "stainless steel",
    "cathode": "",
    "separator": "[{electrolyte: Li6PS5Cl, thickness: 500 um}]",
    "anode": "Li-In",
    "temperature": "25 degC",
    "stack_pressure": "50 MPa",
    "fixture": "constant pressure",
    "protocol": "[{discharge: 0.1C, to: 1.0 V}]",
    "more": "",
}

#: A line of a recipe that leaves the electrolyte's own redox out, so that sulfur alone is seen.
SULFUR_ALONE = "overrides: {redox/reach: 1e-9 nm}"

S_CM = 100.0  #: [S/m]


def library() -> Library:
    """The library that the recipes draw on."""
    return load_library()


def cell(**fields: str) -> Cell:
    """The usual cell with some fields written otherwise; `cathode` and `more` are further lines of YAML.

    A field of the cathode that is empty is left out.
    """
    words = {**_USUAL, **fields}
    words["cathode"] = "\n".join(f"  {line}" for line in words["cathode"].splitlines())
    lines = _RECIPE.format(**words).splitlines()
    return Cell(parse("\n".join(line for line in lines if not re.fullmatch(r"  \w+: ", line))), library())


def run(**fields: str) -> Run:
    """Nominal run of `cell`."""
    return cell(**fields).run(certain=True)


def made(samples: int = 1, /, **fields: str) -> DerivedCell:
    """The cell of a recipe as made, not run."""
    one = cell(**fields)
    return derive(Workbench.of(one.recipe, one.library, Ledger(samples, 0, one.recipe.overrides)))


def rules(**fields: str) -> list[str]:
    """Names of the design rules with a note on the recipe of `cell`.

    Raises
    ------
    RecipeError
        When it breaks one that is an error.
    """
    one = cell(**fields)
    return [note.rule for note in check(one.recipe, one.library) if note.level == "warning"]


def mixture(**shares: float) -> str:
    """Composition in wt%, scaled to 100; underscores stand for blanks."""
    total = sum(shares.values())
    parts = (f"'{name.replace('_', ' ')}': {100 * part / total:.6f} wt%" for name, part in shares.items())
    return "{" + ", ".join(parts) + "}"


def separator_resistance(
    electrolyte: str, thickness: str, temperature: str = "25 degC", samples: int = 1
) -> np.ndarray:
    """Area resistance of a separator of one electrolyte in a cell [ohm m2], shape (samples,)."""
    layer = f"[{{electrolyte: '{electrolyte}', thickness: {thickness}}}]"
    one = made(samples, separator=layer, temperature=temperature)
    return next(values for name, values in one.resistances.items() if name.startswith("separator"))


def conductivity(electrolyte: str, temperature: str = "25 degC", samples: int = 1) -> np.ndarray:
    """Conductivity of an electrolyte as a measurement on a layer of 100 um gives it, L/R [S/m]."""
    return OHM_CM2 / separator_resistance(electrolyte, "100 um", temperature, samples)


def capacity(step: Step, per: str = "sulfur") -> float:
    """Capacity of a step [mAh/g]."""
    return step.capacity(per).value / MAH_G


def sulfur_capacity(step: Step) -> float:
    """What sulfur alone gave or took in a step [mAh/g of sulfur]."""
    return abs(step.sulfur_charge) / nominal(step.amounts.sulfur) / MAH_G


def area_resistances(one: DerivedCell) -> dict[str, float]:
    """Series resistances of a cell [ohm cm2]."""
    return {name: float(values[0]) / OHM_CM2 for name, values in one.resistances.items()}
