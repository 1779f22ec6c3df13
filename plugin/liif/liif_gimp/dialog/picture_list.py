# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the pictures of a batch: what each looks like, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import Final

import gi
from gimpfu.introspection import Gimp, GLib

from liif_gimp.dialog.image_thumbnail import thumbnail
from liif_gimp.dialog.pause import Pause
from liif_gimp.dialog.thumbnails import SIDE, UNKNOWN, WAITING, Thumbnails, icon
from liif_gimp.open_images import name_of

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")
gi.require_version("Pango", "1.0")

from gi.repository import GdkPixbuf, Gtk, Pango  # noqa: E402 - needs the versions above

_LEAST: Final = (220, 220)
"""Pixels across and down that are seen at least."""
_TICKED, _PICTURE, _NAME, _STATE, _TIP = range(5)
_REST: Final = 60
"""Milliseconds for which the list must stand still until what is seen is loaded."""
_AT_ONCE: Final = 500
"""Rows that are added before the window gets its turn again."""
_NAME_WIDTH: Final = 180
_STATE_WIDTH: Final = 110
"""Pixels of the columns that say what a picture is called, and what became of it."""


class PictureList:
    """Files of a folder, or open images, with ticks."""

    def __init__(self, ticked: Callable[[], None]) -> None:
        """``ticked`` is called when the user changes a tick."""
        self._ticked = ticked
        self._rows = Gtk.ListStore(bool, GdkPixbuf.Pixbuf, str, str, str)
        self._numbers: dict[str, int] = {}
        """Of the rows, by what :meth:`mark` calls them."""
        self._keys: list[str] = []
        """The same the other way round."""
        self._names: list[str] = []
        """As they are shown."""
        self._all_unticked: dict[Path | None, set[str]] = {}
        """By folder, and of open images; so that ticks are still there when a folder is shown
        again."""
        self._unticked: set[str] = set()
        """Of what is shown."""
        self._marks: dict[str, tuple[str, str]] = {}
        """State, as markup, and tip."""
        self._paths: list[Path] = []
        self._of_paths: dict[Path, int] = {}
        self._images: list[Gimp.Image] = []
        self._known: set[int] = set()
        """Rows whose pictures are loaded, or cannot be."""
        self._filling = 0
        self._waiting, self._unknown = icon(WAITING), icon(UNKNOWN)
        self._thumbnails = Thumbnails(self._loaded)
        self._rest = Pause(_REST, self._load_seen)
        self._view = Gtk.TreeView(model=self._rows, headers_visible=False, tooltip_column=_TIP)
        self._furnish()
        self._view.connect("row-activated", self._activated)
        self._allowed = True
        self.widget = Gtk.ScrolledWindow(vexpand=True, shadow_type=Gtk.ShadowType.IN)
        self.widget.set_min_content_width(_LEAST[0])
        self.widget.set_min_content_height(_LEAST[1])
        self.widget.set_propagate_natural_width(True)
        self.widget.add(self._view)
        for signal in ("value-changed", "changed"):  # scrolled, or of another size
            self.widget.get_vadjustment().connect(signal, lambda _: self._rest.begin())

    def show_files(self, folder: Path, names: Sequence[str]) -> None:
        """Files in place of all that is shown; ``names`` are relative, with slashes."""
        self._clear()
        self._marks.clear()
        self._paths = [folder / name for name in names]
        self._of_paths = {path: number for number, path in enumerate(self._paths)}
        self._fill(folder, names, list(map(_legible, names)))

    def show_images(self, images: Sequence[Gimp.Image]) -> None:
        """Open images in place of all that is shown."""
        self._clear()
        self._marks.clear()
        self.update_images(images)

    def update_images(self, images: Sequence[Gimp.Image]) -> None:
        """The images that are open by now; those that were shown before keep ticks and marks."""
        keys, names = [str(image.get_id()) for image in images], list(map(name_of, images))
        if (keys, names) == (self._keys, self._names):
            return
        self._clear()
        self._images = list(images)
        self._fill(None, keys, names)

    def chosen(self) -> list[Gimp.Image]:
        """The open images that are ticked."""
        return [
            image
            for key, image in zip(self._keys, self._images, strict=True)
            if key not in self._unticked
        ]

    def unticked(self) -> list[str]:
        """What is shown without a tick, by the names that :meth:`mark` knows."""
        return [key for key in self._keys if key in self._unticked]

    def __len__(self) -> int:
        """How many pictures there are, ticked or not."""
        return len(self._keys)

    def mark(self, key: str, state: str, why: str = "", *, strongly: bool = False) -> None:
        """Show what became of a picture: of a file by its name, of an image by its identity.

        ``why`` is shown where the pointer rests.
        """
        number = self._numbers.get(key)
        if number is None:
            return  # it came after the list was made
        look = "<b>%s</b>" if strongly else '<span alpha="65%%">%s</span>'
        self._marks[key] = look % escape(state), escape(why or self._names[number])
        if number < self._rows.iter_n_children(None):  # or it is about to come
            for column, value in zip((_STATE, _TIP), self._marks[key], strict=True):
                self._put(number, column, value)

    def forget_marks(self) -> None:
        """As before a run."""
        for key in self._keys:
            self.mark(key, "")

    def allow_ticks(self, allowed: bool) -> None:
        """Whether ticks can be changed."""
        self._allowed = allowed

    def stop(self) -> None:
        """The window closes."""
        self._clear()
        self._rest.stop()
        self._thumbnails.stop()

    def _furnish(self) -> None:
        """Make the columns."""
        tick = Gtk.CellRendererToggle()
        tick.connect("toggled", self._toggled)
        picture = Gtk.CellRendererPixbuf(width=SIDE + 8, height=SIDE + 4)
        name = Gtk.CellRendererText(ellipsize=Pango.EllipsizeMode.MIDDLE)
        state = Gtk.CellRendererText(ellipsize=Pango.EllipsizeMode.END)
        for cell, attribute, number, width in (
            (tick, "active", _TICKED, 28),
            (picture, "pixbuf", _PICTURE, SIDE + 12),
            (name, "text", _NAME, _NAME_WIDTH),
            (state, "markup", _STATE, _STATE_WIDTH),
        ):
            column = Gtk.TreeViewColumn()
            column.set_sizing(Gtk.TreeViewColumnSizing.FIXED)
            column.set_expand(cell is name)
            column.set_fixed_width(width)
            column.pack_start(cell, True)
            column.add_attribute(cell, attribute, number)
            self._view.append_column(column)
        # All rows are alike, which makes long lists quick.
        self._view.set_fixed_height_mode(True)

    def _clear(self) -> None:
        if self._filling:
            GLib.source_remove(self._filling)
            self._filling = 0
        self._thumbnails.want(())
        self._rows.clear()
        self._known.clear()
        self._paths, self._images = [], []
        self._keys, self._names = [], []
        self._of_paths, self._numbers = {}, {}

    def _fill(self, folder: Path | None, keys: Sequence[str], names: Sequence[str]) -> None:
        """Add rows of a folder, or of open images: the first at once, and others when the window
        has time."""
        self._keys, self._names = list(keys), list(names)
        self._numbers = {key: number for number, key in enumerate(keys)}
        self._unticked = self._all_unticked.setdefault(folder, set())
        rows = zip(keys, names, strict=True)

        def add() -> bool:
            some = list(islice(rows, _AT_ONCE))
            for key, name in some:
                state, tip = self._marks.get(key, ("", escape(name)))
                ticked = key not in self._unticked
                self._rows.append([ticked, self._waiting, name, state, tip])
            self._rest.begin()
            if len(some) < _AT_ONCE:
                self._filling = 0
            return bool(self._filling)

        self._filling = GLib.idle_add(add)

    def _toggled(self, _cell: Gtk.CellRendererToggle | None, number: str) -> None:
        if self._allowed:
            key = self._keys[int(number)]
            self._unticked ^= {key}
            self._put(int(number), _TICKED, key not in self._unticked)
            self._ticked()

    def _activated(self, _view: Gtk.TreeView, path: Gtk.TreePath, *_column: object) -> None:
        """By the space bar, or a double click."""
        self._toggled(None, str(path.get_indices()[0]))

    def _seen(self) -> range:
        """The rows that are seen."""
        shown = self._view.get_visible_range()
        if shown is None:
            return range(0)
        first, last = shown
        return range(first.get_indices()[0], last.get_indices()[0] + 1)

    def _load_seen(self) -> None:
        missing = [number for number in self._seen() if number not in self._known]
        if self._paths:
            self._thumbnails.want(self._paths[number] for number in missing)
        elif missing:
            # Of GIMP itself, which only this thread may ask; one at a time.
            number = missing[0]
            self._show(number, thumbnail(self._images[number], SIDE))
            self._rest.begin()

    def _loaded(self, path: Path, small: GdkPixbuf.Pixbuf | None) -> None:
        # Of another folder by now, perhaps.
        number = self._of_paths.get(path)
        if number is not None:
            self._show(number, small)

    def _show(self, number: int, small: GdkPixbuf.Pixbuf | None) -> None:
        self._known.add(number)
        self._put(number, _PICTURE, small or self._unknown)

    def _put(self, number: int, column: int, value: object) -> None:
        self._rows.set_value(self._row(number), column, value)

    def _row(self, number: int) -> Gtk.TreeIter:
        row = self._rows.iter_nth_child(None, number)
        assert row is not None
        return row


def _legible(name: str) -> str:
    """A name as it can be shown, also one that is no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
