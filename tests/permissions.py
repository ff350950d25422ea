"""Permissions of files, which forbid nothing to a superuser unless he gives up that privilege."""

import contextlib
import ctypes
import os
import sys

import pytest

_VERSION = 0x20080522  # of the structure that the kernel of Linux reads and writes
_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


@contextlib.contextmanager
def binding():
    """Within the block, permissions of files bind this thread, whoever runs the tests."""
    if os.name == "nt":
        pytest.skip("a mode forbids nothing here")
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("a superuser may do anything")
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
