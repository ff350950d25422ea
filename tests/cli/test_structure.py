"""``brimstone structure``: the network of a composite by both tiers, and of a segmented image."""

import numpy as np
import pytest

from tests.cli.conftest import CELL, assert_one_screen, names

POWDERS = "S: 30 wt%, LPSCl: 50 wt%, Ketjenblack: 20 wt%"
PICTURES = {"block.png", "slice.png", "current.png", "structure.html"}


def test_both_tiers_are_shown_side_by_side_and_pictures_are_written(brimstone, recipe, tmp_path):
    done = brimstone("structure", recipe, "--voxels", 40, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    for words in (
        "formulas",
        "voxels, flowed",
        "voxels, grains",
        "ionic conductivity",
        "Ketjenblack",
        "structure.html",
    ):
        assert words in done.stdout
    assert max(len(line) for line in done.stdout.splitlines() if str(tmp_path) not in line) <= 80
    assert names(tmp_path / "out") == PICTURES


def test_formulas_lie_between_an_electrolyte_that_flowed_and_one_that_kept_its_grains(asked, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(
        CELL.replace("S: 30 wt%, LPSCl: 50 wt%, Ketjenblack: 20 wt%", "S: 35 wt%, LPSCl: 60 wt%, VGCF: 5 wt%")
    )
    data = asked("structure", path, "--voxels", 60)
    figures = {kind: data[kind]["ionic_factor"] for kind in ("formulas", "voxels_flowed", "voxels_grains")}
    assert figures["voxels_grains"] < figures["formulas"] < figures["voxels_flowed"]
    assert sum(data["fractions"].values()) == pytest.approx(1.0)


def test_the_seed_fixes_the_structure(asked, recipe):
    first, again, other = (asked("structure", recipe, "--voxels", 30, "--seed", seed) for seed in (1, 1, 2))
    assert first == again
    assert first["voxels_flowed"] != other["voxels_flowed"]
    assert first["formulas"] == other["formulas"]


def test_blocks_of_other_seeds_give_mean_and_spread(brimstone, asked, recipe, tmp_path):
    done = brimstone("structure", recipe, "--voxels", 30, "--repeats", 3, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("±") >= 8
    data = asked("structure", recipe, "--voxels", 30, "--repeats", 3)
    alone = asked("structure", recipe, "--voxels", 30, "--seed", 2)
    assert len(data["repeats_flowed"]) == 3
    assert data["repeats_flowed"][2] == alone["voxels_flowed"]


def test_a_ternary_map_is_drawn_put_into_the_page_and_given_as_numbers(brimstone, asked, recipe, tmp_path):
    words = ("structure", recipe, "--voxels", 30, "--ternary", "sigma_ion", "--ternary", "triple-phase area")
    done = brimstone(*words, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "Effective ionic conductivity: highest" in said
    assert "wt% electrolyte, without active material or carbon, an edge of the map; at this share of active" in said
    assert " 0 wt%" not in said
    drawn = {f"ternary-{name}.{end}" for name in ("ionic-conductivity", "triple-phase-area") for end in ("png", "svg")}
    assert names(tmp_path / "out") == PICTURES | drawn
    assert "triple-phase area" in (tmp_path / "out" / "structure.html").read_text()
    found = asked(*words)["ternary"]["ionic conductivity"]
    assert found["unit"] == "mS cm⁻¹"
    assert len(found["values"]) == len(found["active"]) == 861
    assert found["ionic_edge"]


def layers(tmp_path):
    """Two phases in layers normal to z: straight paths along x and y, none along z."""
    block = np.zeros((20, 20, 20), np.uint8)
    block[:, :, 10:15] = 7
    path = tmp_path / "layers.npy"
    np.save(path, block)
    return path


def test_an_image_of_layers_has_straight_paths_along_them_and_none_across(asked, tmp_path):
    data = asked("structure", "--image", layers(tmp_path), "--label", "0=pores", "--label", "7=sulfur")
    sulfur = data["phases"]["sulfur"]
    assert sulfur["fraction"] == pytest.approx(0.25)
    assert sulfur["tortuosity_factor"]["x"] == pytest.approx(1.0, abs=1e-6)
    assert sulfur["tortuosity_factor"]["y"] == pytest.approx(1.0, abs=1e-6)
    assert sulfur["tortuosity_factor"]["z"] is None


def test_an_image_is_shown_with_its_pictures(brimstone, tmp_path):
    done = brimstone("structure", "--image", layers(tmp_path), "--voxel", "20 nm", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "∞" in done.stdout
    assert names(tmp_path / "out") == PICTURES


def test_raw_bytes_are_read_when_their_shape_is_said(asked, tmp_path):
    path = tmp_path / "block.raw"
    path.write_bytes(bytes(500) + bytes([1]) * 500)
    data = asked("structure", "--image", path, "--raw", "10,10,10")
    assert data["shape"] == [10, 10, 10]
    assert data["phases"]["label 1"]["fraction"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ([], "needs a RECIPE, or an image"),
        (["--image", "nothing.tif"], "there is no image"),
        (["--image", "block.raw"], "--raw 100,100,100"),
        (["--image", "block.raw", "--raw", "10,10"], "three numbers of voxels"),
        (["--image", "block.raw", "--raw", "10,10,11"], "truncated"),
        (["--image", "block.raw", "--raw", "10,10,10", "--voxel", "20"], "--voxel: '20' has no unit"),
        (["--image", "block.raw", "--raw", "10,10,10", "--voxel", "20 V"], "--voxel: '20 V' is not a length"),
        (["--image", "block.raw", "--raw", "10,10,10", "--voxel", "0 nm"], "above 0"),
        (["--image", "block.raw", "--raw", "10,10,10", "--label", "pores"], "0=pores"),
        (["--image", "noise.tif"], "cannot be read"),
        (["cell.yaml", "--image", "block.raw"], "not both"),
        (["cell.yaml", "--voxels", "3"], "--voxels"),
        (["cell.yaml", "--ternary", "capcity"], "capacity"),
        (["--image", "block.raw", "--raw", "10,10,10", "--ternary", "capacity"], "need a RECIPE"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_is_no_structure_is_refused(brimstone, recipe, tmp_path, monkeypatch, words, fragment):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "block.raw").write_bytes(bytes(1000))
    (tmp_path / "noise.tif").write_bytes(b"no image" * 20)
    done = brimstone("structure", *words)
    assert done.exit_code == 2, done.output
    assert fragment in done.stderr
    assert_one_screen(done.stderr)
    assert {path.name for path in tmp_path.iterdir()} == {"cell.yaml", "block.raw", "noise.tif"}


def test_a_cathode_without_electrolyte_has_no_network(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL.replace(POWDERS, "S: 80 wt%, Ketjenblack: 20 wt%"))
    done = brimstone("structure", path, "--json")
    assert done.exit_code == 2
    assert "no electrolyte" in done.stderr
