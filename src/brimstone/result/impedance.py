"""Impedance spectra of a run, and which part of the cell makes which arc."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from brimstone._records import record
from brimstone.constants import OHM_CM2
from brimstone.instrument.analysis import Analysis, analyse
from brimstone.instrument.circuits import CircuitFit
from brimstone.instrument.relaxation import relaxation_times
from brimstone.result.figures import Figure
from brimstone.result.frames import DataFrame, frame

THROUGH_CATHODE = "electrons through the cathode"  #: name of the element of the electrons' rail


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

    @property
    def of_line(self) -> bool:
        """Whether it is a part of the cathode's transmission line, instead of in series with it."""
        return self.part in ("ionic path", "charge transfer") or self.name == THROUGH_CATHODE


@dataclass(frozen=True)
class Rails:
    """The transmission line of the cathode that a spectrum is of, nominal, per area of the cell.

    Attributes
    ----------
    ionic, electronic : float
        Resistance of each rail from end to end [ohm m2].
    charge_transfer : float
        Of all reaction in parallel, before any conversion [ohm m2].
    capacitance : float
        Of all double layers [F/m2].
    """

    ionic: float
    electronic: float
    charge_transfer: float
    capacitance: float


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
    interfaces : mapping of str to Figure
        The same by the interfaces of `brimstone.result.INTERFACES` [ohm m2].
    rails : Rails or None
        What a fit of the transmission line would find.
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
    interfaces: Mapping[str, Figure] = field(default_factory=dict)
    rails: Rails | None = None

    def parts(self) -> dict[str, float]:
        """Resistance by the names of `brimstone.result.RESISTANCES`, nominal [ohm m2]."""
        parts: dict[str, float] = {}
        for element in self.elements:
            parts[element.part] = parts.get(element.part, 0.0) + element.resistance.value
        return parts

    def to_frame(self) -> DataFrame:
        """Table with the columns ``frequency_Hz``, ``real_ohm_cm2`` and ``imaginary_ohm_cm2``, nominal.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        return frame(
            {
                "frequency_Hz": self.frequency,
                "real_ohm_cm2": self.impedance.real / OHM_CM2,
                "imaginary_ohm_cm2": self.impedance.imag / OHM_CM2,
            }
        )

    def relaxation_times(self) -> tuple[np.ndarray, np.ndarray]:
        """Relaxation times [s] and resistance per decade of them [ohm m2], nominal.

        See `brimstone.instrument.relaxation.relaxation_times`.
        """
        return relaxation_times(self.frequency, self.impedance)

    def analysis(self, circuit: str | None = None) -> Analysis:
        """The nominal spectrum read as a laboratory would.

        See `brimstone.instrument.analysis.analyse`.
        """
        return analyse(self.frequency, self.impedance, circuit)

    def truth(self, fit: CircuitFit) -> dict[str, float]:
        """What the parameters of a fitted circuit are in this cell, by their names; SI, per area.

        Elements outside the cathode belong to the arc whose time constant is nearest, those faster than the spectrum
        to the first plain resistance. What has no counterpart is left out.
        """
        arcs = fit.arcs
        true = {arc.resistor: 0.0 for arc in arcs}
        paired = set(true)
        plain = next((one.name for one in fit.parameters if one.unit == "Ohm" and one.name[1:].isdigit()
                      and one.name[0] == "R" and one.name not in paired), None)  # fmt: skip
        if plain is not None:
            true[plain] = 0.0
        highest = float(self.frequency.max())
        for element in self.elements:
            if element.of_line:
                continue
            fast = not element.frequency <= highest
            if fast and plain is not None:
                true[plain] += element.resistance.value
            elif not fast and arcs:
                time = 1.0 / (2.0 * math.pi * element.frequency)
                nearest = min(arcs, key=lambda arc: abs(math.log(max(arc.time, 1e-300) / time)))
                true[nearest.resistor] += element.resistance.value
        true = {name: value for name, value in true.items() if value > 0.0}
        if self.rails is not None and fit.lines:
            rails = sorted((self.rails.ionic, self.rails.electronic), reverse=True)
            values = (*rails, self.rails.charge_transfer, self.rails.capacitance, 1.0)
            true |= {f"{fit.lines[0]}_{place}": value for place, value in enumerate(values)}
        return true
