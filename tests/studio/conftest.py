"""The live page in a browser, for the tests that open it."""

import os
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.report.browser import CHROMIUM

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WAIT = 90_000  # [ms]
CAPACITY = ".card-value"
_HIDDEN = "Resize must be passed a displayed plot"  # what plotly says of a figure on a tab that is not shown


@pytest.fixture(scope="module")
def premises(tmp_path_factory):
    """Where the server works, keeps runs and puts what it needs for a moment."""
    folder = tmp_path_factory.mktemp("premises")
    for name in ("work", "store", "tmp"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="module")
def address(premises):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "brimstone", "studio", "cell:Yao2017", "--port", str(port), "--no-browser"]
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    outside |= {"BRIMSTONE_STORE": str(premises / "store"), "TMPDIR": str(premises / "tmp")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=outside, cwd=premises / "work"
    ) as server:
        try:
            for _ in range(240):
                try:
                    urlopen(f"http://localhost:{port}/", timeout=5).close()
                    break
                except OSError:
                    assert server.poll() is None, server.stdout.read().decode()
                    time.sleep(0.5)
            yield f"http://localhost:{port}/"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.elsewhere, page.wrong = [], []
    page.on("request", lambda one: page.elsewhere.append(one.url) if "://localhost" not in one.url else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(address)
    page.wait_for_selector(CAPACITY, timeout=WAIT)
    yield page
    assert [url for url in page.elsewhere if not url.startswith(("data:", "blob:"))] == []
    assert [words for words in page.wrong if _HIDDEN not in words] == []
    context.close()
