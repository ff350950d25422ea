"""What took the capacity that a cell lost between two of its cycles."""

from collections.abc import Mapping
from dataclasses import field

from brimstone._records import record

_NOTHING = 0.1  # change of capacity that no cycler tells from none [%]


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
    intervals : mapping of str to tuple of float
        Where 80 % of the samples lie, as shares of the capacity of the first cycle of each [-]; empty without samples.
    """

    first: int
    last: int
    before: float
    after: float
    by: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)

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
        share = 100.0 * self.lost / self.before
        if abs(share) < _NOTHING:
            return f"From cycle {self.first} to {self.last} the discharge kept its capacity within {_NOTHING:g} %."
        parts = [f"{name} {_percent(lost / self.before)} %{self._spread(name)}" for name, lost in self.by.items()]
        moved = f"lost {share:.3g} %" if share > 0.0 else f"gained {-share:.3g} %"
        return (
            f"From cycle {self.first} to {self.last} the discharge {moved} of its capacity. Absent one at a time, the "
            f"mechanisms account for losses of: {', '.join(parts)}; what remains, "
            f"{_percent(self.interaction / self.before)} %, they do together or none of them does."
        )

    def _spread(self, name: str) -> str:
        if name not in self.intervals:
            return ""
        low, high = map(_percent, self.intervals[name])
        return f" ({low} to {high})"


def _percent(share: float) -> str:
    """Two digits, or all before the point."""
    return f"{100.0 * share:.0f}" if abs(share) >= 0.0995 else f"{100.0 * share:.2g}"
