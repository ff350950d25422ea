"""All that a store holds as tables: ``runs``, ``steps``, ``curves`` and ``cells``, read by SQL."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brimstone.errors import StoreError
from brimstone.store.journal import HIDDEN
from brimstone.store.kept import RUN, STUDY, Kept
from brimstone.store.parquet import database as new_database
from brimstone.store.parquet import quoted
from brimstone.store.store import Store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: View -> what it shows.
VIEWS = {
    "runs": "a row for each run and study: name, kind, recipe, version, created, status, members, seed, figures",
    "steps": "a row for each requested step of each run, keys as in `brimstone run --json`",
    "curves": "time, voltage, current and capacity of all steps, nominal member",
    "cells": "a row for each cell of each study: its fields, figures, and why it failed",
}
_EMPTY = {
    "steps": "SELECT NULL::VARCHAR AS run, NULL::BIGINT AS step WHERE false",
    "curves": "SELECT NULL::VARCHAR AS run, NULL::DOUBLE AS time_s, NULL::DOUBLE AS voltage_V WHERE false",
    "cells": "SELECT NULL::VARCHAR AS study, NULL::BIGINT AS cell, NULL::VARCHAR AS failed WHERE false",
}
_FILES = {"steps": "steps.parquet", "curves": "curves.parquet"}


@dataclass(frozen=True)
class Rows:
    """What a query gave.

    Attributes
    ----------
    columns : tuple of str
    rows : tuple of tuple
        Numbers, words, truth values or None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def query(store: Store, sql: str) -> Rows:
    """The rows that a query of the views gives.

    Parameters
    ----------
    store : Store
    sql : str
        One SELECT of DuckDB's SQL; see `VIEWS`.

    Raises
    ------
    StoreError
        When it is no SELECT, or wrong; the message is DuckDB's own.
    """
    import duckdb

    with opened(store) as database:
        try:
            statements = database.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise StoreError("expected one SELECT; a query reads the store and never changes it")
            found = database.execute(statements[0])
            columns = tuple(column[0] for column in found.description or ())
            return Rows(columns, tuple(tuple(map(_plain, row)) for row in found.fetchall()))
        except duckdb.Error as problem:
            words = " ".join(str(problem).split())
            raise StoreError(f"{words[:600]}\nViews: {', '.join(VIEWS)}") from None


@contextmanager
def opened(store: Store) -> Iterator["DuckDBPyConnection"]:
    """A database in memory with the views of a store, which can read that store and no other file."""
    database = new_database()
    try:
        entries = store.entries()
        whole = [kept for kept in entries if kept.status != "damaged"]
        _show_runs(database, entries)
        for view, file in _FILES.items():
            paths = [store.folder_of(kept.name, RUN) / file for kept in whole if kept.kind == RUN]
            _show_files(database, view, "run", [path for path in paths if path.is_file()], -2)
        parts = [
            path
            for kept in whole
            if kept.kind == STUDY
            for path in sorted((store.folder_of(kept.name, STUDY) / "cells").glob("[0-9]*.parquet"))
        ]
        _show_files(database, "cells", "study", parts, -3)
        database.execute(f"SET allowed_directories = [{quoted(store.place.resolve())}, {quoted(store.place)}]")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        yield database
    finally:
        database.close()


def _show_runs(database: "DuckDBPyConnection", entries: Sequence[Kept]) -> None:
    database.execute(
        "CREATE TABLE runs (name VARCHAR, kind VARCHAR, recipe VARCHAR, version VARCHAR, created TIMESTAMPTZ, "
        "status VARCHAR, members BIGINT, seed BIGINT, figures JSON)"
        if _has_json(database)
        else "CREATE TABLE runs (name VARCHAR, kind VARCHAR, recipe VARCHAR, version VARCHAR, created VARCHAR, "
        "status VARCHAR, members BIGINT, seed BIGINT, figures VARCHAR)"
    )
    names = dict.fromkeys(name for kept in entries for name in kept.figures)
    for name in names:
        database.execute(f'ALTER TABLE runs ADD COLUMN "{name.replace(chr(34), "")}" DOUBLE')
    rows = [
        [
            *(kept.name, kept.kind, kept.recipe, kept.version, kept.created or None, kept.status),
            *(_whole_number(kept.settings.get(key)) for key in ("members", "seed")),
            json.dumps(kept.figures),
            *(_number(kept.figures.get(name)) for name in names),
        ]
        for kept in entries
    ]
    if rows:
        database.executemany(f"INSERT INTO runs VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _show_files(database: "DuckDBPyConnection", view: str, key: str, paths: Sequence[Path], place: int) -> None:
    """A view over Parquet files; the folder that a file lies in is the name in the column `key`."""
    if not paths:
        database.execute(f"CREATE VIEW {view} AS {_EMPTY[view]}")
        return
    files = f"read_parquet([{', '.join(quoted(path) for path in paths)}], union_by_name = true, filename = true)"
    names = [row[0] for row in database.execute(f"DESCRIBE SELECT * EXCLUDE (filename) FROM {files}").fetchall()]
    shown = ", ".join('"' + name.replace('"', '""') + '"' for name in names if not name.startswith(HIDDEN))
    database.execute(
        f"CREATE VIEW {view} AS SELECT string_split(replace(filename, '\\', '/'), '/')[{place}] AS {key}, {shown} "
        f"FROM {files}"
    )


def _has_json(database: "DuckDBPyConnection") -> bool:
    found = database.execute("SELECT count(*) FROM duckdb_extensions() WHERE extension_name = 'json' AND loaded")
    row = found.fetchone()
    return bool(row and row[0])


def _whole_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
