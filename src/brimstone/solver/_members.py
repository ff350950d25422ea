"""Members of an ensemble through their protocol, one after the other: the kernels beneath `ensemble`."""

from brimstone._compile import kernel
from brimstone._signatures import BOOLEAN, CUBE, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, signature
from brimstone.solver._electrode import copy, copy_line, find_structure, mean, swelling_of
from brimstone.solver._fields import part_fields
from brimstone.solver._workspace import workspace_at
from brimstone.solver.interface import (
    ACCEPTED,
    ANODE_EMPTY,
    BALANCE,
    CHARGE,
    CONTACT_LOST,
    ELAPSED,
    ENERGY,
    GROUP,
    JOINS,
    LEAST,
    LEFT_OUT,
    LOOP,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    MARK,
    NOT_RUN,
    POWER_PEAK,
    PRESSURE_REACHED,
    REJECTED,
    RESIDUAL,
    RESTORE,
    SAVE,
    SHORT_CIRCUIT,
    STATUS,
    TIME,
    TOLERANCE,
    UPPER_VOLTAGE,
    VOLTAGE_END,
)

_FOUR, _FIVE = FLOAT.array(4), FLOAT.array(5)
_MEMBERS = signature(
    NOTHING, INTEGER, MATRIX, FLOAT, BOOLEAN, VECTOR, CUBE, CUBE, BOOLEAN, VECTOR, MATRIX, MATRIX, MATRIX, MATRIX,
    _FOUR, _FIVE, INTEGER.array(2), CUBE, _FOUR, _FOUR, _FOUR, CUBE, MATRIX, BOOLEAN, INTEGER, INTEGER,
)  # fmt: skip
#: Places in a `Standing`: the states as they are, and as they were kept to be gone back to.
NOW, SAVED = 0, 1
#: Columns of its flags: whether a member goes on, the group of steps that ended by voltage last, the loop that ended
#: last, and the charge that others are compared with [C/m2].
ALIVE, ENDED_GROUP, ENDED_LOOP, MARKED = 0, 1, 2, 3


@kernel(allocates=False)
def _note(work, row, means):
    """Write down swelling and states of the surroundings, and local states averaged over the depth."""
    row[0] = swelling_of(work, work.y)
    for e in range(work.z.size):
        row[1 + e] = work.z[e]
    for a in range(means.size):
        means[a] = mean(work.y, 1 + a, work.residual.size)


@kernel(allocates=False)
def _put(source, target):
    """Copy a matrix element by element, as wide as the source."""
    for row in range(source.shape[0]):
        for k in range(source.shape[1]):
            target[row, k] = source[row, k]


@kernel(allocates=False)
def _solve(work, p, tol, predictive, scales, control, pace, follows, curve, profiles, out):
    """Run a step, at tighter tolerances where it fails; return the points recorded."""
    count = 0
    copy(work.y, work.y_held)
    copy_line(work.z, work.z_held)
    for _ in range(3):
        count = work.integrate(work, p, tol, predictive, scales, control, pace, follows, curve, profiles, out)
        if out[STATUS] <= LOW_CURRENT or out[STATUS] >= ANODE_EMPTY:
            break
        tol *= 0.01
        copy(work.y_held, work.y)
        copy_line(work.z_held, work.z)
    return count


@kernel(allocates=False)
def _join(work, p, tol, predictive, scales, control, pace, follows, curve, profiles, count, out):
    """Go on with the step that `out` tells of; return the points recorded in all."""
    part, begin = work.part, min(count, max(curve.shape[0] - 1, 0))
    added = _solve(
        work, p, tol, predictive, scales, control, pace, follows, curve[begin:], profiles[begin:], part
    )  # fmt: skip
    for row in range(begin, begin + added):
        curve[row, 0] += out[ELAPSED]
        curve[row, 3] += out[CHARGE]
    for column in (ELAPSED, CHARGE, ENERGY, ACCEPTED, REJECTED, BALANCE):
        out[column] += part[column]
    out[RESIDUAL] = max(out[RESIDUAL], part[RESIDUAL])
    out[TOLERANCE] = min(out[TOLERANCE], part[TOLERANCE])
    out[STATUS], out[VOLTAGE_END] = part[STATUS], part[VOLTAGE_END]
    return begin + added


