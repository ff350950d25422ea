"""One joint fit of the universal constants to all open measurements, and what it is worth.

Constants that no recipe knows are fitted together, for all cells, from priors; laboratories differ by a factor on the
reaction area, which each paper has of its own and which is forgotten afterwards, save for its spread. The honest figure
of a fit is the error on a paper that was left out of it, refitted from the priors each time.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import least_squares

from brimstone.library import Ledger, Library, Value
from brimstone.model.derive import DerivedCell, derive
from brimstone.protocol import compile_protocol
from brimstone.recipe import Recipe
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.interface import CHARGE
from brimstone.units import from_si

TARGETS = Path(__file__).with_name("targets.yaml")
LABORATORY = "laboratory/ln_area"
_NODES, _TOLERANCE = 20, 1e-6
_STEP = 0.02  # of a finite difference, in prior standard deviations
_MODEL_ERROR = 0.10  # relative; what a measurement of trust 1 may be off by, in the logarithm
_Z_90 = 1.2815515655446004


@dataclass(frozen=True)
class Free:
    """A constant that is fitted: its name in the library and its prior.

    Attributes
    ----------
    name : str
    logarithmic : bool
        Whether it is the logarithm that is normal.
    centre, deviation : float
        Of the prior, in SI or in the logarithm.
    """

    name: str
    logarithmic: bool
    centre: float
    deviation: float

    def value(self, standard: Any) -> Any:
        """Constant in SI at a distance from the prior's centre, in standard deviations."""
        moved = self.centre + self.deviation * np.asarray(standard)
        return np.exp(moved) if self.logarithmic else moved


#: Constants that the measurements say something of -> factor by which their prior is wider than the library's interval.
FREE: Mapping[str, float] = {
    "film/conductivity": 2.0,
    "film/length": 2.0,
    "film/activation_energy": 1.5,
    "film/charge_ratio": 1.0,
    "kinetics/exchange_current_density": 1.5,
    "kinetics/activation_energy": 1.0,
    "area/carbon_exponent": 1.0,
    "area/electrolyte_exponent": 1.0,
    "area/sulfur_exponent": 1.0,
    "mixing/premixed_ln_area": 1.0,
    "promoter/strength": 1.5,
    "redox/capacity": 1.5,
    "redox/relaxation_time": 1.0,
    "conversion/reachable_fraction": 1.5,
    "conversion/potential": 1.0,
    "transport/milling_factor": 1.0,
    "anode/lithium_indium_area_resistance": 1.0,
    "anode/lithium_area_resistance": 1.0,
}


#: Constants that are drawn as properties of a material.
_DRAWN_AS = {
    "anode/lithium_indium_area_resistance": "Li-In.area_resistance",
    "anode/lithium_area_resistance": "Li.area_resistance",
}


@dataclass(frozen=True)
class Point:
    """One measured capacity.

    Attributes
    ----------
    paper, cell, condition : str
    measured : float
        [C/kg of sulfur]
    deviation : float
        Of the logarithm.
    """

    paper: str
    cell: str
    condition: str
    measured: float
    deviation: float


@dataclass(frozen=True)
class Group:
    """Measurements on one cell at one temperature: what is run, and which instructions were measured."""

    paper: str
    recipe: Recipe
    points: tuple[Point, ...]
    instructions: tuple[int, ...]


class _Samples(Ledger):
    """Nominal values of everything, but for constants given as arrays over the members."""

    def __init__(self, samples: int, given: Mapping[str, np.ndarray]):
        super().__init__(samples)
        self._given = given

    def _sample(self, value: Value, where: str) -> np.ndarray:
        given = self._given.get(where)
        return np.full(self.samples, value.si) if given is None else np.array(given)


def prior(library: Library, name: str, wider: float) -> Free:
    """Prior of a constant from what is known of it without cell data, its interval taken `wider` times as wide."""
    value = library.prior(name)
    low, high = value.low, value.high
    if low is None or high is None:
        raise ValueError(f"{name} has no interval in the library, so no prior")
    if low > 0.0 and high / low > 1.5:
        return Free(name, True, float(np.log(value.si)), wider * float(np.log(high / low)) / (2 * _Z_90))
    return Free(name, False, value.si, wider * (high - low) / (2 * _Z_90))


