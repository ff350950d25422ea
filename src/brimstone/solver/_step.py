"""One step of a protocol: time steps of Rodas4P2 from a consistent start to an event."""

import numpy as np

from brimstone._compile import kernel, node_function
from brimstone.solver import _coefficients
from brimstone.solver._borders import COUPLED, condense_borders, solve_borders, voltage_along
from brimstone.solver._dense import (
    CURRENT_LEVEL,
    EVENT_LEVEL,
    VOLTAGE_LEVEL,
    evaluate_dense,
    locate,
    prepare_dense,
    project,
    record,
)
from brimstone.solver._electrode import (
    CURRENT_ROW,
    condense,
    conduct,
    copy,
    copy_line,
    differentiate,
    eliminate,
    largest,
    linearise,
    mean,
    substitute,
    swelling_of,
)
from brimstone.solver._start import consistent_start, start_at_cutoff
from brimstone.solver._workspace import INTEGRATE, STAGES
from brimstone.solver.interface import (
    ACCEPTED,
    ANODE_EMPTY,
    BALANCE,
    CHARGE,
    CHARGES,
    CURRENT,
    CURRENT_FLOOR,
    DURATION,
    ELAPSED,
    ELECTRONIC,
    ENERGY,
    EVENTS,
    FIRST_RATE,
    FIRST_STATE,
    IONIC,
    LOSS,
    LOW_CURRENT,
    LOWER,
    LOWER_VOLTAGE,
    MODE,
    NO_START,
    REJECTED,
    RESIDUAL,
    SLOPE,
    STATUS,
    STEP_UNDERFLOW,
    THETA,
    THICKNESS,
    TIME,
    TOLERANCE,
    TOO_MANY_STEPS,
    UPPER,
    UPPER_VOLTAGE,
    VALUE,
    VOLTAGE_END,
    VOLTAGE_START,
)

_A, _C = _coefficients.A, _coefficients.C
_NODES, _TIME = _coefficients.NODES, _coefficients.TIME_DERIVATIVE
_STAGES, _GAMMA = _coefficients.STAGES, _coefficients.GAMMA

_SMALLEST_STEP = 1e-9  # [s]
_SAFETY = 0.9
_FIRST_SHARE = 5e-3
_TREND_THRESHOLD = 1e-2  # error over the allowed one, below which it says nothing about a trend
_VOLTS = 3.0  # [V]; scale of a voltage of about 2 V in units of the tolerance, as of a state
_MOST_ATTEMPTS = 20_000


@kernel(allocates=False)
def _weigh(weights, scale, stage, k_line, result):
    """Fill `result` with scale times the sum of weight times k over the stages before; the last rows of each k."""
    skip = k_line.shape[1] - result.size
    w0, w1, w2 = scale * weights[0], scale * weights[1], scale * weights[2]
    w3, w4 = scale * weights[3], scale * weights[4]
    k0, k1, k2, k3, k4 = k_line[0, skip:], k_line[1, skip:], k_line[2, skip:], k_line[3, skip:], k_line[4, skip:]
    if stage == 1:
        for i in range(result.size):
            result[i] = w0 * k0[i]
    elif stage == 2:
        for i in range(result.size):
            result[i] = w0 * k0[i] + w1 * k1[i]
    elif stage == 3:
        for i in range(result.size):
            result[i] = w0 * k0[i] + w1 * k1[i] + w2 * k2[i]
    elif stage == 4:
        for i in range(result.size):
            result[i] = (w0 * k0[i] + w1 * k1[i]) + (w2 * k2[i] + w3 * k3[i])
    else:
        for i in range(result.size):
            result[i] = (w0 * k0[i] + w1 * k1[i] + w2 * k2[i]) + (w3 * k3[i] + w4 * k4[i])


