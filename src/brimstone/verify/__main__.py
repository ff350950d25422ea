"""Record the state of the rows named, or of all: ``python -m brimstone.verify [ROW]...``."""

import sys

from brimstone.verify.mutations import check_mutations
from brimstone.verify.parallel import check_all
from brimstone.verify.row import rows
from brimstone.verify.state import write

if __name__ == "__main__":
    chosen = [row for row in rows() if len(sys.argv) < 2 or row.id in sys.argv[1:]]
    outcomes = list(check_all(chosen))
    write(outcomes, dict(check_mutations(outcomes)))
