import numpy as np
import pytest

from brimstone.fit.records import validate_record
from brimstone.fit.reported import read_table
from brimstone.fit.validate import validate
from brimstone.view.validation import full_document, parity_charts


@pytest.fixture(scope="module")
def table(library):
    return read_table(library).of(("Kobayashi 2008",))


@pytest.fixture(scope="module")
def validation(library, table):
    return validate(library, table, members=60)


def test_every_number_of_a_cell_is_computed_and_so_is_the_shape(validation):
    assert [row.kind for row in validation.rows] == ["discharge capacity", "discharge capacity", "rate shape"]
    slow, fast, shape = validation.rows
    assert slow.computed.value > fast.computed.value > 0.0
    # the median of ratios is not quite the ratio of medians
    assert shape.computed.value == pytest.approx(fast.computed.value / slow.computed.value, rel=0.05)
    assert shape.measured == pytest.approx(590.0 / 900.0)


def test_a_point_narrows_the_prediction_of_the_other(validation):
    for one in validation.anchored:
        row = next(row for row in validation.rows if row.condition.endswith(one.condition))
        assert one.computed.high / one.computed.low < 0.8 * row.computed.high / row.computed.low


def test_constants_that_never_saw_a_paper_are_used_for_it(library, table, validation):
    def fold(members):
        return {"film/conductivity": np.full(members, 1e-12)}  # a hundredth of the library's [S/m]

    other = validate(library, table, folds={"Kobayashi 2008": fold}, members=60)
    assert other.papers_left_out == ("Kobayashi 2008",)
    assert other.rows[1].computed.value < 0.7 * validation.rows[1].computed.value


def test_the_record_and_the_document_hold_every_row(validation):
    record = validate_record(validation).to_dict()
    assert len(record["rows"]) == len(validation.rows)
    assert record["headline"]["rows"] == 2
    assert record["rows"][0]["computed_low"] < record["rows"][0]["computed_high"]
    titles = [section.title for section in full_document(validation).sections]
    assert "All numbers" in titles
    assert [chart.name for chart in parity_charts(validation)] == ["parity-capacity", "parity-shape"]
