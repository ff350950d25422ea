"""The live page in a browser: sliders move curves, errors stand in place, nothing is fetched from elsewhere."""

import pytest

import brimstone
from tests.report.browser import in_a_browser
from tests.studio.conftest import CAPACITY, WAIT

pytest.importorskip("nicegui")
from brimstone.studio.tabs import TABS  # needs what the line above asks for

pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.slow, in_a_browser]


def first_number(page):
    return page.locator(CAPACITY).first.inner_text()


def test_a_slider_moves_the_curve_and_the_text_of_the_recipe(page):
    before = page.locator(".cards").inner_text()
    slider = page.get_by_role("slider", name="temperature")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    changed = "before => document.querySelector('.cards').innerText != before"
    page.wait_for_function(changed, arg=before, timeout=WAIT)
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_function(
        "document.querySelector('.cm-content')?.innerText.includes('{temperature: 60 degC') === false", timeout=WAIT
    )


def test_a_page_whose_connection_was_cut_goes_on_and_one_that_is_loaded_anew_keeps_its_cell(page):
    page.evaluate("window.socket.io.engine.close()")
    before = page.locator(".cards").inner_text()
    page.get_by_role("slider", name="loading").focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    changed = "before => document.querySelector('.cards').innerText != before"
    page.wait_for_function(changed, arg=before, timeout=WAIT)
    page.get_by_label("Start from a reported cell").click()
    page.get_by_role("option", name="Xu2019", exact=True).click()
    page.wait_for_function("document.querySelector('h1').innerText.includes('Xu')", timeout=WAIT)
    page.reload()
    page.wait_for_selector(CAPACITY, timeout=WAIT)
    assert "Xu" in page.locator("h1").inner_text()


def test_intervals_follow_once_the_sliders_rest(page):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    assert "–" in page.locator(".card-interval").first.inner_text()


def test_an_error_in_the_text_is_told_beside_it_and_goes_when_it_is_mended(page):
    page.get_by_role("button", name="Side by side").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("nonsense: 3\n")
    page.locator(".problem.error").first.wait_for(timeout=WAIT)
    assert "nonsense" in page.locator(".problem.error").first.inner_text()
    for _ in range(15):
        page.keyboard.press("Control+z")
    page.wait_for_function("!document.querySelector('.problem.error')", timeout=WAIT)


def test_the_losses_are_drawn_when_their_tab_is_opened(page):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    page.get_by_role("tab", name="What holds it back").click()
    page.get_by_text("below equilibrium on average").first.wait_for(timeout=WAIT)


def test_another_cell_is_chosen_by_its_name(page):
    page.get_by_label("Start from a reported cell").click()
    page.get_by_role("option", name="Xu2019", exact=True).click()
    page.wait_for_function("document.querySelector('h1').innerText.includes('Xu')", timeout=WAIT)


def test_two_visitors_do_not_disturb_each_other(page, browser, address):
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector(CAPACITY, timeout=WAIT)
    before = first_number(other)
    page.get_by_label("Start from a reported cell").click()
    page.get_by_role("option", name="Xu2019", exact=True).click()
    page.wait_for_function("document.querySelector('h1').innerText.includes('Xu')", timeout=WAIT)
    assert first_number(other) == before
    other.close()


def test_a_measured_file_is_drawn_over_the_curve_and_the_cell_is_fitted_to_it(page, tmp_path):
    step = brimstone.load("examples/yao2017.yaml").run(certain=True).shown[2]
    rows = zip(step.curve.time, -step.curve.current / 10.0, step.curve.voltage - 0.02, strict=True)  # 1 cm2
    lines = [f"{time:.1f},{current:.6f},{voltage:.5f}" for time, current, voltage in rows]
    (tmp_path / "cell.csv").write_text("Time (s),Current (mA),Voltage (V)\n" + "\n".join(lines) + "\n")
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    page.get_by_role("tab", name="Measured").click()
    page.get_by_label("mass of active material").fill("0.45 mg")
    page.locator(".right input[type=file]").set_input_files(tmp_path / "cell.csv")
    page.get_by_role("button", name="Fit this cell to the file").click(timeout=WAIT)
    page.get_by_role("button", name="Fit", exact=True).click(timeout=WAIT)
    page.get_by_role("button", name="Download the fitted recipe").wait_for(timeout=WAIT)
    assert page.get_by_text("parameters").count() > 0
    page.get_by_role("tab", name="Cell", exact=True).click()
    page.get_by_role("tab", name="Measured").click()
    page.get_by_role("button", name="Fit this cell to the file").wait_for(timeout=WAIT)  # the file is still there


def test_the_editor_completes_what_is_begun_and_a_line_of_the_form_is_taken(page):
    page.get_by_role("button", name="Side by side").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("mat")
    page.locator(".cm-tooltip-autocomplete").get_by_text("materials", exact=True).wait_for(timeout=WAIT)
    page.keyboard.press("Escape")
    for _ in range(6):
        page.keyboard.press("Control+z")
    page.wait_for_function("!document.querySelector('.problem.error')", timeout=WAIT)
    page.get_by_text("All fields").click()
    line = page.get_by_label("Loading", exact=True)
    line.fill("0.9 mg/cm2")
    line.press("Tab")
    page.wait_for_function(
        "document.querySelector('.cm-content').innerText.includes('loading: 0.9 mg/cm2')", timeout=WAIT
    )


def test_every_tab_draws_something_and_none_stops_the_server(page):
    page.get_by_text("intervals of 60 samples").wait_for(timeout=WAIT)
    names = page.get_by_role("tab").all_inner_texts()
    assert len(names) == len(TABS)
    for name in names:
        page.get_by_role("tab", name=name, exact=True).click()
        panel = page.get_by_role("tabpanel")
        panel.locator("figure, table, img, .summary, .note:not(:empty), .q-field").first.wait_for(timeout=WAIT)
    page.get_by_text("each with its values, where they come from").wait_for(timeout=WAIT)  # the last tab, the library
