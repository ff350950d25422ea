"""``brimstone schema``: the JSON Schemas of what goes in and of what comes out."""

import json
from importlib import resources


def schema(what: str) -> str:
    """JSON Schema of a ``"recipe"``, or of the ``"run"`` that ``brimstone run --json`` prints."""
    if what == "run":
        return resources.files("brimstone.result").joinpath("run.schema.json").read_text(encoding="utf-8").rstrip()
    from brimstone.recipe import Recipe

    return json.dumps(Recipe.json_schema(), ensure_ascii=False, indent=2)
