"""``brimstone fit``: files in, parameters with intervals and a recipe out."""

import jsonschema
import pytest
import yaml

from brimstone import contract
from brimstone.bridge import to_bdf
from brimstone.fit.free import chosen
from brimstone.library import load
from tests.cli.conftest import assert_one_screen
from tests.fit import synthetic
from tests.fit.test_fit import AREA, KINETICS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    free = chosen((AREA, KINETICS), synthetic.recipe(), load())
    folder = tmp_path_factory.mktemp("data")
    paths = []
    for one in synthetic.measured(free, (0.4, 0.5), 1, (0.2, 2.0), records=200):
        paths.append(folder / one.source)
        paths[-1].write_text(to_bdf(one), encoding="utf-8")
    return paths


def test_a_fit_is_written_as_a_recipe_that_runs(asked, brimstone, files, tmp_path):
    out = tmp_path / "fit"
    words = ("--free", KINETICS, "--area", "1 cm2", "--out", out)
    fitted = asked("fit", synthetic.RECIPE, *files, *words)
    jsonschema.validate(fitted, contract.json_schema("fit"))
    (parameter,) = fitted["parameters"]
    assert parameter["name"] == KINETICS
    assert parameter["low_95"] < parameter["low"] < parameter["value"] < parameter["high"] < parameter["high_95"]
    assert parameter["width_of_prior"] < 0.3
    assert {path.name for path in out.iterdir()} >= {"recipe.yaml", "fit.json", "fit-1.png", "fit-1.svg"}
    assert "0.2C.csv and 2C.csv: measured" in (out / "report.html").read_text("utf-8")
    overrides = yaml.safe_load((out / "recipe.yaml").read_text("utf-8"))["overrides"]
    assert overrides == fitted["overrides"]
    assert "±" in overrides[KINETICS]
    assert brimstone("check", out / "recipe.yaml").exit_code == 0


def test_several_names_may_follow_free(asked, files, tmp_path):
    words = ("--area", "1 cm2", "--free", KINETICS, AREA, "--out", tmp_path / "fit")
    assert [one["name"] for one in asked("fit", synthetic.RECIPE, *files, *words)["parameters"]] == [KINETICS, AREA]


def test_without_free_parameters_some_are_proposed(asked, files):
    proposed = asked("fit", synthetic.RECIPE, *files, "--mass", "0.045 mg", "--per", "sulfur")
    jsonschema.validate(proposed, contract.json_schema("fit"))
    assert proposed["parameters"] == []
    assert proposed["proposed"][0]["narrower"] > 2.0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "no files of measurements"),
        (("FILE",), "It is not guessed"),
        (
            ("FILE", "--area", "1 cm2", "--free", "kinetics/exchange_current"),
            "Did you mean kinetics/exchange_current_density",
        ),
        (("FILE", "--area", "1 cm2", "--free", KINETICS, "--without", "gravity"), "unknown process 'gravity'"),
        (("FILE", "--area", "5", "--free", KINETICS), "has no unit"),
        (("missing.csv", "--area", "1 cm2"), "can't be read"),
    ],
)
def test_what_can_not_be_fitted_is_refused_on_one_screen(brimstone, files, words, message):
    done = brimstone("fit", synthetic.RECIPE, *[files[0] if word == "FILE" else word for word in words])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert_one_screen(done.stderr)
