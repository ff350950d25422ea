"""What instruments of the lab read in a run, for the terminal: impedance and intermittent titration."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from brimstone.cli.screen import heading, indented, interval, number, plain, table
from brimstone.constants import MAH_G, OHM_CM2
from brimstone.report.data import some

if TYPE_CHECKING:
    from brimstone.result import Impedance, Run, Titration

_SPECTRA, _PULSES = 4, 10  # that are told
_LEAST = 0.01  # of the whole resistance, below which an element is not told


def instruments(screen: Console, run: "Run") -> None:
    """Print what the spectra and titrations of a run say, if it has any."""
    for spectrum in some(run.impedance(), _SPECTRA):
        screen.print()
        screen.print(heading(f"Impedance at {plain(spectrum.voltage.value)} V"))
        screen.print(_elements(spectrum))
        screen.print(indented(_whole(spectrum), style="dim"))
    left = len(run.impedance()) - _SPECTRA
    if left > 0:
        screen.print(indented(f"{left} spectra more are in run.json and in the report", style="dim"))
    for titration in run.gitt():
        screen.print()
        screen.print(heading(f"Titration by {titration.label}, {titration.direction}"))
        screen.print(_pulses(titration))
        words = "Ω cm² of the pulse: at once when the current is switched on, in all at its end, slow what relaxes"
        screen.print(indented(words, style="dim"))


def _elements(spectrum: "Impedance") -> Table:
    whole, certain = spectrum.resistance.value, spectrum.resistance.low is None
    found = table(("arc", {}), number("Ω cm²"), *([] if certain else [number("80 %", style="dim")]), number("at"))
    for element in spectrum.elements:
        figure = element.resistance.times(1 / OHM_CM2)
        if element.resistance.value < _LEAST * whole:
            continue
        bounds = [] if certain else [interval(figure.low, figure.high)]
        found.add_row(element.name, plain(figure.value), *bounds, frequency(element.frequency))
    return found


def _whole(spectrum: "Impedance") -> str:
    first, whole = (figure.times(1 / OHM_CM2) for figure in (spectrum.ohmic, spectrum.resistance))
    spread = f" ({interval(whole.low, whole.high)})" if whole.low is not None else ""
    highest = frequency(float(spectrum.frequency.max()))
    return f"{plain(first.value)} Ω cm² at {highest}, {plain(whole.value)}{spread} when all arcs are through"


def frequency(hertz: float) -> str:
    """A frequency with the unit that suits it; nothing for none."""
    if not hertz > 0.0:
        return ""
    for unit, least in (("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3), ("Hz", 1.0)):
        if hertz >= least:
            return f"{plain(hertz / least, 2)} {unit}"
    return f"{plain(1e3 * hertz, 2)} mHz"


def _pulses(titration: "Titration") -> Table:
    found = table(
        number("pulse"), number("mAh/g"), number("V at rest"), number("at once"), number("in all"), number("slow")
    )
    for pulse in some(titration.pulses, _PULSES):
        resistances = (pulse.instant, pulse.total, pulse.slow)
        found.add_row(
            str(pulse.number),
            plain(pulse.charge.value / titration.sulfur / MAH_G),
            plain(pulse.relaxed.value, 4),
            *(plain(figure.value / OHM_CM2) for figure in resistances),
        )
    return found
