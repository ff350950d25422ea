"""Segmented images from outside: TIFF stacks, NumPy files and raw voxels become structures.

An image must be segmented: each voxel holds the label of its phase. Files are mapped rather than read where their
format allows it, so that a `region` of a file larger than the memory can be taken.
"""

import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import numpy as np

from brimstone.composite.voxel.structure import Structure
from brimstone.errors import ImageError

#: More different values than this are a grey-scale image rather than labels of phases.
_LEAST_SUSPECT, _MOST_PACKED = 2**28, 200  # bytes, and ratio, above which an archive is no image
_MOST_LABELS = 16
#: Share of the machine's memory that an image may take.
_SHARE_OF_MEMORY = 0.5

#: First voxel and the one after the last, along each axis.
Region = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def read_image(
    path: str | Path,
    phases: Mapping[int, str] | None = None,
    *,
    voxel: float | tuple[float, float, float],
    region: Region | None = None,
    shape: tuple[int, int, int] | None = None,
    dtype: str | None = None,
) -> Structure:
    """Read a segmented image.

    Parameters
    ----------
    path : path
        A TIFF stack (``.tif``, ``.tiff``), a folder of TIFF slices in order of their names, a NumPy array (``.npy``, or
        ``.npz`` with one array), or raw voxels (any other name; then with `shape` and `dtype`). The first axis of the
        array, the slices of a stack, becomes x.
    phases : mapping of label to phase name, optional
        What the labels mean, as in ``{0: "pores", 85: "NMC"}``; several labels may share a name. Left out, phases are
        called ``label 0``, ``label 85``, ...
    voxel : float or three of them
        Edge length of a voxel, or lengths along x, y and z [m].
    region : three (start, stop) pairs, optional
        The part to read, in voxels.
    shape, dtype : tuple of three int and str
        Of raw voxels, with the last axis fastest: ``shape=(100, 100, 100), dtype="uint8"``.

    Returns
    -------
    Structure
        Also of an image with a single phase, or with phases that don't percolate.

    Raises
    ------
    ImageError
        For a file that is missing, truncated or unreadable, an array that isn't three-dimensional, values that aren't
        labels, labels without a name, or an image that doesn't fit into memory.
    """
    file = Path(path)
    if not file.exists():
        raise ImageError(f"there is no image at {file}.")
    try:
        array = _open(file, shape, dtype, region)
    except ImageError:
        raise
    except MemoryError as problem:
        raise ImageError(f"{file} does not fit into memory; read a region of it.") from problem
    except Exception as problem:  # decoders can raise almost anything on a damaged file
        raise ImageError(f"{file} cannot be read; it may be truncated or damaged: {problem}") from problem
    spacing = (voxel, voxel, voxel) if isinstance(voxel, int | float) else voxel
    return _segmented(array, phases, spacing, file)


def _open(file: Path, shape: tuple[int, int, int] | None, dtype: str | None, region: Region | None) -> np.ndarray:
    """The image, or the requested region of it, as an array; mapped from the file where that can be."""
    if file.is_dir():
        return _slices(file, region)
    if file.suffix.lower() in (".tif", ".tiff"):
        return _tiff(file, region)
    if file.suffix.lower() == ".npy":
        array = np.load(file, mmap_mode="r")
        return _cut(array.reshape(_three_axes(array.shape, file)), region, file)
    if file.suffix.lower() == ".npz":
        with np.load(file) as archive:
            _check_unpacked(file)
            if len(archive.files) != 1:
                raise ImageError(f"{file} holds {len(archive.files)} arrays ({', '.join(archive.files)}), not one.")
            array = archive[archive.files[0]]
            return _cut(array.reshape(_three_axes(array.shape, file)), region, file)
    return _raw(file, shape, dtype, region)


