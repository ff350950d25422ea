"""A knee in a curve of ageing: the cycle from which polarisation ends a discharge that sulfur ended before."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.constants import MAH_G
from brimstone.model.derive import DerivedCell
from brimstone.model.solid import SOLID
from brimstone.model.solid.parameters import Parameter, State
from brimstone.physics.damage import conversion_in_reach
from brimstone.protocol import Instruction, alike
from brimstone.simulate.uncertainty import Members
from brimstone.solver.interface import CHARGE, LOWER_VOLTAGE, STATUS

_ALL = 0.995  # of the sulfur in reach, beyond which a discharge has it all
_AROUND = 20  # cycles before and after, whose pace is compared
_STEEPER = 3.0  # pace after over that before, from which it is a knee
_NOTABLE = 1e-4  # of a capacity, lost in a cycle after it


def knee_notes(cell: DerivedCell, instructions: Sequence[Instruction], every: Members) -> list[str]:
    """On the cycle from which a cell fades faster since discharges no longer convert all the sulfur in reach.

    A cell hides the growth of its polarisation until then. What is computed has one film on all of the carbon, so that
    the whole cathode meets its cut-off in the same cycle; a real one does within a range of cycles.
    """
    if cell.equations is not SOLID or not cell.sulfur_mass[0] > 0.0:
        return []
    runs = [[place for place in run if instructions[place].kind == "discharge"] for run in alike(instructions)]
    places = max(runs, key=len, default=[])
    if len(places) < 2 * _AROUND or not np.all(every.outcomes[0, places, STATUS] == LOWER_VOLTAGE):
        return []
    states, row = every.means[0, places, 1], cell.parameters[0]
    reached = conversion_in_reach(states[:, State.conversion], row[Parameter.isolation], states[:, State.damage])
    bends = _first_below(reached, _ALL)
    if bends is None:
        return []
    charges = np.abs(every.outcomes[0, places, CHARGE])
    before, after = (_pace(charges[part]) for part in (slice(bends - _AROUND, bends), slice(bends, bends + _AROUND)))
    if after < _NOTABLE * charges[bends] or after < _STEEPER * before:
        return []
    per_gram, one = nominal(cell.sulfur_mass) * MAH_G, instructions[places[bends]]
    slow, fast = max(before, 0.0) / per_gram, after / per_gram
    return [
        f"the capacity bends down in cycle {one.cycle}, from {slow:.2g} to {fast:.2g} mAh/g lost in a cycle: until "
        "then a discharge converts all the sulfur in reach, and what its polarisation "
        f"grows by is hidden; from then on it meets {one.rows[-1].lower:.2g} V first, and less current gives back what "
        "is missing. A cathode whose film differs from place to place bends within a range of cycles"
    ]


def _first_below(values: np.ndarray, level: float) -> int | None:
    """Where values fall below a level for good, after as many cycles above it as a pace takes."""
    above = np.flatnonzero(values >= level)
    first = int(above[-1]) + 1 if above.size else 0
    return first if _AROUND <= first <= values.size - _AROUND else None


def _pace(charges: np.ndarray) -> float:
    """Lost in a cycle [C/m2]."""
    return float(charges[0] - charges[-1]) / (charges.size - 1)
