"""What every run has, whatever its kind: a table for pandas, which is optional, and what to cite."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from brimstone.errors import BrimstoneError
from brimstone.library import Entry
from brimstone.library.citations import bibtex

#: A pandas DataFrame; pandas need not be there.
DataFrame = Any


def frame(columns: Mapping[str, Any]) -> DataFrame:
    """Columns as a pandas DataFrame.

    Raises
    ------
    BrimstoneError
        Without pandas.
    """
    try:
        import pandas
    except ModuleNotFoundError as problem:
        raise BrimstoneError("to_frame needs pandas: pip install 'brimstone[frames]'") from problem
    return pandas.DataFrame(dict(columns))


class Cited:
    """A run that tells where its numbers come from."""

    provenance: tuple[Entry, ...]

    def citation(self) -> str:
        """What to cite for this run: Brimstone and the sources of the numbers that it used, as BibTeX."""
        return bibtex(self.provenance)


class Traced(Cited, ABC):
    """A run of a cell that is measured, told as one table of columns."""

    @abstractmethod
    def trace(self) -> Mapping[str, Any]:
        """Columns by name, with their units; (points,)."""

    def to_frame(self) -> DataFrame:
        """`trace` as a table.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        return frame(self.trace())
