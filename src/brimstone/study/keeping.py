"""A sweep in the store: each cell is kept as it comes, and a sweep that was broken off goes on where it was."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from brimstone.result import Figure
from brimstone.store import Store, identity
from brimstone.store.journal import CELL, Journal, journal, study_head
from brimstone.store.kept import Kept
from brimstone.study.batch import Outcome
from brimstone.study.sweeping import PreparedSweep

_ENDS = ("low", "high", "median")
_BETWEEN = "; "  # names of rules in one column


class KeptSweep:
    """Outcomes of a sweep in a journal.

    Attributes
    ----------
    kept : Kept
        As the store lists it.
    known : mapping of int to Outcome
        Of an earlier attempt.
    """

    def __init__(self, prepared: PreparedSweep, notes: Journal):
        self.kept, self._notes = notes.kept, notes
        self._metrics = prepared.variants.batch.metrics
        self._ends = () if prepared.variants.batch.settings.certain else _ENDS
        self._paths = [axis.path for axis in prepared.plan.axes]
        self.known: Mapping[int, Outcome] = {number: self._outcome(row) for number, row in notes.known.items()}

    def keep(self, number: int, texts: Sequence[str], outcome: Outcome) -> None:
        """Keep one more outcome.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        row: dict[str, Any] = {CELL: number, **dict(zip(self._paths, texts, strict=True))}
        for metric in self._metrics:
            figure = outcome.figures.get(metric.name)
            row[metric.key] = None if figure is None else figure.value
            for end in self._ends:
                row[f"{metric.key}_{end}"] = None if figure is None else getattr(figure, end)
        self._notes.add(row | {"failed": outcome.failure, "warnings": _BETWEEN.join(outcome.warnings)})

    def _outcome(self, row: Mapping[str, Any]) -> Outcome:
        if row["failed"]:
            return Outcome({}, row["failed"])
        figures = {
            metric.name: Figure(
                math.nan if row[metric.key] is None else row[metric.key],
                low=_number(row.get(f"{metric.key}_low")),
                high=_number(row.get(f"{metric.key}_high")),
                median=_number(row.get(f"{metric.key}_median")),
            )
            for metric in self._metrics
        }
        return Outcome(figures, "", tuple(filter(None, row["warnings"].split(_BETWEEN))))


def sweep_identity(prepared: PreparedSweep) -> str:
    """What makes two sweeps equal before they are run."""
    plan, batch = prepared.plan, prepared.variants.batch
    cells: Any = plan.rows if plan.rows is not None else [axis.texts for axis in plan.axes]
    return identity(
        prepared.variants.start.moved(prepared.recipe.source),
        batch.settings,
        varied=prepared.recipe.to_mapping(),
        fields=[axis.path for axis in plan.axes],
        cells=cells,
        metrics=[metric.name for metric in batch.metrics],
    )


@contextmanager
def kept_sweep(prepared: PreparedSweep, store: Store, name: str, again: bool = False) -> Iterator[KeptSweep]:
    """A place in the store for the outcomes of a sweep.

    Parameters
    ----------
    prepared : PreparedSweep
    store : Store
    name : str
        What its name begins with.
    again : bool
        Whether to compute cells anew that are kept.

    Raises
    ------
    StoreError
        When the store can't be written to, or another process is at the same sweep.
    """
    with journal(store, sweep_head(prepared, name), prepared.recipe.to_yaml(), again) as notes:
        yield KeptSweep(prepared, notes)


def sweep_head(prepared: PreparedSweep, name: str) -> Kept:
    """The manifest of a sweep that begins."""
    batch, recipe = prepared.variants.batch, prepared.recipe
    settings = {**asdict(batch.settings), "members": batch.settings.sample_count(prepared.variants.start)}
    return study_head(name, recipe.name, sweep_identity(prepared), {"cells": prepared.plan.count}, settings)


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else value
