import pytest

from brimstone.errors import LibraryError
from brimstone.fit.reported import read_table

PAPER = """
paper: A paper
source: nowhere
known: second-hand
cells:
  - name: one cell
    cell: Song2025
    change: {cathode.loading: 3 mg/cm2 of sulfur}
    window: [1.0 V, 3.0 V]
    discharge: {1C: 1000 mAh/g}
"""


@pytest.fixture(scope="module")
def table(library):
    return read_table(library)


def paper(tmp_path, text):
    (tmp_path / "paper.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_open_cell_has_a_recipe_a_source_and_numbers(table):
    assert len(table.cells) > 60
    for cell in table.cells:
        assert cell.numbers, cell.name
        assert cell.source.startswith(("doi:", "Qi 2024", "Zhu 2023")), cell.name
        assert all(number.si > 0.0 and number.known for number in cell.numbers)


def test_a_number_at_a_rate_belongs_to_a_step_of_its_recipe(table):
    for cell in table.cells:
        assert len(cell.recipe.reported) == sum(bool(number.at) for number in cell.numbers), cell.name


def test_what_is_left_out_says_why(table):
    assert len(table.left_out) > 5
    assert all(one.why for one in table.left_out)


def test_a_change_reaches_the_recipe(library, tmp_path):
    (cell,) = read_table(library, paper(tmp_path, PAPER)).cells
    assert cell.recipe.cathode.loading.text == "3 mg/cm2 of sulfur"
    assert [str(rate) for rate in cell.recipe.protocol[0].rates] == ["1C"]
    assert cell.numbers[0].value == pytest.approx(1000.0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("window:", "wind:", "'wind' is no field"),
        ("1000 mAh/g}", "1000 mAh/g}\n    numbers: [{quantity: mass, value: 1 g}]", "'mass' is no quantity"),
        ("3 mg/cm2 of sulfur", "3 parsecs", "one cell"),
    ],
)
def test_a_file_that_cannot_be_understood_says_where(library, tmp_path, old, new, words):
    with pytest.raises(LibraryError, match=words):
        read_table(library, paper(tmp_path, PAPER.replace(old, new)))


def test_the_electrolytes_of_one_paper_are_compared_at_one_rate(table):
    """All three first discharges of Wang 2023 are at 167.5 mA/g."""
    cells = [cell for cell in table.of(("Wang 2023",)).cells if cell.name in ("LPB, another cell", "Li3PS4", "LGPS")]
    assert [cell.numbers[0].at for cell in cells] == ["167.5 mA/g"] * 3
