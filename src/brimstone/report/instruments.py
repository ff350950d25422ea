"""Impedance and intermittent titration: figures of the page."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from brimstone.constants import MAH_G, OHM_CM2
from brimstone.report import data
from brimstone.report._specification import VOLTAGE, Spec, axis, layout, numbers, text
from brimstone.result import Figure, Impedance, Run, Titration
from brimstone.view.palette import LOSS_COLOURS, ordered
from brimstone.view.words import number

MOST_SPECTRA = 8
_BEYOND = 1.6  # axes of a Nyquist plot end at this many times the resistance of all arcs
_LEAST = 0.01  # of the whole resistance, below which an element has no row

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

REAL, IMAGINARY = "Z′ (Ω cm²)", "−Z″ (Ω cm²)"
FREQUENCY, MAGNITUDE, PHASE = "Frequency (Hz)", "|Z| (Ω cm²)", "−Phase (°)"


def shown_spectra(run: Run) -> list[tuple[str, tuple[str, str], Impedance]]:
    """Name, colour and spectrum of those that are drawn."""
    chosen = data.some(run.impedance(), MOST_SPECTRA)
    names = [f"{number(one.voltage.value)} V, {100 * one.conversion:.0f} % converted" for one in chosen]
    last = max(1, len(chosen) - 1)
    return [(name, ordered(place / last), one) for place, (name, one) in enumerate(zip(names, chosen, strict=True))]


def in_order(spectrum: Impedance) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies from high to low, and the impedance there [ohm cm2]."""
    order = np.argsort(-spectrum.frequency)
    return spectrum.frequency[order], spectrum.impedance[order] / OHM_CM2


def extent(run: Run) -> tuple[float, float]:
    """Where the axes of a Nyquist plot end [ohm cm2]: beyond the arcs, however far the tail goes on."""
    real, imaginary = 0.0, 0.0
    for _, _, one in shown_spectra(run):
        _, z = in_order(one)
        wide = _BEYOND * one.resistance.value / OHM_CM2
        inside = z[(z.real <= wide) & (-z.imag <= 0.35 * wide)]
        if inside.size:
            real = max(real, 1.08 * float(inside.real.max()))
            imaginary = max(imaginary, 1.15 * float(-inside.imag.min()))
    return real, imaginary


