"""A fit as a person reads it: parameters, what the data do not know, curves and their residuals."""

import math
from collections.abc import Sequence

import numpy as np

from brimstone.constants import MAH_CM2, MPA, OHM_CM2
from brimstone.fit.estimate import Proposal
from brimstone.fit.fitted import Fitted, FittedCurve, FittedReading
from brimstone.units import from_si
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series
from brimstone.view.elements import (
    Cell,
    Column,
    Document,
    Note,
    Number,
    Section,
    Table,
    Text,
    name_column,
    words_column,
)
from brimstone.view.palette import MEASURED, ordered
from brimstone.view.words import fixed, label, number, unit

_STRONG = 0.9  # correlation


def fit_document(fitted: Fitted, notes: list[str]) -> Document:
    """A fit: its parameters with intervals, what is known only together, and how the curves are met."""
    sections = [Section("Parameters", (_parameters(fitted), *_trust(fitted)))]
    sections.append(Section("Curves", (_curves(fitted), *_unrepeated(fitted.curves))))
    if fitted.readings:
        columns = [words_column("file"), words_column("what"), Column("points"), Column("error", "%")]
        rows: list[list[Cell]] = [
            [one.name, one.what, str(one.at.size), Number(100.0 * one.error, digits=2)] for one in fitted.readings
        ]
        caption = "Errors are relative to the magnitude of an impedance, or to the swing of the pressure"
        sections.append(Section("Spectra and pressure", (Table.of(columns, rows, caption),)))
    if fitted.hypotheses:
        sections.append(
            Section(
                "Without a process",
                tuple(
                    Note(f"{one.sentence} (information criterion {number(one.difference)} higher without it)")
                    for one in fitted.hypotheses
                ),
            )
        )
    if notes:
        sections.append(Section("How the files were read", tuple(Note(words, "muted") for words in notes)))
    summary = (
        f"{_count(len(fitted.problem.free), 'parameter')}, {_count(len(fitted.curves), 'step')}; {fitted.problem.size} "
        f"compared values are worth {fitted.estimate.independent:.0f} independent ones. Other parameters are at the "
        "values of the library."
    )
    return Document(fitted.problem.recipe.name, summary, tuple(sections))


def _count(number_of: int, what: str) -> str:
    return f"{number_of} {what}{'s' * (number_of != 1)}"


def _parameters(fitted: Fitted) -> Table:
    columns = [
        name_column("parameter"),
        Column("fitted", interval=True),
        Column("library", interval=True),
        Column("unit"),
    ]
    middle = np.median(fitted.posterior.values(), axis=0)
    cells: list[list[Cell]] = []
    for free, value, ends in zip(fitted.problem.free, middle, fitted.posterior.interval(), strict=True):
        prior = free.prior
        numbers = [
            None if one is None else float(from_si(float(one), prior.unit, prior.dimension))
            for one in (value, *ends, prior.si, prior.low, prior.high)
        ]
        fitted_to, known = Number(numbers[0], numbers[1], numbers[2]), Number(numbers[3], numbers[4], numbers[5])
        cells.append([free.name, fitted_to, known, unit(prior.unit)])
    return Table.of(columns, cells)


def _trust(fitted: Fitted) -> list[Note]:
    posterior, free = fitted.posterior, fitted.problem.free
    found = [Note(one.sentence, "warning") for one in posterior.together()]
    correlation = posterior.correlation
    for one in range(len(free)):
        for other in range(one):
            if abs(correlation[one, other]) > _STRONG:
                found.append(
                    Note(
                        f"{free[other].name} and {free[one].name} are correlated: "
                        f"{fixed(correlation[one, other], 2, change=True)}",
                        "muted",
                    )
                )
    return found


def _curves(fitted: Fitted) -> Table:
    columns = [words_column("file"), words_column("step"), Column("error", "mV"), Column("charge, computed/measured")]
    cells: list[list[Cell]] = [
        [one.name, label(one.label), Number(1e3 * one.error), Number(one.ratio, digits=4)] for one in fitted.curves
    ]
    return Table.of(columns, cells)


def _unrepeated(curves: Sequence[FittedCurve]) -> list[Note]:
    """On steps of a file that the fitted cell could not begin."""
    left = sum(not math.isfinite(one.ratio) for one in curves)
    if not left:
        return []
    words = (
        f"{left} of {len(curves)} steps do not begin in the computed cell, which is at its cut-off by then, and count "
        "for nothing. Where each of them was taken on a cell as assembled, give each in a file of its own"
    )
    return [Note(words, "warning")]


def proposal_document(name: str, proposals: list[Proposal], notes: list[str]) -> Document:
    """What could be free."""
    columns = [name_column("parameter"), Column("narrower"), Column("library", interval=True), Column("unit")]
    cells: list[list[Cell]] = []
    for one in proposals:
        prior = one.parameter.prior
        numbers = [
            None if value is None else float(from_si(value, prior.unit, prior.dimension))
            for value in (prior.si, prior.low, prior.high)
        ]
        cells.append(
            [
                one.parameter.name,
                Text(f"{one.telling:.0f} times"),
                Number(numbers[0], numbers[1], numbers[2]),
                unit(prior.unit),
            ]
        )
    words = " ".join(f"--free {one.parameter.name}" for one in proposals)
    end = Note(f"To fit them: {words}") if proposals else Note("nothing: the data tell no parameter from the others")
    sections = [Section("What these data can know", (Table.of(columns, cells), end))]
    if notes:
        sections.append(Section("How the files were read", tuple(Note(one, "muted") for one in notes)))
    return Document(name, "no parameter is free yet", tuple(sections))


