"""Parameters that are free in a fit, with what the library knows of them as their prior."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from brimstone.errors import DataError, UnknownNameError
from brimstone.library import Ledger, Library, Value
from brimstone.library.workbench import Workbench
from brimstone.model.capacitance import capacitances
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.units import from_si

_Z_90 = 1.2815515655446004
_LOGNORMAL_ABOVE = 1.5  # as the ledger draws


@dataclass(frozen=True)
class FreeParameter:
    """A number of the library that is fitted; its prior is a normal distribution of two halves about the nominal
    value, as the ledger draws it.

    Attributes
    ----------
    name : str
        As the ledger draws it, such as ``film/conductivity``.
    prior : Value
    """

    name: str
    prior: Value

    @property
    def logarithmic(self) -> bool:
        """Whether its logarithm is normally distributed."""
        low, high = self.prior.low, self.prior.high
        return low is not None and high is not None and low > 0.0 and high / low > _LOGNORMAL_ABOVE

    def _sides(self) -> tuple[float, float, float]:
        """Standard deviations below and above the nominal value, of the logarithm or of the value, and their mean."""
        middle, low, high = self.prior.si, self.prior.low or 0.0, self.prior.high or 0.0
        below, above = (
            (math.log(middle / low), math.log(high / middle)) if self.logarithmic else (middle - low, high - middle)
        )
        mean = 0.5 * (below + above) / _Z_90
        return max(below / _Z_90, 0.05 * mean), max(above / _Z_90, 0.05 * mean), mean

    def value(self, u: Any) -> Any:
        """The parameter in SI at `u`, its distance from the nominal value in mean standard deviations of the prior."""
        away = self._sides()[2] * np.asarray(u, dtype=float)
        if self.logarithmic:
            return self.prior.si * np.exp(away)
        values = self.prior.si + away
        low = self.prior.low or 0.0
        if self.prior.dimension == "fraction":
            return np.clip(values, 1e-6, 1.0)
        return np.maximum(values, 0.01 * low) if low > 0.0 else values

    def standard(self, u: Any) -> Any:
        """What is normally distributed with unit width by the prior, whose two sides may be of unequal width."""
        below, above, mean = self._sides()
        u = np.asarray(u, dtype=float)
        return u * np.where(u < 0.0, mean / below, mean / above)

    def u(self, standard: Any) -> Any:
        """The inverse of `standard`."""
        below, above, mean = self._sides()
        standard = np.asarray(standard, dtype=float)
        return standard * np.where(standard < 0.0, below / mean, above / mean)

    def shown(self, value: float, digits: int = 4) -> str:
        """A value in the unit of the library."""
        return f"{from_si(value, self.prior.unit, self.prior.dimension):.{digits}g} {self.prior.unit}".strip()


class Candidates(Ledger):
    """Nominal values, except for parameters given as arrays over the members."""

    def __init__(self, samples: int, recipe: Recipe, given: Mapping[str, np.ndarray]):
        super().__init__(
            samples, 0, {name: text for name, text in recipe.overrides.items() if name not in given}, given
        )
        self.values: dict[str, Value] = {}

    def draw(self, value: Value, where: str) -> np.ndarray:
        """Samples of a parameter that is given, or the nominal value."""
        self.values[where] = value
        return super().draw(replace(value, low=None, high=None), where)


def uncertain(recipe: Recipe, library: Library) -> dict[str, FreeParameter]:
    """Every number of a cell that the library knows with a spread, by the name of its draw."""
    ledger = Candidates(1, recipe, {})
    bench = Workbench.of(recipe, library, ledger)
    capacitances(bench, derive(bench))
    return {
        name: FreeParameter(name, value)
        for name, value in ledger.values.items()
        if value.low is not None and value.high is not None and value.low < value.high and name not in recipe.overrides
    }


def chosen(names: Sequence[str], recipe: Recipe, library: Library) -> tuple[FreeParameter, ...]:
    """The parameters of these names.

    Raises
    ------
    UnknownNameError
        For a name that this cell does not draw, with the nearest.
    DataError
        For one that is set in the recipe, or named twice.
    """
    known = uncertain(recipe, library)
    for name in names:
        if name in recipe.overrides:
            raise DataError(f"'{name}' is set in the recipe (overrides), so it can't be free")
        if name not in known:
            raise UnknownNameError("parameter", name, sorted(known))
        if list(names).count(name) > 1:
            raise DataError(f"'{name}' is named twice")
    return tuple(known[name] for name in names)
