import os
import subprocess
import sys
import threading

import pytest

from brimstone import _cache
from brimstone.library._files import _cache_entry, _load, load
from brimstone.library.library import Library
from tests.library import good_library


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    _load.cache_clear()
    yield good_library.write(tmp_path / "data")
    _load.cache_clear()


def kept(root):
    return _cache.private_folder() / _cache_entry(root.resolve())[0]


def test_a_second_load_comes_from_the_cache_and_is_the_same(root, monkeypatch):
    first = load(root)
    _load.cache_clear()
    monkeypatch.setattr("brimstone.library._files.read", lambda root: pytest.fail("the files were read again"))
    assert load(root) == first


def test_a_changed_file_is_read_again(root):
    assert load(root).material("LPSCl")["density"].si == pytest.approx(1860.0)
    path = root / "materials/Li6PS5Cl.yaml"
    path.write_text(good_library.MATERIAL.replace("1.86 g/cm3, low", "1.87 g/cm3, low"))
    os.utime(path, ns=(1, 1))
    _load.cache_clear()
    assert load(root).material("LPSCl")["density"].si == pytest.approx(1870.0)


@pytest.mark.parametrize(
    "damage", [lambda c: b"", lambda c: c[:-7], lambda c: c[:200] + b"x" + c[201:], lambda c: b"x" * 999]
)
def test_a_damaged_cache_is_replaced(root, damage):
    first = load(root)
    content = kept(root).read_bytes()
    kept(root).write_bytes(damage(content))
    _load.cache_clear()
    assert load(root) == first
    assert kept(root).read_bytes() == content


def test_a_cache_of_something_else_is_not_trusted(root):
    first = load(root)
    name, key = _cache_entry(root.resolve())
    _cache.write(name, key, b"\x80\x04}.")  # a pickled dict
    assert _cache.read(name, key) == {}
    _load.cache_clear()
    assert load(root) == first


def test_a_cache_folder_that_can_not_be_written_is_no_error(root, monkeypatch):
    monkeypatch.setattr(_cache, "private_folder", lambda: None)
    assert isinstance(load(root), Library)


def test_many_writers_at_once_leave_a_whole_file(root):
    library = load(root)
    name, key = _cache_entry(root.resolve())
    payload = kept(root).read_bytes()[-100_000:]
    threads = [threading.Thread(target=_cache.write, args=(name, key, payload)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(root).read_bytes().endswith(payload)
    assert [path.name for path in kept(root).parent.iterdir()] == [kept(root).name]
    _load.cache_clear()
    assert load(root) == library


def test_importing_the_library_loads_no_heavy_package():
    script = (
        "import sys, brimstone.library; brimstone.library.load(); "
        "print([name for name in ('pint', 'scipy', 'pandas', 'numba', 'pydantic') if name in sys.modules])"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)  # fills the cache
    answer = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"
