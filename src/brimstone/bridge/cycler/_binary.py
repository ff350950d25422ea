"""Files that are no text: workbooks, Parquet, databases of Arbin, Neware's own; by libraries that are extras."""

import contextlib
import io
import logging
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from brimstone.bridge.cycler._columns import Habits
from brimstone.bridge.cycler._formats import HABITS, habits, measured, recognised
from brimstone.bridge.cycler._grid import Table, find_sheet, numbers
from brimstone.bridge.cycler._vocabulary import heading, is_cycling, is_impedance, quantities
from brimstone.constants import MAH
from brimstone.errors import BrimstoneError, DataError
from brimstone.result.measured import Measured

_EXTRA = "brimstone[data]"


def binary_reader(name: str, content: bytes) -> Callable[[str, bytes], Measured] | None:
    """What reads a file that begins like this; None for a text.

    Raises
    ------
    DataError
        For a kind that can't be read here, with what to do instead.
    """
    if content.startswith(b"BIO-LOGIC MODULAR FILE"):
        raise DataError(
            f"{name}: a binary file of EC-Lab, which only its own program reads well: in EC-Lab, choose Experiment > "
            "Export as Text and export as .mpt"
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(f"{name}: a workbook of old Excel (.xls); save it as .xlsx or .csv")
    if content.startswith(b"\x89HDF"):
        raise DataError(f"{name}: an HDF5 file; export the records as csv or BDF")
    if content.startswith(b"SQLite format 3"):
        raise DataError(f"{name}: an SQLite database; export the records as csv or BDF")
    if content.startswith(b"PAR1"):
        return _parquet
    if content[4:19] == b"Standard Jet DB" or content[4:19] == b"Standard ACE DB":
        return _arbin_database
    if content.startswith(b"NEWARE"):
        return _neware
    if content.startswith(b"PK\x03\x04"):
        return _workbook if b"[Content_Types].xml" in content or b"xl/" in content else _neware
    return None


def _missing(what: str, package: str) -> BrimstoneError:
    return DataError(f"{what} needs {package}, which is not installed: pip install '{_EXTRA}'")


@contextlib.contextmanager
def _foreign(name: str, what: str) -> Iterator[None]:
    """Keep another library's errors, warnings, prints and logs to itself: the file is damaged, or unknown to it."""
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    except (BrimstoneError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a panic of compiled code is no Exception
        words = str(problem).strip().splitlines()
        raise DataError(
            f"{name}: {what} can't be read: {words[0][:200] if words else type(problem).__name__}"
        ) from None
    finally:
        logging.disable(disabled)


@contextlib.contextmanager
def _unpacking_kept() -> Iterator[None]:
    """Undo what fastnda does to zlib when it is imported: it replaces it for everybody, with other errors."""
    unpacking = zlib.decompress, zlib.decompressobj
    try:
        yield
    finally:
        zlib.decompress, zlib.decompressobj = unpacking


def _of_columns(columns: dict[str, Any]) -> Table:
    titles = list(columns)
    headings = [heading(title) for title in titles]
    rows = [list(row) for row in zip(*columns.values(), strict=True)] if columns else []
    return Table(titles, headings, quantities(headings), rows)


def _usable(name: str, table: Table) -> Table:
    if not (is_cycling(table.matched) or is_impedance(table.matched)):
        raise DataError(
            f"{name}: its columns name no time and voltage, nor a frequency and an impedance: "
            + ", ".join(table.titles[:15])
        )
    if not table.rows:
        raise DataError(f"{name}: a table without records")
    return table


def _parquet(name: str, content: bytes) -> Measured:
    try:
        from pyarrow import BufferReader, parquet
    except ModuleNotFoundError:
        raise _missing("Parquet", "pyarrow") from None
    with _foreign(name, "the Parquet file"):
        columns = parquet.read_table(BufferReader(content)).to_pydict()
    table = _usable(name, _of_columns(columns))
    kind = recognised("", table)
    kind = kind.replace(" csv", " parquet").replace(" text", " parquet")
    return measured(name, kind, table, habits(kind))


def _arbin_database(name: str, content: bytes) -> Measured:
    try:
        from access_parser import AccessParser
    except ModuleNotFoundError:
        raise _missing("a database of Arbin (.res)", "access-parser") from None
    with _foreign(name, "the database"), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.res"
        path.write_bytes(content)
        database = AccessParser(str(path))
        if "Channel_Normal_Table" not in database.catalog:
            raise DataError(f"{name}: a database without Arbin's table of records (Channel_Normal_Table)")
        columns = database.parse_table("Channel_Normal_Table")
    wanted = (
        "Data_Point", "Test_Time", "Step_Time", "DateTime", "Step_Index", "Cycle_Index", "Current", "Voltage",
        "Charge_Capacity", "Discharge_Capacity",
    )  # fmt: skip
    chosen = {title: columns[title] for title in wanted if title in columns}
    if len({len(values) for values in chosen.values()}) > 1:
        raise DataError(f"{name}: columns of the database have different lengths; it is damaged")
    numbered = numbers(chosen.get("Data_Point", ()))
    order = np.argsort(numbered, kind="stable")  # pages of the database come in any order
    chosen = {title: [values[place] for place in order] for title, values in chosen.items()} if order.size else chosen
    table = _usable(name, _of_columns(chosen))
    absent = numbered[np.isfinite(numbered)]
    lost = int(np.ptp(absent)) + 1 - absent.size if absent.size else 0
    if 0 < lost < 1e9:
        table.notes.append(f"{lost} record{'s are' if lost > 1 else ' is'} missing, by the numbers of the others")
    return measured(name, "Arbin res", table, HABITS["Arbin"])


def _neware(name: str, content: bytes) -> Measured:
    kind = "nda" if content.startswith(b"NEWARE") else "ndax"
    with _unpacking_kept():
        try:
            import fastnda
        except ModuleNotFoundError:
            raise _missing("a file of Neware (.nda, .ndax)", "fastnda") from None
        with _foreign(name, f"the file of Neware (.{kind})"), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file.{kind}"
            path.write_bytes(content)
            frame = fastnda.read(path, cycle_mode="auto")
            columns = frame.to_dict(as_series=False)
    renamed = {
        "index": "Record ID", "total_time_s": "Total Time (s)",
        "step_time_s": "Step Time (s)", "unix_time_s": "Unix Time",
        "voltage_V": "Voltage (V)", "current_mA": "Current (mA)", "cycle_count": "Cycle Index",
        "step_count": "Step Count", "step_type": "Step Type", "capacity_mAh": "Capacity (mAh)",
    }  # fmt: skip
    chosen = {new: columns[old] for old, new in renamed.items() if old in columns}
    table = _usable(name, _of_columns(chosen))
    return measured(name, f"Neware {kind}", table, Habits(charge=MAH, time=1.0, charge_positive=True))


def _workbook(name: str, content: bytes) -> Measured:
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise _missing("a workbook (.xlsx)", "openpyxl") from None
    tables: list[tuple[str, Table]] = []
    with _foreign(name, "the workbook"):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            table = find_sheet(rows)
            if table is not None:
                tables.append((sheet.title, table))
        book.close()
    if not tables:
        raise DataError(f"{name}: no sheet of the workbook has columns of time and voltage, or of an impedance")
    title, first = max(tables, key=lambda one: len(one[1].matched))
    same = [(other, table) for other, table in tables if table.titles == first.titles]
    first.rows = [row for _, table in same for row in table.rows]
    if len(same) > 1:
        first.notes.append(f"sheets read one after another: {', '.join(other for other, _ in same)}")
    if len(same) < len(tables):
        left = [other for other, table in tables if table.titles != first.titles]
        first.notes.append(f"sheet read: {title}; not read: {', '.join(left)}")
    kind = recognised("", first)
    kind = kind.replace(" csv", " xlsx").replace(" text", " xlsx")
    return measured(name, kind, first, habits(kind))
