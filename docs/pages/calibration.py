"""The joint calibration: constants and how far they are known, every fitted number, and what it decides."""

from pathlib import Path

from pages.validation import markdown

from brimstone.fit.calibrate import calibrate
from brimstone.fit.calibration_record import calibrate_record
from brimstone.library import Library
from brimstone.view.calibration import full_calibration

_CLOSING = """\
Constants are fitted in the logarithm of capacity from the priors in `constants/`, at three levels: universal, of a
class of cells, and one factor on the reaction area for each laboratory. Errors follow Student's t, so that an outlier
counts less; the numbers of a paper weigh together as four at most; cells of one laboratory scatter by 0.15 in ln(area).
Nominal values stand for all that recipes leave open, so that the spread between laboratories contains it; members draw
only the rest of that spread ([decision 15](decisions/0015-left-open)).
Where a prior's centre comes from an earlier fit to some of the same papers its interval is widened, up to doubled, so
that it weighs less than one number. [Validation](validation) compares every number of every open cell with constants
that never saw its paper, with intervals."""


def calibration_page(library: Library, folder: Path) -> str:
    """The document of ``brimstone calibrate`` with all its rows; fits that are kept in `folder` are not done again."""
    record = calibrate_record(library, calibrate(library, folder), folder)
    return markdown(full_calibration(record), _CLOSING)
