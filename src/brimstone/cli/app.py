"""The commands, their options and their help; each is carried out in a file of its own.

Options of a command are the arguments of its function: that is the only place with long argument lists.
"""

import gc
import os
import shutil
import signal
import sys
import textwrap
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from brimstone.cli import config
from brimstone.cli.completion import cells_called, colons_of_bash
from brimstone.cli.data_app import data_app
from brimstone.cli.options import AsJson, Html, Members, Seed, Source, placed
from brimstone.cli.run_app import run_app
from brimstone.cli.runs_app import runs_app
from brimstone.cli.studio_app import studio_app
from brimstone.cli.study_app import study_app
from brimstone.errors import BrimstoneError

if TYPE_CHECKING:
    from brimstone.cli.places import Place

_BEGAN = time.perf_counter()
BAD_INPUT, UNWRITABLE, INTERRUPTED = 2, 1, 130
LONGEST_LINE = 1000  # of a message


#: What most people want, in the order of the help; the others follow as they are defined.
_FIRST = ("run", "report", "explain", "check", "draft", "new", "compare", "sweep", "sensitivity", "optimise", "pareto")


class Commands(TyperGroup):
    """Commands that report user errors as a message with exit code 2, never as a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands, those that most people want first."""
        names = super().list_commands(ctx)
        return [name for name in _FIRST if name in names] + [name for name in names if name not in _FIRST]

    def invoke(self, ctx: Any) -> Any:
        """Run the command line."""
        try:
            return super().invoke(ctx)
        except BrimstoneError as problem:
            _say(str(problem))
            raise typer.Exit(BAD_INPUT) from None
        except KeyboardInterrupt:
            _say("interrupted; what is kept stays, and no other files were written")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as problem:
            if isinstance(problem, BrokenPipeError):
                raise
            _say_unwritable(problem)
            raise typer.Exit(UNWRITABLE) from None


app = typer.Typer(
    name="brimstone",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Predict what a solid-state lithium-sulfur cell will do, what holds it back, and what the answer rests on.",
    epilog="RECIPE is a YAML file, or cell:NAME for a reported cell of the library, such as cell:Yao2017. RUN is the "
    "name of a kept run, which explain and cite take as well.",
)

app.add_typer(run_app)
app.add_typer(study_app)
app.add_typer(runs_app)
app.add_typer(data_app)
app.add_typer(studio_app)


class Thing(StrEnum):
    """What can be listed."""

    materials = "materials"
    cells = "cells"
    strategies = "strategies"
    treatments = "treatments"
    protocols = "protocols"
    constants = "constants"
    classes = "classes"
    rules = "rules"
    reviews = "reviews"
    processes = "processes"
    limits = "limits"
    polymers = "polymers"
    instruments = "instruments"


def _version(wanted: bool) -> None:
    if wanted:
        from brimstone import __version__

        typer.echo(f"brimstone {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors and JSON only, no summary and no progress.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell at the end how long it took, and how much memory.")
    ] = False,
) -> None:
    """Options of all commands."""
    if quiet:
        from brimstone.cli import screen

        screen.quiet(True)
        context.call_on_close(lambda: screen.quiet(False))
    context.default_map = config.defaults(context.command)
    if verbose:
        context.call_on_close(_tell_effort)


def _tell_effort() -> None:
    """Time and memory of this process, on standard error."""
    words = f"{time.perf_counter() - _BEGAN:.1f} s, {time.process_time():.1f} s of it computing"
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        words += f"; at most {peak / (2**20 if sys.platform == 'darwin' else 2**10):.0f} MB"
    typer.echo(words, err=True)


@app.command("explain")
def _explain(source: Source, as_json: AsJson = False, members: Members = 200, seed: Seed = 0) -> None:
    """Show every number that a run would use, or a kept run has used, and where it comes from."""
    from brimstone.cli.explain import explain

    explain(source, as_json, members=members, seed=seed)


