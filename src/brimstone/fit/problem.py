"""Open capacities against the constants that no recipe gives: what is free, and what the model says to candidates."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone._records import nominal, record
from brimstone.constants import HOUR, MAH_G
from brimstone.errors import BrimstoneError
from brimstone.fit.reported import LeftOut, OpenCell, OpenNumber, OpenTable
from brimstone.library import Ledger, Library, Value
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.model.solid import SOLID
from brimstone.protocol import Basis, Instruction, Program, compile_protocol
from brimstone.recipe import Recipe
from brimstone.recipe.fields import read_rate
from brimstone.simulate.anchor import LABORATORY, place_of
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, CONTINUES, STATUS, among

Z_90 = 1.2815515655446004
MODEL_ERROR = 0.10  #: of the logarithm of a capacity, where a measurement is fully trusted
MOST_STEPS = 30  #: of a protocol; what comes after more cycles is ageing, and no constant here
_NODES, _TOLERANCE = 12, 1e-6
_OPEN_MEMBERS = 121  # for the spread that recipes leave open
_LEAST = 10.0 * MAH_G  # a dead cell has no logarithm [C/kg]


@dataclass(frozen=True)
class FreeConstant:
    """A constant that is fitted: its name in the library and its prior.

    Attributes
    ----------
    name : str
    logarithmic : bool
        Whether its logarithm is normally distributed.
    centre, deviation : float
        Of the prior, in SI or in the logarithm.
    level : str
        ``"universal"``, or ``"class"`` for one that belongs to a class of cells.
    """

    name: str
    logarithmic: bool
    centre: float
    deviation: float
    level: str = "universal"

    def value(self, standard: Any) -> Any:
        """The constant in SI, `standard` deviations from the centre of the prior."""
        normal = self.centre + self.deviation * np.asarray(standard)
        return np.exp(normal) if self.logarithmic else normal


#: Constants that the measurements constrain -> factor by which their prior is wider than the interval in constants/.
#: Where that interval comes from an earlier fit to some of the same papers it is wider, up to doubled, so that its
#: centre weighs little.
UNIVERSAL: Mapping[str, float] = {
    "film/conductivity": 2.0,
    "film/length": 2.0,
    "film/activation_energy": 2.0,
    "film/charge_ratio": 1.0,
    "kinetics/exchange_current_density": 2.0,
    "kinetics/activation_energy": 1.0,
    "area/carbon_exponent": 1.5,
    "area/electrolyte_exponent": 1.5,
    "area/sulfur_exponent": 1.5,
    "promoter/strength": 2.0,
    "redox/reach": 1.0,
    "redox/relaxation_time": 1.0,
    "conversion/reachable_fraction": 1.5,
    "conversion/potential": 1.5,
    "transport/milling_factor": 1.5,
    "anode/lithium_indium_area_resistance": 1.0,
    "anode/lithium_area_resistance": 1.0,
}
#: The same for constants of one way of mixing or one active form.
OF_CLASSES: Mapping[str, float] = {
    "mixing/premixed_ln_area": 1.5,
    "mixing/hand_ground_ln_area": 1.5,
    "area/rigid_ln_area": 1.0,
    "activation/received_barrier": 1.5,
    "activation/plain_conductivity": 1.5,
}
#: What differs between laboratories, each zero on average and with a spread of its own.
LABORATORIES = (LABORATORY, "laboratory/ln_film_length")
#: Constants that are drawn as properties of a material.
DRAWN_AS: Mapping[str, str] = {
    "anode/lithium_indium_area_resistance": "Li-In.area_resistance",
    "anode/lithium_area_resistance": "Li.area_resistance",
}


@record
class Point:
    """One measured capacity.

    Attributes
    ----------
    cell : OpenCell
    number : OpenNumber
    deviation : float
        Of the logarithm, the scatter between cells of one laboratory left out.
    """

    cell: OpenCell
    number: OpenNumber
    deviation: float

    @property
    def words(self) -> str:
        """Cell and rate."""
        cycle = f", cycle {self.number.cycle}" if self.number.cycle > 1 else ""
        return f"{self.cell.name}, {self.number.direction} {self.number.at}{cycle}"


class _GivenConstants(Ledger):
    """Nominal values, except for constants given as arrays over the members."""

    def __init__(self, samples: int, given: Mapping[str, np.ndarray]):
        super().__init__(samples)
        self._given = given

    def draw(self, value: Value, where: str) -> np.ndarray:
        """As given under this name, or the nominal value for every member."""
        given = self._given.get(where)
        return np.full(self.samples, value.si) if given is None else given


def prior(library: Library, name: str, wider: float, level: str = "universal") -> FreeConstant:
    """Prior of a constant from constants/, its interval widened by a factor."""
    value = library.prior(name)
    low, high = value.low, value.high
    if low is None or high is None:
        raise ValueError(f"{name} has no interval in the library, so no prior")
    if low > 0.0 and high / low > 1.5:
        deviation = wider * float(np.log(high / low)) / (2 * Z_90)
        return FreeConstant(name, True, float(np.log(value.si)), deviation, level)
    return FreeConstant(name, False, value.si, wider * (high - low) / (2 * Z_90), level)


def free_constants(library: Library) -> tuple[FreeConstant, ...]:
    """All constants that are fitted, with their priors."""
    return (
        *(prior(library, name, wider) for name, wider in UNIVERSAL.items()),
        *(prior(library, name, wider, "class") for name, wider in OF_CLASSES.items()),
    )


@dataclass(frozen=True)
class _Planned:
    """A cell, the steps it is taken through, and where its points come from."""

    recipe: Recipe
    points: tuple[Point, ...]


class Problem:
    """All open capacities against all free constants, many candidates at a time.

    Parameters
    ----------
    library : Library
    table : OpenTable

    Attributes
    ----------
    free : tuple of FreeConstant
    points : tuple of Point
    left_out : tuple of LeftOut
        Capacities that are not fitted, and why.
    """

    def __init__(self, library: Library, table: OpenTable):
        self.library = library
        self.free = free_constants(library)
        self.left_out: list[LeftOut] = []
        self._open_spreads: dict[Recipe, float] = {}  # shared with the parts of the problem
        self._planned = [plan for cell in table.cells if (plan := self._plan(cell)) is not None]
        self.points = tuple(point for plan in self._planned for point in plan.points)
        self.papers = tuple(dict.fromkeys(point.cell.paper for point in self.points))
        self.paper_of = np.array([self.papers.index(point.cell.paper) for point in self.points])
        self.measured = np.array([_per_area_or_mass(point.number) for point in self.points])
        self.deviation = np.array([point.deviation for point in self.points])

    def _plan(self, cell: OpenCell) -> _Planned | None:
        """The cell with its points, unless there is a reason not to fit it."""
        numbers = tuple(number for number in cell.numbers if number.is_capacity and number.at)
        steps = sum(2 * getattr(step, "cycles", 1) for step in cell.recipe.protocol)
        why = ""
        if not numbers:
            return None
        if cell.apart:
            why = cell.apart
        elif not cell.recipe_known:
            why = "shares or materials guessed"
        elif steps > MOST_STEPS:
            why = "after many cycles"
        elif derive(Workbench.of(cell.recipe, self.library)).equations is not SOLID:
            why = "its cathode dissolves polysulfides: another model, with constants of its own"
        if why:
            words = ", ".join(f"{number.direction} {number.at}" for number in numbers)
            self.left_out.append(LeftOut(cell.paper, f"{cell.name}: {words}", why))
            return None
        points = tuple(Point(cell, number, MODEL_ERROR * cell.trust) for number in numbers)
        return _Planned(Workbench.of(cell.recipe, self.library).recipe, points)

    @functools.cached_property
    def left_open(self) -> float:
        """Spread of the logarithm of the reaction area that the recipe of a typical paper leaves open [-].

        Members draw it by what they assume for the speed of the mill, the size of grains, the area of the carbon and
        so on. The fit takes nominal values of all that, so that what differs between laboratories contains it.
        """
        of_papers = [
            np.mean([self._open_spread(plan.recipe) ** 2 for plan in self._planned if _is_of(plan, paper)])
            for paper in self.papers
        ]
        return float(np.sqrt(np.median(of_papers)))

    def _open_spread(self, recipe: Recipe) -> float:
        if recipe not in self._open_spreads:
            self._open_spreads[recipe] = _open_spread(recipe, self.library)
        return self._open_spreads[recipe]

    def without(self, paper: str) -> "Problem":
        """The problem without the points of a paper."""
        return self._of([plan for plan in self._planned if not _is_of(plan, paper)])

    def only(self, paper: str) -> "Problem":
        """The problem with the points of one paper alone."""
        return self._of([plan for plan in self._planned if _is_of(plan, paper)])

    def _of(self, planned: Sequence[_Planned]) -> "Problem":
        part = Problem(self.library, OpenTable((), ()))
        part._planned, part._open_spreads = list(planned), self._open_spreads
        part.points = tuple(point for plan in planned for point in plan.points)
        part.papers = tuple(dict.fromkeys(point.cell.paper for point in part.points))
        part.paper_of = np.array([part.papers.index(point.cell.paper) for point in part.points], dtype=int)
        part.measured = np.array([_per_area_or_mass(point.number) for point in part.points])
        part.deviation = np.array([point.deviation for point in part.points])
        return part

    def logarithms(self, constants: np.ndarray, laboratories: np.ndarray) -> np.ndarray:
        """ln(computed over measured) of all points, (members, points).

        Parameters
        ----------
        constants : ndarray (members, constants)
            In standard deviations of their priors.
        laboratories : ndarray (members, papers, effects)
            What differs between laboratories, in the order of `LABORATORIES`, by paper.
        """
        members = len(constants)
        given = {free.name: free.value(constants[:, place]) for place, free in enumerate(self.free)}
        given |= {where: given[name] for name, where in DRAWN_AS.items() if name in given}
        columns = []
        for plan in self._planned:
            own = laboratories[:, self.papers.index(plan.points[0].cell.paper)]
            given |= {name: own[:, place] for place, name in enumerate(LABORATORIES)}
            cell = derive(Workbench.of(plan.recipe, self.library, _GivenConstants(members, given)))
            columns.append(_computed(cell, plan))
        return np.log(np.concatenate(columns, axis=1) / self.measured)


def _is_of(plan: _Planned, paper: str) -> bool:
    return plan.points[0].cell.paper == paper


def _open_spread(recipe: Recipe, library: Library) -> float:
    """Half of what two thirds of the members differ by in ln(reaction area), all that is fitted held [-]."""
    fitted = {name: library.constant(name).si for name in (*UNIVERSAL, *OF_CLASSES)}
    held = {DRAWN_AS.get(name, name): value for name, value in fitted.items()} | fitted
    held |= dict.fromkeys((*LABORATORIES, f"{LABORATORY}_of_cell", "laboratory/ln_unreached"), 0.0)
    samples = {name: np.full(_OPEN_MEMBERS, value) for name, value in held.items()}
    cell = derive(Workbench.of(recipe, library, Ledger(_OPEN_MEMBERS, 0, recipe.overrides, samples)))
    low, high = np.quantile(np.log(cell.composite.reaction_area[1:]), (1 / 6, 5 / 6))
    return float(0.5 * (high - low))


def _per_area_or_mass(number: OpenNumber) -> float:
    return number.si


def _computed(cell: DerivedCell, plan: _Planned) -> np.ndarray:
    """Capacities of the points of a cell, (members, points) [C/kg] or [C/m2]."""
    charge, mass = nominal(cell.theoretical_charge), nominal(cell.active_mass)
    instructions, places = _instructions(
        plan.recipe, tuple(point.number for point in plan.points), charge, mass, cell.starts_charged
    )
    controls = Program(instructions, ()).controls
    outcomes = solve_ensemble(cell, controls, SolverOptions(_NODES, _TOLERANCE)).outcomes[:, list(places)]
    passed = np.where(among(outcomes[..., STATUS], CONTINUES), np.abs(outcomes[..., CHARGE]), 0.0)
    columns = []
    for place, point in enumerate(plan.points):
        number = point.number
        per = cell.active_mass if number.per == "active" else cell.sulfur_mass
        alive = np.maximum(passed[:, place], _LEAST * per)
        columns.append(alive if number.quantity == "areal capacity" else alive / per)
    return np.stack(columns, axis=1)


@functools.lru_cache(maxsize=512)
def _instructions(
    recipe: Recipe, numbers: tuple[OpenNumber, ...], charge: float, mass: float, charged: bool
) -> tuple[tuple[Instruction, ...], tuple[int, ...]]:
    """The protocol as far as its points reach, and the place of each point in it."""
    program = compile_protocol(recipe, Basis(charge, mass, charged))
    currents = {"C": charge / HOUR, "specific current": mass, "current density": 1.0}
    places = []
    for number in numbers:
        rate = read_rate(number.at)
        place = place_of(program.instructions, number.direction, number.cycle, rate.si * currents[rate.kind])
        if place < 0:
            raise BrimstoneError(f"{recipe.name}: its protocol has no {number.direction} at {number.at}")
        places.append(place)
    return program.instructions[: max(places) + 1], tuple(places)
