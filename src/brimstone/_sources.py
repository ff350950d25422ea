"""Which files kernels are made of: compiled code is of use as long as these are what they were."""

import hashlib
import re
from pathlib import Path

PACKAGE = Path(__file__).parent
_COMPILERS = ("_compile", "_jit", "_signatures")
_ROOMS = ("physics", "composite", "solver", "instrument", "model", "report")  #: that hold kernels
_COMPILED = re.compile(rb"^from brimstone\._(compile|jit) import ", re.MULTILINE)
_IMPORTED = re.compile(
    rb"^from brimstone\.((?:constants|physics|model|solver)\b[\w.]*) import ([^(\n]+|\([^)]+\))", re.MULTILINE
)


def sources(package: Path = PACKAGE) -> list[Path]:
    """Files of `package` whose functions or constants end up in kernels.

    These are all that compile something and what they import of the constants and the rooms physics, model and solver;
    what is written for numpy alone may change without a new compilation.
    """
    files = (path for room in _ROOMS for path in (package / room).rglob("*.py"))
    waiting = [path for path in files if _COMPILED.search(path.read_bytes())]
    found = {package / f"{name}.py" for name in _COMPILERS if (package / f"{name}.py").is_file()}
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        for module, names in _IMPORTED.findall(path.read_bytes()):
            place = package.joinpath(*module.decode().split("."))
            waiting += [
                place.with_suffix(".py"),
                *(place / f"{name}.py" for name in re.findall(r"\w+", names.decode())),
            ]
    return sorted(found)


def digest(package: Path = PACKAGE, *others: str) -> str:
    """Digest of the sources of kernels, wherever they lie, and of `others`."""
    collected = hashlib.sha256("\n".join(others).encode())
    for path in sources(package):
        collected.update(f"{path.relative_to(package).as_posix()}\n".encode() + path.read_bytes())
    return collected.hexdigest()[:16]
