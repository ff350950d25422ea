"""A command imports only what it uses: each of these takes as long as reading a recipe, or longer."""

import subprocess
import sys
from pathlib import Path

RECIPE = Path(__file__).parents[2] / "examples" / "yao2017.yaml"
PROGRAM = """
import sys
from brimstone.cli import app
try:
    app.app({arguments})
except SystemExit as end:
    assert end.code == 0
print("imported:", *(name for name in {unused} if name in sys.modules))
"""


def imported(arguments, unused):
    program = PROGRAM.format(arguments=arguments, unused=unused)
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return set(printed.splitlines()[-1].split()[1:])


def test_help_imports_no_engine():
    assert imported(["--help"], ("numpy", "numba", "pint", "pydantic", "yaml")) == set()


def test_a_second_run_imports_nothing_for_plots_units_and_matrices(tmp_path):
    unused = (
        "pint",
        "plotly",
        "matplotlib",
        "scipy.linalg",
        "scipy.sparse",
        "scipy.ndimage",
        "brimstone.composite.voxel",
    )
    for number in (1, 2):
        arguments = ["run", str(RECIPE), "--certain", "--out", str(tmp_path / str(number))]
        found = imported(arguments, unused)
    assert found == set()
