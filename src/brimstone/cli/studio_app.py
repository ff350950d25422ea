"""The command of the live page and its options."""

from typing import Annotated

import typer

from brimstone.cli.completion import cells_called

studio_app = typer.Typer()


@studio_app.command("studio")
def _studio(
    source: Annotated[
        str | None,
        typer.Argument(metavar="RECIPE", help="YAML file of a recipe, or cell:NAME", autocompletion=cells_called),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port of the page.")] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where it listens; anything but this machine asks for a token.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Design a cell on a live page: move a slider and see the curve move."""
    from brimstone.cli.studio import run_studio

    run_studio(source, host=host, port=port, open_browser=browser)