@node_function(STAGES)
def take_stages(work, p, dt, by_voltage, voltage, slope, voltage_slope, current, start_voltage):
    """Solve the six stages from the state in work.y; leave the argument of the last in work.y_i.

    Scalars carried along: current [A/m2] (by voltage only), charge [C/m2], energy [J/m2].
    """
    n, nodes = work.rate.shape[0], work.residual.size
    h, s = p[THICKNESS] / nodes, 1.0 / (_GAMMA * dt)
    condense(work, p, h, s)
    condense_borders(work, p, h, s, by_voltage, current, voltage_slope)
    k, k_scalar, k_z, rhs = work.k, work.k_scalar, work.k_z, work.rhs
    rho, flow, x0, x1, v = work.rho_i, work.flow, work.x0, work.x1, work.v
    m, coupled = work.z.size, work.couples[COUPLED] != 0.0
    for stage in range(_STAGES):
        stage_current, stage_voltage = current, start_voltage
        if stage == 0:
            for i in range(work.carried_line.size):
                work.carried_line[i] = 0.0
            for j in range(m):
                work.carried_z[j] = 0.0
                work.outside_i[FIRST_RATE + j] = work.outside[FIRST_RATE + j]
            for face in range(nodes + 1):
                flow[face] = work.faces[CURRENT_ROW, face]
            eliminate(work, p, h, s, work.rate, work.rate_line)
        else:
            if stage < _STAGES - 1:
                _weigh(_A[stage], 1.0, stage, work.k_line, work.y_i_line)
                for i in range(work.y_line.size):
                    work.y_i_line[i] += work.y_line[i]
            else:  # the weights of the stage before, and one of its own
                for i in range(work.y_line.size):
                    work.y_i_line[i] += work.k_line[_STAGES - 2, i]
            if by_voltage:
                for j in range(stage):
                    stage_current += _A[stage, j] * k_scalar[j, 0]
            for e in range(m):
                at_stage, carried_over = work.z[e], 0.0
                for j in range(stage):
                    at_stage += _A[stage, j] * k_z[j, e]
                    carried_over += _C[stage, j] * k_z[j, e]
                work.z_i[e], work.carried_z[e] = at_stage, carried_over / dt
            work.surround(swelling_of(work, work.y_i), stage_current, work.z_i, work.around, work.outside_i)
            work.rates(work.y_i, p, work.outside_i[THETA], work.rate_i, rho)
            stage_voltage = work.y_i[0, 0] - work.outside_i[LOSS] - conduct(rho, work.y_i, stage_current, h, flow)
            stage_voltage -= stage_current * 0.5 * h * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
            _weigh(_C[stage], 1.0 / dt, stage, work.k_line, work.carried_line)
            eliminate(work, p, h, s, work.rate_i, work.rate_i_line)
        substitute(work.system, rhs)
        at = voltage + slope * _NODES[stage] * dt
        gap = -(stage_voltage - at - dt * _TIME[stage] * slope)
        k_theta = solve_borders(work, work.outside_i, by_voltage, gap)
        k_current = work.unknown[1 + m] if by_voltage else 0.0
        for j in range(m):
            k_z[stage, j] = work.unknown[1 + j]
        along = voltage_along(work, k_theta)
        if coupled:
            for a in range(n):
                for node in range(nodes):
                    x0[a, node] += work.x_theta[a, node] * k_theta
        for node in range(nodes):
            k[stage, 0, node] = rhs[node]
            along += v[0, node] * rhs[node]
        for a in range(n):
            if work.resists[a]:
                for node in range(nodes):
                    change = x0[a, node] + x1[a, node] * rhs[node]
                    k[stage, 1 + a, node] = change
                    along += v[1 + a, node] * change
            else:
                for node in range(nodes):
                    k[stage, 1 + a, node] = x0[a, node] + x1[a, node] * rhs[node]
        carried_charge, carried_energy = 0.0, 0.0
        for j in range(stage):
            carried_charge += _C[stage, j] * k_scalar[j, 1]
            carried_energy += _C[stage, j] * k_scalar[j, 2]
        if by_voltage:
            power = stage_current * at
            along = voltage * k_current + dt * _TIME[stage] * current * slope
        else:
            power = stage_current * stage_voltage
            along *= current
        k_scalar[stage, 0] = k_current
        k_scalar[stage, 1] = _GAMMA * (dt * stage_current + carried_charge + dt * k_current)
        k_scalar[stage, 2] = _GAMMA * (dt * power + carried_energy + dt * along)


