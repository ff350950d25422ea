"""A finished run, and everything derived from it."""

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

import numpy as np

from brimstone._records import html_table, nominal, record
from brimstone.constants import MAH_G
from brimstone.errors import UnknownNameError
from brimstone.instrument.sensors import PERFECT, Imperfection, read_out
from brimstone.library import Entry
from brimstone.model.derive import DerivedCell
from brimstone.recipe import Recipe
from brimstone.result._html import voltage_figure
from brimstone.result.cycling import CyclesOfStep, cycles_of_steps
from brimstone.result.fade import Fade
from brimstone.result.figures import INTERVAL, Figure
from brimstone.result.frames import Cited, DataFrame, frame
from brimstone.result.heat import StepHeat
from brimstone.result.impedance import Impedance
from brimstone.result.left_open import LeftOpen
from brimstone.result.lithium import Lithium
from brimstone.result.pressure import BraggTrace, PressureTrace
from brimstone.result.resistance import REACTION, Beginning, beginning
from brimstone.result.shuttle import Shuttle
from brimstone.result.step import Step, lost_samples
from brimstone.result.titration import Titration
from brimstone.result.voltammetry import Hysteresis, ScanRates, hysteresis, scan_rates
from brimstone.stack import Mechanics, Package, Stack, Thermal

#: Relative error of a balance above which a run has failed.
LARGEST_ERROR = 1e-6
_MOST_ROWS = 12  # of a notebook's table


