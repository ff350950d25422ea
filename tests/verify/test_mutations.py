"""A check that can't fail is none: with what a physicist would call wrong, the rows that rest on it turn red."""

import pytest

from brimstone.verify import check, recorded, rows
from brimstone.verify.mutations import kills, name_of


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_what_is_wrong_turns_a_row_red(row):
    intact = check(row)
    red = {name_of(mutation): kills(intact, mutation) for mutation in row.mutations}
    assert red == recorded()[row.id].mutations
