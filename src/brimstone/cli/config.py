"""Options that a user wants every time, by command, in ``config.toml`` of the configuration folder.

::

    [run]
    members = 500

    [runs.list]
    json = true
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brimstone.errors import BrimstoneError, nearest_names

PLACE = "BRIMSTONE_CONFIG"  #: environment variable that names another file


def place() -> Path:
    """Where the options are written."""
    from platformdirs import user_config_path

    named = os.environ.get(PLACE)
    return Path(named) if named else user_config_path("brimstone") / "config.toml"


def defaults(group: Any) -> dict[str, Any]:
    """The options of the file, by command and name of the parameter; nothing where there is no file.

    Raises
    ------
    BrimstoneError
        When the file can't be read, or names a command or an option that there is not.
    """
    path = place()
    if not path.exists():
        return {}
    import tomllib

    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BrimstoneError(f"{path}: can't be read: {problem}") from None
    problems: list[str] = []
    chosen = _of_group(group, written, "", problems)
    if problems:
        raise BrimstoneError("\n".join(f"{path}: {one}" for one in problems))
    return chosen


def _of_group(group: Any, written: Mapping[str, Any], above: str, problems: list[str]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, options in written.items():
        command = group.commands.get(name)
        if command is None:
            problems.append(f"[{above}{name}]: no such command.{_hint(name, group.commands)}")
        elif not isinstance(options, Mapping):
            problems.append(f"{above}{name}: expected a table of options, [{above}{name}]")
        elif hasattr(command, "commands"):
            chosen[name] = _of_group(command, options, f"{above}{name}.", problems)
        else:
            chosen[name] = _of_command(command, options, f"{above}{name}", problems)
    return chosen


def _of_command(command: Any, options: Mapping[str, Any], where: str, problems: list[str]) -> dict[str, Any]:
    known = {
        option.lstrip("-"): parameter
        for parameter in command.params
        if parameter.param_type_name == "option" and parameter.name != "help"
        for option in parameter.opts
        if option.startswith("--")
    }
    chosen = {}
    for name, value in options.items():
        if name not in known:
            problems.append(f"[{where}] {name}: no such option.{_hint(name, known)}")
        elif isinstance(value, Mapping) or known[name].is_flag != isinstance(value, bool):
            wanted = "true or false" if known[name].is_flag else "a value"
            problems.append(f"[{where}] {name} = {value}: expected {wanted}")
        else:
            chosen[known[name].name] = value
    return chosen


def _hint(name: str, known: Mapping[str, Any]) -> str:
    near = nearest_names(name, known, count=1)
    return f" Did you mean {near[0]}?" if near else f" There are {', '.join(sorted(known))}."
