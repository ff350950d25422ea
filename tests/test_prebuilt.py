"""Kernels that came with the package: which library is taken, whether it is still the equations', how it is called."""

import ctypes
import json
import os
from types import SimpleNamespace

import numpy as np
import pytest

from brimstone import _prebuilt, _sources
from brimstone._signatures import BOOLEAN, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, signature, symbol


def scaled(rows, factor, count, twice, sums):
    """Stand for a kernel."""


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def compiled(row):
    """What a compiler makes of `scaled`: it is handed the place of a row of eight-byte entries, and nothing else."""

    def numbers(place, kind, *shape):
        return np.ctypeslib.as_array(ctypes.cast(int(place), ctypes.POINTER(kind)), shape)

    whole, real = numbers(row, ctypes.c_int64, 8), numbers(row, ctypes.c_double, 8)
    rows = numbers(whole[0], ctypes.c_double, whole[1], whole[2])
    factor, count, twice, sums = real[3], whole[4], whole[5], numbers(whole[6], ctypes.c_double, whole[7])
    sums[:count] = (2.0 if twice else 1.0) * factor * rows[:count].sum(axis=1)


@pytest.fixture
def library(monkeypatch):
    monkeypatch.setattr(_prebuilt, "LIBRARY", SimpleNamespace(**{symbol(scaled): compiled}))


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
    ("stand_in", "name"),
    [
        (_prebuilt.function_at(signature(NOTHING)), "a function at an address"),
        (_prebuilt.reinterpreted(INTEGER, FLOAT), "the bits of float64 as int64"),
        (_prebuilt.table("work", {}), "the table 'work'"),
    ],
)
def test_what_only_kernels_call_says_so_where_python_calls_it(stand_in, name):
    with pytest.raises(RuntimeError, match=rf"{name} .*compiled kernels only"):
        stand_in(0)


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
