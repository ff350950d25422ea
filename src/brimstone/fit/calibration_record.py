"""The joint fit as the record that ``brimstone calibrate --json`` prints."""

from pathlib import Path

import numpy as np

from brimstone.contract.calibrate import (
    CalibrateRecord,
    ErrorsRecord,
    FittedConstantRecord,
    FittedPointRecord,
    NotFittedRecord,
)
from brimstone.fit.calibrate import Calibration
from brimstone.fit.identify import KnownConstant, decided, known_constants
from brimstone.fit.problem import LABORATORIES
from brimstone.library import Library
from brimstone.units import from_si

_MOST = 3.0  # |ln(computed/reported)| of a dead cell in the root mean square


def calibrate_record(library: Library, calibration: Calibration, folder: Path) -> CalibrateRecord:
    """All of a calibration."""
    joint = calibration.joint
    rows = zip(
        calibration.points,
        decided(calibration),
        calibration.before,
        calibration.in_sample,
        calibration.unseen,
        strict=True,
    )
    return CalibrateRecord(
        folder=str(folder),
        errors=[
            _errors("centres of the priors", calibration.before),
            _errors("joint fit, in sample", calibration.in_sample),
            _errors("paper left out, recipe alone", calibration.unseen),
        ],
        constants=[_constant(library, one) for one in known_constants(calibration)],
        spreads=dict(zip(LABORATORIES, joint.spreads.tolist(), strict=True)),
        laboratories={
            paper: dict(zip(LABORATORIES, own, strict=True))
            for paper, own in zip(joint.papers, joint.laboratories.tolist(), strict=True)
        },
        points=[
            FittedPointRecord(
                paper=point.cell.paper,
                point=point.words,
                source=point.cell.source,
                reported=point.number.value,
                unit=point.number.unit,
                before=float(before),
                in_sample=float(within),
                unseen=float(unseen),
                weight=known.weight,
                constant=known.constant,
                share=known.share,
            )
            for point, known, before, within, unseen in rows
        ],
        not_fitted=[NotFittedRecord(paper=one.paper, numbers=one.numbers, why=one.why) for one in calibration.left_out],
    )


def _errors(name: str, logarithms: np.ndarray) -> ErrorsRecord:
    capped = np.minimum(np.abs(logarithms), _MOST)
    return ErrorsRecord(
        name=name,
        median_error=float(np.median(np.abs(np.expm1(logarithms)))),
        rms_ln=float(np.sqrt(np.mean(capped**2))),
    )


def _constant(library: Library, one: KnownConstant) -> FittedConstantRecord:
    prior = library.prior(one.name)

    def shown(si: float) -> float:
        return float(from_si(si, prior.unit, prior.dimension))

    return FittedConstantRecord(
        name=one.name,
        level=one.level,
        unit=prior.unit,
        value=shown(one.value),
        low=shown(one.low),
        high=shown(one.high),
        prior_low=shown(one.prior_low),
        prior_high=shown(one.prior_high),
        share=one.share,
        rise_below=one.rise_below,
        rise_above=one.rise_above,
        verdict=one.verdict,
        decided_by=one.decided_by,
        twin=one.twin,
        correlation=one.correlation,
    )
