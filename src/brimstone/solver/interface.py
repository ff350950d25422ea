"""What a model gives the solver: compiled functions and rows of parameters.

The solver integrates a one-dimensional electrode along its depth, from the separator (node 0) to the collector,
with one algebraic unknown a node, the potential difference phi between the electron and the ion conductor, and n local
states w a node. The current is positive on discharge.

A row of parameters begins with the thickness of the electrode [m] and the n volumetric charges of the local states
[C/m3]: a state's rate times its charge is the reduction current that it draws, so that Faraday's law holds by
construction. The rest belongs to the model.

What lies around the electrode has m states z of its own: the lithium of the anode, the pressure of the stack, voids, a
crack. They follow dz/dt = F(s, I, z), in which the electrode appears by its swelling s, a weighted sum of the means of
its local states. In return the surroundings tell all nodes one number, the contact theta that they are left with, lose
a part of the voltage, and may end a step.
"""

from collections.abc import Sequence
from math import inf, nan
from typing import Any, NamedTuple

import numpy as np

from brimstone._signatures import CUBE, FLOAT, MATRIX, NOTHING, VECTOR, signature

#: Rows of a state: the potential difference, then the local states.
POTENTIAL, FIRST_STATE = 0, 1

#: Rows of the resistivities.
IONIC, ELECTRONIC = 0, 1

#: rates(y (1+n, N), p, theta, dw/dt (n, N) [1/s], resistivities (2, N) [ohm m]); theta is the contact that is left of
#: the one that the parameters are for
RATES = signature(NOTHING, MATRIX, VECTOR, FLOAT, MATRIX, MATRIX)

#: resist(y, p, theta, resistivities (2, N)): fills of what `rates` does the resistivities alone; with the potentials
#: they give the voltage between two time steps
RESIST = signature(NOTHING, MATRIX, VECTOR, FLOAT, MATRIX)

#: jacobian(y, p, theta, dw/dt, resistivities, d rate/dy (n, 1+n, N), d resistivities/dw (2, n, N),
#: d rate/dtheta (n, N), d resistivities/dtheta (2, N)): what `rates` fills, and its derivatives; of these it fills
#: always the same entries, the others are zero and stay so: the solver leaves them out
JACOBIAN = signature(NOTHING, MATRIX, VECTOR, FLOAT, MATRIX, MATRIX, CUBE, CUBE, MATRIX, MATRIX)

#: surround(swelling, current density, z (m,), q, out): fills the voltage lost outside the electrode [V], theta, dz/dt
#: (m), the values of `EVENTS`, each of which ends a step when it falls to zero, and the pressure [Pa]; `q` is a row of
#: the surroundings' parameters
SURROUND = signature(NOTHING, FLOAT, FLOAT, VECTOR, VECTOR, VECTOR)

#: surround_slopes(swelling, current density, z, q, out, by (2+m, 2+m)): what `surround` fills, and derivatives of the
#: loss, of theta and of dz/dt by swelling, current and z; theta does not depend on the current
SURROUND_SLOPES = signature(NOTHING, FLOAT, FLOAT, VECTOR, VECTOR, VECTOR, MATRIX)

#: across(y, p, by (fields, 2, N)): fills the derivatives of the rate of each field by the same field at the node before
#: and at the node after it
ACROSS = signature(NOTHING, MATRIX, VECTOR, CUBE)

#: Rows of what `across` fills.
BEFORE, AFTER = 0, 1

#: Places in what `surround` fills; the values of events come after the rates of the m states.
LOSS, THETA, FIRST_RATE = 0, 1, 2

#: Columns of the derivatives that `surround_slopes` fills.
BY_SWELLING, BY_CURRENT, BY_FIRST = 0, 1, 2


#: Scale of a voltage of about 2 V in units of the tolerance, as of a state [V].
VOLTS = 3.0


class Functions(NamedTuple):
    """Compiled functions of a model, in the order of the signatures above."""

    rates: Any
    jacobian: Any
    surround: Any
    surround_slopes: Any
    resist: Any


class Fields(NamedTuple):
    """Local states that move from node to node.

    The rates of the model hold what comes from neighbouring nodes, and its Jacobian what that does at the node itself.
    Fields carry no charge, so that Faraday's law holds however they move; the contact acts on nothing in such a model.

    Attributes
    ----------
    places : tuple of int
        Among the local states.
    across : node function
        Of `ACROSS`.
    """

    places: tuple[int, ...]
    across: Any


#: Position of the thickness and of the first charge in a row of parameters.
THICKNESS, CHARGES = 0, 1

#: What a step sets.
CURRENT, VOLTAGE, POWER, LOAD = 0.0, 1.0, 2.0, 3.0


