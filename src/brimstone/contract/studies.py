"""What ``brimstone compare``, ``sweep``, ``sensitivity`` and ``optimise`` print with ``--json``."""

from collections.abc import Mapping
from typing import Annotated, Literal

from brimstone.contract.base import EXACT, CommandRecord, Measure, Measures, Number, Record
from brimstone.contract.base import key as described

_OF_METRIC = "that of the metric"


class ComparedRecipe(Record):
    """A recipe of a comparison."""

    source: str = described("File or name of the recipe, as typed.")
    recipe: str = described("Name of the recipe.")
    status: str = described("Status of its run.", enum=["completed", "failed", "unbalanced"])


class ChangeRecord(Record):
    """A field in which recipes differ."""

    field: str = described("Path of the field.")
    values: list[str | None] = described("Its value in each recipe; null where it is not written.")


class ValueRecord(Record):
    """A value of one cell."""

    value: Measure = described("Value, in the unit of the row.", "that of the row")


class ComparedMetric(Record):
    """One metric of all cells."""

    step: str | None = described("The step in the words of the recipe; null for the cell as made.")
    quantity: str = described("Name of the metric.")
    unit: str = described("Unit of all values of the row.")
    key: str = described("Key that the metric has elsewhere.")
    values: list[ValueRecord] = described("One for each recipe.")
    differences: list[ValueRecord] = described("From the first recipe, sample by sample.")
    above: Annotated[list[Number], EXACT] = described(
        "Share of the samples in which the cell is above the first; null where nothing is uncertain.", "1"
    )


class CompareRecord(CommandRecord):
    """Recipes side by side, from samples that share every constant."""

    recipes: list[ComparedRecipe] = described("Recipes in the order they were given.")
    members: int = described("Members of each ensemble with the nominal one.", "1", minimum=1)
    changes: list[ChangeRecord] = described("Fields in which the recipes differ.")
    rows: list[ComparedMetric] = described("Results, step by step.")
    notes: list[str] = described("What limits the comparison: sentences.")


class AxisRecord(Record):
    """A field that a sweep varies."""

    field: str = described("Path of the field.")
    unit: str | None = described("Unit of the numbers; null for words.")
    values: list[str] = described("Values as written into the recipe.")
    numbers: Annotated[list[float] | None, EXACT] = described("Values as numbers; null for words.", "as in `unit`")


class MetricRecord(Record):
    """A requested metric."""

    name: str = described("As typed after --of.")
    unit: str = described("Unit of the numbers under its key.")
    key: str = described("Its key in each cell.")


class SweepPointRecord(Record):
    """One cell of a sweep."""

    at: Mapping[str, str] = described("Value by field.")
    failed: str | None = described("Why there are no numbers; null where there are.")
    metrics: Measures = described("One key for each metric, in its unit; null for a cell that failed.", _OF_METRIC)
    warnings: list[str] = described(
        "Rules of the lab that the cell breaks, and what other than the protocol ended its discharge."
    )


class SweepRecord(CommandRecord):
    """One or two fields of a recipe varied."""

    source: str = described("File or name of the recipe, as typed.")
    recipe: str = described("Name of the recipe.")
    members: int = described("Members of each ensemble with the nominal one.", "1", minimum=1)
    axes: list[AxisRecord] = described("What varies.")
    quantities: list[MetricRecord] = described("Requested metrics.")
    points: list[SweepPointRecord] = described("All cells, the last axis fastest.")


class SensitiveMetric(Record):
    """A metric and what its spread consists of."""

    name: str = described("As typed after --of.")
    unit: str = described("Unit of its numbers.")
    key: str = described("Its key elsewhere.")
    value: Measure = described("Of the recipe as it is.", _OF_METRIC)
    groups: Mapping[str, Number] = described("Share of each group of constants in the spread, the largest first.", "1")
    only_together: Number = described("Share that no constant explains alone.", "1")


class ChoiceRecord(Record):
    """A choice of the recipe and its effect."""

    field: str = described("Path of the field.")
    now: str = described("Its value, or the one that is assumed.")
    less: str = described("A smaller value.")
    more: str = described("A larger value.")
    failed: str | None = described("Why a cell failed; null where none did.")
    changes: Mapping[str, list[Number]] = described(
        "By key of the metric: what less and what more of it add.", _OF_METRIC
    )


