"""Images from outside: good ones become structures, bad ones a sentence."""

import builtins
from pathlib import Path

import numpy as np
import pytest
import tifffile
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import cg

from brimstone.composite.voxel import conduct, image, read_image
from brimstone.errors import BrimstoneError, ImageError

DATA = Path(__file__).parents[2] / "data"
LABELS = {0: "pores", 85: "NMC", 170: "carbon and binder"}


@pytest.fixture(scope="module")
def electrode():
    return read_image(DATA / "electrode.tiff", LABELS, voxel=0.4e-6)


@pytest.fixture
def labels():
    return np.random.default_rng(1).choice(np.array([0, 85, 170], np.uint8), (6, 5, 7))


def blobs(region=None):
    file = DATA / "openimpala_blobs_100x100x100_uint8.raw"
    return read_image(file, {0: "a", 1: "b"}, voxel=1e-6, shape=(100, 100, 100), dtype="uint8", region=region)


def test_the_electrode_has_the_fractions_that_were_counted(electrode):
    assert electrode.shape == (256, 256, 256)
    assert {name: round(phi, 5) for name, phi in electrode.fractions.items()} == {
        "pores": 0.44992,
        "NMC": 0.40047,
        "carbon and binder": 0.14962,
    }


@pytest.mark.parametrize(("axis", "published"), [("x", 2.0776), pytest.param("y", 2.0766, marks=pytest.mark.slow)])
def test_the_electrodes_pores_are_as_tortuous_as_taufactor_found(electrode, axis, published):
    answer = conduct(electrode, {"pores": 1.0}, axis)
    assert answer.status == "converged"
    assert answer.tortuosity_factor == pytest.approx(published, rel=5e-3)


def test_raw_voxels_are_read_and_have_the_fractions_that_were_counted():
    assert blobs().fractions == {"a": 0.600447, "b": 0.399553}


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_part_of_the_blobs_conducts_as_conjugate_gradients_of_scipy_find(axis):
    part = blobs(((20, 60), (10, 50), (30, 70)))
    sigma = {"a": 1.0, "b": 0.05}
    along = "xyz".index(axis)
    local = np.moveaxis(np.where(part.mask("a"), sigma["a"], sigma["b"]), along, 0)
    label = np.arange(local.size).reshape(local.shape)
    diagonal = np.zeros(local.shape)
    diagonal[0] += 2 * local[0]
    diagonal[-1] += 2 * local[-1]
    right = np.zeros(local.shape)
    right[0] = 2 * local[0]
    matrix = diags_array(diagonal.ravel())
    for axis_number in range(3):
        conductivity, nodes = (np.moveaxis(array, axis_number, 0) for array in (local, label))
        bond = (2 * conductivity[:-1] * conductivity[1:] / (conductivity[:-1] + conductivity[1:])).ravel()
        i, j = nodes[:-1].ravel(), nodes[1:].ravel()
        rows, columns = np.concatenate([i, j, i, j]), np.concatenate([i, j, j, i])
        values = np.concatenate([bond, bond, -bond, -bond])
        matrix = matrix + coo_array((values, (rows, columns)), shape=(local.size, local.size))
    matrix = matrix.tocsr()
    potential, failed = cg(matrix, right.ravel(), rtol=1e-10, M=diags_array(1 / matrix.diagonal()))
    assert failed == 0
    expected = np.sum(2 * local[-1] * potential.reshape(local.shape)[-1]) / 40  # current x length / section
    answer = conduct(part, sigma, axis, tolerance=1e-7)
    assert answer.conductivity == pytest.approx(expected, rel=1e-7)
    assert np.moveaxis(answer.potential, along, 0) == pytest.approx(potential.reshape(local.shape), abs=1e-5)


