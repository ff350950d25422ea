"""What a model gives the solver: three compiled functions and a row of parameters.

The solver integrates a one-dimensional electrode along its depth, from the separator (node 0) to the collector,
with one algebraic unknown a node, the potential difference phi between the electron and the ion conductor, and n local
states w a node. The current is positive on discharge.

A row of parameters begins with the thickness of the electrode [m] and the n volumetric charges of the local states
[C/m3]: a state's rate times its charge is the reduction current that it draws, so that Faraday's law holds by
construction. The rest belongs to the model.
"""

from math import inf, nan
from typing import NamedTuple

from brimstone._compile import MATRIX, VECTOR, types

_CUBE = types.float64[:, :, ::1]

#: Rows of a state: the potential difference, then the local states.
POTENTIAL, FIRST_STATE = 0, 1

#: Rows of the resistivities.
IONIC, ELECTRONIC = 0, 1

#: rates(y (1+n, N), p, dw/dt (n, N) [1/s], resistivities (2, N) [ohm m])
RATES = types.void(MATRIX, VECTOR, MATRIX, MATRIX)

#: jacobian(y (1+n, N), p, dw/dt, resistivities, d rate/dy (n, 1+n, N), d resistivities/dw (2, n, N)): what `rates`
#: fills, and its derivatives; of these it fills always the same entries, the others are zero and stay so: the solver
#: leaves them out
JACOBIAN = types.void(MATRIX, VECTOR, MATRIX, MATRIX, _CUBE, _CUBE)

#: terminal(current density, p, out (2,)): voltage lost outside the electrode [V] and its derivative [ohm m2]
TERMINAL = types.void(types.float64, VECTOR, VECTOR)

RATES_TYPE = types.FunctionType(RATES)
JACOBIAN_TYPE = types.FunctionType(JACOBIAN)
TERMINAL_TYPE = types.FunctionType(TERMINAL)

#: Position of the thickness and of the first charge in a row of parameters.
THICKNESS, CHARGES = 0, 1

CURRENT, VOLTAGE = 0.0, 1.0


class Control(NamedTuple):
    """One step of a protocol; to the solver it is a row of numbers.

    Attributes
    ----------
    mode : float
        `CURRENT` or `VOLTAGE`.
    value : float
        Current density [A/m2], or voltage at the start of the step [V].
    slope : float
        Change of the voltage with time [V/s]; steps by voltage only.
    lower, upper : float
        Stop when the voltage falls or rises to this [V]; NaN: never. Steps by current only.
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


#: Columns of a row of a protocol.
MODE, VALUE, SLOPE, LOWER, UPPER, DURATION, CURRENT_FLOOR, SAVE, RESTORE, GROUP = range(len(Control._fields))

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
) = range(9)

#: Status -> (short word for machines, sentence with the remedy for people).
OUTCOMES: dict[int, tuple[str, str]] = {
    LOWER_VOLTAGE: ("lower voltage", "the lower cut-off voltage was reached"),
    UPPER_VOLTAGE: ("upper voltage", "the upper cut-off voltage was reached"),
    TIME: ("duration", "the requested time or charge was reached"),
    LOW_CURRENT: ("low current", "the current fell to the requested value"),
    LEFT_OUT: ("left out", "the voltage that ends this part of the protocol was reached before"),
    NOT_RUN: ("not run", "an earlier step failed; see its message"),
    NO_START: (
        "no consistent start",
        "no potential carries this current from the states given; lower the current or widen the window",
    ),
    STEP_UNDERFLOW: (
        "step underflow",
        "the time step fell below a nanosecond; lower the current, or use more nodes or a tighter tolerance",
    ),
    TOO_MANY_STEPS: ("too many steps", "more than 20,000 time steps; shorten the step or loosen the tolerance"),
}

#: Statuses of steps that ran to an end the protocol names.
COMPLETED = (LOWER_VOLTAGE, UPPER_VOLTAGE, TIME, LOW_CURRENT, LEFT_OUT)
