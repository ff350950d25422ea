"""One step of a run."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

import numpy as np

from brimstone._records import html_table, nominal, record
from brimstone.constants import MAH_G
from brimstone.instrument.differential import WIDTH, averaged, differential_capacity
from brimstone.instrument.voltammetry import Peak, peaks
from brimstone.protocol import Instruction
from brimstone.protocol.program import SAFE_WINDOW
from brimstone.result.figures import Band, Curve, Figure, Profile
from brimstone.result.frames import DataFrame
from brimstone.result.losses import Losses
from brimstone.result.outside import Outside
from brimstone.solver.interface import (
    CHARGE,
    COMPLETED,
    CONTINUES,
    ELAPSED,
    ENERGY,
    LEFT_OUT,
    NO_START,
    NOT_RUN,
    OUTCOMES,
    RESIDUAL,
    SOLVED,
    STATUS,
    STEP_UNDERFLOW,
    TIME,
    VOLTAGE_END,
    among,
)

#: First word of the label of a pulse.
PULSE = "pulse"

_PASSED = 0.05  # [V]; by which a step may pass the voltage at which it is stopped
#: Kinds of steps that ask for no current, so that less of it is no remedy when one fails.
_ASKS_NO_CURRENT = ("rest", "hold", "ramp")
_FAILED_WITHOUT_CURRENT = {
    NO_START: "no potential fits the states of this {}; use more nodes, or check what the cathode is made of",
    STEP_UNDERFLOW: "the time steps became too short to go on with this {}; use more nodes or a tighter tolerance",
}


@record
class Amounts:
    """What charge and energy are given per, and where the terminals are; arrays (members,).

    Attributes
    ----------
    sulfur, active, electrode : ndarray
        Mass of the sulfur, of the active material and of the composite cathode per area [kg/m2].
    layers : ndarray
        Mass of all layers per area [kg/m2].
    thickness : ndarray
        Of all layers [m].
    counter_potential : float
        Of the negative electrode against Li/Li+ [V].
    volume : float
        Charge of the sulfur in one finite volume of the mesh, nominal; zero where all of them react alike [C/m2].
    """

    sulfur: np.ndarray
    active: np.ndarray
    electrode: np.ndarray
    layers: np.ndarray
    thickness: np.ndarray
    counter_potential: float
    volume: float = 0.0

    def mass(self, per: str) -> np.ndarray:
        """Mass per area of ``"sulfur"``, ``"active"`` material or ``"electrode"`` [kg/m2].

        Raises
        ------
        ValueError
            For another word.
        """
        masses = {"sulfur": self.sulfur, "active": self.active, "electrode": self.electrode}
        if per not in masses:
            raise ValueError(f"a capacity is per {', '.join(masses)}, not per '{per}'")
        return masses[per]

    @property
    def reference(self) -> float:
        """Mass that capacities are given per: of sulfur, or of the active material without any, nominal [kg/m2]."""
        return nominal(self.sulfur) or nominal(self.active)


@record
class Packed:
    """Charge and energy of the packaged cell in one step.

    Attributes
    ----------
    capacity, energy : Figure
        Of the whole cell [C], [J].
    specific_energy : Figure
        Per mass of the cell with its package [J/kg].
    energy_density : Figure
        Per volume, the larger of those as made and fully lithiated [J/m3].
    """

    capacity: Figure
    energy: Figure
    specific_energy: Figure
    energy_density: Figure


class Ended:
    """What came of an instruction, as far as its end tells."""

    instruction: Instruction
    outcomes: np.ndarray

    @property
    def status(self) -> int:
        """How the nominal member's step ended, a number of `brimstone.solver.interface`."""
        return int(self.outcomes[0, STATUS])

    @property
    def completed(self) -> bool:
        """Whether the nominal member ran to an end that the protocol names for this step."""
        return self.status in (*self.instruction.asked, LEFT_OUT)


