"""Numbers of the library beside their sources."""

from brimstone.library import load
from brimstone.view.known import cell_values, material_values

LIBRARY = load()


def test_the_table_of_a_material_shows_value_interval_temperature_and_source():
    rows = {row.name: row for row in material_values(LIBRARY.material("LPSCl"))}
    row = rows["ionic conductivity, at 25 degC"]
    assert (row.value, row.interval, row.temperature) == ("1.75 mS/cm", "1–3.1", "25 °C")
    assert rows["density"].source.startswith("doi:10.1002/aenm.201903253; ")
    assert rows["oxidation potential"].value == "2.01 V"


def test_a_gap_is_shown_as_a_gap():
    rows = {row.name: row for row in material_values(LIBRARY.material("LiFSI"))}
    assert (rows["density"].value, rows["density"].source) == ("not known", "no source found")


def test_what_a_user_would_look_for_and_nobody_reported_is_shown_as_not_known():
    rows = {row.name: row for row in material_values(LIBRARY.material("Li3InCl6"))}
    assert (rows["fracture toughness"].value, rows["fracture toughness"].source) == ("not known", "")


def test_all_materials_and_cells_can_be_shown():
    for material in LIBRARY.materials():
        assert all(row.name and row.value for row in material_values(material))
    for cell in LIBRARY.cells():
        assert all(row.name and row.value and row.source for row in cell_values(cell))
