"""How-to pages of measurements: what to write, what comes of it, and what it tells, for one cell of the examples."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from brimstone.bridge.laboratory import Errors, sensor_table
from brimstone.cell import Cell
from brimstone.constants import HOUR, MAH_G, OHM_CM2
from brimstone.instrument.sensors import Imperfection
from brimstone.library import Library
from brimstone.recipe import Recipe, read
from brimstone.report.paper import drawn
from brimstone.result import Run
from brimstone.view import impedance, instruments, voltammetry
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Number, Table, Text
from brimstone.view.palette import MEASURED, ordered
from brimstone.view.steps import last_ramps
from brimstone.view.words import number

_EXAMPLE = "examples/kobayashi2008.yaml"


def measured(library: Library, protocol: list[dict[str, Any]], **operation: Any) -> Run:
    """The cell of the example after another protocol."""
    mapping = read(_EXAMPLE).to_mapping()
    for key in ("reported", "anchor"):
        mapping.pop(key, None)
    mapping["protocol"] = protocol
    mapping["operation"] = {**mapping["operation"], **operation}
    return Cell(Recipe.from_mapping(mapping, _EXAMPLE), library).run(certain=True, checks=False)


def _figures(charts: Iterable[Chart], names: dict[str, str], images: Path) -> None:
    """Draw charts into files of other names."""
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "brimstone"}):
        for name, figure in drawn(charts).items():
            if name in names:
                figure.savefig(images / f"{names[name]}.svg", metadata={"Date": None})


def _markdown(table: Table) -> list[str]:
    def shown(cell: str | Text | Number) -> str:
        return (cell.text if isinstance(cell, Number | Text) else cell).replace("|", "\\|")

    titles = [" ".join(filter(None, (column.title, column.unit))) or " " for column in table.columns]
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    lines += ["| " + " | ".join(shown(cell) or " " for cell in row.cells) + " |" for row in table.rows]
    return [*lines, "", *([f"{table.caption.rstrip('.')}."] if table.caption else [])]


_SPECTRUM = {"impedance": ["1 MHz", "1 mHz"], "points": 60}


def impedance_page(library: Library, images: Path) -> str:
    """Spectra."""
    run = measured(library, [{"discharge": "0.1C", "to": "400 mAh/g"}, {"rest": "5 h"}, _SPECTRUM])
    (spectrum,) = run.impedance
    name = f"{number(spectrum.voltage.value, 4)} V"
    reading = impedance.Reading(name, spectrum.analysis(), True, spectrum)
    names = {
        "spectrum-fit": "measure-spectrum",
        "spectrum-fast": "measure-spectrum-fast",
        "spectrum-relaxation": "measure-relaxation",
    }
    _figures(impedance.impedance_charts([reading]), names, images)
    document = impedance.impedance_document("", [reading], [])
    tables = [item for item in document.sections[0].items if isinstance(item, Table)]
    lines = [
        "# Measure impedance",
        "",
        "A spectrum is a step of the protocol, taken at rest in the state that is reached there:",
        "",
        "```yaml",
        "protocol:",
        "  - {discharge: 0.1C, to: 400 mAh/g}",
        "  - {rest: 5 h}",
        "  - {impedance: [1 MHz, 1 mHz], points: 60}",
        "```",
        "",
        "`brimstone run` draws it with its interval and splits it by element. `brimstone impedance` reads it",
        "as a laboratory",
        "does, and a measured file in the same way:",
        "",
        "    brimstone impedance cell.yaml",
        "    brimstone impedance eis.mpt --area '1.13 cm2' --circuit 'R0-p(R1,CPE1)-TL1'",
        "",
        f"For the cell of `{_EXAMPLE}` the spectrum {reading.analysis.test.sentence}.",
        "",
        "![Nyquist plot of the computed spectrum and of the circuit fitted to it](images/measure-spectrum.svg)",
        "",
        "![The same at high frequency](images/measure-spectrum-fast.svg)",
        "",
        *_markdown(tables[0]),
        "",
        "## Relaxation times",
        "",
        *_markdown(tables[1]),
        "",
        "![Resistance per decade of relaxation times](images/measure-relaxation.svg)",
        "",
        "## Circuit",
        "",
        "The fit needs the extra `brimstone[impedance]`. `TL` is the transmission line of the composite,",
        "with a rail of ions and a",
        "rail of electrons, double layers with the charge transfer beside them, and the charge that",
        "conversion takes up",
        "([theory](theory.md#impedance)). Of a computed spectrum the last column tells what the cell has, so",
        "that you see how",
        "far a fit can be trusted: what is faster than the highest frequency looks like part of no arc,",
        "neighbours merge, and",
        "rails that the rest hides are said not to be told.",
        "",
        *_markdown(tables[2]),
        "",
        "At rest the current that a few millivolts drive is small: resistances of pulses are lower, since a",
        "reaction runs ahead",
        "of its linear law ([titration](titration.md)).",
        "",
        "In Python: `run.impedance[0].analysis()`, `.interfaces`, `.rails`; of a file,",
        "`brimstone.instrument.analysis.analyse(frequency, impedance)`.",
    ]
    return "\n".join(lines) + "\n"


def titration_page(library: Library, images: Path) -> str:
    """Titration and current interruption."""
    by_gitt = measured(library, [{"pulse": "0.05C", "for": "10 min", "rest": "1 h", "to": "1.0 V"}])
    by_ici = measured(library, [{"interrupted": "0.05C", "every": "5 min", "for": "10 s", "to": "1.0 V"}])
    chart = instruments.titration_chart(by_gitt)
    if chart is not None:
        _figures([chart], {"titration": "measure-titration"}, images)
    pulses, interruptions = by_gitt.gitt[0].pulses, by_ici.gitt[0].pulses
    scale = MAH_G * by_gitt.gitt[0].sulfur
    charge = [one.charge.value for one in interruptions]
    rows = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        one = min(pulses, key=lambda pulse: abs(pulse.charge.value - share * pulses[-1].charge.value))
        other = float(np.interp(one.charge.value, charge, [each.interrupted for each in interruptions]))
        numbers = (one.total.value, one.interrupted, other)
        shown = " | ".join(number(value / OHM_CM2) for value in numbers)
        rows.append(f"| {one.charge.value / scale:.0f} | {number(one.relaxed.value, 4)} | {shown} |")
    lines = [
        "# Titrate, and interrupt the current",
        "",
        "Pulses with long rests (GITT):",
        "",
        "```yaml",
        "protocol:",
        "  - {pulse: 0.05C, for: 10 min, rest: 1 h, to: 1.0 V}",
        "```",
        "",
        "or long steps with short interruptions (ICI), which begin with a charged cell as well:",
        "",
        "```yaml",
        "protocol:",
        "  - {interrupted: 0.05C, every: 5 min, for: 10 s, to: 1.0 V}",
        "```",
        "",
        "Both are read off as users do: the voltage at rest, which is the open-circuit curve; the resistance",
        "when the current",
        "begins, when the pulse ends, and by extrapolation of the rest against the square root of time to",
        "the moment of",
        "interruption; and L²/D by the law of Weppner and Huggins. Pulses are no discharges: no capacity of",
        "a discharge,",
        "no rate and no retention is told of them.",
        "",
        "![Voltages at rest and under current, and resistances, against capacity](images/measure-titration.svg)",
        "",
        f"For the cell of `{_EXAMPLE}`:",
        "",
        "| mAh/g | V at rest | GITT, end of pulse, Ω cm² | GITT, first part of the rest | ICI |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "The readings agree where composition evens out slowly or hardly matters. They lie below the resistance of a",
        "[spectrum](impedance.md) at rest, since a reaction that is driven runs ahead of its linear law; at",
        "a current so small",
        "that a few tenths of a millivolt are lost all three meet, which a test holds to 0.3 %.",
        "",
        "Where sulfur is used up, a pulse reduces the electrolyte, and what that does to the voltage goes on",
        "for hours at rest: the end of a pulse and the first part of the rest then tell different",
        "resistances, and neither is one of the cell. The rise at once is.",
        "",
        "A cathode that converts has no diffusivity of a single phase. L²/D is what the formula gives, and",
        "on a plateau, where",
        "the voltage at rest does not change, it gives nothing.",
        "",
        "In Python: `run.gitt[0].open_circuit()`, and `.interrupted`, `.diffusivity(length)` of each of",
        "`run.gitt[0].pulses`.",
    ]
    return "\n".join(lines) + "\n"


def voltammetry_page(library: Library, images: Path) -> str:
    """Voltammetry."""
    rates = ("0.01 mV/s", "0.03 mV/s", "0.1 mV/s")
    run = measured(library, [{"ramp": rate, "window": ["1.0 V", "3.0 V"]} for rate in rates])
    chart = voltammetry.voltammogram_chart(run)
    if chart is not None:
        _figures([chart], {"voltammogram": "measure-voltammogram"}, images)
    ramps = last_ramps(run)
    notes = [item.text for item in voltammetry.items(run, ramps)[1:]]
    lines = [
        "# Sweep the voltage",
        "",
        "A ramp goes down and up again, up and down where the cell is discharged, and first starts where the cell",
        "rests; several rates in one protocol are a series of scan rates, each from where the one before has ended:",
        "",
        "```yaml",
        "protocol:",
        *(f"  - {{ramp: {rate}, window: [1.0 V, 3.0 V]}}" for rate in rates),
        "```",
        "",
        "![Current against voltage at three scan rates](images/measure-voltammogram.svg)",
        "",
        *_markdown(voltammetry.peak_table(ramps)),
        "",
        "Oxidation is positive, voltages are against Li/Li⁺, and against the counter electrode beside it",
        "where that differs.",
        "A current that still rises when the ramp turns is no peak. A slow sweep ends its peak abruptly,",
        "where the last of the sulfur in reach is used up: films and grains have one size here, and in a",
        "laboratory's cathode, where they have many, the end is rounder.",
        "",
        *(f"- {words}" for words in notes),
        "",
        "The exponent compares the largest peak of each direction: 1 where a layer at the surface reacts,",
        "0.5 where diffusion",
        "limits, less where a resistance in series does. Hysteresis is the mean voltage of the oxidation",
        "less that of the",
        "reduction, each over its charge; with the peaks alone a shoulder counts for nothing.",
        "",
        "In Python: `step.peaks()`, `run.hysteresis()`, `run.scan_rates()`.",
    ]
    return "\n".join(lines) + "\n"


def sensors_page(library: Library, images: Path) -> str:
    """Sensors and synthetic measurements."""
    protocol = [{"cycles": 2, "charge": "0.1C", "discharge": "0.1C", "window": ["1.0 V", "3.0 V"]}]
    run = measured(library, protocol, stack_pressure="20 MPa", fixture="constant gap")
    errors = Errors(
        every=120.0,
        pressure=Imperfection(noise=2e3, drift=1e3),
        thickness=Imperfection(noise=2e-8, drift=2e-9),
        shift=Imperfection(noise=1e-12),
    )
    clean, read_off = sensor_table(run, Errors(every=120.0)), sensor_table(run, errors)
    panels = []
    titles = ("Stack pressure (MPa)", "Thickness (µm)", "Bragg shift (pm)")
    for title, name in zip(titles, list(clean)[1:], strict=True):
        series = (
            Series("read off", read_off["time_h"], read_off[name], MEASURED, "points", size=2.0, legend=not panels),
            Series("true", clean["time_h"], clean[name], ordered(0.4), legend=not panels),
        )
        panels.append(Panel(Axis(title), series))
    chart = Chart("sensors", Axis("Time (h)", from_zero=True), tuple(panels), aspect=1.3)
    _figures([chart], {"sensors": "measure-sensors"}, images)
    hours = run.pressure.time[-1] / HOUR
    lines = [
        "# Read sensors, and write synthetic measurements",
        "",
        "Stack pressure and thickness follow from every run; `operation:` says how the cell is held:",
        "",
        "```yaml",
        "operation: {temperature: 25 degC, stack_pressure: 20 MPa, fixture: constant gap}",
        "```",
        "",
        "A load cell and a dilatometer on the plates see all layers together, a fibre Bragg grating only the",
        "layer it lies in; it",
        "can't tell a strain from a change of temperature (`brimstone list instruments`). Two cycles over",
        f"{hours:.0f} h, with",
        "noise and drift, and as they are:",
        "",
        "![Readings of load cell, dilatometer and fibre over two cycles, with and without "
        "errors](images/measure-sensors.svg)",
        "",
        "    brimstone synthetic cell.yaml --area '1.13 cm2' --every '30 s' --noise '0.5 mV' \\",
        "        --pressure-noise '2 kPa' --pressure-drift '1 kPa'",
        "",
        "writes what a laboratory would have recorded: `cycling.bdf.csv` and each spectrum in the Battery",
        "Data Format (charging currents positive), `sensors.csv`,",
        "and `truth.yaml`, the recipe behind them. A list of rates that all begin in one state takes a cell for each:",
        "`cycling-1.bdf.csv`, `cycling-2.bdf.csv` and so on, which a fit takes together. Errors are those",
        "of good instruments unless you say",
        "otherwise (0.2 mV of noise,",
        "1 mV of offset and 0.05 % of gain for each test, 0.3 % of an impedance); `--perfect` leaves them",
        "out, `--seed` draws",
        "others. Such a set tests a fit, since its truth is known, and teaches what a measurement can't tell:",
        "",
        "    brimstone fit cell.yaml cycling.bdf.csv spectrum-1.bdf.csv --area '1.13 cm2' --spectra-after \\",
        "        --free kinetics/exchange_current_density --free mechanics/frame_stiffness",
        "",
        "compares voltages, the stack pressure at the ends of steps, and the spectrum in the state where it was taken",
        "([from file to fitted cell](data.md)).",
        "",
        "In Python: `run.readout('dilatometer', Imperfection(noise=2e-8, drift=2e-9))`,",
        "`brimstone.bridge.synthetic(run)`.",
    ]
    return "\n".join(lines) + "\n"
