import re

import pytest

from brimstone.errors import LibraryError
from brimstone.inspect import check
from brimstone.library.cells import read_cell
from brimstone.recipe import parse
from tests.library.named_in_the_reviews import CELLS

ROWS = CELLS.split()


def figures(cell, quantity):
    return [figure for figure in cell.figures if figure.quantity == quantity]


def test_all_57_rows_of_the_reviews_are_records_with_their_exact_words(library):
    assert len(ROWS) == 57
    entries = [quote.entry for cell in library.cells() for quote in cell.quotes]
    assert sorted(entries) == sorted(ROWS)
    for cell in library.cells():
        for quote in cell.quotes:
            assert quote.quote
            assert quote.review in ("Zhu 2023", "Qi 2024")
            assert (quote.review == "Zhu 2023") == quote.entry.startswith("Z")


def test_the_reviews_are_cited_with_their_licence_and_their_defects(library):
    reviews = {review.name: review for review in library.reviews()}
    assert set(reviews) == {"Zhu 2023", "Qi 2024"}
    assert all(review.licence == "CC BY 4.0" and review.defects for review in reviews.values())
    assert any("misprint" in defect.what for defect in reviews["Qi 2024"].defects)


@pytest.mark.parametrize("rate", ["0.05C", "0.1C", "0.5C", "1C", "2C", "5C"])
def test_the_six_capacities_of_yao_2017_stand_in_its_quote(library, rate):
    cell = library.cell("Yao2017")
    (figure,) = (one for one in figures(cell, "discharge capacity") if one.at == rate and one.cycle is None)
    assert f"{figure.value.si / 3600:.0f}" in cell.quotes[0].quote
    assert figure.value.temperature == pytest.approx(333.15)


def test_numbers_of_a_figure_list_are_in_the_field_units_of_their_quantity(library):
    for cell in library.cells():
        for figure in cell.figures:
            assert figure.value.source, cell.name
            assert figure.basis is not None or figure.value.dimension != "specific charge"


def test_the_misprinted_capacity_is_kept_as_printed_with_a_note(library):
    cell = library.cell("Sun2023")
    (charge,) = figures(cell, "areal capacity")
    (current,) = figures(cell, "current density")
    (total,) = figures(cell, "time")
    assert charge.value.si / current.value.si > total.value.si  # one half cycle would outlast the whole test
    assert any("misprint" in note for note in cell.notes)


def test_what_is_missing_is_listed_and_left_to_the_usual_values(library):
    assert any("loading" in gap for gap in library.cell("Hakari2017").missing)
    assert parse(library.cell("Hakari2017").recipe).cathode.loading.basis == "usual"
    assert {figure.basis for figure in figures(library.cell("Hakari2017"), "discharge capacity")} == {"not stated"}


def test_figures_that_imply_others_do_so(library):
    wang = library.cell("Wang2020")
    (capacity,), (retention,) = figures(wang, "discharge capacity"), figures(wang, "capacity retention")
    assert capacity.value.si / retention.value.si / 3600 == pytest.approx(1168, abs=1)
    yuan = library.cell("Yuan2020")
    (resistance,) = figures(yuan, "resistance")
    assert resistance.value.si * 9e-4 == pytest.approx(630e-4)


def test_every_runnable_cell_has_a_recipe_that_reads_and_breaks_no_rule(library):
    runnable = library.cells(runnable=True)
    assert len(runnable) >= 48
    for cell in runnable:
        recipe = parse(cell.recipe, cell.name)
        assert check(recipe, library)
        assert "Assumed" in (recipe.note or "") or "assumed" in (recipe.note or ""), cell.name


def test_a_recipe_reports_the_figures_of_its_record(library):
    for cell in library.cells(runnable=True):
        known = {round(figure.value.si, 3) for figure in cell.figures}
        known |= {float(number) * 3600 for text in cell.recalled for number in re.findall(r"\d+(?:\.\d+)?", text)}
        for reported in parse(cell.recipe, cell.name).reported:
            if reported.capacity is not None:
                assert any(reported.capacity.si == pytest.approx(one) for one in known), (cell.name, reported.capacity)


def test_a_recipe_that_quotes_a_review_quotes_it_in_its_own_words(library):
    quoted = [
        (cell.name, reported.quote)
        for cell in library.cells(runnable=True)
        for reported in parse(cell.recipe, cell.name).reported
        if reported.quote
    ]
    assert ("Yao2017", library.cell("Yao2017").quotes[0].quote) in quoted


def test_cells_without_a_recipe_say_in_one_sentence_what_no_assumption_fills_in(library):
    reasons = "no cathode|no cell|not a cell|no sulfur|no active|an active material|NCM622|NCA|named|not include"
    for cell in library.cells(runnable=False):
        assert re.search(reasons, cell.cannot_run), cell.name
        assert not cell.cannot_run.endswith("."), cell.name


def test_a_cell_has_a_recipe_or_a_reason_and_not_both(tmp_path):
    for rest in ("", "recipe: 'name: a cell'\ncannot_run: it is a symmetric cell"):
        file = tmp_path / "cell.yaml"
        file.write_text(f"name: a cell\nabout: nothing\n{rest}\n")
        with pytest.raises(LibraryError, match="either a recipe, or a sentence in cannot_run"):
            read_cell(file, tmp_path)
