"""What of the package is public: exported by the package itself or by a room."""

import functools
import importlib
import inspect
import re
from pathlib import Path

import brimstone

_SOURCE = Path(brimstone.__file__).parent
_HEAD = """# What is public

What the package and its rooms export. Everything else is private by name and may change at any time; how a public name
changes is written in CONTRIBUTING.md.
"""


def rooms() -> list[str]:
    """Names of the modules that export something, the package itself first."""
    found = [path.parent.name for path in sorted(_SOURCE.glob("*/__init__.py")) if "__all__" in path.read_text("utf-8")]
    return ["brimstone", *(f"brimstone.{name}" for name in found)]


def public_page() -> str:
    """The page as Markdown: every public name with the first sentence of its documentation."""
    parts = [_HEAD]
    for name in rooms():
        module = importlib.import_module(name)
        rows = [
            f"| `{one}` | {_summary(name.removeprefix('brimstone.'), one, getattr(module, one))} |"
            for one in sorted(module.__all__)
        ]
        parts.append(
            "\n".join([f"## {name}", "", _first(module.__doc__), "", "| name | what it is |", "|---|---|", *rows])
        )
    return "\n\n".join(parts) + "\n"


def _summary(room: str, name: str, thing: object) -> str:
    documented = inspect.isclass(thing) or inspect.isroutine(thing) or inspect.ismodule(thing)
    return (_first(inspect.getdoc(thing)) if documented else _constants(room).get(name, "")).replace("|", r"\|")


@functools.cache
def _constants(room: str) -> dict[str, str]:
    """What stands after ``#:`` on the line of a constant, or on those before it."""
    found = {}
    for path in (_SOURCE / room).rglob("*.py"):
        text = path.read_text("utf-8")
        for above, name, beside in re.findall(
            r"^((?:#: .*\n)*)([A-Z]\w+)(?:: [^=\n]+)? = [^#\n]*(?:#: (.*))?$", text, re.M
        ):
            words = beside or above.replace("#: ", "").replace("\n", " ").strip()
            if words:
                found[name] = words
    return found


def _first(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())
