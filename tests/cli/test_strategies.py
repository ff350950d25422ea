"""``brimstone strategies``."""

import json


def test_strategies_are_ranked_in_a_table_with_their_evidence(brimstone, recipe, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = brimstone("strategies", recipe)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert any(line.startswith("as written") for line in done.stdout.splitlines())
    for words in (
        "Anode side",
        "as written",
        "mechanical pressing",
        "No effect on this cell",
        "Not for this cell",
        "the anode is Li-In",
        "best",
    ):
        assert words in done.stdout


def test_strategies_as_json_hold_what_the_table_shows(brimstone, recipe):
    data = json.loads(brimstone("strategies", recipe, "--json").stdout)
    assert {"discharges", "as_written", "untreated", "options", "refused"} <= set(data)
    option = data["options"][0]
    assert option["resistance_ohm_cm2"] > 0.0
    assert set(option["capacity_mAh_g"]) == set(data["discharges"])
    assert all(capacity > 0.0 for capacity in option["capacity_mAh_g"].values())
    assert len(data["discharges"]) == 2
    assert all(one["reason"] for one in data["refused"])
    assert {one["no_effect"] is None for one in data["options"]} == {True, False}


def test_a_cell_that_can_not_be_made_is_told_in_words(brimstone, recipe):
    recipe.write_text(recipe.read_text().replace("mechanical pressing", "mechanical presing"))
    done = brimstone("strategies", recipe)
    assert done.exit_code == 2
    assert "mechanical pressing" in done.stderr
