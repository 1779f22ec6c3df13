# SPDX-License-Identifier: Apache-2.0
"""TIFF files of which parts are cut off or cannot be decoded.

Pixels lie in strips or tiles, each decoded by itself. Those that are lost get no place and no
length, which decoders take for parts that were never written: they stay empty.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final

import numpy as np

from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_empty_rows
from liif_core.pictures.tiff_pages import walk_pages

if TYPE_CHECKING:
    import tifffile
    from numpy.typing import NDArray

_PLACES: Final = (273, 324)
_LENGTHS: Final = (279, 325)
"""Tags of strips, and of tiles."""
_UNCOMPRESSED: Final = 1


def examine(data: bytes) -> Damage:
    """What is amiss with the pages of a TIFF; all are decoded for it."""
    import tifffile

    file = io.BytesIO(data)
    told, worst = [], 0.0
    with contextlib.suppress(Exception), tifffile.TiffFile(file, mode="r+") as tiff:
        # Nothing is known where the directory itself is damaged.
        for page in walk_pages(tiff):
            filled = _fill(page)
            if not filled.all():
                told.append(tell_empty_rows(filled))
                worst = max(worst, 1 - float(filled.mean()))
    if not told:
        return WHOLE
    return Damage((), told[0], file.getvalue(), hopeless=worst > HOPELESS)


def _fill(page: tifffile.TiffPage) -> NDArray[np.bool_]:
    """Take out the parts of the page that are lost; which rows (h,) are left."""
    filled = np.ones(page.imagelength, bool)
    places, lengths = list(page.dataoffsets), list(page.databytecounts)
    file = page.parent.filehandle
    for number, (place, length) in enumerate(zip(places, lengths, strict=True)):
        file.seek(place)
        part = file.read(length)
        if len(part) == length and _is_decodable(page, part, number):
            continue
        _, index, shape = page.keyframe.decode(None, number)
        rows = filled[index[2] : index[2] + shape[1]]
        if page.compression == _UNCOMPRESSED and len(part) < length:
            # Of these the rows before the end are there.
            rows[len(rows) * len(part) // length :] = False
            file.seek(place + len(part))
            file.write(bytes(length - len(part)))
            continue
        rows[:] = False
        places[number] = lengths[number] = 0
    if not filled.all():
        for tags, values in ((_PLACES, places), (_LENGTHS, lengths)):
            for tag in tags:
                if tag in page.tags:
                    page.tags[tag].overwrite(values)
    return filled


def _is_decodable(page: tifffile.TiffPage, part: bytes, number: int) -> bool:
    try:
        page.keyframe.decode(part, number)
    except Exception:  # whatever each of the codecs raises
        return False
    return True
