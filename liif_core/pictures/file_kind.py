# SPDX-License-Identifier: Apache-2.0
"""Which kind of file it is, by its beginning; names may say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from liif_core.pictures import netpbm_reader, tiff_reader
from liif_core.pictures.boxes import read_brands
from liif_core.pictures.deep_jpeg_reader import is_deep_jpeg
from liif_core.pictures.raw_files import find_raw

if TYPE_CHECKING:
    from pathlib import Path

Kind: TypeAlias = Literal["AVIF", "deep JPEG", "HEIC", "JPEG XL", "PNM", "RAW", "TIFF"]
_HEAD: Final = 256
_AVIF: Final = frozenset({b"avif", b"avis"})
_HEIF: Final = frozenset({
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1",
})  # fmt: skip
_JXL: Final = (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")
"""A bare picture, and one in a container."""


def find_kind(path: Path) -> Kind | None:
    """One that has a reader of its own; None for all that Pillow may know. Raises
    :class:`OSError`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    brands = set(read_brands(head))
    if brands & _AVIF:
        return "AVIF"
    if brands & _HEIF:
        return "HEIC"
    if head.startswith(_JXL):
        return "JPEG XL"
    if head.startswith(netpbm_reader.MAGIC):
        return "PNM"
    if is_deep_jpeg(path):
        return "deep JPEG"
    if find_raw(path) is not None:
        return "RAW"
    return "TIFF" if tiff_reader.is_tiff(path) else None
