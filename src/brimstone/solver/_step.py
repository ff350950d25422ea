"""One step of a protocol: consistent start, time steps of Rodas4P2, events, dense output."""

import numpy as np

from brimstone._compile import kernel
from brimstone.solver import _coefficients
from brimstone.solver._electrode import (
    BORDER,
    BORDER_SOLVED,
    CONDUCTANCE_ROW,
    DIAGONAL_ROW,
    LOWER_ROW,
    PROJECTED,
    UPPER_ROW,
    condense,
    differentiate,
    evaluate,
    factorise,
    substitute,
)
from brimstone.solver.interface import (
    ACCEPTED,
    BALANCE,
    CHARGE,
    CHARGES,
    CURRENT,
    CURRENT_FLOOR,
    DURATION,
    ELAPSED,
    ENERGY,
    FIRST_STATE,
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

_A, _C, _H = _coefficients.A, _coefficients.C, _coefficients.H
_NODES, _TIME = _coefficients.NODES, _coefficients.TIME_DERIVATIVE
_STAGES, _GAMMA = _coefficients.STAGES, _coefficients.GAMMA

_LARGEST_CHANGE = 0.1  # of a potential in one pass of Newton's method [V]
_SMALLEST_STEP = 1e-9  # [s]
_MOST_ATTEMPTS = 20_000
_EVENT_VOLTAGE = 1e-9  # [V]


@kernel()
def _one_node_guess(rates, jacobian, p, current, work):
    """Move the potential of an electrode without transport until it carries the current; return success."""
    n = work.rate.shape[0]
    y = work.y_1
    for row in range(1 + n):
        y[row, 0] = np.mean(work.y[row])
    target = current / p[THICKNESS]
    for _ in range(400):
        rates(y, p, work.rate_1, work.rho_1)
        jacobian(y, p, work.rate_y_1, work.rho_w_1)
        source, slope = -target, 0.0
        for a in range(n):
            source += p[CHARGES + a] * work.rate_1[a, 0]
            slope += p[CHARGES + a] * work.rate_y_1[a, 0, 0]
        change = -source / slope
        if not np.isfinite(change):
            return False
        change = min(max(change, -2.0 * _LARGEST_CHANGE), 2.0 * _LARGEST_CHANGE)
        y[0, 0] += change
        if abs(change) < 1e-6:
            work.y[0] = y[0, 0]
            return True
    return False


@kernel()
def _newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work):
    """Solve the algebraic rows for the potentials (and, by voltage, the current); return success and the current."""
    n, nodes = work.rate.shape
    system, rhs, border = work.system, work.rhs, work.border
    for _ in range(300):
        voltage = evaluate(
            rates, terminal, p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.terminal
        )
        slope = differentiate(jacobian, p, h, current, work)
        system[DIAGONAL_ROW] = 0.0
        for a in range(n):
            for k in range(nodes):
                system[DIAGONAL_ROW, k] += h * p[CHARGES + a] * work.rate_y[a, 0, k]
        for k in range(1, nodes):
            g = work.faces[CONDUCTANCE_ROW, k]
            system[DIAGONAL_ROW, k - 1] -= g
            system[DIAGONAL_ROW, k] -= g
            system[UPPER_ROW, k - 1] = g
            system[LOWER_ROW, k] = g
        for k in range(nodes):
            rhs[k] = -work.residual[k]
        factorise(system)
        substitute(system, rhs)
        current_change = 0.0
        if by_voltage:
            border[BORDER_SOLVED] = border[BORDER]
            substitute(system, border[BORDER_SOLVED])
            along, across = 0.0, 0.0
            for k in range(nodes):
                along += work.v[0, k] * rhs[k]
                across += work.v[0, k] * border[BORDER_SOLVED, k]
            current_change = (target - voltage - along) / (slope - across)
            for k in range(nodes):
                rhs[k] -= border[BORDER_SOLVED, k] * current_change
        largest = np.max(np.abs(rhs))
        if not np.isfinite(largest):
            return False, current
        factor = 1.0 if largest <= _LARGEST_CHANGE else _LARGEST_CHANGE / largest
        for k in range(nodes):
            work.y[0, k] += factor * rhs[k]
        current += factor * current_change
        if largest < 1e-11 and abs(current_change) <= 1e-11 * (1.0 + abs(current)):
            return True, current
    return False, current


@kernel()
def _consistent_start(rates, jacobian, terminal, p, h, by_voltage, target, current, work):
    """Find potentials that fit the states; start from the electrode without transport, else from the last ones."""
    work.y_i[0] = work.y[0]
    if by_voltage or _one_node_guess(rates, jacobian, p, current, work):
        ready, solved = _newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work)
        if ready:
            return True, solved
    work.y[0] = work.y_i[0]
    return _newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work)


