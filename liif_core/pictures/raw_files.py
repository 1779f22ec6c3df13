# SPDX-License-Identifier: Apache-2.0
"""Raw files of cameras, told by what is in them; many look like a TIFF with a small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from liif_core.pictures.tiff_pages import walk_pages

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = 32
_BEGINNINGS: Final = {
    b"FUJIFILMCCD-RAW": "Fujifilm RAF",
    b"IIRO": "Olympus ORF",
    b"IIRS": "Olympus ORF",
    b"MMOR": "Olympus ORF",
    b"IIU\0": "Panasonic RW2",
    b"\0MRM": "Minolta MRW",
    b"FOVb": "Sigma X3F",
    b"II\x1a\0\0\0HEAPCCDR": "Canon CRW",
}
_CANON_3: Final = b"ftypcrx "
_TIFFS: Final = (b"II*\0", b"MM\0*")
_CANON_2: Final = b"CR\x02"
_PHASE_ONE: Final = (b"IIII", b"MMMM")
_DNG_VERSION, _MAKE = 50706, 271
_SENSOR: Final = frozenset({32803, 34892})
"""Photometric interpretations of what a sensor saw: by a colour filter, or linear."""
_COMPRESSIONS: Final = frozenset({32767, 32769, 32770, 32772, 34713, 65535})
"""Those of Sony, Samsung, Nikon and Pentax."""
_ENDINGS: Final = frozenset({
    ".3fr", ".arw", ".cr2", ".dcr", ".dcs", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".k25", ".kdc",
    ".mef", ".mos", ".nef", ".nrw", ".pef", ".ptx", ".raw", ".rwl", ".rw2", ".sr2", ".srf", ".srw",
})  # fmt: skip
"""Of those that are TIFF files as well."""


def find_raw(path: Path) -> str | None:
    """Which kind of raw file it is, such as ``Nikon NEF``; None if it is none.

    Raises :class:`OSError`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for beginning, name in _BEGINNINGS.items():
        if head.startswith(beginning):
            return name
    if head[4:12] == _CANON_3:
        return "Canon CR3"
    if not head.startswith(_TIFFS):
        return None
    if head[8:11] == _CANON_2:
        return "Canon CR2"
    if head[8:12] in _PHASE_ONE:
        return "Phase One IIQ"
    try:
        return _find_in_tiff(path)
    except Exception:  # what is damaged is told where it is read
        return None


def _find_in_tiff(path: Path) -> str | None:
    import tifffile

    with tifffile.TiffFile(path) as file:
        first = file.pages.first.aspage()
        if _DNG_VERSION in first.tags:
            return "DNG"
        raw = path.suffix.lower() in _ENDINGS or any(
            page.photometric in _SENSOR or page.compression in _COMPRESSIONS
            for page in walk_pages(file)
        )
        make = first.tags.valueof(_MAKE)
    if not raw:
        return None
    maker = make.split()[0].capitalize() if isinstance(make, str) and make.strip() else "camera"
    return f"{maker} {path.suffix.removeprefix('.').upper()}".strip()
