"""What makes two runs equal before they are run: recipe, settings, everything they rest on."""

import functools
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brimstone._version import __version__
from brimstone.library.shared import beside, installed_state
from brimstone.recipe import Recipe
from brimstone.simulate import Settings

_PACKAGE = Path(__file__).parents[1]
#: Rooms that only put into words or on a screen what was computed.
_WITHOUT_NUMBERS = ("cli", "contract", "report", "store", "studio", "verify", "view")


def identity(recipe: Recipe, settings: Settings, **more: Any) -> str:
    """SHA-256 of all that decides what comes out of a run: equal for equal runs, and for no others.

    Parameters
    ----------
    recipe : Recipe
        As written, without what the library fills in.
    settings : Settings
    **more
        What else a study depends on, for JSON.
    """
    return identity_of(_files_beside(recipe.source), recipe.to_mapping(), asdict(settings), more)


def identity_of(*parts: Any) -> str:
    """SHA-256 of version, equations, library and what else decides what comes out, for JSON."""
    words = json.dumps([__version__, foundations(), *parts], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


@functools.cache
def foundations() -> str:
    """Digest of the equations and of the library, the user's own installed files included.

    The version does not tell apart two states of a checkout.
    """
    return _digest(".py", ".yaml", ".yml") + hashlib.sha256(repr(installed_state()).encode()).hexdigest()


@functools.cache
def equations() -> str:
    """Digest of the code that makes numbers, without the numbers of the library."""
    return _digest(".py")


def _digest(*suffixes: str) -> str:
    """Of all files of these kinds in rooms that make numbers."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if path.suffix in suffixes and inside.parts[0] not in _WITHOUT_NUMBERS:
            digest.update(f"{inside.as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _files_beside(source: str) -> list[str]:
    """Digests of the materials that lie beside the file of a recipe."""
    folder = beside(source)
    if folder is None:
        return []
    return [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix in (".yaml", ".yml")
    ]