@record
class Run(Cited):
    """A finished run.

    Attributes
    ----------
    recipe : Recipe
    cell : DerivedCell
        Parameters of the cell as assembled.
    steps : tuple of Step
        All instructions, also those between the requested steps.
    area : float or None
        Of all cathodes of the cell, one side each [m2]; None where the recipe does not say.
    package : Package or None
        What the layers are packed in; None when the recipe names no format.
    lithiated_volume : ndarray (members,) or None
        Of the packaged cell with all sulfur in reach converted [m3].
    thermal : Thermal
        How the cell takes up heat and loses it.
    resistances : mapping of str to ndarray (members,)
        Of the cell as assembled against a small direct current, by the names of `brimstone.result.RESISTANCES`
        [ohm m2].
    lithium : Lithium
        Critical current of the anode, what limits it, time to a short; and what the protocol asks of it.
    shuttle : Shuttle or None
        What polysulfides do, in a cell whose cathode electrolyte dissolves them.
    pressure : PressureTrace
        Stack pressure and changes of thickness over the whole run, nominal values.
    fibre_bragg_grating : BraggTrace or None
        Signal of a fibre Bragg grating that lies in the cathode, at the nominal pressure.
    heat : tuple of StepHeat
        Of the steps that pass charge, by source, and how warm the cell would get; nominal values.
    impedance : tuple of Impedance
        Spectra requested by the protocol, each in the state reached at that point, with the origin of its arcs.
    gitt : tuple of Titration
        Intermittent titrations: relaxed voltages against charge, and the resistances of each pulse.
    provenance : tuple of Entry
        Every number used and where it comes from.
    balances : mapping of str to float
        Relative errors of charge, lithium, sulfur, energy and volume.
    mesh_error : float
        Of the voltage, the largest over the shown steps [V]; NaN when it was not checked.
    members : int
        Size of the ensemble, 1 for a certain run.
    notes : tuple of str
        What was assumed, what a reader should know.
    version : str
        Of Brimstone.
    timings : mapping of str to float
        Time that each part of the run took [s].
    fades : tuple of Fade
        What took the capacity lost from the first complete cycle to the last, of a protocol of a few cycles or more;
        before it, where cycles were chosen, what took it between each of them and the next.
    left_open : tuple of LeftOpen
        Numbers that the recipe leaves open or states as a range, the one that matters most first; empty for a run
        without samples.
    """

    recipe: Recipe
    cell: DerivedCell
    steps: tuple[Step, ...]
    area: float | None
    package: Package | None
    lithiated_volume: np.ndarray | None
    thermal: Thermal
    resistances: Mapping[str, np.ndarray]
    lithium: Lithium
    shuttle: Shuttle | None
    pressure: PressureTrace
    fibre_bragg_grating: BraggTrace | None
    heat: tuple[StepHeat, ...]
    impedance: tuple[Impedance, ...]
    gitt: tuple[Titration, ...]
    provenance: tuple[Entry, ...]
    balances: Mapping[str, float]
    mesh_error: float
    members: int
    notes: tuple[str, ...]
    version: str
    timings: Mapping[str, float] = field(default_factory=dict)
    fades: tuple[Fade, ...] = ()
    left_open: tuple[LeftOpen, ...] = ()

    @property
    def stack(self) -> Stack:
        """The layers of the cell."""
        return self.cell.stack

    @property
    def mechanics(self) -> Mechanics:
        """How the layers grow, and how stiff they are."""
        return self.cell.mechanics

    @property
    def fade(self) -> Fade | None:
        """What took the capacity lost from the first complete cycle, or the first chosen one, to the last."""
        return self.fades[-1] if self.fades else None

    @property
    def shown(self) -> tuple[Step, ...]:
        """The requested steps that were run."""
        return tuple(step for step in self.steps if step.shown)

    @property
    def status(self) -> str:
        """``"completed"``, ``"failed"`` (a step of the nominal member failed), or ``"unbalanced"``."""
        if not all(step.completed for step in self.steps):
            return "failed"
        if max(self.balances.values(), default=0.0) > LARGEST_ERROR:
            return "unbalanced"
        return "completed"

    @property
    def warnings(self) -> list[str]:
        """What went wrong or should be known, in sentences."""
        sentences = [*self.notes, *self.lithium.warnings()]
        if self.shuttle is not None:
            sentences += self.shuttle.warnings()
        sentences += self._troubles((0, "" if step.completed else step.stop_reason) for step in self.steps)
        sentences += self._troubles(lost_samples(self.steps))
        for name, error in self.balances.items():
            if error > LARGEST_ERROR:
                sentences.append(f"the balance of {name} is off by {error:.1e}; at most {LARGEST_ERROR:.0e} is allowed")
        return sentences

    def _troubles(self, told: Iterable[tuple[int, str]]) -> list[str]:
        """What is said of steps, counted from 1, once for those that follow each other, with their counts but zero.

        Also once for three and more that do not: every other step of many cycles.
        """
        places: dict[str, list[list[tuple[int, int]]]] = {}  # numbers of steps and counts, series by series
        for said, steps in itertools.groupby(enumerate(told, 1), lambda numbered: numbered[1][1]):
            if said:
                places.setdefault(said, []).append([(number, count) for number, (count, _) in steps])
        found = []
        for said, apart in places.items():
            for series in [list(itertools.chain(*apart))] if len(apart) > 2 else apart:
                (first, _), (last, _) = series[0], series[-1]
                label = self.steps[first - 1].instruction.label
                place = f"steps {first} to {last}" if last > first else f"step {first} ({label})"
                if last - first >= len(series):
                    place = f"{len(series)} of {place}"
                least, most = min(count for _, count in series), max(count for _, count in series)
                count = f"{least} to {most} " if least < most else f"{most} " if most else ""
                found.append((first, f"{place}: {count}{said}"))
        return [sentence for _, sentence in sorted(found)]

    @property
    def resistance(self) -> dict[str, Figure]:
        """Resistance of the cell as assembled against a small direct current, ``"total"`` and by parts [ohm m2].

        Parts are named as in `brimstone.result.RESISTANCES`. Charge transfer holds within some millivolts of rest,
        where sulfur hardly reacts: a discharge shows far less of it (`beginning`).
        """
        if not self.resistances:
            return {}
        whole = {"total": np.sum(list(self.resistances.values()), axis=0), **self.resistances}
        return {name: _resistance(values) for name, values in whole.items()}

    @property
    def series_resistance(self) -> Figure | None:
        """Of anode, electrolyte layer, contacts and paths, all that is in series with the reaction [ohm m2]."""
        parts = [values for name, values in self.resistances.items() if name != REACTION]
        return _resistance(np.sum(parts, axis=0)) if parts else None

    @property
    def beginning(self) -> Beginning | None:
        """What the reaction takes where current first flows in a shown step."""
        return next((found for step in self.shown if (found := beginning(step)) is not None), None)

    @property
    def losses(self) -> dict[str, dict[str, float]]:
        """Mean voltage lost in each shown step, by label and by the names of `brimstone.result.LOSSES` [V]."""
        return {
            step.instruction.label: step.losses.mean(step.curve.charge)
            for step in self.shown
            if step.losses is not None
        }

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

    def cycles(self) -> tuple[CyclesOfStep, ...]:
        """Cycles of each step of the protocol that cycles, one by one: capacity, retention, coulombic efficiency."""
        return cycles_of_steps(self.steps)

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

    def readout(
        self, sensor: str, imperfection: Imperfection | None = None, seed: int = 0
    ) -> tuple[np.ndarray, np.ndarray]:
        """What a sensor would show over the run: times [s] and readings, nominal member.

        Parameters
        ----------
        sensor : str
            One of `brimstone.instrument.sensors.SENSORS`: the pressure sensor reads the stack pressure [Pa], the
            dilatometer the change of thickness since assembly [m], the fibre Bragg grating the shift of its wavelength
            [m].
        imperfection : Imperfection, optional
            Sampling, noise, drift and resolution; a perfect sensor by default.
        seed : int
            Of the noise.

        Raises
        ------
        UnknownNameError
            For another sensor, or a run that was computed without the grating.
        """
        trace = self.pressure
        signals = {"pressure sensor": trace.pressure, "dilatometer": trace.thickness_change}
        if self.fibre_bragg_grating is not None:
            signals["fibre Bragg grating"] = self.fibre_bragg_grating.shift
        if sensor not in signals:
            raise UnknownNameError("sensor", sensor, sorted(signals))
        return read_out(trace.time, signals[sensor], imperfection or PERFECT, np.random.default_rng(seed))

    def hysteresis(self) -> tuple[Hysteresis, ...]:
        """Between the two sweeps of every cycle of a voltage ramp."""
        return hysteresis(self.steps)

    def scan_rates(self) -> tuple[ScanRates, ...]:
        """What voltage ramps at several rates tell; empty with a single rate."""
        return scan_rates(self.steps)

    def to_frame(self) -> DataFrame:
        """A row of figures for each shown step.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        shown = self.shown
        columns: dict[str, list[Any]] = {
            "label": [step.instruction.label for step in shown],
            "cycle": [step.instruction.cycle for step in shown],
        }
        for step in shown:
            for name, figure in step.figures().items():
                key = "_".join([*name.split(), *figure.unit.split("/")])
                for end, value in (("", figure.value), ("_low", figure.low), ("_high", figure.high)):
                    if self.members > 1 or not end:
                        columns.setdefault(key + end, []).append(math.nan if value is None else value)
        return frame(columns)

    def _repr_html_(self) -> str:
        shown = self.shown
        header = ("step", *(shown[0].figures() if shown else ()), "end")
        rows = [
            (step.instruction.label, *map(str, step.figures().values()), step.stop_reason)
            for step in shown[:_MOST_ROWS]
        ]
        curves = [
            (step.instruction.label, np.abs(step.curve.charge) / step.amounts.reference / MAH_G, step.curve.voltage)
            for step in shown
            if step.instruction.kind in ("charge", "discharge") and step.curve.time.size > 1
        ]
        title = f"{self.recipe.name}: {self.status}"
        if len(shown) > _MOST_ROWS:
            title += f", first {_MOST_ROWS} of {len(shown)} steps"
        return html_table(title, rows, header) + (voltage_figure(curves, "mAh/g") if curves else "")


def _resistance(values: np.ndarray) -> Figure:
    low, high = np.quantile(values[1:], INTERVAL).tolist() if values.size > 1 else (None, None)
    return Figure(nominal(values), low, high, "ohm m2")
