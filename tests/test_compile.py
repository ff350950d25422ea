"""Compiled code is kept for whoever runs the same sources, and announced where it isn't there yet."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brimstone import _sources

SOURCE = """
from brimstone._compile import kernel

@kernel()
def double(x):
    return 2.0 * x
"""
ANNOUNCED = "compiling the equations for this machine"


@pytest.fixture
def run(tmp_path):
    def run(program, folder=tmp_path, **options):
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-c", program]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True, **options
        )

    return run


@pytest.fixture
def places(tmp_path):
    """Two folders with the same file, as two checkouts would have."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "doubling.py").write_text(SOURCE)
    return tmp_path / "one", tmp_path / "other"


def kept(tmp_path):
    return [path for path in (tmp_path / "cache").rglob("*doubling*") if path.is_file()]


def test_compiling_is_announced_once_and_a_moved_file_compiles_nothing(run, places, tmp_path):
    first = run("import doubling; print(doubling.double(21.0), doubling.double(21))", places[0])
    assert first.stdout == "42.0 42.0\n"
    assert first.stderr.count(ANNOUNCED) == 1
    assert len(kept(tmp_path)) == 2
    again = run("import doubling; print(doubling.double(21.0))", places[1])
    assert (again.stdout, again.stderr) == ("42.0\n", "")


def test_a_kept_kernel_is_called_by_one_that_is_compiled_now(run, places):
    run("import doubling; doubling.double(21.0)", places[0])
    (places[0] / "quadrupling.py").write_text(
        "from brimstone._compile import kernel\n"
        "from doubling import double\n\n"
        "@kernel()\n"
        "def quadruple(x):\n"
        "    return double(double(x))\n"
    )
    program = "import doubling, quadrupling; print(doubling.double(21.0), quadrupling.quadruple(21.0))"
    assert run(program, places[0]).stdout == "42.0 84.0\n"


def test_a_kept_kernel_makes_arrays_and_raises_errors(run, places):
    (places[0] / "tripling.py").write_text(
        "import numpy as np\n"
        "from brimstone._compile import kernel\n\n"
        "@kernel()\n"
        "def triple(x, count):\n"
        "    if count < 0:\n"
        "        raise ValueError('no count')\n"
        "    return np.dot(np.full((count, count), x), np.full(count, 3.0))\n"
    )
    program = (
        "import tripling; print(tripling.triple(1.0, 2))\n"
        "try: tripling.triple(1.0, -1)\n"
        "except ValueError as problem: print(problem)"
    )
    assert run(program, places[0]).stdout == run(program, places[0]).stdout == "[6. 6.]\nno count\n"


def test_a_kept_kernel_that_makes_no_arrays_works_alone_and_before_one_that_does(run, places):
    (places[0] / "adding.py").write_text(
        "import numpy as np\n"
        "from brimstone._compile import kernel\n\n"
        "@kernel(allocates=False)\n"
        "def add(x, more):\n"
        "    if x.size == 0:\n"
        "        raise ValueError('nothing there')\n"
        "    for i in range(x.size):\n"
        "        x[i] += more\n\n"
        "@kernel()\n"
        "def ones(count):\n"
        "    return np.ones(count)\n"
    )
    alone = (
        "import numpy as np, adding; x = np.zeros(2); adding.add(x, 2.0); print(x)\n"
        "try: adding.add(x[:0], 2.0)\n"
        "except ValueError as problem: print(problem)"
    )
    both = f"{alone}\nprint(adding.ones(2))"
    assert run(both, places[0]).stdout == run(both, places[0]).stdout == "[2. 2.]\nnothing there\n[1. 1.]\n"
    assert run(alone, places[0]).stdout == "[2. 2.]\nnothing there\n"


def test_a_start_from_kept_kernels_imports_nothing_that_only_compiling_needs(run, places):
    program = "import sys, doubling; print(doubling.double(21.0), 'scipy.linalg' in sys.modules)"
    assert run(program, places[0]).stdout == "42.0 True\n"
    assert run(program, places[0]).stdout == "42.0 False\n"


def test_changed_sources_are_compiled_anew(run, places):
    run("import doubling; doubling.double(21.0)", places[0])
    (places[1] / "doubling.py").write_text(SOURCE.replace("2.0", "3.0"))
    assert run("import doubling; print(doubling.double(21.0))", places[1]).stdout == "63.0\n"


@pytest.mark.parametrize("damage", [lambda c: b"", lambda c: c[:-100], lambda c: c[:-100] + bytes(100)])
def test_a_damaged_file_is_rebuilt(run, places, tmp_path, damage):
    program = "import doubling; print(doubling.double(21.0))"
    run(program, places[0])
    (file,) = kept(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    again = run(program, places[0])
    assert again.stdout == "42.0\n"
    assert ANNOUNCED in again.stderr
    assert not run(program, places[0]).stderr


def test_a_full_disk_loses_no_result(run, places, tmp_path):
    def fill():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    answer = run("import doubling; print(doubling.double(21.0))", places[0], preexec_fn=fill)
    assert answer.stdout == "42.0\n"
    assert "can't be kept" in answer.stderr
    assert not kept(tmp_path)


def test_an_import_compiles_nothing(run, tmp_path):
    program = (
        "import brimstone.solver.ensemble, brimstone.model.solid, brimstone.model.gel, brimstone.instrument.impedance"
    )
    assert not run(program).stderr
    assert not list((tmp_path / "cache").rglob("kernels/*/*"))


def test_every_file_that_compiles_something_is_a_source_of_kernels():
    package = Path(_sources.__file__).parent
    sources = _sources.sources(package)
    imports = re.compile(
        r"^from brimstone\._(?:compile|jit) import .*\b(kernel|compilable|node_function)\b", re.MULTILINE
    )
    assert {path for path in package.rglob("*.py") if imports.search(path.read_text())} <= set(sources)
    assert package / "constants.py" in sources


def test_a_moved_checkout_has_the_same_digest_and_changed_physics_another(tmp_path):
    package = Path(_sources.__file__).parent
    moved = tmp_path / "brimstone"
    shutil.copytree(package, moved, ignore=shutil.ignore_patterns("data", "__pycache__"))
    assert _sources.digest(moved) == _sources.digest(package)
    conversion = moved / "physics" / "conversion.py"
    conversion.write_text(conversion.read_text().replace("1.0", "2.0", 1))
    assert _sources.digest(moved) != _sources.digest(package)


#: Hides all packages that are installed but the named ones, and imports what the compiled kernels of a wheel stand in.
BARE = """
import importlib.metadata, sys
hidden = set(importlib.metadata.packages_distributions()) - {"numba", "llvmlite", "numpy", "brimstone"}
class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hiding())
sys.path.insert(0, sys.argv[1])
import kernels
kernels.import_all()
"""


def test_a_build_compiles_kernels_with_numba_and_numpy_alone():
    building = Path(__file__).parents[1] / "building"
    done = subprocess.run([sys.executable, "-c", BARE, str(building)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
