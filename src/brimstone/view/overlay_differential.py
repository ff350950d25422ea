"""Measured differential capacities over the computed ones: how far apart, in the interval or not, and why."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from brimstone._records import record
from brimstone.constants import MAH_CM2
from brimstone.fit.experiments import Segment
from brimstone.instrument.differential import WIDTH, averaged, lattice, per_volt
from brimstone.result import Step
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series, residual_panel
from brimstone.view.overlay_readings import FACTORS, likeliest
from brimstone.view.palette import MEASURED, beside_ink
from brimstone.view.words import label

_LEAST = 5  # intervals, and points of either curve, that something is told of
_OFF = 0.05  # difference that is worth an explanation, over the highest measured one


@record
class DifferentialOverlay:
    """Charge per volt of a measured step over that of the computed one; arrays have the shape (intervals,).

    Attributes
    ----------
    file, label : str
    step : Step
    voltage : ndarray
        Middles of intervals that the measured step passed through whole [V].
    measured, computed : ndarray
        [C/m2/V]
    inside : float
        Share of the intervals whose measured charge lies in the 80 % interval; NaN without one.
    explanation : str
        Which loss, or what charge, the difference looks like; empty where there is hardly any.
    """

    file: str
    label: str
    step: Step
    voltage: np.ndarray
    measured: np.ndarray
    computed: np.ndarray
    inside: float
    explanation: str

    @property
    def error(self) -> float:
        """Root mean square of the difference over the highest measured value."""
        return float(np.sqrt(np.mean((self.computed - self.measured) ** 2)) / np.max(self.measured))

    @property
    def sentence(self) -> str:
        """How both agree."""
        words = f"{self.file}, {label(self.label)}: differential capacity off by {100 * self.error:.2g} % of its peak "
        words += "(root mean square)"
        if math.isfinite(self.inside):
            words += f"; {100 * self.inside:.0f} % of it lies in the 80 % interval"
        return words + (f"; {self.explanation}" if self.explanation else "")


def differential_overlay(file: str, segment: Segment, step: Step) -> DifferentialOverlay | None:
    """A measured step over the computed one; None where it passes through too few intervals.

    The computed voltage is taken at the same shares of its charge as the measured one, and both are averaged over the
    charge of a volume of the mesh, so that they are equally fine.
    """
    own, volume, share = np.abs(step.curve.charge), step.amounts.volume, segment.averaged(segment.share)
    charge, at = share * segment.passed, share * own[-1]
    if min(charge.size, own.size) < _LEAST or not own[-1] > 0.0:
        return None
    smooth = averaged(segment.voltage, charge, volume)
    edges = lattice(float(smooth.min()), float(smooth.max()), outward=False)
    if edges.size <= _LEAST:
        return None

    middles, measured = edges[:-1] + 0.5 * WIDTH, per_volt(smooth, charge, edges)
    nominal = np.interp(at, own, step.curve.voltage)
    computed = per_volt(averaged(nominal, at, volume), at, edges)
    inside, band = math.nan, None if step.band is None else step.band.differential
    if band is not None:
        low, high = (np.interp(middles, band.voltage, ends, 0.0, 0.0) for ends in (band.low, band.high))
        inside = float(np.mean((measured >= low) & (measured <= high)))
    way = -1.0 if step.instruction.kind == "discharge" else 1.0

    def with_more(loss: np.ndarray, factor: float) -> np.ndarray:
        lossy = nominal + way * (factor - 1.0) * np.interp(at, own, loss)
        return per_volt(averaged(lossy, at, volume), at, edges)

    words = _cause(step, measured, computed, segment.passed / float(own[-1]), with_more)
    return DifferentialOverlay(file, segment.label, step, middles, measured, computed, inside, words)


def _cause(
    step: Step,
    measured: np.ndarray,
    computed: np.ndarray,
    whole: float,
    with_more: Callable[[np.ndarray, float], np.ndarray],
) -> str:
    """What a difference would follow from: the charge that passed, `whole` times the computed one, or a loss.

    `with_more` is the charge per volt if a loss were a factor larger.
    """
    apart = float(np.sum((measured - computed) ** 2))
    if math.sqrt(apart / measured.size) < _OFF * float(np.max(measured)):
        return ""

    def explained(moved: np.ndarray) -> float:
        return 1.0 - float(np.sum((measured - moved) ** 2)) / apart

    found = [(explained(whole * computed), whole, "the charge that passed")]
    for name, loss in ({} if step.losses is None else step.losses.volts).items():
        if np.any(loss):
            shares = [explained(with_more(loss, float(factor))) for factor in FACTORS]
            place = int(np.argmax(shares))
            found.append((shares[place], float(FACTORS[place]), f"the loss '{name}'"))
    return likeliest(found) or "the difference looks like no single loss"


def differential_chart(compared: Sequence[DifferentialOverlay]) -> Chart | None:
    """Measured differential capacities over the computed ones with their interval, and what is left between them."""
    if not compared:
        return None
    above, below, dots = [], [], []
    for place, one in enumerate(compared):
        colour, name = beside_ink(place, len(compared)), label(one.label)
        band = None if one.step.band is None else one.step.band.differential
        if band is not None:
            low, high = band.low / MAH_CM2, band.high / MAH_CM2
            above.append(Series(name, band.voltage, low, colour, "band", low, high, legend=False))
        charge = one.step.curve.charge
        volts = averaged(one.step.curve.voltage, charge, one.step.amounts.volume)
        edges = lattice(float(volts.min()), float(volts.max()), outward=True)
        slope = per_volt(volts, charge, edges)
        above.append(Series(name, edges[:-1] + 0.5 * WIDTH, slope / MAH_CM2, colour))
        points = one.measured / MAH_CM2
        dots.append(Series("measured", one.voltage, points, MEASURED, "points", size=3.0, legend=place == 0))
        left = (one.computed - one.measured) / MAH_CM2
        below.append(Series(name, one.voltage, left, colour, legend=False))
    return Chart(
        "overlay-differential",
        Axis(VOLTAGE),
        (
            Panel(Axis("dQ/dV (mAh cm⁻² V⁻¹)"), (*above, *dots), 2.0),
            residual_panel("", below),
        ),
        f"Differential capacity of measured files (points) over the computed one, in intervals of {1e3 * WIDTH:.0f} "
        "mV, and the difference; bands hold 80 % of the samples. " + " ".join(f"{one.sentence}." for one in compared),
        aspect=1.0,
    )
