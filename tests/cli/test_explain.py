"""``brimstone explain``: every number of a run, where it comes from and how far it can be trusted."""

import re

import pytest

from brimstone import load
from brimstone.library.values import KNOWN
from tests.cli.conftest import CELL


def test_explain_names_exactly_the_numbers_that_a_run_uses(asked, recipe):
    run = load(recipe).run(certain=True, nodes=8)
    used = {entry.where for entry in run.provenance}
    named = {number["name"] for number in asked("explain", recipe, "--members", 20)["numbers"]}
    assert named == used


def test_every_number_has_a_source_and_says_how_it_is_known(asked, recipe):
    numbers = asked("explain", recipe, "--members", 20)["numbers"]
    assert len(numbers) > 80
    for number in numbers:
        assert number["source"]
        assert number["known"] in {*KNOWN, "override"}
        if "low" in number:
            assert number["low"] <= number["high"]


def test_numbers_are_grouped_by_what_they_belong_to(asked, recipe):
    numbers = asked("explain", recipe, "--members", 20)["numbers"]
    groups = {number["name"]: number["group"] for number in numbers}
    assert groups["Li6PS5Cl.density"] == "Li6PS5Cl"
    assert groups["film/conductivity"] == "constants of all cells"
    assert groups["cathode.thickness"] == "derived for this cell"


def test_values_are_in_the_units_of_the_field(asked, recipe):
    numbers = {number["name"]: number for number in asked("explain", recipe, "--members", 20)["numbers"]}
    density = numbers["Li6PS5Cl.density"]
    assert (density["value"], density["unit"]) == (1.86, "g/cm3")


def test_an_override_is_shown_as_what_it_is(asked, brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL + "overrides: {Li6PS5Cl.density: 1.7 g/cm3}\n")
    numbers = {number["name"]: number for number in asked("explain", path, "--members", 20)["numbers"]}
    assert numbers["Li6PS5Cl.density"]["value"] == 1.7
    assert numbers["Li6PS5Cl.density"]["known"] == "override"
    assert "set in the recipe" in brimstone("explain", path, "--members", 20).stdout


def test_estimates_are_counted_for_the_reader(brimstone, asked, recipe):
    estimates = sum(number["known"] == "estimate" for number in asked("explain", recipe, "--members", 20)["numbers"])
    text = " ".join(brimstone("explain", recipe, "--members", 20).stdout.split())
    assert f"{estimates} estimate" in text


def test_assumptions_and_rules_are_told_at_the_end(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL.replace("  collector: stainless steel\n", ""))
    text = " ".join(brimstone("explain", path, "--members", 20).stdout.split())
    assert "cathode.collector: not given; stainless steel assumed" in text
    assert "hydrogen sulfide" in text


@pytest.mark.parametrize("width", [80, 120])
def test_names_that_a_recipe_can_set_are_shown_whole(brimstone, recipe, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    printed = brimstone("explain", recipe, "--members", 20).stdout
    assert max(map(len, printed.splitlines())) <= width
    assert "…" not in printed.split("A recipe can set")[0]
    assert "kinetics/" in printed
    assert re.search(r"film/conductivity", printed)


def test_what_the_uncertainty_of_each_capacity_is_made_of_is_told(asked, brimstone, recipe):
    predicted = asked("explain", recipe, "--members", 120)["predictions"]
    assert [one["step"] for one in predicted] == ["discharge 0.1C", "discharge 1C"]
    for one in predicted:
        assert 0.0 < one["low"] < one["high"]
        assert sum(one["causes"].values()) < 1.3  # first-order shares, each with some noise
        shares = list(one["causes"].values())
        assert shares == sorted(shares, reverse=True)
        assert 0.0 < one["narrower"] <= 1.0
    fast = predicted[-1]
    assert "laboratory" in fast["causes"]
    assert fast["measure"]
    text = " ".join(brimstone("explain", recipe, "--members", 120).stdout.split())
    assert "What would narrow it most is" in text


def test_few_samples_tell_no_causes(asked, recipe):
    assert asked("explain", recipe, "--members", 20)["predictions"] == []
