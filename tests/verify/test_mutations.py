"""Every row has the state that the repository records, and what a physicist would call wrong turns it red."""

import pytest

from brimstone.verify import check, recorded, rows
from brimstone.verify.mutations import kills, name_of


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_has_its_recorded_state_and_is_turned_red_by_what_is_wrong(row):
    """A row that moves is seen, in whichever direction; a check that can't fail is none."""
    intact, state = check(row), recorded()[row.id]
    words = "; ".join(f"{one.claim.what}: {one.words}" for one in intact.findings)
    assert intact.passed == state.green, f"{row.phenomenon}: {intact.distance or 'green'}; {words}"
    assert {name_of(mutation): kills(intact, mutation) for mutation in row.mutations} == state.mutations
