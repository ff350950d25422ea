"""Stack pressure and thickness of a run, from the charge passed and the state of the layers."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.constants import HOUR, MPA, UM
from brimstone.instrument.sensors import Grating, bragg_shift
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around, State, follow
from brimstone.result import Step
from brimstone.result.figures import INTERVAL
from brimstone.result.pressure import BraggTrace, PressureTrace
from brimstone.solver.ensemble import Surroundings
from brimstone.solver.interface import CHARGE
from brimstone.stack import Mechanics

_LEAST_CHARGE = 1.0  # [C/m2]; a step that passes less is balanced against this
_NOTABLE_LOSS = 0.1 * UM  # what an anode may lose at its edge without a note
_AT_ONCE = 500  # points of a trace of all members: what stays close to the processor
_LEAST_VOLUME = 1e-11  # [m3/C]; a tenth of lithium's, where nothing changes its volume


def pressure_trace(steps: Sequence[Step], cell: DerivedCell) -> PressureTrace:
    """Stack pressure and changes of thickness over all steps, nominal member."""
    mechanics = cell.mechanics
    compliance = sum(map(nominal, mechanics.compliance.values()))
    start, rows = 0.0, []
    for number, step in enumerate(steps):
        time, outside = step.curve.time, step.outside
        if time.size == 0:
            continue
        growth = outside.cathode_growth + outside.anode_growth - outside.squeezed_out
        thickness = growth - (outside.pressure - mechanics.initial_pressure[0]) * compliance
        pores = (mechanics.pore_thickness[0] - outside.pores_filled) / mechanics.cathode_thickness[0]
        columns = (outside.pressure, thickness, outside.cathode_growth, outside.anode_growth, pores)
        rows.append(np.stack([start + time, np.full(time.shape, number), *columns, outside.squeezed_out]))
        start += step.duration
    joined = np.concatenate(rows, axis=1) if rows else np.empty((8, 0))
    time, place, *rest = joined
    return PressureTrace(time, place.astype(int), *rest)


def volume_error(steps: Sequence[Step], trace: PressureTrace, cell: DerivedCell) -> float:
    """Volume that layers and pores gained against that of what reacted, relative to the larger turnover of a step.

    Layers are followed by the circuit's charge; what reacted is counted from the states of the cathode, and lithium of
    the anode as what the cathode holds of it, with what came without current.
    """
    thickness, reach, mechanics = nominal(cell.parameter("thickness")), nominal(cell.reach), cell.mechanics
    charges = cell.equations.charges(cell.parameters[0])
    sulfur, lithium = nominal(mechanics.cathode_volume), nominal(mechanics.anode_volume)
    worst = 0.0
    for number, step in enumerate(steps):
        if not step.solved or len(step.profile) < 2:
            continue
        here = np.flatnonzero(trace.step == number)
        if here.size != len(step.profile):
            continue
        first, last = here[0], here[-1]
        gained = sum(float(part[last] - part[first]) for part in (trace.cathode, trace.anode))
        gained += float(trace.pores[first] - trace.pores[last]) * nominal(mechanics.cathode_thickness)
        ends = step.profile.values[[0, -1]]
        held = thickness * float(charges @ (ends[1, 1:] - ends[0, 1:]).mean(axis=1))
        converted = float(np.diff(step.profile.conversion[[0, -1]].mean(axis=1))[0])
        taken = float(np.diff(cell.equations.from_anode(ends).mean(axis=1))[0])
        reacted = reach * converted * sulfur + (held + reach * taken) * lithium
        turnover = max(abs(float(step.outcomes[0, CHARGE])), _LEAST_CHARGE)
        worst = max(worst, abs(gained - reacted) / (turnover * max(abs(sulfur), abs(lithium), _LEAST_VOLUME)))
    return worst


def step_changes(around: Surroundings, compliance: np.ndarray, recorded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change of pressure [Pa] and of thickness [m] of the stack over each step, both (members, steps).

    Parameters
    ----------
    around : Surroundings
    compliance : ndarray (members,)
        Of all layers [m/Pa].
    recorded : ndarray (members, steps, 2, 1 + states)
        Swelling and states of the surroundings at the start and at the end of each.
    """
    q = list(around.parameters.T[..., None])
    start, end = np.moveaxis(recorded, (2, 3), (0, 1))
    before, after = (follow(swelling, 0.0, states, q) for swelling, *states in (start, end))
    pressure = after.pressure - before.pressure
    change = recorded[..., 1, :] - recorded[..., 0, :]
    growth = change[..., 0] - (after.pores_filled - before.pores_filled) - change[..., 1 + State.flowed]
    growth = growth + q[Around.anode_growth] * change[..., 1 + State.charge]
    growth = growth + q[Around.anode_by_swelling] * change[..., 0]
    return pressure, growth - pressure * compliance[:, None]


def bragg_trace(trace: PressureTrace, mechanics: Mechanics, grating: Grating) -> BraggTrace:
    """Signal of a fibre Bragg grating in the plane of the cathode.

    The cathode spreads sideways as it is pressed harder, and as it swells against what holds it in its plane.
    """
    change = trace.pressure - mechanics.initial_pressure[0]
    fibre = (grating.wavelength, grating.photoelastic, grating.expansion, grating.thermo_optic)
    strain, shift, low, high = (np.empty_like(trace.time) for _ in range(4))
    for start in range(0, trace.time.size, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        strains = mechanics.sideways(trace.cathode[part, None], change[part, None], grating.poisson_ratio)
        shifts = bragg_shift(strains, 0.0, *fibre)
        strain[part], shift[part] = strains[:, 0], shifts[:, 0]
        low[part], high[part] = np.quantile(shifts[:, 1:] if shifts.shape[1] > 1 else shifts, INTERVAL, axis=1)
    per_kelvin = nominal(bragg_shift(0.0, 1.0, *fibre))
    return BraggTrace(trace.time, strain, shift, low, high, per_kelvin)


def pressure_notes(trace: PressureTrace, mechanics: Mechanics, limit: float) -> list[str]:
    """Where the stack loses contact, its anode is squeezed out, or it is pressed beyond `limit` [Pa]."""
    notes = []
    highest = float(trace.pressure.max(initial=0.0))
    if highest > limit >= nominal(mechanics.initial_pressure):
        notes.append(
            f"the layers grow against the fixture: the stack pressure reaches {highest / MPA:.3g} MPa, beyond the "
            f"{limit / MPA:.3g} MPa of normal operation. All layers except a metallic anode are assumed "
            "elastic; a soft electrolyte would flow earlier. A softer fixture (a spring) keeps the pressure lower"
        )
    lost = float(trace.squeezed_out.max(initial=0.0))
    if lost > _NOTABLE_LOSS:
        bears = nominal(mechanics.flow_pressure) / MPA
        notes.append(
            f"the layers grow against the fixture: at {bears:.3g} MPa the anode flows, and {lost / UM:.2g} um of it "
            "are squeezed out at its edge, with their lithium. A softer fixture (a spring) keeps "
            "it in place"
        )
    if trace.loses_contact and mechanics.initial_pressure[0] > 0.0:
        when = float(trace.time[int(np.argmax(trace.pressure <= 0.0))]) / HOUR
        notes.append(
            f"the layers shrink by more than the fixture follows: after {when:.3g} h the stack pressure is zero, and "
            "layers part. A softer fixture (a spring) keeps pressure on them"
        )
    return notes
