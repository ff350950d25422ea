"""Between the ends of a time step: dense output, the record of a curve, the place of an event."""

import numpy as np

from brimstone._compile import kernel
from brimstone.solver import _coefficients
from brimstone.solver._electrode import copy, copy_line, evaluate, swelling_of, voltage_between
from brimstone.solver.interface import FIRST_RATE

_H, _STAGES = _coefficients.H, _coefficients.STAGES
_STRAIGHT = 1e-6  # [V]; what tells points apart that all lie on a line
_CLOSE = 1e-9  # [V]; to events of the surroundings, whose values are of order one, as close

#: What `locate` looks for a level of: current, voltage, charge, or what the surroundings fill after their rates, from
#: this number on.
CURRENT_LEVEL, VOLTAGE_LEVEL, CHARGE_LEVEL, EVENT_LEVEL = 0, 1, 2, 3


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
        for e in range(work.z.size):
            work.eta_z[r, e] = 0.0
            for j in range(_STAGES):
                work.eta_z[r, e] += _H[r, j] * work.k_z[j, e]
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
    for e in range(work.z.size):
        work.z_i[e] = rest * work.z_old[e] + theta * (work.z[e] + rest * (work.eta_z[0, e] + theta * work.eta_z[1, e]))
    for e in range(3):
        work.scalars_at[e] = rest * work.scalars_old[e] + theta * (
            work.scalars[e] + rest * (work.eta_scalar[0, e] + theta * work.eta_scalar[1, e])
        )


@kernel(allocates=False)
def _make_room(curve, profiles):
    """Give up the point of a full table that its neighbours tell best; return how many points are left.

    That is the one with the least area between it and the line through its neighbours, of voltage and of relative
    current over time.
    """
    rows = curve.shape[0]
    given_up, least = rows - 1, np.inf
    for row in range(1, rows - 1):
        before, after = curve[row, 0] - curve[row - 1, 0], curve[row + 1, 0] - curve[row, 0]
        area = _STRAIGHT * (before + after)
        area += abs(after * (curve[row, 1] - curve[row - 1, 1]) - before * (curve[row + 1, 1] - curve[row, 1]))
        bend = abs(after * (curve[row, 2] - curve[row - 1, 2]) - before * (curve[row + 1, 2] - curve[row, 2]))
        if bend > 0.0:
            area += bend / max(abs(curve[row - 1, 2]), abs(curve[row + 1, 2]))
        if area < least:
            given_up, least = row, area
    for row in range(given_up, rows - 1):
        copy_line(curve[row + 1], curve[row])
        if profiles.shape[0] > 0:
            copy(profiles[row + 1], profiles[row])
    return rows - 1


@kernel(allocates=False)
def record(curve, profiles, count, time, voltage, current, charge, work, y, z):
    """Write one point, into a full table in place of the one that is needed least."""
    if curve.shape[0] == 0:
        return count
    if count == curve.shape[0]:
        count = _make_room(curve, profiles)
    row = count
    curve[row, 0], curve[row, 1], curve[row, 2], curve[row, 3] = time, voltage, current, charge
    curve[row, 4] = swelling_of(work, y)
    for e in range(z.size):
        curve[row, 5 + e] = z[e]
    if profiles.shape[0] > 0:
        copy(y, profiles[row])
    return row + 1


@kernel(allocates=False)
def evaluate_dense(work, p, h, theta):
    """Fill work.y_i and the scalars at the share `theta` of the step; return the voltage there [V]."""
    _dense(work, theta)
    return voltage_between(work, p, h, work.scalars_at[0])


@kernel(allocates=False)
def project(work, p, h, mode, value):
    """Solve the algebraic rows at the interpolated local states of work.y_i; return the voltage there [V].

    Dense output is of order 3 in the potentials; integrals over recorded profiles need them to fit the states.
    """
    copy(work.y, work.y_kept)
    copy(work.y_i, work.y)
    copy_line(work.z, work.z_kept)
    copy_line(work.z_i, work.z)
    ready = work.newton(work, p, h, mode, value, work.scalars_at[0])
    voltage = evaluate(work, p, h, work.solved[0])
    if ready:
        copy(work.y, work.y_i)
        work.scalars_at[0] = work.solved[0]
    copy(work.y_kept, work.y)
    copy_line(work.z_kept, work.z)
    return voltage


@kernel(allocates=False)
def locate(work, p, h, what, before, after, level):
    """Return the share of the step at which voltage, current or the value of an event crosses `level`.

    Chandrupatla's method on the dense output: inverse quadratic interpolation where that is safe, else bisection.
    """
    at, other, f, f_other = 1.0, 0.0, after - level, before - level
    if f_other == 0.0 or f_other * f >= 0.0:
        return 1.0
    close = _CLOSE if what == VOLTAGE_LEVEL else _CLOSE * (1.0 + abs(level))
    share = 0.5
    for _ in range(80):
        theta = at + share * (other - at)
        f_theta = evaluate_dense(work, p, h, theta)
        if what == CURRENT_LEVEL:
            f_theta = work.scalars_at[0]
        elif what == CHARGE_LEVEL:
            f_theta = work.scalars_at[1]
        elif what >= EVENT_LEVEL:
            f_theta = work.outside_i[FIRST_RATE + work.z.size + what - EVENT_LEVEL]
        f_theta -= level
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
