"""Measurements on parts of cells (lithium, pellets, symmetric cells) beside what the program computes of them.

Each entry of `COMPARISONS` says which reported numbers of a cell of the library can be computed, and how; the library
supplies the numbers, so a new report is compared as soon as it is written down there.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from brimstone.composite.densification import heckel_density
from brimstone.fit import symmetric
from brimstone.library import Ledger, Library, ReportedCell, ReportedValue
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.lithium import AnodeNumbers, anode_limits, anode_numbers, critical_currents, time_to_short
from brimstone.physics.creep import creep_rate
from brimstone.physics.temperature import arrhenius_factor
from brimstone.recipe import Recipe, parse
from brimstone.result import Figure
from brimstone.units import from_si

_SAMPLES = 201
_MPA, _CELSIUS = 1e6, 273.15
_BOUNDS = {"above": 1.0, "below": -1.0}  # what the note of a reported number may say


@dataclass(frozen=True)
class Beside:
    """A measured number beside the computed one.

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
        """``"above"`` or ``"below"`` when only a bound was measured, else nothing."""
        return self.reported.value.note if self.reported.value.note in _BOUNDS else ""

    @property
    def ratio(self) -> float | None:
        """Computed over measured; None for a bound, and where nothing but zero was measured."""
        measured = self.reported.value.si
        return None if self.bound or measured == 0.0 else self.computed.value / measured

    @property
    def agrees(self) -> bool:
        """Whether the measured number, or part of what its bound leaves open, lies in the 80 % interval."""
        low = self.computed.value if self.computed.low is None else self.computed.low
        high = self.computed.value if self.computed.high is None else self.computed.high
        measured = self.reported.value.si
        if self.bound:
            return high > measured if self.bound == "above" else low < measured
        if measured == 0.0:  # nothing lasts no time: "at once" is within a tenth of the unit it is told in
            return (self.in_unit(low) or 0.0) < 0.1
        return low <= measured <= high

    @property
    def unit(self) -> str:
        """That of the report."""
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
class Comparison:
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
separator: [{{electrolyte: {electrolyte}, thickness: 1 mm, {made}}}]
anode: Li
operation: {{temperature: 25 degC, stack_pressure: {pressure} MPa}}
protocol: [{{rest: 1 h}}]
"""


def _pellet(electrolyte: str, made: str, pressure: float = 0.0) -> Recipe:
    """Lithium on a pellet held at `pressure` [MPa]; what stands on the other side plays no part."""
    return parse(_ON_A_PELLET.format(electrolyte=electrolyte, made=made, pressure=pressure))


def _lithium_on(electrolyte: str, made: str, library: Library, ledger: Ledger) -> AnodeNumbers:
    return anode_numbers(Workbench.of(_pellet(electrolyte, made), library, ledger))


def _creep(library: Library, ledger: Ledger, stress: float) -> np.ndarray:
    lithium = library.material("Li")
    names = ("creep_rate", "creep_stress", "creep_exponent")
    return creep_rate(stress * _MPA, *(ledger.draw(lithium[name], f"Li.{name}") for name in names))


def _short(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    numbers = _lithium_on("Li6PS5Cl", "porosity: 18 %", library, ledger)
    found = time_to_short(numbers, pressure * _MPA, 25.0 + _CELSIUS)
    return np.full(ledger.samples, math.inf) if found is None else found


def _stripping(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    bench = Workbench.of(_pellet("Li6PS5Cl", "pressed_at: 370 MPa", pressure), library, ledger)
    return anode_limits(bench, derive(bench)).currents["voids"]


def _unpressed(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
    numbers = _lithium_on("LLZO", "porosity: 3 %", library, ledger)
    return critical_currents(numbers, 1e-4, 1.0, pressure * _MPA, 25.0 + _CELSIUS)["voids"]


def _garnet(library: Library, ledger: Ledger, celsius: float) -> np.ndarray:
    """Flaws of a garnet at the resistance of the paper's own interface, carried to `celsius` as lithium's is."""
    reported = library.cell("Sharafi2016").figures
    at_30 = next(one.value.si for one in reported if (one.quantity, one.at) == ("area resistance", "after"))
    energy = ledger.draw(library.constant("anode/lithium_activation_energy"), "anode/lithium_activation_energy")
    resistance = at_30 / arrhenius_factor(energy, celsius + _CELSIUS, 30.0 + _CELSIUS)
    numbers = _lithium_on("LLZO", "porosity: 3 %", library, ledger)
    return critical_currents(numbers, resistance, 1.0, None, celsius + _CELSIUS)["flaws"]


def _density_of(electrolyte: str) -> Callable[[Library, Ledger, float], np.ndarray]:
    def density(library: Library, ledger: Ledger, pressure: float) -> np.ndarray:
        material = library.material(electrolyte)
        names = ("heckel_intercept", "heckel_pressure", "maximum_density")
        drawn = [ledger.draw(material[name], f"{material.name}.{name}") for name in names]
        return heckel_density(pressure * _MPA, *drawn)

    return density


#: What is computed, in the order of the page.
COMPARISONS = (
    Comparison("Masias2019", "strain rate", r"creep at ([\d.]+) MPa", _creep),
    Comparison("Kasemchainan2019", "critical current density", r"([\d.]+) MPa, stripping", _stripping),
    Comparison("Flatscher2020", "critical current density", r"([\d.]+) MPa", _unpressed),
    Comparison("Sharafi2016", "critical current density", r"([\d.]+) degC", _garnet),
    Comparison("Doux2020", "time", r"to a short .* ([\d.]+) MPa", _short),
    Comparison("Doux2020", "relative density", r"pellet at ([\d.]+) MPa", _density_of("Li6PS5Cl")),
    Comparison("Doux2020", "resistance", r"^stack pressure ([\d.]+) MPa", symmetric.under_pressure),
    Comparison("Doux2020", "resistance", r"after ([\d.]+)\) MPa", symmetric.after_pressure),
    Comparison("Sharafi2016", "area resistance", "^before", symmetric.interface("LLZO", "none")),
    Comparison("Sharafi2016", "area resistance", "^after", symmetric.interface("LLZO", "heating to 175 degC")),
    Comparison("Fu2017", "area resistance", "^before", symmetric.interface("LLCZN", "none")),
    Comparison("Fu2017", "area resistance", "^after", symmetric.interface("LLCZN", "aluminium and molten lithium")),
    Comparison("Lu2018", "area resistance", "^before", symmetric.whole("LLZTO", "none")),
    Comparison("Lu2018", "area resistance", "^after", symmetric.whole("LLZTO", "gold and molten lithium")),
    Comparison("Sakuma2016", "resistance", "^initial", symmetric.tin),
    Comparison("Sakuda2013", "relative density", r"([\d.]+) MPa", _density_of("75Li2S-25P2S5 glass")),
)


def beside(cell: ReportedCell, library: Library) -> list[Beside]:
    """What was measured on the parts of a cell of the library, beside what is computed; empty when nothing can be."""
    found = []
    for comparison in COMPARISONS:
        if comparison.cell != cell.name:
            continue
        for reported in cell.figures:
            match = re.search(comparison.at, reported.at)
            if reported.quantity != comparison.quantity or match is None:
                continue
            ledger = Ledger(_SAMPLES)
            members = comparison.compute(library, ledger, float(match[1]) if match.groups() else math.nan)
            found.append(Beside(cell.name, reported, Figure.of(members, np.isfinite(members))))
    return found


def table(library: Library) -> str:
    """A page of Markdown with everything that is compared."""
    lines = [
        "# Lithium and pellets, measured beside computed",
        "",
        "Measurements on parts of cells that are in the library (`brimstone show cell NAME`), beside what the program",
        "computes of them with one set of constants for all. The interval holds 80 % of 200 samples over the stated",
        "uncertainties.",
        "",
        "| cell | quantity | condition | measured | computed | 80 % interval | computed : measured | in the interval |",
        "|---|---|---|---|---|---|---|---|",
    ]
    names = dict.fromkeys(one.cell for one in COMPARISONS)
    rows = [row for name in names for row in beside(library.cell(name), library)]
    for row in rows:
        ratio = row.ratio
        cells = (
            row.cell,
            row.reported.quantity,
            row.reported.at,
            f"{row.bound} {row.words(row.reported.value.si)} {row.unit}".strip(),
            row.words(row.computed.value),
            row.interval,
            "" if ratio is None else f"{ratio:.2f}",
            "yes" if row.agrees else "no",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_remarks(rows)]) + "\n"


def _remarks(rows: list[Beside]) -> list[str]:
    """What the numbers are worth."""
    creep = [abs(math.log(row.ratio)) for row in rows if row.cell == "Masias2019" and row.ratio is not None]
    typical = math.exp(math.sqrt(sum(error**2 for error in creep) / len(creep)))
    inside = sum(row.agrees for row in rows)
    return [
        f"{inside} of {len(rows)} lie in the interval. Creep: rates that span a factor of two thousand come out within",
        f"a factor of {math.exp(max(creep)):.2f}, typically {typical:.2f}, with the paper's exponent and one rate.",
        "",
        "What was used to set constants proves nothing: the two currents of stripping set what diffusion supplies and",
        "how deep nascent voids are; the resistances of the symmetric cell set the pressure at which contact closes,",
        "its memory and that lithium adds next to nothing where it touches, so that one curve of six pressures and the",
        "way back rest on three constants; the 48 h at 25 MPa set the time of the creep short. The other times follow",
        "from the exponent, which is taken from creep and which these data leave open: above 1000 h at 5 MPa asks for",
        "more than 1.9, a short within the hour at 75 MPa for more than 3.5. The critical currents of the garnet take",
        "the paper's own resistance, its change with temperature from lithium on sulfides, and nothing else that was",
        "fitted: strength of the garnet and size of its pores stand in the library. The best current that garnets of",
        "ever better interfaces reached without pressure is compared with what diffusion alone supplies to stripping.",
        "",
        "Of the interfaces, the pressure that closes them and their memory are set by Doux 2020; contact of bare and",
        "resistance of wetted garnet are means over the garnets here and one more, what heat closes comes from",
        "Sharafi 2016. What is shown is that one set of them serves all, and how far papers are apart. The resistance",
        "with tin is not used anywhere; its area is not told, a die of 10 mm is taken. The resistances of Doux 2020",
        "come out within 9 to 18 % from 5 to 25 MPa and on the way back, a seventh too low at 1 MPa. Their intervals",
        "leave out the thickness of the pellets, told as about 1 mm, which the resistance at 25 MPa hangs on.",
    ]