@app.command("check")
def _check(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RECIPE",
            help="YAML file of a recipe, a material or a treatment, or cell:NAME",
            autocompletion=cells_called,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Tell all that is wrong with a recipe, out of the ordinary, or assumed, each with its line."""
    from brimstone.cli.check import check

    if not check(source, as_json=as_json):
        raise typer.Exit(BAD_INPUT)


@app.command("draft")
def _draft(
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="Plain text of an experimental section, or - for stdin")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="New file for the recipe; of several cells one each, its name added: FILE-NAME. By default printed.",
        ),
    ] = None,
    cell: Annotated[
        str | None, typer.Option("--cell", metavar="NAME", help="Only this cell of a section that tells of several.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draft a recipe of each cell of an experimental section, each value with the words it came from."""
    from brimstone.cli.draft import print_draft

    print_draft(text, out, cell, as_json=as_json)


@app.command("new")
def _new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="New file for the recipe; asked for if not given.")
    ] = None,
) -> None:
    """Ask for a cell step by step and write its recipe."""
    from brimstone.cli.new import ask_for_recipe

    ask_for_recipe(file)


@app.command("cite")
def _cite(source: Source) -> None:
    """Print what to cite for a run, kept or not: the sources of its numbers as BibTeX."""
    from brimstone.cli.cite import cite

    cite(source)


@app.command("list")
def _list(
    what: Annotated[Thing, typer.Argument(metavar="WHAT", help=", ".join(thing.value for thing in Thing))],
    class_: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="Materials of a class, such as sulfide.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Materials for a part of the cell, such as electrolyte."),
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help="Sort materials by name, class, conductivity, density and more.")
    ] = "name",
    as_json: AsJson = False,
) -> None:
    """List what the library knows."""
    from brimstone.cli.lists import show_list

    show_list(what.value, class_, kind, sort, as_json)