def test_every_format_gives_the_same_structure(tmp_path, labels):
    tifffile.imwrite(tmp_path / "plain.tif", labels)
    tifffile.imwrite(tmp_path / "packed.tiff", labels, compression="zlib", photometric="minisblack")
    np.save(tmp_path / "array.npy", labels)
    np.save(tmp_path / "fortran.npy", np.asfortranarray(labels))
    np.save(tmp_path / "numbers.npy", labels.astype(float))
    np.save(tmp_path / "channel.npy", labels[None, ..., None].astype(np.int16))
    np.savez_compressed(tmp_path / "packed.npz", labels)
    labels.astype(">u2").tofile(tmp_path / "voxels.raw")
    (tmp_path / "slices").mkdir()
    for n, layer in enumerate(labels):
        tifffile.imwrite(tmp_path / "slices" / f"slice{7 + n}.tif", layer)  # slice10 comes after slice9
    for path in tmp_path.iterdir():
        raw = {"shape": labels.shape, "dtype": ">u2"} if path.suffix == ".raw" else {}
        whole = read_image(path, LABELS, voxel=1e-7, **raw)
        assert whole.names == ("pores", "NMC", "carbon and binder"), path
        assert np.array_equal(whole.phases * 85, labels), path
        part = read_image(path, LABELS, voxel=1e-7, region=((1, 5), (2, 5), (0, 6)), **raw)
        assert np.array_equal(part.phases * 85, labels[1:5, 2:5, :6]), path


def test_slices_may_be_thicker_than_pixels_are_wide(tmp_path, labels):
    np.save(tmp_path / "array.npy", labels)
    thick = read_image(tmp_path / "array.npy", voxel=(3e-8, 1e-8, 1e-8))
    assert thick.names == ("label 0", "label 85", "label 170")
    assert thick.size == pytest.approx((18e-8, 5e-8, 7e-8))


def test_two_labels_may_be_one_phase(tmp_path, labels):
    np.save(tmp_path / "array.npy", labels)
    joined = read_image(tmp_path / "array.npy", {0: "pores", 85: "solid", 170: "solid"}, voxel=1e-8)
    assert joined.names == ("pores", "solid")
    assert joined.counts["pores"] == np.count_nonzero(labels == 0)


def test_a_single_phase_and_one_that_does_not_percolate_have_an_answer(tmp_path):
    np.save(tmp_path / "single.npy", np.full((4, 4, 4), 7))
    single = read_image(tmp_path / "single.npy", voxel=1e-8)
    assert conduct(single, {"label 7": 2.0}).tortuosity_factor == pytest.approx(1.0)
    island = np.zeros((5, 5, 5), np.uint8)
    island[2, 2, 2] = 1
    np.save(tmp_path / "island.npy", island)
    answer = conduct(read_image(tmp_path / "island.npy", voxel=1e-8), {"label 1": 1.0})
    assert (answer.conductivity, answer.status) == (0.0, "not percolating")


def test_a_region_of_a_file_larger_than_the_memory_can_be_read(tmp_path, monkeypatch):
    file = tmp_path / "huge.raw"
    with open(file, "wb") as sparse:
        sparse.truncate(1500 * 1500 * 1400)  # 3 GB that take no room on the disk
    kind = {"voxel": 1e-8, "shape": (1500, 1500, 1400), "dtype": "uint8"}
    assert read_image(file, region=((700, 720), (0, 30), (1390, 1400)), **kind).shape == (20, 30, 10)
    monkeypatch.setattr(image, "_memory", lambda: 4e9)
    with pytest.raises(ImageError, match=r"1500 x 1500 x 1400 voxels, 3.1 GB; this machine has 4.0 GB.*region"):
        read_image(file, **kind)


def save(path, array):
    np.save(path, array)
    return path


