"""Kept runs for other programs: CSV, Parquet, and the Battery Data Format."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from brimstone.constants import HOUR, MA_CM2
from brimstone.errors import StoreError
from brimstone.result import Cycling, Measured, MeasuredRun, Run, Step, SymmetricRun
from brimstone.result.bdf import to_bdf
from brimstone.result.step import courses
from brimstone.stack.package import electrode_area
from brimstone.store.kept import RUN, STUDY, Kept
from brimstone.store.parquet import connection, quoted
from brimstone.store.store import Store

FORMATS = ("csv", "parquet", "bdf")


def export(store: Store, kept: Kept, form: str, folder: Path) -> list[Path]:
    """Write what is kept of a run or a study into `folder`.

    Parameters
    ----------
    store : Store
    kept : Kept
    form : str
        One of `FORMATS`; ``bdf`` writes the curve of the nominal member as a cycler would, current and charge of the
        whole cell, charging current positive, voltage against the negative electrode; one file a cell, where rates
        begin in a state that was kept.
    folder : Path

    Raises
    ------
    StoreError
        For an unknown format, or a run without an area, of which no current is known.
    OSError
        When the folder can't be written to.
    """
    if form not in FORMATS:
        raise StoreError(f"unknown format '{form}'; it is one of {', '.join(FORMATS)}")
    written = []
    if form == "bdf":
        cells = _recorded(store.load(kept.name))
        for number, one in enumerate(cells, 1):
            of = f"-{number}" if len(cells) > 1 else ""
            written.append(folder / f"{kept.name}{of}.bdf.csv")
            written[-1].write_text(to_bdf(one), encoding="utf-8")
        return written
    for name, paths in _tables(store, kept):
        target = folder / f"{kept.name}-{name}.{form}"
        listed = ", ".join(quoted(path) for path in paths)
        options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
        _copy(f"SELECT {_harmless(paths, form)} FROM read_parquet([{listed}], union_by_name = true)", target, options)
        written.append(target)
    return written


def _tables(store: Store, kept: Kept) -> Iterable[tuple[str, list[Path]]]:
    folder = store.folder_of(kept.name, kept.kind)
    if kept.kind == RUN:
        yield from ((name, [folder / f"{name}.parquet"]) for name in ("steps", "curves"))
    elif kept.kind == STUDY:
        parts = sorted((folder / "cells").glob("*.parquet"))
        if not parts:
            raise StoreError(f"{kept.name} has no cells yet")
        yield "cells", parts


def _harmless(paths: list[Path], form: str) -> str:
    """Columns of a table; words that a spreadsheet would take for formulas get an apostrophe in front."""
    if form != "csv":
        return "*"
    database = connection()
    try:
        listed = ", ".join(quoted(path) for path in paths)
        found = database.execute(f"DESCRIBE SELECT * FROM read_parquet([{listed}], union_by_name = true)").fetchall()
    finally:
        database.close()
    columns = []
    for name, kind, *_ in found:
        column = '"' + name.replace('"', '""') + '"'
        if kind == "VARCHAR":
            formula = f"regexp_matches({column}, '^([=@\\t\\r]|[+-].*[=|!(])')"
            guarded = f"CASE WHEN {formula} THEN '''' || {column} ELSE {column} END"
            column = f"{guarded} AS {column}"
        columns.append(column)
    return ", ".join(columns)


def _copy(select: str, target: Path, options: str) -> None:
    import duckdb

    database = connection()
    try:
        database.execute(f"COPY ({select}) TO {quoted(target)} ({options})")
    except duckdb.Error as problem:
        raise StoreError(f"{target}: {str(problem).splitlines()[0]}") from None
    finally:
        database.close()


def _recorded(run: Run | MeasuredRun) -> list[Measured]:
    """The curve of the nominal member as a cycler would have recorded it, of every cell that the run takes.

    Raises
    ------
    StoreError
        Without an area, of which no current is known.
    """
    area = run.area if isinstance(run, Run) else electrode_area(run.recipe)
    if area is None:
        raise StoreError(
            f"{run.recipe.name}: the recipe has no area, so that no current in ampere is known; add area or diameter"
        )
    if isinstance(run, Run):
        cells = [_cycled([run.steps[place] for place in course], run, area) for course in courses(run.steps)]
    else:
        cells = [_traced(run, area)]
    return [Measured(run.recipe.name, "BDF", cycling, (), ()) for cycling in cells]


def _traced(run: MeasuredRun, area: float) -> Cycling:
    trace, counts = run.trace(), [step.time.size for step in run.steps]
    cycles = [step.instruction.cycle for step in run.steps] if isinstance(run, SymmetricRun) else [0] * len(counts)
    time = HOUR * trace["time_h"] if "time_h" in trace else trace["time_s"]
    current = area * MA_CM2 * trace["current_mA_cm2"]
    passed = np.diff(time, prepend=time[:1]) * current
    return Cycling(
        time=time,
        voltage=1e-3 * trace["voltage_mV"],
        current=current,
        step=np.repeat(np.arange(1, len(counts) + 1), counts),
        cycle=np.repeat(np.array(cycles, dtype=int), counts),
        charged=np.cumsum(np.maximum(passed, 0.0)),
        discharged=np.cumsum(np.maximum(-passed, 0.0)),
    )


def _cycled(steps: Sequence[Step], run: Run, area: float) -> Cycling:
    counts = [step.curve.time.size for step in steps]
    starts = np.concatenate([[0.0], np.cumsum([step.duration for step in steps])])[: len(counts)]
    charge = np.concatenate([np.diff(step.curve.charge, prepend=0.0) for step in steps]) * area
    return Cycling(
        time=np.concatenate([t + step.curve.time for t, step in zip(starts, steps, strict=True)]),
        voltage=np.concatenate([step.curve.voltage for step in steps]) - run.cell.counter_potential,
        current=-area * np.concatenate([step.curve.current for step in steps]),
        step=np.repeat(np.arange(1, len(counts) + 1), counts),
        cycle=np.repeat([step.instruction.cycle for step in steps], counts),
        charged=np.cumsum(np.maximum(-charge, 0.0)),
        discharged=np.cumsum(np.maximum(charge, 0.0)),
    )
