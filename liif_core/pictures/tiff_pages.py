# SPDX-License-Identifier: Apache-2.0
"""The pages of a TIFF, and which of them is the picture."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from liif_core.pictures.pages import Taken, take_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import tifffile

_MOST_PAGES = 10_000
"""That are looked at."""
_SAME_SHAPE = 0.03
"""By how much the shape of a small copy may differ from that of the page."""
_SMALL = 320
"""Longest side of a thumbnail that is cut to another shape, or has borders."""


def find_page(
    path: Path, file: tifffile.TiffFile, wanted: int | None
) -> tuple[tifffile.TiffPage, tuple[str, ...]]:
    """The full page number ``wanted``, from 1, or the one that is the picture; and notes for the
    user.

    Neither smaller copies nor masks are counted, where the file says that they are. Without such
    words, the first page is passed over if it looks like a small copy of a later one. Raises
    :class:`LiifError` where there is no such page.
    """
    every = list(walk_pages(file))
    full = [page for page in every if not (page.is_reduced or page.is_mask)]
    if not full:
        full = [max(every, key=lambda page: page.imagewidth * page.imagelength)]
    usual = next(
        place
        for place, page in enumerate(full)
        if not any(_is_thumbnail(page, later) for later in full[place + 1 :])
    )
    taken: Taken = take_page(path, len(full), wanted, usual=usual)
    return full[taken.place], taken.notes


def walk_pages(file: tifffile.TiffFile) -> Iterator[tifffile.TiffPage]:
    """The pages in their order, each followed by larger ones that belong to it, as in the files
    of cameras. Those that are no larger are the steps of a pyramid."""
    seen: set[int] = set()
    for each in islice(file.pages, _MOST_PAGES):
        page = each.aspage()
        if page.offset in seen:  # a damaged file can have its last page point to its first
            return
        seen.add(page.offset)
        yield page
        for beneath in islice(page.pages or (), _MOST_PAGES):
            inner = beneath.aspage()
            if inner.imagewidth > page.imagewidth and inner.imagelength > page.imagelength:
                yield inner


def _is_thumbnail(page: tifffile.TiffPage, other: tifffile.TiffPage) -> bool:
    across = other.imagewidth / max(1, page.imagewidth)
    down = other.imagelength / max(1, page.imagelength)
    if min(across, down) < 2:
        return False
    alike = abs(across / down - 1) <= _SAME_SHAPE
    small = max(page.imagewidth, page.imagelength) <= _SMALL and min(across, down) >= 4
    return alike or small
