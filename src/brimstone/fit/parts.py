"""Measurements on parts of cells (lithium, pellets, symmetric cells) compared with computed values.

Each entry of `PREDICTIONS` says which reported numbers of a cell in the library can be computed, and how; the library
supplies the numbers, so that a new report is compared as soon as it is entered there.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from brimstone.composite.densification import heckel_density
from brimstone.constants import MPA
from brimstone.fit import symmetric
from brimstone.library import Ledger, Library, ReportedCell, ReportedValue
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.lithium import critical_currents, time_to_short
from brimstone.physics.creep import creep_rate
from brimstone.recipe import parse
from brimstone.result import Figure
from brimstone.units import from_si

_SAMPLES = 201
_CELSIUS = 273.15
_WETTED = "gold and molten lithium"  # what the resistance of the best interfaces needs
_CYCLED = 0.75  # [A/m2]; current that the cells with a time to a short were cycled at
_BOUNDS = {"above": 1.0, "below": -1.0}  # notes of reported numbers


@dataclass(frozen=True)
class PartComparison:
    """A measured number and the computed one.

    Attributes
    ----------
    cell : str
        Name in the library.
    reported : ReportedValue
    computed : brimstone.result.Figure
        [SI]
    """

    cell: str
    reported: ReportedValue
    computed: Figure

    @property
    def bound(self) -> str:
        """``"above"`` or ``"below"`` when only a bound was measured, else empty."""
        return self.reported.value.note if self.reported.value.note in _BOUNDS else ""

    @property
    def ratio(self) -> float | None:
        """Computed over measured; None for a bound and for a measured zero."""
        measured = self.reported.value.si
        return None if self.bound or measured == 0.0 else self.computed.value / measured

    @property
    def agrees(self) -> bool:
        """Whether the 80 % interval covers the measured number, or overlaps what its bound allows."""
        low = self.computed.value if self.computed.low is None else self.computed.low
        high = self.computed.value if self.computed.high is None else self.computed.high
        measured = self.reported.value.si
        if self.bound:
            return high > measured if self.bound == "above" else low < measured
        if measured == 0.0:  # "at once" means within a tenth of the unit of the report
            return (self.in_unit(low) or 0.0) < 0.1
        return low <= measured <= high

    @property
    def unit(self) -> str:
        """Of the report."""
        return self.reported.value.unit

    def in_unit(self, number: float | None) -> float | None:
        """A number [SI] in the unit of the report; None stays."""
        return None if number is None else float(from_si(number, self.unit, self.reported.value.dimension))

    def words(self, number: float) -> str:
        """A number [SI] in the unit of the report, without it."""
        shown = self.in_unit(number) or 0.0
        return f"{shown:.0f}" if 1e3 <= shown < 1e5 else f"{shown:.3g}"

    @property
    def interval(self) -> str:
        """The 80 % interval of what is computed."""
        low, high = self.computed.low, self.computed.high
        return "" if low is None or high is None else f"{self.words(low)} to {self.words(high)}"


@dataclass(frozen=True)
class Prediction:
    """One kind of reported number that can be computed.

    Attributes
    ----------
    cell, quantity : str
        Name of the cell in the library, and the quantity of its numbers.
    at : str
        Pattern of the conditions that are computed; its first group, if it has one, is a number.
    compute : callable
        Takes library, ledger and the number of the group; gives the samples [SI].
    """

    cell: str
    quantity: str
    at: str
    compute: Callable[[Library, Ledger, float], np.ndarray]


_ON_A_PELLET = """
cathode: {{active: S, composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}, loading: 1 mg/cm2}}
separator: [{{electrolyte: {electrolyte}, thickness: 1 mm, {pellet}}}]
anode: {{material: Li, pressed_at: 25 MPa, interface: {interface}}}
operation: {{temperature: {celsius} degC, stack_pressure: {pressure} MPa}}
protocol: [{{rest: 1 h}}]
"""


def _around(library: Library, ledger: Ledger, pressure: float = 0.0, **pellet: str | float) -> np.ndarray:
    """Parameters of the surroundings of lithium on a pellet held at `pressure` [MPa], one row a sample.

    The other side of the cell plays no part; a cathode that nothing presses would have no contact.
    """
    words = _ON_A_PELLET.format(**{"interface": "none", "celsius": 25, **pellet, "pressure": max(pressure, 1.0)})
    return derive(Workbench.of(parse(words), library, ledger)).surroundings.parameters


def _creep(library: Library, ledger: Ledger, stress: float) -> np.ndarray:
    lithium = library.material("Li")
    names = ("creep_rate", "creep_stress", "creep_exponent")
    return creep_rate(stress * MPA, *(ledger.draw(lithium[name], f"Li.{name}") for name in names))


def _short(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    rows = _around(library, ledger, pressure, electrolyte="Li6PS5Cl", pellet="porosity: 18 %")
    duration = time_to_short(rows, pressure * MPA, _CYCLED)
    return np.full(ledger.samples, math.inf) if duration is None else duration


def _stripping(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    rows = _around(library, ledger, pressure, electrolyte="Li6PS5Cl", pellet="pressed_at: 370 MPa")
    return critical_currents(rows, pressure * MPA)["voids"]


def _best(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    """Limit by flaws of a garnet that molten lithium wets all over."""
    rows = _around(library, ledger, pressure, electrolyte="LLZO", pellet="porosity: 3 %", interface=_WETTED)
    return critical_currents(rows, pressure * MPA)["flaws"]


def _garnet(library: Library, ledger: Ledger, celsius: float) -> np.ndarray:
    """Limit by flaws of a garnet that was heated with its lithium, without stack pressure."""
    rows = _around(
        library, ledger, electrolyte="LLZO", pellet="porosity: 3 %", interface="heating to 175 degC", celsius=celsius
    )
    return critical_currents(rows, 0.0)["flaws"]


def _density_of(electrolyte: str) -> Callable[[Library, Ledger, float], np.ndarray]:
    def density(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
        material = library.material(electrolyte)
        names = ("heckel_intercept", "heckel_pressure", "maximum_density")
        drawn = [ledger.draw(material[name], f"{material.name}.{name}") for name in names]
        return heckel_density(pressure * MPA, *drawn)

    return density


#: In the order of the documentation.
PREDICTIONS = (
    Prediction("Masias2019", "strain rate", r"creep at ([\d.]+) MPa", _creep),
    Prediction("Kasemchainan2019", "critical current density", r"([\d.]+) MPa, stripping", _stripping),
    Prediction("Flatscher2020", "critical current density", r"([\d.]+) MPa", _best),
    Prediction("Sharafi2016", "critical current density", r"([\d.]+) degC", _garnet),
    Prediction("Doux2020", "time", r"to a short .* ([\d.]+) MPa", _short),
    Prediction("Doux2020", "relative density", r"pellet at ([\d.]+) MPa", _density_of("Li6PS5Cl")),
    Prediction("Doux2020", "resistance", r"^stack pressure ([\d.]+) MPa", symmetric.under_pressure),
    Prediction("Doux2020", "resistance", r"after ([\d.]+)\) MPa", symmetric.after_pressure),
    Prediction("Sharafi2016", "area resistance", "^before", symmetric.interface("LLZO", "none")),
    Prediction("Sharafi2016", "area resistance", "^after", symmetric.interface("LLZO", "heating to 175 degC")),
    Prediction("Fu2017", "area resistance", "^before", symmetric.interface("LLCZN", "none")),
    Prediction("Fu2017", "area resistance", "^after", symmetric.interface("LLCZN", "aluminium and molten lithium")),
    Prediction("Lu2018", "area resistance", "^before", symmetric.symmetric_cell("LLZTO", "none")),
    Prediction("Lu2018", "area resistance", "^after", symmetric.symmetric_cell("LLZTO", "gold and molten lithium")),
    Prediction("Sakuma2016", "resistance", "^initial", symmetric.tin),
    Prediction("Sakuda2013", "relative density", r"([\d.]+) MPa", _density_of("75Li2S-25P2S5 glass")),
)


def compare_parts(cell: ReportedCell, library: Library) -> list[PartComparison]:
    """Measurements on the parts of a cell in the library and their computed values; empty when none can be computed."""
    comparisons = []
    for prediction in PREDICTIONS:
        if prediction.cell != cell.name:
            continue
        for reported in cell.figures:
            match = re.search(prediction.at, reported.at)
            if reported.quantity != prediction.quantity or match is None:
                continue
            ledger = Ledger(_SAMPLES)
            members = prediction.compute(library, ledger, float(match[1]) if match.groups() else math.nan)
            comparisons.append(PartComparison(cell.name, reported, Figure.of(members, np.isfinite(members))))
    return comparisons
