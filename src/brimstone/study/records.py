"""Studies as the records of their commands."""

from collections.abc import Mapping, Sequence

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MPA, OHM_CM2, ZERO_CELSIUS
from brimstone.contract.critical import CriticalPointRecord, CriticalRecord
from brimstone.contract.studies import (
    AxisRecord,
    ChangeRecord,
    ChoiceRecord,
    ComparedMetric,
    ComparedRecipe,
    CompareRecord,
    ConstantRecord,
    FrontCellRecord,
    FrontObjectiveRecord,
    GainRecord,
    LimitsRecord,
    MetricRecord,
    OptimisedFieldRecord,
    OptimiseRecord,
    OutlookRecord,
    ParetoRecord,
    SensitiveMetric,
    SensitivityRecord,
    SweepPointRecord,
    SweepRecord,
    ValueRecord,
)
from brimstone.result import Figure
from brimstone.study.comparing import MetricComparison, RecipeComparison
from brimstone.study.critical import CriticalCurrents, CriticalPoint
from brimstone.study.fronts import Front
from brimstone.study.limiting import LimitingFactors
from brimstone.study.metrics import METRICS
from brimstone.study.optimising import Optimum
from brimstone.study.sensitivities import Sensitivity
from brimstone.study.sweeping import Sweep


def compare_record(comparison: RecipeComparison, sources: Sequence[str]) -> CompareRecord:
    """Recipes side by side; `sources` are their files or names as typed."""
    return CompareRecord(
        recipes=[
            ComparedRecipe(source=source, recipe=recipe.name, status=run.status)
            for source, recipe, run in zip(sources, comparison.recipes, comparison.runs, strict=True)
        ],
        members=comparison.members,
        changes=[ChangeRecord(field=change.field, values=list(change.texts)) for change in comparison.changes],
        rows=[_compared(row) for row in comparison.rows],
        notes=list(comparison.notes),
    )


def _compared(row: MetricComparison) -> ComparedMetric:
    return ComparedMetric(
        step=row.step or None,
        quantity=row.metric.name,
        unit=row.metric.unit,
        key=row.metric.key,
        values=_values(row.figures),
        differences=_values(row.differences),
        above=list(row.above),
    )


def _values(figures: Sequence[Figure]) -> list[ValueRecord]:
    return [ValueRecord(value=figure) for figure in figures]


def sweep_record(sweep: Sweep, source: str) -> SweepRecord:
    """A sweep; `source` is the file or name of its recipe as typed."""
    return SweepRecord(
        source=source,
        recipe=sweep.recipe.name,
        members=sweep.members,
        axes=[
            AxisRecord(
                field=axis.path,
                unit=axis.unit or None,
                values=list(axis.texts),
                numbers=None if axis.numbers is None else list(axis.numbers),
            )
            for axis in sweep.axes
        ],
        quantities=[MetricRecord(name=metric.name, unit=metric.unit, key=metric.key) for metric in sweep.metrics],
        points=[
            SweepPointRecord(
                at=dict(zip((axis.path for axis in sweep.axes), point.texts, strict=True)),
                failed=point.evaluation.failure or None,
                metrics={metric.key: point.evaluation.figure(metric.name) for metric in sweep.metrics},
                warnings=list(point.evaluation.warnings),
            )
            for point in sweep.points
        ],
    )


def pareto_record(front: Front, source: str) -> ParetoRecord:
    """A front; `source` is the file or name of its recipe as typed."""
    return ParetoRecord(
        source=source,
        recipe=front.start.name,
        tried=len(front.tried),
        candidates=sum(not cell.failure for cell in front.tried),
        objectives=[
            FrontObjectiveRecord(key=each.key, unit=each.unit, better=each.better) for each in front.objectives
        ],
        front=[
            FrontCellRecord(
                at=dict(zip((free.path for free in front.ranges), cell.texts, strict=True)),
                values=dict(zip((each.key for each in front.objectives), cell.values, strict=True)),
            )
            for cell in front.cells
        ],
    )


def sensitivity_record(result: Sensitivity, source: str) -> SensitivityRecord:
    """What moves a cell; `source` is the file or name of its recipe as typed."""
    return SensitivityRecord(
        source=source,
        recipe=result.recipe.name,
        members=result.members,
        quantities=[
            SensitiveMetric(
                name=metric.name,
                unit=metric.unit,
                key=metric.key,
                value=result.base.figure(metric.name),
                groups=result.groups(metric.name),
                only_together=result.interactions(metric.name),
            )
            for metric in result.metrics
        ],
        choices=[
            ChoiceRecord(
                field=choice.path,
                now=choice.text,
                less=choice.less,
                more=choice.more,
                failed=choice.failure or None,
                changes={METRICS[name].key: list(pair) for name, pair in choice.changes.items()},
            )
            for choice in result.choices
        ],
        constants=[
            ConstantRecord(
                name=constant.name,
                group=constant.group,
                shares=_by_key(constant.shares),
                correlations=_by_key(constant.correlations),
            )
            for constant in result.constants
        ],
    )


def _by_key(values: Mapping[str, float]) -> dict[str, float]:
    return {METRICS[name].key: value for name, value in values.items()}


def optimise_record(optimum: Optimum, source: str) -> OptimiseRecord:
    """An optimum; `source` is the file or name of its recipe as typed."""
    return OptimiseRecord(
        source=source,
        recipe=optimum.start.name,
        objective=optimum.objective.key,
        robust=optimum.robust,
        tried=len(optimum.trials),
        members=optimum.members,
        choices=[
            OptimisedFieldRecord(field=each.path, before=each.before, best=each.best, at_end_of_range=each.end or None)
            for each in optimum.fields
        ],
        gains=[
            GainRecord(key=gain.metric.key, before=gain.before, best=gain.after, gain=gain.difference)
            for gain in optimum.gains
        ],
        limits=_limits(optimum.limits),
        outlook=[
            OutlookRecord(name=before.name, unit=before.unit, before=before.value, best=after.value)
            for before, after in optimum.outlook
        ],
        yaml=optimum.recipe.to_yaml(),
    )


def _limits(limits: LimitingFactors) -> LimitsRecord:
    return LimitsRecord(
        ends=dict(limits.at_end),
        refused=dict(limits.excluded),
        losses_mV={name: 1e3 * volts for name, volts in limits.losses.items()},
        mass_shares=dict(limits.masses),
        utilisation=limits.utilisation,
        reachable=limits.reachable,
    )


def critical_record(found: CriticalCurrents, source: str) -> CriticalRecord:
    """The record of a study."""
    test = found.test
    return CriticalRecord(
        source=source,
        recipe=found.recipe.name,
        electrode=found.electrode,
        separator=found.layers,
        currents_mA_cm2=[current / MA_CM2 for current in test.currents],
        capacity_mAh_cm2=None if test.charge is None else test.charge / MAH_CM2,
        half_cycle_h=None if test.half is None else test.half / HOUR,
        cycles=test.cycles,
        members=found.members,
        tests=[_critical_point(point) for point in found.points],
    )


def _critical_point(point: CriticalPoint) -> CriticalPointRecord:
    result = point.result
    return CriticalPointRecord(
        stack_pressure_MPa=point.pressure / MPA,
        temperature_degC=point.temperature - ZERO_CELSIUS,
        critical_current_mA_cm2=result.critical.times(1 / MA_CM2),
        failed_at_mA_cm2=float(result.failed[0]) / MA_CM2,
        end=result.end()[0],
        ends=result.shares,
        resistance_ohm_cm2=result.resistance.times(1 / OHM_CM2),
    )
