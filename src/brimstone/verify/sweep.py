"""What a row rests on and does not tell: every number of the library that it reads is broken, each way by three.

A row names the quantities that it is about, and what turns it red. Its numbers depend on more: on all that its runs
read. A quantity that moves a number of the row and leaves the row green both ways is told by nothing, unless the row
says so, with the reason, as `unseen`.
"""

import functools
import hashlib
import math
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from brimstone._executor import Form, Work
from brimstone.errors import BrimstoneError
from brimstone.library import Library, Value
from brimstone.library import load as load_library
from brimstone.verify.checking import Finding, Outcome, check
from brimstone.verify.checking import Found as Compared
from brimstone.verify.joint import Agreement
from brimstone.verify.mutations import mutated, subject_of
from brimstone.verify.parallel import each
from brimstone.verify.row import Claim, Row, Unseen, rows

FILE = Path(__file__).parent / "swept.yaml"
_HEAD = "# What each green row rests on besides its mutations, as last found; see brimstone/verify/sweep.py.\n\n"

#: A number of a row moves by so much of itself or of its limit, or by half of an absolute distance that is allowed.
NOTICEABLE = 0.1
#: By what a quantity is broken, up and down.
FACTOR = 3.0

#: A mutation without what it does, such as ``{constant: film/length}``.
Quantity = Mapping[str, Any]


class _Watched(Value):
    """A number that tells when it is read."""

    __slots__ = ("_name", "_seen")

    def __getattribute__(self, name: str) -> Any:
        if name == "si":
            object.__getattribute__(self, "_seen").add(object.__getattribute__(self, "_name"))
        return object.__getattribute__(self, name)


@dataclass(frozen=True)
class Sweep:
    """What came of breaking all that a row reads and does not name.

    Attributes
    ----------
    noticed : tuple of str
        What turns it red, up or down.
    silent : mapping of str to Moved
        What leaves it green both ways and moves a number of it.
    """

    noticed: tuple[str, ...]
    silent: Mapping[str, "Moved"]


@dataclass(frozen=True, order=True)
class Moved:
    """How far a number of a row moves (see `moved`), and of which claim it is."""

    share: float
    what: str = ""

    def __str__(self) -> str:
        return f"{self.share:.2g} in {self.what}"


@dataclass(frozen=True)
class Found:
    """Names of what a green row was found to rest on besides its mutations: what turns it red, and what does not."""

    red: tuple[str, ...] = ()
    green: tuple[str, ...] = ()


