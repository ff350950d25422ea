"""The checks against the two reviews: every row with its state, and what turns it red."""

from collections import Counter
from collections.abc import Mapping

from brimstone.verify import KINDS, Outcome, State, check_all, recorded, rows
from brimstone.verify.mutations import unseen
from brimstone.verify.row import Unseen, families
from brimstone.verify.sweep import NOTICEABLE, swept, untold

_HEAD = """# Checks against the two reviews

Each row is a phenomenon that at least one of the two reviews describes. It is computed from recipes as a user writes
them, read from what `brimstone run`, `check`, `explain`, `energy` and `package` give, and compared with a number or an
effect from outside of the program. `brimstone verify` carries the rows out, `brimstone verify ROW` explains one.
Rows are data: the files in `brimstone/verify/rows` hold recipes, claims, outside numbers and mutations.

A green row is worth what its kind says:

{kinds}

A red row is an honest failure: it stays red, with its distance, the reason and what would settle it.

Several numbers of one cell are also held at once: the measured set has to lie in the region in which 80 % of the
members of the ensemble lie, by the distance in the covariance of their logarithms with the scatter of a measurement
added. How far that is follows from the ranks of the members, each left out in turn. A region that is wider than the row
states is red, too. A claim against the very number that a constant was taken from says so, and its row is not called
predicted.

{headline}
"""
_MUTATIONS = """
## What turns the rows red

Each mutation is something that a physicist would call wrong: a number of the library by a factor, a sign, a process
switched off, a law of another strength. A quantity that a row is about is broken both ways, by a factor of three. The
row is carried out with it; *red* means that a claim that held no longer does. A row that is red already is broken in a
claim that holds. *Not noticed* is what no number outside of the program would tell, with the reason, or what moves a
claim that is red already.

| row | mutation | outcome |
|---|---|---|
"""
_SWEPT = """
## What the rows rest on besides

Every number of the library that a green row reads and that is no mutation of it is broken as well, three times as much
and three times as little. Most move nothing. What moves a number of the row by {share:.0f} % or more, or by half of an
absolute distance that is allowed, turns the row red in one direction at least, or stands here with the reason. A test
(`make sweep`) looks for more of them. Of rows without a count the numbers were broken that no family below stands for,
and nothing more was found; those of the families, with * for anything, have not been broken one by one:

{families}

| row | turn it red | leave it green | because |
|---|---|---|---|
"""


def checks_page() -> str:
    """All rows, carried out, and the recorded outcome of their mutations."""
    outcomes, states = list(check_all(rows(), lambda name: recorded()[name].seconds)), recorded()
    page = _HEAD.format(
        kinds="\n".join(f"- *{kind}*: {meaning};" for kind, meaning in KINDS.items()), headline=_headline(outcomes)
    )
    page += "\n| row | phenomenon | kind | state | computed | asked |\n|---|---|---|---|---|---|\n"
    page += "".join(f"{_row(outcome)}\n" for outcome in outcomes)
    red = [outcome for outcome in outcomes if not outcome.passed]
    page += "\n## Red rows\n\n| row | distance | reason | what would settle it |\n|---|---|---|---|\n"
    page += "".join(f"{_red(outcome, states[outcome.row.id])}\n" for outcome in red)
    return (
        page
        + _SWEPT.format(share=100 * NOTICEABLE, families=_families())
        + swept_table(states)
        + _MUTATIONS
        + mutations_table(states)
    )


def mutations_table(states: Mapping[str, State]) -> str:
    """What is broken in each row, and whether the row notices it."""
    reasons = {row.id: unseen(row) for row in rows()}
    return "".join(
        _line(name, mutation, "red" if killed else _not_noticed(reasons[name].get(mutation, "")))
        for name, state in states.items()
        for mutation, killed in state.mutations.items()
    )


def _families() -> str:
    return "\n".join(f"- {name}: {', '.join(f'`{one}`' for one in patterns)};" for name, patterns in families().items())


def swept_table(states: Mapping[str, State]) -> str:
    """How many further numbers of the library each green row notices, and which it does not."""
    lines = []
    for row in [one for one in rows() if states[one.id].green]:
        found = swept().get(row.id)
        shown = [row.id, "" if found is None else str(len(found.red))]
        for one, names in untold(row):
            lines.append(_line(*shown, ", ".join(names), _because(one)))
            shown = ["", ""]
        if shown[0]:
            lines.append(_line(*shown, "", ""))
    return "".join(lines)


def _because(one: Unseen) -> str:
    return f"{one.because}; {one.row} tells" if one.row else one.because


def _not_noticed(reason: str) -> str:
    return f"not noticed: {reason}" if reason else "not noticed"


def _headline(outcomes: list[Outcome]) -> str:
    green = Counter(outcome.row.kind for outcome in outcomes if outcome.passed)
    counts = ", ".join(f"{green[kind]} {kind}" for kind in KINDS)
    red = sum(not outcome.passed for outcome in outcomes)
    return f"Of {len(outcomes)} rows: {counts} green, {red} red."


def _row(outcome: Outcome) -> str:
    row, decisive = outcome.row, outcome.decisive
    computed = outcome.problem if decisive is None else f"{decisive.claim.what}: {decisive.words}"
    asked = "" if decisive is None else decisive.demand
    state = "green" if outcome.passed else "**red**"
    return _line(row.id, row.phenomenon, row.kind, state, computed, asked).rstrip("\n")


def _red(outcome: Outcome, state: State) -> str:
    return _line(outcome.row.id, outcome.distance, state.reason, state.settles).rstrip("\n")


def _line(*cells: str) -> str:
    plain = (cell.replace("|", "/").replace("*", "\\*").replace("\\*\\*red\\*\\*", "**red**") for cell in cells)
    return "| " + " | ".join(" ".join(cell.split()) for cell in plain) + " |\n"
