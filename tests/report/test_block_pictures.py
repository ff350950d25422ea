"""Pictures show what is there, where it is, in the colours and the size that were asked for."""

import json

import matplotlib.image
import numpy as np
import pytest

from brimstone.composite.voxel import Blobs, Coating, Fibres, Structure, conduct, generate
from brimstone.errors import StructureError
from brimstone.report.blocks import (
    block_picture,
    conduction_picture,
    interactive_figure,
    phase_colours,
    render,
    slice_picture,
)
from brimstone.report.blocks.mesh import coarser, surface
from brimstone.report.blocks.render import camera

UM = 1e-6
COLOURS = {"a": "#ff0000", "b": "#00ff00", "c": "#0000ff"}


@pytest.fixture(scope="module")
def composite():
    contents = {
        "carbon": Fibres(0.06, 0.5 * UM, 5 * UM),
        "sulfur": Coating(0.3, "carbon", 0.4 * UM),
        "pores": Blobs(0.1, UM),
    }
    return generate((40, 30, 35), contents, matrix="electrolyte", voxel=0.2 * UM, seed=3)


def colour_shares(picture):
    """Share of the opaque pixels in which red, green or blue is strongest."""
    drawn = picture[picture[..., 3] == 255][:, :3].astype(float)
    return np.bincount(drawn.argmax(axis=1), minlength=3) / len(drawn)


def test_a_block_of_one_phase_is_drawn_as_one_shape_of_the_right_area():
    block = Structure(np.zeros((20, 30, 10), np.uint8), ("a",), (2.0, 1.0, 3.0))
    picture = render(block, COLOURS, width=300)
    eye = camera(block, 300)
    assert picture.shape == (eye.height, 300, 4)
    lx, ly, lz = block.size
    shadow = np.abs(eye.forward) @ [ly * lz, lx * lz, lx * ly]  # the block's projection along the view
    assert np.mean(picture[..., 3] > 127) * eye.height * 300 * eye.pixel**2 == pytest.approx(shadow, rel=0.01)
    assert colour_shares(picture) == pytest.approx([1, 0, 0])


def test_the_three_faces_towards_the_viewer_are_where_the_camera_projects_them():
    phases = np.zeros((30, 30, 30), np.uint8)
    phases[-1], phases[:, 0, :] = 1, 2
    block = Structure(phases, ("a", "b", "c"), (1.0, 1.0, 1.0))
    picture = render(block, COLOURS, width=300)
    eye = camera(block, 300)
    for centre, strongest in (((15, 15, 30), 0), ((30, 15, 15), 1), ((15, 0, 15), 2)):
        column, row = eye.project(np.array([centre], float))[0]
        assert picture[round(row), round(column), :3].argmax() == strongest


def test_hidden_phases_and_the_cut_corner_open_the_view():
    phases = np.zeros((20, 20, 20), np.uint8)
    phases[2:-2, 2:-2, 2:-2] = 1
    block = Structure(phases, ("a", "b"), (1.0, 1.0, 1.0))
    assert colour_shares(render(block, COLOURS, width=200)) == pytest.approx([1, 0, 0])
    assert colour_shares(render(block, COLOURS, hidden=["a"], width=200)) == pytest.approx([0, 1, 0])
    assert 0.2 < colour_shares(render(block, COLOURS, cut=0.6, width=200))[1] < 0.8
    assert np.all(render(block, COLOURS, hidden=["a", "b"], width=50) == 0)


def test_values_are_drawn_by_their_colours_and_missing_ones_left_out():
    block = Structure(np.zeros((10, 10, 10), np.uint8), ("a",), (1.0, 1.0, 1.0))
    values = np.zeros((10, 10, 10))
    values[5:] = np.nan
    half = render(block, {}, values=values, colour_map="brg", width=200)  # brg begins blue
    assert colour_shares(half) == pytest.approx([0, 0, 1])
    whole = render(block, {}, values=np.zeros((10, 10, 10)), colour_map="brg", width=200)
    assert np.count_nonzero(half[..., 3]) < 0.8 * np.count_nonzero(whole[..., 3])


