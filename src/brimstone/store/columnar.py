"""Plain Parquet files, written without a database, and read again if they were written here.

https://parquet.apache.org/docs/file-format: pages of one encoding, compressed by gzip, and a footer in Thrift's compact
protocol. Any reader of Parquet reads them.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np

Columns = Mapping[str, np.ndarray | Sequence[Any]]

_MAGIC = b"PAR1"
_MAKER = b"brimstone"
_ROWS = 1 << 20  # of a group, whose pages are read whole
_LEVEL, _AS_GZIP = 1, 31
_GZIP, _UTF8, _OPTIONAL, _DATA_PAGE = 2, 0, 1, 0
_PLAIN, _RLE, _BYTE_STREAM_SPLIT = 0, 3, 9


class _Type(IntEnum):
    BOOLEAN = 0
    INT32 = 1
    INT64 = 2
    DOUBLE = 5
    WORDS = 6


# --- Thrift's compact protocol

_TRUE, _FALSE, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> bytes:
    return _varint(number << 1 if number >= 0 else (-number << 1) - 1)


def _struct(*fields: tuple[int, int, Any]) -> bytes:
    """Fields of rising number, as number, kind and value: an int, bytes, or a list of one kind as (kind, items)."""
    out, last = bytearray(), 0
    for number, kind, value in fields:
        out.append((number - last) << 4 | kind)
        out += _value(kind, value)
        last = number
    out.append(0)
    return bytes(out)


def _value(kind: int, value: Any) -> bytes:
    if kind in (_I32, _I64):
        return _zigzag(value)
    if kind == _BINARY:
        return _varint(len(value)) + bytes(value)
    if kind == _LIST:
        of, items = value
        size = bytes([len(items) << 4 | of]) if len(items) < 15 else bytes([0xF0 | of]) + _varint(len(items))
        return size + b"".join(_value(of, one) for one in items)
    return bytes(value)  # a struct that is written already


class _Thrift:
    """Reads what `_struct` writes: structs as dicts by the numbers of fields."""

    def __init__(self, content: bytes, place: int = 0):
        self.content, self.place = content, place

    def byte(self) -> int:
        self.place += 1
        return self.content[self.place - 1]

    def varint(self) -> int:
        number, shift = 0, 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def struct(self) -> dict[int, Any]:
        fields, number = dict[int, Any](), 0
        while (head := self.byte()) != 0:
            number += head >> 4
            fields[number] = self.value(head & 0x0F)
        return fields

    def value(self, kind: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind in (_I32, _I64):
            number = self.varint()
            return (number >> 1) ^ -(number & 1)
        if kind == _BINARY:
            size = self.varint()
            self.place += size
            return self.content[self.place - size : self.place]
        if kind == _LIST:
            head = self.byte()
            size = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 0x0F) for _ in range(size)]
        if kind == _STRUCT:
            return self.struct()
        raise ValueError(f"a field of the kind {kind}, which is not written here")


# --- writing


def write_table(path: Path, columns: Columns) -> None:
    """Write columns of equal length; words must be str or None, and NaN is a missing value.

    Raises
    ------
    OSError
        When the file can't be written.
    ValueError
        When the lengths of columns differ.
    """
    table = {name: _column(values) for name, values in columns.items()}
    if len(rows := {len(values) for values, _ in table.values()}) > 1:
        raise ValueError(f"columns of {min(rows)} to {max(rows)} rows: all must have as many")
    count, groups, place = rows.pop() if rows else 0, list[bytes](), len(_MAGIC)
    with path.open("wb") as file:
        file.write(_MAGIC)
        for start in range(0, count, _ROWS):
            chunks, size, begin = list[bytes](), 0, place
            for name, (values, kind) in table.items():
                page, metadata = _chunk(name, values[start : start + _ROWS], kind, place)
                file.write(page)
                chunks.append(_struct((2, _I64, place), (3, _STRUCT, metadata)))
                place, size = place + len(page), size + len(page)
            here = min(_ROWS, count - start)
            groups.append(_struct((1, _LIST, (_STRUCT, chunks)), (2, _I64, size), (3, _I64, here), (5, _I64, begin)))
        schema = [_struct((4, _BINARY, b"table"), (5, _I32, len(table)))]
        schema += [_element(name, kind) for name, (_, kind) in table.items()]
        footer = _struct(
            (1, _I32, 2), (2, _LIST, (_STRUCT, schema)), (3, _I64, count), (4, _LIST, (_STRUCT, groups)),
            (6, _BINARY, _MAKER),
        )  # fmt: skip
        file.write(footer + struct.pack("<I", len(footer)) + _MAGIC)


def _element(name: str, kind: _Type) -> bytes:
    words = [(6, _I32, _UTF8)] if kind == _Type.WORDS else []
    return _struct((1, _I32, kind), (3, _I32, _OPTIONAL), (4, _BINARY, name.encode()), *words)


def _chunk(name: str, values: np.ndarray, kind: _Type, place: int) -> tuple[bytes, bytes]:
    """Some rows of a column: its page, which is to begin at `place` of the file, and what the footer says of it."""
    missing = np.isnan(values) if kind == _Type.DOUBLE else np.array([one is None for one in values], dtype=bool)
    if kind not in (_Type.DOUBLE, _Type.WORDS):
        missing = np.zeros(len(values), dtype=bool)
    levels = _levels(~missing)
    encoding = _BYTE_STREAM_SPLIT if kind == _Type.DOUBLE else _PLAIN
    whole = struct.pack("<I", len(levels)) + levels + _encoded(values[~missing], kind)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _AS_GZIP)
    packed = packer.compress(whole) + packer.flush()
    of_page = _struct((1, _I32, len(values)), (2, _I32, encoding), (3, _I32, _RLE), (4, _I32, _RLE))
    header = _struct((1, _I32, _DATA_PAGE), (2, _I32, len(whole)), (3, _I32, len(packed)), (5, _STRUCT, of_page))
    metadata = _struct(
        (1, _I32, kind), (2, _LIST, (_I32, [encoding, _RLE])), (3, _LIST, (_BINARY, [name.encode()])),
        (4, _I32, _GZIP), (5, _I64, len(values)), (6, _I64, len(header) + len(whole)),
        (7, _I64, len(header) + len(packed)), (9, _I64, place),
    )  # fmt: skip
    return header + packed, metadata


def _levels(there: np.ndarray) -> bytes:
    """Which values are there, as one run of equal ones or of packed bits."""
    if there.all():
        return _varint(there.size << 1) + b"\1"
    bits = np.packbits(there, bitorder="little").tobytes()
    return _varint(len(bits) << 1 | 1) + bits


def _encoded(values: np.ndarray, kind: _Type) -> bytes:
    if kind == _Type.BOOLEAN:
        return np.packbits(values, bitorder="little").tobytes()
    if kind == _Type.WORDS:
        words = [str(one).encode() for one in values]
        return b"".join(struct.pack("<I", len(one)) + one for one in words)
    if kind == _Type.DOUBLE:
        return np.frombuffer(values.astype("<f8").tobytes(), np.uint8).reshape(-1, 8).T.tobytes()
    return values.astype("<i4" if kind == _Type.INT32 else "<i8").tobytes()


def _column(values: np.ndarray | Sequence[Any]) -> tuple[np.ndarray, _Type]:
    if isinstance(values, np.ndarray) and values.dtype.kind != "O":
        if values.dtype.kind == "b":
            return values, _Type.BOOLEAN
        if values.dtype.kind in "iu":
            return values, _Type.INT32 if values.dtype in (np.int8, np.int16, np.int32) else _Type.INT64
        if values.dtype.kind == "f":
            return values.astype(float), _Type.DOUBLE
    values = list(values)
    if all(isinstance(one, bool) for one in values):
        return np.array(values, dtype=bool), _Type.BOOLEAN
    if all(isinstance(one, int) for one in values):
        return np.array(values, dtype=np.int64), _Type.INT64
    if all(one is None or isinstance(one, int | float) for one in values):
        return np.array([np.nan if one is None else one for one in values], dtype=float), _Type.DOUBLE
    kept = np.empty(len(values), dtype=object)
    kept[:] = values
    return kept, _Type.WORDS


# --- reading


def read_numbers(path: Path, name: str) -> np.ndarray | None:
    """A column of numbers of a file that `write_table` wrote, NaN where one is missing; None of any other file.

    Raises
    ------
    OSError
        When it can't be read.
    ValueError
        When it is damaged.
    """
    content = path.read_bytes()
    if len(content) < 12 or content[:4] != _MAGIC or content[-4:] != _MAGIC:
        raise ValueError("it is no whole Parquet file")
    try:
        size = struct.unpack("<I", content[-8:-4])[0]
        footer = _Thrift(content[-8 - size : -8]).struct()
        if footer.get(6) != _MAKER:
            return None
        return np.concatenate([np.empty(0), *_pages(content, footer, name.encode())])
    except (LookupError, TypeError, zlib.error, struct.error) as problem:
        raise ValueError(f"its pages can't be read ({problem})") from None


def _pages(content: bytes, footer: Mapping[int, Any], name: bytes) -> Iterator[np.ndarray]:
    for group in footer[4]:
        metadata = next(chunk[3] for chunk in group[1] if chunk[3][3] == [name])
        if metadata[1] != _Type.DOUBLE:
            raise ValueError(f"its column {name.decode()} has no numbers")
        at = _Thrift(content, metadata[9])
        header = at.struct()
        whole = zlib.decompress(content[at.place : at.place + header[3]], _AS_GZIP)
        skip = 4 + struct.unpack("<I", whole[:4])[0]
        count, levels = metadata[5], _Thrift(whole, 4)
        run = levels.varint()
        there = np.ones(count, dtype=bool)
        if run & 1:
            there = np.unpackbits(np.frombuffer(whole[levels.place : skip], np.uint8), bitorder="little")[:count] != 0
        values = np.full(count, np.nan)
        split = np.frombuffer(whole[skip:], np.uint8).reshape(8, -1)
        values[there] = np.ascontiguousarray(split.T).view("<f8")[:, 0]
        yield values
