"""The command line: every command with its arguments and options, as its own help says."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from brimstone.cli.app import app

_HEAD = """# Commands

Every command says the same with `--help`. `brimstone --install-completion` teaches the shell to complete them.

**Ends.** 0: done, and what was asked holds. 1: a run or a check that did not hold, or a place that can't be written
to. 2: a recipe, file or option that is wrong, with what to try. 130: interrupted; what was kept stays.
"""


def commands_page() -> str:
    """The page as Markdown."""
    return "\n\n".join([_HEAD.rstrip(), *_pages("brimstone", typer.main.get_command(app))]) + "\n"


def _pages(above: str, group: Any) -> Iterator[str]:
    for name in group.list_commands(None):
        command = group.commands[name]
        path = f"{above} {name}"
        if hasattr(command, "commands"):
            yield from _pages(path, command)
        else:
            yield _page(path, command)


def _page(path: str, command: Any) -> str:
    shown = [one for one in command.params if not getattr(one, "hidden", False) and one.name != "help"]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    words = " ".join(_place(one) for one in arguments)
    lines = [f"## `{path.removeprefix('brimstone ')}`", "", _one_line(command.help), ""]
    lines += ["```text", f"{path} {words}".rstrip() + (" [options]" if len(shown) > len(arguments) else ""), "```", ""]
    if shown:
        lines += ["| | default | meaning |", "|---|---|---|"]
        lines += [f"| {_names(one)} | {_default(one)} | {_one_line(getattr(one, 'help', ''))} |" for one in shown]
    return "\n".join(lines).rstrip()


def _place(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    several = "" if argument.nargs == 1 else "..."
    return f"{name}{several}" if argument.required else f"[{name}{several}]"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_place(parameter).strip('[]')}`"
    value = "" if parameter.is_flag else f" {_value(parameter)}"
    return ", ".join(f"`{name}{value}`" for name in parameter.opts)


def _value(option: Any) -> str:
    if option.metavar:
        return str(option.metavar)
    kind = getattr(getattr(option, "type_descriptor", None), "annotation", None)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "\\|".join(str(one.value) for one in kind)
    return {int: "N", float: "NUMBER", Path: "FILE"}.get(kind, "TEXT")


def _default(parameter: Any) -> str:
    default = parameter.default
    if parameter.param_type_name == "argument" or default is None or default is False or callable(default):
        return ""
    shown = getattr(default, "value", default)
    return f"`{shown}`" if shown not in ([], (), "") else ""


def _one_line(words: str | None) -> str:
    return " ".join((words or "").split()).replace("|", "\\|")
