"""``brimstone energy`` and ``brimstone package``."""

import json

import pytest


def test_the_way_to_the_target_is_told_in_a_table(brimstone, recipe, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = brimstone("energy", recipe, "--target", "450")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("as written", "thin electrolyte", "500 to 30 µm", "450 Wh kg⁻¹ of the pack", "high loading"):
        assert words in done.stdout


def test_the_way_to_the_target_as_json(asked, recipe):
    data = asked("energy", recipe)
    assert data["target_Wh_kg"] == 500
    energies = [stage["energy_Wh_kg_package"] for stage in data["stages"]]
    assert energies == sorted(energies)
    assert set(data["reached_with"]) == {"400", "500"}
    assert data["assumed_format"] is True
    assert {one["name"] for one in data["objectives"]} >= {"high loading", "low pressure"}


def test_a_packed_cell_is_told_of(brimstone, recipe, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    recipe.write_text(recipe.read_text() + "format: {kind: pouch, layers: 4, width: 5 cm, height: 5 cm}\n")
    done = brimstone("package", recipe)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in (
        "a pouch of 4 layers, 25 cm² each",
        "aluminium-plastic film",
        "the current density is the same all over",
        "above still air",
        "H2S",
    ):
        assert words in " ".join(done.stdout.split())


def test_heat_of_sulfur_that_diffuses_behind_a_ceramic_is_called_no_shuttle(brimstone):
    done = brimstone("package", "cell:Wang2017-hybrid")
    assert done.exit_code == 0, done.output
    heat = next(line for line in " ".join(done.stdout.split()).split("Heat")[1:])
    assert "dissolved sulfur" in heat
    assert "shuttle" not in heat


def test_a_packed_cell_as_json(brimstone, recipe):
    data = json.loads(brimstone("package", recipe, "--json").stdout)
    assert data["assumed_format"] is True
    assert data["format"]["layers"] > 1
    assert data["current"]["spread"] > 0.0
    assert data["safety"]["evaporates"] == []
    assert data["heat"][0]["balance"] < 1e-6


def test_a_run_of_a_packed_cell_says_so(brimstone, recipe, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    recipe.write_text(recipe.read_text() + "format: coin\narea: 1 cm2\n")
    done = brimstone("run", recipe, "--certain", "--nodes", "8", "--out", recipe.parent / "out")
    assert "packaged as a coin:" in done.stdout


@pytest.mark.parametrize("what", ["processes", "limits", "polymers", "instruments"])
@pytest.mark.parametrize("width", [80, 120])
def test_what_can_be_made_and_measured_is_listed(brimstone, asked, what, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    done = brimstone("list", what)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= width
    named = [thing["name"] for thing in asked("list", what)]
    assert len(named) == len(set(named)) > 2
    assert all(name.split()[0] in done.stdout for name in named)


def test_strategies_are_listed_with_their_readiness(asked):
    found = {one["name"]: one for one in asked("list", "strategies")}
    assert found["slurry casting"]["readiness"] > found["vapour deposition"]["readiness"]
    assert "vacuum" in found["vapour deposition"]["asks"]


@pytest.mark.parametrize("command", ["strategies", "energy", "package"])
def test_a_design_is_also_a_page_with_a_figure_methods_and_references(brimstone, recipe, tmp_path, command):
    page = tmp_path / "page.html"
    done = brimstone(command, recipe, "--html", page)
    assert done.exit_code == 0, done.output
    text = page.read_text(encoding="utf-8")
    for words in ("data-figure=", "Methods and references", "@software{brimstone", "the page needs no network"):
        assert words in text
    assert len(text.encode()) < 1.5e6


def test_a_page_is_not_written_over_a_file_of_somebody_else(brimstone, recipe, tmp_path):
    other = tmp_path / "thesis.html"
    other.write_text("mine", encoding="utf-8")
    done = brimstone("package", recipe, "--html", other)
    assert done.exit_code == 2
    assert "did not write" in done.stderr
    assert other.read_text(encoding="utf-8") == "mine"
