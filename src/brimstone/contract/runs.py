"""What ``brimstone runs`` prints with ``--json``."""

from collections.abc import Mapping
from typing import Annotated, Any

from brimstone.contract.base import EXACT, CommandRecord, Number, Record, key
from brimstone.contract.laboratory import BlockingRunRecord, SymmetricRunRecord
from brimstone.contract.run import RunRecord

_STATUS = ["completed", "failed", "unbalanced", "complete", "unfinished", "damaged"]


class KeptRecord(CommandRecord):
    """A run, or a study of many cells, that is kept in the store; `version` is the one that computed it."""

    name: str = key("By which it is found.")
    kind: str = key("Whether it is one cell or many.", enum=["run", "study"])
    recipe: str = key("Name in the recipe.")
    created: str = key("When it was kept, ISO 8601, coordinated universal time.")
    status: str = key("Of a run as in `run`; of a study whether all its cells are there.", enum=_STATUS)
    figures: Mapping[str, Number] = key(
        "Of its first discharge with keys and units as in the steps of `run`; of a symmetric cell and of a composite "
        "between blocking electrodes with those of its `run`; of a study how many cells there are.",
        "as in its key",
    )


class KeptFileRecord(Record):
    """A file of a run."""

    name: str = key("Path within the folder of the run.")
    bytes: int = key("Size.", "1", minimum=0)


class ShownRunRecord(KeptRecord):
    """All that is kept of a run or a study."""

    folder: str = key("Where it lies.")
    settings: Mapping[str, Any] = key("That it was computed with.")
    files: list[KeptFileRecord] = key("What the folder holds.")
    yaml: str = key("The recipe.")
    run: RunRecord | SymmetricRunRecord | BlockingRunRecord | None = key(
        "As `run` prints it; null for a study, and for a run of a version with other data."
    )


class QueryRecord(CommandRecord):
    """Rows that a query gave."""

    columns: list[str] = key("Names of the columns.")
    rows: Annotated[list[list[Any]], EXACT] = key("Numbers, words, truth values or null.")


class ExportRecord(CommandRecord):
    """Files that were written."""

    files: list[str] = key("Their paths.")


class CleanedRecord(CommandRecord):
    """What was removed from the store."""

    removed: list[str] = key("Names of runs and studies.")
    left_over: int = key("Folders of writers that came to no end.", "1", minimum=0)
    freed_bytes: int = key("Freed by it.", "1", minimum=0)
    kept_bytes: int = key("Left in the store.", "1", minimum=0)
