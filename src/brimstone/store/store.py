"""A store of runs: each in a folder of its own, found by what it rests on, and never changed once it is there."""

import contextlib
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from brimstone.constants import MA_CM2, MAH_CM2
from brimstone.contract.laboratory import BlockingRunRecord, SymmetricRunRecord, measured_record
from brimstone.contract.run import RunRecord, StepRecord, run_record
from brimstone.errors import StoreError, nearest_names
from brimstone.result import MeasuredRun, Run
from brimstone.simulate import Settings
from brimstone.store.checkpoints import broken_off
from brimstone.store.encoding import decode, encode
from brimstone.store.kept import (
    FOLDERS,
    MANIFEST,
    RUN,
    Kept,
    digest,
    digests,
    name_of,
    read_kept,
    require_name,
)
from brimstone.store.parquet import read_table, write_table
from brimstone.store.place import TEMPORARY, default_place, draft, in_words, require_readable, settle, sweep_left_over

_DATA, _ARRAYS, _STEPS, _CURVES, _RECORD, _RECIPE = (
    "data.json.gz", "arrays.parquet", "steps.parquet", "curves.parquet", "run.json", "recipe.yaml",
)  # fmt: skip
_LARGEST_TREE = 2**30  # bytes of words, unpacked; what asks for more is no run
_NAMES_SHOWN = 12
#: Keys of ``run --json`` that a list of runs shows.
_FIGURES = ("capacity_mAh_g_sulfur", "areal_capacity_mAh_cm2", "mean_voltage_V", "energy_Wh_kg_cell")
#: The same of cells that are measured, not discharged.
_MEASURED = (
    "resistance_ohm_cm2", "interface_ohm_cm2", "short_circuit_h", "ionic_S_cm", "electronic_S_cm", "polarised_S_cm",
    "spectral_S_cm",
)  # fmt: skip


