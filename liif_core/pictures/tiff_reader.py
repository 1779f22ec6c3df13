# SPDX-License-Identifier: Apache-2.0
"""TIFF files, of whose deeper kinds Pillow reads but a few."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import tifffile

from liif_core.errors import LiifError
from liif_core.pictures import pillow_reader
from liif_core.pictures.content import Content
from liif_core.pictures.limits import check_size
from liif_core.pictures.tiff_metadata import read_metadata

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Samples

# What it logs of damaged files would be printed; it raises where it cannot go on.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_MAGIC = frozenset({b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"})
_MOST_PAGES = 100
_ICC_TAG = 34675
_PREMULTIPLIED, _ALPHA = 1, 2


def is_tiff(path: Path) -> bool:
    """Whether the file begins as a TIFF or BigTIFF does. Raises :class:`OSError`."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def read(path: Path) -> Content:
    """The content of a TIFF of any depth; samples of up to 8 bit are left to Pillow.

    Raises :class:`LiifError` when the file has several pages, or samples or colours that cannot
    be used, or is too large, and whatever the decoders raise on damaged files.
    """
    with tifffile.TiffFile(path) as file:
        _check_single(path, file)
        page = file.pages.first.aspage()
        if page.dtype is None or page.dtype.itemsize == 1:
            return read_metadata(path, pillow_reader.read(path))
        check_size(path, page.imagewidth, page.imagelength)
        icc = page.tags.valueof(_ICC_TAG)
        samples = _deep_samples(path, page)
    icc = icc if isinstance(icc, bytes) else None
    return read_metadata(path, Content(samples, icc, None, None))


def _check_single(path: Path, file: tifffile.TiffFile) -> None:
    """Raise :class:`LiifError` unless there is one picture, and at most smaller ones of it."""
    pages = 0
    for number, page in enumerate(file.pages):
        if number == _MOST_PAGES:  # a damaged file can have its last page point to its first
            pages = number
            break
        pages += not page.aspage().is_reduced
    if pages > 1:
        count = f"over {pages - 1}" if pages == _MOST_PAGES else pages
        raise LiifError(f"{path} has {count} pages", "Save the one you want alone.")


def _deep_samples(path: Path, page: tifffile.TiffPage) -> Samples:
    inverted = page.photometric == tifffile.PHOTOMETRIC.MINISWHITE
    colours = 3 if page.photometric == tifffile.PHOTOMETRIC.RGB else 1
    if not inverted and page.photometric not in (
        tifffile.PHOTOMETRIC.RGB,
        tifffile.PHOTOMETRIC.MINISBLACK,
    ):
        raise LiifError(
            f"{path} has {page.bitspersample}-bit colours that are neither RGB nor gray",
            "Save it as RGB first.",
        )
    samples: Samples = page.asarray()
    if page.planarconfig == tifffile.PLANARCONFIG.SEPARATE and samples.ndim == 3:
        samples = np.moveaxis(samples, 0, -1)
    samples = samples.reshape(page.imagelength, page.imagewidth, -1)
    if samples.dtype.kind == "f":
        samples = samples.astype(np.float32)
    elif samples.dtype != np.uint16:
        raise LiifError(f"{path} has {samples.dtype} samples", "Save it with 16 bit or float.")
    if inverted:
        samples = (1 if samples.dtype == np.float32 else 0xFFFF) - samples
    extra = page.extrasamples[0] if page.extrasamples else None
    if extra not in (_PREMULTIPLIED, _ALPHA):
        return samples[..., :colours]
    samples = samples[..., : colours + 1]
    return _unmultiplied(samples) if extra == _PREMULTIPLIED else samples


def _unmultiplied(samples: Samples) -> Samples:
    peak = 1.0 if samples.dtype == np.float32 else 0xFFFF
    alpha = samples[..., -1:].astype(np.float32) / peak
    colour = np.divide(
        samples[..., :-1], alpha, out=np.zeros_like(samples[..., :-1], np.float32), where=alpha > 0
    )
    if samples.dtype != np.float32:
        colour = np.rint(np.minimum(colour, peak))
    return np.concatenate((colour.astype(samples.dtype), samples[..., -1:]), axis=-1)
