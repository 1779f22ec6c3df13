# SPDX-License-Identifier: GPL-3.0-or-later
"""A diagnosis in a dialog, made anew when a parameter changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import gi
from gimpfu import error

from liif_core.request.questions import Diagnose
from liif_core.request.wire import Job
from liif_gimp import pixels
from liif_gimp.call import Dialog
from liif_gimp.diagnose import prepare
from liif_gimp.dialog.beside import beside, layer_shown
from liif_gimp.dialog.model_list import show_models
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.layers import Source
from liif_gimp.pixelfile import PixelFile
from liif_gimp.pixels import Layout
from liif_gimp.tasks import Task
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_WIDTH, _HEIGHT = 520, 420


def report(dialog: Dialog) -> AbstractContextManager[None]:
    """Show the diagnosis while the dialog is open."""
    return beside(
        dialog,
        layer_shown,
        lambda engine, source, trouble: _Report(engine, dialog, source, trouble),
    )


class _Report:
    def __init__(self, engine: Engine, dialog: Dialog, source: Source, trouble: Trouble) -> None:
        self._engine = engine
        self._dialog = dialog
        self._source = source
        self._trouble = trouble
        self._wanted: tuple[Task, Layout, Job] | None = None
        self._text = Gtk.TextView(editable=False, wrap_mode=Gtk.WrapMode.WORD, left_margin=6)
        window = Gtk.ScrolledWindow()
        window.set_size_request(_WIDTH, _HEIGHT)
        window.add(self._text)
        window.show_all()
        questions = dialog.questions
        questions.beside.pack_start(trouble.widget, False, False, 0)
        questions.beside.pack_start(window, True, True, 0)
        self._renderer = Renderer(engine.workplace, self._load, self._done, trouble.tell)
        show_models(dialog)
        questions.config.connect("notify", self._changed)
        self._changed()

    def stop(self) -> None:
        """The dialog closes."""
        self._dialog.questions.config.disconnect_by_func(self._changed)
        self._renderer.stop()

    def _changed(self, *_signal: object) -> None:
        try:
            self._wanted = prepare(self._dialog.call(), self._source)
        except error as problem:
            self._trouble.tell(str(problem))
            return
        self._trouble.clear()
        self._text.get_buffer().set_text(_("Looking at the picture…"))
        self._renderer.ask(self._wanted[-1])

    def _load(self, file: PixelFile) -> Iterator[object]:
        assert self._wanted is not None
        task, layout, _job = self._wanted
        return pixels.reading(self._source.drawable, task.part, layout, file)

    def _done(self, job: Job, _pixels: bytes, said: dict[str, Any]) -> None:
        assert isinstance(job.request, Diagnose)
        assert self._wanted is not None
        if self._engine.keep_answer(job, self._wanted[-1], said):
            self._text.get_buffer().set_text(said["report"])
            self._engine.log.info("report shown, of %s", job.request.file or "pixels only")
