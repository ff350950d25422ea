import os
import subprocess
import sys
import time

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import parse, read
from brimstone.recipe.yaml_text import LARGEST_FILE
from tests.recipe.conftest import CELL


def message_of(path):
    with pytest.raises(RecipeError) as caught:
        read(path)
    return str(caught.value)


def test_a_file_is_read_as_its_text(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL, encoding="utf-8")
    assert read(path) == parse(CELL)
    assert read(str(path)).source == str(path)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL, encoding="utf-8-sig")
    assert read(path) == parse(CELL)


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "yao2017.yaml").write_text(CELL)
    assert "no such file. Did you mean" in message_of(tmp_path / "yoa2017.yaml")
    assert "yao2017.yaml" in message_of(tmp_path / "yoa2017.yaml")
    assert "no such file" in message_of(tmp_path / "nowhere" / "cell.yaml")


def test_a_folder_is_no_recipe(tmp_path):
    assert "is a folder" in message_of(tmp_path)


def test_text_that_is_not_utf8_is_refused_with_the_byte(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_bytes(b"name: 300 \xb5m\n")
    assert "is not UTF-8 text (byte 11)" in message_of(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "cell.yaml"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)  # ten gigabytes, sparse
    began = time.perf_counter()
    assert f"at most {LARGEST_FILE}" in message_of(path)
    assert time.perf_counter() - began < 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    path = tmp_path / "cell.yaml"
    os.mkfifo(path)
    assert "is not a regular file" in message_of(path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 900_000,
        "a: " * 300_000,
        "- " * 400_000,
        "? " * 400_000,
        "{a: " * 200_000,
        "[" + "1," * 450_000,
        "x" * 900_000,
        "'" * 900_000,
    ],
    ids=["brackets", "colons", "dashes", "question marks", "braces", "entries", "one word", "quotes"],
)
def test_hostile_text_is_answered_in_seconds_without_recursion(text):
    began = time.perf_counter()
    with pytest.raises(RecipeError):
        parse(text)
    assert time.perf_counter() - began < 10


def test_the_message_gives_the_file(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL.replace("0.45 mg/cm2", "0.45"))
    assert message_of(path).startswith(f"{path}: cathode.loading: '0.45' has no unit")


def test_importing_the_language_loads_neither_units_nor_yaml_nor_numbers():
    code = "import sys, brimstone.recipe; print([name for name in ('pint', 'yaml', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
