"""What a packaged cell costs, by part: masses times prices, making, and cells that fail.

Prices are those of the library, nearly all of them estimates with a wide spread; so the interval says more than the
number. They are of a large factory, not of a laboratory's catalogue.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from brimstone._records import nominal, record
from brimstone.composite.gather import gather
from brimstone.constants import HOUR
from brimstone.design.current import packed_recipe
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.recipe import Recipe
from brimstone.result import Figure
from brimstone.simulate import MEMBERS
from brimstone.stack import Package, build_package

KWH = 1e3 * HOUR  #: one kWh [J]
MAKING = "making"  #: the part that no material stands for
_CATHODE = "composite cathode"
_STEEL, _TAB = "stainless steel", " tab"
#: Parts of a case, which are no sheets of their metal.
_CASE = ("can, cap and gasket", "steel spacer", "spring", "pressure plates")


@record
class CostPart:
    """One material or one step of a packaged cell.

    Attributes
    ----------
    name : str
        Of the material, or `MAKING`.
    role : str
        As of `brimstone.stack.package.Part`; ``"process"`` for `MAKING`.
    mass : ndarray (members,)
        In the cell [kg]; NaN for `MAKING`.
    cost : ndarray (members,)
        In a cell that passes [EUR].
    known, source : str
        Of its price, as of `brimstone.library.values.Value`.
    """

    name: str
    role: str
    mass: np.ndarray
    cost: np.ndarray
    known: str
    source: str


@record
class Cost:
    """What a packaged cell costs.

    Attributes
    ----------
    parts : tuple of CostPart
        The dearest first.
    area : float
        Of all cathodes, one side each [m2].
    """

    parts: tuple[CostPart, ...]
    area: float

    @property
    def total(self) -> np.ndarray:
        """Of the cell [EUR], (members,)."""
        return np.sum([part.cost for part in self.parts], axis=0)

    def per_area(self) -> Figure:
        """Per area of cathode [EUR/m2]."""
        return Figure.of(self.total / self.area)

    def per_energy(self, energy: float) -> Figure:
        """Per energy of one discharge of the cell; `energy` in joules, the figure in EUR/kWh."""
        return Figure.of(self.total * KWH / energy) if energy > 0.0 else Figure(np.nan)


def cost(recipe: Recipe, library: Library, members: int = MEMBERS, seed: int = 0) -> Cost:
    """What a recipe's cell costs; one without a format is packed as `brimstone.design.current.packed_recipe` does.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    members : int
        Samples over the uncertainties of masses and prices, besides the nominal values.
    seed : int

    Raises
    ------
    BrimstoneError
        When the cell is impossible.

    Notes
    -----
    Each part costs its mass times its price; parts of a case several times their metal (``cost/case``). Making costs
    in proportion to the area of the cathodes (``cost/manufacturing``), and the cells that fail (``cost/yield``) are
    paid for by those that pass.
    """
    return priced(recipe, library, members, seed).cost


@record
class Priced:
    """A packaged cell and what it costs; the first member of each array is nominal."""

    cell: DerivedCell
    package: Package
    cost: Cost


def priced(recipe: Recipe, library: Library, members: int = MEMBERS, seed: int = 0) -> Priced:
    """A recipe's cell as `cost` packs it, with what it costs; parameters are those of `cost`.

    Raises
    ------
    BrimstoneError
        When the cell is impossible.
    """
    packed = packed_recipe(recipe, library)
    bench = Workbench.of(packed, library, Ledger(1 + members, seed, packed.overrides))
    cell = derive(bench)
    package = build_package(bench, cell.stack)
    if package is None:
        raise ValueError("the recipe has no package")
    return Priced(cell, package, cost_of_package(package, bench))


def cost_of_package(package: Package, bench: Workbench) -> Cost:
    """What the parts of a package cost, from prices drawn by the ledger of `bench`."""
    euro = bench.constant("cost/euro_per_dollar") / bench.constant("cost/yield")
    parts = [
        CostPart(name, role, mass, euro * mass * factor * price, known, source)
        for name, role, mass, factor in _masses(package, bench)
        for price, known, source in (_price(bench, name),)
    ]
    making, constant = bench.constant("cost/manufacturing"), bench.library.constant("cost/manufacturing")
    nothing = np.full(bench.samples, np.nan)
    spent = euro * making * package.total_area
    parts.append(CostPart(MAKING, "process", nothing, spent, constant.known, constant.source))
    return Cost(tuple(sorted(parts, key=lambda part: -nominal(part.cost))), package.total_area)


def _price(bench: Workbench, name: str) -> tuple[np.ndarray, str, str]:
    value = bench.material(name)["price"]
    return bench.property(name, "price"), value.known, value.source


def _masses(package: Package, bench: Workbench) -> Iterator[tuple[str, str, np.ndarray, np.ndarray | float]]:
    """Name, role and mass of each material, and what its making into a part multiplies its price by."""
    for part in package.parts:
        if part.name == _CATHODE:
            for name, share in _cathode(bench).items():
                yield name, part.role, part.mass * share, 1.0
        elif part.name in _CASE:
            yield _STEEL, part.role, part.mass, bench.constant("cost/case")
        else:
            yield part.name.removesuffix(_TAB), part.role, part.mass, 1.0


def _cathode(bench: Workbench) -> Mapping[str, np.ndarray]:
    """Share of each component in the mass of the cathode."""
    parts = gather(bench)
    return {
        name: weights / parts.weights.sum(axis=0)
        for name, weights in zip(parts.names, parts.weights, strict=True)
        if np.any(weights > 0.0)
    }