@pytest.mark.parametrize(
    ("array", "phases", "words"),
    [
        (np.zeros((4, 4), np.uint8), None, "single image of 4 x 4"),
        (np.zeros((2, 3, 4, 5), np.uint8), None, r"4 axes \(2 x 3 x 4 x 5\)"),
        (np.arange(512).reshape(8, 8, 8), None, "grey-scale"),
        (np.full((3, 3, 3), 0.5), None, "fractions such as 0.5"),
        (np.full((3, 3, 3), np.nan), None, "fractions such as nan"),
        (np.full((3, 3, 3), 1j), None, "complex128, not labels"),
        (np.empty((3, 0, 3), np.uint8), None, "is empty"),
        (np.full((3, 3, 3), 9), {0: "pores", 1: "solid"}, r"without a phase: 9 \(100 %\).*given for 0, 1"),
    ],
)
def test_an_array_that_is_no_segmented_image_is_refused_in_words(tmp_path, array, phases, words):
    with pytest.raises(ImageError, match=words):
        read_image(save(tmp_path / "image.npy", array), phases, voxel=1e-8)


@pytest.mark.parametrize(
    ("name", "content", "options", "words"),
    [
        ("missing.tif", None, {}, "there is no image"),
        ("text.tif", b"this is not a TIFF file", {}, "cannot be read"),
        ("text.npy", b"nor an array", {}, "cannot be read"),
        ("text.npz", b"nor an archive", {}, "cannot be read"),
        ("voxels.raw", b"12345678", {}, "give its shape and dtype"),
        ("voxels.raw", b"1234567", {"shape": (2, 2, 2), "dtype": "uint8"}, "7 bytes.*are 8: it is truncated"),
        ("voxels.raw", b"123456789", {"shape": (2, 2, 2), "dtype": "uint8"}, "9 bytes.*are 8: the shape or dtype"),
        ("voxels.raw", b"12345678", {"shape": (2, 2, 2), "dtype": "voxel"}, "is not a numeric type"),
        ("voxels.raw", b"12345678", {"shape": (2, 4), "dtype": "uint8"}, "three positive numbers"),
        (
            "v.raw",
            b"1" * 8,
            {"shape": (2,) * 3, "dtype": "u1", "region": ((0, 3), (0, 2), (0, 2))},
            "0 to 3 is not within",
        ),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path, name, content, options, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ImageError, match=words):
        read_image(tmp_path / name, voxel=1e-8, **options)


@pytest.mark.parametrize("options", [{}, {"compression": "zlib", "photometric": "minisblack"}])
def test_a_truncated_stack_is_refused(tmp_path, labels, options):
    tifffile.imwrite(tmp_path / "stack.tif", labels, **options)
    whole = (tmp_path / "stack.tif").read_bytes()
    for length in (300, 100):  # within the voxels, within the header
        (tmp_path / "cut.tif").write_bytes(whole[:length])
        with pytest.raises(ImageError):
            read_image(tmp_path / "cut.tif", LABELS, voxel=1e-8)


def test_a_colour_image_and_slices_of_different_size_are_refused(tmp_path):
    tifffile.imwrite(tmp_path / "colour.tif", np.zeros((8, 8, 3), np.uint8), photometric="rgb")
    with pytest.raises(ImageError, match="colour"):
        read_image(tmp_path / "colour.tif", voxel=1e-8)
    (tmp_path / "folder").mkdir()
    with pytest.raises(ImageError, match="no TIFF"):
        read_image(tmp_path / "folder", voxel=1e-8)
    for size in (4, 5):
        tifffile.imwrite(tmp_path / "folder" / f"{size}.tif", np.zeros((size, 4), np.uint8))
    with pytest.raises(ImageError, match="one size"):
        read_image(tmp_path / "folder", voxel=1e-8)


def test_without_the_tiff_package_it_says_what_to_install(monkeypatch):
    original = builtins.__import__

    def without_tifffile(name, *rest):
        if name == "tifffile":
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_tifffile)
    with pytest.raises(BrimstoneError, match=r"pip install 'brimstone\[images\]'"):
        read_image(DATA / "electrode.tiff", voxel=1e-8)
