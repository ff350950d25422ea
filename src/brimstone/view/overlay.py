"""Measured files over computed curves: how they differ, whether the interval holds them, what could explain it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from brimstone._records import nominal, record
from brimstone.bridge.cycler import read_data
from brimstone.constants import MA_CM2, MAH_CM2
from brimstone.errors import DataError
from brimstone.fit.experiments import Experiment, Segment, area_of, experiment
from brimstone.fit.scales import scale_doubt
from brimstone.recipe import Reported
from brimstone.result import Measured, MeasuredSpectrum, Run, Step
from brimstone.solver.interface import MODE, VALUE
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series, residual_panel
from brimstone.view.elements import Note, Section
from brimstone.view.overlay_differential import DifferentialOverlay, differential_chart, differential_overlay
from brimstone.view.overlay_readings import (
    FACTORS,
    PressureOverlay,
    SpectrumOverlay,
    likeliest,
    nyquist_chart,
    pressure_chart,
    pressure_overlay,
    spectra_chart,
    spectrum_overlay,
)
from brimstone.view.palette import MEASURED, beside_ink
from brimstone.view.words import label, listed, number

#: What a recipe says of a file, and what is in it.
File = tuple[Reported, Measured]

_SAME = 0.05  # relative difference of two currents, powers or loads
_MOST = 12  # steps of all files that are drawn
_WORTH = 0.005  # difference that is worth an explanation [V]
_NO_SPECTRUM = (
    "the protocol asks for no spectrum to compare its spectrum with; write one where it was taken, such as "
    "{impedance: [100 kHz, 10 mHz]}"
)


@record
class Overlay:
    """A measured step over the computed one; arrays have the shape (points,).

    Attributes
    ----------
    file, label : str
    step : Step
    charge : ndarray
        Passed, without sign [C/m2].
    measured, computed : ndarray
        [V]; computed is NaN beyond the end of the computed step.
    inside : float
        Share of the measured points in the 80 % interval; NaN without one.
    ratio : float
        Charge of the step, computed over measured.
    explanation : str
        Which loss the difference looks like; empty for none.
    """

    file: str
    label: str
    step: Step
    charge: np.ndarray
    measured: np.ndarray
    computed: np.ndarray
    inside: float
    ratio: float
    explanation: str

    @property
    def error(self) -> float:
        """Root mean square of the difference [V]."""
        return float(np.sqrt(np.nanmean((self.computed - self.measured) ** 2)))


def files_of(run: Run) -> tuple[list[File], list[str]]:
    """The files that a recipe names, each with what it says of it, and why one can't be read."""
    files: list[File] = []
    reasons: list[str] = []
    for reported in run.recipe.reported:
        if reported.file is not None:
            try:
                files.append((reported, read_data(Path(run.recipe.source).parent / reported.file)))
            except DataError as problem:
                reasons.append(str(problem))
    return files, reasons


@record
class Overlaid:
    """Measured files over a run.

    Attributes
    ----------
    steps : list of Overlay
    differentials : list of DifferentialOverlay
        Charge per volt of the same steps, where they pass through a range of voltages.
    spectra : list of SpectrumOverlay
    pressures : list of PressureOverlay
    measured : list of (str, MeasuredSpectrum)
        Every measured spectrum, by area, with its file.
    reasons : list of str
        Why something is not compared.
    """

    steps: list[Overlay]
    differentials: list[DifferentialOverlay]
    spectra: list[SpectrumOverlay]
    pressures: list[PressureOverlay]
    measured: list[tuple[str, MeasuredSpectrum]]
    reasons: list[str]


