"""What holds for all tests, those in pages included.

Blocks of Python in README.md and docs/ are run as they stand, each page from the top, by `make docs`. So are commands
in docs/ (blocks of `console`), in the folder that the page calls `folder`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

# `make test` draws the same examples each time, so that it tells of the change and not of the draw; `make test-all`
# draws new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

#: Files that real instruments wrote, which are no part of this repository; what needs them is skipped without.
MEASURED_FILES = Path(os.environ.get("BRIMSTONE_MEASURED_FILES", Path(__file__).parents[1] / "shared" / "data"))


def _carry_out(example: Example) -> str | None:
    """What the command of a block prints, where that is something else than the block shows."""
    command, shown = example.parsed.split("\n", 1)
    done = subprocess.run(
        [sys.executable, "-m", *command.removeprefix("$ ").split()],
        cwd=example.namespace["folder"], env={**os.environ, "COLUMNS": "80"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
    return None if printed.strip() == shown.strip() else f"{command} printed\n{printed}"


pages = Sybil(parsers=[PythonCodeBlockParser()], patterns=["README.md"]) + Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", _carry_out), SkipParser()],
    patterns=["docs/*.md", "docs/**/*.md"],
    setup=lambda names: names.update(measured_files=MEASURED_FILES),
)
pytest_collect_file = pages.pytest()


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_kept():
    """Tests neither read nor write the user's store and options; those of the store name one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIMSTONE_STORE", "off")
        patch.setenv("BRIMSTONE_CONFIG", "no such file")
        yield
