"""What holds for all tests, those in pages included.

Blocks of Python in README.md and docs/ are run as they stand, each page from the top, by `make docs`.
"""

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

# `make test` draws the same examples each time, so that it tells of the change and not of the draw; `make test-all`
# draws new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()], patterns=["README.md", "docs/*.md", "docs/**/*.md"]
).pytest()


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_kept():
    """Tests neither read nor write the user's store and options; those of the store name one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIMSTONE_STORE", "off")
        patch.setenv("BRIMSTONE_CONFIG", "no such file")
        yield
