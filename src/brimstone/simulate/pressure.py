"""Stack pressure and thickness of a run, from the charge passed and the state of the layers."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.constants import HOUR, MPA, UM
from brimstone.instrument.sensors import Grating, bragg_shift
from brimstone.model.derive import DerivedCell
from brimstone.physics.pressure import sideways_strain
from brimstone.result import Step
from brimstone.result.figures import INTERVAL, Figure
from brimstone.result.pressure import BraggTrace, PressureTrace
from brimstone.solver.interface import CHARGE
from brimstone.stack import Mechanics

_LEAST_CHARGE = 1.0  # [C/m2]; a step that passes less is balanced against this
_NOTABLE_LOSS = 0.1 * UM  # what an anode may lose at its edge without a note
_LEAST_VOLUME = 1e-11  # [m3/C]; a tenth of lithium's, where nothing changes its volume


def pressure_trace(steps: Sequence[Step], cell: DerivedCell) -> PressureTrace:
    """Stack pressure and changes of thickness over all steps, nominal member."""
    charges, mechanics = _Charges(cell), cell.mechanics
    start, rows, out, saved = 0.0, [], 0.0, 0.0
    for number, step in enumerate(steps):
        curve = step.curve
        if curve.time.size == 0:
            continue
        sulfur, charge = charges.during(step)
        cathode, anode, filled = mechanics.growth(sulfur, charge, 0)
        out = saved if step.instruction.row.restore else out
        saved = out if step.instruction.row.save else saved
        growth, flowed = mechanics.kept(cathode + anode, 0, out)
        out = float(flowed[-1])
        pressure = mechanics.pressure(growth, 0)
        squeezed = (pressure - mechanics.initial_pressure[0]) * sum(map(nominal, mechanics.compliance.values()))
        pores = (mechanics.pore_thickness[0] - filled) / mechanics.cathode_thickness[0]
        place = np.full(curve.time.shape, number)
        rows.append(np.stack([start + curve.time, place, pressure, growth - squeezed, cathode, anode, pores, flowed]))
        start += step.duration
    joined = np.concatenate(rows, axis=1) if rows else np.empty((8, 0))
    time, place, *rest = joined
    return PressureTrace(time, place.astype(int), *rest)


class _Charges:
    """Charge of sulfur and of the circuit since assembly, step after step.

    Profiles are kept for the first instructions only; beyond them sulfur takes the share of the charge that it took
    in the last step of the same direction.
    """

    def __init__(self, cell: DerivedCell):
        self.reach = nominal(cell.reach)
        start = np.concatenate([[0.0], cell.initial_states[0]])[:, None]
        self.fresh = nominal(cell.equations.conversion(start))
        self.now = self.saved = (0.0, 0.0)
        self.shares: dict[bool, float] = {}

    def during(self, step: Step) -> tuple[np.ndarray, np.ndarray]:
        """Sulfur's charge and the circuit's at the points of a step [C/m2]."""
        row = step.instruction.row
        if row.restore:
            self.now = self.saved
        if row.save:
            self.saved = self.now
        passed = step.curve.charge
        charge = self.now[1] + passed
        forward = bool(passed[-1] >= 0.0)
        if len(step.profile) == passed.size:
            sulfur = self.reach * (step.profile.conversion.mean(axis=1) - self.fresh)
            if passed[-1] != 0.0:
                self.shares[forward] = float((sulfur[-1] - sulfur[0]) / passed[-1])
        else:
            sulfur = self.now[0] + self.shares.get(forward, 1.0) * passed
            sulfur = np.clip(sulfur, -self.fresh * self.reach, (1.0 - self.fresh) * self.reach)
        self.now = float(sulfur[-1]), float(charge[-1])
        return sulfur, charge


def volume_error(steps: Sequence[Step], trace: PressureTrace, cell: DerivedCell) -> float:
    """Volume that layers and pores gained against that of what reacted, relative to the larger turnover of a step.

    Layers are followed by the circuit's charge; what reacted is counted from the states of the cathode, and lithium of
    the anode as what the cathode holds of it.
    """
    thickness, reach, mechanics = nominal(cell.parameter("thickness")), nominal(cell.reach), cell.mechanics
    charges = cell.equations.charges(cell.parameters[0])
    sulfur, lithium = nominal(mechanics.cathode_volume), nominal(mechanics.anode_volume)
    worst = 0.0
    for number, step in enumerate(steps):
        here = np.flatnonzero(trace.step == number)
        if not step.completed or len(step.profile) < 2 or here.size != len(step.profile):
            continue
        first, last = here[0], here[-1]
        gained = sum(float(part[last] - part[first]) for part in (trace.cathode, trace.anode))
        gained += float(trace.pores[first] - trace.pores[last]) * nominal(mechanics.cathode_thickness)
        ends = step.profile.values[[0, -1]]
        held = thickness * float(charges @ (ends[1, 1:] - ends[0, 1:]).mean(axis=1))
        converted = float(np.diff(step.profile.conversion[[0, -1]].mean(axis=1))[0])
        reacted = reach * converted * sulfur + held * lithium
        turnover = max(abs(float(step.outcomes[0, CHARGE])), _LEAST_CHARGE)
        worst = max(worst, abs(gained - reacted) / (turnover * max(abs(sulfur), abs(lithium), _LEAST_VOLUME)))
    return worst


def step_changes(step: Step, start: float, cell: DerivedCell) -> tuple[Figure, Figure]:
    """Change of pressure [Pa] and of thickness [m] over one step, with intervals.

    Parameters
    ----------
    step : Step
    start : float
        Growth of both electrodes under constant pressure up to the step, less what flowed out, that of the nominal
        member [m].
    cell : DerivedCell

    Notes
    -----
    The share of the charge that sulfur takes is that of the nominal member, too.
    """
    charge, reach, mechanics = step.outcomes[:, CHARGE], cell.reach, cell.mechanics
    share = 1.0
    if len(step.profile) > 1 and charge[0] != 0.0:
        taken = step.profile.conversion[[0, -1]].mean(axis=1)
        share = float(reach[0] * (taken[1] - taken[0]) / charge[0])
    cathode, anode, _ = mechanics.growth(share * charge, charge)
    before = np.minimum(start, mechanics.room)
    after = np.minimum(before + cathode + anode, mechanics.room)
    pressure = mechanics.pressure(after) - mechanics.pressure(before)
    squeezed = pressure * np.sum(list(mechanics.compliance.values()), axis=0)
    return Figure.of(pressure, step.valid, "Pa"), Figure.of(after - before - squeezed, step.valid, "m")


def bragg_trace(trace: PressureTrace, mechanics: Mechanics, grating: Grating) -> BraggTrace:
    """Signal of a fibre Bragg grating in the plane of the cathode, which spreads sideways as it is pressed harder."""
    change = trace.pressure[:, None] - mechanics.initial_pressure[0]
    strain = sideways_strain(change, mechanics.cathode_modulus, grating.poisson_ratio)
    fibre = (grating.wavelength, grating.photoelastic, grating.expansion, grating.thermo_optic)
    shift = bragg_shift(strain, 0.0, *fibre)
    samples = shift[:, 1:] if shift.shape[1] > 1 else shift
    low, high = np.quantile(samples, INTERVAL, axis=1)
    per_kelvin = nominal(bragg_shift(0.0, 1.0, *fibre))
    return BraggTrace(trace.time, strain[:, 0], shift[:, 0], low, high, per_kelvin)


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
            "are squeezed out at its edge; the lost capacity is not subtracted. A softer fixture (a spring) keeps "
            "it in place"
        )
    if trace.loses_contact and mechanics.initial_pressure[0] > 0.0:
        when = float(trace.time[int(np.argmax(trace.pressure <= 0.0))]) / HOUR
        notes.append(
            f"the layers shrink by more than the fixture follows: after {when:.3g} h the stack pressure is zero, and "
            "layers part. A softer fixture (a spring) keeps pressure on them; what parting does to contacts is not "
            "computed"
        )
    return notes
