"""The report of a run as one HTML file that needs no network."""

import base64
import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brimstone.contract.run import RunRecord, run_record
from brimstone.design.energy import gap_of_run
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.report._packed import packed, packed_data, packed_plotly
from brimstone.report._shaken import FLAT
from brimstone.report.plotly import specification
from brimstone.result import LOSSES, Run, comparison
from brimstone.view import Column, Table, cell, depth, instruments, losses, provenance, steps, voltammetry
from brimstone.view.agreement import agreement_sentence, range_marks
from brimstone.view.design import SHARED, energy_chart
from brimstone.view.methods import methods_of_run
from brimstone.view.palette import LOSS_COLOURS
from brimstone.view.run import charts
from brimstone.view.words import bound, duration, fixed, interval, number, printed, quantity, unit

_PAGE = Path(__file__).parent / "page"
_DOI = re.compile(r"doi:\s*(10\.\d{4,9}/[^\s,;<>\"']*[^\s,;.)<>\"'])")
_OPEN_WARNINGS = 8  # of the box at the top
_OPEN_STEPS = 16  # rows of the table of steps that are shown at first
_MOST_STEPS = 100  # of the table of steps; of more a choice is shown until all are asked for


def render(run: Run, record: RunRecord | None = None) -> str:
    """The report as text; everything that comes from the recipe is escaped."""
    compared, budgets, fronts = comparison(run), losses.step_losses(run), depth.fronts(run)
    drawn = {chart.name: chart for chart in charts(run, budgets, fronts)}
    figures = {name: specification(chart) for name, chart in drawn.items()}
    gap = gap_of_run(run, with_own_materials(load(), run.recipe))
    if gap is not None:
        figures["energy"] = specification(energy_chart(gap))
    bands = {}
    if "voltage" in drawn:
        bands = {one.group: one.name for one in drawn["voltage"].panels[0].series if one.style == "band"}
    listed = run.shown if len(run.shown) <= _MOST_STEPS else steps.chosen_steps(run.shown)
    page = environment().get_template("report.html")
    return page.render(
        run=run,
        recipe=run.recipe,
        **page_script("report.js"),
        style=asset("style.css"),
        charts=drawn,
        figures=packed_data(figures),
        run_json=packed_data((record or run_record(run)).to_dict()),
        summary=provenance.run_sentence(run),
        facts=cell.facts(run),
        slabs=cell.slabs(run),
        shares=cell.volume_shares(run),
        headlines=steps.headlines(run),
        unheaded=steps.without_headlines(run),
        lossless=losses.without_losses(run),
        bases=steps.bases(run),
        bands=bands,
        steps=steps.step_table(run, listed, endings=True),
        all_steps=_packed_rows(steps.step_table(run, run.shown, endings=True)) if len(listed) < len(run.shown) else "",
        steps_open=len(run.shown) <= _OPEN_STEPS,
        peaks=voltammetry.peak_table(steps.last_ramps(run)),
        spectra=[(name, instruments.element_table(one)) for name, _, one in instruments.spectra(run)],
        limits=losses.limits(run, budgets),
        losses=budgets,
        loss_words=LOSSES,
        loss_colours=LOSS_COLOURS,
        remedies=losses.REMEDIES,
        regained=losses.regained_names(budgets),
        out_of_reach=losses.out_of_reach(run),
        fronts=fronts,
        front_shown=depth.first_shown(fronts),
        gap=gap,
        shared=SHARED if gap is not None and any(one.packed > one.layers for one in gap.stages) else "",
        parts=run.package.parts if run.package is not None else (),
        heat=cell.heat_words(run),
        compared=compared,
        agreement=agreement_sentence(compared),
        warnings=[printed(words) for words in _by_weight(run)],
        warnings_open=_OPEN_WARNINGS,
        provenance=provenance.provenance_table(run.provenance),
        known=provenance.known_counts(run.provenance),
        ways=provenance.WAYS_OF_KNOWING,
        checks=provenance.check_table(run),
        methods=methods_of_run(run),
        yaml=run.recipe.to_yaml(),
    )


def _by_weight(run: Run) -> list[str]:
    """All warnings of a run: what went wrong first, what was merely assumed last."""
    notes = run.notes
    assumed = [note for note in notes if note.endswith(" assumed")]
    return [*run.warnings[len(notes) :], *(note for note in notes if note not in assumed), *assumed]


def _packed_rows(table: Table) -> str:
    """All rows of a table as HTML, packed."""
    return packed(str(environment().get_template("macros.html").module.rows(table)))


@functools.lru_cache(maxsize=1)
def environment() -> Any:
    """Where the templates of all pages are, and the filters that they use."""
    import jinja2

    from brimstone.report._templates import KeptTemplates

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGE),
        bytecode_cache=KeptTemplates(),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bound": bound,
        "breakable": _breakable,
        "duration": duration,
        "fixed": fixed,
        "interval": interval,
        "linked": _linked,
        "heading": _heading,
        "number": number,
        "opening": _opening,
        "quantity": quantity,
        "unit": unit,
        "worded": _worded,
    }
    environment.globals["range_marks"] = range_marks
    return environment


def _linked(text: str) -> Any:
    """The text, escaped, with its DOIs as links."""
    from markupsafe import escape

    return _parts(text, escape)


def _worded(text: str) -> Any:
    """The same with its units as printed, and what is to be typed as code: for sentences that quote nobody."""
    return _parts(text, _coded)


def _parts(text: str, plain: Callable[[str], Any]) -> Any:
    from markupsafe import Markup

    parts = _DOI.split(text)
    return Markup("").join(
        Markup('<a href="https://doi.org/{0}" rel="noreferrer">doi:{0}</a>').format(part) if place % 2 else plain(part)
        for place, part in enumerate(parts)
    )


def _coded(text: str) -> Any:
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(printed(part))
        for place, part in enumerate(text.split("`"))
    )


def _opening(text: str) -> str:
    """The text as a sentence of a page begins: with a capital letter, unless a name, a symbol or a field is first."""
    return re.sub(r"^[a-z-]+(?=[ ,:])", lambda match: match[0].capitalize(), text)


def _heading(column: Column) -> str:
    """What stands over a column; a unit stays on one line."""
    title, _, unit_of = column.title.replace("-\n", "").partition("\n")
    return (
        " ".join(filter(None, [title, unit_of.replace(" ", "\u00a0")]))
        if not column.unit
        else ", ".join(filter(None, [title, column.unit.replace(" ", "\u00a0")]))
    )


def _breakable(name: str) -> Any:
    """The name, escaped, that may go on in a new line behind its separators."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"(?<=[./_])", "<wbr>", str(escape(name))))


def asset(name: str) -> Any:
    """A style or script of the pages, to include as it is."""
    from markupsafe import Markup

    return Markup((_PAGE / name).read_text(encoding="utf-8"))


def page_script(name: str, drawn: frozenset[str] = FLAT) -> dict[str, Any]:
    """What a page needs to draw its figures: its own script, plotly's, and the hashes of both; no other will run.

    Parameters
    ----------
    name : str
        Of the page's script.
    drawn : frozenset of str
        Kinds of traces on the page besides lines and points.
    """
    script = asset("unpack.js") + asset("copies.js") + asset(name)
    plotly, plotly_hash = packed_plotly(drawn)
    return {"script": script, "plotly": plotly, "hashes": [plotly_hash, _own_hash(str(script))]}


def _own_hash(script: str) -> str:
    """Hash by which a page allows one script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
