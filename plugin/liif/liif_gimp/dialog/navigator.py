# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole picture, small, with a frame around what the preview shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import gi
from gimpfu.introspection import Gimp

from liif_gimp import pixels
from liif_gimp.dialog.split_view import on_checks, pixbuf
from liif_gimp.geometry import Rectangle
from liif_gimp.words import _

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, GdkPixbuf, Gtk  # noqa: E402 - needs the versions above

_SIDE: Final = 84
"""Pixels of the longer side."""
_LEAST: Final = 6
"""Pixels of the frame: a smaller one would not be seen."""
_COLOUR: Final = 0xFFFFFFFF
_SHADOW: Final = 0x000000FF


class Navigator:
    """The widget; a place that is clicked is told to ``go``, in shares of width and height."""

    def __init__(self, go: Callable[[float, float], None]) -> None:
        self._go = go
        self._part: Rectangle | None = None
        self._whole: GdkPixbuf.Pixbuf | None = None
        self._picture = Gtk.Image()
        self.widget = Gtk.EventBox(above_child=True, valign=Gtk.Align.CENTER)
        self.widget.set_tooltip_text(_("The whole picture; click where you want to look"))
        self.widget.add(self._picture)
        self.widget.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.BUTTON1_MOTION_MASK)
        self.widget.connect("button-press-event", self._clicked)
        self.widget.connect("motion-notify-event", self._clicked)

    def show(
        self, drawable: Gimp.Drawable, part: Rectangle, seen: tuple[float, float, float, float]
    ) -> None:
        """The ``part`` of a drawable, with a frame from left and top to right and bottom, in shares
        of its width and height."""
        if part != self._part:
            self._part = part
            scale = min(1.0, _SIDE / max(part.size))
            values, size = pixels.small(drawable, part, scale)
            self._whole = on_checks(pixbuf(values, size), size)
        whole = self._whole
        assert whole is not None  # made above, the first time
        framed = whole.copy()
        assert framed is not None  # there was memory for the other one
        width, height = framed.get_width(), framed.get_height()
        left, right = _ends(seen[0], seen[2], width)
        top, bottom = _ends(seen[1], seen[3], height)
        if (right - left, bottom - top) != (width, height):
            _frame(framed, Rectangle(left, top, right - left, bottom - top), _SHADOW)
            _frame(framed, Rectangle(left, top, right - left, bottom - top).grown(-1), _COLOUR)
        self._picture.set_from_pixbuf(framed)

    def _clicked(self, _: Gtk.Widget, event: Gdk.EventButton | Gdk.EventMotion) -> bool:
        whole = self._whole
        if whole is not None:
            # The picture stands in the middle of its room.
            room = self.widget.get_allocation()
            across, down = (
                min(max((place - (space - side) / 2) / side, 0.0), 1.0)
                for place, space, side in (
                    (event.x, room.width, whole.get_width()),
                    (event.y, room.height, whole.get_height()),
                )
            )
            self._go(across, down)
        return True


def _ends(first: float, last: float, length: int) -> tuple[int, int]:
    """Pixels from the share ``first`` to the share ``last`` of a ``length``, not too few."""
    least = min(_LEAST, length)
    start = min(round(first * length), length - least)
    return start, max(start + least, min(round(last * length), length))


def _frame(picture: GdkPixbuf.Pixbuf, area: Rectangle, colour: int) -> None:
    x, y, width, height = area
    for line in (
        Rectangle(x, y, width, 1),
        Rectangle(x, y + height - 1, width, 1),
        Rectangle(x, y, 1, height),
        Rectangle(x + width - 1, y, 1, height),
    ):
        if not line.empty:
            picture.new_subpixbuf(*line).fill(colour)
