import pytest

from brimstone.library import load


@pytest.fixture(scope="session")
def library():
    return load()
