"""What polysulfides do in a cell that dissolves them: shuttle, charge that never ends, how far they come in a day."""

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR, MA_CM2
from brimstone.result.figures import Figure


@record
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

    def sentences(self) -> list[str]:
        """What a reader should know, nominal values."""
        if self.rate.value == 0.0:
            return ["polysulfides dissolve in the cathode and can't pass to the anode: no shuttle"]
        sentences = [
            f"polysulfides dissolve and reach the anode: {100 * self.rate.value * HOUR:.2g} % of the long chains in "
            f"solution are reduced there in an hour, at most {self.current.value / MA_CM2:.2g} mA/cm2"
        ]
        if np.isfinite(self.factor):
            sentences[0] += f", {self.factor:.2g} of the slowest charging current"
        if self.lost > 1e-3:
            sentences.append(f"{100 * self.lost:.1f} % of the sulfur ends as solid on the lithium")
        return sentences

    def warnings(self) -> list[str]:
        """What went another way than the protocol asks."""
        return [
            f"{label}: the shuttle takes up the current before the voltage is reached; ended at {self.charge_limit:g} "
            "times the theory. A higher current ends a charge, or an additive such as LiNO3, or a layer that is tight"
            for label in self.endless
        ]