class ConstantRecord(Record):
    """An uncertain constant and its effect."""

    name: str = described("Name under which it is drawn.")
    group: str = described("Group that it belongs to.")
    shares: Mapping[str, Number] = described("By key of the metric: its share of the variance of the ranks.", "1")
    correlations: Mapping[str, Number] = described("By key of the metric: rank correlation.", "1")


class SensitivityRecord(CommandRecord):
    """Which choices and which constants move a cell most."""

    source: str = described("File or name of the recipe, as typed.")
    recipe: str = described("Name of the recipe.")
    members: int = described("Samples over the constants.", "1", minimum=1)
    quantities: list[SensitiveMetric] = described("Requested metrics.")
    choices: list[ChoiceRecord] = described("Choices of the recipe, one changed at a time, nominal values.")
    constants: list[ConstantRecord] = described("Uncertain constants.")


class OptimisedFieldRecord(Record):
    """A field that was free."""

    field: str = described("Path of the field.")
    before: str | None = described("In the original recipe; null where it is not written.")
    best: str = described("Best value.")
    at_end_of_range: Literal["lower", "upper"] | None = described("End of the range that the best value is at, if any.")


class GainRecord(Record):
    """A metric before and after; the gain is taken sample by sample."""

    key: str = described("Key of the metric.")
    before: Measure = described("Of the original recipe.", _OF_METRIC)
    best: Measure = described("Of the best cell.", _OF_METRIC)
    gain: Measure = described("Difference.", _OF_METRIC)


class LimitsRecord(Record):
    """What limits further gains."""

    ends: Mapping[str, str] = described("Fields at an end of their range, and that value.")
    refused: Mapping[str, Number] = described("Why better cells are excluded, and their best objective.", _OF_METRIC)
    losses_mV: Mapping[str, Number] = described("Mean voltage loss of the best cell by cause, the largest first.", "mV")
    mass_shares: Mapping[str, Number] = described("Share of each layer in the mass of the layers.", "1")
    utilisation: Number = described("Charge over theory.", "1")
    reachable: Number = described("Share of the active material that ions and electrons reach.", "1")


class OutlookRecord(Record):
    """A direction that the reviews name for future cells."""

    name: str = described("Name of the direction.")
    unit: str = described("Unit of the numbers.")
    before: Number = described("Of the original recipe.", "as in `unit`")
    best: Number = described("Of the best cell.", "as in `unit`")


class OptimiseRecord(CommandRecord):
    """The best cell within ranges of a recipe's fields."""

    source: str = described("File or name of the recipe, as typed.")
    recipe: str = described("Name of the recipe.")
    objective: str = described("Key of the metric that was optimised.")
    robust: bool = described("Whether an end of the 80 % interval was optimised instead of the nominal value.")
    tried: int = described("Cells that were evaluated.", "1", minimum=1)
    members: int = described("Members of the ensembles behind the gains with the nominal one.", "1", minimum=1)
    choices: list[OptimisedFieldRecord] = described("Fields that were free.")
    gains: list[GainRecord] = described("Metrics before and after, the objective first.")
    limits: LimitsRecord = described("What limits further gains.")
    outlook: list[OutlookRecord] = described("Directions that the reviews name, before and after.")
    yaml: str = described("Recipe of the best cell.")


class FrontObjectiveRecord(Record):
    """What is to be high or low."""

    key: str = described("Its key in each cell.")
    unit: str = described("Unit of its numbers.")
    better: Literal["higher", "lower"] = described("Which way is better.")


class FrontCellRecord(Record):
    """A cell of the front."""

    at: Mapping[str, str] = described("Value by field.")
    values: Mapping[str, Number] = described("By key of the objective.", "that of the objective")


class ParetoRecord(CommandRecord):
    """Cells of which none is better than another in everything."""

    source: str = described("File or name of the recipe, as typed.")
    recipe: str = described("Name of the recipe.")
    tried: int = described("Cells that were evaluated.", "1", minimum=1)
    candidates: int = described("Of these, cells that are possible and keep all constraints and rules.", "1", minimum=1)
    objectives: list[FrontObjectiveRecord] = described("What is to be high or low, in the order given.")
    front: list[FrontCellRecord] = described("The front, the best by the first objective first.")