@record
class Step(Ended):
    """What came of one instruction of the protocol.

    Attributes
    ----------
    instruction : Instruction
    outcomes : ndarray (members, columns)
        As the solver wrote them.
    curve : Curve
        Of the nominal member.
    band : Band or None
        Where 80 % of the ensemble lie.
    profile : Profile
        Through the depth, nominal member; empty beyond the first instructions and chosen cycles.
    losses : Losses or None
        None for a rest, a step that failed, or one whose profile is empty.
    regained : mapping of str to float
        Charge that the step would have passed without each loss, more than it did [C/m2].
    amounts : Amounts
    outside : Outside
        What happens around the cathode, nominal member.
    sulfur_charges : ndarray (members,)
        Part of `charges` that sulfur's conversion passed; the electrolyte's own redox passed the rest [C/m2]. Negative
        where sulfur went the other way.
    ionic_conductivity : float
        Effective, of the cathode when the step ends, nominal member [S/m]. In series through the depth: product dilutes
        the electrolyte, interphase blocks it, cracks lengthen its paths. NaN without a profile.
    pressure_change, thickness_change : Figure
        Of the stack over the step [Pa], [m].
    packed : Packed or None
        None when the recipe names no format.
    dead : ndarray of bool (members,)
        Members that have ended before: by a short circuit, so that they pass nothing and their capacity is zero; or by
        the end of their cycles that the recipe asks for, so that they count as they ended.
    """

    instruction: Instruction
    outcomes: np.ndarray
    curve: Curve
    band: Band | None
    profile: Profile
    losses: Losses | None
    regained: Mapping[str, float]
    amounts: Amounts
    outside: Outside
    sulfur_charges: np.ndarray
    ionic_conductivity: float = math.nan
    pressure_change: Figure = Figure(math.nan)
    thickness_change: Figure = Figure(math.nan)
    packed: Packed | None = None
    dead: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def shown(self) -> bool:
        """Whether the recipe requested this step and it was run."""
        return self.instruction.shown and self.status != LEFT_OUT

    @property
    def pulse(self) -> bool:
        """Whether it is a pulse of a titration or interruption, which is no charge or discharge of the cell."""
        return self.instruction.label.startswith(PULSE)

    @property
    def valid(self) -> np.ndarray:
        """Members whose step was run and solved to its end, whatever ended it."""
        statuses = self.outcomes[:, STATUS]
        return among(statuses, SOLVED) & ((statuses != LEFT_OUT) | (self.status == LEFT_OUT))

    @property
    def told(self) -> np.ndarray:
        """Members of which it is known what they pass: the `valid` ones, and the `dead` ones, which pass nothing."""
        return self.valid | self.dead if self.dead.size else self.valid

    @property
    def failed(self) -> np.ndarray:
        """Members whose step could not be solved."""
        return ~among(self.outcomes[:, STATUS], SOLVED)

    @property
    def solved(self) -> bool:
        """Whether the nominal member's step was solved to its end, whatever ended it: the protocol or the cell."""
        return self.status in SOLVED

    @property
    def stop_reason(self) -> str:
        """A sentence on how it ended."""
        if self.instruction.kind in _ASKS_NO_CURRENT and self.status in _FAILED_WITHOUT_CURRENT:
            return _FAILED_WITHOUT_CURRENT[self.status].format(self.instruction.kind)
        goal = self.instruction.goal
        if goal and self.status in COMPLETED and not self.completed:
            if self.status == TIME:
                return (
                    f"{goal} was not reached: so much charge has passed that a shuttle consumes it; charge for a time"
                )
            volts = round(float(self.outcomes[0, VOLTAGE_END]), 2) + 0.0  # no minus before a zero
            came = f"came to {volts:.2f} V"
            if not SAFE_WINDOW[0] - _PASSED <= volts <= SAFE_WINDOW[1] + _PASSED:  # at once, as the current began
                came = f"went beyond {SAFE_WINDOW[volts > SAFE_WINDOW[0]]:.2f} V"
            return f"{goal} was not reached: the voltage {came} against lithium, where any cell is stopped"
        return OUTCOMES[self.status][1]

    @property
    def charges(self) -> np.ndarray:
        """`charge` of all members [C/m2], (members,)."""
        return np.asarray(np.abs(self.outcomes[:, CHARGE]))

    @property
    def sulfur_charge(self) -> float:
        """`sulfur_charges` of the nominal member [C/m2]."""
        return nominal(self.sulfur_charges)

    @property
    def charge(self) -> Figure:
        """Areal charge passed, positive in either direction [C/m2]."""
        return Figure.of(self.charges, self.told, "C/m2")

    def capacity(self, per: str = "sulfur") -> Figure:
        """Charge per mass of ``"sulfur"``, of ``"active"`` material, or of the ``"electrode"`` [C/kg].

        NaN when there is none in the cell.
        """
        mass = self.amounts.mass(per)
        if not np.all(mass > 0.0):
            return Figure(math.nan, unit="C/kg")
        return Figure.of(self.charges / mass, self.told, "C/kg")

    @property
    def mean_voltages(self) -> np.ndarray:
        """`mean_voltage` of all members [V], (members,)."""
        charge = self.outcomes[:, CHARGE]
        passed = (np.abs(charge) > 0.0) & (self.instruction.kind != "ramp")
        return np.divide(self.outcomes[:, ENERGY], charge, out=np.full(charge.shape, np.nan), where=passed)

    @property
    def mean_voltage(self) -> Figure:
        """Energy over charge, cathode against Li/Li+ [V]; NaN when nothing passed, or both ways as in a ramp."""
        voltage = self.mean_voltages
        return Figure.of(voltage, self.valid & np.isfinite(voltage), "V")

    @property
    def cell_energies(self) -> np.ndarray:
        """`cell_energy` of all members [J/m2], (members,)."""
        charge = self.outcomes[:, CHARGE]
        return np.sign(charge) * (self.outcomes[:, ENERGY] - self.amounts.counter_potential * charge)

    @property
    def cell_energy(self) -> Figure:
        """Energy at the cell's terminals, delivered on discharge or taken up on charge [J/m2].

        Negative where the cell's voltage is, as of a discharge to below the potential of the negative electrode.
        """
        return Figure.of(self.cell_energies, self.told, "J/m2")

    @property
    def specific_energy(self) -> Figure:
        """Energy at the terminals per mass of all layers [J/kg]."""
        return Figure.of(self.cell_energies / self.amounts.layers, self.told, "J/kg")

    @property
    def energy_density(self) -> Figure:
        """Energy at the terminals per volume of all layers [J/m3]."""
        return Figure.of(self.cell_energies / self.amounts.thickness, self.told, "J/m3")

    @property
    def half_capacity_voltage(self) -> float:
        """Voltage when half of the charge of a charge or discharge has passed, nominal member [V]; NaN for others."""
        charge = np.abs(self.curve.charge)
        if self.instruction.kind not in ("charge", "discharge") or charge.size < 2:
            return math.nan
        return float(np.interp(0.5 * charge[-1], charge, self.curve.voltage))

    def electrodes(self, reference: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
        """Potentials of cathode and anode against Li/Li+ as a third electrode sees them, nominal member.

        Parameters
        ----------
        reference : float
            Where the reference electrode lies in the separator: 0 at the anode, 1 at the cathode.

        Returns
        -------
        cathode, anode : ndarray (points,)
            [V]; their difference is the voltage of the cell. The share of the separator that lies between the reference
            and an electrode counts with it.
        """
        beside = self.outside.anode_loss + reference * self.outside.series_loss
        return self.curve.voltage + beside, self.amounts.counter_potential + beside

    def peaks(self) -> tuple[Peak, ...]:
        """Peaks of the current on a voltage ramp, nominal member; none for other steps."""
        if self.instruction.kind != "ramp":
            return ()
        return peaks(self.curve.time, self.curve.voltage, -self.curve.current)

    def differential_capacity(self, width: float = WIDTH) -> tuple[np.ndarray, np.ndarray]:
        """Voltage [V] and charge per volt [C/m2/V] of a charge or discharge, nominal member.

        See `brimstone.instrument.differential.differential_capacity`; empty for other steps. The mesh tells no detail
        that is finer than the charge of one of its volumes, over which the voltage is averaged.
        """
        if self.instruction.kind not in ("charge", "discharge"):
            return np.empty(0), np.empty(0)
        voltage = averaged(self.curve.voltage, self.curve.charge, self.amounts.volume)
        return differential_capacity(voltage, self.curve.charge, width)

    @property
    def duration(self) -> float:
        """Of the nominal member [s]."""
        return float(self.outcomes[0, ELAPSED])

    @property
    def residual(self) -> float:
        """Largest residual of the algebraic rows over the current, nominal member: the time error."""
        return float(self.outcomes[0, RESIDUAL])

    def to_frame(self) -> DataFrame:
        """`curve` as a table, with the capacity per mass, both electrodes against a reference in the middle of the
        separator and, where they are kept, the losses.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        table = self.curve.to_frame()
        table["capacity_mAh_g"] = self.curve.charge / self.amounts.reference / MAH_G
        if self.outside.anode_loss.size == self.curve.time.size:
            table["cathode_V"], table["anode_V"] = self.electrodes()
        if self.losses is not None:
            for name, volts in self.losses.volts.items():
                table[f"{name.replace(' ', '_')}_loss_mV"] = 1e3 * volts
        return table

    def figures(self) -> dict[str, Figure]:
        """What a summary shows of a step, in the units of the field; capacity per gram of `Amounts.reference`."""
        per_mass = Figure.of(self.charges / self.amounts.reference, self.told, "C/kg")
        return {
            "capacity": per_mass.to("mAh/g"),
            "areal capacity": self.charge.to("mAh/cm2"),
            "mean voltage": self.mean_voltage,
            "specific energy": self.specific_energy.to("Wh/kg"),
        }

    def _repr_html_(self) -> str:
        rows = [(name, str(figure)) for name, figure in self.figures().items()]
        return html_table(self.instruction.label, [*rows, ("end", self.stop_reason)])


def courses(steps: Sequence[Step]) -> tuple[tuple[int, ...], ...]:
    """Places of the steps that one cell after another goes through, each from its assembly.

    One course, but where steps begin in a state that was kept: in a laboratory each of them takes a cell of its own,
    which is brought to that state by the steps before it.
    """
    found: list[tuple[int, ...]] = []
    kept: tuple[int, ...] = ()
    course: tuple[int, ...] = ()
    for place, step in enumerate(steps):
        if any(row.restore for row in step.instruction.rows):
            found.append(course)
            course = kept
        if any(row.save for row in step.instruction.rows):
            kept = course
        course = (*course, place)
    return (*found, course)


def lost_samples(steps: Sequence[Step]) -> Iterator[tuple[int, str]]:
    """How many samples of each step were not solved, and words with the most frequent reason; empty for none.

    A sample that ended in an earlier step is told with what ended it there.
    """
    ends = np.full(steps[0].outcomes.shape[0] if steps else 0, NOT_RUN)
    for step in steps:
        statuses = step.outcomes[:, STATUS].astype(int)
        ends = np.where(among(statuses, (*CONTINUES, NOT_RUN)), ends, statuses)
        reasons = Counter(ends[1:][step.failed[1:]].tolist())
        if not reasons:
            yield 0, ""
            continue
        (reason, count), lost = reasons.most_common(1)[0], reasons.total()
        mostly = ":" if count == lost else f", {count} of them as"
        yield lost, f"of {len(ends) - 1} samples failed{mostly} {OUTCOMES[reason][1].partition(';')[0]}"
