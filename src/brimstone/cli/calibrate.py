"""``brimstone calibrate``: fit the constants that no recipe gives, once to all and once without each paper."""

import shutil
from pathlib import Path

from brimstone.cli.screen import console, print_json, show_document
from brimstone.errors import OutputError
from brimstone.fit.calibrate import calibrate as fit_all
from brimstone.fit.calibration_record import calibrate_record
from brimstone.fit.keep import LEFT_OUT, slug
from brimstone.library import load
from brimstone.library.calibration import FILE
from brimstone.view.calibration import calibration_document


def calibrate(folder: Path, *, install: bool, as_json: bool) -> None:
    """Carry out ``brimstone calibrate``.

    Parameters
    ----------
    folder : Path
        Where fits are kept; those that are there and still valid are not done again.
    install : bool
        Whether the library takes the constants over.
    as_json : bool

    Raises
    ------
    OutputError
        When the folder, or with `install` the library, can't be written to.
    """
    errors = console(errors=True)
    library = load()
    try:
        calibration = fit_all(library, folder, errors.print if errors.is_terminal else None)
        if install:
            shutil.copy(folder / "all.yaml", FILE)
            LEFT_OUT.mkdir(exist_ok=True)
            for old in LEFT_OUT.glob("*.yaml"):
                old.unlink()
            for paper in calibration.folds:
                shutil.copy(folder / f"without-{slug(paper)}.yaml", LEFT_OUT / f"{slug(paper)}.yaml")
    except OSError as problem:
        raise OutputError(f"{problem.filename or folder}: {problem.strerror or problem}") from None
    record = calibrate_record(library, calibration, folder)
    if as_json:
        print_json(record)
        return
    screen = console()
    show_document(screen, calibration_document(record))
    screen.print()
    screen.print(
        "the library has the constants now"
        if install
        else f"constants in {folder / 'all.yaml'}; --install takes them over"
    )