@kernel(allocates=False)
def _error(work, tol, scales, by_voltage, current, dt):
    """Weighted root mean square of the embedded error estimate over all components.

    Where there are surroundings, their loss of voltage is nonlinear in states that are exact, such as the charge: what
    the energy of the time step is off by, over its charge, stands for the error of the voltage.
    """
    last = work.k[_STAGES - 1]
    rows, nodes = last.shape[0], work.residual.size
    total = 0.0
    for row in range(rows):
        floor = tol if row == 0 else tol * scales[row - 1]
        for node in range(nodes):
            change = last[row, node]
            scaled = change / (floor + tol * abs(work.y_i[row, node] + change))
            total += scaled * scaled
    components = rows * nodes
    for j in range(work.z.size):  # as if each were a local state, alike at all nodes
        change = work.k_z[_STAGES - 1, j]
        scaled = change / (tol * (scales[rows - 1 + j] + abs(work.z_i[j] + change)))
        total += nodes * scaled * scaled
        components += nodes
    if work.z.size > 0 and not by_voltage and current != 0.0:
        scaled = work.k_scalar[_STAGES - 1, 2] / (dt * current * tol * _VOLTS)
        total += nodes * scaled * scaled
        components += nodes
    if by_voltage:
        scaled = work.k_scalar[_STAGES - 1, 0] / (tol * (10.0 + abs(current)))
        total += scaled * scaled
        components += 1
    return np.sqrt(total / components)


@kernel(allocates=False)
def _accept(work, scalars, scalars_old):
    """Move the state to the end of the time step, keeping the old one."""
    for e in range(3):
        scalars_old[e] = scalars[e]
        for j in range(_STAGES - 1):
            scalars[e] += _A[_STAGES - 1, j] * work.k_scalar[j, e]
        scalars[e] += work.k_scalar[_STAGES - 1, e]
    for row in range(work.y.shape[0]):
        for node in range(work.y.shape[1]):
            work.y_old[row, node] = work.y[row, node]
            work.y[row, node] = work.y_i[row, node] + work.k[_STAGES - 1, row, node]
    for j in range(work.z.size):
        work.z_old[j] = work.z[j]
        work.z[j] = work.z_i[j] + work.k_z[_STAGES - 1, j]


@kernel(allocates=False)
def _room(work, p, passed, dt):
    """Longest time step that leaves a share of what is being used up, from the mean speed of the last step [s].

    No such limit at rest, nor while the first state carries less than half of the charge `passed` in the last step
    [C/m2]: once sulfur is used up the current may go on through another reaction.
    """
    nodes = work.residual.size
    share = mean(work.y, FIRST_STATE, nodes)
    change = share - mean(work.y_old, FIRST_STATE, nodes)
    left = 1.0 - share if change > 0.0 else share
    if left <= 0.0 or passed == 0.0 or abs(change * p[CHARGES] * p[THICKNESS]) < 0.5 * abs(passed):
        return np.inf
    return 0.6 * dt * left / abs(change)


@kernel(allocates=False)
def _first_step(work, scales, duration, predictive):
    """A small share of the time that the fastest state takes [s]; a second where all rest."""
    fastest, n = 0.0, work.rate.shape[0]
    for j in range(work.z.size):
        fastest = max(fastest, abs(work.outside[FIRST_RATE + j]) / scales[n + j])
    for a in range(work.rate.shape[0]):
        for node in range(work.residual.size):
            fastest = max(fastest, abs(work.rate[a, node]))
    return _FIRST_SHARE / fastest if predictive and fastest * duration > _FIRST_SHARE else 1.0


@kernel(allocates=False)
def _foreseen(growth, error, before):
    """Growth of the next time step if the error of a step of one length goes on changing as it just did.

    K. Gustafsson, ACM Trans. Math. Software 20 (1994) 496-517. The errors of first steps, far below what is
    allowed, indicate no trend.
    """
    return _SAFETY * growth * (max(before, _TREND_THRESHOLD) / (error * error)) ** 0.25


