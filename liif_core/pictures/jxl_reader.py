# SPDX-License-Identifier: Apache-2.0
"""JPEG XL with up to 16 bit and float, by OpenImageIO."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from liif_core.colour.code_points import CodePoints, interpret
from liif_core.packages import need
from liif_core.pictures.boxes import build_box, read_boxes
from liif_core.pictures.content import Content
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.jxl_header import BARE, is_moving
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    import OpenImageIO as oiio  # noqa: N813 - as its own pages have it

EXTRA = "formats"
_SRGB, _BT709, _GRAY = 13, 1, 0
"""Of the curves and the primaries that ITU-T H.273 numbers; the last is the library's own."""
_EXIF, _XMP, _PACKED = b"Exif", b"xml ", b"brob"
_SIGNATURE_END = b"\r\n\x87\n"
_FEWEST = 128
_MOST_CHANNELS = 4
_MOST = 16 << 20
"""Bytes of such a box: there are files that would fill the memory."""
_TYPES = {"uint8": np.uint8, "float": np.float32, "half": np.float32}
"""Of samples, as the library calls them; all others are read as uint16."""


def read(path: Path, page: int | None = None) -> Content:
    """The content of a JPEG XL file; of a moving one, of its frame number ``page``, from 1.

    Raises :class:`LiifError` where the library or such a frame is missing and for sizes beyond the
    limit, and :class:`ValueError` for damaged files.
    """
    need("OpenImageIO", f"{path} is JPEG XL, for which OpenImageIO is needed", EXTRA)
    import imagecodecs
    import OpenImageIO as oiio  # noqa: N813

    wish = oiio.ImageSpec()
    # Otherwise colours would be multiplied by it.
    wish.attribute("oiio:UnassociatedAlpha", 1)
    data = path.read_bytes()
    with _long_enough(path, data) as name:
        file = oiio.ImageInput.open(str(name), wish)
        if file is None:
            raise ValueError(oiio.geterror())
        try:
            spec = file.spec()
            check_size(path, spec.width, spec.height)
            dtype = _TYPES.get(str(spec.format), np.uint16)
            kind = {np.uint8: oiio.UINT8, np.uint16: oiio.UINT16, np.float32: oiio.FLOAT}[dtype]
            if is_moving(data):  # of which this library would give the last frame
                frames = imagecodecs.jpegxl_decode(data)
                frames = frames.reshape(-1, spec.height, spec.width, spec.nchannels)
                taken = take_page(path, len(frames), page, word="frame")
                pixels = frames[taken.place]
                dtype = _TYPES.get(frames.dtype.name, np.float32)
            else:
                taken = take_page(path, 1, page)
                pixels = file.read_image(0, 0, 0, spec.nchannels, kind)
            if pixels is None:
                raise ValueError(file.geterror())
            icc = _read_profile(path, spec)
        finally:
            file.close()
    boxes = _read_words(data)
    exif = boxes.get(_EXIF)
    return Content(
        np.asarray(pixels, dtype).reshape(spec.height, spec.width, -1)[..., :_MOST_CHANNELS],
        icc,
        # After the number of bytes to pass over; and the library has turned the picture.
        put_orientation(exif and exif[4 + int.from_bytes(exif[:4], "big") :], 1),
        None,
        boxes.get(_XMP),
        left_out=("its channels that are no colours",) if spec.nchannels > _MOST_CHANNELS else (),
        notes=taken.notes,
    )


@contextlib.contextmanager
def _long_enough(path: Path, data: bytes) -> Iterator[Path]:
    """The file, or the same picture in a longer one: of one colour it may have so few bytes that
    the library takes it for damaged."""
    if len(data) >= _FEWEST:
        yield path
        return
    if data.startswith(BARE):
        start = build_box(b"JXL ", _SIGNATURE_END), build_box(b"ftyp", b"jxl \0\0\0\0jxl ")
        data = b"".join((*start, build_box(b"jxlc", data)))
    with tempfile.TemporaryDirectory() as folder:
        longer = Path(folder) / "picture.jxl"
        longer.write_bytes(data + build_box(b"free", bytes(_FEWEST)))
        yield longer


def _read_profile(path: Path, spec: oiio.ImageSpec) -> bytes | None:
    """The profile, which the library makes where the file has none; None for sRGB.

    Raises :class:`LiifError` for HDR.
    """
    codes = spec.getattribute("CICP")
    if codes is not None:
        found = CodePoints(*codes[:2])
        if found.transfer == _SRGB and found.primaries in (_BT709, _GRAY):
            return None
        interpret(found, str(path), lambda _: None)
    icc = spec.getattribute("ICCProfile")
    return None if icc is None else np.asarray(icc, np.uint8).tobytes()


def _read_words(data: bytes) -> dict[bytes, bytes]:
    """The boxes with EXIF and XMP data. Raises :class:`ValueError` for damaged ones."""
    if data.startswith(BARE):
        return {}
    import imagecodecs

    found = {}
    for box in read_boxes(data):
        if box.kind in (_EXIF, _XMP):
            found[box.kind] = box.content
        elif box.kind == _PACKED and box.content[:4] in (_EXIF, _XMP):
            found[box.content[:4]] = bytes(imagecodecs.brotli_decode(box.content[4:], out=_MOST))
    return found
