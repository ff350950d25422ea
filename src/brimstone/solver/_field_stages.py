"""The six stages of a time step of Rodas4P2 where some local states move from node to node.

What `brimstone.solver._step` does in one loop for electrodes without such fields, which is left as it is: the compiler
orders operations by what it sees at once, and their last digits with them.
"""

import numpy as np

from brimstone._compile import kernel, node_function
from brimstone.solver import _coefficients
from brimstone.solver._borders import voltage_along
from brimstone.solver._electrode import CURRENT_ROW, conduct, swelling_of
from brimstone.solver._fields import (
    condense,
    condense_borders,
    eliminate,
    solve_borders,
    substitute,
)
from brimstone.solver._step import weigh
from brimstone.solver._terminals import COUNTER_AT, condition, power_of_stage, weigh_terminals
from brimstone.solver._workspace import STAGES
from brimstone.solver.interface import (
    CHARGES,
    CURRENT,
    ELECTRONIC,
    FIRST_RATE,
    IONIC,
    LOSS,
    POWER,
    THETA,
    THICKNESS,
    VOLTAGE,
)

_A, _C = _coefficients.A, _coefficients.C
_NODES, _TIME = _coefficients.NODES, _coefficients.TIME_DERIVATIVE
_STAGES, _GAMMA = _coefficients.STAGES, _coefficients.GAMMA

#: Charge that the states may have too much after a time step, over what passed, or over 1 C/m2 where that is less.
_MOST_ASTRAY = 1e-10


@kernel(allocates=False)
def _begin(work):
    """Fill what the first stage starts from: the state itself, and nothing carried over."""
    nodes = work.residual.size
    for i in range(work.carried_line.size):
        work.carried_line[i] = 0.0
    for j in range(work.z.size):
        work.carried_z[j] = 0.0
        work.outside_i[FIRST_RATE + j] = work.outside[FIRST_RATE + j]
    for face in range(nodes + 1):
        work.flow[face] = work.faces[CURRENT_ROW, face]


@kernel(allocates=False)
def _reach(work, p, h, dt, stage, free, current):
    """Fill state, rates, face currents and what is carried over of a later stage; return its current and voltage."""
    nodes, k_z, rho = work.residual.size, work.k_z, work.rho_i
    if stage < _STAGES - 1:
        weigh(_A[stage], 1.0, stage, work.k_line, work.y_i_line)
        for i in range(work.y_line.size):
            work.y_i_line[i] += work.y_line[i]
    else:  # the weights of the stage before, and one of its own
        for i in range(work.y_line.size):
            work.y_i_line[i] += work.k_line[_STAGES - 2, i]
    if free:
        for j in range(stage):
            current += _A[stage, j] * work.k_scalar[j, 0]
    for e in range(work.z.size):
        at_stage, carried_over = work.z[e], 0.0
        for j in range(stage):
            at_stage += _A[stage, j] * k_z[j, e]
            carried_over += _C[stage, j] * k_z[j, e]
        work.z_i[e], work.carried_z[e] = at_stage, carried_over / dt
    work.surround(swelling_of(work, work.y_i), current, work.z_i, work.around, work.outside_i)
    work.rates(work.y_i, p, work.outside_i[THETA], work.rate_i, rho)
    voltage = work.y_i[0, 0] - work.outside_i[LOSS] - conduct(rho, work.y_i, current, h, work.flow)
    voltage -= current * 0.5 * h * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    weigh(_C[stage], 1.0 / dt, stage, work.k_line, work.carried_line)
    return current, voltage