@kernel()
def _combine(base, weights, stage, k, result):
    """Fill `result` with base + sum over the earlier stages of weight times k, element by element."""
    rows, nodes = base.shape
    for row in range(rows):
        for node in range(nodes):
            result[row, node] = base[row, node]
    for j in range(stage):
        weight = weights[j]
        for row in range(rows):
            for node in range(nodes):
                result[row, node] += weight * k[j, row, node]


@kernel()
def _stages(rates, terminal, p, h, dt, by_voltage, voltage, slope, voltage_slope, current, start_voltage, work):
    """Solve the six stages from the state in work.y; leave the argument of the last in work.y_i.

    Scalars carried along: current [A/m2] (by voltage only), charge [C/m2], energy [J/m2].
    """
    n, nodes = work.rate.shape
    s = 1.0 / (_GAMMA * dt)
    condense(p, h, s, work)
    k, k_scalar, rhs, border, b = work.k, work.k_scalar, work.rhs, work.border, work.b
    rate, x0, x1, v = work.rate_i, work.x0, work.x1, work.v
    denominator = voltage_slope
    if by_voltage:
        border[BORDER_SOLVED] = border[BORDER]
        substitute(work.system, border[BORDER_SOLVED])
        border[PROJECTED] = v[0]
        for a in range(n):
            for node in range(nodes):
                border[PROJECTED, node] += v[1 + a, node] * x1[a, node]
        for node in range(nodes):
            denominator -= border[PROJECTED, node] * border[BORDER_SOLVED, node]
    for stage in range(_STAGES):
        stage_current = current
        if stage == 0:
            rate[:] = work.rate
            work.residual_i[:] = work.residual
            stage_voltage = start_voltage
        else:
            _combine(work.y, _A[stage], stage, k, work.y_i)
            if by_voltage:
                for j in range(stage):
                    stage_current += _A[stage, j] * k_scalar[j, 0]
            stage_voltage = evaluate(
                rates, terminal, p, h, work.y_i, stage_current, rate, work.rho_i, work.faces_i, work.residual_i,
                work.terminal_i,
            )  # fmt: skip
            for j in range(stage):
                weight = _C[stage, j] / dt
                for a in range(n):
                    for node in range(nodes):
                        rate[a, node] += weight * k[j, 1 + a, node]
        x0[:] = 0.0
        for a in range(n):
            for e in range(n):
                for node in range(nodes):
                    x0[a, node] += work.inverse[a, e, node] * rate[e, node]
        for node in range(nodes):
            rhs[node] = -work.residual_i[node]
        for a in range(n):
            # s X0 = r_w + d rate/dw X0, so the source's share is q (s X0 - r_w)
            weight = h * p[CHARGES + a]
            for node in range(nodes):
                rhs[node] -= weight * (s * x0[a, node] - rate[a, node])
            for node in range(1, nodes):
                carried = b[0, a, node] * x0[a, node - 1] + b[1, a, node] * x0[a, node]
                rhs[node - 1] -= carried
                rhs[node] += carried
        substitute(work.system, rhs)
        k_current = 0.0
        if by_voltage:
            at = voltage + slope * _NODES[stage] * dt
            numerator = -(stage_voltage - at - dt * _TIME[stage] * slope)
            for node in range(nodes):
                numerator -= border[PROJECTED, node] * rhs[node]
            for a in range(n):
                for node in range(nodes):
                    numerator -= v[1 + a, node] * x0[a, node]
            k_current = numerator / denominator
            for node in range(nodes):
                rhs[node] -= border[BORDER_SOLVED, node] * k_current
        along = 0.0
        for node in range(nodes):
            k[stage, 0, node] = rhs[node]
            along += v[0, node] * rhs[node]
        for a in range(n):
            for node in range(nodes):
                change = x0[a, node] + x1[a, node] * rhs[node]
                k[stage, 1 + a, node] = change
                along += v[1 + a, node] * change
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


@kernel()
def _prepare_dense(work):
    """Form the two correction terms of the dense output of the step just solved."""
    for r in range(2):
        work.eta[r] = 0.0
        for j in range(_STAGES):
            for row in range(work.y.shape[0]):
                for node in range(work.y.shape[1]):
                    work.eta[r, row, node] += _H[r, j] * work.k[j, row, node]
        for e in range(3):
            work.eta_scalar[r, e] = 0.0
            for j in range(_STAGES):
                work.eta_scalar[r, e] += _H[r, j] * work.k_scalar[j, e]