class Control(NamedTuple):
    """One step of a protocol; to the solver it is a row of numbers.

    Attributes
    ----------
    mode : float
        `CURRENT`, `VOLTAGE`, `POWER` or `LOAD`.
    value : float
        At the start of the step: current density [A/m2], voltage [V] or power [W/m2], discharge positive; or the
        resistance that the cell discharges through [ohm m2].
    slope : float
        Change of the value with time [1/s]; not of a load.
    lower, upper : float
        Stop when the voltage falls or rises to this [V]; NaN: never. Not in steps by voltage.
    duration : float
        Stop after this time [s]; infinity: never.
    current_floor : float
        Stop when the magnitude of the current falls to this [A/m2]; NaN: never. Steps by voltage only.
    save : bool
        Keep the states from before this step.
    restore : bool
        Start from the states kept last, or else from those that the protocol started with.
    group : int
        When a step ends by voltage, the steps after it with the same positive number are left out.
    counter : float
        Potential of the negative electrode on the scale of the voltage [V]; power and load are those between both.
    most_charge : float
        Stop when this charge has passed in either direction [C/m2].
    pressure : float
        Stop when the pressure of the surroundings passes this, rising or falling [Pa]; NaN: never.
    mark : bool
        Compare the steps after with the charge that this one passes.
    least : float
        When this step passes less than this share of the charge marked last, it ends its loop.
    loop : int
        The steps after one that ends it, with the same positive number, are left out.
    joins : bool
        Go on with the step before: both are one in what comes back. Left out unless that ended by its duration.
    """

    mode: float
    value: float
    slope: float = 0.0
    lower: float = nan
    upper: float = nan
    duration: float = inf
    current_floor: float = nan
    save: bool = False
    restore: bool = False
    group: int = 0
    counter: float = 0.0
    most_charge: float = inf
    pressure: float = nan
    mark: bool = False
    least: float = 0.0
    loop: int = 0
    joins: bool = False


#: Columns of a row of a protocol.
(
    MODE, VALUE, SLOPE, LOWER, UPPER, DURATION, CURRENT_FLOOR, SAVE, RESTORE, GROUP, COUNTER, MOST_CHARGE, PRESSURE,
    MARK, LEAST, LOOP, JOINS,
) = range(len(Control._fields))  # fmt: skip

# --- what comes back of one step: a row of numbers
(
    STATUS,
    ELAPSED,  # [s]
    CHARGE,  # charge passed, discharge positive [C/m2]
    ENERGY,  # electrical energy delivered [J/m2]
    VOLTAGE_START,  # [V]
    VOLTAGE_END,  # [V]
    ACCEPTED,
    REJECTED,
    RESIDUAL,  # largest residual of the algebraic rows after an accepted step, over |current|
    BALANCE,  # charge in the states against charge passed [C/m2]
    TOLERANCE,  # tolerance that succeeded
    OUTCOME_SIZE,
) = range(12)

# --- how a step ended
(
    LOWER_VOLTAGE,
    UPPER_VOLTAGE,
    TIME,
    LOW_CURRENT,
    LEFT_OUT,
    NOT_RUN,
    NO_START,
    STEP_UNDERFLOW,
    TOO_MANY_STEPS,
    ANODE_EMPTY,
    CONTACT_LOST,
    SHORT_CIRCUIT,
    POWER_PEAK,
    PRESSURE_REACHED,
) = range(14)

#: Statuses by which the surroundings end a step, in the order of their values.
EVENTS = (ANODE_EMPTY, CONTACT_LOST, SHORT_CIRCUIT)

#: Status -> (short word for machines, sentence with the remedy for people).
OUTCOMES: dict[int, tuple[str, str]] = {
    LOWER_VOLTAGE: ("lower voltage", "the lower cut-off voltage was reached"),
    UPPER_VOLTAGE: ("upper voltage", "the upper cut-off voltage was reached"),
    TIME: ("duration", "the requested time or charge was reached"),
    LOW_CURRENT: ("low current", "the current fell to the requested value"),
    LEFT_OUT: ("left out", "what ends this part of the protocol was reached before"),
    NOT_RUN: ("not run", "an earlier step failed; see its message"),
    NO_START: (
        "no consistent start",
        "no potential carries this current from the states given; lower the current or widen the window",
    ),
    STEP_UNDERFLOW: (
        "step underflow",
        "the time steps became too short to go on; lower the current, or use more nodes or a tighter tolerance",
    ),
    TOO_MANY_STEPS: ("too many steps", "more than 20,000 time steps; shorten the step or loosen the tolerance"),
    ANODE_EMPTY: (
        "anode empty",
        "the anode gave all of its lithium before the step was over; a thicker anode or a higher N/P ratio holds more",
    ),
    CONTACT_LOST: (
        "contact lost",
        "hardly any of the anode still touches the electrolyte; more stack pressure, a softer fixture or less current "
        "keeps it in contact",
    ),
    SHORT_CIRCUIT: (
        "short circuit",
        "lithium grew through the separator; less current or pressure, or a denser or thicker separator delays it",
    ),
    POWER_PEAK: (
        "more power than the cell has",
        "the cell does not give this power: beyond its peak more current lowers the voltage faster than it raises the "
        "power; ask for less power, or end the step at a higher voltage",
    ),
    PRESSURE_REACHED: ("pressure", "the requested stack pressure was reached"),
}

#: Statuses of steps that ran to an end the protocol names.
COMPLETED = (LOWER_VOLTAGE, UPPER_VOLTAGE, TIME, LOW_CURRENT, LEFT_OUT, PRESSURE_REACHED)

#: Statuses of steps after which a cell can go on: those of its protocol, and what another direction may mend.
CONTINUES = (*COMPLETED, ANODE_EMPTY, CONTACT_LOST, POWER_PEAK)

#: Statuses of steps that were solved, whatever ended them: what they passed and how long they took is true.
SOLVED = (*CONTINUES, SHORT_CIRCUIT)


def among(statuses: np.ndarray, named: Sequence[int]) -> np.ndarray:
    """Whether each status of an array is one of some, in the shape of the array."""
    return np.asarray((statuses[..., None] == named).any(axis=-1))
