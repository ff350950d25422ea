"""Numbers of the library beside their sources."""

from brimstone.library import load
from brimstone.view.facts import cell_facts, material_facts

LIBRARY = load()


def test_the_table_of_a_material_shows_value_interval_temperature_and_source():
    facts = {fact.name: fact for fact in material_facts(LIBRARY.material("LPSCl"))}
    fact = facts["ionic conductivity, at 25 degC"]
    assert (fact.value, fact.interval, fact.temperature) == ("1.5 mS/cm", "0.6–3", "25 °C")
    assert facts["density"].source.startswith("doi:10.1002/aenm.201903253; ")
    assert facts["oxidation potential"].value == "2.01 V"


def test_a_gap_is_shown_as_a_gap():
    facts = {fact.name: fact for fact in material_facts(LIBRARY.material("LPSCl"))}
    assert (facts["price"].value, facts["price"].source) == ("not known", "no source found")


def test_what_a_user_would_look_for_and_nobody_reported_is_shown_as_not_known():
    facts = {fact.name: fact for fact in material_facts(LIBRARY.material("beta-Li3PS4"))}
    assert facts["price"].value == "not known"


def test_all_materials_and_cells_can_be_shown():
    for material in LIBRARY.materials():
        assert all(fact.name and fact.value for fact in material_facts(material))
    for cell in LIBRARY.cells():
        assert all(fact.name and fact.value and fact.source for fact in cell_facts(cell))
