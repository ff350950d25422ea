"""Impedance spectra of a run, and which part of the cell makes which arc."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.instrument.impedance import electrode_response, relaxation_times
from brimstone.model.capacitance import Arc, Capacitances
from brimstone.model.derive import DerivedCell
from brimstone.physics.dielectric import arc_impedance
from brimstone.result.figures import INTERVAL, Figure

_WAYS: Mapping[str, str] = {
    "ionic path": "ions through the cathode",
    "electronic path": "electrons through the cathode",
    "charge transfer": "reactions in the cathode",
}


@dataclass(frozen=True)
class Element:
    """One element of the circuit that the spectrum is of.

    Attributes
    ----------
    part : str
        As in `brimstone.result.RESISTANCES`.
    name : str
        What it is, such as ``"grain boundaries of Li6PS5Cl"``.
    resistance : Figure
        Width of its arc [ohm m2].
    frequency : float
        At which its arc is highest, nominal [Hz]; NaN for a plain resistance.
    """

    part: str
    name: str
    resistance: Figure
    frequency: float


@record
class Impedance:
    """Impedance of the cell at a state that the protocol has reached; arrays have the shape (points,).

    Attributes
    ----------
    label : str
        In the words of the recipe.
    step : int
        Place of the recipe's step, from 0.
    voltage : Figure
        Of the cathode at rest, against Li/Li+ [V].
    conversion : float
        Share of the way from S to Li2S, mean through the depth, nominal.
    frequency : ndarray
        [Hz]
    impedance : ndarray of complex
        Nominal [ohm m2].
    low, high : ndarray of complex, or None
        Ends of the intervals that hold 80 % of the samples, of the real and of the imaginary part alike [ohm m2].
    low_magnitude, high_magnitude : ndarray, or None
        Of the same kind, of the magnitude [ohm m2].
    elements : tuple of Element
        What the spectrum is made of, fastest first.
    ohmic : Figure
        Real part at the highest frequency, which a lab reads as R0 [ohm m2].
    resistance : Figure
        Sum of all elements: the direct current resistance of this state, before the current has converted anything
        [ohm m2].
    """

    label: str
    step: int
    voltage: Figure
    conversion: float
    frequency: np.ndarray
    impedance: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None
    low_magnitude: np.ndarray | None
    high_magnitude: np.ndarray | None
    elements: tuple[Element, ...]
    ohmic: Figure
    resistance: Figure

    def parts(self) -> dict[str, float]:
        """Resistance by the names of `brimstone.result.RESISTANCES`, nominal [ohm m2]."""
        found: dict[str, float] = {}
        for element in self.elements:
            found[element.part] = found.get(element.part, 0.0) + element.resistance.value
        return found

    def relaxation_times(self) -> tuple[np.ndarray, np.ndarray]:
        """Relaxation times [s] and resistance per decade of them [ohm m2], nominal.

        See `brimstone.instrument.impedance.relaxation_times`.
        """
        return relaxation_times(self.frequency, self.impedance)


def impedance_of(
    cell: DerivedCell,
    stored: Capacitances,
    profiles: np.ndarray,
    voltage: np.ndarray,
    valid: np.ndarray,
    frequency: np.ndarray,
    label: str = "impedance",
    step: int = 0,
    current: float = 0.0,
) -> Impedance:
    """Impedance of the members of a cell at the states they are in.

    Parameters
    ----------
    cell : DerivedCell
    stored : Capacitances
        With the direct `current`.
    profiles : ndarray (members, 1 + states, nodes)
    voltage : ndarray (members,)
        [V]
    valid : ndarray of bool (members,)
        Members whose state is one.
    frequency : ndarray (points,)
        [Hz]
    label : str
    step : int
    current : float
        Direct current that flows meanwhile [A/m2].
    """
    response = electrode_response(
        cell.equations.functions, cell.parameters, profiles, stored.cathode, frequency, current
    )
    whole = response.impedance + sum(
        arc_impedance(arc.resistance[:, None], arc.capacitance[:, None], arc.dispersion[:, None], frequency)
        for arc in stored.arcs
    )
    arcs = [(arc, _frequency(arc)) for arc in stored.arcs]
    nothing, ideal = np.zeros(len(profiles)), np.ones(len(profiles))
    # The reaction beside its double layers; along the ions' way the line goes over to it where it carries all depths.
    reaction, both = response.conductance, response.ionic + response.electronic
    charged = stored.cathode * cell.parameter("thickness")
    times = {"charge transfer": stored.cathode / np.maximum(reaction, 1e-30), "ionic path": both * charged}
    for part in ("ionic path", "electronic path", "charge transfer"):
        resistance = {"ionic path": response.ionic, "electronic path": response.electronic}.get(part, response.reaction)
        time = float(times[part][0]) if part in times else math.nan
        plain = Arc(part, _WAYS[part], resistance, nothing, ideal)
        arcs.append((plain, 1.0 / (2.0 * math.pi * time) if time > 0.0 else math.nan))
    elements = [
        Element(arc.part, arc.name, Figure.of(arc.resistance, valid), peak)
        for arc, peak in sorted(arcs, key=lambda one: -one[1] if math.isfinite(one[1]) else 0.0)
    ]
    others = whole[1:][valid[1:]]
    low = high = least = most = None
    if len(others):
        (low, high), (below, above), (least, most) = (
            np.quantile(part, INTERVAL, axis=0) for part in (others.real, others.imag, np.abs(others))
        )
        low, high = low + 1j * below, high + 1j * above
    highest = int(np.argmax(frequency))
    return Impedance(
        label=label,
        step=step,
        voltage=Figure.of(voltage, valid),
        conversion=float(cell.equations.conversion(profiles[0]).mean()),
        frequency=frequency,
        impedance=whole[0],
        low=low,
        high=high,
        low_magnitude=least,
        high_magnitude=most,
        elements=tuple(elements),
        ohmic=Figure.of(whole[:, highest].real, valid),
        resistance=Figure.of(np.sum([arc.resistance for arc, _ in arcs], axis=0), valid),
    )


def _frequency(arc: Arc) -> float:
    """At which an arc is highest, nominal [Hz]."""
    time = float(arc.resistance[0] * arc.capacitance[0])
    return 1.0 / (2.0 * math.pi * time) if time > 0.0 else math.nan
