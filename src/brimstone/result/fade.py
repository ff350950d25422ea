"""What took the capacity that a cell lost between two of its cycles."""

from collections.abc import Mapping

from brimstone._records import record


@record
class Fade:
    """Capacity lost from one discharge to a later one, by mechanism, nominal member.

    Attributes
    ----------
    first, last : int
        Cycles compared.
    before, after : float
        Charge that their discharges gave [C/m2].
    by : mapping of str to float
        What the cell would have lost less, had this mechanism alone been absent from the start [C/m2]; negative where
        it held up the capacity.
    """

    first: int
    last: int
    before: float
    after: float
    by: Mapping[str, float]

    @property
    def lost(self) -> float:
        """Capacity lost in between [C/m2]."""
        return self.before - self.after

    @property
    def interaction(self) -> float:
        """What no single mechanism took: lost by several together, or twice, or by none of them [C/m2]."""
        return self.lost - sum(self.by.values())

    def sentence(self) -> str:
        """In words; shares of the capacity of the first of both cycles."""
        parts = [f"{name} {100.0 * lost / self.before:.2g} %" for name, lost in self.by.items()]
        return (
            f"From cycle {self.first} to {self.last} the discharge lost {100.0 * self.lost / self.before:.3g} % of its "
            f"capacity. Absent one at a time, the mechanisms account for: {', '.join(parts)}; what remains, "
            f"{100.0 * self.interaction / self.before:.2g} %, they do together or none of them does."
        )
