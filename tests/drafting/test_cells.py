"""Sections that tell of several cells: what is told of one goes to it, what is told of all goes to each."""

import pytest

from brimstone.drafting import draft_cells
from brimstone.drafting.cells import cells_of
from brimstone.drafting.text import sentences
from tests.drafting.test_drafts import CATHODE, PRESSED


def told(text):
    """What is told of each cell, by its name."""
    return {cell.name: " ".join(one.text for one in cell.sentences) for cell in cells_of(sentences(text))}


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("Pellet cells were run at 0.1C and pouch cells at 0.3C.", "0.1C", "0.3C"),
        ("A pressure of 40 MPa was applied for pellet cells and 2 MPa for pouch cells.", "40 MPa", "2 MPa"),
        ("Charging ended at 2.9 V (pellet) or 3.1 V (pouch).", "2.9 V", "3.1 V"),
        ("Pellet cells: 70 cycles; pouch cells: 15 cycles.", "70 cycles", "15 cycles"),
        ("They were tested at 0.2C (pellet, 70 cycles) or 0.4C (pouch, 15 cycles).", "0.2C", "0.4C"),
    ],
)
def test_a_name_before_behind_or_around_a_value_tells_whose_it_is(words, first, second):
    section = told("Pellet cells and pouch cells were built. " + words)
    assert first in section["pellet cell"]
    assert second not in section["pellet cell"]
    assert second in section["pouch cell"]
    assert first not in section["pouch cell"]


def test_what_follows_the_last_name_is_told_of_all():
    section = told("Pellet cells and pouch cells were built. They ran to 3 V (pellet) or 3.2 V (pouch) at 55 °C.")
    assert all("55 °C" in words for words in section.values())


def test_a_heading_holds_for_its_paragraph():
    section = told("Pellet cells. 90 mg of LPSCl was pressed.\nPouch cells. A film of 35 um was used.\nTests. 60 °C.")
    assert "90 mg" not in section["pouch cell"]
    assert "35 um" not in section["pellet cell"]
    assert all("60 °C" in words for words in section.values())


def test_a_list_told_respectively_follows_the_order_of_the_labels():
    section = told("Cathodes N20, N30 and N40 held 1.1, 2.2 and 3.3 mg of S, respectively. All were run at 0.1C.")
    assert [words.partition(" mg")[0].rpartition(" ")[2] for words in section.values()] == ["1.1", "2.2", "3.3"]


def test_labels_in_brackets_are_cells_only_where_they_are_referred_to():
    one = "The steps were (i) weighing, (ii) mixing and (iii) pressing at 100 MPa."
    assert list(told(one)) == [""]
    two = "Anodes were (i) Li foil of 50 um or (ii) Li-In of 90 um. The pressure was 5 MPa (i) or 60 MPa (ii)."
    assert list(told(two)) == ["cell (i)", "cell (ii)"]


@pytest.mark.parametrize("words", ["It was run in a 10 mm die.", "A coin cell was used.", "C65 and C45 were added."])
def test_one_cell_has_no_name(words):
    assert list(told(words)) == [""]


def test_a_cell_that_differs_in_two_ways_is_the_one_that_is_told_of():
    section = told("Anodes: (A) Li foil; (B) Li-In foil. Coin cells had either; pouch cells are of type B only.")
    assert list(section) == ["coin cell A", "coin cell B", "pouch cell B"]


LITHIUM = "The anode was Li foil (60 um thick). "
CYCLED = "The cells were cycled at 0.1C between 1.5 and 2.8 V at 60 °C. "


def test_what_is_told_of_a_cell_counts_more_than_what_is_told_of_all():
    text = CATHODE + PRESSED + LITHIUM + "In control cells, the Li foil was 20 um thick. " + CYCLED
    full, control = draft_cells(text)
    assert full.value_of("anode.thickness") == "60 um"
    assert control.value_of("anode.thickness") == "20 um"
    assert not any(one.startswith("anode.thickness") for one in control.questions)
    assert control.value_of("cathode.loading") == full.value_of("cathode.loading")


def test_a_symmetric_cell_beside_a_full_one_has_its_test_and_none_of_the_cathode():
    text = CATHODE + PRESSED + LITHIUM + CYCLED + "Li|LPSCl|Li cells were run at 0.3 mA cm-2 for 2 h each."
    full, symmetric = draft_cells(text)
    assert full.value_of("protocol.step 1.charge") == "0.1C"
    assert full.value_of("cell") is None
    assert symmetric.value_of("cell") == "symmetric"
    assert symmetric.value_of("separator.layer 1.mass") == "100 mg"
    assert symmetric.value_of("cathode.loading") is None
    assert not any("0.1C" in str(one.value) for one in symmetric.placed)


def test_each_draft_says_which_other_cells_there_are():
    text = CATHODE + PRESSED + "Cell A was held at 5 MPa and cell B at 50 MPa."
    first, second = draft_cells(text)
    assert "the others: cell B." in first.to_yaml()
    assert [one.value_of("operation.stack_pressure") for one in (first, second)] == ["5 MPa", "50 MPa"]
