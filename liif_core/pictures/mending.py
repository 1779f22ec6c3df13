# SPDX-License-Identifier: Apache-2.0
"""Damaged files, read as far as there is something to read.

What is amiss is looked for twice: before a file is decoded, in what costs little; and closely, if
its decoder refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from liif_core.atomic import put_bytes, temporary_folder
from liif_core.errors import LiifError
from liif_core.pictures import (
    gif_damage,
    jpeg2000_damage,
    jpeg_damage,
    pillow_damage,
    png_damage,
    tiff_damage,
    webp_damage,
)
from liif_core.pictures.damage import WHOLE, Damage
from liif_core.pictures.png_texts import SIGNATURE

Read = TypeVar("Read")

_HEAD: Final = 16
_BEFORE: Final[dict[bytes, Callable[[bytes], Damage]]] = {
    SIGNATURE: png_damage.examine,
    b"\xff\xd8\xff": jpeg_damage.examine,
    b"RIFF": webp_damage.examine,
    b"GIF8": gif_damage.examine,
    b"\xff\x4f\xff\x51": jpeg2000_damage.examine,
    b"\0\0\0\x0cjP  ": jpeg2000_damage.examine,
}
"""What looks at a file before it is decoded, by how the file begins."""
_TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_HINT: Final = (
    "--salvage, which liif upscale, clean, restore and batch have, goes on with what is there."
)


def read_mended(
    path: Path, read: Callable[[Path], Read], *, salvage: bool
) -> tuple[Read, list[str]]:
    """What ``read`` makes of the file at ``path``, or of a mended copy of it; and what is amiss.

    Raises :class:`LiifError` if pixels are missing or wrong, unless that is to be passed over
    (``salvage``) and enough is left; and whatever ``read`` does.
    """
    found = _examine(path)
    if found.lost is None:
        try:
            return _read(path, found, read), _tell(path, found)
        except (LiifError, MemoryError):
            raise
        except Exception:
            found = _examine_closely(path)
            if found.mended is None and found.lost is None:
                raise
    if found.lost is not None and (found.hopeless or not salvage):
        hint = "Too little of it is left." if found.hopeless else _HINT
        raise LiifError(f"{path} is damaged: {found.lost}", hint) from None
    return _read(path, found, read), _tell(path, found)


def _examine(path: Path) -> Damage:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    look = next((look for start, look in _BEFORE.items() if head.startswith(start)), None)
    if look is None or (look is webp_damage.examine and not webp_damage.is_webp(head)):
        return WHOLE
    return look(path.read_bytes())


def _examine_closely(path: Path) -> Damage:
    data = path.read_bytes()
    if data.startswith(_TIFF):
        return tiff_damage.examine(data)
    return pillow_damage.examine(data)


def _tell(path: Path, found: Damage) -> list[str]:
    """One note, or none."""
    notes = "; ".join(found.notes)
    if found.lost is None:
        return [f"{path}: {notes}"] if notes else []
    if notes:
        return [f"{path} is damaged: {found.lost}; what is there is used; {notes}"]
    return [f"{path} is damaged: {found.lost}; what is there is used"]


def _read(path: Path, found: Damage, read: Callable[[Path], Read]) -> Read:
    if found.mended is None:
        return read(path)
    with temporary_folder() as folder:
        copy = folder / "mended"
        put_bytes(copy, found.mended)
        try:
            return read(copy)
        except LiifError as error:
            # The user knows of one file only.
            raise LiifError(str(error.args[0]).replace(str(copy), str(path)), error.hint) from None
