"""Numbers pass from the library into a calculation here: sampled once, with their spread, and recorded.

The ledger is both the sampler and the provenance record. Member 0 of every draw is the nominal value; the others
follow the 80 % interval of the value. Draws are stratified (Latin hypercube), so that even 200 members reproduce the
specified interval.
"""

import functools
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from brimstone.errors import LibraryError, RecipeError, UnitError, nearest_names
from brimstone.library._schema import PROPERTIES
from brimstone.library.values import VTF, Arrhenius, Value
from brimstone.units import DIMENSIONS, from_si, parse_stated

_STANDARD = NormalDist()
_Z_90 = _STANDARD.inv_cdf(0.9)  # distance of the 90th percentile from the median, in standard deviations
_LOGNORMAL_ABOVE = 1.5  # ratio of high to low above which a positive value is lognormal

#: Physical bounds on a normal draw, by dimension: (lowest, highest) in SI.
_PHYSICAL: dict[str, tuple[float, float]] = {
    "fraction": (0.0, 1.0),
    "temperature": (0.0, math.inf),
    "voltage": (-math.inf, math.inf),
    "temperature coefficient": (-math.inf, math.inf),
    "pressure coefficient": (-math.inf, math.inf),
    "number": (-math.inf, math.inf),
}


#: Something is divided by these, or nothing is made of them; others are zero for a process that is switched off.
_NEVER_ZERO = ("conductivity", "density", "length", "molar mass", "volume per mole", "temperature", "diffusivity")
#: Largest and smallest ratio of an override to the value of the library. Insulators span more decades: sulfur conducts
#: with 1e-30 S/cm, 20 decades below the product film.
_LARGEST, _SMALLEST = 1e12, 1e-21
_MOST_REMEMBERED, _MOST_MEMBERS = 4096, 1001  # draws; and members of each, beyond which they take too much memory


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the provenance record.

    Attributes
    ----------
    where : str
        Name of the quantity in the calculation, such as ``separator.LGPS.ionic_conductivity.at_25_degC``.
    value : float
        Nominal value [SI].
    low, high : float or None
        80 % interval [SI].
    unit : str
        Display unit.
    dimension, source, known, note : str
        As in `Value`.
    """

    where: str
    value: float
    low: float | None
    high: float | None
    unit: str
    dimension: str
    source: str
    known: str
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class _Noted:
    """A number that was noted. Its interval is taken when the record is read, which that of most cells never is."""

    name: str
    samples: np.ndarray
    dimension: str
    why: str
    known: str

    def entry(self) -> Entry:
        """Its line of the record."""
        values, low, high = self.samples, None, None
        if values.size > 1 and np.any(values != values[0]):
            low, high = (float(bound) for bound in np.quantile(values[1:], (0.1, 0.9)))
        unit = DIMENSIONS[self.dimension][1][0]
        return Entry(self.name, float(values[0]), low, high, unit, self.dimension, self.why, self.known, "")


#: Draws by name, of ensembles of so many members and a seed.
_REMEMBERED: dict[tuple[int, int], dict[str, tuple[Value, np.ndarray, Entry]]] = {}


class Ledger:
    """Draws samples of library values and records every number used.

    Parameters
    ----------
    samples : int
        Members of the ensemble; 1 means nominal values only.
    seed : int
        A seed and a name determine a draw, independent of other draws.
    overrides : mapping of str to str
        Values set by the user under the name of the draw, as text with a unit; those stated with ± have a spread.
    conditioned : mapping of str to ndarray (samples,)
        Samples constrained by a measurement on this cell, by the name of the draw.
    notes : bool
        Whether numbers that are derived enter the record, which of most cells nobody reads.
    """

    def __init__(
        self,
        samples: int = 1,
        seed: int = 0,
        overrides: Mapping[str, str] | None = None,
        conditioned: Mapping[str, np.ndarray] | None = None,
        notes: bool = True,
    ):
        if samples < 1:
            raise ValueError(f"an ensemble needs at least one member, not {samples}")
        self.samples, self.seed, self._notes = samples, seed, notes
        self._remembered = _remembered(samples, seed)
        self._overrides = dict(overrides or {})
        self._conditioned = dict(conditioned or {})
        self._set = self._overrides.keys() | self._conditioned.keys()
        self._used: set[str] = set()
        self._drawn: dict[str, tuple[Value, np.ndarray]] = {}
        self._entries: dict[str, Entry | _Noted] = {}

    @property
    def entries(self) -> list[Entry]:
        """All numbers drawn or recorded so far, in order of first use."""
        return [one.entry() if isinstance(one, _Noted) else one for one in self._entries.values()]

    @property
    def drawn(self) -> dict[str, np.ndarray]:
        """Samples of all library values drawn so far, by name; each (samples,) in SI, read-only."""
        return {where: samples for where, (_, samples) in self._drawn.items()}

    def draw(self, value: Value, where: str) -> np.ndarray:
        """Samples of `value` under the name `where`.

        Returns
        -------
        ndarray of shape (samples,)
            SI; the first element is the nominal value. Read-only.

        Raises
        ------
        LibraryError
            When `where` is already used for another value.
        RecipeError
            When the override of `where` has the wrong dimension or no unit.
        """
        if (before := self._drawn.get(where)) is not None:
            earlier, samples = before
            if earlier is not value and earlier != value:
                raise LibraryError(f"'{where}' is drawn twice with different values: {earlier.text} and {value.text}")
            return samples
        known = self._remembered.get(where)
        if known is not None and known[0] is value and where not in self._set:
            samples, self._entries[where] = known[1:]
            self._drawn[where] = (value, samples)
            return samples
        if where in self._overrides:
            samples, self._entries[where] = self._members(self._override(value, where), where)
        elif where in self._conditioned:
            samples = np.array(self._conditioned[where], dtype=float)
            self.note(where, samples, value.dimension, f"set by the anchor of the recipe instead of {value.text}")
        else:
            samples, self._entries[where] = self._members(value, where)
        samples.flags.writeable = False
        self._drawn[where] = (value, samples)
        return samples

    def conductivity(self, law: Value | Arrhenius | VTF, temperature: Any, where: str) -> np.ndarray:
        """Samples of a conductivity [S/m] at `temperature` [K, scalar or shape (samples,)].

        A plain value is used as is; each parameter of a law is drawn under ``where.part``.
        """
        if isinstance(law, Value):
            return self.draw(law, where)
        if isinstance(law, Arrhenius):
            at_25 = self.draw(law.at_25_degC, f"{where}.at_25_degC")
            energy = self.draw(law.activation_energy, f"{where}.activation_energy")
            return np.broadcast_to(law.at(temperature, at_25, energy), (self.samples,))
        for name, part in law.parts.items():
            if name != "reference":  # its spread also covers the uncertainty of the shape of the curve
                self.note(f"{where}.{name}", part.si, part.dimension, part.source, part.known)
        reference = self.draw(law.reference, f"{where}.reference")
        return np.broadcast_to(law.at(temperature, reference), (self.samples,))

    def note(self, name: str, value_si: Any, dimension: str, why: str, known: str = "derived") -> None:
        """Record a number that was derived or assumed, with the reason.

        `value_si` is a float, or the samples: the first is recorded as nominal, the rest give the interval.
        """
        if not self._notes:
            return
        samples = np.array(value_si, dtype=float, ndmin=1)  # a copy: whoever noted it may go on with it
        self._entries[name] = _Noted(name, samples, dimension, why, known)

    def _members(self, value: Value, where: str) -> tuple[np.ndarray, Entry]:
        """Samples of a value, the nominal one first, and its line in the record."""
        known = self._remembered.get(where)
        if known is not None and known[0] == value:
            return known[1:]
        samples, entry = _sample(value, where, self.samples, self.seed)
        self._remembered[where] = (value, samples, entry)
        return samples, entry

    def unused_overrides(self) -> dict[str, list[str]]:
        """Overrides that were not used, each with the closest names that were drawn."""
        left = [name for name in self._overrides if name not in self._used]
        return {name: nearest_names(name, self._drawn) for name in left}

    def _override(self, value: Value, where: str) -> Value:
        """What the user set instead of a value, with the spread that was stated with it."""
        self._used.add(where)
        text = self._overrides[where]
        try:
            stated = parse_stated(text, value.dimension)
        except UnitError as problem:
            raise RecipeError(str(problem), f"overrides.{where}") from problem
        lowest, highest = _possible(value, where)
        if not lowest <= stated.si <= highest:
            ends = " to ".join(f"{from_si(end, value.unit, value.dimension):.3g}" for end in (lowest, highest))
            raise RecipeError(
                f"'{text}' is not possible: from {ends} {value.unit}".rstrip() + f", and {value.text} in the library",
                f"overrides.{where}",
            )
        return Value(
            stated.si,
            None if stated.low is None else max(stated.low, lowest),
            None if stated.high is None else min(stated.high, highest),
            value.dimension,
            value.unit,
            text,
            "set in the recipe",
            "override",
            note=f"instead of {value.text}",
        )


class AtEnds(Ledger):
    """Draws nominal values, but one number at a time at the ends of its interval.

    Parameters
    ----------
    names : sequence of str
        The k-th of them is at its low end in member 2k + 1, and at its high end in member 2k + 2.
    overrides : mapping of str to str
    conditioned : mapping of str to ndarray
        As in `Ledger`; the first sample of each is taken.
    """

    def __init__(self, names: Sequence[str], overrides: Mapping[str, str], conditioned: Mapping[str, np.ndarray]):
        members = 1 + 2 * len(names)
        held = {name: np.full(members, samples[0]) for name, samples in conditioned.items() if name not in names}
        super().__init__(members, 0, overrides, held)
        self._remembered = {}  # what others of so many members drew at random
        self._places = {name: 2 * number + 1 for number, name in enumerate(names)}

    def _members(self, value: Value, where: str) -> tuple[np.ndarray, Entry]:
        samples = np.full(self.samples, value.si)
        place = self._places.get(where)
        if place is not None and value.low is not None and value.high is not None:
            samples[place : place + 2] = value.low, value.high
        described = (value.unit, value.dimension, value.source, value.known, value.note)
        return samples, Entry(where, value.si, value.low, value.high, *described)


def _remembered(members: int, seed: int) -> dict[str, tuple[Value, np.ndarray, Entry]]:
    """Draws of ensembles like one that begins: the cells of a study draw nearly all of their numbers alike."""
    if members > _MOST_MEMBERS:
        return {}
    if sum(map(len, _REMEMBERED.values())) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    return _REMEMBERED.setdefault((members, seed), {})


def _sample(value: Value, where: str, members: int, seed: int) -> tuple[np.ndarray, Entry]:
    """Samples of a value, the nominal one first, and its line in the record."""
    described = (value.unit, value.dimension, value.source, value.known, value.note)
    entry = Entry(where, value.si, value.low, value.high, *described)
    samples = np.full(members, value.si)
    if members > 1 and value.low is not None and value.high is not None and value.low != value.high:
        samples[1:] = _spread(value, value.low, value.high, where, members - 1, seed)
    samples.flags.writeable = False
    return samples, entry


def _spread(value: Value, low: float, high: float, where: str, count: int, seed: int) -> np.ndarray:
    """Stratified samples of a value between whose `low` and `high` 80 % of them lie, in an order of their own."""
    if low > 0.0 and high / low > _LOGNORMAL_ABOVE:
        below, above = math.log(value.si / low) / _Z_90, math.log(high / value.si) / _Z_90
        z = _scores(value, where, count, seed)
        return np.asarray(value.si * np.exp(np.where(z < 0.0, below, above) * z))
    below, above = (value.si - low) / _Z_90, (high - value.si) / _Z_90
    lowest, highest = _PHYSICAL.get(value.dimension, (0.0, math.inf) if low >= 0.0 else (-math.inf, math.inf))
    floor = _STANDARD.cdf((lowest - value.si) / below) if below > 0.0 else 0.0
    ceiling = _STANDARD.cdf((highest - value.si) / above) if above > 0.0 else 1.0
    z = _scores(value, where, count, seed, floor, ceiling)
    return np.clip(value.si + np.where(z < 0.0, below, above) * z, lowest, highest)


def _scores(value: Value, where: str, count: int, seed: int, floor: float = 0.0, ceiling: float = 1.0) -> np.ndarray:
    """Stratified normal scores between two probabilities, determined by seed and name.

    Numbers that are known only together share scores, which then reach beyond the two probabilities.
    """
    if not value.scores:
        return _own_scores(where, count, seed, floor, ceiling)
    return np.sum([weight * _own_scores(name, count, seed, 0.0, 1.0) for name, weight in value.scores], axis=0)


def _own_scores(where: str, count: int, seed: int, floor: float, ceiling: float) -> np.ndarray:
    digest = hashlib.blake2b(where.encode(), digest_size=8).digest()
    generator = np.random.default_rng([seed, int.from_bytes(digest, "big")])
    return np.asarray(generator.permutation(_quantiles(count, floor, ceiling)))


def _possible(value: Value, where: str) -> tuple[float, float]:
    """Bounds of what may be set in place of a value [SI]: those of the property, or far from the library's value."""
    name = next((part for part in reversed(where.split(".")) if part in PROPERTIES), None)
    if name is not None and PROPERTIES[name].dimension == value.dimension:
        return PROPERTIES[name].limits
    far = _LARGEST * max(abs(value.si), abs(value.low or 0.0), abs(value.high or 0.0)) or math.inf
    lowest, highest = _PHYSICAL.get(value.dimension, (0.0, math.inf) if value.si >= 0.0 else (-math.inf, math.inf))
    if lowest == 0.0 and value.dimension in _NEVER_ZERO:
        lowest = abs(value.si) * _SMALLEST
    return max(lowest, -far), min(highest, far)


@functools.lru_cache(maxsize=64)
def _quantiles(count: int, floor: float, ceiling: float) -> np.ndarray:
    """Middles of `count` strata of equal probability of the standard normal between two probabilities."""
    share = (np.arange(count) + 0.5) / count
    return np.array([_STANDARD.inv_cdf(p) for p in floor + (ceiling - floor) * share])