@node_function(INTEGRATE)
def integrate(work, p, tol, predictive, scales, control, curve, profiles, out):
    """Run one step of a protocol from the states in work.y; leave its outcome in `out`, return the points recorded."""
    n, nodes = work.rate.shape[0], work.residual.size
    h = p[THICKNESS] / nodes
    by_voltage = control[MODE] != CURRENT
    set_slope = control[SLOPE] if by_voltage else 0.0
    for column in range(out.size):
        out[column] = 0.0
    out[TOLERANCE] = tol
    copy(work.y, work.y_start)
    copy_line(work.z, work.z_start)
    ready = consistent_start(work, p, h, by_voltage, control[VALUE], 0.0 if by_voltage else control[VALUE])
    if not ready and not by_voltage:
        ready, carries = start_at_cutoff(work, p, h, control)
        if ready and not carries:
            limit = control[LOWER] if control[VALUE] > 0.0 else control[UPPER]
            out[STATUS] = LOWER_VOLTAGE if control[VALUE] > 0.0 else UPPER_VOLTAGE
            out[VOLTAGE_START] = out[VOLTAGE_END] = limit
            return record(curve, profiles, 0, 0.0, limit, control[VALUE], 0.0, work, work.y, work.z)
    if not ready:
        out[STATUS] = NO_START
        return 0
    current = work.solved[0]
    voltage = linearise(work, p, h, current)
    out[VOLTAGE_START] = voltage
    count = record(curve, profiles, 0, 0.0, voltage, current, 0.0, work, work.y, work.z)
    scalars, scalars_old, scalars_at = work.scalars, work.scalars_old, work.scalars_at
    scalars[0], scalars[1], scalars[2] = current, 0.0, 0.0
    status, level = _crossed(by_voltage, control, voltage, current, current)
    event = _event(work)
    if event >= 0:
        status = ANODE_EMPTY + event
    if status >= 0:  # nothing has moved; potentials far outside the window would be no start for the next step
        copy(work.y_start, work.y)
    time, dt = 0.0, min(_first_step(work, scales, control[DURATION], predictive), control[DURATION])
    may_grow, attempts = True, 0
    dt_before, error_before = 0.0, 0.0
    response = differentiate(work, h, current)
    while status < 0:
        last = time + dt >= control[DURATION] * (1.0 - 1e-13)
        if last:
            dt = control[DURATION] - time
            if dt <= 0.0:
                status = TIME
                break
        elif dt < _SMALLEST_STEP:
            status = STEP_UNDERFLOW
            break
        attempts += 1
        if attempts > _MOST_ATTEMPTS:
            status = TOO_MANY_STEPS
            break
        set_voltage = control[VALUE] + set_slope * time
        work.take_stages(work, p, dt, by_voltage, set_voltage, set_slope, response, scalars[0], voltage)
        error = _error(work, tol, scales, by_voltage, scalars[0], dt)
        factor = 0.2
        if not error < 1e10:
            for stage in range(_STAGES):
                for row in range(1 + n):
                    for node in range(work.y.shape[1]):
                        work.k[stage, row, node] = 0.0
                for j in range(work.z.size):
                    work.k_z[stage, j] = 0.0
        else:
            factor = 6.0 if error == 0.0 else min(max(_SAFETY * error**-0.25, 0.2), 6.0)
        if not error <= 1.0:
            out[REJECTED] += 1
            dt *= factor
            may_grow = False
            continue

        if predictive and dt_before > 0.0 and error > 0.0:
            factor = min(factor, max(_foreseen(dt / dt_before, error, error_before), 0.2))
        dt_before, error_before = dt, error
        out[ACCEPTED] += 1
        _accept(work, scalars, scalars_old)
        if not by_voltage:
            scalars[0] = current
        before = scalars_old[0] if by_voltage else voltage
        copy_line(work.outside, work.outside_old)
        voltage = linearise(work, p, h, scalars[0])
        status, level = _crossed(by_voltage, control, voltage, scalars_old[0], scalars[0])
        event, end = _event(work), 1.0
        if status >= 0 or event >= 0 or curve.shape[0] > 0:
            prepare_dense(work)
        if status >= 0:
            after = scalars[0] if by_voltage else voltage
            end = locate(work, p, h, CURRENT_LEVEL if by_voltage else VOLTAGE_LEVEL, before, after, level)
        if event >= 0:  # of several, what comes first
            status, end = _first_event(work, p, h, status, end)
        if curve.shape[0] > 0:
            for quarter in range(1, 4):
                theta = 0.25 * quarter * end
                at = evaluate_dense(work, p, h, theta)
                if profiles.shape[0] > 0:
                    at = project(work, p, h, by_voltage, set_voltage + set_slope * theta * dt)
                then = time + theta * dt
                count = record(curve, profiles, count, then, at, scalars_at[0], scalars_at[1], work, work.y_i, work.z_i)
        if end < 1.0:
            voltage = evaluate_dense(work, p, h, end)
            if profiles.shape[0] > 0:
                voltage = project(work, p, h, by_voltage, set_voltage + set_slope * end * dt)
            for e in range(3):
                scalars[e] = scalars_at[e]
            copy(work.y_i, work.y)
            copy_line(work.z_i, work.z)
        else:
            if profiles.shape[0] > 0:
                linearise(work, p, h, scalars[0])
            if scalars[0] != 0.0:
                out[RESIDUAL] = max(out[RESIDUAL], largest(work.residual) / abs(scalars[0]))
        time = control[DURATION] if last and end == 1.0 else time + end * dt
        if not by_voltage:
            scalars[1] = current * time
        count = record(curve, profiles, count, time, voltage, scalars[0], scalars[1], work, work.y, work.z)
        if status < 0 and last:
            status = TIME
        if status < 0:
            if not may_grow:
                factor = min(factor, 1.0)
                may_grow = True
            dt = min(dt * factor, max(_room(work, p, scalars[1] - scalars_old[1], dt), 0.05 * dt))
            response = differentiate(work, h, scalars[0])
    balance = 0.0
    for a in range(n):
        for node in range(nodes):
            balance += h * p[CHARGES + a] * (work.y[1 + a, node] - work.y_start[1 + a, node])
    out[STATUS] = status
    out[ELAPSED] = time
    out[CHARGE] = scalars[1]
    out[ENERGY] = scalars[2]
    out[VOLTAGE_END] = voltage
    out[BALANCE] = balance - scalars[1]
    return count


