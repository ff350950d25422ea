"""How long whole commands take from the shell, against Python that imports numpy; `python -m benchmarks.startup`.

Everything is at hand: byte code and compiled code, the library, units and templates in the cache. No run is kept or
found.
Commands take turns, so that other work on the machine slows all of them; processor time of the fastest round.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_ROUNDS = 6
_RECIPE = str(Path(__file__).parents[1] / "examples" / "yao2017.yaml")
_NUMPY = "import numpy"
_COMMANDS = {
    "--help": ["--help"],
    "run --certain --json": ["run", _RECIPE, "--certain", "--json"],
    "run --json, 200 samples": ["run", _RECIPE, "--json"],
    "run --certain, report": ["run", _RECIPE, "--certain"],
}


@dataclass(frozen=True)
class _Usage:
    seconds: float
    megabytes: float


def _usage(arguments: list[str], folder: str) -> _Usage:
    """Processor time and peak memory of a whole process."""
    alone = {**os.environ, "BRIMSTONE_STORE": "off"}  # a kept run would be found instead of computed
    alone.pop("PYTHONDONTWRITEBYTECODE", None)  # or every process compiles all sources again
    with subprocess.Popen([sys.executable, *arguments], cwd=folder, env=alone, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return _Usage(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def commands() -> None:
    """Print the time of each command and its ratio to the time of importing numpy."""
    programs = {_NUMPY: ["-c", _NUMPY]} | {name: ["-m", "brimstone", *words] for name, words in _COMMANDS.items()}
    used: dict[str, list[_Usage]] = {name: [] for name in programs}
    for number in range(1 + _ROUNDS):
        for name, arguments in programs.items():
            with tempfile.TemporaryDirectory() as folder:
                usage = _usage(arguments, folder)
            if number:  # the first round fills the cache
                used[name].append(usage)
    fastest = {name: min(usage.seconds for usage in usages) for name, usages in used.items()}
    print(
        "\nstart-up: whole processes, everything at hand\n  command                      CPU s  x import numpy  peak MB"
    )
    for name, seconds in fastest.items():
        peak = max(usage.megabytes for usage in used[name])
        print(f"  {name:26s}{seconds:8.3f}{seconds / fastest[_NUMPY]:16.1f}{peak:9.0f}")


if __name__ == "__main__":
    commands()
