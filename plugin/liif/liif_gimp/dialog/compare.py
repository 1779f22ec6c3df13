# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with up to four answers to one place of the picture; a click chooses one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import gi

from liif_core.request.wire import Job
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.dialog.sharp import SharpPicture
from liif_gimp.pixelfile import PixelFile
from liif_gimp.variants import Variant
from liif_gimp.words import _
from liif_gimp.workplace import Workplace

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import GdkPixbuf, Gtk  # noqa: E402 - needs the versions above

_ACROSS: Final = 2
_SPACING: Final = 6


class Comparison:
    """The window, while it is open."""

    def __init__(
        self,
        parent: Gtk.Window,
        workplace: Workplace,
        load: Callable[[PixelFile], Iterator[object]],
        jobs: Sequence[tuple[Variant, Job]],
        before: GdkPixbuf.Pixbuf,
        picture: Callable[[Job, bytes], GdkPixbuf.Pixbuf],
    ) -> None:
        """``jobs`` are done one after the other, on what ``load`` puts in; until then each place
        shows ``before``, then what ``picture`` makes of the result."""
        self.chosen: Variant | None = None
        self._jobs = jobs
        self._picture = picture
        self._number = 0
        self._dialog = Gtk.Dialog(title=_("Compare"), transient_for=parent, modal=True)
        self._dialog.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self._images: list[SharpPicture] = []
        self._labels: list[Gtk.Label] = []
        grid = Gtk.Grid(row_spacing=_SPACING, column_spacing=_SPACING, border_width=2 * _SPACING)
        for number, (variant, _job) in enumerate(jobs):
            image, label = SharpPicture(), Gtk.Label(label="…")
            image.show(before)
            column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_SPACING)
            column.pack_start(image.widget, True, True, 0)
            column.pack_start(label, False, False, 0)
            button = Gtk.Button(relief=Gtk.ReliefStyle.NONE)
            button.set_tooltip_text(_("Take this one"))
            button.add(column)
            button.connect("clicked", self._chosen, variant)
            grid.attach(button, number % _ACROSS, number // _ACROSS, 1, 1)
            self._images.append(image)
            self._labels.append(label)
        self._dialog.get_content_area().pack_start(grid, True, True, 0)
        self._dialog.show_all()
        self._renderer = Renderer(workplace, load, self._done, self._failed)
        self._renderer.ask(jobs[0][1])

    def run(self) -> Variant | None:
        """What the user chose; None for nothing."""
        try:
            self._dialog.run()
        finally:
            self._renderer.stop()
            self._dialog.destroy()
        return self.chosen

    def _chosen(self, _button: Gtk.Button, variant: Variant) -> None:
        self.chosen = variant
        self._dialog.response(Gtk.ResponseType.OK)

    def _done(self, job: Job, result: bytes, _said: dict[str, Any]) -> None:
        self._images[self._number].show(self._picture(job, result))
        self._next(self._jobs[self._number][0].label)

    def _failed(self, text: str) -> None:
        self._next(text)

    def _next(self, words: str) -> None:
        self._labels[self._number].set_text(words)
        self._number += 1
        if self._number < len(self._jobs):
            self._renderer.ask(self._jobs[self._number][1])
