# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture whose pixels are those of the screen, also where everything else is twice as large.

GTK enlarges a pixbuf on such a screen. It does not do so with an icon, which every pixbuf can be;
a surface, which it is meant for, needs cairo, without which GIMP's own Python often comes.
"""

from __future__ import annotations

import gi

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import GdkPixbuf, Gtk  # noqa: E402 - needs the versions above


class SharpPicture:
    """The widget shows a picture in its middle."""

    def __init__(self, room: Gtk.Widget | None = None) -> None:
        """As large as the ``room``, whatever the picture is; without one as the picture."""
        self._room = Gtk.DrawingArea() if room is None else room
        self._fits = room is None
        self._image = Gtk.Image(halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER)
        # What lies over something else does not ask for room, as the square would that icons are;
        # and a window of its own cuts off what of it goes beyond.
        overlay = Gtk.Overlay()
        overlay.add(self._room)
        overlay.add_overlay(self._image)
        self.widget = Gtk.EventBox()
        self.widget.add(overlay)
        self.widget.show_all()

    @property
    def scale(self) -> int:
        """Pixels of the screen for one of GTK's, along a side."""
        return self.widget.get_scale_factor()

    def show(self, picture: GdkPixbuf.Pixbuf) -> None:
        """Show this one."""
        scale = self.scale
        if self._fits:
            sides = picture.get_width(), picture.get_height()
            self._room.set_size_request(*(-(-side // scale) for side in sides))
        if scale == 1:
            self._image.set_from_pixbuf(picture)
            return
        icon = _square(picture, scale)
        self._image.set_pixel_size(icon.get_width() // scale)
        self._image.set_from_gicon(icon, Gtk.IconSize.DIALOG)


def _square(picture: GdkPixbuf.Pixbuf, scale: int) -> GdkPixbuf.Pixbuf:
    """The same in the middle of a square, which icons are, with a whole number of GTK's pixels, or
    it would be resampled."""
    width, height = picture.get_width(), picture.get_height()
    side = -(-max(width, height) // scale) * scale
    made = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, side, side)
    made.fill(0)
    picture.copy_area(0, 0, width, height, made, (side - width) // 2, (side - height) // 2)
    return made
