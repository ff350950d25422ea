"""What a step sets at the terminals: a current, a voltage, a power or a load, constant or changing linearly.

One condition F(V, I) = 0 closes the system. Its derivatives are the weights of the last row of the dense system of a
time step. With E the voltage at the terminals, V less the potential of the negative electrode, F is I - i(t), V - u(t),
E I - P(t) or E - R I.
"""

from brimstone._compile import kernel
from brimstone.solver.interface import CURRENT, POWER, VOLTAGE

#: Places in `terminal`: dF/dV, dF/dI, the potential of the negative electrode [V].
BY_V, BY_I, COUNTER_AT = 0, 1, 2


@kernel(allocates=False)
def condition(mode, counter, value, voltage, current):
    """Return F of what is set to `value`; zero where it holds."""
    if mode == VOLTAGE:
        return voltage - value
    if mode == POWER:
        return (voltage - counter) * current - value
    if mode == CURRENT:
        return current - value
    return voltage - counter - value * current


@kernel(allocates=False)
def weigh_terminals(work, mode, value, voltage, current):
    """Fill the derivatives of F by voltage and current."""
    terminal = work.terminal
    terminal[BY_V], terminal[BY_I] = 1.0, 0.0
    if mode == POWER:
        terminal[BY_V], terminal[BY_I] = current, voltage - terminal[COUNTER_AT]
    elif mode == CURRENT:
        terminal[BY_V], terminal[BY_I] = 0.0, 1.0
    elif mode != VOLTAGE:
        terminal[BY_I] = -value


@kernel(allocates=False)
def power_of_stage(mode, counter, value, voltage, current):
    """Return the power V I [W/m2], by what is set where that says it exactly."""
    if mode == VOLTAGE:
        return current * value
    if mode == POWER:
        return value + counter * current
    if mode == CURRENT:
        return current * voltage
    return current * (counter + value * current)
