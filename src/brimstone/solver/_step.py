"""One step of a protocol: time steps of Rodas4P2 from a consistent start to an event."""

import numpy as np

from brimstone._compile import kernel, node_function
from brimstone.solver import _coefficients
from brimstone.solver._borders import COUPLED, condense_borders, solve_borders, voltage_along
from brimstone.solver._dense import (
    evaluate_dense,
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
from brimstone.solver._start import consistent_start, start_at_cutoff, start_below_peak, start_from_before
from brimstone.solver._stops import crossed, event, first_stop
from brimstone.solver._terminals import COUNTER_AT, condition, power_of_stage, weigh_terminals
from brimstone.solver._workspace import INTEGRATE, STAGES
from brimstone.solver.interface import (
    ACCEPTED,
    ANODE_EMPTY,
    BALANCE,
    CHARGE,
    CHARGES,
    COUNTER,
    CURRENT,
    DURATION,
    ELAPSED,
    ELECTRONIC,
    ENERGY,
    FIRST_RATE,
    FIRST_STATE,
    IONIC,
    LOSS,
    LOWER,
    LOWER_VOLTAGE,
    MODE,
    NO_START,
    POWER,
    POWER_PEAK,
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
    VOLTAGE,
    VOLTAGE_END,
    VOLTAGE_START,
    VOLTS,
)

_A, _C = _coefficients.A, _coefficients.C
_NODES, _TIME = _coefficients.NODES, _coefficients.TIME_DERIVATIVE
_STAGES, _GAMMA = _coefficients.STAGES, _coefficients.GAMMA

_SMALLEST_STEP = 1e-18  # [s]; a cathode of which hardly anything is in reach is through in nanoseconds
_SAFETY = 0.9
_FIRST_SHARE = 5e-3
_TREND_THRESHOLD = 1e-2  # error over the allowed one, below which it says nothing about a trend
_NEAR_PEAK = 0.02  # of a power: what more current adds to it, over what it would add at this voltage
_MOST_ATTEMPTS = 20_000


@kernel(allocates=False)
def weigh(weights, scale, stage, k_line, result):
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
def take_stages(work, p, dt, mode, value, slope, voltage_slope, current, start_voltage):
    """Solve the six stages from the state in work.y; leave the argument of the last in work.y_i.

    Scalars carried along: current [A/m2] (unless it is constant), charge [C/m2], energy [J/m2].
    """
    free, counter = mode != CURRENT or slope != 0.0, work.terminal[COUNTER_AT]
    weigh_terminals(work, mode, value, start_voltage, current)
    n, nodes = work.rate.shape[0], work.residual.size
    h, s = p[THICKNESS] / nodes, 1.0 / (_GAMMA * dt)
    condense(work, p, h, s)
    condense_borders(work, p, h, s, free, current, voltage_slope)
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
                weigh(_A[stage], 1.0, stage, work.k_line, work.y_i_line)
                for i in range(work.y_line.size):
                    work.y_i_line[i] += work.y_line[i]
            else:  # the weights of the stage before, and one of its own
                for i in range(work.y_line.size):
                    work.y_i_line[i] += work.k_line[_STAGES - 2, i]
            if free:
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
            weigh(_C[stage], 1.0 / dt, stage, work.k_line, work.carried_line)
            eliminate(work, p, h, s, work.rate_i, work.rate_i_line)
        substitute(work.system, rhs)
        at = value + slope * _NODES[stage] * dt
        gap = -(condition(mode, counter, at, stage_voltage, stage_current) - dt * _TIME[stage] * slope)
        k_theta = solve_borders(work, work.outside_i, free, gap)
        k_current = work.unknown[1 + m] if free else 0.0
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
def _error(work, tol, scales, mode, current, dt):
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
    if work.z.size > 0 and mode == CURRENT and current != 0.0:
        scaled = work.k_scalar[_STAGES - 1, 2] / (dt * current * tol * VOLTS)
        total += nodes * scaled * scaled
        components += nodes
    if mode != CURRENT:
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
def _undo(work, scalars, scalars_old):
    """Go back to the state before the time step just accepted."""
    copy_line(scalars_old, scalars)
    copy(work.y_old, work.y)
    copy_line(work.z_old, work.z)


@kernel(allocates=False)
def _larger(current, change, mode):
    """Return the current of larger magnitude of both ends of a time step in which it changes linearly."""
    return current + change if mode == CURRENT and abs(current + change) > abs(current) else current


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


@kernel(allocates=False)
def _begin(work, p, h, control):
    """Find a consistent start and leave its current in work.solved; return the status that ends the step, or -1."""
    mode, value = control[MODE], control[VALUE]
    work.terminal[COUNTER_AT] = control[COUNTER]
    ready = consistent_start(work, p, h, mode, value)
    if ready and mode == POWER and work.solved[1] <= 0.0:
        return POWER_PEAK
    if ready:
        return -1
    if mode == POWER:
        return POWER_PEAK if start_below_peak(work, p, h, control) else NO_START
    if mode == CURRENT:
        ready, carries = start_at_cutoff(work, p, h, control)
        if ready and not carries:
            return LOWER_VOLTAGE if value > 0.0 else UPPER_VOLTAGE
        ready = ready or start_from_before(work, p, h, value)
    return -1 if ready else NO_START


@kernel(allocates=False)
def _shows_within(curve, profiles, time, dt):
    """Whether points within a time step are recorded.

    Not of one that is shorter than points spread evenly lie apart, unless integrals over profiles need them.
    """
    return curve.shape[0] > 0 and (profiles.shape[0] > 0 or dt * curve.shape[0] > time)


@kernel(allocates=False)
def _hold_terminals(work, p, h, mode, value, scalars):
    """Solve potentials and current of an accepted time step for what is set; return whether they exist.

    A time step alone keeps a product only as well as its tolerance.
    """
    if not work.newton(work, p, h, mode, value, scalars[0]):
        return False
    scalars[0] = work.solved[0]
    return True


@node_function(INTEGRATE)
def integrate(work, p, tol, predictive, scales, control, pace, follows, curve, profiles, out):
    """Run one step of a protocol from the states in work.y; leave its outcome in `out`, return the points recorded.

    The time steps taken are left in `pace`, ended by a zero; or else, where it `follows`, those found there are taken
    [s], whatever their error, as long as they can be solved.
    """
    n, nodes = work.rate.shape[0], work.residual.size
    h = p[THICKNESS] / nodes
    mode, set_slope = control[MODE], control[SLOPE]
    by_product = mode != CURRENT and mode != VOLTAGE
    projects = profiles.shape[0] > 0 or (by_product and curve.shape[0] > 0)
    for column in range(out.size):
        out[column] = 0.0
    out[TOLERANCE] = tol
    copy(work.y, work.y_start)
    copy_line(work.z, work.z_start)
    if pace.size > 0 and not follows:
        pace[0] = 0.0
    status = _begin(work, p, h, control)
    if status == LOWER_VOLTAGE or status == UPPER_VOLTAGE:
        limit = control[LOWER] if status == LOWER_VOLTAGE else control[UPPER]
        out[STATUS], out[VOLTAGE_START], out[VOLTAGE_END] = status, limit, limit
        return record(curve, profiles, 0, 0.0, limit, control[VALUE], 0.0, work, work.y, work.z)
    if status >= 0:
        copy(work.y_start, work.y)
        out[STATUS] = status
        return 0
    current = work.solved[0]
    voltage = linearise(work, p, h, current)
    out[VOLTAGE_START] = voltage
    count = record(curve, profiles, 0, 0.0, voltage, current, 0.0, work, work.y, work.z)
    scalars, scalars_old, scalars_at = work.scalars, work.scalars_old, work.scalars_at
    scalars[0], scalars[1], scalars[2] = current, 0.0, 0.0
    status, _, _ = crossed(control, voltage, current, current)
    stop = event(work)
    if stop >= 0:
        status = ANODE_EMPTY + stop
    if status >= 0:  # nothing has moved; potentials far outside the window would be no start for the next step
        copy(work.y_start, work.y)
    time, dt = 0.0, min(_first_step(work, scales, control[DURATION], predictive), control[DURATION])
    may_grow, attempts, taken, keeps = True, 0, 0, not follows
    dt_before, error_before = 0.0, 0.0
    response = differentiate(work, h, current)
    while status < 0:
        follows = follows and taken < pace.size and pace[taken] > 0.0
        if follows:
            dt = pace[taken]
        last = time + dt >= control[DURATION] * (1.0 - 1e-13)
        if last:
            dt = control[DURATION] - time
            if dt <= 0.0:
                status = TIME
                break
        elif dt < _SMALLEST_STEP or time + dt == time:
            status = STEP_UNDERFLOW if mode != POWER else POWER_PEAK
            break
        attempts += 1
        if attempts > _MOST_ATTEMPTS:
            status = TOO_MANY_STEPS
            break
        value = control[VALUE] + set_slope * time
        work.take_stages(work, p, dt, mode, value, set_slope, response, scalars[0], voltage)
        error = _error(work, tol, scales, mode, _larger(scalars[0], set_slope * dt, mode), dt)
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
        if not error <= (1e10 if follows else 1.0):
            out[REJECTED] += 1
            dt *= factor
            may_grow, follows = False, False
            continue

        if predictive and dt_before > 0.0 and error > 0.0:
            factor = min(factor, max(_foreseen(dt / dt_before, error, error_before), 0.2))
        _accept(work, scalars, scalars_old)
        value_after = control[VALUE] + set_slope * (time + dt)
        if mode == CURRENT:
            scalars[0] = value_after if set_slope != 0.0 else current
        elif by_product and not _hold_terminals(work, p, h, mode, value_after, scalars):
            _undo(work, scalars, scalars_old)
            linearise(work, p, h, scalars[0])
            out[REJECTED] += 1
            dt *= 0.2
            may_grow, follows = False, False
            continue
        dt_before, error_before = dt, error
        out[ACCEPTED] += 1
        if keeps and taken < pace.size:
            pace[taken] = dt
        taken += 1
        before = voltage
        copy_line(work.outside, work.outside_old)
        voltage = linearise(work, p, h, scalars[0])
        status, end = first_stop(work, p, h, control, before, voltage)
        if status < 0 and mode == POWER and work.solved[1] < _NEAR_PEAK * (voltage - control[COUNTER]):
            status = POWER_PEAK
        if _shows_within(curve, profiles, time, dt):
            prepare_dense(work)
            for quarter in range(1, 4):
                theta = 0.25 * quarter * end
                at = evaluate_dense(work, p, h, theta)
                if projects:
                    at = project(work, p, h, mode, value + set_slope * theta * dt)
                then = time + theta * dt
                count = record(curve, profiles, count, then, at, scalars_at[0], scalars_at[1], work, work.y_i, work.z_i)
        if end < 1.0:
            voltage = evaluate_dense(work, p, h, end)
            if projects:
                voltage = project(work, p, h, mode, value + set_slope * end * dt)
            for e in range(3):
                scalars[e] = scalars_at[e]
            copy(work.y_i, work.y)
            copy_line(work.z_i, work.z)
        else:
            if projects:
                linearise(work, p, h, scalars[0])
            if scalars[0] != 0.0:
                out[RESIDUAL] = max(out[RESIDUAL], largest(work.residual) / abs(scalars[0]))
        time = control[DURATION] if last and end == 1.0 else time + end * dt
        if mode == CURRENT:
            scalars[1] = (current + 0.5 * set_slope * time) * time
        count = record(curve, profiles, count, time, voltage, scalars[0], scalars[1], work, work.y, work.z)
        if status < 0 and last:
            status = TIME
        if status < 0:
            if not may_grow:
                factor = min(factor, 1.0)
                may_grow = True
            dt = min(dt * factor, max(_room(work, p, scalars[1] - scalars_old[1], dt), 0.05 * dt))
            response = differentiate(work, h, scalars[0])
    if keeps and taken < pace.size:
        pace[taken] = 0.0
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
