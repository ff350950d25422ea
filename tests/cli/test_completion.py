"""What a shell offers: the script that it is given works in it, and cells of the library are offered by name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brimstone.library import load

ASK = """
brimstone() { "$PYTHON" -m brimstone "$@"; }
export -f brimstone
eval "$(brimstone --show-completion bash)"
ask() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _brimstone_completion ./brimstone
  (IFS='|'; echo "${COMPREPLY[*]}")
}
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_offers_commands_options_and_cells_of_the_library(tmp_path):
    start = tmp_path / "brimstone"
    start.write_text(f'#!/bin/sh\nexec "{Path(sys.executable)}" -m brimstone "$@"\n')
    start.chmod(0o755)
    lines = ("brimstone pare", "brimstone run cell : Ya", "brimstone compare a.yaml cell :", "brimstone run ce")
    script = "\n".join([ASK, *(f"ask {line}" for line in lines)])
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ | {"PYTHON": sys.executable}, capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    assert done.stderr == ""
    command, one, all_of_them, files = done.stdout.split("\n")[:4]
    assert command == "pareto"
    assert one == "Yao2017"
    assert all_of_them.split("|") == [cell.name for cell in load().cells(runnable=True)]
    assert files == "", "bash offers files where nothing else is offered"


def test_other_shells_take_a_colon_for_a_letter():
    asked = {"_BRIMSTONE_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args",
             "_TYPER_COMPLETE_ARGS": "brimstone run cell:Ya"}  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "brimstone"], env=os.environ | asked, capture_output=True, text=True)
    assert done.stdout == "cell:Yao2017\n"
