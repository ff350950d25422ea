"""What can be manufactured, how large, and how near to production: limits of classes, and what strategies require."""

from dataclasses import dataclass

import numpy as np

from brimstone.library import Library, Strategy, Treatment
from brimstone.library.tables import Process, processes
from brimstone.physics.bending import least_bending_radius, rolling_thickness

CLASSES = ("sulfide", "halide", "hydride", "oxide", "nitride", "polymer", "gel")
READY = 10.0  #: score of a strategy without special requirements
_HIGH_PRESSURE, _HOT = 100e6, 373.15  # [Pa], [K]


@dataclass(frozen=True)
class ClassLimits:
    """Mechanical limits of layers of a class of electrolyte, from the estimates of the class.

    Attributes
    ----------
    name : str
    soft : bool
        Whether the class can be rolled at any thickness, by its rules.
    toughness, modulus : float or None
        K_IC [Pa m^0.5] and Young's modulus [Pa]; None where the library has none.
    least_thickness : float
        Of a free-standing layer [m].
    bending_radius : float or None
        Least radius to which that layer bends [m]; None when its toughness is not known.
    rolling_thickness : float or None
        Thickest layer that can be wound on a core [m]; None likewise.
    pellet_area : float or None
        Largest area that a laboratory press can load [m2]; None for classes that are not pressed.
    processes : tuple of Process
        That produce it.
    """

    name: str
    soft: bool
    toughness: float | None
    modulus: float | None
    least_thickness: float
    bending_radius: float | None
    rolling_thickness: float | None
    pellet_area: float | None
    processes: tuple[Process, ...]

    @property
    def rolls(self) -> bool | None:
        """Whether the usual free-standing layer can be wound on a core; None when that is not known."""
        if self.soft or self.rolling_thickness is None:
            return self.soft or None
        return self.least_thickness <= self.rolling_thickness

    @property
    def film_rolls(self) -> bool | None:
        """Whether the thinnest layer that any process makes of it can be; None when that is not known."""
        if self.soft or self.rolling_thickness is None:
            return self.soft or None
        return any(process.least.si <= self.rolling_thickness for process in self.processes)


def class_limits(library: Library) -> tuple[ClassLimits, ...]:
    """Limits of every class of electrolyte, nominal values."""
    radius, flaw = library.constant("process/roll_radius").si, library.constant("process/film_flaw").si
    force, pressure = library.constant("process/press_force").si, library.constant("process/fabrication_pressure").si
    limits = []
    for name in CLASSES:
        class_ = library.material_class(name)
        defaults, soft = class_.defaults, bool(class_.rules.get("rolls"))
        toughness, modulus = (
            defaults[key].si if key in defaults else None for key in ("fracture_toughness", "young_modulus")
        )
        made = tuple(process for process in processes() if name in process.classes)
        usual = defaults.get("least_thickness")
        thickness = usual.si if usual is not None else min(process.least.si for process in made)
        bends = rolls = None
        if toughness is not None and modulus is not None:
            bends = float(least_bending_radius(thickness, modulus, toughness, flaw))
            rolls = float(rolling_thickness(radius, modulus, toughness, flaw))
        pressed = any(process.name == "cold pressing" for process in made)
        area = force / pressure if pressed else None
        limits.append(ClassLimits(name, soft, toughness, modulus, thickness, bends, rolls, area, made))
    return tuple(limits)


@dataclass(frozen=True)
class Readiness:
    """How near to production a strategy is.

    Attributes
    ----------
    strategy : Strategy
    score : float
        10 for one that fits a production line of today, less the points of its requirements.
    requirements : mapping of str to float
        Points by requirement, those of `constants/scaling`, mean over its treatments.
    """

    strategy: Strategy
    score: float
    requirements: dict[str, float]


def readiness(library: Library) -> tuple[Readiness, ...]:
    """Every strategy with its score, best first: the mean over its treatments.

    The score rests on what the treatments do (`Treatment.acts`, pressure, temperature, vacuum, solvents), not on what
    the reviews say of their scalability, with which it can be compared.
    """
    scores = []
    for strategy in library.strategies():
        required = [_requirements(treatment) for treatment in strategy.variants]
        points = {
            name: library.constant(f"scaling/{name}").si * float(np.mean([name in each for each in required]))
            for name in sorted(set().union(*required))
        }
        scores.append(Readiness(strategy, READY - sum(points.values()), points))
    return tuple(sorted(scores, key=lambda one: -one.score))


def _requirements(treatment: Treatment) -> set[str]:
    """Requirements of a treatment, by the names of `constants/scaling`."""
    acts, values = set(treatment.acts), treatment.values
    required = set()
    if treatment.vacuum:
        required.add("vacuum")
    if "melted" in acts:
        required.add("molten_lithium")
    elif "heated" in acts or ("temperature" in values and values["temperature"].si >= _HOT):
        required.add("heat")
    if "pressed" in acts and ("pressure" not in values or values["pressure"].si >= _HIGH_PRESSURE):
        required.add("pressure")
    if treatment.solvents or acts & {"cast", "soft layer"}:
        required.add("solvent")
    if acts & {"soft layer", "laminated"}:
        required.add("extra_layer")
    if "in situ" in acts:
        required.add("initiator")
    return required