@kernel(allocates=False)
def run_member(
    work, p, tol, predictive, scales, controls, paces, follows, curves, profiles, counts, out, ends, means, flags
):
    alive, step = flags[ALIVE] != 0.0, -1
    for row in range(controls.shape[0]):
        control = controls[row]
        if control[JOINS] == 0.0:
            step += 1
        elif out[step, STATUS] != TIME:
            continue
        if control[RESTORE] != 0.0:
            copy(work.y_saved, work.y)
            copy_line(work.z_saved, work.z)
            alive = True
        if control[SAVE] != 0.0 and alive:
            copy(work.y, work.y_saved)
            copy_line(work.z, work.z_saved)
        if (control[GROUP] > 0.0 and control[GROUP] == flags[ENDED_GROUP]) or (
            control[LOOP] > 0.0 and control[LOOP] == flags[ENDED_LOOP]
        ):
            out[step, STATUS] = LEFT_OUT
            continue
        if not alive:
            out[step, STATUS] = NOT_RUN
            continue
        if control[JOINS] == 0.0:
            _note(work, ends[step, 0], means[step, 0])
            counts[step] = _solve(
                work, p, tol, predictive, scales, control, paces[row], follows, curves[step], profiles[step], out[step]
            )
        else:
            counts[step] = _join(
                work,
                p,
                tol,
                predictive,
                scales,
                control,
                paces[row],
                follows,
                curves[step],
                profiles[step],
                counts[step],
                out[step],
            )
        status = out[step, STATUS]
        ended = status == ANODE_EMPTY or status == CONTACT_LOST or status >= POWER_PEAK
        alive = status <= LOW_CURRENT or ended
        if status == LOWER_VOLTAGE or status == UPPER_VOLTAGE or ended:
            flags[ENDED_GROUP] = control[GROUP]
        short = abs(out[step, CHARGE]) < control[LEAST] * flags[MARKED]
        if short or status == PRESSURE_REACHED or status == SHORT_CIRCUIT:
            flags[ENDED_LOOP] = control[LOOP]
        if control[MARK] != 0.0:
            flags[MARKED] = abs(out[step, CHARGE])
        _note(work, ends[step, 1], means[step, 1])
    flags[ALIVE] = 1.0 * alive


@kernel(allocates=False, entry=_MEMBERS)
def run_members(
    address, parameters, tol, predictive, scales, controls, paces, follows, phi0, w0, swells, around, z0, curves,
    profiles, counts, out, ends, means, states, outside, flags, resumed, first, stride,
):  # fmt: skip
    work = workspace_at(address)
    find_structure(work, parameters[0])
    part_fields(work)
    for member in range(first, parameters.shape[0], stride):
        copy_line(swells[member], work.swells)
        copy_line(around[member], work.around)
        copy_line(z0[member], work.z)
        for k in range(work.y.shape[1]):
            work.y[0, k] = phi0[member]
            for a in range(w0.shape[1]):
                work.y[1 + a, k] = w0[member, a]
        if resumed:
            _put(states[member, NOW], work.y)
            copy_line(outside[member, NOW], work.z)
        copy(work.y, work.y_saved)
        copy_line(work.z, work.z_saved)
        if resumed:
            _put(states[member, SAVED], work.y_saved)
            copy_line(outside[member, SAVED], work.z_saved)
        run_member(
            work, parameters[member], tol, predictive, scales, controls[member if controls.shape[0] > 1 else 0],
            paces[member if paces.shape[0] > 1 else 0], follows, curves[member if curves.shape[0] > 1 else 0],
            profiles[member if profiles.shape[0] > 1 else 0],
            counts[member], out[member], ends[member], means[member], flags[member],
        )  # fmt: skip
        if states.shape[2] > 0:
            copy(work.y, states[member, NOW])
            copy(work.y_saved, states[member, SAVED])
            copy_line(work.z, outside[member, NOW])
            copy_line(work.z_saved, outside[member, SAVED])
