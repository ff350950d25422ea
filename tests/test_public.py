"""What is public is written down, and changes only on purpose."""

import inspect
import re
from pathlib import Path

import pytest
from pages.public import public_page, rooms

import brimstone

PAGE = Path(__file__).parents[1] / "docs" / "public.md"


def names(page):
    """Rooms and public names that a page lists, without what it says of them."""
    return re.findall(r"^(?:## |\| `)([\w.]+)", page, re.MULTILINE)


def test_the_page_lists_what_is_public_and_nothing_else():
    assert names(PAGE.read_text("utf-8")) == names(public_page()), "python docs/generate.py public.md"


def test_the_package_shows_its_public_names_and_no_others():
    assert dir(brimstone) == sorted(brimstone.__all__)
    assert {"Cell", "load", "__version__"} <= set(brimstone.__all__)


@pytest.mark.parametrize("name", rooms())
def test_every_public_name_is_there_and_is_documented(name):
    module = __import__(name, fromlist=["__all__"])
    assert module.__doc__
    for one in module.__all__:
        thing = getattr(module, one)
        assert not (inspect.isclass(thing) or inspect.isroutine(thing)) or thing.__doc__, one
