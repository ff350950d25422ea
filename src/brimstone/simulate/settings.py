"""How a run is computed: samples, mesh, checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from brimstone.recipe import Recipe

#: Of numpy while a run is computed, whatever its user has set: numbers that vanish are no error.
ERROR_STATE: Mapping[str, Any] = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
MEMBERS = 200  #: samples of an uncertain run, in addition to the nominal one
NODES = 40  #: finite volumes through the depth of the cathode
USUAL_CYCLES = (1, -1)  #: that are looked at closely: the first, and the last
TOLERANCE = 1e-7  #: of the time steps of the nominal member
_MEMBER_STEPS = 100_000  # members times steps, above which there are fewer members
_LEAST_MEMBERS = 25

#: Called with what is being computed and the fraction of it that is done.
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Settings:
    """How a run is computed.

    Attributes
    ----------
    certain : bool
        Nominal values only: no ensemble, no intervals.
    members : int or None
        Samples over the stated uncertainties; None for as many as `affordable_members`.
    nodes : int
        Finite volumes through the depth of the cathode; with checks the nominal run takes more than the usual
        ones where a front needs them (`brimstone.simulate.mesh`).
    seed : int
        Of the samples.
    checks : bool
        Also run on a finer mesh and without each loss; otherwise `Run.mesh_error` is NaN and `Step.regained` empty.
    detail : bool
        Also keep what studies of many cells can do without: heat, the reaction through the depth, the resistance as
        assembled, the signal of a fibre, and what each step does to the stack and to the packaged cell.
    curves : bool
        Also keep curves, depth profiles, the split of losses, the pressure and notes. Without, a run holds the scalars
        of its steps, equal to the last digit, in a fraction of the time; its energy is not balanced, and lithium and
        sulfur over the protocol as a whole. With neither these nor detail, where its numbers come from is not kept.
    notes : bool
        Also say what was assumed and where the cell is near the limits of what is computed, with the curves.
    losses : bool
        Also split the voltage of each step into its losses, and balance its energy by them.
    cycles : tuple of int
        Cycles whose losses and profiles are kept however long the protocol is, of each of its steps that cycles;
        negative ones count from the last. Intervals between those that are chosen in place of the usual ones are told
        what took their capacity.
    tolerance : float
        Of the time steps of the nominal member, before it is tightened until the balances close.
    """

    certain: bool = False
    members: int | None = None
    nodes: int = NODES
    seed: int = 0
    checks: bool = True
    detail: bool = True
    curves: bool = True
    notes: bool = True
    losses: bool = True
    cycles: tuple[int, ...] = USUAL_CYCLES
    tolerance: float = TOLERANCE

    def sample_count(self, recipe: Recipe) -> int:
        """Size of the ensemble for a recipe, the nominal member included."""
        if self.certain:
            return 1
        return 1 + (affordable_members(recipe) if self.members is None else self.members)


def affordable_members(recipe: Recipe) -> int:
    """Samples that a recipe is run with by default: `MEMBERS`, or fewer where the protocol is long."""
    steps = 0
    for step in recipe.protocol:
        cycles = getattr(step, "cycles", 1)
        steps += 2 * cycles if isinstance(cycles, int) else 1
    return max(_LEAST_MEMBERS, min(MEMBERS, _MEMBER_STEPS // steps))
