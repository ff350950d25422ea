"""Visitors of the live page without a browser: they drag a slider and note when the curve comes."""

import asyncio
import itertools
import json
import re
import time
import uuid
from dataclasses import dataclass, field

import httpx
import socketio

_CLIENT = re.compile(r"query: \{.*?'client_id': '([\w-]+)'")
_APART = 0.4  # [s] between arrivals
_EVERY = 0.08  # [s] between movements of a slider, as the page sends them


@dataclass
class Visitor:
    """One open page.

    Attributes
    ----------
    address : str
    sent, drawn : list of float
        When a slider was moved, and when a new curve came [s].
    wrong : list of str
        What the server complained of.
    """

    address: str
    sent: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _elements: dict = field(default_factory=dict)
    _plot: str = ""
    _here: bool = False

    async def come(self):
        """Open the page and wait for its sliders."""
        async with httpx.AsyncClient(timeout=120.0) as client:
            page = (await client.get(self.address)).text
        self.client, self.tab = _CLIENT.search(page)[1], str(uuid.uuid4())
        self.socket = socketio.AsyncClient(reconnection=False)
        self.socket.on("update", self._update)
        self.socket.on("run_javascript", self._script)
        self.socket.on("notify", lambda message: self.wrong.append(str(message)))
        await self.socket.connect(
            f"{self.address}?client_id={self.client}&implicit_handshake=false",
            transports=["websocket"],
            socketio_path="/_nicegui_ws/socket.io",
        )
        handshake = {"client_id": self.client, "tab_id": self.tab, "document_id": str(uuid.uuid4())}
        await self.socket.call("handshake", handshake, timeout=60)
        await self._until(lambda: self._slider() is not None and self.drawn)

    async def drag(self, seconds, label="loading"):
        """Move a slider to and fro."""
        number, slider = self._slider(label)
        listener = slider["events"][-1]["listener_id"]
        end = time.perf_counter() + seconds
        for place in itertools.cycle([*range(120, 280, 2), *range(280, 120, -2)]):
            if time.perf_counter() > end:
                break
            self.sent.append(time.perf_counter())
            moved = {"id": int(number), "client_id": self.client, "listener_id": listener, "args": [json.dumps(place)]}
            await self.socket.emit("event", moved)
            await asyncio.sleep(_EVERY)

    async def leave(self):
        """Close the page."""
        await self.socket.disconnect()

    def delays(self):
        """Of each movement the time until a curve that was begun after it has come, at most [s].

        The first curve after a movement may have been begun before it; the one after that can't, as a page computes
        one at a time.
        """
        found = []
        for sent in self.sent:
            later = [drawn for drawn in self.drawn if drawn > sent][:2]
            if len(later) == 2:
                found.append(later[1] - sent)
        return found

    def _slider(self, label="loading"):
        return next(
            (
                (number, one)
                for number, one in self._elements.items()
                if one.get("tag", "").endswith("slider") and one.get("props", {}).get("aria-label") == label
            ),
            None,
        )

    def _update(self, elements):
        now = time.perf_counter()
        for number, one in elements.items():
            if not isinstance(one, dict):
                continue
            if one.get("name") == "plotly" or "plotly" in str(one.get("tag", "")) or "options" in one.get("props", {}):
                options = one.get("props", {}).get("options") or {}
                if "Capacity" in json.dumps(options.get("layout", {}).get("xaxis", {}) if options else {}):
                    self.drawn.append(now)
            self._elements[number] = {**self._elements.get(number, {}), **one}

    async def _script(self, message):
        if message.get("request_id"):
            answer = {"request_id": message["request_id"], "client_id": self.client, "result": [False, 1440]}
            await self.socket.emit("javascript_response", answer)

    async def _until(self, there, seconds=180.0):
        end = time.perf_counter() + seconds
        while not there():
            if time.perf_counter() > end:
                raise TimeoutError("the page did not draw a curve")
            await asyncio.sleep(0.05)


async def visit(address, visitors, seconds):
    """Many visitors at a time, each dragging; all of them when they have left."""
    crowd = [Visitor(address) for _ in range(visitors)]

    async def arrive(number, one):
        await asyncio.sleep(number * _APART)
        await one.come()

    await asyncio.gather(*(arrive(number, one) for number, one in enumerate(crowd)))
    await asyncio.gather(*(one.drag(seconds) for one in crowd))
    await asyncio.sleep(3.0)
    await asyncio.gather(*(one.leave() for one in crowd))
    return crowd
