"""What ``brimstone fit --json`` prints: the fitted parameters, how far to trust them, and what the data do not know."""

from brimstone.contract.base import CommandRecord, Number, Record, key


class FittedParameterRecord(Record):
    """One fitted parameter, in the unit that stands with it."""

    name: str = key("As `brimstone explain` lists it.")
    unit: str = key("Of its numbers; empty for a plain number.")
    value: Number = key("Median of the posterior.", "as said in unit")
    low: Number = key("Lower end of its 80 % interval.", "as said in unit")
    high: Number = key("Upper end of its 80 % interval.", "as said in unit")
    low_95: Number = key("Lower end of its 95 % interval.", "as said in unit")
    high_95: Number = key("Upper end of its 95 % interval.", "as said in unit")
    prior: Number = key("Value of the library.", "as said in unit")
    prior_low: Number = key("Lower end of the library's 80 % interval.", "as said in unit")
    prior_high: Number = key("Upper end of the library's 80 % interval.", "as said in unit")
    width_of_prior: Number = key("Standard deviation of the posterior over that of the prior.", "1")


class FittedCurveRecord(Record):
    """How well one step is met."""

    file: str = key("Name of the file.")
    step: str = key("What the step was.")
    error_mV: Number = key("Root mean square of computed less measured voltage.", "mV")
    charge_ratio: Number = key("Charge, computed over measured.", "1")


class FittedReadingRecord(Record):
    """How well a spectrum or a pressure trace is met."""

    file: str = key("Name of the file.")
    what: str = key("Which of the two.", enum=["spectrum", "stack pressure"])
    points: int = key("Compared points.", "1")
    error_percent: Number = key(
        "Root mean square of the difference, over the magnitude of the impedance or the swing of the pressure.", "%"
    )


class HypothesisRecord(Record):
    """A fit without one process."""

    without: str = key("The process.")
    criterion_difference: Number = key("Information criterion without it less that with it.", "1")
    sentence: str = key("What that means.")


class ProposalRecord(Record):
    """A parameter that the data can tell something of."""

    name: str = key("As `brimstone explain` lists it.")
    narrower: Number = key("How many times narrower than the prior it would become.", "1")


class FitRecord(CommandRecord):
    """What came of a fit; without free parameters, what could be free."""

    parameters: list[FittedParameterRecord] = key("In the order asked for.")
    correlation: list[list[Number]] = key("Of the parameters in their order.", "1")
    not_identified: list[str] = key("What the data know only together or not at all, in sentences.")
    curves: list[FittedCurveRecord] = key("Every compared step.")
    readings: list[FittedReadingRecord] = key("Every compared spectrum and pressure trace.")
    independent_values: Number = key("How many independent values the data are worth.", "1")
    values: int = key("How many were compared.", "1")
    hypotheses: list[HypothesisRecord] = key("Fits without a process.")
    proposed: list[ProposalRecord] = key("Parameters that the data can know beside each other, the best known first.")
    overrides: dict[str, str] = key("The fitted parameters as a recipe takes them.")
    method: str = key("How the posterior was sampled.")
    effective_samples: Number = key("Independent samples that it is worth.", "1")
    notes: list[str] = key("What was decided on reading the files.")
