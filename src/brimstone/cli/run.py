"""``brimstone run``: simulate, print, and write the report whole or not at all."""

import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brimstone.cli.files import own_folder, recipe_text, refuse_unusable, whole_or_nothing
from brimstone.cli.kept import KEPT, Keeper, identity_of, opened
from brimstone.cli.screen import console, print_json, working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.constants import MAH_CM2
from brimstone.contract.run import run_record
from brimstone.errors import BrimstoneError, OutputError
from brimstone.recipe.kinds import MEASURED
from brimstone.view.steps import bases

if TYPE_CHECKING:
    from brimstone.contract.run import RunRecord
    from brimstone.recipe import Recipe
    from brimstone.result import MeasuredRun, Run
    from brimstone.simulate import Settings
    from brimstone.store import Checkpoints

REPORT, RECIPE, CURVES, SPECTRA = "report.html", "recipe.yaml", "curves.csv", "spectra.csv"


@dataclass(frozen=True)
class Extras:
    """What a run writes besides its report.

    Attributes
    ----------
    figures : bool
        Each figure as PNG, SVG and PDF.
    csv : bool
        Its steps against time as CSV.
    curves : bool
        Its steps against time in the JSON.
    """

    figures: bool = False
    csv: bool = False
    curves: bool = False


@dataclass(frozen=True)
class Output:
    """Where a run goes.

    Attributes
    ----------
    as_json : bool
        Print the contract on standard output instead of the summary.
    out : Path or None
        Folder to write to; None for ``out/NAME``, or for nothing with `as_json`.
    extras : Extras
    html : Path or None
        File for the report alone, besides.
    store : str or None
        Where it is kept: a folder, ``off``, or None for the usual store.
    again : bool
        Compute even if an equal run is kept.
    force : bool
        Whether files of others may be overwritten.
    """

    as_json: bool = False
    out: Path | None = None
    extras: Extras = Extras()
    html: Path | None = None
    store: str | None = None
    again: bool = False
    force: bool = False


def run(source: str, output: Output, settings: "Settings") -> bool:
    """Carry out ``brimstone run``.

    Parameters
    ----------
    source : str
        File of the recipe, or ``cell:NAME``.
    output : Output
    settings : Settings

    Returns
    -------
    bool
        Whether the run completed and its balances close.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made, or the folder can't be written to.
    """
    began = time.perf_counter()
    recipe, notes = inspected(source, measured=True)
    folder = output.out
    if output.html is not None:
        from brimstone.cli.pages import refuse_page

        refuse_page(output.html)
    if folder is not None:
        refuse_unusable(folder, output.force)
        _refuse_input(source, folder)
    elif not output.as_json:
        folder = own_folder(short_name(source), recipe, settings)
    with locating_errors(source):
        result, kept = _kept_or_computed(recipe, short_name(source), output, settings)
    from brimstone.report import render
    from brimstone.result import Run

    page = output.html if folder is None else folder / REPORT
    if output.html is not None:
        from brimstone.cli.pages import write_text

        with working("writing the report"):
            write_text(output.html, render(result))
    if isinstance(result, Run):
        record = run_record(result, output.extras.curves)
        if folder is not None:
            with working("writing the report"):
                write_results(result, record, folder, output)
        if output.as_json:
            print_json(record)
            return result.status == "completed"
        from brimstone.cli.summary import summary

        summary(console(), result, notes, page, time.perf_counter() - began)
    else:
        from brimstone.cli import laboratory

        if folder is not None:
            with working("writing the report"):
                laboratory.write_files(result, folder, output.force)
        if output.as_json:
            print_json(laboratory.measured_record(result, output.extras.curves))
            return result.status == "completed"
        laboratory.show(result, page, time.perf_counter() - began)
    if kept:
        console().print(kept, soft_wrap=True)
    return result.status == "completed"


def report(name: str, out: Path | None, figures: bool, store: str | None, html: Path | None = None) -> None:
    """Carry out ``brimstone report``; with `html` and no folder, the page alone.

    Raises
    ------
    BrimstoneError
        When there is no such run, or the folder can't be written to.
    """
    kept = opened(store).entry(name.removeprefix(KEPT))
    from brimstone.cli.pages import refuse_page, write_text

    refuse_page(html)
    if html is not None and figures and out is None:
        raise BrimstoneError("--figures go into a folder: give --out FOLDER, too, or leave --html out")
    folder = out if html is not None else out or Path("out") / kept.name
    if folder is not None:
        refuse_unusable(folder)
    from brimstone.report import render
    from brimstone.result import Run

    with working("writing the report"):
        result = opened(store).load(kept.name)
        if html is not None:
            write_text(html, render(result))
        if folder is not None:
            if isinstance(result, Run):
                write_results(result, run_record(result), folder, Output(extras=Extras(figures=figures)))
            else:
                from brimstone.cli.laboratory import write_files

                write_files(result, folder)
    written = [*([html] if html is not None else []), *([folder / REPORT] if folder is not None else [])]
    console().print(f"report: {' and '.join(map(str, written))}", soft_wrap=True)


