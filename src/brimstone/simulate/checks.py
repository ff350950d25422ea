"""Runs about the nominal one: on a finer mesh, and with one loss removed at a time."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import field

import numpy as np

from brimstone._records import nominal, record
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around
from brimstone.protocol import Program
from brimstone.result import Curve
from brimstone.simulate.chosen import Stretch
from brimstone.simulate.mesh import mesh_error
from brimstone.simulate.nominal import DETAILED
from brimstone.simulate.solve import CURVE_POINTS, CURVE_TOLERANCE, ENSEMBLE_TOLERANCE, Rows, solve_nominal
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, COMPLETED, LEFT_OUT, OUTCOME_SIZE, STATUS

#: What resists at the anode, and at the contacts of the cathode.
_AT_ANODE = (Around.anode_full, Around.anode_column, Around.anode_series, Around.interphase_resistance)
_AT_CONTACTS = (Around.separator_full, Around.column, Around.contact_series, Around.collector_resistance)


@record
class Checks:
    """What the additional runs show.

    Attributes
    ----------
    mesh_error : float
        As of `Run` [V].
    without : mapping of str to ndarray (instructions, columns)
        Outcomes with one loss removed, by its name; NaN of instructions that are not looked at closely.
    """

    mesh_error: float = math.nan
    without: Mapping[str, np.ndarray] = field(default_factory=dict)

    def regained(self, nominal: np.ndarray, number: int) -> dict[str, float]:
        """Charge that an instruction gains when each loss is removed [C/m2]; zero where either run failed.

        Of the first instructions the loss is absent from the start of the protocol, in a later cycle from its start.

        Parameters
        ----------
        nominal : ndarray (instructions, columns)
            Outcomes with all losses.
        number : int
            Of the instruction.
        """
        if any(np.isnan(other[number, STATUS]) for other in self.without.values()):
            return {}
        completed = nominal[number, STATUS] in COMPLETED and nominal[number, STATUS] != LEFT_OUT
        return {
            name: float(abs(other[number, CHARGE]) - abs(nominal[number, CHARGE]))
            if completed and other[number, STATUS] in COMPLETED
            else 0.0
            for name, other in self.without.items()
        }


def run_checks(
    cell: DerivedCell, program: Program, curves: Sequence[Curve], nodes: int, later: Sequence[Stretch] = ()
) -> Checks:
    """Repeat the nominal run on twice as many nodes, and without each loss; so, too, the chosen cycles `later`."""
    controls = program.controls_of(DETAILED)
    finer = solve_nominal(cell, controls, SolverOptions(2 * nodes, CURVE_TOLERANCE, points=CURVE_POINTS))
    rows = _rows_without_losses(cell)
    both = Rows(*(np.stack(part) for part in zip(*rows.values(), strict=True)))
    without = np.full((len(rows), len(program.instructions), OUTCOME_SIZE), np.nan)
    for one in (Stretch(0, min(DETAILED, len(program.instructions)), None), *later):
        controls = program.controls_of(one.end, one.first, through=True)
        solved = solve_nominal(cell, controls, SolverOptions(nodes, ENSEMBLE_TOLERANCE), both, one.start)
        without[:, one.first : one.end] = solved.outcomes
    return Checks(mesh_error(curves, finer, program.instructions[:DETAILED]), dict(zip(rows, without, strict=True)))


def _rows_without_losses(cell: DerivedCell) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Parameters of the nominal member and of its surroundings with one loss removed at a time."""
    rows: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    base, place, around = cell.parameters[0], cell.equations.parameters, cell.surroundings.parameters[0]
    for name, changes in cell.equations.removable.items():
        row = base.copy()
        for parameter, factor in changes.items():
            row[place[parameter]] *= factor
        rows[name] = row, around
    parts = {name: nominal(values) for name, values in cell.resistances.items()}
    layers = sum(r for name, r in parts.items() if name.startswith("separator"))
    outside: dict[str, dict[Around, float]] = {
        "anode": {
            **dict.fromkeys(_AT_ANODE, 0.0),
            Around.anode_exchange_current: 1e9,
            Around.depleted_supply: 1e12,
        },
        "electrolyte layer": {
            Around.series_resistance: around[Around.series_resistance] - layers,
            Around.salt_voltage: 0.0,
        },
        "contacts": dict.fromkeys(_AT_CONTACTS, 0.0),
    }
    for name, change in outside.items():
        rows[name] = base, around.copy()
        rows[name][1][list(change)] = list(change.values())
    return rows
