"""Every study can be kept while it runs: what is done is found again, to the last digit, and nothing is repeated."""

import errno
import logging
from pathlib import Path

import numpy as np
import pytest

from brimstone._executor import Form, Threads, Work
from brimstone.design.strategies import compare_treatments
from brimstone.errors import StoreError
from brimstone.fit.compared import Problem
from brimstone.fit.estimate import estimate
from brimstone.fit.experiments import experiment
from brimstone.fit.free import chosen
from brimstone.fit.reported import read_table
from brimstone.fit.validate import validate
from brimstone.library import load
from brimstone.simulate import Settings
from brimstone.simulate.symmetric import SteppedTest
from brimstone.store import Store
from brimstone.store.answers import Answers, answers
from brimstone.store.journal import COMPLETE, UNFINISHED, study_head
from brimstone.store.tables import query
from brimstone.study import Search, compare, critical_currents, optimise, pareto, sensitivity
from brimstone.verify import check_all
from tests.cells import recipe
from tests.fit import synthetic

CERTAIN = Settings(certain=True, nodes=6)
FEW, MANY = Settings(members=10, nodes=6), Settings(members=100, nodes=6)
LITHIUM = {"anode": {"material": "Li", "thickness": "50 um"}}


def validated(place):
    library = load()
    table = read_table(library)
    return validate(library, table.of((table.papers[0],)), members=10, place=place)


def fitted(place):
    library, free = load(), chosen(["laboratory/ln_area"], synthetic.recipe(), load())
    files = synthetic.measured(free, (0.5,), 1, (1.0,), records=50)
    problem = Problem(synthetic.recipe(), library, (experiment(files[0], synthetic.AREA),), free, place=place)
    found = estimate(problem)
    return found.u, found.residuals, found.covariance


def checked(place):
    from brimstone.verify import rows

    quick = [row for row in rows() if row.id in ("A1", "D1")]
    return list(check_all(quick, place=place))


STUDIES = {
    "compare": lambda place: compare(
        recipe(), recipe(cathode={"loading": "2 mg/cm2"}), settings=FEW, place=place
    ).rows,
    "sensitivity": lambda place: sensitivity(recipe(), of="capacity", settings=MANY, place=place),
    "optimise": lambda place: optimise(
        recipe(), Search("cathode.loading=1..4 mg/cm2", "energy", evaluations=20), settings=FEW, place=place
    ),
    "front": lambda place: pareto(
        recipe(), Search(["cathode.loading=1..4 mg/cm2", "rate=0.1..1C"], evaluations=20), ["energy", "rate=high"],
        settings=CERTAIN, place=place,
    ),
    "treatments": lambda place: compare_treatments(recipe(**LITHIUM), load(), 6, place),
    "critical currents": lambda place: critical_currents(
        recipe(**LITHIUM), SteppedTest((5.0,), half=60.0), settings=CERTAIN, place=place
    ),
    "validate": validated,
    "fit": fitted,
    "verify": checked,
}  # fmt: skip


LONG = ("sensitivity", "treatments", "validate")  # the others keep their answers in the same way


class Counting(Threads):
    """An executor that counts what it does, and stops after so many tasks."""

    done = 0
    most = 10**9

    def results(self, work, tasks, count):
        for found in super().results(work, tasks, count):
            if self.done >= self.most:
                raise KeyboardInterrupt
            Counting.done += 1
            yield found


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch):
    monkeypatch.setattr(Counting, "done", 0)
    monkeypatch.setattr(Counting, "most", 10**9)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def kept(store, study, again=False):
    store = Store(store) if isinstance(store, Path) else store
    head = study_head(study, "a cell", "0" * 64, {}, {})
    with answers(store, head, "", Counting(1), again=again, asked=True) as place:
        return STUDIES[study](place)


