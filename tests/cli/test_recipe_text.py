"""A recipe that is written into a folder of results finds the measured files that it names."""

from pathlib import Path

import pytest

from brimstone.cli.files import recipe_text
from brimstone.recipe import parse, read

CELL = """
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
protocol: [{rates: [0.1C], window: [1.0 V, 2.8 V]}]
reported:
  - {capacity: 1000 mAh/g, rate: 0.1C, source: a paper}
  - {file: data/slow.mpt, mass: 1.2 mg, step: 1}
"""


@pytest.mark.parametrize("folder", ["out/cell", "elsewhere", "."])
def test_files_of_a_recipe_are_found_from_where_it_is_written(tmp_path, folder):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "cell.yaml").write_text(CELL, encoding="utf-8")
    (tmp_path / "lab" / "data").mkdir()
    (tmp_path / "lab" / "data" / "slow.mpt").write_text("measured", encoding="utf-8")
    target = tmp_path / "lab" / folder
    target.mkdir(parents=True, exist_ok=True)
    text = recipe_text(read(tmp_path / "lab" / "cell.yaml"), target)
    (target / "written.yaml").write_text(text, encoding="utf-8")
    paper, measured = read(target / "written.yaml").reported
    assert (target / measured.file).read_text("utf-8") == "measured"
    assert (paper.source, measured.mass.si, measured.step) == ("a paper", pytest.approx(1.2e-6), 1)


def test_a_recipe_without_files_is_written_as_it_is():
    recipe = parse(CELL.replace("  - {file: data/slow.mpt, mass: 1.2 mg, step: 1}\n", ""))
    assert recipe_text(recipe, Path("out")) == recipe.to_yaml()