@kernel()
def _dense(theta, work, scalars_old, scalars, scalars_at):
    """Fill work.y_i and the scalars with the state at the share `theta` of the step from work.y_old to work.y."""
    rest = 1.0 - theta
    for row in range(work.y.shape[0]):
        for node in range(work.y.shape[1]):
            work.y_i[row, node] = rest * work.y_old[row, node] + theta * (
                work.y[row, node] + rest * (work.eta[0, row, node] + theta * work.eta[1, row, node])
            )
    for e in range(3):
        scalars_at[e] = rest * scalars_old[e] + theta * (
            scalars[e] + rest * (work.eta_scalar[0, e] + theta * work.eta_scalar[1, e])
        )


@kernel()
def _record(curve, profiles, count, time, voltage, current, charge, y):
    """Write one point; a full table keeps its last row for the newest point."""
    if curve.shape[0] == 0:
        return count
    row = min(count, curve.shape[0] - 1)
    curve[row, 0], curve[row, 1], curve[row, 2], curve[row, 3] = time, voltage, current, charge
    if profiles.shape[0] > 0:
        profiles[row] = y
    return row + 1


@kernel()
def _error(tol, scales, by_voltage, current, work):
    """Weighted root mean square of the embedded error estimate over all components."""
    last = work.k[_STAGES - 1]
    rows, nodes = last.shape
    total = 0.0
    for row in range(rows):
        floor = tol if row == 0 else tol * scales[row - 1]
        for node in range(nodes):
            change = last[row, node]
            scaled = change / (floor + tol * abs(work.y_i[row, node] + change))
            total += scaled * scaled
    components = rows * nodes
    if by_voltage:
        scaled = work.k_scalar[_STAGES - 1, 0] / (tol * (10.0 + abs(current)))
        total += scaled * scaled
        components += 1
    return np.sqrt(total / components)


@kernel()
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


@kernel()
def _room(p, passed, dt, work):
    """Longest time step that leaves a share of what is being used up, from the mean speed of the last step [s].

    No such limit at rest, nor while the first state carries less than half of the charge `passed` in the last step
    [C/m2]: once sulfur is used up the current may go on through another reaction.
    """
    mean, mean_old = np.mean(work.y[FIRST_STATE]), np.mean(work.y_old[FIRST_STATE])
    change = mean - mean_old
    left = 1.0 - mean if change > 0.0 else mean
    if left <= 0.0 or passed == 0.0 or abs(change * p[CHARGES] * p[THICKNESS]) < 0.5 * abs(passed):
        return np.inf
    return 0.6 * dt * left / abs(change)


@kernel()
def integrate(rates, jacobian, terminal, p, tol, scales, control, work, curve, profiles, out):
    """Run one step of a protocol from the states in work.y; leave its outcome in `out`, return the points recorded."""
    n, nodes = work.rate.shape
    h = p[THICKNESS] / nodes
    by_voltage = control[MODE] != CURRENT
    set_slope = control[SLOPE] if by_voltage else 0.0
    out[:] = 0.0
    out[TOLERANCE] = tol
    work.y_start[:] = work.y
    ready, current = _consistent_start(
        rates, jacobian, terminal, p, h, by_voltage, control[VALUE], 0.0 if by_voltage else control[VALUE], work
    )
    if not ready:
        out[STATUS] = NO_START
        return 0
    voltage = evaluate(
        rates, terminal, p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.terminal
    )
    out[VOLTAGE_START] = voltage
    count = _record(curve, profiles, 0, 0.0, voltage, current, 0.0, work.y)
    scalars, scalars_old, scalars_at = np.zeros(3), np.zeros(3), np.zeros(3)
    scalars[0] = current
    status, level = _crossed(by_voltage, control, voltage, current, current)
    time, dt = 0.0, min(1.0, control[DURATION])
    may_grow, attempts = True, 0
    response = differentiate(jacobian, p, h, current, work)
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
        _stages(rates, terminal, p, h, dt, by_voltage, set_voltage, set_slope, response, scalars[0], voltage, work)
        error = _error(tol, scales, by_voltage, scalars[0], work)
        factor = 0.2
        if error < 1e10:
            factor = 6.0 if error == 0.0 else min(max(0.9 * error**-0.25, 0.2), 6.0)
        if not error <= 1.0:
            out[REJECTED] += 1
            dt *= factor
            may_grow = False
            continue

        out[ACCEPTED] += 1
        _accept(work, scalars, scalars_old)
        if not by_voltage:
            scalars[0] = current
        before = scalars_old[0] if by_voltage else voltage
        voltage = evaluate(
            rates, terminal, p, h, work.y, scalars[0], work.rate, work.rho, work.faces, work.residual, work.terminal
        )
        status, level = _crossed(by_voltage, control, voltage, scalars_old[0], scalars[0])
        end = 1.0
        if status >= 0 or curve.shape[0] > 0:
            _prepare_dense(work)
        if status >= 0:
            after = scalars[0] if by_voltage else voltage
            end = _locate(
                rates, terminal, p, h, by_voltage, before, after, level, work, scalars_old, scalars, scalars_at
            )
        if curve.shape[0] > 0:
            for quarter in range(1, 4):
                theta = 0.25 * quarter * end
                at = _evaluate_dense(rates, terminal, p, h, theta, by_voltage, work, scalars_old, scalars, scalars_at)
                if profiles.shape[0] > 0:
                    at = _project(
                        rates,
                        jacobian,
                        terminal,
                        p,
                        h,
                        by_voltage,
                        set_voltage + set_slope * theta * dt,
                        work,
                        scalars_at,
                    )
                count = _record(curve, profiles, count, time + theta * dt, at, scalars_at[0], scalars_at[1], work.y_i)
        if end < 1.0:
            voltage = _evaluate_dense(rates, terminal, p, h, end, by_voltage, work, scalars_old, scalars, scalars_at)
            if profiles.shape[0] > 0:
                voltage = _project(
                    rates, jacobian, terminal, p, h, by_voltage, set_voltage + set_slope * end * dt, work, scalars_at
                )
            scalars[:] = scalars_at
            work.y[:] = work.y_i
        else:
            if profiles.shape[0] > 0:
                evaluate(
                    rates, terminal, p, h, work.y, scalars[0], work.rate, work.rho, work.faces, work.residual,
                    work.terminal,
                )  # fmt: skip
            if scalars[0] != 0.0:
                out[RESIDUAL] = max(out[RESIDUAL], np.max(np.abs(work.residual)) / abs(scalars[0]))
        time = control[DURATION] if last and end == 1.0 else time + end * dt
        if not by_voltage:
            scalars[1] = current * time
        count = _record(curve, profiles, count, time, voltage, scalars[0], scalars[1], work.y)
        if status < 0 and last:
            status = TIME
        if status < 0:
            if not may_grow:
                factor = min(factor, 1.0)
                may_grow = True
            dt = min(dt * factor, max(_room(p, scalars[1] - scalars_old[1], dt, work), 0.05 * dt))
            response = differentiate(jacobian, p, h, scalars[0], work)
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


