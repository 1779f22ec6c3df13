# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pictures of files, made in a thread of their own so that no window waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import gi
from gimpfu.introspection import GLib

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import GdkPixbuf, Gtk  # noqa: E402 - needs the versions above

SIDE: Final = 48
"""Pixels of the longer side."""
_ICON: Final = 32
WAITING, UNKNOWN = "image-x-generic", "image-missing"
"""Names of the icons that stand for a picture that is not loaded yet, and that cannot be."""


class Thumbnails:
    """Loads those that were asked for last, one after the other."""

    def __init__(self, show: Callable[[Path, GdkPixbuf.Pixbuf | None], None]) -> None:
        """``show`` gets each in GLib's main loop, or None for a file that cannot be shown."""
        self._show = show
        self._wanted: list[Path] = []
        self._changed = threading.Condition()
        self._stopped = False
        threading.Thread(target=self._work, daemon=True).start()

    def want(self, paths: Iterable[Path]) -> None:
        """Load these, in this order, and no others that still wait."""
        with self._changed:
            self._wanted = list(paths)
            self._changed.notify()

    def stop(self) -> None:
        """None is shown any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._stopped:
                    self._changed.wait()
                if self._stopped:
                    return
                path = self._wanted.pop(0)
            GLib.idle_add(self._loaded, path, load(path))

    def _loaded(self, path: Path, thumbnail: GdkPixbuf.Pixbuf | None) -> bool:
        if not self._stopped:
            self._show(path, thumbnail)
        return False


def load(path: Path) -> GdkPixbuf.Pixbuf | None:
    """The picture in a file, as small, and turned as it says; None if it cannot be shown."""
    try:
        small = GdkPixbuf.Pixbuf.new_from_file_at_scale(str(path), SIDE, SIDE, True)
        return small and (small.apply_embedded_orientation() or small)
    except (GLib.Error, UnicodeError):  # a name that is no text cannot be passed on
        return None


def icon(name: str) -> GdkPixbuf.Pixbuf | None:
    """The icon of that name in the user's theme, None where that has none."""
    try:
        return Gtk.IconTheme.get_default().load_icon(name, _ICON, Gtk.IconLookupFlags(0))
    except GLib.Error:
        return None
