"""Screenshots of the live page: ``python docs/screenshots.py`` writes them to docs/images."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).with_name("images")
PORT = 8766
SHOTS = {  # name -> width, colours, tab
    "studio": (1440, "light", None),
    "studio-losses": (1440, "dark", "What holds it back"),
    "studio-energy": (1440, "light", "Energy"),
    "studio-narrow": (768, "light", None),
}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Serve a published cell and look at it."""
    IMAGES.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "brimstone", "studio", "cell:Yao2017", "--port", str(PORT), "--no-browser"]
    with subprocess.Popen(command, env=dict(os.environ)) as server:
        try:
            _wait(server)
            _take()
        finally:
            server.terminate()


def _wait(server: subprocess.Popen) -> None:
    for _ in range(200):
        try:
            urlopen(f"http://localhost:{PORT}/", timeout=5).close()
            return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("the page could not be served") from None
            time.sleep(0.5)


def _take() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for name, (width, colours, tab) in SHOTS.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)
            page = context.new_page()
            page.goto(f"http://localhost:{PORT}/")
            page.get_by_text("intervals of 60 samples").wait_for(timeout=240_000)
            if tab is not None:
                page.get_by_role("tab", name=tab).click()
                page.wait_for_function("!document.querySelector('.q-spinner')", timeout=240_000)
            page.wait_for_timeout(3000)
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
