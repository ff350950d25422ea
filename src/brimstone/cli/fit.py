"""``brimstone fit``: free parameters of a cell from what was measured on it."""

from dataclasses import dataclass, replace
from pathlib import Path

from brimstone._executor import Threads
from brimstone.bridge.cycler import read_data
from brimstone.cell import Cell
from brimstone.cli.files import recipe_text
from brimstone.cli.places import Place
from brimstone.cli.screen import working
from brimstone.cli.sources import locating_errors, read_recipe, short_name
from brimstone.cli.studies import Output
from brimstone.contract.fit import (
    FitRecord,
    FittedCurveRecord,
    FittedParameterRecord,
    FittedReadingRecord,
    HypothesisRecord,
    ProposalRecord,
)
from brimstone.errors import DataError
from brimstone.fit.estimate import Proposal, propose
from brimstone.fit.experiments import After
from brimstone.fit.fitted import Fitted, fit
from brimstone.fit.free import uncertain
from brimstone.fit.question import Electrode, problem_of
from brimstone.simulate import Settings
from brimstone.store.kept import digest
from brimstone.view.fit import fit_charts, fit_document, proposal_document


@dataclass(frozen=True)
class Asked:
    """What is to be fitted.

    Attributes
    ----------
    data : list of Path
    free, without : list of str
    electrode : Electrode
    emcee : bool
    seed : int
    spectra_after : bool
        Whether spectra were taken after the steps, instead of as assembled.
    spectra_at : str or None
        Steps after which they were taken, such as ``2, 5`` or ``cell1.csv:2, cell2.csv:5``.
    """

    data: list[Path]
    free: list[str]
    without: list[str]
    electrode: Electrode
    emcee: bool
    seed: int
    spectra_after: bool = False
    spectra_at: str | None = None

    @property
    def places(self) -> list[After]:
        """Of `spectra_at`.

        Raises
        ------
        DataError
            When it is no list of steps.
        """
        text = self.spectra_at or ""
        words = text.split(",") if ":" in text else text.replace(",", " ").split()
        return [After.of(word.strip()) for word in words]


def _apart(asked: Asked, cell: Cell) -> Asked:
    """What is asked, with names of parameters that follow the first one of ``--free`` told from files."""
    strange = [path for path in asked.data if asked.free and not path.exists()]
    known = {*uncertain(cell.recipe, cell.library), *cell.recipe.overrides} if strange else set()
    named = [path for path in strange if path.as_posix() in known]
    data = [path for path in asked.data if path not in named]
    return replace(asked, data=data, free=asked.free + [path.as_posix() for path in named])


def fit_recipe(source: str, asked: Asked, output: Output, place: Place) -> None:
    """Carry out ``brimstone fit``.

    Raises
    ------
    BrimstoneError
        When a file can't be read, a name is not known, or it is not said how large the electrode is.
    """
    recipe = read_recipe(source)
    cell = Cell(recipe)
    asked = _apart(asked, cell)
    if not asked.data:
        raise DataError("no files of measurements: brimstone fit RECIPE DATA...")
    folder = output.folder(f"{short_name(source)}-fit", recipe, asked) if asked.free else None
    files = [read_data(path) for path in asked.data]
    with locating_errors(source):
        problem, notes = problem_of(
            cell.recipe,
            cell.library,
            files,
            asked.electrode,
            asked.free,
            spectra_after=asked.spectra_after,
            spectra_at=asked.places,
        )
    content = [digest(path) for path in asked.data]
    name, settings = f"{short_name(source)}-fit", Settings(seed=asked.seed)
    with (
        working("fitting") as status,
        place.answers(name, [recipe], settings, asked, *content, here=Threads(1)) as where,
    ):
        problem = replace(problem, place=where)

        def tell(words: str, share: float) -> None:
            if status is not None:
                status.update(f"fitting: {words}, {100 * share:.0f} %")

        if not asked.free:
            proposals = propose(cell.recipe, cell.library, problem)
            record = _proposed(proposals, problem.size, notes)
            output.deliver(None, {}, [], record, proposal_document(cell.recipe.name, proposals, notes))
            return
        fitted = fit(problem, asked.without, asked.seed, emcee=asked.emcee, progress=tell)
    record = _record(fitted, notes)
    recipe = fitted.recipe()
    text = recipe.to_yaml() if folder is None else recipe_text(recipe, folder)
    texts = {"recipe.yaml": text, "fit.json": record.to_json() + "\n"}
    output.deliver(folder, texts, fit_charts(fitted), record, fit_document(fitted, notes), [recipe])


def _record(fitted: Fitted, notes: list[str]) -> FitRecord:
    """The record of a fit."""
    posterior, problem, intervals = fitted.posterior, fitted.problem, fitted.ci((0.8, 0.95))
    parameters = [
        FittedParameterRecord(
            name=one.name,
            unit=one.unit,
            value=one.value,
            low=intervals[one.name][0.8][0],
            high=intervals[one.name][0.8][1],
            low_95=intervals[one.name][0.95][0],
            high_95=intervals[one.name][0.95][1],
            prior=one.prior,
            prior_low=one.prior_low,
            prior_high=one.prior_high,
            width_of_prior=one.width,
        )
        for one in fitted.params.values()
    ]
    return FitRecord(
        parameters=parameters,
        correlation=posterior.correlation.tolist(),
        not_identified=[one.sentence for one in posterior.together()],
        curves=[
            FittedCurveRecord(file=one.name, step=one.label, error_mV=1e3 * one.error, charge_ratio=one.ratio)
            for one in fitted.curves
        ],
        readings=[
            FittedReadingRecord(file=one.name, what=one.what, points=one.at.size, error_percent=100.0 * one.error)
            for one in fitted.readings
        ],
        independent_values=fitted.estimate.independent,
        values=problem.size,
        hypotheses=[
            HypothesisRecord(without=one.without, criterion_difference=one.difference, sentence=one.sentence)
            for one in fitted.hypotheses
        ],
        proposed=[],
        overrides=fitted.overrides(),
        method=posterior.method,
        effective_samples=posterior.effective,
        notes=notes,
    )


def _proposed(proposals: list[Proposal], size: int, notes: list[str]) -> FitRecord:
    """The record where no parameter is free yet."""
    return FitRecord(
        parameters=[],
        correlation=[],
        not_identified=[],
        curves=[],
        readings=[],
        independent_values=None,
        values=size,
        hypotheses=[],
        proposed=[ProposalRecord(name=one.parameter.name, narrower=one.telling) for one in proposals],
        overrides={},
        method="",
        effective_samples=None,
        notes=notes,
    )
