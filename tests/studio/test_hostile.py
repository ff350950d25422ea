"""What a visitor takes from the live page, what he stops, and what a hostile one hands it."""

import os
from pathlib import Path

import pytest

from tests.report.browser import in_a_browser
from tests.studio.conftest import CAPACITY, WAIT

pytest.importorskip("nicegui")
pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.slow, in_a_browser]
TRACES = ("Traceback", 'File "', "site-packages", "Internal Server Error")
SCRIPT = "<img src=x onerror='window.harmed = true'><script>window.harmed = true</script>"


def left_behind(premises):
    """Files that the server has written outside of its store."""
    written = {path for name in ("work", "tmp") for path in (premises / name).rglob("*") if path.is_file()}
    return written | set(Path("/tmp").glob("brimstone-escaped*"))


def upload(page, side, name, content):
    page.locator(f".{side} input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def unharmed(page):
    """Whether the page shows no trace of a stack, ran no script of a visitor, and still computes."""
    words = page.locator("body").inner_text()
    assert not [one for one in TRACES if one in words]
    assert not page.evaluate("Boolean(window.harmed)")
    page.get_by_role("tab", name="Curves", exact=True).click()
    page.wait_for_selector(CAPACITY, timeout=WAIT)
    before = page.locator(".cards").inner_text()
    page.get_by_role("slider", name="loading").focus()
    page.keyboard.press("PageUp")
    page.wait_for_function("before => document.querySelector('.cards').innerText != before", arg=before, timeout=WAIT)


@pytest.mark.parametrize(
    ("entry", "ending", "begins"),
    [
        ("Recipe (YAML)", ".yaml", b"name: Yao 2017"),
        ("Report (HTML)", ".html", b"<!doctype html>"),
        ("Curves (CSV)", ".csv", b""),
        ("Curves (PNG, one column)", ".png", b"\x89PNG"),
        ("Curves (SVG, one column)", ".svg", b"<?xml"),
    ],
)
def test_what_is_taken_from_the_page_is_what_its_name_says(page, entry, ending, begins):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=WAIT) as taken:
        page.get_by_text(entry, exact=True).click()
    content = Path(taken.value.path()).read_bytes()
    assert taken.value.suggested_filename.endswith(ending)
    assert len(content) > 500
    assert content[:200].lower().lstrip().startswith(begins.lower())


def test_the_numbers_of_a_figure_are_taken_as_a_table(page):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    with page.expect_download(timeout=WAIT) as taken:
        page.get_by_role("button", name="numbers", exact=False).first.click()
    lines = Path(taken.value.path()).read_text("utf-8").splitlines()
    assert len(lines) > 50
    assert "," in lines[0]


def test_work_that_is_stopped_ends_and_the_page_goes_on(page):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    page.get_by_role("tab", name="Strategies").click()
    page.get_by_role("button", name="Stop").click(timeout=WAIT)
    page.get_by_text("Stopped.").wait_for(timeout=WAIT)
    unharmed(page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../../tmp/brimstone-escaped.yaml", b"name: x\n"),
        (f"{SCRIPT}.yaml", f"name: '{SCRIPT}'\nnote: '{SCRIPT}'\n".encode()),
        ("binary.yaml", bytes(range(256)) * 20),
        ("bomb.yaml", b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n"),
        ("object.yaml", b"name: !!python/object/apply:os.system ['touch /tmp/brimstone-escaped']\n"),
        ("deep.yaml", b"[" * 5000),
    ],
)
def test_a_hostile_recipe_is_refused_in_words(page, premises, name, content):
    upload(page, "left", name, content)
    page.locator(".problem.error, .q-notification").first.wait_for(timeout=WAIT)
    words = page.locator("body").inner_text()
    assert not [one for one in TRACES if one in words]
    assert not page.evaluate("Boolean(window.harmed)")
    assert left_behind(premises) == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../../tmp/brimstone-escaped.mpr", b"BIO-LOGIC MODULAR FILE\x1a" + os.urandom(3000)),
        (f"{SCRIPT}.csv", b"Time (s),Current (mA),Voltage (V)\n" + SCRIPT.encode() + b",1,2\n"),
        ("binary.nda", b"NEWARE" + os.urandom(5000)),
        ("empty.csv", b""),
        ("zip.ndax", b"PK\x03\x04" + os.urandom(2000)),
        ("database.res", b"\x00\x01\x00\x00Standard Jet DB\x00" + os.urandom(5000)),
        ("numbers.csv", b"Time (s),Current (mA),Voltage (V)\n" + b"1e999,nan,inf\n" * 50),
        ("nothing.xlsx", os.urandom(4000)),
    ],
)
def test_a_hostile_file_of_a_cycler_is_refused_in_words(page, premises, name, content):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    page.get_by_role("tab", name="Measured").click()
    upload(page, "right", name, content)
    page.locator(".right .note.bad").first.wait_for(timeout=WAIT)
    unharmed(page)
    assert left_behind(premises) == set()


def test_a_recipe_that_is_too_large_is_refused(page):
    upload(page, "left", "large.yaml", b"# " + b"x" * 200_000)
    page.get_by_text("at most 60 kB").wait_for(timeout=WAIT)
    unharmed(page)
