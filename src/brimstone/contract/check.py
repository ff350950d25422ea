"""What ``brimstone check --json`` prints: one record for each problem of a recipe."""

from brimstone.contract.base import CommandRecord, key


class ProblemRecord(CommandRecord):
    """One thing that is wrong with a recipe, questionable, or assumed."""

    line: int | None = key("Line of the file; null if it has none.", "1")
    field: str = key("Dotted path of the field; empty for the whole file.")
    level: str = key("error, warning, info or assumption.")
    message: str = key("What came, what may come, what to try.")
    suggestion: str = key("What to write instead; empty when nothing near is known.")
    file: str = key("File that it is in, where that is another than the one checked; empty otherwise.")
