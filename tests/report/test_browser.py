import subprocess

from brimstone.report import write
from tests.report.browser import CHROMIUM, in_a_browser
from tests.report.parsing import Page


@in_a_browser
def test_a_browser_draws_every_figure_and_complains_of_nothing(uncertain, tmp_path):
    (path,) = write(uncertain, tmp_path)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    options += ["--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"]
    options += [f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=8000", "--dump-dom"]
    done = subprocess.run([str(CHROMIUM), *options, path.as_uri()], capture_output=True, text=True, timeout=120)
    assert "CONSOLE" not in done.stderr
    drawn = [
        attributes for _, attributes in Page(done.stdout).elements if "js-plotly-plot" in attributes.get("class", "")
    ]
    assert {attributes["data-figure"] for attributes in drawn} == {
        "voltage",
        "electrodes",
        "rates",
        "ragone",
        "differential",
        "stack",
        "losses",
        "front-state",
        "front-reaction",
        "energy",
    }
