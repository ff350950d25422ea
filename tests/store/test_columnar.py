"""Parquet files that are written here: DuckDB and PyArrow read in them what was put in."""

import duckdb
import numpy as np
import pyarrow.parquet
import pytest

from brimstone.store.columnar import read_numbers, write_table

ROWS = 3000
RANDOM = np.random.default_rng(5)
GAPS = np.where(RANDOM.random(ROWS) < 0.2, np.nan, RANDOM.normal(size=ROWS) * 10.0 ** RANDOM.integers(-200, 200, ROWS))
TABLE = {
    "number": RANDOM.normal(size=ROWS),
    "gaps": GAPS,
    "nothing": [None] * ROWS,
    "count": [int(one) for one in RANDOM.integers(-(2**62), 2**62, ROWS)],
    "small": RANDOM.integers(-9, 9, ROWS).astype(np.int32),
    "true": [bool(one) for one in RANDOM.integers(0, 2, ROWS)],
    "words": [None if number % 7 == 0 else f"µ{number}" for number in range(ROWS)],
    "some numbers": [None if number % 5 == 0 else number for number in range(ROWS)],
}


@pytest.fixture(params=[400, 1 << 20], ids=["groups", "one group"])
def written(request, tmp_path, monkeypatch):
    monkeypatch.setattr("brimstone.store.columnar._ROWS", request.param)
    write_table(tmp_path / "table.parquet", TABLE)
    return tmp_path / "table.parquet"


def plain(values):
    return [
        None if one is None or one != one else one for one in (v.item() if hasattr(v, "item") else v for v in values)
    ]


def test_duckdb_reads_what_was_written(written):
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM read_parquet('{written}')")
        names, rows = [one[0] for one in found.description], found.fetchall()
    assert names == list(TABLE)
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        assert list(values) == plain(TABLE[name]), name


def test_pyarrow_reads_what_was_written(written):
    assert pyarrow.parquet.read_table(written).to_pydict() == {name: plain(values) for name, values in TABLE.items()}


@pytest.mark.parametrize("name", ["number", "gaps", "nothing"])
def test_numbers_come_back_to_the_last_digit(written, name):
    expected = np.array([np.nan if one is None else one for one in TABLE[name]], dtype=float)
    np.testing.assert_array_equal(read_numbers(written, name), expected)


def test_an_empty_table_has_its_columns(tmp_path):
    write_table(tmp_path / "empty.parquet", {"value": np.empty(0), "words": []})
    assert read_numbers(tmp_path / "empty.parquet", "value").size == 0
    with duckdb.connect() as database:
        assert database.execute(f"SELECT * FROM read_parquet('{tmp_path / 'empty.parquet'}')").fetchall() == []


def test_files_of_others_are_left_to_them(tmp_path):
    path = tmp_path / "other.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT 1.5::DOUBLE AS value) TO '{path}' (FORMAT parquet)")
    assert read_numbers(path, "value") is None


@pytest.mark.parametrize("kept", [0, 3, 40, -9, -1])
def test_a_damaged_file_is_refused(written, kept):
    content = written.read_bytes()
    written.write_bytes(content[:kept])
    with pytest.raises(ValueError, match="Parquet"):
        read_numbers(written, "number")


def test_a_page_that_changed_is_refused(written):
    content = bytearray(written.read_bytes())
    content[200:260] = bytes(60)
    written.write_bytes(content)
    with pytest.raises(ValueError, match="can't be read"):
        read_numbers(written, "number")


def test_columns_of_different_lengths_are_refused(tmp_path):
    with pytest.raises(ValueError, match="2 to 3 rows"):
        write_table(tmp_path / "table.parquet", {"a": [1, 2, 3], "b": [1, 2]})
