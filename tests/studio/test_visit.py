"""One visitor: what overtakes what, and what two visitors share."""

import asyncio
import time

from brimstone.library import load
from brimstone.studio import engine, visit
from brimstone.studio.sheet import Sheet
from brimstone.studio.visit import Visit

TEXT = load().cell("Yao2017").recipe


def test_a_visitor_begins_with_what_another_one_has_had_computed(monkeypatch):
    computed = []
    for name in ("live", "settled"):
        carry_out = getattr(engine, name)
        monkeypatch.setattr(engine, name, lambda *of, f=carry_out, n=name: computed.append(n) or f(*of))
    monkeypatch.setattr(visit, "_PAUSE", 0.0)

    async def two():
        first, drawn = Visit.of(TEXT), []
        await first.begin(lambda: None)
        await first._settling
        second = first.again()
        await second.begin(lambda: drawn.append(second.run))
        return first, second, drawn

    first, second, drawn = asyncio.run(two())
    assert computed == ["live", "settled"]
    assert drawn == [first.run]
    second.pinned.append(second.recipe)
    assert not first.pinned


def test_a_text_that_was_overtaken_while_it_was_read_is_dropped(monkeypatch):
    def read(text):
        time.sleep(0.2 if "nonsense" in text else 0.0)
        return Sheet(text)

    monkeypatch.setattr(visit.Sheet, "of", staticmethod(read))
    visitor = Visit(Sheet(""))

    async def typed():
        slow = asyncio.create_task(visitor.write("nonsense: 3", lambda: None))
        await asyncio.sleep(0.05)
        await visitor.write("name: Yao", lambda: None)
        await slow

    asyncio.run(typed())
    assert visitor.sheet.text == "name: Yao"
