"""The page of commands is the one that the command line gives; pages to write are named, or told."""

import re
from pathlib import Path

import generate
import pytest
from pages.commands import commands_page

PAGE = (Path(__file__).parents[1] / "docs" / "commands.md").read_text("utf-8")


def test_the_page_is_current():
    assert commands_page() == PAGE, "python docs/generate.py commands.md"


def test_every_line_of_use_is_in_words_and_brackets_that_close():
    lines = re.findall(r"^brimstone [^\n]+$", PAGE, re.MULTILINE)
    assert len(lines) > 25
    for line in lines:
        assert re.fullmatch(r"brimstone( [a-z]+)+( [A-Z|]+(\.\.\.)?| \[[A-Z|]+(\.\.\.)?\])*( \[options\])?", line), line


@pytest.mark.parametrize(("words", "code", "told"), [("--help", 0, "usage: "), ("comands.md", 2, "commands.md")])
def test_pages_to_write_are_named_or_told(words, code, told, capsys):
    with pytest.raises(SystemExit) as ended:
        generate.main([words])
    assert ended.value.code == code
    assert told in "".join(capsys.readouterr())
