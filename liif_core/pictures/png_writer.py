# SPDX-License-Identifier: Apache-2.0
"""PNG with 8 or 16 bit, which Pillow writes for gray only.

libpng takes all samples at once: large pictures are filtered and compressed here, in bands.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from liif_core.pictures import xmp
from liif_core.pictures.exif import complete_block
from liif_core.pictures.png_compression import choose_compression, compress_band
from liif_core.pictures.png_texts import SIGNATURE, build_chunk, write_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from liif_core.pictures.picture import Picture
    from liif_core.pictures.rows import Rows

_HEADER_END = 8 + 25
"""After the signature and the IHDR chunk, which is where our chunks belong."""
_METRES_PER_INCH = 0.0254
_COLOUR_TYPES = (0, 4, 2, 6)
"""By the number of channels: gray, gray with alpha, RGB, RGBA."""
_PAETH = 4
"""Number of a filter."""
_BAND_BYTES = 8 << 20
"""Of a band, about: so much is compressed at once."""
_PIECE_BYTES = 1 << 17
"""Of what is filtered at once, about, which the processor's cache holds."""


def write(path: Path, picture: Picture, rows: Rows) -> None:
    """Write the file, with the ``rows`` uint8 or uint16 as the samples of ``picture``.

    Raises :class:`OSError`.
    """
    with path.open("wb") as file:
        if rows.few:
            import imagecodecs

            samples = np.ascontiguousarray(rows.whole())
            encoded = memoryview(imagecodecs.png_encode(samples, **choose_compression(samples)))
            file.write(encoded[:_HEADER_END])
            file.writelines(_describe(picture))
            file.write(encoded[_HEADER_END:])
        else:
            file.write(_begin(rows))
            file.writelines(_describe(picture))
            file.writelines(_compress(rows))
            file.write(build_chunk(b"IEND", b""))


def _describe(picture: Picture) -> Iterator[bytes]:
    """The chunks with what belongs to the samples."""
    if picture.icc is not None:
        yield build_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(picture.icc))
    if picture.resolution is not None:
        across, down = (round(ppi / _METRES_PER_INCH) for ppi in picture.resolution)
        yield build_chunk(b"pHYs", struct.pack(">IIB", across, down, 1))
    exif = complete_block(picture.exif, picture.size, picture.resolution)
    if exif is not None:
        yield build_chunk(b"eXIf", exif)
    packet = xmp.complete(picture.xmp, picture.size, picture.resolution)
    yield from write_words(picture.texts, packet, picture.iptc)


def _begin(rows: Rows) -> bytes:
    height, width, channels = rows.shape
    kind = 8 * rows.dtype.itemsize, _COLOUR_TYPES[channels - 1], 0, 0, 0
    return SIGNATURE + build_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, *kind))


def _compress(rows: Rows) -> Iterator[bytes]:
    """The chunks with the samples: one stream of zlib, a chunk for each band."""
    height, width, channels = rows.shape
    step = channels * rows.dtype.itemsize
    above = np.zeros(width * step, np.uint8)
    check = 1
    done = 0
    for band in rows.bands(max(1, _BAND_BYTES // (width * step))):
        # Its numbers begin with what counts most.
        numbers = band.astype(rows.dtype.newbyteorder(">"), copy=False)
        samples = np.ascontiguousarray(numbers).view(np.uint8).reshape(len(band), -1)
        filtered = _filter(samples, above, step)
        above = samples[-1].copy()
        check = zlib.adler32(filtered.data, check)
        begin = b"\x78\x01" if done == 0 else b""
        done += len(band)
        end = struct.pack(">I", check) if done == height else b""
        packed = compress_band(filtered, last=done == height)
        yield build_chunk(b"IDAT", b"".join((begin, packed, end)))


def _filter(samples: NDArray[np.uint8], above: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Rows of bytes, each as its difference to Paeth's prediction by that ``step`` bytes before,
    that in the row ``above`` it, and that before the latter; the filter's number before each row.
    """
    filtered = np.empty((len(samples), samples.shape[1] + 1), np.uint8)
    filtered[:, 0] = _PAETH
    height = max(1, _PIECE_BYTES // samples.shape[1])
    for top in range(0, len(samples), height):
        piece = samples[top : top + height]
        upper = np.vstack([samples[top - 1] if top else above, piece[:-1]])
        predicted = _predict(piece, upper, step)
        np.subtract(piece, predicted, out=filtered[top : top + height, 1:])
    return filtered


def _predict(samples: NDArray[np.uint8], upper: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Paeth's prediction of ``samples``, which have the rows ``upper`` above them."""
    up = upper.astype(np.int16)
    before, corner = np.zeros_like(up), np.zeros_like(up)
    before[:, step:], corner[:, step:] = samples[:, :-step], up[:, :-step]
    across, down = up - corner, before - corner
    far = np.abs(across + down)
    across, down = np.abs(across), np.abs(down)
    closer = np.where(down <= far, up, corner)
    return np.where((across <= down) & (across <= far), before, closer).astype(np.uint8)