def _refuse_input(source: str, folder: Path) -> None:
    """Never write over the recipe that is run."""
    target = folder / RECIPE
    if target.exists() and Path(source).exists() and target.samefile(source):
        raise OutputError(f"--out {folder}: {RECIPE} there is the recipe itself; name another folder")


def _kept_or_computed(
    recipe: "Recipe", name: str, output: Output, settings: "Settings"
) -> "tuple[Run | MeasuredRun, str]":
    """An equal run that is kept, or a new one, which is kept then; and a line that says which."""
    keeper = Keeper(output.store)
    if keeper.store is None:
        return simulate(recipe, settings), ""
    identity = identity_of(recipe, settings)
    there = None if output.again else keeper.find(identity)
    if there is not None:
        run, kept = there
        return run, f"kept: {kept.name}, computed {kept.created[:16].replace('T', ' ')} UTC; --again computes anew"
    with keeper.checkpoints(output.again) as checkpoints:
        result = simulate(recipe, settings, checkpoints)
        with working("keeping the run"):
            new = keeper.keep(result, settings, identity, name)
    words = [f"went on after {checkpoints.resumed:,} instructions solved before"] if checkpoints.resumed else []
    return result, "; ".join([*words, *([] if new is None else [f"kept: {new.name}"])])


def simulate(recipe: "Recipe", settings: "Settings", checkpoints: "Checkpoints | None" = None) -> "Run | MeasuredRun":
    """Run or measure the cell of a recipe, reporting progress at a terminal."""
    with working("simulating") as status:
        from brimstone.cell import Cell

        options = {name: getattr(settings, name) for name in ("certain", "members", "nodes", "seed", "checks")}

        def report_progress(words: str, share: float) -> None:
            status.update(f"simulating: {words}, {100 * share:.0f} %")

        cell = Cell(recipe, checkpoints=checkpoints).looking_at(*settings.cycles)
        if recipe.cell in MEASURED:
            return cell.measure(certain=settings.certain, members=settings.members, seed=settings.seed)
        return cell.run(progress=None if status is None else report_progress, **options)


def _write_tables(result: "Run", record: "RunRecord", folder: Path) -> None:
    """All steps that the recipe asks for, one after the other, nominal; and the spectra, if there are any."""
    basis = next(one for one in bases(result) if one.per != "area")
    per_mass = f"charge_mAh_g_{basis.per}"
    with (folder / CURVES).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("step", "label", "cycle", "time_h", "voltage_V", "current_mA_cm2", "charge_mAh_cm2", per_mass,
             "cathode_V", "anode_V")
        )  # fmt: skip
        for number, step in enumerate(run_record(result, curves=True).steps, start=1):
            curve = step.curve
            if curve is not None:
                per_gram = np.array(curve.charge_mAh_cm2, dtype=float) * MAH_CM2 * basis.factor
                columns = (
                    *(curve.time_h, curve.voltage_V, curve.current_mA_cm2, curve.charge_mAh_cm2, per_gram),
                    *(curve.cathode_V, curve.anode_V),
                )
                digits = ([f"{value:.7g}" for value in column] for column in columns)
                rows.writerows((number, step.label, step.cycle, *row) for row in zip(*digits, strict=True))
    if record.impedance:
        with (folder / SPECTRA).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("spectrum", "label", "frequency_Hz", "real_ohm_cm2", "imaginary_ohm_cm2"))
            for number, spectrum in enumerate(record.impedance, start=1):
                points = zip(spectrum.frequency_Hz, spectrum.real_ohm_cm2, spectrum.imaginary_ohm_cm2, strict=True)
                rows.writerows((number, spectrum.label, *(f"{value:.7g}" for value in point)) for point in points)


def write_results(result: "Run", record: "RunRecord", folder: Path, output: Output) -> None:
    """Write report, contract and recipe of a run into `folder`: all of them, or none.

    Raises
    ------
    OutputError
        When the folder can't be written to.
    """
    from brimstone.report import write, write_figures

    with whole_or_nothing(folder, output.force) as draft:
        write(result, draft, record)
        if output.extras.figures:
            write_figures(result, draft / "figures")
        if output.extras.csv:
            _write_tables(result, record, draft)
        (draft / "run.json").write_text(record.to_json() + "\n", encoding="utf-8")
        (draft / RECIPE).write_text(recipe_text(result.recipe, folder), encoding="utf-8")
