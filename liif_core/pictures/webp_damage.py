# SPDX-License-Identifier: Apache-2.0
"""WebP files that are cut off.

The decoder takes no file whose parts are shorter than they say. Pixels that are cut off are filled
up, in two ways: the rows in which both give the same picture do not depend on the filling.
"""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_missing

_HEAD: Final = 12
_PIXELS: Final = frozenset({b"VP8 ", b"VP8L"})
_FRAME: Final = b"ANMF"
_SAID: Final = frozenset({b"EXIF", b"XMP "})
_FILLINGS: Final = (b"\0", b"\x5a")
_MORE: Final = 4
"""How many times the length that there was: what is made up may need more than what was lost."""


class _Part(NamedTuple):
    name: bytes
    content: bytes
    missing: int
    """Bytes of it that are not in the file."""


def is_webp(data: bytes) -> bool:
    """Whether the file begins as one does."""
    return data[:4] == b"RIFF" and data[8:_HEAD] == b"WEBP"


def examine(data: bytes) -> Damage:
    """What is amiss with a WebP."""
    length = struct.unpack_from("<I", data, 4)[0] + 8
    *parts, last = list(_walk(data)) or [_Part(b"", b"", 0)]
    if not last.missing:
        if length <= len(data):
            return WHOLE
        return Damage(("its end is not where it says",), mended=_build([*parts, last]))
    if any(each.name in (*_PIXELS, _FRAME) for each in parts):
        what = "its last frame" if last.name == _FRAME else "what it says besides"
        return Damage((f"{what} is cut off and left out",), mended=_build(parts))
    if last.name not in _PIXELS:
        return Damage(lost="its pixels are missing", hopeless=True)
    most = _MORE * (len(last.content) + last.missing) + (1 << 16)
    filled = [
        _build([*parts, last._replace(content=last.content + most * filling)])
        for filling in _FILLINGS
    ]
    share = _share_missing(*filled)
    return Damage((), tell_missing(share), filled[0], hopeless=share > HOPELESS)


def _walk(data: bytes) -> Iterator[_Part]:
    at = _HEAD
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        yield _Part(name, content, length - len(content))
        at += 8 + length + length % 2


def _build(parts: list[_Part]) -> bytes:
    body = b"".join(
        struct.pack("<4sI", each.name, len(each.content))
        + each.content
        + bytes(len(each.content) % 2)
        for each in parts
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _share_missing(one: bytes, other: bytes) -> float:
    """Of the height of a picture, from the first row in which it is not the same twice."""
    with contextlib.suppress(OSError, ValueError):
        pictures = [
            np.asarray(Image.open(io.BytesIO(each)).convert("RGBA")) for each in (one, other)
        ]
        differs = np.flatnonzero((pictures[0] != pictures[1]).any((1, 2)))
        return 1 - int(differs[0]) / len(pictures[0]) if differs.size else 0.0
    return 1.0
