"""A composite between blocking electrodes through the protocol of its recipe: polarisation and spectra."""

import math

import numpy as np

from brimstone._records import nominal
from brimstone._version import __version__
from brimstone.errors import RecipeError
from brimstone.instrument.polarisation import polarised, read_steps
from brimstone.library import Library
from brimstone.model.blocking.cell import BlockingCell
from brimstone.model.capacitance import Arc
from brimstone.model.derive import derive
from brimstone.recipe import Hold, Recipe
from brimstone.recipe import Impedance as Spectrum
from brimstone.recipe.kinds import ELECTRON_BLOCKING, ION_BLOCKING
from brimstone.recipe.problems import path_in_words
from brimstone.recipe.values import Limit
from brimstone.result.blocking import BlockingRun, Polarisation
from brimstone.result.figures import Figure
from brimstone.result.impedance import Impedance
from brimstone.simulate.impedance import Taken, peak_of, spectrum
from brimstone.simulate.measured import bench_of, notes_of, provenance_of
from brimstone.simulate.settings import ERROR_STATE, Settings

_TELLS = 1e-3  # least difference between two resistances that a reading can tell apart, relative


@np.errstate(**ERROR_STATE)
def run_blocking(recipe: Recipe, library: Library, settings: Settings | None = None) -> BlockingRun:
    """Measure the conductivities of a composite between blocking electrodes.

    Parameters
    ----------
    recipe : Recipe
        Whose `cell` is ``"ion-blocking"`` or ``"electron-blocking"``.
    library : Library
    settings : Settings, optional
        Samples and seed.

    Raises
    ------
    RecipeError
        For another kind of cell or step, and where the composite can't be made or conducts no ions.

    Notes
    -----
    Linear about the composite as assembled; it starts at rest, and what a step of the voltage leaves behind acts on the
    next. A spectrum is of the cell at rest.
    """
    bench = bench_of(recipe, library, settings, ION_BLOCKING, ELECTRON_BLOCKING)
    recipe = bench.recipe
    holds, asked = _steps(recipe)
    cell = BlockingCell.of(bench, derive(bench))
    thickness = nominal(cell.thickness)
    voltages = np.array([step.hold.si for _, step in holds])
    currents = polarised(cell.slow, voltages, np.array([_time(step) for _, step in holds]))
    reading = read_steps(voltages, currents) if holds else None
    spectra = tuple(_spectrum(cell, number, step) for number, step in asked)
    low, high = _ends(spectra, cell)
    return BlockingRun(
        recipe=recipe,
        carrier="ions" if cell.passes_ions else "electrons",
        thickness=Figure.of(cell.thickness, unit="m"),
        ionic=Figure.of(cell.thickness / cell.ionic, unit="S/m"),
        electronic=Figure.of(cell.thickness / cell.electronic, unit="S/m"),
        outside=Figure.of(cell.outside, unit="ohm m2"),
        steps=tuple(
            Polarisation(f"hold {step.hold}", voltage, *part)
            for (_, step), voltage, part in zip(holds, voltages.tolist(), currents, strict=True)
        ),
        steady=None if reading is None else reading.steady,
        polarised=math.nan if reading is None else thickness / (reading.resistance - nominal(cell.outside)),
        spectral=thickness / low,
        other=thickness * (1.0 / high - 1.0 / low) if low / high > 1.0 + _TELLS else math.nan,
        impedance=spectra,
        provenance=provenance_of(bench),
        members=bench.samples,
        notes=notes_of(bench),
        version=__version__,
    )


def _steps(recipe: Recipe) -> tuple[list[tuple[int, Hold]], list[tuple[int, Spectrum]]]:
    """Steps of the voltage and spectra, with their places in the protocol.

    Raises
    ------
    RecipeError
        For other steps, and a voltage that is held until a current.
    """
    holds: list[tuple[int, Hold]] = []
    spectra: list[tuple[int, Spectrum]] = []
    for number, step in enumerate(recipe.protocol):
        place = path_in_words(("protocol", number))
        if isinstance(step, Spectrum):
            spectra.append((number, step))
        elif isinstance(step, Hold) and isinstance(step.until, Limit) and not step.or_ and step.hold.si != 0.0:
            holds.append((number, step))
        else:
            raise RecipeError(
                "is no step for a composite between blocking electrodes, which is polarised for a time, "
                "{hold: 20 mV, until: 10 h}, and measured by {impedance: [1 MHz, 1 mHz]}",
                place,
                recipe.source,
            )
    return holds, spectra


def _time(step: Hold) -> float:
    return step.until.si


def _spectrum(cell: BlockingCell, number: int, step: Spectrum) -> Impedance:
    first, last = step.impedance
    frequency = np.geomspace(first.si, last.si, step.points)
    whole = cell.impedance(frequency)
    nothing, ideal = np.zeros(len(whole)), np.ones(len(whole))
    both = cell.ionic * cell.electronic / (cell.ionic + cell.electronic)
    parallel = Arc("ionic path", "ions and electrons side by side", both, nothing, ideal)
    rest = Arc("ionic path", "charging of the composite", cell.passing - both, nothing, ideal)
    time = nominal(cell.capacitance * (cell.ionic + cell.electronic)) / math.pi**2
    arcs = [*((arc, peak_of(arc)) for arc in cell.arcs), (parallel, math.nan), (rest, 1.0 / (2.0 * math.pi * time))]
    valid = np.ones(len(whole), dtype=bool)
    return spectrum(Taken(f"impedance {first} to {last}", number, frequency, nothing, valid), whole, arcs)


def _ends(spectra: tuple[Impedance, ...], cell: BlockingCell) -> tuple[float, float]:
    """Real parts of the first spectrum at its lowest and highest frequency, less what lies outside [ohm m2].

    At the highest frequency layers and interfaces outside may be short-circuited by their capacitances; what is left of
    them there is taken off.
    """
    if not spectra:
        return math.nan, math.nan
    one, alone = spectra[0], cell.alone
    ends = np.array([one.frequency.min(), one.frequency.max()])
    inside = (alone.impedance(ends) - alone.composite(2j * np.pi * ends))[0].real
    low, high = (one.impedance[int(np.argmin(np.abs(one.frequency - end)))].real for end in ends)
    return float(low - inside[0]), float(high - inside[1])
