"""One file, whatever wrote it."""

from pathlib import Path

from brimstone.bridge.cycler._binary import binary_reader
from brimstone.bridge.cycler._files import decode, read_bytes
from brimstone.bridge.cycler._formats import text_file
from brimstone.result.measured import Measured


def read_data(path: str | Path) -> Measured:
    """Read a file of a cycler or an impedance analyser.

    Parameters
    ----------
    path : str or Path
        A text, a workbook or a binary file; it may be packed by zip or gzip. It is recognised by what is in it.

    Returns
    -------
    Measured
        With notes on what was decided: the sign of the current, units, what was left out.

    Raises
    ------
    DataError
        When it can't be read: why, and what to do instead.
    """
    name, content, notes = read_bytes(Path(path))
    reader = binary_reader(name, content)
    if reader is not None:
        found = reader(name, content)
    else:
        text, more = decode(name, content)
        notes, found = [*notes, *more], text_file(name, text)
    return Measured(found.source, found.format, found.cycling, found.spectra, (*notes, *found.notes))
