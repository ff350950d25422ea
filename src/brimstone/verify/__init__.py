"""Whether the program shows what the two reviews describe: one row a phenomenon, each computed as a user would."""

from brimstone.verify.checking import Finding, Outcome, check
from brimstone.verify.mutations import check_mutations
from brimstone.verify.parallel import check_all
from brimstone.verify.row import KINDS, Claim, Row, rows
from brimstone.verify.state import State, recorded

__all__ = [
    "KINDS",
    "Claim",
    "Finding",
    "Outcome",
    "Row",
    "State",
    "check",
    "check_all",
    "check_mutations",
    "recorded",
    "rows",
]
