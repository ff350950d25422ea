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
    assert library.cell(name).quotes


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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("MWCNTs", "CNT"),
        ("carbon nanotubes", "CNT"),
        ("SWCNTs", "SWCNT"),
        ("VGCFs", "VGCF"),
        ("activated carbons", "activated carbon"),
        ("KB600", "Ketjenblack"),
        ("EC600JD", "Ketjenblack"),
        ("Super C65", "Super P"),
        ("Vulcan XC-72R", "Vulcan XC-72"),
        ("BP2000", "Black Pearls 2000"),
        ("Li6PS5Cl (NEI, 325 mesh)", "Li6PS5Cl"),
        ("LPSCl solid electrolyte powder", "Li6PS5Cl"),
        ("Li₅.₅PS₄.₅Cl₁.₅", "Li5.5PS4.5Cl1.5"),
        ("Li5.50PS4.50Cl1.50", "Li5.5PS4.5Cl1.5"),
        ("Li6PClS5", "Li6PS5Cl"),
        ("Li6−xPS5−xCl1+x (x = 0.5)", "Li5.5PS4.5Cl1.5"),
        ("Li6-xPS5-xCl1+x with x=0.6", "Li5.4PS4.4Cl1.6"),
        ("Li7-xPS6-xClx, x = 1", "Li6PS5Cl"),
        ("75Li2S–25P2S5 (mol%)", "75Li2S-25P2S5 glass"),
        ("Li3PS4 glass", "75Li2S-25P2S5 glass"),
        ("LPSBI", "Li7P2S8Br0.5I0.5"),
        ("S-PAN", "SPAN"),
        ("PTFE binder", "PTFE"),
        ("Li–In alloy", "Li-In"),
    ],
)
def test_a_material_is_found_by_the_name_that_a_paper_gives_it(library, written, meant):
    assert library.material(written).name == meant


@pytest.mark.parametrize("written", ["Li", "CuS", "Li3PS4+5", "rGO@S", "Li1.5PS3.3"])
def test_a_name_that_stands_in_the_library_means_itself(library, written):
    assert library.material(written).name == written


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