class Store:
    """Runs kept in a folder.

    Many processes may read and write it at a time: what is in it appears whole, and is not changed.

    Parameters
    ----------
    place : Path, optional
        That of the environment variable ``BRIMSTONE_STORE`` by default, else that of the platform.

    Raises
    ------
    StoreError
        When something else is at that place, a store of a newer version, or keeping is switched off.
    """

    def __init__(self, place: Path | None = None):
        chosen = place if place is not None else default_place()
        if chosen is None:
            raise StoreError("nothing is kept: BRIMSTONE_STORE is off; name a store with --store DIR")
        self.place = chosen
        require_readable(self.place)

    def __repr__(self) -> str:
        return f"Store({str(self.place)!r})"

    # --- what is there

    def entries(self, kind: str | None = None) -> list[Kept]:
        """All runs and studies, or those of a kind, the oldest first."""
        every = [read_kept(folder, one) for one in FOLDERS if kind in (None, one) for folder in self._folders(one)]
        return sorted(every, key=lambda kept: (kept.created, kept.name))

    def entry(self, name: str) -> Kept:
        """The run or study of that name, or of the only name that begins so.

        Raises
        ------
        StoreError
            When there is none, with the nearest, or when several begin so.
        """
        require_name(name)
        for kind in FOLDERS:
            if (folder := self.folder_of(name, kind)).is_dir():
                return read_kept(folder, kind)
        known = {folder.name: kind for kind in FOLDERS for folder in self._folders(kind)}
        alike = [one for one in known if one.startswith(name)]
        if len(alike) == 1:
            return read_kept(self.folder_of(alike[0], known[alike[0]]), known[alike[0]])
        if alike:
            raise StoreError(f"several runs begin with '{name}': {', '.join(sorted(alike)[:_NAMES_SHOWN])}")
        near = nearest_names(name, known)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise StoreError(f"no run '{name}' in {self.place}.{hint} `brimstone runs list` lists all of them.")

    def find(self, identity: str) -> Kept | None:
        """The undamaged run with this identity, if it is kept."""
        for folder in self._folders(RUN):
            if folder.name.endswith(identity[:8]):
                kept = read_kept(folder, RUN)
                if kept.identity == identity and not self.damage(kept):
                    return kept
        return None

    def damage(self, kept: Kept) -> str:
        """What is wrong with the files of a run, in words; empty where they are as they were written."""
        folder = self.folder_of(kept.name, kept.kind)
        if kept.status == "damaged":
            return f"its {MANIFEST} can't be read"
        for name, expected in kept.files.items():
            path = folder / name
            try:
                if not path.resolve().is_relative_to(folder.resolve()) or digest(path) != expected:
                    return f"{name} is not as it was written"
            except OSError as problem:
                return f"{name} can't be read ({problem.strerror})"
        return ""

    def folder_of(self, name: str, kind: str) -> Path:
        """Where a run or study of that name lies."""
        return self.place / FOLDERS[kind] / name

    def size_of(self, kept: Kept) -> int:
        """Bytes on disk."""
        return sum(_sizes(self.folder_of(kept.name, kept.kind)))

    # --- in

    def keep(self, run: Run | MeasuredRun, settings: Settings, identity: str, name: str = "") -> Kept:
        """Keep a run; one that is kept already stays as it is.

        Parameters
        ----------
        run : Run, SymmetricRun or BlockingRun
        settings : Settings
        identity : str
            As of `brimstone.store.identity.identity`.
        name : str
            What its name begins with; that of the recipe by default.

        Raises
        ------
        StoreError
            When it can't be written; nothing of it is left then, and nothing else is lost.
        """
        name = name_of(name or run.recipe.name, identity)
        target = self.folder_of(name, RUN)
        tree, numbers = encode(run)
        record = run_record(run) if isinstance(run, Run) else measured_record(run)
        with draft(self.place) as folder:
            with gzip.GzipFile(folder / _DATA, "wb", compresslevel=3, mtime=0) as file:
                file.write(json.dumps(tree, ensure_ascii=False, allow_nan=False).encode())
            write_table(folder / _ARRAYS, {"value": numbers})
            write_table(folder / _STEPS, _step_columns(record))
            write_table(folder / _CURVES, _curve_columns(run) if isinstance(run, Run) else _trace_columns(run))
            (folder / _RECORD).write_text(record.to_json() + "\n", encoding="utf-8")
            (folder / _RECIPE).write_text(run.recipe.to_yaml(), encoding="utf-8")
            kept = Kept(
                name=name,
                kind=RUN,
                recipe=run.recipe.name,
                version=run.version,
                created=datetime.now(UTC).isoformat(timespec="milliseconds"),
                status=run.status,
                identity=identity,
                figures=_headline(record),
                settings={**asdict(settings), "members": run.members, "cycles": list(settings.cycles)},
                files=digests(folder),
            )
            (folder / MANIFEST).write_text(kept.to_json(), encoding="utf-8")
            if not settle(folder, target):
                there = read_kept(target, RUN)
                if not self.damage(there):
                    return there
                self._take_away(target)
                settle(folder, target)
        return kept

    # --- out

    def load(self, name: str) -> Run | MeasuredRun:
        """The run of that name, equal to what was kept.

        Raises
        ------
        StoreError
            When there is none, it is damaged, or its version had other data.
        """
        kept = self.entry(name)
        if kept.kind != RUN:
            raise StoreError(f"{kept.name} is a study of many cells; `brimstone runs show {kept.name}` shows it")
        if wrong := self.damage(kept):
            raise StoreError(f"{kept.name} is damaged: {wrong}; `brimstone runs gc --damaged` removes it")
        folder = self.folder_of(kept.name, RUN)
        try:
            with gzip.open(folder / _DATA, "rb") as file:
                words = file.read(_LARGEST_TREE + 1)
            if len(words) > _LARGEST_TREE:
                raise StoreError(f"{kept.name}: {_DATA} unpacks to more than a run has")
            numbers = read_table(folder / _ARRAYS)["value"].astype(float)
            run = decode(json.loads(words), np.ma.filled(numbers, np.nan))  # a table has NaN as a missing value
            if not isinstance(run, Run | MeasuredRun):
                raise StoreError("it holds no run")
            return run
        except StoreError as problem:
            raise StoreError(
                f"{kept.name}, kept by Brimstone {kept.version}: {problem}. `brimstone runs show` and `runs export` "
                f"read its tables all the same; to compute it anew, run {folder / _RECIPE}"
            ) from None
        except (OSError, EOFError, ValueError, LookupError) as problem:
            raise StoreError(f"{kept.name} can't be read: {problem}") from None

    def recipe_text(self, kept: Kept) -> str:
        """The recipe of a run or study as YAML.

        Raises
        ------
        StoreError
            When it can't be read.
        """
        try:
            return (self.folder_of(kept.name, kept.kind) / _RECIPE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise StoreError(f"{kept.name}: {_RECIPE} can't be read ({problem})") from None

    # --- away

    def remove(self, kept: Kept) -> None:
        """Remove a run or a study.

        Raises
        ------
        StoreError
            When it can't be removed.
        """
        try:
            self._take_away(self.folder_of(require_name(kept.name), kept.kind))
        except OSError as problem:
            raise in_words(problem, self.place) from None

    def sweep(self) -> int:
        """Remove what killed writers and runs that were broken off have left; returns of how many."""
        return sweep_left_over(self.place / TEMPORARY) + broken_off(self.place)

    def _take_away(self, folder: Path) -> None:
        """Out of sight in one step, then removed: a reader finds a whole run or none."""
        with draft(self.place) as away:
            os.rename(folder, away / folder.name)

    def _folders(self, kind: str) -> list[Path]:
        try:
            return sorted(path for path in (self.place / FOLDERS[kind]).iterdir() if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise StoreError(f"{self.place}: can't be read ({problem.strerror})") from None


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # removed meanwhile
            yield path.stat().st_size


_AnyRecord = RunRecord | SymmetricRunRecord | BlockingRunRecord


def _headline(record: _AnyRecord) -> dict[str, float | None]:
    """Figures of the first discharge of a whole cell, in which pulses are none; of any step where there is none.

    Of a cell that is measured, figures of the cell.
    """
    if not isinstance(record, RunRecord):
        return {key: value for key, value in record.to_dict().items() if key.startswith(_MEASURED)}
    steps = [step for step in record.steps if step.kind == "discharge" and not step.label.startswith("pulse")]
    judged = next(iter(steps or record.steps), None)
    written = {} if judged is None else judged.to_dict()
    return {key: value for key, value in written.items() if key.startswith(_FIGURES)}


def _step_columns(record: _AnyRecord) -> dict[str, list[object]]:
    """A column for each plain key of the steps of a record."""
    rows = [
        {key: value for key, value in step.to_dict().items() if not isinstance(value, dict | list)}
        for step in record.steps
    ]
    names = list(dict.fromkeys(key for row in rows for key in row)) or list(StepRecord.model_fields)[:1]
    columns: dict[str, list[object]] = {"step": list(range(len(rows)))}
    return columns | {name: [row.get(name) for row in rows] for name in names}


def _trace_columns(run: MeasuredRun) -> dict[str, np.ndarray]:
    """What was recorded of a cell that is measured, one step after the other, by the names that curves have."""
    counts = [step.time.size for step in run.steps]
    trace = dict(run.trace())
    voltage = 1e-3 * trace.pop("voltage_mV")
    others = {name: values for name, values in trace.items() if not name.startswith("time")}
    return {
        "instruction": np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        "time_s": np.concatenate([np.empty(0), *(step.time for step in run.steps)]),
        "voltage_V": voltage,
        **others,
    }


def _curve_columns(run: Run) -> dict[str, np.ndarray]:
    """Curves of the nominal member, one step after the other."""
    counts = [step.curve.time.size for step in run.steps]

    def joined(parts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate([np.empty(0), *parts])

    return {
        "instruction": np.repeat(np.arange(len(run.steps), dtype=np.int32), counts),
        "step": np.repeat(np.array([step.instruction.step for step in run.steps], dtype=np.int32), counts),
        "cycle": np.repeat(np.array([step.instruction.cycle for step in run.steps], dtype=np.int32), counts),
        "time_s": joined([step.curve.time for step in run.steps]),
        "voltage_V": joined([step.curve.voltage for step in run.steps]),
        "current_mA_cm2": joined([step.curve.current / MA_CM2 for step in run.steps]),
        "charge_mAh_cm2": joined([step.curve.charge / MAH_CM2 for step in run.steps]),
    }
