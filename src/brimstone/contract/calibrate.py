"""What ``brimstone calibrate --json`` prints: fitted constants, what decides them, and the errors of every number."""

from collections.abc import Mapping
from typing import Annotated

from brimstone.contract.base import EXACT, CommandRecord, Number, Record, key


class FittedConstantRecord(Record):
    """A fitted constant and how far it is known."""

    name: str = key("Name of the constant.")
    level: str = key("Whether it is one for all cells or one of a class of cells.", enum=["universal", "class"])
    unit: str = key("Unit of its values; empty for a plain number.")
    value: float = key("As fitted.", "as in `unit`")
    low: float = key("10th percentile.", "as in `unit`")
    high: float = key("90th percentile.", "as in `unit`")
    prior_low: float = key("10th percentile of the prior.", "as in `unit`")
    prior_high: float = key("90th percentile of the prior.", "as in `unit`")
    share: float = key("Spread of the fit over that of the prior.", "1")
    rise_below: float = key("Rise of the profile of -ln(posterior) two deviations below; 2 for a normal one.", "1")
    rise_above: float = key("The same two deviations above.", "1")
    verdict: str = key("Whether the data know it.")
    decided_by: str = key("The paper that knows most of it.")
    twin: str = key("The constant that it can least be told apart from.")
    correlation: float = key("With that one.", "1")


class FittedPointRecord(Record):
    """A capacity, its errors, and what it decides."""

    paper: str = key("Paper.")
    point: str = key("Cell, rate and cycle.")
    source: str = key("Where it is from.")
    reported: float = key("As reported.", "as in `unit`")
    unit: str = key("Unit of the capacity.")
    before: float = key("ln(computed over reported) with the centres of the priors.", "1")
    in_sample: float = key("The same after the joint fit, with the laboratory's factor.", "1")
    unseen: float = key("The same from the recipe alone, with constants that never saw the paper.", "1")
    weight: float = key("Its weight in the fit over that of a fully trusted number alone.", "1")
    constant: str = key("The constant of which it knows most.")
    share: float = key("Of all that is known of that constant.", "1")


class ErrorsRecord(Record):
    """Errors of all points, one way of computing them."""

    name: str = key("Which constants were used.")
    median_error: Number = key("Median of |computed over reported - 1|.", "1")
    rms_ln: Number = key("Root mean square of ln(computed over reported), each at most 3.", "1")


class NotFittedRecord(Record):
    """Numbers that were not fitted."""

    paper: str = key("Paper.")
    numbers: str = key("What they are.")
    why: str = key("Why.")


class CalibrateRecord(CommandRecord):
    """The joint fit of the constants that no recipe gives."""

    folder: str = key("Where the fits are kept.")
    errors: list[ErrorsRecord] = key("Errors before, in sample, and with each paper left out.")
    constants: list[FittedConstantRecord] = key("Fitted constants.")
    spreads: Annotated[Mapping[str, Number], EXACT] = key("Spread between laboratories, by what differs.", "1")
    laboratories: Mapping[str, dict[str, float]] = key("What differs in the laboratory of each paper.", "1")
    points: list[FittedPointRecord] = key("Fitted capacities.")
    not_fitted: list[NotFittedRecord] = key("Numbers that were not fitted, and why.")
