import pytest

from brimstone.errors import UnknownNameError
from brimstone.library.queries import SORT_KEYS, list_materials, nominal


def test_sulfides_sorted_by_conductivity_begin_with_the_best_and_end_with_the_unknown(library):
    listed = list_materials(library, class_="sulfide", sort="conductivity")
    sigmas = [nominal(material.get("ionic_conductivity")) for material in listed]
    known = [sigma for sigma in sigmas if sigma is not None]
    assert known == sorted(known, reverse=True)
    assert sigmas[len(known) :] == [None] * (len(sigmas) - len(known))
    assert listed[0].name == "Li9.54Si1.74P1.44S11.7Cl0.3"


@pytest.mark.parametrize("key", sorted(SORT_KEYS))
def test_every_sort_key_keeps_all_materials(library, key):
    assert len(list_materials(library, sort=key)) == len(library.materials())


def test_unknown_words_for_a_list_are_refused_with_the_nearest(library):
    with pytest.raises(UnknownNameError, match="sulfide"):
        list_materials(library, class_="sulfied")
    with pytest.raises(UnknownNameError, match="conductivity"):
        list_materials(library, sort="conductivty")
    with pytest.raises(UnknownNameError, match="electrolyte"):
        list_materials(library, kind="electrolytes")
