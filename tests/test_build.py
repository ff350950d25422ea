"""Wheel and sdist: built from the sources, complete, and at work in an environment of their own."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

import brimstone

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "brimstone"

pytestmark = pytest.mark.slow


def run(*command, **more):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, timeout=1800, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def without_numba(built, tmp_path_factory):
    """A folder with what the wheel holds, a finder that hides the compiler, and a program run with them."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(folder)
    (folder / "hiding.py").write_text(HIDING)

    def call(program, *arguments, **environment):
        environment = {**os.environ, "PYTHONPATH": str(folder), **environment}
        return run(sys.executable, "-c", program, *arguments, cwd=folder, env=environment)

    return call


HIDING = """
import importlib.util
import sys

hidden, find = ("numba", "llvmlite"), importlib.util.find_spec

class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hiding())
importlib.util.find_spec = lambda name, package=None: None if name in hidden else find(name, package)
"""
#: Keeps all numbers of a cell's steps and of its spectra, and prints whether there was a compiler.
NUMBERS = """
import dataclasses, sys
from collections.abc import Mapping
import numpy as np
import brimstone

def numbers(thing):
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from numbers(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from numbers(part)
    elif isinstance(thing, (float, np.ndarray)) and np.asarray(thing).dtype.kind in "fc":
        yield np.ravel(thing).astype(complex)

run = brimstone.load(sys.argv[1]).run(certain=True)
np.save(sys.argv[2], np.concatenate([part for step in (*run.steps, *run.impedance) for part in numbers(step)]))
print("numba" in sys.modules)
"""
CELLS = ("yao2017.yaml", "liu2016-gel.yaml")


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Runs a command of an environment that has the wheel, and of this one only the dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env")
    python = folder / "env" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", built[0])
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    # A folder that a .pth adds has its own .pth files ignored, and with them the editable install.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def call(program, *arguments):
        return run(python.with_name(program), *arguments, cwd=folder, env=environment)

    return call


def test_the_wheel_holds_every_file_of_the_package(built):
    expected = {
        f"brimstone/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {"brimstone/py.typed", "brimstone/report/page/report.html"} < expected
    assert expected <= set(zipfile.ZipFile(built[0]).namelist())


def test_the_sdist_holds_what_a_packager_needs(built):
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "src/brimstone/py.typed", "tests/cells.py"} <= names
    assert not [name for name in names if name.startswith((".venv", "out/", "dist/")) or name.endswith(".pyc")]


def test_the_installed_package_is_the_one_of_the_wheel(installed):
    words = installed("python", "-c", "import brimstone; print(brimstone.__file__, dir(brimstone))")
    assert "/env/lib/" in words
    assert str(dir(brimstone)) in words
    assert installed("brimstone", "--version").split()[-1] == brimstone.__version__


def test_the_installed_command_reads_its_library(installed):
    assert "Li6PS5Cl" in installed("brimstone", "list", "materials")


def test_the_installed_command_writes_a_report(installed):
    installed("brimstone", "run", ROOT / "examples" / "yao2017.yaml", "--certain", "--out", "out")
    assert "75Li2S" in installed("python", "-c", "print(open('out/report.html', encoding='utf-8').read())")


needs_library = pytest.mark.skipif(
    os.name != "posix" or shutil.which("cc") is None, reason="kernels are linked by a C compiler"
)


@needs_library
def test_the_wheel_needs_no_compiler(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = wheel.namelist()
        (metadata,) = (wheel.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ") and "extra" not in line]
    assert any("numpy" in line for line in needed)
    assert not any("numba" in line for line in needed)
    assert not built[0].name.endswith("none-any.whl")
    assert "brimstone/_kernels/manifest.json" in names
    with tarfile.open(built[1]) as archive:
        (info,) = (name for name in archive.getnames() if name.endswith("/PKG-INFO"))
        described = archive.extractfile(info).read().decode()
    assert "Dynamic: Requires-Dist" in described  # so that nobody takes what the sources need from there


def test_a_wheel_without_kernels_needs_numba(tmp_path):
    program = "import sys; sys.path.insert(0, 'building'); import backend; backend.build_wheel(sys.argv[1])"
    run(sys.executable, "-c", program, tmp_path, cwd=ROOT, env={**os.environ, "BRIMSTONE_PURE": "1"})
    (wheel,) = tmp_path.glob("*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (archive.read(name).decode() for name in names if name.endswith("/METADATA"))
    assert "Requires-Dist: numba>=" in metadata.partition("; extra ==")[0]
    assert not any("_kernels" in name for name in names)


@needs_library
@pytest.mark.parametrize("cell", CELLS)
def test_both_kinds_of_kernels_give_the_same_numbers_on_the_same_kind_of_processor(without_numba, cell, tmp_path):
    """Time steps are the same to the last bit. Sums over nodes in what Python calls, such as the swelling and the
    spectrum, may be in another order: there the compiler of the build sees more of the arguments.
    """
    source, ours, expected = tmp_path / cell, tmp_path / "ours.npy", tmp_path / "expected.npy"
    recipe = (ROOT / "examples" / cell).read_text(encoding="utf-8")
    spectrum = "protocol:\n  - {impedance: [100 kHz, 10 mHz]}\n"
    source.write_text(recipe.replace("protocol:\n", spectrum), encoding="utf-8")
    assert without_numba(f"import hiding\n{NUMBERS}", source, ours) == "False\n"
    (processor,) = without_numba("from brimstone import _prebuilt; print(_prebuilt.place().stem)").split()
    chosen = {
        "BRIMSTONE_KERNELS": "numba",
        "NUMBA_CPU_NAME": processor,
        "NUMBA_CPU_FEATURES": "-prefer-256-bit" if processor.endswith("v4") else "",
    }
    assert without_numba(NUMBERS, source, expected, **chosen) == "True\n"
    one, other = np.load(ours), np.load(expected)
    assert one.size > 2000
    # a growth of zero is what is left of sums of lengths of 1e-5 m
    assert np.allclose(one, other, rtol=1e-12, atol=1e-20, equal_nan=True)


@needs_library
def test_without_a_compiler_the_command_runs_and_says_what_needs_one(without_numba):
    program = "import hiding, sys; from brimstone.cli import main; sys.argv = ['brimstone', *sys.argv[1:]]; main()"
    words = without_numba(program, "doctor")
    assert "compiled equations: came with the package" in words
    assert "everything works" in words
    refused = (
        "import hiding, subprocess, sys\n"
        "from brimstone.errors import BrimstoneError\n"
        "try: import brimstone.composite.voxel\n"
        "except BrimstoneError as problem: print(problem)"
    )
    assert "pip install 'brimstone[structure]'" in without_numba(refused)