def read_groups(library: Library, path: Path = TARGETS) -> list[Group]:
    """Read the measurements and write the recipes that repeat them."""
    groups = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        groups += [_group(library, entry["paper"], group) for group in entry["groups"]]
    return groups


def _group(library: Library, paper: str, entry: Mapping[str, Any]) -> Group:
    tree: dict[str, Any] = yaml.safe_load(library.cell(entry["cell"]).recipe or "")
    tree["operation"]["temperature"] = entry["temperature"]
    if "loading" in entry:
        tree["cathode"]["loading"] = entry["loading"]
    for old, new in entry.get("electrolyte", {}).items():
        parts = tree["cathode"]["composition"]
        parts = parts.get("ratio", parts)
        parts[new] = parts.pop(old)
        tree["separator"] = [
            {**layer, "electrolyte": new if layer["electrolyte"] == old else layer["electrolyte"]}
            for layer in tree["separator"]
        ]
    direction = "charge" if "charge" in entry else "discharge"
    rates = {"rates": list(entry[direction]), "window": entry["window"], "direction": direction}
    if direction == "charge":
        rates["discharge"] = entry["before"]
    tree["protocol"] = [rates]
    tree.pop("reported", None)
    points = tuple(
        Point(
            paper,
            entry["cell"],
            f"{direction} {rate}, {entry['temperature']}"
            + "".join(f", {entry[word]}" for word in ("loading", "electrolyte") if word in entry),
            capacity * 3600.0,
            _MODEL_ERROR * float(entry.get("trust", 1.0)),
        )
        for rate, capacity in entry[direction].items()
    )
    return Group(paper, Recipe.from_mapping(tree), points, ())


class Problem:
    """All measurements against all constants, many candidates at a time.

    Parameters
    ----------
    library : Library
    groups : sequence of Group, optional
        All of the package unless given.
    """

    def __init__(self, library: Library, groups: Sequence[Group] | None = None):
        self.library = library
        self.groups = list(groups) if groups is not None else read_groups(library)
        self.free = [prior(library, name, wider) for name, wider in FREE.items()]
        self.papers = list(dict.fromkeys(group.paper for group in self.groups))
        self.laboratory = float(library.constant("laboratory/ln_area_deviation").si)

    @property
    def points(self) -> list[Point]:
        """All measured points, in the order of the residuals."""
        return [point for group in self.groups for point in group.points]

    @property
    def size(self) -> int:
        """Number of unknowns: constants, then one laboratory factor a paper."""
        return len(self.free) + len(self.papers)

    def capacities(self, standard: np.ndarray) -> np.ndarray:
        """Capacities of all points [C/kg], (members, points), of candidates in standard deviations, (members, size)."""
        members = standard.shape[0]
        given = {free.name: free.value(standard[:, place]) for place, free in enumerate(self.free)}
        # Half of the hand-grinding penalty is the penalty of a premixed composite: one unknown for both.
        given["mixing/hand_ground_ln_area"] = 2.0 * given["mixing/premixed_ln_area"]
        for name, where in _DRAWN_AS.items():
            given[where] = given[name]
        columns = []
        for group in self.groups:
            offset = len(self.free) + self.papers.index(group.paper)
            given[LABORATORY] = self.laboratory * standard[:, offset]
            cell = derive(group.recipe, self.library, _Samples(members, given))
            columns.append(_group_capacities(cell, group))
        return np.concatenate(columns, axis=1)

    def residuals(self, standard: np.ndarray) -> np.ndarray:
        """Weighted residuals of the points, then of the priors; (members, size) -> (members, points + size)."""
        points = self.points
        measured = np.array([point.measured for point in points])
        deviation = np.array([point.deviation for point in points])
        computed = np.maximum(self.capacities(standard), 10.0 * 3600.0)  # a dead cell has no logarithm
        return np.concatenate([np.log(computed / measured) / deviation, standard], axis=1)

    def fit(self, starts: int = 4, seed: int = 0) -> "Fit":
        """Least squares from several starts around the priors' centres; the best is kept."""
        generator = np.random.default_rng(seed)
        best: Any = None
        for start in range(starts):
            x = np.zeros(self.size) if start == 0 else generator.normal(0.0, 0.5, self.size)
            found = least_squares(
                lambda x: self.residuals(x[None])[0],
                x,
                jac=self._jacobian,
                method="trf",
                max_nfev=25,
                ftol=1e-4,
                xtol=1e-3,
                gtol=1e-3,
            )
            if best is None or found.cost < best.cost:
                best = found
        curvature = best.jac.T @ best.jac
        return Fit(self, best.x, np.linalg.inv(curvature), float(2.0 * best.cost))

    def _jacobian(self, x: np.ndarray) -> np.ndarray:
        moves = np.concatenate([np.eye(self.size), -np.eye(self.size)]) * _STEP
        found = self.residuals(x[None] + moves)
        return (found[: self.size] - found[self.size :]).T / (2.0 * _STEP)


