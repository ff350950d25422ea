"""What can be made at all, how large, and how far from a factory: limits of classes, and what strategies ask for."""

from dataclasses import dataclass

import numpy as np

from brimstone.library import Library, Strategy, Treatment
from brimstone.library.tables import Process, processes
from brimstone.physics.bending import least_bending_radius, rolling_thickness

CLASSES = ("sulfide", "halide", "hydride", "oxide", "nitride", "polymer", "gel")
READY = 10.0  #: points of a strategy that asks for nothing
_HIGH_PRESSURE, _HOT = 100e6, 373.15  # [Pa], [K]


@dataclass(frozen=True)
class ClassLimits:
    """What layers of a class of electrolyte stand, by the estimates of the class.

    Attributes
    ----------
    name : str
    soft : bool
        Whether the class rolls by its rules, at any thickness.
    toughness, modulus : float or None
        K_IC [Pa m^0.5] and Young's modulus [Pa]; None where the library has none.
    least_thickness : float
        Of a layer that stands by itself [m].
    bending_radius : float or None
        To which that layer bends [m]; None when it does not crack, or its toughness is not known.
    rolling_thickness : float or None
        Thickest layer that goes around a core [m]; None likewise.
    pellet_area : float or None
        That a laboratory press loads enough [m2]; None for what is not pressed.
    processes : tuple of Process
        That make it.
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
        """Whether the usual free-standing layer goes around a core; None when that is not known."""
        if self.soft or self.rolling_thickness is None:
            return self.soft or None
        return self.least_thickness <= self.rolling_thickness

    @property
    def film_rolls(self) -> bool | None:
        """Whether the thinnest layer that any process makes of it does; None when that is not known."""
        if self.soft or self.rolling_thickness is None:
            return self.soft or None
        return any(process.least.si <= self.rolling_thickness for process in self.processes)


def class_limits(library: Library) -> tuple[ClassLimits, ...]:
    """Limits of every class of electrolyte, nominal values."""
    radius, flaw = library.constant("process/roll_radius").si, library.constant("process/film_flaw").si
    force, pressure = library.constant("process/press_force").si, library.constant("process/fabrication_pressure").si
    found = []
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
        found.append(ClassLimits(name, soft, toughness, modulus, thickness, bends, rolls, area, made))
    return tuple(found)


@dataclass(frozen=True)
class Readiness:
    """How near to a factory a strategy is.

    Attributes
    ----------
    strategy : Strategy
    score : float
        10 for one that asks for nothing beyond a line of today, less what its usual treatment asks for.
    asks : mapping of str to float
        Points by what is asked, those of `constants/scaling`, mean over its treatments.
    """

    strategy: Strategy
    score: float
    asks: dict[str, float]


def readiness(library: Library) -> tuple[Readiness, ...]:
    """Every strategy with its score, best first: the mean over its treatments of what each asks for.

    The score rests on what the treatments do (`Treatment.acts`, pressure, temperature, vacuum, solvents), not on what
    the reviews say of their scalability, and can be held against it.
    """
    found = []
    for strategy in library.strategies():
        asked = [_asks(treatment) for treatment in strategy.variants]
        points = {
            name: library.constant(f"scaling/{name}").si * float(np.mean([name in asks for asks in asked]))
            for name in sorted(set().union(*asked))
        }
        found.append(Readiness(strategy, READY - sum(points.values()), points))
    return tuple(sorted(found, key=lambda one: -one.score))


def _asks(treatment: Treatment) -> set[str]:
    """What a treatment asks for, by the names of `constants/scaling`."""
    acts, values = set(treatment.acts), treatment.values
    asked = set()
    if treatment.vacuum:
        asked.add("vacuum")
    if "melted" in acts:
        asked.add("molten_lithium")
    elif "heated" in acts or ("temperature" in values and values["temperature"].si >= _HOT):
        asked.add("heat")
    if "pressed" in acts and ("pressure" not in values or values["pressure"].si >= _HIGH_PRESSURE):
        asked.add("pressure")
    if treatment.solvents or acts & {"cast", "soft layer"}:
        asked.add("solvent")
    if acts & {"soft layer", "laminated"}:
        asked.add("extra_layer")
    if "in situ" in acts:
        asked.add("initiator")
    return asked
