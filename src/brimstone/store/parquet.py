"""Parquet files as DuckDB reads them, which needs nothing else."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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
