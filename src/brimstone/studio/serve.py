"""The server of the live page: on this machine only, unless a visitor brings its token."""

import asyncio
import secrets
from typing import Any

from brimstone.library import load
from brimstone.studio import engine
from brimstone.studio.completion import complete_at
from brimstone.studio.looks import Looks
from brimstone.studio.sheet import LONGEST
from brimstone.studio.visit import Visit, reported_cells

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_COOKIE = "brimstone-token"
_TIDY = 1.0  # [s] after a visitor has left
_FORGIVES = 20.0  # [s] without a word from a visitor, whose page is kept meanwhile
_HISTORY = 200  # messages, which are sent again to a page that was out of touch
_COMPLETIONS = "/complete"
_LARGEST_ASKED = 6 * LONGEST  # bytes; a letter takes up to six in JSON
_HEADERS = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws: wss:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def serve(text: str | None = None, *, host: str = "127.0.0.1", port: int = 8765, open_browser: bool = True) -> None:
    """Serve the live page until interrupted.

    Parameters
    ----------
    text : str, optional
        The recipe to begin with; a reported cell of the library by default.
    host : str
        Anything but this machine's own address asks every visitor for a token, which is printed once.
    port : int
    open_browser : bool
    """
    from nicegui import Client, app, ui
    from starlette.middleware.base import BaseHTTPMiddleware

    from brimstone.studio.page import Page

    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard(token))
    looks = Looks()
    first = Visit.of(text or load().cell("Yao2017").recipe or "", looks)

    @ui.page("/", title="Brimstone", response_timeout=30.0)
    def _index() -> None:
        Page(first.again())

    async def _prepare() -> None:
        """Compile, load and compute what all visitors begin with."""
        reported_cells()
        await first.begin(lambda: None)

    async def _left() -> None:
        await asyncio.sleep(_TIDY)
        if not any(one.has_socket_connection for one in Client.instances.values()):
            engine.give_back()

    app.on_delete(_left)
    app.post(_COMPLETIONS)(completions)
    app.on_startup(_prepare)
    app.on_shutdown(looks.close)
    address = f"http://{'localhost' if host in LOOPBACK else host}:{port}/" + (f"?token={token}" if token else "")
    print(f"Brimstone studio: {address}", flush=True)  # noqa: T201  # the address is what was asked for
    ui.run(
        host=host, port=port, show=open_browser, reload=False, title="Brimstone", show_welcome_message=False,
        storage_secret=secrets.token_hex(16), uvicorn_logging_level="warning", reconnect_timeout=_FORGIVES,
        message_history_length=_HISTORY,
    )  # fmt: skip


def completions(asked: dict[str, str]) -> dict[str, Any]:
    """What may stand at the cursor of an editor, as its completion takes it."""
    before, after = asked.get("before", ""), asked.get("after", "")
    if len(before) + len(after) > LONGEST:
        return {"typed": 0, "options": []}
    begin, options = complete_at(before + after, len(before))
    return {"typed": len(before) - begin, "options": [one.to_dict() for one in options]}


def guard(token: str | None) -> Any:
    """What asks every visitor for the token, where there is one, and sends the headers that keep a page to itself."""

    async def dispatch(request: Any, answer: Any) -> Any:
        from starlette.responses import PlainTextResponse

        given = request.query_params.get("token") or request.cookies.get(_COOKIE, "")
        if token is not None and not secrets.compare_digest(given, token):
            return PlainTextResponse("This page asks for the token that its server printed.", 403)
        if request.url.path == _COMPLETIONS and not 0 < int(request.headers.get("content-length", 0)) < _LARGEST_ASKED:
            return PlainTextResponse("A recipe is a text of at most 60 kB.", 413)
        response = await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if token is not None and "token" in request.query_params:
            response.set_cookie(_COOKIE, token, httponly=True, samesite="strict")
        return response

    return dispatch
