"""The two sets of equations of a cathode, as everything outside of the solver uses them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone.model import gel, solid
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER

#: Conversion of a cell as assembled: charged with sulfur, discharged with Li2S. Not quite 0 and 1, where no cell is.
CHARGED, DISCHARGED = 0.002, 0.998


@dataclass(frozen=True, eq=False)
class Equations:
    """What a set of equations is made of, and what its states stand for.

    Attributes
    ----------
    name : str
        ``"solid"`` or ``"gel"``.
    functions : tuple
        What the solver calls.
    states : tuple of str
    parameters : mapping of str to str
        Name -> unit, in the order of a row.
    index : mapping of str to int
        Place of a parameter in a row.
    scales : ndarray (states,)
        Absolute tolerance of each state in units of the tolerance.
    of_sulfur : tuple of int
        States whose charge is sulfur's own; the others carry that of the electrolyte.
    whole : mapping of str to float
        Parameters, and how often each, whose sum is the charge of all sulfur in reach [C/m3].
    conversion : callable
        Share of the sulfur's lithium that a profile (..., 1 + states, nodes) holds, shape (..., nodes).
    from_anode : callable
        Share of the sulfur's lithium that a profile's states have taken from the anode without current.
    held : callable
        Shares of the sulfur, by what it is in, of a profile; a list of arrays (..., nodes) that adds up to one.
    resistivities : callable
        Ionic and electronic resistivity [ohm m] from parameters by name and a profile.
    current : callable
        Current per volume that passes from ions to electrons, discharge positive [A/m3], from the same.
    fresh : callable
        States of a cell as assembled, charged or not, and a first guess of its potential [V] from parameters by name.
    removable : mapping of str to mapping
        Losses that can be taken away one at a time -> factors on the parameters that make them.
    """

    name: str
    functions: tuple[Any, ...]
    states: tuple[str, ...]
    parameters: Mapping[str, str]
    index: Mapping[str, int]
    scales: np.ndarray
    of_sulfur: tuple[int, ...]
    whole: Mapping[str, float]
    conversion: Callable[[np.ndarray], np.ndarray]
    from_anode: Callable[[np.ndarray], np.ndarray]
    held: Callable[[np.ndarray], list[np.ndarray]]
    resistivities: Callable[[Mapping[str, Any], np.ndarray], tuple[Any, Any]]
    current: Callable[[Mapping[str, Any], np.ndarray], np.ndarray]
    fresh: Callable[[Mapping[str, Any], bool], tuple[tuple[float, ...], Any]]
    removable: Mapping[str, Mapping[str, float]]

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled functions can't be pickled; a set of equations is looked up by its name.
        return _by_name, (self.name,)

    def named(self, row: np.ndarray) -> dict[str, float]:
        """A row of parameters by name."""
        return {name: float(row[place]) for name, place in self.index.items()}

    def charges(self, row: np.ndarray) -> np.ndarray:
        """Charge of each state [C/m3]."""
        return np.array([row[self.index[f"{state}_charge"]] for state in self.states])

    def sulfur_charge(self, rows: np.ndarray) -> np.ndarray:
        """Charge of all sulfur in reach [C/m3], of rows (..., parameters)."""
        return np.asarray(sum(times * rows[..., self.index[name]] for name, times in self.whole.items()))


def _solid_resistivities(p: Mapping[str, Any], profile: np.ndarray) -> tuple[Any, Any]:
    states = (solid.CONVERSION, solid.INTERPHASE, solid.TURNOVER)
    return solid.resistivities(p, *(profile[..., 1 + state, :] for state in states))


def _solid_current(p: Mapping[str, Any], profile: np.ndarray) -> np.ndarray:
    sulfur, redox = solid.source_currents(p, profile)
    return np.asarray(sulfur + redox)


def _solid_conversion(profile: np.ndarray) -> np.ndarray:
    return np.asarray(profile[..., 1 + solid.CONVERSION, :])


def _solid_fresh(p: Mapping[str, Any], charged: bool) -> tuple[tuple[float, ...], Any]:
    return (CHARGED if charged else DISCHARGED, 0.0, 0.0, 0.0, 0.0), p["plateau"]


def _solid_held(profile: np.ndarray) -> list[np.ndarray]:
    conversion = _solid_conversion(profile)
    return [1.0 - conversion, conversion]


def _gel_held(profile: np.ndarray) -> list[np.ndarray]:
    rows = (gel.SULFIDE, gel.SULFUR, gel.LOST, gel.DEAD)
    return [gel.polysulfide(profile), *(np.asarray(profile[..., 1 + row, :]) for row in rows)]


def _nothing(profile: np.ndarray) -> np.ndarray:
    return np.zeros(_solid_conversion(profile).shape)


def _gel_from_anode(profile: np.ndarray) -> np.ndarray:
    # A chain that lithium shortened to Li2S4 brings its lithium back; one that stays there as solid takes it along.
    return np.asarray(UPPER * (profile[..., 1 + gel.SHUTTLED, :] - profile[..., 1 + gel.LOST, :]))


def _gel_conversion(profile: np.ndarray) -> np.ndarray:
    solid_sulfide = profile[..., 1 + gel.SULFIDE, :] + profile[..., 1 + gel.DEAD, :]
    return np.asarray(UPPER * gel.polysulfide(profile) + solid_sulfide)


# Thirty times the exchange current leaves a sixth of a volt less of overpotential, all there is to gain; a film stays
# what it is.
_PATHS = {"ionic path": {"ionic_resistivity": 1e-6}, "electronic path": {"electronic_resistivity": 1e-6}}

#: A composite with a single-ion electrolyte.
SOLID = Equations(
    "solid",
    solid.FUNCTIONS,
    solid.STATES,
    solid.PARAMETERS,
    solid.PARAMETER_INDEX,
    solid.TOLERANCE_SCALES,
    (solid.CONVERSION,),
    {"conversion_charge": 1.0},
    _solid_conversion,
    _nothing,
    _solid_held,
    _solid_resistivities,
    _solid_current,
    _solid_fresh,
    {
        **_PATHS,
        "kinetics": {"conversion_rate": 30.0, "film_discharge": 30.0, "film_charge": 30.0},
        "product film": {"film_discharge": 0.0, "film_charge": 0.0},
    },
)

#: A cathode whose electrolyte dissolves polysulfides.
GEL = Equations(
    "gel",
    gel.FUNCTIONS,
    gel.STATES,
    gel.PARAMETERS,
    gel.PARAMETER_INDEX,
    gel.TOLERANCE_SCALES,
    (gel.SULFIDE, gel.SULFUR, gel.SHUTTLED, gel.DEAD),
    {"sulfide_charge": 1.0 / LOWER},
    _gel_conversion,
    _gel_from_anode,
    _gel_held,
    gel.resistivities,
    gel.source_current,
    gel.fresh,
    {
        **_PATHS,
        "kinetics": {"upper_rate": 30.0, "lower_rate": 30.0, "film": 30.0},
        "product film": {"film": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
    },
)


def _by_name(name: str) -> Equations:
    return {one.name: one for one in (SOLID, GEL)}[name]
