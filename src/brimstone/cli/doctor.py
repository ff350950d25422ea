"""``brimstone doctor``: whether everything works on this machine."""

import os
import platform
import sys
import time
from importlib import metadata, util

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, table
from brimstone.view.words import number

_PACKAGES = ("numpy", "scipy", "pydantic", "pint", "matplotlib", "plotly")
#: Extra -> the module it installs, and its purpose.
_EXTRAS = {
    "pybamm": ("pybamm", "the same equations solved by PyBaMM, as a second opinion"),
    "structure": ("numba", "compiler of the voxel model of a composite, and of changed equations"),
    "images": ("tifffile", "segmented images as TIFF stacks"),
}
_CELL = "Yao2017"  # which the self-test runs


def doctor() -> bool:
    """Carry out ``brimstone doctor``.

    Returns
    -------
    bool
        Whether everything that Brimstone needs works; optional things may be missing.
    """
    screen = console()
    _versions(screen)
    working = True
    for title, check in (("library", _library), ("compiled equations", _kernels), ("self-test", _self_test)):
        try:
            words, good = check()
        except Exception as problem:  # whatever is broken, this command reports it
            words, good = f"{type(problem).__name__}: {problem}", False
        working = working and good
        _line(screen, title, words, good)
    screen.print()
    screen.print(heading("Optional"))
    for extra, (module, purpose) in _EXTRAS.items():
        there = util.find_spec(module) is not None
        words = f"{metadata.version(module)}, {purpose}" if there else f"{purpose}: pip install 'brimstone[{extra}]'"
        _line(screen, extra, words, there, needed=False)
    screen.print()
    screen.print(Text("everything works" if working else "something is broken", style="green" if working else "red"))
    return working


def _versions(screen: Console) -> None:
    import brimstone

    versions = table("what", "version")
    versions.add_row("brimstone", brimstone.__version__)
    versions.add_row("Python", f"{platform.python_version()}, {sys.executable}")
    versions.add_row("system", f"{platform.system()} {platform.machine()}")
    versions.add_row(
        "CPU threads", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    )
    for package in _PACKAGES:
        try:
            versions.add_row(package, metadata.version(package))
        except metadata.PackageNotFoundError:
            versions.add_row(package, Text("missing", style="red"))
    screen.print(versions)
    screen.print()


def _line(screen: Console, title: str, words: str, good: bool, needed: bool = True) -> None:
    mark, style = ("ok", "green") if good else ("BROKEN", "red") if needed else ("–", "dim")
    line = Text(f"{mark:<7}", style=style)
    line.append(f"{title}: {words}", style="default")
    screen.print(line, soft_wrap=True)


def _library() -> tuple[str, bool]:
    from brimstone.library import load

    began = time.perf_counter()
    library = load()
    took = time.perf_counter() - began
    words = (
        f"{len(library.materials())} materials, {len(library.cells())} cells, {len(library.constants())} constants, "
        f"read in {1e3 * took:.0f} ms"
    )
    return words, True


def _kernels() -> tuple[str, bool]:
    from brimstone import _prebuilt

    if _prebuilt.LIBRARY is not None:
        return f"came with the package, for {_prebuilt.place().stem}, in {_prebuilt.place().parent}", True
    from brimstone._cache import private_folder
    from brimstone._jit import KERNELS

    cache = private_folder()
    if cache is None:
        return "by numba; not kept, as no folder is this user's alone: every start compiles, half a minute", True
    sizes = [path.stat().st_size for path in (cache / KERNELS).glob("*")]
    kept = f"{len(sizes)} kept, {sum(sizes) / 1e6:.1f} MB" if sizes else "none kept yet; the self-test compiles them"
    return f"by numba; {kept}, in {cache / KERNELS}", True


def _self_test() -> tuple[str, bool]:
    """Run a reported cell; it must complete and its balances must close."""
    began = time.perf_counter()
    from brimstone.cell import Cell
    from brimstone.library import load
    from brimstone.recipe import parse

    recipe = load().cell(_CELL).recipe
    if recipe is None:
        return f"the library has no recipe for {_CELL}", False
    run = Cell(parse(recipe, f"cell:{_CELL}")).run(certain=True)
    took = time.perf_counter() - began
    worst = max(run.balances.values())
    words = f"{_CELL} {run.status}, {len(run.shown)} steps in {took:.1f} s, balances close to {number(worst, 1)}"
    return words, run.status == "completed"
