import re

import pytest

from brimstone.library import Entry, load
from brimstone.library.citations import bibtex, dois


def entry(source, where="LGPS.ionic_conductivity", note=""):
    return Entry(where, 1.0, None, None, "1", "number", source, "measured", note)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1039/c8ee00907d", ["10.1039/c8ee00907d"]),
        ("three compositions, doi:10.1149/1945-7111/abf8d7; spread estimated", ["10.1149/1945-7111/abf8d7"]),
        ("OBELiX entry 3, doi:10.1016/j.ssi.2012.06.008, doi:10.1002/aenm.201903253", [
            "10.1016/j.ssi.2012.06.008", "10.1002/aenm.201903253"]),
        ("(after Zhu, He and Mo 2015, doi:10.1021/acsami.5b07517)", ["10.1021/acsami.5b07517"]),
        ("doi:10.1016/S0167-2738(99)00353-X.", ["10.1016/S0167-2738(99)00353-X"]),
        ("estimate: 10.5/3 of it", []),
    ],
)  # fmt: skip
def test_dois_are_read_as_they_stand(text, expected):
    assert dois(text) == expected


def test_each_source_is_cited_once_with_what_it_was_used_for():
    text = bibtex([entry("doi:10.1039/c8ee00907d"), entry("doi:10.1039/c8ee00907d", "cell_a.b"), entry("estimate: 3")])
    assert text.count("10.1039/c8ee00907d}") == 1
    assert r"used for LGPS.ionic\_conductivity, cell\_a.b" in text
    assert text.startswith("@software{brimstone,")


def test_a_review_is_cited_when_a_number_comes_from_it_and_not_else():
    assert "zhu2023" in bibtex([entry("Zhu 2023, section 2.2")])
    assert "zhu2023" not in bibtex([entry("doi:10.1039/c8ee00907d")])


def test_reviews_of_the_library_can_be_cited():
    names = [review.name for review in load().reviews()]
    text = bibtex([entry(f"{name}, section 1") for name in names])
    assert len(re.findall(r"^@article", text, re.MULTILINE)) == len(names)


def test_what_is_printed_is_well_formed_bibtex(brimstone_entries):
    text = bibtex(brimstone_entries)
    blocks = [block for block in text.strip().split("\n\n") if not block.startswith("% ")]
    assert len(blocks) > 3
    keys = [re.match(r"@\w+\{([\w-]+),\n", block)[1] for block in blocks]
    assert len(set(keys)) == len(keys)
    for block in blocks:
        assert block.count("{") == block.count("}")
        assert block.endswith("}")


@pytest.fixture(scope="module")
def brimstone_entries():
    from brimstone.cell import Cell
    from brimstone.recipe import parse

    return Cell(parse(
        "cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, Super P: 20 wt%}, loading: 1 mg/cm2}\n"
        "separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]\nanode: {material: Li-In}\n"
        "protocol: [{rates: [0.1C], window: [1 V, 2.8 V]}]"
    )).provenance(members=1)  # fmt: skip