def nyquist_figure(run: Run) -> Spec | None:
    """Imaginary against real part of the impedance, both axes alike."""
    spectra = shown_spectra(run)
    if not spectra:
        return None
    traces: list[Spec] = []
    for name, colour, one in spectra:
        frequency, z = in_order(one)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": numbers(z.real),
                "y": numbers(-z.imag),
                "customdata": numbers(frequency, 3),
                "name": text(name),
                "line": {"width": 1.5},
                "marker": {"size": 4},
                "hovertemplate": "%{customdata:.3~s}Hz: %{x:.4~g} − %{y:.4~g} i Ω cm²",
                "meta": {"role": "line", "colour": colour},
            }
        )
    drawn = layout(REAL, IMAGINARY, hovermode="closest")
    real, imaginary = extent(run)
    drawn["xaxis"] |= {"range": [0.0, real], "constrain": "domain"}
    drawn["yaxis"] |= {"range": [0.0, imaginary], "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
    return {"data": traces, "layout": drawn}


def bode_figure(run: Run) -> Spec | None:
    """Magnitude and phase against frequency, with the interval of the magnitude where there is one spectrum."""
    spectra = shown_spectra(run)
    if not spectra:
        return None
    traces: list[Spec] = []
    for name, colour, one in spectra:
        frequency, z = in_order(one)
        if len(spectra) == 1 and one.low_magnitude is not None and one.high_magnitude is not None:
            order = np.argsort(-one.frequency)
            ends = (one.low_magnitude[order] / OHM_CM2, one.high_magnitude[order] / OHM_CM2)
            traces.append(_band(frequency, *ends, colour))
        common = {
            "type": "scatter",
            "mode": "lines",
            "x": numbers(frequency),
            "name": text(name),
            "line": {"width": 1.75},
        }
        meta = {"role": "line", "colour": colour}
        traces.append(
            common | {"y": numbers(np.abs(z)), "hovertemplate": "%{y:.4~g} Ω cm² at %{x:.3~s}Hz", "meta": meta}
        )
        phase = -np.degrees(np.angle(z))
        hover = {"hovertemplate": "%{y:.1f}° at %{x:.3~s}Hz", "meta": meta}
        traces.append(common | {"y": numbers(phase), "yaxis": "y2", "showlegend": False} | hover)
    drawn = layout(FREQUENCY, MAGNITUDE, hovermode="closest")
    drawn["xaxis"] |= {"type": "log", "exponentformat": "power", "dtick": 1, "anchor": "y2"}
    ticks = [first * 10.0**power for power in range(-3, 9) for first in (1, 2, 5)]
    marks = {"tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}
    drawn["yaxis"] |= {"type": "log", "domain": [0.45, 1.0], **marks}
    drawn["yaxis2"] = axis(PHASE) | {"domain": [0.0, 0.36], "rangemode": "tozero"}
    return {"data": traces, "layout": drawn}


def titration_figure(run: Run) -> Spec | None:
    """Voltages at rest and under current, and the resistances of the pulses, against capacity."""
    series = run.gitt()
    if not series:
        return None
    traces: list[Spec] = []
    for titration in series:
        capacity, charging = capacities(titration), titration.direction == "charge"
        dash = "4px,2px" if charging else "solid"
        suffix = f", {titration.direction}" if len({one.direction for one in series}) > 1 else ""
        for name, values, axis_name, colour, template in _lines(titration):
            ends = _ends([pulse.relaxed for pulse in titration.pulses])
            if name == "at rest" and ends is not None:
                traces.append(_band(capacity, *ends, colour))
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": numbers(capacity),
                    "y": numbers(values),
                    "yaxis": axis_name,
                    "name": name + suffix,
                    "line": {"width": 1.5, "dash": dash},
                    "marker": {"size": 5},
                    "hovertemplate": template,
                    "meta": {"role": "line", "colour": colour},
                }
            )
    drawn = layout(f"Capacity ({unit(run)})", VOLTAGE, hovermode="closest")
    drawn["yaxis"]["domain"] = [0.5, 1.0]
    drawn["yaxis2"] = axis("Resistance (Ω cm²)") | {"domain": [0.0, 0.42], "rangemode": "tozero"}
    drawn["xaxis"]["anchor"] = "y2"
    return {"data": traces, "layout": drawn}


def _lines(titration: Titration) -> list[tuple[str, Sequence[float], str, tuple[str, str], str]]:
    """Name, values, axis, colour and words of what is drawn of a titration."""
    volts, ohms = "%{y:.3f} V at %{x:.4~g}", "%{y:.4~g} Ω cm² at %{x:.4~g}"
    pulses = titration.pulses
    return [
        ("at rest", [one.relaxed.value for one in pulses], "y", ordered(0.25), volts),
        ("end of pulse", [one.end.value for one in pulses], "y", ordered(0.8), volts),
        ("resistance at once", [one.instant.value / OHM_CM2 for one in pulses], "y2", LOSS_COLOURS["ionic path"], ohms),
        ("resistance at the end", [one.total.value / OHM_CM2 for one in pulses], "y2", LOSS_COLOURS["kinetics"], ohms),
    ]


def _band(x: np.ndarray, low: np.ndarray, high: np.ndarray, colour: tuple[str, str]) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": numbers(np.concatenate([x, x[::-1]])),
        "y": numbers(np.concatenate([high, low[::-1]])),
        "fill": "toself",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": {"role": "band", "colour": colour},
    }


