"""Only this user's own, undamaged files come back from the cache, and none of its troubles stops a command."""

import ctypes
import os
import subprocess
import sys

import pytest

from brimstone import _cache

NOBODY = 65534
KEY = bytes(range(32))


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The cache folder, and the one in the temporary folder that stands in for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "cache" / "brimstone", tmp_path / f"brimstone-{os.geteuid()}"


def test_the_cache_folder_is_readable_by_its_user_only(folders):
    assert _cache.private_folder() == folders[0]
    assert folders[0].stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_to_is_never_used(folders, mode):
    for folder in folders:
        folder.mkdir(parents=True)
    folders[0].chmod(mode)
    assert _cache.private_folder() == folders[1]
    folders[1].chmod(mode)
    assert _cache.private_folder() is None
    assert _cache.read("planted", KEY) is None
    with pytest.raises(OSError, match="this user's"):
        _cache.write("something", KEY, b"")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives folders away")
def test_a_folder_of_another_user_is_never_used(folders):
    for folder in folders:
        folder.mkdir(parents=True, mode=0o700)
        os.chown(folder, NOBODY, NOBODY)
    assert _cache.private_folder() is None


def test_a_link_to_a_folder_is_never_used(folders, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    for folder in folders:
        folder.parent.mkdir(exist_ok=True)
        folder.symlink_to(tmp_path / "elsewhere")
    assert _cache.private_folder() is None


@pytest.mark.parametrize("damage", [lambda c: b"", lambda c: c[:-1], lambda c: c[:-1] + b"x", lambda c: c[9:]])
def test_a_damaged_or_truncated_file_is_as_good_as_none(folders, damage):
    _cache.write("number", KEY, b"\x80\x04K\x2a.")  # a pickled 42
    assert _cache.read("number", KEY) == 42
    assert _cache.read("number", KEY[::-1]) is None
    path = folders[0] / "number"
    path.write_bytes(damage(path.read_bytes()))
    assert _cache.read("number", KEY) is None


def _give_up_overriding_permissions():
    """Let folders that root may not write to be such for root, too."""
    prctl, drop_from_bounding_set, capabilities = ctypes.CDLL(None).prctl, 24, (1, 2)  # overriding and searching
    for capability in capabilities:
        prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="permissions of Linux")
def test_code_of_old_versions_makes_room_for_new(folders):
    kernels = _cache.private_folder() / "kernels"
    for age in range(5):
        (kernels / f"version {age}").mkdir(parents=True)
        (kernels / f"version {age}" / "kernel").write_bytes(b"code")
        os.utime(kernels / f"version {age}", (1e9 - age, 1e9 - age))
    _cache.keep_newest("kernels", 2)
    assert {one.name for one in kernels.iterdir()} == {"version 0", "version 1"}
    _cache.keep_newest("nothing here", 2)


@pytest.mark.parametrize("words", [["list", "materials"], ["show", "LPSCl"]])
def test_commands_work_without_a_folder_to_write_to(tmp_path, words):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    (tmp_path / f"brimstone-{os.geteuid()}").mkdir()
    (tmp_path / f"brimstone-{os.geteuid()}").chmod(0o777)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(tmp_path)}
    environment.pop("XDG_CACHE_HOME", None)
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-m", "brimstone", *words],
        env=environment,
        cwd=home,
        preexec_fn=_give_up_overriding_permissions if os.geteuid() == 0 else None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout
    assert not answer.stderr
    assert not list(home.iterdir())