@kernel(allocates=False)
def _event(work):
    """Return the first of the surroundings' events whose value is no more positive, or -1."""
    first = FIRST_RATE + work.z.size
    for event in range(len(EVENTS)):
        if work.outside[first + event] <= 0.0:
            return event
    return -1


@kernel(allocates=False)
def _first_event(work, p, h, status, end):
    """Return the status and the share of the step at which the first of the events ends it, or what is given."""
    first = FIRST_RATE + work.z.size
    for event in range(len(EVENTS)):
        before, after = work.outside_old[first + event], work.outside[first + event]
        if after <= 0.0:
            here = locate(work, p, h, EVENT_LEVEL + event, before, after, 0.0)
            if status < 0 or here < end:
                status, end = ANODE_EMPTY + event, here
    return status, end


@kernel(allocates=False)
def _crossed(by_voltage, control, voltage, before, current):
    """Return the status that a stop condition of the step gives, or -1, and the level that was crossed."""
    if by_voltage:
        floor = control[CURRENT_FLOOR]
        if abs(current) <= floor or (before * current < 0.0 and floor >= 0.0):
            return LOW_CURRENT, floor if before > 0.0 else -floor
    elif current > 0.0 and voltage <= control[LOWER]:
        return LOWER_VOLTAGE, control[LOWER]
    elif current < 0.0 and voltage >= control[UPPER]:
        return UPPER_VOLTAGE, control[UPPER]
    return -1, 0.0
