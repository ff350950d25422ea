"""A fit as a person reads it: parameters, what the data do not know, curves and their residuals."""

import math
from collections.abc import Sequence

import numpy as np

from brimstone.constants import MAH_CM2, MPA, OHM_CM2
from brimstone.fit.estimate import Proposal
from brimstone.fit.fitted import Fitted, FittedCurve, FittedReading
from brimstone.units import from_si
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series, residual_panel
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
from brimstone.view.instruments import TAIL, measured_axes
from brimstone.view.palette import MEASURED, beside_ink
from brimstone.view.words import label, listed, number, unit

_STRONG = 0.9  # correlation
_ABREAST = 6  # steps of several files in one figure


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
    found = [
        Note(words, "warning") for words in (*posterior.unlikely(), *(one.sentence for one in posterior.together()))
    ]
    return found + [Note(words, "muted") for words in _tied([one.name for one in free], posterior.correlation)]


def _tied(names: Sequence[str], correlation: np.ndarray) -> list[str]:
    """A sentence for each set of parameters that are strongly correlated, each with another of the set at least."""
    left, found = list(range(len(names))), []
    while left:
        own = [left.pop(0)]
        while tied := [other for other in left if np.any(np.abs(correlation[other, own]) > _STRONG)]:
            own += tied
            left = [other for other in left if other not in tied]
        if len(own) == 1:
            continue
        same = [names[place] for place in own if correlation[own[0], place] > 0.0]
        against = [names[place] for place in own if correlation[own[0], place] <= 0.0]
        sizes = np.abs(correlation[np.ix_(own, own)])[np.triu_indices(len(own), 1)]
        others = f"as {_doing(against, 'fall')}" if against else "together"
        found.append(f"{_doing(same, 'rise')} {others}: correlation {_range(sizes)}")
    return found


def _doing(names: Sequence[str], verb: str) -> str:
    return f"{listed(names)} {verb}{'s' * (len(names) == 1)}"


def _range(sizes: np.ndarray) -> str:
    low, high = (f"{math.floor(1e3 * size) / 1e3:.3f}" for size in (float(sizes.min()), float(sizes.max())))
    return low if low == high else f"{low} to {high}"


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
    charts = [_chart(f"fit-{place}", own) for place, own in enumerate(_by_figure(fitted.curves), 1)]
    spectra = [one for one in fitted.readings if one.what == "spectrum"]
    pressures = [one for one in fitted.readings if one.what != "spectrum"]
    if spectra:
        charts += [_spectra(spectra), _magnitudes(spectra)]
    if pressures:
        charts.append(_pressures(pressures))
    return charts


def _by_figure(curves: Sequence[FittedCurve]) -> list[list[FittedCurve]]:
    """Steps with a current, those of a file together, and files side by side where they have few."""
    drawn = [one for one in curves if one.label != "rest"]
    found: list[list[FittedCurve]] = []
    for name in dict.fromkeys(one.name for one in drawn):
        own = [one for one in drawn if one.name == name]
        if found and len(found[-1]) + len(own) <= _ABREAST:
            found[-1] += own
        else:
            found.append(own)
    return found


def _spectra(spectra: list[FittedReading]) -> Chart:
    series, points, every = [], [], []
    for place, one in enumerate(spectra):
        order = np.argsort(-one.at)
        measured, computed = one.measured[order] / OHM_CM2, one.computed[order] / OHM_CM2
        colour = beside_ink(place, len(spectra))
        series.append(Series(one.name, computed.real, -computed.imag, colour))
        points.append(_measured(measured.real, -measured.imag, place))
        every += [measured, computed]
    real, imaginary = measured_axes(every)
    x, y = Axis("Z′ (Ω cm²)", limits=real), Axis("−Z″ (Ω cm²)", limits=imaginary)
    caption = f"Measured spectra (points) and those of the fitted cell (lines); axes of equal scale. {TAIL}"
    return Chart("fit-nyquist", x, (Panel(y, (*series, *points)),), caption, square=True)


def _measured(x: np.ndarray, y: np.ndarray, place: int, size: float = 4.0) -> Series:
    """Measured points; the legend names the first of them for all."""
    return Series("measured", x, y, MEASURED, "points", size=size, legend=place == 0)


def _magnitudes(spectra: list[FittedReading]) -> Chart:
    """The same over the frequency, and what is left."""
    above, below, points = [], [], []
    for place, one in enumerate(spectra):
        colour = beside_ink(place, len(spectra))
        measured, computed = np.abs(one.measured) / OHM_CM2, np.abs(one.computed) / OHM_CM2
        above.append(Series(one.name, one.at, computed, colour))
        points.append(_measured(one.at, measured, place))
        below.append(Series(one.name, one.at, 100.0 * (computed / measured - 1.0), colour, legend=False))
    panels = (Panel(Axis("|Z| (Ω cm²)", scale="log"), (*above, *points), 2.0), residual_panel("%", below))
    caption = "Magnitude of measured spectra (points) and of those of the fitted cell, and what is left between them."
    return Chart("fit-spectra", Axis("Frequency (Hz)", scale="log"), panels, caption, aspect=1.0)


def _pressures(pressures: list[FittedReading]) -> Chart:
    above, below, points = [], [], []
    for place, one in enumerate(pressures):
        colour = beside_ink(place, len(pressures))
        at, measured, computed = (np.append(0.0, values) for values in (one.at, one.measured / MPA, one.computed / MPA))
        above.append(Series(one.name, at, computed, colour))
        points.append(_measured(at, measured, place))
        below.append(Series(one.name, at, computed - measured, colour, "line and points", size=4.0, legend=False))
    panels = (
        Panel(Axis("Change of stack pressure\nsince the start (MPa)"), (*above, *points), 2.0),
        residual_panel("MPa", below),
    )
    caption = "Stack pressure at the ends of steps, measured and fitted, and what is left between them."
    return Chart("fit-pressure", Axis("Step", whole=True), panels, caption, aspect=1.0)


def _chart(name: str, own: list[FittedCurve]) -> Chart:
    above, below, points = [], [], []
    files, labels = list(dict.fromkeys(one.name for one in own)), [one.label for one in own]
    for place, one in enumerate(own):
        colour, x = beside_ink(place, len(own)), one.passed / MAH_CM2
        name_of = label(one.label)
        if len(files) > 1 and labels.count(one.label) > 1:
            name_of = f"{name_of}, {one.name}"
        if np.isfinite(one.computed).any():
            above.append(Series(name_of, x, one.low, colour, "band", low=one.low, high=one.high, legend=False))
            above.append(Series(name_of, x, one.computed, colour))
            below.append(Series(name_of, x, 1e3 * (one.computed - one.measured), colour, legend=False))
        points.append(_measured(x, one.measured, place, 3.0))
    return Chart(
        name=name,
        x=Axis("Areal capacity (mAh cm⁻²)", from_zero=True),
        panels=(Panel(Axis(VOLTAGE), (*above, *points), 2.0), residual_panel("mV", below)),
        caption=f"{listed(files)}: measured (points), fitted (lines) and what is left between them; bands hold 80 % of "
        "the posterior.",
        title=files[0] if len(files) == 1 else "",
        aspect=1.0,
    )
