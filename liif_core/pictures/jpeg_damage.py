# SPDX-License-Identifier: Apache-2.0
"""JPEG files that are cut off, or whose data is corrupt.

libjpeg goes on where it can and keeps what it thinks of it to itself, unless its caller asks.
simplejpeg does; at an eighth of the size, where one value stands for a block, that takes about as
long as reading the file. Blocks that libjpeg has no data for are left at exactly half of white.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from liif_core.jfif import BLOCK
from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_missing, tell_share
from liif_core.pictures.deep_jpeg_reader import find_frame
from liif_core.pictures.jpeg_seam import find_seam
from liif_core.request.limits import MAX_SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_END: Final = b"\xff\xd9"
_SCAN: Final = b"\xff\xda"
_RESTARTS: Final = b"\xff\xdd\0\4"
_PROGRESSIVE: Final = (0xC2, 0xCA)
_SAFE: Final = (0xC0, 0xC1, 0xC2, 0xC9, 0xCA)
"""Kinds of frame, of `_BITS` a value, that may be decoded. Of others, which are lossless or deeper,
the library writes beyond its buffers."""
_BITS: Final = 8
_CORRUPT: Final = ("Corrupt JPEG data", "Premature end")
"""How libjpeg begins what it says of damaged data; the rest is about oddities."""
_EXTRA: Final = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
_EMPTY: Final = 128
_LARGEST_UNIT: Final = 32
"""Side of what the data tells at once, at most; it takes a bit at least."""
_TALL: Final = ("420", "440", "410", "441")
"""Ways to store colours for which a row of data is as high as two blocks."""


def examine(data: bytes) -> Damage:
    """What is amiss with a JPEG; nothing with those of kinds that the library does not know."""
    import simplejpeg

    frame = find_frame(data)
    if frame is None or frame.bits != _BITS or frame.kind not in _SAFE:
        return WHOLE
    try:
        height, width, colours, sampling = simplejpeg.decode_jpeg_header(data, strict=False)
    except (ValueError, KeyError):  # the latter for ways of storing colours that it has no word for
        return WHOLE
    colours = "CMYK" if colours in ("CMYK", "YCCK") else "GRAY"
    if max(height, width) > MAX_SIDE:
        return WHOLE  # which nobody decodes
    if 8 * len(data) < (height // _LARGEST_UNIT) * (width // _LARGEST_UNIT):
        return Damage(lost=f"{len(data)} bytes hold next to none of its pixels", hopeless=True)
    complaint = _complain(data, colours)
    if complaint is None:
        return WHOLE
    notes: tuple[str, ...] = ()
    mended = None
    if complaint.startswith("Premature end of JPEG"):
        notes = ("its end mark is missing",)
        mended = data = data + _END
        complaint = _complain(data, colours)
        if complaint is None:
            return Damage(notes, mended=mended)
    if not complaint.startswith(_CORRUPT):
        return Damage((*notes, f"its decoder says: {complaint}"), mended=mended)
    if _is_padding(data, complaint):
        return Damage((*notes, "there are empty bytes before its end mark"), mended=mended)
    missing = _share_missing(data, colours)
    lost = tell_missing(missing) if missing else _tell_corrupt(data, colours, sampling)
    return Damage((), f"{lost} ({complaint})", mended, hopeless=missing > HOPELESS)


def _complain(data: bytes, colours: str) -> str | None:
    """What libjpeg has to say; None where it has nothing against the data, or cannot read it."""
    import simplejpeg

    try:
        simplejpeg.decode_jpeg(data, colours, min_height=1, min_width=1)
    except ValueError as error:
        said = str(error)
        return None if said.startswith("Unsupported") else said
    return None


def _decode(data: bytes, colours: str, least: int) -> NDArray[np.uint8]:
    """The picture (h, w, c) as far as there is data, its sides at least as long."""
    import simplejpeg

    return simplejpeg.decode_jpeg(data, colours, min_height=least, min_width=least, strict=False)


def _is_padding(data: bytes, complaint: str) -> bool:
    """Whether nothing but zeros, or the filling of marks, lies between the pixels and the end."""
    found = _EXTRA.search(complaint)
    frame = find_frame(data)
    if found is None or frame is None:
        return False
    end = data.find(_END, data.find(_SCAN, frame.at))
    return set(data[end - int(found[1]) : end]) in ({0}, {0xFF})


def _share_missing(data: bytes, colours: str) -> float:
    """Of the picture's height, by the blocks at its end that no data has reached."""
    blocks = _decode(data, colours, 1)[..., 0]
    filled = np.flatnonzero((blocks != _EMPTY).any(1))
    return 1 - (int(filled[-1]) + 1 if filled.size else 0) / len(blocks)


def _tell_corrupt(data: bytes, colours: str, sampling: str) -> str:
    frame = find_frame(data)
    if frame is not None and frame.kind not in _PROGRESSIVE and _RESTARTS not in data:
        picture = _decode(data, colours, 0)
        row = find_seam(picture, (2 if sampling in _TALL else 1) * BLOCK)
        if row is not None:
            share = tell_share(1 - row / len(picture))
            return f"its data is corrupt, and about the lower {share} are wrong"
    return "its data is corrupt, and parts of it are wrong"