@app.command("show")
def _show(
    words: Annotated[
        list[str],
        typer.Argument(metavar="NAME", help="A name, with or without the kind of thing it is: cell Yao2017"),
    ],
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a material, cell, strategy, treatment, protocol step, constant, class or rule."""
    from brimstone.cli.show import show_one

    show_one(words, as_json)


@app.command("structure")
def _structure(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="RECIPE",
            help="YAML file of a recipe, or cell:NAME; not with --image",
            autocompletion=cells_called,
        ),
    ] = None,
    voxels: Annotated[int, typer.Option(min=30, max=400, metavar="N", help="Voxels along each edge.")] = 100,
    image: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Segmented image: TIFF stack, folder of slices, .npy, .npz or raw voxels."),
    ] = None,
    voxel: Annotated[str, typer.Option(metavar="LENGTH", help="Edge length of a voxel of the image.")] = "100 nm",
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="N=PHASE", help="Phase of a label of the image, such as 0=pores; repeatable."),
    ] = None,
    raw: Annotated[
        str | None, typer.Option(metavar="NX,NY,NZ", help="Voxels along each axis of an image of raw bytes.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder for pictures and structure.html; by default out/NAME, or none with --json."
        ),
    ] = None,
    ternary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUANTITY",
            help="Map over all mixtures: ionic conductivity, electronic conductivity, triple-phase area, "
            "reaction area, capacity, specific energy or all; repeatable.",
        ),
    ] = None,
    repeats: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="Blocks with different seeds; mean and spread are shown.")
    ] = 1,
    seed: Seed = 0,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Analyse the network of a composite cathode by formulas and voxels, or that of a segmented image."""
    from brimstone.cli.structure import Blocks, Image, Output, structure_of_image, structure_of_recipe

    if image is not None:
        if ternary or repeats > 1:
            raise BrimstoneError("--ternary and --repeats need a RECIPE, not an image")
        structure_of_image(source, Image(image, voxel, label or [], raw), Output(as_json, out, html=html))
    else:
        structure_of_recipe(source, Blocks(voxels, repeats, seed), ternary or [], Output(as_json, out, html=html))


@app.command("strategies")
@placed
def _strategies(
    source: Source,
    as_json: AsJson = False,
    html: Html = None,
    *,
    place: "Place",
) -> None:
    """Apply every interface treatment to a cell: what each gains, or why it is not possible."""
    from brimstone.cli.design import Output, strategies

    strategies(source, Output(as_json, html), place)


@app.command("energy")
def _energy(
    source: Source,
    target: Annotated[float, typer.Option(min=1, max=2500, metavar="WH_KG", help="Target of the packaged cell.")] = 500,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Show how far a cell is from 500 Wh/kg, and what each design change would gain."""
    from brimstone.cli.design import Output, energy

    energy(source, target, Output(as_json, html))


@app.command("package")
def _package(source: Source, as_json: AsJson = False, html: Html = None) -> None:
    """Pack a cell: mass, energy, current distribution, heat, and what could burn or evaporate."""
    from brimstone.cli.design import Output, package

    package(source, Output(as_json, html))


@app.command("verify")
@placed
def _verify(
    rows: Annotated[list[str] | None, typer.Argument(metavar="ROW", help="Ids such as A1; all by default")] = None,
    as_json: AsJson = False,
    html: Html = None,
    *,
    place: "Place",
) -> None:
    """Check results against what the two reviews report, row by row."""
    from brimstone.cli.verify import verify

    raise typer.Exit(0 if verify(rows or [], as_json, place, html) else 1)


@app.command("validate")
@placed
def _validate(
    papers: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAPER", help="Part of a paper's name, such as Yao; all by default"),
    ] = None,
    as_json: AsJson = False,
    html: Html = None,
    members: Members = 200,
    *,
    place: "Place",
) -> None:
    """Compute every reported number of every open cell, and tell how far off, how sure and why."""
    from brimstone.cli.validate import validate

    validate(papers or [], members, html, place, as_json=as_json)


@app.command("calibrate")
def _calibrate(
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Folder for the fits; those that are in it and valid are not done again."),
    ] = Path("out/calibration"),
    install: Annotated[
        bool, typer.Option("--install", help="Let the library of this installation use the result.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fit the constants that no recipe gives to all open capacities, and again without each paper."""
    from brimstone.cli.calibrate import calibrate

    calibrate(out, install=install, as_json=as_json)


@app.command("schema")
def _schema(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND", help="For example run or list materials; by default recipe."),
    ] = None,
) -> None:
    """Print the JSON Schema of recipes, or of what a command prints with --json."""
    from brimstone.cli.schema import print_schema

    print_schema(words or [])


@app.command("doctor")
def _doctor() -> None:
    """Check that everything works on this machine, including a short run."""
    from brimstone.cli.doctor import doctor

    raise typer.Exit(0 if doctor() else 1)


def main() -> None:
    """Entry point of the command ``brimstone``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that knows no µ gets a question mark, not a traceback
    # Imports leave a hundred thousand objects that stay. Searching them for cycles again and again, and once more when
    # the process ends, took a third of a short command.
    gc.set_threshold(200_000)
    for name in ("SIGTERM", "SIGHUP"):  # end as by Ctrl-C: what was half written is removed
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        with colons_of_bash():
            app(prog_name="brimstone")
    except SystemExit as end:
        try:
            sys.stdout.flush()
        except OSError as problem:
            _say_unwritable(problem)
            raise SystemExit(UNWRITABLE) from None
        if isinstance(end.code, int) and end.code > 128:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(end.code)  # kernels at work on other threads can't be stopped, and exit would wait for them
        raise
    finally:
        gc.freeze()


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _say_unwritable(problem: OSError) -> None:
    """Say what can't be read or written, and write nothing more to it when the process ends."""
    if problem.filename is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _say(f"{problem.filename or 'standard output'}: {problem.strerror or problem}")


def _say(message: str) -> None:
    """Print a message on standard error, without control characters."""
    for line in message.split("\n"):
        shown = line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE // 2]} … {line[-LONGEST_LINE // 2 :]}"
        shown = "".join(letter if letter.isprintable() else "·" for letter in shown)
        if sys.stderr.isatty():
            hanging = " " * (len(shown) - len(shown.lstrip()) + 2)
            width = shutil.get_terminal_size().columns
            shown = textwrap.fill(shown, width, subsequent_indent=hanging, break_on_hyphens=False) or shown
        typer.echo(shown, err=True)