@functools.cache
def swept() -> Mapping[str, Found]:
    """What was last found, by the id of the row."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(FILE.read_text(encoding="utf-8"), loader) if FILE.is_file() else {}
    return {name: Found(**{key: tuple(names) for key, names in one.items()}) for name, one in (content or {}).items()}


def untold(row: Row) -> list[tuple[Unseen, Sequence[str]]]:
    """What a green row does not notice and says so, each with the quantities that were found, if it was swept."""
    found = swept().get(row.id)
    if found is None:
        return [(one, one.of) for one in row.unseen]
    of = {name: next((one for one in row.unseen if one.tells(name)), None) for name in found.green}
    names = [(one, [name for name, by in of.items() if by is one]) for one in row.unseen]
    return [(one, those) for one, those in names if those]


def record(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Mapping[str, Moved]]]:
    """Record what turns these green rows red; of each what it neither notices nor says, with how far that moves it."""
    form: Form[Outcome, Sweep] = Form(lambda one: one.row.id, lambda one, _: {"row": one.row.id}, (Sweep,))
    both = dict(swept())
    for one, found in zip(outcomes, each(outcomes, Work(_sweep, _lost, form), lambda one: one.seconds), strict=True):
        both[one.row.id] = Found(tuple(sorted(found.noticed)), tuple(sorted(found.silent)))
        entries = {
            row.id: {"red": list(both[row.id].red), "green": list(both[row.id].green)}
            for row in rows()
            if row.id in both
        }
        text = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
        FILE.write_text(_HEAD + text, encoding="utf-8")
        yield one.row.id, _unsaid(one.row, found)
    swept.cache_clear()


def _lost(outcome: Outcome, reason: str) -> Sweep:
    raise BrimstoneError(f"{outcome.row.id}: {reason}")


def unsaid(intact: Outcome, anew: bool = True) -> dict[str, Moved]:
    """What moves a number of a green row, leaves it green both ways and is told nowhere, with how far it moves it.

    Parameters
    ----------
    intact : Outcome
        Of the row with nothing broken.
    anew : bool
        Whether what is recorded to turn it red, or told, is broken again, one by one; else only the rest, at once.
    """
    return _unsaid(intact.row, _sweep(intact, anew))


def _unsaid(row: Row, found: Sweep) -> dict[str, Moved]:
    return {name: far for name, far in found.silent.items() if not any(one.tells(name) for one in row.unseen)}


def _sweep(intact: Outcome, anew: bool = True) -> Sweep:
    """With what is recorded, so that it takes less time."""
    own = swept().get(intact.row.id)
    told = set() if anew else {n for n in quantities(load_library()) if any(one.tells(n) for one in intact.row.unseen)}
    if own is None:
        likely = {name for one in swept().values() for name in (*one.red, *one.green)}
        return sweep(intact, likely=likely, trusted=told)
    return sweep(intact, {*own.red, *own.green}, trusted=() if anew else {*own.red, *told})


def quantities(library: Library) -> dict[str, Quantity]:
    """Every number of the library, by its name in the words of mutations."""
    every: list[Quantity] = [{"constant": name} for name in library._constants]
    for material in library._materials.values():
        for name, law in material.properties.items():
            parts = [name] if isinstance(law, Value) else [f"{name}.{part}" for part in law.parts]
            every += [{"material": material.name, "property": part} for part in parts]
    for treatment in library._treatments.values():
        every += [{"treatment": treatment.name, "field": f"values.{name}"} for name in treatment.values]
    return {subject_of(one): one for one in every}


def read_by(row: Row, library: Library | None = None) -> tuple[str, ...]:
    """Names of the quantities that a row reads when it is carried out."""
    library, seen = library or load_library(), set[str]()
    check(row, _watched(library, seen))
    return tuple(name for name in quantities(library) if name in seen)


def sweep(
    intact: Outcome,
    known: Collection[str] = (),
    likely: Collection[str] = (),
    trusted: Collection[str] = (),
    library: Library | None = None,
) -> Sweep:
    """Break all that a green row reads and does not name as a mutation, each quantity up and down.

    Many that move nothing are broken at once, each by a factor of its own, so that no two make up for each other.

    Parameters
    ----------
    intact : Outcome
        Of the row with nothing broken.
    known : collection of str
        Those that moved it before: they are broken one by one at once, which takes the least time. What is found does
        not depend on it.
    likely : collection of str
        Those that move other rows, which are broken apart from the rest.
    trusted : collection of str
        Those that are not broken, as they are known to turn it red or are told.
    library : Library, optional
    """
    library = library or load_library()
    every, named = quantities(library), set(_named(intact.row, library))
    left = [name for name in read_by(intact.row, library) if name not in named and name not in trusted]
    trial = _Trial(intact, every, library)
    moving = [name for name in left if name in known]
    moving += trial.moving([name for name in left if name not in known and name not in likely])
    moving += trial.moving([name for name in left if name not in known and name in likely])
    found = {name: trial.alone(name) for name in moving}
    return Sweep(
        tuple(name for name, far in found.items() if far is None),
        {name: far for name, far in found.items() if far is not None and far.share >= NOTICEABLE},
    )


def _named(row: Row, library: Library) -> Iterator[str]:
    """The quantities that a row names as mutations; of a law its first part, if it names none."""
    for one in row.mutations:
        if "times" in one:
            law = library.material(one["material"]).get(one["property"]) if "property" in one else None
            part = "" if law is None or isinstance(law, Value) else f".{next(iter(law.parts))}"
            yield subject_of({**one, "property": f"{one['property']}{part}"} if part else one)


@dataclass(frozen=True)
class _Trial:
    intact: Outcome
    every: Mapping[str, Quantity]
    library: Library

    def moving(self, names: Sequence[str]) -> list[str]:
        """Those of many that may move the row: all are broken at once, and halves of them where that moves it."""
        if not names or not self._moves(names):
            return []
        if len(names) == 1:
            return list(names)
        half = _middle(names)
        return [*self.moving(names[:half]), *self.moving(names[half:])]

    def _moves(self, names: Sequence[str]) -> bool:
        for way in (1.0, -1.0):
            changes = {name: (FACTOR * 1.5 ** _share(name)) ** (way * _sign(name)) for name in names}
            if len(names) == 1:
                changes = {name: FACTOR**way for name in names}
            far, _ = self._broken(changes, lambda share, lost: lost or share >= 0.5 * NOTICEABLE)
            if far.share >= 0.5 * NOTICEABLE:
                return True
        return False

    def alone(self, name: str) -> Moved | None:
        """How far a quantity moves the row; nothing, when one way turns it red."""
        farthest = Moved(0.0)
        for way in (1.0, -1.0):
            far, lost = self._broken({name: FACTOR**way}, lambda _, lost: lost)
            if lost:
                return None
            farthest = max(farthest, far)
        return farthest

    def _broken(self, changes: Mapping[str, float], enough: Callable[[float, bool], bool]) -> tuple[Moved, bool]:
        """How far the row moves, and whether it turns red."""
        first, *rest = [{**self.every[name], "times": times} for name, times in changes.items()]
        farthest, lost = Moved(0.0), False

        def tell(found: Compared, place: int) -> bool:
            nonlocal farthest, lost
            before = self.intact.found[place]
            compared = before.claim if isinstance(before, Finding) else before.joint
            farthest = max(farthest, Moved(moved(before, found), compared.what))
            lost = lost or (before.passed and not found.passed)
            return enough(farthest.share, lost)

        with warnings.catch_warnings(), mutated({**first, "and": rest}, self.library) as library:
            warnings.simplefilter("ignore", RuntimeWarning)  # a number that is broken may divide by nothing
            outcome = check(self.intact.row, library, tell)
        return (Moved(math.inf), True) if outcome.problem else (farthest, lost)


def moved(before: Compared, after: Compared) -> float:
    """How far a number of a row moves, that of a list which moves farthest.

    As a share of itself or of its limit; where an absolute distance is allowed, or two limits leave one, as a fifth of
    how much of it is used up. A number that is small beside others of its list is taken as a tenth of the largest.
    """
    if isinstance(before, Finding) and isinstance(after, Finding):
        claim = before.claim
        if claim.holds:
            return 0.0 if before.passed == after.passed else math.inf
        if len(before.values) != len(after.values):
            return math.inf
        ratio = claim.rises is not None or claim.falls is not None
        least = max(0.1 * max(abs(one) for one in before.values), 0.0 if ratio else abs(before.expected))
        allowed = _allowed(claim)
        pairs = [(one, other, max(abs(one), least)) for one, other in zip(before.values, after.values, strict=True)]
        if ratio:
            pairs.append((before.computed, after.computed, abs(before.computed)))
        return max(_apart(one, other, min(scale, 5.0 * allowed) or 5.0 * allowed) for one, other, scale in pairs)
    if isinstance(before, Agreement) and isinstance(after, Agreement):
        return max(_apart(one, other, abs(one)) for one, other in zip(before.computed, after.computed, strict=True))
    return math.inf


def _allowed(claim: Claim) -> float:
    """The absolute distance that a claim leaves to either side, infinite where it leaves a ratio."""
    if isinstance(claim.above, (int, float)) and isinstance(claim.below, (int, float)):
        return 0.5 * (claim.below - claim.above)
    return claim.within or math.inf


def _apart(before: float, after: float, scale: float) -> float:
    off = abs(after - before)
    if not math.isfinite(off):
        return math.inf
    return float(off / scale) if 0.0 < scale < math.inf else (math.inf if off else 0.0)


def _middle(names: Sequence[str]) -> int:
    """Where many are parted: in their middle, if possible between two groups of constants or two materials."""
    groups = [_group(name) for name in names]
    ends = [place for place in range(1, len(names)) if groups[place] != groups[place - 1]]
    return min(ends, key=lambda place: abs(2 * place - len(names)), default=len(names) // 2)


def _group(name: str) -> str:
    return name.partition("/")[0] if "/" in name else name.rpartition(" of ")[2]


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def _share(name: str) -> float:
    return (_hash(name) >> 1) / 2**31


def _sign(name: str) -> float:
    return 1.0 if _hash(name) & 1 else -1.0


def _watched(library: Library, seen: set[str]) -> Library:
    """The library, with every number telling when it is read."""

    def watch(value: Value, quantity: Quantity) -> Value:
        parts = {one.name: getattr(value, one.name) for one in fields(Value)}
        watched = _Watched(**parts)
        object.__setattr__(watched, "_name", subject_of(quantity))
        object.__setattr__(watched, "_seen", seen)
        return watched

    def law(material: str, name: str, held: Any) -> Any:
        if isinstance(held, Value):
            return watch(held, {"material": material, "property": name})
        return replace(
            held,
            **{
                part: watch(value, {"material": material, "property": f"{name}.{part}"})
                for part, value in held.parts.items()
            },
        )

    constants, priors = (
        {name: watch(value, {"constant": name}) for name, value in held.items()}
        for held in (library._constants, library._priors)
    )
    materials = {
        key: replace(one, properties={name: law(one.name, name, held) for name, held in one.properties.items()})
        for key, one in library._materials.items()
    }
    treatments = {
        key: replace(
            one,
            values={
                name: watch(value, {"treatment": one.name, "field": f"values.{name}"})
                for name, value in one.values.items()
            },
        )
        for key, one in library._treatments.items()
    }
    return replace(library, _constants=constants, _priors=priors, _materials=materials, _treatments=treatments)
