"""Who sees the live page: this machine, and others with the token of the server."""

import asyncio

import pytest

from brimstone.studio.serve import guard

pytest.importorskip("starlette")


def asked(query="", cookie=""):
    """What the guard of a page with a token answers."""
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse

    async def answer(request):
        return PlainTextResponse("a cell")

    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers}
    return asyncio.run(guard("secret")(Request(scope), answer))


def test_a_page_for_others_asks_for_its_token():
    assert asked().status_code == 403
    assert asked("token=wrong").status_code == 403
    assert asked(cookie="brimstone-token=wrong").status_code == 403
    first = asked("token=secret")
    assert first.status_code == 200
    assert "frame-ancestors 'none'" in first.headers["Content-Security-Policy"]
    assert "brimstone-token=secret" in first.headers["set-cookie"]
    assert asked(cookie="brimstone-token=secret").status_code == 200