@kernel(allocates=False)
def _pass(
    work, dt, stage, mode, value, slope, voltage_slope, current, start_voltage, at, stage_current, stage_voltage,
    k_current, along,
):  # fmt: skip
    """Fill current, charge and energy of a stage; `along` is the change of the voltage with all but the current."""
    counter, k_scalar = work.terminal[COUNTER_AT], work.k_scalar
    carried_charge, carried_energy = 0.0, 0.0
    for j in range(stage):
        carried_charge += _C[stage, j] * k_scalar[j, 1]
        carried_energy += _C[stage, j] * k_scalar[j, 2]
    power = power_of_stage(mode, counter, at, stage_voltage, stage_current)
    if mode == VOLTAGE:
        along = value * k_current + dt * _TIME[stage] * current * slope
    elif mode == POWER:
        along = counter * k_current + dt * _TIME[stage] * slope
    elif mode == CURRENT:
        along = current * (along + voltage_slope * k_current) + start_voltage * k_current
    else:
        along = (counter + 2.0 * value * current) * k_current
    k_scalar[stage, 0] = k_current
    k_scalar[stage, 1] = _GAMMA * (dt * stage_current + carried_charge + dt * k_current)
    k_scalar[stage, 2] = _GAMMA * (dt * power + carried_energy + dt * along)


@kernel(allocates=False)
def _passed(work):
    """Charge that passed in the time step just solved [C/m2]."""
    total = work.k_scalar[_STAGES - 1, 1]
    for j in range(_STAGES - 1):
        total += _A[_STAGES - 1, j] * work.k_scalar[j, 1]
    return total


@kernel(allocates=False)
def _astray(work, p, h):
    """Charge that the states took up in the time step just solved, less what passed [C/m2].

    What reacts fast over the time step holds fields and potential to an equilibrium, and the current is a small
    difference of large terms: digits are lost as the rate times the step has.
    """
    total = -_passed(work)
    for a in range(work.rate.shape[0]):
        weight = h * p[CHARGES + a]
        if weight != 0.0:
            for node in range(work.residual.size):
                total += weight * (work.y_i[1 + a, node] - work.y[1 + a, node] + work.k[_STAGES - 1, 1 + a, node])
    return total


@node_function(STAGES)
def take_field_stages(work, p, dt, mode, value, slope, voltage_slope, current, start_voltage):
    """Solve the six stages from the state in work.y; leave the argument of the last in work.y_i.

    Scalars carried along: current [A/m2] (unless it is constant), charge [C/m2], energy [J/m2].
    """
    free, counter = mode != CURRENT or slope != 0.0, work.terminal[COUNTER_AT]
    weigh_terminals(work, mode, value, start_voltage, current)
    n, nodes, m = work.rate.shape[0], work.residual.size, work.z.size
    h, s = p[THICKNESS] / nodes, 1.0 / (_GAMMA * dt)
    condense(work, p, h, s)
    condense_borders(work, s, free, voltage_slope)
    k, x0, v, joined, follows = work.k, work.x0, work.v, work.joined, work.follows
    for stage in range(_STAGES):
        stage_current, stage_voltage = current, start_voltage
        if stage == 0:
            _begin(work)
            eliminate(work, p, h, s, work.rate)
        else:
            stage_current, stage_voltage = _reach(work, p, h, dt, stage, free, current)
            eliminate(work, p, h, s, work.rate_i)
        substitute(work, joined)
        at = value + slope * _NODES[stage] * dt
        gap = -(condition(mode, counter, at, stage_voltage, stage_current) - dt * _TIME[stage] * slope)
        solve_borders(work, work.outside_i, free, gap)
        k_current = work.unknown[1 + m] if free else 0.0
        for j in range(m):
            work.k_z[stage, j] = work.unknown[1 + j]
        along = voltage_along(work, 0.0)
        for node in range(nodes):
            k[stage, 0, node] = joined[node, 0]
            along += v[0, node] * joined[node, 0]
        for a in range(n):
            for node in range(nodes):
                k[stage, 1 + a, node] = x0[a, node]
            for j in range(joined.shape[1]):
                for node in range(nodes):
                    k[stage, 1 + a, node] += follows[j, a, node] * joined[node, j]
            if work.resists[a]:
                for node in range(nodes):
                    along += v[1 + a, node] * k[stage, 1 + a, node]
        _pass(
            work, dt, stage, mode, value, slope, voltage_slope, current, start_voltage, at, stage_current,
            stage_voltage, k_current, along,
        )  # fmt: skip
    if abs(_astray(work, p, h)) > _MOST_ASTRAY * max(abs(_passed(work)), 1.0):
        k[_STAGES - 1, 0, 0] = np.nan  # no verdict but to try a shorter step
