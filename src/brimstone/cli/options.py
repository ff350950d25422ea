"""Options that several commands have."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brimstone.cli.completion import cells_called
from brimstone.errors import BrimstoneError

if TYPE_CHECKING:
    from brimstone.cli.places import Place

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
StoreAt = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Store of runs; by default the folder in BRIMSTONE_STORE, or that of the platform. 'off' keeps nothing.",
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Compute even if an equal result is kept.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with what was broken off; what is kept of it is not computed again.")
]
Force = Annotated[bool, typer.Option("--force", help="Write to --out even over files that Brimstone did not write.")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Also write it as a page, with figures and methods.")
]
Source = Annotated[
    str, typer.Argument(metavar="RECIPE", help="YAML file of a recipe, or cell:NAME", autocompletion=cells_called)
]
Members = Annotated[int, typer.Option(min=10, max=100_000, metavar="N", help="Samples over the stated uncertainties.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the random samples.")]
Certain = Annotated[bool, typer.Option("--certain", help="Nominal values only: faster, no intervals.")]
MembersIfAny = Annotated[
    int | None, typer.Option(min=10, max=100_000, metavar="N", help="Samples over the stated uncertainties.")
]
AtRate = Annotated[
    str | None, typer.Option(metavar="RATE", help="Discharge rate, such as 1C; by default that of the recipe.")
]
OfQuantities = Annotated[str, typer.Option(metavar="NAMES", help="Quantities, separated by commas.")]
OutOfStudy = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for CSV and figures; by default in out/, or none with --json."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Dask scheduler, such as tcp://10.0.0.1:8786; by default the cores of this machine."
    ),
]


def refuse_both(resume: bool, again: bool) -> None:
    """Refuse to go on and to begin anew.

    Raises
    ------
    BrimstoneError
        When both are asked for.
    """
    if resume and again:
        raise BrimstoneError("--resume goes on with what is kept, --again begins anew; choose one")


def cycles_named(words: str) -> tuple[int, ...]:
    """Cycles of a list such as ``1, 100, last``; the last is -1.

    Raises
    ------
    BrimstoneError
        When something else stands in it.
    """
    cycles = []
    for one in map(str.strip, words.split(",")):
        if one.lower() not in ("first", "last") and not (one.isascii() and one.isdigit() and int(one) > 0):
            raise BrimstoneError(
                f"--cycles: '{one}' is no cycle; write whole numbers from 1 on, first or last, such as 1,100,last"
            )
        cycles.append({"first": 1, "last": -1}.get(one.lower()) or int(one))
    return tuple(dict.fromkeys(cycles))


def _place(store: StoreAt = None, resume: Resume = False, again: Again = False, scheduler: Scheduler = None) -> "Place":
    """Where a study is computed and kept, as its options say."""
    refuse_both(resume, again)
    from brimstone.cli.places import Place

    return Place(store, again, scheduler)


def placed(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command of a study, in exchange for its argument `place`, the options that say where."""
    own = inspect.signature(command).parameters
    options = {name: one.replace(kind=one.KEYWORD_ONLY) for name, one in inspect.signature(_place).parameters.items()}
    shown = [*(one for name, one in own.items() if name != "place"), *options.values()]

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        place = _place(**{name: given.pop(name) for name in options})
        command(**given, place=place)

    with_options.__annotations__ = {one.name: one.annotation for one in shown}
    vars(with_options)["__signature__"] = inspect.Signature(shown)
    return with_options
