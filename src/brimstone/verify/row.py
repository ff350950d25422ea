"""One row of the checklist: what a review says, and a check that what is computed agrees with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from brimstone.errors import BrimstoneError


@dataclass(frozen=True)
class Outcome:
    """What came of a check.

    Attributes
    ----------
    computed : str
        The answer, in the words and units of the row's `expected`.
    passed : bool
        Whether it agrees.
    details : mapping of str to float
        The numbers behind it, by name and unit.
    """

    computed: str
    passed: bool
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One phenomenon that a review describes, with the check that the program shows it.

    A check computes its answer through the same code as a user's run, from recipes a user could write, and compares it
    with the number of the paper or with the order that the review states; never with the program's own numbers.

    Attributes
    ----------
    id : str
        Its name in the checklist, such as ``"A1"``.
    phenomenon : str
    quotes : tuple of str
        The words of the review, verbatim, broken typography included.
    source : str
        Where they were published.
    expected : str
        What has to come out.
    tolerance : str
        How near, and why so.
    check : callable
        Computes the outcome.
    """

    id: str
    phenomenon: str
    quotes: tuple[str, ...]
    source: str
    expected: str
    tolerance: str
    check: Callable[[], Outcome]

    @property
    def quote(self) -> str:
        """All quotes in one line."""
        return " | ".join(self.quotes)

    def run(self) -> Outcome:
        """Carry out the check; one that can't be carried out has failed, with the reason."""
        try:
            return self.check()
        except BrimstoneError as problem:
            return Outcome(f"could not be computed: {problem}", False)


def row(
    id: str, phenomenon: str, *, quotes: tuple[str, ...], source: str, expected: str, tolerance: str
) -> Callable[[Callable[[], Outcome]], Row]:
    """Make a row of the function that checks it."""

    def make(check: Callable[[], Outcome]) -> Row:
        return Row(id, phenomenon, quotes, source, expected, tolerance, check)

    return make
