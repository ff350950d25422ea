"""The page of a structure: whole, without network, with every voxel in its place."""

import base64
import re
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest

from brimstone.composite.voxel import Blobs, Structure, conduct, generate
from brimstone.design import composition_map
from brimstone.library import load
from brimstone.report.structure import StructurePage, slices, structure_html
from brimstone.report.ternary import ternary_picture, triangle_points
from brimstone.view import Column, Document, Section, Table, words_column
from brimstone.view.methods import Methods
from tests.composite.recipes import cathode, weights
from tests.report.browser import CHROMIUM, in_a_browser
from tests.report.parsing import unpacked_data

METHODS = Methods("The composite was made.", "@article{some}")
RECIPE = cathode(weights(S=30, Li6PS5Cl=50, Ketjenblack=20))


@pytest.fixture(scope="module")
def block():
    return generate((24, 20, 16), {"S": Blobs(0.4, 4e-7), "pores": Blobs(0.1, 4e-7)}, matrix="SE", voxel=1e-7, seed=1)


@pytest.fixture(scope="module")
def maps():
    return composition_map.composition_maps(RECIPE, load(), ("ionic conductivity", "triple-phase area"), 11)


@pytest.fixture
def page(block, maps, tmp_path):
    path = tmp_path / "structure.html"
    table = Table.of([words_column("figure"), Column("value")], [["one", "1"]], "numbers")
    document = Document("<b>cell</b>", "", (Section("", (table,)),))
    solved = conduct(block, {"SE": 1.0})
    path.write_text(
        structure_html(StructurePage("<b>cell</b>", "", block, document, solved, {}, maps, (0.3, 0.5, 0.2), METHODS))
    )
    return path


def test_the_page_asks_no_network_and_escapes_names(page):
    text = page.read_text()
    assert "<b>cell</b>" not in text
    assert "default-src 'none'" in text
    assert METHODS.paragraph in text
    assert METHODS.references in text
    ours = re.sub(r"<script>.*?</script>", "", text, flags=re.S)
    assert not re.search(r"(src|href)\s*=\s*\"(?!#)", ours)


def test_slices_hold_every_voxel_in_its_place(block):
    solved = conduct(block, {"SE": 1.0})
    data = slices(block, solved)
    phases = np.frombuffer(base64.b64decode(data["fields"]["phase"]["bytes"]), np.uint8).reshape(data["shape"])
    assert np.array_equal(phases, block.phases)
    potential = np.frombuffer(base64.b64decode(data["fields"]["potential"]["bytes"]), np.uint8).reshape(data["shape"])
    assert np.array_equal(potential == 255, np.isnan(solved.potential))
    flows = potential < 255
    assert potential[flows] / 254 == pytest.approx(solved.potential[flows], abs=3e-3)


def test_large_blocks_are_thinned_out():
    wide = Structure(np.zeros((230, 20, 20), np.uint8), ("a",), (1e-7,) * 3)
    assert slices(wide, None)["shape"] == [77, 20, 20]


def test_corners_of_the_triangle_are_pure():
    assert triangle_points(np.eye(3)) == pytest.approx(np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]]))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_map_is_drawn_with_both_edges_and_no_formulas(maps, tmp_path, ending):
    path = tmp_path / f"map.{ending}"
    ternary_picture(maps["ionic conductivity"], "ionic conductivity", path, (0.3, 0.5, 0.2))
    assert path.stat().st_size > 10_000
    if ending == "svg":
        words = "".join(ElementTree.parse(path).getroot().itertext())
        assert "ion percolation threshold" in words
        assert "electron percolation threshold" in words
        assert "mathdefault" not in words


@in_a_browser
def test_a_browser_draws_block_slice_and_map_without_an_error(page, tmp_path):
    options = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"]
    options += ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--enable-logging=stderr"]
    options += ["--disable-background-networking", "--disable-component-update"]
    options += [f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=10000", "--dump-dom"]
    done = subprocess.run([str(CHROMIUM), *options, page.as_uri()], capture_output=True, text=True, timeout=240)
    errors = [line for line in done.stderr.splitlines() if "CONSOLE" in line and "willReadFrequently" not in line]
    assert not errors
    assert done.stdout.count("js-plotly-plot") >= 2
    assert re.search(r'<output id="where">z = ', done.stdout)
    assert unpacked_data(re.search(r'id="slice-data">(.*?)</script>', done.stdout, re.S)[1])["names"]