def _check_unpacked(file: Path) -> None:
    """Refuse an archive that unpacks to more than memory holds, or to a thousand times what it is."""
    with zipfile.ZipFile(file) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    _check_memory((size,), 1, file)
    if size > max(_LEAST_SUSPECT, _MOST_PACKED * file.stat().st_size):
        raise ImageError(
            f"{file} has {file.stat().st_size / 1e6:.3g} MB and unpacks to {size / 1e6:.3g} MB, which no image does; "
            "save it as .npy if it is one"
        )


def _raw(file: Path, shape: tuple[int, int, int] | None, dtype: str | None, region: Region | None) -> np.ndarray:
    if shape is None or dtype is None:
        raise ImageError(
            f"{file} is assumed to contain raw voxels; give its shape and dtype, such as (100, 100, 100) and uint8."
        )
    try:
        kind = np.dtype(dtype)
    except TypeError as problem:
        raise ImageError(f"'{dtype}' is not a numeric type such as uint8 or int16.") from problem
    if len(shape) != 3 or min(shape) < 1:
        raise ImageError(f"the shape of raw voxels must be three positive numbers, not {shape}.")
    needed, present = int(np.prod(shape, dtype=np.int64)) * kind.itemsize, file.stat().st_size
    if needed != present:
        size = " x ".join(map(str, shape))
        raise ImageError(
            f"{file} has {present} bytes, but {size} voxels of {kind.name} are {needed}: "
            f"{'it is truncated, or ' if present < needed else ''}the shape or dtype is wrong."
        )
    return _cut(np.memmap(file, kind, "r", shape=shape), region, file)


def _tiff(file: Path, region: Region | None) -> np.ndarray:
    tifffile = _tifffile()
    with tifffile.TiffFile(file) as tiff:
        series = tiff.series[0]
        if "S" in series.axes:
            raise ImageError(f"{file} is a colour image; save it as labels, one number per phase.")
        size = _three_axes(series.shape, file)
        if series.dataoffset is not None:  # uncompressed and in one piece
            if series.dataoffset + series.nbytes > file.stat().st_size:
                raise ImageError(f"{file} is truncated: it declares {series.nbytes / 1e6:.1f} MB of voxels.")
            return _cut(tifffile.memmap(file, mode="r").reshape(size), region, file)
        if region is not None and len(tiff.pages) == size[0]:  # decode only the slices that are needed
            _check_region(region, size, file)
            first, stop = region[0]
            _check_memory((stop - first, *size[1:]), series.dtype.itemsize, file)
            layers = tiff.asarray(key=slice(first, stop)).reshape(stop - first, *size[1:])
            return _cut(layers, ((0, stop - first), region[1], region[2]), file)
        _check_memory(size, series.dtype.itemsize, file)
        return _cut(series.asarray().reshape(size), region, file)


