"""What polysulfides do in a cell that dissolves them: shuttle, charge that never ends, how far they come in a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brimstone.constants import MA_CM2
from brimstone.model.solution import Polysulfides
from brimstone.result.figures import Figure
from brimstone.solver.interface import TIME

if TYPE_CHECKING:
    from brimstone.result.run import Step

_DAY, _HOUR = 86400.0, 3600.0


@dataclass(frozen=True)
class Shuttle:
    """Polysulfides of a run.

    Attributes
    ----------
    rate : Figure
        Share of the dissolved long chains that lithium reduces, a second [1/s]; the shuttle constant.
    current : Figure
        What it takes of a charging current with all sulfur in solution as long chains [A/m2].
    factor : float
        That over the least charging current of the protocol: from 1 on a charge does not end; NaN without a charge.
    front : tuple of Figure
        How far polysulfides come into each layer of the separator in a day, from the cathode [m].
    through : tuple of bool
        Whether they are through it by then, nominal member.
    lost : float
        Share of the sulfur that lithium has made solid by the last step whose profiles are kept, nominal member.
    endless : tuple of str
        Labels of charges that ended by their charge and not by their voltage.
    charge_limit : float
        Charge at which those ended, over the theory of the active material.
    """

    rate: Figure
    current: Figure
    factor: float
    front: tuple[Figure, ...]
    through: tuple[bool, ...]
    lost: float
    endless: tuple[str, ...]
    charge_limit: float

    @classmethod
    def of(cls, polysulfides: Polysulfides, steps: Sequence["Step"]) -> "Shuttle":
        """What `polysulfides` mean for the steps of a run."""
        charges = [step for step in steps if step.instruction.kind == "charge" and step.instruction.current < 0.0]
        least = min((-step.instruction.current for step in charges), default=np.nan)
        kept = [step.profile for step in steps if len(step.profile)]
        lost = float(steps[0].cell.equations.held(kept[-1][-1])["lost"].mean()) if kept else np.nan
        limit = steps[0].cell.equations.charge_limit
        endless = [
            step.instruction.label
            for step in charges
            if step.status == TIME and abs(step.charge.value) > 0.99 * limit * float(step.cell.theoretical_charge[0])
        ]
        fronts = [polysulfides.front(_DAY, layer) for layer in range(len(polysulfides.thicknesses))]
        through = tuple(
            bool(front[0] >= thickness[0]) for front, thickness in zip(fronts, polysulfides.thicknesses, strict=True)
        )
        return cls(
            rate=_figure(polysulfides.shuttle_rate),
            current=_figure(polysulfides.shuttle_current),
            factor=float(polysulfides.shuttle_current[0]) / least,
            front=tuple(_figure(front) for front in fronts),
            through=through,
            lost=lost,
            endless=tuple(dict.fromkeys(endless)),
            charge_limit=limit,
        )

    def sentences(self) -> list[str]:
        """What a reader should know, nominal values."""
        if self.rate.value == 0.0:
            return ["polysulfides dissolve in the cathode and can't pass to the anode: no shuttle"]
        told = [
            f"polysulfides dissolve and reach the anode: {100 * self.rate.value * _HOUR:.2g} % of the long chains in "
            f"solution are reduced there in an hour, at most {self.current.value / MA_CM2:.2g} mA/cm2"
        ]
        if np.isfinite(self.factor):
            told[0] += f", {self.factor:.2g} of the slowest charging current"
        if self.lost > 1e-3:
            told.append(f"{100 * self.lost:.1f} % of the sulfur ends as solid on the lithium")
        return told

    def warnings(self) -> list[str]:
        """What went another way than the protocol asks."""
        return [
            f"{label}: the shuttle takes up the current before the voltage is reached; ended at {self.charge_limit:g} "
            "times the theory. A higher current ends a charge, or an additive such as LiNO3, or a layer that is tight"
            for label in self.endless
        ]


def _figure(members: np.ndarray) -> Figure:
    return Figure.of(members, np.ones(len(members), dtype=bool))
