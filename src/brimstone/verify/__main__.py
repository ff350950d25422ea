"""Record the state of the rows named, or of all: ``python -m brimstone.verify [--sweep] [ROW]...``.

With ``--sweep`` what else turns green rows red is looked for and recorded, and what they neither notice nor say is
printed; this takes half an hour for all rows.
"""

import sys

from brimstone.verify.mutations import check_mutations
from brimstone.verify.parallel import check_all
from brimstone.verify.row import rows
from brimstone.verify.state import write
from brimstone.verify.sweep import record

if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word != "--sweep"]
    chosen = [row for row in rows() if not named or row.id in named]
    outcomes = list(check_all(chosen))
    if "--sweep" in sys.argv:
        for name, silent in record([one for one in outcomes if one.passed]):
            words = ", ".join(f"{quantity} ({far})" for quantity, far in silent.items())
            sys.stdout.write(f"{name} {words or '-'}\n")
    else:
        write(outcomes, dict(check_mutations(outcomes)))
