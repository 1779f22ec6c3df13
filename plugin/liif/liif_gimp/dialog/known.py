# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the result while the preview moves to a place around it."""

from __future__ import annotations

from typing import NamedTuple

import gi

from liif_gimp.geometry import Rectangle, Size

gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf  # noqa: E402 - needs the version above


class Known(NamedTuple):
    """The last result that was shown."""

    grid: Size
    crop: Rectangle
    """Where it lies in the grid."""
    after: GdkPixbuf.Pixbuf

    def carried(
        self, grid: Size, crop: Rectangle, before: GdkPixbuf.Pixbuf
    ) -> GdkPixbuf.Pixbuf | None:
        """What it shows of another ``crop``, the rest as ``before``; None where that is nothing."""
        both = self.crop.within(crop)
        if grid != self.grid or both.empty:
            return None
        made = before.copy()
        assert made is not None  # there was memory for the other one
        self.after.copy_area(
            *(both.x - self.crop.x, both.y - self.crop.y, *both.size),
            made,
            *(both.x - crop.x, both.y - crop.y),
        )
        return made
