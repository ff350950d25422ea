"""One cell: from a recipe to its run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from brimstone import simulate
from brimstone._records import html_table
from brimstone.library import Entry, Library
from brimstone.library import load as load_library
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe, parse, read
from brimstone.recipe.kinds import MEASURED, SYMMETRIC
from brimstone.result import MeasuredRun, Run
from brimstone.simulate import MEMBERS, NODES, Progress, Recorder, Settings
from brimstone.simulate.settings import USUAL_CYCLES


class Cell:
    """A cell as written in a recipe.

    Parameters
    ----------
    recipe : Recipe
    library : Library, optional
        The one of the package by default.
    checkpoints : Checkpoints, optional
        Where long runs are written down as they go; see `brimstone.store.Checkpoints`.
    """

    def __init__(self, recipe: Recipe, library: Library | None = None, checkpoints: Recorder | None = None):
        self._recorder = checkpoints
        self._cycles: tuple[int, ...] = USUAL_CYCLES
        self.library = with_own_materials(library or load_library(), recipe)
        self.recipe = complete(recipe, self.library)

    def __repr__(self) -> str:
        return f"Cell({self.recipe.name!r})"

    def _repr_html_(self) -> str:
        recipe, steps = self.recipe, len(self.recipe.protocol)
        rows = [
            ("cathode", f"{recipe.cathode.active}, {recipe.cathode.loading}"),
            ("separator", " | ".join(str(layer.electrolyte) for layer in recipe.separator)),
            ("anode", str(recipe.anode.material)),
            ("temperature", str(recipe.operation.temperature)),
            ("protocol", f"{steps} step{'s' if steps != 1 else ''}"),
        ]
        return html_table(recipe.name, rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self.recipe == other.recipe and self.library == other.library

    def __hash__(self) -> int:
        return hash(self.recipe)

    def looking_at(self, *cycles: int) -> "Cell":
        """The same cell, whose runs look closely at these cycles of its protocol, the first and the last by default.

        However long the protocol is, chosen cycles have profiles and losses, and a run tells what took the capacity
        from each of them to the next.

        Parameters
        ----------
        *cycles : int
            From 1 on; negative ones count from the last, which is -1.
        """
        same = Cell(self.recipe, self.library, self._recorder)
        same._cycles = cycles or USUAL_CYCLES
        return same

    def run(
        self,
        *,
        certain: bool = False,
        members: int | None = None,
        nodes: int = NODES,
        seed: int = 0,
        progress: Progress | None = None,
        checks: bool = True,
        conditioned: Mapping[str, np.ndarray] | None = None,
    ) -> Run:
        """Carry out the recipe's protocol.

        Parameters
        ----------
        certain : bool
            Nominal values only: no ensemble, no intervals.
        members : int, optional
            Samples over the stated uncertainties: 200, or fewer for a protocol of more than 500 steps, with a note.
        nodes : int
            Finite volumes through the depth of the cathode; with `checks` the nominal run takes up to 160 where a front
            needs them.
        seed : int
            Of the samples.
        progress : callable, optional
            Called with what is being computed and the fraction of it that is done.
        checks : bool
            Also run on a finer mesh and without each loss; otherwise `Run.mesh_error` is NaN and `Step.regained`
            empty.
        conditioned : mapping of str to ndarray, optional
            Samples by name, conditioned on what was measured in this laboratory, in place of the recipe's own anchors.

        Returns
        -------
        Run
            A step that failed says so in its status; nothing is raised for it.

        Raises
        ------
        BrimstoneError
            When the recipe can't be made or its protocol can't be carried out.
        """
        settings = Settings(certain, members, nodes, seed, checks, cycles=self._cycles)
        return simulate.simulate(
            self.recipe,
            self.library,
            settings,
            progress=progress,
            conditioned=conditioned,
            recorder=self._recorder,
        )

    def measure(self, *, certain: bool = False, members: int | None = None, seed: int = 0) -> MeasuredRun:
        """Carry out the protocol of a symmetric cell, or of a composite between blocking electrodes.

        Parameters
        ----------
        certain, members, seed
            As of `run`.

        Raises
        ------
        BrimstoneError
            For a full cell, which `run` is for, and when the recipe can't be made or its protocol not carried out.
        """
        from brimstone.simulate.blocking import run_blocking
        from brimstone.simulate.symmetric_run import run_symmetric

        settings = Settings(certain, members, seed=seed)
        if self.recipe.cell == SYMMETRIC:
            return run_symmetric(self.recipe, self.library, settings)
        return run_blocking(self.recipe, self.library, settings)

    def provenance(self, *, members: int = MEMBERS, seed: int = 0) -> tuple[Entry, ...]:
        """Every number that a run would use and where it comes from, without running a cell that is discharged.

        Raises
        ------
        BrimstoneError
            When the recipe can't be made.
        """
        if self.recipe.cell in MEASURED:
            return self.measure(members=members, seed=seed).provenance
        return simulate.provenance(self.recipe, self.library, Settings(members=members, seed=seed))


def load(
    source: str | Path | Mapping[str, Any], library: Library | None = None, checkpoints: Recorder | None = None
) -> Cell:
    """Read a recipe and return its cell.

    Parameters
    ----------
    source : str, Path or mapping
        The path of a recipe, or the recipe itself: its YAML text of several lines, or a mapping as that text holds.
    library, checkpoints
        As of `Cell`.

    Raises
    ------
    RecipeError
        When there is no such file, or it is no valid recipe.
    """
    if isinstance(source, Mapping):
        recipe = Recipe.from_mapping(source)
    elif isinstance(source, str) and "\n" in source.strip():
        recipe = parse(source)
    else:
        recipe = read(source)
    return Cell(recipe, library, checkpoints)
