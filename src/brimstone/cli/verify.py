"""``brimstone verify``: what is computed compared with the two reviews, row by row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.pages import refuse_page, write_page
from brimstone.cli.places import Place
from brimstone.cli.screen import console, indented, print_json
from brimstone.contract.verify import CheckRecord, ClaimRecord, JointRecord, MutationRecord, UnseenRecord
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.simulate import Settings
from brimstone.view.checks import checks_charts, checks_document
from brimstone.view.methods import methods_of_work
from brimstone.view.words import listed

if TYPE_CHECKING:
    from brimstone.verify import Outcome, Row, State


def verify(ids: Sequence[str], as_json: bool, place: Place, html: Path | None = None) -> bool:
    """Carry out ``brimstone verify``.

    Parameters
    ----------
    ids : sequence of str
        Rows to check and to explain, with their mutations; all, in short, when empty.
    as_json : bool
    place : Place
    html : Path, optional
        File for a page.

    Returns
    -------
    bool
        Whether every row has the state that is recorded for it.

    Raises
    ------
    BrimstoneError
        When there is no row of an id.
    OutputError
        When the page can't be written.
    """
    refuse_page(html)
    from brimstone.verify import check_all, check_mutations, recorded
    from brimstone.verify.parallel import Copies, foundations_of_rows

    chosen_rows, states, screen = chosen(ids), recorded(), console()
    outcomes = []
    mutations: dict[str, Mapping[str, bool]] = {name: state.mutations for name, state in states.items()}
    with place.answers("verify", [], Settings(), foundations_of_rows(), *ids, here=Copies()) as where:
        for outcome in check_all(chosen_rows, lambda name: states[name].seconds if name in states else 0.0, where):
            outcomes.append(outcome)
            if not ids and not as_json:
                _print(screen, outcome, states.get(outcome.row.id))
        if ids:
            mutations |= dict(check_mutations(outcomes, where))
    moved = [one.row.id for one in outcomes if one.row.id not in states or states[one.row.id].green != one.passed]
    records = [record_of(one, states.get(one.row.id), mutations.get(one.row.id, {})) for one in outcomes]
    if html is not None:
        methods = methods_of_work("Each row was computed from its recipes and compared with what the reviews report,")
        write_page(html, checks_document(records, headline(outcomes)), checks_charts(records), methods)
    if as_json:
        print_json(records)
        return not moved
    if ids:
        for outcome in outcomes:
            _explain(screen, outcome, states.get(outcome.row.id), mutations.get(outcome.row.id, {}))
    screen.print(Text(headline(outcomes), style="bold"))
    if moved:
        screen.print(Text(f"not as recorded: {listed(moved)}", style="red"))
    return not moved


def headline(outcomes: "Sequence[Outcome]") -> str:
    """How many rows are green by kind, and how many are red."""
    green = Counter(outcome.row.kind for outcome in outcomes if outcome.passed)
    kinds = ("predicted", "shape", "by construction")
    words = ", ".join(f"{green[kind]} {kind}" for kind in kinds)
    red = sum(not outcome.passed for outcome in outcomes)
    return f"of {len(outcomes)} rows {words}, {green['record']} records, {red} red"


def chosen(ids: Sequence[str]) -> "list[Row]":
    """The rows of these ids, in the given order; all rows for none."""
    from brimstone.verify import rows

    every = {row.id.upper(): row for row in rows()}
    selected = []
    for name in ids:
        if name.upper() not in every:
            near = nearest_names(name, every)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise BrimstoneError(f"no row of the checklist is called '{name}'.{hint} There are {listed(every)}.")
        selected.append(every[name.upper()])
    return selected or list(every.values())


def _title(outcome: "Outcome") -> Text:
    line = Text(f"{outcome.row.id:<5}", style="bold")
    line.append("green  " if outcome.passed else "RED    ", style="green" if outcome.passed else "red")
    line.append(f"{outcome.row.kind:<16}", style="dim")
    line.append(outcome.row.phenomenon)
    return line


def _print(screen: Console, outcome: "Outcome", state: "State | None") -> None:
    screen.print(_title(outcome))
    decisive = outcome.decisive
    if decisive is not None and outcome.passed:
        words = f"{decisive.claim.what}: {decisive.words}; {decisive.demand}"
        screen.print(indented(words, style="dim", mark="      "))
    elif not outcome.passed:
        screen.print(indented(outcome.distance, style="red", mark="      "))
        if state is not None and state.reason:
            screen.print(indented(state.reason, style="dim", mark="      "))


def _explain(screen: Console, outcome: "Outcome", state: "State | None", mutations: Mapping[str, bool]) -> None:
    """A row as a referee would report on it."""
    from brimstone.verify.mutations import unseen
    from brimstone.verify.row import KINDS, bases

    row = outcome.row
    screen.print(_title(outcome))
    for quote in row.quotes:
        screen.print(indented(f'"{quote}"', style="dim", mark="review    "))
    screen.print(indented(row.source, style="dim", mark="source    "))
    screen.print(indented(f"{row.kind}: {KINDS[row.kind]}", mark="kind      "))
    screen.print(indented(row.domain, mark="domain    "))
    if row.assumed:
        screen.print(indented(row.assumed, mark="assumed   "))
    for finding in outcome.findings:
        claim = finding.claim
        screen.print(
            indented(f"{claim.what}: {finding.words}", style="" if finding.passed else "red", mark="computed  ")
        )
        screen.print(indented(finding.demand, mark="  demanded"))
        if claim.source:
            screen.print(indented(claim.source, style="dim", mark="  from    "))
        if claim.built:
            screen.print(indented(f"{claim.built}, taken from this number: no evidence", mark="  built on"))
        if claim.beside:
            screen.print(indented(claim.beside, style="dim", mark="  beside  "))
        if finding.distance or claim.equals is not None:
            screen.print(indented(finding.apart, style="" if finding.passed else "red", mark="  distance"))
    for one in outcome.joint:
        style = "" if one.passed else "red"
        screen.print(indented(f"{one.joint.what}: {one.words}", style=style, mark="joint     "))
        screen.print(indented(one.demand, mark="  demanded"))
        if one.joint.source:
            screen.print(indented(one.joint.source, style="dim", mark="  from    "))
        if one.apart:
            screen.print(indented(one.apart, style="red", mark="  distance"))
    if outcome.problem:
        screen.print(indented(outcome.problem, style="red", mark="computed  "))
    if state is not None and not outcome.passed:
        for mark, words in (("reason    ", state.reason), ("settles   ", state.settles)):
            if words:
                screen.print(indented(words, mark=mark))
    reasons = unseen(row)
    for name, red in mutations.items():
        stays = f"stays as it is, {reasons[name]}" if name in reasons else "stays as it is"
        screen.print(indented(f"{name}: {'red' if red else stays}", mark="mutation  "))
    if outcome.passed:
        _besides(screen, row)
    for name, fields in row.cells.items():
        screen.print(indented(f"{name}: {_differs(fields)}", style="dim", mark="cell      "))
    for base in row.starts_from:
        words = _written(bases()[base]) if base in bases() else f"`brimstone show {base.removeprefix('cell:')}`"
        screen.print(indented(f"{base}: {words}", style="dim", mark="starts from "))
    screen.print()


def _besides(screen: Console, row: "Row") -> None:
    """What else a green row notices, and what it does not, with the reason."""
    from brimstone.verify.sweep import Found, swept, untold

    if red := swept().get(row.id, Found()).red:
        screen.print(indented(f"three times as much or as little of {listed(red)}", mark="red also  "))
    for one, names in untold(row):
        tells = f"; {one.row} tells" if one.row else ""
        words = f"{listed(names)}, three times as much or as little: {one.because}{tells}"
        screen.print(indented(words, mark="unseen    "))


#: Settings of a row that are no fields of a recipe, in words.
_SETTINGS = {
    "nodes": "{} volumes through the cathode",
    "members": "{} samples",
    "alone": "the electrolyte's own redox switched off",
}


def _differs(fields: Mapping[str, Any]) -> str:
    """What a cell of a row has otherwise than the one it is made from."""
    left = {name: value for name, value in fields.items() if name not in ("like", "for", "curves", "losses")}
    words = [f"as {fields.get('like', 'solid')}"]
    for name in [name for name in left if name in _SETTINGS]:
        value = left.pop(name)
        if value is not None:
            words.append(_SETTINGS[name].format(_written({"": value}).removeprefix(": ")))
    words += [f"without {name}" for name, value in left.items() if value is None]
    written = _written({name: value for name, value in left.items() if value is not None})
    domain = fields.get("for") or {}
    each = "; ".join(f"<{name}> of {', '.join(map(str, values))}" for name, values in domain.items())
    return ", ".join([*words, *([written] if written else [])]) + (f", for {each}" if each else "")


def _written(fields: Mapping[str, object]) -> str:
    """Fields of a recipe in one line."""
    return ", ".join(f"{field}: {value}" for field, value in fields.items()).replace("'", "")


def record_of(outcome: "Outcome", state: "State | None", mutations: Mapping[str, bool]) -> CheckRecord:
    """What ``brimstone verify --json`` prints of a row."""
    from brimstone.verify.mutations import unseen
    from brimstone.verify.sweep import Found, swept, untold

    row, decisive, reasons = outcome.row, outcome.decisive, unseen(outcome.row)
    return CheckRecord(
        id=row.id,
        phenomenon=row.phenomenon,
        quotes=list(row.quotes),
        source=row.source,
        kind=row.kind,
        domain=row.domain,
        assumed=row.assumed,
        passed=outcome.passed,
        as_recorded=state is not None and state.green == outcome.passed,
        computed=None if decisive is None else decisive.computed,
        low=None if decisive is None else decisive.low,
        high=None if decisive is None else decisive.high,
        expected=None if decisive is None else decisive.expected,
        unit="" if decisive is None else decisive.claim.unit,
        distance=outcome.distance,
        reason="" if state is None or outcome.passed else state.reason,
        settles="" if state is None or outcome.passed else state.settles,
        claims=[
            ClaimRecord(
                what=one.claim.what,
                passed=one.passed,
                computed=one.computed,
                low=one.low,
                high=one.high,
                expected=one.expected,
                unit=one.claim.unit,
                demand=one.demand,
                source=one.claim.source or row.source,
                built=one.claim.built,
                distance=one.distance,
                values=one.words,
            )
            for one in outcome.findings
        ],
        joint=[
            JointRecord(
                what=one.joint.what,
                passed=one.passed,
                computed=list(one.computed),
                measured=list(one.joint.measured),
                unit=one.joint.unit,
                distance=one.distance,
                edge=one.edge,
                farther=one.farther,
                width=one.width,
                scatter=one.joint.scatter,
                spread=one.joint.spread,
                source=one.joint.source or row.source,
            )
            for one in outcome.joint
        ],
        mutations=[
            MutationRecord(name=name, red=red, unseen="" if red else reasons.get(name, ""))
            for name, red in mutations.items()
        ],
        noticed=list(swept().get(row.id, Found()).red) if outcome.passed else [],
        unseen=[
            UnseenRecord(of=list(names), because=one.because, row=one.row)
            for one, names in (untold(row) if outcome.passed else [])
        ],
        time_s=outcome.seconds,
    )