def overlays(run: Run, files: Sequence[File]) -> Overlaid:
    """What is measured over what is computed: steps, spectra in their order, and changes of the stack pressure."""
    found, reasons, left = Overlaid([], [], [], [], [], []), list[str](), list(run.impedance)
    for reported, measured in files:
        try:
            scales = (run.recipe.reference_potential, run.cell.counter_potential)
            one = experiment(measured, _area(run, reported), *scales)
        except DataError as problem:
            reasons.append(str(problem))
            continue
        if doubt := scale_doubt(measured, run.recipe):
            reasons.append(f"{measured.source}: {doubt}")
        found.measured.extend((measured.source, spectrum) for spectrum in one.spectra)
        for spectrum in one.spectra:
            partner = next((each for each in left if reported.step in (None, each.step + 1)), None)
            over = None if partner is None else spectrum_overlay(measured.source, spectrum, partner)
            if partner is None or over is None:
                reasons.append(f"{measured.source}: {_NO_SPECTRUM}")
                continue
            left.remove(partner)
            found.spectra.append(over)
        own = _steps(run, reported, one)
        if any(not segment.rests for segment in one.segments) and not own:
            reasons.append(f"{measured.source}: {_unpaired(run, one.segments)}")
        found.steps.extend(own.values())
        slopes = [
            differential_overlay(one.name, segment, own[segment.row].step)
            for segment in one.segments
            if segment.row in own
        ]
        found.differentials.extend(slope for slope in slopes if slope is not None)
        pressed = pressure_overlay(run, measured, one, {row: over.step for row, over in own.items()})
        found.pressures.extend([] if pressed is None else [pressed])
    return replace(found, reasons=reasons)


def _unpaired(run: Run, segments: Sequence[Segment]) -> str:
    """Why no measured step has a computed one, and what to write so that it has."""
    own = list(dict.fromkeys(segment.label for segment in segments if not segment.rests))
    if not own:
        return "the file holds rests only, and nothing is compared"
    asked = dict.fromkeys(
        f"{step.instruction.kind} {number(abs(step.instruction.current) / MA_CM2)} mA cm⁻²"
        for step in run.shown
        if step.instruction.kind in ("charge", "discharge")
    )
    way, current, unit = own[0].split(maxsplit=2)
    return (
        f"the protocol has no step with its currents: measured {listed(map(label, own[:3]))}, by the mass or area that "
        f"is given; computed {listed([*asked][:3]) or 'nothing'}. To compare them, write what was measured into the "
        f"protocol, such as {{{way}: {current} {unit}}}"
    )


def _area(run: Run, reported: Reported) -> float:
    amounts = run.steps[0].amounts
    masses = {name: nominal(amounts.mass(name)) for name in ("active", "sulfur", "electrode")}
    try:
        return area_of(run.recipe, None if reported.mass is None else reported.mass.si, reported.per, masses)
    except DataError:
        if reported.mass is not None:
            raise
        raise DataError(
            f"{reported.file}: how much material was measured? Write {{file: {reported.file}, mass: 1.2 mg}}, or the "
            "area of the electrode into the recipe. It is not guessed"
        ) from None


def _steps(run: Run, reported: Reported, one: Experiment) -> dict[int, Overlay]:
    """Each measured step, by its row, over the first computed one that sets the same and has no partner yet."""
    left = [step for step in run.shown if step.completed and step.curve.charge.size > 2]
    if reported.step is not None:
        left = [step for step in left if step.instruction.step == reported.step - 1]
    found = {}
    for segment in one.segments:
        if segment.rests:
            continue
        mode, value = one.controls[0, segment.row, [MODE, VALUE]]
        way = segment.label.split()[0]
        for place, step in enumerate(left):
            own = step.instruction.rows[0]
            same = step.instruction.kind == way and own.mode == mode and own.value != 0.0
            if same and abs(value / own.value - 1.0) < _SAME:
                found[segment.row] = _overlay(segment, left.pop(place), one.name)
                break
    return found


def _overlay(segment: Segment, step: Step, file: str) -> Overlay:
    charge = segment.averaged(segment.share) * segment.passed
    own = np.abs(step.curve.charge)
    computed = np.interp(charge, own, step.curve.voltage, right=np.nan)
    inside = math.nan
    if step.band is not None:
        low, high = (np.interp(charge, np.abs(step.band.charge), ends) for ends in (step.band.low, step.band.high))
        inside = float(np.mean((segment.voltage >= low) & (segment.voltage <= high)))
    return Overlay(
        file,
        segment.label,
        step,
        charge,
        segment.voltage,
        computed,
        inside,
        float(own[-1]) / segment.passed,
        _explanation(step, charge, segment.voltage - computed),
    )


