"""``brimstone schema``: the JSON Schemas of what goes in and of what comes out."""

import json
from collections.abc import Sequence

import typer

from brimstone import contract
from brimstone.errors import BrimstoneError, nearest_names

RECIPE = "recipe"


def print_schema(words: Sequence[str]) -> None:
    """Print the JSON Schema of recipes, or of what a command prints with ``--json``.

    Raises
    ------
    BrimstoneError
        When no command of that name prints JSON.
    """
    name = " ".join(words) or RECIPE
    if name == RECIPE:
        from brimstone.recipe import Recipe

        schema = Recipe.json_schema()
    elif name in contract.COMMANDS:
        schema = contract.json_schema(name)
    else:
        known = (RECIPE, *contract.COMMANDS)
        near = nearest_names(name, known)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise BrimstoneError(f"there is no schema of '{name}'.{hint} There are {', '.join(known)}.")
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
