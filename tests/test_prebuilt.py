"""Kernels that came with the package: which library is taken, whether it is still the equations', how it is called."""

import ctypes
import json
import os
import shutil
import subprocess

import numpy as np
import pytest

from brimstone import _prebuilt, _sources
from brimstone._signatures import BOOLEAN, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, signature, symbol

SOURCE = """
#include <stdint.h>
#include <string.h>

void NAME(const int64_t *row) {  /* scaled(rows: matrix, factor: float, count: int, twice: bool, sums: vector) */
    const double *rows = (const double *)row[0];
    int64_t lines = row[1], columns = row[2], count = row[4], twice = row[5];
    double factor, *sums = (double *)row[6];
    memcpy(&factor, row + 3, sizeof factor);
    if (lines < count || row[7] < count) return;
    for (int64_t i = 0; i < count; i++) {
        sums[i] = 0.0;
        for (int64_t j = 0; j < columns; j++) sums[i] += (twice ? 2.0 : 1.0) * factor * rows[i * columns + j];
    }
}
"""


def scaled(rows, factor, count, twice, sums):
    """Stand for a kernel."""


@pytest.fixture
def library(tmp_path, monkeypatch):
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    (tmp_path / "scaled.c").write_text(SOURCE.replace("NAME", symbol(scaled)))
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "scaled.so", "scaled.c"], cwd=tmp_path, check=True)
    monkeypatch.setattr(_prebuilt, "LIBRARY", ctypes.CDLL(str(tmp_path / "scaled.so")))


@pytest.fixture
def entry(library):
    return _prebuilt.kernel(entry=signature(NOTHING, MATRIX, FLOAT, INTEGER, BOOLEAN, VECTOR))(scaled)


def test_numbers_and_arrays_reach_the_compiled_function(entry):
    sums = np.zeros(2)
    entry(np.array([[1.0, 2.0, 3.0], [0.5, -1.5, 0.0]]), -0.5, 2, True, sums)
    assert list(sums) == [-6.0, 1.0]
    entry(np.ones((3, 4)), 0.25, np.int64(1), False, sums)
    assert list(sums) == [1.0, 1.0]


def test_an_array_that_is_not_contiguous_is_refused(entry):
    with pytest.raises(TypeError, match="shape"):
        entry(np.ones((3, 4)).T, 1.0, 1, False, np.zeros(1))
    with pytest.raises(TypeError, match="shape"):
        entry(np.ones(3), 1.0, 1, False, np.zeros(1))


def test_a_node_function_is_itself_and_has_an_address(library):
    function = _prebuilt.node_function(signature(NOTHING))(scaled)
    assert function.__wrapped__ is scaled
    assert function.__name__ == "scaled"
    assert function.address == ctypes.cast(getattr(_prebuilt.LIBRARY, symbol(scaled)), ctypes.c_void_p).value


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ("AVX512F AVX512CD AVX512VL AVX512BW AVX512DQ AVX2 FMA3 F16C SSE42 POPCNT SSSE3", "x86-64-v4"),
        ("AVX512F AVX2 FMA3 F16C SSE42 POPCNT SSSE3", "x86-64-v3"),
        ("AVX2 SSE42 POPCNT SSSE3", "x86-64-v2"),
        ("AVX2 FMA3 F16C", "generic"),
        ("", "generic"),
    ],
)
def test_the_fastest_library_is_taken_that_the_processor_runs(monkeypatch, features, expected):
    from numpy._core import _multiarray_umath

    monkeypatch.setattr(_multiarray_umath, "__cpu_features__", dict.fromkeys(features.split(), True))
    assert _prebuilt._supported()[0] == expected


def test_numpy_still_tells_what_this_processor_can_do():
    from numpy._core import _multiarray_umath

    known = {name for _, needed in _prebuilt._LEVELS for name in needed}
    if os.uname().machine == "x86_64":
        assert known <= set(_multiarray_umath.__cpu_features__)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A folder with a package's kernels and the sources they are made of."""
    physics, kernels = tmp_path / "physics", tmp_path / "_kernels"
    physics.mkdir()
    kernels.mkdir()
    law = physics / "law.py"
    law.write_text("from brimstone._compile import compilable\n")
    manifest = {"digest": _sources.digest(tmp_path), "sources": ["physics/law.py"], "libraries": {}}
    (kernels / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(_prebuilt, "PACKAGE", tmp_path)
    monkeypatch.setattr(_prebuilt, "FOLDER", kernels)
    monkeypatch.setattr(_prebuilt, "digest", lambda: _sources.digest(tmp_path))
    monkeypatch.delenv(_prebuilt.CHOICE, raising=False)
    return law


def test_a_law_changed_after_the_package_was_built_is_not_left_out(package, caplog):
    later = package.stat().st_mtime + 3600.0
    os.utime(package, (later, later))
    assert _prebuilt._load() is None
    assert "no compiled equations for this processor" in caplog.text  # touched, but the same: only no library is there
    caplog.clear()
    package.write_text("from brimstone._compile import compilable\nfaster = 2.0\n")
    os.utime(package, (later, later))
    assert _prebuilt._load() is None
    assert "the equations have changed" in caplog.text


def test_who_asks_for_numba_gets_it(package, monkeypatch, caplog):
    monkeypatch.setenv(_prebuilt.CHOICE, "numba")
    assert _prebuilt._load() is None
    assert not caplog.text
