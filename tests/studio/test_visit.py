"""One visitor: what overtakes what, and what two visitors share."""

import asyncio
import gc
import json
import pickle
import time
import weakref
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import pytest

from brimstone.library import load
from brimstone.simulate import Settings, simulate
from brimstone.studio import engine, looks, visit
from brimstone.studio.looks import Looks, Wish
from brimstone.studio.sheet import Sheet
from brimstone.studio.visit import Visit
from brimstone.view.steps import headlines

TEXT = load().cell("Yao2017").recipe


def here():
    """Looks that are computed on threads of this process."""
    return Looks(lambda: ThreadPoolExecutor(2), lanes=2)


@pytest.fixture
def computed(monkeypatch):
    """What is computed, in order."""
    done, carry_out, settle = [], looks.computed, engine.settled
    monkeypatch.setattr(looks, "computed", lambda wish: done.append(wish.words or "recipe") or carry_out(wish))
    monkeypatch.setattr(engine, "settled", lambda *of: done.append("intervals") or settle(*of))
    monkeypatch.setattr(visit, "_PAUSE", 0.0)
    return done


def test_a_visitor_begins_with_what_another_one_has_had_computed(computed):
    async def two():
        first, drawn = Visit.of(TEXT, here()), []
        await first.begin(lambda: None)
        await first._settling
        second = first.again()
        await second.begin(lambda: drawn.append(second.run))
        return first, second, drawn

    first, second, drawn = asyncio.run(two())
    assert computed == ["recipe", "intervals"]
    assert drawn == [first.run]
    second.pinned.append(second.recipe)
    assert not first.pinned


def test_of_a_slider_that_moves_on_only_the_last_place_is_computed_once_its_turn_comes(computed, monkeypatch):
    monkeypatch.setattr(visit, "_PAUSE", 1e3)

    async def moved():
        visitors = [Visit.of(TEXT, Looks(lambda: ThreadPoolExecutor(1), lanes=1))]
        visitors += [visitors[0].again() for _ in range(2)]
        loading = next(knob for knob in visitors[0].sheet.knobs if knob.title == "loading")
        places = [[0.2, 0.3, 0.4], [0.5, 0.6, 0.7], [0.2, 0.3, 0.4]]
        moves = [
            asyncio.create_task(one.turn(loading, loading.at(place), lambda: None))
            for row in zip(*places, strict=True)
            for one, place in zip(visitors, row, strict=True)
        ]
        await asyncio.gather(*moves)
        words = [loading.text(loading.at(place)) for place in (0.2, 0.7, 0.4)]
        return words, [one.look.recipe.cathode.loading.text for one in visitors]

    words, shown = asyncio.run(moved())
    assert computed == words  # the second visitor's first two places were overtaken, the third one's known already
    assert shown == [words[2], words[1], words[2]]


def test_a_value_that_no_cell_can_have_is_told_and_the_last_curve_stays(computed):
    async def wrong():
        one = Visit.of(TEXT, here())
        await one.begin(lambda: None)
        before, loading = one.look, next(knob for knob in one.sheet.knobs if knob.title == "loading")
        await one.turn(loading, -1.0, lambda: None)
        return one, before

    one, before = asyncio.run(wrong())
    assert "loading" in one.failure
    assert one.look is before


def test_a_process_that_is_ended_from_outside_costs_nobody_his_curve():
    class Ended(ThreadPoolExecutor):
        def submit(self, *work):
            raise BrokenExecutor

    places = [Ended(1), ThreadPoolExecutor(1)]
    shared, sheet = Looks(lambda: places.pop(0), lanes=1), Sheet.of(TEXT)
    _, look = asyncio.run(shared.newest(lambda: Wish(sheet.said, sheet.recipe)))
    assert look.chart is not None
    assert not places


def test_a_text_that_was_overtaken_while_it_was_read_is_dropped(monkeypatch):
    def read(text):
        time.sleep(0.2 if "nonsense" in text else 0.0)
        return Sheet(text)

    monkeypatch.setattr(visit.Sheet, "of", staticmethod(read))
    visitor = Visit(Sheet(""), here())

    async def typed():
        slow = asyncio.create_task(visitor.write("nonsense: 3", lambda: None))
        await asyncio.sleep(0.05)
        await visitor.write("name: Yao", lambda: None)
        await slow

    asyncio.run(typed())
    assert visitor.sheet.text == "name: Yao"