@kernel()
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


@kernel()
def _evaluate_dense(rates, terminal, p, h, theta, by_voltage, work, scalars_old, scalars, scalars_at):
    """Fill work.y_i and the scalars at the share `theta` of the step; return the voltage there [V]."""
    _dense(theta, work, scalars_old, scalars, scalars_at)
    return evaluate(
        rates, terminal, p, h, work.y_i, scalars_at[0], work.rate_i, work.rho_i, work.faces_i, work.residual_i,
        work.terminal_i,
    )  # fmt: skip


@kernel()
def _project(rates, jacobian, terminal, p, h, by_voltage, set_voltage, work, scalars_at):
    """Solve the algebraic rows at the interpolated local states of work.y_i; return the voltage there [V].

    Dense output is of order 3 in the potentials; integrals over recorded profiles need them to fit the states.
    """
    work.y_kept[:] = work.y
    work.y[:] = work.y_i
    ready, current = _newton(rates, jacobian, terminal, p, h, by_voltage, set_voltage, scalars_at[0], work)
    voltage = evaluate(
        rates, terminal, p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.terminal
    )
    if ready:
        work.y_i[:] = work.y
        scalars_at[0] = current
    work.y[:] = work.y_kept
    return voltage


@kernel()
def _locate(rates, terminal, p, h, by_voltage, before, after, level, work, scalars_old, scalars, scalars_at):
    """Return the share of the step at which the voltage (or, by voltage, the current) crosses `level`.

    Safeguarded regula falsi (Illinois) on the dense output.
    """
    low, high, f_low, f_high = 0.0, 1.0, before - level, after - level
    if f_low == 0.0 or f_low * f_high >= 0.0:
        return 1.0
    close = 1e-9 * (1.0 + abs(level)) if by_voltage else _EVENT_VOLTAGE
    side = 0
    theta = 1.0
    for _ in range(80):
        theta = (low * f_high - high * f_low) / (f_high - f_low)
        f = _evaluate_dense(rates, terminal, p, h, theta, by_voltage, work, scalars_old, scalars, scalars_at) - level
        if by_voltage:
            f = scalars_at[0] - level
        if abs(f) < close or high - low < 1e-14:
            break
        if f * f_low > 0.0:
            low, f_low = theta, f
            if side == 1:
                f_high *= 0.5
            side = 1
        else:
            high, f_high = theta, f
            if side == -1:
                f_low *= 0.5
            side = -1
    return theta
