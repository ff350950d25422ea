"""A finished run of a symmetric cell: what a cycler records, and what happens at both of its sides."""

import math
from collections.abc import Mapping

import numpy as np

from brimstone._records import html_table, record
from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MPA
from brimstone.library import Entry
from brimstone.protocol import Instruction
from brimstone.recipe import Recipe
from brimstone.result.figures import Figure
from brimstone.result.frames import Traced
from brimstone.result.impedance import Impedance
from brimstone.result.run import LARGEST_ERROR
from brimstone.result.step import Ended
from brimstone.solver.interface import (
    CHARGE,
    CONTACT_LOST,
    ELAPSED,
    LEFT_OUT,
    LOWER_VOLTAGE,
    NOT_RUN,
    OUTCOMES,
    SHORT_CIRCUIT,
    SOLVED,
    STATUS,
    UPPER_VOLTAGE,
    VOLTAGE_END,
    among,
)

#: Sides of a symmetric cell; the first stands where a full cell has its anode, and is stripped on discharge.
SIDES = ("first side", "second side")


@record
class SymmetricStep(Ended):
    """What came of one instruction of the protocol; arrays of shape (points,) or (2, points), nominal member.

    Attributes
    ----------
    instruction : Instruction
    outcomes : ndarray (members, columns)
        As the solver wrote them.
    time : ndarray
        From the start of the step [s].
    voltage : ndarray
        Of the first side against the second, with the sign of the current [V].
    current : ndarray
        Positive while the first side is plated, as a cycler counts a charge [A/m2].
    voids : ndarray (2, points)
        Volume per area at each side [m].
    cracks : ndarray (2, points)
        Depth of lithium in the separator from each side [m].
    contact : ndarray (2, points)
        Share of the area that touches at each side.
    lithium : ndarray (2, points)
        Left at each side [C/m2].
    pressure : ndarray
        Of the stack [Pa].
    """

    instruction: Instruction
    outcomes: np.ndarray
    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray
    voids: np.ndarray
    cracks: np.ndarray
    contact: np.ndarray
    lithium: np.ndarray
    pressure: np.ndarray

    @property
    def shown(self) -> bool:
        """Whether the recipe requested this step and it was run."""
        return self.instruction.shown and self.status not in (LEFT_OUT, NOT_RUN)

    @property
    def valid(self) -> np.ndarray:
        """Members whose step was run and solved to its end."""
        statuses = self.outcomes[:, STATUS]
        return among(statuses, SOLVED) & (statuses != LEFT_OUT)

    @property
    def stop_reason(self) -> str:
        """A sentence on how it ended."""
        if self.status == CONTACT_LOST:
            return "voids left hardly any contact of the side that is stripped; more stack pressure keeps it"
        if self.status in (LOWER_VOLTAGE, UPPER_VOLTAGE):
            return f"the voltage came to {abs(self.outcomes[0, VOLTAGE_END]):.3g} V"
        return OUTCOMES[self.status][1]

    @property
    def duration(self) -> float:
        """Of the nominal member [s]."""
        return float(self.outcomes[0, ELAPSED])

    @property
    def charge(self) -> Figure:
        """Areal charge passed, positive in either direction [C/m2]."""
        return Figure.of(np.abs(self.outcomes[:, CHARGE]), self.valid, "C/m2")

    @property
    def polarisation(self) -> Figure:
        """Magnitude of the voltage when the step ends [V]."""
        return Figure.of(np.abs(self.outcomes[:, VOLTAGE_END]), self.valid, "V")

    @property
    def resistance(self) -> Figure:
        """Voltage over current when the step ends [ohm m2]; NaN without a current of its own."""
        current = abs(self.instruction.current)
        if not current > 0.0:
            return Figure(math.nan, unit="ohm m2")
        return self.polarisation.times(1.0 / current, "ohm m2")