def fit_charts(fitted: Fitted) -> list[Chart]:
    """Every file: measured and computed voltage over charge, and what is left between them."""
    charts = []
    names = list(dict.fromkeys(one.name for one in fitted.curves))
    for place, name in enumerate(names, 1):
        own = [one for one in fitted.curves if one.name == name and one.label != "rest"]
        if own:
            charts.append(_chart(f"fit-{place}", name, own))
    spectra = [one for one in fitted.readings if one.what == "spectrum"]
    pressures = [one for one in fitted.readings if one.what != "spectrum"]
    if spectra:
        charts += [_spectra(spectra), _magnitudes(spectra)]
    if pressures:
        charts.append(_pressures(pressures))
    return charts


def _spectra(spectra: list[FittedReading]) -> Chart:
    series = []
    for place, one in enumerate(spectra):
        colour = ordered(place / max(1, len(spectra) - 1))
        measured, computed = one.measured / OHM_CM2, one.computed / OHM_CM2
        series.append(Series(f"{one.name}, measured", measured.real, -measured.imag, MEASURED, "points", size=4.0))
        series.append(Series(f"{one.name}, fitted", computed.real, -computed.imag, colour))
    x, y = Axis("Z′ (Ω cm²)"), Axis("−Z″ (Ω cm²)")
    caption = "Measured spectra (points) and those of the fitted cell (lines); axes of equal scale."
    return Chart("fit-nyquist", x, (Panel(y, tuple(series)),), caption, square=True)


def _magnitudes(spectra: list[FittedReading]) -> Chart:
    """The same over the frequency, and what is left."""
    above, below = [], []
    for place, one in enumerate(spectra):
        colour = ordered(place / max(1, len(spectra) - 1))
        measured, computed = np.abs(one.measured) / OHM_CM2, np.abs(one.computed) / OHM_CM2
        above.append(Series(f"{one.name}, measured", one.at, measured, MEASURED, "points", size=4.0))
        above.append(Series(f"{one.name}, fitted", one.at, computed, colour))
        below.append(Series(one.name, one.at, 100.0 * (computed / measured - 1.0), colour, legend=False))
    panels = (
        Panel(Axis("|Z| (Ω cm²)", scale="log"), tuple(above), 2.0),
        Panel(Axis("Computed −\nmeasured (%)"), tuple(below), 1.0),
    )
    caption = "Magnitude of measured spectra (points) and of those of the fitted cell, and what is left between them."
    return Chart("fit-spectra", Axis("Frequency (Hz)", scale="log"), panels, caption, aspect=1.0)


def _pressures(pressures: list[FittedReading]) -> Chart:
    above, below = [], []
    for place, one in enumerate(pressures):
        colour = ordered(place / max(1, len(pressures) - 1))
        above.append(Series(f"{one.name}, measured", one.at, one.measured / MPA, MEASURED, "points", size=4.0))
        above.append(Series(f"{one.name}, fitted", one.at, one.computed / MPA, colour))
        apart = (one.computed - one.measured) / MPA
        below.append(Series(one.name, one.at, apart, colour, "line and points", size=4.0, legend=False))
    panels = (
        Panel(Axis("Change of stack pressure\nsince the start (MPa)"), tuple(above), 2.0),
        Panel(Axis("Computed −\nmeasured (MPa)"), tuple(below), 1.0),
    )
    caption = "Stack pressure at the ends of steps, measured and fitted, and what is left between them."
    return Chart("fit-pressure", Axis("Step"), panels, caption, aspect=1.0)


def _chart(name: str, title: str, own: list[FittedCurve]) -> Chart:
    above, below = [], []
    for number_of, one in enumerate(own):
        colour = ordered(number_of / max(1, len(own) - 1))
        x, name_of = one.passed / MAH_CM2, label(one.label)
        if np.isfinite(one.computed).any():
            above.append(Series(name_of, x, one.low, colour, "band", low=one.low, high=one.high, legend=False))
            above.append(Series(name_of, x, one.computed, colour))
            below.append(Series(name_of, x, 1e3 * (one.computed - one.measured), colour, legend=False))
        above.append(Series("measured", x, one.measured, MEASURED, "points", size=3.0, legend=number_of == 0))
    return Chart(
        name=name,
        x=Axis("Areal capacity (mAh cm⁻²)", from_zero=True),
        panels=(
            Panel(Axis(VOLTAGE), tuple(above), 2.0),
            Panel(Axis("Computed − measured\n(mV)"), tuple(below), 1.0),
        ),
        caption=f"{title}: measured (points), fitted (lines) and what is left between them; bands hold 80 % of the "
        "posterior.",
        title=title,
        aspect=1.0,
    )
