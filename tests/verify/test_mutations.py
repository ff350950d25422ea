"""Every row has the state that the repository records, and what a physicist would call wrong turns it red."""

import json

import pytest

from brimstone.cli.verify import record_of
from brimstone.verify import check, recorded, rows
from brimstone.verify.mutations import kills, name_of

_KEYS = ("id", "kind", "pass", "computed", "low", "high", "expected", "source", "mutations", "time_s")


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_has_its_recorded_state_and_is_turned_red_by_what_is_wrong(row):
    """A row that moves is seen, in whichever direction; a check that can't fail is none."""
    intact, state = check(row), recorded()[row.id]
    words = "; ".join(f"{one.claim.what}: {one.words}" for one in intact.findings)
    assert intact.passed == state.green, f"{row.phenomenon}: {intact.distance or 'green'}; {words}"
    mutations = {name_of(mutation): kills(intact, mutation) for mutation in row.mutations}
    assert mutations == state.mutations
    data = json.loads(json.dumps(record_of(intact, state, mutations).to_dict(), allow_nan=False))
    assert all(key in data for key in _KEYS)
    assert [{*one} - {"unseen"} for one in data["mutations"]] == [{"name", "red"}] * len(mutations)
    assert (data["id"], data["pass"]) == (row.id, state.green)
    assert isinstance(data["computed"], float) or not state.green
    assert isinstance(data["expected"], float) or intact.problem
    assert data["source"]
    assert data["time_s"] >= 0.0
