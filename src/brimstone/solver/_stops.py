"""What ends a step of a protocol within a time step, and where in it."""

from brimstone._compile import kernel
from brimstone.solver._dense import (
    CHARGE_LEVEL,
    CURRENT_LEVEL,
    EVENT_LEVEL,
    VOLTAGE_LEVEL,
    locate,
    prepare_dense,
)
from brimstone.solver.interface import (
    ANODE_EMPTY,
    CURRENT_FLOOR,
    EVENTS,
    FIRST_RATE,
    LOW_CURRENT,
    LOWER,
    LOWER_VOLTAGE,
    MODE,
    MOST_CHARGE,
    PRESSURE,
    PRESSURE_REACHED,
    TIME,
    UPPER,
    UPPER_VOLTAGE,
    VOLTAGE,
)


@kernel(allocates=False)
def event(work):
    """Return the first of the surroundings' events whose value is no more positive, or -1."""
    first = FIRST_RATE + work.z.size
    for event in range(len(EVENTS)):
        if work.outside[first + event] <= 0.0:
            return event
    return -1


@kernel(allocates=False)
def first_stop(work, p, h, control, voltage_before, voltage):
    """Return the status of what first ends the step within this time step, or -1, and the share of it passed then."""
    scalars_old, scalars = work.scalars_old, work.scalars
    status, what, level = crossed(control, voltage, scalars_old[0], scalars[0])
    end, looked = 1.0, status >= 0
    if looked:
        prepare_dense(work)
        by_current = what == CURRENT_LEVEL
        before, after = (scalars_old[0], scalars[0]) if by_current else (voltage_before, voltage)
        end = locate(work, p, h, what, before, after, level)
    most = control[MOST_CHARGE]
    if abs(scalars[1]) >= most:
        if not looked:
            prepare_dense(work)
        looked, signed = True, most if scalars[1] > 0.0 else -most
        here = locate(work, p, h, CHARGE_LEVEL, scalars_old[1], scalars[1], signed)
        if status < 0 or here < end:
            status, end = TIME, here
    first, pressure = FIRST_RATE + work.z.size, control[PRESSURE]
    for event in range(len(EVENTS) + 1):
        at, wanted = first + event, pressure if event == len(EVENTS) else 0.0
        before, after = work.outside_old[at], work.outside[at]
        if after <= 0.0 if event < len(EVENTS) else (before - wanted) * (after - wanted) < 0.0:
            if not looked:
                prepare_dense(work)
            looked = True
            here = locate(work, p, h, EVENT_LEVEL + event, before, after, wanted)
            if status < 0 or here < end:
                status = PRESSURE_REACHED if event == len(EVENTS) else ANODE_EMPTY + event
                end = here
    return status, end


@kernel(allocates=False)
def crossed(control, voltage, before, current):
    """Return the status that voltage or current gives, or -1, and what has crossed which level."""
    if control[MODE] == VOLTAGE:
        floor = control[CURRENT_FLOOR]
        if abs(current) <= floor or (before * current < 0.0 and floor >= 0.0):
            return LOW_CURRENT, CURRENT_LEVEL, floor if before > 0.0 else -floor
    elif current > 0.0 and voltage <= control[LOWER]:
        return LOWER_VOLTAGE, VOLTAGE_LEVEL, control[LOWER]
    elif current < 0.0 and voltage >= control[UPPER]:
        return UPPER_VOLTAGE, VOLTAGE_LEVEL, control[UPPER]
    return -1, VOLTAGE_LEVEL, 0.0
