"""What a mill does to powder: its energy, its dose, the grains and the electrolyte that come out.

The dose is the energy per mass of powder over that of the usual planetary mill. Recipes leave out half of what it
takes; usual values stand in, so that a stated fact replaces an assumption and never adds a penalty.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from brimstone._typing import Numeric
from brimstone.recipe.mixing import MixingStep
from brimstone.units import Quantity

Constant = Callable[[str], np.ndarray]

_FASTEST_PLANETARY = 1100.0 / 60.0  # [1/s]; what turns faster is another machine
_FASTEST_SWING = 1600.0 / 60.0  # [1/s] of strokes
#: Class of machine in a recipe -> name of its constants in ``milling/``.
_KINDS: Mapping[str, str] = {
    "planetary": "planetary",
    "vibration": "mixer",
    "cryo": "mixer",
    "shaker": "shaker",
    "swing": "swing",
    "eccentric": "eccentric",
    "tumbling": "tumbling",
}
_WORDS = {"mixer": "in a mixer mill", "swing": "in a swing mill", "eccentric": "in a high-energy mill of small radius"}
_BALLS = {"steel": "_steel", "tungsten": "_tungsten_carbide", "wc": "_tungsten_carbide", "alumina": "_alumina",
          "al2o3": "_alumina", "agate": "_agate"}  # fmt: skip


Stated = Callable[[Quantity, str, str], Numeric]


def _middle(quantity: Quantity, dimension: str, where: str) -> Numeric:
    return quantity.si


class Milling(NamedTuple):
    """Outcome of one step in a mill.

    Attributes
    ----------
    dose : array
        Energy per mass of powder over that of the usual mill, held at its largest [-].
    breaking : array
        Dose of the hits that are hard enough to break crystals [-].
    machine : str
        What it was computed as.
    """

    dose: np.ndarray
    breaking: np.ndarray
    machine: str


def hit_energy(velocity: Numeric) -> Numeric:
    """Energy of a hit per mass of the ball [J/kg], v^2/2, from its velocity [m/s]."""
    return 0.5 * np.asarray(velocity) ** 2


def milling_energy(ball_to_powder: Numeric, velocity: Numeric, hits: Numeric, time: Numeric) -> Numeric:
    """Energy of all hits per mass of powder [J/kg].

    Parameters
    ----------
    ball_to_powder : float or array
        Mass of the balls over that of the powder [-].
    velocity : float or array
        Of the balls [m/s].
    hits : float or array
        Of each ball [1/s].
    time : float or array
        [s]

    Notes
    -----
    E = R v^2/2 f t; the share of it that works on the powder is left to the caller (Burgio et al. 1991,
    doi:10.1007/BF02452084).
    """
    return np.asarray(ball_to_powder) * hit_energy(velocity) * hits * time


def turning(radius: Numeric, speed: Numeric, hits_per_turn: float) -> tuple[Numeric, Numeric]:
    """Velocity of the balls [m/s] and hits of each [1/s] in jars on a disc of this radius [m] at `speed` [1/s]."""
    return 2.0 * np.pi * np.asarray(radius) * speed, hits_per_turn * np.asarray(speed)


def swinging(amplitude: Numeric, frequency: Numeric) -> tuple[Numeric, Numeric]:
    """Velocity of the balls [m/s] and hits of each [1/s] in jars that swing by this amplitude [m] at `frequency`."""
    return 2.0 * np.pi * np.asarray(amplitude) * frequency, 2.0 * np.asarray(frequency)


def refined_size(received: Numeric, dose: Numeric, unit: Numeric, finest: Numeric) -> Numeric:
    """Size of grains after milling [m], 1/d = 1/d0 + sqrt(D)/d1, not below the finest.

    Parameters
    ----------
    received : float or array
        d0 [m].
    dose : float or array
        D [-].
    unit : float or array
        d1 [m]: what a unit of dose makes of coarse grains.
    finest : float or array
        Where milling ends [m]; grains that were finer stay as they were.

    Notes
    -----
    What was received is forgotten by a full mill.
    """
    milled = 1.0 / (1.0 / np.asarray(received) + np.sqrt(dose) / unit)
    return np.maximum(milled, np.minimum(finest, received))


def amorphised_share(breaking: Numeric, scale: Numeric) -> Numeric:
    """Share of the way from crystal to milled state [-], c = 1 - exp(-D_b/D_a).

    `breaking`: dose of the hits that break crystals [-]; `scale`: D_a [-].
    """
    return -np.expm1(-np.asarray(breaking) / scale)


def milled_conductivity(share: Numeric, usual_share: Numeric, ratio: Numeric) -> Numeric:
    """Conductivity after a dose, over that after the usual dose [-].

    Parameters
    ----------
    share, usual_share : float or array
        `amorphised_share` of the dose and of the usual one [-].
    ratio : float or array
        Conductivity of the milled state over that of the crystal [-].

    Notes
    -----
    ln sigma = (1 - c) ln sigma_crystal + c ln sigma_milled: bounded by the milled state. A loss counts against that of
    the usual mill, with which the factor of blending was calibrated; a gain, of electrolytes that conduct better as
    glasses, counts in full.
    """
    counted = np.where(np.asarray(ratio) < 1.0, np.asarray(share) - usual_share, share)
    return np.asarray(ratio) ** counted


def milling(step: MixingStep, constant: Constant, stated: Stated = _middle) -> Milling:
    """Dose of a step in a mill.

    Parameters
    ----------
    step : MixingStep
        Where it states neither speed nor time, the usual planetary mill stands in, whatever the machine.
    constant : callable
        Draws a constant of the library by name.
    stated : callable
        Samples of a quantity of the recipe, given with its dimension and the place it is drawn for; its middle by
        default.
    """
    machine = _machine(step)
    given = {"speed": (step.speed, "rotation"), "frequency": (step.frequency, "frequency"), "time": (step.time, "time")}
    drawn: dict[str, Numeric] = {
        name: stated(one, dimension, f"cathode.mixing.{name} {one}")
        for name, (one, dimension) in given.items()
        if one is not None
    }
    often = drawn.get("speed", drawn.get("frequency"))
    time: Numeric
    if often is None and step.time is None:
        velocity, hits = _motion("planetary", None, False, constant)
        time = constant("milling/planetary_time")
    else:
        velocity, hits = _motion(machine, often, _is_large(step), constant)
        time = drawn["time"] if "time" in drawn else constant(f"milling/{machine}_time")
    energy = milling_energy(_ball_to_powder(step, constant), velocity, hits, time)
    unbounded = constant("milling/effective_share") * energy / constant("milling/reference_energy")
    dose = np.minimum(unbounded, constant("milling/largest_dose"))
    return Milling(dose, dose * _breaking_share(_ball_mass(step, constant), velocity, constant), machine)


def usual_breaking(constant: Constant) -> np.ndarray:
    """Dose of the hits that break crystals in the usual mill [-], of which its dose of one consists."""
    velocity, _ = _motion("planetary", None, False, constant)
    mass = _sphere(constant("milling/ball_size"), constant("milling/ball_density"))
    return _breaking_share(mass, velocity, constant)


def sentences(steps: Sequence[MixingStep]) -> list[str]:
    """Which machine stands in where a recipe names none and its speed or frequency tells of another than usual."""
    return [
        f"step {number + 1} of the mixing is computed as {_WORDS[_machine(step)]}: "
        + ("a frequency is given" if step.frequency is not None else f"no planetary mill turns at {step.speed}")
        for number, step in enumerate(steps)
        if step.machine is None and step.method in ("ball-milled", "melt-milled") and _machine(step) != "planetary"
    ]


def _machine(step: MixingStep) -> str:
    """Name of the class in the constants; what turns faster than a planetary mill can is taken for another one."""
    kind = _KINDS.get(step.machine_class or "", "planetary")
    if kind == "mixer" and re.search(r"spex|8000|shaker", step.machine or "", re.IGNORECASE):
        kind = "shaker"
    if kind != "planetary":
        return kind
    if step.frequency is not None and step.speed is None:
        return "mixer"
    if step.speed is not None and step.speed.si > _FASTEST_PLANETARY:
        return "swing" if step.speed.si <= _FASTEST_SWING else "eccentric"
    return "planetary"


def _is_large(step: MixingStep) -> bool:
    return re.search(r"(?:pulverisette|\bp) ?-?5\b|pm ?-?400", step.machine or "", re.IGNORECASE) is not None


def _motion(machine: str, speed: Numeric | None, large: bool, constant: Constant) -> tuple[Numeric, Numeric]:
    """Velocity of the balls [m/s] and hits of each [1/s]."""
    if machine == "tumbling":
        return constant("milling/tumbling_velocity"), constant("milling/tumbling_hits")
    often = constant(f"milling/{machine}_speed") if speed is None else speed
    if machine == "planetary":
        return turning(constant(f"milling/{'large_' if large else ''}planetary_radius"), often, 2.0)
    if machine == "eccentric":
        return turning(constant("milling/eccentric_radius"), often, 1.0)
    return swinging(constant(f"milling/{machine}_amplitude"), often)


def _ball_to_powder(step: MixingStep, constant: Constant) -> Numeric:
    if step.ball_to_powder is not None:
        return step.ball_to_powder
    count = re.match(r"\s*(\d+)\s*(?!\s*mm)\D", step.balls or "")
    if count is not None and step.powder is not None and step.ball_diameter is not None:
        return int(count[1]) * _ball_mass(step, constant) / step.powder.si
    return constant("milling/ball_to_powder")


def _ball_mass(step: MixingStep, constant: Constant) -> np.ndarray:
    words = (step.balls or "").casefold()
    kind = next((ending for word, ending in _BALLS.items() if word in words), "")
    size: Numeric = constant("milling/ball_size") if step.ball_diameter is None else step.ball_diameter
    return _sphere(size, constant(f"milling/ball_density{kind}"))


def _sphere(diameter: Numeric, density: Numeric) -> np.ndarray:
    return np.pi / 6.0 * np.asarray(diameter) ** 3 * density


def _breaking_share(mass: np.ndarray, velocity: Numeric, constant: Constant) -> np.ndarray:
    """Share of the dose from hits hard enough to break crystals [-], s/(s + s0)."""
    energy = mass * hit_energy(velocity)
    return energy / (energy + constant("milling/breaking_energy"))