@pytest.mark.parametrize("name", ["carbon", "sulfur", "pores", "electrolyte"])
def test_surfaces_are_closed_and_enclose_their_phase(composite, name):
    volume, area, normals = 0.0, 0.0, np.zeros(3)
    for vertices, triangles in surface(composite, name):
        one, two, three = vertices.astype(float)[triangles.astype(int)].transpose(1, 0, 2)
        area_vectors = np.cross(two - one, three - one) / 2
        volume += np.einsum("ij,ij->", one, area_vectors) / 3
        area += np.linalg.norm(area_vectors, axis=1).sum()
        normals += area_vectors.sum(axis=0)
    padded = np.pad(composite.mask(name), 1).astype(int)
    assert volume == pytest.approx(composite.counts[name])
    assert area == pytest.approx(sum(np.abs(np.diff(padded, axis=axis)).sum() for axis in range(3)))
    assert normals == pytest.approx([0, 0, 0], abs=1e-9)


def test_flat_faces_become_one_rectangle():
    block = Structure(np.zeros((50, 40, 30), np.uint8), ("a",), (1.0, 1.0, 1.0))
    assert [len(triangles) for _, triangles in surface(block, "a")] == [2] * 6


def test_a_coarser_block_keeps_its_fractions_and_its_size(composite):
    coarse = coarser(composite, 16)
    assert coarse.shape == (16, 16, 16)
    assert coarse.size == pytest.approx(composite.size)
    for name, fraction in composite.fractions.items():
        assert coarse.fractions[name] == pytest.approx(fraction, abs=1 / 16**3)
    assert coarser(composite, 64) is composite


def test_the_interactive_view_is_small_and_switches_phases(composite):
    figure = interactive_figure(composite, hidden=["pores"], most_bytes=600_000)
    text = figure.to_json()
    assert len(text) < 600_000
    shown = {trace["name"]: trace.get("visible") for trace in json.loads(text)["data"] if trace["showlegend"]}
    assert shown == {"carbon": True, "sulfur": True, "pores": "legendonly", "electrolyte": True}
    assert len(interactive_figure(composite, most_bytes=300_000).to_json()) < 300_000


def test_pictures_are_written(composite, tmp_path):
    answer = conduct(composite, {"electrolyte": 0.1})
    block_picture(composite, tmp_path / "block.png", hidden=["pores"], width=300)
    conduction_picture(answer, tmp_path / "current.png", at_least=1.0, width=300)
    conduction_picture(answer, tmp_path / "potential.png", quantity="potential", cut=0.4, width=300)
    slice_picture(composite, tmp_path / "phases.png", axis="x", position=1.0)
    slice_picture(composite, tmp_path / "slice.png", conduction=answer)
    for file in tmp_path.iterdir():
        picture = matplotlib.image.imread(file)
        assert min(picture.shape[:2]) > 200, file
        assert picture[..., :3].std() > 0.05, file  # something is drawn


def test_phases_keep_their_colours_by_name():
    assert phase_colours(["sulfur", "pores"])["sulfur"] == phase_colours(["carbon", "sulfur"])["sulfur"]
    unknown = phase_colours(["Li6PS5Cl", "LiI", "NMC"])
    assert len(set(unknown.values())) == 3


def test_what_cannot_be_drawn_is_refused_in_words(composite, tmp_path):
    blocked = conduct(composite, {"pores": 1.0})
    with pytest.raises(StructureError, match="no current to draw"):
        conduction_picture(blocked, tmp_path / "none.png")
    with pytest.raises(StructureError, match="no current to draw"):
        slice_picture(composite, tmp_path / "none.png", conduction=blocked)
    with pytest.raises(StructureError, match="current or potential"):
        conduction_picture(conduct(composite, {"electrolyte": 1.0}), tmp_path / "none.png", quantity="heat")
    with pytest.raises(StructureError, match="no colour for"):
        render(composite, {"sulfur": "yellow"})
    with pytest.raises(StructureError, match="fraction from 0 to 1"):
        render(composite, phase_colours(composite.names), cut=2.0)
    with pytest.raises(StructureError, match="fraction from 0 to 1"):
        slice_picture(composite, tmp_path / "none.png", position=7.0)
    assert not list(tmp_path.iterdir())