@pytest.mark.parametrize(
    "study", [pytest.param(name, marks=[pytest.mark.slow] if name in LONG else []) for name in STUDIES]
)
def test_a_study_that_is_broken_off_goes_on_and_comes_to_the_same(store, study, tmp_path, monkeypatch):
    whole = kept(tmp_path / "another", study)
    tasks, Counting.done = Counting.done, 0
    monkeypatch.setattr(Counting, "most", max(1, tasks // 2))
    if tasks > 1:
        with pytest.raises(KeyboardInterrupt):
            kept(store, study)
        assert store.entries()[0].status == UNFINISHED
    monkeypatch.setattr(Counting, "most", 10**9)
    assert_same(kept(store, study), whole)
    done = Counting.done
    assert done <= tasks, "no task is done twice"
    assert_same(kept(store, study), whole)
    assert Counting.done == done, "an equal study is found"
    assert store.entries()[0].status == COMPLETE
    counted = query(store, "SELECT count(*), count(DISTINCT cell), sum(failed <> '' ) >= 0 FROM cells").rows
    assert counted == ((done, done, True),)


def assert_same(one, other):
    if isinstance(one, tuple):
        for each, its in zip(one, other, strict=True):
            np.testing.assert_array_equal(each, its)
    else:
        assert one == other


def test_columns_for_programs_are_not_shown(store):
    kept(store, "front")
    names = query(store, "SELECT * FROM cells").columns
    assert {"study", "cell", "cathode.loading", "failed"} <= set(names)
    assert not any(name.startswith("_") for name in names)


def test_another_question_is_not_answered_by_what_is_kept(store):
    kept(store, "front")
    before, head = Counting.done, study_head("front", "a cell", "0" * 64, {}, {})
    with answers(store, head, "", Counting(1)) as place:
        other = Search(["cathode.loading=1..5 mg/cm2", "rate=0.1..1C"], evaluations=20)
        pareto(recipe(), other, ["energy", "rate=high"], settings=CERTAIN, place=place)
    assert Counting.done > before + 1


def test_a_study_can_begin_anew(store):
    kept(store, "critical currents")
    done = Counting.done
    kept(store, "critical currents", again=True)
    assert Counting.done == 2 * done


def square(number):
    return float(number) ** 2


SQUARES = Work(square, lambda number, reason: np.nan, Form(str, lambda number, square: {"square": square}))


def test_equal_tasks_are_done_once(store):
    head = study_head("squares", "", "1" * 64, {}, {})
    with answers(store, head, "", Counting(1)) as place:
        assert dict(place.results(SQUARES, [1, 2, 1, 3], 4)) == {0: 1.0, 1: 4.0, 2: 1.0, 3: 9.0}
    assert Counting.done == 3


def test_a_disk_that_fills_costs_what_is_kept_but_not_the_study(store, monkeypatch, caplog):
    from brimstone.store import journal

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    head = study_head("squares", "", "1" * 64, {}, {})
    monkeypatch.setattr(journal, "_SECONDS", 0.0)
    with caplog.at_level(logging.WARNING, "brimstone"), answers(store, head, "", Threads(1)) as place:
        assert dict(place.results(SQUARES, [1, 2], 2)) == {0: 1.0, 1: 4.0}
        monkeypatch.setattr(journal, "write_table", full)
        assert dict(place.results(SQUARES, [3, 4], 2)) == {0: 9.0, 1: 16.0}
    (told,) = [one.message for one in caplog.records]
    assert "no room left" in told
    monkeypatch.undo()
    assert query(store, "SELECT square FROM cells ORDER BY cell").rows == ((1.0,), (4.0,))


def test_a_store_that_is_held_is_told_and_the_study_goes_on_unless_it_was_asked_for(store, caplog):
    head = study_head("squares", "", "1" * 64, {}, {})
    with answers(store, head, "", Threads(1)):
        with caplog.at_level(logging.WARNING, "brimstone"), answers(store, head, "", Threads(1)) as place:
            assert not isinstance(place, Answers)
        assert "another process" in caplog.text
        with pytest.raises(StoreError, match="another process"), answers(store, head, "", Threads(1), asked=True):
            pass


@pytest.mark.parametrize("wrong", ["{", '{"is": "Popen", "with": {}}', '{"array": 9, "shape": [1]}'])
def test_a_damaged_answer_is_computed_anew(store, wrong):
    head = study_head("squares", "", "1" * 64, {}, {})
    with answers(store, head, "", Threads(1)) as place:
        list(place.results(SQUARES, [2], 1))
    with answers(store, head, "", Counting(1)) as place:
        (row,) = place._known.values()
        place._known[next(iter(place._known))] = {**row, "_answer": wrong}
        assert dict(place.results(SQUARES, [2], 1)) == {0: 4.0}
    assert Counting.done == 1