def begun(monkeypatch, end):
    """Jobs of the intervals of a visitor, who does something once they are being computed; and the visitor."""
    jobs, reports = [], []

    def settle(recipe, library, job):
        jobs.append(job)
        for _ in range(500):
            job.tell("", 0.0)
            reports.append(job)
            time.sleep(0.01)
        raise AssertionError("nobody has stopped it")

    monkeypatch.setattr(engine, "settled", settle)
    monkeypatch.setattr(visit, "_PAUSE", 0.0)

    async def visited():
        one = Visit.of(TEXT, here())
        await one.begin(lambda: None)
        while not reports:
            await asyncio.sleep(0.01)
        first = one._settling
        await end(one)
        await asyncio.wait_for(first, 3.0)
        return one

    return asyncio.run(visited()), jobs


def test_the_intervals_of_a_visitor_who_leaves_end_and_no_others_are_begun(monkeypatch):
    async def leave(one):
        one.leave()
        await one.compute(lambda: None)

    one, jobs = begun(monkeypatch, leave)
    assert len(jobs) == 1
    assert one.run is None
    assert not one.failure


def test_the_intervals_of_a_cell_that_is_overtaken_end(monkeypatch):
    async def turn(one):
        monkeypatch.setattr(visit, "_PAUSE", 1e3)
        loading = next(knob for knob in one.sheet.knobs if knob.title == "loading")
        await one.turn(loading, loading.at(0.3), lambda: None)

    one, jobs = begun(monkeypatch, turn)
    assert len(jobs) == 1
    assert one.run is None
    assert not one.failure


def look_at(cell, title, place):
    """What is drawn when a slider of a reported cell stands at a place from 0 to 1."""
    sheet = Sheet.of(load().cell(cell).recipe)
    knob = next(one for one in sheet.knobs if one.title == title)
    return looks.computed(Wish(sheet.said, sheet.recipe, knob.path, knob.text(knob.at(place))))


def test_a_cell_that_gives_nothing_is_drawn_without_a_curve_and_says_why():
    look = look_at("Yao2017", "share of LGPS", 0.0)
    (panel,) = look.chart.panels
    assert not look.failure
    assert not panel.series
    assert "no network" in look.chart.caption.lower()
    assert not look.headlines
    assert "Capacity" in json.loads(look.drawn(False))["layout"]["xaxis"]["title"]["text"]


def test_many_looks_fit_into_memory_and_each_gives_its_chart_and_its_recipe():
    look = look_at("Yao2017", "loading", 0.4)
    assert len(pickle.dumps(look)) < 30_000
    assert look.chart.panels[0].series
    assert look.recipe.to_yaml() != Sheet.of(TEXT).recipe.to_yaml()
    assert look.caption.startswith(look.chart.caption)
    assert json.loads(look.drawn(True))["data"][0] != json.loads(look.drawn(False))["data"][0]


@pytest.mark.parametrize(("cell", "title"), [("Yao2017", "share of S"), ("Yao2017", "temperature")])
def test_a_look_has_the_capacities_of_a_run_to_the_eye(cell, title):
    look = look_at(cell, title, 0.4)
    run = simulate(look.recipe, load(), Settings(certain=True, checks=False, detail=False, losses=False))
    fine = {name: figure.value for name, figure in headlines(run)}
    for name, figure in look.headlines:
        assert figure.value == pytest.approx(fine[name], rel=2e-3)


def test_a_visitor_who_leaves_lets_go_of_what_was_computed(computed):
    async def left():
        one = Visit.of(TEXT, here())
        await one.begin(lambda: None)
        await one._settling
        run = weakref.ref(one.run)
        other = one.again()
        one.leave()
        kept = run() is not None
        other.leave()
        gc.collect()
        return kept, run(), one.look

    kept, run, look = asyncio.run(left())
    assert kept  # by the other one
    assert run is None
    assert look is None