@functools.lru_cache(maxsize=256)
def _program(recipe: Recipe, charge: float, mass: float, starts_charged: bool):
    return compile_protocol(recipe, charge, mass, starts_charged)


def _group_capacities(cell: DerivedCell, group: Group) -> np.ndarray:
    charge, mass = float(cell.theoretical_charge[0]), float(cell.active_mass[0])
    program = _program(group.recipe, charge, mass, cell.starts_charged)
    shown = [number for number, instruction in enumerate(program.instructions) if instruction.shown]
    solved = solve_ensemble(cell, program.controls, nodes=_NODES, tolerance=_TOLERANCE)
    return np.abs(solved.outcomes[:, shown, CHARGE]) / cell.sulfur_mass[:, None]


@dataclass(frozen=True)
class Fit:
    """A fit and its local (Laplace) spread, in standard deviations of the priors."""

    problem: Problem
    standard: np.ndarray
    covariance: np.ndarray
    chi_squared: float

    def constants(self) -> dict[str, tuple[float, float, float]]:
        """Each constant's value and 80 % interval, SI."""
        found = {}
        for place, free in enumerate(self.problem.free):
            spread = _Z_90 * np.sqrt(self.covariance[place, place])
            centre = self.standard[place]
            value, low, high = (float(free.value(centre + shift)) for shift in (0.0, -spread, spread))
            found[free.name] = (value, low, high)
        return found

    def laboratories(self) -> dict[str, float]:
        """Logarithm of the factor on the reaction area of each paper."""
        offsets = self.standard[len(self.problem.free) :] * self.problem.laboratory
        return dict(zip(self.problem.papers, (float(offset) for offset in offsets), strict=True))

    def to_yaml(self) -> str:
        """The constants as the library's calibration file."""
        lines = [
            "# Constants fitted together, for all cells alike, to the open measurements of the study room, from the",
            "# priors in constants/, which say what each constant is. Intervals are 10th and 90th percentiles of the",
            "# local spread, correlations left out. They hold for the model as it stands.",
        ]
        source = f"joint fit of {len(self.problem.points)} open measurements from {len(self.problem.papers)} papers"
        constants = self.constants()
        double = [2.0 * number for number in constants["mixing/premixed_ln_area"]]
        constants["mixing/hand_ground_ln_area"] = (double[0], double[1], double[2])
        for name, numbers in constants.items():
            prior_value = self.problem.library.prior(name)
            unit, dimension = prior_value.unit, prior_value.dimension
            value, low, high = (f"{from_si(number, unit, dimension):.4g} {unit}".strip() for number in numbers)
            at = "" if prior_value.temperature is None else f", temperature: {prior_value.temperature - 273.15:g} degC"
            lines.append(
                f"{name}: {{value: {value}, low: {low}, high: {high}{at}, source: '{source}', known: calibrated}}"
            )
        return "\n".join(lines) + "\n"

    def errors(self) -> list[tuple[Point, float]]:
        """Each point with the logarithm of computed over measured."""
        computed = self.problem.capacities(self.standard[None])[0]
        return [
            (point, float(np.log(max(value, 1.0) / point.measured)))
            for point, value in zip(self.problem.points, computed, strict=True)
        ]


@dataclass(frozen=True)
class LeftOut:
    """A point of a paper that was left out of the fit, as ln(computed/measured).

    Attributes
    ----------
    point : Point
    alone, low, high : float
        From the recipe alone, with the 80 % interval over fitted constants and the laboratory's factor.
    anchored : float
        Once the laboratory's factor is set by one of the paper's points (the median over the others); NaN for the only
        point of a paper.
    """

    point: Point
    alone: float
    low: float
    high: float
    anchored: float

    @property
    def covered(self) -> bool:
        """Whether the interval holds the measured value."""
        return self.low <= 0.0 <= self.high


