import math

import pytest

from brimstone.view import Number
from brimstone.view.words import (
    duration,
    fixed,
    frequency,
    given,
    in_lines,
    interval,
    listed,
    number,
    printed,
    quantity,
    signed,
    some,
    unit,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1234"),
        (0.012345, "0.0123"),
        (-1.5, "−1.50"),
        (3.21e-9, "3.21 × 10⁻⁹"),
        (0.0, "0"),
        (math.nan, "–"),
        (None, "–"),
        (999.96, "1000"),
        (654321.0, "654321"),
        (1.5e6, "1.50 × 10⁶"),
    ],
)
def test_a_number_has_three_digits_and_never_loses_its_integer_part(value, text):
    assert number(value) == text


def test_an_interval_is_rounded_like_its_number():
    assert interval(1511.2, 2026.4) == "1511–2026"
    assert interval(-0.5, 0.25) == "−0.500 – 0.250"
    assert interval(None, None) == ""
    assert interval(0.2, 0.20001) == ""  # a prescribed charge has none
    assert str(Number(12.34, 11.0, 13.0, "mV")) == "12.3 mV (11.0–13.0)"


def test_a_sentence_has_its_units_as_a_paper_prints_them():
    assert printed("1C: 3 mA/cm2 at 25 degC, 20 ohm cm2 (5.2 mAh/g)") == (
        "1C: 3 mA\u00a0cm⁻² at 25 °C, 20 Ω\u00a0cm² (5.2 mAh\u00a0g⁻¹)"
    )
    assert printed("S/SSE after 48 h, doi:10.1002/aenm.201903253") == "S/SSE after 48 h, doi:10.1002/aenm.201903253"


def test_a_change_has_its_sign():
    assert signed(0.5) == "+0.500"
    assert Number(0.5, -0.1, 1.0, change=True).interval == "−0.100 to +1.00"
    assert Number(-0.5, change=True).text == "−0.500"


def test_what_rounds_to_nothing_has_no_sign():
    assert [fixed(-0.3), fixed(-0.6), fixed(0.3, change=True), fixed(-0.04, 1, change=True)] == ["0", "−1", "0", "0.0"]
    assert [fixed(12.4, change=True), fixed(math.nan), given(-0.0)] == ["+12", "–", "0"]


@pytest.mark.parametrize(
    ("name", "letters", "lines"),
    [
        ("discharge 0.2C, cycle 1", 24, ["discharge 0.2C, cycle 1"]),
        ("discharge 0.2C, cycle 1", 14, ["discharge 0.2C", "cycle 1"]),
        ("discharge 0.2C, cycle 1", 12, ["discharge", "0.2C", "cycle 1"]),
        ("0.13 mA cm⁻², cycle 12", 12, ["0.13 mA cm⁻²", "cycle 12"]),
        ("more sulfur per area", 12, ["more sulfur", "per area"]),
        ("uninterruptedly", 5, ["uninterruptedly"]),
    ],
)
def test_a_long_name_is_broken_at_its_commas_first(name, letters, lines):
    assert in_lines(name, letters) == lines


def test_units_are_printed_with_exponents():
    assert unit("mA/cm2") == "mA cm⁻²"
    assert quantity("300 um") == "300 µm"
    assert quantity("0.1C") == "0.1C"


def test_times_and_frequencies_are_told_in_the_unit_that_suits_them():
    assert (duration(90.0), duration(7200.0), duration(5.0)) == ("1.5 min", "2.0 h", "5.0 s")
    assert (frequency(2.5e6), frequency(0.01), frequency(0.0)) == ("2.5 MHz", "10 mHz", "")


def test_a_list_reads_as_a_sentence():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc")] == ["", "a", "a and b", "a, b and c"]


def test_some_of_many_keep_the_first_and_the_last():
    assert some(range(100), 5)[0] == 0
    assert some(range(100), 5)[-1] == 99
    assert some([1, 2], 5) == [1, 2]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1788.4, "1788"),
        (757.14, "757"),
        (0.0292, "0.0292"),
        (-1.38, "−1.38"),
        (3.2e-9, "3.20 × 10⁻⁹"),
        (6.5e7, "6.50 × 10⁷"),
        (999.9, "1000"),
        (0.0, "0"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_written_as_a_paper_prints_them(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mAh/g", "mAh g⁻¹"),
        ("mA/cm2", "mA cm⁻²"),
        ("um", "µm"),
        ("ohm cm2", "Ω cm²"),
        ("degC", "°C"),
        ("1/h", "h⁻¹"),
        ("W/m/K", "W m⁻¹ K⁻¹"),
        ("cm3/mol", "cm³ mol⁻¹"),
        ("MPa m^0.5", "MPa m⁰·⁵"),
        ("%", "%"),
        ("", ""),
    ],
)
def test_units_are_written_with_exponents(text, words):
    assert unit(text) == words


def test_quantities_keep_their_number_as_written():
    assert quantity("0.45 mg/cm2") == "0.45 mg cm⁻²"
    assert quantity("0.45 mg/cm2 of sulfur") == "0.45 mg cm⁻² of sulfur"
    assert quantity("0.1C") == "0.1C"
    assert quantity("constant pressure") == "constant pressure"
    assert interval(1.0, None) == ""
    assert [duration(seconds) for seconds in (5.0, 182.0, 79_000.0)] == ["5.0 s", "3.0 min", "22 h"]


def test_an_end_of_an_interval_that_is_nothing_beside_the_other_is_zero():
    assert interval(0.0346, 250.0) == "0–250"
    assert interval(-0.0584, 5.85e-5) == "−0.0584 – 0"
    assert Number(-0.0181, -0.0584, 5.85e-5, change=True).interval == "−0.0584 to 0"
    assert interval(0.5, 250.0) == "0.500–250"
