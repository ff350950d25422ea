"""What is packed into a page comes out of it as it was, means nothing in HTML, and is small."""

import json
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.report import render
from brimstone.report._packed import packed, packed_data, packed_plotly, unpacked
from tests.report.parsing import unpacked_data

LETTERS = re.compile(r'const LETTERS = "([^"]+)"')


@given(st.text())
def test_what_is_packed_comes_out_as_it_was(text):
    assert unpacked(packed(text)) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1, max_size=2), inner),
    )
)
def test_data_come_out_as_they_were(content):
    assert unpacked_data(packed_data(content)) == content


def test_many_alike_objects_are_packed_by_columns():
    names = ["capacity_mAh_g", "areal_capacity_mAh_cm2", "mean_voltage_V", "energy_Wh_kg", "thickness_change_um"]
    rows = [{name: round(math.sin(7.0 * row + place), 4) for place, name in enumerate(names)} for row in range(500)]
    assert len(packed_data(rows)) < 0.7 * len(packed(json.dumps(rows)))


@given(st.text(min_size=200))
def test_a_packed_text_can_not_end_its_element_or_begin_a_comment(text):
    assert not set("</'\"\\ \n") & set(packed(text))


def test_the_page_knows_the_letters_in_their_order(page):
    import base64

    (letters,) = LETTERS.findall(page)
    words = base64.b85encode(bytes(range(256)) * 40).decode().replace("<", ".")
    assert set(words) <= set(letters)
    for value, letter in enumerate(letters):  # a group of five letters, the first four of the least value
        four = base64.b85decode(("0000" + letter).replace(".", "<"))
        assert int.from_bytes(four, "big") == value


def test_plotly_is_packed_once_and_comes_out_as_a_program():
    words, name = packed_plotly()
    assert packed_plotly()[0] is words
    assert name.startswith("sha256-")
    assert "plotly.js v" in unpacked(words)[:200]


def test_a_report_is_smaller_than_one_and_a_half_megabytes(page):
    assert len(page.encode()) < 1.5e6


@pytest.fixture(scope="module")
def page(uncertain):
    return render(uncertain)
