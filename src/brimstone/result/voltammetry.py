"""What voltage ramps tell together: hysteresis between the two sweeps, and the effect of the scan rate."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.instrument.voltammetry import Peak, scan_rate_exponent
from brimstone.result.step import Step

_DIFFUSION, _SURFACE = 0.6, 0.9  # exponents up to and from which a peak is called limited by diffusion, or at a surface
_ON_A_LINE = 0.05  # misfit of the logarithm of a current up to which one exponent describes all rates


@dataclass(frozen=True)
class Hysteresis:
    """One sweep down and the sweep up after it, nominal member.

    Attributes
    ----------
    step, cycle : int
        Place of the recipe's step, from 0; cycle of it, from 1.
    rate : float
        Of the voltage [V/s].
    mean : float
        Mean voltage of the oxidation less that of the reduction, each over its charge [V].
    returned : float
        Charge of the oxidation over that of the reduction.
    peaks, middle : float or None
        Distance between the largest peaks of both, and the voltage in the middle of them, against Li/Li+ [V]; None
        where one has no peak.
    """

    step: int
    cycle: int
    rate: float
    mean: float
    returned: float
    peaks: float | None
    middle: float | None


@dataclass(frozen=True)
class ScanRates:
    """The largest peak of one direction at several scan rates.

    Attributes
    ----------
    oxidation : bool
    rates : tuple of float
        [V/s], rising.
    peaks : tuple of Peak
    exponent : float
        b of current ~ rate^b.
    misfit : float
        Largest difference of the logarithm of a current from that.
    shift : float
        Change of the peak's voltage for a tenfold rate [V].
    """

    oxidation: bool
    rates: tuple[float, ...]
    peaks: tuple[Peak, ...]
    exponent: float
    misfit: float
    shift: float

    @property
    def sentence(self) -> str:
        """What the exponent tells."""
        name = "oxidation" if self.oxidation else "reduction"
        shift = f"; the peak moves by {1e3 * self.shift:+z.0f} mV for a tenfold rate".replace("-", "−")
        words = f"{name}: the peak current grows as the scan rate to the power of {self.exponent:.2f}"
        if self.misfit > _ON_A_LINE:
            return f"{words}, but not by one power over these rates{shift}"
        if self.exponent < 0.5:
            return f"{words}, less than diffusion allows: a resistance in series limits it{shift}"
        if self.exponent < _DIFFUSION:
            return f"{words}, as where diffusion limits it{shift}"
        if self.exponent < _SURFACE:
            return f"{words}, between diffusion (0.5) and a reaction at the surface (1){shift}"
        return f"{words}, as where a layer at the surface reacts{shift}"


def hysteresis(steps: Sequence[Step]) -> tuple[Hysteresis, ...]:
    """Of every pair of sweeps, down and up or up and down, in order."""
    ramps = [step for step in steps if step.instruction.kind == "ramp" and step.shown and step.curve.time.size > 2]
    found = []
    for one, other in itertools.pairwise(ramps):
        if (one.instruction.step, one.instruction.cycle) != (other.instruction.step, other.instruction.cycle):
            continue
        down, up = (one, other) if one.curve.voltage[-1] < one.curve.voltage[0] else (other, one)
        reduced, oxidised = _mean(down, 1.0), _mean(up, -1.0)
        if not (reduced[0] > 0.0 and oxidised[0] > 0.0):
            continue
        lower, upper = _largest(down), _largest(up)
        both = lower is not None and upper is not None
        found.append(
            Hysteresis(
                down.instruction.step,
                down.instruction.cycle,
                _rate(down),
                oxidised[1] - reduced[1],
                oxidised[0] / reduced[0],
                upper.voltage - lower.voltage if both and upper and lower else None,
                0.5 * (upper.voltage + lower.voltage) if both and upper and lower else None,
            )
        )
    return tuple(found)


def scan_rates(steps: Sequence[Step]) -> tuple[ScanRates, ...]:
    """How the largest peaks change with the scan rate, from the last cycle of each ramp; empty with a single rate."""
    ramps = [step for step in steps if step.instruction.kind == "ramp" and step.shown and step.curve.time.size > 2]
    last = {step.instruction.step: step.instruction.cycle for step in ramps}
    found = []
    for oxidation in (False, True):
        peaks: dict[float, Peak] = {}
        for step in ramps:
            upwards = step.curve.voltage[-1] > step.curve.voltage[0]
            peak = _largest(step) if step.instruction.cycle == last[step.instruction.step] else None
            if peak is not None and upwards == oxidation:
                peaks[_rate(step)] = peak
        if len(peaks) < 2:
            continue
        rates = sorted(peaks)
        chosen = tuple(peaks[rate] for rate in rates)
        exponent, misfit = scan_rate_exponent(np.array(rates), np.array([peak.current for peak in chosen]))
        shift = np.polyfit(np.log10(rates), [peak.voltage for peak in chosen], 1)[0]
        found.append(ScanRates(oxidation, tuple(rates), chosen, exponent, misfit, float(shift)))
    return tuple(found)


def _rate(step: Step) -> float:
    """Of the voltage of a ramp, without sign, to six digits [V/s]."""
    curve = step.curve
    rate = abs(float(curve.voltage[-1] - curve.voltage[0])) / float(curve.time[-1] - curve.time[0])
    return round(rate, 5 - math.floor(math.log10(rate))) if rate > 0.0 else 0.0


def _mean(step: Step, side: float) -> tuple[float, float]:
    """Charge that flowed in one direction, discharge for 1, and the mean voltage over it."""
    curve = step.curve
    flowing = np.maximum(side * curve.current, 0.0)
    charge = float(np.trapezoid(flowing, curve.time))
    return charge, float(np.trapezoid(flowing * curve.voltage, curve.time)) / charge if charge > 0.0 else math.nan


def _largest(step: Step) -> Peak | None:
    return max(step.peaks(), key=lambda peak: abs(peak.current), default=None)
