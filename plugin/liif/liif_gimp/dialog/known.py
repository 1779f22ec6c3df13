# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the result, for a preview that moves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import gi

from liif_gimp.dialog.raster import Cell, Raster
from liif_gimp.geometry import Rectangle, Size

gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf  # noqa: E402 - needs the version above

_BYTES = 3
"""Of a pixel as it is shown."""


class Known:
    """Answers to parts of one region by the same settings: the one that was seen last, and patches,
    as many as memory is meant for."""

    def __init__(self, region: Rectangle, patch: Size, memory: int) -> None:
        """Nothing yet. At most so many bytes of ``memory`` are taken, but one patch always fits."""
        self._raster = Raster(region, patch)
        self._most = max(1, memory // (_BYTES * patch.width * patch.height))
        self._patches: dict[Cell, GdkPixbuf.Pixbuf] = {}
        self._seen: tuple[Rectangle, GdkPixbuf.Pixbuf] | None = None

    def see(self, place: Rectangle, after: GdkPixbuf.Pixbuf) -> None:
        """This is seen now."""
        self._seen = place, after

    def add(self, place: Rectangle, after: GdkPixbuf.Pixbuf, seen: Rectangle) -> None:
        """A patch that was :meth:`wanted`. Where there is no room the one farthest from what is
        ``seen`` goes."""
        (cell,) = self._raster.meeting(place)
        if len(self._patches) >= self._most:
            near = set(islice(self._raster.around(seen), self._most))
            far = next((each for each in self._patches if each not in near), None)
            if far is None:
                return
            del self._patches[far]
        self._patches[cell] = after

    def wanted(self, seen: Rectangle) -> Rectangle | None:
        """The patch to be computed next, near to what is ``seen``; None where all is known that
        there is room for."""
        for cell in islice(self._raster.around(seen), self._most):
            if cell not in self._patches:
                return self._raster.place(cell)
        return None

    @property
    def places(self) -> Iterator[Rectangle]:
        """Where something is known."""
        if self._seen is not None:
            yield self._seen[0]
        yield from map(self._raster.place, self._patches)

    def covers(self, crop: Rectangle) -> bool:
        """Whether all of a crop is known."""
        if self._seen is not None and self._seen[0].within(crop) == crop:
            return True
        return all(cell in self._patches for cell in self._raster.meeting(crop))

    def carried(self, crop: Rectangle, before: GdkPixbuf.Pixbuf) -> GdkPixbuf.Pixbuf | None:
        """What is known of a ``crop``, the rest as ``before``; None where that is nothing."""
        parts = [
            (self._raster.place(cell), self._patches[cell])
            for cell in self._raster.meeting(crop)
            if cell in self._patches
        ]
        if self._seen is not None:
            parts.append(self._seen)
        parts = [(place, after) for place, after in parts if not place.within(crop).empty]
        if not parts:
            return None
        made = before.copy()
        assert made is not None  # there was memory for the other one
        for place, after in parts:
            both = place.within(crop)
            after.copy_area(
                *(both.x - place.x, both.y - place.y, *both.size),
                made,
                *(both.x - crop.x, both.y - crop.y),
            )
        return made
