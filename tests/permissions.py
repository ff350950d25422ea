"""Permissions of files, which forbid nothing to a superuser unless he gives up that privilege."""

import contextlib
import ctypes
import os
import sys

import pytest

_VERSION = 0x20080522  # of the structure that the kernel of Linux reads and writes
_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
#: For tests of forbidden files, wherever a file can be forbidden to who runs them.
needed = pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and sys.platform != "linux"),
    reason="Windows has no modes that forbid reading; only Linux lets a superuser give up reading what is forbidden",
)


@contextlib.contextmanager
def binding():
    """Within the block, permissions of files bind this thread, whoever runs the tests."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, words = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable
    assert libc.capget(header, words) == 0
    effective = words[0]
    words[0] = effective & ~_OVERRIDES
    assert libc.capset(header, words) == 0
    try:
        yield
    finally:
        words[0] = effective
        assert libc.capset(header, words) == 0
