"""What ``brimstone verify --json`` prints: one record for each row of the checklist."""

from brimstone.contract.base import CommandRecord, Number, Record, key


class ClaimRecord(Record):
    """One comparison of a row with something outside of the program."""

    what: str = key("What is computed.")
    passed: bool = key("Whether it holds.", name="pass")
    computed: Number = key("Of a list the member that is farthest off; of a truth 1 or 0.", "as in `unit`")
    low: Number = key("Lower end of the 80 % interval; null without one.", "as in `unit`")
    high: Number = key("Upper end of the 80 % interval; null without one.", "as in `unit`")
    expected: Number = key("The outside number or the limit.", "as in `unit`")
    unit: str = key("Unit of these numbers; empty for plain ones.")
    demand: str = key("What has to come out, in words.")
    source: str = key("Where the outside number is from.")
    built: str = key("The constant that was taken from this very number, which makes it no evidence; else empty.")
    distance: str = key("How far off it is, in words; empty when it holds.")
    values: str = key("All that is computed, in words.")


class JointRecord(Record):
    """Several numbers of one cell, held at once against all members of its ensemble."""

    what: str = key("What is computed.")
    passed: bool = key("Whether the measured numbers lie in the region, and it is no wider than stated.", name="pass")
    computed: list[Number] = key("Medians of the members.", "as in `unit`")
    measured: list[Number] = key("The outside numbers.", "as in `unit`")
    unit: str = key("Unit of these numbers; empty for plain ones.")
    distance: Number = key(
        "Of the measured numbers from the mean of the members, of logarithms, in their covariance with the scatter of "
        "measurement added (Mahalanobis).",
        "1",
    )
    edge: Number = key("The distance that 80 % of the members, left out in turn, keep from the others.", "1")
    farther: Number = key("Share of the members that are farther from the others than the measured numbers.", "1")
    width: Number = key("Ratio of the ends of that region, the geometric mean over its axes.", "1")
    scatter: Number = key("Standard deviation of the logarithm of a measured number.", "1")
    spread: Number = key("The most that `width` may be.", "1")
    source: str = key("Where the outside numbers are from.")


class MutationRecord(Record):
    """Something that a physicist would call wrong, and whether the row notices it."""

    name: str = key("What is broken.")
    red: bool = key("Whether the row turns red.")
    unseen: str = key("Why the row does not notice it, where it says so; else empty.")


class UnseenRecord(Record):
    """Quantities that move a number of a row and leave it green, broken three times up and down."""

    of: list[str] = key("Numbers of the library, a family of them, or * for any.")
    because: str = key("Why no number outside of the program tells them here.")
    row: str = key("The row that tells them; empty where none does.")


class CheckRecord(CommandRecord):
    """A row of the checklist: what is computed against what the reviews report."""

    id: str = key("Id of the row.")
    phenomenon: str = key("What is checked.")
    quotes: list[str] = key("Words of the reviews.")
    source: str = key("Where they are.")
    kind: str = key(
        "predicted: no constant was taken from the number. shape: after one anchor. by construction: the constant came "
        "from this number, no evidence. record: a fact of the library.",
        enum=["predicted", "shape", "by construction", "record"],
    )
    domain: str = key("Over what the claim is made.")
    assumed: str = key("What the review leaves open and the row assumes.")
    passed: bool = key("Whether all its claims and joint comparisons hold.", name="pass")
    as_recorded: bool = key("Whether that is the state that the repository records for it.")
    computed: Number = key("Of the first claim that does not hold, else of the first.", "as in its `unit`")
    low: Number = key("Lower end of its 80 % interval; null without one.", "as in its `unit`")
    high: Number = key("Upper end of its 80 % interval; null without one.", "as in its `unit`")
    expected: Number = key("The outside number or limit of that claim.", "as in its `unit`")
    unit: str = key("Unit of that claim.")
    distance: str = key("How far off the row is, claim by claim; empty when it is green.")
    reason: str = key("Why it is red, where that is known; else empty.")
    settles: str = key("What would settle it; else empty.")
    claims: list[ClaimRecord] = key("All its comparisons.")
    joint: list[JointRecord] = key("Comparisons of several numbers of one cell at once; empty for most rows.")
    mutations: list[MutationRecord] = key(
        "What must turn it red: carried out when rows are named, else as recorded in the repository."
    )
    noticed: list[str] = key(
        "Further numbers of the library that turn a green row red, three times as much or as little."
    )
    unseen: list[UnseenRecord] = key("Those that move a number of it and leave it green both ways.")
    time_s: Number = key("Time of a core that the row took.", "s")
