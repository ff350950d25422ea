"""A file as bytes and as text: unpacked, limited in size, decoded."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brimstone.bridge.cycler._languages import chinese
from brimstone.errors import DataError

MOST_BYTES = 256 * 2**20  #: of a file once unpacked
_MOST = f"{MOST_BYTES // 2**20} MiB"
_SHOWN = 5
_ENCRYPTED = 0x1  # flag of a member of an archive
#: What the readers of archives raise on a wrong byte, each for another part of the format: directory and checksums, the
#: ways of packing, lengths and places, and names that are empty or no text.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, struct.error, OverflowError, ValueError,
    IndexError,
)  # fmt: skip
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a\x1b"


def read_bytes(path: Path) -> tuple[str, bytes, list[str]]:
    """Name, content and notes of a file, or of the one file in an archive.

    Raises
    ------
    DataError
        When it can't be read, is empty or too large, or an archive holds several files.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a file in it")
        if size > MOST_BYTES:
            raise DataError(f"{path.name}: {size / 2**20:.0f} MiB, more than the {_MOST} that are read")
        content = path.read_bytes()
    except OSError as problem:
        raise DataError(f"{path}: can't be read: {problem.strerror or problem}") from None
    if not content.strip(b"\0\r\n\t "):
        raise DataError(f"{path.name}: the file is empty")
    if content.startswith(b"\x1f\x8b"):
        return path.name, _gunzipped(path.name, content), [f"unpacked from {path.name}"]
    if content.startswith(b"PK\x03\x04"):
        return _unzipped(path.name, content)
    return path.name, content, []


def _gunzipped(name: str, content: bytes) -> bytes:
    with _unpacking(name), gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        unpacked = packed.read(MOST_BYTES + 1)
    if len(unpacked) > MOST_BYTES:
        raise _too_large(name)
    return unpacked


def _unzipped(name: str, content: bytes) -> tuple[str, bytes, list[str]]:
    with _unpacking(name):
        packed = zipfile.ZipFile(io.BytesIO(content))
        members = [one for one in packed.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")]
    if sum(one.file_size for one in members) > MOST_BYTES:
        raise _too_large(name)
    names = {one.filename for one in members}
    if "[Content_Types].xml" in names or any(one.lower().endswith(".ndc") for one in names):
        return name, content, []  # a workbook, or Neware's ndax: archives by themselves
    if len(members) != 1:
        shown = ", ".join(sorted(names)[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
        raise DataError(f"{name}: an archive of {len(members)} files ({shown or 'none'}); unpack it and name one")
    member = members[0]
    if member.flag_bits & _ENCRYPTED:
        raise DataError(f"{name}: the archive is locked by a password; unpack it")
    with _unpacking(name), packed.open(member) as file:
        unpacked = file.read(MOST_BYTES + 1)
    if len(unpacked) > MOST_BYTES:
        raise _too_large(name)
    if unpacked.startswith((b"PK\x03\x04", b"\x1f\x8b")) and not member.filename.lower().endswith((".xlsx", ".ndax")):
        raise DataError(f"{name}: an archive in an archive; unpack it")
    return member.filename, unpacked, [f"unpacked from {name}"]


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    """Say in words what the readers of archives raise."""
    try:
        yield
    except RuntimeError as problem:  # of `zipfile`: a version, a compression or a lock that it has no key to
        raise DataError(
            f"{name}: the archive is packed in a way that is not read here ({problem}); unpack it"
        ) from None
    except _DAMAGE as problem:
        raise DataError(f"{name}: the archive is damaged: {problem}") from None


def _too_large(name: str) -> DataError:
    return DataError(f"{name}: holds more than the {_MOST} that are read")


def decode(name: str, content: bytes) -> tuple[str, list[str]]:
    """A file as text, with a note where it is not UTF-8.

    Raises
    ------
    DataError
        When it is no text.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                break
    sample = content[:65536]
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in sample)
    if b"\0" in sample or controls > 0.02 * len(sample):
        if 0 < sample.count(0) <= 0.001 * len(sample):
            content = content.replace(b"\0", b"")
        else:
            raise DataError(
                f"{name}: a binary file of a kind that is not known here. Export it as text (csv, txt, mpt) from the "
                "program that wrote it"
            )
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        if (text := chinese(content)) is not None:
            return text, ["the text is not UTF-8; it was read as GB 18030"]
        return content.decode("latin-1"), ["not all of the text is UTF-8; it was read as latin-1"]
