"""What ``brimstone verify --json`` prints: one record for each row of the checklist."""

from typing import Annotated

from brimstone.contract.base import EXACT, CommandRecord, Number, key


class CheckRecord(CommandRecord):
    """A row of the checklist: what is computed against what the reviews report."""

    id: str = key("Id of the row.")
    phenomenon: str = key("What is checked.")
    quotes: list[str] = key("Words of the reviews.")
    source: str = key("Where they are.")
    computed: str = key("What is computed, in words.")
    expected: str = key("What is expected, in words.")
    tolerance: str = key("Tolerance, in words.")
    passed: bool = key("Whether it passed.")
    details: Annotated[dict[str, Number], EXACT] = key("Numbers behind it, by name with unit.", "as in the name")
