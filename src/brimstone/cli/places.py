"""Where a study is computed, and where it is kept while it runs."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from brimstone._executor import Dask, Executor, executor
from brimstone.cli.kept import Keeper
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.store.answers import Answers, answers
from brimstone.store.identity import identity, identity_of
from brimstone.store.journal import study_head

_log = logging.getLogger("brimstone")


@dataclass(frozen=True)
class Place:
    """Where a study is computed and kept.

    Attributes
    ----------
    store : str or None
        A folder, ``off``, or None for the usual store.
    again : bool
        Whether to compute anew what is kept.
    scheduler : str or None
        Of a Dask cluster; None for this machine.
    """

    store: str | None = None
    again: bool = False
    scheduler: str | None = None

    @contextmanager
    def executor(self, here: Executor | None = None) -> Iterator[Executor]:
        """Where work is done: the cluster, or `here` on this machine.

        Raises
        ------
        BrimstoneError
            When there is no cluster.
        """
        place = executor(self.scheduler) if here is None or self.scheduler is not None else here
        try:
            yield place
        finally:
            if isinstance(place, Dask):
                place.close()

    @contextmanager
    def answers(
        self,
        name: str,
        recipes: Sequence[Recipe],
        settings: Settings,
        *content: object,
        here: Executor | None = None,
    ) -> Iterator[Executor]:
        """An executor for a study that keeps what is done, so that a study that was broken off goes on from there.

        Parameters
        ----------
        name : str
            What its name in the store begins with.
        recipes : sequence of Recipe
            None for a study of the library.
        settings : Settings
        *content
            What else its answers depend on.
        here : Executor, optional
            On this machine.

        Raises
        ------
        BrimstoneError
            When there is no cluster, or the store that was asked for can't be used.
        """
        keeper = Keeper(self.store, "the study")
        with self.executor(here) as place:
            if keeper.store is None:
                yield place
                return
            common = [name, [recipe.to_mapping() for recipe in recipes], [repr(one) for one in content]]
            own = identity(recipes[0], settings, study=common) if recipes else identity_of(asdict(settings), common)
            shown = " | ".join(recipe.name for recipe in recipes) or name
            head = study_head(name, shown, own, {}, {**asdict(settings), "cycles": list(settings.cycles)})
            text = "---\n".join(recipe.to_yaml() for recipe in recipes)
            with answers(keeper.store, head, text, place, again=self.again, asked=self.store is not None) as where:
                yield where
                if isinstance(where, Answers):
                    _log.info("kept as %s, %d of its answers from before", where.kept.name, where.found)
