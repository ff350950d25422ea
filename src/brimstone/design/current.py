"""The distribution of the current over the electrodes of a packaged cell."""

from brimstone._records import record
from brimstone.library import Library
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe
from brimstone.simulate.discharge import area_resistance, discharged
from brimstone.stack import Package, Stack, build_package
from brimstone.stack.current import CELLS, Spread, Tab, spread_of_current
from brimstone.stack.package import electrode_area, reference_format


@record
class CurrentDistribution:
    """The current over the electrodes of a packaged cell.

    Attributes
    ----------
    package : Package
    spread : Spread
    area_resistance : float
        -dV/dj of the cell between its foils, at half of its first discharge [ohm m2].
    current_density : float
        Of that discharge [A/m2].
    sheets : tuple of float
        Sheet conductance of the metal along cathode and anode, for one unit [S].
    """

    package: Package
    spread: Spread
    area_resistance: float
    current_density: float
    sheets: tuple[float, float]

    @property
    def in_plane_loss(self) -> float:
        """Voltage lost in the foils at that current [V]."""
        return self.spread.in_plane * self.current_density * self.package.area

    @property
    def in_plane_area_resistance(self) -> float:
        """Area resistance that the foils add [ohm m2]."""
        return self.spread.in_plane * self.package.area


def packed_recipe(recipe: Recipe, library: Library) -> Recipe:
    """The recipe with a format: its own, a pouch of one layer of its own size, or the reference pouch."""
    if recipe.format is not None:
        return recipe
    if electrode_area(recipe) is not None:
        return Recipe.from_mapping({**recipe.to_mapping(), "format": "pouch"}, recipe.source)
    return recipe.model_copy(update={"format": reference_format(library)})


def current_distribution(recipe: Recipe, library: Library, cells: int = CELLS) -> CurrentDistribution:
    """Distribution of the current over the electrodes of a recipe's cell, nominal values.

    Parameters
    ----------
    recipe : Recipe
        One without a format is packed as `packed_recipe` does.
    library : Library
    cells : int
        Of the grid along the longer edge.

    Raises
    ------
    BrimstoneError
        When the cell is impossible, or gives no charge.
    """
    recipe = packed_recipe(recipe, library)
    resistance, current = area_resistance(recipe, library)
    run, _ = discharged(recipe, library)
    package = build_package(Workbench.of(recipe, library), run.stack)
    if package is None:
        raise ValueError("the recipe has no package")
    sheets = _sheets(recipe, library, package, run.stack)
    spread = spread_of_current(package.width, package.height, sheets, resistance, _tabs(package), cells)
    return CurrentDistribution(package, spread, resistance, current, sheets)


def _sheets(recipe: Recipe, library: Library, package: Package, stack: Stack) -> tuple[float, float]:
    """Sheet conductance along each electrode: steel of a coin cell, foils of a pouch, and the anode's own metal."""
    coin = package.kind == "coin"
    foils = tuple(layer.name for layer in stack.layers if layer.role == "collector")
    metals = ("stainless steel",) * 2 if coin else foils
    anode_thickness = next(float(layer.thickness[0]) for layer in stack.layers if layer.role == "anode")
    cathode, anode = (
        float(thickness[0]) * library.material(metal)["electronic_conductivity"].si
        for thickness, metal in zip(package.collector_thickness, metals, strict=True)
    )
    own = library.material(recipe.anode.material).get("electronic_conductivity")
    return cathode, anode + (anode_thickness * own.si if own is not None else 0.0)


def _tabs(package: Package) -> tuple[Tab, Tab]:
    """Side by side on one edge, or in the middle of opposite edges; those of a coin cell cover an edge."""
    if package.kind == "coin":
        return Tab(True, 0.0, package.width), Tab(True, 0.0, package.width)
    half = 0.5 * min(package.tab_width, package.width)
    if package.opposite_tabs:
        middle = 0.5 * package.width
        return Tab(True, middle - half, middle + half), Tab(False, middle - half, middle + half)
    half = min(half, 0.25 * package.width)
    places = (0.25 * package.width, 0.75 * package.width)
    return Tab(True, places[0] - half, places[0] + half), Tab(True, places[1] - half, places[1] + half)
