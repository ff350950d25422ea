"""Visitors of the live page without a browser: they drag a slider and note when the curve of its place comes."""

import asyncio
import itertools
import json
import math
import re
import time
import uuid
from dataclasses import dataclass, field

import httpx
import socketio

from brimstone.library import load
from brimstone.studio.sheet import Sheet
from brimstone.view.words import quantity

_CLIENT = re.compile(r"query: \{.*?'client_id': '([\w-]+)'")
_APART = 0.4  # [s] between arrivals
_EVERY = 0.05  # [s] between movements of a slider
_PATIENCE = 0.2  # [s] after which a later place is told though nothing was drawn, doubled each time
_ACKNOWLEDGED = 60  # movements, after which a page tells which messages it has got
_PLACES = 400  # of a slider
_KNOBS = {knob.title: knob for knob in Sheet.of(load().cell("Yao2017").recipe).knobs}


def words_at(label, place):
    """What stands beside a slider at a place."""
    knob = _KNOBS[label]
    return quantity(knob.text(knob.at(place / _PLACES)))


@dataclass
class Visitor:
    """One open page.

    Attributes
    ----------
    address : str
    label : str
        Of the slider that is dragged.
    begin : int
        Place that it is dragged from.
    sent : list of (float, str)
        When the slider was moved [s], and what stands beside it there; as on the page, a place is sent once the last
        one has been drawn.
    drawn : list of (float, str)
        When a curve came [s], and what stands beside the slider with it.
    wrong : list of str
        What the server complained of.
    """

    address: str
    label: str = "loading"
    begin: int = 120
    sent: list[tuple[float, str]] = field(default_factory=list)
    drawn: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _elements: dict = field(default_factory=dict)
    _curves: int = 0
    _seen: int = 0  # the message that comes next
    _next: int | None = None
    _waits_since: float = -math.inf
    _patience: float = _PATIENCE

    async def come(self):
        """Open the page and wait for its sliders."""
        async with httpx.AsyncClient(timeout=120.0) as client:
            page = (await client.get(self.address)).text
        self.client, self.tab = _CLIENT.search(page)[1], str(uuid.uuid4())
        self.socket = socketio.AsyncClient(reconnection=False, request_timeout=60)
        self.socket.on("update", self._update)
        self.socket.on("run_javascript", self._script)
        self.socket.on("notify", lambda message: self.wrong.append(str(message)))
        await self.socket.connect(
            f"{self.address}?client_id={self.client}&implicit_handshake=false",
            transports=["websocket"],
            wait_timeout=60,
            socketio_path="/_nicegui_ws/socket.io",
        )
        handshake = {"client_id": self.client, "tab_id": self.tab, "document_id": str(uuid.uuid4())}
        await self.socket.call("handshake", handshake, timeout=60)
        await self._until(lambda: self._slider() is not None and self._curves)

    async def drag(self, seconds):
        """Move a slider to and fro."""
        end = time.perf_counter() + seconds
        for step in itertools.count():
            place = abs((self.begin + 2 * step) % (2 * _PLACES) - _PLACES)
            now = time.perf_counter()
            self.sent.append((now, words_at(self.label, place)))
            self._next = place
            if now > self._waits_since + self._patience:
                await self._send(2.0 * self._patience)
            if now > end:
                break
            if step % _ACKNOWLEDGED == 0:
                await self.socket.emit("ack", {"client_id": self.client, "next_message_id": self._seen})
            await asyncio.sleep(_EVERY)
        await self._tell("change", place)

    async def _send(self, patience=_PATIENCE):
        """Tell where the slider is by now, as the page does once the last place has been drawn."""
        place, self._next, self._waits_since, self._patience = self._next, None, -math.inf, patience
        if place is not None:
            self._waits_since = time.perf_counter()
            await self._tell("input", place)

    async def _tell(self, event, place):
        number, slider = self._slider()
        listener = next(one["listener_id"] for one in slider["events"] if one["type"] == event)
        told = {"id": int(number), "client_id": self.client, "listener_id": listener, "args": [json.dumps(str(place))]}
        await self.socket.emit("event", told)

    async def rests(self):
        """Wait until the curve of the place where the slider was let go has come."""
        await self._until(lambda: self.drawn[-1][1] == self.sent[-1][1])

    async def leave(self):
        """Close the page."""
        await self.socket.disconnect()

    def delays(self):
        """Of each movement the time until a curve of its place, or of a later one, has come [s].

        Those that no curve followed count as endless.
        """
        found, shown = [], -1
        for came, words in self.drawn:
            later = range(shown + 1, len(self.sent))
            place = next((at for at in later if self.sent[at][1] == words and self.sent[at][0] < came), None)
            while place is not None and place < len(self.sent) and self.sent[place][1] == words:  # too near to tell
                found += [max(0.0, came - self.sent[at][0]) for at in range(shown + 1, place + 1)]
                shown, place = place, place + 1
        came, words = self.drawn[-1]
        end = came if words == self.sent[-1][1] else math.inf  # it may have come with the same words before
        return found + [max(0.0, end - self.sent[at][0]) for at in range(shown + 1, len(self.sent))]

    def _slider(self):
        return next(
            (
                (number, one)
                for number, one in self._elements.items()
                if one.get("tag") == "input" and one.get("props", {}).get("aria-label") == self.label
            ),
            None,
        )

    def _update(self, elements):
        now = time.perf_counter()
        self._seen = elements["_id"] + 1
        for number, one in elements.items():
            if not isinstance(one, dict):
                continue
            self._elements[number] = {**self._elements.get(number, {}), **one}
            options = one.get("props", {}).get("options")
            if isinstance(options, dict) and "Capacity" in str(options.get("layout", {}).get("xaxis")):
                self._curves += 1
                self.drawn.append((now, self._beside()))

    def _beside(self):
        """What stands beside the slider: the label that comes before it."""
        number, _ = self._slider()
        return self._elements[str(int(number) - 1)].get("text", "")

    async def _script(self, message):
        if message["code"] == "slides.drawn()":
            await self._send()
        if message.get("request_id"):
            answer = {"request_id": message["request_id"], "client_id": self.client, "result": [False, 1440, None]}
            await self.socket.emit("javascript_response", answer)

    async def _until(self, there, seconds=180.0):
        end = time.perf_counter() + seconds
        while not there():
            if time.perf_counter() > end:
                raise TimeoutError("the page did not draw a curve")
            await asyncio.sleep(0.05)


async def visit(address, visitors, seconds, *, alike=False):
    """Many visitors at a time, each dragging; all of them when they have left.

    Those that are alike drag the same slider over the same places; others drag different ones, from different places.
    """
    labels = list(_KNOBS)
    crowd = [
        Visitor(address) if alike else Visitor(address, labels[one % len(labels)], 120 + 37 * one)
        for one in range(visitors)
    ]

    async def arrive(number, one):
        await asyncio.sleep(number * _APART)
        await one.come()

    await asyncio.gather(*(arrive(number, one) for number, one in enumerate(crowd)))
    await asyncio.gather(*(one.drag(seconds) for one in crowd))
    await asyncio.gather(*(one.rests() for one in crowd))
    await asyncio.gather(*(one.leave() for one in crowd))
    return crowd
