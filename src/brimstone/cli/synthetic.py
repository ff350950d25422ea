"""``brimstone synthetic``: what a laboratory would have recorded of a cell, with the errors of its instruments."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from brimstone.bridge import to_bdf
from brimstone.bridge.laboratory import Errors, sensor_tables, synthetic_cells
from brimstone.cell import Cell
from brimstone.cli.screen import working
from brimstone.cli.sources import inspected, short_name
from brimstone.cli.studies import Output
from brimstone.contract.data import DataRecord, SyntheticRecord
from brimstone.errors import BrimstoneError
from brimstone.instrument.sensors import Imperfection
from brimstone.result import Measured, Run
from brimstone.units import parse
from brimstone.view.elements import Note, Section
from brimstone.view.measured import data_document, measured_charts


@dataclass(frozen=True)
class Asked:
    """Errors of the instruments as they were asked for, with units; None for the usual ones.

    Attributes
    ----------
    area, every, noise, pressure_noise, pressure_drift : str or None
        The drift in an hour.
    perfect : bool
        No errors at all but the sampling.
    seed : int
    """

    area: str | None
    every: str | None
    noise: str | None
    pressure_noise: str | None
    pressure_drift: str | None
    perfect: bool
    seed: int

    def errors(self) -> Errors:
        """The errors in SI.

        Raises
        ------
        BrimstoneError
            For a number that can't be read, or is negative.
        """
        usual = Errors(noise=0.0, offset=0.0, gain=0.0, resolution=0.0, impedance=0.0) if self.perfect else Errors()
        every = _read(self.every, "time", usual.every, "--every")
        if not every > 0.0:
            raise BrimstoneError("--every needs a time above zero, such as 10 s")
        noise = _read(self.noise, "voltage", usual.noise, "--noise")
        pressure = Imperfection(
            noise=_read(self.pressure_noise, "pressure", 0.0, "--pressure-noise"),
            drift=_read(self.pressure_drift, "pressure", 0.0, "--pressure-drift"),
        )
        return Errors(every, noise, usual.offset, usual.gain, usual.resolution, usual.impedance, pressure)


def write_synthetic(source: str, asked: Asked, output: Output) -> None:
    """Carry out ``brimstone synthetic``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, no area, or nothing to record.
    """
    errors = asked.errors()
    recipe, _ = inspected(source)
    name = f"{short_name(source)}-synthetic"
    folder = output.folder(name, recipe, asked)
    with working("computing the cell"):
        run = Cell(recipe).run(certain=True, checks=False)
    area = None if asked.area is None else parse(asked.area, "area").si
    cells = synthetic_cells(run, errors, asked.seed, area)
    texts = _files(run, cells, errors, asked.seed)
    records = [DataRecord.of(one) for one in cells]
    record = SyntheticRecord(files=list(texts), data=records[0], cells=records)
    document = data_document(cells[0])
    listed = [Section("Files", tuple(Note(file) for file in texts))]
    if len(cells) > 1:
        words = (f"cycling-{number}.bdf.csv: {one.notes[-1]}" for number, one in enumerate(cells, 1))
        told = (
            Note(f"{len(cells)} cells, as each rate begins in the same state; above is the first"),
            *map(Note, words),
        )
        listed.insert(0, Section("Cells", told))
    document = type(document)(document.title, document.summary, (*document.sections, *listed))
    output.deliver(folder, texts, measured_charts(cells[0]), record, document, [recipe])


def _files(run: Run, cells: Sequence[Measured], errors: Errors, seed: int) -> dict[str, str]:
    """The text of every file by its name, numbered where there are several cells; the recipe that is the truth, too."""
    texts = {}
    sensors = sensor_tables(run, errors, seed) if run.pressure.time.size > 1 else ()
    for number, one in enumerate(cells, 1):
        of = f"-{number}" if len(cells) > 1 else ""
        if one.cycling is not None:
            texts[f"cycling{of}.bdf.csv"] = to_bdf(replace(one, spectra=()))
        for place, spectrum in enumerate(one.spectra, 1):
            texts[f"spectrum{of}-{place}.bdf.csv"] = to_bdf(replace(one, cycling=None, spectra=(spectrum,)))
        if sensors:
            texts[f"sensors{of}.csv"] = _table(sensors[number - 1])
    texts["truth.yaml"] = run.recipe.to_yaml()
    return texts


def _table(columns: dict[str, np.ndarray]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([f"{value:.8g}" for value in row] for row in zip(*columns.values(), strict=True))
    return text.getvalue()


def _read(text: str | None, dimension: str, usual: float, option: str) -> float:
    if text is None:
        return usual
    value = float(parse(text, dimension).si)
    if value < 0.0 and option != "--pressure-drift":
        raise BrimstoneError(f"{option}: '{text}' is negative")
    return value
