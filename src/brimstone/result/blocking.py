"""Conductivities of a composite as they are measured between blocking electrodes."""

import math
from collections.abc import Mapping

import numpy as np

from brimstone._records import html_table, record
from brimstone.constants import MA_CM2
from brimstone.library import Entry
from brimstone.recipe import Recipe
from brimstone.result.figures import Figure
from brimstone.result.frames import Traced
from brimstone.result.impedance import Impedance


@record
class Polarisation:
    """One step of the voltage, nominal member; arrays of shape (points,).

    Attributes
    ----------
    label : str
        In the words of the recipe.
    voltage : float
        [V]
    time : ndarray
        From the start of the step [s].
    current : ndarray
        Positive with the voltage [A/m2].
    """

    label: str
    voltage: float
    time: np.ndarray
    current: np.ndarray


@record
class BlockingRun(Traced):
    """What was measured of a composite between blocking electrodes.

    Attributes
    ----------
    recipe : Recipe
    carrier : str
        ``"ions"`` or ``"electrons"``: what the electrodes pass.
    thickness : Figure
        Of the composite [m].
    ionic, electronic : Figure
        Effective conductivities that the composite has [S/m].
    outside : Figure
        Resistance in series with it [ohm m2].
    steps : tuple of Polarisation
    steady : bool or None
        Whether all currents were steady when they were read; None without a step.
    polarised : float
        Conductivity of the carrier read off the steady currents, less what lies outside; nominal, NaN without [S/m].
    spectral : float
        The same, of the lowest frequency of the first spectrum, nominal; NaN without [S/m].
    other : float
        Conductivity of the other carrier, read off the highest frequency, where both run in parallel, and `spectral`;
        NaN where the highest frequency does not tell it [S/m].
    impedance : tuple of Impedance
    provenance : tuple of Entry
    members : int
    notes : tuple of str
    version : str
    """

    recipe: Recipe
    carrier: str
    thickness: Figure
    ionic: Figure
    electronic: Figure
    outside: Figure
    steps: tuple[Polarisation, ...]
    steady: bool | None
    polarised: float
    spectral: float
    other: float
    impedance: tuple[Impedance, ...]
    provenance: tuple[Entry, ...]
    members: int
    notes: tuple[str, ...]
    version: str

    @property
    def true(self) -> Figure:
        """Conductivity that the composite has for what the electrodes pass [S/m]."""
        return self.ionic if self.carrier == "ions" else self.electronic

    @property
    def status(self) -> str:
        """``"completed"``; a linear cell carries out whatever it is asked."""
        return "completed"

    @property
    def warnings(self) -> list[str]:
        """What should be known, in sentences."""
        sentences = [*self.notes]
        if self.steady is False:
            sentences.append(
                "not all currents are steady when they are read: the composite still stores charge, and the "
                "conductivity comes out too high; hold each voltage longer"
            )
        largest = max((abs(step.voltage) for step in self.steps), default=0.0)
        if largest > 0.1:
            sentences.append(
                f"{1e3 * largest:.0f} mV are computed with the laws linear about rest; so much converts active "
                "material next to the electrodes, which a current at rest does not tell"
            )
        return sentences

    def trace(self) -> Mapping[str, np.ndarray]:
        """All steps of the voltage one after the other: columns by name, with their units; (points,)."""
        start, parts = 0.0, []
        for step in self.steps:
            parts.append((start + step.time, np.full(step.time.shape, step.voltage), step.current))
            start += float(step.time[-1])
        time, voltage, current = np.concatenate(parts, axis=1) if parts else np.empty((3, 0))
        return {"time_s": time, "voltage_mV": 1e3 * voltage, "current_mA_cm2": current / MA_CM2}

    def _repr_html_(self) -> str:
        rows = [("as made", str(self.true)), ("polarised", f"{self.polarised:.4g} S/m")]
        if math.isfinite(self.spectral):
            rows.append(("spectrum", f"{self.spectral:.4g} S/m"))
        return html_table(f"{self.recipe.name}: conductivity of {self.carrier}", rows)
