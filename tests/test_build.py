"""Wheel and sdist: built from the sources, complete, and at work in an environment of their own."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import brimstone

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "brimstone"

pytestmark = pytest.mark.slow


def run(*command, **more):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, timeout=600, **more)
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
