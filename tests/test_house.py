"""The house keeps its order: who may import whom, how long files and argument lists are, what stands where.

Lists of known offenders may only shrink: an entry that is no longer needed fails, too.
"""

import ast
import functools
from pathlib import Path

import pytest

from brimstone import constants

SOURCE = Path(__file__).parents[1] / "src" / "brimstone"

#: A room imports from rooms before it only.
ROOMS = (
    "_version", "errors", "constants", "_formula", "_cache", "units", "_records", "_typing", "_executor", "_worker",
    "_signatures", "_sources", "_prebuilt", "_jit", "_compile",
    "_deprecation", "recipe",
    "physics", "solver", "library", "inspect", "drafting", "composite", "interface", "stack", "instrument", "protocol",
    "model", "result", "simulate", "contract", "store", "design", "study", "fit", "bridge", "view", "report", "studio",
    "cell", "verify", "cli", "__main__",
)  # fmt: skip
MOST_LINES, MOST_ARGUMENTS = 500, 7
#: Compiled: the compiler takes no objects there without a cost.
KERNELS = ("compilable", "kernel", "node_function", "numba", "njit")
#: A command's options are its arguments.
COMMANDS = ("command",)


@functools.cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its dotted name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@functools.cache
def imports(name: str) -> frozenset[str]:
    """Modules of the package that a module imports anywhere: at its top, in functions, for type checkers."""
    found = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name}: imports are written in full"
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                found.add(deeper if deeper in modules() else node.module)
    return frozenset(one for one in found if one in modules() and one != name)


def room(name: str) -> str:
    """The room that a module stands in."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


BACKWARD: frozenset[str] = frozenset()
CIRCLES: frozenset[str] = frozenset()
LONG_LISTS: frozenset[str] = frozenset()


def backward() -> set[str]:
    """Imports of rooms from rooms that are not before them."""
    found = set()
    for name in modules():
        for other in imports(name):
            here, there = room(name), room(other)
            if here and there and here != there and ROOMS.index(there) > ROOMS.index(here):
                found.add(f"{name} -> {other}")
    return found


def circles() -> set[str]:
    """Modules that reach themselves through imports."""
    order: list[str] = []
    seen: set[str] = set()

    def visit(name: str, following, done) -> None:
        waiting = [(name, iter(sorted(following(name))))]
        seen.add(name)
        while waiting:
            here, rest = waiting[-1]
            for other in rest:
                if other not in seen:
                    seen.add(other)
                    waiting.append((other, iter(sorted(following(other)))))
                    break
            else:
                done(here)
                waiting.pop()

    for name in modules():
        if name not in seen:
            visit(name, imports, order.append)
    importers: dict[str, set[str]] = {name: set() for name in modules()}
    for name in modules():
        for other in imports(name):
            importers[other].add(name)
    seen.clear()
    groups = []
    for name in reversed(order):
        if name not in seen:
            group: list[str] = []
            visit(name, importers.__getitem__, group.append)
            groups.append(group)
    return {name for group in groups if len(group) > 1 for name in group}


def long_lists() -> set[str]:
    """Functions with more arguments than a reader keeps in mind, kernels and commands apart."""
    found = set()
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            decorators = " ".join(ast.unparse(one) for one in node.decorator_list)
            if any(one in decorators for one in (*KERNELS, *COMMANDS)):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if len([one for one in arguments if one.arg not in ("self", "cls")]) > MOST_ARGUMENTS:
                found.add(f"{name}.{node.name}")
    return found


def test_every_room_has_a_place_in_the_order():
    assert {room(name) for name in modules()} - {""} <= set(ROOMS)


@pytest.mark.parametrize(
    ("look", "known"),
    [(backward, BACKWARD), (circles, CIRCLES), (long_lists, LONG_LISTS)],
    ids=["backward", "circles", "arguments"],
)
def test_nothing_stands_against_the_order_of_the_house(look, known):
    found = look()
    assert found - known == set(), "new"
    assert known - found == set(), "mended: take them off the list"


#: Seconds of an hour and a day, and what the field's units of charge and energy are in SI because of them.
SECONDS = (3600, 86400, 36000, 3.6e6)
UNITS = ("brimstone.constants", "brimstone.units")


def test_units_are_converted_by_their_constants():
    spelt_out, copied = set(), set()
    for name, tree in modules().items():
        if name in UNITS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in SECONDS:
                spelt_out.add(f"{name}:{node.lineno}")
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple):
                names = {one.id.lstrip("_") for one in ast.walk(node.targets[0]) if isinstance(one, ast.Name)}
                copied |= {f"{name}: {one}" for one in names if hasattr(constants, one)}
    assert spelt_out == set()
    assert copied == set()


def test_no_file_is_longer_than_a_reader_reviews_at_once():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")}
    assert {path.name: length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_the_search_for_circles_finds_one(monkeypatch):
    links = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}
    monkeypatch.setitem(globals(), "modules", lambda: dict.fromkeys(links))
    monkeypatch.setitem(globals(), "imports", links.__getitem__)
    assert circles() == {"a", "b", "c"}
