"""``brimstone impedance``: spectra of a recipe or of a file, read as a laboratory does."""

from dataclasses import dataclass
from pathlib import Path

from brimstone.bridge.cycler import read_data
from brimstone.cell import Cell
from brimstone.cli.screen import working
from brimstone.cli.sources import CELL, inspected, short_name
from brimstone.cli.studies import Output
from brimstone.contract.impedance import (
    CircuitParameterRecord,
    CircuitRecord,
    ImpedanceAnalysisRecord,
    ProcessRecord,
    SpectrumRecord,
)
from brimstone.contract.instruments import interface_records
from brimstone.errors import BrimstoneError, DataError
from brimstone.instrument.analysis import analyse
from brimstone.recipe import Impedance as ImpedanceStep
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.units import parse
from brimstone.view.impedance import Reading, impedance_charts, impedance_document
from brimstone.view.words import number

_SPECTRUM = {"impedance": ["1 MHz", "1 mHz"]}
_RECIPES = (".yaml", ".yml")


@dataclass(frozen=True)
class Asked:
    """How spectra are to be read.

    Attributes
    ----------
    circuit : str or None
    area : str or None
        Of a measured electrode, with its unit.
    settings : Settings
        Of the run that computes them.
    """

    circuit: str | None
    area: str | None
    settings: Settings


def read_spectra(source: str, asked: Asked, output: Output) -> None:
    """Carry out ``brimstone impedance``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe or file, no spectrum in it, or the circuit can't be fitted.
    """
    if source.startswith(CELL) or Path(source).suffix.lower() in _RECIPES:
        if asked.area is not None:
            raise BrimstoneError("--area is for measured files: spectra of a recipe are per area")
        recipe, _ = inspected(source)
        folder = output.folder(f"{short_name(source)}-impedance", recipe, asked)
        readings, notes = _computed(recipe, asked)
        recipes = [recipe]
    else:
        folder = output.folder(f"{short_name(source)}-impedance", source, asked)
        readings, notes = _measured(Path(source), asked)
        recipes = []
    record = ImpedanceAnalysisRecord(source=source, spectra=[_record(one) for one in readings], notes=notes)
    document = impedance_document(short_name(source), readings, notes)
    texts = {"impedance.json": record.to_json() + "\n"}
    output.deliver(folder, texts, impedance_charts(readings), record, document, recipes)


def _computed(recipe: Recipe, asked: Asked) -> tuple[list[Reading], list[str]]:
    notes = []
    if not any(isinstance(step, ImpedanceStep) for step in recipe.protocol):
        mapping = recipe.to_mapping()
        protocol = [_SPECTRUM, *mapping["protocol"], {"rest": "1 h"}, _SPECTRUM]
        recipe = Recipe.from_mapping({**mapping, "protocol": protocol}, recipe.source)
        notes.append(
            "the protocol asks for no spectrum: one is taken as assembled, one after its last step and 1 h of rest"
        )
    settings = asked.settings
    with working("computing the spectra"):
        run = Cell(recipe).run(
            certain=settings.certain, members=settings.members, nodes=settings.nodes, seed=settings.seed, checks=False
        )
    if not run.impedance:
        raise BrimstoneError(f"{recipe.name}: no state at which a spectrum is asked for was reached")
    readings = []
    for one in run.impedance:
        name = f"{number(one.voltage.value, 4)} V, {100 * one.conversion:.0f} % converted"
        with working("reading the spectra"):
            readings.append(Reading(name, one.analysis(asked.circuit), True, one))
    return readings, notes


def _measured(path: Path, asked: Asked) -> tuple[list[Reading], list[str]]:
    measured = read_data(path)
    if not measured.spectra:
        raise DataError(f"{path}: no impedance in it; `brimstone data {path}` shows what it holds")
    area = None if asked.area is None else parse(asked.area, "area").si
    readings = []
    for place, one in enumerate(measured.spectra, 1):
        name = measured.source if len(measured.spectra) == 1 else f"{measured.source}, spectrum {place}"
        impedance = one.impedance if area is None else one.impedance * area
        with working("reading the spectra"):
            readings.append(Reading(name, analyse(one.frequency, impedance, asked.circuit), area is not None))
    return readings, list(measured.notes)


def _record(one: Reading) -> SpectrumRecord:
    analysis, true = one.analysis, one.truth
    fit = None
    if analysis.fit is not None:
        fit = CircuitRecord(
            circuit=analysis.fit.circuit,
            error_percent=100.0 * analysis.fit.error,
            parameters=[
                CircuitParameterRecord(
                    name=parameter.name,
                    meaning=parameter.meaning,
                    unit=one.unit(parameter).replace("Ω", "ohm").replace("²", "2").replace("⁻2", "-2"),
                    value=one.scaled(parameter, parameter.value),
                    standard_error=one.scaled(parameter, parameter.error),
                    determined=parameter.determined,
                    true=one.scaled(parameter, true[parameter.name]) if parameter.name in true else None,
                )
                for parameter in analysis.fit.parameters
            ],
        )
    return SpectrumRecord(
        name=one.name,
        unit="ohm cm2" if one.by_area else "ohm",
        points=analysis.frequency.size,
        lowest_Hz=float(analysis.frequency.min()),
        highest_Hz=float(analysis.frequency.max()),
        kramers_kronig_passed=analysis.test.passed,
        kramers_kronig_percent=100.0 * analysis.test.largest,
        kramers_kronig=analysis.test.sentence,
        interfaces=[] if one.computed is None else interface_records(one.computed),
        processes=[
            ProcessRecord(
                time_s=process.time, frequency_Hz=process.frequency, resistance=process.resistance * one.factor
            )
            for process in analysis.processes
        ],
        times_s=analysis.times.tolist(),
        resistance_per_decade=(analysis.density * one.factor).tolist(),
        fit=fit,
    )
