"""What predictions are held to, and what is told of all that misses it."""

from brimstone.fit.targets import Aim, Missed, aims, missed, outdated
from brimstone.fit.validate import FAR, Compared, Validation
from brimstone.view.elements import Cell, Column, Item, Note, Section, Table, Text, words_column
from brimstone.view.words import number, unit

_SHARES = ("median error", "share held", "largest error")  # printed in percent


def target_section(validation: Validation) -> Section | None:
    """The figures that are demanded and those that are reached; None where sets are too small to have any."""
    found = aims(validation)
    if not found:
        return None
    columns = [words_column("of"), words_column("figure"), Column("demanded"), Column("is"), Column("reached")]
    return Section("What predictions are held to", (Table.of(columns, [_aim_cells(aim) for aim in found]),))


def _aim_cells(aim: Aim) -> list[Cell]:
    return [
        _of(aim),
        aim.target.figure,
        _demanded(aim),
        _figure(aim, aim.value),
        Text("yes", "good") if aim.reached else Text("no", "warning"),
    ]


def _of(aim: Aim) -> str:
    return f"{aim.target.of}, given {aim.target.anchor}" if aim.target.anchor else aim.target.of


def _demanded(aim: Aim) -> str:
    least, most = aim.target.least, aim.target.most
    if least > -float("inf") and most < float("inf"):
        return f"{_figure(aim, least)} to {_figure(aim, most)}"
    return f"at most {_figure(aim, most)}" if most < float("inf") else f"at least {_figure(aim, least)}"


def _figure(aim: Aim, value: float) -> str:
    if aim.target.figure in _SHARES:
        return f"{100.0 * value:.0f} %"
    return f"{value:.0f}" if aim.target.figure == "dead" else number(value, 2)


def missed_section(validation: Validation) -> Section:
    """Every figure and number that misses, with the likely reason and the experiment that would settle it."""
    table = Table.of(
        [
            words_column("what misses"),
            words_column("probably because"),
            words_column("experiment that would settle it"),
        ],
        [_missed_cells(one) for one in missed(validation)],
    )
    items: list[Item] = [
        Note(
            "Figures of sets that miss what is demanded, numbers that count and are off by more than a factor of "
            f"{FAR:g}, and cells reported above 300 mAh g⁻¹ and computed below 50. Computed stands before reported.",
            "muted",
        ),
        table,
    ]
    items += [Note(f"Told as not reached, and reached: {one}.", "warning") for one in outdated(validation)]
    return Section("What is not reached", tuple(items))


def _missed_cells(one: Missed) -> list[Cell]:
    what = [f"{aim.target.figure} of {_of(aim)}: {_figure(aim, aim.value)}, {_demanded(aim)}" for aim in one.aims]
    what += [_in_words(row) for row in one.rows]
    if one.account is None:
        return ["; ".join(what), Text("no reason is told yet", "bad"), ""]
    return ["; ".join(what), one.account.because, one.account.experiment]


def _in_words(row: Compared) -> str:
    """A number as the sentence that compares it."""
    of = f"{row.kind} of {row.cell.paper}: {row.condition}"
    return f"{of}: {number(row.computed.value)} for {number(row.measured)} {unit(row.unit)}".rstrip()
