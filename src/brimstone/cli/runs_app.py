"""The commands of ``brimstone runs``, their options and their help."""

from pathlib import Path
from typing import Annotated

import typer

from brimstone.cli.options import AsJson, StoreAt

runs_app = typer.Typer(
    name="runs",
    no_args_is_help=True,
    help="Runs that are kept: list, show, query by SQL, compare, export, clean up.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Names = Annotated[list[str], typer.Argument(metavar="NAME", help="Names of kept runs, or how they begin.")]


@runs_app.command("list")
def _list(as_json: AsJson = False, store: StoreAt = None) -> None:
    """List kept runs and studies, the oldest first."""
    from brimstone.cli.runs import list_runs

    list_runs(store, as_json)


@runs_app.command("show")
def _show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a kept run, or how it begins.")],
    as_json: AsJson = False,
    store: StoreAt = None,
) -> None:
    """Show all that is kept of a run or a study."""
    from brimstone.cli.runs import show_run

    show_run(name, store, as_json)


@runs_app.command("query")
def _query(
    sql: Annotated[
        str,
        typer.Argument(metavar="SQL", help="A SELECT over the views runs, steps, curves and cells (of sweeps)."),
    ],
    as_json: AsJson = False,
    store: StoreAt = None,
) -> None:
    """Query all that is kept by SQL: SELECT name, capacity_mAh_g_sulfur FROM runs ORDER BY 2 DESC."""
    from brimstone.cli.runs import query_runs

    query_runs(sql, store, as_json)


@runs_app.command("compare")
def _compare(names: Names, as_json: AsJson = False, store: StoreAt = None) -> None:
    """Compare kept runs: how their recipes differ and what that changes."""
    from brimstone.cli.runs import compare_kept

    compare_kept(names, store, as_json)


@runs_app.command("export")
def _export(
    names: Names,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv or parquet, discharging currents positive; or bdf (Battery Data Format), charging ones.",
        ),
    ] = "csv",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder; by default out/runs.")] = None,
    as_json: AsJson = False,
    store: StoreAt = None,
) -> None:
    """Write the tables of kept runs for other programs."""
    from brimstone.cli.runs import export_run

    export_run(names, form, out, store, as_json)


@runs_app.command("gc")
def _clean(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Runs to remove.")] = None,
    older_than: Annotated[
        str | None, typer.Option(metavar="AGE", help="Remove what is older, such as 30 d or 2 weeks.")
    ] = None,
    most: Annotated[int | None, typer.Option("--keep", min=0, metavar="N", help="Remove all but the newest N.")] = None,
    quota: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Remove the oldest until no more is left, such as 2 GB.")
    ] = None,
    damaged: Annotated[bool, typer.Option("--damaged", help="Remove what can't be read any more.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    as_json: AsJson = False,
    store: StoreAt = None,
) -> None:
    """Clean up: remove the runs you name or choose, and what killed processes have left."""
    from brimstone.cli.runs import clean_runs, cleaning_of

    clean_runs(cleaning_of(older_than, most, quota, damaged, names or []), dry, store, as_json)
