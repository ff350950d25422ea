"""What holds for all tests, those in pages included.

Blocks of Python in README.md and docs/ are run as they stand, each page from the top, by `make docs`.
"""

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()], patterns=["README.md", "docs/*.md", "docs/**/*.md"]
).pytest()


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_kept():
    """Tests neither read nor write the user's store; those of the store name one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIMSTONE_STORE", "off")
        yield
