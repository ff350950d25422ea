import pytest

from brimstone.errors import UnknownNameError
from brimstone.library.show import SORT_KEYS, cell_rows, list_materials, material_rows, nominal


def test_the_table_of_a_material_shows_value_interval_temperature_and_source(library):
    rows = {row.name: row for row in material_rows(library.material("LPSCl"))}
    row = rows["ionic conductivity, at 25 degC"]
    assert (row.value, row.interval, row.temperature) == ("1.5 mS/cm", "0.6 to 3 mS/cm", "25 degC")
    assert rows["density"].source == "doi:10.1002/aenm.201903253"
    assert rows["oxidation potential"].value == "2.01 V"


def test_a_gap_is_shown_as_a_gap(library):
    rows = {row.name: row for row in material_rows(library.material("LPSCl"))}
    assert (rows["price"].value, rows["price"].note) == ("not known", "no source found")


def test_what_a_user_would_look_for_and_nobody_reported_is_shown_as_not_known(library):
    rows = {row.name: row for row in material_rows(library.material("beta-Li3PS4"))}
    assert rows["price"].value == "not known"


def test_all_materials_and_cells_can_be_shown(library):
    for material in library.materials():
        assert all(row.name and row.value for row in material_rows(material))
    for cell in library.cells():
        assert all(row.name and row.value and row.source for row in cell_rows(cell))


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
