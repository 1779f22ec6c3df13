# SPDX-License-Identifier: Apache-2.0
"""The samples of one page of a TIFF, whatever colours, depth and compression they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import tifffile
from tifffile import PHOTOMETRIC

from liif_core.errors import LiifError
from liif_core.pictures.alpha_samples import join_alpha, split_alpha
from liif_core.pictures.depth import change_depth, to_depth
from liif_core.pictures.sample_ranges import find_white, invert, spread, spread_signed
from liif_core.pictures.tiff_colours import look_up_palette, read_lab
from liif_core.pictures.to_srgb import convert_cmyk, convert_lab

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Samples

_PHOTOMETRIC, _INKS, _SMALLEST, _LARGEST, _ICC = 262, 332, 340, 341, 34675
_CMYK_INKS = 1
_UNCOMPRESSED = 1
_JPEG = frozenset({6, 7, 33007, 34892})
"""Compressions whose decoder makes RGB of YCbCr."""
_COLOURS: dict[int, int] = {
    PHOTOMETRIC.MINISWHITE: 1,
    PHOTOMETRIC.MINISBLACK: 1,
    PHOTOMETRIC.RGB: 3,
    PHOTOMETRIC.PALETTE: 1,
    PHOTOMETRIC.SEPARATED: 4,
    PHOTOMETRIC.YCBCR: 3,
    PHOTOMETRIC.CIELAB: 3,
    PHOTOMETRIC.ICCLAB: 3,
}
"""Samples that make the colour of one pixel."""


class PageSamples(NamedTuple):
    """What a page holds."""

    samples: Samples
    """As in :class:`liif_core.pictures.Picture`."""
    icc: bytes | None
    notes: tuple[str, ...]
    """For the user."""


def read_samples(path: Path, page: tifffile.TiffPage) -> PageSamples:
    """Decode a page of the file at ``path``.

    Raises :class:`LiifError` for compressions, colours and samples that cannot be read, and
    whatever the decoders raise on damaged files.
    """
    photometric = _find_photometric(page)
    if photometric not in _COLOURS or page.dtype is None:
        raise _unreadable(path, page)
    if photometric == PHOTOMETRIC.SEPARATED and page.tags.valueof(_INKS, _CMYK_INKS) != _CMYK_INKS:
        raise LiifError(f"{path} has other inks than those of CMYK", "Save it as RGB first.")
    stored, colours = _decode(path, page), _COLOURS[photometric]
    if stored.shape[2] < colours:
        raise ValueError(f"it has {stored.shape[2]} samples of each pixel, not {colours}")
    icc = read_profile(page)
    parts = split_alpha(stored, colours, page.extrasamples)
    notes = [*parts.notes]
    if photometric == PHOTOMETRIC.PALETTE:
        samples = look_up_palette(parts.colours, page.colormap)
    elif photometric in (PHOTOMETRIC.CIELAB, PHOTOMETRIC.ICCLAB):
        samples, icc = _lab_to_srgb(path, page, parts.colours)
        notes.append("its Lab colours become sRGB")
    else:
        samples, told = _fill_range(path, page, parts.colours)
        notes += told
    if photometric == PHOTOMETRIC.MINISWHITE:
        samples = invert(samples)
    elif photometric == PHOTOMETRIC.SEPARATED:
        samples, icc = convert_cmyk(path, samples, icc)
    if parts.alpha is not None:
        alpha = change_depth(_fill_range(path, page, parts.alpha)[0], samples.dtype)
        samples = join_alpha(samples, alpha, premultiplied=parts.premultiplied)
    return PageSamples(np.ascontiguousarray(samples), icc, tuple(notes))


def read_profile(page: tifffile.TiffPage) -> bytes | None:
    """The colour profile that the page has."""
    icc = page.tags.valueof(_ICC)
    return icc if isinstance(icc, bytes) else None


def _find_photometric(page: tifffile.TiffPage) -> PHOTOMETRIC | int:
    if _PHOTOMETRIC in page.tags:
        return page.photometric
    return PHOTOMETRIC.RGB if page.samplesperpixel >= 3 else PHOTOMETRIC.MINISBLACK


def _decode(path: Path, page: tifffile.TiffPage) -> Samples:
    """The samples as they are stored, (h, w, c) of any type; but RGB for YCbCr."""
    size = page.parent.filehandle.size
    ends = map(sum, zip(page.dataoffsets, page.databytecounts, strict=False))
    if max(ends, default=0) > size:
        raise ValueError("it ends before its pixels do")
    known = page.compression == _UNCOMPRESSED or page.compression in tifffile.TIFF.DECOMPRESSORS
    ycbcr = _find_photometric(page) == PHOTOMETRIC.YCBCR and page.compression not in _JPEG
    if ycbcr or not known:
        return _decode_by_libtiff(path, page)
    separate, depth, height, width, together = page.shaped
    samples = page.asarray(squeeze=False).reshape(separate, depth, height, width, together)
    # Of the layers of a volume the first.
    layer: Samples = samples[:, 0]
    return np.moveaxis(layer[..., 0], 0, -1) if separate > 1 else layer[0]


def _decode_by_libtiff(path: Path, page: tifffile.TiffPage) -> Samples:
    """For what tifffile has no decoder."""
    import imagecodecs

    if len(page.treeindex) > 1:  # of pages below others it knows nothing
        raise _unreadable(path, page)
    try:
        samples = imagecodecs.tiff_decode(path.read_bytes(), index=page.index)
        return samples.reshape(page.imagelength, page.imagewidth, -1)
    except (imagecodecs.TiffError, IndexError, ValueError):
        raise _unreadable(path, page) from None


def _unreadable(path: Path, page: tifffile.TiffPage) -> LiifError:
    photometric, compression = _find_photometric(page), page.compression
    kind = (
        f"colours {_name(photometric)}, {page.bitspersample} bits, compression {_name(compression)}"
    )
    return LiifError(
        f"{path} has pixels of a kind that cannot be read ({kind})",
        "Save it as RGB, uncompressed or with LZW or ZIP compression.",
    )


def _name(number: int) -> str:
    return str(getattr(number, "name", number))


def _fill_range(
    path: Path, page: tifffile.TiffPage, samples: Samples
) -> tuple[Samples, tuple[str, ...]]:
    """The samples over the whole range of their type, and notes for the user."""
    kind = samples.dtype.kind
    bits = page.bitspersample if isinstance(page.bitspersample, int) else 8 * samples.itemsize
    if kind == "b":
        return spread(samples, 0, 1), ()
    if kind == "u":
        white = find_white(samples, bits)
        told = f"its samples have {bits} bits; {white} is taken for white"
        return spread(samples, 0, white), (told,) if bits > 16 else ()
    if kind == "i":
        return _fill_signed_range(page, samples, bits)
    if kind == "f":
        return _keep_floats(samples)
    raise LiifError(f"{path} has complex numbers for samples", "Save it with 16 bit or float.")


def _fill_signed_range(
    page: tifffile.TiffPage, samples: Samples, bits: int
) -> tuple[Samples, tuple[str, ...]]:
    black, white = _first(page, _SMALLEST), _first(page, _LARGEST)
    if black is not None and white is not None and black < white:
        result = spread(samples, black, white)
    else:
        black, white = 0, find_white(samples, bits - 1)
        result = spread_signed(samples, bits)
    return result, (f"its samples have a sign; {black} is taken for black, {white} for white",)


def _keep_floats(samples: Samples) -> tuple[Samples, tuple[str, ...]]:
    with np.errstate(over="ignore"):
        result = samples.astype(np.float32, copy=False)
    outside = np.count_nonzero((result < 0) | (result > 1))
    if outside <= result.size / 2:
        return result, ()
    return result, (
        "most of its float samples lie beyond 0 (black) and 1 (white); they are enlarged, but"
        " nothing is done about their compression",
    )


def _lab_to_srgb(path: Path, page: tifffile.TiffPage, samples: Samples) -> tuple[Samples, bytes]:
    bits = page.bitspersample
    if samples.dtype.kind not in "ui" or bits not in (8, 16):
        raise LiifError(f"{path} has Lab colours of {bits} bits", "Save it as RGB first.")
    unsigned = samples.view(np.uint8 if bits == 8 else np.uint16)
    icc = page.photometric == PHOTOMETRIC.ICCLAB
    colours, profile = convert_lab(read_lab(unsigned, bits, icc=icc))
    return to_depth(colours, np.uint8 if bits == 8 else np.uint16), profile


def _first(page: tifffile.TiffPage, tag: int) -> float | None:
    value = page.tags.valueof(tag)
    value = value[0] if isinstance(value, tuple) and value else value
    return value if isinstance(value, (int, float)) else None