def leave_one_out(library: Library, starts: int = 2, members: int = 200) -> list[LeftOut]:
    """Errors on each paper's points from a fit to all others, from the priors."""
    everything = read_groups(library)
    generator = np.random.default_rng(0)
    found = []
    for paper in dict.fromkeys(group.paper for group in everything):
        fit = Problem(library, [group for group in everything if group.paper != paper]).fit(starts)
        test = Problem(library, [group for group in everything if group.paper == paper])
        size = len(test.free)
        constants = fit.standard[:size]
        measured = np.array([point.measured for point in test.points])

        def logarithms(candidates: np.ndarray, test: Problem = test, measured: np.ndarray = measured) -> np.ndarray:
            return np.log(np.maximum(test.capacities(candidates), 1.0) / measured)

        factors = np.linspace(-4.0, 4.0, 81)
        errors = logarithms(np.concatenate([np.tile(constants, (factors.size, 1)), factors[:, None]], axis=1))
        drawn = generator.multivariate_normal(constants, fit.covariance[:size, :size], members)
        spread = logarithms(np.concatenate([drawn, generator.standard_normal((members, 1))], axis=1))
        low, high = np.quantile(spread, [0.1, 0.9], axis=0)
        # The prior of the laboratory factor weighs against the point that it is set by.
        deviation = np.array([point.deviation for point in test.points])
        chosen = np.argmin((errors / deviation) ** 2 + factors[:, None] ** 2, axis=0)
        for number, point in enumerate(test.points):
            others = [errors[chosen[anchor], number] for anchor in range(len(test.points)) if anchor != number]
            anchored = float(np.median(others)) if others else float("nan")
            alone = float(errors[factors.size // 2, number])
            found.append(LeftOut(point, alone, float(low[number]), float(high[number]), anchored))
    return found


def table(library: Library, starts: int = 4) -> str:
    """What the fit is worth, as a page of Markdown: every point before and after, and with its paper left out."""
    problem = Problem(library)
    fit = problem.fit(starts)
    before = np.log(problem.capacities(np.zeros((1, problem.size)))[0] / [point.measured for point in problem.points])
    left_out = leave_one_out(library)
    columns = {
        "priors": before,
        "joint fit": np.array([error for _, error in fit.errors()]),
        "paper left out": np.array([one.alone for one in left_out]),
        "left out, one point known": np.array([one.anchored for one in left_out]),
    }
    lines = [
        "# The universal constants, and what they are worth",
        "",
        "Computed over measured capacity, as the deviation of the logarithm. The joint fit knows each paper's",
        "laboratory factor; *paper left out* is the recipe alone, with constants refitted from the priors to all other",
        "papers; beside it its 80 % interval over those constants and the laboratory's factor, with a star where it",
        "does not hold the measured value; the last column adds one measured point of the paper (the median over which",
        "one). The centres of most priors come from an earlier joint fit to the same papers, taken wider: the figures",
        "for papers left out flatter.",
        "",
        "| paper | cell and condition | measured, mAh/g | priors | joint fit | paper left out | 80 % interval "
        "| left out, one point known |",
        "|" + "---|" * 8,
    ]
    for number, (point, one) in enumerate(zip(problem.points, left_out, strict=True)):
        first, second, third, fourth = (f"{errors[number]:+.2f}" for errors in columns.values())
        interval = f"{one.low:+.2f} to {one.high:+.2f}" + ("" if one.covered else " *")
        lines.append(
            f"| {point.paper} | {point.cell}: {point.condition} | {point.measured / 3600:.0f} "
            f"| {first} | {second} | {third} | {interval} | {fourth} |"
        )
    roots = [f"{np.sqrt(np.nanmean(errors**2)):.2f}" for errors in columns.values()]
    medians = [f"{100 * np.nanmedian(np.abs(np.expm1(errors))):.0f} %" for errors in columns.values()]
    covered = f"{sum(one.covered for one in left_out)} of {len(left_out)} hold it"
    lines += [
        f"| | root mean square | | {roots[0]} | {roots[1]} | {roots[2]} | {covered} | {roots[3]} |",
        f"| | median of the relative error | | {medians[0]} | {medians[1]} | {medians[2]} | | {medians[3]} |",
        "",
    ]
    return "\n".join(lines)