@record
class SymmetricRun(Traced):
    """A finished run of a symmetric cell.

    Attributes
    ----------
    recipe : Recipe
    steps : tuple of SymmetricStep
        All instructions.
    resistance, interface, separator : Figure
        Of the cell as assembled against a small current: of all, of one interface, of the separator [ohm m2].
    impedance : tuple of Impedance
        Spectra requested by the protocol, in the state reached at that point.
    lithium : float
        At each side as assembled, nominal [C/m2].
    balances : mapping of str to float
        Relative errors of charge, and of lithium on both sides together.
    provenance : tuple of Entry
        Every number used and where it comes from.
    members : int
        Size of the ensemble, 1 for a certain run.
    notes : tuple of str
    version : str
    """

    recipe: Recipe
    steps: tuple[SymmetricStep, ...]
    resistance: Figure
    interface: Figure
    separator: Figure
    impedance: tuple[Impedance, ...]
    lithium: float
    balances: Mapping[str, float]
    provenance: tuple[Entry, ...]
    members: int
    notes: tuple[str, ...]
    version: str

    @property
    def shown(self) -> tuple[SymmetricStep, ...]:
        """The requested steps that were run."""
        return tuple(step for step in self.steps if step.shown)

    @property
    def status(self) -> str:
        """``"completed"``, ``"failed"`` (a step of the nominal member did not end as asked), or ``"unbalanced"``."""
        if not all(step.completed for step in self.steps):
            return "failed"
        return "unbalanced" if max(self.balances.values(), default=0.0) > LARGEST_ERROR else "completed"

    @property
    def duration(self) -> float:
        """Of all steps, nominal member [s]."""
        return sum(step.duration for step in self.steps if step.status != NOT_RUN)

    @property
    def shorted(self) -> np.ndarray:
        """Time from the first step to a short circuit, infinite without one [s], (members,)."""
        times = np.zeros(len(self.steps[0].outcomes)) if self.steps else np.zeros(self.members)
        found = np.full(times.shape, np.inf)
        for step in self.steps:
            times = times + np.where(step.outcomes[:, STATUS] == NOT_RUN, 0.0, step.outcomes[:, ELAPSED])
            now = (step.outcomes[:, STATUS] == SHORT_CIRCUIT) & ~np.isfinite(found)
            found[now] = times[now]
        return found

    @property
    def warnings(self) -> list[str]:
        """What went wrong or should be known, in sentences."""
        sentences = [*self.notes]
        first = next((number for number, step in enumerate(self.steps) if not step.completed), None)
        if first is not None:
            step = self.steps[first]
            after = self.duration / HOUR
            label, cycle = step.instruction.label, step.instruction.cycle
            place = f"step {first + 1} ({label}{f', cycle {cycle}' if cycle else ''})"
            sentences.append(f"{place}: {step.stop_reason}, {after:.3g} h after the first step began")
        share = float(np.mean(np.isfinite(self.shorted[1:]))) if self.members > 1 else 0.0
        if share > 0.0:
            sentences.append(f"{100 * share:.0f} % of the samples end in a short circuit during this protocol")
        return sentences

    def trace(self) -> Mapping[str, np.ndarray]:
        """All steps one after the other: columns by name, with their units, nominal member; (points,).

        The current is positive while the first side is plated.
        """
        run = [step for step in self.steps if step.time.size]
        starts = np.concatenate([[0.0], np.cumsum([step.duration for step in run])])[: len(run)]

        def joined(name: str) -> np.ndarray:
            return np.concatenate([getattr(step, name) for step in run], axis=-1) if run else np.empty((2, 0))

        columns: dict[str, np.ndarray] = {
            "time_h": np.concatenate([start + step.time for start, step in zip(starts, run, strict=True)]) / HOUR
            if run
            else np.empty(0),
            "voltage_mV": 1e3 * joined("voltage"),
            "current_mA_cm2": joined("current") / MA_CM2,
        }
        parts = (
            ("voids", "um", 1e-6),
            ("cracks", "um", 1e-6),
            ("contact", "share", 1.0),
            ("lithium", "mAh_cm2", MAH_CM2),
        )
        for name, unit, factor in parts:
            for side, values in zip(("first", "second"), joined(name), strict=True):
                columns[f"{name}_{side}_{unit}"] = values / factor
        columns["pressure_MPa"] = joined("pressure") / MPA
        return columns

    def _repr_html_(self) -> str:
        rows = [
            (step.instruction.label, f"{1e3 * step.polarisation.value:.4g} mV", step.stop_reason)
            for step in self.shown[:12]
        ]
        return html_table(f"{self.recipe.name}: {self.status}", rows, ("step", "polarisation", "end"))
