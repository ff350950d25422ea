"""Tables as Parquet, written and read by DuckDB, which needs nothing else."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Mapping[str, np.ndarray | Sequence[Any]]


@functools.cache
def _shared() -> "DuckDBPyConnection":
    return database()


def connection() -> "DuckDBPyConnection":
    """A connection of its own to one database in memory, which takes a while to set up."""
    return _shared().cursor()


def database() -> "DuckDBPyConnection":
    """A new database in memory, without a server; it loads no extensions from elsewhere."""
    import duckdb

    made = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}
    )
    made.execute("SET enable_progress_bar = false")
    return made


def write_table(path: Path, columns: Columns) -> None:
    """Write columns of equal length; words must be str or None.

    Raises
    ------
    OSError
        When the file can't be written.
    """
    import duckdb

    made = connection()
    table = {name: _column(values) for name, values in columns.items()}
    try:
        made.register("kept", table)
        made.execute(f"COPY (SELECT * FROM kept) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.IOException as problem:
        raise OSError(_errno(problem), str(problem).splitlines()[0]) from None
    finally:
        made.close()


def read_table(path: Path) -> dict[str, np.ndarray]:
    """The columns of a Parquet file.

    Raises
    ------
    OSError
        When it can't be read.
    ValueError
        When it is no Parquet file, or a damaged one.
    """
    import duckdb

    made = connection()
    try:
        return {
            name: values
            for name, values in made.execute(f"SELECT * FROM read_parquet({quoted(path)})").fetchnumpy().items()
        }
    except duckdb.IOException as problem:
        raise OSError(str(problem).splitlines()[0]) from None
    except duckdb.Error as problem:
        raise ValueError(str(problem).splitlines()[0]) from None
    finally:
        made.close()


def quoted(path: Path | str) -> str:
    """A path as a word of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _column(values: np.ndarray | Sequence[Any]) -> np.ndarray:
    if isinstance(values, np.ndarray):
        return values
    if all(isinstance(one, bool) for one in values):
        return np.array(values, dtype=bool)
    if all(isinstance(one, int) for one in values):
        return np.array(values, dtype=np.int64)
    if all(one is None or isinstance(one, int | float) for one in values):
        return np.array([np.nan if one is None else one for one in values], dtype=float)
    return np.array(values, dtype=object)


def _errno(problem: Exception) -> int:
    import errno

    words = str(problem).lower()
    if "no space left" in words:
        return errno.ENOSPC
    return errno.EACCES if "permission denied" in words or "read-only" in words else errno.EIO
