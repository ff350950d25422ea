"""Damaged files are read sensibly or refused in words: no traceback, no warning, no silent nonsense."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from brimstone.bridge import read_data
from brimstone.errors import DataError
from tests.bridge.cycler import writers

SEEDS = 5000
FAST = 300


def short():
    """Every eighth record of the cell and the ends of its steps, so that a file is small."""
    one = writers.cell()
    ends = np.flatnonzero(np.diff(one.step, append=0) != 0)
    kept = np.unique(np.concatenate([np.arange(0, len(one), 8), ends, ends[:-1] + 1]))
    return replace(one, **{field.name: getattr(one, field.name)[kept] for field in fields(one)})


def texts():
    one = short()
    made = [writer(one).encode("latin-1") for _, writer in writers.CASES]
    return [*made, *(writer().encode("latin-1") for writer in (*(one for _, one in writers.SPECTRA), writers.polar))]


def cut(data, random):
    return data[: random.integers(0, len(data))]


def flip(data, random):
    spoilt = bytearray(data)
    for place in random.integers(0, len(data), random.integers(1, 12)):
        spoilt[place] = random.integers(0, 256)
    return bytes(spoilt)


def lose_bytes(data, random):
    place = random.integers(0, len(data))
    return data[:place] + data[place + random.integers(1, 400) :]


def repeat_bytes(data, random):
    place, count = random.integers(0, len(data)), random.integers(1, 400)
    return data[: place + count] + data[place:]


def zeros(data, random):
    place, count = random.integers(0, len(data)), random.integers(1, 200)
    return data[:place] + b"\0" * count + data[place + count :]


def swap_lines(data, random):
    lines = data.splitlines(keepends=True)
    one, other = random.integers(0, len(lines), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def lose_lines(data, random):
    lines = data.splitlines(keepends=True)
    place = random.integers(0, len(lines))
    return b"".join(lines[:place] + lines[place + random.integers(1, 30) :])


def repeat_lines(data, random):
    lines = data.splitlines(keepends=True)
    place = random.integers(0, len(lines))
    return b"".join(lines[: place + random.integers(1, 30)] + lines[place:])


def twice(data, random):
    return data + data


def digits(data, random):
    spoilt = bytearray(data)
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    for place in random.choice(places, random.integers(1, 8)):
        spoilt[place] = random.integers(48, 58)
    return bytes(spoilt)


def words(data, random):
    lines = data.split(b"\n")
    place = random.integers(0, len(lines))
    word = random.choice([b"NaN", b"inf", b"", b"-", b"OVERFLOW", b"9.9E+37", b"1,5", b"\xff", b'"'])
    for delimiter in (b"\t", b","):
        cells = lines[place].split(delimiter)
        if len(cells) > 1:
            cells[random.integers(0, len(cells))] = word
            lines[place] = delimiter.join(cells)
            break
    return b"\n".join(lines)


def lose_column(data, random):
    delimiter = b"\t" if b"\t" in data else b","
    lines = [line.split(delimiter) for line in data.split(b"\n")]
    place = random.integers(0, max(map(len, lines)))
    return b"\n".join(delimiter.join(cells[:place] + cells[place + 1 :]) for cells in lines)


def other_delimiter(data, random):
    return data.replace(b"\t" if b"\t" in data else b",", random.choice([b";", b"|", b" ", b","]))


def no_signs(data, random):
    return data.replace(b"-", b"")


DAMAGES = (
    cut, flip, lose_bytes, repeat_bytes, zeros, swap_lines, lose_lines, repeat_lines, twice, digits, words, lose_column,
    other_delimiter, no_signs,
)  # fmt: skip


def assert_no_silent_nonsense(measured):
    told = " ".join(measured.notes)
    assert measured.points > 0
    for spectrum in measured.spectra:
        assert np.all(np.isfinite(spectrum.impedance))
        assert np.all(spectrum.frequency > 0.0)
    one = measured.cycling
    if one is None:
        return
    for values in (one.time, one.voltage, one.charged, one.discharged):
        assert np.all(np.isfinite(values))
    assert math.isfinite(measured.duration)
    for values in (one.time, one.charged, one.discharged):
        assert np.all(np.diff(values) >= 0.0)
    assert np.abs(one.voltage).max() <= 100.0
    assert np.all(np.diff(one.step) >= 0)
    if np.all(np.isfinite(one.current)):
        before, after, interval = one.current[:-1], one.current[1:], np.diff(one.time)
        together = before * after > 0.0
        least = np.sum(np.where(together, np.minimum(np.abs(before), np.abs(after)), 0.0) * interval)
        most = np.sum(np.maximum(np.abs(before), np.abs(after)) * interval)
        counted = one.charged[-1] + one.discharged[-1]
        if not 0.85 * least <= counted <= 1.15 * most:
            assert "integral" in told or "without a record" in told, (least, most, counted, told)
    for totals in one.totals():
        assert totals.charge >= 0.0
        assert totals.discharge >= 0.0


def damaged(seed, originals):
    """A file with one to three kinds of damage."""
    random = np.random.default_rng(seed)
    data = originals[random.integers(0, len(originals))]
    for _ in range(random.integers(1, 4)):
        data = DAMAGES[random.integers(0, len(DAMAGES))](data, random) or b" "
    return data


def read_many(tmp_path, seeds, originals, name="damaged.txt"):
    path = tmp_path / name
    read = refused = 0
    for seed in seeds:
        path.write_bytes(damaged(seed, originals))
        try:
            measured = read_data(path)
        except DataError as problem:
            message = str(problem)
            assert 10 < len(message) < 1000, seed
            refused += 1
            continue
        except Exception as problem:
            raise AssertionError(f"seed {seed}: {type(problem).__name__}: {problem}") from problem
        try:
            assert_no_silent_nonsense(measured)
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}: {problem}") from problem
        read += 1
    return read, refused


def test_damaged_texts_are_read_or_refused(tmp_path):
    read, refused = read_many(tmp_path, range(FAST), texts())
    assert read > 0.4 * FAST
    assert refused > 0


@pytest.mark.slow
def test_many_damaged_texts_are_read_or_refused(tmp_path):
    read, refused = read_many(tmp_path, range(FAST, SEEDS), texts())
    assert read > 0.4 * (SEEDS - FAST)
    assert refused > 0


def books(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    one = short()
    columns = {"Test_Time(s)": one.time, "Voltage(V)": one.voltage, "Current(A)": one.current, "Cycle_Index": one.cycle}
    book = openpyxl.Workbook()
    book.active.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        book.active.append([float(cell) for cell in row])
    book.save(tmp_path / "cell.xlsx")
    parquet.write_table(pyarrow.table(columns), tmp_path / "cell.parquet")
    return [(tmp_path / name).read_bytes() for name in ("cell.xlsx", "cell.parquet")]


@pytest.mark.parametrize("count", [40, pytest.param(600, marks=pytest.mark.slow)])
def test_damaged_workbooks_and_tables_are_read_or_refused(tmp_path, count, monkeypatch):
    binary = (cut, flip, lose_bytes, repeat_bytes, zeros)
    monkeypatch.setitem(globals(), "DAMAGES", binary)
    _, refused = read_many(tmp_path, range(count), books(tmp_path))
    assert refused > 0