def _ends(figures: Sequence[Figure]) -> tuple[np.ndarray, np.ndarray] | None:
    """Ends of the intervals of figures, where all have one."""
    pairs = [(one.low, one.high) for one in figures if one.low is not None and one.high is not None]
    return (
        None
        if len(pairs) < len(figures)
        else (np.array([low for low, _ in pairs]), np.array([top for _, top in pairs]))
    )


def capacities(titration: Titration) -> np.ndarray:
    """Capacity when each pulse ends [mAh/g of sulfur, or of active material without any]."""
    return np.array([pulse.charge.value for pulse in titration.pulses]) / titration.sulfur / MAH_G


def unit(run: Run) -> str:
    """What `capacities` are told in."""
    return data.bases(run)[0].unit


def element_rows(spectrum: Impedance) -> list[tuple[str, str, Figure, float]]:
    """Part, name, resistance [ohm cm2] and frequency [Hz] of the elements worth a row."""
    least = _LEAST * spectrum.resistance.value
    return [
        (one.part, one.name, one.resistance.times(1 / OHM_CM2), one.frequency)
        for one in spectrum.elements
        if one.resistance.value >= least
    ]


def draw_nyquist(run: Run, new: Any) -> Any:
    """Nyquist plot for a paper; `new` makes figure and axes. None without spectra."""
    spectra = shown_spectra(run)
    if not spectra:
        return None
    figure, axes = new()
    for name, colour, one in spectra:
        _, z = in_order(one)
        axes.plot(z.real, -z.imag, "o-", color=colour[0], markersize=2, label=name)
    real, imaginary = extent(run)
    axes.set_aspect("equal", adjustable="box")
    axes.set_xlim(0, real)
    axes.set_ylim(0, max(imaginary, 0.3 * real))
    axes.set_xlabel(REAL)
    axes.set_ylabel(IMAGINARY)
    axes.legend()
    return figure


def draw_bode(run: Run, new: Any) -> Any:
    """Bode plot for a paper; None without spectra."""
    spectra = shown_spectra(run)
    if not spectra:
        return None
    figure, (upper, lower) = new(2, 1, height=1.1, sharex=True, height_ratios=[1.4, 1])
    for name, colour, one in spectra:
        frequency, z = in_order(one)
        upper.loglog(frequency, np.abs(z), color=colour[0], label=name)
        lower.semilogx(frequency, -np.degrees(np.angle(z)), color=colour[0])
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    upper.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    upper.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    lower.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _power(value)))
    for part in (upper.yaxis, upper.xaxis, lower.xaxis):
        part.set_minor_formatter(NullFormatter())
    upper.set_ylabel(MAGNITUDE)
    lower.set_ylabel(PHASE)
    lower.set_xlabel(FREQUENCY)
    upper.legend()
    return figure


def _power(value: float) -> str:
    """A power of ten as it is printed."""
    exponent = round(np.log10(value)) if value > 0.0 else 0
    return "1" if exponent == 0 else "10" + str(exponent).translate(_SUPERSCRIPTS)


def draw_titration(run: Run, new: Any) -> Any:
    """Voltages and resistances of a titration for a paper; None without one."""
    series = run.gitt()
    if not series:
        return None
    figure, (upper, lower) = new(2, 1, height=1.1, sharex=True)
    for titration in series:
        capacity = capacities(titration)
        for name, values, axis_name, colour, _ in _lines(titration):
            axes = upper if axis_name == "y" else lower
            style = "o--" if titration.direction == "charge" else "o-"
            axes.plot(capacity, values, style, color=colour[0], markersize=2, label=name)
        if (ends := _ends([pulse.relaxed for pulse in titration.pulses])) is not None:
            upper.fill_between(capacity, *ends, color=ordered(0.25)[0], alpha=0.15, linewidth=0)
    upper.set_ylabel(VOLTAGE)
    lower.set_ylabel("Resistance (Ω cm²)")
    lower.set_ylim(bottom=0)
    lower.set_xlabel(f"Capacity ({unit(run)})")
    upper.legend()
    lower.legend()
    return figure
