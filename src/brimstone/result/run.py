"""A finished run, and everything that can be asked of it."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import field

import numpy as np

from brimstone._records import record
from brimstone.instrument.differential import differential_capacity
from brimstone.instrument.sensors import BraggTrace, Grating, PressureTrace
from brimstone.instrument.voltammetry import Peak, peaks
from brimstone.library import Entry
from brimstone.model.derive import DerivedCell
from brimstone.model.lithium import AnodeLimits
from brimstone.protocol import Instruction
from brimstone.recipe import Recipe
from brimstone.result.balances import LARGEST_ERROR
from brimstone.result.figures import INTERVAL, Band, Curve, Figure
from brimstone.result.heat import StepHeat, heat_of_steps
from brimstone.result.impedance import Impedance
from brimstone.result.lithium import Lithium
from brimstone.result.losses import Losses
from brimstone.result.pressure import bragg_trace, pressure_trace
from brimstone.result.resistance import start_resistance
from brimstone.result.shuttle import Shuttle
from brimstone.result.titration import Titration, titrations
from brimstone.solver.interface import CHARGE, COMPLETED, ELAPSED, ENERGY, LEFT_OUT, OUTCOMES, RESIDUAL, STATUS
from brimstone.stack import Mechanics, Package, Stack, Thermal
from brimstone.stack.package import electrode_area


@record
class Step:
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
    profile : ndarray (points, 1 + states, nodes)
        Potential difference and local states through the depth, nominal member.
    losses : Losses or None
        None for a rest, or a step that failed.
    regained : mapping of str to float
        Charge that the step would have passed without each loss, more than it did [C/m2].
    cell : DerivedCell
    areal_mass, stack_thickness : ndarray (members,)
        Of all layers [kg/m2], [m].
    """

    instruction: Instruction
    outcomes: np.ndarray
    curve: Curve
    band: Band | None
    profile: np.ndarray
    losses: Losses | None
    regained: Mapping[str, float]
    cell: DerivedCell
    areal_mass: np.ndarray
    stack_thickness: np.ndarray

    @property
    def status(self) -> int:
        """How the nominal member's step ended, a number of `brimstone.solver.interface`."""
        return int(self.outcomes[0, STATUS])

    @property
    def completed(self) -> bool:
        """Whether the nominal member ran to an end that the protocol names."""
        return self.status in COMPLETED

    @property
    def valid(self) -> np.ndarray:
        """Members whose step ran to an end that the protocol names."""
        return np.isin(self.outcomes[:, STATUS], COMPLETED)

    @property
    def stop_reason(self) -> str:
        """A sentence on how it ended."""
        return OUTCOMES[self.status][1]

    @property
    def charge(self) -> Figure:
        """Areal charge passed, positive in either direction [C/m2]."""
        return Figure.of(self.charges, self.valid)

    def capacity(self, per: str = "sulfur") -> Figure:
        """Charge per mass of ``"sulfur"``, of ``"active"`` material, or of the ``"electrode"`` [C/kg]."""
        masses = {
            "sulfur": self.cell.sulfur_mass,
            "active": self.cell.active_mass,
            "electrode": self.cell.composite.density * self.cell.composite.thickness,
        }
        if not np.all(masses[per] > 0.0):
            return Figure(math.nan)
        return Figure.of(self.charges / masses[per], self.valid)

    @property
    def sulfur_charge(self) -> float:
        """What of `charge` sulfur's conversion passed; the electrolyte's own redox passed the rest [C/m2].

        Of the nominal member; negative where sulfur went the other way, NaN beyond the instructions that profiles are
        kept of.
        """
        if not len(self.profile):
            return math.nan
        equations = self.cell.equations
        change = (self.profile[-1, 1:] - self.profile[0, 1:]).mean(axis=1)
        charge = equations.charges(self.cell.parameters[0]) * change
        passed = float(charge[list(equations.of_sulfur)].sum() * self.cell.parameter("thickness")[0])
        return math.copysign(1.0, self.outcomes[0, CHARGE]) * passed

    @property
    def mean_voltage(self) -> Figure:
        """Energy over charge, cathode against Li/Li+ [V]; NaN when nothing passed, or both ways as in a ramp."""
        voltage = self.mean_voltages
        return Figure.of(voltage, self.valid & np.isfinite(voltage))

    @property
    def mean_voltages(self) -> np.ndarray:
        """`mean_voltage` of all members [V], (members,)."""
        charge = self.outcomes[:, CHARGE]
        passed = (np.abs(charge) > 0.0) & (self.instruction.kind != "ramp")
        return np.divide(self.outcomes[:, ENERGY], charge, out=np.full(charge.shape, np.nan), where=passed)

    @property
    def charges(self) -> np.ndarray:
        """`charge` of all members [C/m2], (members,)."""
        return np.asarray(np.abs(self.outcomes[:, CHARGE]))

    @property
    def cell_energy(self) -> Figure:
        """Energy at the cell's terminals, given on discharge or taken on charge [J/m2].

        Negative where the cell's voltage is, as of a discharge to below the potential of the negative electrode.
        """
        return Figure.of(self.cell_energies, self.valid)

    @property
    def specific_energy(self) -> Figure:
        """Energy at the terminals per mass of all layers [J/kg]."""
        return Figure.of(self.cell_energies / self.areal_mass, self.valid)

    @property
    def energy_density(self) -> Figure:
        """Energy at the terminals per volume of all layers [J/m3]."""
        return Figure.of(self.cell_energies / self.stack_thickness, self.valid)

    @property
    def cell_energies(self) -> np.ndarray:
        """`cell_energy` of all members [J/m2], (members,)."""
        charge = self.outcomes[:, CHARGE]
        return np.sign(charge) * (self.outcomes[:, ENERGY] - self.cell.counter_potential * charge)

    @property
    def half_capacity_voltage(self) -> float:
        """Voltage when half of the charge of a charge or discharge has passed, nominal member [V]; NaN for others."""
        charge = np.abs(self.curve.charge)
        if self.instruction.kind not in ("charge", "discharge") or charge.size < 2:
            return math.nan
        return float(np.interp(0.5 * charge[-1], charge, self.curve.voltage))

    @property
    def ionic_conductivity(self) -> float:
        """Effective conductivity of the cathode for ions when the step ends, nominal member [S/m].

        In series through the depth: product dilutes the electrolyte, interphase blocks it, cracks lengthen its paths.
        NaN without a profile.
        """
        if self.profile.shape[0] == 0:
            return math.nan
        equations = self.cell.equations
        ionic, _ = equations.resistivities(self.cell.parameters[0], self.profile[-1])
        return float(1.0 / np.mean(ionic))

    def peaks(self) -> tuple[Peak, ...]:
        """Peaks of the current on a voltage ramp, nominal member; none for other steps."""
        if self.instruction.kind != "ramp":
            return ()
        return peaks(self.curve.time, self.curve.voltage, -self.curve.current)

    def differential_capacity(self, width: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
        """Voltage [V] and charge per volt [C/m2/V] of a charge or discharge, nominal member.

        See `brimstone.instrument.differential.differential_capacity`; empty for other steps.
        """
        if self.instruction.kind not in ("charge", "discharge"):
            return np.empty(0), np.empty(0)
        return differential_capacity(self.curve.voltage, self.curve.charge, width)

    @property
    def duration(self) -> float:
        """Of the nominal member [s]."""
        return float(self.outcomes[0, ELAPSED])

    @property
    def residual(self) -> float:
        """Largest residual of the algebraic rows over the current, nominal member: the time error."""
        return float(self.outcomes[0, RESIDUAL])


@record
class Run:
    """A finished run.

    Attributes
    ----------
    recipe : Recipe
    cell : DerivedCell
    package : Package or None
        What the layers are packed in; None when the recipe names no format.
    thermal : Thermal
        How the cell takes up heat and gives it away.
    steps : tuple of Step
        All instructions, also those on the way between what the recipe asked for.
    anode : AnodeLimits
        Currents and pressures that the anode stands.
    grating : Grating
        A fibre in the cathode that the run can be read with.
    provenance : tuple of Entry
        Every number used and where it comes from.
    balances : mapping of str to float
        Relative errors of charge, lithium, sulfur, energy and volume.
    mesh_error : Figure or None
        Largest over the shown steps: voltage [V].
    members : int
        Size of the ensemble, 1 for a certain run.
    notes : tuple of str
        What was assumed, what a reader should know.
    timings : mapping of str to float
        [s]
    version : str
    spectra : tuple of Impedance
    """

    recipe: Recipe
    cell: DerivedCell
    package: Package | None
    thermal: Thermal
    steps: tuple[Step, ...]
    anode: AnodeLimits
    grating: Grating
    provenance: tuple[Entry, ...]
    balances: Mapping[str, float]
    mesh_error: float
    members: int
    notes: tuple[str, ...]
    timings: Mapping[str, float] = field(default_factory=dict)
    version: str = ""
    spectra: tuple[Impedance, ...] = ()

    @property
    def stack(self) -> Stack:
        """The layers of the cell."""
        return self.cell.stack

    @property
    def mechanics(self) -> Mechanics:
        """How the layers grow, and how stiff they are."""
        return self.cell.mechanics

    @property
    def shown(self) -> tuple[Step, ...]:
        """The steps that the recipe asked for and that took place."""
        return tuple(step for step in self.steps if _is_shown(step))

    @property
    def status(self) -> str:
        """``"completed"``, ``"failed"`` (a step of the nominal member did not end as asked), or ``"unbalanced"``."""
        if not all(step.completed for step in self.steps):
            return "failed"
        if max(self.balances.values(), default=0.0) > LARGEST_ERROR:
            return "unbalanced"
        return "completed"

    @property
    def warnings(self) -> list[str]:
        """What went wrong or should be known, in sentences."""
        found = [*self.notes, *self.lithium().warnings()]
        if (shuttle := self.shuttle()) is not None:
            found += shuttle.warnings()
        for number, step in enumerate(self.steps):
            if not step.completed:
                found.append(f"step {number} ({step.instruction.label}): {step.stop_reason}")
            failed = int(np.sum(~step.valid[1:]))
            if failed:
                found.append(f"step {number} ({step.instruction.label}): {failed} of {self.members - 1} samples failed")
        for name, error in self.balances.items():
            if error > LARGEST_ERROR:
                found.append(f"the balance of {name} is off by {error:.1e}; at most {LARGEST_ERROR:.0e} is allowed")
        return found

    def shuttle(self) -> Shuttle | None:
        """What polysulfides do, in a cell whose cathode electrolyte dissolves them."""
        return None if self.cell.polysulfides is None else Shuttle.of(self.cell.polysulfides, self.steps)

    def lithium(self) -> Lithium:
        """Critical current of the anode, what limits it, time to a short; and what the protocol asks of it."""
        return Lithium.of(self.anode, self.steps)

    @property
    def area(self) -> float | None:
        """Of all cathodes of the cell, one side each [m2]; None where the recipe does not tell."""
        return electrode_area(self.recipe) if self.package is None else self.package.total_area

    def resistance(self) -> dict[str, Figure]:
        """Resistance of the cell as assembled against a small direct current, ``"total"`` and by parts [ohm m2].

        Parts are named as in `brimstone.result.RESISTANCES`.
        """
        parts = start_resistance(self.cell)
        found = {}
        for name, values in {"total": np.sum(list(parts.values()), axis=0), **parts}.items():
            ends = np.quantile(values[1:], INTERVAL).tolist() if values.size > 1 else (None, None)
            found[name] = Figure(float(values[0]), *ends)
        return found

    def impedance(self) -> tuple[Impedance, ...]:
        """Spectra that the protocol asks for, each of the state reached there, and what its arcs are of."""
        return self.spectra

    def gitt(self) -> tuple[Titration, ...]:
        """Intermittent titrations: relaxed voltages against charge, and the resistances of each pulse."""
        return titrations(self.steps)

    def losses(self) -> dict[str, dict[str, float]]:
        """Mean voltage lost in each shown step, by label and by the names of `brimstone.result.LOSSES` [V]."""
        return {
            step.instruction.label: step.losses.mean(step.curve.charge)
            for step in self.shown
            if step.losses is not None
        }

    def pressure(self) -> PressureTrace:
        """Stack pressure and changes of thickness over the whole run, nominal values."""
        return pressure_trace(self.steps, self.cell, self.mechanics)

    def heat(self) -> tuple[StepHeat, ...]:
        """Heat of the steps that pass charge, by source, and how warm the cell would get; nominal values."""
        return heat_of_steps(self.steps, self.thermal)

    def fibre_bragg_grating(self, temperature_change: float = 0.0) -> BraggTrace:
        """Signal of a fibre Bragg grating that lies in the cathode, at the nominal pressure.

        Parameters
        ----------
        temperature_change : float
            Since assembly [K]; a run is isothermal.
        """
        return bragg_trace(self.pressure(), self.mechanics, self.grating, temperature_change)

    def coulombic_efficiency(self, definition: str = "discharge over charge") -> list[float]:
        """Coulombic efficiency of each cycle of the protocol.

        Parameters
        ----------
        definition : str
            ``"discharge over charge"``: each discharge over the charge before it. ``"charge over discharge"``: each
            charge over the discharge before it, as half-cell papers of sulfur electrodes report it.

        Raises
        ------
        ValueError
            For another definition.
        """
        pairs = {"discharge over charge": ("charge", "discharge"), "charge over discharge": ("discharge", "charge")}
        if definition not in pairs:
            raise ValueError(f"'{definition}' is no definition of efficiency; it is one of {', '.join(pairs)}")
        first, second = pairs[definition]
        halves = [step for step in self.steps if step.instruction.kind in ("charge", "discharge")]
        return [
            after.charge.value / before.charge.value
            for before, after in itertools.pairwise(halves)
            if before.instruction.kind == first and after.instruction.kind == second and before.charge.value > 0.0
        ]

    def energy_efficiency(self) -> list[float]:
        """Energy of each discharge over that of the charge before or after it, at the cell's terminals."""
        halves = [step for step in self.steps if step.instruction.kind in ("charge", "discharge")]
        pairs = zip(halves[::2], halves[1::2], strict=False)
        efficiencies = []
        for one, other in pairs:
            out, into = (one, other) if one.instruction.kind == "discharge" else (other, one)
            if into.instruction.kind == "charge" and into.cell_energy.value > 0.0:
                efficiencies.append(out.cell_energy.value / into.cell_energy.value)
        return efficiencies


def _is_shown(step: Step) -> bool:
    return step.instruction.shown and step.status != LEFT_OUT
