"""One instruction for the cycler."""

from collections.abc import Sequence

from brimstone._records import record
from brimstone.solver.interface import COMPLETED, Control


@record
class Instruction:
    """One instruction for the cycler.

    Attributes
    ----------
    kind : str
        ``"discharge"``, ``"charge"``, ``"rest"``, ``"hold"``, ``"ramp"``, ``"drive"`` or ``"impedance"``.
    step : int
        Index of the recipe step it belongs to, from 0.
    label : str
        In the wording of the recipe, such as ``"discharge 0.5C"``.
    rate : float
        C-rate relative to the theoretical capacity of the active material; discharge positive, NaN if not applicable.
    current : float
        Current density [A/m2], discharge positive; NaN where it follows from the cell.
    rows : tuple of Control
        The instruction in the solver's form: one, or one a stretch of a profile.
    asked : tuple of int
        Statuses by which the step ends as its recipe asks; another one leaves it undone.
    goal : str
        What the recipe asks for, in its words, for the sentence on a step that ended before.
    cycle : int
        Counted from 1 through the protocol; 0 outside cycles. Pulses, and cycles of a voltage ramp, count within
        their step.
    turn : int
        The cycle counted within its step, or the turn of its loop: as a number reported with a rate counts; 0 outside
        cycles.
    shown : bool
        Whether the recipe requested this step, as opposed to preparation for the next one.
    until : str
        What may end the cycles that it belongs to before their count, in the words of the recipe.
    frequencies : tuple of float
        Of an impedance measurement, in the order requested [Hz].
    """

    kind: str
    step: int
    label: str
    rate: float
    current: float
    rows: tuple[Control, ...]
    asked: tuple[int, ...] = COMPLETED
    goal: str = ""
    cycle: int = 0
    turn: int = 0
    shown: bool = True
    until: str = ""
    frequencies: tuple[float, ...] = ()

    @property
    def restored(self) -> bool:
        """Whether it starts from the cell as assembled, as each of a list of rates does."""
        return any(row.restore for row in self.rows)


def alike(instructions: Sequence[Instruction]) -> list[list[int]]:
    """Places of the charges and discharges of cycles that follow each other in one step at the same currents.

    Only of those are capacities compared: of a test of rates, each rate has its own.
    """
    runs: list[list[int]] = []
    step, labels = -1, dict[str, str]()
    for place, one in enumerate(instructions):
        if not one.cycle or one.kind not in ("charge", "discharge"):
            continue
        if one.step != step or labels.get(one.kind, one.label) != one.label:
            runs.append([])
            labels = {}
        step, labels[one.kind] = one.step, one.label
        runs[-1].append(place)
    return runs
