# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture before and after, on either side of a line that can be dragged, or beside each other.

Drawn by pixbufs alone: GIMP's own Python often comes without cairo.
"""

from __future__ import annotations

from collections.abc import Callable

import gi

from liif_gimp.dialog.sharp import SharpPicture
from liif_gimp.geometry import Size

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, GdkPixbuf, GLib, Gtk  # noqa: E402 - needs the versions above

_NATURAL, _LEAST = Size(420, 300), Size(300, 240)
"""At first, and as small as a window can make it, in GTK's pixels as the next two. All other sizes
and places here are in pixels of the screen, of which there can be more."""
ZOOMS = (0.5, 1.0, 2.0, 4.0)
"""Pixels of the screen for one of the result, that the wheel leads through."""
_LINE = 2
_GRIP = 10
"""Distance from the line within which it is taken, not the picture."""
_CHECK = 8
_LIGHT, _DARK = 0x999999, 0x666666
"""Of the checks behind what is transparent, as GIMP has them."""
_WHITE = 0xFFFFFFFF


class SplitView:
    """The widget; a drag beside the line is told to ``moved``, in pixels of the result across and
    down, and a new size or zoom to ``changed``.
    """

    def __init__(self, moved: Callable[[float, float], None], changed: Callable[[], None]) -> None:
        self._moved = moved
        self._changed = changed
        self._zoom = 1.0
        self._before: GdkPixbuf.Pixbuf | None = None
        self._after: GdkPixbuf.Pixbuf | None = None
        self._split: int | None = None
        """Where the line was put; until then it is in the middle."""
        self._beside = False
        self._peeks = False
        self._drag: tuple[float, float] | None = None
        self._drags_line = False
        # As large as the window opens with it.
        empty = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, *_NATURAL)
        empty.fill(0)
        # Without bars it only keeps the picture from holding the window open.
        frame = Gtk.ScrolledWindow()
        frame.set_policy(Gtk.PolicyType.EXTERNAL, Gtk.PolicyType.EXTERNAL)
        frame.set_min_content_width(_LEAST.width)
        frame.set_min_content_height(_LEAST.height)
        frame.set_propagate_natural_width(True)
        frame.set_propagate_natural_height(True)
        frame.add(Gtk.Image.new_from_pixbuf(empty))
        self._picture = SharpPicture(frame)
        self._scale = self._picture.scale
        self._size = Size(*(self._scale * side for side in _NATURAL))
        self.widget = Gtk.EventBox(above_child=True)
        self.widget.add(self._picture.widget)
        self.widget.add_events(
            Gdk.EventMask.SCROLL_MASK
            | Gdk.EventMask.BUTTON_PRESS_MASK
            | Gdk.EventMask.BUTTON_RELEASE_MASK
            | Gdk.EventMask.BUTTON1_MOTION_MASK
        )
        self.widget.connect("button-press-event", self._pressed)
        self.widget.connect("motion-notify-event", self._dragged)
        self.widget.connect("button-release-event", self._released)
        self.widget.connect("scroll-event", self._scrolled)
        self.widget.connect("size-allocate", self._allocated)
        # The window may move to another screen.
        self.widget.connect("notify::scale-factor", self._rescaled)

    @property
    def seen(self) -> Size:
        """The pixels of the result that there is room for."""
        width, height = self._size
        if self._beside:
            width = (width - self._thickness) // 2
        return Size(*(max(1, int(side / self._zoom)) for side in (width, height)))

    @property
    def zoom(self) -> float:
        """One of ``ZOOMS``."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """One of ``ZOOMS``."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._changed()

    def set_beside(self, beside: bool) -> None:
        """Whether both stand beside each other, of the same place, in place of the line."""
        if beside != self._beside:
            self._beside = beside
            self._changed()

    def peek(self, peeks: bool) -> None:
        """Whether what is before is seen alone."""
        if peeks != self._peeks:
            self._peeks = peeks
            self._draw()

    def show(self, before: GdkPixbuf.Pixbuf, after: GdkPixbuf.Pixbuf | None) -> None:
        """Both of one size; without ``after``, which is not ready yet, the first on both sides."""
        self._before = self._zoomed(before)
        self._after = None if after is None else self._zoomed(after)
        self._draw()

    def _draw(self) -> None:
        before, after = self._before, self._after
        if before is None:
            return
        if self._beside:
            right = before if self._peeks else after
            self._picture.show(_side_by_side(before, right, self._thickness))
            return
        if after is None or self._peeks:
            self._picture.show(before)
            return
        width, height = before.get_width(), before.get_height()
        split = self._split_in(width)
        both = after.copy()
        assert both is not None  # there was memory for the other two
        if split > 0:
            before.copy_area(0, 0, split, height, both, 0, 0)
        thickness = self._thickness
        left = max(0, min(split - thickness // 2, width - thickness))
        both.new_subpixbuf(left, 0, min(thickness, width), height).fill(_WHITE)
        self._picture.show(both)

    def _zoomed(self, picture: GdkPixbuf.Pixbuf) -> GdkPixbuf.Pixbuf:
        if self._zoom == 1:
            return picture
        width, height = (
            max(1, round(side * self._zoom)) for side in (picture.get_width(), picture.get_height())
        )
        nearest, smooth = GdkPixbuf.InterpType.NEAREST, GdkPixbuf.InterpType.BILINEAR
        zoomed = picture.scale_simple(width, height, nearest if self._zoom > 1 else smooth)
        assert zoomed is not None  # as above
        return zoomed

    @property
    def _thickness(self) -> int:
        """Of the line."""
        return self._scale * _LINE

    def _line(self) -> int:
        """Where the line is in the widget."""
        return self._size.width // 2 if self._split is None else self._split

    def _split_in(self, width: int) -> int:
        """Where the line is in a picture of this width, which stands in the middle."""
        margin = (self._size.width - width) // 2
        return max(0, min(self._line() - margin, width))

    def _allocated(self, _: Gtk.Widget, area: Gdk.Rectangle) -> None:
        size = Size(self._scale * area.width, self._scale * area.height)
        if size != self._size:
            self._size = size
            self._changed()

    def _rescaled(self, *_: object) -> None:
        if self._picture.scale != self._scale:
            self._split = None
            self._scale = self._picture.scale
            self._allocated(self.widget, self.widget.get_allocation())

    def _scrolled(self, _: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        step = {Gdk.ScrollDirection.UP: 1, Gdk.ScrollDirection.DOWN: -1}.get(event.direction, 0)
        place = ZOOMS.index(self._zoom) + step
        if step and 0 <= place < len(ZOOMS):
            self.set_zoom(ZOOMS[place])
        return True

    def _pressed(self, _: Gtk.Widget, event: Gdk.EventButton) -> bool:
        if event.button == 1:
            self._drag = x, _y = self._scale * event.x, self._scale * event.y
            grip = self._scale * _GRIP
            self._drags_line = not self._beside and abs(x - self._line()) <= grip
        return True

    def _dragged(self, _: Gtk.Widget, event: Gdk.EventMotion) -> bool:
        if self._drag is None:
            return False
        x, y = self._drag
        self._drag = across, down = self._scale * event.x, self._scale * event.y
        if self._drags_line:
            self._split = round(across)
            self._draw()
        else:
            self._moved((x - across) / self._zoom, (y - down) / self._zoom)
        return True

    def _released(self, *_: object) -> bool:
        self._drag = None
        return True


def _side_by_side(
    left: GdkPixbuf.Pixbuf, right: GdkPixbuf.Pixbuf | None, line: int
) -> GdkPixbuf.Pixbuf:
    """Two of one size with a ``line`` so thick between them; nothing where there is none yet."""
    width, height = left.get_width(), left.get_height()
    both = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, 2 * width + line, height)
    both.fill(0)
    both.new_subpixbuf(width, 0, line, height).fill(_WHITE)
    for picture, place in ((left, 0), (right, width + line)):
        if picture is not None:
            picture.copy_area(0, 0, width, height, both, place, 0)
    return both


def pixbuf(pixels: bytes, size: Size) -> GdkPixbuf.Pixbuf:
    """From red, green, blue and alpha of 8 bits, not premultiplied."""
    return GdkPixbuf.Pixbuf.new_from_bytes(
        GLib.Bytes.new(pixels), GdkPixbuf.Colorspace.RGB, True, 8, *size, 4 * size.width
    )


def on_checks(
    picture: GdkPixbuf.Pixbuf,
    size: Size,
    offset: tuple[float, float] = (0.0, 0.0),
    scale: tuple[float, float] = (1.0, 1.0),
) -> GdkPixbuf.Pixbuf:
    """``picture`` enlarged by plain interpolation and shifted, cut to ``size``, over checks."""
    result = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, *size)
    picture.composite_color(
        result,
        *(0, 0, *size),
        *offset,
        *scale,
        GdkPixbuf.InterpType.BILINEAR,
        255,
        *(0, 0, _CHECK),
        *(_LIGHT, _DARK),
    )
    return result
