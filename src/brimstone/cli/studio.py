"""``brimstone studio``: the live page."""

import importlib.util
import socket

from brimstone.cli.sources import recipe_text
from brimstone.errors import BrimstoneError


def run_studio(source: str | None, *, host: str, port: int, open_browser: bool) -> None:
    """Carry out ``brimstone studio``; it ends when it is interrupted.

    Raises
    ------
    BrimstoneError
        When the page can't be served: something is not installed, the port is taken, or there is no recipe.
    """
    if importlib.util.find_spec("nicegui") is None:
        raise BrimstoneError("the live page needs the package nicegui: pip install 'brimstone[studio]'")
    text = None if source is None else recipe_text(source)
    _require_free(host, port)
    from brimstone.studio import serve

    serve(text, host=host, port=port, open_browser=open_browser)


def _require_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except OSError as problem:
        raise BrimstoneError(
            f"can't listen on {host}, port {port}: {problem.strerror}; choose another with --port or --host"
        ) from None
