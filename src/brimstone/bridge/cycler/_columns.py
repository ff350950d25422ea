"""Columns of a cycler's file in SI, before signs, order and cycles are decided."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(eq=False)
class Columns:
    """Columns of a file in SI; times may be in a unit that is not known yet.

    Attributes
    ----------
    time : ndarray (points,)
        [s], or as in the file where `unit` is empty.
    unit : str
        Of the time, as the header says; empty when it does not.
    charge_unit : str
        Of the capacities; empty when the header does not say.
    """

    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray | None
    unit: str
    charge_unit: str
    step_time: np.ndarray | None = None
    date: np.ndarray | None = None
    step: np.ndarray | None = None
    cycle: np.ndarray | None = None
    state: list[str] | None = None
    capacity: np.ndarray | None = None
    net_capacity: np.ndarray | None = None
    charge_capacity: np.ndarray | None = None
    discharge_capacity: np.ndarray | None = None
    temperature: np.ndarray | None = None
    pressure: np.ndarray | None = None
    notes: list[str] = field(default_factory=list)

    def keep(self, chosen: np.ndarray) -> None:
        """Leave out all records but the `chosen` ones."""
        for name in (
            "time", "voltage", "current", "step_time", "date", "step", "cycle", "capacity", "net_capacity",
            "charge_capacity", "discharge_capacity", "temperature", "pressure",
        ):  # fmt: skip
            values = getattr(self, name)
            if values is not None:
                setattr(self, name, values[chosen])
        if self.state is not None:
            places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
            self.state = [self.state[place] for place in places]


@dataclass(frozen=True)
class Habits:
    """What the files of a maker have in common and their headers leave out.

    Attributes
    ----------
    current, charge, time : float
        Sizes of units that the header does not name [A, C, s]; 0 for a unit that the data have to tell.
    charge_positive : bool or None
        Whether the format defines the current as positive on charge; None when it does not.
    unsigned : bool
        Whether currents are written without sign.
    """

    current: float = 1.0
    charge: float = 0.0
    time: float = 0.0
    charge_positive: bool | None = None
    unsigned: bool = False
