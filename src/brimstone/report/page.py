"""The report of a run as one HTML file that needs no network."""

import base64
import functools
import hashlib
import importlib.util
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brimstone.constants import MAH_CM2
from brimstone.contract.run import RunRecord, run_record
from brimstone.report import data, energy, facts, instruments, plots
from brimstone.report._files import write_whole
from brimstone.report.sentences import REMEDIES, limits
from brimstone.result import LOSSES, Figure, Run, Step
from brimstone.result.comparison import Comparison, comparison, spread
from brimstone.view.palette import LOSS_COLOURS
from brimstone.view.words import duration, interval, minus, number, quantity, unit

_PAGE = Path(__file__).parent / "page"
_DOI = re.compile(r"doi:\s*(10\.\d{4,9}/[^\s,;<>\"']*[^\s,;.)<>\"'])")
_OPEN_STEPS = 16  # rows of the table of steps that are shown without being asked for


def write(run: Run, folder: Path | str, record: RunRecord | None = None) -> list[Path]:
    """Write the report of a run.

    Parameters
    ----------
    run : Run
    folder : Path or str
        Created if it does not exist.
    record : RunRecord, optional
        Of the run, where it has been built already.

    Returns
    -------
    list of Path
        The file ``report.html``, written whole or not at all.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return [write_whole(Path(folder) / "report.html", render(run, record).encode())]


def render(run: Run, record: RunRecord | None = None) -> str:
    """The report as text; everything that comes from the recipe is escaped."""
    compared, losses = comparison(run), data.step_losses(run)
    curves, fronts = data.voltage_curves(run), data.fronts(run)
    gap = energy.energy_of(run)
    figures = plots.figures(run, curves, losses, fronts, compared)
    if gap is not None:
        figures["energy"] = energy.energy_figure(gap)
    script, hashes = _scripts()
    page = environment().get_template("report.html")
    return page.render(
        run=run,
        recipe=run.recipe,
        status=run.status,
        hashes=hashes,
        style=asset("style.css"),
        script=script,
        plotly=plotly_script()[0],
        drawn=set(figures),
        figures_json=embedded(figures),
        bands=[(place, curve.name) for place, curve in enumerate(curves) if curve.band is not None],
        both_ways=len({curve.charging for curve in curves}) > 1,
        peaks=[(ramp.name, *peak) for ramp in data.voltammograms(run) for peak in ramp.peaks],
        spectra=[(name, one, instruments.element_rows(one)) for name, _, one in instruments.shown_spectra(run)],
        fronts=fronts,
        front_shown=_front_shown(fronts),
        state_name=data.state_name(run),
        run_json=embedded((record or run_record(run)).to_dict()),
        facts=facts.facts(run),
        slabs=facts.slabs(run),
        stack_words=facts.stack_words(run),
        shares=facts.volume_shares(run),
        gap=gap,
        parts=run.package.parts if run.package is not None else (),
        heats=facts.heat_words(run),
        headlines=headlines(run),
        bases=data.bases(run),
        steps=run.shown,
        open_steps=_OPEN_STEPS,
        limits=limits(run, losses),
        losses=losses,
        sulfur=data.converts(run),
        loss_words=LOSSES,
        loss_colours=LOSS_COLOURS,
        remedies=REMEDIES,
        regained=data.regained_names(losses),
        out_of_reach=data.out_of_reach(run),
        compared=compared,
        spread=spread(compared),
        inside=_inside(compared),
        nothing=sum(row.quantity == "capacity" and row.ratio is not None and not row.ratio.value for row in compared),
        warnings=run.warnings[len(run.notes) :],
        lines=facts.lines(run.provenance),
        known=facts.known_counts(run.provenance),
        ways=facts.WAYS_OF_KNOWING,
        checks=facts.checks(run),
        summary=facts.summary(run),
        yaml=run.recipe.to_yaml(),
    )


def headlines(run: Run) -> list[tuple[str, Figure, str]]:
    """The few figures a reader wants first: what it is, the figure in field units, its unit."""
    basis = data.bases(run)[0]
    steps = [step for step in run.shown if step.completed and step.charge.value > 0.0]
    halves = [step for step in steps if step.instruction.kind == "discharge"] or [
        step for step in steps if step.instruction.kind == "charge"
    ]
    if not halves:
        return []
    slow = min(halves, key=lambda step: (abs(step.instruction.current), step.instruction.cycle))
    fast = max(halves, key=lambda step: abs(step.instruction.current))
    label, power = data.label(slow), "energy of the layers" if slow.instruction.kind == "discharge" else "energy put in"
    found = [(f"capacity, {label}", basis.figure(slow), basis.unit)]
    if abs(fast.instruction.current) > 1.05 * abs(slow.instruction.current):
        found.append((f"capacity, {data.label(fast)}", basis.figure(fast), basis.unit))
    cycles = data.cycle_points(run)
    if cycles and cycles[0].discharge is not None and cycles[-1].discharge is not None:
        kept = Figure(100 * cycles[-1].discharge.value / cycles[0].discharge.value)
        found.append((f"capacity of cycle {cycles[-1].cycle} over cycle {cycles[0].cycle}", kept, "%"))
    return [
        *found,
        (f"mean voltage, {label}", slow.mean_voltage, "V"),
        (f"areal capacity, {label}", slow.charge.times(1 / MAH_CM2), "mAh cm⁻²"),
        (f"{power}, {label}", slow.specific_energy.times(1 / 3600.0), "Wh kg⁻¹"),
    ]


def _front_shown(fronts: Sequence[data.Front]) -> int:
    """The front that is drawn at first: that of the last discharge, or of the last charge where there is none."""
    discharges = [place for place, front in enumerate(fronts) if front.step.instruction.kind == "discharge"]
    return discharges[-1] if discharges else len(fronts) - 1


def _step_cells(step: Step, basis: data.Basis) -> list[tuple[str, str]]:
    """Number and interval of each column of the table of steps."""
    found = [
        (Figure(abs(step.instruction.current) / data.MA_CM2), 3),
        (basis.figure(step), 3),
        (step.charge.times(1 / MAH_CM2), 3),
        (step.mean_voltage, 4),
        (step.specific_energy.times(1 / 3600.0), 3),
        (step.energy_density.times(1 / 3.6e6), 3),
    ]
    return [(number(figure.value, digits), interval(figure.low, figure.high, digits)) for figure, digits in found]


def _interval_of(figure: Figure, digits: int = 3) -> str:
    return interval(figure.low, figure.high, digits)


def _inside(compared: Sequence[Comparison]) -> tuple[int, int]:
    """How many measured numbers lie in the interval, of how many that have one."""
    told = [row.inside for row in compared if row.inside is not None]
    return sum(told), len(told)


def _range_marks(row: Comparison) -> dict[str, float] | None:
    """Places, in per cent of the width, of computed over measured on a logarithmic axis from a quarter to four."""
    if row.ratio is None or row.ratio.value <= 0.0:
        return None

    def place(ratio: float) -> float:
        return min(max(50.0 + 25.0 * math.log2(ratio), 1.0), 99.0) if ratio > 0.0 else 1.0

    low, high = row.ratio.low, row.ratio.high
    return {
        "value": place(row.ratio.value),
        "low": place(row.ratio.value if low is None else low),
        "high": place(row.ratio.value if high is None else high),
    }


@functools.lru_cache(maxsize=1)
def environment() -> Any:
    """Where the templates of all pages are, and the filters that they use."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "breakable": _breakable,
        "duration": duration,
        "label": data.label,
        "interval": interval,
        "linked": _linked,
        "minus": minus,
        "number": number,
        "quantity": quantity,
        "unit": unit,
    }
    environment.globals |= {"step_cells": _step_cells, "range_marks": _range_marks, "interval_of": _interval_of}
    return environment