def _slices(folder: Path, region: Region | None) -> np.ndarray:
    """Stack the TIFF images of a folder, sorted by the numbers in their names."""
    tifffile = _tifffile()
    files = [file for file in folder.iterdir() if file.suffix.lower() in (".tif", ".tiff")]
    files.sort(key=lambda file: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", file.name)])
    if not files:
        raise ImageError(f"{folder} holds no TIFF files.")
    if region is not None:
        _check_region((region[0],), (len(files),), folder)
        files = files[region[0][0] : region[0][1]]
        region = ((0, len(files)), region[1], region[2])
    images: list[np.ndarray] = []
    for file in files:
        image = tifffile.imread(file)
        if image.ndim != 2 or (images and image.shape != images[0].shape):
            raise ImageError(f"{file} has shape {image.shape}; slices must be plane images of one size.")
        if not images:
            _check_memory((len(files), *image.shape), image.dtype.itemsize, folder)
        images.append(image)
    return _cut(np.stack(images), region, folder)


def _tifffile() -> ModuleType:
    """The optional package that reads TIFF."""
    try:
        import tifffile
    except ImportError as problem:
        raise ImageError("TIFF images need an optional package: pip install 'brimstone[images]'") from problem
    return tifffile


def _three_axes(size: tuple[int, ...], file: Path) -> tuple[int, ...]:
    """Return the size without axes of length 1 if there are more than three; ImageError unless three are left."""
    kept = size if len(size) <= 3 else tuple(n for n in size if n != 1)
    words = " x ".join(map(str, size))
    if len(kept) < 3:
        raise ImageError(f"{file} is a single image of {words}; a structure needs a stack of images.")
    if len(kept) > 3:
        raise ImageError(f"{file} has {len(size)} axes ({words}); a structure has three, with one label per voxel.")
    return kept


def _cut(array: np.ndarray, region: Region | None, file: Path) -> np.ndarray:
    if region is None:
        return array
    _check_region(region, array.shape, file)
    return array[tuple(slice(*ends) for ends in region)]


def _check_region(region: tuple[tuple[int, int], ...], size: tuple[int, ...], file: Path) -> None:
    for (first, stop), count in zip(region, size, strict=True):
        if not 0 <= first < stop <= count:
            raise ImageError(f"region {first} to {stop} is not within the {count} voxels of {file} along that axis.")


def _check_memory(size: tuple[int, ...], bytes_per_voxel: int, file: Path) -> None:
    """Raise ImageError when that many voxels are more than this machine should hold."""
    needed, present = int(np.prod(size, dtype=np.int64)) * bytes_per_voxel / 1e9, _memory() / 1e9
    if needed > _SHARE_OF_MEMORY * present:
        words = " x ".join(map(str, size))
        raise ImageError(
            f"{file} has {words} voxels, {needed:.1f} GB; this machine has {present:.1f} GB of memory. "
            "Read a region of it."
        )


def _memory() -> float:
    """Memory of this machine [bytes]."""
    return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")) if hasattr(os, "sysconf") else np.inf


def _segmented(
    array: np.ndarray, phases: Mapping[int, str] | None, spacing: tuple[float, float, float], file: Path
) -> Structure:
    """Number the phases by their labels, slice by slice, so that a mapped file is never in memory as a whole."""
    if array.dtype.kind not in "biuf":
        raise ImageError(f"{file} holds {array.dtype}, not labels.")
    if 0 in array.shape:
        raise ImageError(f"{file} is empty.")
    _check_memory(array.shape, 1, file)
    counts: dict[float, int] = {}
    for layer in array:
        values, occurrences = np.unique(layer, return_counts=True)
        for value, count in zip(values.tolist(), occurrences.tolist(), strict=True):
            counts[value] = counts.get(value, 0) + count
        if len(counts) > (_MOST_LABELS if phases is None else 256):
            raise ImageError(
                f"{file} has at least {len(counts)} different values; it looks like an unsegmented grey-scale image. "
                "Segment it first, one label per phase."
            )
    if any(value != value or value != int(value) for value in counts):
        raise ImageError(f"{file} holds fractions such as {max(counts)}; labels are whole numbers. Segment it first.")
    meaning = {int(value): f"label {int(value)}" for value in sorted(counts)} if phases is None else dict(phases)
    unknown = {int(value): count for value, count in sorted(counts.items()) if value not in meaning}
    if unknown:
        shares = ", ".join(f"{label} ({100 * count / array.size:.3g} %)" for label, count in unknown.items())
        raise ImageError(
            f"{file} holds labels without a phase: {shares}. "
            f"Phases are given for {', '.join(map(str, sorted(meaning)))}."
        )
    names = tuple(dict.fromkeys(meaning.values()))
    labels = np.array(sorted(meaning))
    numbers = np.array([names.index(meaning[label]) for label in labels.tolist()], np.uint8)
    result = np.empty(array.shape, np.uint8)
    for x, layer in enumerate(array):
        result[x] = numbers[np.searchsorted(labels, layer)]
    return Structure(result, names, spacing)
