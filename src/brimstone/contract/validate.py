"""What ``brimstone validate --json`` prints: reported numbers beside computed ones, and how far apart they are."""

from collections.abc import Mapping
from typing import Annotated

from brimstone.contract.base import EXACT, CommandRecord, Measure, Number, Record, key


class ScoreRecord(Record):
    """Errors of a set of computed numbers."""

    name: str = key("Name of the set.")
    rows: int = key("How many numbers.", "1")
    papers: int = key("From how many papers.", "1")
    dead: int = key("Cells reported above 300 mAh/g and computed below 50.", "1")
    median_error: Number = key("Median of |computed over reported - 1|.", "1")
    rms_ln: Number = key("Root mean square of ln(computed over reported), dead cells left out.", "1")
    bias_ln: Number = key("Mean of ln(computed over reported), dead cells left out.", "1")
    rank_correlation: Number = key("Spearman's, of computed with reported; null for fewer than three.", "1")
    coverage: Number = key("Share of the 80 % intervals that hold the reported number.", "1")
    width: Number = key("Median of high over low of the 80 % intervals.", "1")


class ComparedRecord(Record):
    """A reported number and the computed one."""

    paper: str = key("Paper.")
    source: str = key("Where the number is from.")
    cell: str = key("Cell.")
    condition: str = key("Cell, rate and cycle in words.")
    kind: str = key("Kind of number.")
    cell_class: str = key("Active form and way of mixing.")
    unit: str = key("Unit of the numbers of this row; empty for a ratio.")
    reported: float = key("As reported.", "as in `unit`")
    computed: Measure = key("As computed.", "as in `unit`")
    ratio: Number = key("Computed over reported.", "1")
    covered: bool | None = key("Whether the 80 % interval holds the reported number; null without an interval.")
    dead: bool = key("Whether the cell works and is computed not to.")
    left_out: bool = key("Whether the constants were fitted without this paper.")
    scored: bool = key("Whether it counts: the recipe is known well enough and its conditions do not contradict it.")
    apart: str | None = key("Why its conditions contradict it; null for most.")
    guessed: list[str] = key("What no account of the paper gives.")
    causes: Annotated[Mapping[str, Number], EXACT] = key("Share of the uncertainty by cause.", "1")
    measure: str | None = key("The one measurement that would narrow the interval most; null where none stands out.")
    narrower: Number = key("Width of the interval with it, as a logarithm, over the width without.", "1")
    reason: str = key("Why it is probably off.")
    experiment: str | None = key("What would settle the reason; null for a number that is not far off.")


class AnchoredRecord(Record):
    """A capacity predicted from the recipe and other points of the same cell."""

    paper: str = key("Paper.")
    cell: str = key("Cell.")
    anchor: str = key("Rate of the point that was given, or 'all others' than the one predicted.")
    condition: str = key("Rate of the point that is predicted.")
    reported: float = key("As reported.", "mAh/g")
    computed: Measure = key("As computed.", "mAh/g")


class PartRecord(Record):
    """A measurement on a part of a cell."""

    cell: str = key("Name in the library.")
    quantity: str = key("Quantity.")
    condition: str = key("Conditions in words.")
    unit: str = key("Unit of the numbers.")
    reported: float = key("As reported.", "as in `unit`")
    computed: Measure = key("As computed.", "as in `unit`")
    agrees: bool = key("Whether the interval holds the reported number or overlaps its bound.")


class NotComparedRecord(Record):
    """Numbers that are not compared."""

    paper: str = key("Paper.")
    numbers: str = key("What they are.")
    why: str = key("Why they are not compared.")


class TargetRecord(Record):
    """What a figure of a set of numbers is held to."""

    of: str = key("The set, or the cell.")
    anchor: str | None = key("Rate of the point that is given of that cell; null for sets.")
    figure: str = key("Which figure.")
    at_least: Number = key("Its lower bound; null for none.", "as the figure")
    at_most: Number = key("Its upper bound; null for none.", "as the figure")
    value: Number = key("The figure as it is.", "as the figure")
    reached: bool = key("Whether it is within the bounds.")


class MissedRecord(Record):
    """Figures and numbers that miss what is demanded for the same reason."""

    targets: list[TargetRecord] = key("Figures of sets.")
    rows: list[ComparedRecord] = key("Numbers.")
    because: str | None = key("The likely reason; null where none is told yet.")
    experiment: str | None = key("What would settle it; null where none is told yet.")


class ValidateRecord(CommandRecord):
    """Every reported number of every open cell beside the computed one."""

    members: int = key("Samples of each cell.", "1")
    papers_left_out: list[str] = key("Papers that were computed with constants fitted without them.")
    headline: ScoreRecord = key("Discharge capacities of cells with enough of a recipe, all rows alike.")
    by_paper: ScoreRecord = key("The same with one vote for each paper.")
    anchored: ScoreRecord | None = key("Other rates of a cell of which one is given; null for none.")
    all_others: ScoreRecord | None = key("A rate of a cell of which all others are given, two at least; null for none.")
    by_kind: list[ScoreRecord] = key("By kind of number.")
    by_class: list[ScoreRecord] = key("Discharge capacities by class of cell.")
    targets: list[TargetRecord] = key("What predictions are held to.")
    not_reached: list[MissedRecord] = key("All that misses it, and why.")
    rows: list[ComparedRecord] = key("All numbers.")
    worst: list[ComparedRecord] = key("Those that are farthest off, of those that count.")
    anchored_rows: list[AnchoredRecord] = key("All predictions from points of the same cell.")
    parts: list[PartRecord] = key("Measurements on parts of cells.")
    not_compared: list[NotComparedRecord] = key("Numbers that are not compared, and why.")
