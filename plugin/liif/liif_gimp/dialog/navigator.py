# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole picture, small, with a frame around what the preview shows of it, and darker where the
result is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import gi
from gimpfu.introspection import Gimp

from liif_gimp import pixels
from liif_gimp.dialog.sharp import SharpPicture
from liif_gimp.dialog.split_view import on_checks, pixbuf
from liif_gimp.geometry import Rectangle
from liif_gimp.words import _

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, GdkPixbuf, Gtk  # noqa: E402 - needs the versions above

_SIDE: Final = 84
"""Pixels of the longer side, in GTK's as the next; the screen may have more."""
_LEAST: Final = 6
"""Pixels of the frame: a smaller one would not be seen."""
_COLOUR: Final = 0xFFFFFFFF
_VEIL: Final = 0x000000
_SHINES_THROUGH: Final = 165
"""Of 255, through the veil over what is not known: it must not hide the picture."""
Shares = tuple[float, float, float, float]
"""Left, top, right and bottom, in shares of width and height."""
_SHADOW: Final = 0x000000FF


class Navigator:
    """The widget; a place that is clicked is told to ``go``, in shares of width and height."""

    def __init__(self, go: Callable[[float, float], None]) -> None:
        self._go = go
        self._part: Rectangle | None = None
        self._whole: GdkPixbuf.Pixbuf | None = None
        self._veiled: GdkPixbuf.Pixbuf | None = None
        self._picture = SharpPicture()
        self.widget = Gtk.EventBox(above_child=True, valign=Gtk.Align.CENTER)
        self.widget.set_tooltip_text(
            _(
                "The whole picture; click where you want to look. Where it is darker, the "
                "result is not known yet."
            )
        )
        self.widget.add(self._picture.widget)
        self.widget.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.BUTTON1_MOTION_MASK)
        self.widget.connect("button-press-event", self._clicked)
        self.widget.connect("motion-notify-event", self._clicked)

    def show(
        self, drawable: Gimp.Drawable, part: Rectangle, seen: Shares, known: Iterable[Shares]
    ) -> None:
        """The ``part`` of a drawable, with a frame around what is ``seen``."""
        if part != self._part:
            self._part = part
            scale = min(1.0, self._picture.scale * _SIDE / max(part.size))
            values, size = pixels.small(drawable, part, scale)
            self._whole = on_checks(pixbuf(values, size), size)
            self._veiled = _veiled(self._whole)
        whole, veiled = self._whole, self._veiled
        assert whole is not None  # both made above, the first time
        assert veiled is not None
        framed = veiled.copy()
        assert framed is not None  # there was memory for the other one
        width, height = framed.get_width(), framed.get_height()
        for place in known:
            left, right = (round(place[end] * width) for end in (0, 2))
            top, bottom = (round(place[end] * height) for end in (1, 3))
            if left < right and top < bottom:
                whole.copy_area(left, top, right - left, bottom - top, framed, left, top)
        least = self._picture.scale * _LEAST
        left, right = _ends(seen[0], seen[2], width, least)
        top, bottom = _ends(seen[1], seen[3], height, least)
        if (right - left, bottom - top) != (width, height):
            _frame(framed, Rectangle(left, top, right - left, bottom - top), _SHADOW)
            _frame(framed, Rectangle(left, top, right - left, bottom - top).grown(-1), _COLOUR)
        self._picture.show(framed)

    def _clicked(self, _: Gtk.Widget, event: Gdk.EventButton | Gdk.EventMotion) -> bool:
        whole = self._whole
        if whole is not None:
            # The picture stands in the middle of its room.
            room, scale = self.widget.get_allocation(), self._picture.scale
            across, down = (
                min(max(0.5 + (place - space / 2) * scale / side, 0.0), 1.0)
                for place, space, side in (
                    (event.x, room.width, whole.get_width()),
                    (event.y, room.height, whole.get_height()),
                )
            )
            self._go(across, down)
        return True


def _veiled(picture: GdkPixbuf.Pixbuf) -> GdkPixbuf.Pixbuf:
    size = picture.get_width(), picture.get_height()
    made = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, *size)
    picture.composite_color(
        made,
        *(0, 0, *size),
        *(0.0, 0.0, 1.0, 1.0),
        GdkPixbuf.InterpType.NEAREST,
        _SHINES_THROUGH,
        *(0, 0, 1),
        *(_VEIL, _VEIL),
    )
    return made


def _ends(first: float, last: float, length: int, least: int) -> tuple[int, int]:
    """Pixels from the share ``first`` to the share ``last`` of a ``length``, at the ``least`` so
    many."""
    least = min(least, length)
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
