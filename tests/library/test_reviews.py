"""What is wrong in the reviews is told where a number of it is used, and nowhere else."""

import pytest

from brimstone.library import defects_told, load

LIBRARY = load()
QI, ZHU = LIBRARY.reviews()[1], LIBRARY.reviews()[0]


def test_references_are_read_from_sources_of_that_review_only():
    assert QI.cited_in("Qi 2024, ref. 70, section 2.4") == {"70"}
    assert QI.cited_in("Qi 2024, section 2.4, its references 67 and 69") == {"67", "69"}
    assert QI.cited_in("Zhu 2023, ref. 70; Qi 2024, section 2.4") == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LTO.density", "L_4T_5O_{12}"),
        ("Li6.6Si0.6Sb0.4S5I.ionic_conductivity.at_25_degC", "Li6.6Si0.0.4S5I"),
        ("Li2S.electronic_conductivity", "bulk conductivities"),
    ],
)
def test_a_drawn_number_tells_its_defect(name, words):
    (told,) = defects_told(LIBRARY.reviews(), [name], [])
    assert words in told


def test_a_number_that_no_defect_names_tells_none():
    assert defects_told(LIBRARY.reviews(), ["Li2S.density", "Li6PS5Cl.density"], ["Qi 2024, ref. 82"]) == []


def test_a_reported_number_tells_the_defects_of_its_reference():
    told = defects_told(LIBRARY.reviews(), [], ["Qi 2024, ref. 70, section 2.4"])
    assert [("LATP" in one, "not a ratio" in one) for one in told] == [(True, False), (False, True)]


def test_what_a_defect_names_exists():
    cited = {quote.entry.strip("ZQp") for cell in LIBRARY.cells() for quote in cell.quotes}
    for review in LIBRARY.reviews():
        for one in review.defects:
            assert set(one.references) <= cited
            for name in one.names:
                owner, _, number = name.rpartition(".")
                assert name in LIBRARY.entries("material") or number in LIBRARY.material(owner).properties


def test_a_defect_is_of_a_whole_name_not_of_one_that_begins_alike():
    assert ZHU.touched(["LTO/density"], []) == ZHU.touched(["LTO.density"], []) != []
    assert ZHU.touched(["LTO2.density"], []) == []
