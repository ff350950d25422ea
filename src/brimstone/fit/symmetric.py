"""Symmetric cells of lithium on a plate or a pellet, through the recipe of a cell with the same anode and separator."""

from collections.abc import Callable

import numpy as np

from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import parse

_DOUX_AREA = np.pi / 4 * 0.013**2  # a disc of 13 mm [m2]
_DIE_AREA = np.pi / 4 * 0.010**2  # a die of 10 mm, as usual for pressed pellets; the paper does not give its own [m2]
#: Fresh lithium on fresh argyrodite: next to no interphase yet, and the conductivity of the paper's own pellets.
_FRESH = "overrides: {Li6PS5Cl.interphase_resistance: 0 ohm cm2, Li6PS5Cl.ionic_conductivity.at_25_degC: 2.25 mS/cm}"
_RECIPE = """
cathode: {{active: S, composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}, loading: 1 mg/cm2}}
separator: [{{electrolyte: {electrolyte}, thickness: {thickness}}}]
anode: {{material: Li, {anode}}}
operation: {{temperature: 25 degC, stack_pressure: {pressure} MPa}}
protocol: [{{rest: 1 h}}]
{extra}
"""

Computation = Callable[[Library, Ledger, float], np.ndarray]


def resistances(
    library: Library,
    samples: int,
    electrolyte: str,
    anode: str,
    *,
    thickness: str = "1 mm",
    pressure: float = 0.0,
    extra: str = "",
) -> tuple[np.ndarray, np.ndarray]:
    """Area resistances of one interface of lithium and of the plate, shape (samples,) [ohm m2].

    `anode` holds the fields of the anode other than its material, such as ``interface: none``; `pressure` is that of
    the stack [MPa].
    """
    recipe = parse(
        _RECIPE.format(electrolyte=electrolyte, thickness=thickness, anode=anode, pressure=pressure, extra=extra)
    )
    cell = derive(Workbench.of(recipe, library, Ledger(samples, 0, recipe.overrides)))
    plate = next(values for name, values in cell.resistances.items() if name.startswith("separator"))
    return cell.resistances["anode_interface"], plate


def interface(electrolyte: str, treatment: str) -> Computation:
    """Area resistance of one interface of lithium, placed without pressure, or treated."""

    def compute(library: Library, ledger: Ledger, _: float) -> np.ndarray:
        return resistances(library, ledger.samples, electrolyte, f"interface: {treatment}")[0]

    return compute


def symmetric_cell(electrolyte: str, treatment: str) -> Computation:
    """Area resistance of a symmetric cell: both interfaces and a plate of 1 mm between them."""

    def compute(library: Library, ledger: Ledger, _: float) -> np.ndarray:
        one, plate = resistances(library, ledger.samples, electrolyte, f"interface: {treatment}")
        return 2.0 * one + plate

    return compute


def tin(library: Library, ledger: Ledger, _: float) -> np.ndarray:
    """Symmetric cell with tin pressed between lithium and Li3.25Ge0.25P0.75S4, pellet of 0.6 mm and 10 mm [ohm]."""
    words = "interface: tin or silicon powder by pressing"
    electrolyte = "Li3.25Ge0.25P0.75S4"
    one, plate = resistances(library, ledger.samples, electrolyte, words, thickness="600 um", pressure=9.2)
    return (2.0 * one + plate) / _DIE_AREA


def under_pressure(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    """Fresh symmetric cell of lithium and Li6PS5Cl at its first stack pressure [MPa] [ohm]."""
    one, plate = resistances(library, ledger.samples, "Li6PS5Cl", "interface: none", pressure=pressure, extra=_FRESH)
    return (2.0 * one + plate) / _DOUX_AREA


def after_pressure(library: Library, ledger: Ledger, highest: float) -> np.ndarray:
    """The same at 5 MPa after a higher pressure [MPa]."""
    words = f"interface: none, pressed_at: {highest} MPa"
    one, plate = resistances(library, ledger.samples, "Li6PS5Cl", words, pressure=5.0, extra=_FRESH)
    return (2.0 * one + plate) / _DOUX_AREA
