"""Between the ends of a time step: dense output, the record of a curve, the place of an event."""

from brimstone._compile import kernel
from brimstone.solver import _coefficients
from brimstone.solver._electrode import copy, evaluate, evaluate_between

_H, _STAGES = _coefficients.H, _coefficients.STAGES
_EVENT_VOLTAGE = 1e-9  # [V]


@kernel(allocates=False)
def prepare_dense(work):
    """Form the two correction terms of the dense output of the step just solved."""
    for r in range(2):
        for row in range(work.y.shape[0]):
            for node in range(work.y.shape[1]):
                work.eta[r, row, node] = 0.0
        for j in range(_STAGES):
            for row in range(work.y.shape[0]):
                for node in range(work.y.shape[1]):
                    work.eta[r, row, node] += _H[r, j] * work.k[j, row, node]
        for e in range(3):
            work.eta_scalar[r, e] = 0.0
            for j in range(_STAGES):
                work.eta_scalar[r, e] += _H[r, j] * work.k_scalar[j, e]


@kernel(allocates=False)
def _dense(work, theta):
    """Fill work.y_i and the scalars with the state at the share `theta` of the step from work.y_old to work.y."""
    rest = 1.0 - theta
    for row in range(work.y.shape[0]):
        for node in range(work.y.shape[1]):
            work.y_i[row, node] = rest * work.y_old[row, node] + theta * (
                work.y[row, node] + rest * (work.eta[0, row, node] + theta * work.eta[1, row, node])
            )
    for e in range(3):
        work.scalars_at[e] = rest * work.scalars_old[e] + theta * (
            work.scalars[e] + rest * (work.eta_scalar[0, e] + theta * work.eta_scalar[1, e])
        )


@kernel(allocates=False)
def record(curve, profiles, count, time, voltage, current, charge, y):
    """Write one point; a full table keeps its last row for the newest point."""
    if curve.shape[0] == 0:
        return count
    row = min(count, curve.shape[0] - 1)
    curve[row, 0], curve[row, 1], curve[row, 2], curve[row, 3] = time, voltage, current, charge
    if profiles.shape[0] > 0:
        copy(y, profiles[row])
    return row + 1


@kernel(allocates=False)
def evaluate_dense(work, p, h, theta):
    """Fill work.y_i and the scalars at the share `theta` of the step; return the voltage there [V]."""
    _dense(work, theta)
    return evaluate_between(work, p, h, work.scalars_at[0])


@kernel(allocates=False)
def project(work, p, h, by_voltage, set_voltage):
    """Solve the algebraic rows at the interpolated local states of work.y_i; return the voltage there [V].

    Dense output is of order 3 in the potentials; integrals over recorded profiles need them to fit the states.
    """
    copy(work.y, work.y_kept)
    copy(work.y_i, work.y)
    ready = work.newton(work, p, h, by_voltage, set_voltage, work.scalars_at[0])
    voltage = evaluate(work, p, h, work.solved[0])
    if ready:
        copy(work.y, work.y_i)
        work.scalars_at[0] = work.solved[0]
    copy(work.y_kept, work.y)
    return voltage


@kernel(allocates=False)
def locate(work, p, h, by_voltage, before, after, level):
    """Return the share of the step at which the voltage (or, by voltage, the current) crosses `level`.

    Chandrupatla's method on the dense output: inverse quadratic interpolation where that is safe, else bisection.
    """
    at, other, f, f_other = 1.0, 0.0, after - level, before - level
    if f_other == 0.0 or f_other * f >= 0.0:
        return 1.0
    close = 1e-9 * (1.0 + abs(level)) if by_voltage else _EVENT_VOLTAGE
    share = 0.5
    for _ in range(80):
        theta = at + share * (other - at)
        f_theta = evaluate_dense(work, p, h, theta)
        f_theta = (work.scalars_at[0] if by_voltage else f_theta) - level
        if f_theta * f > 0.0:
            third, f_third = at, f
        else:
            third, f_third, other, f_other = other, f_other, at, f
        at, f = theta, f_theta
        if abs(f) < close or abs(other - at) < 1e-14:
            break
        along, across = (at - other) / (third - other), (f - f_other) / (f_third - f_other)
        share = 0.5
        if across * across < along and (1.0 - across) * (1.0 - across) < 1.0 - along:
            share = f / (f_other - f) * f_third / (f_other - f_third) + (third - at) / (other - at) * f / (
                f_third - f
            ) * f_other / (f_third - f_other)
            share = min(max(share, 1e-9), 1.0 - 1e-9)
    return at
