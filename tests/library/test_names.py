import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.errors import UnknownNameError
from brimstone.library import load
from brimstone.library.names import key
from tests.library import named_in_the_reviews as reviews


@pytest.mark.parametrize("name", sorted(set(reviews.names(reviews.ZHU_2023_MATERIALS + reviews.QI_2024_MATERIALS))))
def test_a_material_named_in_a_review_is_found_by_that_name(library, name):
    assert library.material(name).name


@pytest.mark.parametrize("name", reviews.names(reviews.TREATMENTS))
def test_a_treatment_named_in_a_review_is_found_by_that_name(library, name):
    assert library.treatment(name).strategy in {strategy.name for strategy in library.strategies()}


@pytest.mark.parametrize("name", reviews.names(reviews.STRATEGIES))
def test_a_strategy_named_in_a_review_is_found_by_that_name(library, name):
    assert library.strategy(name).variants


@pytest.mark.parametrize("name", [*reviews.CELLS.split(), *reviews.names(reviews.AUTHORS)])
def test_a_cell_of_a_review_is_found_by_its_number_and_by_its_author(library, name):
    assert library.cell(name).said


def test_every_class_of_electrolyte_of_the_reviews_has_materials(library):
    for class_ in ("sulfide", "oxide", "nitride", "hydride", "halide", "polymer", "gel", "liquid"):
        assert library.material_class(class_).quotes
        assert library.materials(kind="electrolyte", class_=class_)


@given(
    name=st.sampled_from(sorted(load().material_names())),
    upper=st.booleans(),
    filler=st.sampled_from(["", " ", "  ", "-", "_", "–"]),
)
def test_case_blanks_and_dashes_make_no_difference(name, upper, filler):
    written = filler.join([name.upper() if upper else name.lower(), ""])
    assert load().material(written) is load().material(name)


def test_subscripts_and_greek_letters_are_read_like_plain_ones():
    assert key("β-Li₃PS₄") == key("beta-Li3PS4") == key("BETA Li3PS4")


def test_a_decimal_point_is_not_dropped():
    assert key("Li1.5PS3.3") != key("Li15PS33")
    assert key("75Li2S.25P2S5") == key("75Li2S·25P2S5")


def test_an_unknown_name_is_refused_with_the_nearest_ones(library):
    with pytest.raises(UnknownNameError, match="Did you mean Ketjenblack"):
        library.material("Ketchenblack")
    with pytest.raises(UnknownNameError, match="Yao"):
        library.cell("Yao2018")
    with pytest.raises(UnknownNameError, match="treatment"):
        library.treatments("magic")


def test_every_proper_name_finds_itself(library):
    for material in library.materials():
        assert library.material(material.name) is material
    for cell in library.cells():
        assert library.cell(cell.name) is cell
