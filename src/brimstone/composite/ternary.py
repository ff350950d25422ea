"""Ternary maps of active material, electrolyte and carbon, with the percolation limits of both networks."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from brimstone._records import record
from brimstone.composite.assemble import assemble
from brimstone.composite.composite import Composite
from brimstone.composite.gather import gather
from brimstone.composite.ingredients import Ingredients
from brimstone.errors import BrimstoneError, RecipeError, nearest_names
from brimstone.library.workbench import Workbench

_LEAST_SHARE = 1e-3  # at a corner there is no active material or no network
_BISECTIONS = 30


@record
class TernaryMap:
    """One quantity over the triangle of compositions.

    Attributes
    ----------
    quantity : str
        Name of the quantity.
    active, electrolyte, carbon : array, (points,)
        Weight fractions of the three groups, which add up to one.
    values : array, (points,)
        SI.
    ionic_edge, electronic_edge : array, (corners of the line, 3)
        Compositions (active, electrolyte, carbon) at the percolation thresholds of electrolyte and carbon; empty if
        they percolate everywhere or nowhere.
    """

    quantity: str
    active: np.ndarray
    electrolyte: np.ndarray
    carbon: np.ndarray
    values: np.ndarray
    ionic_edge: np.ndarray
    electronic_edge: np.ndarray


def ternary_grid(points_per_side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fractions of active material, electrolyte and carbon on a triangular grid with slightly truncated corners."""
    i, j = np.meshgrid(np.arange(points_per_side), np.arange(points_per_side), indexing="ij")
    inside = i + j < points_per_side
    steps = points_per_side - 1
    electrolyte, carbon = i[inside] / steps, j[inside] / steps
    shares = np.maximum(np.stack([1.0 - electrolyte - carbon, electrolyte, carbon]), _LEAST_SHARE)
    active, electrolyte, carbon = shares / shares.sum(axis=0)
    return active, electrolyte, carbon


def ternary_map(bench: Workbench, quantity: str, points_per_side: int = 41) -> TernaryMap:
    """Map one quantity of the composite over all compositions of the recipe's materials.

    Parameters
    ----------
    bench : Workbench
        Its recipe gives materials, process and loading; materials in one group keep their ratio, binders their
        fraction. Nominal values are used.
    quantity : str
        Name of an array of `Composite`.
    points_per_side : int
        Of the grid; the map has about half the square of this number.

    Raises
    ------
    BrimstoneError
        When `Composite` has no such quantity.
    RecipeError
        When the recipe lacks one of the three groups.
    """
    triangle = _Triangle(gather(bench).nominal(), bench.recipe.source)
    active, electrolyte, carbon = ternary_grid(points_per_side)
    values = _quantity(triangle.composite(active, electrolyte, carbon), quantity)
    along = np.linspace(0.0, 1.0, points_per_side)
    return TernaryMap(
        quantity,
        active,
        electrolyte,
        carbon,
        np.broadcast_to(values, active.shape),
        ionic_edge=triangle.edge(
            lambda share: (1.0 - along - share, share, along),
            lambda composite: composite.phi_electrolyte - composite.ionic_threshold,
            1.0 - along,
        ),
        electronic_edge=triangle.edge(
            lambda share: (1.0 - along - share, along, share),
            lambda composite: composite.electronic_conductors - composite.electronic_threshold,
            1.0 - along,
        ),
    )


def _quantity(composite: Composite, name: str) -> np.ndarray:
    arrays = {key: value for key, value in vars(composite).items() if isinstance(value, np.ndarray)}
    if name not in arrays:
        near = nearest_names(name, arrays) or sorted(arrays)
        raise BrimstoneError(f"'{name}' is not a quantity of a composite; see {', '.join(near)}")
    return arrays[name]


class _Triangle:
    """Composites of the same materials in different proportions."""

    def __init__(self, parts: Ingredients, source: str):
        weighed = parts.electrode_mass is not None or parts.active_mass is not None
        if parts.thickness is not None and weighed:
            # Loading and thickness fix the porosity of the recipe; other mixtures have the same.
            parts = replace(parts, porosity=assemble(parts).porosity, thickness=None)
        self.parts = parts
        groups = {
            "active material": parts.active & ~parts.electrolyte,
            "electrolyte": parts.electrolyte,
            "carbon": parts.carbon,
        }
        for name, mask in groups.items():
            if not mask.any():
                raise RecipeError(f"a ternary map requires {name}; the recipe has none", "cathode.composition", source)
        weights = parts.weights / parts.weights.sum(axis=0)
        self.rest = np.where(np.any(list(groups.values()), axis=0)[:, None], 0.0, weights)
        self.within = [np.where(mask[:, None], weights, 0.0) / weights[mask].sum(axis=0) for mask in groups.values()]

    def composite(self, *shares: np.ndarray) -> Composite:
        """Composites with these fractions of active material, electrolyte and carbon."""
        free = 1.0 - self.rest.sum(axis=0)
        cut = np.maximum(np.stack(shares), _LEAST_SHARE)
        cut = cut / cut.sum(axis=0)
        weights = self.rest + free * sum(share * group for share, group in zip(cut, self.within, strict=True))
        return assemble(replace(self.parts, weights=weights))

    def edge(self, point: Callable, excess: Callable, longest: np.ndarray) -> np.ndarray:
        """Where `excess` of the composite changes sign along lines from 0 to `longest`, by bisection."""
        lower, upper = np.zeros_like(longest), longest.copy()
        there = excess(self.composite(*point(upper))) > 0.0
        there &= excess(self.composite(*point(lower))) < 0.0
        for _ in range(_BISECTIONS):
            middle = 0.5 * (lower + upper)
            above = excess(self.composite(*point(middle))) > 0.0
            lower, upper = np.where(above, lower, middle), np.where(above, middle, upper)
        return np.stack(point(0.5 * (lower + upper)), axis=-1)[there]
