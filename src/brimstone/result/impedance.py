"""Impedance spectra of a run, and which part of the cell makes which arc."""

from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.constants import OHM_CM2
from brimstone.instrument.impedance import relaxation_times
from brimstone.result.figures import Figure
from brimstone.result.frames import DataFrame, frame


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

        See `brimstone.instrument.impedance.relaxation_times`.
        """
        return relaxation_times(self.frequency, self.impedance)
