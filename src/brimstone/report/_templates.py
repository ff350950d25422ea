"""Templates of pages, compiled once and kept: compiling them takes longer than filling them in."""

import contextlib
import hashlib
import pickle

import jinja2
from jinja2.bccache import Bucket

from brimstone import _cache


class KeptTemplates(jinja2.BytecodeCache):
    """Code of templates, from process to process."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept of this very template."""
        code = _cache.read(*_entry(bucket))
        if isinstance(code, bytes):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        with contextlib.suppress(OSError):  # it is compiled again next time
            _cache.write(*_entry(bucket), pickle.dumps(bucket.bytecode_to_string()))


def _entry(bucket: Bucket) -> tuple[str, bytes]:
    """Name and key in the cache; the bucket's checksum is that of the template, and its code names what wrote it."""
    return f"templates/{bucket.key}", hashlib.sha256(bucket.checksum.encode()).digest()
