"""The comparison as the record that ``brimstone validate --json`` prints."""

from dataclasses import asdict

from brimstone.contract.validate import (
    AnchoredRecord,
    ComparedRecord,
    MissedRecord,
    NotComparedRecord,
    PartRecord,
    ScoreRecord,
    TargetRecord,
    ValidateRecord,
)
from brimstone.fit.parts import PartComparison
from brimstone.fit.statistics import Score
from brimstone.fit.targets import Aim, Missed, aims, missed
from brimstone.fit.validate import Compared, Validation


def validate_record(validation: Validation) -> ValidateRecord:
    """All of a comparison."""
    left_out, others = validation.papers_left_out, validation.with_all_others()
    return ValidateRecord(
        members=validation.members,
        papers_left_out=list(left_out),
        headline=_score(validation.headline()),
        by_paper=_score(validation.headline(by_paper=True)),
        anchored=_score(validation.with_one_anchor()) if validation.anchored else None,
        all_others=_score(others) if others else None,
        by_kind=[_score(one) for one in validation.by_kind()],
        by_class=[_score(one) for one in validation.by_class()],
        targets=[_target(aim) for aim in aims(validation)],
        not_reached=[_missed(one, left_out) for one in missed(validation)],
        rows=[_row(row, left_out) for row in validation.rows],
        worst=[_row(row, left_out) for row in validation.worst()],
        anchored_rows=[
            AnchoredRecord(
                paper=one.cell.paper,
                cell=one.cell.name,
                anchor=one.anchor,
                condition=one.condition,
                reported=one.measured,
                computed=one.computed,
            )
            for one in validation.anchored
        ],
        parts=[_part(part) for part in validation.parts],
        not_compared=[
            *(NotComparedRecord(paper=one.paper, numbers=one.numbers, why=one.why) for one in validation.left_out),
            *(
                NotComparedRecord(paper=one.cell.paper, numbers=f"all of {one.cell.name}", why=one.why)
                for one in validation.failed
            ),
        ],
    )


def _score(score: Score) -> ScoreRecord:
    return ScoreRecord(**asdict(score))


def _target(aim: Aim) -> TargetRecord:
    target = aim.target
    return TargetRecord(
        of=target.of,
        anchor=target.anchor or None,
        figure=target.figure,
        at_least=target.least,
        at_most=target.most,
        value=aim.value,
        reached=aim.reached,
    )


def _missed(one: Missed, left_out: tuple[str, ...]) -> MissedRecord:
    return MissedRecord(
        targets=[_target(aim) for aim in one.aims],
        rows=[_row(row, left_out) for row in one.rows],
        because=None if one.account is None else one.account.because,
        experiment=None if one.account is None else one.account.experiment,
    )


def _row(row: Compared, left_out: tuple[str, ...]) -> ComparedRecord:
    decision = row.decision
    return ComparedRecord(
        paper=row.cell.paper,
        source=row.cell.source,
        cell=row.cell.name,
        condition=row.condition,
        kind=row.kind,
        cell_class=row.cell_class,
        unit=row.unit,
        reported=row.measured,
        computed=row.computed,
        ratio=row.ratio,
        covered=row.covered,
        dead=row.dead,
        left_out=row.cell.paper in left_out,
        scored=row.scored,
        apart=row.cell.apart or None,
        guessed=list(row.cell.guessed),
        causes={} if decision is None else decision.shares,
        measure=None if decision is None or not decision.measurement else decision.measurement,
        narrower=None if decision is None else decision.narrower,
        reason=row.reason,
        experiment=row.account.experiment if row.account is not None and row.is_far else None,
    )


def _part(part: PartComparison) -> PartRecord:
    factor = part.in_unit(1.0) or 1.0
    return PartRecord(
        cell=part.cell,
        quantity=part.reported.quantity,
        condition=part.reported.at,
        unit=part.unit,
        reported=float(part.in_unit(part.reported.value.si) or 0.0),
        computed=part.computed.times(factor),
        agrees=part.agrees,
    )
