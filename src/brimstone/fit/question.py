"""From measured files to the problem of a fit: how large the electrode was, what it went through, what is free."""

from collections.abc import Sequence
from dataclasses import dataclass

from brimstone.fit.compared import Problem
from brimstone.fit.experiments import After, after_the_steps, area_of, charged_first, experiment
from brimstone.fit.free import chosen
from brimstone.fit.scales import scale_doubt
from brimstone.library import Library
from brimstone.library.complete import complete
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.result import Measured
from brimstone.units import parse

_MOST_NAMED = 3  # files in a note


@dataclass(frozen=True)
class Electrode:
    """What is said of the size of the measured electrode.

    Attributes
    ----------
    mass, area : str or None
        With units.
    per : str
        What the mass is of: ``"active"``, ``"sulfur"`` or ``"electrode"``.
    """

    mass: str | None = None
    area: str | None = None
    per: str = "active"

    def size(self, recipe: Recipe, library: Library) -> float:
        """Its area [m2].

        Raises
        ------
        BrimstoneError
            When nobody said how large it is, in a unit of mass or area.
        """
        if self.area:
            return parse(self.area, "area").si
        derived = derive(Workbench.of(recipe, library))
        masses = {
            "active": float(derived.active_mass[0]),
            "sulfur": float(derived.sulfur_mass[0]),
            "electrode": float(derived.composite.density[0] * derived.composite.thickness[0]),
        }
        return area_of(recipe, parse(self.mass, "mass").si if self.mass else None, self.per, masses)


def problem_of(
    recipe: Recipe,
    library: Library,
    files: Sequence[Measured],
    electrode: Electrode,
    free: Sequence[str],
    *,
    spectra_after: bool = False,
    spectra_at: Sequence[After] = (),
) -> tuple[Problem, list[str]]:
    """The problem that measured files pose, and what was decided on reading them.

    Spectra are taken for those of the cell as assembled, of what the steps of its file have left (`spectra_after`), or
    each after a step of a file (`spectra_at`).

    Raises
    ------
    BrimstoneError
        When the cell can't be built, a file has nothing to compare, a name is not known, or the size is not said.
    """
    recipe = complete(recipe, library)
    area = electrode.size(recipe, library)
    cell = derive(Workbench.of(recipe, library))
    experiments = tuple(experiment(one, area, recipe.reference_potential, cell.counter_potential) for one in files)
    if not cell.starts_charged:
        experiments = tuple(charged_first(one, recipe.highest_voltage) for one in experiments)
    if spectra_after or spectra_at:
        experiments = after_the_steps(experiments, spectra_at)
    notes = _told([(one.source, words) for one in files for words in one.notes])
    notes += _told([(one.source, doubt) for one in files if (doubt := scale_doubt(one, recipe))])
    notes += _told([(one.name, words) for one in experiments for words in one.notes])
    return Problem(recipe, library, experiments, chosen(list(free), recipe, library)), notes


def _told(notes: list[tuple[str, str]]) -> list[str]:
    """Notes of files, each once with the files that it is of."""
    files: dict[str, list[str]] = {}
    for file, words in notes:
        files.setdefault(words, []).append(file)
    return [f"{', '.join(of) if len(of) < _MOST_NAMED else f'{len(of)} files'}: {words}" for words, of in files.items()]
