"""Every number of the library that moves a green row is told: it turns the row red, or the row says why it does not."""

import fnmatch
import re

import pytest

from brimstone.library import load
from brimstone.verify import Claim, Row, check, recorded, rows
from brimstone.verify.sweep import Found, moved, quantities, read_by, sweep, swept, unsaid

ROWS = rows()
GREEN = [row for row in ROWS if recorded()[row.id].green]


def said(row, silent):
    words = ", ".join(f"{name} ({far})" for name, far in silent.items())
    assert not silent, f"{row.phenomenon}: what moves it, green both ways, and is said nowhere: {words}"


@pytest.mark.slow
@pytest.mark.untold
@pytest.mark.parametrize("row", GREEN, ids=lambda row: row.id)
def test_nothing_else_moves_a_row_than_what_is_known_to_or_told(row):
    """All that it reads, is not told and not recorded to turn it red is broken threefold, up and down, most at once."""
    intact = check(row)
    assert intact.passed, intact.distance
    said(row, unsaid(intact, anew=False))


@pytest.mark.slow
@pytest.mark.sweep
@pytest.mark.parametrize("row", GREEN, ids=lambda row: row.id)
def test_what_moves_a_row_turns_it_red_or_is_told(row):
    """All that it reads is broken; what leaves it green both ways has its reason."""
    intact = check(row)
    assert intact.passed, intact.distance
    said(row, unsaid(intact))


@pytest.mark.parametrize("row", [row for row in ROWS if row.unseen], ids=lambda row: row.id)
def test_what_is_unseen_are_numbers_of_the_library_with_a_reason(row):
    every = quantities(load())
    for one in row.unseen:
        assert one.because
        if one.row:
            broken = [name for name, noticed in recorded()[one.row].mutations.items() if noticed]
            red = swept().get(one.row, Found()).red
            assert all(any(name in each for each in (*broken, *red)) for name in one.of), one
        for pattern in one.patterns:
            assert len(re.sub(r"\W|of", "", pattern)) >= 4, f"{pattern} tells nothing"
            assert any(fnmatch.fnmatchcase(name, pattern) for name in every), pattern


@pytest.mark.parametrize("row", GREEN, ids=lambda row: row.id)
def test_what_was_found_to_leave_a_row_green_is_told(row):
    found = swept().get(row.id, Found())
    assert {*found.red, *found.green} <= set(quantities(load()))
    untold = [name for name in found.green if not any(one.tells(name) for one in row.unseen)]
    assert not untold, row.phenomenon


RATIO = "library.constant('film/length').si * library.constant('film/conductivity').si * 1e18"


def row(*claims):
    return Row("A0", "p", ("q",), "s", "record", "d", tuple(claims))


def test_what_a_row_reads_is_found():
    assert read_by(row(Claim("x", RATIO, above=0.0))) == ("film/conductivity", "film/length")
    assert read_by(row(Claim("x", "library.material('LLZO')['density'].si", above=0.0))) == ("density of LLZO",)


def test_what_moves_a_number_and_turns_nothing_red_is_found():
    loose = row(Claim("x", RATIO, above=0.0))
    found = sweep(check(loose))
    assert found.noticed == ()
    assert set(found.silent) == {"film/length", "film/conductivity"}
    assert [far.share for far in found.silent.values()] == pytest.approx([2.0, 2.0])
    assert {far.what for far in found.silent.values()} == {"x"}
    assert sweep(check(loose), known=["film/length"]) == found


def test_a_quantity_that_turns_a_row_red_one_way_is_noticed():
    at = load().constant("film/length").si
    bound = row(Claim("x", "library.constant('film/length').si", below=2.0 * at))
    found = sweep(check(bound))
    assert found.noticed == ("film/length",)
    assert found.silent == {}


def test_a_quantity_that_is_a_mutation_is_left_to_the_mutations():
    named = Row("A0", "p", ("q",), "s", "record", "d", (Claim("x", RATIO, above=0.0),),
                mutations=({"constant": "film/length", "times": 3},))  # fmt: skip
    assert set(sweep(check(named)).silent) == {"film/conductivity"}


def test_two_quantities_that_make_up_for_each_other_are_both_found():
    quotient = "library.constant('film/length').si / library.constant('film/conductivity').si"
    assert len(sweep(check(row(Claim("x", quotient, above=0.0)))).silent) == 2


@pytest.mark.parametrize(
    ("limits", "other", "share"),
    [
        ({"above": 1.0}, "2.4", 0.2),
        ({"below": 0.5}, "2.02", 0.01),
        ({"below": 20.0}, "4.0", 0.1),
        ({"equals": 2.1, "within": 0.2}, "2.1", 0.1),
        ({"equals": 2.5, "factor": 2}, "1.5", 0.2),
        ({"above": 99.0, "below": 101.0}, "99.5", 0.1),
        ({"rises": 1.0}, "[1, 2.4]", 0.2),
        ({"rises": 1.0}, "[1.2, 2.4]", 0.2),
        ({"holds": True}, "2.0", 0.0),
    ],
)
def test_how_far_a_number_moves_is_counted_by_itself_or_its_limit(limits, other, share):
    first = "[1, 2]" if "rises" in limits else "100.0" if limits.get("above") == 99.0 else "2.0"
    before, after = (check(row(Claim("x", of, **limits))).findings[0] for of in (first, other))
    assert moved(before, after) == pytest.approx(share, abs=1e-9)
