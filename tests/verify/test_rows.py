"""The checklist itself: what every row says of itself, and the files it is read from."""

import json
import re
from pathlib import Path

import pytest

import brimstone
from brimstone.errors import LibraryError
from brimstone.verify import KINDS, rows
from brimstone.verify import row as row_module
from brimstone.verify.row import Claim

ROWS = rows()
_SIZES = {"A": 8, "B": 14, "C": 16, "D": 11, "E": 16, "F": 16, "G": 17, "H": 14, "K": 6}


def test_every_row_of_the_checklist_is_there_once():
    assert [row.id for row in ROWS] == [f"{group}{n}" for group, size in _SIZES.items() for n in range(1, size + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_what_it_rests_on(row):
    assert row.quotes
    assert all(quote.strip() == quote and quote in row.quote for quote in row.quotes)
    assert re.search(r"(Zhu 2023|Qi 2024), sections? \d", row.source)
    assert row.phenomenon
    assert row.domain
    assert row.kind in KINDS
    assert row.assumed or row.kind != "by construction"
    assert row.claims
    assert len(row.mutations) >= 2
    for claim in row.claims:
        relations = [claim.equals is not None, claim.above is not None or claim.below is not None,
                     claim.rises is not None, claim.falls is not None, claim.holds]  # fmt: skip
        assert sum(relations) == 1, claim
        assert claim.within is None or claim.factor is None, claim
        assert claim.spread is None or claim.spread <= 10.0, claim


#: Ranges of the reviews themselves, which are wider than a decade; single numbers stand beside each of them.
_OF_THE_REVIEWS = {
    ("B1", "conductivity of oxides, sulfides, nitride, halide"),
    ("B1", "conductivity of the polymer at 25 degC"),
    ("B2", "conductivity"),
    ("B5", "conductivity at 25 degC"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_claim_accepts_is_no_wider_than_a_decade(row):
    """A potential against a reference and an exponent have no ratio."""
    for claim in row.claims:
        assert claim.factor is None or 1.0 < claim.factor <= 3.163, claim
        if isinstance(claim.above, (int, float)) and isinstance(claim.below, (int, float)):
            ratio = claim.below / claim.above if claim.above > 0.0 else 1.0
            assert (row.id, claim.what) in _OF_THE_REVIEWS or claim.unit == "V" or ratio <= 10.001, claim
        elif claim.factor is None and claim.within and isinstance(claim.equals, (int, float)) and claim.equals:
            ends = abs(claim.equals) - claim.within, abs(claim.equals) + claim.within
            assert ends[0] > 0.0, claim
            assert ends[1] <= 10.0 * ends[0], claim


def papers(text):
    """The papers that a text names, by DOI."""
    return {doi.rstrip(".") for doi in re.findall(r"10\.\d{4,}/[^\s,;:)\"']+", text)}


#: What constants and properties of the library are taken from; reported cells are no constants.
_LEARNED = {
    doi
    for part in ("constants", "materials", "classes")
    for file in (Path(brimstone.__file__).parent / "library" / "data" / part).rglob("*.yaml")
    for doi in papers(file.read_text("utf-8"))
}


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "predicted"], ids=lambda row: row.id)
def test_a_predicted_row_is_compared_with_no_number_that_a_constant_came_from(row):
    """A claim against a paper that the library has learned from says what was learned: another number of it."""
    for claim in row.claims:
        assert not claim.built, f"{claim.what}: taken from the number by which it is checked"
        learned = _LEARNED & papers(claim.source)
        assert not learned or claim.beside, f"{claim.what}: constants were taken from {learned}"


def quantity(mutation):
    """What a mutation multiplies; None for a sign, a process switched off or several things at once."""
    if mutation.get("times", 0.0) <= 0.0 or "and" in mutation or "only" in mutation:
        return None
    return json.dumps({key: mutation[key] for key in mutation if key not in ("times", "unseen")})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_row_is_about_is_broken_both_ways(row):
    """By a factor of three at most: a check that notices a tenfold error alone is none."""
    factors = {}
    for mutation in row.mutations:
        if name := quantity(mutation):
            factors.setdefault(name, []).append(mutation["times"])
    for name, times in factors.items():
        assert any(1.0 < one <= 3.0 for one in times), f"{name}: no break upward by three or less"
        assert any(0.33 <= one < 1.0 for one in times), f"{name}: no break downward by three or less"


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "shape"], ids=lambda row: row.id)
def test_a_shape_has_more_than_its_anchor(row):
    assert any(not claim.built and not claim.holds for claim in row.claims)


def test_a_word_that_no_row_has_is_refused_with_the_nearest(monkeypatch, tmp_path):
    monkeypatch.setattr(row_module, "FILES", tmp_path)
    entry = "A1:\n  phenomenon: p\n  quotes: [q]\n  source: s\n  kind: record\n  domain: d\n  clams: []\n  claims: []\n"
    (tmp_path / "A.yaml").write_text(entry)
    row_module.rows.cache_clear()
    try:
        with pytest.raises(LibraryError, match="'clams' is not known here; claims"):
            row_module.rows()
    finally:
        row_module.rows.cache_clear()


def test_a_claim_has_no_limit_unless_it_is_written():
    claim = Claim("x", "1 + 1")
    assert (claim.above, claim.below, claim.equals, claim.spread) == (None, None, None, None)
