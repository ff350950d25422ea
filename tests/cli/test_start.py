"""How the program starts: at once, and with a word for every slip of the pen."""

import subprocess
import sys
import time

import pytest

from brimstone import __version__
from tests.cli.conftest import assert_one_screen

HEAVY = ("numpy", "numba", "pandas", "matplotlib", "pint", "scipy", "plotly", "yaml")
COMMANDS = (
    "run",
    "explain",
    "check",
    "cite",
    "list",
    "show",
    "structure",
    "strategies",
    "energy",
    "package",
    "compare",
    "sweep",
    "sensitivity",
    "optimise",
    "verify",
    "schema",
    "doctor",
)


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["--help"], (*HEAVY, "pydantic")),
        (["--version"], (*HEAVY, "pydantic")),
        (["run", "--help"], HEAVY),  # typer looks at the options of a command with pydantic
    ],
    ids=["--help", "--version", "run --help"],
)
def test_help_loads_nothing_heavy(words, heavy):
    code = (
        "import sys\nfrom brimstone.cli import main\n"
        f"sys.argv = ['brimstone', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("loaded: []")


def test_help_takes_half_a_second_at_most():
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "brimstone", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.5  # the least of five: the machine may be busy with other things


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(brimstone, command):
    done = brimstone(command, "--help")
    assert done.exit_code == 0
    assert "Usage" in done.output
    assert command in brimstone("--help").output


def test_the_version_is_that_of_the_package(brimstone):
    assert brimstone("--version").stdout == f"brimstone {__version__}\n"


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["rnu", "cell.yaml"], "run"),
        (["explian", "cell.yaml"], "explain"),
        (["run", "cell.yaml", "--jsn"], "--json"),
        (["run", "cell.yaml", "--certian"], "--certain"),
        (["list", "material"], "materials"),
        (["schema", "runs"], "run"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else words,
)
def test_a_misspelt_word_gets_the_nearest_one(brimstone, words, nearest):
    done = brimstone(*words)
    assert done.exit_code == 2
    assert nearest in done.stderr
    assert done.stdout == ""
    assert_one_screen(done.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ["run", "cell.yaml", "--members", "3"],
        ["run", "cell.yaml", "--members", "many"],
        ["run", "cell.yaml", "--nodes", "-4"],
        ["run", "cell.yaml", "--seed", "1.5"],
        ["run"],
        ["run", "a.yaml", "b.yaml"],
        ["show"],
    ],
    ids=" ".join,
)
def test_options_out_of_range_are_refused_with_the_range(brimstone, words):
    done = brimstone(*words)
    assert done.exit_code == 2
    assert_one_screen(done.stderr)


def test_python_m_brimstone_is_the_same_program():
    done = subprocess.run([sys.executable, "-m", "brimstone", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"brimstone {__version__}\n"
