"""What polysulfides mean for the steps of a run."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.constants import DAY
from brimstone.model.derive import DerivedCell
from brimstone.physics.shuttle import charge_shuttle_factor
from brimstone.result import Figure, Step
from brimstone.result.shuttle import Shuttle
from brimstone.solver.interface import TIME


def shuttle_of(cell: DerivedCell, steps: Sequence[Step]) -> Shuttle | None:
    """Shuttle of a run; None where the electrolyte in the cathode dissolves no polysulfides."""
    if (polysulfides := cell.polysulfides) is None:
        return None
    charges = [step for step in steps if step.instruction.kind == "charge" and step.instruction.current < 0.0]
    least = min((-step.instruction.current for step in charges), default=np.nan)
    kept = [step.profile for step in steps if len(step.profile)]
    limit = cell.equations.charge_limit
    endless = [
        step.instruction.label
        for step in charges
        if step.status == TIME and abs(step.charge.value) > 0.99 * limit * nominal(cell.theoretical_charge)
    ]
    thicknesses = polysulfides.thicknesses
    fronts = [polysulfides.front(DAY, layer) for layer in range(len(thicknesses))]
    return Shuttle(
        rate=Figure.of(polysulfides.shuttle_rate, unit="1/s"),
        current=Figure.of(polysulfides.shuttle_current, unit="A/m2"),
        factor=float(
            charge_shuttle_factor(nominal(polysulfides.shuttle_rate), nominal(polysulfides.long_chains), least)
        ),
        front=tuple(Figure.of(front, unit="m") for front in fronts),
        through=tuple(bool(front[0] >= layer[0]) for front, layer in zip(fronts, thicknesses, strict=True)),
        lost=float(cell.equations.held(kept[-1].values[-1])["lost"].mean()) if kept else np.nan,
        endless=tuple(dict.fromkeys(endless)),
        charge_limit=limit,
    )
