"""A cell whose loops can be cut, and how a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone._records import nominal
from brimstone.constants import MAH_G, MPA
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.model.surroundings import Around
from brimstone.protocol import Basis, Program, compile_protocol
from brimstone.recipe import Recipe, parse
from brimstone.simulate.pressure import step_changes
from brimstone.simulate.solve import Rows, solve_nominal
from brimstone.solver.ensemble import Ensemble, SolverOptions
from brimstone.solver.interface import CHARGE, SOLVED, STATUS
from brimstone.view.charts import Chart

NODES, _TOLERANCE = 20, 1e-5

_RECIPE = """
name: the cell of this page
cathode:
  active: S
  composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, Ketjenblack: 20 wt%}
  loading: 1 mg/cm2
  mixing: ball-milled
  pressed_at: 360 MPa
  collector: stainless steel
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um, pressed_at: 360 MPa}]
anode: {material: Li-In, thickness: 150 um}
operation: {temperature: 60 degC, stack_pressure: 50 MPa, fixture: constant pressure}
protocol: [{cycles: 1, discharge: 0.2C, charge: 0.2C, window: [1.5 V, 2.8 V]}]
"""


@dataclass(frozen=True)
class Prepared:
    """A cell and what is done with it; `cut` loops are changes of its parameters, by name."""

    cell: DerivedCell
    program: Program

    @classmethod
    def of(cls, library: Library, **changes: Any) -> "Prepared":
        """The cell of this page with fields changed: ``cathode__porosity="5 %"``."""
        return cls.made(_recipe(**changes), library)

    @classmethod
    def made(cls, recipe: Recipe, library: Library) -> "Prepared":
        """Of any recipe."""
        bench = Workbench.of(recipe, library, Ledger(1, 0, recipe.overrides))
        cell = derive(bench)
        charge, limit = nominal(cell.theoretical_charge), cell.equations.charge_limit
        mass = nominal(cell.active_mass)
        basis = Basis(charge, mass, cell.starts_charged, limit * charge, cell.counter_potential)
        return cls(cell, compile_protocol(bench.recipe, basis))

    def solve(
        self, cathode: Mapping[str, float] | None = None, around: Mapping[Around, float] | None = None
    ) -> Ensemble:
        """All steps, with some parameters of cathode and surroundings replaced."""
        rows = Rows(self.cell.parameters[:1].copy(), self.cell.surroundings.parameters[:1].copy())
        for name, value in (cathode or {}).items():
            rows.cathode[0, self.cell.equations.parameters[name]] = value
        for place, value in (around or {}).items():
            rows.around[0, place] = value
        return solve_nominal(self.cell, self.program.controls, SolverOptions(NODES, _TOLERANCE), rows)

    def capacities(self, solved: Ensemble) -> np.ndarray:
        """Of the discharges that ran, NaN for others [mAh per g of sulfur]."""
        places = [place for place, one in enumerate(self.program.instructions) if one.kind == "discharge"]
        outcomes = solved.outcomes[0, places]
        charges = np.where(np.isin(outcomes[:, STATUS], SOLVED), np.abs(outcomes[:, CHARGE]), np.nan)
        return np.asarray(charges / nominal(self.cell.sulfur_mass) / MAH_G)

    def swing(self, solved: Ensemble) -> float:
        """Largest change of the stack pressure in a step [MPa]."""
        compliance = np.sum(list(self.cell.mechanics.compliance.values()), axis=0)
        return float(np.abs(step_changes(self.cell.surroundings, compliance, solved.ends)[0]).max() / MPA)


def _recipe(**changes: Any) -> Recipe:
    tree = parse(_RECIPE).to_mapping()
    for name, value in changes.items():
        *path, last = name.split("__")
        part = tree
        for key in path:
            part = part[key]
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return Recipe.from_mapping(tree)


@dataclass(frozen=True)
class Section:
    """One loop: words, table, figure."""

    title: str
    words: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: Chart
    closing: str = ""

    def lines(self) -> list[str]:
        """As Markdown."""
        table = ["| " + " | ".join(row) + " |" for row in (self.header, ["---"] * len(self.header), *self.rows)]
        picture = f"![{self.chart.caption}](images/{self.chart.name}.svg)"
        closing = ["", self.closing] if self.closing else []
        return ["", f"## {self.title}", "", self.words, "", picture, "", *table, *closing]