def _explanation(step: Step, charge: np.ndarray, difference: np.ndarray) -> str:
    """The loss whose course over the charge is most like the difference, and how much larger it would have to be."""
    good = np.isfinite(difference)
    if step.losses is None or good.sum() < 5 or np.sqrt(np.mean(difference[good] ** 2)) < _WORTH:
        return ""
    # A loss lowers the voltage of a discharge and raises that of a charge.
    missing = (-difference if step.instruction.kind == "discharge" else difference)[good]
    found = []
    for name, volts in step.losses.volts.items():
        loss = np.interp(charge[good], np.abs(step.curve.charge), volts)
        square = float(loss @ loss)
        if square <= 0.0:
            continue
        more = float(loss @ missing) / square
        explained = 1.0 - float(np.sum((missing - more * loss) ** 2)) / float(missing @ missing)
        if FACTORS[0] <= 1.0 + more <= FACTORS[-1]:
            found.append((explained, 1.0 + more, f"the loss '{name}'"))
    return likeliest(found) or "the difference looks like no single loss"


def overlay_section(run: Run) -> Section | None:
    """Measured files against the run, for a screen; None when the recipe names no file."""
    files, unread = files_of(run)
    if not (files or unread):
        return None
    notes = overlay_notes(run, files)
    return Section("Measured files", (*notes, *(Note(reason, "warning") for reason in unread)))


def overlay_notes(run: Run, files: Sequence[File]) -> list[Note]:
    """How files agree with the run, and why one is not compared."""
    found = overlays(run, files)
    notes = [Note(_sentence(one)) for one in found.steps] + [Note(one.sentence) for one in found.differentials]
    notes += [Note(one.sentence) for one in found.spectra] + [Note(one.sentence) for one in found.pressures]
    return [*notes, *(Note(reason, "warning") for reason in found.reasons)]


def _sentence(one: Overlay) -> str:
    words = f"{one.file}, {label(one.label)}: voltage off by {1e3 * one.error:.0f} mV (root mean square), "
    words += f"charge computed/measured {number(one.ratio)}"
    if math.isfinite(one.inside):
        words += f"; {100 * one.inside:.0f} % of the measured curve lies in the 80 % interval"
    return words + (f"; {one.explanation}" if one.explanation else "")


def overlay_charts(run: Run, files: Sequence[File]) -> list[Chart]:
    """Voltage and difference, differential capacity, spectra and pressure of measured files over the computed ones."""
    found = overlays(run, files)
    steps = found.steps[:_MOST]
    drawn = [
        _voltages(steps),
        differential_chart(found.differentials[:_MOST]),
        nyquist_chart(run, found.measured),
        spectra_chart(run, found.spectra),
        pressure_chart(run, [measured for _, measured in files], found.pressures),
    ]
    return [chart for chart in drawn if chart is not None]


def _voltages(found: list[Overlay]) -> Chart | None:
    if not found:
        return None
    above, below, dots = [], [], []
    for place, one in enumerate(found):
        colour, x = beside_ink(place, len(found)), one.charge / MAH_CM2
        if one.step.band is not None:
            band = one.step.band
            along = np.abs(band.charge) / MAH_CM2
            above.append(Series(label(one.label), along, band.low, colour, "band", band.low, band.high, legend=False))
        above.append(Series(label(one.label), np.abs(one.step.curve.charge) / MAH_CM2, one.step.curve.voltage, colour))
        dots.append(Series("measured", x, one.measured, MEASURED, "points", size=3.0, legend=place == 0))
        below.append(Series(label(one.label), x, 1e3 * (one.computed - one.measured), colour, legend=False))
    return Chart(
        "overlay",
        Axis("Areal capacity (mAh cm⁻²)", from_zero=True),
        (Panel(Axis(VOLTAGE), (*above, *dots), 2.0), residual_panel("mV", below)),
        "Measured files (points) over computed curves, and the difference; bands hold 80 % of the samples. "
        + " ".join(f"{_sentence(one)}." for one in found),
        aspect=1.0,
    )