def _linked(text: str) -> Any:
    """The text, escaped, with its DOIs as links."""
    from markupsafe import Markup, escape

    parts = _DOI.split(text)
    linked = Markup("").join(
        Markup('<a href="https://doi.org/{0}" rel="noreferrer">doi:{0}</a>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
    return linked


def _breakable(name: str) -> Any:
    """The name, escaped, that may go on in a new line behind its separators."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"(?<=[./_])", "<wbr>", str(escape(name))))


def asset(name: str) -> Any:
    """A style or script of the pages, to stand in one as it is."""
    from markupsafe import Markup

    return Markup((_PAGE / name).read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1)
def plotly_script() -> tuple[Any, str]:
    """Plotly's own script and its hash. The package is found, not imported: its import takes longer than this page."""
    from markupsafe import Markup

    found = importlib.util.find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the report needs the package plotly: pip install plotly")
    path = Path(found.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
    text = path.read_text(encoding="utf-8")
    return Markup(text), own_hash(text)


def _scripts() -> tuple[Any, list[str]]:
    """The page's own script, and the hashes of all scripts that the page may run: no other one will."""
    script = asset("report.js")
    return script, [plotly_script()[1], own_hash(str(script))]


def own_hash(script: str) -> str:
    """Hash by which a page allows one script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def embedded(content: Any) -> Any:
    """JSON that can stand inside a script element."""
    from markupsafe import Markup

    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
