"""The reviews that the library is based on, with what is wrong in them, and where a number has it from there."""

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brimstone.library._read import Place, list_of, optional, read_fields, read_yaml, readers_of

_REFERENCES = re.compile(r"\bref(?:erence)?s?\.? +(\d+(?:(?:, | and |, and )\d+)*)")


@dataclass(frozen=True, slots=True)
class Defect:
    """A misprint, a gap or a contradiction of a review, which is reported and never silently corrected.

    Attributes
    ----------
    what : str
        In a sentence.
    references : tuple of str
        Numbers of those references of the review whose cells or values it is of.
    names : tuple of str
        What it is of in the library: materials, and numbers as a run draws them.
    """

    what: str
    references: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One of the reviews that the library is based on.

    Attributes
    ----------
    name, citation, licence : str
        Short name, citation, and licence under which it is quoted.
    defects : tuple of Defect
    """

    name: str
    citation: str
    licence: str
    defects: tuple[Defect, ...]

    def cited_in(self, source: str) -> set[str]:
        """Numbers of those references of the review that a source names."""
        cited: set[str] = set()
        for part in source.split(";"):
            if self.name in part:
                cited |= {one for found in _REFERENCES.findall(part) for one in re.findall(r"\d+", found)}
        return cited

    def touched(self, names: Iterable[str], sources: Iterable[str]) -> list[Defect]:
        """Defects of what goes by one of these names, or has one of these sources.

        Parameters
        ----------
        names : iterable of str
            Of materials, and of numbers: ``LTO.density`` is of LTO.
        sources : iterable of str
        """
        used = {part for name in names for part in _parts(name)}
        cited = {number for source in sources for number in self.cited_in(source)}
        return [one for one in self.defects if not (used.isdisjoint(one.names) and cited.isdisjoint(one.references))]


@functools.lru_cache(4096)
def _parts(name: str) -> tuple[str, ...]:
    """A name and what it is a part of: ``LTO`` and ``LTO.density``."""
    return tuple(itertools.accumulate(re.split("[./]", name), "{}.{}".format))


def defects_told(reviews: Iterable[Review], names: Iterable[str], sources: Iterable[str]) -> list[str]:
    """Defects of the reviews that numbers in use have, each with its review.

    Parameters
    ----------
    reviews : iterable of Review
    names, sources : iterable of str
        As of `Review.touched`.
    """
    names, sources = list(names), list(sources)
    return [f"{review.name}: {one.what}" for review in reviews for one in review.touched(names, sources)]


def read_reviews(path: Path, root: Path) -> dict[str, Review]:
    """The reviews of a file, by their names; none where there is no such file.

    Raises
    ------
    LibraryError
        For what the file should not hold.
    """
    content, place = read_yaml(path, root) if path.exists() else ({}, Place(path.name))
    readers = readers_of(Review, name=None, defects=optional(list_of(_defect), ()))
    return {name: Review(name, **read_fields(item, readers, place.at(name))) for name, item in content.items()}


def _defect(content: object, place: Place) -> Defect:
    return Defect(**read_fields(content, readers_of(Defect), place))
